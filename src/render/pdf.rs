//! Handouts: guides as PDF, without a browser.
//!
//! In: a linked site, its settings, the theme, the published pictures. Out:
//! bytes. One way again: a page of the model becomes a `Manuscript` of atoms
//! (blocks that are never broken); the engine, Typst, sets each of them once
//! with the functions of the theme's `print/handout.typ` (`layout::galley`);
//! `paginate` decides what stands on which page and how wide pictures are;
//! `compose` puts what was set into its place, and sets what waited for pages:
//! pictures, running heads, references that say a page; `export` writes
//! PDF/UA-1 and PDF/A-2a; `graft` puts the pictures in as they are.
//!
//! The engine sees no disk, network or clock: the same input gives the same
//! bytes on any machine. What is in a handout and how it is called is decided
//! here, how it looks in the theme.

mod context;
mod engine;
mod fault;
mod file;
mod layout;
mod record;
mod sheet;
mod text;
mod write;

use context::PrintContext;
pub use context::{HandoutJob, PrintInput};
use engine::call::{self, Engine};
use engine::records::Records;
use engine::world;
pub use fault::PrintFault;
use file::{export, graft};
use layout::{compose, galley, pages};
pub use sheet::Layout;
use write::manuscript::Manuscript;

/// A finished handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pages, as their numbers count them.
    pub pages: u32,
}

/// Makes handouts of one state of a site.
pub struct Printer<'a> {
    context: PrintContext<'a>,
}

impl std::fmt::Debug for Printer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer").field("pages", &self.context.input.site.pages.len()).finish_non_exhaustive()
    }
}

impl<'a> Printer<'a> {
    /// Looks up once what all handouts share.
    #[must_use]
    pub fn new(input: PrintInput<'a>) -> Self {
        Self { context: PrintContext::new(input) }
    }

    /// Writes what a handout says; laying it out is the costly part and comes
    /// with [`PreparedHandout::print`].
    ///
    /// # Errors
    /// [`PrintFault::NoPage`] if there is no such guide.
    pub fn write(&'a self, job: &HandoutJob) -> Result<PreparedHandout<'a>, PrintFault> {
        let context = &self.context;
        let manuscript = context.manuscript(job).ok_or(PrintFault::NoPage)?;
        let records = Records::new(context, &manuscript);
        Ok(PreparedHandout { context, manuscript, records })
    }
}

/// A handout that is written but not laid out.
pub struct PreparedHandout<'a> {
    context: &'a PrintContext<'a>,
    manuscript: Manuscript<'a>,
    records: Records,
}

impl std::fmt::Debug for PreparedHandout<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PreparedHandout").field("title", &self.manuscript.title).finish_non_exhaustive()
    }
}

impl PreparedHandout<'_> {
    /// Changes when the finished handout would, as long as the program is the
    /// same: a hash of all that it is made of.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.records.fingerprint(self.context, &self.manuscript)
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
        call::forget();
        let Self { context, manuscript, records } = self;
        let world =
            records.world(context).ok_or_else(|| PrintFault::Export("there is no print theme".to_owned()))?;
        let mut engine = Engine::new(&world)?;
        engine.lean = records.is_long();
        let galley = galley::set(&engine, manuscript, records)?;
        let plan = pages::plan(manuscript, &galley);
        let composer = compose::Composer {
            context,
            engine: &engine,
            manuscript,
            sheet: &manuscript.sheet,
            records,
            galley,
            plan: &plan,
        };
        let sheets = composer.sheets()?;
        if engine.lean {
            call::forget_all();
        }
        let file = export::export(&engine, manuscript, sheets).map_err(|(fault, sheet)| {
            let first = plan.sheets.get(sheet).into_iter().flatten().find_map(|cell| cell.flows.first());
            fault.at(first.and_then(|flow| manuscript.place(flow.at())))
        })?;
        Ok(Handout { bytes: graft::finish(&file, &records.pictures)?, pages: plan.pages })
    }
}

/// Begins with what every handout needs and no site decides, on other threads:
/// a process that makes a single one is done a tenth sooner.
pub fn warm_up() {
    rayon::spawn(crate::fonts::warm_up);
    rayon::spawn(world::warm_up);
}
