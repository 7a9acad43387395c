//! Figures for paper: pictures, their marks and stand-ins, their items.

use std::collections::BTreeSet;

use super::writer::PrintWriter;
use crate::fonts::is_blank;
use crate::model::{Figure as Model, Picture as ModelPicture, Resolved};
use crate::picture::overlay::{Overlay, StandIn};
use crate::render::pdf::record::{PrintBlock, PrintFigure, PrintInline, PrintPicture, PrintStandIn};
use crate::render::pdf::text::ends::hold_end;
use crate::render::pdf::text::long::brief;
use crate::url::TreePath;

/// Width and height, in pixels, of the box that replaces a picture that could not
/// be published.
const UNSEEN: (u32, u32) = (1280, 480);

/// Most pictures side by side; more would be too small to be useful.
const SIDE_BY_SIDE: usize = 4;

/// Most characters of a picture's alternative text.
const LONGEST_ALT: usize = 2_000;

impl PrintWriter<'_> {
    /// Writes a figure and its items as atoms.
    pub(crate) fn flow_figure(&mut self, figure: &Model<Resolved>) {
        for (row, items) in rows(figure) {
            for picture in row {
                self.lead_here(&format!("fig-{}", picture.number));
            }
            let view = self.figure(figure, row, items);
            self.push(PrintBlock::Figure(view));
        }
        let pinned = self.pinned(figure);
        for (n, item) in (figure.start..).zip(&figure.items) {
            // Each item is pushed at once, so that its atom gets its own notes.
            let view = self.item((n, pinned.contains(&n)), item, n == figure.start);
            self.push(PrintBlock::Item(view));
        }
    }

    /// Writes a figure inside another block.
    pub(crate) fn inner_figure(&mut self, figure: &Model<Resolved>) -> Vec<PrintBlock> {
        let mut out = Vec::new();
        for (row, items) in rows(figure) {
            out.push(PrintBlock::Figure(self.figure(figure, row, items)));
        }
        let pinned = self.pinned(figure);
        let mut items = Vec::new();
        for (n, item) in (figure.start..).zip(&figure.items) {
            items.push(self.item((n, pinned.contains(&n)), item, n == figure.start));
        }
        if !items.is_empty() {
            out.push(PrintBlock::Items { items });
        }
        out
    }

    fn figure(&mut self, figure: &Model<Resolved>, row: &[ModelPicture], items: usize) -> PrintFigure {
        let images = row.iter().map(|picture| self.picture(picture)).collect();
        let columns = columns(figure.images.len());
        PrintFigure { images, columns, items }
    }

    /// Numbers of the marks on the figure's pictures.
    fn pinned(&self, figure: &Model<Resolved>) -> BTreeSet<u32> {
        let pictures = self.context.input.pictures;
        let shown = figure.images.iter().filter_map(|picture| pictures.get(&picture.file));
        shown.flat_map(|shown| shown.overlay.numbers()).collect()
    }

    fn picture(&mut self, picture: &ModelPicture) -> PrintPicture {
        let caption = self.caption(picture);
        let label = self.language.words.figure_label(picture.number);
        let alt = if is_blank(&picture.alt) { label } else { short(&picture.alt) };
        let pictures = self.context.input.pictures;
        let missing = self.language.words.figure.missing.clone();
        let file = self.use_picture(&picture.file);
        let (width, height) = pictures.get(&picture.file).map_or(UNSEEN, |shown| (shown.width, shown.height));
        let overlay = pictures.get(&picture.file).map(|shown| &shown.overlay);
        let stand_ins = overlay.map(stand_ins).unwrap_or_default();
        let marks = overlay.map(|overlay| overlay.marks.clone()).unwrap_or_default();
        PrintPicture { file, missing, width, height, alt, caption, stand_ins, marks }
    }

    /// The caption of a picture: its number, by which references name it, and its
    /// words.
    fn caption(&mut self, picture: &ModelPicture) -> Vec<PrintInline> {
        let words = self.language.words;
        let mut out = Vec::new();
        let label = words.figure_label(picture.number);
        self.text(&label, &mut out);
        if let Some(caption) = picture.caption.as_deref().filter(|caption| !caption.is_empty()) {
            out.push(PrintInline::Text(words.punctuation.gap.clone()));
            self.text(&short(caption), &mut out);
        }
        hold_end(&mut out);
        out
    }

    /// Adds a picture to the document; returns its file name for the engine, or
    /// `None` if it could not be published.
    pub(crate) fn use_picture(&mut self, file: &TreePath) -> Option<String> {
        let shown = self.context.input.pictures.get(file)?;
        self.document_notes.pictures.insert(file.clone());
        Some(crate::render::pdf::file::graft::name(&shown.path))
    }
}

/// Number of pictures side by side for a figure of `pictures`, so that its rows
/// have about the same length.
fn columns(pictures: usize) -> usize {
    pictures.div_ceil(pictures.div_ceil(SIDE_BY_SIDE).max(1)).max(1)
}

/// The rows of a figure's pictures, each with the number of items that follow it.
/// Only the last row is followed by items.
fn rows(figure: &Model<Resolved>) -> impl Iterator<Item = (&[ModelPicture], usize)> {
    let rows = figure.images.chunks(columns(figure.images.len()));
    let last = rows.len();
    (1..).zip(rows).map(move |(at, row)| (row, if at == last { figure.items.len() } else { 0 }))
}

/// The alternative text of a picture, cut to [`LONGEST_ALT`]. PDF/A-2a allows no
/// string of 32,768 bytes, and readers don't listen even to much shorter ones.
pub(crate) fn short(alt: &str) -> String {
    brief(alt, LONGEST_ALT).into_owned()
}

/// The words in the places of a picture's redactions.
fn stand_ins(overlay: &Overlay) -> Vec<PrintStandIn> {
    let stand_in = |stand_in: &StandIn| PrintStandIn {
        area: stand_in.area,
        size: stand_in.font_size,
        text: short(&stand_in.text),
    };
    overlay.stand_ins.iter().map(stand_in).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_pictures_are_about_the_same_length() {
        assert_eq!([1, 2, 4, 5, 7, 9, 13].map(columns), [1, 2, 4, 3, 4, 3, 4]);
    }
}
