//! Removal of findings that only follow from a near miss, such as a list without a space behind
//! its numbers. The author needs only the finding about the near miss itself.
//!
//! In: the findings and the problems of a site. Out: the findings without those that may be there
//! only because a line is text, although it was meant as a step, a list or another block.

use std::collections::BTreeSet;

use super::subject::Subject;
use crate::diag::{Diagnostic, MeantBlock, ProblemKind};
use crate::source::{SourceId, Span};

/// Rules that compare the steps of a page with each other or with references to them.
const OF_STEPS: &[&str] = &[
    "dead-end",
    "missing-anchor",
    "no-platform-link",
    "skipped-step",
    "unreachable-step",
    "wrong-step-number",
];

/// Rules about marks without a list.
const OF_LISTS: &[&str] = &["item-without-mark", "mark-without-item"];

/// Rules about files that no page shows.
const OF_FILES: &[&str] = &["orphan-image", "orphan-sidecar"];

/// Takes out the findings that only follow from near misses.
pub(super) fn take_out(findings: &mut Vec<Diagnostic>, subject: &Subject<'_>) {
    let (mut headings, mut lists, mut texts) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut references: Vec<&Span> = Vec::new();
    let whole = subject.whole.iter().flat_map(|whole| whole.problems.iter().copied());
    for problem in subject.problems.iter().chain(whole) {
        let source = problem.span.source;
        match &problem.kind {
            ProblemKind::NearStep { .. } | ProblemKind::NearBlock { meant: MeantBlock::Heading, .. } => {
                headings.insert(source);
            }
            ProblemKind::NearBlock { .. } => _ = lists.insert((source, problem.span.bytes.start)),
            ProblemKind::NearReference { .. } => references.push(&problem.span),
            // Without its picture, a page has fewer figures than its twins.
            ProblemKind::MissingImage { .. } => (),
            _ => continue,
        }
        texts.insert(source);
    }
    if texts.is_empty() {
        return;
    }
    let pages = with_twins(&texts, subject);
    let written: Vec<&str> = references.iter().map(|span| subject.words(span)).collect();
    findings.retain(|finding| {
        let source = finding.span.source;
        let of_list = || {
            let next = lists.range((source, finding.span.bytes.end)..).next();
            next.is_some_and(|(other, start)| {
                *other == source && is_under(subject, source, finding.span.bytes.end..*start)
            })
        };
        let follows = (finding.code == "missing-translation" && pages.contains(&source))
            || (OF_STEPS.contains(&finding.code) && headings.contains(&source))
            || (OF_LISTS.contains(&finding.code) && of_list())
            || (OF_FILES.contains(&finding.code) && is_named(finding, &written))
            || (!finding.code.starts_with("near-")
                && references.iter().any(|span| is_in(&finding.span, span)));
        !follows
    });
}

/// Whether a span lies in another one.
fn is_in(span: &Span, other: &Span) -> bool {
    span.source == other.source
        && other.bytes.start <= span.bytes.start
        && span.bytes.end <= other.bytes.end
        && !span.bytes.is_empty()
}

/// Whether a finding about a file names one that is in one of these references too.
fn is_named(finding: &Diagnostic, references: &[&str]) -> bool {
    let mut names = finding.message.split('`').filter_map(|path| path.rsplit('/').next());
    names.any(|name| {
        let name = name.strip_suffix(".toml").unwrap_or(name);
        name.contains('.') && references.iter().any(|reference| reference.contains(name))
    })
}

/// The sources of these pages in all languages.
fn with_twins(sources: &BTreeSet<SourceId>, subject: &Subject<'_>) -> BTreeSet<SourceId> {
    let heads = || subject.drafts.iter().map(|draft| &draft.head);
    let keys: BTreeSet<_> =
        heads().filter(|head| sources.contains(&head.source)).map(|head| &head.key).collect();
    heads().filter(|head| keys.contains(&head.key)).map(|head| head.source).collect()
}

/// Whether these bytes, between a picture and a list, are only space and further pictures.
fn is_under(subject: &Subject<'_>, source: SourceId, bytes: std::ops::Range<usize>) -> bool {
    let text = subject.tree.source(source).and_then(|source| source.text.get(bytes)).unwrap_or("");
    text.split_whitespace().next().is_none_or(|word| word.starts_with("!["))
        && text.matches('\n').count() <= MOST_LINES
}

/// Most lines between a picture and the list that was meant as its own.
const MOST_LINES: usize = 4;
