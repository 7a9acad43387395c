//! Why a picture can't be published, in words for the people who made it.

use std::fmt;

use super::format::PictureFormat;
use super::limits::MAX_SIDE;
use crate::url::TreePath;

/// Why a picture can't be published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ImageError {
    /// The file is of no known kind of picture.
    Unknown,
    /// The file is a picture of a kind that is not accepted, such as `HEIC`.
    Foreign(&'static str),
    /// The file is too long to be read; its length in bytes.
    TooLong(u64),
    /// The picture is wider, higher or larger than the limits.
    TooLarge {
        /// Width in pixels.
        width: u64,
        /// Height in pixels.
        height: u64,
    },
    /// The file ends in the middle of the picture.
    CutOff(PictureFormat),
    /// The file is damaged; the text is the decoder's message.
    Broken(PictureFormat, String),
    /// The file says that it has to be turned, in a way that browsers don't
    /// agree on: coordinates would mean another place.
    Turned(PictureFormat),
    /// The picture has redactions, and in this coding every pixel may depend on
    /// the pixels under them.
    TellsHidden(PictureFormat),
    /// The picture may be fine, but its sidecar could not be read completely.
    HalfReadSidecar,
    /// A redaction is partly or completely outside of the picture.
    RedactionOutside,
    /// The picture has redactions, and its size is not the one that they were
    /// measured on.
    RedactionSize {
        /// The size that the sidecar gives, in pixels.
        said: (u32, u32),
        /// The size of the upright picture, in pixels.
        is: (u32, u32),
    },
    /// Another picture of the same name, in another size, has redactions, and
    /// no sidecar says that this picture needs none.
    BareTwin {
        /// The file with redactions.
        other: TreePath,
    },
}

impl ImageError {
    /// What the author can do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unknown => "take the screenshot again, or export it as PNG or JPEG",
            Self::Foreign("SVG") => "export the drawing as PNG",
            Self::Foreign(_) => "open it in a picture viewer and export it as PNG or JPEG",
            Self::TooLarge { .. } | Self::TooLong(_) => {
                "make it smaller: a screenshot needs no more pixels than a screen has"
            }
            Self::CutOff(_) | Self::Broken(..) => "copy the file again, or export it again",
            Self::Turned(_) => "open it in a picture viewer, turn it upright and save it again",
            Self::TellsHidden(_) => "take the screenshot again and save it as PNG, or without loss",
            Self::HalfReadSidecar => "correct what is found in its sidecar",
            Self::RedactionOutside => {
                "`box` is [x, y, width, height] in pixels from the top left corner, all within the picture"
            }
            Self::RedactionSize { .. } => {
                "measure the redactions on this picture and give its size, or put the old picture back"
            }
            Self::BareTwin { .. } => {
                "set `[[redact]]` in a sidecar of its own, or `redact = []` there if it shows nothing to hide"
            }
        }
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("not a picture: PNG, JPEG, WebP, GIF and BMP can be read"),
            Self::Foreign(name) => {
                write!(f, "a picture in {name} form: PNG, JPEG, WebP, GIF and BMP can be read")
            }
            Self::TooLong(length) => write!(f, "too large, a file of {} MiB", length >> 20),
            Self::TooLarge { width, height } => write!(
                f,
                "too large, {width} × {height} pixels: at most {MAX_SIDE} a side and 67 million in all"
            ),
            Self::CutOff(format) => write!(f, "the {format} file ends in the midst of the picture"),
            Self::Broken(format, why) => write!(f, "the {format} file is damaged ({why})"),
            Self::Turned(format) => {
                write!(
                    f,
                    "its metadata says that it has to be turned, which browsers do differently for {format}"
                )
            }
            Self::TellsHidden(format) => {
                write!(
                    f,
                    "it has redactions, and a {format} with loss tells all over the picture what stood under them"
                )
            }
            Self::HalfReadSidecar => f.write_str("a redaction may be among what its sidecar does not tell"),
            Self::RedactionOutside => f.write_str("a redaction does not lie within it"),
            Self::RedactionSize { said, is } => write!(
                f,
                "its redactions were measured on {} × {} pixels, and it has {} × {}",
                said.0, said.1, is.0, is.1
            ),
            Self::BareTwin { other } => {
                write!(f, "`{other}`, in another size, has redactions, and this picture has none")
            }
        }
    }
}

impl std::error::Error for ImageError {}
