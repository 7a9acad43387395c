//! Lines that nearly begin a heading, a list, a table or another block.
//!
//! In: a line that the Markdown parser took for running text, and the lines after it. Out: what
//! the author probably meant, which sign prevents it, and the text as it should be. The parser
//! decides what is text; this module only looks at what it left. So nothing that is understood is
//! ever reported.

use super::step_head::is_invisible;
use super::{cells, numeral};
use crate::diag::{MeantBlock, NearCause};
use crate::lang::{is_cjk, narrow};

/// Most lines that one finding corrects.
const MAX_LINES: usize = 200;

/// Most bytes that are looked at from the beginning of a line on.
const MAX_BYTES: usize = 20_000;

/// A line that nearly begins a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NearLine {
    pub(super) meant: MeantBlock,
    pub(super) cause: NearCause,
    /// The length in bytes of the signs that are wrong, from the beginning of the line on.
    pub(super) length: usize,
    /// The signs that would be right; `None` if more than signs must change.
    pub(super) right: Option<String>,
    /// Whether it counts only if the next line begins alike: one such line may be meant as it is.
    only_in_a_row: bool,
}

impl NearLine {
    fn new(meant: MeantBlock, cause: NearCause, length: usize, right: impl Into<String>) -> Self {
        Self { meant, cause, length, right: Some(right.into()), only_in_a_row: false }
    }

    /// The near miss of a table's head, with the line below it.
    fn with_dashes(self, head: &str, below: Option<&str>) -> Self {
        let dashes = below.map(|line| line.trim().trim_start_matches('>').trim_start()).unwrap_or_default();
        let is_dashes = dashes.contains('-') && dashes.chars().all(|c| matches!(c, '-' | ':' | '|' | ' '));
        match cells::read(head).filter(|_| self.cause == NearCause::NoDashes && is_dashes) {
            Some(row) => Self { cause: NearCause::DashCount(row.count), ..self },
            None => self,
        }
    }

    /// The near miss of a line below this one that belongs to the same block.
    fn next(&self, below: &str) -> Option<Self> {
        if self.meant == MeantBlock::Alert {
            // All lines of the paragraph belong to the alert.
            return (!below.trim().is_empty()).then(|| Self {
                length: 0,
                right: Some("> ".to_owned()),
                ..self.clone()
            });
        }
        line(below, true).filter(|near| near.meant == self.meant)
    }

    fn only_in_a_row(self, only: bool) -> Self {
        Self { only_in_a_row: only, ..self }
    }
}

/// The near miss at the beginning of `text`, whose first line is a line of running text. `later`
/// says that the line is not the first one of its paragraph. `prefix` is what stands before the
/// text in its line, such as `> `; further lines have the same prefix.
pub(super) fn read(text: &str, prefix: &str, later: bool) -> Option<NearRun> {
    let text = text.get(..text.floor_char_boundary(MAX_BYTES))?;
    let mut lines = text.split_inclusive('\n');
    let (first, mut end) = without_end(lines.next()?);
    if first.contains('\r') {
        // Files of old systems end their lines in this way. They are read, but not corrected.
        return None;
    }
    let near = line(first, later)?.with_dashes(first, lines.clone().next());
    let mut run = NearRun { near, lines: 1, corrected: String::new(), length: 0 };
    if later && run.near.meant == MeantBlock::List && !interrupts(&run.near) {
        run.corrected = format!("\n{prefix}");
    }
    run.push(first, &run.near.clone());
    if run.near.meant == MeantBlock::Code {
        return Some(run.up_to_fence(end, prefix, lines.take(MAX_LINES)));
    }
    for next in lines.take(MAX_LINES) {
        let (next, next_end) = without_end(next);
        let Some(rest) = next.strip_prefix(prefix) else { break };
        let Some(near) = run.near.next(rest) else { break };
        run.corrected.extend([end, prefix]);
        run.length += end.len() + prefix.len();
        run.push(rest, &near);
        run.lines += 1;
        end = next_end;
    }
    (run.lines > 1 || !run.near.only_in_a_row).then_some(run)
}

