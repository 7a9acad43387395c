//! Handouts: guides as PDF, without a browser.
//!
//! In: a linked site, its settings, the theme, the published pictures. Out:
//! bytes. One way again: a page of the model becomes a `Manuscript` of atoms
//! (blocks that are never broken); the engine, Typst, sets each of them once
//! with the functions of the theme's `print/handout.typ` (`galley`); `fill`
//! decides what stands on which page and how wide pictures are; `makeup` puts
//! what was set into its place, and sets what waited for pages: pictures,
//! running heads, references that say a page; `export` writes PDF/UA-1 and
//! PDF/A-2a; `picture` puts the pictures in as they are.
//!
//! The engine sees no disk, network or clock: the same input gives the same
//! bytes on any machine. What is in a handout and how it is called is decided
//! here, how it looks in the theme.

mod block;
mod breaks;
mod ends;
mod engine;
mod export;
mod figure;
mod fill;
mod fold;
mod fonts;
mod galley;
mod inline;
mod lean;
mod long;
mod makeup;
mod manuscript;
mod matter;
mod notes;
mod object;
mod packed;
mod pages;
mod pair;
mod picture;
mod pieces;
mod qr;
mod scrub;
mod shallow;
mod sheet;
mod structure;
mod title;
mod unbroken;
mod view;
mod world;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use fonts::{Fonts, covered_by, covers};
pub use sheet::Layout;

use super::html::PublishedPicture;
use super::library::SiteIndex;
use super::tongue::{Tongue, Tongues};
use crate::config::Config;
use crate::lang::Lang;
use crate::model::Site;
use crate::source::Span;
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

/// What handouts are made of.
#[derive(Debug, Clone, Copy)]
pub struct PrintInput<'a> {
    /// The pages.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// Words, and how things look.
    pub theme: &'a Theme,
    /// The published pictures by their file.
    pub pictures: &'a BTreeMap<TreePath, PublishedPicture>,
    /// The bytes of published pictures.
    pub files: &'a BTreeMap<SitePath, Arc<[u8]>>,
    /// What characters are set in.
    pub fonts: &'a Fonts,
}

/// A handout to make.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandoutJob {
    /// The guides, in order: one, or those of a booklet.
    pub guides: Vec<SitePath>,
    /// How they are laid out.
    pub layout: Layout,
    /// For [`Layout::Bilingual`]: the language that stands beside theirs.
    pub beside: Option<Lang>,
    /// For a booklet: the page of the collection.
    pub cover: Option<SitePath>,
}

/// A finished handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pages, as their numbers count them.
    pub pages: u32,
}

/// Why there is no handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintFault {
    /// There is no such page.
    NoPage,
    /// The print theme failed.
    Theme {
        /// Which of its files, such as `print/blocks.typ`.
        file: String,
        /// From 1.
        line: usize,
        /// The engine's words.
        message: String,
    },
    /// The engine would not export it.
    Export(String),
    /// One of these, and the heading that it comes after.
    Placed(Span, Box<Self>),
}

impl PrintFault {
    /// The fault at a place, unless it has one.
    fn at(self, place: Option<&Span>) -> Self {
        match (self, place) {
            (placed @ Self::Placed(..), _) => placed,
            (fault, Some(place)) => Self::Placed(place.clone(), Box::new(fault)),
            (fault, None) => fault,
        }
    }
}

/// Makes handouts of one state of a site.
pub struct Printer<'a> {
    input: PrintInput<'a>,
    library: SiteIndex<'a>,
    tongues: Tongues<'a>,
    sources: world::ThemeSources,
}

impl std::fmt::Debug for Printer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer").field("pages", &self.input.site.pages.len()).finish_non_exhaustive()
    }
}

impl<'a> Printer<'a> {
    /// Looks up once what all handouts share.
    #[must_use]
    pub fn new(input: PrintInput<'a>) -> Self {
        let PrintInput { site, config, theme, .. } = input;
        Self {
            input,
            library: SiteIndex::new(site),
            tongues: Tongues::new(site, config, theme),
            sources: world::ThemeSources::new(theme.print()),
        }
    }

    /// Writes what a handout says; laying it out is the costly part and comes
    /// with [`PreparedHandout::print`].
    ///
    /// # Errors
    /// [`PrintFault::NoPage`] if there is no such guide.
    pub fn write(&'a self, job: &HandoutJob) -> Result<PreparedHandout<'a>, PrintFault> {
        let manuscript = self.manuscript(job).ok_or(PrintFault::NoPage)?;
        let matter = matter::Records::new(self, &manuscript);
        Ok(PreparedHandout { printer: self, manuscript, matter })
    }

    fn tongue(&self, lang: &Lang) -> &Tongue<'a> {
        self.tongues.of(lang)
    }
}

/// A handout that is written but not laid out.
pub struct PreparedHandout<'a> {
    printer: &'a Printer<'a>,
    manuscript: manuscript::Manuscript<'a>,
    matter: matter::Records,
}

impl std::fmt::Debug for PreparedHandout<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proof").field("title", &self.manuscript.title).finish_non_exhaustive()
    }
}

impl PreparedHandout<'_> {
    /// Changes when the finished handout would, as long as the program is the
    /// same: a hash of all that it is made of.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.matter.fingerprint(self.printer, &self.manuscript)
    }

    /// Lays it out and exports it.
    ///
    /// # Errors
    /// [`PrintFault`] if the theme or the export fails.
    pub fn print(&self) -> Result<Handout, PrintFault> {
        // A fault of the engine costs this handout, not all.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.set()));
        done.unwrap_or_else(|_| {
            Err(PrintFault::Export("the engine stopped, which is a fault of its own".to_owned()))
        })
    }

    fn set(&self) -> Result<Handout, PrintFault> {
        export::forget();
        let Self { printer, manuscript, matter } = self;
        let sight =
            matter.sight(printer).ok_or_else(|| PrintFault::Export("there is no print theme".to_owned()))?;
        let mut engine = engine::Engine::new(&sight)?;
        engine.lean = matter.is_long();
        let galley = galley::set(&engine, manuscript, matter)?;
        let plan = pages::plan(manuscript, &galley);
        let make_up = makeup::Composer {
            printer,
            engine: &engine,
            manuscript,
            sheet: &manuscript.sheet,
            matter,
            galley,
            plan: &plan,
        };
        let sheets = make_up.sheets()?;
        if engine.lean {
            export::forget_all();
        }
        let file = export::export(&engine, manuscript, sheets).map_err(|(fault, sheet)| {
            let first = plan.sheets.get(sheet).into_iter().flatten().find_map(|cell| cell.flows.first());
            fault.at(first.and_then(|flow| manuscript.place(flow.at())))
        })?;
        Ok(Handout { bytes: picture::finish(&file, &matter.pictures)?, pages: plan.pages })
    }
}

/// Begins with what every handout needs and no site decides, on other threads:
/// a process that makes a single one is done a tenth sooner.
pub fn warm_up() {
    rayon::spawn(fonts::warm_up);
    rayon::spawn(world::warm_up);
}

/// What a reference to a place of a page is called in a document.
fn key(page: &SitePath, id: Option<&str>) -> String {
    [page.as_str(), "#", id.unwrap_or_default()].concat()
}
