//! Raw HTML in Markdown: the list of allowed elements, and what is left out.
//!
//! The list has elements of running text that Markdown has no signs for, simple
//! blocks and tables, and containers such as `<details>`. Links and pictures are
//! not on it, because the rules can only check those that are written as Markdown.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Elements inside running text.
pub(super) const INLINE: &[&str] = &[
    "abbr", "b", "bdi", "br", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements around blocks. There may be Markdown between their start tag and their
/// end tag.
pub(super) const CONTAINERS: &[&str] = &["details", "div", "section", "aside"];

/// Other elements of blocks.
const BLOCK: &[&str] = &[
    "summary",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "hr",
    "blockquote",
    "pre",
];

/// Elements that have no end tag or need none.
pub(super) const ENDS_BY_ITSELF: &[&str] =
    &["br", "dd", "dt", "hr", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr"];

const ATTRIBUTES: &[&str] =
    &["lang", "dir", "title", "datetime", "colspan", "rowspan", "scope", "open", "start"];

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags: HashSet<&str> = INLINE.iter().chain(CONTAINERS).chain(BLOCK).copied().collect();
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(tags)
        .tag_attributes(HashMap::new())
        .generic_attributes(ATTRIBUTES.iter().copied().collect())
        .clean_content_tags(["script", "style", "title", "textarea", "template"].into_iter().collect());
    cleaner
});

/// Most attributes of a tag that are read. There is a limit because a parser
/// compares each attribute with all attributes before it in the tag.
const READ_OF_A_TAG: usize = 100;

/// Most `&` and signs of two bytes that begin with C2, such as a hard space, in a stretch of text
/// without `<` and `>`. For each of them the cleaner's writer looks for the end of the stretch.
const SIGNS_OF_A_STRETCH: usize = 256;

/// The allowed part of a piece of HTML, whole elements only.
pub(super) fn clean(html: &str) -> String {
    let thin = thinned(html);
    let parts = stretches(&thin, SIGNS_OF_A_STRETCH);
    // A character that no text should have, and this text has not.
    match ('\u{fdd0}'..='\u{fdef}').find(|sign| parts.len() > 1 && !thin.contains(*sign)) {
        // Words and values of attributes may have this mark; what else it may stand in is left out.
        Some(sign) => {
            let mark = format!("{sign}&gt;");
            CLEANER.clean(&parts.join(&mark)).to_string().replace(&mark, "")
        }
        None => CLEANER.clean(&thin).to_string(),
    }
}

/// The HTML in parts, cut before each sign that is the next after `most` in a stretch.
fn stretches(html: &str, most: usize) -> Vec<&str> {
    let (mut parts, mut rest, mut at, mut signs) = (Vec::new(), html, 0, 0);
    while let Some(found) =
        rest.as_bytes().get(at..).and_then(|bytes| bytes.iter().position(|byte| is_sought(*byte)))
    {
        at += found;
        match rest.as_bytes().get(at) {
            Some(b'<' | b'>') => signs = 0,
            _ if signs == most => {
                let (part, behind) = rest.split_at(at);
                parts.push(part);
                (rest, at, signs) = (behind, 0, 1);
            }
            _ => signs += 1,
        }
        at += 1;
    }
    parts.push(rest);
    parts
}

/// Whether the cleaner's writer looks for a byte.
fn is_sought(byte: u8) -> bool {
    matches!(byte, b'&' | 0xC2 | b'<' | b'>')
}

/// The HTML without the attributes after the hundredth of a tag.
fn thinned(html: &str) -> Cow<'_, str> {
    let (mut thin, mut done, mut at) = (String::new(), 0, 0);
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        at += found + 1;
        let Some((cut, end)) = long_tag(html, at) else { continue };
        if cut < end {
            thin.push_str(html.get(done..cut).unwrap_or(""));
            done = end;
        }
        at = end;
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    thin.push_str(html.get(done..).unwrap_or(""));
    Cow::Owned(thin)
}

/// The offsets where the attributes that are read end, and where the tag ends.
/// `name` is the offset after `<`. `None` if no tag begins there.
fn long_tag(html: &str, name: usize) -> Option<(usize, usize)> {
    let name = skip(html, name, |byte| byte == b'/');
    html.as_bytes().get(name).filter(|byte| byte.is_ascii_alphabetic())?;
    let mut at = skip(html, name, |byte| !separates(byte) && byte != b'>');
    let (mut read, mut cut) = (0, None);
    while let Some((attribute, behind)) = attribute(html, at) {
        if read == READ_OF_A_TAG {
            cut = Some(attribute.start);
        }
        (read, at) = (read + 1, behind);
    }
    let end = skip(html, at, separates);
    Some((cut.unwrap_or(end), end))
}

