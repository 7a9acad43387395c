//! Acts on sidecars as authors write them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::act::{EntryAct, SidecarAct, source};
use super::refusal::ActRefusal;
use super::sidecar_entry::{EditedMark, EditedRedaction, SidecarEntry};
use super::sidecar_scale::PixelScale;
use crate::model::{PinSide, Point, Rect, Shape, Sidecar};
use crate::parse;

const SIZE: (u32, u32) = (1280, 800);

fn area(x: i32, y: i32, width: i32, height: i32) -> Rect {
    Rect { x, y, width, height }
}

fn mark(n: Option<u32>, shape: Shape) -> EditedMark {
    EditedMark { n, shape, at: None }
}

fn after(text: &str, act: &SidecarAct) -> String {
    act.change(text, SIZE).unwrap().apply(text).unwrap()
}

fn set(text: &str, at: usize, mark: EditedMark) -> String {
    after(text, &SidecarAct::Mark(EntryAct::Set(at, mark)))
}

fn add(text: &str, mark: EditedMark) -> String {
    after(text, &SidecarAct::Mark(EntryAct::Add(mark)))
}

const TWO: &str = "# 畫面\nsize = [1280, 800]\n\n# the name\n[[mark]]\nn = 1\nbox = [ 412,208 , 330, 40 ] # left\n\n[[mark]]\nn   = 2\npin = [5, 6]\n";

#[test]
fn of_a_mark_that_moves_only_numbers_change() {
    let moved = set(TWO, 0, mark(Some(1), Shape::Box(area(413, 208, 330, 41))));
    assert_eq!(moved, TWO.replace("[ 412,208 , 330, 40 ]", "[ 413,208 , 330, 41 ]"));
    let windows = format!("\u{feff}{}", TWO.replace('\n', "\r\n"));
    let moved = set(&windows, 1, mark(Some(2), Shape::Pin(Point { x: 7, y: 6 })));
    assert_eq!(moved, windows.replace("[5, 6]", "[7, 6]"));
}

#[test]
fn a_mark_becomes_another_one_in_its_place() {
    let shape = Shape::Ellipse(area(412, 208, 330, 40));
    assert_eq!(set(TWO, 0, mark(Some(1), shape)), TWO.replace("box = ", "ellipse = "));
    let arrow = Shape::Arrow { from: Point { x: 1, y: 2 }, to: Point { x: 3, y: 4 } };
    assert_eq!(
        set(TWO, 1, mark(Some(3), arrow)),
        TWO.replace("n   = 2\npin = [5, 6]", "n   = 3\narrow = [1, 2, 3, 4]")
    );
    let bare = mark(None, Shape::Pin(Point { x: 5, y: 6 }));
    assert_eq!(set(TWO, 1, bare), TWO.replace("n   = 2\n", ""));
    let side = EditedMark { at: Some(PinSide::TopLeft), ..mark(Some(2), Shape::Pin(Point { x: 5, y: 6 })) };
    assert_eq!(set(TWO, 1, side), format!("{TWO}at = \"top-left\"\n"));
}

#[test]
fn a_new_mark_comes_behind_the_others_in_their_style() {
    let new = || mark(Some(3), Shape::Pin(Point { x: 1, y: 2 }));
    assert_eq!(add(TWO, new()), format!("{TWO}\n[[mark]]\nn = 3\npin = [1, 2]\n"));
    assert_eq!(add("", new()), "size = [1280, 800]\n\n[[mark]]\nn = 3\npin = [1, 2]\n");
    assert_eq!(
        add("[[mark]]\r\npin = [1, 1]\r\n[[mark]]\r\npin = [2, 2]", new()),
        "[[mark]]\r\npin = [1, 1]\r\n[[mark]]\r\npin = [2, 2]\r\n[[mark]]\r\nn = 3\r\npin = [1, 2]"
    );
    let list = "mark = [\n  { pin = [1, 1] }, # one\n]\n";
    assert_eq!(add(list, new()), "mark = [\n  { pin = [1, 1] }, # one\n  { n = 3, pin = [1, 2] },\n]\n");
    let open = "mark = [\r\n  { pin = [1, 1] } # one\r\n]\r\n";
    let added = "mark = [\r\n  { pin = [1, 1] }, # one\r\n  { n = 3, pin = [1, 2] },\r\n]\r\n";
    assert_eq!(add(open, new()), added);
    let first = SidecarAct::Mark(EntryAct::Remove(0));
    assert_eq!(after(added, &first), added.replace("  { pin = [1, 1] }, # one\r\n", ""));
    let second = SidecarAct::Mark(EntryAct::Remove(1));
    assert_eq!(after(added, &second), added.replace("  { n = 3, pin = [1, 2] },\r\n", ""));
    assert_eq!(add("mark = [{pin = [1, 1]}]", new()), "mark = [{pin = [1, 1]}, { n = 3, pin = [1, 2] }]");
}

