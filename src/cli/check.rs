//! `stepbook check`: findings, and nothing written.

use std::time::Instant;

use clap::{Args, ValueEnum};

use super::places::Places;
use super::progress::Progress;
use super::report::{self, Amount, Counts, Format, Shown, counted};
use super::{Outcome, Session, Stop, github, json};
use crate::compile;
use crate::diag::Severity;
use crate::disk;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How findings are printed
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Format::Human)]
    format: Format,
    /// What else exits with 1
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
    #[command(flatten)]
    amount: Amount,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<Outcome, Stop> {
    let begin = Instant::now();
    let root = session.root()?;
    let progress = Progress::start(session.quiet, "Reading the content");
    let tree = disk::load(&root).map_err(Stop::error)?;
    progress.say("Checking the content");
    // Drafts are checked as well: whoever writes one wants to know.
    let options = compile::Options { drafts: true, ..compile::Options::default() };
    let compiled = compile::compile(&tree, &options).whole().map_err(Stop::error)?;
    drop(progress);
    let places = Places::new(&tree, &root);
    let shown = Shown { amount: arguments.amount, least: Severity::Note };
    match arguments.format {
        Format::Human => report::tell(&compiled.diagnostics, shown, places),
        Format::Json => report::print(&compiled.diagnostics, json::finding, places)?,
        Format::Github => report::print(&compiled.diagnostics, github::finding, places)?,
    }
    let counts = Counts::of(&compiled.diagnostics);
    session.tell(&format!(
        "Checked {} in {} in {:.2} s: {}\n",
        counted(compiled.counts.guides, "guide"),
        counted(compiled.counts.languages, "language"),
        begin.elapsed().as_secs_f64(),
        counts.words(),
    ));
    Ok(counts.outcome(arguments.deny == Some(Deny::Warnings)))
}
