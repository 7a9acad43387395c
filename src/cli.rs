//! The command line.
//!
//! In: arguments. Out: an exit code – 0 for done, 1 for findings, 2 for "could
//! not run" – with findings and summaries on the terminal. The commands only
//! put the stages together; what they do is done below.

mod build;
mod check;
mod faults;
mod github;
mod human;
mod init;
mod json;
mod new;
#[cfg(not(feature = "pdf"))]
#[path = "cli/no_pdf.rs"]
mod pdf;
#[cfg(feature = "pdf")]
mod pdf;
mod places;
mod progress;
mod report;
mod serve;
mod terminal;
mod visible;
mod workers;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::disk;

/// Step guides with annotated screenshots: from Markdown to a searchable
/// website in several languages.
#[derive(Debug, Parser)]
#[command(name = "stepbook", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Args)]
struct Global {
    /// Folder of the site [default: the nearest one above with stepbook.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print findings and errors only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Colours on the terminal
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    /// How many threads work [default: one for each processor]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a working site to start from, with one guide and one screenshot
    Init(init::Arguments),
    /// Make the files of a guide, one for each language
    New(new::Arguments),
    /// Write the site
    Build(build::Arguments),
    /// Write handouts: guides as PDF
    Pdf(pdf::Arguments),
    /// Look for mistakes; write nothing
    Check(check::Arguments),
    /// Show the site while it is being written, and again at every save
    Serve(serve::Arguments),
}

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CommandOutcome {
    /// Exit code 0.
    Done,
    /// Exit code 1.
    Findings,
}

/// Why a command stopped before its end.
#[derive(Debug)]
struct CommandError {
    /// The exit code.
    code: u8,
    /// What went wrong and what to do, as a clause.
    words: String,
}

impl CommandError {
    /// Could not run.
    fn new(words: impl Into<String>) -> Self {
        Self { code: 2, words: words.into() }
    }

    /// Could not run, by an error's words.
    fn error(error: impl std::error::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// What all commands are told.
#[derive(Debug)]
struct Session {
    root: Option<PathBuf>,
    quiet: bool,
}

impl Session {
    /// The site's folder.
    fn root(&self) -> Result<PathBuf, CommandError> {
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

    /// Words for people, unless they want none.
    fn tell(&self, text: &str) {
        if !self.quiet {
            terminal::say(text);
        }
    }
}

/// Runs the program with the arguments that it was called with.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    terminal::choose_color(cli.global.color);
    faults::prepare();
    match faults::caught(|| run(cli)) {
        Ok(CommandOutcome::Done) => ExitCode::SUCCESS,
        Ok(CommandOutcome::Findings) => ExitCode::from(1),
        Err(stop) => {
            terminal::fail(&stop.words);
            ExitCode::from(stop.code)
        }
    }
}

/// Help, the version, or what is wrong with the arguments, which are shown
/// with the signs for letters that act on a terminal.
fn refuse(error: &clap::Error) -> ExitCode {
    let plain = error.render().to_string();
    if visible::words(&plain) == plain {
        _ = error.print();
    } else {
        terminal::say(&plain);
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn run(cli: Cli) -> Result<CommandOutcome, CommandError> {
    workers::start(cli.global.threads)?;
    let session = Session { root: cli.global.root, quiet: cli.global.quiet };
    match cli.command {
        Command::Init(arguments) => init::run(&arguments, &session),
        Command::New(arguments) => new::run(&arguments, &session),
        Command::Build(arguments) => build::run(&arguments, &session),
        Command::Pdf(arguments) => pdf::run(&arguments, &session),
        Command::Check(arguments) => check::run(&arguments, &session),
        Command::Serve(arguments) => serve::run(&arguments, &session),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_contradict_each_other_nowhere() {
        Cli::command().debug_assert();
    }
}
