//! The pipeline in one pure function.
//!
//! In: a content tree. Out: the finished site in memory and all findings. The
//! same tree gives the same bytes, with any number of threads. A [`Compiler`]
//! remembers the results of stages under fingerprints of their inputs. So the
//! next state of the site costs only the work for what changed. The output equals
//! a clean build's, also where results come from the [`Store`] of an earlier run.

mod cache;
mod compiler;
#[cfg(feature = "pdf")]
mod handouts;
#[cfg(not(feature = "pdf"))]
#[path = "compile/no_handouts.rs"]
mod handouts;
mod linked;
mod logo;
mod options;
mod pages;
mod picture_bytes;
mod pictures;
mod print_fonts;
#[cfg(feature = "pdf")]
mod prints;
mod secrets;
mod stages;
mod themed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use compiler::Compiler;
use handouts::SiteHandouts;
use linked::LinkedSite;
pub use options::{CompileOptions, HandoutMode};
use pages::PageSurroundings;
use pictures::PictureOutput;
use print_fonts::PrintFonts;
#[cfg(feature = "pdf")]
pub use prints::{HandoutRequest, MadeHandouts, WantedHandouts, print};
pub use stages::each_stage;
use themed::CompiledTheme;

use crate::config::Config;
use crate::diag::{Diagnostic, Problem};
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::{Draft, PageKind, Sidecar, Site, StepWords};
use crate::output::{NoStore, OutputTree, Store};
use crate::parse;
#[cfg(feature = "pdf")]
pub use crate::render::pdf::{Handout, Layout};
use crate::render::{html, search};
use crate::source::{Asset, ContentTree, Decoded, Source, Unread};
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};
use crate::{check, resolve};

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
    let mut compiler = Compiler { once: true, ..Compiler::default() };
    compiler.compile(tree, options)
}

/// Compiles a content tree once. Pictures and handouts that the store has are
/// taken from it, and new ones are put into it.
#[must_use]
pub fn compile_into(tree: &ContentTree, options: &CompileOptions, store: &dyn Store) -> Compiled {
    let mut compiler = Compiler { once: true, ..Compiler::default() };
    compiler.compile_with(tree, options, store)
}

impl Compiler {
    /// Compiles one state of the content tree into the site and its findings.
    #[must_use]
    pub fn compile(&mut self, tree: &ContentTree, options: &CompileOptions) -> Compiled {
        self.compile_with(tree, options, &NoStore)
    }

