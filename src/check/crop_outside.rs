//! `crop-outside`: a crop that reaches outside of its picture.
//!
//! The area outside can't be shown, so the picture is smaller than intended.
//!
//! Make the crop smaller: `crop = [x, y, width, height]`, in pixels from the top
//! left corner.

use super::geometry;
use super::geometry::Edges;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "crop-outside", severity: Severity::Error, file: include_str!("crop_outside.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let crops = subject.sidecars.iter().filter_map(|(path, sidecar)| {
        let (crop, span) = sidecar.crop.as_ref()?;
        let outside = !geometry::picture(subject, path, sidecar)?.holds(Edges::of(*crop));
        outside.then_some(span)
    });
    crops
        .map(|span| {
            RULE.at(span, "the crop reaches outside of the picture")
                .with_help("`crop` is [x, y, width, height] in pixels from the top left corner")
        })
        .collect()
}
