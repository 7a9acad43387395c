//! What is true of every overlay, whatever a sidecar says.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::Rect;
use crate::source::{SourceId, Span};

fn nowhere() -> Span {
    Span::start_of(SourceId(0))
}

fn sidecar(shapes: impl IntoIterator<Item = Shape>) -> Sidecar {
    let marks = (1..).zip(shapes).map(|(n, shape)| Mark { span: nowhere(), n: Some(n), shape, at: None });
    Sidecar { marks: marks.collect(), ..Sidecar::empty(SourceId(0)) }
}

fn rect() -> impl Strategy<Value = Rect> {
    (0..1312, 0..1600, 1..400, 1..200).prop_map(|(x, y, width, height)| Rect { x, y, width, height })
}

/// Any shape: most of them on the picture, some of them far from it.
fn shape(length: impl Strategy<Value = i32> + Clone) -> impl Strategy<Value = Shape> {
    let four = (length.clone(), length.clone(), length.clone(), length);
    (0..5, four).prop_map(|(kind, (x, y, z, w))| {
        let rect = Rect { x, y, width: z.saturating_abs().max(1), height: w.saturating_abs().max(1) };
        match kind {
            0 => Shape::Box(rect),
            1 => Shape::Ellipse(rect),
            2 => Shape::Spot(rect),
            3 => Shape::Arrow { from: Point { x, y }, to: Point { x: z, y: w } },
            _ => Shape::Pin(Point { x, y }),
        }
    })
}

/// The middle of a pin in CSS pixels, on a picture that is shown `width` pixels
/// wide.
fn middle(pin: &Pin, overlay: &Overlay, width: f64) -> (f64, f64) {
    let height = width * f64::from(overlay.size.1) / f64::from(overlay.size.0);
    (pin.at.x.fraction() * width + f64::from(pin.dx), pin.at.y.fraction() * height + f64::from(pin.dy))
}

fn pins(overlay: &Overlay) -> Vec<Pin> {
    overlay.marks.iter().filter_map(|mark| mark.pin).collect()
}

/// Whether two rectangles are at least `gap` pixels apart, across or down.
fn apart(one: &Rect, other: &Rect, gap: i32) -> bool {
    let clear =
        |a: i32, a_length: i32, b: i32, b_length: i32| a + a_length + gap <= b || b + b_length + gap <= a;
    clear(one.x, one.width, other.x, other.width) || clear(one.y, one.height, other.y, other.height)
}

/// Widths at which our theme shows a portrait picture, and a larger one.
const WIDTHS: [f64; 3] = [328.0, 340.0, 760.0];

/// The least distance between the middles of two pins.
fn nearest_pins(overlay: &Overlay, width: f64) -> f64 {
    let middles: Vec<_> = pins(overlay).iter().map(|pin| middle(pin, overlay, width)).collect();
    let pairs = middles.iter().enumerate().flat_map(|(at, one)| {
        middles.iter().skip(at + 1).map(move |other| (one.0 - other.0).hypot(one.1 - other.1))
    });
    pairs.fold(f64::MAX, f64::min)
}

/// The least distance from the middle of a pin to a rectangle of the picture.
fn least_gap(overlay: &Overlay, rects: &[Rect], width: f64) -> f64 {
    let scale = width / f64::from(overlay.size.0);
    let gaps = pins(overlay).into_iter().flat_map(|pin| {
        let (x, y) = middle(&pin, overlay, width);
        rects.iter().map(move |rect| {
            let side =
                |start: i32, length: i32| (f64::from(start) * scale, f64::from(start + length) * scale);
            let ((left, right), (top, bottom)) = (side(rect.x, rect.width), side(rect.y, rect.height));
            (left - x).max(x - right).max(top - y).max(y - bottom)
        })
    });
    gaps.fold(f64::MAX, f64::min)
}