#[test]
fn a_redaction_comes_before_the_marks_and_takes_the_place_of_none() {
    let new = || EditedRedaction { area: area(1, 2, 3, 4), text: Some("王\"小明".to_owned()) };
    let add = |text: &str| after(text, &SidecarAct::Redaction(EntryAct::Add(new())));
    let block = "[[redact]]\nbox = [1, 2, 3, 4]\ntext = '王\"小明'\n";
    assert_eq!(add(TWO), TWO.replace("# the name", &format!("{block}\n# the name")));
    assert_eq!(add("redact = []\nsize = [9, 9]\n"), format!("size = [9, 9]\n\n{block}"));
}

#[test]
fn a_removed_entry_takes_its_lines_and_one_blank_line_along() {
    let remove = |text: &str, at| after(text, &SidecarAct::Mark(EntryAct::Remove(at)));
    assert_eq!(remove(TWO, 1), TWO.replace("\n[[mark]]\nn   = 2\npin = [5, 6]\n", ""));
    assert_eq!(remove("mark = [{pin = [1, 1]}, {pin = [2, 2]},]", 0), "mark = [{pin = [2, 2]},]");
    assert_eq!(remove("mark = [{pin = [1, 1]}, {pin = [2, 2]},]", 1), "mark = [{pin = [1, 1]},]");
    assert_eq!(remove("mark = [{pin = [1, 1]},]", 0), "mark = []");
}

#[test]
fn a_crop_is_a_setting_of_the_whole_picture() {
    let crop = |text: &str, crop| after(text, &SidecarAct::Crop(crop));
    let cropped = crop(TWO, Some(area(0, 64, 1280, 680)));
    assert_eq!(cropped, TWO.replace("800]\n", "800]\ncrop = [0, 64, 1280, 680]\n"));
    assert_eq!(crop(&cropped, Some(area(0, 65, 1280, 680))), cropped.replace("[0, 64,", "[0, 65,"));
    assert_eq!(crop(&cropped, None), TWO);
    assert_eq!(
        crop("# why\n[[mark]]\npin = [1, 1]\n", Some(area(0, 0, 9, 9))),
        "crop = [0, 0, 9, 9]\n\n# why\n[[mark]]\npin = [1, 1]\n"
    );
    assert_eq!(crop("", Some(area(0, 0, 9, 9))), "size = [1280, 800]\n\ncrop = [0, 0, 9, 9]\n");
}

#[test]
fn a_sidecar_with_a_finding_is_not_written() {
    let act = SidecarAct::Mark(EntryAct::Remove(0));
    for text in ["[[mark]]\nn = 1\n", "[[mark\n", "nn = 1\n[[mark]]\npin = [1, 1]\n"] {
        assert_eq!(act.change(text, SIZE), Err(ActRefusal::Unreadable), "{text}");
    }
    assert_eq!(act.change("size = [9, 9]\n", SIZE), Err(ActRefusal::NoEntry));
}

