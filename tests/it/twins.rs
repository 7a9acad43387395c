//! The law of redaction: two pictures that differ only under a redaction give
//! the same bytes everywhere: in pages, pictures, search index, handouts, and
//! in what is kept between builds.
//!
//! Every coding is tried with the secret at every place, with every turn, and
//! with every way to write the sidecar. A picture may be kept back, but then
//! its twin is kept back too.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Mutex;

use image::{DynamicImage, ImageFormat, Rgb};
use rayon::prelude::*;
use stepbook::compile::{CompileOptions, Compiler, HandoutMode, compile_with};
use stepbook::output::{OutputTree, Store, StoredFile};
use stepbook::url::SitePath;

use crate::made::{Site, TWO};
use crate::pictures::{Area, KINDS, Kind, SIZE, chunk, picture_with, pixels_with};

/// Areas of the secret, in pixels as stored; `fixtures/twins/make.py` has the
/// same ones.
const MIDDLE: Area = (37, 21, 23, 13);
const EDGE: Area = (75, 49, 21, 15);

/// How a picture is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// A picture whose file is written by this test program.
    Made(Kind),
    /// A picture that a library encodes: lossless WebP, BMP.
    Library(ImageFormat),
    /// A GIF with so few colours that both twins have all of them.
    Gif,
    /// A file of `fixtures/twins`: its name and ending.
    File(&'static str, &'static str),
}

const CODINGS: [Coding; 14] = [
    Coding::Made(KINDS[0]),
    Coding::Made(KINDS[1]),
    Coding::Made(KINDS[2]),
    Coding::Made(KINDS[3]),
    Coding::Made(KINDS[4]),
    Coding::Made(KINDS[5]),
    Coding::File("420", "jpg"),
    Coding::File("progressive", "jpg"),
    Coding::File("cmyk", "jpg"),
    Coding::File("4x2", "jpg"),
    Coding::File("lossy", "webp"),
    Coding::Library(ImageFormat::WebP),
    Coding::Library(ImageFormat::Bmp),
    Coding::Gif,
];

/// What is done to a picture: the place of its secret, and the text of its
/// sidecar.
#[derive(Debug, Clone, Copy)]
struct Case {
    secret: Area,
    turn: u8,
    more: &'static str,
}

impl Case {
    fn all() -> Vec<Self> {
        let plain = Self { secret: MIDDLE, turn: 1, more: "" };
        let mut cases = vec![
            plain,
            Self { secret: EDGE, ..plain },
            Self { more: "text = \"王小明\"\n", ..plain },
            // A crop that cuts the secret, from above and from the left.
            Self { more: "crop = [45, 26, 51, 38]", ..plain },
        ];
        cases.extend((2..=8).map(|turn| Self { turn, ..plain }));
        cases
    }

    /// The sidecar for the upright picture.
    fn sidecar(&self) -> String {
        let ((x, y, w, h), (width, height)) = upright(self.secret, self.turn);
        let (crop, text) = if self.more.starts_with("crop") { (self.more, "") } else { ("", self.more) };
        format!("size = [{width}, {height}]\n{crop}\n[[redact]]\nbox = [{x}, {y}, {w}, {h}]\n{text}")
    }
}

/// The area of a stored picture after turning it as Exif says (CIPA DC-008,
/// table of `Orientation`), and the size of the turned picture.
fn upright((x, y, w, h): Area, turn: u8) -> (Area, (u32, u32)) {
    let (right, below) = (SIZE.0 - x - w, SIZE.1 - y - h);
    let area = match turn {
        2 => (right, y, w, h),
        3 => (right, below, w, h),
        4 => (x, below, w, h),
        5 => (y, x, h, w),
        6 => (below, x, h, w),
        7 => (below, right, h, w),
        8 => (y, right, h, w),
        _ => (x, y, w, h),
    };
    (area, if turn < 5 { SIZE } else { (SIZE.1, SIZE.0) })
}

