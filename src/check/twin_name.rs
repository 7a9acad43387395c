//! `twin-name`: two files or folders whose names count as the same on many disks.
//!
//! For Windows, Macs and USB sticks `A.odt` and `a.odt` are the same name, and so
//! are the two ways to write an accent. There, one of the two files overwrites
//! the other.
//!
//! Rename one of them.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::url::folded;

pub(super) const RULE: Rule =
    Rule { code: "twin-name", severity: Severity::Error, file: include_str!("twin_name.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    // The folded path up to a name → the name as it is first written.
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    let mut before = String::new();
    for named in names::all(subject) {
        let path = named.path.as_str();
        // The rule `same-address` looks at pages and former addresses. A
        // sidecar has the name of its picture.
        let is_file = !named.is_alias && !matches!(named.path.extension(), "md" | "toml");
        for part in names::parts(path, &before).filter(|part| is_file || part.len() < path.len()) {
            let name = part.rsplit('/').next().unwrap_or(part);
            let place = folded(part);
            let other = first.entry(place.clone()).or_insert_with(|| name.to_owned());
            if other != name && told.insert((place, name.to_owned())) {
                let finding = RULE.at(
                    &named.span,
                    format!("many disks take `{part}` for `{other}`: only letters' size or accents differ"),
                );
                findings.push(finding.with_help("rename one of the two"));
            }
        }
        path.clone_into(&mut before);
    }
    findings
}
