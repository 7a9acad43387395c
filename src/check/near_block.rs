//! `near-block`: a line that nearly begins a heading, a list or a table, and is printed as text.
//!
//! A space is missing, a sign is a full-width one, or Markdown does not know the marker. Readers
//! see the sign and one long paragraph; a screen reader finds neither heading nor list, and the
//! texts of a picture's marks are missing.
//!
//! Write the line as the finding says: `## 登入`, `1. 輸入姓名`, `- 甲`. If the sign is meant as text,
//! put a backslash in front of it: `\#`, `1\.`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, MeantBlock, NearCause, ProblemKind, Severity};
use crate::source::Span;

pub(super) const RULE: Rule =
    Rule { code: "near-block", severity: Severity::Warning, file: include_str!("near_block.rs"), find };

/// Most characters of the corrected line that the help repeats.
const SHOWN: usize = 30;

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| match kind {
        ProblemKind::NearBlock { meant, cause, fix } => Some(finding(span, *meant, cause, fix.as_ref())),
        _ => None,
    })
}

fn finding(span: &Span, meant: MeantBlock, cause: &NearCause, fix: Option<&Fix>) -> Diagnostic {
    let (what, why) = (name(meant), reason(cause));
    let message = match cause {
        NearCause::NoEnd => "this block of code has no end, so the rest of the page is code".to_owned(),
        NearCause::Indented if meant == MeantBlock::Text => {
            "this is code, not text: four spaces or a tab stand before it".to_owned()
        }
        _ => format!("this is no {what}: {why}"),
    };
    let finding = RULE.at(span, message);
    let Some(fix) = fix else { return finding.with_help(help(meant, cause)) };
    let line = fix.replacement.trim().lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    let help = match cause {
        NearCause::NoDashes if meant == MeantBlock::Table => {
            "write `| --- | --- |` below the first row, a cell for each column".to_owned()
        }
        NearCause::Interrupts(_) => format!("leave an empty line before `{shown}`"),
        NearCause::Indented => {
            format!("write `{shown}` without spaces before it; code stands between fences")
        }
        _ => format!("write `{shown}`"),
    };
    finding.with_help(help).with_fix(fix.clone())
}

const fn name(meant: MeantBlock) -> &'static str {
    match meant {
        MeantBlock::Heading => "heading",
        MeantBlock::List => "list",
        MeantBlock::Quote => "quote",
        MeantBlock::Code => "block of code",
        MeantBlock::Table => "table",
        MeantBlock::Alert => "alert",
        MeantBlock::Task => "box to tick",
        MeantBlock::Rule => "line across the page",
        MeantBlock::Text => "text",
    }
}

fn reason(cause: &NearCause) -> String {
    match cause {
        NearCause::NoSpace(signs) => format!("there is no space after `{signs}`"),
        NearCause::WideSign(sign) => format!("`{sign}` is a full-width sign"),
        NearCause::OtherSign(signs) => format!("Markdown does not know `{signs}`"),
        NearCause::TooMany(count) => format!("it begins with {count} signs, and 6 are the most"),
        NearCause::Interrupts(number) => {
            format!("between a line of text and `{number}` there must be an empty line")
        }
        NearCause::Invisible(sign) => {
            format!("an invisible character (U+{:04X}) stands before it", u32::from(*sign))
        }
        NearCause::Indented => "four spaces or a tab before it make it text or code".to_owned(),
        NearCause::NoQuote => "`>` before it is missing".to_owned(),
        NearCause::NoDashes => "the line of dashes under its head is missing".to_owned(),
        NearCause::Tabs => "tabs stand between its cells, as a spreadsheet writes them".to_owned(),
        NearCause::NoEnd => "its last line is missing".to_owned(),
        NearCause::DashCount(cells) => {
            format!("the line of dashes under its head must have {cells} cells, as the head has")
        }
    }
}

fn help(meant: MeantBlock, cause: &NearCause) -> &'static str {
    match (meant, cause) {
        (_, NearCause::DashCount(_)) => "write `---` for each cell of the head, with `|` between them",
        (_, NearCause::NoEnd) => "write the same signs in a line of their own where the code ends",
        (_, NearCause::Indented) => "take out the spaces or the tab before it",
        (MeantBlock::Table, _) => "write `|`, and `| --- | --- |` below the first row",
        _ => "write code between two lines of three backticks, without spaces before it",
    }
}
