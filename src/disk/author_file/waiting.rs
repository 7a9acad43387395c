//! Names of files that wait to be moved to their place.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use crate::disk::own;

/// What stands before and after the random letters in the names of files that wait to be moved to
/// their place. What begins with a dot is no content.
const WAITING: (&str, &str) = (".stepbook-", ".tmp");

/// Whether a path has the name of a file that waits to be moved to its place.
#[must_use]
pub fn is_waiting(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    let rest = name.and_then(|name| name.strip_prefix(WAITING.0));
    rest.and_then(|rest| rest.strip_suffix(WAITING.1)).is_some_and(own::are_random_letters)
}

/// The name of a new file that waits.
pub(super) fn waiting_name() -> io::Result<String> {
    let (start, end) = WAITING;
    Ok(format!("{start}{}{end}", own::random_letters()?))
}
