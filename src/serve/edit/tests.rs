//! What the editor writes, and that it can be taken back.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "tests with real files and JSON fail by panicking"
)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::desk::{EditDesk, TargetActs};
use super::figure;
use super::protocol::{EditJson, MarkJson};
use super::save::{self, FileDeed, FileSteps, SaveFault};
use crate::compile::{CompileOptions, Compiler, SiteState};
use crate::disk;
use crate::edit::{ChangeSteps, EditedMark, TextChange};
use crate::url::{SitePath, TreePath};

const PAGE: &str =
    "## Step: One\r\n\r\n![A](i.png)\r\n![B](j.png)\r\n\r\n1) One\r\n2) **Two**\r\n   lines\r\n\r\nEnd.\r\n";
const SIDECAR: &str =
    "\u{feff}# mine\r\nsize = [60, 40]\r\n\r\n[[mark]]\r\nn   = 1\r\nbox = [ 1, 2, 3, 4 ] # here\r\n";

/// A site with a figure of two pictures, of which one has no sidecar, and its state.
fn site() -> (tempfile::TempDir, SiteState) {
    let site = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let put = |path: &str, bytes: &[u8]| fs::write(site.path().join(path), bytes).unwrap();
    fs::create_dir(site.path().join("content")).unwrap();
    put("stepbook.toml", b"languages = [\"en\", \"zh-TW\"]\n[title]\nen = \"T\"\n");
    put("content/a.en.md", PAGE.as_bytes());
    put("content/a.zh-TW.md", "## 步驟：一\n\n![甲](i.png)\n![乙](j.png)\n\n1. 一\n1. 二\n".as_bytes());
    put("content/i.png.toml", SIDECAR.as_bytes());
    let mut png = Cursor::new(Vec::new());
    ::image::DynamicImage::new_rgb8(60, 40).write_to(&mut png, ::image::ImageFormat::Png).unwrap();
    put("content/i.png", png.get_ref());
    put("content/j.png", png.get_ref());
    let tree = disk::load(site.path()).unwrap();
    let state = Compiler::default().state(&tree, &CompileOptions::default());
    (site, state)
}

