//! Pictures that come into the content through the preview.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a value of JSON that is missing is null, and fails the test, as a panic does"
)]

use std::fs;
use std::io::Cursor;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::editor::{Editor, GUIDE, MARKS, PAGE, SIDECAR, site, text};
use crate::pictures::{blank, holds};
use crate::preview::Preview;
use crate::program::Site;

const CHINESE: &str =
    "+++\ntitle = \"好\"\n+++\n\n## 步驟：登入\n\n![頁面](img/x.png)\n\n1. 按 **登入**。\n2. 等。\n\n完。\n";
const TWIN: &str = "content/a/good.zh-TW.md";

/// The site of the editor's tests in two languages.
fn bilingual() -> Site {
    let site = site();
    fs::write(site.path("stepbook.toml"), "languages = [\"en\", \"zh-TW\"]\ntitle.en = \"T\"\n").unwrap();
    fs::write(site.path(TWIN), CHINESE).unwrap();
    site
}

/// A picture as the page sends it.
fn sent(bytes: &[u8], alts: &Value) -> Value {
    json!({ "data": BASE64_STANDARD.encode(bytes), "alts": alts, "keep": null })
}

/// Pictures before a block of the only step, which shows two.
fn addition(at: usize, pictures: &[Value]) -> Value {
    json!({ "page": "en/a/good.html", "section": "step-1", "at": at, "of": 2, "pictures": pictures })
}

fn photo(width: u32, height: u32, quality: u8) -> Vec<u8> {
    let noise = image::RgbImage::from_fn(width, height, |x, y| {
        let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
        let [a, b, c, _] = mixed.to_le_bytes();
        image::Rgb([a, b, c])
    });
    let mut bytes = Cursor::new(Vec::new());
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    noise.write_with_encoder(encoder).unwrap();
    bytes.into_inner()
}

/// The answer to pictures that are added as soon as the preview has seen what was done before.
fn added(editor: &Editor<'_>, ask: &Value) -> Value {
    for _ in 0..200 {
        match editor.ask("add", ask) {
            (200, saved) => return saved,
            (422, refused) if refused["code"] == json!("place") => thread::sleep(Duration::from_millis(25)),
            other => panic!("{other:?}"),
        }
    }
    panic!("the preview has not followed");
}

#[test]
fn a_picture_goes_into_the_gap_of_each_language_and_comes_out_again() {
    let preview = Preview::of(bilingual(), "");
    let editor = Editor::open(&preview);
    let before = preview.site.files("content");
    let place = json!({ "page": "en/a/good.html", "section": "step-1", "at": 1, "of": 2 });
    let (status, texts) = editor.ask("place", &place);
    let wanted = json!([
        { "language": "en", "title": "Sign in", "file": PAGE },
        { "language": "zh-TW", "title": "登入", "file": TWIN },
    ]);
    assert_eq!((status, &texts["texts"]), (200, &wanted));
    let alts = json!({ "en": "The [form]", "zh-TW": "表單" });
    let (status, saved) =
        editor.ask("add", &addition(1, &[sent(&blank(30, 20), &alts), sent(&blank(40, 20), &alts)]));
    assert_eq!(status, 200, "{saved}");
    let added = json!([
        { "file": "content/a/img/good-1-1.png", "size": [30, 20], "from": null },
        { "file": "content/a/img/good-1-2.png", "size": [40, 20], "from": null },
    ]);
    assert_eq!(saved["added"], added);
    let lines = |alt: &str| format!("\n![{alt}](img/good-1-1.png)\n![{alt}](img/good-1-2.png)\n");
    let english = GUIDE.replace("2. Wait.\n", &format!("2. Wait.\n{}", lines("The \\[form\\]")));
    assert_eq!(text(&preview.site, PAGE), english);
    assert_eq!(
        text(&preview.site, TWIN),
        CHINESE.replace("2. 等。\n", &format!("2. 等。\n{}", lines("表單")))
    );
    assert_eq!(fs::read(preview.site.path("content/a/img/good-1-2.png")).unwrap(), blank(40, 20));
    let (status, undone) = editor.ask("undo", &json!({ "undo": saved["undo"] }));
    assert_eq!((status, preview.site.files("content") == before), (200, true));
    assert_eq!(editor.ask("undo", &json!({ "undo": undone["undo"] })).0, 200);
    assert_eq!(text(&preview.site, PAGE), english, "done again");
    assert!(preview.site.path("content/a/img/good-1-1.png").exists());
}

#[test]
fn a_name_that_another_file_has_in_whatever_case_is_left_to_it() {
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    // The preview may not have seen it yet.
    fs::write(preview.site.path("content/a/img/Good-1-1.JPG"), b"mine").unwrap();
    fs::write(preview.site.path("content/a/img/good-1-2.png"), b"mine").unwrap();
    let (status, saved) = editor.ask("add", &addition(2, &[sent(&blank(3, 2), &json!({ "en": "A" }))]));
    assert_eq!(status, 200, "{saved}");
    let name = saved["added"][0]["file"].as_str().unwrap();
    assert!(name == "content/a/img/good-1-3.png" || name == "content/a/img/good-1-1.png", "{name}");
    assert_eq!(fs::read(preview.site.path("content/a/img/good-1-2.png")).unwrap(), b"mine");
}

