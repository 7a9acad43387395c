//! `stepbook build`: writes the site into a folder.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::outcome::{CommandError, CommandOutcome};
use super::places::Locations;
use super::progress::Progress;
use super::report::{self, FindingCounts, FindingLimits, ShownFindings, counted};
use super::session::Session;
use super::visible;
use crate::clock;
use crate::compile::{self, CompileTargets, Compiled, HandoutMode};
use crate::diag::{Diagnostic, Severity};
use crate::disk::{self, CacheFolder, WriteError, WriteSession, WriteSummary};
use crate::source::ContentTree;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the site goes [default: public in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address of the published site, instead of the one in stepbook.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Leave the handouts out
    #[arg(long)]
    no_pdf: bool,
    /// Exit with 1 for warnings too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    amount: FindingLimits,
}

/// Reads a base address and makes it end with `/`, so that links can be appended.
pub(super) fn base_url(text: &str) -> Result<String, &'static str> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return Err("an address begins with https://");
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    let begin = Instant::now();
    let root = session.root()?;
    let progress = Progress::start(session.quiet, "Reading the content");
    let tree = disk::load(&root).map_err(CommandError::error)?;
    let options = compile::CompileOptions {
        drafts: arguments.drafts,
        base_url: arguments.base_url.clone(),
        handouts: if arguments.no_pdf { HandoutMode::None } else { HandoutMode::Build },
        today: Some(clock::today()),
    };
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => disk::default_out(&root, "public").map_err(CommandError::error)?,
    };
    let mut store = CacheFolder::open(&root).map_err(CommandError::error)?;
    progress.say("Building the site");
    let make = |store: &CacheFolder| {
        let mut writing = WriteSession::begin(&out, &root).map_err(CommandError::error)?;
        let mut compiled = compile(&tree, &options, (store, &writing))?;
        writing.leave(std::mem::take(&mut compiled.left));
        Ok::<_, CommandError>((compiled, writing))
    };
    let (mut compiled, writing) = make(&store)?;
    drop(progress);
    // A build shows no notes; `stepbook check` does.
    let shown = ShownFindings { amount: arguments.amount, least: Severity::Warning };
    report::tell(&compiled.diagnostics, shown, Locations::new(&tree, &root));
    if has_broken_settings(&compiled.diagnostics, &tree) {
        session.tell("Wrote nothing: with half of the settings it would be another site\n");
        return Ok(CommandOutcome::Findings);
    }
    let progress = Progress::start(session.quiet, "Writing the site");
    let mut written = writing.finish(&compiled.output);
    if let Err(WriteError::Damaged { .. }) = written {
        store.weed();
        let (again, writing) = make(&store)?;
        written = writing.finish(&again.output);
        compiled = again;
    }
    let written = written.map_err(CommandError::error)?;
    store.tidy();
    drop(progress);
    let counts = FindingCounts::of(&compiled.diagnostics);
    session.tell(&summary(&compiled, &written, begin.elapsed().as_secs_f64()));
    if !compiled.diagnostics.is_empty() {
        let more = if counts.has_notes() { "; `stepbook check` shows all" } else { "" };
        session.tell(&format!("Found {}{more}\n", counts.words()));
    }
    Ok(counts.outcome(arguments.strict))
}

fn compile(
    tree: &ContentTree,
    options: &compile::CompileOptions,
    (store, files): (&CacheFolder, &WriteSession<'_>),
) -> Result<Compiled, CommandError> {
    let into = CompileTargets { store, files, left: files.left() };
    let compiled = compile::compile_into(tree, options, into).whole().map_err(CommandError::error)?;
    store.settle().map_err(CommandError::error)?;
    Ok(compiled)
}

/// Whether `stepbook.toml` does not parse. Then the site was built with default
/// settings, perhaps without half of its languages.
pub(super) fn has_broken_settings(findings: &[Diagnostic], tree: &ContentTree) -> bool {
    findings.iter().any(|finding| {
        let source = tree.source(finding.span.source);
        finding.code == "toml-syntax"
            && source.is_some_and(|source| source.path.as_str() == disk::CONFIG_FILE)
    })
}

/// The summary of a build: `Built 8 guides in 2 languages: 43 files (12 changed)
/// in 0.21 s`, with a line for each file that was kept.
fn summary(compiled: &Compiled, written: &WriteSummary, seconds: f64) -> String {
    let mut done = vec![format!("{} changed", written.written)];
    if written.removed > 0 {
        done.push(format!("{} removed", written.removed));
    }
    let mut text = format!(
        "Built {} in {}: {} ({}) in {seconds:.2} s\n",
        counted(compiled.counts.guides, "guide"),
        counted(compiled.counts.languages, "language"),
        counted(written.written + written.unchanged, "file"),
        done.join(", "),
    );
    for path in &written.kept {
        text.extend([
            "Left `",
            &visible::name(path.as_str()),
            "` alone: it was edited, and the site no longer has it\n",
        ]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_ends_in_a_slash() {
        assert_eq!(base_url("https://a.tw/~x"), Ok("https://a.tw/~x/".to_owned()));
        assert!(base_url("a.tw").is_err());
    }
}