/// The range of the next attribute's name, and the offset where its value ends.
/// `None` at the end of the tag.
fn attribute(html: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let bytes = html.as_bytes();
    let start = skip(html, at, separates);
    bytes.get(start).filter(|byte| **byte != b'>')?;
    let end = skip(html, start + 1, |byte| !separates(byte) && byte != b'>' && byte != b'=');
    let space = |at: usize| skip(html, at, |byte| byte.is_ascii_whitespace());
    let Some(b'=') = bytes.get(space(end)) else { return Some((start..end, end)) };
    let value = space(space(end) + 1);
    let behind = match bytes.get(value).copied() {
        Some(quote @ (b'"' | b'\'')) => (skip(html, value + 1, |byte| byte != quote) + 1).min(html.len()),
        _ => skip(html, value, |byte| !byte.is_ascii_whitespace() && byte != b'>'),
    };
    Some((start..end, behind))
}

/// The offset of the first byte from `at` on for which `part` is false.
fn skip(html: &str, at: usize, part: impl Fn(u8) -> bool) -> usize {
    at + html.as_bytes().get(at..).unwrap_or_default().iter().take_while(|byte| part(**byte)).count()
}

/// Whether a byte may stand between attributes.
fn separates(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

/// The cleaned start tag, without the end tag: `<sub>`. `None` if the element is
/// not allowed.
pub(super) fn clean_start_tag(html: &str, name: &str) -> Option<String> {
    // Without attributes there is nothing to clean.
    if html.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) == Some(name) && is_known(name) {
        return Some(html.to_owned());
    }
    let cleaned = clean(html);
    let start = cleaned.strip_suffix(&format!("</{name}>"))?;
    Some(start.to_owned())
}

/// The name that a tag `<a id="x">` or `<a name="x">` gives to its place. `None` for a link, and for
/// a name that is no plain word.
pub(super) fn anchor(tag: &str) -> Option<String> {
    let mut at = skip(tag, 0, |byte| !separates(byte) && byte != b'>');
    let mut found = None;
    while let Some((name, behind)) = attribute(tag, at) {
        let key = tag.get(name.clone())?.to_ascii_lowercase();
        if key == "href" {
            return None;
        }
        if matches!(key.as_str(), "id" | "name") {
            let value = tag.get(name.end..behind)?.trim_start().strip_prefix('=')?;
            found = Some(value.trim().trim_matches(['"', '\'']));
        }
        at = behind;
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    found.filter(|name| (1..=100).contains(&name.len()) && name.chars().all(plain)).map(str::to_owned)
}

/// A tag as the author wrote it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlTag {
    /// The name of the element, in small letters.
    pub(super) name: String,
    /// Whether it is an end tag, `</…>`.
    pub(super) closes: bool,
    /// The bytes from `<` to `>`, both included.
    pub(super) bytes: Range<usize>,
}

/// The tags of a piece of HTML in order, without comments and text. This is not
/// a full parser: it only finds places for findings, and pairs of tags that
/// `ammonia` cleans.
pub(super) fn tags(html: &str) -> Vec<HtmlTag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = html.get(start..).unwrap_or("");
        if rest.starts_with("<!--") {
            at = start + rest.find("-->").map_or(rest.len(), |end| end + "-->".len());
            continue;
        }
        let closes = rest.starts_with("</");
        let name: String = rest
            .chars()
            .skip(if closes { 2 } else { 1 })
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        if name.is_empty() {
            // This is not a tag, so its end, which may be far away, is not searched.
            at = start + 1;
            continue;
        }
        at = start + rest.find('>').map_or(rest.len(), |end| end + 1);
        tags.push(HtmlTag { name: name.to_ascii_lowercase(), closes, bytes: start..at });
    }
    tags
}

fn is_known(name: &str) -> bool {
    [INLINE, CONTAINERS, BLOCK].iter().any(|list| list.contains(&name))
}

