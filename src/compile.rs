//! The pipeline in one pure function.
//!
//! In: a content tree. Out: the finished site in memory and all findings. The
//! same tree gives the same bytes, with any number of threads. A [`Compiler`]
//! that is kept remembers by fingerprints of their inputs what stages made, so
//! that the next site costs what changed; its output equals a clean build's. So
//! does what comes from the [`Store`] of an earlier run.

mod cache;
#[cfg(feature = "pdf")]
mod handouts;
#[cfg(not(feature = "pdf"))]
#[path = "compile/no_handouts.rs"]
mod handouts;
mod pages;
mod pictures;
#[cfg(feature = "pdf")]
mod prints;
mod secrets;
mod themed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::check;
use crate::config::{AccessibilityMark, Config};
use crate::diag::{Diagnostic, Problem};
use crate::lang::Lang;
use crate::model::{Draft, Page, PageKind, Sidecar, Site};
use crate::output::{NoStore, OutputTree, Store};
use crate::parse::{self, Dialect};
use crate::render::{html, search};
use crate::resolve;
use crate::source::{Asset, ContentTree, Decoded, Source, Unread};
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};
use cache::Cache;
use handouts::{Handouts, TypeCase, printable, type_case};
use pages::{Around, Pages};
use pictures::{Gallery, Pictures};
#[cfg(feature = "pdf")]
pub use prints::{Printed, Wanted, print};
use themed::Themed;

/// What a site is made with, beside its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether pages with `draft = true` belong to the site.
    pub drafts: bool,
    /// Replaces `base_url` of `stepbook.toml`.
    pub base_url: Option<String>,
    /// What becomes of handouts.
    pub handouts: Handing,
}

/// What becomes of the handouts of a site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Handing {
    /// There are none.
    #[default]
    Out,
    /// Pages link to them; whoever serves the site makes them when asked.
    Promised,
    /// They are made.
    Made,
}

/// A finished site.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// All files.
    pub output: OutputTree,
    /// All findings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Handouts that pages link to and that are made when asked for.
    pub promised: BTreeSet<SitePath>,
    /// What the summary line tells.
    pub counts: Counts,
    /// Files that could not be read: without them this is not the site.
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

/// A site read and linked, with its pictures: what all media are made of.
struct Linked {
    config: Config,
    theme: Arc<Theme>,
    sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
    drafts: Vec<Draft>,
    site: Site,
    pictures: Pictures,
    type_case: TypeCase,
    problems: Vec<Problem>,
}

impl Linked {
    /// What the rules look at.
    fn subject<'a>(
        &'a self,
        tree: &'a ContentTree,
        problems: &'a [Problem],
        printable: &'a (dyn Fn(char) -> bool + Sync),
    ) -> check::Subject<'a> {
        check::Subject {
            tree,
            config: &self.config,
            drafts: &self.drafts,
            site: &self.site,
            problems,
            sidecars: &self.sidecars,
            images: self.pictures.verdicts(),
            printable,
        }
    }
}

/// Which pictures are published, and where they are kept.
struct Showing<'a> {
    /// Only those of some pages; `None`: all.
    pages: Option<&'a dyn Fn(&Page) -> bool>,
    store: &'a dyn Store,
}

impl Showing<'_> {
    fn files(&self, site: &Site) -> BTreeSet<TreePath> {
        let Some(asked) = self.pages else { return site.picture_files() };
        let mut files = BTreeSet::new();
        for page in site.pages.iter().filter(|page| asked(page)) {
            page.each_picture(&mut |picture| _ = files.insert(picture.file.clone()));
        }
        files
    }
}

/// How much there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Guides, each counted once for all languages.
    pub guides: usize,
    /// Languages.
    pub languages: usize,
}

/// Compiles a content tree once.
#[must_use]
pub fn compile(tree: &ContentTree, options: &Options) -> Compiled {
    let mut compiler = Compiler { once: true, ..Compiler::default() };
    compiler.compile(tree, options)
}

