//! The mark editor: what its page asks for, and what is written for it.
//!
//! In: requests of the editor's own page, as JSON. Out: a figure with its pictures and its list, as
//! they are on the disk now; and changed sidecars and texts. The page names files only by ids that
//! it got from here. It works on this computer only.

mod answers;
mod desk;
mod figure;
mod guard;
mod open_picture;
mod page;
mod picture_calls;
mod picture_names;
mod pictures;
mod protocol;
mod replies;
mod save;
#[cfg(test)]
mod tests;
mod why;
mod work;

pub(super) use guard::{EditAsk, EditRoute, judge};
pub(super) use page::file;
pub(super) use work::{EditOrder, EditWorker};

/// The beginning of the addresses to which the editor's page sends requests.
pub(super) const ADDRESS: &str = "__stepbook/edit/";
