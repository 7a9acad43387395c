//! Which redactions a picture gets, and whether they can be trusted.
//!
//! In: the pictures of one name (`login.png`, `login.en.png`) with what their
//! own sidecars say. Out: the redactions of each picture, or why the picture
//! must be kept back. One screenshot is often taken once for each language, and
//! its marks are set in the sidecar of one of these pictures. Something that is
//! hidden in one of them must not be shown by another.

use super::edits::PixelEdits;
use super::error::ImageError;
use super::file::PictureHeader;
use super::format::PictureFormat;
use super::frame::{PictureFrame, reference};
use crate::model::{Rect, Redaction, Sidecar};
use crate::url::TreePath;

/// One of the pictures that have the same name.
#[derive(Debug, Clone)]
pub(crate) struct FamilyMember<'a> {
    /// The file.
    pub file: TreePath,
    /// Width and height in pixels, upright. `None` if the file can't be read as
    /// a picture, or if there is a sidecar without a picture.
    pub size: Option<(u32, u32)>,
    /// The sidecars of this file: one, or several whose names differ in the
    /// case of letters.
    pub own: Vec<&'a Sidecar>,
}

impl FamilyMember<'_> {
    /// Whether the picture may hide something.
    fn hides(&self) -> bool {
        self.own.iter().any(|sidecar| !sidecar.complete || !sidecar.redactions.is_empty())
    }

    /// Whether the picture's own sidecar has the key for redactions, even if it
    /// is `redact = []`.
    fn says_redactions(&self) -> bool {
        self.own.iter().any(|sidecar| sidecar.says_redactions)
    }
}

