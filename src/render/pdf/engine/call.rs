//! The engine, Typst: functions of the print theme are called and what they
//! draw is laid out, one thing at a time.
//!
//! Not as one document, since pages are filled here: a document would be laid
//! out once to be measured and again to be printed.

use typst::comemo::{self, Track};
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::engine::{Engine as Pass, Route, Sink, Traced};
use typst::foundations::{Content, Context, Func, IntoValue, Module, StyleChain, StyledElem, Styles, Value};
use typst::introspection::{EmptyIntrospector, Introspector, Location, Locator};
use typst::layout::{Abs, Axes, Frame, Region, Size};
use typst::utils::Protected;
use typst::{World, WorldExt};

use super::lean::lightened;
use super::scrub::scrubbed;
use super::world::PrintWorld;
use crate::render::pdf::fault::PrintFault;

/// The engine, with the theme open before it.
pub(crate) struct Engine<'a> {
    world: &'a PrintWorld<'a>,
    theme: Module,
    /// What all that is drawn has.
    styles: Styles,
    /// Whether frames are to keep little: there are very many.
    pub(crate) lean: bool,
}

impl<'a> Engine<'a> {
    /// # Errors
    /// [`PrintFault::Theme`] if the theme is broken.
    pub(crate) fn new(world: &'a PrintWorld<'a>) -> Result<Self, PrintFault> {
        let main = world.source(world.main()).map_err(|error| PrintFault::Export(error.to_string()))?;
        let theme = pass(world, |pass| {
            let (world, library, traced) = (pass.world, pass.library, pass.traced);
            let sink = typst::comemo::TrackedMut::reborrow_mut(&mut pass.sink);
            typst_eval::eval(world, library, traced, sink, pass.route.track(), &main)
        })?;
        let mut engine = Self { world, theme, styles: Styles::new(), lean: false };
        let style = engine.function("style")?;
        let nothing = Content::empty().into_value();
        let styled = pass(world, |pass| apply(pass, &style, &[&nothing]))?.display();
        engine.styles =
            styled.to_packed::<StyledElem>().map(|styled| styled.styles.clone()).unwrap_or_default();
        Ok(engine)
    }

    /// The number that a function of the theme gives.
    pub(crate) fn number(&self, name: &str, arguments: &[&Value]) -> Result<f64, PrintFault> {
        let function = self.function(name)?;
        let value = pass(self.world, |pass| apply(pass, &function, arguments))?;
        value.cast().map_err(|_| wrong(format!("`{name}` gives no number")))
    }

    /// Lays out what a function of the theme draws, so wide (points).
    ///
    /// `key` tells it from all else in the document: elements of two frames of
    /// one key would pass for the same.
    pub(crate) fn lay(
        &self,
        name: &str,
        arguments: &[&Value],
        (width, key): (f64, u128),
    ) -> Result<Frame, PrintFault> {
        let room = Region::new(Size::new(Abs::pt(width), Abs::inf()), Axes::new(true, false));
        self.lay_in(name, arguments, (room, key))
    }

    /// What stands beside an item, as wide as it is.
    pub(crate) fn label(&self, item: &Value) -> Result<Frame, PrintFault> {
        let room = Region::new(Size::splat(Abs::inf()), Axes::splat(false));
        // Nothing in it is an element by itself, so it may be shared.
        self.lay_in("label", &[item], (room, 0))
    }

    fn lay_in(
        &self,
        name: &str,
        arguments: &[&Value],
        (room, key): (Region, u128),
    ) -> Result<Frame, PrintFault> {
        let function = self.function(name)?;
        pass(self.world, |pass| {
            let content = match apply(pass, &function, arguments)? {
                Value::None => return Ok(Frame::default()),
                value => value.display(),
            };
            let place = Locator::synthesize(Location::new(key));
            let styles = StyleChain::new(&pass.library.styles);
            typst_layout::layout_frame(pass, &content, place, styles.chain(&self.styles), room)
        })
        .map(scrubbed)
        .map(|frame| if self.lean { lightened(frame) } else { frame })
    }

    fn function(&self, name: &str) -> Result<Func, PrintFault> {
        let value = self.theme.scope().get(name).map(|binding| binding.read().clone());
        let function = value.and_then(|value| value.cast().ok());
        function.ok_or_else(|| wrong(format!("there is no function `{name}`")))
    }

    /// What the engine reports of other work with this document.
    pub(crate) fn fault(&self, errors: &[SourceDiagnostic]) -> PrintFault {
        fault(self.world, errors)
    }
}

/// The theme is not as its contract has it.
fn wrong(message: String) -> PrintFault {
    PrintFault::Theme { file: super::world::MAIN.to_owned(), line: 1, message }
}

fn apply(pass: &mut Pass<'_>, function: &Func, arguments: &[&Value]) -> SourceResult<Value> {
    function.call(pass, Context::none().track(), arguments.iter().copied().cloned())
}

/// One piece of work of the engine. What it puts off to the end of a document
/// is an error now.
fn pass<T>(
    world: &PrintWorld<'_>,
    work: impl FnOnce(&mut Pass<'_>) -> SourceResult<T>,
) -> Result<T, PrintFault> {
    let tracked: &dyn World = world;
    let nothing: &dyn Introspector = &EmptyIntrospector;
    let traced = Traced::default();
    let mut sink = Sink::new();
    let done = work(&mut Pass {
        world: tracked.track(),
        library: tracked.library(),
        introspector: Protected::new(nothing.track()),
        traced: traced.track(),
        sink: sink.track_mut(),
        route: Route::default(),
    });
    let late = sink.delayed();
    match done {
        Ok(value) if late.is_empty() => Ok(value),
        Ok(_) => Err(fault(world, &late)),
        Err(errors) => Err(fault(world, &errors)),
    }
}

/// The first error, at its place in the theme.
fn fault(world: &PrintWorld<'_>, errors: &[SourceDiagnostic]) -> PrintFault {
    let Some(error) = errors.first() else { return PrintFault::Export(String::new()) };
    let message = error.message.to_string();
    let place = error.span.id().and_then(|id| {
        let source = world.source(id).ok()?;
        let range = world.range(error.span)?;
        let line = source.lines().byte_to_line(range.start)? + 1;
        Some((id.get().vpath().get_without_slash().to_owned(), line))
    });
    match place {
        Some((file, line)) => PrintFault::Theme { file, line, message },
        None => PrintFault::Export(message),
    }
}

/// Results of earlier handouts are forgotten unless one of the last so many
/// used them: enough for what all handouts share, and memory stays flat.
const REMEMBERED: usize = 1;

/// Forgets what the last handouts did not use. Before a handout, since what
/// the last one of a process leaves need not be tidied up.
pub(crate) fn forget() {
    comemo::evict(REMEMBERED);
}

/// Forgets everything, within a long handout: what the engine remembers is
/// more than what comes of it.
pub(crate) fn forget_all() {
    comemo::evict(0);
}
