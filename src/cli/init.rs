//! `stepbook init DIR`: makes a working site in two languages, with one guide and
//! one annotated screenshot.
//!
//! The files of the new site lie in `init/site/`. The screenshot shows
//! `init/screen.html`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::outcome::{CommandError, CommandOutcome};
use super::session::Session;
use super::visible;
use crate::disk;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The new folder, or an empty one
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_bytes!(concat!("init/site/", $path)).as_slice()),)*]
    };
}

/// The files of the new site: path → bytes.
const FILES: [(&str, &[u8]); 9] = files![
    "stepbook.toml",
    "content/index.zh-TW.md",
    "content/index.en.md",
    "content/guides/index.zh-TW.md",
    "content/guides/index.en.md",
    "content/guides/sign-in.zh-TW.md",
    "content/guides/sign-in.en.md",
    "content/guides/img/sign-in.png",
    "content/guides/img/sign-in.png.toml",
];

/// The new site's `.gitignore`: folders that a repository should not hold. It is
/// not a file in `init/site/`, because there it would act on this repository.
const IGNORED: (&str, &[u8]) = (".gitignore", b"/public/\n/handouts/\n/.stepbook/\n");

/// Placeholder in a guide for the day on which the site is made.
const TODAY: &str = "{today}";

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    let dir = &arguments.dir;
    match disk::is_empty(dir) {
        Ok(true) => (),
        Ok(false) => {
            let words = format!("`{}` is not empty; choose a new folder", dir.display());
            return Err(CommandError { code: 1, words });
        }
        Err(error) => return Err(CommandError::new(disk::cannot_write(dir, &error))),
    }
    let today = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date().to_string();
    for (path, bytes) in FILES.iter().chain([&IGNORED]) {
        disk::create(dir, path, &dated(bytes, &today))
            .map_err(|error| CommandError::new(disk::cannot_write(&dir.join(path), &error)))?;
    }
    session.tell(&next_steps(dir));
    Ok(CommandOutcome::Done)
}

/// The bytes of a file, with the day in the place of [`TODAY`].
fn dated(bytes: &[u8], today: &str) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.replace(TODAY, today).into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

const NEXT: &str = "  stepbook build                  writes the site to `public/`: open `public/index.html`
  stepbook new guides/my-guide    starts a guide in each language
  stepbook check                  looks for mistakes
";

fn next_steps(dir: &Path) -> String {
    let name = dir.to_string_lossy();
    let name = visible::name(&name);
    let go = if dir == Path::new(".") { String::new() } else { format!("  cd {name}\n") };
    format!(
        "Made a site in `{name}`. Next:\n{go}{NEXT}Title and languages of the site are in `stepbook.toml`.\n"
    )
}
