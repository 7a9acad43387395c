//! Edits that authors make, as values from which a failing sequence can be shrunk.
//!
//! In: a site's files. Out: the files after an edit. Paths and bytes only: the laws of the preview
//! (`incremental.rs`) and of builds into a folder (`src/disk/build_laws.rs`) share these edits.

use std::collections::BTreeMap;
use std::io::Cursor;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::edit_texts::{BLOCKS, HEADS, KEYS, LANGUAGES, OTHER_FILES, SIDECARS, START, TABLES, TITLES};

/// The files of a site by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Pages that are there at first, or that others refer to.
const MAIN_PAGES: &[&str] = &[
    "content/e/a.zh-TW.md",
    "content/e/a.en.md",
    "content/e/b.zh-TW.md",
    "content/e/b.en.md",
    "content/_p/p.zh-TW.md",
    "content/_p/q.zh-TW.md",
    "content/index.zh-TW.md",
    "content/index.en.md",
    "content/e/index.zh-TW.md",
    "content/about.zh-TW.md",
];

/// Pages with names that come near to those.
const OTHER_PAGES: &[&str] = &[
    "content/_p/p.en.md",
    "content/f/c.en.md",
    "content/e/a.md",
    "content/e/A.zh-TW.md",
    "content/E/b.zh-TW.md",
    "content/e/README.md",
    "content/e/B.EN.md",
];

const PICTURES: &[&str] = &[
    "content/e/i.png",
    "content/e/i.en.png",
    "content/e/i.zh-TW.png",
    "content/e/j.png",
    "content/e/I.png",
    "content/e/i.PNG",
    "content/e/i.jpg",
    "content/E/i.png",
];

const SIDECAR_PATHS: &[&str] = &[
    "content/e/i.png.toml",
    "content/e/i.en.png.toml",
    "content/e/I.png.toml",
    "content/e/j.png.toml",
    "content/e/i.jpg.toml",
];

const OTHERS: &[&str] = &[
    "content/e/d.odt",
    "content/e/D.odt",
    "content/e/x.abc",
    "content/logo.svg",
    "themes/default/i18n/en.toml",
    "themes/default/style.css",
    "themes/default/assets/extra.css",
    "themes/default/templates/page.html",
    "stepbook.toml",
];

/// A change of the files of a site.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// A file has this text.
    Write(&'static str, String),
    /// A picture with one of some contents.
    Draw(&'static str, u8),
    /// A file that is no text for a moment, or has other line ends.
    Garble(&'static str, Garbling),
    /// A paragraph more, or one less: what writing mostly is.
    Insert(&'static str, Index, &'static str),
    Drop(&'static str, Index),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    Copy(&'static str, &'static str),
    /// A file is again as it was at first.
    Restore(&'static str),
}

/// What happens to the bytes of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Garbling {
    Empty,
    Crlf,
    Cut,
    NotUtf8,
    Mark,
}

/// What most edits of a sequence are about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Topic {
    Texts,
    Names,
    Pictures,
    Setup,
}

/// The files of the site before all edits.
pub(crate) fn start() -> Files {
    let mut files: Files =
        START.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    files.extend(["content/e/i.png", "content/e/i.en.png"].map(|path| (path.to_owned(), picture(0))));
    files
}

/// An edit, most likely about this topic.
pub(crate) fn edit(topic: Topic) -> impl Strategy<Value = Edit> {
    let weight = |of: Topic| if of as u8 == topic as u8 { 8 } else { 1 };
    prop_oneof![
        weight(Topic::Texts) => text(),
        weight(Topic::Names) => name(),
        weight(Topic::Pictures) => about_picture(),
        weight(Topic::Setup) => setup(),
    ]
}

fn text() -> impl Strategy<Value = Edit> {
    let blocks = prop::collection::vec(select(BLOCKS), 0..6);
    let page =
        (page_path(), select(HEADS), select(TITLES), blocks).prop_map(|(path, head, title, blocks)| {
            let head = head.replace("{title}", title);
            Edit::Write(path, [head.as_str()].into_iter().chain(blocks).collect::<Vec<_>>().join("\n\n"))
        });
    prop_oneof![
        4 => page,
        4 => (select(MAIN_PAGES), any::<Index>(), select(BLOCKS)).prop_map(|(path, at, block)| Edit::Insert(path, at, block)),
        3 => (select(MAIN_PAGES), any::<Index>()).prop_map(|(path, at)| Edit::Drop(path, at)),
        1 => (select(MAIN_PAGES), garbling()).prop_map(|(path, how)| Edit::Garble(path, how)),
        1 => select(MAIN_PAGES).prop_map(Edit::Restore),
    ]
}

fn page_path() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => select(MAIN_PAGES), 2 => select(OTHER_PAGES)]
}

fn garbling() -> impl Strategy<Value = Garbling> {
    select(&[Garbling::Empty, Garbling::Crlf, Garbling::Cut, Garbling::NotUtf8, Garbling::Mark][..])
}