proptest! {
    /// Where marks are 40 px apart on a phone (328 px; the picture here is four
    /// times as wide), no pin touches another one there or on a wider screen.
    /// Where they are also 30 px from the picture's edges, no pin is on any
    /// mark.
    #[test]
    fn pins_of_separate_marks_touch_nothing(rects in vec(rect(), 6..60), at_edges: bool) {
        let edge = if at_edges { 0 } else { 120 };
        let mut kept: Vec<Rect> = Vec::new();
        for rect in rects {
            let across = rect.x >= edge && rect.x + rect.width <= 1312 - edge;
            let down = rect.y >= edge && rect.y + rect.height <= 1600 - edge;
            if kept.len() < 6 && across && down && kept.iter().all(|other| apart(&rect, other, 160)) {
                kept.push(rect);
            }
        }
        let overlay = overlay(&sidecar(kept.iter().copied().map(Shape::Box)), (1312, 1600), None);
        for width in WIDTHS {
            prop_assert!(nearest_pins(&overlay, width) >= 24.0, "{width}: {overlay:?}");
            prop_assert!(at_edges || least_gap(&overlay, &kept, width) >= 11.0, "{width}: {overlay:?}");
        }
    }

    /// Rows of a form, as close as 14 px from one to the next on a phone: their
    /// pins don't touch, since a pin may stand on either side of its row.
    #[test]
    fn pins_of_close_rows_do_not_touch(pitch in 56..120_i32, rows in 2..7_i32, width in 100..800_i32) {
        let row = |n| Rect { x: 256, y: 200 + n * pitch, width, height: pitch - 8 };
        let overlay = overlay(&sidecar((0..rows).map(row).map(Shape::Box)), (1312, 1600), None);
        for width in WIDTHS {
            prop_assert!(nearest_pins(&overlay, width) >= 24.0, "{width}: {overlay:?}");
        }
    }

    /// Whatever the marks, every pin is inside the picture, at the width of a
    /// phone and at every larger width.
    #[test]
    fn every_pin_lies_within_the_picture(shapes in vec(shape(-100..1400_i32), 0..12), height in 120..2000_u32) {
        let overlay = overlay(&sidecar(shapes), (1312, height), None);
        for width in [328.0, 340.0, 560.0, 880.0, 1312.0] {
            let bottom = width * f64::from(height) / 1312.0;
            for pin in pins(&overlay) {
                let (x, y) = middle(&pin, &overlay, width);
                let inside = (11.4..=width - 11.4).contains(&x) && (11.4..=bottom - 11.4).contains(&y);
                prop_assert!(inside, "{width} × {bottom}: {x} {y} of {overlay:?}");
            }
        }
    }

    /// Any numbers can be drawn: no panic, and only finite numbers in the
    /// drawing.
    #[test]
    fn any_numbers_are_survived(
        shapes in vec(shape(any::<i32>()), 0..6), crop: Option<[i32; 4]>, size: Option<(u32, u32)>,
        picture in (1..20_000_u32, 1..20_000_u32),
    ) {
        let mut side = sidecar(shapes);
        side.crop = crop.map(|[x, y, width, height]| (Rect { x, y, width, height }, nowhere()));
        side.size = size.map(|size| (size, nowhere()));
        let drawn = write_svg(&overlay(&side, picture, None), &OverlayNames { figure: 1, items_of: 1, items: 1..=6 });
        prop_assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
    }

    /// A mark stays on its pixels, however the picture is cropped.
    #[test]
    fn a_crop_moves_no_mark_from_its_pixels(left in 0..300, top in 0..300, right in 0..300, bottom in 0..300, mark in rect()) {
        let crop = Rect { x: left, y: top, width: 2000 - left - right, height: 2200 - top - bottom };
        let mark = Rect { x: mark.x + 320, y: mark.y + 320, width: 50, height: 50 };
        let mut side = sidecar([Shape::Box(mark)]);
        side.crop = Some((crop, nowhere()));
        let overlay = overlay(&side, (2000, 2200), None);
        prop_assume!(mark.x + 50 <= 2000 - right && mark.y + 50 <= 2200 - bottom);
        let outline = overlay.marks.first().unwrap().outline.as_ref().unwrap();
        let OutlineLine::Rect(area) = &outline.line else { unreachable!("a box") };
        let back = |share: geometry::Share, length: i32, start: i32| share.fraction() * f64::from(length) + f64::from(start);
        prop_assert!((back(area.x, crop.width, left) - f64::from(mark.x)).abs() < 0.02);
        prop_assert!((back(area.y, crop.height, top) - f64::from(mark.y)).abs() < 0.02);
        prop_assert!((back(area.width, crop.width, 0) - 50.0).abs() < 0.04);
    }
}
