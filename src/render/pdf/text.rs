//! Running text for paper: where lines may break, and how text that is too long
//! for a line or a page is cut.

pub(super) mod ends;
pub(super) mod fold;
pub(super) mod long;
pub(super) mod title_parts;
pub(super) mod unbroken;
