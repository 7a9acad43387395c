//! The type [`LinkedSite`]: a site with all that its pages are made from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::drafts::SiteDrafts;
use super::pictures::{PictureOutput, SitePictures, WantedPictures};
use super::print_fonts::PrintFonts;
use super::setup::SiteSetup;
use crate::check::{self, Subject};
use crate::diag::Problem;
use crate::model::{Draft, DraftHead, Page, PageProfile, Site};
use crate::resolve::{EntryProfiles, HeadingWords, LinkedEntry, ResolveContext, SiteNames};
use crate::source::ContentTree;
use crate::url::SitePath;

/// A site with all that its pages are made from. The texts of its pages are linked one entry at a
/// time, when they are needed.
pub(super) struct LinkedSite<'a> {
    pub(super) tree: &'a ContentTree,
    pub(super) setup: SiteSetup,
    pub(super) drafts: SiteDrafts,
    pub(super) names: SiteNames,
    pub(super) site: Site,
    words: HeadingWords,
    pub(super) pictures: SitePictures,
    pub(super) print_fonts: PrintFonts,
    /// The problems of settings, theme, sidecars and names.
    pub(super) problems: Vec<Problem>,
}

impl<'a> LinkedSite<'a> {
    /// Reads the sources of a site, and finds out what its pages may see of each other. Its
    /// pictures are not published yet.
    pub(super) fn of(tree: &'a ContentTree, setup: SiteSetup) -> Self {
        let drafts = SiteDrafts::parse(tree, &setup);
        let names = crate::resolve::names(&drafts.heads, setup.of_resolve());
        let draft = |head: &DraftHead| drafts.of(head, tree, &setup);
        let context = ResolveContext::new(&names, tree, setup.of_resolve(), &draft);
        let entries = (0..names.len()).into_par_iter();
        let profiles: Vec<EntryProfiles> = entries.map(|at| context.profiles(at)).collect();
        let site = context.site(&profiles);
        let problems = setup.problems.iter().chain(&names.problems).cloned().collect();
        let (pictures, print_fonts) = (SitePictures::default(), PrintFonts::for_tree(tree));
        let words = HeadingWords::of(&site);
        Self { tree, setup, drafts, names, site, words, pictures, print_fonts, problems }
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
            None => files.extend(self.site.pictures.keys().cloned()),
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
