//! The logo of a site, published as a picture or as a drawing.

use super::picture_bytes;
use super::pictures::SitePictures;
use crate::config::Look;
use crate::diag::{Problem, ProblemKind};
use crate::picture::PublishedLogo;
use crate::picture::drawing::{self, Drawing, LARGEST_DRAWING};
use crate::source::{Asset, ContentTree, Span, Unread};
use crate::url::TreePath;

/// Publishes the logo, or says why it is not published.
pub(super) fn publish(look: &Look, tree: &ContentTree, pictures: &mut SitePictures) -> Option<Problem> {
    let (file, span) = look.logo.as_ref()?;
    if !file.is_drawing() {
        let shown = pictures.shown().get(file)?;
        pictures.set_logo(PublishedLogo::of(shown));
        return None;
    }
    match drawing(tree.assets().get(file)?) {
        Ok(Ok(drawing)) => {
            let (width, height) = drawing.size;
            pictures.set_logo(PublishedLogo { path: drawing.path(), width, height });
            pictures.add_file(drawing.path(), drawing.text.into_bytes().into());
            None
        }
        Ok(Err(kind)) => Some(problem(span, file, kind)),
        Err(error) => {
            pictures.add_unread(Unread::new(file.clone(), &error));
            None
        }
    }
}

fn problem(span: &Span, file: &TreePath, (why, help): (String, String)) -> Problem {
    Problem::new(span.clone(), ProblemKind::UnshownLogo { path: file.to_string(), why, help })
}

/// The drawing in a file, or why it is not published and what helps.
fn drawing(asset: &Asset) -> std::io::Result<Result<Drawing, (String, String)>> {
    if asset.length() > LARGEST_DRAWING {
        let why = format!("it has more than {} KiB", LARGEST_DRAWING >> 10);
        return Ok(Err((why, "make it simpler, or export it as PNG".to_owned())));
    }
    let bytes = picture_bytes::read(asset)?;
    Ok(drawing::inert(&bytes).map_err(|fault| (fault.why, fault.help.to_owned())))
}
