//! One state of a site, whose files are made when somebody asks for them.
//!
//! In: a content tree and what a [`Compiler`](super::Compiler) remembers. Out: a [`SiteState`] that
//! knows what the pages may see of each other, and shares with the state before what did not change.
//! It is opened to make its files: the work for a page is that page's, whatever the size of the site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::compiled::{Compiled, SiteCounts};
use super::handouts::{self, SiteHandouts};
use super::known_build::{EntriesInputs, KnownBuild};
use super::linked::LinkedSite;
use super::memory::InputComparison;
use super::options::CompileOptions;
use super::page_files::PageFiles;
use super::unit::UnitMaker;
use super::unit_memory::{MadeUnit, SharedInputs, UnitMemory};
use super::unit_output::UnitOutput;
use crate::check::{self, Subject, WholeSubject};
use crate::diag::{Diagnostic, Problem};
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::{Draft, PageKind, SeenFacts, SiteWatch, WatchedSite};
use crate::output::{FileSink, OutputTree, Store};
use crate::render::html::{self, Renderer};
use crate::render::search::{IndexedPages, Indexer, KnownPieces, RecordHead, SearchInput};
use crate::source::{Asset, ContentTree, Unread};
use crate::url::{SitePath, TreePath};

/// One state of a site.
#[derive(Debug)]
pub struct SiteState {
    pub(super) linked: Arc<LinkedSite>,
    options: CompileOptions,
    handouts: SiteHandouts,
    /// Sizes of the downloads, in bytes.
    sizes: BTreeMap<SitePath, u64>,
    memory: StateMemory,
    compare: InputComparison,
}

/// What was made of the pages of the last states.
#[derive(Debug, Clone, Default)]
pub(super) struct StateMemory {
    units: Arc<UnitMemory<UnitOutput>>,
    /// Templates of the site's own can have faults that only show on some page.
    faults: Arc<UnitMemory<Vec<Problem>>>,
}

impl SiteState {
    /// `linked` is complete. What is known of the last states is taken from `memory`.
    pub(super) fn of(
        linked: Arc<LinkedSite>,
        (options, store): (&CompileOptions, &dyn Store),
        (memory, compare): (StateMemory, InputComparison),
    ) -> Self {
        let handouts = SiteHandouts::of(&linked, options, store);
        let sizes = downloads(&linked).map(|(path, asset)| (path.clone(), asset.length())).collect();
        Self { linked, options: options.clone(), handouts, sizes, memory, compare }
    }

