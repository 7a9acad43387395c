//! Output to the two standard streams.
//!
//! Words for people go to standard error, output for programs goes to standard
//! output. A reader that goes away (`stepbook check | head`) is not an error.
//! Letters that would act on a terminal are replaced before they are printed
//! (`visible`).

use std::io::{self, IsTerminal as _, Write as _};

use annotate_snippets::{Group, Level, Renderer};
use clap::ValueEnum;

use super::outcome::CommandError;
use super::visible;

/// When the terminal shows colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// Sets the choice for both streams. The crate anstream looks at `NO_COLOR`,
/// `CLICOLOR_FORCE` and terminals without colours.
pub(super) fn choose_color(color: ColorChoice) {
    let choice = match color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Prints lines for people.
pub(super) fn say(text: &str) {
    paint(&visible::words(text));
}

/// Prints a text that may have colours or move the cursor, made from words that
/// went through `visible`. Errors are ignored, because nobody may be reading.
pub(super) fn paint(text: &str) {
    let mut stream = anstream::stderr().lock();
    _ = stream.write_all(text.as_bytes());
    _ = stream.flush();
}

/// Prints why the program stops.
pub(super) fn fail(words: &str) {
    let words = visible::words(words);
    let (title, rest) = words.split_once('\n').unwrap_or((&words, ""));
    let report = [Group::with_title(Level::ERROR.primary_title(title))];
    let rest = if rest.is_empty() { String::new() } else { format!("{rest}\n") };
    paint(&format!("{}\n{rest}", Renderer::styled().render(&report)));
}

/// Prints output for programs, one piece after the other.
pub(super) fn print(pieces: impl Iterator<Item = String>) -> Result<(), CommandError> {
    let mut stream = io::BufWriter::new(io::stdout().lock());
    let mut pieces = pieces.map(|piece| stream.write_all(piece.as_bytes()));
    let written = pieces.find(Result::is_err).unwrap_or(Ok(()));
    match written.and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CommandError::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Whether standard error is a terminal, so that a person may watch it.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}