fn any_mark() -> impl Strategy<Value = EditedMark> {
    let rect =
        || (-9..2000_i32, 0..2000_i32, 1..900_i32, 1..900_i32).prop_map(|(x, y, w, h)| area(x, y, w, h));
    let point = || (0..2000_i32, 0..2000_i32).prop_map(|(x, y)| Point { x, y });
    let shape = prop_oneof![
        rect().prop_map(Shape::Box),
        rect().prop_map(Shape::Ellipse),
        rect().prop_map(Shape::Spot),
        (point(), point()).prop_map(|(from, to)| Shape::Arrow { from, to }),
        point().prop_map(Shape::Pin),
    ];
    let side = prop::option::of(prop::sample::select(PinSide::NAMES.map(|(_, side)| side).to_vec()));
    (prop::option::of(1..9_u32), shape, side).prop_map(|(n, shape, at)| EditedMark {
        n,
        shape,
        at: at.filter(|_| n.is_some()),
    })
}

fn any_redaction() -> impl Strategy<Value = EditedRedaction> {
    let text = prop::option::of("[a王'\"\\\\\n\t\u{7f}]{0,4}");
    ((0..99_i32, 0..99_i32, 1..9_i32, 1..9_i32), text)
        .prop_map(|((x, y, w, h), text)| EditedRedaction { area: area(x, y, w, h), text })
}

fn any_entry_act<T: std::fmt::Debug + Clone>(
    any: impl Strategy<Value = T>,
) -> impl Strategy<Value = EntryAct<T>> {
    (0..5_usize, 0..4_u8, any).prop_map(|(at, kind, value)| match kind {
        0 => EntryAct::Remove(at),
        1 => EntryAct::Add(value),
        _ => EntryAct::Set(at, value),
    })
}

fn any_act() -> impl Strategy<Value = SidecarAct> {
    let crop = prop::option::of((0..9_i32, 0..9_i32, 1..99_i32, 1..99_i32));
    prop_oneof![
        1 => crop.prop_map(|crop| SidecarAct::Crop(crop.map(|(x, y, w, h)| area(x, y, w, h)))),
        4 => any_entry_act(any_mark()).prop_map(SidecarAct::Mark),
        3 => any_entry_act(any_redaction()).prop_map(SidecarAct::Redaction),
        1 => (1..3000_u32, 1..3000_u32).prop_map(SidecarAct::Resize),
    ]
}

/// A sidecar as somebody may have written it.
fn any_text() -> impl Strategy<Value = String> {
    let block = |key: &'static str, value: &'static str| {
        ("(# [a王]\n)?", "( |\t)?", "(\n)?").prop_map(move |(comment, indent, blank)| {
            let lines = value.replace('|', &format!("\n{indent}"));
            format!("{comment}{indent}[[{key}]]\n{indent}{lines}\n{blank}")
        })
    };
    let blocks = prop::collection::vec(
        prop_oneof![
            block("mark", "n = 1|box = [1,2 , 3, 4] # c"),
            block("mark", "spot=[ 1, 2,|  3, # three|4 ]|n=0x2|at = 'left'"),
            block("mark", "\"pin\" = [1, 2]"),
            block("redact", "box = [1, 2, 3, 4]|text = \"\"\"|王\"\"\""),
            block("redact", "text='a'|box = [ 9, 9, 9, 9 ]"),
        ],
        0..4,
    );
    let list = prop_oneof![
        3 => Just(""),
        1 => Just("mark = []\n"),
        1 => Just("mark = [{pin=[1,2]},\n  { n = 2, box = [1, 2, 3, 4], at = \"top\" },\n]\n"),
        1 => Just("mark = [ { at = \"top\", box = [1, 2, 3, 4], n = 2 } ] # m\n"),
    ];
    let head = (
        "(\u{feff})?",
        "(# top\n)?(size = \\[99, 99\\]\n)?(crop=\\[1,1,9,9\\]\n)?(decoration = true\n)?(\n)?",
    );
    (head, list, blocks, any::<(bool, bool, bool)>()).prop_map(
        |((mark, head), list, blocks, (windows, open, none))| {
            let has = |key: &str| blocks.iter().any(|block| block.contains(key));
            let list = if has("[[mark]]") { "" } else { list };
            let none = if none && !has("[[redact]]") { "redact = []\n" } else { "" };
            let text = format!("{mark}{head}{list}{none}{}", blocks.concat());
            let text = if open { text.trim_end_matches('\n').to_owned() } else { text };
            if windows { text.replace('\n', "\r\n") } else { text }
        },
    )
}

