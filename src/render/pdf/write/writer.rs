//! Writes a page as atoms: title, contents, steps, each with its keys.
//!
//! In: one page of the model. Out: a [`Manuscript`](super::manuscript::Manuscript) in the order of reading.
//! Each section keeps its own list of atoms until the end, so that two languages
//! can be paired.

use std::collections::{BTreeMap, BTreeSet};

use super::shallow::{flatten, shallow};
use crate::fonts::is_blank;
use crate::lang::Lang;
use crate::model::{
    Block as Model, Inline as Words, Link, Page, Panel, Resolved, Section, StepHead, StepNumber,
};
use crate::render::language::Language;
use crate::render::pdf::context::{PrintContext, place_key};
use crate::render::pdf::record::{Atom, PageNote, PageWords, PrintBlock, PrintInline, PrintStepHead};
use crate::render::pdf::sheet::{LanguageTag, Layout, Sheet, tag};
use crate::render::pdf::text::fold::foldable;
use crate::render::pdf::text::long::{brief, paragraphs};
use crate::render::pdf::text::title_parts::{joined, piece};
use crate::render::sections::{OutlinePart, StepGroup, outline};
use crate::source::Span;
use crate::theme::fill;
use crate::url::{SitePath, TreePath, percent_encode};

/// Longest address that the engine accepts in a link, in bytes.
pub(crate) const LONGEST_URL: usize = 8_000;

/// Most characters of an address that a note prints: a note must fit on one page.
const SAID_OF_URL: usize = 1_500;

/// A stretch of a page under one id: the text before the first section, or a
/// section with its panels.
#[derive(Debug, Default)]
pub(crate) struct PageStretch {
    pub(crate) id: String,
    pub(crate) step: Option<StretchStep>,
    /// Place of the stretch's heading in the source.
    pub(crate) place: Option<Span>,
    pub(crate) atoms: Vec<Atom>,
}

/// The step that a stretch belongs to, for the foot of its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StretchStep {
    pub(crate) series: Option<usize>,
    pub(crate) number: StepNumber,
}

/// The notes and pictures of a document, which its pages share.
#[derive(Debug, Default)]
pub(crate) struct DocumentNotes {
    pub(crate) notes: Vec<PageNote>,
    /// Note numbers of the addresses that have a note.
    addresses: BTreeMap<String, usize>,
    /// Note numbers of authors' footnotes, by page and number on that page.
    footnotes: BTreeMap<(SitePath, u32), usize>,
    /// The pictures that the document shows.
    pub(crate) pictures: BTreeSet<TreePath>,
}

/// The input of a writer except its page; all writers of a document share it.
pub(crate) struct WriterInput<'a> {
    pub(crate) sheet: &'a Sheet,
    /// Addresses of the pages in the document.
    pub(crate) members: &'a BTreeSet<SitePath>,
    pub(crate) document_notes: &'a mut DocumentNotes,
}

/// The state of one page's writing.
pub(crate) struct PrintWriter<'a> {
    pub(crate) context: &'a PrintContext<'a>,
    pub(crate) page: &'a Page,
    pub(crate) sheet: &'a Sheet,
    /// Addresses of the pages in this document.
    pub(crate) members: &'a BTreeSet<SitePath>,
    pub(crate) document_notes: &'a mut DocumentNotes,
    /// The language of the text that is being written.
    pub(crate) language: &'a Language<'a>,
    /// The language of the page; differs from `language` in text that is not
    /// translated.
    pub(crate) frame: &'a Language<'a>,
    /// Tag of the site's Chinese, for Chinese words in other languages.
    pub(crate) han: Option<LanguageTag>,
    pub(crate) stretches: Vec<PageStretch>,
    keys: Vec<String>,
    /// Notes that the next atom refers to.
    noted: Vec<usize>,
    /// Level of the last heading. The next one may be at most one level deeper
    /// (PDF/UA-1, 7.4.2).
    level: u8,
    /// Whether the text stands in a cell of a table, where names don't break.
    pub(crate) in_cell: bool,
}

impl<'a> PrintWriter<'a> {
    pub(crate) fn new(context: &'a PrintContext<'a>, page: &'a Page, paper: &'a mut WriterInput<'_>) -> Self {
        Self {
            context,
            page,
            sheet: paper.sheet,
            members: paper.members,
            document_notes: paper.document_notes,
            language: context.language(&page.profile.text_lang),
            frame: context.language(&page.profile.lang),
            han: context.input.site.languages.iter().find(|lang| lang.joins_lines()).map(tag),
            stretches: vec![PageStretch {
                place: page.profile.source.map(Span::start_of),
                ..PageStretch::default()
            }],
            keys: Vec::new(),
            noted: Vec::new(),
            level: 1,
            in_cell: false,
        }
    }

