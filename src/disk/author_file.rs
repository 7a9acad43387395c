//! A file of the content, a text or a picture, that stepbook changes for its author.
//!
//! In: the site's folder and a path in its content. Out: what the file says, and something new in its
//! place, in one step. No link is followed, neither at the end of the path nor on the way to it, also not one
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
pub use by_folder::HeldPlace as AuthorFile;
#[cfg(not(unix))]
pub use by_path::PathFile as AuthorFile;
pub use held::{HeldFile, Replaced};
pub use waiting::is_waiting;
