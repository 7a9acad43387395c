//! `orphan-image`: a picture that no page shows.
//!
//! It is not published, but an author may later mistake it for the right one. It
//! may also show personal data that nobody looks after any more.
//!
//! Show it or delete it. Pictures of drafts and of parts count as shown. Those in a folder `_originals`
//! are kept on purpose: the preview puts photos there that it made smaller.

use std::collections::BTreeSet;

use super::prose;
use super::rule::Rule;
use super::subject::{Subject, WholeSubject};
use crate::diag::{Diagnostic, ProblemKind, Severity};
use crate::model::Draft;
use crate::source::Span;
use crate::url::{TreePath, percent_decode};

pub(super) const RULE: Rule =
    Rule { code: "orphan-image", severity: Severity::Warning, file: include_str!("orphan_image.rs"), find };

/// The name of folders whose pictures nobody needs to show.
const KEPT: &str = "_originals";

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(whole) = &subject.whole else { return Vec::new() };
    let shown = shown(subject, whole);
    let meant = meant(subject, whole);
    let assets = subject.tree.assets().keys();
    let is_kept = |path: &TreePath| path.folder().split('/').any(|folder| folder == KEPT);
    let orphans = assets.filter(|path| path.is_picture() && !shown.contains(*path) && !is_kept(path));
    orphans
        .filter(|path| original(path).is_none_or(|original| !shown.contains(&original)))
        .map(|path| {
            let help = match meant.iter().find(|(_, nearest)| nearest == path) {
                Some((source, _)) => {
                    format!("a picture in `{source}` is not found; perhaps this one is meant")
                }
                None => "show it, or delete it with its sidecar".to_owned(),
            };
            RULE.at(&place_of_asset(subject, path), format!("no page shows `{path}`")).with_help(help)
        })
        .collect()
}

/// The pictures that references to missing ones resemble, each with the source of the reference.
fn meant<'a>(subject: &'a Subject<'_>, whole: &WholeSubject<'_>) -> Vec<(&'a str, TreePath)> {
    let similar = whole.problems.iter().filter_map(|problem| {
        let ProblemKind::MissingImage { nearest: Some(nearest), .. } = &problem.kind else { return None };
        let source = subject.path(problem.span.source);
        Some((source, TreePath::new(source).join(nearest).ok()?))
    });
    similar.collect()
}

/// The pictures that pages show, and those that any source refers to.
fn shown(subject: &Subject<'_>, whole: &WholeSubject<'_>) -> BTreeSet<TreePath> {
    let mut shown: BTreeSet<TreePath> = whole.site.files.pictures.clone();
    shown.extend(whole.site.files.downloads.keys().cloned());
    shown.extend(whole.named.iter().cloned());
    shown.extend(subject.config.pictures().into_iter().map(|(file, _)| file));
    shown
}

/// The pictures that a source refers to, whether they are found or not.
pub(crate) fn named(draft: &Draft) -> BTreeSet<TreePath> {
    let mut named = BTreeSet::new();
    prose::each_image(draft, &mut |image| {
        named.extend(draft.head.path.join(&percent_decode(&image.destination)));
    });
    named
}

/// The picture that a translated picture stands for: `login.png` for
/// `login.en.png`.
fn original(path: &TreePath) -> Option<TreePath> {
    let (stem, extension) = path.as_str().rsplit_once('.')?;
    let (stem, lang) = stem.rsplit_once('.')?;
    crate::lang::Lang::new(lang).ok()?;
    Some(TreePath::new(&format!("{stem}.{extension}")))
}

/// The place for a finding about a file without lines, such as a picture: the
/// start of its sidecar, else of `stepbook.toml`, else of the first file of the
/// site.
pub(super) fn place_of_asset(subject: &Subject<'_>, path: &TreePath) -> Span {
    let sidecar = subject.tree.source_at(&TreePath::new(&format!("{path}.toml")));
    let source = sidecar.map(|source| source.id).or(subject.config.source);
    Span::start_of(source.unwrap_or(subject.tree.first_source()))
}
