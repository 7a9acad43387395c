//! The stages of a site one after the other, to measure them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::check;
use crate::config::Config;
use crate::model::Draft;
use crate::parse;
use crate::render::{html, search};
use crate::resolve;
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
    let pages: Vec<_> = tree.sources().filter(|source| source.path.extension() == "md").collect();
    let words = |path: &TreePath| &theme.words(&parse::identify(path).lang).of_steps;
    let mut drafts: Vec<Draft> =
        pages.par_iter().map(|source| parse::draft(source, words(&source.path))).collect();
    parse::in_default_language(&mut drafts, config.default_language());
    done("parse");
    let sidecars = BTreeMap::new();
    let settings =
        resolve::ResolveSettings { config: &config, theme: &theme, sidecars: &sidecars, drafts: false };
    let site = resolve::site(&drafts, tree, settings);
    done("resolve");
    let subject = check::Subject {
        codes: check::codes(),
        tree,
        config: &config,
        drafts: &drafts,
        site: &site,
        problems: &site.problems,
        sidecars: &sidecars,
        images: &BTreeMap::new(),
        printable: &|_| true,
        today: None,
    };
    drop(check::run(&subject));
    done("check");
    let (pictures, sizes, handouts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let input = html::HtmlInput {
        site: &site,
        config: &config,
        theme: &theme,
        pictures: &pictures,
        mark: None,
        logo: None,
        sizes: &sizes,
        handouts: &handouts,
    };
    drop(html::Renderer::new(input).all());
    done("html");
    let input = search::SearchInput { site: &site, config: &config, theme: &theme, pictures: &pictures };
    drop(search::index(&input));
    done("search");
}
