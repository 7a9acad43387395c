//! Writing: a page of the model becomes atoms, with their notes and pictures.
//!
//! `writer` holds what is written so far. `block`, `inline`, `figure` and `title`
//! write one kind of content each. `columns` says how wide a table's are. `pair` puts two languages side by side,
//! `notes` numbers notes, `shallow` flattens blocks that are nested too deeply.
//! `manuscript` is the whole document before pages are known.

mod block;
mod columns;
mod figure;
mod inline;
pub(super) mod manuscript;
mod notes;
mod pair;
mod qr;
mod shallow;
mod title;
pub(super) mod writer;
