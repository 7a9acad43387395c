//! What a state shares with the one before it, tested by leaving out what is compared.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::memory::KeyInput;
use crate::compile::{CompileOptions, Compiler, compile};
use crate::source::{Asset, AssetFile, ContentTree, TakePiece, TreeFile};
use crate::url::{SitePath, TreePath};

/// A template that fails on pages that offer a file of 4 bytes.
const TEMPLATE: &str = "{% extends \"base.html\" %}{% block main %}{% if \"4 B\" in doc.body_html %}{{ nothing.at.all }}{% endif %}{% endblock %}";

const SITE: &[(&str, &str)] = &[
    ("stepbook.toml", "languages = [\"en\"]\n[title]\nen = \"T\"\n"),
    ("content/a.en.md", "# A\n\n[](b.en.md#fig-1)\n\n[doc](d.odt)\n\n[abc](e.abc)\n\n[b](c.en.md)\n"),
    ("content/b.en.md", "# B\n\n![](i.png)\n\n![Two](i.png)\n\nText.\n"),
    ("content/c.en.md", "# C\n"),
    ("content/s.en.md", "# S\n\n## Task: One\n"),
    ("content/i.png.toml", "decoration = false\n"),
    ("content/d.odt", "12"),
    ("content/e.abc", "3"),
];

fn picture(width: u32) -> Vec<u8> {
    let mut picture = io::Cursor::new(Vec::new());
    let drawn = ::image::DynamicImage::new_rgb8(width, 40);
    assert!(drawn.write_to(&mut picture, ::image::ImageFormat::Png).is_ok());
    picture.into_inner()
}

fn file(path: &str, text: &str) -> TreeFile {
    let (at, asset) = (TreePath::new(path), |bytes: Vec<u8>| Asset::new(bytes));
    match path.rsplit('.').next() {
        _ if path.starts_with("themes/") => TreeFile::Theme(at, asset(text.into())),
        Some("png") if text == "bad" => TreeFile::Asset(at, asset(text.into())),
        Some("png") => TreeFile::Asset(at, asset(picture(text.parse().unwrap_or(60)))),
        Some("odt" | "abc") => TreeFile::Asset(at, asset(text.into())),
        _ => TreeFile::text(at, text.into()),
    }
}

/// A file and its new text; `None` takes it away.
pub(super) type Edit = (&'static str, Option<&'static str>);

pub(super) fn tree(edits: &[Edit]) -> ContentTree {
    let mut files: BTreeMap<&str, &str> = SITE.iter().copied().collect();
    files.extend([("content/i.png", "60"), ("content/j.png", "50")]);
    for (path, text) in edits {
        files.remove(path);
        files.extend(text.map(|text| (*path, text)));
    }
    files.into_iter().map(|(path, text)| file(path, text)).collect()
}

/// Compiles a site with some edits, makes one more, and compiles it again without comparing inputs
/// of one kind. Tells whether that equals a clean build.
fn holds(blind: Option<KeyInput>, before: &[Edit], (path, text): Edit) -> bool {
    let options = CompileOptions::default();
    let mut compiler = Compiler::default();
    let mut changed = tree(before);
    drop(compiler.compile(&changed, &options));
    compiler.compare.blind = blind;
    match text {
        Some(text) => assert!(changed.put(file(path, text))),
        None => assert!(changed.remove(&TreePath::new(path))),
    }
    let fresh = tree(&[before, &[(path, text)]].concat());
    let (kept, clean) = (compiler.compile(&changed, &options), compile(&fresh, &options));
    kept.output == clean.output && kept.diagnostics.len() == clean.diagnostics.len()
}

