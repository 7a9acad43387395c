//! `near-step`: a heading that is nearly a step.
//!
//! Steps are counted, ticked off, printed and found as steps. A heading that misses the form by
//! one sign is only a heading: the guide lacks a step, or is no guide at all.
//!
//! Begin it with the step word, then a number or a colon: `## 步驟：登入`, `## Step 2: Sign in`. A
//! language that the theme has no words for gets its step word in `stepbook.toml`: `word = "ステップ"`
//! under `[steps.ja]`. If it is no step, put another word first, or set `near-step = "off"`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, NearStep, ProblemKind, Severity};
use crate::lang::{Lang, is_cjk};
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
    let mut findings = no_words(subject);
    findings.extend(subject.phrased(|span, kind| {
        let ProblemKind::NearStep { word, near } = kind else { return None };
        let heading = NearHeading { span, words: subject.words(span), step_word: word };
        match near {
            NearStep::NoColon => heading.no_colon(spaced.get(&span.source).is_some_and(|count| *count > 1)),
            NearStep::OtherWord(written) => Some(heading.other_word(written)),
            NearStep::NoSeparator(written) => Some(heading.no_separator(written)),
            NearStep::SignBefore(signs) => Some(heading.sign_before(signs)),
            NearStep::NoHeading => Some(heading.no_heading()),
            NearStep::Numbered => Some(heading.numbered()),
            NearStep::NoWord(_) => None,
        }
    }));
    findings
}

/// Words that mean a step. Where a language has no step word, one heading that begins with one of
/// these is enough; another word must come twice.
const STEP_WORDS: [&str; 16] = [
    "ステップ",
    "手順",
    "단계",
    "Schritt",
    "Étape",
    "Paso",
    "Passo",
    "Etapa",
    "Passaggio",
    "Stap",
    "Steg",
    "Bước",
    "ขั้นตอน",
    "ขั้นตอนที่",
    "Langkah",
    "Шаг",
];

/// A finding for each language without a step word whose headings begin with one: at the first such
/// heading, since one line in `stepbook.toml` mends all of them.
fn no_words(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(whole) = subject.whole else { return Vec::new() };
    let langs: BTreeMap<SourceId, &Lang> = whole.heads.iter().map(|head| (head.source, &head.lang)).collect();
    let mut headings: BTreeMap<(&Lang, &str), Vec<&Span>> = BTreeMap::new();
    for problem in whole.problems {
        let ProblemKind::NearStep { near: NearStep::NoWord(word), .. } = &problem.kind else { continue };
        if let Some(lang) = langs.get(&problem.span.source) {
            headings.entry((*lang, word.as_str())).or_default().push(&problem.span);
        }
    }
    let mut said: BTreeSet<&Lang> = BTreeSet::new();
    let likely = |word: &str, count: usize| STEP_WORDS.contains(&word) || count > 1;
    let mut by_count: Vec<_> =
        headings.into_iter().filter(|((_, word), at)| likely(word, at.len())).collect();
    by_count.sort_by_key(|((_, word), at)| (!STEP_WORDS.contains(word), usize::MAX - at.len()));
    by_count
        .into_iter()
        .filter(|((lang, _), _)| said.insert(lang))
        .filter_map(|((lang, word), at)| Some(no_word(subject, lang, word, at.first()?)))
        .collect()
}

/// The finding for `ステップ：ログイン` in a site that doesn't say which word means a step.
fn no_word(subject: &Subject<'_>, lang: &Lang, word: &str, span: &Span) -> Diagnostic {
    let message = format!("this is no step: no step word is set for `{lang}`");
    let help = format!("write `word = \"{word}\"` under `[steps.{lang}]` in `stepbook.toml`");
    let finding = RULE.at(span, message).with_help(help);
    let settings = subject.config.source.and_then(|source| subject.tree.source(source));
    // Only at the end of the file can a table be put without looking at the others.
    match settings.filter(|source| !source.text.contains("steps")) {
        Some(source) => {
            let end = source.text.len();
            let gap = if source.text.ends_with('\n') { "" } else { "\n" };
            let replacement = format!("{gap}\n[steps.{lang}]\nword = \"{word}\"\n");
            finding.with_fix(Fix { span: Span::new(source.id, end..end), replacement })
        }
        None => finding,
    }
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
        let fix = self.replaced(&format!("{word} "), &format!("{word}{sign}"));
        let finding = finding.with_known_fix(fix.as_ref());
        (wide || many).then_some(finding)
    }

    /// The finding for `步驟1登入`.
    fn no_separator(&self, written: &str) -> Diagnostic {
        let message = format!("this is no step: nothing stands between `{written}` and its title");
        let right = format!("{written}：");
        let finding = RULE.at(self.span, message).with_help(format!("write `{right}`"));
        finding.with_known_fix(self.replaced(written, &right).as_ref())
    }

    /// The finding for `🔹步驟 1：登入`.
    fn sign_before(&self, signs: &str) -> Diagnostic {
        let shown = signs.trim_end();
        let message = format!("this is no step: `{shown}` stands before the step word");
        let finding = RULE.at(self.span, message).with_help(format!("take `{shown}` out"));
        finding.with_known_fix(self.replaced(signs, "").as_ref())
    }

    /// The finding for `**步驟 1：登入**` in a line of its own.
    fn no_heading(&self) -> Diagnostic {
        let bare = self.words.trim().trim_matches(['*', '_']).trim();
        let right = format!("## {bare}");
        let finding = RULE.at(self.span, "this is no step: it is a line of text, not a heading");
        let finding = finding.with_help(format!("write `{right}`"));
        let length = self.words.trim_end().len();
        if bare.contains(['*', '_', '\n']) { finding } else { finding.with_fix(self.fix(0..length, right)) }
    }

    /// The finding for `## 1. 登入` in a guide without steps.
    fn numbered(&self) -> Diagnostic {
        let word = self.step_word;
        let message = "the headings of this guide are numbered, but none is a step";
        let wide = word.chars().all(is_cjk);
        let example = if wide { format!("## {word}：…") } else { format!("## {word}: …") };
        RULE.at(self.span, message).with_help(format!("write `{example}`; steps are numbered by themselves"))
    }

    /// The finding for `步骤：登入`.
    fn other_word(&self, written: &str) -> Diagnostic {
        let word = self.step_word;
        let message = format!("this is no step: `{written}` is not the step word `{word}`");
        let finding = RULE.at(self.span, message).with_help(format!("write `{word}`"));
        finding.with_known_fix(self.replaced(written, word).as_ref())
    }

    /// The change of the first words `from` of the heading to `to`.
    fn replaced(&self, from: &str, to: &str) -> Option<Fix> {
        let at = self.words.find(from)?;
        Some(self.fix(at..at + from.len(), to.to_owned()))
    }

    /// The change of a range of bytes of the heading.
    fn fix(&self, bytes: Range<usize>, replacement: String) -> Fix {
        let start = self.span.bytes.start;
        let span = Span::new(self.span.source, start + bytes.start..start + bytes.end);
        Fix { span, replacement }
    }
}
