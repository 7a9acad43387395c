//! `unreadable-image`: a picture whose file can't be read as one.
//!
//! Readers see a gap.
//!
//! Save the screenshot again as PNG, JPEG or WebP.

use super::{Rule, Subject};
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;
use crate::url::TreePath;

pub(super) const RULE: Rule = Rule {
    code: "unreadable-image",
    severity: Severity::Error,
    file: include_str!("unreadable_image.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.images.values().all(Result::is_ok) {
        return Vec::new();
    }
    let mut findings = accessibility_mark(subject);
    for page in &subject.site.pages {
        page.each_picture(&mut |picture| {
            if let Some(Err(why)) = subject.images.get(&picture.file) {
                findings.push(finding(&picture.span, &picture.file, why));
            }
        });
    }
    findings
}

fn finding(span: &Span, file: &TreePath, why: &str) -> Diagnostic {
    let why = why.trim_end_matches('.');
    RULE.at(span, format!("`{file}` can't be shown: {why}"))
        .with_help("save the screenshot again, as PNG, JPEG or WebP")
}

fn accessibility_mark(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mark = subject.config.accessibility_mark.iter();
    let unreadable = mark.filter_map(|mark| {
        let (image, span) = &mark.image;
        let file = TreePath::new(&format!("content/{image}"));
        let why = subject.images.get(&file)?.as_ref().err()?;
        Some(finding(span, &file, why))
    });
    unreadable.collect()
}
