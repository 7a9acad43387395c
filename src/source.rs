//! The texts that an author wrote, and places in them.
//!
//! In: the bytes of one file. Out: a [`Source`] whose text keeps every byte
//! offset of the author's file, so that any later stage can point back with a
//! [`Span`]. Lines and columns are worked out only when somebody reads them.

mod asset;
mod lines;
mod sources;
mod text;
mod tree;

pub use asset::{Asset, AssetFile, TakePiece, Unread, os_words};
pub use lines::LineIndex;
pub use text::{Decoded, Position, Source, SourceId, Span};
pub use tree::{ContentTree, FontFile, TreeFile};
