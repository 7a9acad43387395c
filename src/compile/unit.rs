//! What is made of one page in all its languages, or of a source without a page: findings, files
//! and search records. One such unit is in memory at a time on each thread.

use std::sync::Arc;

use super::linked::LinkedSite;
use super::unit_output::UnitOutput;
use crate::check::{self, Subject};
use crate::model::{Draft, Page};
use crate::render::html::{HtmlFile, Renderer};
use crate::render::search::Indexer;
use crate::resolve::LinkedEntry;

/// What units are made with.
#[derive(Clone, Copy)]
pub(super) struct UnitMaker<'a> {
    pub(super) linked: &'a LinkedSite<'a>,
    /// The input of the rules, with nothing that is looked at.
    pub(super) subject: Subject<'a>,
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) indexer: &'a Indexer<'a>,
}

impl UnitMaker<'_> {
    /// Makes all of an entry.
    pub(super) fn entry(&self, at: usize) -> UnitOutput {
        let LinkedEntry { pages, drafts, parts, problems } = self.linked.entry(at);
        let files: Vec<HtmlFile> = pages.iter().map(|page| self.renderer.page(page)).collect();
        let mut output = UnitOutput { problems, ..UnitOutput::default() };
        output.problems.extend(parts.iter().chain(&drafts).flat_map(|draft| draft.problems.iter().cloned()));
        output.problems.extend(files.iter().filter_map(|file| file.problem.clone()));
        output.records = pages.iter().map(|page| self.indexer.record(page)).collect();
        output.files = files;
        self.look_at(&drafts, &pages, output)
    }

    /// Looks at a source that has no page.
    pub(super) fn lone(&self, draft: Arc<Draft>) -> UnitOutput {
        let output = UnitOutput { problems: draft.problems.clone(), ..UnitOutput::default() };
        self.look_at(&[draft], &[], output)
    }

    fn look_at(&self, drafts: &[Arc<Draft>], pages: &[Page], output: UnitOutput) -> UnitOutput {
        let subject = Subject { drafts, pages, problems: &output.problems, ..self.subject };
        let findings = check::run(&subject);
        let named = drafts.iter().flat_map(|draft| check::named_pictures(draft)).collect();
        UnitOutput { findings, named, ..output }
    }
}
