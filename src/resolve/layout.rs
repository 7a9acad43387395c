//! A page before it is linked: its sections, the places in it that a link may
//! name, and the numbers of its figures and footnotes.
//!
//! In: the outlines of a page's texts. Out: a [`PageLayout`] for one language.
//! Links on other pages need it, so all layouts are made before the first page
//! is linked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::align;
use super::context::ResolveContext;
use super::number::step_id;
use super::outline::{BlockRun, DraftOutline, DraftSection};
use super::pair::PageEntry;
use super::{link, picture};
use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::model::{
    Block, DraftFootnote, DraftKind, Inline, PagePlace, Parsed, RawImage, RawLink, StepNumber, plain_text,
    walk,
};
use crate::source::Span;
use crate::url::TreePath;

/// The layout of a page in one language.
pub(super) struct PageLayout<'f> {
    /// The page's text in its own language; `None` if it has none.
    pub(super) own: Option<&'f DraftOutline<'f>>,
    /// The text that borrowed sections come from.
    base: Option<&'f DraftOutline<'f>>,
    /// The title of the page; never empty.
    pub(super) title: String,
    pub(super) intro: BlockRun<'f>,
    pub(super) parts: Vec<DraftSection<'f>>,
    /// The places that a link may name, by id.
    pub(super) places: BTreeMap<String, PagePlace>,
    /// The files that the page shows or offers.
    pub(super) uses: PageUses,
    /// The footnotes in the order of first reference.
    pub(super) notes: Vec<NoteKey>,
    /// The numbers of the footnotes, from 1.
    pub(super) note_numbers: BTreeMap<NoteKey, u32>,
    pub(super) problems: Vec<Problem>,
}

/// The key of a footnote: whether it belongs to a borrowed section, and its
/// number in that section's text.
pub(super) type NoteKey = (bool, u32);

/// The files that a page shows or offers for download, each with a place that names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PageUses {
    pub(crate) pictures: BTreeMap<TreePath, Span>,
    pub(crate) downloads: BTreeMap<TreePath, Span>,
}

pub(super) fn layout<'f>(
    context: &ResolveContext<'_>,
    (lang, entry): (usize, &PageEntry),
    outlines: &'f [Option<DraftOutline<'f>>],
) -> PageLayout<'f> {
    let outline = |lang: Option<usize>| outlines.get(lang?)?.as_ref();
    let own = outline(entry.text_lang(lang));
    let base = outline(entry.text_lang(0));
    let mut problems = Vec::new();
    let (intro, parts) = match (own, base) {
        (Some(own), Some(base)) if !std::ptr::eq(own, base) => align::merged(own, base, &mut problems),
        (Some(own), _) => (own.intro.clone(), own.parts.clone()),
        (None, _) => (BlockRun { head: None, id: String::new(), blocks: &[], inner: Vec::new() }, Vec::new()),
    };
    let site_title = context.languages().get(lang).map_or("", |lang| context.settings.config.title(lang));
    let title = title(entry, own, site_title, &mut problems);
    let mut layout = PageLayout {
        own,
        base,
        title,
        intro,
        parts: Vec::new(),
        places: BTreeMap::new(),
        uses: PageUses::default(),
        notes: Vec::new(),
        note_numbers: BTreeMap::new(),
        problems,
    };
    let text_lang = own.map(|own| &own.flat.draft.head.lang).or_else(|| context.languages().get(lang));
    if let Some(lang) = text_lang {
        let mut at = SurveyState { context, lang, borrowed: false, figures: 0 };
        layout.survey(&parts, &mut at);
        layout.survey_notes(SurveyState { lang, ..at });
    }
    layout.parts = parts;
    layout
}

/// The title of a page: from the front matter, or else from the first heading,
/// or else the name of the site, folder or file.
fn title(
    entry: &PageEntry,
    own: Option<&DraftOutline<'_>>,
    site_title: &str,
    problems: &mut Vec<Problem>,
) -> String {
    let written = own.and_then(|own| {
        let title = own.flat.draft.head.meta.title.as_ref().map(|(title, _)| title.clone());
        title.or_else(|| own.title.map(|heading| plain_text(&heading.title)))
    });
    if let Some(title) = written.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()) {
        return title;
    }
    if entry.kind == DraftKind::Home {
        return site_title.to_owned();
    }
    if let Some(own) = own {
        problems.push(Problem::new(Span::start_of(own.flat.draft.head.source), ProblemKind::NoTitle));
    }
    match entry.kind {
        DraftKind::Collection => entry.key.folder.rsplit('/').next().unwrap_or_default().to_owned(),
        _ => entry.key.name.clone(),
    }
}

/// The position that a survey has reached.
#[derive(Clone, Copy)]
struct SurveyState<'a, 'c> {
    context: &'a ResolveContext<'c>,
    /// The language of the text.
    lang: &'a Lang,
    borrowed: bool,
    figures: u32,
}

