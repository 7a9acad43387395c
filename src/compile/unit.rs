//! What is made of one page in all its languages, or of a source without a page: findings, files
//! and search records. One such unit is in memory at a time on each thread.

use std::sync::Arc;

use super::linked::LinkedSite;
use super::page_files::PageFiles;
use super::unit_memory::MadeUnit;
use super::unit_output::UnitOutput;
use crate::check::{self, Subject};
use crate::diag::Problem;
use crate::model::{Draft, Page, SiteWatch, WatchedSite};
use crate::render::html::Renderer;
use crate::render::search::{Indexer, PageRecord, RecordHead};
use crate::resolve::LinkedEntry;

/// What units are made with.
#[derive(Clone, Copy)]
pub(super) struct UnitMaker<'a> {
    pub(super) linked: &'a LinkedSite,
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) indexer: &'a Indexer<'a>,
    /// Whether handouts can show a character.
    pub(super) printable: &'a (dyn Fn(char) -> bool + Sync),
    /// See [`CompileOptions`](super::CompileOptions).
    pub(super) today: Option<jiff::civil::Date>,
    /// Where the pages go, if they are wanted.
    pub(super) pages: Option<&'a PageFiles<'a>>,
}

impl UnitMaker<'_> {
    /// Makes all of an entry; its pages only where they are wanted.
    pub(super) fn entry(&self, at: usize) -> MadeUnit<UnitOutput> {
        let watch = SiteWatch::default();
        let site = WatchedSite::new(&self.linked.site, &watch);
        let LinkedEntry { pages, drafts, parts, problems } = self.linked.entry(at, &watch);
        let mut output = UnitOutput { problems, ..UnitOutput::default() };
        output.problems.extend(parts.iter().chain(&drafts).flat_map(|draft| draft.problems.iter().cloned()));
        output.faults = self.pages.iter().flat_map(|files| files.put(self.renderer, at, &pages)).collect();
        (output.heads, output.records) = self.records(&pages, site);
        let output = self.look_at((site, &drafts), &pages, output);
        MadeUnit::new(self.linked, at, (watch.into_seen(), output))
    }

    /// The search records of an entry, made once more.
    pub(super) fn records_of(&self, at: usize) -> Vec<Arc<PageRecord>> {
        let watch = SiteWatch::default();
        let pages = self.linked.entry(at, &watch).pages;
        self.records(&pages, WatchedSite::new(&self.linked.site, &watch)).1
    }

    fn records(&self, pages: &[Page], site: WatchedSite<'_>) -> (Vec<RecordHead>, Vec<Arc<PageRecord>>) {
        let records = pages.iter().map(|page| self.indexer.record(page, site));
        records.map(|(head, record)| (head, Arc::new(record))).unzip()
    }

    /// What is wrong with templates that the pages of an entry show.
    pub(super) fn faults(&self, at: usize) -> MadeUnit<Vec<Problem>> {
        let watch = SiteWatch::default();
        let pages = self.linked.entry(at, &watch).pages;
        let faults = pages.iter().filter_map(|page| self.renderer.page(page).problem).collect();
        MadeUnit::new(self.linked, at, (watch.into_seen(), faults))
    }

    /// Looks at a source that has no page.
    pub(super) fn lone(&self, draft: Arc<Draft>) -> UnitOutput {
        let output = UnitOutput { problems: draft.problems.clone(), ..UnitOutput::default() };
        let watch = SiteWatch::default();
        self.look_at((WatchedSite::new(&self.linked.site, &watch), &[draft]), &[], output)
    }

    fn look_at(
        &self,
        (site, drafts): (WatchedSite<'_>, &[Arc<Draft>]),
        pages: &[Page],
        mut output: UnitOutput,
    ) -> UnitOutput {
        let subject = Subject {
            drafts,
            pages,
            problems: &output.problems,
            today: self.today,
            ..self.linked.subject(site, self.printable)
        };
        let findings = check::run(&subject);
        let named = drafts.iter().flat_map(|draft| check::named_pictures(draft)).collect();
        output.problems.retain(|problem| check::concerns_site(&problem.kind));
        UnitOutput { findings, named, ..output }
    }
}
