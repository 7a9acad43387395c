//! The command line.
//!
//! In: arguments. Out: an exit code (0 for done, 1 for findings, 2 for "could
//! not run"), with findings and summaries on the terminal. The commands only
//! join the stages; the work itself is done by modules on lower floors.

mod build;
mod check;
mod explain;
mod faults;
mod github;
mod human;
mod init;
mod json;
mod new;
mod outcome;
#[cfg(not(feature = "pdf"))]
#[path = "cli/no_pdf.rs"]
mod pdf;
#[cfg(feature = "pdf")]
mod pdf;
mod places;
mod progress;
mod qr;
mod report;
mod serve;
mod session;
mod terminal;
mod visible;
mod workers;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use outcome::{CommandError, CommandOutcome};
use session::Session;
use terminal::ColorChoice;

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
    /// Say what a rule of `check` is about, and what to do
    Explain(explain::Arguments),
    /// Show the site while it is being written, and again at every save
    Serve(serve::Arguments),
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

/// Prints help, the version, or what is wrong with the arguments. Letters that
/// act on a terminal are replaced by visible signs.
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
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments, &session),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_contradict_each_other_nowhere() {
        Cli::command().debug_assert();
    }
}