impl<'f> PageLayout<'f> {
    /// The footnote with this number in its own text.
    pub(super) fn note(&self, (borrowed, number): NoteKey) -> Option<&'f DraftFootnote> {
        let notes = &(if borrowed { self.base } else { self.own })?.flat.notes;
        notes.get(notes.binary_search_by_key(&number, |note| note.number).ok()?)
    }

    /// Walks over the page in reading order.
    fn survey<'a>(&mut self, parts: &'a [DraftSection<'f>], at: &mut SurveyState<'a, '_>) {
        let text_lang = at.lang;
        let intro = self.intro.clone();
        self.survey_run(&intro, at);
        for part in parts {
            at.borrowed = part.borrowed;
            at.lang = part.foreign.unwrap_or(text_lang);
            let title = part.head.title.as_slice();
            let step = part.step.as_ref().map(|step| (step.series, step.number));
            if let Some((series, number)) = step.filter(|_| part.step.as_ref().is_some_and(|step| step.opens))
            {
                let whole = StepNumber { minor: None, ..number };
                self.place(step_id(series, whole), Some((series, whole)), &[]);
            }
            self.place(part.id.clone(), step, title);
            self.survey_text(title, at);
            for run in &part.runs {
                if let Some(head) = run.head {
                    let step = step.filter(|_| head.title.is_empty());
                    self.place(run.id.clone(), step, &head.title);
                    self.survey_text(&head.title, at);
                }
                self.survey_run(run, at);
            }
        }
    }

    /// Walks over the footnotes, which may have figures, and further footnotes.
    fn survey_notes(&mut self, mut at: SurveyState<'_, '_>) {
        let mut done = 0;
        while let Some(key) = self.notes.get(done).copied() {
            done += 1;
            at.borrowed = key.0;
            if let Some(note) = self.note(key) {
                self.survey_blocks(&note.blocks, &mut at);
            }
        }
    }

    fn survey_run(&mut self, run: &BlockRun<'f>, at: &mut SurveyState<'_, '_>) {
        for inner in &run.inner {
            self.place(inner.id.clone(), None, &inner.head.title);
        }
        self.survey_blocks(run.blocks, at);
    }

    fn survey_blocks(&mut self, blocks: &'f [Block<Parsed>], at: &mut SurveyState<'_, '_>) {
        walk::blocks(blocks, &mut |node| match node {
            walk::WalkNode::Block(Block::Figure(figure)) => {
                figure.images.iter().for_each(|image| self.shows(image, at));
                if picture::decorates(at.context, figure, at.lang) {
                    return;
                }
                let first = at.figures.saturating_add(1);
                for _ in &figure.images {
                    at.figures = at.figures.saturating_add(1);
                    self.figure(format!("fig-{}", at.figures), at.figures);
                }
                for (n, _) in (figure.start..).zip(&figure.items) {
                    self.figure(format!("fig-{first}-item-{n}"), first);
                }
            }
            walk::WalkNode::Block(Block::Heading(heading)) => {
                let title = self.own.and_then(|own| own.title);
                if !title.is_some_and(|title| std::ptr::eq(title, heading)) {
                    self.survey_text(&heading.title, at);
                }
            }
            walk::WalkNode::Block(Block::Branches(branches)) => {
                for branch in branches {
                    self.offers(&branch.link, at);
                }
            }
            walk::WalkNode::Item(item) => item.branch.iter().for_each(|branch| self.offers(&branch.link, at)),
            walk::WalkNode::Inline(Inline::Image(image)) => self.shows(image, at),
            walk::WalkNode::Inline(Inline::Element { tag, .. }) => {
                if let Some(id) = tag.place_id() {
                    self.place(id.to_owned(), None, &[]);
                }
            }
            walk::WalkNode::Inline(inline) => self.survey_inline(inline, at),
            walk::WalkNode::Block(_) => (),
        });
    }

    /// Walks over a title, which shows no pictures.
    fn survey_text(&mut self, text: &[Inline<Parsed>], at: &SurveyState<'_, '_>) {
        walk::inlines(text, &mut |node| {
            if let walk::WalkNode::Inline(inline) = node {
                self.survey_inline(inline, at);
            }
        });
    }

    fn survey_inline(&mut self, inline: &Inline<Parsed>, at: &SurveyState<'_, '_>) {
        match inline {
            Inline::FootnoteRef(number) => self.note_seen((at.borrowed, *number)),
            Inline::Link { link, .. } => self.offers(link, at),
            _ => (),
        }
    }

    fn note_seen(&mut self, key: NoteKey) {
        if self.note_numbers.contains_key(&key) || self.note(key).is_none() {
            return;
        }
        self.notes.push(key);
        self.note_numbers.insert(key, u32::try_from(self.notes.len()).unwrap_or(u32::MAX));
    }

    fn place(&mut self, id: String, step: Option<(Option<usize>, StepNumber)>, title: &[Inline<Parsed>]) {
        let place = || PagePlace { step, title: plain_text(title), figure: None };
        self.places.entry(id).or_insert_with(place);
    }

    fn figure(&mut self, id: String, number: u32) {
        self.places.entry(id).or_insert_with(|| PagePlace { figure: Some(number), ..PagePlace::default() });
    }

    /// Notes the file of a picture.
    fn shows(&mut self, image: &RawImage, at: &SurveyState<'_, '_>) {
        if let Some(file) = picture::find(at.context, image, at.lang, &mut Vec::new()) {
            self.uses.pictures.entry(file).or_insert_with(|| image.span.clone());
        }
    }

    /// Notes the file that a link offers for download, if it leads to one.
    fn offers(&mut self, link: &RawLink, at: &SurveyState<'_, '_>) {
        if let Some(file) = link::offered_file(at.context, link) {
            self.uses.downloads.entry(file).or_insert_with(|| link.span.clone());
        }
    }
}
