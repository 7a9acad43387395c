//! The options that all commands share.

use std::path::{Path, PathBuf};

use super::outcome::CommandError;
use super::terminal;
use crate::disk;

/// Options that all commands share.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) root: Option<PathBuf>,
    pub(super) quiet: bool,
}

impl Session {
    /// The site's folder.
    pub(super) fn root(&self) -> Result<PathBuf, CommandError> {
        if let Some(root) = &self.root {
            return if disk::is_folder(root).map_err(CommandError::error)? {
                Ok(root.clone())
            } else {
                Err(CommandError::new(format!("there is no folder `{}`", root.display())))
            };
        }
        disk::find_root(Path::new(".")).map_err(CommandError::error)?.ok_or_else(|| {
            CommandError::new(
                "there is no `stepbook.toml` here or in a folder above; go to the folder of a site, \
                 name it with --root, or make one with `stepbook init DIR`",
            )
        })
    }

    /// Prints words for people, except under `--quiet`.
    pub(super) fn tell(&self, text: &str) {
        if !self.quiet {
            terminal::say(text);
        }
    }
}
