//! Lean frames for long documents, without what the export does not read.

use std::collections::HashSet;
use std::sync::Arc;

use typst::foundations::{Content, ContextElem, Packed, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::resolve::CellGrid;
use typst::layout::{Frame, FrameItem, GridCell, GridElem, LayoutElem, PlaceElem};
use typst::model::{EnumElem, HeadingElem, LinkElem, LinkMarker, ParElem, StrongElem};
use typst::pdf::ArtifactElem;
use typst::text::TextElem;

/// Removes from a frame what the export does not read: the tags of some elements
/// and the content of others. A long document has tens of thousands of elements.
pub(crate) fn lightened(mut frame: Frame) -> Frame {
    let mut dropped = HashSet::new();
    lighten(&mut frame, &mut dropped);
    frame
}

/// Lightens a frame in one pass: the start tag of an element comes before its
/// end tag, so `dropped` already knows which end tags to remove.
fn lighten(frame: &mut Frame, dropped: &mut HashSet<Location>) {
    frame.retain(|item| match item {
        FrameItem::Group(group) => {
            lighten(&mut group.frame, dropped);
            true
        }
        FrameItem::Tag(Tag::Start(element, _)) if says_nothing(element) => {
            dropped.extend(element.location());
            false
        }
        FrameItem::Tag(Tag::Start(element, _)) => {
            empty(element);
            true
        }
        FrameItem::Tag(Tag::End(place, ..)) => !dropped.contains(place),
        _ => true,
    });
}

/// Whether the export does not read elements of this kind.
fn says_nothing(element: &Content) -> bool {
    let floats = |place: &Packed<PlaceElem>| place.float.get(StyleChain::default());
    element.is::<LayoutElem>()
        || element.is::<ContextElem>()
        || element.is::<LinkElem>()
        || element.to_packed::<PlaceElem>().is_some_and(|place| !floats(place))
}

/// Removes the content of an element where the export does not read it.
fn empty(element: &mut Content) {
    if let Some(par) = element.to_packed_mut::<ParElem>() {
        par.body = Content::empty();
    } else if let Some(strong) = element.to_packed_mut::<StrongElem>() {
        strong.body = Content::empty();
    } else if let Some(heading) = element.to_packed_mut::<HeadingElem>() {
        heading.body = TextElem::packed(heading.body.plain_text());
    } else if let Some(list) = element.to_packed_mut::<EnumElem>() {
        list.children.clear();
    } else if let Some(link) = element.to_packed_mut::<LinkMarker>() {
        link.body = Content::empty();
    } else if let Some(artifact) = element.to_packed_mut::<ArtifactElem>() {
        artifact.body = Content::empty();
    } else if let Some(cell) = element.to_packed_mut::<GridCell>() {
        cell.body = Content::empty();
    } else if let Some(grid) = element.to_packed_mut::<GridElem>() {
        grid.children.clear();
        grid.grid = grid.grid.as_ref().map(|cells| Arc::new(tracks(cells)));
    }
}

/// The columns and rows of a grid, without its cells.
fn tracks(grid: &CellGrid) -> CellGrid {
    CellGrid {
        entries: Vec::new(),
        cols: grid.cols.clone(),
        rows: grid.rows.clone(),
        vlines: Vec::new(),
        hlines: Vec::new(),
        headers: Vec::new(),
        footer: None,
        has_gutter: grid.has_gutter,
    }
}
