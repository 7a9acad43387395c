//! Lines that nearly begin a heading, a list, a table or another block.
//!
//! In: a line that the Markdown parser took for running text, and the lines after it. Out: what
//! the author probably meant, which sign prevents it, and the text as it should be. The parser
//! decides what is text; this module only looks at what it left. So nothing that is understood is
//! ever reported.

use super::near_line::NearLine;
use super::{cells, near_list};
use crate::diag::{MeantBlock, NearCause};
use crate::lang::is_invisible;

/// Most lines that one finding corrects.
const MAX_LINES: usize = 200;

/// Most bytes that are looked at from the beginning of a line on.
const MAX_BYTES: usize = 20_000;

/// The near miss of a table's head, with the line below it.
fn with_dashes(near: NearLine, head: &str, below: Option<&str>) -> NearLine {
    let dashes = below.map(|line| line.trim().trim_start_matches('>').trim_start()).unwrap_or_default();
    let is_dashes = dashes.contains('-') && dashes.chars().all(|c| matches!(c, '-' | ':' | '|' | ' '));
    match cells::read(head).filter(|_| near.cause == NearCause::NoDashes && is_dashes) {
        Some(row) => NearLine { cause: NearCause::DashCount(row.count), right: None, ..near },
        None => near,
    }
}

/// The near miss of a line below that belongs to the same block.
fn line_below(near: &NearLine, below: &str) -> Option<NearLine> {
    if near.meant == MeantBlock::Alert {
        // All lines of the paragraph belong to the alert.
        let right = Some("> ".to_owned());
        return (!below.trim().is_empty()).then(|| NearLine { length: 0, right, ..near.clone() });
    }
    line(below, true).filter(|other| other.meant == near.meant)
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
    let near = with_dashes(line(first, later)?, first, lines.clone().next());
    let mut run = NearRun { near, lines: 1, corrected: String::new(), length: 0 };
    if later && run.near.meant == MeantBlock::List && !interrupts(&run.near) {
        run.corrected = format!("\n{prefix}");
    }
    run.push(first, &run.near.clone());
    if run.near.meant == MeantBlock::Table && run.near.right.is_some() {
        let cells = cells::read(&run.corrected).map_or(1, |row| row.count);
        run.corrected.extend(["\n", prefix, "|", &" --- |".repeat(cells)]);
    }
    if run.near.meant == MeantBlock::Code {
        return Some(run.up_to_fence(end, prefix, lines.take(MAX_LINES)));
    }
    for next in lines.take(MAX_LINES) {
        let (next, next_end) = without_end(next);
        let Some(rest) = next.strip_prefix(prefix) else { break };
        let Some(near) = line_below(&run.near, rest) else { break };
        run.corrected.extend([end, prefix]);
        run.length += end.len() + prefix.len();
        run.push(rest, &near);
        run.lines += 1;
        end = next_end;
    }
    (run.lines > 1 || !run.near.only_in_a_row).then_some(run)
}

/// The near miss of a box to tick at the beginning of an item.
pub(super) fn task(text: &str) -> Option<NearRun> {
    let line = text.split(['\n', '\r']).next()?;
    let near = near_list::task(line)?;
    let mut run = NearRun { near, lines: 1, corrected: String::new(), length: 0 };
    run.push(line, &run.near.clone());
    Some(run)
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
        .or_else(|| rule(line))
        .or_else(|| heading(line))
        .or_else(|| near_list::numbered(line, later))
        .or_else(|| near_list::lettered(line))
        .or_else(|| near_list::bulleted(line))
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

/// A line of dashes or stars that parts a page, with other signs: `－－－`, `———`.
fn rule(line: &str) -> Option<NearLine> {
    let signs = line.trim_end();
    let sign = signs.chars().find(|c| *c != ' ')?;
    let other = matches!(sign, '－' | '—' | '─' | '━' | '＊' | '＿' | '＝');
    let only =
        signs.chars().all(|c| c == sign || c == ' ') && signs.chars().filter(|c| *c == sign).count() >= 3;
    let cause = NearCause::OtherSign(sign.to_string().repeat(3));
    (other && only).then(|| NearLine::new(MeantBlock::Rule, cause, signs.len(), "---"))
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

/// `| 甲 | 乙 |` without a line of dashes, with full-width bars, or with tabs between the cells.
fn table(line: &str) -> Option<NearLine> {
    let Some(sign) = line.chars().next().filter(|c| matches!(c, '|' | '｜')) else { return loose_row(line) };
    let bars = line.matches(['|', '｜']).count();
    let wide = line.contains('｜');
    let cause = if wide { NearCause::WideSign('｜') } else { NearCause::NoDashes };
    let near = NearLine::new(MeantBlock::Table, cause, sign.len_utf8(), "|");
    (bars >= 2).then_some(if wide { NearLine { right: None, ..near } } else { near })
}

/// Cells without bars around the row, one row under another.
fn loose_row(line: &str) -> Option<NearLine> {
    let sign = ['\t', '|'].into_iter().find(|sign| line.contains(*sign))?;
    let cells: Vec<&str> = line.split(sign).map(str::trim).collect();
    let full =
        cells.len() > 1 && cells.iter().all(|cell| !cell.is_empty() && !cell.contains(['`', '[', '<']));
    let cause = if sign == '\t' { NearCause::Tabs } else { NearCause::NoDashes };
    let right = format!("| {} |", cells.join(" | "));
    full.then(|| NearLine::new(MeantBlock::Table, cause, line.len(), right).only_in_a_row(true))
}
