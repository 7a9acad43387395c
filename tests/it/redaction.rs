//! The finished site contains nothing of what is under a redaction.
//!
//! There are two ways to find out. One looks for the noise and the marker
//! themselves, in all bytes and in all decoded pixels. The other looks for any
//! trace of them: two sites that differ only in their hidden pixels must be the
//! same site.

#[cfg(feature = "pdf")]
use std::collections::BTreeSet;

use image::GenericImageView as _;
use stepbook::source::TreeFile;
use stepbook::url::{SitePath, TreePath};

use crate::made::{Made, Site, TWO};
use crate::pictures::{KINDS, Kind, SIZE, holds, marker, needles, picture, secret_colours};

/// A sidecar that redacts the secret's area, crops the picture, and has a mark.
const SIDECAR: &str = "size = [96, 64]\ncrop = [16, 8, 72, 52]\n[[redact]]\nbox = [32, 16, 32, 32]\ntext = \"王小明\"\n\
                       [[mark]]\nn = 1\nbox = [20, 50, 16, 8]\n";

/// Pages that show a redacted picture. Two of them show the same file, one
/// shows a localised twin that has no sidecar of its own.
fn site(kind: Kind, seed: u32, sidecar: &str) -> Site {
    let ending = kind.extension();
    let figure = format!("![登入的畫面](img/s.{ending} \"登入\")\n\n1. 點選登入。\n");
    let show = |step: &str| format!("# 頁\n\n## {step}\n\n{figure}");
    Site::new(TWO)
        .text("content/e/a.zh-TW.md", show("步驟：登入"))
        .text("content/e/a.en.md", show("Step: Sign in"))
        .text("content/e/b.zh-TW.md", show("步驟：登入"))
        .text(&format!("content/e/img/s.{ending}.toml"), sidecar)
        .file(&format!("content/e/img/s.{ending}"), picture(kind, seed))
        .file(&format!("content/e/img/s.en.{ending}"), picture(kind, seed + 100))
}

/// The finished site of `site`, with its handouts.
fn printed(kind: Kind, seed: u32, sidecar: &str) -> Made {
    Made::with_handouts(&site(kind, seed, sidecar).tree())
}

/// The places where a secret can be seen, in words.
fn seen(made: &Made, kind: Kind, seed: u32) -> Vec<String> {
    let (word, colours) = (marker(seed), secret_colours(seed));
    let noise = needles(kind, seed);
    let mut found = Vec::new();
    // Files of the theme are the same in every site.
    for (path, bytes) in made.output.iter().filter(|(path, _)| !path.as_str().starts_with("assets/")) {
        if holds(bytes, word.as_bytes()) {
            found.push(format!("{path}: the marker"));
        }
        if noise.iter().any(|needle| holds(bytes, needle)) {
            found.push(format!("{path}: noise in its bytes"));
        }
        #[cfg(feature = "pdf")]
        if path.as_str().contains(".pdf") {
            found.extend(seen_on_paper(bytes, &noise, &colours).map(|what| format!("{path}: {what}")));
        }
        if !path.as_str().starts_with("img/") {
            continue;
        }
        let decoded = image::load_from_memory(bytes).unwrap();
        if decoded.pixels().any(|(_, _, image::Rgba([r, g, b, _]))| colours.contains(&[r, g, b])) {
            found.push(format!("{path}: noise in its pixels"));
        }
    }
    found
}

/// Which part of a secret is in a handout after unpacking.
#[cfg(feature = "pdf")]
fn seen_on_paper(file: &[u8], noise: &[Vec<u8>], colours: &BTreeSet<[u8; 3]>) -> Option<&'static str> {
    let (pictures, others) = crate::handouts::unpacked(file);
    let shows = |picture: &[u8]| match image::load_from_memory(picture) {
        Ok(jpeg) => jpeg.pixels().any(|(_, _, image::Rgba([r, g, b, _]))| colours.contains(&[r, g, b])),
        Err(_) => picture.as_chunks::<3>().0.iter().any(|pixel| colours.contains(pixel)),
    };
    if pictures.iter().any(|picture| shows(picture)) {
        return Some("noise in the pixels of a handout");
    }
    let mut all = pictures.iter().chain(&others);
    all.any(|bytes| noise.iter().any(|needle| holds(bytes, needle))).then_some("noise in a handout")
}

