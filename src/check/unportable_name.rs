//! `unportable-name`: a name that some disks or web servers can't store.
//!
//! On Windows, on a USB stick or on the school's server the file can't be
//! written, or it gets another name, and links to it lead nowhere.
//!
//! Use letters, digits, `-` and `_`. Don't use `< > : " | ? * \`, a space at the
//! start, a dot or space at the end, or a name that Windows needs for itself
//! (`con`, `aux`, `nul`, `com1`, …). Keep names short: 255 bytes are 85 Chinese
//! characters.

use std::collections::BTreeSet;

use super::names;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::parse::identify;

pub(super) const RULE: Rule = Rule {
    code: "unportable-name",
    severity: Severity::Warning,
    file: include_str!("unportable_name.rs"),
    find,
};

/// Most bytes of a file's name on most disks.
const LONGEST: usize = 255;

/// Bytes that the longest name of a handout adds to the name of its guide.
const HANDOUT: usize = ".bilingual.pdf".len();

/// Most characters of a whole path. Windows allows 260, and the folder that the
/// site is copied to needs some of them.
const LONGEST_PATH: usize = 240;

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    let mut before = String::new();
    for named in names::all(subject) {
        let path = named.path.as_str();
        for part in names::parts(path, &before) {
            let name = part.rsplit('/').next().unwrap_or(part);
            let is_page = part.len() == path.len() && named.path.extension() == "md";
            let stem = if is_page { identify(&named.path).key.name } else { name.to_owned() };
            let why = objection(name)
                .or_else(|| objection(&stem))
                .or_else(|| (is_page && stem.len() + HANDOUT > LONGEST).then_some(LONG));
            if let Some(why) = why.filter(|_| told.insert(part.to_owned())) {
                let finding = RULE.at(&named.span, format!("the name `{name}` {why}"));
                findings.push(
                    finding.with_help("choose another: letters, digits, `-` and `_` are good everywhere"),
                );
            }
        }
        // The path begins with `content/`; in the built site, the folder of a
        // language or of downloads stands there instead.
        if path.chars().count() > LONGEST_PATH {
            let what = if named.is_alias { "this address" } else { "the path of this file" };
            let finding = RULE.at(
                &named.span,
                format!("{what} is longer than {LONGEST_PATH} characters, too long for Windows"),
            );
            findings.push(finding.with_help("choose shorter names, or fewer folders in one another"));
        }
        path.clone_into(&mut before);
    }
    findings
}

const LONG: &str = "is too long for a disk: with its ending it has more than 255 bytes";

/// What is wrong with the name of a file or folder.
fn objection(name: &str) -> Option<&'static str> {
    // Characters that turn the direction of reading show a wrong name.
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
    };
    if name.contains(hidden) {
        return Some("has a control letter, which Windows, USB sticks and many programs don't take");
    }
    if name.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) {
        return Some("has one of < > : \" | ? * \\, which Windows and USB sticks don't take");
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some("begins with a space or ends with a space or dot, which Windows takes off");
    }
    if name.len() > LONGEST {
        return Some(LONG);
    }
    is_device(name).then_some("belongs to a device on Windows, whatever its ending")
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$") {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    number.is_some_and(|number| {
        let mut letters = number.chars();
        matches!((letters.next(), letters.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_own_names_are_found_in_any_letters_and_with_any_ending() {
        for name in ["con", "Aux", "nul.txt", "COM1.en.md", "lpt9", "com¹", "prn .odt", "conin$", "CON.a.b"]
        {
            assert!(objection(name).is_some(), "{name}");
        }
        for name in
            ["context", "com10", "auxiliary", "lpt", "null", "a.con", "第 1 章", "a_b-c", "圖（一）", "~a"]
        {
            assert_eq!(objection(name), None, "{name}");
        }
    }

    #[test]
    fn signs_ends_and_lengths_are_found() {
        for name in [
            "a:b",
            "a?b",
            "a.",
            "a ",
            " a",
            "a\u{7}",
            "a\u{9b}",
            "a\u{202e}b",
            "a\\b",
            "a\"",
            "a|b",
            "<a>",
            "*",
        ] {
            assert!(objection(name).is_some(), "{name:?}");
        }
        assert_eq!(objection(&"登".repeat(86)), Some(LONG));
        assert_eq!(objection(&"登".repeat(85)), None);
    }
}
