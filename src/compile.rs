//! The pipeline in one pure function.
//!
//! In: a content tree. Out: the finished site in memory and all findings. The
//! same tree gives the same bytes, with any number of threads. A [`Compiler`]
//! remembers results beside their inputs. So the next state of the site costs
//! little more than the work for what changed. The output equals a clean build's, also where results come from the [`Store`] of an earlier run.

mod cache;
mod compiler;
mod drafts;
#[cfg(feature = "pdf")]
mod handouts;
#[cfg(not(feature = "pdf"))]
#[path = "compile/no_handouts.rs"]
mod handouts;
mod known_units;
mod linked;
mod logo;
mod memory;
mod options;
mod picture_bytes;
mod pictures;
mod places;
mod print_fonts;
#[cfg(feature = "pdf")]
mod prints;
mod secrets;
mod setup;
mod stages;
mod themed;
mod unit;
mod unit_output;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use compiler::Compiler;
use handouts::SiteHandouts;
use known_units::KnownUnits;
use linked::LinkedSite;
pub use options::{CompileOptions, HandoutMode};
use pictures::PictureOutput;
#[cfg(feature = "pdf")]
pub use prints::{HandoutRequest, MadeHandouts, WantedHandouts, print};
use setup::SiteSetup;
pub use stages::each_stage;
use unit::UnitMaker;
use unit_output::UnitOutput;

use crate::check;
use crate::check::{Subject, WholeSubject};
use crate::config::Config;
use crate::diag::{Diagnostic, Problem};
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::{PageKind, Site};
use crate::output::{NoStore, OutputTree, Store};
use crate::render::html;
#[cfg(feature = "pdf")]
pub use crate::render::pdf::{Handout, Layout};
use crate::render::search::{Indexer, PageRecord, SearchInput};
use crate::source::{Asset, ContentTree, SourceId, Unread};
use crate::url::{SitePath, TreePath};

/// A finished site.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// All files of the site.
    pub output: OutputTree,
    /// All findings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Handouts that pages link to and that are made when a reader asks for them.
    pub promised: BTreeSet<SitePath>,
    /// Numbers for the summary line.
    pub counts: SiteCounts,
    /// Files that could not be read. If there are any, the site is not complete.
    pub unread: Vec<Unread>,
}

impl Compiled {
    /// The site, if all of it could be read.
    ///
    /// # Errors
    /// The first file that could not be read.
    pub fn whole(mut self) -> Result<Self, Unread> {
        if self.unread.is_empty() { Ok(self) } else { Err(self.unread.swap_remove(0)) }
    }
}

/// Numbers that describe the size of a site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SiteCounts {
    /// Number of guides; a guide in several languages counts once.
    pub guides: usize,
    /// Number of languages.
    pub languages: usize,
}

/// Compiles a content tree once.
///
/// ```
/// use stepbook::compile::{CompileOptions, compile};
/// use stepbook::source::ContentTree;
/// use stepbook::url::{SitePath, TreePath};
///
/// let tree = ContentTree::default().with_sources([
///     (TreePath::new("stepbook.toml"), b"languages = [\"en\"]\ntitle.en = \"Guides\"".to_vec()),
///     (TreePath::new("content/login.en.md"), b"# Log in\n\n## Step: Open the page\n\n[](#step-2)\n".to_vec()),
/// ]);
/// let compiled = compile(&tree, &CompileOptions::default());
///
/// let page = compiled.output.get(&SitePath::new("en/login.html")).unwrap();
/// assert!(String::from_utf8_lossy(page).contains("Open the page"));
/// // There is no step 2; the page is made all the same.
/// assert!(compiled.diagnostics.iter().any(|finding| finding.code == "missing-anchor"));
/// ```
#[must_use]
pub fn compile(tree: &ContentTree, options: &CompileOptions) -> Compiled {
    compile_into(tree, options, &NoStore)
}

