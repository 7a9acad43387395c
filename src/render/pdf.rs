//! Handouts: guides as PDF, without a browser.
//!
//! In: a linked site, its settings, the theme, the published pictures. Out:
//! bytes. The stages, in order:
//!
//! 1. `write` turns pages of the model into a `Manuscript` of atoms, blocks that
//!    are never broken.
//! 2. `layout::galley` lets the engine, Typst, set each atom once with the
//!    functions of the theme's `print/handout.typ`.
//! 3. `paginate` decides what stands on which page and how wide pictures are.
//! 4. `compose` puts the frames into their places, and sets what depends on
//!    pages: pictures, running heads, references that name a page.
//! 5. `export` writes PDF/UA-1 and PDF/A-2a.
//! 6. `graft` puts the published pictures into the file, byte for byte.
//!
//! The engine sees no disk, network or clock: the same input gives the same
//! bytes on any machine. This module decides what is in a handout; the theme
//! decides how it looks.

mod context;
mod engine;
mod fault;
mod figure_plan;
mod file;
mod layout;
mod record;
mod sheet;
mod text;
mod write;

use context::PrintContext;
pub(crate) use context::{HandoutJob, JobPages, PrintInput};
use engine::call::{self, Engine};
use engine::records::Records;
use engine::world;
pub(crate) use fault::PrintFault;
use file::{export, graft};
use layout::{compose, galley, pages};
pub use sheet::Layout;
use write::manuscript::Manuscript;

/// A finished handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// The bytes of the PDF file.
    pub bytes: Vec<u8>,
    /// Number of pages, as the printed page numbers count them.
    pub pages: u32,
}

/// Makes handouts of one state of a site.
pub(crate) struct Printer<'a> {
    context: PrintContext<'a>,
}

impl std::fmt::Debug for Printer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer").field("pages", &self.context.input.site.pages.len()).finish_non_exhaustive()
    }
}

impl<'a> Printer<'a> {
    /// Prepares what all handouts share: the index of the site, the languages and
    /// the theme's sources.
    #[must_use]
    pub(crate) fn new(input: PrintInput<'a>) -> Self {
        Self { context: PrintContext::new(input) }
    }

    /// Writes the text of a handout of these pages. The slow part, its layout, is done by
    /// [`PreparedHandout::print`].
    ///
    /// # Errors
    /// [`PrintFault::NoPage`] if a page that the job names does not exist.
    pub(crate) fn write(
        &'a self,
        job: &HandoutJob,
        pages: &JobPages,
    ) -> Result<PreparedHandout<'a>, PrintFault> {
        let context = &self.context;
        let manuscript = context.manuscript(job, pages).ok_or(PrintFault::NoPage)?;
        let records = Records::new(context, &manuscript);
        Ok(PreparedHandout { context, manuscript, records })
    }
}

/// A handout that is written but not laid out.
pub(crate) struct PreparedHandout<'a> {
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
    /// A hash of all that the handout is made of, except the program: it changes
    /// whenever the finished handout would.
    #[must_use]
    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        self.records.fingerprint(self.context, &self.manuscript)
    }

    /// Lays the handout out and exports it.
    ///
    /// # Errors
    /// [`PrintFault`] if the theme or the export fails.
    pub(crate) fn print(&self) -> Result<Handout, PrintFault> {
        // A panic of the engine fails this handout only, not all of them.
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

/// Starts loading, on other threads, what every handout needs from any site: the
/// fonts and the engine's library. A process that makes a single handout takes a
/// tenth less time.
pub(crate) fn warm_up() {
    rayon::spawn(crate::fonts::warm_up);
    rayon::spawn(world::warm_up);
}