    /// Appends a block as an atom, with the keys and notes collected for it.
    pub(crate) fn push(&mut self, mut block: PrintBlock) {
        flatten(&mut block);
        let (lang, region) = self.foreign(&self.language.lang);
        let (keys, notes) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.noted));
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.atoms.push(Atom { block, lang, region, keys, notes });
        }
    }

    /// The tag of a language; empty if it is the document's.
    fn foreign(&self, lang: &Lang) -> (Option<String>, Option<String>) {
        let tag = tag(lang);
        if self.sheet.speaks(&tag) { (None, None) } else { (Some(tag.0), tag.1) }
    }

    /// The words around the number of a page: a comma, the words before the
    /// number, the words after it. The comma is separate because it must not
    /// begin a line.
    pub(crate) fn page_words(&self) -> PageWords {
        let words = &self.language.words.print.see_page;
        let comma = words.find(char::is_alphanumeric).unwrap_or(0);
        let (comma, words) = words.split_at(comma);
        let (before, after) = words.split_once("{n}").unwrap_or((words, ""));
        PageWords { comma: comma.to_owned(), before: before.to_owned(), after: after.to_owned() }
    }

    /// Makes the next atom the target of references to `id`.
    pub(crate) fn lead_here(&mut self, id: &str) {
        if !id.is_empty() {
            self.keys.push(place_key(&self.page.profile.address, Some(id)));
        }
    }

    pub(crate) fn lead_to_page(&mut self) {
        self.keys.push(place_key(&self.page.profile.address, None));
    }

    /// The level of a new heading, at most one level deeper than the last.
    pub(crate) fn level(&mut self, wanted: u8) -> u8 {
        self.level = wanted.clamp(1, 6).min(self.level + 1);
        self.level
    }

    pub(crate) fn note_used(&mut self, number: usize) -> usize {
        self.noted.push(number);
        number
    }

    /// The number of the note with this address; a new note if there is none.
    pub(crate) fn address_note(&mut self, url: &str) -> usize {
        let next = self.document_notes.notes.len() + 1;
        let number = *self.document_notes.addresses.entry(url.to_owned()).or_insert(next);
        if number == next {
            let said = PrintInline::Text(foldable(&brief(url, SAID_OF_URL)).into_owned());
            let body = vec![PrintBlock::Paragraph { words: vec![said] }];
            let url = Some(url.to_owned()).filter(|url| url.len() <= LONGEST_URL);
            let note = PageNote { number, url, body, lang: None, region: None };
            self.document_notes.notes.push(note);
        }
        self.note_used(number)
    }

    /// The note number of an author's footnote in this document.
    pub(crate) fn footnote(&mut self, number: u32) -> Option<usize> {
        let known = (self.page.profile.address.clone(), number);
        if let Some(number) = self.document_notes.footnotes.get(&known).copied() {
            return Some(self.note_used(number));
        }
        let page = self.page;
        let footnote = page.footnotes.iter().find(|footnote| footnote.number == number)?;
        let own = self.document_notes.notes.len() + 1;
        self.document_notes.footnotes.insert(known, own);
        let (lang, region) = self.foreign(&self.language.lang);
        let note = PageNote { number: own, url: None, body: Vec::new(), lang, region };
        self.document_notes.notes.push(note);
        let body = shallow(self.blocks(&footnote.blocks), 1);
        if let Some(note) = self.document_notes.notes.get_mut(own - 1) {
            note.body = body;
        }
        Some(self.note_used(own))
    }

    /// The absolute address of a link, if the site's address is known.
    pub(crate) fn address_of(&self, link: &Link) -> Option<String> {
        let config = self.context.input.config;
        match link {
            Link::Page { page, fragment } => {
                let id = fragment.as_deref().map(|id| format!("#{}", percent_encode(id)));
                Some(config.absolute(page)? + &id.unwrap_or_default())
            }
            Link::Download(file) => config.absolute(file),
            Link::Outside(address) => Some(address.clone()),
        }
    }

    /// Writes the sections of the page.
    pub(crate) fn body(&mut self) {
        let page = self.page;
        for part in outline(&page.sections) {
            match part {
                OutlinePart::Plain(section) => self.plain_section(section),
                OutlinePart::Steps(group) => self.step_group(&group),
            }
        }
    }

    /// Writes the text before the first section. In a guide its branches are
    /// entry cards, and the first group of them has a heading.
    pub(crate) fn intro(&mut self) {
        let page = self.page;
        let mut heading = Some((2, self.frame.words.entry.heading.clone()));
        for block in &page.intro {
            match block {
                Model::Branches(branches) if page.profile.kind == crate::model::PageKind::Guide => {
                    let heading = heading.take();
                    if heading.is_some() {
                        self.level(2);
                    }
                    self.flow_cards(branches, heading);
                }
                block => self.flow(std::slice::from_ref(block)),
            }
        }
    }

    fn start(&mut self, section: &Section, step: Option<StretchStep>) {
        let (id, place) = (section.id.clone(), Some(section.span.clone()));
        self.stretches.push(PageStretch { id, step, place, atoms: Vec::new() });
        self.language =
            self.context.language(section.foreign.as_ref().unwrap_or(&self.page.profile.text_lang));
        self.lead_here(&section.id);
    }

    fn end(&mut self) {
        self.language = self.context.language(&self.page.profile.text_lang);
    }

    fn plain_section(&mut self, section: &Section) {
        self.start(section, None);
        self.heading(2, &section.title);
        self.fallback(section);
        self.flow(&section.body);
        for panel in &section.panels {
            self.lead_here(&panel.id);
            self.heading(3, &panel.title);
            self.flow(&panel.body);
        }
        self.end();
    }

    /// Writes a heading without a number. A heading must have words (PDF/UA-1,
    /// 7.4): without any, only its pictures and notes are written.
    pub(crate) fn heading(&mut self, wanted: u8, title: &[Words<Resolved>]) {
        let words = self.title(title);
        if is_blank(&joined(&words)) {
            return self.beside_words(title);
        }
        let level = self.level(wanted);
        self.push(PrintBlock::Section { level, title: words });
        self.rest_of(title);
    }

    /// Writes the pictures and notes of a heading that has no words.
    fn beside_words(&mut self, title: &[Words<Resolved>]) {
        if shows(title) {
            for block in paragraphs(self.inlines(title)) {
                self.push(block);
            }
        }
    }

    fn step_group(&mut self, group: &StepGroup<'_>) {
        let level = if group.head.is_none() && group.opens { 2 } else { 3 };
        if let Some((section, head)) = group.head {
            self.step(section, head, 2);
        }
        for (sub, head) in &group.subs {
            self.step(sub, head, level);
        }
    }

    fn step(&mut self, section: &Section, head: &StepHead, level: u8) {
        self.start(section, Some(StretchStep { series: head.series, number: head.number }));
        let frame = self.frame;
        let words = &frame.words.step;
        let parts = section.panels.len() + 1;
        let part =
            |i: usize| fill(&words.part, &[("i", i.to_string().as_str()), ("n", parts.to_string().as_str())]);
        let label = frame.label_of(head);
        let level = self.level(level);
        let mut title = self.title(&section.title);
        let wordless = is_blank(&joined(&title));
        if wordless {
            // Without a title, the label is the whole heading.
            title = vec![piece("")];
        }
        self.push(PrintBlock::Head(PrintStepHead {
            level,
            stacked: self.sheet.layout == Layout::Bilingual || label.chars().count() > 12,
            label: label.clone(),
            title: title.clone(),
            optional: head.optional.then(|| frame.words.of_steps.optional.clone()),
            part: (parts > 1).then(|| part(1)),
            tick: self.sheet.has_ticks().then(|| frame.words.print.done.clone()),
        }));
        if wordless {
            self.beside_words(&section.title);
        }
        self.rest_of(&section.title);
        self.fallback(section);
        self.flow(&section.body);
        for (index, panel) in section.panels.iter().enumerate() {
            let (i, n) = ((index + 2).to_string(), parts.to_string());
            let part = fill(&words.continued, &[("label", &label), ("i", &i), ("n", &n)]);
            let above = if wordless {
                part.clone()
            } else {
                fill(&frame.words.print.panel, &[("part", &part), ("title", &joined(&title))])
            };
            self.panel(panel, level + 1, (part, above));
        }
        self.end();
    }

    fn panel(&mut self, panel: &Panel<Resolved>, level: u8, (part, above): (String, String)) {
        self.lead_here(&panel.id);
        let level = self.level(level);
        let title = self.title(&panel.title);
        if is_blank(&joined(&title)) {
            self.push(PrintBlock::PanelHead { level, above: String::new(), title: self.pieces(&part) });
            self.beside_words(&panel.title);
        } else {
            self.push(PrintBlock::PanelHead { level, above, title });
            self.rest_of(&panel.title);
        }
        self.flow(&panel.body);
    }

    /// Writes the notice that a section is not translated yet, in the page's
    /// language.
    fn fallback(&mut self, section: &Section) {
        if section.foreign.is_some() {
            let text = self.language;
            let notice = notice(&self.frame.words.fallback.step, self.frame, text);
            self.language = self.frame;
            self.push(PrintBlock::Notice { text: notice });
            self.language = text;
        }
    }
}

/// Whether running text holds a picture or a note.
fn shows(words: &[Words<Resolved>]) -> bool {
    words.iter().any(|inline| match inline {
        Words::Image(_) | Words::FootnoteRef(_) => true,
        Words::Strong(content)
        | Words::Emphasis(content)
        | Words::Struck(content)
        | Words::Link { text: content, .. }
        | Words::Element { content, .. } => shows(content),
        _ => false,
    })
}

/// A notice that a text is in another language than its page.
pub(crate) fn notice(pattern: &str, frame: &Language<'_>, text: &Language<'_>) -> String {
    let language = frame.words.name_of(&frame.lang, frame.words);
    let other = frame.words.name_of(&text.lang, text.words);
    fill(pattern, &[("language", language), ("other", other)])
}
