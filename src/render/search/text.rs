//! Search entries: the text of a page, cut into the places that a result can
//! link to.
//!
//! In: a resolved page. Out: its opening, steps and sections as plain lines,
//! one line a paragraph, item, cell row or caption, in the page's order.

use std::collections::BTreeMap;

use crate::lang::Lang;
use crate::model::{
    Block, Branch, Figure, Footnote, Inline, Item, Page, Picture, Resolved, Section, SectionKind, plain_text,
    walk,
};
use crate::render::facts::{FactValue, PageFacts};
use crate::render::html_lines;
use crate::theme::Words;
use crate::url::TreePath;

/// Kind of a search result; the page's script shows a badge for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// The text before the first section of a page.
    Opening = 0,
    /// A step.
    Step = 1,
    /// A sub-step.
    SubStep = 2,
    /// A section without a number.
    Section = 3,
    /// An entry of the glossary.
    Term = 4,
}

/// One thing that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SearchEntry {
    /// Anchor of the entry; empty for the opening.
    pub id: String,
    /// Kind of the entry.
    pub kind: EntryKind,
    /// Label of the step, `步驟 5-2`; empty if the entry has no number.
    pub badge: String,
    /// Title of the entry.
    pub title: String,
    /// Text of the entry, line by line.
    pub text: String,
    /// The lines that belong to a picture, in order.
    pub picture_lines: Vec<PictureLine>,
    /// The pictures of each figure with items. Lines name a figure by its index
    /// here: a figure may have thousands of pictures and of items.
    pub figures: Vec<Vec<TreePath>>,
    /// Language of the entry, if it is not the page's. Then `text` is empty,
    /// because the text is found on the page of that language.
    pub foreign: Option<Lang>,
}

/// A line of an entry's text that belongs to a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PictureLine {
    /// Number of the line, from 0.
    pub line: usize,
    /// What the line is about.
    pub about: LineSubject,
}

/// What a line of an entry's text is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineSubject {
    /// A whole picture.
    Picture(TreePath),
    /// The mark `n` of one of a figure's pictures.
    Mark {
        /// Index of the figure in [`SearchEntry::figures`].
        figure: usize,
        /// The mark's number.
        n: u32,
    },
}

/// The results that a page can give.
pub(super) fn entries(page: &Page, words: &Words) -> Vec<SearchEntry> {
    let page_foreign = (page.profile.text_lang != page.profile.lang).then(|| page.profile.text_lang.clone());
    let mut footnotes = UntoldFootnotes(page.footnotes.iter().map(|note| (note.number, note)).collect());
    let mut entries = vec![opening(page, (words, page_foreign.clone()), &mut footnotes)];
    for section in &page.sections {
        let foreign = section.foreign.clone().or_else(|| page_foreign.clone());
        let entry = section_entry(section, (words, foreign), &mut footnotes);
        // A step with neither title nor text would be an empty result.
        if !(entry.title.is_empty() && entry.text.is_empty()) {
            entries.push(entry);
        }
    }
    entries
}

/// The footnotes of a page, by number, that no entry has yet. Only the first entry
/// that refers to a footnote has its text: a long one, referred to from each step,
/// would make the index as long as the page times its steps.
struct UntoldFootnotes<'a>(BTreeMap<u32, &'a Footnote>);

fn opening(
    page: &Page,
    (words, foreign): (&Words, Option<Lang>),
    footnotes: &mut UntoldFootnotes<'_>,
) -> SearchEntry {
    let mut lines = TextLines::default();
    if foreign.is_none() {
        page.profile.meta.summary.iter().for_each(|summary| lines.push(summary));
        for fact in PageFacts::of(&page.profile).labelled(words) {
            match fact.value {
                Some(FactValue::Text(text)) => lines.push(text),
                Some(FactValue::List(texts)) => {
                    lines.push(&texts.join(if page.profile.lang.joins_lines() { "、" } else { ", " }));
                }
                Some(FactValue::Platform(platform)) => lines.push(platform.address),
                Some(FactValue::Minutes(_) | FactValue::Day(_)) | None => (),
            }
        }
        lines.blocks(&page.intro);
        lines.footnotes(footnotes);
    }
    SearchEntry {
        id: String::new(),
        kind: EntryKind::Opening,
        badge: String::new(),
        title: page.profile.title.clone(),
        text: lines.text,
        picture_lines: lines.picture_lines,
        figures: lines.figures,
        foreign,
    }
}

/// The entry of a section; `foreign` is the language of its text, if it is not the
/// page's.
fn section_entry(
    section: &Section,
    (words, foreign): (&Words, Option<Lang>),
    footnotes: &mut UntoldFootnotes<'_>,
) -> SearchEntry {
    let (kind, badge) = match &section.kind {
        SectionKind::Plain => (EntryKind::Section, String::new()),
        SectionKind::Step(head) => (
            if head.number.minor.is_some() { EntryKind::SubStep } else { EntryKind::Step },
            words.step_label(head.series, head.number),
        ),
    };
    let mut lines = TextLines::default();
    if foreign.is_none() {
        lines.blocks(&section.body);
        for panel in &section.panels {
            lines.inlines(&panel.title);
            lines.blocks(&panel.body);
        }
        lines.footnotes(footnotes);
    }
    SearchEntry {
        id: section.id.clone(),
        kind,
        badge,
        title: plain_text(&section.title),
        text: lines.text,
        picture_lines: lines.picture_lines,
        figures: lines.figures,
        foreign,
    }
}

