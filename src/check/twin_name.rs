//! `twin-name`: two files or folders that are one on many disks.
//!
//! Windows, Macs and USB sticks don't tell `A.odt` from `a.odt`, nor the two
//! ways to write an accent: there one of the two overwrites the other.
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
    // Where a name stands, folded → the name as it is first written.
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    let mut before = String::new();
    for named in names::all(subject) {
        let path = named.path.as_str();
        // Pages and former addresses have addresses, which `same-address` is
        // about; a sidecar goes with its picture.
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
