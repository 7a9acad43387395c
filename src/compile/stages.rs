//! The stages of a site one after the other, to measure them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::check;
use crate::config::Config;
use crate::model::{Draft, SiteWatch, WatchedSite};
use crate::output::OutputTree;
use crate::parse;
use crate::render::html;
use crate::render::search::{IndexedPages, Indexer, KnownPieces, SearchInput};
use crate::resolve;
use crate::resolve::WholeSite;
use crate::source::ContentTree;
use crate::theme::Theme;
use crate::url::TreePath;

/// Runs the stages of a site without pictures and handouts, and calls `done` with
/// the name of each when it is over. The clock is the caller's: this floor has
/// none.
pub fn each_stage(tree: &ContentTree, done: &mut dyn FnMut(&'static str)) {
    let source = tree.source_at(&TreePath::new("stepbook.toml"));
    let (config, _) = source.map(Config::read).unwrap_or_default();
    let (theme, _) = Theme::load(tree, &config);
    done("settings, theme");
    let sidecars = BTreeMap::new();
    let settings =
        resolve::ResolveSettings { config: &config, theme: &theme, sidecars: &sidecars, drafts: false };
    let pages: Vec<_> = tree.sources().filter(|source| source.path.extension() == "md").collect();
    let words = |path: &TreePath| &theme.words(&parse::identify(path).lang).of_steps;
    let drafts: Vec<Arc<Draft>> =
        pages.par_iter().map(|source| Arc::new(parse::draft(source, words(&source.path)))).collect();
    done("parse");
    let WholeSite { site, pages, problems } = resolve::whole(&drafts, tree, settings);
    done("resolve");
    let watch = SiteWatch::default();
    let watched = WatchedSite::new(&site, &watch);
    let subject = check::Subject {
        codes: check::codes(),
        tree,
        config: &config,
        drafts: &drafts,
        pages: &pages,
        site: watched,
        problems: &problems,
        whole: None,
        broken: &BTreeSet::new(),
        sidecars: &sidecars,
        images: &BTreeMap::new(),
        printable: &|_| true,
        today: None,
    };
    drop(check::run(&subject));
    done("check");
    let (pictures, sizes) = (BTreeMap::new(), BTreeMap::new());
    let handouts = html::HandoutLinks::default();
    let renderer = html::Renderer::new(html::HtmlInput {
        site: &site,
        config: &config,
        theme: &theme,
        pictures: &pictures,
        mark: None,
        logo: None,
        sizes: &sizes,
        handouts: &handouts,
    });
    let files: Vec<html::HtmlFile> = pages.par_iter().map(|page| renderer.page(page)).collect();
    drop((files, renderer.others()));
    done("html");
    let indexer =
        Indexer::new(SearchInput { site: &site, config: &config, theme: &theme, pictures: &pictures });
    let records = pages.par_iter().map(|page| indexer.record(page, watched));
    let (heads, records): (Vec<_>, Vec<_>) = records.map(|(head, record)| (head, Arc::new(record))).unzip();
    let (heads, records): (Vec<_>, Vec<_>) = heads.iter().map(std::slice::from_ref).zip(records).unzip();
    let one = |at: usize| records.get(at).cloned().into_iter().collect();
    let files = Mutex::<OutputTree>::default();
    indexer.write(IndexedPages { heads: &heads, records: &one }, &KnownPieces::default(), &files);
    done("search");
}