/// Compiles a content tree once. Pictures and handouts that the store has are
/// taken from it, and new ones are put into it.
#[must_use]
pub fn compile_into(tree: &ContentTree, options: &CompileOptions, store: &dyn Store) -> Compiled {
    let outlets = CompileOutlets { store, early: &|_, _| () };
    Compiler { once: true, ..Compiler::default() }.compile_with(tree, options, outlets)
}

/// Where results go while a site is compiled.
#[derive(Clone, Copy)]
struct CompileOutlets<'a> {
    /// Keeps pictures and handouts.
    store: &'a dyn Store,
    /// Gets the pages that changed.
    early: EarlyPage<'a>,
}

/// A function that gets a page of a site before the rest of the site is made. All that the page
/// loads is part of the last state too.
pub type EarlyPage<'a> = &'a dyn Fn(&SitePath, &Arc<[u8]>);

impl Compiler {
    /// Compiles one state of the content tree into the site and its findings.
    #[must_use]
    pub fn compile(&mut self, tree: &ContentTree, options: &CompileOptions) -> Compiled {
        self.compile_early(tree, options, &|_, _| ())
    }

    /// Compiles one state of the content tree. If only texts of pages differ from the last state,
    /// `early` gets the pages that changed at once.
    #[must_use]
    pub fn compile_early(
        &mut self,
        tree: &ContentTree,
        options: &CompileOptions,
        early: EarlyPage<'_>,
    ) -> Compiled {
        self.compile_with(tree, options, CompileOutlets { store: &NoStore, early })
    }

    /// Compiles one state of the content tree, with pictures and handouts from the
    /// store if it has them.
    fn compile_with(
        &mut self,
        tree: &ContentTree,
        options: &CompileOptions,
        CompileOutlets { store, early }: CompileOutlets<'_>,
    ) -> Compiled {
        let linked = self.link(tree, options, &PictureOutput { pages: None, store });
        let handouts = SiteHandouts::of(&linked, options, store);
        let LinkedSite { setup: SiteSetup { config, theme, .. }, site, pictures, .. } = &linked;
        let downloads = downloads(site, tree);
        let sizes = sizes(&downloads);
        let renderer = html::Renderer::new(html::HtmlInput {
            site,
            config,
            theme,
            pictures: pictures.shown(),
            mark: pictures.mark(),
            logo: pictures.logo(),
            sizes: &sizes,
            handouts: &handouts.links,
        });
        let indexer = Indexer::new(SearchInput { site, config, theme, pictures: pictures.shown() });
        let can_print = |c: char| linked.print_fonts.covers(c);
        let subject = Subject { today: options.today, ..linked.subject(&can_print) };
        let maker = UnitMaker { linked: &linked, subject, renderer: &renderer, indexer: &indexer };
        let files = of_files(&sizes, &handouts.links);
        let known = KnownUnits::of(&self.memory, &linked, files);
        let unit = |at: usize| known.entry(at).unwrap_or_else(|| Arc::new(maker.entry(at)));
        let units: Vec<Arc<UnitOutput>> = (0..linked.names.len()).into_par_iter().map(unit).collect();
        known.changed(&units).for_each(|file| early(&file.path, &file.bytes));
        let lone = linked.lone_sources().into_par_iter().map(|draft| {
            (draft.head.source, known.lone(&draft).unwrap_or_else(|| Arc::new(maker.lone(draft))))
        });
        let lone: BTreeMap<SourceId, Arc<UnitOutput>> = lone.collect();

        let mut output = OutputTree::default();
        output.extend(theme.assets().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        for (path, asset) in downloads {
            output.insert_copy(path, asset);
        }
        output.extend(pictures.files().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        let others = renderer.others();
        let mut problems = linked.problems.clone();
        problems.extend(handouts.problems.iter().cloned());
        problems.extend(others.iter().filter_map(|file| file.problem.clone()));
        let all = units.iter().chain(lone.values()).map(AsRef::as_ref).collect();
        let diagnostics = findings(&maker, &problems, all);
        output.extend(indexer.files(&records(&units, site.languages.len())));
        let of_units = units.iter().flat_map(|unit| &unit.files).chain(&others);
        output.extend(of_units.map(|file| (file.path.clone(), Arc::clone(&file.bytes))));
        let promised = handouts.promised();
        handouts.put_into(&mut output);
        if output.paths().any(|path| path.as_str().split('/').any(|part| part.starts_with(['_', '.']))) {
            // GitHub Pages leaves such files out, unless this file says that no Jekyll is at work:
            // https://docs.github.com/pages (Static site generators).
            output.insert(SitePath::new(".nojekyll"), *b"");
        }
        let counts = counts(site, config);
        let unread = pictures.unread().to_vec();
        // A page that lacks a picture for now must not be remembered.
        if !self.once && unread.is_empty() {
            self.memory = self.memory.after(linked, files, (units, lone));
        }
        Compiled { output, diagnostics, promised, counts, unread }
    }

    /// Runs the stages that all media share: settings, theme, what pages may see of each other,
    /// and pictures.
    fn link<'a>(
        &mut self,
        tree: &'a ContentTree,
        options: &CompileOptions,
        showing: &PictureOutput<'_>,
    ) -> LinkedSite<'a> {
        let setup = SiteSetup::read(tree, options, &mut self.themed);
        self.memory.begin(tree, options, &setup);
        let mut linked = LinkedSite::of(tree, setup, &self.memory);
        let sources = secrets::PictureSources { tree, site: &linked.site, sidecars: &linked.setup.sidecars };
        let mut pictures =
            self.pictures.publish(sources, &linked.wanted_pictures(showing), &linked.setup.config);
        linked.problems.extend(logo::publish(&linked.setup.config.look, tree, &mut pictures));
        linked.pictures = pictures;
        linked
    }
}

