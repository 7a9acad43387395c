//! `unreadable-image`: a picture that can't be shown.
//!
//! Readers see a gap. Either the file can't be read as a picture, or its sidecar
//! is broken. A broken sidecar may have a redaction that could not be read, so
//! the picture is not published.
//!
//! Save the screenshot again as PNG, JPEG or WebP, or correct the sidecar as its
//! findings say. The logo may be SVG too, if it has shapes only: no text, no script,
//! no picture and no address.

use super::rule::Rule;
use super::subject::{Subject, Unshown};
use crate::diag::{Diagnostic, Fix, ProblemKind, Severity};
use crate::source::Span;
use crate::url::TreePath;

pub(super) const RULE: Rule = Rule {
    code: "unreadable-image",
    severity: Severity::Error,
    file: include_str!("unreadable_image.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = subject.phrased(|span, kind| {
        let ProblemKind::UnshownLogo { path, why, help } = kind else { return None };
        Some(RULE.at(span, format!("`{path}` is not shown: {why}")).with_help(help.clone()))
    });
    findings.extend(of_settings(subject));
    // The finding at a sidecar that does not parse says that there is no picture.
    let is_told = |file: &TreePath| {
        subject.site.sidecar(file).is_some_and(|sidecar| subject.broken.contains(&sidecar.source))
    };
    for page in subject.pages {
        page.each_picture(&mut |picture| {
            if is_told(&picture.file) {
                return;
            }
            if let Some(Err(unshown)) = subject.images.get(&picture.file) {
                findings.push(
                    linked(subject, &picture.span, &picture.file)
                        .unwrap_or_else(|| finding(&picture.span, &picture.file, unshown)),
                );
            }
        });
    }
    findings
}

fn finding(span: &Span, file: &TreePath, unshown: &Unshown) -> Diagnostic {
    let why = unshown.why.trim_end_matches('.');
    RULE.at(span, format!("`{file}` is not shown: {why}")).with_help(unshown.help.clone())
}

/// The finding about a film or another file that is no picture, and was meant as a link.
fn linked(subject: &Subject<'_>, span: &Span, file: &TreePath) -> Option<Diagnostic> {
    let written = subject.words(span);
    let link = written.strip_prefix('!').filter(|link| link.starts_with('[') && !file.is_picture())?;
    let mark = Span::new(span.source, span.bytes.start..span.bytes.start + 1);
    let finding = RULE.at(span, format!("`{file}` is no picture, so it can't be shown here"));
    let fix = Fix { span: mark, replacement: String::new() };
    Some(finding.with_help(format!("link to it: `{link}`")).with_fix(fix))
}

/// The findings about the pictures that `stepbook.toml` names, except a logo that is a
/// drawing.
fn of_settings(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let drawing = subject.config.look.logo.as_ref().filter(|(file, _)| file.is_drawing());
    let pictures = subject.config.pictures().into_iter();
    let pictures = pictures.filter(|(_, span)| drawing.is_none_or(|(_, logo)| logo != *span));
    let unreadable = pictures.filter_map(|(file, span)| {
        let unshown = subject.images.get(&file)?.as_ref().err()?;
        Some(finding(span, &file, unshown))
    });
    unreadable.collect()
}
