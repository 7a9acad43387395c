//! Which redactions a picture gets, and whether they can be trusted.
//!
//! In: the pictures of one name (`login.png`, `login.en.png`) with what their
//! own sidecars say. Out: the redactions of each, or why it must be kept back.
//! One screenshot is often taken once for each language, and its marks are set
//! in the sidecar of one of them: what is hidden in one must not be shown by
//! the other.

use super::error::ImageError;
use super::file::PictureHeader;
use super::format::PictureFormat;
use super::frame::{PictureFrame, reference};
use crate::model::{Redaction, Sidecar};
use crate::url::TreePath;

/// A picture among those of its name.
#[derive(Debug, Clone)]
pub struct FamilyMember<'a> {
    /// The file.
    pub file: TreePath,
    /// In pixels, upright. `None`: the file can't be read as a picture, or a
    /// sidecar lies here without one.
    pub size: Option<(u32, u32)>,
    /// Its own sidecars: one, or several that differ in the case of letters.
    pub own: Vec<&'a Sidecar>,
}

impl FamilyMember<'_> {
    /// Whether something may be hidden in it.
    fn hides(&self) -> bool {
        self.own.iter().any(|sidecar| !sidecar.complete || !sidecar.redactions.is_empty())
    }

    /// Whether its own sidecar has a word on redactions, be it `redact = []`.
    fn says_redactions(&self) -> bool {
        self.own.iter().any(|sidecar| sidecar.says_redactions)
    }
}

/// The redactions of `picture`, which is one of the pictures `of_name`. Those
/// of one size share theirs, its own first.
///
/// # Errors
/// [`ImageError`] if a sidecar that decides is broken or was made for another
/// size, or if only pictures of another size have redactions and nothing says
/// that this one needs none.
pub fn redactions(
    picture: &FamilyMember<'_>,
    of_name: &[FamilyMember<'_>],
) -> Result<Vec<Redaction>, ImageError> {
    let others = || of_name.iter().filter(|other| other.file != picture.file);
    // A sidecar without a picture may belong to any of the name.
    let alike = others().filter(|other| other.size.is_none() || other.size == picture.size);
    let sidecars: Vec<&Sidecar> =
        std::iter::once(picture).chain(alike).flat_map(|member| member.own.iter().copied()).collect();
    if sidecars.iter().any(|sidecar| !sidecar.complete) {
        return Err(ImageError::HalfReadSidecar);
    }
    let mut found: Vec<Redaction> = Vec::new();
    for sidecar in sidecars.iter().filter(|sidecar| !sidecar.redactions.is_empty()) {
        if let Some(is) = picture.size {
            same_size(sidecar, is)?;
        }
        for redaction in &sidecar.redactions {
            // One stand-in text for one place.
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
/// [`ImageError`] if they were measured on another size or don't lie within
/// the picture, so that they would hide something else than was meant; or if
/// the coding spreads what they hide. VP8, the coding of WebP with loss,
/// predicts each block from those before it and spreads the error (RFC 6386,
/// 12): of 15 pairs of screenshots that differed in one digit, all 15 differed
/// more than 32 pixels away from it, up to 126.
pub(super) fn areas(
    sidecar: Option<&Sidecar>,
    picture: &PictureHeader,
) -> Result<Vec<PictureFrame>, ImageError> {
    let Some(sidecar) = sidecar.filter(|sidecar| !sidecar.redactions.is_empty()) else {
        return Ok(Vec::new());
    };
    same_size(sidecar, picture.size())?;
    if picture.format == PictureFormat::LossyWebP {
        return Err(ImageError::TellsHidden(picture.format));
    }
    let within = |redaction: &Redaction| PictureFrame::within(redaction.area, picture.size());
    sidecar.redactions.iter().map(within).collect::<Option<_>>().ok_or(ImageError::RedactionOutside)
}

fn same_size(sidecar: &Sidecar, is: (u32, u32)) -> Result<(), ImageError> {
    let said = reference(sidecar, is);
    if said == is { Ok(()) } else { Err(ImageError::RedactionSize { said, is }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;
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

    /// The left edges of the first one's redactions, or the error.
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
        // An empty list does not lift what a picture of its size hides.
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