/// The text of an entry while it is collected.
#[derive(Default)]
struct TextLines {
    text: String,
    /// Number of lines in `text`.
    count: usize,
    picture_lines: Vec<PictureLine>,
    figures: Vec<Vec<TreePath>>,
    /// Footnotes that the text refers to.
    notes: Vec<u32>,
}

impl TextLines {
    fn push(&mut self, line: &str) {
        let line = line.trim();
        if !line.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(line);
            self.count += line.split('\n').count();
        }
    }

    fn blocks(&mut self, blocks: &[Block<Resolved>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<Resolved>) {
        match block {
            Block::Paragraph(text) | Block::Outcome(text) => self.inlines(text),
            Block::Heading(heading) => self.inlines(&heading.title),
            Block::List(list) => self.items(&list.items),
            Block::Figure(figure) => self.figure(figure),
            Block::Branches(branches) => branches.iter().for_each(|branch| self.branch(branch)),
            Block::Alert(alert) => {
                self.inlines(&alert.title);
                self.blocks(&alert.blocks);
            }
            Block::Quote(content) => self.blocks(content),
            Block::Element { open, content, .. } => {
                self.push(&html_lines::text(open));
                self.blocks(content);
            }
            Block::Code { text, .. } => text.lines().for_each(|line| self.push(line)),
            Block::Table(table) => {
                std::iter::once(&table.head).chain(&table.rows).for_each(|row| self.row(row));
            }
            Block::Definitions(entries) => {
                for entry in entries {
                    self.inlines(&entry.term);
                    entry.meanings.iter().for_each(|meaning| self.blocks(meaning));
                }
            }
            Block::Html(html) => self.push(&html_lines::text(html)),
            Block::Rule => (),
            Block::Include(never) => match *never {},
        }
    }

    fn items(&mut self, items: &[Item<Resolved>]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item<Resolved>) {
        item.branch.iter().for_each(|branch| self.branch(branch));
        self.blocks(&item.blocks);
    }

    fn figure(&mut self, figure: &Figure<Resolved>) {
        for picture in &figure.images {
            let about = LineSubject::Picture(picture.file.clone());
            // A picture without words still gets a line, so that results show it.
            self.lines_about(&about, 1, |lines| lines.picture(picture));
        }
        if figure.items.is_empty() {
            return;
        }
        let at = self.figures.len();
        self.figures.push(figure.images.iter().map(|picture| picture.file.clone()).collect());
        for (n, item) in (figure.start..).zip(&figure.items) {
            self.lines_about(&LineSubject::Mark { figure: at, n }, 0, |lines| lines.item(item));
        }
    }

    /// Notes what the lines that `say` adds are about: so many at least.
    fn lines_about(&mut self, about: &LineSubject, least: usize, say: impl FnOnce(&mut Self)) {
        let before = self.count;
        say(self);
        let lines = before..self.count.max(before + least);
        self.picture_lines.extend(lines.map(|line| PictureLine { line, about: about.clone() }));
    }

    fn branch(&mut self, branch: &Branch<Resolved>) {
        self.together([branch.label.as_slice(), &branch.text, &branch.target].into_iter(), " ");
    }

    fn row(&mut self, cells: &[Vec<Inline<Resolved>>]) {
        self.together(cells.iter().map(Vec::as_slice), " · ");
    }

    /// Adds several pieces of text as one line.
    fn together<'a>(&mut self, parts: impl Iterator<Item = &'a [Inline<Resolved>]> + Clone, between: &str) {
        let texts: Vec<String> = parts.clone().map(plain_text).filter(|text| !text.is_empty()).collect();
        self.push(&texts.join(between));
        for part in parts {
            self.extras(part);
        }
    }

    fn inlines(&mut self, text: &[Inline<Resolved>]) {
        self.push(&plain_text(text));
        self.extras(text);
    }

    /// Adds what [`plain_text`] leaves out: pictures, footnotes and pronunciation.
    fn extras(&mut self, text: &[Inline<Resolved>]) {
        walk::inlines(text, &mut |node| match node {
            walk::WalkNode::Inline(Inline::Image(picture)) => self.picture(picture),
            walk::WalkNode::Inline(Inline::Element { tag, content }) if tag.name == "rt" => {
                self.push(&plain_text(content));
            }
            walk::WalkNode::Inline(Inline::FootnoteRef(number)) => self.notes.push(*number),
            _ => (),
        });
    }

    fn picture(&mut self, picture: &Picture) {
        self.push(&picture.alt);
        if let Some(caption) = picture.caption.as_ref().filter(|caption| **caption != picture.alt) {
            self.push(caption);
        }
    }

    /// Adds the texts of the footnotes that the entry refers to and of those that
    /// they refer to.
    fn footnotes(&mut self, untold: &mut UntoldFootnotes<'_>) {
        while !self.notes.is_empty() {
            for number in std::mem::take(&mut self.notes) {
                untold.0.remove(&number).into_iter().for_each(|footnote| self.blocks(&footnote.blocks));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_gives_its_words() {
        assert_eq!(html_lines::text("<p title=\"x\">A &amp;lt; <b>B</b></p>\n<p>C</p>"), "A &lt; B C");
        assert_eq!(html_lines::text("按<b>登入</b>鍵<br>再按<kbd>Enter</kbd>"), "按登入鍵 再按Enter");
    }
}