/// The redactions of `picture`, which is one of the pictures `of_name`.
/// Pictures of the same size share their redactions; those of the picture
/// itself come first.
///
/// # Errors
/// [`ImageError`] if one of these sidecars is broken or was made for another
/// size, or if only pictures of another size have redactions and no sidecar
/// says that this picture needs none.
pub(crate) fn redactions(
    picture: &FamilyMember<'_>,
    of_name: &[FamilyMember<'_>],
) -> Result<Vec<Redaction>, ImageError> {
    let others = || of_name.iter().filter(|other| other.file != picture.file);
    // A sidecar without a picture may belong to any picture of this name.
    let alike = others().filter(|other| other.size.is_none() || other.size == picture.size);
    let sidecars: Vec<&Sidecar> =
        std::iter::once(picture).chain(alike).flat_map(|member| member.own.iter().copied()).collect();
    if sidecars.iter().any(|sidecar| !sidecar.complete) {
        return Err(ImageError::HalfReadSidecar);
    }
    let mut found: Vec<Redaction> = Vec::new();
    for sidecar in sidecars.iter().filter(|sidecar| !sidecar.redactions.is_empty()) {
        if let Some(is) = picture.size {
            same_size(sidecar.size.as_ref().map(|(size, _)| *size), is)?;
        }
        for redaction in &sidecar.redactions {
            // Each place gets only one stand-in text.
            if found.iter().all(|known| known.area != redaction.area) {
                found.push(redaction.clone());
            }
        }
    }
    let hiding = others().find(|other| other.hides());
    match hiding {
        Some(other) if found.is_empty() && !picture.says_redactions() => {
            Err(ImageError::BareTwin { other: other.file.clone() })
        }
        _ => Ok(found),
    }
}

/// The regions of an upright picture that are to be filled, before cropping.
///
/// # Errors
/// [`ImageError`] if the redactions were measured on another size or are not
/// inside the picture, so that they would hide something else; or if the coding
/// spreads the hidden pixels. VP8, the coding of WebP with loss, predicts each
/// block from the blocks before it and spreads the error (RFC 6386, 12). Of 15
/// pairs of screenshots that differed in one digit, all 15 differed more than
/// 32 pixels away from it, up to 126.
pub(super) fn areas(edits: &PixelEdits, picture: &PictureHeader) -> Result<Vec<PictureFrame>, ImageError> {
    if edits.hidden.is_empty() {
        return Ok(Vec::new());
    }
    same_size(edits.size, picture.size())?;
    if picture.format == PictureFormat::LossyWebP {
        return Err(ImageError::TellsHidden(picture.format));
    }
    let within = |area: &Rect| PictureFrame::within(*area, picture.size());
    edits.hidden.iter().map(within).collect::<Option<_>>().ok_or(ImageError::RedactionOutside)
}

fn same_size(said: Option<(u32, u32)>, is: (u32, u32)) -> Result<(), ImageError> {
    let said = reference(said, is);
    if said == is { Ok(()) } else { Err(ImageError::RedactionSize { said, is }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span};

    fn sidecar(areas: &[i32], says_redactions: bool) -> Sidecar {
        let span = Span::start_of(SourceId(0));
        let redaction = |x: &i32| Redaction {
            span: span.clone(),
            area: Rect { x: *x, y: 0, width: 1, height: 1 },
            text: None,
        };
        let redactions = areas.iter().map(redaction).collect();
        Sidecar { redactions, says_redactions, ..Sidecar::empty(SourceId(0)) }
    }

    fn member<'a>(file: &str, side: u32, own: Option<&'a Sidecar>) -> FamilyMember<'a> {
        let size = (side > 0).then_some((side, side));
        FamilyMember { file: TreePath::new(file), size, own: own.into_iter().collect() }
    }

    /// The left edges of the redactions of the first member, or the error.
    fn of_first(members: &[FamilyMember<'_>]) -> Result<Vec<i32>, ImageError> {
        let found = members.first().map(|first| redactions(first, members)).transpose()?;
        Ok(found.into_iter().flatten().map(|redaction| redaction.area.x).collect())
    }

    #[test]
    fn pictures_of_one_size_share_whichever_has_them() {
        let (hides, marks, also) = (sidecar(&[1, 2], true), sidecar(&[], false), sidecar(&[2, 3], true));
        assert_eq!(
            of_first(&[member("a.en.png", 9, None), member("a.png", 9, Some(&hides))]),
            Ok(vec![1, 2])
        );
        let own_marks = [member("a.en.png", 9, Some(&marks)), member("a.png", 9, Some(&hides))];
        assert_eq!(of_first(&own_marks), Ok(vec![1, 2]));
        let base = [member("a.png", 9, None), member("a.en.png", 9, Some(&hides))];
        assert_eq!(of_first(&base), Ok(vec![1, 2]));
        let both = [member("a.en.png", 9, Some(&also)), member("a.png", 9, Some(&hides))];
        assert_eq!(of_first(&both), Ok(vec![2, 3, 1]));
    }

    #[test]
    fn a_picture_of_another_size_needs_a_word_of_its_own() {
        let (hides, nothing) = (sidecar(&[1], true), sidecar(&[], true));
        let bare = [member("a.en.png", 8, None), member("a.png", 9, Some(&hides))];
        assert_eq!(of_first(&bare), Err(ImageError::BareTwin { other: TreePath::new("a.png") }));
        let said = [member("a.en.png", 8, Some(&nothing)), member("a.png", 9, Some(&hides))];
        assert_eq!(of_first(&said), Ok(vec![]));
        // An empty list does not cancel the redactions of another picture of
        // the same size.
        let same = [member("a.en.png", 9, Some(&nothing)), member("a.png", 9, Some(&hides))];
        assert_eq!(of_first(&same), Ok(vec![1]));
    }

    #[test]
    fn a_sidecar_without_a_picture_counts_for_all_of_its_name() {
        let hides = sidecar(&[1], true);
        assert_eq!(of_first(&[member("a.en.png", 8, None), member("a.png", 0, Some(&hides))]), Ok(vec![1]));
    }

    #[test]
    fn a_broken_sidecar_keeps_back_whatever_it_may_be_about() {
        let broken = Sidecar { complete: false, ..sidecar(&[], false) };
        let same = [member("a.en.png", 9, None), member("a.png", 9, Some(&broken))];
        assert_eq!(of_first(&same), Err(ImageError::HalfReadSidecar));
        let other = [member("a.en.png", 8, None), member("a.png", 9, Some(&broken))];
        assert!(matches!(of_first(&other), Err(ImageError::BareTwin { .. })));
    }
}
