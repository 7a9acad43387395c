//! Signs of emphasis that are printed: `__登入__`, `** 重要 **`, `==登入==`, an unclosed `**`.
//!
//! In: a line, and where a piece of its running text begins. Out: the words with the signs around
//! them, the cause, and the words as they should be. The parser decides what is text; so signs that
//! work are never reported.

use std::ops::Range;

use crate::diag::EmphasisFault;

/// A near miss in a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NearEmphasis {
    /// The bytes of the line with the signs and the words between them, or the sign alone.
    pub(super) bytes: Range<usize>,
    pub(super) fault: EmphasisFault,
    /// The words as they should be, if that is known.
    pub(super) right: Option<String>,
}

/// Whether a character may begin such a sign.
pub(super) const fn is_sign(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '＊' | '＿' | '=' | '+' | '^' | '`')
}

/// Signs, and those that are right before and behind the words in their place.
#[derive(Clone, Copy)]
struct Signs {
    typed: &'static str,
    open: &'static str,
    close: &'static str,
}

const fn signs(typed: &'static str, open: &'static str, close: &'static str) -> Signs {
    Signs { typed, open, close }
}

const KNOWN: [Signs; 10] = [
    signs("**", "**", "**"),
    signs("__", "**", "**"),
    signs("~~", "~~", "~~"),
    signs("＊＊", "**", "**"),
    signs("＊", "*", "*"),
    signs("＿＿", "**", "**"),
    signs("==", "**", "**"),
    signs("++", "<u>", "</u>"),
    signs("^", "<sup>", "</sup>"),
    signs("~", "<sub>", "</sub>"),
];

/// The first near miss of `line` whose sign begins in `from`.
pub(super) fn read(line: &str, from: Range<usize>) -> Option<NearEmphasis> {
    let piece = line.get(from.clone())?;
    let mut at = 0;
    while let Some(found) = piece.get(at..)?.find(is_sign) {
        let start = from.start + at + found;
        let rest = line.get(start..)?;
        let sign = rest.chars().next()?;
        let run = rest.len() - rest.trim_start_matches(sign).len();
        if sign == '`' && is_lone_backtick(line, start, run) {
            let fault = EmphasisFault::NotClosed("`".repeat(run));
            return Some(NearEmphasis { bytes: start..start + run, fault, right: None });
        }
        if sign == '*' && run == 3 && closes_two(rest) {
            let fault = EmphasisFault::NotClosed("*".to_owned());
            return Some(NearEmphasis { bytes: start..start + 1, fault, right: None });
        }
        if let Some(signs) =
            KNOWN.iter().find(|signs| signs.typed.len() == run && rest.starts_with(signs.typed))
            && let Some(near) = emphasis(line, start, *signs)
        {
            return Some(near);
        }
        at += found + run;
    }
    None
}

/// The near miss whose sign begins at `start`.
fn emphasis(line: &str, start: usize, signs: Signs) -> Option<NearEmphasis> {
    let Signs { typed: sign, open, close } = signs;
    let behind = line.get(start + sign.len()..)?;
    let before = line.get(..start)?.chars().next_back();
    let Some((words, _)) = behind.split_once(sign).filter(|(words, _)| !words.trim().is_empty()) else {
        let between = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c.is_whitespace());
        let operator = between(before) && between(behind.chars().next());
        let lone = sign.starts_with('*') && !operator && !behind.trim().is_empty() && !behind.contains(sign);
        let fault = EmphasisFault::NotClosed(sign.to_owned());
        return lone.then(|| NearEmphasis { bytes: start..start + sign.len(), fault, right: None });
    };
    let spaced = words.trim() != words;
    let fault = match sign {
        "**" | "~~" if spaced => EmphasisFault::Spaces(sign.to_owned()),
        "**" | "~~" => return None,
        "==" | "__" if spaced || !is_phrase(words) => return None,
        "++" if !is_phrase(words) || spaced || before.is_some_and(|c| c.is_ascii_alphanumeric()) => {
            return None;
        }
        // More of them are marks of footnotes, or of fields to fill in.
        "＊" if spaced || !is_phrase(words) || line.matches('＊').count() != 2 => return None,
        "^" | "~" if !is_index(before, words) => return None,
        _ => EmphasisFault::OtherSign(sign.to_owned()),
    };
    let bytes = start..start + words.len() + 2 * sign.len();
    Some(NearEmphasis { bytes, fault, right: Some(format!("{open}{}{close}", words.trim())) })
}