/// A line without its end, and the end.
fn without_end(line: &str) -> (&str, &str) {
    line.split_at(line.trim_end_matches(['\r', '\n']).len())
}

/// Near misses in lines that follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NearRun {
    /// The first one.
    pub(super) near: NearLine,
    /// How many lines there are.
    lines: usize,
    /// The lines as they should be.
    corrected: String,
    /// How many bytes [`Self::corrected`] replaces.
    pub(super) length: usize,
}

impl NearRun {
    fn push(&mut self, line: &str, near: &NearLine) {
        self.corrected.push_str(near.right.as_deref().unwrap_or_default());
        self.corrected.push_str(line.get(near.length..).unwrap_or_default());
        self.length += line.len();
    }

    /// The run with the code up to its last line; without a correction if there is none. `end` is the
    /// end of the first line.
    fn up_to_fence<'a>(
        mut self,
        mut end: &'a str,
        prefix: &str,
        lines: impl Iterator<Item = &'a str>,
    ) -> Self {
        let first = self.clone();
        for next in lines {
            let (next, next_end) = without_end(next);
            let Some(rest) = next.strip_prefix(prefix) else { break };
            let last = fence(rest)
                .filter(|near| near.cause == self.near.cause && near.length == rest.trim_end().len());
            self.corrected.extend([end, prefix]);
            self.length += end.len() + prefix.len();
            let same = NearLine { length: 0, right: Some(String::new()), ..self.near.clone() };
            self.push(rest, last.as_ref().unwrap_or(&same));
            if last.is_some() {
                return self;
            }
            end = next_end;
        }
        Self { near: NearLine { right: None, ..first.near.clone() }, ..first }
    }

    /// The lines as they should be, if signs are all that is wrong.
    pub(super) fn corrected(self) -> Option<String> {
        self.near.right.and(Some(self.corrected))
    }
}

/// Whether a corrected list may follow a line of text without an empty line between them: with
/// bullets, or from 1 on.
fn interrupts(near: &NearLine) -> bool {
    near.right
        .as_deref()
        .is_none_or(|right| !right.starts_with(|c: char| c.is_ascii_digit()) || is_one(right))
}

fn is_one(right: &str) -> bool {
    right.trim_end_matches([' ', '.', ')']) == "1"
}

fn line(line: &str, later: bool) -> Option<NearLine> {
    let seen = line.trim_start_matches(is_invisible);
    let code = seen.starts_with("```") || seen.starts_with("~~~");
    if seen.len() < line.len() && (begins_block(seen) || code) {
        let hidden = line.chars().next().unwrap_or_default();
        let meant = match seen.chars().next() {
            Some('#') => MeantBlock::Heading,
            _ if code => MeantBlock::Code,
            _ => MeantBlock::List,
        };
        return Some(NearLine::new(meant, NearCause::Invisible(hidden), line.len() - seen.len(), ""));
    }
    if begins_block(line) && !line.starts_with(|c: char| c.is_ascii_digit()) {
        // The sign is right, so too many spaces before it keep it from beginning a block.
        let meant = if line.starts_with('#') { MeantBlock::Heading } else { MeantBlock::List };
        let near = NearLine::new(meant, NearCause::Indented, 1, "");
        return Some(NearLine { right: None, ..near });
    }
    alert(line)
        .or_else(|| heading(line))
        .or_else(|| numbered(line, later))
        .or_else(|| bulleted(line))
        .or_else(|| quoted(line))
        .or_else(|| fence(line))
        .or_else(|| table(line))
}

/// `[!NOTE]` and `［!NOTE］` without `>` before it.
fn alert(line: &str) -> Option<NearLine> {
    let behind = line.strip_prefix("[!").or_else(|| line.strip_prefix('［')?.strip_prefix(['!', '！']))?;
    let end = behind.find([']', '］'])?;
    let name = behind.get(..end)?.trim();
    let length = line.len() - behind.len() + end + behind.get(end..)?.chars().next()?.len_utf8();
    let right = format!("> [!{name}]");
    (!name.is_empty() && !name.contains([' ', '[']))
        .then(|| NearLine::new(MeantBlock::Alert, NearCause::NoQuote, length, right))
}

