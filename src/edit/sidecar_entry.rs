//! The entries of a sidecar as keys and values.
//!
//! In: a mark or a redaction. Out: its *slots*: what may stand in such an entry, in
//! the order in which a new one is written, and what does.

use super::sidecar_layout::{EntryPlaces, SidecarLayout};
use crate::model::{Mark, PinSide, Rect, Redaction, Shape, Sidecar};
use crate::source::{SourceId, Span};

/// A mark, without its place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditedMark {
    pub(crate) n: Option<u32>,
    pub(crate) shape: Shape,
    pub(crate) at: Option<PinSide>,
}

/// A redaction, without its place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditedRedaction {
    pub(crate) area: Rect,
    pub(crate) text: Option<String>,
}

/// A key and its value; `None` where the entry has none.
pub(super) type Slot = Option<(&'static str, FieldValue)>;

/// The value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldValue {
    Number(i64),
    Numbers(Vec<i32>),
    Text(String),
}

impl FieldValue {
    pub(super) fn toml(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Numbers(numbers) => {
                format!("[{}]", numbers.iter().map(i32::to_string).collect::<Vec<_>>().join(", "))
            }
            Self::Text(text) => one_line(text),
        }
    }
}

/// A text as TOML, in one line: the library writes line ends as they are, and always as LF.
fn one_line(text: &str) -> String {
    if !text.contains(char::is_control) {
        return toml::Value::from(text).to_string();
    }
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// What an entry of a sidecar is, for the one way in which all are written.
pub(super) trait SidecarEntry: Sized {
    /// The key of the entries.
    const KEY: &'static str;

    /// The entry's slots: the same number of them, in the same order, for each entry.
    fn slots(&self) -> Vec<Slot>;

    /// The entries of a sidecar.
    fn all(sidecar: &Sidecar) -> Vec<Self>;

    /// The places of these entries.
    fn places<'l>(layout: &'l SidecarLayout<'_>) -> &'l EntryPlaces;
}

impl SidecarEntry for EditedMark {
    const KEY: &'static str = "mark";

    fn slots(&self) -> Vec<Slot> {
        let side = |at: PinSide| PinSide::NAMES.iter().find(|(_, side)| *side == at).map(|(name, _)| *name);
        vec![
            self.n.map(|n| ("n", FieldValue::Number(n.into()))),
            Some(shape(&self.shape)),
            // Without a number there is no pin that could stand at a side.
            self.at
                .filter(|_| self.n.is_some())
                .and_then(side)
                .map(|name| ("at", FieldValue::Text(name.to_owned()))),
        ]
    }

    fn all(sidecar: &Sidecar) -> Vec<Self> {
        sidecar.marks.iter().map(Mark::edited).collect()
    }

    fn places<'l>(layout: &'l SidecarLayout<'_>) -> &'l EntryPlaces {
        &layout.marks
    }
}

impl SidecarEntry for EditedRedaction {
    const KEY: &'static str = "redact";

    fn slots(&self) -> Vec<Slot> {
        let text = self.text.clone().map(|text| ("text", FieldValue::Text(text)));
        vec![Some(("box", rect(self.area))), text]
    }

    fn all(sidecar: &Sidecar) -> Vec<Self> {
        sidecar.redactions.iter().map(Redaction::edited).collect()
    }

    fn places<'l>(layout: &'l SidecarLayout<'_>) -> &'l EntryPlaces {
        &layout.redactions
    }
}

impl Mark {
    /// The mark without its place.
    pub(crate) const fn edited(&self) -> EditedMark {
        EditedMark { n: self.n, shape: self.shape, at: self.at }
    }
}

impl Redaction {
    /// The redaction without its place.
    pub(crate) fn edited(&self) -> EditedRedaction {
        EditedRedaction { area: self.area, text: self.text.clone() }
    }
}

/// A sidecar that no file has, for drawing these marks.
pub(crate) fn edited_sidecar(
    marks: &[EditedMark],
    redactions: &[EditedRedaction],
    crop: Option<Rect>,
) -> Sidecar {
    let span = || Span { source: SourceId(0), bytes: 0..0 };
    let mark = |mark: &EditedMark| Mark { span: span(), n: mark.n, shape: mark.shape, at: mark.at };
    let redaction =
        |one: &EditedRedaction| Redaction { span: span(), area: one.area, text: one.text.clone() };
    Sidecar {
        marks: marks.iter().map(mark).collect(),
        redactions: redactions.iter().map(redaction).collect(),
        crop: crop.map(|crop| (crop, span())),
        ..Sidecar::empty(SourceId(0))
    }
}

pub(super) fn rect(Rect { x, y, width, height }: Rect) -> FieldValue {
    FieldValue::Numbers(vec![x, y, width, height])
}

fn shape(shape: &Shape) -> (&'static str, FieldValue) {
    match *shape {
        Shape::Box(area) => ("box", rect(area)),
        Shape::Ellipse(area) => ("ellipse", rect(area)),
        Shape::Spot(area) => ("spot", rect(area)),
        Shape::Arrow { from, to } => ("arrow", FieldValue::Numbers(vec![from.x, from.y, to.x, to.y])),
        Shape::Pin(at) => ("pin", FieldValue::Numbers(vec![at.x, at.y])),
    }
}
