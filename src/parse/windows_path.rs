//! Paths of Windows in running text: `C:\Users\_x`, `\\nas\公用`.
//!
//! Markdown takes a backslash before punctuation away. In such a path each one is meant, so
//! a further one is put in front of it. A path with doubled backslashes was written for Markdown and
//! stays.

/// Longest path that is looked at, in bytes.
const LONGEST: usize = 300;

/// The backslashes to put in, and where, in order.
pub(super) fn places(text: &str) -> Vec<(usize, &'static str)> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let path = path(text, at);
        if is_drive(text, at) && !path.contains("\\\\") {
            places.extend(eaten(path, at).map(|place| (place, "\\")));
        } else if is_server(path) {
            places.push((at, "\\\\"));
            places.extend(eaten(path.get(2..).unwrap_or_default(), at + 2).map(|place| (place, "\\")));
        }
        at += path.len().max(1);
    }
    places
}

/// The path from a backslash on.
fn path(text: &str, at: usize) -> &str {
    let near = text.get(at..text.floor_char_boundary(at + LONGEST)).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || "，。、；：！？「」『』（）《》\"<>|`*)]".contains(c);
    let end = near.find(ends).unwrap_or(near.len());
    // A backslash before the end of a line is a line break for Markdown, so that end counts.
    near.get(..end).unwrap_or_default()
}

/// Whether `C:` stands before a backslash.
fn is_drive(text: &str, at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or_default().chars().rev();
    before.next() == Some(':')
        && before.next().is_some_and(|c| c.is_ascii_alphabetic())
        && before.next().is_none_or(|c| !c.is_ascii_alphanumeric())
}

/// Whether a path begins with the name of a computer: `\\nas\公用`.
fn is_server(path: &str) -> bool {
    path.strip_prefix("\\\\").and_then(|rest| rest.split_once('\\')).is_some_and(|(server, share)| {
        server.starts_with(char::is_alphanumeric) && !share.is_empty() && !share.starts_with('\\')
    })
}

/// The places of backslashes that Markdown takes away.
fn eaten(path: &str, start: usize) -> impl Iterator<Item = usize> {
    path.match_indices('\\').filter_map(move |(at, _)| {
        let next = path.get(at + 1..)?.chars().next();
        next.is_none_or(|c| c.is_ascii_punctuation()).then_some(start + at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::changes::with_signs;

    fn mended(text: &str) -> String {
        with_signs(text, places(text))
    }

    #[test]
    fn each_backslash_of_a_path_stays() {
        for (text, right) in [
            (r"存到 C:\Users\_x\#1。", r"存到 C:\Users\\_x\\#1。"),
            (r"連到 \\nas\公用\_表單", r"連到 \\\\nas\公用\\_表單"),
            ("存到 D:\\\n再", "存到 D:\\\\\n再"),
        ] {
            assert_eq!(mended(text), right);
        }
    }

    #[test]
    fn other_backslashes_stay_as_they_are() {
        for text in [r"C:\\Users\\x", r"\\\\nas\\x", r"a\*b", r"\# 甲", r"\\", "甲\\\n乙"] {
            assert_eq!(mended(text), text);
        }
    }
}