/// Whether a line begins with a sign of Markdown as it should be.
pub(super) fn begins_block(line: &str) -> bool {
    let signs = line.len() - line.trim_start_matches('#').len();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = |at: usize| line.get(at..).unwrap_or_default();
    let spaced = |text: &str| text.starts_with([' ', '\t']);
    ((1..=6).contains(&signs) && spaced(behind(signs)))
        || (line.starts_with(['-', '*', '+']) && spaced(behind(1)))
        || ((1..=9).contains(&digits) && behind(digits).starts_with(['.', ')']) && spaced(behind(digits + 1)))
}

/// `##步驟`, `＃＃ 步驟`, `####### x`.
fn heading(line: &str) -> Option<NearLine> {
    let rest = line.trim_start_matches(['#', '＃', '﹟']);
    let signs = line.get(..line.len() - rest.len())?;
    let count = signs.chars().count();
    let words = rest.trim_start_matches([' ', '\u{3000}', '\t']);
    let next = words.chars().next()?;
    let number = count == 1 && next.is_ascii_digit();
    if count == 0 || number || next == '!' {
        return None;
    }
    let wide = signs.chars().find(|c| *c != '#');
    let cause = match wide {
        Some(sign) => NearCause::WideSign(sign),
        None if count > 6 => NearCause::TooMany(count),
        None => NearCause::NoSpace(signs.to_owned()),
    };
    let right = "#".repeat(count.min(6)) + " ";
    Some(NearLine::new(MeantBlock::Heading, cause, line.len() - words.len(), right))
}

/// `1.姓名`, `1、`, `１．`, `(1)`, `①`, and `3. 電話` in a row of text.
fn numbered(line: &str, later: bool) -> Option<NearLine> {
    let opens = line.starts_with(['(', '（']);
    let from = if opens { line.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let inside: Vec<char> = line.get(from..)?.chars().take(6).map(narrow).collect();
    let (value, count) = numeral::digits(&inside)?;
    let single = !opens && line.chars().next().is_some_and(|c| numeral::circled(c).is_some());
    let end = from + line.get(from..)?.chars().take(count).map(char::len_utf8).sum::<usize>();
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
        _ => None,
    }
}

/// `-登入`, `－ 登入`, `• 登入`.
fn bulleted(line: &str) -> Option<NearLine> {
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

/// `＞ 引文`.
fn quoted(line: &str) -> Option<NearLine> {
    let rest = line.strip_prefix('＞')?.trim_start_matches([' ', '\u{3000}']);
    let cause = NearCause::WideSign('＞');
    (!rest.is_empty()).then(|| NearLine::new(MeantBlock::Quote, cause, line.len() - rest.len(), "> "))
}

/// Three signs where a fence of code begins that look like its own: full-width ones, quotes, accents.
fn fence(line: &str) -> Option<NearLine> {
    let rest = line.trim_start_matches(['｀', '\'', '‵', '‘', '’', '´', '′', '`', '～']);
    let length = line.len() - rest.len();
    let signs = line.get(..length)?;
    let info = rest.trim();
    let plain = info.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let odd = signs.chars().any(|c| c != '`');
    (signs.chars().count() >= 3 && odd && plain)
        .then(|| NearLine::new(MeantBlock::Code, NearCause::OtherSign(signs.to_owned()), length, "```"))
}

/// `| 甲 | 乙 |` without a line of dashes, or with full-width bars.
fn table(line: &str) -> Option<NearLine> {
    let sign = line.chars().next().filter(|c| matches!(c, '|' | '｜'))?;
    let bars = line.matches(['|', '｜']).count();
    let cause = if line.contains('｜') { NearCause::WideSign('｜') } else { NearCause::NoDashes };
    let near = NearLine { right: None, ..NearLine::new(MeantBlock::Table, cause, sign.len_utf8(), "") };
    (bars >= 2).then_some(near)
}

/// Whether a character is punctuation that can't begin the words of an item.
fn is_sign(c: char) -> bool {
    matches!(c, '.' | ',' | ')' | '%' | ':' | ';' | '，' | '。' | '：' | '；' | '）' | '-' | '~')
}
