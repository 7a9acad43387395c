//! How a figure may be laid out: the widths of its pictures, and the atoms that
//! may stand next to them.
//!
//! In: the record of a figure, and the atoms that follow it. Out: a
//! [`FigurePlan`]. Which of its possibilities is taken depends on the page and is
//! decided in `layout`. All lengths are points (1/72 inch).

use std::ops::Range;

use super::record::{PrintFigure, PrintPicture};
use super::sheet::{Layout, SMALLEST, Sheet};

/// Pixels per inch below which a picture looks coarse.
const COARSEST: f64 = 105.0;

/// How a figure may be laid out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FigurePlan {
    /// Widths of the pictures at full size.
    pub(crate) widths: Vec<f64>,
    /// The smallest scale of the pictures, 1.0 = full size.
    pub(crate) least: f64,
    /// Width at which the captions are measured: that of the widest picture at the
    /// smallest scale.
    pub(crate) caption_width: f64,
    /// Indices of the atoms that may stand next to the picture.
    pub(crate) items: Range<usize>,
    /// The possibilities for these atoms; none if they can only stand below.
    pub(crate) asides: Vec<Aside>,
}

/// A way to put atoms next to a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Aside {
    /// Largest scale of the picture that leaves enough room.
    pub(crate) scale: f64,
    /// Width of that room.
    pub(crate) width: f64,
}

impl FigurePlan {
    /// The plan of a figure on a sheet; `items` are the atoms that may stand next
    /// to its picture.
    pub(crate) fn new(sheet: &Sheet, figure: &PrintFigure, items: Range<usize>) -> Self {
        let widths = widths(sheet, figure);
        let widest = widths.iter().copied().fold(0.0, f64::max);
        let least = least(sheet.layout, figure.columns);
        let beside = sheet.layout != Layout::Bilingual && figure.columns == 1 && !items.is_empty();
        let asides = if beside { asides(sheet, widest) } else { Vec::new() };
        Self { widths, least, caption_width: widest * least, items, asides }
    }
}

/// Widths of the pictures of a figure at full size. No picture is so wide that it
/// looks coarse, or taller than `tallest`. Portrait ones are at most half as wide
/// as the text.
fn widths(sheet: &Sheet, figure: &PrintFigure) -> Vec<f64> {
    let alone = figure.columns == 1;
    let count = f64::from(u32::try_from(figure.columns).unwrap_or(1).max(1));
    let each = (sheet.width - sheet.between * (count - 1.0)) / count;
    let most = match sheet.layout {
        Layout::Slides if alone => sheet.width * 0.64,
        Layout::Bilingual if alone => sheet.width * 0.84,
        _ => each,
    };
    let width = |image: &PrintPicture| {
        let (wide, high) = (f64::from(image.width), f64::from(image.height.max(1)));
        // A portrait picture, mostly of a phone, has large letters.
        let most = if high > wide { most.min(sheet.width * 0.5) } else { most };
        most.min(wide * 72.0 / COARSEST).min(sheet.tallest * wide / high)
    };
    figure.images.iter().map(width).collect()
}

/// The smallest scale of `count` pictures side by side, 1.0 = full size. Several
/// pictures in a row are small already, so they shrink less.
fn least(layout: Layout, count: usize) -> f64 {
    match (layout, count) {
        (Layout::Slides, 1) => SMALLEST,
        (Layout::Slides, _) => 0.7,
        (_, 1) => 0.6,
        _ => 0.85,
    }
}

/// The ways to put atoms next to a picture that is `widest` at full size.
fn asides(sheet: &Sheet, widest: f64) -> Vec<Aside> {
    let scales: &[f64] = if widest > sheet.width * 0.7 { &[0.62] } else { &[0.6, 0.8, 1.0] };
    let aside = |scale: &f64| Aside { scale: *scale, width: sheet.width - widest * scale - sheet.aside };
    let is_wide = |aside: &Aside| aside.width >= 11.0 * sheet.r#type;
    scales.iter().map(aside).filter(is_wide).collect()
}
