//! Shots: the data with which a search result shows its part of a picture.
//!
//! In: which lines of a page's text belong to which picture, and the published
//! pictures. Out, as JSON:
//!
//! - for a page, a table of its pictures, each `[address, width, height, mark,
//!   …]`. A mark is `[number, shape, x, y, width, height]`; a mark with a pin has
//!   four more values, the pin's point `x, y` and its offset `dx, dy` in CSS
//!   pixels.
//! - for a doc, `[picture, line, picture, number, line, picture, number, …]`: its
//!   first picture, then for lines of its text the picture and the mark's number.
//!
//! All other lengths are pixels of the published picture. Shapes: 0 is a frame,
//! or only a pin if it has no size; 1 an ellipse; 2 an arrow that starts at
//! `x, y`. Marks are sorted by number, those without one (0) last: the first mark
//! is shown for a line that is not listed. A line that belongs to the first
//! picture and to no mark is not listed.

use std::collections::BTreeMap;

use super::text::PictureLine;
use crate::picture::PublishedPicture;
use crate::picture::overlay::{DrawnMark, MarkOutline, SharePoint, ShareRect};
use crate::url::TreePath;

/// The pictures of one page, in the order in which its docs name them.
pub(super) struct PagePictures<'a> {
    shown: &'a BTreeMap<TreePath, PublishedPicture>,
    table: Vec<(&'a TreePath, &'a PublishedPicture)>,
}

impl<'a> PagePictures<'a> {
    pub(super) fn new(shown: &'a BTreeMap<TreePath, PublishedPicture>) -> Self {
        Self { shown, table: Vec::new() }
    }

    /// The pictures and marks of a doc as JSON; `None` if it has no picture.
    pub(super) fn doc(&mut self, picture_lines: &[PictureLine]) -> Option<String> {
        let mut seen = picture_lines.iter().filter_map(|sight| Some((sight.line, self.seen(sight)?)));
        let (line, (first, number)) = seen.next()?;
        let mut numbers = vec![first];
        for (line, (picture, number)) in std::iter::once((line, (first, number))).chain(seen) {
            if (picture, number) != (first, 0) {
                numbers.extend([line, picture, usize::try_from(number).unwrap_or_default()]);
            }
        }
        Some(list(&numbers))
    }

    /// Index of the picture that has the line's mark, and the mark's number. If
    /// no picture has it, the first published picture and 0.
    fn seen(&mut self, sight: &PictureLine) -> Option<(usize, u32)> {
        let all = self.shown;
        let mut pictures = sight.files.iter().filter_map(|file| all.get_key_value(file));
        let carries =
            |shown: &PublishedPicture| shown.overlay.marks.iter().any(|mark| mark.n == Some(sight.n));
        let marked = pictures.clone().find(|(_, shown)| carries(shown));
        let number = if marked.is_some() { sight.n } else { 0 };
        let (file, shown) = marked.or_else(|| pictures.next())?;
        let known = self.table.iter().position(|(other, _)| *other == file);
        let at = known.unwrap_or(self.table.len());
        if known.is_none() {
            self.table.push((file, shown));
        }
        Some((at, number))
    }

    /// The table of the page's pictures as JSON; `None` if it shows none.
    pub(super) fn table(&self) -> Option<String> {
        let rows: Vec<String> = self.table.iter().map(|(_, shown)| row(shown)).collect();
        (!rows.is_empty()).then(|| format!("[{}]", rows.join(",\n")))
    }
}

fn row(shown: &PublishedPicture) -> String {
    let mut marks: Vec<&DrawnMark> = shown.overlay.marks.iter().collect();
    marks.sort_by_key(|mark| mark.n.unwrap_or(u32::MAX));
    let marks: Vec<String> = marks.iter().map(|mark| format!(",{}", numbers(mark, shown))).collect();
    // An address under `img/` is made of a hash: nothing to escape.
    format!("[\"{}\",{},{}{}]", shown.path.as_str(), shown.width, shown.height, marks.concat())
}

/// One mark as a list of whole numbers.
fn numbers(mark: &DrawnMark, shown: &PublishedPicture) -> String {
    let point = |at: SharePoint| (at.x.pixels(shown.width), at.y.pixels(shown.height));
    let area = |area: &ShareRect| {
        let (x, y) = point(SharePoint { x: area.x, y: area.y });
        (x, y, area.width.pixels(shown.width), area.height.pixels(shown.height))
    };
    let (shape, (x, y, width, height)) = match &mark.outline {
        Some(MarkOutline::Frame(frame) | MarkOutline::Spot(frame)) => (0, area(frame)),
        Some(MarkOutline::Ellipse(frame)) => (1, area(frame)),
        Some(MarkOutline::Arrow { tail, head, .. }) => {
            let ((x, y), (to_x, to_y)) = (point(*tail), point(*head));
            (2, (x, y, to_x - x, to_y - y))
        }
        None => {
            let (x, y) = mark.pin.map_or((0, 0), |pin| point(pin.at));
            (0, (x, y, 0, 0))
        }
    };
    let mut numbers = vec![i64::from(mark.n.unwrap_or(0)), shape, x, y, width, height];
    if let Some(pin) = mark.pin {
        let (x, y) = point(pin.at);
        numbers.extend([x, y, i64::from(pin.dx), i64::from(pin.dy)]);
    }
    list(&numbers)
}

fn list<N: ToString>(numbers: &[N]) -> String {
    format!("[{}]", numbers.iter().map(N::to_string).collect::<Vec<_>>().join(","))
}