/// Whether of three asterisks only two are closed: `***登入**`.
fn closes_two(rest: &str) -> bool {
    let behind = rest.trim_start_matches('*');
    let closing = behind.find("**").and_then(|at| behind.get(at..));
    closing.is_some_and(|closing| closing.len() - closing.trim_start_matches('*').len() == 2)
}

/// Whether backticks that the parser took for text were meant to begin code: there are no others in the
/// line.
fn is_lone_backtick(line: &str, start: usize, run: usize) -> bool {
    let before = line.get(..start).unwrap_or_default();
    let behind = line.get(start + run..).unwrap_or_default();
    let alone = !before.contains('`') && !behind.contains('`');
    run < 3 && alone && !before.ends_with('\\') && !behind.trim().is_empty()
}

/// Whether words stand above or below a letter, as in `H~2~O` and `x^2^`. `3~5 天，7~9 天` has a range.
fn is_index(before: Option<char>, words: &str) -> bool {
    let letter = before.is_some_and(|c| c.is_ascii_alphabetic() || c == ')');
    letter && words.len() <= 6 && words.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '+')
}

/// Whether words are short and in one part of a sentence, as emphasised words are.
fn is_phrase(words: &str) -> bool {
    words.len() <= LONGEST && !words.contains(['，', '。', '；', '、', ';'])
}

/// Most bytes between two signs that Markdown does not know.
const LONGEST: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    /// The words as they should be, and the fault.
    fn show(line: &str) -> String {
        match read(line, 0..line.len()) {
            Some(found) => format!("{} | {:?}", found.right.unwrap_or_default(), found.fault),
            None => String::new(),
        }
    }

    #[test]
    fn signs_that_are_printed_are_corrected() {
        for (line, shown) in [
            ("請按__登入__鈕", "**登入** | OtherSign(\"__\")"),
            ("** 重要 **：登出", "**重要** | Spaces(\"**\")"),
            ("這是** 重要**", "**重要** | Spaces(\"**\")"),
            ("按 ==登入== 鈕", "**登入** | OtherSign(\"==\")"),
            ("＊＊重要＊＊", "**重要** | OtherSign(\"＊＊\")"),
            ("H~2~O 和 x^2^", "<sub>2</sub> | OtherSign(\"~\")"),
            ("按 ++登入++ 鈕", "<u>登入</u> | OtherSign(\"++\")"),
            ("按＊登入＊鈕", "*登入* | OtherSign(\"＊\")"),
            ("按***登入**鈕", " | NotClosed(\"*\")"),
            ("輸入 `dir 再按", " | NotClosed(\"`\")"),
            ("請按**登入鈕", " | NotClosed(\"**\")"),
            ("~~ 舊的 ~~", "~~舊的~~ | Spaces(\"~~\")"),
        ] {
            assert_eq!(show(line), shown, "{line}");
        }
    }

    #[test]
    fn signs_that_are_meant_are_none() {
        for line in [
            "姓名：______",
            "a == b",
            "2**3",
            "2 ** 3",
            "snake__case",
            "___",
            "*必填",
            "＊必填",
            "姓名＊電話＊地址＊",
            "====",
            "密碼：****",
            "a = b",
            "C++ 和 D++",
            "3~5 天，約 7~9 人",
            "週一~週五和週六~週日",
            "^_^ 和 ^o^",
        ] {
            assert_eq!(show(line), "", "{line}");
        }
    }
}
