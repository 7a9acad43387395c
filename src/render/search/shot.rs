//! Shots: the data with which a search result shows its part of a picture.
//!
//! In: which lines of a page's text belong to which picture, and the published
//! pictures. Out, as JSON:
//!
//! - for a page, a table of its pictures, each `[address, width, height, mark,
//!   …]`. A mark has a line, if it has an outline: `rect` or `ellipse`, `[x, y,
//!   width, height]`, or `path`, `[x, y, x, y, …]`, with `head` if an arrow head
//!   is at its end. It has its number `n`, if it has one, and its `pin`: a point
//!   `x, y` and the offset `dx, dy` in CSS pixels, then the three points of its
//!   pointer, if it has one, in the same way.
//! - for a doc, `[picture, line, picture, number, line, picture, number, …]`: its
//!   first picture, then for lines of its text the picture and the mark's number.
//!
//! All other lengths are pixels of the published picture. Marks are sorted by
//! number, those without one last: the first mark is shown for a line that is not
//! listed. A line that belongs to the first picture and to no mark (number 0) is
//! not listed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;

use super::text::{LineSubject, PictureLine, SearchEntry};
use crate::picture::PublishedPicture;
use crate::picture::overlay::{DrawnMark, MarkOutline, OutlineLine, Pin, SharePoint, ShareRect};
use crate::url::TreePath;

/// The pictures of one page, in the order in which its docs name them.
pub(super) struct PagePictures<'a> {
    shown: &'a BTreeMap<TreePath, PublishedPicture>,
    table: Vec<&'a PublishedPicture>,
    /// Where in the table each picture is.
    places: BTreeMap<&'a TreePath, usize>,
}

/// A picture of the source with what is published of it.
type ShownPicture<'a> = (&'a TreePath, &'a PublishedPicture);

/// The published pictures of a figure.
struct FigurePictures<'a> {
    /// The first picture: shown for an item without a mark.
    first: Option<ShownPicture<'a>>,
    /// The first picture that has a mark of each number.
    marked: BTreeMap<u32, ShownPicture<'a>>,
}

impl<'a> FigurePictures<'a> {
    fn new(shown: &'a BTreeMap<TreePath, PublishedPicture>, files: &[TreePath]) -> Self {
        let mut figure = Self { first: None, marked: BTreeMap::new() };
        let mut seen = BTreeSet::new();
        for picture in files.iter().filter_map(|file| shown.get_key_value(file)) {
            if seen.insert(picture.0) {
                figure.first.get_or_insert(picture);
                for n in picture.1.overlay.numbers() {
                    figure.marked.entry(n).or_insert(picture);
                }
            }
        }
        figure
    }
}

impl<'a> PagePictures<'a> {
    pub(super) fn new(shown: &'a BTreeMap<TreePath, PublishedPicture>) -> Self {
        Self { shown, table: Vec::new(), places: BTreeMap::new() }
    }

    /// The pictures and marks of a doc as JSON; `None` if it has no picture.
    pub(super) fn doc(&mut self, entry: &SearchEntry) -> Option<String> {
        let figures = entry.figures.iter().map(|files| FigurePictures::new(self.shown, files));
        let figures: Vec<FigurePictures<'_>> = figures.collect();
        let mut seen =
            entry.picture_lines.iter().filter_map(|line| Some((line.line, self.seen(line, &figures)?)));
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
    fn seen(&mut self, line: &PictureLine, figures: &[FigurePictures<'a>]) -> Option<(usize, u32)> {
        let (picture, number) = match &line.about {
            LineSubject::Picture(file) => (self.shown.get_key_value(file)?, 0),
            LineSubject::Mark { figure, n } => {
                let figure = figures.get(*figure)?;
                let marked = figure.marked.get(n).map(|picture| (*picture, *n));
                marked.or_else(|| Some((figure.first?, 0)))?
            }
        };
        Some((self.place(picture), number))
    }

    /// Index of a picture in the table.
    fn place(&mut self, (file, shown): ShownPicture<'a>) -> usize {
        *self.places.entry(file).or_insert_with(|| {
            self.table.push(shown);
            self.table.len() - 1
        })
    }

    /// The table of the page's pictures as JSON; `None` if it shows none.
    pub(super) fn table(&self) -> Option<String> {
        let rows: Vec<String> = self.table.iter().map(|shown| row(shown)).collect();
        (!rows.is_empty()).then(|| format!("[{}]", rows.join(",\n")))
    }
}

/// A mark in pixels of the published picture; see the head of this file.
#[derive(Serialize)]
struct ShotMark {
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    #[serde(flatten)]
    line: Option<ShotLine>,
    #[serde(skip_serializing_if = "is_false")]
    head: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<Vec<i64>>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum ShotLine {
    Rect([i64; 4]),
    Ellipse([i64; 4]),
    Path(Vec<i64>),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

fn row(shown: &PublishedPicture) -> String {
    let mut marks: Vec<&DrawnMark> = shown.overlay.marks.iter().collect();
    marks.sort_by_key(|mark| mark.n.unwrap_or(u32::MAX));
    let marks = marks.iter().map(|mark| serde_json::to_string(&shot_mark(mark, shown)).unwrap_or_default());
    let mut row =
        vec![json!(shown.path.as_str()).to_string(), shown.width.to_string(), shown.height.to_string()];
    row.extend(marks);
    list(&row)
}

fn shot_mark(mark: &DrawnMark, shown: &PublishedPicture) -> ShotMark {
    let point = |at: SharePoint| [at.x.pixels(shown.width), at.y.pixels(shown.height)];
    let area = |area: &ShareRect| {
        let [x, y] = point(SharePoint { x: area.x, y: area.y });
        [x, y, area.width.pixels(shown.width), area.height.pixels(shown.height)]
    };
    let line = |outline: &MarkOutline| match &outline.line {
        OutlineLine::Rect(rect) => ShotLine::Rect(area(rect)),
        OutlineLine::Ellipse(ellipse) => ShotLine::Ellipse(area(ellipse)),
        OutlineLine::Path(points) => ShotLine::Path(points.iter().flat_map(|at| point(*at)).collect()),
    };
    let pin = |pin: Pin| {
        let [x, y] = point(pin.at);
        let pointer = pin.pointer.into_iter().flatten();
        let offsets = std::iter::once((pin.dx, pin.dy)).chain(pointer);
        [x, y].into_iter().chain(offsets.flat_map(|(dx, dy)| [dx.into(), dy.into()])).collect()
    };
    ShotMark {
        n: mark.n,
        line: mark.outline.as_ref().map(line),
        head: mark.outline.as_ref().is_some_and(|outline| outline.head.is_some()),
        pin: mark.pin.map(pin),
    }
}

fn list<N: ToString>(numbers: &[N]) -> String {
    format!("[{}]", numbers.iter().map(N::to_string).collect::<Vec<_>>().join(","))
}
