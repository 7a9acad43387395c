//! `lost-cell`: a row of a table has more cells than the table has columns.
//!
//! Markdown leaves out what does not fit, so readers miss a part of the text. Often a bar was meant
//! as text, such as the one in `a|b`; in a table, a bar ends the cell even in code.
//!
//! Put a backslash in front of a bar that is text: `a\|b`. Else add a column to the first row and to
//! the line of dashes under it.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "lost-cell", severity: Severity::Error, file: include_str!("lost_cell.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::LostCells { columns, cells, fix } = kind else { return None };
        let finding = RULE.at(
            span,
            format!(
                "this row has {cells} cells and the table {columns} columns, so the last cells are left out"
            ),
        );
        Some(match fix {
            Some(fix) => finding
                .with_help(format!("a bar that is text needs a backslash: `{}`", fix.replacement))
                .with_fix(fix.clone()),
            None => finding.with_help("put a backslash in front of a bar that is text, or add a column"),
        })
    })
}
