//! The marks on our own screenshots, compared with the pages that the
//! screenshots were made from.
//!
//! `tests/screens/draw.mjs` measures where each marked element is and writes
//! `targets.json`; its `--check` compares that file with the pages in a
//! browser. The tests here compare the sidecars with the file, so that a mark
//! in the wrong place fails without a browser.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stepbook::model::{Mark, Point, Rect, Shape, Sidecar};
use stepbook::parse;
use stepbook::source::{Source, SourceId};
use stepbook::url::TreePath;

/// How far a frame may be from its element: 14 CSS pixels on a phone of double
/// density.
const FRAME_REACH: i64 = 28;
/// How far the head of an arrow or a pin may be from its element.
const POINT_REACH: i64 = 40;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn targets() -> BTreeMap<String, Value> {
    let text = fs::read_to_string(root().join("tests/screens/targets.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Files in `content/` whose name ends like this, by their path from there.
fn content_files(ending: &str) -> Vec<String> {
    let content = root().join("content");
    let mut folders = vec![content.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        for path in entries {
            let name = path.strip_prefix(&content).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(ending) {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}

fn sidecar(picture: &str) -> Option<Sidecar> {
    let name = format!("content/{picture}.toml");
    let bytes = fs::read(root().join(&name)).ok()?;
    let (sidecar, problems) = parse::sidecar(&Source::decode(SourceId(0), TreePath::new(&name), bytes));
    assert_eq!(problems, [], "{name}");
    Some(sidecar)
}

fn numbers(value: &Value) -> Vec<i64> {
    value.as_array().unwrap().iter().map(|number| number.as_i64().unwrap()).collect()
}

fn rect(rect: Rect) -> Vec<i64> {
    [rect.x, rect.y, rect.width, rect.height].map(i64::from).to_vec()
}

fn points(points: &[Point]) -> Vec<i64> {
    points.iter().flat_map(|point| [i64::from(point.x), i64::from(point.y)]).collect()
}

/// A mark in the form of `targets.json`: number, shape, geometry.
fn written(mark: &Mark) -> (Option<i64>, &'static str, Vec<i64>) {
    let (shape, geometry) = match mark.shape {
        Shape::Box(area) => ("box", rect(area)),
        Shape::Ellipse(area) => ("ellipse", rect(area)),
        Shape::Spot(area) => ("spot", rect(area)),
        Shape::Arrow { from, to } => ("arrow", points(&[from, to])),
        Shape::Pin(at) => ("pin", points(&[at])),
    };
    (mark.n.map(i64::from), shape, geometry)
}

fn list<'a>(target: &'a Value, key: &str) -> &'a [Value] {
    target.get(key).and_then(Value::as_array).unwrap()
}

#[test]
fn sidecars_say_what_the_pages_measured() {
    for (picture, target) in targets() {
        let Some(sidecar) = sidecar(&picture) else {
            assert!(list(&target, "mark").is_empty() && list(&target, "redact").is_empty(), "{picture}");
            continue;
        };
        let size = sidecar.size.map(|((width, height), _)| vec![i64::from(width), i64::from(height)]);
        assert_eq!(size, Some(numbers(&target["size"])), "{picture}: size");
        let crop = sidecar.crop.map(|(area, _)| rect(area));
        assert_eq!(crop, target["crop"].as_array().map(|_| numbers(&target["crop"])), "{picture}: crop");
        let redactions: Vec<_> =
            sidecar.redactions.iter().map(|found| (rect(found.area), found.text.clone())).collect();
        let wanted: Vec<_> = list(&target, "redact")
            .iter()
            .map(|redact| (numbers(&redact["box"]), redact["text"].as_str().map(str::to_owned)))
            .collect();
        assert_eq!(redactions, wanted, "{picture}: redactions");
        let marks: Vec<_> = sidecar.marks.iter().map(written).collect();
        let wanted: Vec<_> = list(&target, "mark")
            .iter()
            .map(|mark| (mark["n"].as_i64(), mark["shape"].as_str().unwrap(), numbers(&mark["geometry"])))
            .collect();
        assert_eq!(marks, wanted, "{picture}: marks");
    }
}

/// Distance of a point from a rectangle, across or down, whichever is larger.
fn distance(point: &[i64], element: &[i64]) -> i64 {
    let along = |at: i64, start: i64, length: i64| (start - at).max(at - start - length).max(0);
    along(point[0], element[0], element[2]).max(along(point[1], element[1], element[3]))
}

#[test]
fn marks_are_on_their_elements() {
    for (picture, target) in targets() {
        for mark in list(&target, "mark") {
            let element = numbers(&mark["element"]);
            let geometry = numbers(&mark["geometry"]);
            let shape = mark["shape"].as_str().unwrap();
            if matches!(shape, "arrow" | "pin") {
                let head = &geometry[geometry.len() - 2..];
                let away = distance(head, &element);
                assert!((1..=POINT_REACH).contains(&away), "{picture}: {shape} {away} px from its element");
                continue;
            }
            let sides = [
                element[0] - geometry[0],
                element[1] - geometry[1],
                geometry[0] + geometry[2] - element[0] - element[2],
                geometry[1] + geometry[3] - element[1] - element[3],
            ];
            assert!(
                sides.iter().all(|side| (0..=FRAME_REACH).contains(side)),
                "{picture}: {shape} {sides:?}"
            );
        }
    }
}

/// Width and height from a PNG's header.
fn png_size(name: &str) -> Vec<i64> {
    let bytes = fs::read(root().join("content").join(name)).unwrap();
    let field = |at: usize| i64::from(u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()));
    vec![field(16), field(20)]
}

#[test]
fn every_sidecar_and_picture_has_its_page() {
    let targets = targets();
    for name in content_files(".png.toml") {
        assert!(targets.contains_key(name.trim_end_matches(".toml")), "{name}: drawn from no page");
    }
    for name in content_files(".png") {
        let shared = name.replace(".en.png", ".png");
        let size = targets.get(&shared).map(|target| numbers(&target["size"]));
        assert_eq!(Some(png_size(&name)), size, "{name}");
    }
}
