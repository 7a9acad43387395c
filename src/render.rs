//! A site becomes files.
//!
//! In: a resolved `Site` and the tree it was read from. Out: addresses with
//! bytes. `image` and `overlay` serve all the others: pixels that may be
//! published, and marks as primitives with one geometry for every medium.
//! `library`, `outline`, `phrase`, `reference` and `tongue` are what every medium
//! asks of a site: what stands where, what is called how, where titles break.

mod cleaned;
pub mod html;
pub mod image;
mod library;
mod outline;
pub mod overlay;
#[cfg(feature = "pdf")]
pub mod pdf;
mod phrase;
mod reference;
pub mod search;
mod tongue;
