//! Tests that resolve files and compare the pages in a short form.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod dump;
mod laws;
mod links;
mod pairs;
mod steps;

use std::sync::{Arc, LazyLock};

use super::settings::ResolveSettings;
use super::{WholeSite, whole};
use crate::config::{AuthorStepWords, Config};
use crate::lang::Lang;
use crate::model::StepWords;
use crate::parse;
use crate::source::{Asset, ContentTree, TreeFile};
use crate::theme::Theme;
use crate::url::TreePath;

fn lang(tag: &str) -> Lang {
    Lang::new(tag).unwrap()
}

fn extension(path: &TreePath) -> &str {
    path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// A tree from a text in which each `=== path` line begins a file.
fn tree(files: &str) -> ContentTree {
    let mut tree = ContentTree::default();
    let mut sources = Vec::new();
    for file in files.split("=== ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        let path = TreePath::new(path.trim());
        if matches!(extension(&path), "md" | "toml") {
            sources.push((path, text.as_bytes().to_vec()));
        } else {
            tree.put(TreeFile::Asset(path, Asset::new(text.as_bytes())));
        }
    }
    tree.with_sources(sources)
}

fn step_words(lang: &Lang) -> StepWords {
    let words = match lang.as_str() {
        "zh-TW" => ["步驟", "選用", "結果", "首次登入設定"],
        _ => ["Step", "optional", "Result", "First setting"],
    };
    let [word, optional, result, series] = words.map(str::to_owned);
    StepWords { word, optional, result, series: vec![series], ..StepWords::default() }
}

/// The site of these files, with or without pages marked as drafts.
fn site_of(tree: &ContentTree, drafts: bool) -> WholeSite {
    let (config, theme) = &*SETUP;
    let parsed: Vec<_> = tree
        .sources()
        .filter(|source| extension(&source.path) == "md")
        .map(|source| {
            let mut draft = parse::draft(source, &step_words(&parse::identify(&source.path).lang));
            parse::in_default_language(Arc::make_mut(&mut draft.head), config.default_language());
            Arc::new(draft)
        })
        .collect();
    let sidecars = tree
        .sources()
        .filter(|source| extension(&source.path) == "toml")
        .map(|source| (source.path.clone(), Arc::new(parse::sidecar(source).0)))
        .collect();
    whole(&parsed, tree, ResolveSettings { config, theme, sidecars: &sidecars, drafts })
}

/// The default settings with a second step word, and the default theme.
static SETUP: LazyLock<(Config, Theme)> = LazyLock::new(|| {
    let mut config = Config::default();
    for lang in &config.languages {
        let series = step_words(lang).series;
        config.steps.insert(lang.clone(), AuthorStepWords { series, ..AuthorStepWords::default() });
    }
    let theme = Theme::load(&ContentTree::default(), &config).0;
    (config, theme)
});

/// The page at this address in short form, and all problems.
fn page(files: &str, address: &str) -> String {
    let tree = tree(files);
    let site = site_of(&tree, false);
    let page = site.page_at(&crate::url::SitePath::new(address)).unwrap();
    dump::page(page) + &dump::problems(&site, &tree)
}

/// A page that is the only file of the site, `content/e/a.zh-TW.md`.
fn alone(text: &str) -> String {
    page(&format!("=== content/e/a.zh-TW.md\n+++\ntitle = \"頁\"\n+++\n{text}"), "zh-TW/e/a.html")
}
