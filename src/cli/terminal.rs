//! The two streams of a terminal.
//!
//! Words for people go to standard error, what programs read to standard
//! output. A reader that goes away (`stepbook check | head`) is no error. What
//! would act on a terminal instead of being shown there has been replaced when
//! it leaves (`visible`).

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

/// Decides for both streams; `NO_COLOR`, `CLICOLOR_FORCE` and dumb terminals
/// are anstream's to know.
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

/// Prints what has colours or moves the cursor: text that a renderer made of
/// visible words. Whether anybody reads it is not our business.
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

/// Prints what a program reads, one piece after the other.
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

/// Whether a person watches standard error.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}
