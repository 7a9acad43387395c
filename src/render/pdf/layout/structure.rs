//! The structure tree: tags in frames say where an element begins and ends.
//!
//! Items are set one by one, so that each can stand on any page. In the structure
//! tree, the items of a page are one list (`L`, `LI`, `Lbl`, `LBody`: ISO 32000-1,
//! 14.8.4.3.3).

use typst::foundations::{Content, NativeElement};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Frame, FrameItem, Point};
use typst::model::{EnumElem, ListElem};
use typst::pdf::PdfMarkerTag;
use typst::utils::hash128;

/// A part of a list in the structure tree.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ItemPart {
    /// The whole list; `true` if it is numbered.
    List(bool),
    Label,
    Body,
}

impl ItemPart {
    fn element(self) -> Content {
        match self {
            Self::List(true) => EnumElem::new(Vec::new()).pack(),
            Self::List(false) => ListElem::new(Vec::new()).pack(),
            Self::Label => PdfMarkerTag::ListItemLabel(Content::empty()),
            Self::Body => PdfMarkerTag::ListItemBody(Content::empty()),
        }
    }
}

/// The tag around a frame that is a part of a list.
pub(crate) struct ItemTag {
    pub(crate) part: ItemPart,
    /// Unique in the document.
    pub(crate) key: u128,
}

impl ItemTag {
    /// Adds a tagged frame to another frame, at `at`.
    pub(crate) fn push(self, into: &mut Frame, at: Point, frame: Frame) {
        let place = Location::new(hash128(&("structure", self.key)));
        let flags = TagFlags { introspectable: false, tagged: true };
        let mut element = self.part.element();
        element.set_location(place);
        into.push(at, FrameItem::Tag(Tag::Start(element, flags)));
        into.push_frame(at, frame);
        into.push(at, FrameItem::Tag(Tag::End(place, self.key, flags)));
    }
}