#[test]
fn the_noise_is_there_to_be_found_without_a_redaction() {
    for kind in KINDS {
        let original = picture(kind, 1);
        assert!(holds(&original, marker(1).as_bytes()), "{kind:?}");
        let decoded = image::load_from_memory(&original).unwrap();
        assert_eq!(decoded.dimensions(), SIZE, "{kind:?}");
        let unredacted = printed(kind, 1, "size = [96, 64]\n");
        let pixels = seen(&unredacted, kind, 1).iter().any(|place| place.ends_with("pixels"));
        // The pixels of a photo differ from those that were encoded, and a
        // palette has other colours.
        assert_eq!(pixels, !matches!(kind, Kind::Jpeg | Kind::Palette), "{kind:?}");
        assert!(unredacted.output != printed(kind, 2, "size = [96, 64]\n").output, "{kind:?}");
        let paper = seen(&unredacted, kind, 1).iter().any(|place| place.contains("of a handout"));
        assert_eq!(paper, pixels && cfg!(feature = "pdf"), "{kind:?}");
    }
}

#[test]
fn a_redacted_secret_is_in_no_byte_and_in_no_pixel() {
    for kind in KINDS {
        let made = printed(kind, 1, SIDECAR);
        let pictures = made.addresses().into_iter().filter(|path| path.starts_with("img/")).count();
        assert_eq!(pictures, 1, "{kind:?}: both pictures are the same once redacted");
        for seed in [1, 101] {
            assert_eq!(seen(&made, kind, seed), Vec::<String>::new(), "{kind:?}");
        }
    }
}

#[test]
fn sites_that_differ_only_in_a_secret_are_the_same() {
    for kind in KINDS {
        assert!(printed(kind, 1, SIDECAR).output == printed(kind, 2, SIDECAR).output, "{kind:?}");
    }
}

#[test]
fn the_stand_in_text_is_on_every_page_in_its_place() {
    let made = site(Kind::Rgb, 1, SIDECAR).made();
    for page in ["zh-TW/e/a.html", "en/e/a.html", "zh-TW/e/b.html"] {
        assert_eq!(made.page(page).matches(">王小明</text>").count(), 1, "{page}");
    }
}

#[test]
fn a_picture_that_is_only_linked_is_not_published() {
    for ending in ["png", "PNG", "jpg", "jpeg", "jfif", "tif", "heic", "webp", "gif", "bmp", "svg", "avif"] {
        let made = Site::new(TWO)
            .text("content/e/a.zh-TW.md", format!("# 頁\n\n[原圖](img/s.{ending})\n"))
            .file(&format!("content/e/img/s.{ending}"), picture(Kind::Rgb, 1))
            .made();
        assert_eq!(seen(&made, Kind::Rgb, 1), Vec::<String>::new(), "{ending}");
        assert!(made.codes().contains(&"unpublished-target"), "{ending}: {:?}", made.codes());
    }
}

#[test]
fn a_picture_with_a_broken_sidecar_is_not_published() {
    for broken in [
        "[[redact]]\nbox = [16, 8, 16]\n",
        "[[redact]\nbox = [16, 8, 16, 16]\n",
        "[[redacted]]\nbox = [16, 8, 16, 16]\n",
        "[[redact]]\nbox = [16, 8, 16, 16]\nboxx = 1\n",
        "redact = \"all\"\n",
        "[redact]\nbox = [16, 8, 16, 16]\n",
    ] {
        let made = site(Kind::Rgb, 1, broken).made();
        assert!(made.addresses().iter().all(|path| !path.starts_with("img/")), "{broken}");
        // One fault gives one finding: if the sidecar does not parse, only that
        // is reported.
        let told = made.codes().iter().any(|code| ["toml-syntax", "unreadable-image"].contains(code));
        assert!(told, "{broken}: {:?}", made.codes());
        assert!(made.page("zh-TW/e/a.html").contains("登入的畫面"), "{broken}");
    }
}

/// A redaction that was measured on another picture would hide something else.
#[test]
fn a_redaction_that_does_not_fit_keeps_the_picture_back() {
    for wrong in [
        "[[redact]]\nbox = [80, 16, 32, 32]\n",
        "[[redact]]\nbox = [32, 60, 32, 32]\n",
        "[[redact]]\nbox = [-1, 16, 65, 32]\n",
        "[[redact]]\nbox = [400, 300, 50, 20]\n",
        "size = [192, 128]\n[[redact]]\nbox = [64, 32, 64, 64]\n",
        "size = [64, 96]\n[[redact]]\nbox = [16, 32, 32, 32]\n",
    ] {
        let made = site(Kind::Rgb, 1, wrong).made();
        assert!(made.addresses().iter().all(|path| !path.starts_with("img/")), "{wrong}");
        assert!(made.codes().contains(&"unreadable-image"), "{wrong}: {:?}", made.codes());
    }
}

