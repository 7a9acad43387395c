//! Makes a site of drafts: every reference is decided here.
//!
//! In: all drafts, the content tree, the settings. Out: a [`Site`] whose pages
//! know their address, whose steps know their number, and whose links lead to
//! something that exists; a link that led nowhere became plain text and a
//! problem. Each stage is one file, in this order: `pair` finds the
//! translations, `include` puts parts in their places, `outline` makes sections
//! of headings, `address` gives each page its address, `align` fills in steps
//! that are not translated, `layout` counts figures and collects what a link
//! may name, `page` links, `collection` orders. No stage looks at all pages for
//! one link: the time is linear in the size of the site.

mod address;
mod align;
mod collection;
mod context;
mod files;
mod ids;
mod include;
mod layout;
mod link;
mod name;
mod number;
mod outline;
mod page;
mod pair;
mod picture;
mod settings;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::prelude::*;

use context::ResolveContext;
use files::Files;
use include::FlatDraft;
use layout::PageLayout;
use link::Linker;
use outline::DraftOutline;
use page::BuiltPage;
use pair::PageEntry;
pub(crate) use settings::ResolveSettings;

use crate::diag::Problem;
use crate::model::{Draft, Sidecar, Site};
use crate::source::ContentTree;
use crate::url::TreePath;

/// Links drafts into a site. The same input gives the same site, whatever the
/// number of threads.
#[must_use]
pub(crate) fn site(drafts: &[Draft], tree: &ContentTree, settings: ResolveSettings<'_>) -> Site {
    let mut problems = Vec::new();
    let pairs = pair::pairs(drafts, settings, &mut problems);
    let context = ResolveContext { settings, tree, pairs, files: Files::new(tree) };
    let addresses = address::addresses(&context, &mut problems);
    let flats: Vec<Vec<Option<FlatDraft<'_>>>> =
        context.pairs.entries.par_iter().map(|entry| texts(entry, &context)).collect();
    let outlines: Vec<Vec<Option<DraftOutline<'_>>>> = flats
        .par_iter()
        .zip(&context.pairs.entries)
        .map(|(flats, entry)| outline::outlines(flats, entry))
        .collect();
    let places = places(&context);
    let layouts: Vec<PageLayout<'_>> =
        places.par_iter().map(|place| layout::layout(&context, *place, &outlines)).collect();
    let linker = Linker { context: &context, layouts: &layouts, addresses: &addresses };
    let built: Vec<BuiltPage> = places.par_iter().filter_map(|place| page::build(linker, *place)).collect();
    problems.extend(flats.iter().flatten().flatten().flat_map(|flat| flat.problems.iter().cloned()));
    problems.extend(outlines.iter().flatten().flatten().flat_map(|outline| outline.problems.iter().cloned()));
    problems.extend(layouts.iter().flat_map(|layout| layout.problems.iter().cloned()));
    let mut site = assemble(&context, built, problems);
    site.aliases = addresses.aliases;
    site
}

/// The texts of an entry, one for each language, with their parts included.
fn texts<'d>(entry: &PageEntry<'d>, context: &ResolveContext<'d>) -> Vec<Option<FlatDraft<'d>>> {
    entry.texts.iter().map(|text| text.map(|draft| include::flat(draft, context))).collect()
}

/// All pages as pairs of language number and entry number, in the order of
/// [`Site::pages`].
fn places(context: &ResolveContext<'_>) -> Vec<(usize, usize)> {
    let entries = context.pairs.entries.len();
    let languages = 0..context.languages().len();
    languages.flat_map(|lang| (0..entries).map(move |entry| (lang, entry))).collect()
}

fn assemble(context: &ResolveContext<'_>, built: Vec<BuiltPage>, mut problems: Vec<Problem>) -> Site {
    let mut site = Site {
        languages: context.languages().to_vec(),
        collections: collection::collections(context),
        ..Site::default()
    };
    let sidecars = context.settings.sidecars;
    site.sidecars.extend(of_settings(context));
    for built in built {
        for (picture, sidecar) in built.pictures {
            if let Some(sidecar) = sidecar.and_then(|sidecar| sidecars.get(&sidecar)) {
                site.sidecars.insert(picture, Arc::clone(sidecar));
            }
        }
        site.downloads.extend(built.downloads.into_iter().map(|file| {
            let address = link::download(&file);
            (file, address)
        }));
        problems.extend(built.problems);
        site.addresses.insert(built.page.address.clone(), site.pages.len());
        site.pages.push(built.page);
    }
    site.problems = once(problems, context.tree);
    site
}

/// The sidecars of the pictures that the settings name, with the paths of their files.
fn of_settings(context: &ResolveContext<'_>) -> Vec<(TreePath, Arc<Sidecar>)> {
    let pictures = context.settings.config.pictures().into_iter();
    let sidecars = pictures.filter_map(|(file, _)| {
        let sidecar = picture::sidecar(context, &file, &file)?;
        Some((file, Arc::clone(context.settings.sidecars.get(&sidecar)?)))
    });
    sidecars.collect()
}

/// Sorts problems by place and keeps each only once: a part may be on many
/// pages.
fn once(mut problems: Vec<Problem>, tree: &ContentTree) -> Vec<Problem> {
    problems.sort_by_key(|problem| {
        let bytes = &problem.span.bytes;
        (tree.rank(problem.span.source), bytes.start, bytes.end)
    });
    let mut out: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        let here = out.iter().rev().take_while(|other| other.span == problem.span);
        if !here.into_iter().any(|other| *other == problem) {
            out.push(problem);
        }
    }
    out
}