#[test]
fn without_one_of_its_inputs_a_result_would_be_wrong() {
    let settings = |more: &'static str| ("stepbook.toml", Some(more));
    let edits: [(KeyInput, Edit); 13] = [
        (
            KeyInput::StepWords,
            settings("languages = [\"en\"]\n[title]\nen = \"T\"\n[steps.en]\nword = \"Task\"\n"),
        ),
        (
            KeyInput::Settings,
            settings("languages = [\"en\"]\n[title]\nen = \"T\"\n[downloads]\nendings = [\"abc\"]\n"),
        ),
        (KeyInput::Titles, settings("languages = [\"en\"]\n[title]\nen = \"Other\"\n")),
        (KeyInput::Setup, ("themes/default/templates/page.html", Some("{{ nothing.at.all }}"))),
        (KeyInput::Texts, ("content/c.en.md", Some("# C\n\nMore.\n"))),
        (KeyInput::Names, ("content/c.en.md", None)),
        (KeyInput::Sidecars, ("content/i.png.toml", Some("decoration = true\n"))),
        (KeyInput::Profiles, ("content/b.en.md", Some("# Other\n\n![](i.png)\n\n![Two](i.png)\n\nText.\n"))),
        (KeyInput::Seen, ("content/b.en.md", Some("# Other\n\n![](i.png)\n\n![Two](i.png)\n\nText.\n"))),
        (KeyInput::Used, ("content/c.en.md", Some("# C\n\n![One](j.png)\n"))),
        (KeyInput::Pictures, ("content/i.png", Some("bad"))),
        (KeyInput::Assets, ("content/i.png", Some("90"))),
        (KeyInput::Files, ("content/d.odt", Some("1234"))),
    ];
    for (kind, edit) in edits {
        let template = ("themes/default/templates/page.html", Some(TEMPLATE));
        let own = matches!(kind, KeyInput::Files | KeyInput::Setup);
        let before = if own { &[template][..] } else { &[] };
        assert!(holds(None, before, edit), "{kind:?} is compared");
        assert!(!holds(Some(kind), before, edit), "{kind:?} is needed");
    }
}

/// No page shows the picture, so that only the settings lead to its sidecar.
#[test]
fn a_picture_that_the_settings_name_now_has_its_sidecar() {
    let sidecar = ("content/j.png.toml", Some("crop = [0, 0, 20, 20]\n"));
    let logo =
        ("stepbook.toml", Some("languages = [\"en\"]\n[title]\nen = \"T\"\n[look]\nlogo = \"j.png\"\n"));
    assert!(holds(None, &[sidecar], logo));
}

#[test]
fn a_page_is_made_alone() {
    let state = Compiler::default().state(&tree(&[]), &CompileOptions::default());
    let open = state.open();
    let page =
        |path: &str| open.page(&SitePath::new(path)).map(|page| String::from_utf8_lossy(&page).into_owned());
    assert!(page("en/b.html").is_some_and(|page| page.contains(">B</h1>")));
    assert!(page("404.html").is_some_and(|page| page.contains("</html>")));
    assert_eq!(page("en/none.html"), None);
    assert!(state.has_page(&SitePath::new("index.html")) && !state.has_page(&SitePath::new("none.html")));
}

#[test]
fn a_look_that_is_stopped_finds_nothing() {
    let state = Compiler::default().state(&tree(&[]), &CompileOptions::default());
    let open = state.open();
    assert!(open.units(&|| true).is_none());
    assert!(open.units(&|| false).is_some_and(|made| open.findings(&made, &|| false).is_some()));
}

/// A picture that counts how often it is read, and whose reading of this number fails. A new picture is
/// read once for its hash, and then for its pixels.
#[derive(Debug)]
struct ReadPicture {
    bytes: Vec<u8>,
    count: Arc<AtomicUsize>,
    fails: Option<usize>,
}

impl AssetFile for ReadPicture {
    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn name(&self) -> String {
        "i.png".to_owned()
    }

    fn stamp(&self) -> u128 {
        0
    }

    fn stream(&self, take: TakePiece<'_>) -> io::Result<()> {
        if self.fails == Some(self.count.fetch_add(1, Ordering::Relaxed)) {
            return Err(io::Error::other("the disk is tired"));
        }
        take(&self.bytes)
    }

