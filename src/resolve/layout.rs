//! A page before it is linked: its sections, the places in it that a link may
//! name, and the numbers of its figures and footnotes.
//!
//! In: the outlines of a page's texts. Out: a [`PageLayout`] for one language.
//! Links on other pages need it, so all layouts are made before the first page
//! is linked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::align;
use super::context::ResolveContext;
use super::number::step_id;
use super::outline::{BlockRun, DraftOutline, DraftSection};
use super::pair::PageEntry;
use super::picture;
use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::model::{Block, DraftFootnote, DraftKind, Inline, Parsed, StepNumber, plain_text, walk};
use crate::source::Span;

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
    /// All ids of the page.
    pub(super) anchors: BTreeMap<String, PageAnchor<'f>>,
    /// The ids of headings by their words; made when the first link names one by its words.
    words: OnceLock<BTreeMap<String, String>>,
    /// The footnotes in the order of first reference.
    pub(super) notes: Vec<NoteKey>,
    /// The numbers of the footnotes, from 1.
    pub(super) note_numbers: BTreeMap<NoteKey, u32>,
    pub(super) problems: Vec<Problem>,
}

/// The key of a footnote: whether it belongs to a borrowed section, and its
/// number in that section's text.
pub(super) type NoteKey = (bool, u32);

/// A place that a link may name.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageAnchor<'f> {
    /// Series and number, if the place is a step.
    pub(super) step: Option<(Option<usize>, StepNumber)>,
    /// The title of the heading.
    pub(super) title: &'f [Inline<Parsed>],
    /// The number, if the place is a figure.
    pub(super) figure: Option<u32>,
}

const NOWHERE: PageAnchor<'static> = PageAnchor { step: None, title: &[], figure: None };

