//! A site that a test puts together, and the finished site.

use std::path::Path;
use std::sync::LazyLock;

use stepbook::compile::{CompileOptions, HandoutMode, compile};
use stepbook::diag::Diagnostic;
use stepbook::output::OutputTree;
use stepbook::source::{Asset, ContentTree, TreeFile};
use stepbook::url::{SitePath, TreePath};

use crate::web;

/// The settings of a site with two languages, used unless a test gives its own.
pub(crate) const TWO: &str = "languages = [\"zh-TW\", \"en\"]\n[title]\nzh-TW = \"手冊\"\nen = \"Guides\"\n";

/// The files of a site, added one after the other.
#[derive(Clone)]
pub(crate) struct Site {
    texts: Vec<(TreePath, Vec<u8>)>,
    tree: ContentTree,
}

impl Site {
    pub(crate) fn new(config: &str) -> Self {
        Self::of_config(config.as_bytes())
    }

    /// A site whose settings are these bytes.
    pub(crate) fn of_config(config: &[u8]) -> Self {
        let config = (TreePath::new("stepbook.toml"), config.to_vec());
        Self { texts: vec![config], tree: ContentTree::default() }
    }

    /// Adds a page, a part or a sidecar.
    pub(crate) fn text(mut self, path: &str, text: impl Into<Vec<u8>>) -> Self {
        self.texts.push((TreePath::new(path), text.into()));
        self
    }

    /// Adds a picture or a download.
    pub(crate) fn file(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.tree.put(TreeFile::Asset(TreePath::new(path), Asset::new(bytes.into())));
        self
    }

    /// Adds a file of the site's own theme, which is called `own`.
    pub(crate) fn theme(mut self, path: &str, text: &str) -> Self {
        let path = &format!("themes/own/{path}");
        self.tree.put(TreeFile::Theme(TreePath::new(path), Asset::new(text.as_bytes().to_vec())));
        self
    }

    pub(crate) fn tree(self) -> ContentTree {
        self.tree.with_sources(self.texts)
    }

    pub(crate) fn made(self) -> Made {
        Made::of(&self.tree())
    }
}

/// A finished site.
pub(crate) struct Made {
    pub(crate) output: OutputTree,
    pub(crate) findings: Vec<Diagnostic>,
}

/// The source of this repository's own site, as it is on the disk.
pub(crate) fn our_tree() -> &'static ContentTree {
    static TREE: LazyLock<ContentTree> =
        LazyLock::new(|| stepbook::disk::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap());
    &TREE
}

/// This repository's own site, finished; it is compiled once for all tests.
pub(crate) fn ours() -> &'static Made {
    static MADE: LazyLock<Made> = LazyLock::new(|| Made::of(our_tree()));
    &MADE
}

impl Made {
    pub(crate) fn of(tree: &ContentTree) -> Self {
        let compiled = compile(tree, &CompileOptions::default());
        Self { output: compiled.output, findings: compiled.diagnostics }
    }

    /// The finished site with a handout of every guide.
    pub(crate) fn with_handouts(tree: &ContentTree) -> Self {
        let compiled =
            compile(tree, &CompileOptions { handouts: HandoutMode::Build, ..CompileOptions::default() });
        Self { output: compiled.output, findings: compiled.diagnostics }
    }

    /// The text of the file at this address.
    pub(crate) fn page(&self, address: &str) -> &str {
        let bytes = self.output.get(&SitePath::new(address));
        assert!(bytes.is_some(), "no {address} among {:?}", self.addresses());
        std::str::from_utf8(bytes.unwrap()).unwrap()
    }

    pub(crate) fn addresses(&self) -> Vec<&str> {
        self.output.iter().map(|(path, _)| path.as_str()).collect()
    }

    /// Addresses and texts of all pages.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let html = self.output.iter().filter(|(path, _)| web::is_page(path));
        html.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
    }

    /// The codes of the rules that found something, in the order of the
    /// findings.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.findings.iter().map(|finding| finding.code).collect()
    }
}