#[test]
fn a_heavy_photo_is_made_smaller_and_its_original_kept_where_the_author_says() {
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let photo = photo(2600, 1300, 95);
    assert!(photo.len() > 2 << 20);
    let mut picture = sent(&photo, &json!({ "en": "A" }));
    picture["keep"] = json!("_originals");
    let (status, saved) = editor.ask("add", &addition(2, &[picture]));
    assert_eq!(status, 200, "{saved}");
    let added = json!([{ "file": "content/a/img/good-1-1.jpg", "size": [2048, 1024], "from": [2600, 1300] }]);
    assert_eq!(saved["added"], added);
    assert_eq!(fs::read(preview.site.path("content/a/img/_originals/good-1-1.jpg")).unwrap(), photo);
    let written = fs::read(preview.site.path("content/a/img/good-1-1.jpg")).unwrap();
    assert!(written.len() < photo.len() / 2);
    assert_eq!(editor.ask("undo", &json!({ "undo": saved["undo"] })).0, 200);
    assert!(!preview.site.path("content/a/img/_originals/good-1-1.jpg").exists());
}

#[test]
fn a_picture_that_is_replaced_keeps_its_marks_or_scales_them() {
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let replace = |bytes: &[u8]| {
        let picture = editor.figure()["pictures"][0].clone();
        let ask = json!({
            "picture": picture["id"], "version": picture["version"], "data": BASE64_STANDARD.encode(bytes), "keep": null,
        });
        editor.ask("replace", &ask)
    };
    let other = {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::from_pixel(96, 64, image::Rgb([9, 9, 9]))
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    };
    let (status, saved) = replace(&other);
    assert_eq!((status, text(&preview.site, SIDECAR)), (200, MARKS.to_owned()), "{saved}");
    assert_eq!(fs::read(preview.site.path("content/a/img/x.png")).unwrap(), other);
    let (status, saved) = replace(&blank(192, 128));
    assert_eq!((status, &saved["targets"][0]["size"]), (200, &json!([192, 128])), "{saved}");
    let scaled = MARKS.replace("[96, 64]", "[192, 128]").replace("[10, 10, 20, 20]", "[20, 20, 40, 40]");
    let scaled = scaled.replace("[40, 10, 20, 20]", "[80, 20, 40, 40]");
    assert_eq!(text(&preview.site, SIDECAR), scaled);
    let (status, undone) = editor.ask("undo", &json!({ "undo": saved["undo"] }));
    assert_eq!((status, &undone["targets"][0]["size"]), (200, &json!([96, 64])), "{undone}");
    assert_eq!(text(&preview.site, SIDECAR), MARKS);
    assert_eq!(fs::read(preview.site.path("content/a/img/x.png")).unwrap(), other);
    // A photo gets the kind of the file that it replaces.
    let (status, saved) = replace(&photo(96, 64, 80));
    assert_eq!(status, 200, "{saved}");
    assert_eq!(
        image::guess_format(&fs::read(preview.site.path("content/a/img/x.png")).unwrap()).unwrap(),
        image::ImageFormat::Png
    );
}

/// Both languages show `x.png`; Chinese has a picture of its own, without marks of its own.
#[test]
fn marks_that_another_picture_uses_too_are_scaled_in_a_sidecar_of_ones_own() {
    let site = bilingual();
    let (other, own) = ("content/a/img/x.zh-TW.png", "content/a/img/x.zh-TW.png.toml");
    fs::write(site.path(other), blank(96, 64)).unwrap();
    let preview = Preview::of(site, "");
    let editor = Editor::open(&preview);
    let figure = || editor.figure_of("zh-TW/a/good.html")["pictures"][0].clone();
    let replace = |bytes: &[u8]| {
        let (picture, data) = (figure(), BASE64_STANDARD.encode(bytes));
        let ask =
            json!({ "picture": picture["id"], "version": picture["version"], "data": data, "keep": null });
        editor.ask("replace", &ask)
    };
    assert_eq!(figure()["sidecar"], json!(SIDECAR));
    let (status, saved) = replace(&blank(192, 128));
    let now = &saved["targets"][0];
    assert_eq!((status, &now["size"], &now["sidecar"]), (200, &json!([192, 128]), &json!(own)), "{saved}");
    assert_eq!(text(&preview.site, SIDECAR), MARKS, "the other picture has its size still");
    assert!(text(&preview.site, own).contains("[20, 20, 40, 40]"));
    let (status, undone) = editor.ask("undo", &json!({ "undo": saved["undo"] }));
    assert_eq!((status, &undone["targets"][0]["sidecar"]), (200, &json!(SIDECAR)), "{undone}");
    assert!(!preview.site.path(own).exists());
}

