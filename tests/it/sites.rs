//! Small sites that are written as one text, used for fixtures.
//!
//! `-- PATH --` begins a file. After the path there may be `size 64x40` (a
//! picture of that size), `encoding big5`, or `refused WHY` (a file that the
//! disk could not read). The text before the first file is for people. A site
//! without `stepbook.toml` gets one with English as its only language.

use std::io::Cursor;
use std::sync::Arc;

use stepbook::compile::{CompileOptions, HandoutMode, compile};
use stepbook::diag::Diagnostic;
use stepbook::source::{Asset, ContentTree, TreeFile};
use stepbook::url::TreePath;

const CONFIG: &str = "stepbook.toml";

/// The rule that names folders without a page of their own.
pub(crate) const UNNAMED: &str = "unnamed-collection";

/// One file of a fixture.
pub(crate) struct File {
    pub(crate) path: String,
    /// The words after the path.
    pub(crate) directive: String,
    pub(crate) text: String,
}

/// The files of a fixture in order.
pub(crate) fn files(fixture: &str) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for line in fixture.split_inclusive('\n') {
        let head = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        if let Some(head) = head {
            let (path, directive) = head.split_once(' ').unwrap_or((head, ""));
            files.push(File { path: path.to_owned(), directive: directive.to_owned(), text: String::new() });
        } else if let Some(file) = files.last_mut() {
            file.text.push_str(line);
        }
    }
    files
}

/// The site of these files.
pub(crate) fn tree(files: &[File]) -> ContentTree {
    let mut tree = ContentTree::default();
    let mut sources = Vec::new();
    for file in files {
        let path = TreePath::new(&file.path);
        match file.directive.split_once(' ') {
            Some(("size", size)) => _ = tree.put(TreeFile::Asset(path, Asset::new(picture(size)))),
            Some(("encoding", name)) => sources.push((path, encoded(&file.text, name))),
            Some(("refused", why)) => _ = tree.put(TreeFile::Refused(path, why.to_owned())),
            _ if is_text(&file.path) => sources.push((path, file.text.clone().into_bytes())),
            _ if file.path.starts_with("themes/") => {
                tree.put(TreeFile::Theme(path, Asset::new(file.text.clone().into_bytes())));
            }
            _ => _ = tree.put(TreeFile::Asset(path, Asset::new(file.text.clone().into_bytes()))),
        }
    }
    if !files.iter().any(|file| file.path == CONFIG) {
        let text = "languages = [\"en\"]\n\n[title]\nen = \"Test\"\n";
        sources.push((TreePath::new(CONFIG), text.as_bytes().to_vec()));
    }
    tree.with_sources(sources)
}

/// Sets a rule in `stepbook.toml`, whose last table must be `[check]` if it
/// has one.
pub(crate) fn with_rule(mut tree: ContentTree, code: &str, level: &str) -> ContentTree {
    let path = TreePath::new(CONFIG);
    if let Some(text) = tree.source_at(&path).map(|source| Arc::clone(&source.text)) {
        let table = if text.contains("[check]") { "" } else { "\n[check]\n" };
        tree.put(TreeFile::text(path, format!("{text}{table}{code} = \"{level}\"\n").into()));
    }
    tree
}

/// Gives a page, a setting or a text of the theme these words.
pub(crate) fn rewrite(tree: &mut ContentTree, path: &TreePath, text: &str) {
    tree.put(if tree.theme().contains_key(path) {
        TreeFile::Theme(path.clone(), Asset::new(text.as_bytes()))
    } else {
        TreeFile::text(path.clone(), text.into())
    });
}

/// What the rules find in a site. The sites of tests are a page or two in a folder; that it has no name
/// is left out.
pub(crate) fn findings(tree: &ContentTree) -> Vec<Diagnostic> {
    all_findings(tree).into_iter().filter(|finding| finding.code != UNNAMED).collect()
}

/// What the rules find in a site on 2026-11-20, all of it.
pub(crate) fn all_findings(tree: &ContentTree) -> Vec<Diagnostic> {
    let prints = tree.theme().keys().any(|path| path.as_str().contains("/print/"));
    let handouts = if prints { HandoutMode::Build } else { HandoutMode::None };
    let today = Some(jiff::civil::date(2026, 11, 20));
    compile(tree, &CompileOptions { handouts, today, ..CompileOptions::default() }).diagnostics
}

fn is_page(path: &str) -> bool {
    path.rsplit('.').next() == Some("md")
}

fn is_text(path: &str) -> bool {
    path == CONFIG || is_page(path) || path.ends_with(".png.toml")
}

fn picture(size: &str) -> Vec<u8> {
    let (width, height) = size.split_once('x').unwrap();
    let picture = image::RgbImage::new(width.parse().unwrap(), height.parse().unwrap());
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn encoded(text: &str, name: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
    encoding.encode(text).0.into_owned()
}
