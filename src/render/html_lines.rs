//! The text of cleaned HTML, for media that have no tags.

/// Elements whose tags do not separate words.
const INSIDE_WORDS: &[&str] = &[
    "a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "kbd", "mark", "rp", "rt", "ruby", "s",
    "small", "span", "strong", "sub", "sup", "u", "wbr",
];

/// Elements that stand on a line of their own.
const LINES: &[&str] =
    &["blockquote", "br", "caption", "dd", "div", "dt", "hr", "li", "p", "pre", "section", "summary", "tr"];

/// All text on one line; tags that separate words become spaces.
pub(super) fn text(html: &str) -> String {
    lines(html).join(" ")
}

/// The text line by line; lines without words are left out.
pub(super) fn lines(html: &str) -> Vec<String> {
    let mut lines = vec![String::with_capacity(html.len())];
    let mut spoken = String::new();
    for (index, piece) in html.split('<').enumerate() {
        let (tag, words) = piece.split_once('>').filter(|_| index > 0).unwrap_or(("b", piece));
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        if tag == "rp" || tag == "rt" || tag.starts_with("rt ") {
            // Pronunciation would part the words that it stands above.
            if name == "rt" {
                spoken.push(' ');
                spoken.push_str(words);
            }
            continue;
        }
        if LINES.contains(&name) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !INSIDE_WORDS.contains(&name) {
                line.push(' ');
            }
            line.push_str(words);
        }
    }
    lines.push(spoken);
    let lines = lines.iter().map(|line| decoded(line).split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

/// Replaces the entities that the HTML cleaner writes by their characters.
fn decoded(text: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&#39;", "'"), ("&amp;", "&")];
    let mut out = text.to_owned();
    for (entity, character) in entities {
        if out.contains(entity) {
            out = out.replace(entity, character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_lines_on_a_page_parts_them_here() {
        let html = "<table><tr><td>登入</td><td>A &amp; B</td></tr><tr><td>H<sub>2</sub>O</td></tr></table>";
        assert_eq!(lines(html), ["登入 A & B", "H2O"]);
        assert_eq!(text("<p>一</p><p>二</p>"), "一 二");
        assert_eq!(lines("<p>按<ruby>登<rp>(</rp><rt>ㄉㄥ</rt><rp>)</rp>入</ruby></p>"), ["按登入", "ㄉㄥ"]);
    }
}
