//! The mark editor and a text editor write the same files at the same time.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a value of JSON that is missing is null, and a test fails by panicking"
)]

use std::fs;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::editor::{Editor, SIDECAR, moves, site};
use crate::preview::Preview;

/// How often each of the two writes.
const WRITES: i32 = 500;

/// Saves a file with another last line, in one of the ways of editors.
fn save_by_hand(preview: &Preview, number: i32) {
    let path = preview.site.path(SIDECAR);
    let text = fs::read_to_string(&path).unwrap();
    let kept = text.split_inclusive('\n').filter(|line| !line.starts_with("# hand"));
    let text = kept.collect::<String>() + &format!("# hand {number}\n");
    if number % 2 == 0 {
        fs::write(&path, &text).unwrap();
    } else {
        let beside = preview.site.path("content/a/img/.x.swp");
        fs::write(&beside, &text).unwrap();
        fs::rename(beside, &path).unwrap();
    }
}

/// Waits until a file has what was saved by hand: it may have been written into a file that was
/// replaced in the same moment, from which it is fetched.
fn wait_for(preview: &Preview, number: i32) {
    let mut text = String::new();
    for _ in 0..200 {
        text = fs::read_to_string(preview.site.path(SIDECAR)).unwrap();
        assert!(text.contains("# mine") && text.ends_with('\n'), "torn: {text}");
        if text.contains(&format!("# hand {number}\n")) {
            return;
        }
        thread::sleep(Duration::from_millis(2));
    }
    panic!("save {number} is lost: {text}");
}

/// Moves marks; gives for each whether it was written.
fn acts(preview: &Preview) -> Vec<(i32, u16)> {
    let editor = Editor::open(preview);
    let mut picture = editor.figure()["pictures"][0].clone();
    let mut all = Vec::new();
    for x in 1..=WRITES {
        assert!(picture["marks"][0].is_object(), "{picture}");
        let (status, answer) = editor.ask("act", &moves(&picture, 0, x % 70 + 1));
        let next = answer["targets"][0].clone();
        picture = if next == Value::Null { editor.figure()["pictures"][0].clone() } else { next };
        all.push((x % 70 + 1, status));
        thread::sleep(Duration::from_millis(1));
    }
    all
}

/// A text editor reads a file, and saves it later: what was written in between is lost by any editor
/// that does not look. This one saves at once, so that nothing of either may be lost but what both
/// changed within that moment.
#[test]
fn of_a_thousand_writes_none_is_lost_and_no_file_is_torn() {
    let preview = Preview::of(site(), "");
    let (acted, by_hand) = thread::scope(|scope| {
        let acting = scope.spawn(|| acts(&preview));
        let mut number = 0;
        while !acting.is_finished() || number < WRITES {
            save_by_hand(&preview, number);
            thread::sleep(Duration::from_millis(2));
            wait_for(&preview, number);
            number += 1;
        }
        (acting.join().unwrap(), number)
    });
    thread::sleep(Duration::from_millis(300));
    let text = fs::read_to_string(preview.site.path(SIDECAR)).unwrap();
    assert!(text.contains(&format!("# hand {}\n", by_hand - 1)), "the last save by hand is lost: {text}");
    let written = acted.iter().filter(|(_, status)| *status == 200).count();
    assert!(written * 10 > acted.len() * 9, "{written} of {} acts", acted.len());
    assert!(acted.iter().all(|(_, status)| matches!(status, 200 | 409)), "{acted:?}");
    let left = preview.site.files("content");
    assert!(!left.keys().any(|path| path.contains(".stepbook-")), "{:?}", left.keys());
    let editor = Editor::open(&preview);
    let end = editor.ask("undo", &json!({ "undo": 0 })).0;
    assert!(matches!(end, 200 | 409));
}
