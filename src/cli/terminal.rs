//! The two streams of a terminal.
//!
//! Words for people go to standard error, what programs read to standard
//! output. A reader that goes away (`stepbook check | head`) is no error.

use std::io::{self, IsTerminal as _, Write as _};

use annotate_snippets::{Group, Level, Renderer};

use super::{Color, Stop};

/// Decides for both streams; `NO_COLOR`, `CLICOLOR_FORCE` and dumb terminals
/// are anstream's to know.
pub(super) fn choose_color(color: Color) {
    let choice = match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Prints lines for people. Whether anybody reads them is not our business.
pub(super) fn say(text: &str) {
    let mut stream = anstream::stderr().lock();
    _ = stream.write_all(text.as_bytes());
    _ = stream.flush();
}

/// Prints why the program stops.
pub(super) fn fail(words: &str) {
    let (title, rest) = words.split_once('\n').unwrap_or((words, ""));
    let report = [Group::with_title(Level::ERROR.primary_title(title))];
    let rest = if rest.is_empty() { String::new() } else { format!("{rest}\n") };
    say(&format!("{}\n{rest}", Renderer::styled().render(&report)));
}

/// Prints what a program reads.
pub(super) fn print(text: &str) -> Result<(), Stop> {
    let mut stream = io::stdout().lock();
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Whether a person watches standard error.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}
