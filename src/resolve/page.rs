//! Makes a page: its sections, with every reference decided.

mod block;
mod builder;
mod heading;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use builder::PageBuilder;
use heading::HeadingLevels;

use super::context::ResolveContext;
use super::layout::PageLayout;
use super::link::{LinkPage, Linker};
use super::outline::{BlockRun, DraftSection};
use super::pair::PageEntry;
use super::picture;
use crate::diag::Problem;
use crate::model::{
    Block, DraftKind, Footnote, Inline, Meta, Page, PageKind, PageProfile, Panel, Parsed, Picture, RawImage,
    Resolved, Section, SectionKind, StepHead, count_steps,
};
use crate::theme::Words;

/// Makes the page of an entry in a language; both are given as numbers. Its problems are added.
pub(super) fn build(
    linker: Linker<'_>,
    (lang, at): (usize, usize),
    layout: &PageLayout<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Page> {
    let index = lang * linker.context.pairs().entries.len() + at;
    let profile = linker.site.page(index)?;
    let text_lang = &profile.text_lang;
    let mut builder = PageBuilder {
        linker,
        layout,
        on: LinkPage { index, lang },
        lang: text_lang,
        text_lang,
        borrowed: false,
        inner: [].iter(),
        levels: HeadingLevels::below(1),
        in_title: false,
        figures: 0,
        problems: Vec::new(),
    };
    let page = Page {
        profile: Arc::clone(profile),
        intro: builder.run(&layout.intro, 1),
        sections: builder.sections(&layout.parts),
        footnotes: builder.footnotes(),
    };
    // The problems of a text of another language are reported on that text's own page.
    if profile.text_lang == profile.lang {
        problems.append(&mut builder.problems);
    }
    Some(page)
}

/// What other pages may see of the page of an entry in a language.
pub(super) fn profile(
    context: &ResolveContext<'_>,
    (lang, at): (usize, usize),
    layout: &mut PageLayout<'_>,
) -> Option<PageProfile> {
    let entry = context.pairs().entries.get(at)?;
    let reader = context.languages().get(lang)?;
    let head = layout.own.map(|own| &own.flat.draft.head);
    let own = layout.parts.iter().filter(|part| part.foreign.is_none());
    let steps = layout.parts.iter().filter_map(|part| part.step.as_ref());
    Some(PageProfile {
        key: entry.key.clone(),
        lang: reader.clone(),
        text_lang: head.map_or_else(|| reader.clone(), |head| head.lang.clone()),
        kind: kind(entry, layout),
        source: head.map(|head| head.source),
        address: context.names.addresses.of(lang, at)?.clone(),
        meta: head.map_or_else(Meta::default, |head| head.meta.clone()),
        own_sections: own.map(|part| part.id.clone()).collect(),
        step_count: count_steps(steps.map(|step| (step.series, step.number))),
        title: std::mem::take(&mut layout.title),
        places: std::mem::take(&mut layout.places),
    })
}

fn kind(entry: &PageEntry, layout: &PageLayout<'_>) -> PageKind {
    match entry.kind {
        DraftKind::Home => PageKind::Home,
        DraftKind::Collection => PageKind::Collection,
        _ if layout.parts.iter().any(|part| part.step.is_some()) => PageKind::Guide,
        _ => PageKind::Plain,
    }
}

impl<'b, 'f> PageBuilder<'b, 'f> {
    fn words(&self) -> &Words {
        self.linker.context.settings.theme.words(self.lang)
    }

    /// The blocks of a run below a heading of this level.
    fn run(&mut self, run: &'b BlockRun<'f>, level: u8) -> Vec<Block<Resolved>> {
        self.inner = run.inner.iter();
        self.levels = HeadingLevels::below(level);
        self.blocks(run.blocks)
    }

    fn sections(&mut self, parts: &'b [DraftSection<'f>]) -> Vec<Section> {
        // The number of the last step in each series that has a heading of its
        // own.
        let mut headed: BTreeMap<Option<usize>, u32> = BTreeMap::new();
        let mut sections = Vec::with_capacity(parts.len());
        for part in parts {
            let mut level = 2;
            if let Some(step) = &part.step {
                if !step.sub {
                    headed.insert(step.series, step.number.major);
                } else if headed.get(&step.series) == Some(&step.number.major) {
                    level = 3;
                }
            }
            let found = self.problems.len();
            sections.push(self.section(part, level));
            if part.borrowed {
                self.problems.truncate(found);
            }
        }
        self.borrowed = false;
        self.lang = self.text_lang;
        sections
    }

    fn section(&mut self, part: &'b DraftSection<'f>, level: u8) -> Section {
        self.borrowed = part.borrowed;
        self.lang = part.foreign.unwrap_or(self.text_lang);
        let title = self.title(&part.head.title);
        let mut runs = part.runs.iter();
        let body = runs.next().map_or_else(Vec::new, |run| self.run(run, level));
        let panels = runs.filter_map(|run| self.panel(run, level + 1)).collect();
        Section {
            id: part.id.clone(),
            span: part.head.span.clone(),
            kind: section_kind(part),
            foreign: part.foreign.cloned(),
            title,
            body,
            panels,
        }
    }

    fn panel(&mut self, run: &'b BlockRun<'f>, level: u8) -> Option<Panel<Resolved>> {
        let head = run.head?;
        let title = self.title(&head.title);
        let body = self.run(run, level);
        Some(Panel { id: run.id.clone(), span: head.span.clone(), title, body })
    }

    fn footnotes(&mut self) -> Vec<Footnote> {
        let mut footnotes = Vec::with_capacity(self.layout.notes.len());
        for (number, key) in (1..).zip(&self.layout.notes) {
            let Some(note) = self.layout.note(*key) else { continue };
            self.borrowed = key.0;
            self.inner = [].iter();
            footnotes.push(Footnote { number, blocks: self.blocks(&note.blocks) });
        }
        footnotes
    }

    fn title(&mut self, title: &[Inline<Parsed>]) -> Vec<Inline<Resolved>> {
        self.in_title = true;
        let title = self.text(title);
        self.in_title = false;
        title
    }

    /// The picture that an image shows, if its file is found.
    fn picture(&mut self, raw: &RawImage, number: u32) -> Option<Picture> {
        let file = picture::find(self.linker.context, raw, self.lang, &mut self.problems)?;
        let (span, alt, caption) = (raw.span.clone(), raw.alt.clone(), raw.caption.clone());
        Some(Picture { span, file, alt, caption, number })
    }
}

fn section_kind(part: &DraftSection<'_>) -> SectionKind {
    let Some(step) = &part.step else { return SectionKind::Plain };
    let written = part.head.step.as_ref();
    SectionKind::Step(StepHead {
        series: step.series,
        number: step.number,
        written: written.and_then(|written| written.number.clone()),
        optional: written.is_some_and(|written| written.optional),
    })
}