/// Compiles a content tree once; handouts come from the store where it has
/// them, and go there.
#[must_use]
pub fn compile_into(tree: &ContentTree, options: &Options, store: &dyn Store) -> Compiled {
    let mut compiler = Compiler { once: true, ..Compiler::default() };
    compiler.compile_with(tree, options, store)
}

/// Compiles one state of a site after another.
#[derive(Debug, Default)]
pub struct Compiler {
    themed: Option<Themed>,
    drafts: Cache<Draft>,
    pictures: Gallery,
    pages: Pages,
    /// Whether there will be no further state, so that pages need no
    /// fingerprints.
    once: bool,
}

impl Compiler {
    /// The site and its findings.
    #[must_use]
    pub fn compile(&mut self, tree: &ContentTree, options: &Options) -> Compiled {
        self.compile_with(tree, options, &NoStore)
    }

    /// The same; handouts come from the store where it has them.
    fn compile_with(&mut self, tree: &ContentTree, options: &Options, store: &dyn Store) -> Compiled {
        let linked = self.link(tree, options, &Showing { pages: None, store });
        let handouts = Handouts::of(&linked, options, store);
        let Linked { config, theme, site, pictures, .. } = &linked;
        let downloads = downloads(site, tree);
        let input = html::Input {
            site,
            config,
            theme,
            pictures: pictures.shown(),
            mark: pictures.mark(),
            sizes: &sizes(&downloads),
            handouts: &handouts.links,
        };
        let around = Around { tree, options, input, pictures };
        let files = if self.once { around.renderer().all() } else { self.pages.render(&around) };
        let mut problems = linked.problems.clone();
        problems.extend(handouts.problems.iter().cloned());
        problems.extend(files.iter().filter_map(|file| file.problem.clone()));
        let can_print = |c: char| printable(&linked.type_case, c);
        let diagnostics = check::run(&linked.subject(tree, &problems, &can_print));
        let mut output = OutputTree::default();
        output.extend(theme.assets().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        for (path, asset) in downloads {
            output.insert_copy(path, asset);
        }
        output.extend(pictures.files().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        let unread = pictures.unread().to_vec();
        let pictures = pictures.shown();
        output.extend(search::index(&search::Input { site, config, theme, pictures }));
        output.extend(files.into_iter().map(|file| (file.path, file.bytes)));
        let promised = handouts.promised();
        handouts.put_into(&mut output);
        let counts = counts(site, config);
        self.drafts.keep(linked.drafts);
        Compiled { output, diagnostics, promised, counts, unread }
    }

    /// Everything up to where media part.
    fn link(&mut self, tree: &ContentTree, options: &Options, showing: &Showing<'_>) -> Linked {
        let (config, mut problems) = config(tree, options);
        let themed = Themed::of(self.themed.take(), &tree.theme, &config);
        let theme = Arc::clone(&themed.theme);
        problems.extend(themed.problems.iter().cloned());
        self.themed = Some(themed);
        let sidecars = sidecars(tree, &mut problems);
        let drafts = self.parse(tree, &config, &theme);
        let linking = Linking { config: &config, theme: &theme, sidecars: &sidecars, options };
        let site = link(tree, &drafts, &linking);
        let mark = config.accessibility_mark.as_ref().map(AccessibilityMark::file);
        let sources = secrets::Sources { tree, site: &site, sidecars: &sidecars };
        let pictures = self.pictures.publish(sources, showing, mark);
        problems.extend(drafts.iter().flat_map(|draft| draft.problems.iter().cloned()));
        problems.extend(site.problems.iter().cloned());
        let type_case = type_case(tree);
        Linked { config, theme, sidecars, drafts, site, pictures, type_case, problems }
    }

    /// All pages and parts, parsed or remembered.
    fn parse(&mut self, tree: &ContentTree, config: &Config, theme: &Theme) -> Vec<Draft> {
        let dialects: BTreeMap<&Lang, Dialect> =
            config.languages.iter().map(|lang| (lang, dialect(theme, lang))).collect();
        let fallback = config.default_language().map(|lang| dialect(theme, lang)).unwrap_or_default();
        let sources: Vec<(&Source, &Dialect)> = tree
            .sources
            .iter()
            .filter(|source| {
                source.path.extension() == "md" && !matches!(source.decoded, Decoded::Refused(_))
            })
            .map(|source| (source, dialects.get(&parse::identify(&source.path).lang).unwrap_or(&fallback)))
            .collect();
        self.drafts.fill(&sources, draft_key, |(source, dialect)| parse::draft(source, dialect))
    }
}

/// What a draft depends on.
fn draft_key((source, dialect): &(&Source, &Dialect)) -> cache::Key {
    let mut key = cache::Hasher::default();
    key.add(&source.id.0.to_le_bytes()).add(source.path.as_str().as_bytes());
    key.add(format!("{:?}{dialect:?}", source.decoded).as_bytes()).add(source.text.as_bytes());
    key.finish()
}

/// The settings, and what was odd in them.
fn config(tree: &ContentTree, options: &Options) -> (Config, Vec<Problem>) {
    let source = tree.source_at(&TreePath::new("stepbook.toml"));
    let (mut config, problems) = source.map(Config::read).unwrap_or_default();
    if let Some(address) = &options.base_url {
        config.base_url = Some(format!("{}/", address.trim_end_matches('/')));
    }
    (config, problems)
}

fn dialect(theme: &Theme, lang: &Lang) -> Dialect {
    let speech = theme.steps(lang);
    Dialect {
        step: speech.word.clone(),
        optional: speech.optional.clone(),
        result: speech.result.clone(),
        series: speech.series.clone(),
    }
}

/// All sidecars by their path.
fn sidecars(tree: &ContentTree, problems: &mut Vec<Problem>) -> BTreeMap<TreePath, Arc<Sidecar>> {
    let sources: Vec<&Source> = tree
        .sources
        .iter()
        .filter(|source| source.path.as_str().starts_with("content/") && source.path.extension() == "toml")
        .collect();
    let read: Vec<(Sidecar, Vec<Problem>)> =
        sources.par_iter().map(|source| parse::sidecar(source)).collect();
    let mut sidecars = BTreeMap::new();
    for (source, (sidecar, found)) in sources.into_iter().zip(read) {
        sidecars.insert(source.path.clone(), Arc::new(sidecar));
        problems.extend(found);
    }
    sidecars
}

/// What linking takes beside the drafts.
struct Linking<'a> {
    config: &'a Config,
    theme: &'a Theme,
    sidecars: &'a BTreeMap<TreePath, Arc<Sidecar>>,
    options: &'a Options,
}

fn link(tree: &ContentTree, drafts: &[Draft], with: &Linking<'_>) -> Site {
    let wording = resolve::Wording::all(with.theme, with.config);
    let settings = resolve::Settings {
        config: with.config,
        wording: &wording,
        sidecars: with.sidecars,
        drafts: with.options.drafts,
    };
    resolve::site(drafts, tree, settings)
}

/// Files that pages offer for download, as they are.
fn downloads<'a>(site: &Site, tree: &'a ContentTree) -> Vec<(SitePath, &'a Asset)> {
    let copy = |(path, address): (&TreePath, &SitePath)| Some((address.clone(), tree.assets.get(path)?));
    site.downloads.iter().filter_map(copy).collect()
}

fn sizes(files: &[(SitePath, &Asset)]) -> BTreeMap<SitePath, u64> {
    files.iter().map(|(path, asset)| (path.clone(), asset.length())).collect()
}

fn counts(site: &Site, config: &Config) -> Counts {
    let default = config.default_language();
    let guides = site.pages.iter().filter(|page| page.kind == PageKind::Guide && Some(&page.lang) == default);
    Counts { guides: guides.count(), languages: config.languages.len() }
}
