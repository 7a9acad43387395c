//! A compiler that has compiled before gives the same as a new one.

use std::collections::BTreeMap;
use std::io::Cursor;

use proptest::prelude::*;
use stepbook::compile::{CompileOptions, Compiler, compile};
use stepbook::diag::Diagnostic;
use stepbook::source::{Asset, ContentTree, SourceId, TreeFile};
use stepbook::url::TreePath;

/// A change that an author makes: a file, and its new text; with `None` the
/// file is removed.
type Edit = (&'static str, Option<&'static str>);

const EDITS: &[Edit] = &[
    ("content/e/a.zh-TW.md", Some("## 步驟：登入\n\n![登入頁面的按鈕](i.png)\n\n1. 點選登入。\n")),
    ("content/e/a.zh-TW.md", Some("## 步驟：登入\n\n## 步驟：更新 {#renew}\n\n[](b.zh-TW.md)\n")),
    ("content/e/a.zh-TW.md", None),
    ("content/e/a.en.md", Some("+++\ntitle = \"A\"\n+++\n## Step: Sign in\n\n[](#renew)\n")),
    ("content/e/a.en.md", None),
    (
        "content/e/b.zh-TW.md",
        Some("+++\ntitle = \"乙\"\norder = 1\n+++\n## 步驟：看 {#look}\n\n[](a.zh-TW.md#renew)\n"),
    ),
    ("content/e/b.zh-TW.md", Some("+++\ntitle = \"丙\"\n+++\n[甲](../_p/p.zh-TW.md \"include\")\n")),
    ("content/_p/p.zh-TW.md", Some("共用的話。\n")),
    ("content/_p/p.zh-TW.md", Some("另一句話。\n")),
    ("content/e/i.png.toml", Some("size = [40, 30]\n[[mark]]\nn = 1\nbox = [4, 4, 10, 10]\n")),
    ("content/e/i.png.toml", Some("size = [40, 30]\n[[redact]]\nbox = [0, 0, 20, 20]\n")),
    ("content/e/i.en.png.toml", Some("size = [40, 30]\n[[redact]]\nbox = [20, 0, 20, 20]\n")),
    (
        "content/e/b.en.md",
        Some(
            "+++\ntitle = \"B\"\nverified = 2026-11-20\n+++\n## Step: Look {#look}\n\n- **Fail** → [](a.en.md#renew)\n",
        ),
    ),
    ("themes/default/i18n/en.toml", Some("[figure]\nenlarge = \"Bigger\"\n")),
    ("themes/default/i18n/en.toml", None),
    ("themes/default/style.css", Some(".step { color: red }\n")),
    ("themes/default/assets/extra.css", Some(".step { color: blue }\n")),
    ("themes/default/assets/extra.css", None),
    ("themes/default/templates/page.html", Some("\n{{ nothing.at.all }}")),
    ("content/about.zh-TW.md", Some("關於。\n")),
    ("content/about.zh-TW.md", None),
    ("content/e/index.zh-TW.md", Some("+++\ntitle = \"手冊集\"\n+++\n")),
    ("content/index.zh-TW.md", Some("+++\ntitle = \"首頁\"\n+++\n")),
    (
        "stepbook.toml",
        Some("languages = [\"zh-TW\", \"en\"]\nbase_url = \"https://a.tw/\"\n[title]\nzh-TW = \"站\"\n"),
    ),
    (
        "stepbook.toml",
        Some("languages = [\"zh-TW\", \"en\"]\n[look]\naccent = \"#0b5fa5\"\nlogo = \"e/i.png\"\n"),
    ),
    ("stepbook.toml", Some("languages = [\"zh-TW\", \"en\"]\n[look]\nlogo = \"logo.svg\"\n")),
    (
        "stepbook.toml",
        Some("languages = [\"zh-TW\"]\n[[term]]\nzh-TW = \"登入\"\nmeaning.zh-TW = \"進去\"\n"),
    ),
];

fn picture() -> Vec<u8> {
    let image = image::RgbImage::from_fn(40, 30, |x, y| {
        image::Rgb([u8::from(x > y), u8::from(x % 3 == 0) * 200, 90])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A file of the theme or a text.
fn file(path: &str, text: &str) -> TreeFile {
    let path = TreePath::new(path);
    if path.as_str().starts_with("themes/") {
        return TreeFile::Theme(path, Asset::new(text.as_bytes()));
    }
    TreeFile::text(path, text.into())
}

fn tree(files: &BTreeMap<&'static str, &'static str>) -> ContentTree {
    let mut tree: ContentTree = files.iter().map(|(path, text)| file(path, text)).collect();
    let asset = |path: &str, bytes: Vec<u8>| TreeFile::Asset(TreePath::new(path), Asset::new(bytes));
    tree.extend(["content/e/i.en.png", "content/e/i.png"].map(|path| asset(path, picture())));
    let logo = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9'/></svg>";
    tree.put(asset("content/logo.svg", logo.into()));
    tree
}

/// The findings with the rank of each source as its id, which is the same in all trees of the same
/// files.
fn by_rank(tree: &ContentTree, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let rank = |id| SourceId(u32::try_from(tree.rank(id)).unwrap_or(u32::MAX));
    for finding in &mut findings {
        finding.span.source = rank(finding.span.source);
        finding.fix.iter_mut().for_each(|fix| fix.span.source = rank(fix.span.source));
    }
    findings
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// After any sequence of edits, the output and the findings equal those of
    /// a clean build, byte for byte: those of a compiler that has compiled before,
    /// of a tree that was changed file by file.
    #[test]
    fn an_incremental_build_equals_a_clean_one(edits in prop::collection::vec(prop::sample::select(EDITS), 1..9)) {
        let mut compiler = Compiler::default();
        let mut files = BTreeMap::new();
        let mut changed = tree(&files);
        for (path, text) in edits {
            if let Some(text) = text {
                files.insert(path, text);
                changed.put(file(path, text));
            } else {
                files.remove(path);
                changed.remove(&TreePath::new(path));
            }
            let fresh = tree(&files);
            let kept = compiler.compile(&changed, &CompileOptions::default());
            let clean = compile(&fresh, &CompileOptions::default());
            prop_assert_eq!(kept.output, clean.output);
            prop_assert_eq!(by_rank(&changed, kept.diagnostics), by_rank(&fresh, clean.diagnostics));
        }
    }
}
