//! `stepbook check`: shows the findings of a site and writes no file.

use std::time::Instant;

use clap::{Args, ValueEnum};

use super::outcome::{CommandError, CommandOutcome};
use super::places::Locations;
use super::progress::Progress;
use super::report::{self, FindingCounts, FindingLimits, ReportFormat, ShownFindings, counted};
use super::session::Session;
use super::{github, json};
use crate::diag::Severity;
use crate::{clock, compile, disk};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How findings are printed
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ReportFormat::Human)]
    format: ReportFormat,
    /// Check drafts as if they were published, as `build --drafts` does
    #[arg(long)]
    drafts: bool,
    /// What else exits with 1
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
    #[command(flatten)]
    amount: FindingLimits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    let begin = Instant::now();
    let root = session.root()?;
    let progress = Progress::start(session.quiet, "Reading the content");
    let tree = disk::load(&root).map_err(CommandError::error)?;
    progress.say("Checking the content");
    let options = compile::CompileOptions {
        drafts: arguments.drafts,
        today: Some(clock::today()),
        ..compile::CompileOptions::default()
    };
    let compiled = compile::compile(&tree, &options).whole().map_err(CommandError::error)?;
    drop(progress);
    let places = Locations::new(&tree, &root);
    let shown = ShownFindings { amount: arguments.amount, least: Severity::Note };
    match arguments.format {
        ReportFormat::Human => report::tell(&compiled.diagnostics, shown, places),
        ReportFormat::Json => report::print(&compiled.diagnostics, json::finding, places)?,
        ReportFormat::Github => report::print(&compiled.diagnostics, github::finding, places)?,
    }
    let counts = FindingCounts::of(&compiled.diagnostics);
    session.tell(&format!(
        "Checked {} in {} in {:.2} s: {}\n",
        counted(compiled.counts.guides, "guide"),
        counted(compiled.counts.languages, "language"),
        begin.elapsed().as_secs_f64(),
        counts.words(),
    ));
    Ok(counts.outcome(arguments.deny == Some(Deny::Warnings)))
}
