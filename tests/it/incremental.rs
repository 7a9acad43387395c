//! The law of the preview: after any edits its whole site equals a clean build's.
//!
//! In: sequences of edits (`edits.rs`). Each goes through one compiler, and through a tree that is
//! changed file by file. Clean builds share nothing with it and nothing with one another.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use stepbook::compile::{CompileOptions, Compiled, Compiler, HandoutMode, compile};
use stepbook::diag::Diagnostic;
use stepbook::source::{Asset, ContentTree, SourceId, TreeFile};
use stepbook::url::{SitePath, TreePath};

use super::edits::{Edit, Files, Topic, edit, start};

/// How many sequences each topic has, if `PROPTEST_CASES` does not say it.
const CASES: u32 = 500;

/// The page that somebody looks at.
const PAGE: &str = "zh-TW/e/a.html";

/// What somebody sees of the site after an edit.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// Nothing: the next edit belongs to the same save.
    Nothing,
    /// The next save comes before anything is made.
    Begun,
    /// One page is asked for.
    Page,
    /// The next save comes while the findings are being made.
    Stopped(usize),
    /// Everything is asked for.
    Whole,
    /// Everything, and it is compared with a clean build.
    Compared,
}

type Sequence = (Vec<(Edit, Look)>, CompileOptions);

fn look() -> impl Strategy<Value = Look> {
    prop_oneof![
        1 => Just(Look::Whole),
        2 => Just(Look::Begun),
        2 => (0..6_usize).prop_map(Look::Stopped),
        1 => Just(Look::Page),
        1 => Just(Look::Compared),
        3 => Just(Look::Nothing),
    ]
}

fn sequence(topic: Topic) -> impl Strategy<Value = Sequence> {
    let options = (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(drafts, promises, dated)| {
        let handouts = if promises { HandoutMode::OnDemand } else { HandoutMode::None };
        let today = dated.then(|| jiff::civil::date(2026, 11, 20));
        CompileOptions { drafts, handouts, today, ..CompileOptions::default() }
    });
    (prop::collection::vec((edit(topic), look()), 2..7), options)
}

fn config() -> ProptestConfig {
    let asked = env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(CASES), ..ProptestConfig::default() }
}

/// A file as the disk would give it.
fn file(path: &str, bytes: &[u8]) -> TreeFile {
    let at = TreePath::new(path);
    let is_text = matches!(at.extension(), "md" | "toml");
    if path.starts_with("themes/") {
        TreeFile::Theme(at, Asset::new(bytes))
    } else if is_text {
        TreeFile::text(at, bytes.to_vec())
    } else {
        TreeFile::Asset(at, Asset::new(bytes))
    }
}

fn tree(files: &Files) -> ContentTree {
    files.iter().map(|(path, bytes)| file(path, bytes)).collect()
}

/// Puts into a tree what differs between two states of its files.
fn follow(tree: &mut ContentTree, before: &Files, now: &Files) {
    let paths: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let changed = paths.into_iter().filter(|path| before.get(*path) != now.get(*path));
    let changes = changed.map(|path| (TreePath::new(path), now.get(path).map(|bytes| file(path, bytes))));
    tree.apply(changes.collect::<Vec<_>>());
}

/// The findings with the rank of each source as its id, which is the same in all trees of the same
/// files.
fn by_rank(tree: &ContentTree, findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let rank = |id| SourceId(u32::try_from(tree.rank(id)).unwrap_or(u32::MAX));
    let mut findings = findings.to_vec();
    for finding in &mut findings {
        finding.span.source = rank(finding.span.source);
        finding.fix.iter_mut().for_each(|fix| fix.span.source = rank(fix.span.source));
    }
    findings
}

/// In what two builds of the same files differ.
fn difference(
    (kept_tree, kept): (&ContentTree, &Compiled),
    clean_tree: &ContentTree,
    options: &CompileOptions,
) -> String {
    let clean = compile(clean_tree, options);
    let paths: BTreeSet<&SitePath> = kept.output.paths().chain(clean.output.paths()).collect();
    let is_other = |path: &&SitePath| kept.output.get(path) != clean.output.get(path);
    let other: Vec<String> = paths.into_iter().filter(is_other).map(ToString::to_string).collect();
    let before = by_rank(kept_tree, &kept.diagnostics);
    let found = by_rank(clean_tree, &clean.diagnostics);
    let mut out = String::new();
    if !other.is_empty() {
        let _ = writeln!(out, "files: {other:?}");
    }
    if before != found {
        let only = |these: &[Diagnostic], others: &[Diagnostic]| {
            these.iter().filter(|finding| !others.contains(finding)).cloned().collect::<Vec<_>>()
        };
        let _ = writeln!(out, "found by the preview: {:#?}", only(&before, &found));
        let _ = writeln!(out, "found by the clean build: {:#?}", only(&found, &before));
    }
    if (&kept.promised, kept.counts) != (&clean.promised, clean.counts) || kept.output != clean.output {
        out += "promised handouts, counts or files\n";
    }
    out
}

/// In what the preview differs from clean builds at the points of a sequence that are compared.
fn differences((steps, options): &Sequence) -> String {
    let (mut compiler, mut files) = (Compiler::default(), start());
    let mut changed = tree(&files);
    drop(compiler.compile(&changed, options));
    let last = steps.len() - 1;
    for (at, (edit, look)) in steps.iter().enumerate() {
        let before = files.clone();
        edit.apply(&mut files);
        follow(&mut changed, &before, &files);
        let look = if at == last { Look::Compared } else { *look };
        match look {
            Look::Nothing => (),
            Look::Begun => drop(compiler.state(&changed, options)),
            Look::Page => drop(compiler.state(&changed, options).open().page(&SitePath::new(PAGE))),
            Look::Stopped(after) => {
                let state = compiler.state(&changed, options);
                let asked = AtomicUsize::new(0);
                drop(state.open().units(&|| asked.fetch_add(1, Ordering::Relaxed) >= after));
            }
            Look::Whole => drop(compiler.compile(&changed, options)),
            Look::Compared => {
                let kept = compiler.compile(&changed, options);
                let found = difference((&changed, &kept), &tree(&files), options);
                if !found.is_empty() {
                    return format!("after edit {at}: {found}");
                }
            }
        }
    }
    String::new()
}

proptest! {
    #![proptest_config(config())]

    /// Running text, front matter, titles, ids that others refer to, parts, translations.
    #[test]
    fn after_edits_of_texts_the_preview_equals_a_clean_build(sequence in sequence(Topic::Texts)) {
        let found = differences(&sequence);
        prop_assert!(found.is_empty(), "{found}");
    }

    /// Files added, removed, renamed, with other letter case; translations that come and go.
    #[test]
    fn after_edits_of_names_the_preview_equals_a_clean_build(sequence in sequence(Topic::Names)) {
        let found = differences(&sequence);
        prop_assert!(found.is_empty(), "{found}");
    }

    /// Pictures, localised ones, and sidecars.
    #[test]
    fn after_edits_of_pictures_the_preview_equals_a_clean_build(sequence in sequence(Topic::Pictures)) {
        let found = differences(&sequence);
        prop_assert!(found.is_empty(), "{found}");
    }

    /// Settings, terms, step words, theme files, words.
    #[test]
    fn after_edits_of_the_setup_the_preview_equals_a_clean_build(sequence in sequence(Topic::Setup)) {
        let found = differences(&sequence);
        prop_assert!(found.is_empty(), "{found}");
    }
}
