//! `stepbook pdf`: writes handouts into a folder.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::build::{base_url, has_broken_settings};
use super::outcome::{CommandError, CommandOutcome};
use super::places::Locations;
use super::progress::Progress;
use super::report::{self, FindingCounts, FindingLimits, ShownFindings, counted};
use super::session::Session;
use super::visible;
use crate::compile::{self, CompileOptions, Handout, HandoutRequest, Layout, MadeHandouts, WantedHandouts};
use crate::diag::Severity;
use crate::disk::{self, HandoutFolder, WriteError};
use crate::lang::Lang;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Guides such as elearn/register [default: all]
    #[arg(value_name = "GUIDE")]
    guides: Vec<String>,
    /// One booklet of the guides of a collection, with cover and contents
    #[arg(long, value_name = "NAME")]
    collection: Option<String>,
    /// Language of the handouts
    #[arg(long, value_name = "LANG", default_value = ALL)]
    lang: String,
    /// How they are laid out
    #[arg(long, value_parser = layout(), default_value = Layout::default().name())]
    layout: Layout,
    /// Where they go [default: handouts in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address of the published site, instead of the one in stepbook.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Drafts too
    #[arg(long)]
    drafts: bool,
    #[command(flatten)]
    amount: FindingLimits,
}

/// The value of `--lang` that stands for every language.
const ALL: &str = "all";

/// Reads the name of a layout.
fn layout() -> impl TypedValueParser<Value = Layout> {
    let names = Layout::ALL.map(|layout| PossibleValue::new(layout.name()).help(layout.about()));
    let named = |name: String| Layout::ALL.into_iter().find(|layout| layout.name() == name);
    PossibleValuesParser::new(names).map(move |name| named(name).unwrap_or_default())
}

/// Counts of the handouts that were made so far.
#[derive(Default)]
struct Tally {
    files: usize,
    pages: u32,
    /// The first error of the disk.
    failed: Option<WriteError>,
}

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    let begin = Instant::now();
    let root = session.root()?;
    let wanted = wanted(arguments)?;
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => disk::default_out(&root, "handouts").map_err(CommandError::error)?,
    };
    let progress = Progress::start(session.quiet, "Reading the content");
    let tree = disk::load(&root).map_err(CommandError::error)?;
    progress.say("Making handouts");
    let folder = HandoutFolder::open(&out, &root).map_err(CommandError::error)?;
    let store = disk::CacheFolder::open(&root).map_err(CommandError::error)?;
    let options = CompileOptions {
        drafts: arguments.drafts,
        base_url: arguments.base_url.clone(),
        ..CompileOptions::default()
    };
    let request = HandoutRequest { tree: &tree, options: &options, wanted: &wanted, store: &store };
    let (printed, tally) = print(request, &folder);
    // An error here may be ignored: the cache got only pictures, and without
    // them the next run is slower.
    _ = store.settle();
    store.forget_hidden();
    drop(progress);
    let MadeHandouts { unknown, diagnostics, unread } = printed;
    let shown = ShownFindings { amount: arguments.amount, least: Severity::Note };
    report::tell(&diagnostics, shown, Locations::new(&tree, &root));
    if let Some(unread) = unread.into_iter().next() {
        return Err(CommandError::error(unread));
    }
    if let Some(error) = tally.failed {
        return Err(CommandError::error(error));
    }
    if has_broken_settings(&diagnostics, &tree) {
        session.tell("Wrote nothing: with half of the settings they would be other handouts\n");
        return Ok(CommandOutcome::Findings);
    }
    if let Some(name) = unknown.first() {
        return Err(CommandError::new(format!(
            "there is no guide `{name}`; a guide is named by its collection and file, as in `elearn/register`"
        )));
    }
    if tally.files == 0 && diagnostics.is_empty() {
        return Err(CommandError::new(match &arguments.collection {
            Some(name) => format!("there is no collection `{name}` with guides in this language"),
            None => format!("there is no guide in the language `{}`", arguments.lang),
        }));
    }
    folder.finish().map_err(CommandError::error)?;
    session.tell(&format!(
        "Wrote {} with {} to {} in {:.2} s\n",
        counted(tally.files, "handout"),
        counted(usize::try_from(tally.pages).unwrap_or(usize::MAX), "page"),
        visible::name(&out.to_string_lossy()),
        begin.elapsed().as_secs_f64(),
    ));
    Ok(FindingCounts::of(&diagnostics).outcome(false))
}

/// Makes the handouts, and adds each to `folder` as soon as it is done.
fn print(request: HandoutRequest<'_>, folder: &HandoutFolder) -> (MadeHandouts, Tally) {
    let tally = Mutex::new(Tally::default());
    let printed = compile::print(request, |path, handout: Handout| {
        let added = folder.add(path, &handout.bytes);
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        match added {
            Ok(()) => {
                tally.files += 1;
                tally.pages += handout.pages;
            }
            Err(error) => tally.failed = tally.failed.take().or(Some(error)),
        }
    });
    (printed, tally.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn wanted(arguments: &Arguments) -> Result<WantedHandouts, CommandError> {
    let langs = if arguments.lang == ALL {
        Vec::new()
    } else {
        let lang = Lang::new(&arguments.lang);
        vec![lang.map_err(|_| CommandError::new(format!("`{}` is no language tag", arguments.lang)))?]
    };
    let guide = |name: &String| name.trim_matches('/').trim_start_matches("content/").to_owned();
    let guides = arguments.guides.iter().map(guide).collect();
    let collection = arguments.collection.as_ref().map(guide);
    Ok(WantedHandouts { guides, collection, langs, layout: arguments.layout })
}