/// The elements and attributes that cleaning leaves out, each as words for
/// a finding, with its place.
pub(super) fn dropped(html: &str) -> Vec<(String, Range<usize>)> {
    let mut dropped = Vec::new();
    for tag in tags(html).into_iter().filter(|tag| !tag.closes) {
        let written = html.get(tag.bytes.clone()).unwrap_or("");
        if !is_known(&tag.name) {
            dropped.push((format!("<{}>", tag.name), tag.bytes));
        } else if let Some(name) = attributes(written).find(|name| !ATTRIBUTES.contains(&name.as_str())) {
            dropped.push((name, tag.bytes));
        }
    }
    dropped
}

/// The names of the attributes of one start tag.
fn attributes(tag: &str) -> impl Iterator<Item = String> {
    let mut at = skip(tag, 0, |byte| !separates(byte) && byte != b'>');
    std::iter::from_fn(move || {
        let (name, behind) = attribute(tag, at)?;
        at = behind;
        Some(tag.get(name)?.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dropped_words(html: &str) -> Vec<String> {
        dropped(html).into_iter().map(|(what, _)| what).collect()
    }

    #[test]
    fn scripts_links_pictures_and_handlers_are_left_out_and_named() {
        assert_eq!(dropped_words("<script>alert(1)</script>"), ["<script>"]);
        assert_eq!(dropped_words("<a href=\"javascript:x\">x</a><img src=x>"), ["<a>", "<img>"]);
        assert_eq!(dropped_words("<b onclick=\"x\" lang=zh>x</b>"), ["onclick"]);
        assert_eq!(clean("<script>alert(1)</script><b onclick=\"x\">y</b>"), "<b>y</b>");
    }

    #[test]
    fn a_tag_of_hundreds_of_attributes_keeps_the_first_ones() {
        let many = |count: usize| (0..count).map(|i| format!(" a{i}=\">\"")).collect::<Vec<_>>().concat();
        let tag = |before: usize| format!("x<b{} lang=en>y</b>z", many(before));
        assert_eq!(clean(&tag(READ_OF_A_TAG - 1)), "x<b lang=\"en\">y</b>z");
        assert_eq!(clean(&tag(READ_OF_A_TAG)), "x<b>y</b>z");
        assert_eq!(thinned(&tag(READ_OF_A_TAG)), format!("x<b{} >y</b>z", many(READ_OF_A_TAG)));
    }

    proptest! {
        /// HTML with only a few attributes in a tag is not changed.
        #[test]
        fn ordinary_html_stays_as_it_is(html in "(<|>|/|=|\"|'| |a|b1|甲|<b lang=en>|</b>|<!--|-->){0,40}") {
            prop_assert_eq!(thinned(&html), html.as_str());
        }
    }

    #[test]
    fn many_signs_in_a_row_are_cleaned_in_stretches() {
        let many = "&\u{a0}&amp;".repeat(SIGNS_OF_A_STRETCH);
        let clean_many = "&amp;&nbsp;&amp;".repeat(SIGNS_OF_A_STRETCH);
        assert_eq!(
            clean(&format!("<p title=\"{many}\">{many}</p>")),
            format!("<p title=\"{clean_many}\">{clean_many}</p>")
        );
        assert_eq!(clean(&format!("<!--{many}--><p {many}>a</p><script>{many}</script>")), "<p>a</p>");
        assert_eq!(stretches("&&<&&&a·&", 2), ["&&<&&", "&a·", "&"]);
    }

    proptest! {
        /// The mark between stretches changes nothing.
        #[test]
        fn html_in_stretches_is_the_same(html in "(<|>|/|=|\"|'| |a|&|·|&lt;|&gt|&#x3c;|b1|<b title=|<p>|</b>|<!--|-->|<!|<\\?|<pre>|<script>|<style>|</p>){0,40}") {
            let marked = stretches(&html, 1).join("\u{fdd0}&gt;");
            let cleaned = CLEANER.clean(&marked).to_string().replace("\u{fdd0}&gt;", "");
            prop_assert_eq!(cleaned, CLEANER.clean(&html).to_string());
        }
    }

    #[test]
    fn comments_are_left_out_without_a_word() {
        assert_eq!(dropped_words("<!-- <script> -->"), Vec::<String>::new());
        assert_eq!(clean("<!-- a -->"), "");
    }

    #[test]
    fn a_start_tag_is_cleaned_alone() {
        assert_eq!(clean_start_tag("<sub onclick=x>", "sub"), Some("<sub>".to_owned()));
        assert_eq!(clean_start_tag("<iframe>", "iframe"), None);
    }
}