fn read(text: &str) -> (Vec<EditedMark>, Vec<EditedRedaction>, Sidecar) {
    let (sidecar, problems) = parse::sidecar(&source(text));
    assert_eq!(problems, [], "{text:?}");
    (EditedMark::all(&sidecar), EditedRedaction::all(&sidecar), sidecar)
}

fn acted<T: Clone>(mut entries: Vec<T>, act: &EntryAct<T>) -> Option<Vec<T>> {
    match act {
        EntryAct::Add(value) => entries.push(value.clone()),
        EntryAct::Set(at, value) => *entries.get_mut(*at)? = value.clone(),
        EntryAct::Remove(at) if *at < entries.len() => _ = entries.remove(*at),
        EntryAct::Remove(_) => return None,
    }
    Some(entries)
}

proptest! {
    /// After any acts a sidecar says what the author did, and nothing else; taken back one by one,
    /// they leave the bytes that were there.
    #[test]
    fn a_sidecar_says_what_was_done_and_undoing_gives_its_bytes(
        text in any_text(), acts in prop::collection::vec(any_act(), 1..8)
    ) {
        let (mut now, mut undo) = (text.clone(), Vec::new());
        for act in &acts {
            let (marks, redactions, before) = read(&now);
            let expected = match act {
                SidecarAct::Crop(crop) => Some((marks, redactions, *crop)),
                SidecarAct::Mark(act) => acted(marks, act).map(|marks| (marks, redactions, before.crop.as_ref().map(|(crop, _)| *crop))),
                SidecarAct::Redaction(act) => acted(redactions, act).map(|redactions| (marks, redactions, before.crop.as_ref().map(|(crop, _)| *crop))),
                SidecarAct::Resize(to) => {
                    let scale = PixelScale { from: before.size.as_ref().map_or(SIZE, |(size, _)| *size), to: *to };
                    let marks = marks.iter().map(|mark| scale.mark(mark)).collect();
                    let redactions = redactions.iter().map(|one| scale.redaction(one)).collect();
                    Some((marks, redactions, before.crop.as_ref().map(|(crop, _)| scale.area(*crop))))
                }
            };
            let Some(expected) = expected else {
                prop_assert_eq!(act.change(&now, SIZE), Err(ActRefusal::NoEntry));
                continue;
            };
            let change = act.change(&now, SIZE).unwrap();
            let after = change.apply(&now).unwrap();
            let (marks, redactions, sidecar) = read(&after);
            prop_assert_eq!((marks, redactions, sidecar.crop.map(|(crop, _)| crop)), expected, "{:?} → {:?}", now, after);
            prop_assert_eq!(sidecar.decoration, before.decoration);
            if let SidecarAct::Resize(to) = act {
                prop_assert_eq!(sidecar.size.map(|(size, _)| size), Some(*to));
            }
            prop_assert_eq!(after.contains("\r\n") && after.replace("\r\n", "").contains('\n'), false, "{:?}", after);
            let kept = |text: &str| text.matches('#').count();
            let rewrites = matches!(act, SidecarAct::Mark(EntryAct::Add(_) | EntryAct::Set(..)) | SidecarAct::Redaction(EntryAct::Add(_) | EntryAct::Set(..)));
            prop_assert!(!rewrites || kept(&after) + 1 >= kept(&now), "{:?} → {:?}", now, after);
            undo.push(change.inverse(&now).unwrap());
            now = after;
        }
        for change in undo.iter().rev() {
            now = change.apply(&now).unwrap();
        }
        prop_assert_eq!(now, text);
    }
}
