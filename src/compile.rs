//! The pipeline in one pure function.
//!
//! In: a content tree. Out: the finished site, in memory or page by page in
//! a [`FileSink`], and all findings. The same tree gives the same bytes, with any number of threads. A [`Compiler`]
//! remembers results beside their inputs. So the next state of the site costs
//! little more than the work for what changed. The output equals a clean build's,
//! also where results come from the [`Store`] of an earlier run or from what the last build left.

mod cache;
mod compiled;
mod compiler;
mod drafts;
mod figures;
mod gaps;
#[cfg(feature = "pdf")]
mod handouts;
#[cfg(not(feature = "pdf"))]
#[path = "compile/no_handouts.rs"]
mod handouts;
mod known_build;
mod known_entry;
mod linked;
mod logo;
mod memory;
mod options;
mod page_files;
mod picture_bytes;
mod pictures;
mod places;
mod print_fonts;
#[cfg(feature = "pdf")]
mod prints;
mod secrets;
mod setup;
mod sidecars;
mod site_entries;
mod stages;
mod state;
#[cfg(test)]
mod state_tests;
mod text_prints;
mod themed;
mod unit;
mod unit_memory;
mod unit_output;

use std::sync::{Arc, Mutex, PoisonError};

pub use compiled::{Compiled, SiteCounts};
pub use compiler::Compiler;
pub(crate) use figures::{EditablePicture, FigureText};
pub(crate) use gaps::{PageGap, TextGap};
use known_build::KnownBuild;
use linked::LinkedSite;
use memory::InputComparison;
pub use options::{CompileOptions, HandoutMode};
use pictures::PictureOutput;
#[cfg(feature = "pdf")]
pub use prints::{HandoutRequest, MadeHandouts, WantedHandouts, print};
use setup::SiteSetup;
pub use stages::each_stage;
use state::StateMemory;
pub use state::{MadeUnits, OpenState, SiteState};

use crate::output::{FileSink, NoStore, OutputTree, Store};
#[cfg(feature = "pdf")]
pub use crate::render::pdf::{Handout, Layout};
use crate::source::ContentTree;

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
    compile_with(tree, options, &NoStore)
}

/// Compiles a content tree once, with the results that a store has.
#[must_use]
pub fn compile_with(tree: &ContentTree, options: &CompileOptions, store: &dyn Store) -> Compiled {
    let pages = Mutex::<OutputTree>::default();
    let mut compiled = compile_into(tree, options, CompileTargets { store, files: &pages, left: &[] });
    let pages = pages.into_inner().unwrap_or_else(PoisonError::into_inner);
    compiled.output.extend(pages.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
    compiled
}

/// Where results go that need not be in memory.
#[derive(Clone, Copy)]
pub struct CompileTargets<'a> {
    /// Pictures and handouts are taken from it where it has them, and new ones are put into it.
    pub store: &'a dyn Store,
    /// Gets the pages of authors and of collections, each as soon as it is made, unless it has the
    /// page already, and the files of the search index.
    pub files: &'a dyn FileSink,
    /// What the last build left, see [`Compiled::left`]; empty if there is none.
    pub left: &'a [u8],
}

/// Compiles a content tree once. The output lacks what went to `files`.
#[must_use]
pub fn compile_into(tree: &ContentTree, options: &CompileOptions, into: CompileTargets<'_>) -> Compiled {
    compile_over(tree, options, (into, InputComparison::default()))
}

fn compile_over(
    tree: &ContentTree,
    options: &CompileOptions,
    (CompileTargets { store, files, left }, compare): (CompileTargets<'_>, InputComparison),
) -> Compiled {
    let build = KnownBuild::of(left, tree, compare);
    let mut compiler = Compiler::default();
    let linked = compiler.link(tree, options, (&PictureOutput { pages: None, store }, Some(&build)));
    let memory = (StateMemory::default(), InputComparison::default());
    SiteState::of(Arc::new(linked), (options, store), memory).open().whole(files, &build)
}

impl Compiler {
    /// Compiles one state of the content tree into the site and its findings, as somebody sees it
    /// who asks for every file of it.
    #[must_use]
    pub fn compile(&mut self, tree: &ContentTree, options: &CompileOptions) -> Compiled {
        self.state(tree, options).open().as_asked()
    }

    /// The next state of a site, whose files are made when somebody asks for them.
    pub fn state(&mut self, tree: &ContentTree, options: &CompileOptions) -> SiteState {
        let showing = PictureOutput { pages: None, store: &NoStore };
        let linked = Arc::new(self.link(tree, options, (&showing, None)));
        let whole = linked.pictures.unread().is_empty();
        // What lacks a picture for now must not be remembered.
        let memory = if whole { self.memory.clone() } else { StateMemory::default() };
        self.last = whole.then(|| Arc::clone(&linked)).or_else(|| self.last.take());
        SiteState::of(linked, (options, &NoStore), (memory, self.compare))
    }

    /// Runs the stages that all media share: settings, theme, what pages may see of each other,
    /// and pictures.
    fn link(
        &mut self,
        tree: &ContentTree,
        options: &CompileOptions,
        (showing, build): (&PictureOutput<'_>, Option<&KnownBuild>),
    ) -> LinkedSite {
        let (last, compare) = (self.last.as_deref(), self.compare);
        let sidecars = last.map(|last| &last.setup.sidecars);
        let changed = last.and_then(|last| tree.changed_since(&last.tree));
        let tree_now = (tree, changed.as_deref());
        let setup = SiteSetup::read(tree_now, options, (&mut self.themed, sidecars));
        let mut linked = LinkedSite::of(tree_now, setup, (last, compare), build);
        if let Some(last) =
            last.filter(|last| showing.pages.is_none() && last.has_same_pictures(&linked, compare))
        {
            linked.pictures = Arc::clone(&last.pictures);
        } else {
            let sidecars = &linked.setup.sidecars.by_path;
            let sources = secrets::PictureSources { tree, site: &linked.site, sidecars };
            let config = &linked.setup.config;
            let mut pictures = self.pictures.publish(sources, &linked.wanted_pictures(showing), config);
            let problem = logo::publish(&config.look, tree, &mut pictures);
            pictures.set_logo_problem(problem);
            linked.pictures = Arc::new(pictures);
        }
        linked.problems.extend(linked.pictures.logo_problem().cloned());
        linked
    }
}
