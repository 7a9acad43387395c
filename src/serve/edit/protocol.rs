//! What the editor's page sends, and what it gets: the types of its JSON.
//!
//! Lengths are pixels of the source picture, upright, before cropping. Acts count from 0.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::why::Why;
use crate::edit::{EditedMark, EditedRedaction, EntryAct, ListAct, SidecarAct};
use crate::model::{PinSide, Point, Rect, Shape};

/// The largest coordinate; no picture that is published has as many pixels on a side.
const LARGEST: i32 = 1_000_000;

/// A figure that is asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum FigureAsk {
    /// By the address of a page, such as `en/a.html`, and the number of one of its pictures.
    Picture { page: String, picture: u32 },
    /// By a place that a finding names: a sidecar, or a text and a byte in it.
    Place { text: String, at: usize },
}

/// A source picture that is asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceAsk {
    pub(super) picture: String,
}

/// Marks to be drawn without being written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DrawAsk {
    pub(super) picture: String,
    pub(super) marks: Vec<MarkJson>,
    pub(super) redactions: Vec<RedactionJson>,
    pub(super) crop: Option<[i32; 4]>,
}

/// Acts that are written together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActAsk {
    pub(super) edits: Vec<EditJson>,
}

/// Acts on one file, the next one on what the one before has made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EditJson {
    /// The id of a picture or a list.
    pub(super) target: String,
    /// The state of its file for which the acts were made.
    pub(super) version: u64,
    pub(super) acts: Vec<ActJson>,
}

/// Acts that are taken back, by the number that their answer gave.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UndoAsk {
    pub(super) undo: usize,
}

/// A gap between two blocks of a page: see [`crate::compile::PageGap`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceAsk {
    pub(super) page: String,
    pub(super) section: Option<String>,
    pub(super) at: usize,
    pub(super) of: usize,
}

/// Pictures that go into a gap.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddAsk {
    pub(super) page: String,
    pub(super) section: Option<String>,
    pub(super) at: usize,
    pub(super) of: usize,
    pub(super) pictures: Vec<AddedJson>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddedJson {
    /// The file in Base64 (RFC 4648, section 4).
    pub(super) data: String,
    /// The alternative text by language.
    pub(super) alts: BTreeMap<String, String>,
    /// The folder under `img/` that keeps the original of a picture that is made smaller.
    pub(super) keep: Option<String>,
}

