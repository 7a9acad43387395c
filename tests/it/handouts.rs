//! Handouts: what the files contain, and how the commands handle them.

use std::sync::Mutex;

use lopdf::{Document, Object};
use stepbook::compile::Layout;
use stepbook::compile::{CompileOptions, HandoutRequest, WantedHandouts, print};
use stepbook::output::NoStore;
use stepbook::source::ContentTree;

use crate::made::our_tree;
use crate::program::{Site, stepbook};

const GUIDE: &str = "+++\ntitle = \"登入平台\"\nverified = 2026-11-20\nplatform = \"https://www.example.edu.tw/\"\n+++\n\n\
    ## 步驟：登入\n\n點選**「登入」**。\n\n## 步驟：登出\n\n回到[](#step-1)。\n";

/// The handouts of a site in one layout, by their addresses.
pub(crate) fn printed(tree: &ContentTree, layout: Layout) -> Vec<(String, Vec<u8>)> {
    let files = Mutex::new(Vec::new());
    let wanted = WantedHandouts { layout, ..WantedHandouts::default() };
    let options = CompileOptions::default();
    let request = HandoutRequest { tree, options: &options, wanted: &wanted, store: &NoStore };
    let done = print(request, |path, handout| {
        files.lock().unwrap().push((path.to_string(), handout.bytes));
    });
    assert_eq!(done.diagnostics, Vec::new());
    let mut files = files.into_inner().unwrap();
    files.sort();
    files
}

/// The pictures of a file as a reader unpacks them (pixels of three bytes or
/// one; a JPEG as its file), and everything else in the file, unpacked.
pub(crate) fn unpacked(file: &[u8]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let document = Document::load_mem(file).unwrap();
    let (mut pictures, mut others) = (Vec::new(), Vec::new());
    for object in document.objects.values() {
        let Object::Stream(stream) = object else { continue };
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let number = |key: &[u8]| usize::try_from(stream.dict.get(key).ok()?.as_i64().ok()?).ok();
        match (number(b"Width"), number(b"Height")) {
            (Some(width), Some(height)) => pictures.push(pixels(bytes, (width, height))),
            _ => others.push(bytes),
        }
    }
    (pictures, others)
}

/// The rows of a picture without the byte that says how a PNG filters them, if
/// they have it.
fn pixels(bytes: Vec<u8>, (width, height): (usize, usize)) -> Vec<u8> {
    for channels in [1, 3] {
        let row = width * channels + 1;
        if bytes.len() == row * height {
            assert!(
                bytes.chunks(row).all(|row| row.first() == Some(&0)),
                "a filter that this test does not know"
            );
            return bytes.chunks(row).flat_map(|row| row.iter().skip(1)).copied().collect();
        }
    }
    bytes
}

#[test]
fn every_guide_has_a_handout_in_every_layout_and_language() {
    for layout in Layout::ALL {
        let files = printed(our_tree(), layout);
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths.len(), 8, "{paths:?}");
        assert!(files.iter().all(|(_, bytes)| bytes.starts_with(b"%PDF-1.7")), "{paths:?}");
    }
}