impl Coding {
    fn ending(self) -> &'static str {
        match self {
            Self::Made(kind) => kind.extension(),
            Self::Library(ImageFormat::WebP) => "webp",
            Self::Library(_) => "bmp",
            Self::Gif => "gif",
            Self::File(_, ending) => ending,
        }
    }

    /// Whether the files of this coding can contain Exif.
    fn can_turn(self) -> bool {
        !matches!(self, Self::Gif | Self::Library(ImageFormat::Bmp))
    }

    /// Whether a picture with redactions is published.
    fn is_published(self, turn: u8) -> bool {
        // Only JPEG is turned in the same way by all browsers. WebP with loss
        // shows too much of hidden pixels.
        (turn == 1 || self.ending() == "jpg") && self != Self::File("lossy", "webp")
    }

    fn picture(self, case: &Case, seed: u32) -> Vec<u8> {
        let plain = match self {
            Self::Made(kind) => picture_with(kind, seed, case.secret),
            Self::Library(format) => file(&pixels_with(seed, case.secret).into(), format),
            Self::Gif => {
                let mut pixels = pixels_with(seed, case.secret);
                for Rgb([r, g, b]) in pixels.pixels_mut() {
                    (*r, *g, *b) = (*r & 0xc0, *g & 0xc0, *b & 0xc0);
                }
                file(&pixels.into(), ImageFormat::Gif)
            }
            Self::File(name, ending) => {
                let place = if case.secret == EDGE { "edge" } else { "middle" };
                let path = format!(
                    "{}/tests/fixtures/twins/{name}-{place}-{seed}.{ending}",
                    env!("CARGO_MANIFEST_DIR")
                );
                std::fs::read(path).unwrap()
            }
        };
        if case.turn == 1 { plain } else { turned(&plain, self.ending(), case.turn) }
    }
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The picture with an Exif block that says how to turn it.
fn turned(picture: &[u8], ending: &str, turn: u8) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.extend([turn, 0, 0, 0, 0, 0, 0]);
    match ending {
        "png" => {
            let (head, rest) = picture.split_at(33);
            [head, &chunk(b"eXIf", &block), rest].concat()
        }
        "jpg" => {
            let body = [b"Exif\0\0".as_slice(), &block].concat();
            let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
            [&[0xff, 0xd8, 0xff, 0xe1], length.as_slice(), &body, picture.get(2..).unwrap()].concat()
        }
        _ => [picture, b"EXIF", &[26, 0, 0, 0], &block].concat(),
    }
}

/// The ways to write a sidecar; the site has a folder for each.
const WAYS: [&str; 7] = ["own", "none", "other", "both", "letters", "part", "copy"];

/// A site with the picture under every way to write its sidecar.
fn site(coding: Coding, case: &Case, seed: u32) -> Site {
    let ending = coding.ending();
    let picture = coding.picture(case, seed);
    let redacts = case.sidecar();
    let shows = |step: &str, name: &str| format!("# 頁\n\n## {step}\n\n![登入的畫面]({name})\n");
    let mut site = Site::new(TWO);
    for way in WAYS {
        let folder = format!("content/{way}");
        let name = match way {
            "part" => "../_parts/img/s",
            "copy" => "img/t",
            _ => "img/s",
        };
        let name = format!("{name}.{ending}");
        let sidecar = format!("{folder}/img/s.{ending}.toml");
        let localised = format!("{folder}/img/s.en.{ending}");
        site = site.file(&format!("{folder}/img/s.{ending}"), picture.clone());
        site = match way {
            "none" => site.file(&localised, picture.clone()).text(&sidecar, redacts.clone()),
            // Only the sidecar of the localised picture says what is hidden.
            "other" => site
                .file(&localised, picture.clone())
                .text(&format!("{localised}.toml"), redacts.clone())
                .text(&sidecar, "[[mark]]\npin = [3, 3]\n"),
            // Both have a sidecar, and one of the sidecars has only marks.
            "both" => site
                .file(&localised, picture.clone())
                .text(&format!("{localised}.toml"), "[[mark]]\npin = [3, 3]\n")
                .text(&sidecar, redacts.clone()),
            "letters" => {
                site.text(&format!("{folder}/img/S.{}.toml", ending.to_uppercase()), redacts.clone())
            }
            "part" => site
                .file(&format!("content/_parts/img/s.{ending}"), picture.clone())
                .text(&format!("content/_parts/img/s.{ending}.toml"), redacts.clone())
                .text("content/_parts/p.zh-TW.md", format!("![登入的畫面](img/s.{ending})\n")),
            "copy" => site
                .file(&format!("{folder}/img/t.{ending}"), picture.clone())
                .text(&sidecar, redacts.clone()),
            _ => site.text(&sidecar, redacts.clone()),
        };
        let text = |step: &str| match way {
            "part" => format!("# 頁\n\n## {step}\n\n[畫面](../_parts/p.zh-TW.md \"include\")\n"),
            _ => shows(step, &name),
        };
        site = site
            .text(&format!("{folder}/a.zh-TW.md"), text("步驟：登入"))
            .text(&format!("{folder}/a.en.md"), text("Step: Sign in"));
    }
    site
}

