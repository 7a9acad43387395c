//! Paths with spaces and brackets in pictures and links: `![甲](img/螢幕擷取畫面 (3).png)`.
//!
//! Windows names screenshots in this way, and Markdown ends a path at the first space. Such a path
//! can mean nothing else, so the brackets that Markdown wants, `<` and `>`, are put in around it.

use super::line;
use super::path::ending;

/// The signs to put in, and where, in order.
pub(super) fn places(text: &str) -> Vec<(usize, &'static str)> {
    let mut places = Vec::new();
    for at in line::signs(text, "](") {
        let start = at + "](".len();
        let spaces = text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
        let start = start + spaces.min(LONGEST);
        if let Some(length) = path(line::after(text, start, LONGEST)) {
            places.extend([(start, "<"), (start + length, ">")]);
        }
    }
    places
}

/// Most bytes of a path. A name on a disk has at most 255.
const LONGEST: usize = 1000;

/// The length of a path with spaces or brackets at the beginning of a line; `None` for any other.
/// It reads up to the next square bracket, which no path has, so a line of references takes linear
/// time.
fn path(line: &str) -> Option<usize> {
    if line.starts_with(['<', ' ']) {
        return None;
    }
    let (mut depth, mut odd) = (0_usize, false);
    for (at, c) in line.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
            }
            ')' => {
                let path = line.get(..at)?.trim_end();
                return (odd && path.contains([' ', '(']) && ending(path).is_some()).then_some(path.len());
            }
            ' ' if line.get(at + 1..)?.starts_with(['"', '\'']) => {
                return (odd && ending(line.get(..at)?).is_some() && is_title(line.get(at + 1..)?))
                    .then_some(at);
            }
            ' ' => odd = true,
            '<' | '>' | '\\' | '[' | ']' => return None,
            _ => (),
        }
    }
    None
}

/// Whether a title and the closing bracket come first: `"圖說")`.
fn is_title(rest: &str) -> bool {
    let (quote, behind) = rest.split_at(1);
    behind.split_once(quote).is_some_and(|(_, behind)| behind.trim_start_matches(' ').starts_with(')'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::changes::with_signs;

    fn mended(text: &str) -> String {
        with_signs(text, places(text))
    }

    #[test]
    fn a_path_with_spaces_gets_brackets() {
        for (text, right) in [
            ("![甲](img/登入 畫面 (1).png)", "![甲](<img/登入 畫面 (1).png>)"),
            ("![甲](a b.png \"圖 說\") ![乙](c d.png)", "![甲](<a b.png> \"圖 說\") ![乙](<c d.png>)"),
            ("[表](files/申請 表.odt)", "[表](<files/申請 表.odt>)"),
            ("[頁](a b.zh-TW.md#step-1)", "[頁](<a b.zh-TW.md#step-1>)"),
        ] {
            assert_eq!(mended(text), right);
        }
    }

    #[test]
    fn other_references_stay_as_they_are() {
        for text in [
            "![甲](a.png)",
            "![甲](a(1).png)",
            "![甲](<a b.png>)",
            "![甲](a.png \"圖說 b.png\")",
            "![甲](a.png =300x)",
            "[a](b c)",
            "![甲](a.png",
            "[a](b\nc d.png)",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
