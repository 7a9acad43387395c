//! A text of the content that stepbook changes for its author.
//!
//! In: the site's folder and a path in its content. Out: the text, and a new one in its place, in
//! one step. No link is followed, neither at the end of the path nor on the way to it, also not one
//! that is put there meanwhile. Another program may save the same file at any moment: if the file
//! is not the one that was read any more, it stays, and the caller reads it again.

#[cfg(unix)]
mod by_folder;
#[cfg(not(unix))]
mod by_path;
mod held;
#[cfg(test)]
mod tests;
mod waiting;

#[cfg(unix)]
pub use by_folder::FolderText as AuthorText;
#[cfg(not(unix))]
pub use by_path::PathText as AuthorText;
pub use held::{HeldText, Replaced};
pub use waiting::is_waiting;
