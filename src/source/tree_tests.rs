//! Tests of changes to a tree.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn text(path: &str, words: &str) -> TreeFile {
    TreeFile::text(TreePath::new(path), words.into())
}

/// All of a tree but its ids, as lines in its order.
fn listing(tree: &ContentTree) -> Vec<String> {
    let sources =
        tree.sources().map(|source| format!("{} {} {:?}", source.path, source.text, source.decoded));
    let assets = |files: &BTreeMap<TreePath, Asset>| -> Vec<String> {
        files.iter().map(|(path, asset)| format!("{path} {:?}", asset.in_memory())).collect()
    };
    let refused = tree.refused().iter().map(|path| format!("refused {path}"));
    sources.chain(assets(tree.assets())).chain(assets(tree.theme())).chain(refused).collect()
}

#[test]
fn a_path_keeps_its_id_while_files_come_and_go() {
    let mut tree = ContentTree::from_iter([text("content/b.en.md", "b"), text("content/d.en.md", "d")]);
    let id = |tree: &ContentTree, path: &str| tree.source_at(&TreePath::new(path)).map(|source| source.id);
    assert_eq!(
        [id(&tree, "content/b.en.md"), id(&tree, "content/d.en.md")],
        [Some(SourceId(0)), Some(SourceId(1))]
    );
    assert!(tree.put(text("content/a.en.md", "a")));
    assert_eq!(id(&tree, "content/b.en.md"), Some(SourceId(0)));
    assert!(tree.remove(&TreePath::new("content/b.en.md")));
    assert_eq!(tree.source(SourceId(0)).map(|source| source.path.as_str()), None);
    assert!(tree.put(text("content/c.en.md", "c")) && tree.put(text("content/b.en.md", "again")));
    assert_eq!(id(&tree, "content/b.en.md"), Some(SourceId(0)));
    let ranks: Vec<usize> = tree.sources().map(|source| tree.rank(source.id)).collect();
    assert_eq!(ranks, [0, 1, 2, 3]);
}

#[test]
fn the_same_file_again_is_no_change() {
    let mut tree = ContentTree::default();
    for file in [
        text("content/a.en.md", "a"),
        TreeFile::Asset(TreePath::new("content/a.png"), Asset::new(*b"a")),
        TreeFile::Theme(TreePath::new("themes/own/style.css"), Asset::new(*b"a")),
        TreeFile::Refused(TreePath::new("content/link"), "no".to_owned()),
    ] {
        let before = tree.clone();
        assert!(tree.put(file.clone()) && !tree.put(file.clone()), "{file:?}");
        assert!(tree.remove(file.path()) && !tree.remove(file.path()), "{file:?}");
        assert_eq!(listing(&tree), listing(&before));
        assert!(tree.put(file));
    }
}

#[test]
fn a_copy_of_ten_thousand_sources_costs_nothing_to_speak_of() {
    let texts = (0..10_000).map(|at| text(&format!("content/{at}.en.md"), "words"));
    let tree = texts.collect::<ContentTree>();
    let begun = Instant::now();
    let copies: Vec<ContentTree> = (0..1_000).map(|_| tree.clone()).collect();
    assert!(begun.elapsed() < Duration::from_millis(100), "{:?}", begun.elapsed());
    assert_eq!(copies.len(), 1_000);
}

const PATHS: [&str; 6] = [
    "content/a.en.md",
    "content/a.png",
    "content/b.en.md",
    "stepbook.toml",
    "themes/own/a.css",
    "themes/own/b.html",
];

fn file() -> impl Strategy<Value = (usize, Option<u8>, u8)> {
    (0..PATHS.len(), prop::option::of(0_u8..4), 0_u8..3)
}

proptest! {
    /// Whatever changes led to it, a tree has the same files in the same order as one
    /// that is made of these files at once; and each id leads to its path.
    #[test]
    fn a_tree_is_what_its_files_are(changes in prop::collection::vec(file(), 0..24)) {
        let mut tree = ContentTree::default();
        let mut files: BTreeMap<TreePath, TreeFile> = BTreeMap::new();
        for (at, kind, words) in changes {
            let path = TreePath::new(PATHS.get(at).copied().unwrap_or_default());
            let words = words.to_string();
            let file = match kind {
                Some(0) => TreeFile::text(path.clone(), words.into()),
                Some(1) => TreeFile::Asset(path.clone(), Asset::new(words.into_bytes())),
                Some(2) => TreeFile::Theme(path.clone(), Asset::new(words.into_bytes())),
                Some(_) => TreeFile::Refused(path.clone(), words),
                None => {
                    prop_assert_eq!(tree.remove(&path), files.remove(&path).is_some());
                    continue;
                }
            };
            tree.put(file.clone());
            files.insert(path, file);
            prop_assert_eq!(listing(&tree), listing(&files.values().cloned().collect()));
            for source in tree.sources() {
                prop_assert_eq!(tree.source(source.id).map(|found| &found.path), Some(&source.path));
            }
        }
    }
}
