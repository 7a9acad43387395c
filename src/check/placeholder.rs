//! `placeholder`: a text that `stepbook new` wrote and nobody has changed yet.
//!
//! Readers would see a sentence for authors, or an address of no school.
//!
//! Write your own, and take `draft = true` out when the guide is finished.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::source::{Source, Span};

pub(super) const RULE: Rule =
    Rule { code: "placeholder", severity: Severity::Warning, file: include_str!("placeholder.rs"), find };

/// The texts of the skeletons in `src/cli/new/` that no author means.
const TEXTS: [&str; 7] = [
    "platform = \"https://www.example.edu.tw/\"",
    "用一句話說明：照著這份手冊，讀者會完成什麼。",
    "Say in one sentence what readers will have done at the end of this guide.",
    "用一句話說明：這裡的手冊是給誰用、做什麼的。",
    "Say in one sentence what the guides of this collection are for.",
    "用一兩句話說明這一步要做什麼，再到圖裡標出位置。",
    "Say in a sentence or two what to do in this step, and mark the place in the picture.",
];

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let sources = subject.drafts.iter().filter_map(|draft| subject.tree.source(draft.head.source));
    sources.flat_map(in_source).collect()
}

fn in_source(source: &Source) -> impl Iterator<Item = Diagnostic> {
    let places = TEXTS.iter().flat_map(|text| source.text.match_indices(text));
    places.map(|(at, text)| {
        let span = Span::new(source.id, at..at + text.len());
        let finding = RULE.at(&span, "this was written by `stepbook new` as an example");
        finding.with_help("write your own; the page stays hidden as long as it says `draft = true`")
    })
}