/// A picture that takes the place of another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplaceAsk {
    pub(super) picture: String,
    pub(super) version: u64,
    pub(super) data: String,
    pub(super) keep: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ActJson {
    Mark(EntryJson<MarkJson>),
    Redaction(EntryJson<RedactionJson>),
    Crop(Option<[i32; 4]>),
    Item(ItemJson),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum EntryJson<T> {
    Add(T),
    Set(usize, T),
    Remove(usize),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ItemJson {
    Words(usize, String),
    Add(usize, String),
    Remove(usize),
    Move(usize, usize),
    Alt(usize, String),
}

/// A mark: its shape by name and numbers, its number, the side of its pin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkJson {
    pub(super) kind: String,
    pub(super) at: Vec<i32>,
    pub(super) n: Option<u32>,
    pub(super) side: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RedactionJson {
    pub(super) at: [i32; 4],
    pub(super) text: Option<String>,
}

/// Something that no mark can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoMark;

/// What the acts on one file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FileActs {
    Sidecar(Vec<SidecarAct>),
    List(Vec<ListAct>),
}

impl EditJson {
    /// The acts, which must all be of one kind.
    pub(super) fn acts(self) -> Result<FileActs, NoMark> {
        if self.acts.iter().any(|act| matches!(act, ActJson::Item(_))) {
            let item = |act| match act {
                ActJson::Item(item) => Ok(ListAct::from(item)),
                _ => Err(NoMark),
            };
            return self.acts.into_iter().map(item).collect::<Result<_, _>>().map(FileActs::List);
        }
        let act = |act| match act {
            ActJson::Mark(entry) => entry.act(EditedMark::try_from).map(SidecarAct::Mark),
            ActJson::Redaction(entry) => entry.act(EditedRedaction::try_from).map(SidecarAct::Redaction),
            ActJson::Crop(crop) => crop.map(area).transpose().map(SidecarAct::Crop),
            ActJson::Item(_) => Err(NoMark),
        };
        self.acts.into_iter().map(act).collect::<Result<_, _>>().map(FileActs::Sidecar)
    }
}

impl<T> EntryJson<T> {
    fn act<U>(self, entry: impl FnOnce(T) -> Result<U, NoMark>) -> Result<EntryAct<U>, NoMark> {
        Ok(match self {
            Self::Add(value) => EntryAct::Add(entry(value)?),
            Self::Set(at, value) => EntryAct::Set(at, entry(value)?),
            Self::Remove(at) => EntryAct::Remove(at),
        })
    }
}

impl From<ItemJson> for ListAct {
    fn from(item: ItemJson) -> Self {
        match item {
            ItemJson::Words(at, words) => Self::Words(at, words),
            ItemJson::Add(at, words) => Self::Add(at, words),
            ItemJson::Remove(at) => Self::Remove(at),
            ItemJson::Move(from, to) => Self::Move { from, to },
            ItemJson::Alt(picture, words) => Self::Alt(picture, words),
        }
    }
}

impl TryFrom<MarkJson> for EditedMark {
    type Error = NoMark;

    fn try_from(mark: MarkJson) -> Result<Self, NoMark> {
        let shape = match (mark.kind.as_str(), mark.at.as_slice()) {
            ("pin", &[x, y]) => Shape::Pin(point(x, y)?),
            ("arrow", &[x, y, to_x, to_y]) => Shape::Arrow { from: point(x, y)?, to: point(to_x, to_y)? },
            ("box", &[x, y, width, height]) => Shape::Box(area([x, y, width, height])?),
            ("ellipse", &[x, y, width, height]) => Shape::Ellipse(area([x, y, width, height])?),
            ("spot", &[x, y, width, height]) => Shape::Spot(area([x, y, width, height])?),
            _ => return Err(NoMark),
        };
        let named = |name: String| PinSide::NAMES.iter().find(|(known, _)| *known == name);
        let side = mark.side.map(|name| named(name).map(|(_, side)| *side).ok_or(NoMark)).transpose()?;
        Ok(Self { n: mark.n, shape, at: side })
    }
}

impl From<&EditedMark> for MarkJson {
    fn from(mark: &EditedMark) -> Self {
        let (kind, at) = match mark.shape {
            Shape::Box(area) => ("box", numbers(area).to_vec()),
            Shape::Ellipse(area) => ("ellipse", numbers(area).to_vec()),
            Shape::Spot(area) => ("spot", numbers(area).to_vec()),
            Shape::Arrow { from, to } => ("arrow", vec![from.x, from.y, to.x, to.y]),
            Shape::Pin(at) => ("pin", vec![at.x, at.y]),
        };
        let named = |side| PinSide::NAMES.iter().find(|(_, known)| *known == side);
        let side = mark.at.and_then(named).map(|(name, _)| (*name).to_owned());
        Self { kind: kind.to_owned(), at, n: mark.n, side }
    }
}

impl TryFrom<RedactionJson> for EditedRedaction {
    type Error = NoMark;

    fn try_from(redaction: RedactionJson) -> Result<Self, NoMark> {
        Ok(Self { area: area(redaction.at)?, text: redaction.text })
    }
}

impl From<&EditedRedaction> for RedactionJson {
    fn from(redaction: &EditedRedaction) -> Self {
        Self { at: numbers(redaction.area), text: redaction.text.clone() }
    }
}

/// The numbers of an area, as a sidecar has them.
pub(super) fn numbers(Rect { x, y, width, height }: Rect) -> [i32; 4] {
    [x, y, width, height]
}

fn point(x: i32, y: i32) -> Result<Point, NoMark> {
    let is_near = |value: i32| (-LARGEST..=LARGEST).contains(&value);
    if is_near(x) && is_near(y) { Ok(Point { x, y }) } else { Err(NoMark) }
}

/// An area of these numbers; it is at least one pixel wide and high.
pub(super) fn area([x, y, width, height]: [i32; 4]) -> Result<Rect, NoMark> {
    let (Point { x, y }, _) = (point(x, y)?, point(width, height)?);
    if width > 0 && height > 0 { Ok(Rect { x, y, width, height }) } else { Err(NoMark) }
}

/// A figure, as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct FigureJson {
    pub(super) title: String,
    pub(super) step: Option<String>,
    /// The address of the page, the number of the picture on it, and its id there.
    pub(super) page: String,
    pub(super) number: u32,
    pub(super) anchor: String,
    pub(super) pictures: Vec<PictureJson>,
    pub(super) list: Option<ListJson>,
    pub(super) others: Vec<ListJson>,
    /// What the author must know of acts that were answered already.
    pub(super) notices: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PictureJson {
    pub(super) id: String,
    pub(super) number: u32,
    pub(super) file: String,
    pub(super) sidecar: String,
    pub(super) size: Option<(u32, u32)>,
    pub(super) version: u64,
    pub(super) marks: Vec<MarkJson>,
    pub(super) redactions: Vec<RedactionJson>,
    pub(super) crop: Option<[i32; 4]>,
    pub(super) alt: String,
    /// The marks as pages show them, over the part that the crop leaves.
    pub(super) svg: String,
    /// Why the picture can't be edited here.
    pub(super) broken: Option<Why>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct ListJson {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) version: u64,
    pub(super) language: String,
    pub(super) first: u32,
    pub(super) items: Vec<String>,
}

/// A picture or a list as it is now.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum TargetJson {
    Picture(Box<PictureJson>),
    List(ListJson),
}

