//! The finished site contains no content that no page asks for.

use std::collections::BTreeMap;

use stepbook::compile::{CompileOptions, compile};
use stepbook::source::ContentTree;

use crate::made::{Made, Site, TWO, our_tree, ours};
use crate::pictures::{blank, holds};

/// A site in which every text that must not be published contains `stay-`.
fn site() -> Site {
    let page = "+++\ntitle = \"頁\"\n+++\n\n<!-- stay-comment -->\n\n[一段](../_stay-parts/stay-used.zh-TW.md \"include\")\n\n\
                ![看得到的圖](img/shown.png)\n\n[要下載的](files/form.odt)、[草稿](stay-draft.zh-TW.md)、[零件](../_stay-parts/stay-used.zh-TW.md)、\
                [邊車](img/shown.png.toml)、[設定](../../stepbook.toml)\n\n<script>stay-script</script>\n\n[未用]: https://stay-reference.tw/\n";
    Site::new(&format!("# stay-config\n{TWO}\n[check]\n# stay-too\norphan-image = \"off\"\n"))
        .text("content/index.zh-TW.md", "# 首頁\n\n- [第一](e/a.zh-TW.md)\n")
        .text("content/e/a.zh-TW.md", page)
        .text("content/e/stay-draft.zh-TW.md", "+++\ntitle = \"stay-title\"\ndraft = true\n+++\n\nstay-draft ![圖](img/stay.png)[檔](files/stay.odt)\n")
        .text("content/_stay-parts/stay-used.zh-TW.md", "大家共用的話。\n")
        .text("content/_stay-parts/stay-unused.zh-TW.md", "stay-part\n")
        .text("content/_stay-folder/page.zh-TW.md", "stay-page\n")
        .text("content/e/img/shown.png.toml", "# stay-sidecar\nsize = [40, 30]\n[[mark]]\nbox = [2, 2, 9, 9]\n")
        .file("content/e/img/shown.png", blank(40, 30))
        .file("content/e/img/stay.png", blank(41, 30))
        .file("content/e/files/form.odt", "form-odt")
        .file("content/e/files/stay.odt", "stay-odt")
        .file("content/stay-notes.txt", "stay-notes")
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}

/// Every input file, by the hash of its bytes.
fn inputs(tree: &ContentTree) -> BTreeMap<[u8; 32], &str> {
    let assets = tree.assets().iter().map(|(path, file)| (file.hash().unwrap(), path.as_str()));
    let sources = tree.sources().map(|source| (hash(source.text.as_bytes()), source.path.as_str()));
    assets.chain(sources).collect()
}

/// Output files that equal an input file byte for byte, as `output = input`.
fn copies(tree: &ContentTree, made: &Made) -> Vec<String> {
    let inputs = inputs(tree);
    let files = made.output.iter().map(|(path, bytes)| (path, hash(bytes)));
    let copies = made.output.copies().map(|(path, file)| (path, file.hash().unwrap()));
    let same = |(path, hash)| Some(format!("{path} = {}", inputs.get(&hash)?));
    files.chain(copies).filter_map(same).collect()
}

#[test]
fn what_no_page_asks_for_stays_at_home() {
    let made = site().made();
    let mut leaks = Vec::new();
    for (path, bytes) in made.output.iter() {
        if holds(bytes, b"stay-") || path.as_str().contains("stay-") {
            leaks.push(path.as_str());
        }
    }
    assert_eq!(leaks, Vec::<&str>::new());
    assert!(made.page("zh-TW/e/a.html").contains("大家共用的話。"));
}

#[test]
fn only_what_a_page_offers_for_download_is_copied() {
    let site = site();
    let made = site.clone().made();
    assert_eq!(copies(&site.tree(), &made), ["files/e/files/form.odt = content/e/files/form.odt"]);
}

#[test]
fn of_our_own_content_only_downloads_are_copied() {
    let copied = copies(our_tree(), ours());
    assert!(!copied.is_empty() && copied.iter().all(|copy| copy.starts_with("files/")), "{copied:?}");
}

#[test]
fn drafts_are_there_only_when_asked_for() {
    let tree = site().tree();
    let with = compile(&tree, &CompileOptions { drafts: true, ..CompileOptions::default() }).output;
    let drafts = |bytes: &[u8]| holds(bytes, b"stay-draft");
    assert!(with.iter().any(|(path, bytes)| path.as_str() == "zh-TW/e/stay-draft.html" && drafts(bytes)));
    assert!(!Made::of(&tree).output.iter().any(|(_, bytes)| drafts(bytes)));
}

/// Each kind of file has its place, and no other file is written.
#[test]
fn every_output_file_has_a_known_place() {
    for path in ours().addresses() {
        let folder = path.split('/').next().unwrap();
        let known = ["zh-TW", "en", "assets", "img", "files", "search", "index.html", "404.html"];
        assert!(known.contains(&folder), "{path}");
    }
}

/// The preview's own script, its mark editor and the key of a run are no part of a site.
#[test]
fn nothing_of_the_preview_is_in_a_built_site() {
    for word in [
        "__stepbook",
        "stepbook-key",
        "X-Stepbook-Key",
        "sb-pencil",
        "sb-add",
        "sb-dialog",
        "stepbookEditor",
        "data-edits",
    ] {
        let has = |(path, bytes): (&stepbook::url::SitePath, &std::sync::Arc<[u8]>)| {
            holds(bytes, word.as_bytes()).then(|| path.as_str().to_owned())
        };
        assert_eq!(ours().output.iter().find_map(has), None, "{word}");
    }
}
