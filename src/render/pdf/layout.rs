//! Layout: which atom stands on which page, and where on it.
//!
//! Every atom is set once (`galley`). `breaks` rates the places where a page may
//! end, `paginate` chooses the pages with the lowest cost, `pages` records what
//! stands on each, and `compose` puts the frames into their places.

mod breaks;
pub(super) mod compose;
pub(super) mod galley;
pub(super) mod pages;
mod paginate;
mod structure;
mod whole_tables;
