//! A site becomes files.
//!
//! In: a resolved `Site` and the tree it was read from. Out: addresses with
//! bytes. `image` and `overlay` serve all the others: pixels that may be
//! published, and marks as primitives with one geometry for every medium.

pub mod html;
pub mod image;
pub mod overlay;
pub mod search;
