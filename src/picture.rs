//! Pictures and the marks on them.
//!
//! In: a picture's file and its sidecar. Out: a file that may be published
//! (`image`; `drawing` for a logo in SVG), the marks as outlines in shares of the picture's sides, with one
//! geometry for every medium (`overlay`), and both together (`published`).

pub(crate) mod drawing;
pub mod image;
pub(crate) mod overlay;
mod published;

pub(crate) use published::{PublishedLogo, PublishedPicture};
