//! Calls of the engine, Typst: a function of the print theme is called, and what
//! it draws is laid out as a frame, one atom at a time.
//!
//! The engine never lays out a whole document, because stepbook fills the pages
//! itself: a document would be laid out once to be measured and again to be
//! printed.

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

/// The engine with the theme loaded.
pub(crate) struct Engine<'a> {
    world: &'a PrintWorld<'a>,
    theme: Module,
    /// Styles of everything that is drawn.
    styles: Styles,
    /// Whether frames drop what the export does not need, to save memory in a
    /// long document.
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

    /// The number that a function of the theme returns.
    pub(crate) fn number(&self, name: &str, arguments: &[&Value]) -> Result<f64, PrintFault> {
        let function = self.function(name)?;
        let value = pass(self.world, |pass| apply(pass, &function, arguments))?;
        value.cast().map_err(|_| wrong(format!("`{name}` gives no number")))
    }

    /// Lays out what a function of the theme draws, at a width in points.
    ///
    /// `key` must be unique in the document: elements of two frames with the same
    /// key would be taken for the same elements.
    pub(crate) fn lay(
        &self,
        name: &str,
        arguments: &[&Value],
        (width, key): (f64, u128),
    ) -> Result<Frame, PrintFault> {
        let room = Region::new(Size::new(Abs::pt(width), Abs::inf()), Axes::new(true, false));
        self.lay_in(name, arguments, (room, key))
    }

    /// What stands before the words of an item, such as its number, at its own
    /// width.
    pub(crate) fn label(&self, item: &Value) -> Result<Frame, PrintFault> {
        let room = Region::new(Size::splat(Abs::inf()), Axes::splat(false));
        // A label holds no elements of its own, so labels may share a key.
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

    /// The fault for errors that the engine reports outside of this module.
    pub(crate) fn fault(&self, errors: &[SourceDiagnostic]) -> PrintFault {
        fault(self.world, errors)
    }
}

/// The fault of a theme that does not keep its contract.
fn wrong(message: String) -> PrintFault {
    PrintFault::Theme { file: super::world::MAIN.to_owned(), line: 1, message }
}

fn apply(pass: &mut Pass<'_>, function: &Func, arguments: &[&Value]) -> SourceResult<Value> {
    function.call(pass, Context::none().track(), arguments.iter().copied().cloned())
}

/// Does one piece of work with the engine. Errors that the engine would delay to
/// the end of a document are returned now.
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

/// The fault for the first error, with its place in the theme.
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

/// The engine forgets its results unless one of this many last handouts used
/// them. One is enough for what all handouts share, and keeps memory constant.
const REMEMBERED: usize = 1;

/// Makes the engine forget what the last handouts did not use. It is called
/// before a handout, not after, since a process may end without cleaning up.
pub(crate) fn forget() {
    comemo::evict(REMEMBERED);
}

/// Makes the engine forget everything, within a long handout: its memory of a
/// batch is larger than the frames themselves.
pub(crate) fn forget_all() {
    comemo::evict(0);
}
