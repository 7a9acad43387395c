//! What pages know of a published picture.

use std::fmt::Write as _;

use super::image::PublishedFile;
use super::overlay;
use super::overlay::{Overlay, OverlayNames, write_svg};
use crate::model::Sidecar;
use crate::url::SitePath;

/// The logo of a site, as pages and handouts show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PublishedLogo {
    /// The address where the logo is published.
    pub path: SitePath,
    /// Width in pixels; with the height it says the proportion.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl PublishedLogo {
    pub(crate) fn of(picture: &PublishedPicture) -> Self {
        Self { path: picture.path.clone(), width: picture.width, height: picture.height }
    }
}

/// A published picture, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PublishedPicture {
    /// The address where the picture is published.
    pub path: SitePath,
    /// Width in pixels, after cropping.
    pub width: u32,
    /// Height in pixels, after cropping.
    pub height: u32,
    /// What is drawn over the picture.
    pub overlay: Overlay,
    svg: Vec<SvgPiece>,
}

impl PublishedPicture {
    /// Whether the picture is so small that it is a sign among words, such as the icon of a button.
    /// Every other one keeps its size in a line of text, so that it can be read.
    pub(crate) const fn is_icon(&self) -> bool {
        self.height <= 64 || (self.height <= 128 && self.width <= 128)
    }
}

/// A stretch of the overlay's SVG and the number that follows it. The SVG on
/// two pages differs only in these numbers, so the rest is written once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct SvgPiece {
    text: String,
    then: SvgNumber,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum SvgNumber {
    Figure,
    ItemsOf,
    Nothing,
}

/// Numbers that no page has; each marks a place for a number that differs from
/// page to page.
const FIGURE: u32 = 4_000_000_001;
const ITEMS_OF: u32 = 4_000_000_002;

impl PublishedPicture {
    /// A picture as pages show it, with its sidecar's marks.
    #[must_use]
    pub(crate) fn new(picture: &PublishedFile, sidecar: Option<&Sidecar>) -> Self {
        let bare =
            || Overlay { size: (picture.width, picture.height), stand_ins: Vec::new(), marks: Vec::new() };
        let overlay = sidecar.map_or_else(bare, |sidecar| overlay::of(picture, sidecar));
        let (width, height) = (picture.width, picture.height);
        Self { path: picture.path(), width, height, svg: pieces(&overlay), overlay }
    }

    /// Appends the marks as SVG.
    pub(crate) fn push_svg(&self, out: &mut String, names: &OverlayNames) {
        if !self.overlay.numbers().iter().all(|n| names.items.contains(n)) {
            out.push_str(&write_svg(&self.overlay, names));
            return;
        }
        for piece in &self.svg {
            out.push_str(&piece.text);
            match piece.then {
                SvgNumber::Figure => _ = write!(out, "{}", names.figure),
                SvgNumber::ItemsOf => _ = write!(out, "{}", names.items_of),
                SvgNumber::Nothing => (),
            }
        }
    }
}

/// The pieces of an overlay's SVG, for pages where every mark has an item.
fn pieces(overlay: &Overlay) -> Vec<SvgPiece> {
    let svg = write_svg(overlay, &OverlayNames { figure: FIGURE, items_of: ITEMS_OF, items: 0..=u32::MAX });
    let (figure, items) = (format!("fig-{FIGURE}"), format!("fig-{ITEMS_OF}"));
    let mut pieces = Vec::new();
    let mut rest = svg.as_str();
    loop {
        let next = [(rest.find(&figure), SvgNumber::Figure), (rest.find(&items), SvgNumber::ItemsOf)];
        let next = next.into_iter().filter_map(|(at, then)| Some((at?, then))).min_by_key(|(at, _)| *at);
        let Some((at, then)) = next else {
            pieces.push(SvgPiece { text: rest.to_owned(), then: SvgNumber::Nothing });
            return pieces;
        };
        let (before, after) = rest.split_at(at);
        pieces.push(SvgPiece { text: format!("{before}fig-"), then });
        rest = after.get(figure.len()..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;
    use crate::parse;
    use crate::picture::image::{self, PixelEdits};
    use crate::source::{Source, SourceId};
    use crate::url::TreePath;

    fn shown(sidecar: &str) -> PublishedPicture {
        let path = TreePath::new("content/a.png.toml");
        let source = Source::decode(SourceId(0), path, sidecar.as_bytes().to_vec());
        let mut png = std::io::Cursor::new(Vec::new());
        ::image::DynamicImage::new_rgb8(99, 66).write_to(&mut png, ::image::ImageFormat::Png).unwrap();
        let sidecar = parse::sidecar(&source).0;
        let edits = PixelEdits::of(Some(&sidecar));
        let picture = image::publish(&png.into_inner(), &edits).unwrap();
        PublishedPicture::new(&picture, Some(&sidecar))
    }

    proptest! {
        /// The joined pieces equal the SVG that is written directly, on any
        /// page.
        #[test]
        fn pieces_are_the_overlay(figure in 0..9_u32, items_of in 0..9_u32, first in 0..3_u32, count in 0..4_u32) {
            let shown = shown(
                "[[mark]]\nn = 1\nbox = [3, 3, 20, 9]\n[[mark]]\nn = 2\nspot = [30, 30, 20, 9]\n[[redact]]\nbox = [50, 3, 40, 30]\ntext = \"fig-9\"\n",
            );
            let names = OverlayNames { figure, items_of, items: first..=first + count };
            let mut svg = String::new();
            shown.push_svg(&mut svg, &names);
            prop_assert_eq!(svg, write_svg(&shown.overlay, &names));
        }
    }
}
