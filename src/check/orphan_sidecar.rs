//! `orphan-sidecar`: a sidecar whose picture isn't there.
//!
//! Its marks are drawn nowhere, and what it should redact is not redacted: a
//! screenshot that was renamed is published without its redactions.
//!
//! Give the sidecar the name of the picture with `.toml` at its end, or delete it.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity, nearest};
use crate::source::Span;
use crate::url::TreePath;

pub(super) const RULE: Rule =
    Rule { code: "orphan-sidecar", severity: Severity::Error, file: include_str!("orphan_sidecar.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let orphans = subject.sidecars.iter().filter_map(|(path, sidecar)| {
        let picture = TreePath::new(path.as_str().strip_suffix(".toml")?);
        let there = subject.tree.assets().contains_key(&picture) || subject.tree.refused().contains(&picture);
        (!there).then_some((sidecar.source, picture))
    });
    orphans
        .map(|(source, picture)| {
            let finding = RULE.at(&Span::start_of(source), format!("there is no picture `{picture}`"));
            match like(subject, &picture) {
                Some(name) => finding.with_help(format!("did you mean `{name}.toml`?")),
                None => finding.with_help("name the sidecar like its picture, with `.toml` added"),
            }
        })
        .collect()
}

/// A picture in the same folder that has a similar name and no sidecar.
fn like<'a>(subject: &Subject<'a>, picture: &TreePath) -> Option<&'a str> {
    let folder = TreePath::new(&format!("{}/", picture.folder()));
    let below = subject.tree.assets().range(&folder..).map(|(path, _)| path);
    let below = below.take_while(|path| path.as_str().starts_with(folder.as_str()));
    let beside = below.filter(|other| {
        other.folder() == picture.folder()
            && !subject.sidecars.contains_key(&TreePath::new(&format!("{other}.toml")))
    });
    nearest(picture.file_name(), beside.map(TreePath::file_name))
}