    /// Compiles one state of the content tree, with pictures and handouts from the
    /// store if it has them.
    fn compile_with(&mut self, tree: &ContentTree, options: &CompileOptions, store: &dyn Store) -> Compiled {
        let linked = self.link(tree, options, &PictureOutput { pages: None, store });
        let handouts = SiteHandouts::of(&linked, options, store);
        let LinkedSite { config, theme, site, pictures, .. } = &linked;
        let downloads = downloads(site, tree);
        let input = html::HtmlInput {
            site,
            config,
            theme,
            pictures: pictures.shown(),
            mark: pictures.mark(),
            logo: pictures.logo(),
            sizes: &sizes(&downloads),
            handouts: &handouts.links,
        };
        let around = PageSurroundings { tree, options, input, pictures };
        let files = if self.once { around.renderer().all() } else { self.pages.render(&around) };
        let mut problems = linked.problems.clone();
        problems.extend(handouts.problems.iter().cloned());
        problems.extend(files.iter().filter_map(|file| file.problem.clone()));
        let can_print = |c: char| linked.print_fonts.covers(c);
        let diagnostics = check::run(&check::Subject {
            today: options.today,
            ..linked.subject(tree, &problems, &can_print)
        });
        let mut output = OutputTree::default();
        output.extend(theme.assets().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        for (path, asset) in downloads {
            output.insert_copy(path, asset);
        }
        output.extend(pictures.files().iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
        let unread = pictures.unread().to_vec();
        let pictures = pictures.shown();
        output.extend(search::index(&search::SearchInput { site, config, theme, pictures }));
        output.extend(files.into_iter().map(|file| (file.path, file.bytes)));
        let promised = handouts.promised();
        handouts.put_into(&mut output);
        if output.paths().any(|path| path.as_str().split('/').any(|part| part.starts_with(['_', '.']))) {
            // GitHub Pages leaves such files out, unless this file says that no Jekyll is at work:
            // https://docs.github.com/pages (Static site generators).
            output.insert(SitePath::new(".nojekyll"), *b"");
        }
        let counts = counts(site, config);
        self.drafts.keep(linked.drafts);
        Compiled { output, diagnostics, promised, counts, unread }
    }

    /// Runs the stages that all media share: settings, theme, drafts, links and
    /// pictures.
    fn link(
        &mut self,
        tree: &ContentTree,
        options: &CompileOptions,
        showing: &PictureOutput<'_>,
    ) -> LinkedSite {
        let (config, mut problems) = config(tree, options);
        let themed = CompiledTheme::of(self.themed.take(), tree, &config);
        let theme = Arc::clone(&themed.theme);
        problems.extend(themed.problems.iter().cloned());
        self.themed = Some(themed);
        let sidecars = sidecars(tree, &mut problems);
        let drafts = self.parse(tree, &config, &theme);
        let linking = Linking { config: &config, theme: &theme, sidecars: &sidecars, options };
        let site = link(tree, &drafts, &linking);
        let sources = secrets::PictureSources { tree, site: &site, sidecars: &sidecars };
        let mut pictures = self.pictures.publish(sources, showing, &config);
        problems.extend(logo::publish(&config.look, tree, &mut pictures));
        problems.extend(drafts.iter().flat_map(|draft| draft.problems.iter().cloned()));
        problems.extend(site.problems.iter().cloned());
        let print_fonts = PrintFonts::for_tree(tree);
        LinkedSite { config, theme, sidecars, drafts, site, pictures, print_fonts, problems }
    }

    /// The drafts of all pages and parts, parsed now or remembered.
    fn parse(&mut self, tree: &ContentTree, config: &Config, theme: &Theme) -> Vec<Draft> {
        let words = |source: &Source| {
            let lang = parse::identify(&source.path).lang;
            let known = config.languages.iter().find(|known| **known == lang).or(config.default_language());
            &theme.words(known.unwrap_or(&lang)).of_steps
        };
        let sources: Vec<(&Source, &StepWords)> = tree
            .sources()
            .filter(|source| {
                source.path.extension() == "md" && !matches!(source.decoded, Decoded::Refused(_))
            })
            .map(|source| (source, words(source)))
            .collect();
        let mut drafts = self.drafts.fill(&sources, draft_key, |(source, words)| parse::draft(source, words));
        parse::in_default_language(&mut drafts, config.default_language());
        drafts
    }
}

/// The fingerprint of all inputs of a draft.
fn draft_key((source, words): &(&Source, &StepWords)) -> Fingerprint {
    let Source { id, path, text, decoded, .. } = source;
    Fingerprinter::default().add((id, path, text, decoded, words)).fingerprint()
}

/// The settings, and the problems found in them.
fn config(tree: &ContentTree, options: &CompileOptions) -> (Config, Vec<Problem>) {
    let source = tree.source_at(&TreePath::new("stepbook.toml"));
    let (mut config, problems) = source.map(Config::read).unwrap_or_default();
    if let Some(address) = &options.base_url {
        config.base_url = Some(format!("{}/", address.trim_end_matches('/')));
    }
    (config, problems)
}

/// All sidecars by their path.
fn sidecars(tree: &ContentTree, problems: &mut Vec<Problem>) -> BTreeMap<TreePath, Arc<Sidecar>> {
    let sources: Vec<&Source> = tree
        .sources()
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

/// The inputs of linking other than the drafts.
struct Linking<'a> {
    config: &'a Config,
    theme: &'a Theme,
    sidecars: &'a BTreeMap<TreePath, Arc<Sidecar>>,
    options: &'a CompileOptions,
}

fn link(tree: &ContentTree, drafts: &[Draft], with: &Linking<'_>) -> Site {
    let settings = resolve::ResolveSettings {
        config: with.config,
        theme: with.theme,
        sidecars: with.sidecars,
        drafts: with.options.drafts,
    };
    resolve::site(drafts, tree, settings)
}

/// Files that pages offer for download, copied without a change.
fn downloads<'a>(site: &Site, tree: &'a ContentTree) -> Vec<(SitePath, &'a Asset)> {
    let copy = |(path, address): (&TreePath, &SitePath)| Some((address.clone(), tree.assets().get(path)?));
    site.downloads.iter().filter_map(copy).collect()
}

fn sizes(files: &[(SitePath, &Asset)]) -> BTreeMap<SitePath, u64> {
    files.iter().map(|(path, asset)| (path.clone(), asset.length())).collect()
}

fn counts(site: &Site, config: &Config) -> SiteCounts {
    let default = config.default_language();
    let guides = site.pages.iter().filter(|page| page.kind == PageKind::Guide && Some(&page.lang) == default);
    SiteCounts { guides: guides.count(), languages: config.languages.len() }
}