/// What was written.
#[derive(Debug, Serialize)]
pub(super) struct SavedJson {
    /// The number by which it is taken back; `None` if nothing changed.
    pub(super) undo: Option<usize>,
    pub(super) saved: Vec<SavedFile>,
    pub(super) targets: Vec<TargetJson>,
    /// Pictures that were put into the content.
    pub(super) added: Vec<AddedFile>,
}

#[derive(Debug, Serialize)]
pub(super) struct AddedFile {
    pub(super) file: String,
    pub(super) size: (u32, u32),
    /// The size before it was made smaller.
    pub(super) from: Option<(u32, u32)>,
}

/// The texts that a gap is in, that of the page first.
#[derive(Debug, Serialize)]
pub(super) struct PlaceJson {
    pub(super) texts: Vec<PlaceText>,
}

#[derive(Debug, Serialize)]
pub(super) struct PlaceText {
    pub(super) language: String,
    pub(super) title: String,
    pub(super) file: String,
}

#[derive(Debug, Serialize)]
pub(super) struct SavedFile {
    pub(super) file: String,
    /// How many lines differ.
    pub(super) lines: usize,
}

/// Why nothing was written.
#[derive(Debug, Serialize)]
pub(super) struct RefusedJson {
    #[serde(flatten)]
    pub(super) why: Why,
    /// What the system says.
    pub(super) said: String,
    pub(super) conflicts: Vec<ConflictJson>,
}

/// Why the picture of this number, counted from 0, was not taken.
#[derive(Debug, Serialize)]
pub(super) struct RefusedPicture {
    #[serde(flatten)]
    pub(super) why: Why,
    /// What is wrong with it and what to do, in English.
    pub(super) said: String,
    pub(super) picture: usize,
}

/// A file that another program changed where an act wants to.
#[derive(Debug, Serialize)]
pub(super) struct ConflictJson {
    pub(super) file: String,
    /// The text on the disk.
    pub(super) now: String,
    /// The text that the act would have made.
    pub(super) wanted: String,
}