/// Files come, go and get other names; those of a kind among each other, or a page as anything.
fn name() -> impl Strategy<Value = Edit> {
    let pairs = || prop_oneof![4 => (page_path(), page_path()), 3 => pair(PICTURES), 2 => pair(SIDECAR_PATHS), 1 => pair(OTHERS)];
    prop_oneof![
        3 => any_path().prop_map(Edit::Remove),
        4 => pairs().prop_map(|(from, to)| Edit::Rename(from, to)),
        3 => pairs().prop_map(|(from, to)| Edit::Copy(from, to)),
        2 => any_path().prop_map(Edit::Restore),
    ]
}

fn pair(of: &'static [&'static str]) -> impl Strategy<Value = (&'static str, &'static str)> {
    (select(of), select(of))
}

fn any_path() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => page_path(), 2 => select(PICTURES), 1 => select(SIDECAR_PATHS), 1 => select(OTHERS)]
}

fn about_picture() -> impl Strategy<Value = Edit> {
    let written = |(path, text): (&'static str, &str)| Edit::Write(path, text.to_owned());
    prop_oneof![
        4 => (select(PICTURES), 0..6_u8).prop_map(|(path, kind)| Edit::Draw(path, kind)),
        4 => (select(SIDECAR_PATHS), select(SIDECARS)).prop_map(written),
        1 => (select(SIDECAR_PATHS), garbling()).prop_map(|(path, how)| Edit::Garble(path, how)),
        1 => select(PICTURES).prop_map(Edit::Remove),
        1 => select(SIDECAR_PATHS).prop_map(Edit::Remove),
        1 => pair(PICTURES).prop_map(|(from, to)| Edit::Copy(from, to)),
    ]
}

fn setup() -> impl Strategy<Value = Edit> {
    let some = |of: &'static [&'static str]| prop::sample::subsequence(of, 0..=of.len());
    let few = |of: &'static [&'static str]| prop::sample::subsequence(of, 0..=4);
    let settings = (select(LANGUAGES), some(KEYS), few(TABLES)).prop_map(|(languages, keys, tables)| {
        let lines: Vec<&str> = [languages].into_iter().chain(keys).chain(tables).collect();
        Edit::Write("stepbook.toml", lines.join("\n") + "\n")
    });
    let file = select(OTHER_FILES).prop_map(|(path, text)| Edit::Write(path, text.to_owned()));
    prop_oneof![
        5 => settings,
        5 => file,
        1 => garbling().prop_map(|how| Edit::Garble("stepbook.toml", how)),
        2 => select(OTHERS).prop_map(Edit::Remove),
        1 => Just(Edit::Restore("stepbook.toml")),
    ]
}

impl Edit {
    /// Applies the edit; what does not fit the files changes nothing.
    pub(crate) fn apply(&self, files: &mut Files) {
        match self {
            Self::Write(path, text) => put(files, path, text.clone().into_bytes()),
            Self::Draw(path, kind) => put(files, path, picture(*kind)),
            Self::Garble(path, how) => change(files, path, |bytes| how.of(bytes)),
            Self::Insert(path, at, block) => change(files, path, |bytes| {
                paragraphs(bytes, |all| all.insert(at.index(all.len() + 1), (*block).to_owned()))
            }),
            Self::Drop(path, at) => change(files, path, |bytes| {
                paragraphs(bytes, |all| {
                    all.remove(at.index(all.len()));
                })
            }),
            Self::Remove(path) => _ = files.remove(*path),
            Self::Rename(from, to) => {
                if let Some(bytes) = files.remove(*from) {
                    put(files, to, bytes);
                }
            }
            Self::Copy(from, to) => {
                if let Some(bytes) = files.get(*from).cloned() {
                    put(files, to, bytes);
                }
            }
            Self::Restore(path) => {
                files.remove(*path);
                files.extend(start().remove(*path).map(|bytes| ((*path).to_owned(), bytes)));
            }
        }
    }
}

impl Garbling {
    fn of(self, bytes: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(bytes);
        match self {
            Self::Empty => Vec::new(),
            Self::Crlf => text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes(),
            Self::Cut => bytes.iter().copied().take(bytes.len() * 2 / 3).collect(),
            Self::NotUtf8 => [bytes, b"\xff\x00\xfe"].concat(),
            Self::Mark => [b"\xef\xbb\xbf", bytes].concat(),
        }
    }
}

fn put(files: &mut Files, path: &str, bytes: Vec<u8>) {
    files.insert(path.to_owned(), bytes);
}

fn change(files: &mut Files, path: &str, with: impl FnOnce(&[u8]) -> Vec<u8>) {
    if let Some(bytes) = files.get_mut(path) {
        *bytes = with(bytes);
    }
}

fn paragraphs(bytes: &[u8], with: impl FnOnce(&mut Vec<String>)) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut all: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    with(&mut all);
    all.join("\n\n").into_bytes()
}

/// Pictures of two sizes and kinds, and what is none.
fn picture(kind: u8) -> Vec<u8> {
    let (width, format) = match kind {
        0 | 1 => (40, image::ImageFormat::Png),
        2 => (60, image::ImageFormat::Png),
        3 => (40, image::ImageFormat::Jpeg),
        4 => return b"no picture".to_vec(),
        _ => return Vec::new(),
    };
    let image = image::RgbImage::from_fn(width, 30, |x, y| {
        image::Rgb([u8::from(x > y), u8::from(x % 3 == 0) * 200, 90 + kind])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}