    /// Files that could not be read. If there are any, the state is not complete.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        self.linked.pictures.unread()
    }

    /// The content that the state was made of.
    #[must_use]
    pub fn tree(&self) -> &ContentTree {
        &self.linked.tree
    }

    /// Whether `stepbook.toml` does not parse, so that its settings are not known.
    #[must_use]
    pub fn has_broken_settings(&self) -> bool {
        let settings = self.linked.setup.config.source;
        settings.is_some_and(|source| self.linked.setup.broken.contains(&source))
    }

    /// Numbers for the summary line.
    #[must_use]
    pub fn counts(&self) -> SiteCounts {
        SiteCounts::of(&self.linked.site, &self.linked.setup.config)
    }

    /// The files that no page has to be made for: styles, scripts, pictures, downloads, and handouts
    /// that were made.
    #[must_use]
    pub fn fixed(&self) -> OutputTree {
        let mut output = OutputTree::default();
        let (theme, pictures) = (&self.linked.setup.theme, &self.linked.pictures);
        output.extend(theme.assets().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        for (path, asset) in downloads(&self.linked) {
            output.insert_copy(path.clone(), asset);
        }
        output.extend(pictures.files().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        self.handouts.put_into(&mut output);
        output
    }

    /// Whether there is a page at this address, also one that no author wrote.
    #[must_use]
    pub fn has_page(&self, path: &SitePath) -> bool {
        self.linked.site.places.addresses.contains_key(path)
            || html::is_other(&self.linked.site, &self.linked.setup.config, path)
    }

    /// Whether this is the address of a handout that is made when a reader asks for it.
    #[must_use]
    pub fn promises(&self, path: &SitePath) -> bool {
        let guide = path.as_str().strip_suffix(".pdf").map(|stem| SitePath::new(&format!("{stem}.html")));
        let page = guide.and_then(|guide| self.linked.site.page_at(&guide));
        self.handouts.are_promised() && page.is_some_and(|page| page.kind == PageKind::Guide)
    }

    /// The handouts that are made when a reader asks for them.
    #[must_use]
    pub fn promised(&self) -> BTreeSet<SitePath> {
        let guides = self.linked.site.pages.iter().filter(|page| page.kind == PageKind::Guide);
        let promised = guides.filter(|_| self.handouts.are_promised());
        promised.map(|page| html::handout_of(&page.address)).collect()
    }

    /// The handout at this address, made now. `None` if there is no handout at this address, or if it
    /// can't be made.
    #[must_use]
    pub fn handout(&self, path: &SitePath) -> Option<Vec<u8>> {
        handouts::printed(&self.linked, path)
    }

    /// Prepares what all pages share.
    #[must_use]
    pub fn open(&self) -> OpenState<'_> {
        let LinkedSite { setup, site, pictures, .. } = self.linked.as_ref();
        let renderer = Renderer::new(html::HtmlInput {
            site,
            config: &setup.config,
            theme: &setup.theme,
            pictures: pictures.shown(),
            mark: pictures.mark(),
            logo: pictures.logo(),
            sizes: &self.sizes,
            handouts: &self.handouts.links,
        });
        let input =
            SearchInput { site, config: &setup.config, theme: &setup.theme, pictures: pictures.shown() };
        OpenState { state: self, renderer, indexer: Indexer::new(input) }
    }
}

/// A state of a site from which files are made.
#[derive(Debug)]
pub struct OpenState<'s> {
    state: &'s SiteState,
    renderer: Renderer<'s>,
    indexer: Indexer<'s>,
}

/// What was made of all pages of a state, beside the pages.
#[derive(Debug)]
pub struct MadeUnits {
    units: Vec<Arc<MadeUnit<UnitOutput>>>,
    /// What was made of sources without a page.
    lone: Vec<Arc<UnitOutput>>,
    /// Whether the pages were made too, so that the faults of templates are known.
    with_pages: bool,
}