    fn piece(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        Asset::new(self.bytes.clone()).piece(at, length)
    }
}

fn read_picture(count: &Arc<AtomicUsize>, fails: Option<usize>) -> TreeFile {
    let file = ReadPicture { bytes: picture(60), count: Arc::clone(count), fails };
    TreeFile::Asset(TreePath::new("content/i.png"), Asset::later(Arc::new(file)))
}

#[test]
fn a_page_whose_picture_could_not_be_read_for_a_moment_is_made_again() {
    let (whole, mut site) = (tree(&[]), tree(&[]));
    site.put(read_picture(&Arc::default(), Some(1)));
    let (options, mut compiler) = (CompileOptions::default(), Compiler::default());
    assert_eq!(compiler.compile(&site, &options).unread.len(), 1);
    assert_eq!(compiler.compile(&site, &options).output, compile(&whole, &options).output);
}

#[test]
fn a_picture_is_not_read_again_when_a_mark_moves() {
    let (mut site, count) = (tree(&[]), Arc::<AtomicUsize>::default());
    site.put(read_picture(&count, None));
    let (options, mut compiler) = (CompileOptions::default(), Compiler::default());
    let mut read = |sidecar: &str| {
        site.put(file("content/i.png.toml", sidecar));
        let compiled = compiler.compile(&site, &options);
        let page = compiled.output.get(&SitePath::new("en/b.html")).cloned();
        (count.swap(0, Ordering::Relaxed), page)
    };
    let (first, page) = read("[[mark]]\nbox = [1, 1, 9, 9]\n");
    let (moved, other) = read("[[mark]]\nbox = [2, 1, 9, 9]\n");
    assert!(first == 2 && moved == 0 && page != other, "{first} {moved}");
    assert_eq!(read("[[redact]]\nbox = [2, 1, 9, 9]\n").0, 1, "it hides something now");
}

/// Only some settings of a sidecar change the pixels, and others what is drawn over them.
#[test]
fn a_picture_is_as_in_a_clean_build_after_a_change_of_any_setting_of_its_sidecar() {
    const ALL: &str = "size = [60, 40]\ncrop = [0, 0, 50, 30]\n[[redact]]\nbox = [2, 1, 9, 9]\ntext = \"a\"\n[[mark]]\nbox = [9, 9, 9, 9]\n";
    let changed = [
        "size = [60, 40]\ncrop = [0, 0, 50, 31]\n[[redact]]\nbox = [2, 1, 9, 9]\ntext = \"a\"\n[[mark]]\nbox = [9, 9, 9, 9]\n",
        "size = [60, 40]\ncrop = [0, 0, 50, 30]\n[[redact]]\nbox = [2, 1, 9, 8]\ntext = \"a\"\n[[mark]]\nbox = [9, 9, 9, 9]\n",
        "size = [60, 40]\ncrop = [0, 0, 50, 30]\n[[redact]]\nbox = [2, 1, 9, 9]\ntext = \"b\"\n[[mark]]\nbox = [9, 9, 9, 9]\n",
        "size = [60, 40]\ncrop = [0, 0, 50, 30]\n[[redact]]\nbox = [2, 1, 9, 9]\ntext = \"a\"\n[[mark]]\npin = [9, 9]\n",
        "size = [50, 40]\ncrop = [0, 0, 50, 30]\n[[mark]]\nbox = [9, 9, 9, 9]\n",
        "crop = [0, 0, 50, 30]\n[[mark]]\nn = \"1\"\n",
    ];
    for text in changed {
        assert!(
            holds(None, &[("content/i.png.toml", Some(ALL))], ("content/i.png.toml", Some(text))),
            "{text}"
        );
        assert!(
            holds(None, &[("content/i.png.toml", Some(text))], ("content/i.png.toml", Some(ALL))),
            "{text}"
        );
    }
}
