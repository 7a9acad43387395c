//! What an open picture becomes by what was written.

use std::path::Path;

use super::save::{FileDeed, FileSteps, PictureSwap, SavedDeed};
use crate::compile::EditablePicture;
use crate::picture::image;

/// Gives a picture the size that it was replaced with, and the sidecar that counts now.
pub(super) fn follow(picture: &mut EditablePicture, saved: &[SavedDeed], root: &Path) {
    for deed in saved {
        match &deed.inverse {
            FileDeed::Picture(PictureSwap { path, before: Some(bytes), .. }) if *path == picture.file => {
                picture.size = image::header(bytes).ok().map(|header| header.size());
            }
            FileDeed::Text(FileSteps { path, .. }) if *path == picture.own_sidecar() => {
                let is_there = root.join(path.as_str()).symlink_metadata().is_ok();
                let shared = picture.shared.clone().filter(|_| !is_there);
                picture.sidecar = shared.unwrap_or_else(|| path.clone());
            }
            _ => (),
        }
    }
}
