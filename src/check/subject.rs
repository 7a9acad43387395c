//! The type [`Subject`]: everything that rules can look at, with functions that
//! several rules use.
//!
//! Rules look at one page in all its languages at a time, so that after an edit only its findings
//! are made again, and at the site as a whole once, with its settings, names and files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Diagnostic, NearStep, Problem, ProblemKind};
use crate::model::{Block, Draft, DraftHead, Page, PageProfile, Resolved, Sidecar, Site, WatchedSite};
use crate::source::{ContentTree, Decoded, Source, SourceId, Span};
use crate::url::TreePath;

/// One site in all its stages.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// The content tree as it was read.
    pub tree: &'a ContentTree,
    /// The settings.
    pub config: &'a Config,
    /// The sources that are looked at, as they were parsed: those of one page in all its
    /// languages, or one that has no page. None where the whole site is looked at.
    pub drafts: &'a [Arc<Draft>],
    /// The linked pages that are looked at, one in each language, or none.
    pub pages: &'a [Page],
    /// The site as what is looked at sees it.
    pub site: WatchedSite<'a>,
    /// The problems that the stages noticed in what is looked at.
    pub problems: &'a [Problem],
    /// What only rules about the whole site look at; `None` where one page is looked at.
    pub whole: Option<WholeSubject<'a>>,
    /// The settings and sidecars whose TOML does not parse.
    pub broken: &'a BTreeSet<SourceId>,
    /// Every sidecar, by its own path (`content/img/a.png.toml`).
    pub sidecars: &'a BTreeMap<TreePath, Arc<Sidecar>>,
    /// Width and height of every picture that a page shows, by its path, or
    /// why it is not shown.
    pub images: &'a BTreeMap<TreePath, Result<(u32, u32), Unshown>>,
    /// The codes of all rules.
    pub codes: &'a [&'static str],
    /// Whether handouts can show a character.
    pub printable: &'a (dyn Fn(char) -> bool + Sync),
    /// The day, in universal time, on which the site is checked.
    pub today: Option<jiff::civil::Date>,
}

/// What only rules about the whole site look at.
#[derive(Clone, Copy)]
pub(crate) struct WholeSubject<'a> {
    /// The whole site, without the texts of its pages.
    pub site: &'a Site,
    /// What each page and part says of itself, also those that are left out of the site.
    pub heads: &'a [Arc<DraftHead>],
    /// The problems that were noticed anywhere; of pages only those that [`concerns_site`] names.
    pub problems: &'a [&'a Problem],
    /// The pictures that sources refer to, whether they are found or not.
    pub named: &'a BTreeSet<TreePath>,
    /// The pictures and downloads of pages, each with a place that names it.
    pub used: &'a BTreeMap<&'a TreePath, &'a Span>,
}

/// Why a picture is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Unshown {
    /// The reason, as one clause without a capital letter.
    pub why: String,
    /// What the author can do.
    pub help: String,
    /// Width and height of the upright picture in pixels, if the file can be
    /// read that far.
    pub size: Option<(u32, u32)>,
}

/// Whether rules about the whole site look for problems of this kind in the pages. What is known of
/// the other problems of a page is not kept when its findings are made.
pub(crate) const fn concerns_site(kind: &ProblemKind) -> bool {
    matches!(
        kind,
        ProblemKind::MissingImage { .. }
            | ProblemKind::NearReference { .. }
            | ProblemKind::NearStep { near: NearStep::NoWord(_), .. }
            | ProblemKind::RefusedDownload { .. }
    )
}

impl<'a> Subject<'a> {
    /// The findings that `phrase` makes of the stages' problems.
    pub(super) fn phrased(
        &self,
        mut phrase: impl FnMut(&Span, &ProblemKind) -> Option<Diagnostic>,
    ) -> Vec<Diagnostic> {
        self.problems.iter().filter_map(|problem| phrase(&problem.span, &problem.kind)).collect()
    }

