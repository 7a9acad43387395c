//! The type [`LinkedSite`]: a site with all that its pages are made from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::drafts::SiteDrafts;
use super::memory::{KeyInput, KnownEntry, SiteMemory};
use super::pictures::{PictureOutput, SitePictures, WantedPictures};
use super::print_fonts::PrintFonts;
use super::setup::SiteSetup;
use crate::check::{self, Subject};
use crate::diag::Problem;
use crate::model::{Draft, DraftHead, Page, PageProfile, Site};
use crate::resolve::{EntryProfiles, HeadingWords, LinkedEntry, ProfileAndUses, ResolveContext, SiteNames};
use crate::source::{ContentTree, Span};
use crate::url::{SitePath, TreePath};

/// A site with all that its pages are made from. The texts of its pages are linked one entry at a
/// time, when they are needed.
pub(super) struct LinkedSite<'a> {
    pub(super) tree: &'a ContentTree,
    pub(super) setup: SiteSetup,
    pub(super) drafts: SiteDrafts,
    pub(super) names: Arc<SiteNames>,
    /// What each entry says of itself.
    pub(super) entries: Vec<KnownEntry>,
    pub(super) site: Arc<Site>,
    words: HeadingWords,
    pub(super) pictures: SitePictures,
    pub(super) print_fonts: PrintFonts,
    /// The problems of settings, theme, sidecars and names.
    pub(super) problems: Vec<Problem>,
}

impl<'a> LinkedSite<'a> {
    /// Reads the sources of a site, and finds out what its pages may see of each other. Its
    /// pictures are not published yet.
    pub(super) fn of(tree: &'a ContentTree, setup: SiteSetup, last: &SiteMemory) -> Self {
        let drafts = SiteDrafts::parse(tree, &setup, last);
        let same_names = last.has_names(tree) && last.has_roles(&drafts.heads);
        let names = if same_names {
            Arc::clone(&last.names)
        } else {
            Arc::new(crate::resolve::names(&drafts.heads, setup.of_resolve()))
        };
        let draft = |head: &DraftHead| drafts.of(head, tree, &setup);
        let context = ResolveContext::new(&names, tree, setup.of_resolve(), &draft);
        let same_around = same_names && last.is_same(KeyInput::Sidecars, last.sidecars == setup.sidecars);
        let entry = |at: usize| {
            let known = last.entries.get(at).filter(|_| same_around);
            if let Some(known) = known.filter(|known| last.has_texts(&known.texts, tree)) {
                (known.clone(), true)
            } else {
                let now = entry(&context, at);
                let same = known.is_some_and(|known| looks_the_same(&known.profiles, &now.profiles));
                (now, same)
            }
        };
        let made: Vec<(KnownEntry, bool)> = (0..names.len()).into_par_iter().map(entry).collect();
        let same_site = same_around && made.iter().all(|(_, same)| *same);
        let entries: Vec<KnownEntry> = made.into_iter().map(|(entry, _)| entry).collect();
        let site = if last.is_same(KeyInput::Site, same_site) && same_around {
            Arc::clone(&last.site)
        } else {
            Arc::new(context.site(&entries.iter().map(|entry| &entry.profiles).collect::<Vec<_>>()))
        };
        let problems = setup.problems.iter().chain(&names.problems).cloned().collect();
        let (pictures, print_fonts) = (SitePictures::default(), PrintFonts::for_tree(tree));
        let words = HeadingWords::of(&site);
        Self { tree, setup, drafts, names, entries, site, words, pictures, print_fonts, problems }
    }

    /// The linked pages of an entry.
    pub(super) fn entry(&self, at: usize) -> LinkedEntry {
        let draft = |head: &DraftHead| self.drafts.of(head, self.tree, &self.setup);
        let context = ResolveContext::new(&self.names, self.tree, self.setup.of_resolve(), &draft);
        context.link((&self.site, &self.words), at)
    }

    /// The pages that `wanted` accepts, by address.
    pub(super) fn pages(&self, wanted: impl Fn(&PageProfile) -> bool) -> BTreeMap<SitePath, Page> {
        let keys = self.names.len().max(1);
        let wanted = self.site.pages.iter().enumerate().filter(|(_, page)| wanted(page));
        let entries: BTreeSet<usize> = wanted.map(|(at, _)| at % keys).collect();
        let pages = entries.into_iter().flat_map(|at| self.entry(at).pages);
        pages.map(|page| (page.profile.address.clone(), page)).collect()
    }

    /// The pictures to publish, with the store that keeps them.
    pub(super) fn wanted_pictures<'p>(&self, showing: &PictureOutput<'p>) -> WantedPictures<'p> {
        let mut files = BTreeSet::new();
        match showing.pages {
            None => files.extend(self.site.pictures.iter().cloned()),
            Some(asked) => {
                for page in self.pages(asked).values().filter(|page| asked(&page.profile)) {
                    page.each_picture(&mut |picture| _ = files.insert(picture.file.clone()));
                }
            }
        }
        WantedPictures { files, all: showing.pages.is_none(), store: showing.store }
    }

    /// The sources that are no page of the site: parts, and what is left out.
    pub(super) fn lone_sources(&self) -> Vec<Arc<Draft>> {
        let entries = 0..self.names.len();
        let of_pages: BTreeSet<_> =
            entries.flat_map(|at| self.names.texts(at)).map(|head| head.source).collect();
        let lone = self.drafts.heads.iter().filter(|head| !of_pages.contains(&head.source));
        lone.filter_map(|head| self.drafts.of(head, self.tree, &self.setup)).collect()
    }

    /// The pictures and downloads of pages, each with the first place that names it.
    pub(super) fn used(&self) -> BTreeMap<&TreePath, &Span> {
        let mut used = BTreeMap::new();
        for lang in 0..self.site.languages.len() {
            for (_, uses) in self.entries.iter().filter_map(|entry| entry.profiles.get(lang)) {
                for (file, span) in uses.pictures.iter().chain(&uses.downloads) {
                    used.entry(file).or_insert(span);
                }
            }
        }
        used
    }

    /// The input of the rules, with nothing that is looked at yet.
    pub(super) fn subject<'s>(&'s self, printable: &'s (dyn Fn(char) -> bool + Sync)) -> Subject<'s> {
        Subject {
            tree: self.tree,
            config: &self.setup.config,
            drafts: &[],
            pages: &[],
            site: &self.site,
            problems: &[],
            whole: None,
            broken: &self.setup.broken,
            sidecars: &self.setup.sidecars,
            images: self.pictures.verdicts(),
            codes: check::codes(),
            printable,
            today: None,
        }
    }
}

/// Whether other pages, and the lists of the site's files, see the same of an entry.
fn looks_the_same(last: &EntryProfiles, now: &EntryProfiles) -> bool {
    let same = |((last, last_uses), (now, uses)): (&ProfileAndUses, &ProfileAndUses)| {
        last == now
            && last_uses.pictures.keys().eq(uses.pictures.keys())
            && last_uses.downloads.keys().eq(uses.downloads.keys())
    };
    last.len() == now.len() && last.iter().zip(now).all(same)
}

/// An entry with the texts that it is made of.
fn entry(context: &ResolveContext<'_>, at: usize) -> KnownEntry {
    let (profiles, sources) = context.profiles(at);
    let text = |id| Some((id, Arc::clone(&context.source(id)?.text)));
    KnownEntry { texts: sources.into_iter().filter_map(text).collect(), profiles }
}
