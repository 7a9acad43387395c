//! Figures together with the marks of their sidecars.

use std::collections::BTreeSet;

use super::subject::Subject;
use crate::model::{Block, Figure, Item, Mark, Picture, Resolved, walk};

/// A figure of a page in its own language.
pub(super) struct MarkedFigure<'a> {
    pub(super) figure: &'a Figure<Resolved>,
    /// The numbers of the marks of all pictures of the figure, each with the
    /// first mark of this number and its picture.
    pub(super) marks: Vec<(u32, &'a Picture, &'a Mark)>,
    /// Whether any picture of the figure has a sidecar.
    pub(super) has_sidecar: bool,
}

impl MarkedFigure<'_> {
    /// The numbers of the items.
    pub(super) fn items(&self) -> impl Iterator<Item = u32> {
        (self.figure.start..).take(self.figure.items.len())
    }

    /// The marks whose numbers no item has.
    pub(super) fn marks_without_item(&self) -> impl Iterator<Item = (u32, &Picture, &Mark)> {
        let items: BTreeSet<u32> = self.items().collect();
        self.marks.iter().copied().filter(move |(n, ..)| !items.contains(n))
    }

    /// The items whose numbers no mark has, each with its number.
    pub(super) fn items_without_mark(&self) -> impl Iterator<Item = (u32, &Item<Resolved>)> {
        let marks = self.numbers();
        self.items().zip(&self.figure.items).filter(move |(n, _)| !marks.contains(n))
    }

    /// The numbers of the marks.
    fn numbers(&self) -> BTreeSet<u32> {
        self.marks.iter().map(|(n, ..)| *n).collect()
    }
}

/// All figures of pages in their own language whose sidecars could be read
/// completely. In a broken sidecar, a mark may be missing only because it could
/// not be read.
pub(super) fn marked<'a>(subject: &Subject<'a>) -> Vec<MarkedFigure<'a>> {
    let mut figures = Vec::new();
    for (_, blocks) in subject.own_bodies() {
        walk::blocks(blocks, &mut |node| {
            if let walk::WalkNode::Block(Block::Figure(figure)) = node {
                figures.extend(with_marks(subject, figure));
            }
        });
    }
    figures
}

fn with_marks<'a>(subject: &Subject<'a>, figure: &'a Figure<Resolved>) -> Option<MarkedFigure<'a>> {
    let mut marks = Vec::new();
    let mut has_sidecar = false;
    for picture in &figure.images {
        let Some(sidecar) = subject.site.sidecar(&picture.file) else { continue };
        if !sidecar.complete {
            return None;
        }
        has_sidecar = true;
        marks.extend(sidecar.marks.iter().filter_map(|mark| Some((mark.n?, picture, mark))));
    }
    marks.sort_by_key(|(n, ..)| *n);
    marks.dedup_by_key(|(n, ..)| *n);
    Some(MarkedFigure { figure, marks, has_sidecar })
}
