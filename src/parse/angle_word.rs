//! Words in angle brackets that are no HTML: `<OK>`, `<class>`.
//!
//! Authors write the names of buttons and placeholders in this way, and for Markdown they are HTML.
//! No browser knows such an element, so it can mean nothing else than the word: a backslash is put
//! in front of the bracket. With attributes, or with an end tag somewhere in the text, it is an
//! element of another program and stays.

use std::collections::HashSet;

/// All elements that HTML has or had.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "portal",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Longest name that is looked at.
const LONGEST: usize = 40;

/// The offsets of the brackets, in order.
pub(super) fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    for (at, _) in text.match_indices('<') {
        if let Some(name) = word(text, at) {
            places.push((at, name.to_ascii_lowercase()));
        }
    }
    if places.is_empty() {
        return Vec::new();
    }
    let ends = text.match_indices("</").filter_map(|(at, _)| name(text, at + 2).map(str::to_ascii_lowercase));
    let ends: HashSet<String> = ends.collect();
    places.into_iter().filter(|(_, name)| !ends.contains(name)).map(|(at, _)| at).collect()
}

/// The unknown name that stands alone between the bracket at a place and the next one.
fn word(text: &str, at: usize) -> Option<&str> {
    let name = name(text, at + 1)?;
    let behind = text.get(at + 1 + name.len()..)?;
    let escaped = text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\\');
    let alone = behind.trim_start_matches(' ').starts_with('>');
    let known = ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name));
    (alone && !known && !escaped).then_some(name)
}

/// The name of an element that begins at a place.
fn name(text: &str, start: usize) -> Option<&str> {
    let near = text.get(start..text.floor_char_boundary(start + LONGEST))?;
    let end = near.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(near.len());
    near.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_alone_are_words() {
        assert_eq!(places("按 <OK> 和 <class>_<number >"), [4, 13, 21]);
    }

    #[test]
    fn elements_and_what_has_attributes_or_an_end_are_not() {
        for text in [
            "<b>x</b>",
            "<IMG src=x>",
            "<Tabs>x</Tabs>",
            "<TabItem value=\"a\">",
            "<https://a.tw/>",
            "<a@b.tw>",
            "\\<OK>",
            "a < b > c",
            "<確定>",
            "</OK>",
            "<Foo />",
        ] {
            assert_eq!(places(text), Vec::<usize>::new(), "{text}");
        }
    }
}
