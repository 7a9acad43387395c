//! `near-step`: a heading that is nearly a step.
//!
//! Steps are counted, ticked off, printed and found as steps. A heading that misses the form by
//! one sign is only a heading: the guide lacks a step, or is no guide at all.
//!
//! Begin it with the step word, then a number or a colon: `## 步驟：登入`, `## Step 2: Sign in`. If
//! it is no step, put another word first, or set `near-step = "off"`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, NearStep, ProblemKind, Severity};
use crate::lang::is_cjk;
use crate::source::{SourceId, Span};

pub(super) const RULE: Rule =
    Rule { code: "near-step", severity: Severity::Warning, file: include_str!("near_step.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut spaced: BTreeMap<SourceId, usize> = BTreeMap::new();
    for problem in subject.problems {
        if let ProblemKind::NearStep { near: NearStep::NoColon, .. } = problem.kind {
            *spaced.entry(problem.span.source).or_default() += 1;
        }
    }
    subject.phrased(|span, kind| {
        let ProblemKind::NearStep { word, near } = kind else { return None };
        let heading = NearHeading { span, words: subject.words(span), step_word: word };
        match near {
            NearStep::NoColon => heading.no_colon(spaced.get(&span.source).is_some_and(|count| *count > 1)),
            NearStep::OtherWord(written) => Some(heading.other_word(written)),
        }
    })
}

/// A heading that is nearly a step.
struct NearHeading<'a> {
    span: &'a Span,
    /// The heading as the author wrote it.
    words: &'a str,
    step_word: &'a str,
}

impl NearHeading<'_> {
    /// The finding for `步驟 登入`. In English, one heading such as `Step by step` is usual, but not
    /// many of them.
    fn no_colon(&self, many: bool) -> Option<Diagnostic> {
        let word = self.step_word;
        let wide = word.chars().all(is_cjk);
        let sign = if wide { "：" } else { ": " };
        let message = format!("this is no step: neither a number nor a colon follows `{word}`");
        let finding = RULE.at(self.span, message).with_help(format!("write `{word}{}`", sign.trim_end()));
        let spaced = format!("{word} ");
        let finding = match self.words.find(&spaced) {
            Some(at) => finding.with_fix(self.fix(at..at + spaced.len(), format!("{word}{sign}"))),
            None => finding,
        };
        (wide || many).then_some(finding)
    }

    /// The finding for `步骤：登入`.
    fn other_word(&self, written: &str) -> Diagnostic {
        let word = self.step_word;
        let message = format!("this is no step: `{written}` is not the step word `{word}`");
        let finding = RULE.at(self.span, message).with_help(format!("write `{word}`"));
        match self.words.find(written) {
            Some(at) => finding.with_fix(self.fix(at..at + written.len(), word.to_owned())),
            None => finding,
        }
    }

    /// The change of a range of bytes of the heading.
    fn fix(&self, bytes: Range<usize>, replacement: String) -> Fix {
        let start = self.span.bytes.start;
        let span = Span::new(self.span.source, start + bytes.start..start + bytes.end);
        Fix { span, replacement }
    }
}
