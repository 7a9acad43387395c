//! What the mark editor writes: acts of an author as changes of texts.
//!
//! In: the text of a sidecar or of a page, and what its author did. Out: byte
//! ranges and what shall stand there, so that all else in the file stays as it is.

mod act;
mod alt_act;
mod change_steps;
mod figure_act;
mod figure_list;
mod list_act;
#[cfg(test)]
mod list_act_tests;
mod meaning;
mod refusal;
mod sidecar_act;
#[cfg(test)]
mod sidecar_act_tests;
mod sidecar_entry;
mod sidecar_layout;
mod sidecar_scale;
mod text_change;
mod text_lines;

pub(crate) use act::{EntryAct, SidecarAct};
pub(crate) use change_steps::ChangeSteps;
pub(crate) use figure_act::{NewPicture, has_new_figure, new_figure};
pub(crate) use figure_list::list_items;
pub(crate) use list_act::ListAct;
pub(crate) use meaning::{list_means, sidecar_means};
pub(crate) use refusal::ActRefusal;

pub(crate) use sidecar_entry::{EditedMark, EditedRedaction, edited_sidecar};
pub(crate) use text_change::{TextChange, changed_lines, moved_place};