    /// Width and height of a picture that a page shows or would show.
    pub(super) fn size_of(&self, picture: &TreePath) -> Option<(u32, u32)> {
        self.images.get(picture)?.as_ref().map_or_else(|unshown| unshown.size, |size| Some(*size))
    }

    /// The author's words at `span`.
    pub(super) fn words(&self, span: &Span) -> &str {
        let source = self.tree.source(span.source);
        source.and_then(|source| source.text.get(span.bytes.clone())).unwrap_or("")
    }

    /// The pages whose text is in their own language. A page that shows the
    /// text of another language is checked as the page of that language.
    pub(super) fn own_pages(&self) -> impl Iterator<Item = &'a Page> + use<'a> {
        let own = |page: &PageProfile| page.text_lang == page.lang && page.source.is_some();
        self.pages.iter().filter(move |page| own(&page.profile))
    }

    /// The runs of blocks of [`Subject::own_pages`], each with the place of its
    /// heading. The introduction and footnotes have no heading. Steps of another
    /// language are left out.
    pub(super) fn own_bodies(
        &self,
    ) -> impl Iterator<Item = (Option<&'a Span>, &'a [Block<Resolved>])> + use<'a> {
        self.own_pages().flat_map(|page| {
            let notes = page.footnotes.iter().map(|note| (None, note.blocks.as_slice()));
            let sections = page.sections.iter().filter(|section| section.foreign.is_none());
            let sections = sections.flat_map(|section| {
                let panels = section.panels.iter().map(|panel| (Some(&panel.span), panel.body.as_slice()));
                std::iter::once((Some(&section.span), section.body.as_slice())).chain(panels)
            });
            std::iter::once((None, page.intro.as_slice())).chain(sections).chain(notes)
        })
    }

    /// The source of the settings, where the whole site is looked at.
    pub(super) fn settings(&self) -> Option<&'a Source> {
        self.whole.and(self.config.source).and_then(|source| self.tree.source(source))
    }

    /// Whether the file of a source was refused, so that it was not read.
    pub(super) fn is_refused(&self, id: SourceId) -> bool {
        self.tree.source(id).is_some_and(|source| matches!(source.decoded, Decoded::Refused(_)))
    }

    /// The days on which somebody last followed the steps of a page, and where each is written.
    pub(super) fn verified_days(&self) -> impl Iterator<Item = &'a (jiff::civil::Date, Span)> + use<'a> {
        self.drafts.iter().filter_map(|draft| draft.head.meta.verified.as_ref())
    }

    /// The path of a source.
    pub(super) fn path(&self, id: SourceId) -> &str {
        self.tree.source(id).map_or("", |source| source.path.as_str())
    }
}

/// Names places by file and line. The lines of each file are found only once,
/// because a page may have very many findings.
pub(super) struct LineNumbers<'a> {
    subject: &'a Subject<'a>,
    /// The offset of each newline.
    lines: BTreeMap<SourceId, Vec<usize>>,
}

impl<'a> LineNumbers<'a> {
    pub(super) const fn new(subject: &'a Subject<'a>) -> Self {
        Self { subject, lines: BTreeMap::new() }
    }

    /// The file and line of a span: `path/of/the.file:12`.
    pub(super) fn name(&mut self, span: &Span) -> String {
        let text = || self.subject.tree.source(span.source).map_or("", |source| &source.text);
        let lines = self.lines.entry(span.source);
        let ends = lines.or_insert_with(|| text().match_indices('\n').map(|(at, _)| at).collect());
        let line = ends.partition_point(|end| *end < span.bytes.start) + 1;
        format!("{}:{line}", self.subject.path(span.source))
    }
}

/// A help text: `did you mean …?` if there is a name like the written one, else
/// `otherwise`.
pub(super) fn did_you_mean(nearest: Option<&str>, otherwise: &str) -> String {
    nearest.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}
