//! A picture that is open, as it is on the disk now, also where the site has not followed yet.

use std::path::Path;
use std::sync::Arc;

use super::save::SavedDeed;
use crate::compile::EditablePicture;
use crate::disk::AuthorFile;
use crate::picture::image;
use crate::url::TreePath;

/// Gives a picture its size and the sidecar that counts. One that can't be shown has no size, whatever
/// its file says.
pub(super) fn look(picture: &mut EditablePicture, root: &Path) {
    picture.size = picture.size.map(|known| size(picture, root).unwrap_or(known));
    look_at_sidecar(picture, root);
}

/// The same after something was written, as far as that is about the picture.
pub(super) fn follow(picture: &mut EditablePicture, saved: &[SavedDeed], root: &Path) {
    let is_saved = |path: &TreePath| saved.iter().any(|deed| deed.inverse.path() == path);
    if is_saved(&picture.file) {
        picture.size = size(picture, root);
    }
    if is_saved(&picture.own_sidecar()) {
        look_at_sidecar(picture, root);
    }
}

fn size(picture: &EditablePicture, root: &Path) -> Option<(u32, u32)> {
    let read = AuthorFile::at(root, &picture.file).and_then(|place| place.read::<Arc<[u8]>>());
    Some(image::header(&read.ok()??.content).ok()?.size())
}

fn look_at_sidecar(picture: &mut EditablePicture, root: &Path) {
    let (own, Some(shared)) = (picture.own_sidecar(), &picture.shared) else { return };
    // Another one is its own in other letters.
    if [&own, shared].contains(&&picture.sidecar) {
        let is_there = root.join(own.as_str()).symlink_metadata().is_ok();
        picture.sidecar = if is_there { own } else { shared.clone() };
    }
}
