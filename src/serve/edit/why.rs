//! Why something is not done, for the author.

use serde::Serialize;

/// Why something is not done: a name by which the page finds words in the author's language, and words
/// in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Why {
    #[serde(rename = "code")]
    name: &'static str,
    #[serde(rename = "why")]
    words: &'static str,
}

const fn why(name: &'static str, words: &'static str) -> Why {
    Why { name, words }
}

pub(super) const FAULT: Why = why("fault", "a fault in stepbook");
pub(super) const NOT_OURS: Why = why("other", "this is not what the editor sends");
pub(super) const NOT_OPEN: Why = why("not-open", "this is not open in the editor; load the page again");
pub(super) const NO_PICTURE: Why = why("no-picture", "there is no such picture on this page");
pub(super) const NO_MARK: Why = why("other", "no mark has these numbers");
pub(super) const CONFLICT: Why = why("conflict", "another program has changed the same lines");
pub(super) const DISK: Why = why("disk", "the disk does not let the file be read or written");
pub(super) const LEFT: Why =
    why("left", "only a part was written, and these files could not be put back; look at them");
pub(super) const FINDING: Why = why("finding", "the file has a finding; mend that first");
pub(super) const NO_ENTRY: Why = why("no-entry", "it is not there any more");
pub(super) const OTHER_MEANING: Why =
    why("other-meaning", "Markdown would not take these words for what they are meant to be");
pub(super) const UNSHOWN: Why = why("unshown", "this picture can't be shown");
pub(super) const WRONG_FILE: Why = why("other", "this act is not for this file");
pub(super) const TWICE: Why = why("other", "two edits of one file; send them as one");
pub(super) const OTHER_PICTURE: Why =
    why("other-picture", "another program has changed this picture; load the page again");
pub(super) const PICTURE: Why = why("picture", "this can't be used as a picture");
pub(super) const SVG: Why = why("picture-svg", "an SVG drawing can't be used as a picture");
pub(super) const HEIC: Why = why("picture-heic", "browsers can't show a HEIC photo");
pub(super) const BROKEN: Why = why("picture-broken", "the picture's file is damaged");
pub(super) const TOO_LARGE: Why = why("picture-large", "the picture has too many pixels");
pub(super) const TURNED: Why = why("picture-turned", "the picture does not stand upright");
pub(super) const PLACE: Why =
    why("place", "stepbook can't tell where in the text that is; choose another place");
pub(super) const FOLDER: Why = why("folder", "only pictures in a folder `img` are replaced here");
pub(super) const KIND: Why =
    why("kind", "a file of this kind can't be written; add the picture as a new one");
pub(super) const TOO_MANY: Why = why("other", "these are too many pictures at once");