#[test]
fn pictures_are_the_published_data_not_packed_again() {
    let made = crate::made::ours();
    let published: Vec<&[u8]> = made
        .output
        .iter()
        .filter(|(path, _)| path.as_str().starts_with("img/"))
        .map(|(_, bytes)| &**bytes)
        .collect();
    let files = printed(our_tree(), Layout::Handout);
    let (_, bytes) = files.iter().find(|(path, _)| path == "zh-TW/elearn/register.pdf").unwrap();
    let document = Document::load_mem(bytes).unwrap();
    let mut seen = 0;
    for object in document.objects.values() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.get(b"DecodeParms").is_ok() && stream.dict.get(b"Width").is_ok() {
            let data = stream.content.get(..4_000).unwrap_or(&stream.content);
            assert!(published.iter().any(|file| crate::pictures::holds(file, data)));
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn a_site_links_to_handouts_with_their_size_and_pages() {
    let site = Site::of(&[("content/a/g.zh-TW.md", GUIDE)]);
    assert_eq!(site.run(&["build"]).code, Some(0));
    let page = std::fs::read_to_string(site.path("public/zh-TW/a/g.html")).unwrap();
    let size = std::fs::metadata(site.path("public/zh-TW/a/g.pdf")).unwrap().len().div_ceil(1_000);
    assert!(page.contains(&format!("PDF 講義（{size} KB，1 頁）")), "{size}: {page}");
    assert!(page.contains("href=\"g.pdf\""));
    let list = std::fs::read_to_string(site.path("public/zh-TW/a/index.html")).unwrap();
    assert!(list.contains("href=\"g.pdf\""));
    assert!(site.path("public/en/a/g.pdf").exists());
}

#[test]
fn without_handouts_there_are_neither_files_nor_links() {
    let site = Site::of(&[("content/a/g.zh-TW.md", GUIDE)]);
    assert_eq!(site.run(&["build", "--no-pdf"]).code, Some(0));
    assert!(!site.path("public/zh-TW/a/g.pdf").exists());
    assert!(
        !site
            .files("public")
            .iter()
            .any(|(path, bytes)| { path.contains(".html") && crate::pictures::holds(bytes, b".pdf\"") })
    );
}

#[test]
fn a_handout_that_the_cache_has_is_not_made_again() {
    let site = Site::of(&[("content/a/g.zh-TW.md", GUIDE)]);
    site.run(&["build"]);
    let first = site.files("public");
    // A file in the cache is used if it has the right fingerprint.
    let cached = site.files(".stepbook/cache");
    assert!(cached.len() >= 2, "{:?}", cached.keys());
    let run = site.run(&["build"]);
    assert!(run.out.contains("(0 changed)") || run.err.contains("(0 changed)"), "{}{}", run.out, run.err);
    assert_eq!(site.files(".stepbook/cache"), cached);
    // A build without a cache, and one with a damaged cache, give the same
    // files.
    std::fs::remove_dir_all(site.path(".stepbook")).unwrap();
    site.run(&["build"]);
    assert!(site.files("public") == first);
}

#[test]
fn an_edit_makes_only_its_own_handout_again() {
    let other = GUIDE.replace("登入平台", "登出平台");
    let site = Site::of(&[("content/a/g.zh-TW.md", GUIDE), ("content/a/h.zh-TW.md", &other)]);
    site.run(&["build"]);
    let before = site.files(".stepbook/cache");
    site.put("content/a/h.zh-TW.md", &other.replace("回到", "再回到"));
    site.run(&["build"]);
    let after = site.files(".stepbook/cache");
    let new: Vec<_> = after.keys().filter(|name| !before.contains_key(*name)).collect();
    assert_eq!(new.len(), 2, "the guide in its own language and where it stands in: {new:?}");
}

#[test]
fn pdf_writes_what_is_asked_for_and_says_what_is_not_there() {
    let site = Site::of(&[("content/a/g.zh-TW.md", GUIDE), ("content/a/h.zh-TW.md", GUIDE)]);
    let run = site.run(&["pdf", "a/g", "--lang", "zh-TW", "--layout", "two-up", "--out", "paper"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let manifest = ".stepbook-handouts";
    assert_eq!(site.files("paper").keys().collect::<Vec<_>>(), [manifest, "zh-TW/a/g.two-up.pdf"]);
    assert_eq!(site.run(&["pdf", "--collection", "a"]).code, Some(0));
    assert_eq!(site.files("handouts").keys().collect::<Vec<_>>(), [manifest, "en/a.pdf", "zh-TW/a.pdf"]);
    for (arguments, words) in [
        (["pdf", "a/x"].as_slice(), "there is no guide `a/x`"),
        (&["pdf", "--lang", "de"], "there is no guide in the language `de`"),
        (&["pdf", "--lang", "../x"], "`../x` is no language tag"),
        (&["pdf", "--collection", "b"], "there is no collection `b`"),
        (&["pdf", "--layout", "poster"], "poster"),
        (&["pdf", "--base-url", "example"], "https://"),
    ] {
        let run = site.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn a_character_without_a_glyph_is_named_and_costs_no_handout() {
    let site = Site::of(&[("content/a/g.zh-TW.md", &GUIDE.replace("回到", "𠀀"))]);
    let run = site.run(&["pdf", "--lang", "zh-TW"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("missing-glyph") && run.err.contains("g.zh-TW.md:13:1"), "{}", run.err);
    assert!(site.path("handouts/zh-TW/a/g.pdf").exists());
}

#[test]
fn a_print_theme_that_lacks_a_function_is_told_which() {
    let theme = "#let style(content) = content\n#let gap(it) = 0\n";
    let site = Site::of(&[("content/a/g.zh-TW.md", GUIDE), ("themes/blue/print/handout.typ", theme)]);
    let settings = std::fs::read_to_string(site.path("stepbook.toml")).unwrap();
    std::fs::write(site.path("stepbook.toml"), format!("theme = \"blue\"\n{settings}")).unwrap();
    let run = site.run(&["pdf", "--lang", "zh-TW"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("there is no function `piece`") && run.err.contains("handout.typ"),
        "{}",
        run.err
    );
}

#[test]
fn items_below_one_another_are_one_list() {
    let items = "點選：\n\n1. 一。\n2. 二。\n3. 三。\n";
    let site = Site::of(&[("content/a/g.zh-TW.md", &GUIDE.replace("點選**「登入」**。", items))]);
    let (_, file) = printed(&stepbook::disk::load(&site.path(".")).unwrap(), Layout::Handout).remove(0);
    let document = Document::load_mem(&file).unwrap();
    let kinds = |kind: &[u8]| {
        let elements = document.objects.values().filter_map(|object| object.as_dict().ok());
        elements
            .filter(|dict| dict.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == kind))
            .count()
    };
    assert_eq!([b"L".as_slice(), b"LI", b"Lbl", b"LBody"].map(kinds), [1, 3, 3, 3]);
}

#[test]
fn the_same_bytes_with_any_number_of_threads_in_any_folder_zone_and_language() {
    let mut made = Vec::new();
    for (threads, zone, lang) in
        [("1", "Asia/Taipei", "zh_TW.UTF-8"), ("2", "America/New_York", "C"), ("5", "UTC", "tr_TR")]
    {
        let site = Site::of(&[("content/a/g.zh-TW.md", GUIDE)]);
        let mut run =
            stepbook(&site.path("."), &["pdf", "--threads", threads, "--base-url", "https://x.tw/g/"]);
        assert!(run.env("TZ", zone).env("LC_ALL", lang).status().unwrap().success());
        made.push(site.files("handouts"));
    }
    assert!(made.windows(2).all(|pair| pair.first() == pair.last()));
}

#[test]
fn a_font_that_a_site_may_not_use_is_not_looked_for() {
    let site = Site::of(&[("content/a/g.zh-TW.md", &GUIDE.replace("回到", "\u{E000}"))]);
    let load = || stepbook::disk::load(&site.path(".")).unwrap();
    assert!(load().fonts().is_empty());
    site.put(
        "stepbook.toml",
        "languages = [\"zh-TW\"]\ntitle.\"zh-TW\" = \"手冊\"\n[print]\nsystem_fonts = \"yes\"\n",
    );
    assert!(load().fonts().is_empty());
    let run = site.run(&["check"]);
    assert!(run.err.contains("system_fonts"), "{}", run.err);
}