pub(super) fn layout<'f>(
    context: &ResolveContext<'_>,
    (lang, at): (usize, usize),
    outlines: &'f [Vec<Option<DraftOutline<'f>>>],
) -> PageLayout<'f> {
    let entry = context.pairs.entries.get(at);
    let text_lang = |lang| entry.and_then(|entry| entry.text_lang(lang));
    let outline = |lang: Option<usize>| outlines.get(at)?.get(lang?)?.as_ref();
    let own = outline(text_lang(lang));
    let base = outline(text_lang(0));
    let mut problems = Vec::new();
    let (intro, parts) = match (own, base) {
        (Some(own), Some(base)) if !std::ptr::eq(own, base) => align::merged(own, base, &mut problems),
        (Some(own), _) => (own.intro.clone(), own.parts.clone()),
        (None, _) => (BlockRun { head: None, id: String::new(), blocks: &[], inner: Vec::new() }, Vec::new()),
    };
    let site_title = context.languages().get(lang).map_or("", |lang| context.settings.config.title(lang));
    let title = entry.map_or_else(String::new, |entry| title(entry, own, site_title, &mut problems));
    let mut layout = PageLayout {
        own,
        base,
        title,
        intro,
        parts: Vec::new(),
        anchors: BTreeMap::new(),
        words: OnceLock::new(),
        notes: Vec::new(),
        note_numbers: BTreeMap::new(),
        problems,
    };
    let text_lang = own.map(|own| &own.flat.draft.lang).or_else(|| context.languages().get(lang));
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
    entry: &PageEntry<'_>,
    own: Option<&DraftOutline<'_>>,
    site_title: &str,
    problems: &mut Vec<Problem>,
) -> String {
    let written = own.and_then(|own| {
        let title = own.flat.draft.meta.title.as_ref().map(|(title, _)| title.clone());
        title.or_else(|| own.title.map(|heading| plain_text(&heading.title)))
    });
    if let Some(title) = written.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()) {
        return title;
    }
    if entry.kind == DraftKind::Home {
        return site_title.to_owned();
    }
    if let Some(own) = own {
        problems.push(Problem::new(Span::start_of(own.flat.draft.source), ProblemKind::NoTitle));
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

/// The letters and digits of a text, in small letters. Programs make ids of the words of a heading, each
/// with its own signs between them: `步驟-1登入`, `sign-in`.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl<'f> PageLayout<'f> {
    /// The id of the heading that has these words. `step` is the word before a step's number.
    pub(super) fn by_words(&self, words: &str, step: &str) -> Option<&str> {
        let ids = self.words.get_or_init(|| {
            let titled = self.anchors.iter().flat_map(|(id, anchor)| {
                let title = letters(&plain_text(anchor.title));
                let number = anchor.step.map(|(_, number)| letters(&number.to_string()));
                let with = |between: &str| format!("{}{between}{title}", letters(step));
                let names = number.map(|number| [with(""), with(&number)]).into_iter().flatten();
                let names: Vec<String> = names.chain([title.clone()]).filter(|_| !title.is_empty()).collect();
                let label = anchor
                    .step
                    .map(|(_, number)| format!("{}{}", letters(step), letters(&number.to_string())));
                names.into_iter().chain(label).map(move |name| (name, id.clone()))
            });
            // Of headings with the same words the first id counts.
            let mut ids = BTreeMap::new();
            for (name, id) in titled {
                ids.entry(name).or_insert(id);
            }
            ids
        });
        ids.get(&letters(words)).map(String::as_str)
    }

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
                self.anchor(step_id(series, whole), PageAnchor { step: Some((series, whole)), ..NOWHERE });
            }
            self.anchor(part.id.clone(), PageAnchor { step, title, ..NOWHERE });
            self.survey_text(title, at.borrowed);
            for run in &part.runs {
                if let Some(head) = run.head {
                    let step = step.filter(|_| head.title.is_empty());
                    self.anchor(run.id.clone(), PageAnchor { step, title: &head.title, ..NOWHERE });
                    self.survey_text(&head.title, at.borrowed);
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
            self.anchor(inner.id.clone(), PageAnchor { title: &inner.head.title, ..NOWHERE });
        }
        self.survey_blocks(run.blocks, at);
    }

    fn survey_blocks(&mut self, blocks: &'f [Block<Parsed>], at: &mut SurveyState<'_, '_>) {
        walk::blocks(blocks, &mut |node| match node {
            walk::WalkNode::Block(Block::Figure(figure)) => {
                if picture::decorates(at.context, figure, at.lang) {
                    return;
                }
                let first = at.figures.saturating_add(1);
                for _ in &figure.images {
                    at.figures = at.figures.saturating_add(1);
                    self.anchor(
                        format!("fig-{}", at.figures),
                        PageAnchor { figure: Some(at.figures), ..NOWHERE },
                    );
                }
                for (n, _) in (figure.start..).zip(&figure.items) {
                    self.anchor(
                        format!("fig-{first}-item-{n}"),
                        PageAnchor { figure: Some(first), ..NOWHERE },
                    );
                }
            }
            walk::WalkNode::Block(Block::Heading(heading)) => {
                let title = self.own.and_then(|own| own.title);
                if !title.is_some_and(|title| std::ptr::eq(title, heading)) {
                    self.survey_text(&heading.title, at.borrowed);
                }
            }
            walk::WalkNode::Inline(Inline::FootnoteRef(number)) => self.note_seen((at.borrowed, *number)),
            walk::WalkNode::Inline(Inline::Element { tag, .. }) => {
                if let Some(id) = tag.place_id() {
                    self.anchor(id.to_owned(), NOWHERE);
                }
            }
            _ => (),
        });
    }

    fn survey_text(&mut self, text: &[Inline<Parsed>], borrowed: bool) {
        walk::inlines(text, &mut |node| {
            if let walk::WalkNode::Inline(Inline::FootnoteRef(number)) = node {
                self.note_seen((borrowed, *number));
            }
        });
    }

    fn note_seen(&mut self, key: NoteKey) {
        if self.note_numbers.contains_key(&key) || self.note(key).is_none() {
            return;
        }
        self.notes.push(key);
        self.note_numbers.insert(key, u32::try_from(self.notes.len()).unwrap_or(u32::MAX));
    }

    fn anchor(&mut self, id: String, anchor: PageAnchor<'f>) {
        self.anchors.entry(id).or_insert(anchor);
    }
}
