//! Running text for paper: where lines may break, and what is too long for a
//! line or a page.

pub(super) mod ends;
pub(super) mod fold;
pub(super) mod long;
pub(super) mod title_parts;
pub(super) mod unbroken;