impl OpenState<'_> {
    /// The page at this address, made now.
    #[must_use]
    pub fn page(&self, path: &SitePath) -> Option<Arc<[u8]>> {
        let site = &self.state.linked.site;
        let Some(at) = site.places.addresses.get(path) else {
            return Some(self.renderer.other(path)?.bytes);
        };
        let entries = self.state.linked.names.len().max(1);
        let entry = self.state.linked.entry(at % entries, &SiteWatch::default());
        let page = entry.pages.iter().find(|page| page.profile.address == *path)?;
        Some(self.renderer.page(page).bytes)
    }

    /// Looks at all pages, except those of which the last states knew everything. Gives nothing soon
    /// after `stop` says so.
    pub fn units(&self, stop: &(dyn Fn() -> bool + Sync)) -> Option<MadeUnits> {
        let SiteState { linked, memory, compare, .. } = self.state;
        let known = memory.units.of(linked, SharedInputs::of(linked), *compare);
        self.made((None, stop), &|maker, at| known.entry(at, || maker.entry(at)), &|maker, draft| {
            known.lone(draft, || maker.lone(Arc::clone(draft)))
        })
    }

    /// Makes everything of all pages that is not as the last build left it.
    fn all_units(&self, (build, pages): (&KnownBuild, &PageFiles<'_>)) -> Option<MadeUnits> {
        let linked = &self.state.linked;
        let entry = |maker: &UnitMaker<'_>, at: usize| {
            let left = build.unit(at, (linked.setup.keys.units, pages.made_of(at)));
            let left = left.filter(|_| pages.stand(at));
            let left = left.map(|output| MadeUnit::new(linked, at, (SeenFacts::default(), output)));
            Arc::new(left.unwrap_or_else(|| maker.entry(at)))
        };
        self.made((Some(pages), &|| false), &entry, &|maker, draft| Arc::new(maker.lone(Arc::clone(draft))))
    }

    fn made(
        &self,
        (pages, stop): (Option<&PageFiles<'_>>, &(dyn Fn() -> bool + Sync)),
        entry: &(dyn Fn(&UnitMaker<'_>, usize) -> Arc<MadeUnit<UnitOutput>> + Sync),
        lone: &(dyn Fn(&UnitMaker<'_>, &Arc<Draft>) -> Arc<UnitOutput> + Sync),
    ) -> Option<MadeUnits> {
        let linked = &self.state.linked;
        self.with_maker(|maker| {
            let maker = &UnitMaker { pages, ..*maker };
            let unit = |at: usize| (!stop()).then(|| entry(maker, at));
            let units = (0..linked.names.len()).into_par_iter().map(unit).collect::<Option<_>>()?;
            let lone = linked.lone_sources().par_iter().map(|draft| lone(maker, draft)).collect();
            Some(MadeUnits { units, lone, with_pages: pages.is_some() })
        })
    }

    fn with_maker<T>(&self, make: impl FnOnce(&UnitMaker<'_>) -> T) -> T {
        let SiteState { linked, options, .. } = self.state;
        let printable = |c: char| linked.print_fonts.covers(c);
        let (renderer, indexer) = (&self.renderer, &self.indexer);
        make(&UnitMaker {
            linked,
            renderer,
            indexer,
            printable: &printable,
            today: options.today,
            pages: None,
        })
    }

    /// The faults of templates that some page shows.
    fn faults(&self, made: &MadeUnits, stop: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Problem>> {
        let SiteState { linked, memory, compare, sizes, handouts, .. } = self.state;
        if !linked.setup.theme.has_own_templates() {
            return Some(Vec::new());
        }
        let of_units = made.units.iter().flat_map(|unit| &unit.output.faults);
        let mut faults: Vec<Problem> = of_units.cloned().collect();
        if !made.with_pages {
            let shared = SharedInputs::of_pages(linked, of_files(sizes, &handouts.links));
            let known = memory.faults.of(linked, shared, *compare);
            let of_entries: Vec<Arc<MadeUnit<Vec<Problem>>>> = self.with_maker(|maker| {
                let unit = |at: usize| (!stop()).then(|| known.entry(at, || maker.faults(at)));
                (0..linked.names.len()).into_par_iter().map(unit).collect::<Option<_>>()
            })?;
            faults.extend(of_entries.iter().flat_map(|unit| unit.output.iter().cloned()));
        }
        faults.extend(self.renderer.others().into_iter().filter_map(|file| file.problem));
        Some(faults)
    }

    /// The findings of all units, and those about the site as a whole, by file and place. Gives
    /// nothing soon after `stop` says so.
    pub fn findings(&self, made: &MadeUnits, stop: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Diagnostic>> {
        let linked = &self.state.linked;
        let mut problems: Vec<Problem> = linked.problems.clone();
        problems.extend(self.state.handouts.problems.iter().cloned());
        problems.extend(self.faults(made, stop)?);
        let units = || made.units.iter().map(|unit| &unit.output).chain(made.lone.iter().map(AsRef::as_ref));
        let of_units = units().flat_map(|unit| &unit.problems);
        let all: Vec<&Problem> = problems.iter().chain(of_units).collect();
        let named: BTreeSet<TreePath> = units().flat_map(|unit| unit.named.iter().cloned()).collect();
        let (site, used) = (&linked.site, linked.used());
        let whole =
            WholeSubject { site, heads: &linked.drafts.heads, problems: &all, named: &named, used: &used };
        let watch = SiteWatch::default();
        let whole = self.with_maker(|maker| {
            let subject = linked.subject(WatchedSite::new(site, &watch), maker.printable);
            let today = maker.today;
            check::run(&Subject { problems: &problems, whole: Some(whole), today, ..subject })
        });
        let of_units = units().flat_map(|unit| unit.findings.iter().cloned());
        Some(check::in_order(of_units.chain(whole).collect(), &linked.tree))
    }

    /// The files of the search index.
    #[must_use]
    pub fn search(&self, made: &MadeUnits) -> OutputTree {
        let files = Mutex::<OutputTree>::default();
        self.write_search(made, &KnownPieces::default(), &files);
        files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the files of the search index, except pieces that stand there already.
    fn write_search(&self, made: &MadeUnits, known: &KnownPieces, files: &dyn FileSink) -> KnownPieces {
        let heads: Vec<&[RecordHead]> = made.units.iter().map(|unit| unit.output.heads.as_slice()).collect();
        self.with_maker(|maker| {
            let records = |at: usize| match made.units.get(at).map(|unit| &unit.output.records) {
                Some(records) if !records.is_empty() => records.clone(),
                _ => maker.records_of(at),
            };
            self.indexer.write(IndexedPages { heads: &heads, records: &records }, known, files)
        })
    }

    /// The whole site, whose pages and search index go to `files`.
    #[must_use]
    pub(super) fn whole(&self, files: &dyn FileSink, build: &KnownBuild) -> Compiled {
        let SiteState { linked, sizes, handouts, .. } = self.state;
        let pages = PageFiles::new(files, (linked, build.texts()), of_files(sizes, &handouts.links));
        let made = self.all_units((build, &pages));
        let mut compiled = self.compiled(made.as_ref(), &OutputTree::default());
        if let Some(made) = &made {
            let pieces = self.write_search(made, build.pieces(), files);
            let units = made.units.iter().enumerate();
            let units = units.map(|(at, unit)| (&unit.output, pages.made_of(at))).collect();
            let LinkedSite { tree, setup, drafts, entries, .. } = linked.as_ref();
            let inputs = EntriesInputs { tree, setup, heads: &drafts.heads };
            compiled.left = build.leave((inputs, entries), units, pieces);
        }
        compiled
    }

    /// The whole site as somebody sees it who asks for every page of it.
    #[must_use]
    pub(super) fn as_asked(&self) -> Compiled {
        let pages = self.state.linked.site.pages.iter().map(|page| &page.address);
        let pages = pages.filter_map(|path| Some((path.clone(), self.page(path)?)));
        let made = self.units(&|| false);
        let mut files = made.as_ref().map(|made| self.search(made)).unwrap_or_default();
        files.extend(pages);
        self.compiled(made.as_ref(), &files)
    }

    fn compiled(&self, made: Option<&MadeUnits>, files: &OutputTree) -> Compiled {
        let mut output = self.state.fixed();
        let found = made.and_then(|made| self.findings(made, &|| false));
        output.extend(files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        output.extend(self.renderer.others().into_iter().map(|file| (file.path, file.bytes)));
        let pages = self.state.linked.site.places.addresses.keys();
        if output.paths().chain(pages).any(is_left_out_by_jekyll) {
            // GitHub Pages leaves such files out, unless this file says that no Jekyll is at work:
            // https://docs.github.com/pages (Static site generators).
            output.insert(SitePath::new(".nojekyll"), *b"");
        }
        let (promised, counts) = (self.state.promised(), self.state.counts());
        Compiled {
            output,
            diagnostics: found.unwrap_or_default(),
            promised,
            counts,
            left: Vec::new(),
            unread: self.state.unread().to_vec(),
        }
    }
}

/// Whether some part of an address has a name of those that Jekyll leaves out.
fn is_left_out_by_jekyll(path: &SitePath) -> bool {
    path.as_str().split('/').any(|part| part.starts_with(['_', '.']))
}

/// Files that pages offer for download, copied without a change.
fn downloads(linked: &LinkedSite) -> impl Iterator<Item = (&SitePath, &Asset)> {
    let downloads = linked.site.files.downloads.iter();
    downloads.filter_map(|(path, address)| Some((address, linked.tree.assets().get(path)?)))
}

/// The fingerprint of what pages say of downloads and handouts.
fn of_files(sizes: &BTreeMap<SitePath, u64>, handouts: &html::HandoutLinks) -> Fingerprint {
    Fingerprinter::default().add((sizes, handouts)).fingerprint()
}