/// All files of the content.
fn files(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(site.join("content")).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// One edit of any target, with acts that may make sense.
fn any_edit() -> impl Strategy<Value = (usize, Vec<Value>)> {
    let number = || 0..3_usize;
    let mark = (0..3_i32, 0..40_i32, prop::option::of(1..5_u32)).prop_map(|(kind, x, n)| match kind {
        0 => json!({ "kind": "box", "at": [x, 2, 9, 8], "n": n, "side": "left" }),
        1 => json!({ "kind": "arrow", "at": [x, 2, 9, 8], "n": n, "side": null }),
        _ => json!({ "kind": "pin", "at": [x, 2], "n": n, "side": null }),
    });
    let words = prop::sample::select(vec!["New", "**多**字", "two\nlines", "", "* no", "| a |"]);
    let act = prop_oneof![
        mark.clone().prop_map(|mark| json!({ "mark": { "add": mark } })),
        (number(), mark).prop_map(|(at, mark)| json!({ "mark": { "set": [at, mark] } })),
        number().prop_map(|at| json!({ "mark": { "remove": at } })),
        (0..30_i32).prop_map(|x| json!({ "redaction": { "add": { "at": [x, 1, 4, 4], "text": "王" } } })),
        number().prop_map(|at| json!({ "redaction": { "remove": at } })),
        (0..9_i32).prop_map(|x| json!({ "crop": [x, 0, 30, 30] })),
        Just(json!({ "crop": null })),
        (number(), words.clone()).prop_map(|(at, words)| json!({ "item": { "words": [at, words] } })),
        (number(), words).prop_map(|(at, words)| json!({ "item": { "add": [at, words] } })),
        number().prop_map(|at| json!({ "item": { "remove": at } })),
        (number(), number()).prop_map(|(from, to)| json!({ "item": { "move": [from, to] } })),
    ];
    (0..4_usize, prop::collection::vec(act, 1..3))
}

/// The acts of an edit of the page on the target of this number: the pictures, the list, the other
/// language's.
fn acts(figure: &Value, (target, acts): &(usize, Vec<Value>)) -> Option<TargetActs> {
    let targets = [&figure["pictures"][0], &figure["pictures"][1], &figure["list"], &figure["others"][0]];
    let target = targets.get(*target)?;
    let edit = json!({ "target": target["id"], "version": target["version"], "acts": acts });
    let edit: EditJson = serde_json::from_value(edit).ok()?;
    let (id, version) = (edit.target.clone(), edit.version);
    edit.acts().ok().map(|acts| TargetActs { id, version, acts })
}

/// Steps that replace words of a text.
fn line(path: &str, text: &str, (from, to): (&str, &str)) -> FileDeed {
    let change = |(): &(), text: &str| Ok(TextChange::between(text, &text.replace(from, to)));
    let steps = ChangeSteps::of(text, [()], change).unwrap();
    FileDeed::Text(FileSteps { path: TreePath::new(path), steps, removes: false })
}

#[test]
fn what_could_not_be_put_back_is_told() {
    let (site, _) = site();
    let sidecar = site.path().join("content/i.png.toml");
    let deeds = [
        line("content/i.png.toml", SIDECAR, ("here", "there")),
        line("content/a.en.md", PAGE, ("End", "Gone")),
    ];
    let asked = Cell::new(0);
    let is_allowed = |file: &TreePath, _: &str, _: &str| {
        asked.set(asked.get() + usize::from(file.extension() == "md"));
        if asked.get() < 2 {
            return true;
        }
        // The sidecar is written; another program changes the same line, and the page is not allowed any more.
        fs::write(&sidecar, SIDECAR.replace("here", "elsewhere")).unwrap();
        false
    };
    let saved = save::save(site.path(), &deeds, &is_allowed);
    assert!(matches!(saved, Err(SaveFault::Left(files)) if files == [TreePath::new("content/i.png.toml")]));
    assert_eq!(fs::read_to_string(&sidecar).unwrap(), SIDECAR.replace("here", "elsewhere"));
    assert_eq!(fs::read_to_string(site.path().join("content/a.en.md")).unwrap(), PAGE);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Acts on sidecars and lists, one by one or together, taken back in their order, give the bytes
    /// before the first of them: comments, BOM, CR LF and the absence of a file too.
    #[test]
    fn acts_that_are_taken_back_leave_no_trace(edits in prop::collection::vec(prop::collection::vec(any_edit(), 1..3), 1..6)) {
        let (site, state) = site();
        let before = files(site.path());
        let mut desk = EditDesk::new(site.path());
        let mut undos = Vec::new();
        for edits in edits {
            let page = (&SitePath::new("en/a.html"), 1);
            let figure = serde_json::to_value(figure::open(&mut desk, &state, page)).unwrap();
            let edits: Vec<TargetActs> = edits.iter().filter_map(|edit| acts(&figure, edit)).collect();
            let last = files(site.path());
            let written = desk.act(&edits);
            prop_assert!(written.is_ok() || files(site.path()) == last, "a refused act has written");
            undos.extend(written.ok().and_then(|written| written.undo));
        }
        for undo in undos.into_iter().rev() {
            prop_assert!(desk.undo(undo).is_ok());
        }
        prop_assert_eq!(files(site.path()), before);
    }

    /// A mark that is sent is the one that comes back.
    #[test]
    fn marks_come_back_as_they_were_sent(n in prop::option::of(0..99_u32), at in prop::collection::vec(-9..99_i32, 0..6), kind in "(box|spot|ellipse|arrow|pin|x)") {
        let sent = MarkJson { kind, at, n, side: Some("top-left".to_owned()) };
        if let Ok(mark) = EditedMark::try_from(sent.clone()) {
            prop_assert_eq!(MarkJson::from(&mark), sent);
        }
    }
}
