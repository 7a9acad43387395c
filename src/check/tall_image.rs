//! `tall-image`: a screenshot that is many times as high as it is wide.
//!
//! On paper it is made so small that it fits on a page, and nobody can read it. On a phone, readers
//! scroll past the marks.
//!
//! Show a part of it with `crop` in its sidecar, or take several screenshots.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};

pub(super) const RULE: Rule =
    Rule { code: "tall-image", severity: Severity::Warning, file: include_str!("tall_image.rs"), find };

/// How many times as high as wide a picture may be. A picture of this form is 6 cm wide on a sheet of
/// A4, about as wide as the screen of a phone.
const MOST: u32 = 4;

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for page in subject.own_pages() {
        page.each_picture(&mut |picture| {
            let Some(size) = subject.size_of(&picture.file) else { return };
            let sidecar = subject.site.sidecar(&picture.file);
            let crop = sidecar.and_then(|sidecar| sidecar.crop.as_ref());
            let crop = crop.map(|(area, _)| (area.width.unsigned_abs(), area.height.unsigned_abs()));
            let (width, height) = crop.unwrap_or(size);
            if height > width.saturating_mul(MOST) && height > SMALLEST {
                let message =
                    format!("the picture is {width} × {height} pixels, too high to be read on paper");
                let help = "show a part of it with `crop` in its sidecar, or take several screenshots";
                findings.push(RULE.at(&picture.span, message).with_help(help));
            }
        });
    }
    findings
}

/// Pictures that are not higher than this, in pixels, are never made too small.
const SMALLEST: u32 = 1_200;
