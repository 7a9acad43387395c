//! Layout: what stands on which page, and where.
//!
//! Every atom is set once (`galley`); `breaks` judges where a page may end,
//! `paginate` chooses the cheapest pages, `pages` writes down what stands on
//! each, and `compose` puts the frames into their places.

mod breaks;
pub(super) mod compose;
pub(super) mod galley;
pub(super) mod pages;
mod paginate;
mod structure;
