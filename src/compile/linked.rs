//! The type [`LinkedSite`]: a site with all that its pages are made from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::drafts::SiteDrafts;
use super::known_build::{EntriesInputs, KnownBuild};
use super::known_entry::{KnownEntry, KnownInputs};
use super::memory::{InputComparison, KeyInput, has_names, has_roles};
use super::pictures::{PictureOutput, SitePictures, WantedPictures};
use super::print_fonts::PrintFonts;
use super::setup::SiteSetup;
use super::site_entries::SiteEntries;
use crate::check::{self, Subject};
use crate::config::Config;
use crate::diag::Problem;
use crate::model::{Draft, DraftHead, Page, PageProfile, Site, SiteWatch, WatchedSite};
use crate::resolve::{
    EntryInputs, HeadingWords, KnownSite, LinkedEntry, ProfileAndUses, ResolveContext, SiteNames,
};
use crate::source::{ContentTree, Source, Span};
use crate::url::{SitePath, TreePath};

/// A site with all that its pages are made from. The texts of its pages are linked one entry at a
/// time, when they are needed.
#[derive(Debug)]
pub(super) struct LinkedSite {
    pub(super) tree: ContentTree,
    pub(super) setup: SiteSetup,
    pub(super) drafts: SiteDrafts,
    pub(super) names: Arc<SiteNames>,
    pub(super) entries: SiteEntries,
    pub(super) site: Arc<Site>,
    words: HeadingWords,
    pub(super) pictures: Arc<SitePictures>,
    pub(super) print_fonts: PrintFonts,
    /// The problems of settings, theme, sidecars and names.
    pub(super) problems: Vec<Problem>,
}

impl LinkedSite {
    /// Reads the sources of a site, and finds out what its pages may see of each other. Its
    /// pictures are not published yet. What did not change is taken from the last state, or from
    /// what the last build left.
    pub(super) fn of(
        (tree, changed): (&ContentTree, Option<&[&Source]>),
        setup: SiteSetup,
        (last, compare): (Option<&Self>, InputComparison),
        build: Option<&KnownBuild>,
    ) -> Self {
        let same_words =
            |last: &&Self| compare.is_same(KeyInput::StepWords, last.setup.keys.parse == setup.keys.parse);
        let known_drafts = last.filter(same_words).map(|last| &last.drafts);
        let drafts = SiteDrafts::of_tree((tree, changed), &setup, (known_drafts, compare));
        let same_links =
            |last: &&Self| compare.is_same(KeyInput::Settings, last.setup.keys.link == setup.keys.link);
        let same_names = |last: &&Self| {
            let same = has_names(&last.tree, tree) && has_roles(&last.drafts.heads, &drafts.heads);
            compare.is_same(KeyInput::Names, same)
        };
        let with_names = last.filter(same_links).filter(same_names);
        let names = match with_names {
            Some(last) => Arc::clone(&last.names),
            None => Arc::new(crate::resolve::names(&drafts.heads, setup.of_resolve())),
        };
        let draft = |head: &DraftHead| drafts.of(head, tree, &setup);
        let context = ResolveContext::new(&names, tree, setup.of_resolve(), &draft);
        let now = KnownInputs { compare, tree, sidecars: &setup.sidecars };
        let same_titles = with_names.is_some_and(|last| last.setup.config.titles == setup.config.titles);
        let same_titles = compare.is_same(KeyInput::Titles, same_titles);
        let built =
            build.map(|build| build.entries(EntriesInputs { tree, setup: &setup, heads: &drafts.heads }));
        let entry = |at: usize| {
            let before = with_names.and_then(|last| last.entries.get(at));
            let may_stay = same_titles || !context.is_home(at);
            if let Some(entry) = before.filter(|entry| may_stay && entry.is_made_of(now)) {
                return Arc::clone(entry);
            }
            let built = built.and_then(|built| built.entry(at));
            Arc::new(built.unwrap_or_else(|| entry(&context, at)).like(before))
        };
        let with_entries =
            with_names.filter(|last| same_titles && Arc::ptr_eq(&last.setup.sidecars, &setup.sidecars));
        let entries = match with_entries.zip(changed) {
            Some((last, changed)) => last.entries.with(changed, entry),
            None => SiteEntries::of((0..names.len()).into_par_iter().map(entry).collect()),
        };
        let known = with_names.map(|last| last.known(&entries, &setup, compare));
        let site = context.site(&entries.iter().map(|entry| &entry.profiles).collect::<Vec<_>>(), known);
        let problems = setup.problems.iter().chain(&names.problems).cloned().collect();
        let (pictures, print_fonts) = (Arc::default(), PrintFonts::for_tree(tree));
        let (words, tree) = (HeadingWords::of(&site), tree.clone());
        Self { tree, setup, drafts, names, entries, site, words, pictures, print_fonts, problems }
    }

