//! `refused-download`: a link to a file whose ending is not safe to publish.
//!
//! The words stay, but there is nothing to download. A web page, a script or a
//! drawing in SVG would run as a part of the school's own website. A program
//! runs on the reader's computer. A file with an unknown ending might do either.
//!
//! Offer the file in another form: as a document, or packed into a `.zip`. Files
//! with endings of programs and with unknown endings are published if
//! `stepbook.toml` names the ending: `endings = ["xyz"]` under `[downloads]`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity, Unoffered};

pub(super) const RULE: Rule = Rule {
    code: "refused-download",
    severity: Severity::Error,
    file: include_str!("refused_download.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::RefusedDownload { path, ending, why } = kind else { return None };
        let add = format!("add `\"{ending}\"` to `endings` under `[downloads]` in `stepbook.toml`");
        let (what, help) = match why {
            Unoffered::RunsOnTheSite => (
                format!("would act as a part of the website, as anything named `.{ending}` does"),
                "make a page of it, save it as a document, or pack it into a `.zip`".to_owned(),
            ),
            Unoffered::RunsOnTheComputer => (
                format!("is a program for the reader's computer (`.{ending}`)"),
                format!("if readers are to run it, {add}"),
            ),
            Unoffered::Unknown => (
                format!("has an ending that is not known to be harmless (`.{ending}`)"),
                format!("if it is, {add}"),
            ),
            Unoffered::NoEnding => {
                ("has no ending".to_owned(), "give it one that says what it is, such as `.pdf`".to_owned())
            }
        };
        Some(RULE.at(span, format!("`{path}` is not published: it {what}")).with_help(help))
    })
}
