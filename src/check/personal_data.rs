//! `personal-data`: what looks like a real ID number or mobile phone number.
//!
//! Everybody can read a guide, and a number that was copied from a screen or a
//! form by mistake belongs to a real person. Only ID numbers with a valid check
//! digit are found. The well-known samples `A123456789` and `0912-345-678` are
//! allowed.
//!
//! Write an invented number with a wrong check digit, or leave it out.

use std::ops::Range;

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "personal-data", severity: Severity::Warning, file: include_str!("personal_data.rs"), find };

/// Numbers that everybody uses as samples.
const SAMPLES: [&str; 2] = ["A123456789", "0912345678"];

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for run in subject.drafts.iter().flat_map(|draft| prose::all(subject, draft)) {
        for bytes in numbers(run.text) {
            let written = run.text.get(bytes.clone()).unwrap_or("");
            let Some(what) = kind(written) else { continue };
            let finding = RULE.at(&run.span(bytes), format!("`{written}` looks like a real {what}"));
            findings.push(finding.with_help("write an invented one that can't be real, or leave it out"));
        }
    }
    findings
}

/// Stretches of 10 to 12 ASCII letters, digits and hyphens.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').filter_map(move |part| {
        let bytes = next..next + part.len();
        next = bytes.end + 1;
        (10..=12).contains(&part.len()).then_some(bytes)
    })
}

fn kind(written: &str) -> Option<&'static str> {
    let plain = written.replace('-', "");
    if SAMPLES.contains(&plain.as_str()) {
        return None;
    }
    let grouped = written.split('-').map(str::len).collect::<Vec<_>>();
    let phone = plain.len() == 10
        && plain.starts_with("09")
        && plain.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(grouped.as_slice(), [10] | [4, 6] | [4, 3, 3]);
    if phone {
        return Some("mobile phone number");
    }
    is_id_number(written).then_some("ID number")
}

/// Whether `written` is a valid national ID number of Taiwan: a letter for the
/// place of registration, 1 or 2 for the sex, seven digits and a check digit.
/// The letter stands for two digits. All eleven digits, weighted with 1 9 8 7 6
/// 5 4 3 2 1 1, must add up to a multiple of 10.
fn is_id_number(written: &str) -> bool {
    // The letters in the order of their numbers, from 10.
    const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
    let Some((letter, digits)) = written.split_at_checked(1) else { return false };
    let Some(place) = LETTERS.find(letter).filter(|_| digits.starts_with(['1', '2'])) else { return false };
    let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
    let Some(values) = values.filter(|values| values.len() == 9) else { return false };
    let place = u32::try_from(place).unwrap_or(0) + 10;
    let weights = [8, 7, 6, 5, 4, 3, 2, 1, 1];
    let sum: u32 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    (place / 10 + place % 10 * 9 + sum).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_tells_real_numbers_from_others() {
        assert!(is_id_number("A123456789"));
        assert!(is_id_number("F131104093"));
        for wrong in ["A123456788", "A323456789", "1123456789", "A12345678", "好"] {
            assert!(!is_id_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn numbers_stand_between_any_other_signs() {
        let text = "手機0987-654-321、A123456789, 1234567890123 abc 2026-11-20";
        let found: Vec<&str> = numbers(text).filter_map(|bytes| text.get(bytes)).collect();
        assert_eq!(found, ["0987-654-321", "A123456789", "2026-11-20"]);
    }

    #[test]
    fn phones_are_told_by_their_groups_and_samples_are_not_meant() {
        assert_eq!(kind("0987-654-321"), Some("mobile phone number"));
        assert_eq!(kind("0987654321"), Some("mobile phone number"));
        for other in ["0912-345-678", "A123456789", "2026-11-20", "09-8765-4321", "0287654321"] {
            assert_eq!(kind(other), None, "{other}");
        }
    }
}