/// The findings of all units, and those about the site as a whole. `problems` are those of no unit.
fn findings(maker: &UnitMaker<'_>, problems: &[Problem], units: Vec<&UnitOutput>) -> Vec<Diagnostic> {
    let of_units = units.iter().flat_map(|unit| &unit.problems);
    let all: Vec<&Problem> = problems.iter().chain(of_units).collect();
    let named: BTreeSet<TreePath> = units.iter().flat_map(|unit| unit.named.iter().cloned()).collect();
    let used = maker.linked.used();
    let whole =
        WholeSubject { heads: &maker.linked.drafts.heads, problems: &all, named: &named, used: &used };
    let whole = check::run(&Subject { problems, whole: Some(whole), ..maker.subject });
    let of_units = units.into_iter().flat_map(|unit| unit.findings.iter().cloned());
    check::in_order(of_units.chain(whole).collect(), maker.linked.tree)
}

/// The search records of all pages, in the order of [`Site::pages`].
fn records(units: &[Arc<UnitOutput>], languages: usize) -> Vec<&PageRecord> {
    let of_language = |lang: usize| units.iter().filter_map(move |unit| unit.records.get(lang));
    (0..languages).flat_map(of_language).collect()
}

/// Files that pages offer for download, copied without a change.
fn downloads<'a>(site: &Site, tree: &'a ContentTree) -> Vec<(SitePath, &'a Asset)> {
    let downloads = site.downloads.iter();
    downloads.filter_map(|(path, address)| Some((address.clone(), tree.assets().get(path)?))).collect()
}

/// The fingerprint of what pages say of downloads and handouts.
fn of_files(sizes: &BTreeMap<SitePath, u64>, handouts: &html::HandoutLinks) -> Fingerprint {
    Fingerprinter::default().add((sizes, handouts)).fingerprint()
}

fn sizes(files: &[(SitePath, &Asset)]) -> BTreeMap<SitePath, u64> {
    files.iter().map(|(path, asset)| (path.clone(), asset.length())).collect()
}

fn counts(site: &Site, config: &Config) -> SiteCounts {
    let default = config.default_language();
    let guides = site.pages.iter().filter(|page| page.kind == PageKind::Guide && Some(&page.lang) == default);
    SiteCounts { guides: guides.count(), languages: config.languages.len() }
}