/// A localised screenshot of another size may show the same name in another
/// place.
#[test]
fn a_localised_picture_of_another_size_needs_redactions_of_its_own() {
    let with = |sidecar: Option<&str>| {
        let figure = "![登入的畫面](img/s.png)\n";
        let site = Site::new(TWO)
            .text("content/e/a.zh-TW.md", format!("# 頁\n\n{figure}"))
            .text("content/e/a.en.md", format!("# Page\n\n{figure}"))
            .text("content/e/img/s.png.toml", SIDECAR)
            .file("content/e/img/s.png", picture(Kind::Rgb, 1))
            .file("content/e/img/s.en.png", crate::pictures::blank(60, 40));
        let site = match sidecar {
            Some(text) => site.text("content/e/img/s.en.png.toml", text),
            None => site,
        };
        let made = site.made();
        (made.addresses().iter().filter(|path| path.starts_with("img/")).count(), made.findings)
    };
    for bare in [None, Some("[[mark]]\npin = [3, 3]\n")] {
        let (pictures, findings) = with(bare);
        assert_eq!(pictures, 1, "{bare:?}");
        let found = findings.iter().find(|finding| finding.code == "unreadable-image").unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(found.message, @"`content/e/img/s.en.png` is not shown: `content/e/img/s.png`, in another size, has redactions, and this picture has none");
        }
    }
    for said in ["redact = []\n", "[[redact]]\nbox = [1, 1, 9, 9]\n"] {
        let (pictures, findings) = with(Some(said));
        assert_eq!((pictures, findings.iter().any(|f| f.code == "unreadable-image")), (2, false), "{said}");
    }
}

/// A sidecar that is not UTF-8 may be read as other words than its author
/// wrote.
#[test]
fn a_picture_with_a_sidecar_in_another_encoding_is_not_published() {
    let (big5, _, _) = encoding_rs::BIG5.encode("# 王小明的資料要遮起來\n");
    let made = Site::new(TWO)
        .text("content/e/a.zh-TW.md", "# 頁\n\n![登入的畫面](img/s.png)\n")
        .text("content/e/img/s.png.toml", big5.into_owned())
        .file("content/e/img/s.png", picture(Kind::Rgb, 1))
        .made();
    assert_eq!(seen(&made, Kind::Rgb, 1), Vec::<String>::new());
    assert!(made.codes().contains(&"not-utf8"), "{:?}", made.codes());
}

/// A sidecar that is a link out of the folder, or that the disk refused to
/// read.
#[test]
fn a_picture_with_a_refused_sidecar_is_not_published() {
    let mut tree = site(Kind::Rgb, 1, "").tree();
    let sidecar = TreePath::new("content/e/img/s.png.toml");
    tree.put(TreeFile::Refused(sidecar, "permission denied".to_owned()));
    assert_eq!(seen(&Made::of(&tree), Kind::Rgb, 1), Vec::<String>::new());
}

/// The author's disk may treat `S.png.toml` and `s.png.toml` as the same name.
#[test]
fn a_sidecar_in_other_letters_still_redacts() {
    let made = Site::new(TWO)
        .text("content/e/a.zh-TW.md", "# 頁\n\n![登入的畫面](img/s.png)\n")
        .text("content/e/img/S.PNG.toml", SIDECAR)
        .file("content/e/img/s.png", picture(Kind::Rgb, 1))
        .made();
    assert_eq!(seen(&made, Kind::Rgb, 1), Vec::<String>::new());
    assert!(made.codes().contains(&"orphan-sidecar"), "{:?}", made.codes());
}

/// The accessibility mark is redacted like any other picture.
#[test]
fn the_accessibility_mark_is_redacted_too() {
    let config = format!("{TWO}[accessibility_mark]\nimage = \"img/aa.png\"\nurl = \"https://a.tw/\"\n");
    let made = Site::new(&config)
        .text("content/index.zh-TW.md", "# 首頁\n")
        .text("content/img/aa.png.toml", SIDECAR)
        .file("content/img/aa.png", picture(Kind::Rgb, 1))
        .made();
    let mark = made.addresses().into_iter().find(|path| path.starts_with("img/")).unwrap();
    assert!(made.output.get(&SitePath::new(mark)).is_some());
    assert_eq!(seen(&made, Kind::Rgb, 1), Vec::<String>::new());
}

#[test]
fn pictures_of_drafts_of_unused_parts_and_of_nobody_are_not_published() {
    let made = Site::new(TWO)
        .text("content/index.zh-TW.md", "# 首頁\n")
        .text("content/e/a.zh-TW.md", "+++\ndraft = true\n+++\n# 頁\n\n![登入的畫面](img/s.png)\n")
        .text("content/_p/p.zh-TW.md", "![登入的畫面](../e/img/t.png)\n")
        .file("content/e/img/s.png", picture(Kind::Rgb, 1))
        .file("content/e/img/t.png", picture(Kind::Rgb, 2))
        .file("content/e/img/u.png", picture(Kind::Rgb, 3))
        .made();
    for seed in 1..4 {
        assert_eq!(seen(&made, Kind::Rgb, seed), Vec::<String>::new());
    }
}