#[test]
fn what_is_no_picture_and_what_stands_behind_one_is_never_written() {
    let preview = Preview::of(bilingual(), "");
    let editor = Editor::open(&preview);
    let before = preview.site.files("content");
    let alts = json!({ "en": "A", "zh-TW": "甲" });
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let html = b"<!doctype html><script>alert(1)</script>";
    let cut = blank(300, 200).get(..90).unwrap().to_vec();
    for bytes in [svg.as_slice(), html, b"", b"GIF89a", b"%PDF-1.7", b"MZ\x90", &cut] {
        let (status, refused) =
            editor.ask("add", &addition(1, &[sent(&blank(3, 2), &alts), sent(bytes, &alts)]));
        let code = refused["code"].as_str().unwrap_or_default();
        assert_eq!(
            (status, code.starts_with("picture"), &refused["picture"]),
            (422, true, &json!(1)),
            "{refused}"
        );
        assert!(preview.site.files("content") == before);
    }
    // A picture that is a page or an archive for other programs.
    for behind in [html.as_slice(), b"PK\x03\x04archive", b"<?php system(1) ?>"] {
        let bytes = [blank(30, 20), behind.to_vec()].concat();
        let saved = added(&editor, &addition(1, &[sent(&bytes, &alts)]));
        for (path, file) in preview.site.files("content") {
            assert!(!holds(&file, behind), "{path}");
        }
        assert_eq!(editor.ask("undo", &json!({ "undo": saved["undo"] })).0, 200);
    }
}

#[test]
fn calls_that_name_no_place_or_no_folder_write_nothing() {
    let preview = Preview::of(bilingual(), "");
    let editor = Editor::open(&preview);
    let before = preview.site.files("content");
    let picture = || sent(&blank(3, 2), &json!({ "en": "A" }));
    let changed = |key: &str, value: Value| {
        let mut ask = addition(1, &[picture()]);
        ask[key] = value;
        ask
    };
    let kept = |folder: &str| {
        let mut picture = picture();
        picture["keep"] = json!(folder);
        addition(1, &[picture])
    };
    let many: Vec<Value> = (0..21).map(|_| picture()).collect();
    let mut asks = vec![
        changed("page", json!("../../content/a/good.en.md")),
        changed("page", json!("en/none.html")),
        changed("section", json!("../step-1")),
        changed("section", json!("none")),
        changed("at", json!(-1)),
        changed("at", json!(3)),
        changed("of", json!(0)),
        changed("more", json!(1)),
        addition(1, &[]),
        addition(1, &many),
        addition(1, &[sent(&blank(3, 2), &json!({ "zh-TW": "甲" }))]),
        addition(1, &[sent(&blank(3, 2), &json!({ "en": "A".repeat(5000) }))]),
        addition(1, &[json!({ "data": "no base 64!", "alts": { "en": "A" }, "keep": null })]),
        addition(1, &[json!({ "data": 1, "alts": { "en": "A" }, "keep": null })]),
    ];
    asks.extend(["..", "../x", "a/b", "/tmp", "", ".git", "a\\b", "C:", &"x".repeat(41)].map(kept));
    for ask in asks {
        let (status, answer) = editor.ask("add", &ask);
        assert!((400..500).contains(&status), "{status} {answer} for {ask}");
        assert!(preview.site.files("content") == before, "{ask}");
    }
    let list = editor.figure()["list"].clone();
    for (id, version) in
        [(json!("content/a/img/x.png"), json!(1)), (list["id"].clone(), list["version"].clone())]
    {
        let ask = json!({ "picture": id, "version": version, "data": BASE64_STANDARD.encode(blank(3, 2)), "keep": null });
        assert!((400..500).contains(&editor.ask("replace", &ask).0));
    }
    let long = format!("POST /__stepbook/edit/add HTTP/1.1\r\n{}\r\n", editor.headers((64 << 20) + 1));
    assert_eq!(editor.answer(&long).0, 413);
    assert!(preview.site.files("content") == before);
}

#[cfg(unix)]
#[test]
fn a_folder_of_pictures_that_is_a_link_is_not_followed() {
    use std::os::unix::fs::symlink;

    let far = site();
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let picture = editor.figure()["pictures"][0].clone();
    fs::rename(preview.site.path("content/a/img"), preview.site.path("content/a/was")).unwrap();
    symlink(far.path("content/a/img"), preview.site.path("content/a/img")).unwrap();
    let before = far.files("content");
    let data = BASE64_STANDARD.encode(blank(96, 64));
    let ask = json!({ "picture": picture["id"], "version": picture["version"], "data": data, "keep": null });
    let (replaced, _) = editor.ask("replace", &ask);
    let (added, _) = editor.ask("add", &addition(1, &[sent(&blank(3, 2), &json!({ "en": "A" }))]));
    assert!(replaced >= 400 && added >= 400, "{replaced} {added}");
    assert!(far.files("content") == before);
    assert_eq!(text(&preview.site, PAGE), GUIDE);
}
