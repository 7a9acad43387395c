//! A small site around the bytes that are tried, and what must hold of it.

#![allow(dead_code, reason = "each target uses a part of this")]

use std::cell::RefCell;

use stepbook::compile::{Compiler, CompileOptions};
use stepbook::source::{Asset, ContentTree, TreeFile};
use stepbook::url::TreePath;

/// 8 × 6 pixels.
pub const PICTURE: &[u8] = include_bytes!("../seeds/picture/small.png");

pub const SETTINGS: &[u8] = b"languages = [\"zh-TW\", \"en\"]\n[title]\nzh-TW = \"\xe6\x89\x8b\xe5\x86\x8a\"\n";

pub const PAGE: &[u8] = b"+++\ntitle = \"A\"\n+++\n\n## Step: Sign in\n\n![Two buttons](s.png)\n\n1. One.\n";

/// A site of these files, each with its path.
pub fn tree(files: &[(&str, &[u8])]) -> ContentTree {
    let mut tree = ContentTree::default();
    tree.put(TreeFile::Asset(TreePath::new("content/c/s.png"), Asset::new(PICTURE)));
    tree.with_sources(files.iter().map(|(path, bytes)| (TreePath::new(path), bytes.to_vec())))
}

thread_local! {
    /// Kept, because the theme takes most of the time.
    static COMPILER: RefCell<Compiler> = RefCell::default();
}

/// Compiles; the spans of all findings must cut no character.
pub fn check(tree: &ContentTree) {
    let options = CompileOptions { drafts: true, ..CompileOptions::default() };
    let compiled = COMPILER.with_borrow_mut(|compiler| compiler.compile(tree, &options));
    for finding in compiled.diagnostics {
        let Some(source) = tree.source(finding.span.source) else { continue };
        assert!(source.text.get(finding.span.bytes.clone()).is_some(), "{finding:?}");
    }
}
