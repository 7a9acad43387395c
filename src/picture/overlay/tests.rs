//! Overlays of sidecars written here.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use super::*;
use crate::model::Rect;
use crate::picture::image::{PixelEdits, publish};
use crate::source::{SourceId, Span};

const PICTURE: (u32, u32) = (1000, 500);

fn nowhere() -> Span {
    Span::start_of(SourceId(0))
}

fn rect(x: i32, y: i32, width: i32, height: i32) -> Rect {
    Rect { x, y, width, height }
}

fn sidecar(marks: impl IntoIterator<Item = (Option<u32>, Shape)>) -> Sidecar {
    let marks = marks.into_iter().map(|(n, shape)| Mark { span: nowhere(), n, shape, at: None });
    Sidecar { size: Some((PICTURE, nowhere())), marks: marks.collect(), ..Sidecar::empty(SourceId(0)) }
}

fn svg(sidecar: &Sidecar) -> String {
    write_svg(&overlay(sidecar, PICTURE, None), &OverlayNames { figure: 4, items_of: 3, items: 1..=2 })
}

#[test]
fn each_shape_is_drawn_in_percent_and_pixels() {
    let arrow = Shape::Arrow { from: Point { x: 500, y: 100 }, to: Point { x: 600, y: 200 } };
    let side = sidecar([
        (Some(1), Shape::Box(rect(312, 100, 200, 50))),
        (Some(2), Shape::Ellipse(rect(700, 300, 100, 100))),
        (Some(12), arrow),
        (None, Shape::Box(rect(100, 400, 100, 50))),
        (Some(2), Shape::Pin(Point { x: 900, y: 100 })),
    ]);
    insta::assert_snapshot!(svg(&side), @r##"
    <svg class="marks" aria-hidden="true">
    <g class="mark m1" id="fig-4-mark-1"><rect class="halo" x="31.2%" y="20%" width="20%" height="10%" rx="5"/><rect class="line" x="31.2%" y="20%" width="20%" height="10%" rx="5"/><a class="pin" href="#fig-3-item-1" tabindex="-1"><svg x="31.2%" y="25%"><circle cx="-17" r="12"/><text x="-17" dy=".36em">1</text></svg></a></g>
    <g class="mark m2" id="fig-4-mark-2"><ellipse class="halo" cx="75%" cy="70%" rx="5%" ry="10%"/><ellipse class="line" cx="75%" cy="70%" rx="5%" ry="10%"/><a class="pin" href="#fig-3-item-2" tabindex="-1"><svg x="70%" y="70%"><circle cx="-17" r="12"/><text x="-17" dy=".36em">2</text></svg></a></g>
    <g class="mark m12" id="fig-4-mark-12"><line class="halo" x1="50%" y1="20%" x2="60%" y2="40%"/><line class="line" x1="50%" y1="20%" x2="60%" y2="40%"/><svg class="head" x="60%" y="40%"><path class="halo" d="M3 0-9-6v12z" transform="rotate(45)"/><path class="tip" d="M3 0-9-6v12z" transform="rotate(45)"/></svg><g class="pin"><svg x="50%" y="20%"><circle cx="-8" cy="-8" r="12"/><text class="two" x="-8" y="-8" dy=".36em">12</text></svg></g></g>
    <g class="mark"><rect class="halo" x="10%" y="80%" width="10%" height="10%" rx="5"/><rect class="line" x="10%" y="80%" width="10%" height="10%" rx="5"/></g>
    <g class="mark m2"><a class="pin" href="#fig-3-item-2" tabindex="-1"><svg x="90%" y="20%"><circle r="12"/><text dy=".36em">2</text></svg></a></g>
    </svg>
    "##);
}

#[test]
fn what_is_burnt_out_gets_its_words_and_a_spot_dims_the_rest() {
    let mut side = sidecar([(Some(1), Shape::Spot(rect(250, 100, 500, 300)))]);
    side.redactions =
        vec![Redaction {
            span: nowhere(), area: rect(300, 200, 180, 28), text: Some("<王小明>".to_owned())
        }];
    insta::assert_snapshot!(svg(&side), @r##"
    <svg class="marks" aria-hidden="true">
    <svg class="stand-in" x="30%" y="40%" width="18%" height="5.6%" viewBox="0 0 180 28"><text x="5" y="14" dy=".36em" font-size="17">&lt;王小明&gt;</text></svg>
    <mask id="fig-4-spot"><rect width="100%" height="100%" fill="#fff"/><rect x="25%" y="20%" width="50%" height="60%" rx="5" fill="#000"/></mask><rect class="dim" width="100%" height="100%" mask="url(#fig-4-spot)"/>
    <g class="mark m1" id="fig-4-mark-1"><rect class="halo" x="25%" y="20%" width="50%" height="60%" rx="5"/><rect class="line" x="25%" y="20%" width="50%" height="60%" rx="5"/><a class="pin" href="#fig-3-item-1" tabindex="-1"><svg x="25%" y="50%"><circle cx="-17" r="12"/><text x="-17" dy=".36em">1</text></svg></a></g>
    </svg>
    "##);
}

#[test]
fn a_crop_moves_marks_with_the_pixels_below() {
    let mut side = sidecar([(Some(1), Shape::Box(rect(300, 200, 100, 100)))]);
    side.crop = Some((rect(250, 100, 500, 400), nowhere()));
    let drawn =
        |side: &Sidecar, size| overlay(side, size, None).marks.first().unwrap().outline.clone().unwrap().line;
    let OutlineLine::Rect(area) = drawn(&side, PICTURE) else { unreachable!("a box is a rectangle") };
    assert_eq!([area.x, area.y, area.width, area.height].map(|s| s.to_string()), ["10", "25", "20", "25"]);
    // Another screenshot at twice the size: the mark stays on the same thing.
    assert_eq!(drawn(&side, (2000, 1000)), OutlineLine::Rect(area));
}

#[test]
fn what_lies_outside_the_picture_is_cut_off() {
    let side = sidecar([
        (Some(1), Shape::Box(rect(2000, 10, 50, 50))),
        (Some(2), Shape::Box(rect(900, 10, 500, 50))),
        (Some(3), Shape::Pin(Point { x: -1, y: 10 })),
        (Some(4), Shape::Arrow { from: Point { x: 500, y: -100 }, to: Point { x: 500, y: 100 } }),
        (None, Shape::Arrow { from: Point { x: 0, y: -100 }, to: Point { x: 100, y: -1 } }),
    ]);
    let overlay = overlay(&side, PICTURE, None);
    assert_eq!(overlay.numbers(), BTreeSet::from([2, 4]));
    assert!(svg(&side).contains(r#"<rect class="line" x="90%" y="2%" width="10%" height="10%" rx="5"/>"#));
    assert!(svg(&side).contains(r#"x1="50%" y1="0%" x2="50%" y2="20%""#));
}

#[test]
fn an_arrow_points_where_it_is_seen_to_point() {
    let arrow = |x, y| Shape::Arrow { from: Point { x: 500, y: 250 }, to: Point { x: 500 + x, y: 250 + y } };
    let degrees = |x, y, picture| match overlay(&sidecar([(None, arrow(x, y))]), picture, None).marks.first()
    {
        Some(DrawnMark { outline: Some(MarkOutline { head: Some(degrees), .. }), .. }) => *degrees,
        other => unreachable!("an arrow, not {other:?}"),
    };
    assert_eq!(
        [(9, 0), (0, 9), (-9, 0), (0, -9), (9, 9)].map(|(x, y)| degrees(x, y, PICTURE)),
        [0, 90, 180, -90, 45]
    );
    // A picture of another shape than its sidecar says is stretched.
    assert_eq!(degrees(9, 9, (1000, 1000)), 63);
}

/// Where the pins stand: the point, and the offset of the middle.
fn pins_of(side: &Sidecar, busy: Option<&BusyMap>) -> Vec<(i32, i32)> {
    overlay(side, PICTURE, busy)
        .marks
        .iter()
        .map(|mark| mark.pin.map(|pin| (pin.dx, pin.dy)).unwrap())
        .collect()
}

/// A white picture with stripes in these areas, published with a sidecar.
fn striped(side: &Sidecar, areas: &[Rect]) -> PublishedFile {
    let within = |x: u32, y: u32| {
        let inside =
            |at: u32, start: i32, length: i32| (start..start + length).contains(&i32::try_from(at).unwrap());
        areas.iter().any(|area| inside(x, area.x, area.width) && inside(y, area.y, area.height))
    };
    let picture = image::GrayImage::from_fn(PICTURE.0, PICTURE.1, |x, y| {
        image::Luma([if within(x, y) && (x + y) % 3 == 0 { 0 } else { 255 }])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    publish(png.get_ref(), &PixelEdits::of(Some(side))).unwrap()
}

#[test]
fn the_authors_side_wins_and_the_other_pins_give_way() {
    let sides = PinSide::NAMES.map(|(_, at)| {
        let mut side = sidecar([(Some(1), Shape::Box(rect(400, 200, 200, 80)))]);
        side.marks[0].at = Some(at);
        // Busy all around, so that the place is not the program's own choice.
        let busy = striped(&side, &[rect(0, 0, 1000, 500)]).busy;
        pins_of(&side, Some(&busy))[0]
    });
    let slant = [(-12, -12), (12, -12), (-12, 12), (12, 12)];
    assert_eq!((&sides[..4], &sides[4..]), (&[(-17, 0), (17, 0), (0, -17), (0, 17)][..], &slant[..]));
    // Between two boxes there is room for one pin.
    let mut side = sidecar([
        (Some(1), Shape::Box(rect(300, 200, 100, 60))),
        (Some(2), Shape::Box(rect(500, 200, 100, 90))),
    ]);
    assert_eq!(pins_of(&side, None), [(-17, 0), (-17, 0)]);
    side.marks[0].at = Some(PinSide::Right);
    let moved = pins_of(&side, None);
    assert!(moved[0] == (17, 0) && moved[1] != (-17, 0), "{moved:?}");
}

#[test]
fn the_pins_of_a_column_stand_at_one_side_even_where_one_hides_words() {
    let fields = [100, 200, 300].map(|y| (Some(1), Shape::Box(rect(400, y, 200, 40))));
    let side = sidecar(fields);
    // Words left of the first and the last field, and right of the second.
    let words = [rect(300, 90, 100, 60), rect(600, 190, 100, 60), rect(300, 290, 100, 60)];
    let busy = striped(&side, &words).busy;
    let sides: BTreeSet<i32> = pins_of(&side, Some(&busy)).into_iter().map(|(dx, _)| dx).collect();
    assert_eq!(sides, BTreeSet::from([17]));
}

#[test]
fn a_pin_on_a_word_stands_beside_it_and_points_at_it() {
    let mut side = sidecar([(Some(1), Shape::Pin(Point { x: 500, y: 250 }))]);
    assert_eq!(pins_of(&side, Some(&striped(&side, &[]).busy)), [(0, 0)]);
    let busy = striped(&side, &[rect(460, 240, 80, 20)]).busy;
    let drawn = |side: &Sidecar| {
        let overlay = overlay(side, PICTURE, Some(&busy));
        write_svg(&overlay, &OverlayNames { figure: 1, items_of: 1, items: 1..=1 })
    };
    assert!(drawn(&side).contains(r#"<svg x="50%" y="50%"><path class="halo" d="M0 -5 5 -19 -5 -19z"/><circle cy="-28" r="12"/><path class="tip" d="M0 -5 5 -19 -5 -19z"/><text y="-28" dy=".36em">1</text></svg>"#), "{}", drawn(&side));
    side.marks[0].at = Some(PinSide::BottomRight);
    assert!(drawn(&side).contains(r#"<circle cx="20" cy="20" r="12"/>"#), "{}", drawn(&side));
}

#[test]
fn a_pin_keeps_off_the_words_beside_its_mark() {
    let side = sidecar([(Some(1), Shape::Box(rect(400, 200, 200, 40)))]);
    let dx = |words: &[Rect]| pins_of(&side, Some(&striped(&side, words).busy))[0].0;
    assert_eq!((dx(&[]), dx(&[rect(300, 200, 100, 40)])), (-17, 17));
}
