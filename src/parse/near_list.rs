//! Lines that nearly are items of a list: other signs, missing spaces, boxes to tick.

use super::near_line::NearLine;
use super::numeral;
use crate::diag::{MeantBlock, NearCause};
use crate::lang::{is_cjk, is_invisible, narrow};

/// `1.姓名`, `1、`, `１．`, `(1)`, `①`, and `3. 電話` in a row of text.
pub(super) fn numbered(line: &str, later: bool) -> Option<NearLine> {
    let opens = line.starts_with(['(', '（']);
    let from = if opens { line.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let inside: Vec<char> = line.get(from..)?.chars().take(6).map(narrow).collect();
    let (value, count) = numeral::digits(&inside)?;
    if let Some(length) = parted_sign(line.get(from + count_bytes(line, from, count)..)?).filter(|_| !opens) {
        let length = from + count_bytes(line, from, count) + length;
        let words = line.get(length..)?.trim_start_matches([' ', '\u{3000}']);
        let cause = NearCause::OtherSign(line.get(..length)?.to_owned());
        let near = NearLine::new(MeantBlock::List, cause, line.len() - words.len(), format!("{value}. "));
        return Some(near.only_in_a_row(line.contains('\\')));
    }
    let single = !opens && line.chars().next().is_some_and(|c| numeral::circled(c).is_some());
    let end = from + count_bytes(line, from, count);
    let rest = line.get(end..)?;
    let sign = rest.chars().next().filter(|_| !single);
    let behind = rest.get(sign.map_or(0, char::len_utf8)..)?;
    let words = behind.trim_start_matches([' ', '\u{3000}', '\t']);
    let next = words.chars().next()?;
    let length = line.len() - words.len();
    let leading = inside.first() == Some(&'0');
    let goes_on = behind.len() == words.len() && narrow(next).is_ascii_digit();
    if count > 3 || (opens && (count > 2 || leading)) || (goes_on && !opens && !single) {
        return None;
    }
    let right = |sign: char| format!("{value}{sign} ");
    let found = |cause, sign| Some(NearLine::new(MeantBlock::List, cause, length, right(sign)));
    let wide = line.chars().next().filter(|c| matches!(c, '０'..='９'));
    match sign {
        None => found(NearCause::OtherSign(line.get(..end)?.to_owned()), '.'),
        Some(')' | '）') if opens => {
            found(NearCause::OtherSign(line.get(..end)?.to_owned() + rest.get(..sign?.len_utf8())?), '.')
        }
        _ if opens => None,
        Some('、') => found(NearCause::OtherSign(line.get(..=end + 2)?.to_owned()), '.'),
        Some(sign @ ('．' | '）')) => {
            found(NearCause::WideSign(sign), if sign == '．' { '.' } else { ')' })
        }
        Some(sign @ ('.' | ')')) if behind.len() > words.len() => match wide {
            Some(digit) => found(NearCause::WideSign(digit), sign),
            None => found(NearCause::Interrupts(line.get(..=end)?.to_owned()), sign).filter(|_| later),
        },
        Some(sign @ ('.' | ')')) if !is_sign(next) => {
            let lower = next.is_ascii_lowercase();
            Some(found(NearCause::NoSpace(line.get(..=end)?.to_owned()), sign)?.only_in_a_row(lower))
        }
        Some(':' | '：') => {
            let signs = line.get(..line.len() - behind.len())?;
            Some(found(NearCause::OtherSign(signs.to_owned()), '.')?.only_in_a_row(true))
        }
        _ => None,
    }
}

/// How many bytes so many characters take from a place on.
fn count_bytes(line: &str, from: usize, count: usize) -> usize {
    line.get(from..).unwrap_or_default().chars().take(count).map(char::len_utf8).sum()
}

/// The length of the sign of a list behind a number that a space or a backslash parts from it: ` .`,
/// `\\.`.
fn parted_sign(rest: &str) -> Option<usize> {
    let signs = rest.strip_prefix([' ', '\\'])?;
    let sign = signs.chars().next().filter(|c| matches!(c, '.' | ')' | '、' | '．'))?;
    let goes_on = signs.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (!goes_on).then_some(1 + sign.len_utf8())
}

/// `一、登入`, `（二）登出`, `a. 登入`, one line under another: Markdown makes one line of them.
pub(super) fn lettered(line: &str) -> Option<NearLine> {
    let opens = line.starts_with(['(', '（']);
    let from = if opens { line.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let inside: Vec<char> = line.get(from..)?.chars().take(6).map(narrow).collect();
    let letter = || {
        let c = inside.first()?.to_ascii_lowercase();
        Some((u32::from(c).checked_sub(u32::from('a'))? + 1, 1)).filter(|(value, _)| *value <= 8)
    };
    let (value, count) = numeral::chinese(&inside).or_else(letter)?;
    let end = from + count_bytes(line, from, count);
    let sign = line.get(end..)?.chars().next()?;
    let fits =
        if opens { matches!(sign, ')' | '）') } else { matches!(sign, '、' | '.' | '．' | ')' | '）') };
    let length = end + sign.len_utf8();
    let words = line.get(length..)?.trim_start_matches([' ', '\u{3000}']);
    let short = !line.get(length..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
    let cause = NearCause::OtherSign(line.get(..length)?.to_owned());
    let near = NearLine::new(MeantBlock::List, cause, line.len() - words.len(), format!("{value}. "));
    (fits && short && !words.is_empty() && count < 4).then(|| near.only_in_a_row(true))
}

/// `[x]做完`, `[]沒做`, `［ ］沒做` at the beginning of an item.
pub(super) fn task(text: &str) -> Option<NearLine> {
    let inside = text.strip_prefix(['[', '［'])?;
    let end = inside.find([']', '］']).filter(|end| *end <= 4)?;
    let done = match inside.get(..end)?.trim() {
        "" => " ",
        "x" | "X" | "v" | "V" | "✓" | "✔" | "√" => "x",
        _ => return None,
    };
    let behind = inside.get(end..)?;
    let length = text.len() - behind.len() + behind.chars().next()?.len_utf8();
    let rest = text.get(length..)?;
    let words = rest.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
    let written = text.get(..length)?;
    let cause = match written.chars().find(|c| matches!(c, '［' | '］')) {
        Some(sign) => NearCause::WideSign(sign),
        None if words.len() == rest.len() && [1, 2].contains(&end) && !rest.is_empty() && written != "[]" => {
            NearCause::NoSpace(written.to_owned())
        }
        None => NearCause::OtherSign(written.to_owned()),
    };
    let right = format!("[{done}] ");
    // Behind `[]` there may be the path of a link.
    let path = words.trim_start_matches(is_invisible).starts_with(['(', '[', '（', '［', '〔', '【']);
    let meant = !words.is_empty() && !path;
    meant.then(|| NearLine::new(MeantBlock::Task, cause, text.len() - words.len(), right))
}

/// `-登入`, `－ 登入`, `• 登入`.
pub(super) fn bulleted(line: &str) -> Option<NearLine> {
    let sign = line.chars().next()?;
    let rest = line.get(sign.len_utf8()..)?;
    let words = rest.trim_start_matches([' ', '\u{3000}', '\u{a0}', '\t']);
    let next = words.chars().next()?;
    let spaced = words.len() < rest.len();
    let (cause, row) = match sign {
        '-' if !spaced && (is_cjk(next) || next.is_alphabetic()) => (NearCause::NoSpace(sign.into()), false),
        '*' | '+' if !spaced && !rest.contains(sign) && next.is_alphanumeric() => {
            (NearCause::NoSpace(sign.into()), true)
        }
        '－' | '＊' | '＋' if next != sign => (NearCause::WideSign(sign), false),
        '•' | '‧' | '∙' | '◦' | '▪' | '▫' | '‣' | '⁃' | '・' => {
            (NearCause::OtherSign(sign.into()), false)
        }
        '●' | '○' | '◎' | '◆' | '◇' | '■' | '□' | '▶' | '►' | '➤' | '✓' | '✔' | '–' | '—' | '·' => {
            (NearCause::OtherSign(sign.into()), true)
        }
        _ => return None,
    };
    let near = NearLine::new(MeantBlock::List, cause, line.len() - words.len(), "- ");
    Some(near.only_in_a_row(row))
}

/// Whether a character is punctuation that can't begin the words of an item.
fn is_sign(c: char) -> bool {
    matches!(c, '.' | ',' | ')' | '%' | ':' | ';' | '，' | '。' | '：' | '；' | '）' | '-' | '~')
}