/// A store in memory that keeps everything it is given.
#[derive(Default)]
struct Kept(Mutex<Vec<Vec<u8>>>);

impl Store for Kept {
    fn find(&self, _: &str) -> Option<(StoredFile, u32)> {
        None
    }

    fn keep(&self, _: &str, _: u32, bytes: &[u8]) -> Option<StoredFile> {
        self.0.lock().unwrap().push(bytes.to_vec());
        None
    }

    fn read(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

/// Everything that a build puts on the disk.
#[derive(PartialEq)]
struct Everything {
    output: OutputTree,
    kept: Vec<Vec<u8>>,
}

fn built(site: Site, handouts: HandoutMode) -> Everything {
    let store = Kept::default();
    let options = CompileOptions { handouts, ..CompileOptions::default() };
    let output = compile_with(&site.tree(), &options, &store).output;
    let mut kept = store.0.into_inner().unwrap();
    kept.sort();
    Everything { output, kept }
}

/// For each way to write the sidecar, the number of pages that show the
/// picture.
fn showing(output: &OutputTree) -> BTreeMap<&'static str, usize> {
    let shows = |way: &str, lang: &str| {
        let page = output.get(&SitePath::new(&format!("{lang}/{way}/a.html"))).unwrap();
        std::str::from_utf8(page).unwrap().contains("<img src=\"../../img/")
    };
    WAYS.iter().map(|way| (*way, ["zh-TW", "en"].iter().filter(|lang| shows(way, lang)).count())).collect()
}

#[test]
fn twins_give_the_same_bytes_however_coded_turned_and_redacted() {
    let cases = Case::all();
    let all: Vec<(Coding, &Case)> = CODINGS
        .iter()
        .flat_map(|coding| cases.iter().map(move |case| (*coding, case)))
        .filter(|(coding, case)| case.turn == 1 || coding.can_turn())
        .collect();
    all.par_iter().for_each(|(coding, case)| {
        let twins = [1, 2].map(|seed| built(site(*coding, case, seed), HandoutMode::None));
        assert!(twins[0] == twins[1], "{coding:?} {case:?}");
        let shown = if coding.is_published(case.turn) { 2 } else { 0 };
        for (way, count) in showing(&twins[0].output) {
            assert_eq!(count, shown, "{way} {coding:?} {case:?}");
        }
    });
    // Each coding and case is built with all seven ways to write the sidecar.
    assert_eq!(all.len() * WAYS.len(), 980);
}

#[test]
fn twins_differ_where_nothing_is_redacted() {
    for coding in CODINGS {
        let case = Case { secret: MIDDLE, turn: 1, more: "" };
        let [one, other] = [1, 2].map(|seed| {
            let picture = coding.picture(&case, seed);
            let site = Site::new(TWO)
                .text("content/e/a.zh-TW.md", format!("# 頁\n\n![登入](s.{})\n", coding.ending()))
                .file(&format!("content/e/s.{}", coding.ending()), picture);
            built(site, HandoutMode::None)
        });
        assert!(one.output != other.output && one.kept != other.kept, "{coding:?}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn twins_give_the_same_handouts() {
    let plain = Case { secret: MIDDLE, turn: 1, more: "text = \"王小明\"\n" };
    for coding in [Coding::Made(Kind::Rgba), Coding::File("420", "jpg"), Coding::Gif] {
        let twins = [1, 2].map(|seed| built(site(coding, &plain, seed), HandoutMode::Build));
        assert!(twins[0] == twins[1], "{coding:?}");
        assert!(twins[0].output.has(&SitePath::new("zh-TW/own/a.pdf")), "{coding:?}");
    }
}

#[test]
fn twins_give_the_same_preview_after_an_edit() {
    let plain = Case { secret: MIDDLE, turn: 1, more: "" };
    let coding = Coding::Made(Kind::Deep);
    let mut compiler = Compiler::default();
    let options = CompileOptions::default();
    let [one, other] =
        [1, 2].map(|seed| compiler.compile(&site(coding, &plain, seed).tree(), &options).output);
    assert!(one == other);
}
