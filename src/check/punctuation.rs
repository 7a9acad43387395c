//! `punctuation`: half-width punctuation between Chinese characters.
//!
//! `，` and `,` have different widths and different places in the line. A text
//! that mixes them looks careless, and screen readers pause in the wrong places.
//!
//! Write the full-width sign. Code, addresses and signs next to Latin letters
//! are not checked.

use std::ops::Range;

use super::prose;
use super::prose::TextRun;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, Severity};
use crate::lang::is_cjk;

pub(super) const RULE: Rule =
    Rule { code: "punctuation", severity: Severity::Warning, file: include_str!("punctuation.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for draft in subject.drafts.iter().filter(|draft| draft.head.lang.joins_lines()) {
        for run in prose::all(subject, draft) {
            for bytes in signs(run.text).into_iter().chain(brackets(run.text)) {
                findings.push(finding(&run, bytes));
            }
        }
    }
    findings
}

fn finding(run: &TextRun<'_>, bytes: Range<usize>) -> Diagnostic {
    let written = run.text.get(bytes.clone()).unwrap_or("");
    let replacement: String = written.chars().map(full_width).collect();
    let span = run.span(bytes);
    RULE.at(&span, format!("half-width `{written}` between Chinese characters"))
        .with_help(format!("write `{replacement}`"))
        .with_fix(Fix { span, replacement })
}

const fn full_width(c: char) -> char {
    match c {
        ',' => '，',
        '!' => '！',
        '?' => '？',
        ':' => '：',
        ';' => '；',
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

/// Runs of the signs `,` `!` `?` `:` `;` with a Chinese character on both sides.
fn signs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut before = None;
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if matches!(c, ',' | '!' | '?' | ':' | ';') {
            open = open.or(before.is_some_and(is_cjk).then_some(at));
        } else {
            found.extend(open.take().filter(|_| is_cjk(c)).map(|start| start..at));
        }
        before = Some(c);
    }
    found
}

/// Pairs of brackets to be made full-width: the text inside begins and ends with
/// a Chinese character, and a Chinese character stands right before or after the
/// pair. A pair is found as a whole, so that both brackets are changed.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text.get(rest..).and_then(|tail| tail.find('(')).map(|at| rest + at) {
        rest = start + 1;
        let inside =
            text.get(rest..).and_then(|tail| tail.split_once([')', '('])).map_or("", |(inside, _)| inside);
        let end = rest + inside.len() + 1;
        let closed = text.get(end - 1..end) == Some(")");
        let ends = inside.chars().next().zip(inside.chars().next_back());
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        let after = text.get(end..).and_then(|tail| tail.chars().next());
        let chinese = ends.is_some_and(|(first, last)| is_cjk(first) && is_cjk(last))
            && (before.is_some_and(is_cjk) || after.is_some_and(is_cjk));
        if closed && chinese {
            found.push(start..end);
            rest = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        signs(text).into_iter().chain(brackets(text)).filter_map(|bytes| text.get(bytes)).collect()
    }

    #[test]
    fn only_signs_between_chinese_characters_count() {
        assert_eq!(shown("重要!!注意,請登入"), ["!!", ","]);
        assert_eq!(shown("PIN:1234,時間 12:30,a,b 好, 壞"), Vec::<&str>::new());
        assert_eq!(shown("重要!"), Vec::<&str>::new());
    }

    #[test]
    fn brackets_are_taken_in_pairs() {
        assert_eq!(shown("步驟(選用)"), ["(選用)"]);
        assert_eq!(shown("公務人員(PIN)與(a"), Vec::<&str>::new());
        assert_eq!(shown("(a(好)好"), ["(好)"]);
    }
}
