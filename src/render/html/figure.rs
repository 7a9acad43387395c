//! Figures: pictures with their marks, and one list of items below them.

use std::collections::BTreeMap;

use super::text;
use super::writer::HtmlWriter;
use crate::model::{Figure, Item, Picture, Resolved};
use crate::picture::PublishedPicture;
use crate::picture::overlay::OverlayNames;
use crate::theme::fill;

/// Highest item number for which the style sheet highlights item and mark
/// together.
const LIT: u32 = 24;

/// Where the marks of a figure's items are, by the number of the item.
type ItemMarks = BTreeMap<u32, MarkPlace>;

/// The first mark with an item's number.
struct MarkPlace {
    /// The position of its picture in the figure, from 1.
    column: usize,
    /// The number of its picture on the page.
    picture: u32,
    /// Whether no other picture of the figure has a mark with this number.
    only: bool,
}

impl HtmlWriter<'_> {
    pub(super) fn figure(&mut self, figure: &Figure<Resolved>) {
        let shown: Vec<(&Picture, Option<&PublishedPicture>)> =
            figure.images.iter().map(|picture| (picture, self.renderer.shown(picture))).collect();
        self.raw("<div class=\"walk");
        self.raw(match (shown.as_slice(), figure.items.is_empty()) {
            ([(_, picture)], alone) => match (picture.is_some_and(|p| p.height > p.width), alone) {
                (true, true) => " tall alone",
                (true, false) => " tall",
                (false, true) => " alone",
                (false, false) => "",
            },
            ([_, _], _) => " cols-2",
            _ => " cols-3",
        });
        self.raw("\">\n<div class=\"figs\">\n");
        for (picture, shown) in &shown {
            self.picture(figure, picture, *shown);
        }
        self.raw("</div>\n");
        if !figure.items.is_empty() {
            self.items(figure, &marked(&shown));
        }
        self.raw("</div>\n");
    }

    fn picture(&mut self, figure: &Figure<Resolved>, picture: &Picture, shown: Option<&PublishedPicture>) {
        let label = self.language.words.figure_label(picture.number);
        self.raw(&format!("<figure class=\"fig\" id=\"fig-{}\">\n", picture.number));
        if let Some(shown) = shown {
            self.raw("<div class=\"shot\"><img");
            self.picture_attributes(picture, shown);
            shown.push_svg(&mut self.out, &OverlayNames::of(figure, picture));
            self.raw("</div>\n");
        } else {
            self.raw("<div class=\"shot missing\" role=\"img\"");
            self.attribute("aria-label", &picture.alt);
            self.raw("><span>");
            self.text(&self.language.words.figure.missing);
            self.raw("</span></div>\n");
        }
        self.raw("<figcaption>");
        self.caption(picture, &label);
        if let Some(shown) = shown {
            self.raw("<a class=\"enlarge\"");
            let href = self.href(&shown.path, None);
            self.attribute("href", &href);
            self.raw(">");
            self.icon("enlarge");
            let words = self.language.words;
            self.text(&words.figure.enlarge);
            self.hidden(&[words.punctuation.colon.as_str(), &label].concat());
            self.raw("</a>");
        }
        self.raw("</figcaption>\n</figure>\n");
    }

    /// Writes the caption of a picture: its number, by which references name it, and
    /// its words.
    fn caption(&mut self, picture: &Picture, label: &str) {
        self.raw("<span>");
        self.text(label);
        if let Some(caption) = picture.caption.as_deref().filter(|caption| !caption.is_empty()) {
            self.text(&self.language.words.punctuation.gap);
            self.text(caption);
        }
        self.raw("</span>");
    }

    fn items(&mut self, figure: &Figure<Resolved>, marked: &ItemMarks) {
        self.raw("<ol class=\"items\" role=\"list\"");
        if figure.start != 1 {
            text::number(&mut self.out, "start", figure.start);
        }
        self.raw(">\n");
        for (n, item) in (figure.start..).zip(&figure.items) {
            self.figure_item(figure, (n, item), marked);
        }
        self.raw("</ol>\n");
    }

    fn figure_item(
        &mut self,
        figure: &Figure<Resolved>,
        (n, item): (u32, &Item<Resolved>),
        marked: &ItemMarks,
    ) {
        let place = marked.get(&n);
        self.raw("<li class=\"item");
        if place.is_some() && n <= LIT {
            self.raw(&format!(" m{n}"));
        }
        if let Some(MarkPlace { column: column @ ..=3, only: true, .. }) = place
            && figure.images.len() > 1
        {
            self.raw(&format!(" in-{column}"));
        }
        self.raw(if item.optional { " optional\"" } else { "\"" });
        let first = figure.images.first().map_or(0, |picture| picture.number);
        self.raw(&format!(" id=\"fig-{first}-item-{n}\">"));
        if let Some(MarkPlace { picture, .. }) = place {
            let values = [("n", n.to_string()), ("figure", picture.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            let label = fill(&self.language.words.figure.mark, &values);
            self.raw(&format!("<a class=\"num\" href=\"#fig-{picture}-mark-{n}\""));
            self.attribute("aria-label", &label);
            self.raw(&format!(">{n}</a><div>"));
        } else {
            self.raw(&format!("<span class=\"num\">{n}</span><div>"));
        }
        self.item_content(item, item.blocks.len() <= 1);
        self.raw("</div></li>\n");
    }
}

fn marked(shown: &[(&Picture, Option<&PublishedPicture>)]) -> ItemMarks {
    let mut marks = ItemMarks::new();
    for (column, (picture, shown)) in (1..).zip(shown) {
        for n in shown.map(|shown| shown.overlay.numbers()).unwrap_or_default() {
            let place = MarkPlace { column, picture: picture.number, only: true };
            marks.entry(n).and_modify(|first| first.only = false).or_insert(place);
        }
    }
    marks
}