    /// This site as the one before the site of these entries, which has the same names.
    fn known(
        &self,
        entries: &[Arc<KnownEntry>],
        setup: &SiteSetup,
        compare: InputComparison,
    ) -> KnownSite<'_> {
        let pairs = self.entries.iter().zip(entries).enumerate();
        let remade: Vec<_> = pairs.filter(|(_, (last, now))| !Arc::ptr_eq(last, now)).collect();
        let same_files = !remade.iter().any(|(_, (last, now))| differ_in_files(last, now));
        let blind = compare.is_same(KeyInput::Profiles, false);
        let others = remade.iter().filter(|(_, (last, now))| !blind && differ_in_profiles(last, now));
        let same_sidecars = Arc::ptr_eq(&self.setup.sidecars, &setup.sidecars);
        let same_pictures = of_pictures(&self.setup.config) == of_pictures(&setup.config);
        KnownSite {
            site: &self.site,
            other_entries: others.map(|(at, _)| *at).collect(),
            same_files: compare.is_same(KeyInput::Used, same_files),
            same_sidecars: compare.is_same(KeyInput::Sidecars, same_sidecars)
                && compare.is_same(KeyInput::Settings, same_pictures),
        }
    }

    /// The linked pages of an entry; `watch` notes at what they look.
    pub(super) fn entry(&self, at: usize, watch: &SiteWatch) -> LinkedEntry {
        let draft = |head: &DraftHead| self.drafts.of(head, &self.tree, &self.setup);
        let context = ResolveContext::new(&self.names, &self.tree, self.setup.of_resolve(), &draft);
        context.link((WatchedSite::new(&self.site, watch), &self.words), at)
    }

    /// The paths of all sidecars that a picture could have, the one that counts first.
    pub(super) fn sidecars_of(&self, picture: &TreePath) -> Vec<TreePath> {
        let draft = |head: &DraftHead| self.drafts.of(head, &self.tree, &self.setup);
        ResolveContext::new(&self.names, &self.tree, self.setup.of_resolve(), &draft).sidecars_of(picture)
    }

    /// Whether the pictures of this state are those of the next one too.
    pub(super) fn has_same_pictures(&self, next: &Self, compare: InputComparison) -> bool {
        let used = Arc::ptr_eq(&self.site.files, &next.site.files) || self.site.files == next.site.files;
        compare.is_same(KeyInput::Assets, std::ptr::eq(self.tree.assets(), next.tree.assets()))
            && compare.is_same(KeyInput::Sidecars, Arc::ptr_eq(&self.setup.sidecars, &next.setup.sidecars))
            && compare.is_same(KeyInput::Used, used)
            && compare.is_same(
                KeyInput::Settings,
                of_pictures(&self.setup.config) == of_pictures(&next.setup.config),
            )
    }

    /// The pages that `wanted` accepts, by address.
    pub(super) fn pages(&self, wanted: impl Fn(&PageProfile) -> bool) -> BTreeMap<SitePath, Page> {
        let keys = self.names.len().max(1);
        let wanted = self.site.pages.iter().enumerate().filter(|(_, page)| wanted(page));
        let entries: BTreeSet<usize> = wanted.map(|(at, _)| at % keys).collect();
        let pages = entries.into_iter().flat_map(|at| self.entry(at, &SiteWatch::default()).pages);
        pages.map(|page| (page.profile.address.clone(), page)).collect()
    }

    /// The pictures to publish, with the store that keeps them.
    pub(super) fn wanted_pictures<'p>(&self, showing: &PictureOutput<'p>) -> WantedPictures<'p> {
        let mut files = BTreeSet::new();
        match showing.pages {
            None => files.extend(self.site.files.pictures.iter().cloned()),
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
        lone.filter_map(|head| self.drafts.of(head, &self.tree, &self.setup)).collect()
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
    pub(super) fn subject<'s>(
        &'s self,
        site: WatchedSite<'s>,
        printable: &'s (dyn Fn(char) -> bool + Sync),
    ) -> Subject<'s> {
        Subject {
            tree: &self.tree,
            config: &self.setup.config,
            drafts: &[],
            pages: &[],
            site,
            problems: &[],
            whole: None,
            broken: &self.setup.broken,
            sidecars: &self.setup.sidecars.by_path,
            images: self.pictures.verdicts(),
            codes: check::codes(),
            printable,
            today: None,
        }
    }
}

/// What the settings say of pictures.
fn of_pictures(config: &Config) -> impl PartialEq + '_ {
    (config.pictures(), &config.look.logo, &config.languages)
}

/// Whether other pages see something else of an entry.
fn differ_in_profiles(last: &KnownEntry, now: &KnownEntry) -> bool {
    let same = |((last, _), (now, _)): (&ProfileAndUses, &ProfileAndUses)| Arc::ptr_eq(last, now);
    last.profiles.len() != now.profiles.len() || !last.profiles.iter().zip(&now.profiles).all(same)
}

/// Whether the pages of an entry use other files.
fn differ_in_files(last: &KnownEntry, now: &KnownEntry) -> bool {
    let same = |((_, last), (_, now)): (&ProfileAndUses, &ProfileAndUses)| {
        last.pictures.keys().eq(now.pictures.keys()) && last.downloads.keys().eq(now.downloads.keys())
    };
    last.profiles.len() != now.profiles.len() || !last.profiles.iter().zip(&now.profiles).all(same)
}

/// An entry with what it is made of.
fn entry(context: &ResolveContext<'_>, at: usize) -> KnownEntry {
    let (profiles, EntryInputs { sources, sidecars }) = context.profiles(at);
    let text = |id| Some((id, Arc::clone(&context.source(id)?.text)));
    KnownEntry { texts: sources.into_iter().filter_map(text).collect(), sidecars, profiles }
}
