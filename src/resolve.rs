//! Makes a site of drafts: every reference is decided here.
//!
//! There are two layers. The first says what pages may see of each other: `pair` finds the
//! translations, `address` gives each page its address, and for each page in all its languages
//! (an *entry*) `include` puts parts in their places, `outline` makes sections of headings,
//! `align` fills in steps that are not translated, and `layout` counts figures and collects what
//! a link may name. Out comes a [`Site`] of [`PageProfile`]s, with `collection` for their order.
//! The second layer, `page`, links one entry against that site: a link that led nowhere becomes
//! plain text and a problem. An entry is laid out in both layers, so that no text has to be kept
//! between them. No stage looks at all pages for one link: the time is linear in the size of the
//! site.

mod address;
mod align;
mod collection;
mod context;
mod files;
mod heading_words;
mod ids;
mod include;
mod known_site;
mod layout;
mod link;
mod name;
mod number;
mod outline;
mod page;
mod pair;
mod picture;
mod profiles;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use context::{DraftOf, ResolveContext, SiteNames};
use files::Files;
pub(crate) use heading_words::HeadingWords;
use include::FlatDraft;
pub(crate) use known_site::KnownSite;
use layout::PageLayout;
use link::Linker;
pub(crate) use profiles::{EntryProfiles, ProfileAndUses};
pub(crate) use settings::ResolveSettings;

use crate::diag::Problem;
use crate::model::{
    Draft, DraftHead, DraftKind, Page, PageProfile, Sidecar, Site, SiteFiles, SitePlaces, SiteWatch,
    WatchedSite,
};
use crate::source::{ContentTree, Source, SourceId};
#[cfg(test)]
use crate::url::SitePath;
use crate::url::TreePath;

/// What the profiles of an entry are made of, beside the names of the site.
#[derive(Debug)]
pub(crate) struct EntryInputs {
    pub(crate) sources: Vec<SourceId>,
    /// The sidecars of its pictures, by their own path.
    pub(crate) sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
}

/// The linked pages of an entry, one for each language.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinkedEntry {
    pub(crate) pages: Vec<Page>,
    /// The texts of the pages, and the parts that they include.
    pub(crate) drafts: Vec<Arc<Draft>>,
    pub(crate) parts: Vec<Arc<Draft>>,
    pub(crate) problems: Vec<Problem>,
}

/// Decides which drafts are pages, and at which addresses.
#[must_use]
pub(crate) fn names(heads: &[Arc<DraftHead>], settings: ResolveSettings<'_>) -> SiteNames {
    let mut problems = Vec::new();
    let pairs = pair::pairs(heads, settings, &mut problems);
    let addresses = address::addresses(&pairs, settings, &mut problems);
    SiteNames { pairs, addresses, problems }
}

impl SiteNames {
    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.pairs.entries.len()
    }

    /// The heads of an entry's texts.
    pub(crate) fn texts(&self, entry: usize) -> impl Iterator<Item = &Arc<DraftHead>> {
        self.pairs.entries.get(entry).into_iter().flat_map(|entry| entry.texts.iter().flatten())
    }
}

impl<'a> ResolveContext<'a> {
    pub(crate) fn new(
        names: &'a SiteNames,
        tree: &'a ContentTree,
        settings: ResolveSettings<'a>,
        draft: DraftOf<'a>,
    ) -> Self {
        Self { settings, tree, names, files: Files::new(tree), draft }
    }

    /// The source with this id.
    pub(crate) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.tree.source(id)
    }

    /// The first layer: the profiles of an entry, and what it is made of.
    pub(crate) fn profiles(&self, at: usize) -> (EntryProfiles, EntryInputs) {
        let profile = |(lang, mut layout): (usize, PageLayout<'_>)| {
            let uses = Arc::new(std::mem::take(&mut layout.uses));
            Some((Arc::new(page::profile(self, (lang, at), &mut layout)?), uses))
        };
        let mut profiles = EntryProfiles::new();
        let mut made = LinkedEntry::default();
        self.laid_out(at, &mut made, |layouts| {
            profiles.extend(layouts.into_iter().enumerate().filter_map(profile));
        });
        let sources = made.drafts.iter().chain(&made.parts).map(|draft| draft.head.source).collect();
        let pictures: BTreeSet<&TreePath> =
            profiles.iter().flat_map(|(_, uses)| uses.pictures.keys()).collect();
        let sidecar = |file: &TreePath| {
            let path = picture::sidecar(self, file)?;
            let sidecar = Arc::clone(self.settings.sidecars.get(&path)?);
            Some((path, sidecar))
        };
        let sidecars = pictures.into_iter().filter_map(sidecar).collect();
        (profiles, EntryInputs { sources, sidecars })
    }

    /// The paths of all sidecars that a picture could have, the one that counts first.
    pub(crate) fn sidecars_of(&self, picture: &TreePath) -> Vec<TreePath> {
        picture::sidecars(self, picture).collect()
    }

    /// Whether an entry is the home page, whose title may be the name of the site.
    pub(crate) fn is_home(&self, at: usize) -> bool {
        self.pairs().entries.get(at).is_some_and(|entry| entry.kind == DraftKind::Home)
    }

    /// Lays out an entry in all languages, and gives the layouts to `then`. What it is made of,
    /// and what was odd, goes into `linked`.
    fn laid_out(&self, at: usize, linked: &mut LinkedEntry, then: impl FnOnce(Vec<PageLayout<'_>>)) {
        let Some(entry) = self.pairs().entries.get(at) else { return };
        let draft = |head: &Option<Arc<DraftHead>>| head.as_ref().and_then(|head| (self.draft)(head));
        let drafts: Vec<Option<Arc<Draft>>> = entry.texts.iter().map(draft).collect();
        let flats: Vec<Option<FlatDraft<'_>>> =
            drafts.iter().map(|draft| draft.as_ref().map(|draft| include::flat(draft, self))).collect();
        let outlines = outline::outlines(&flats, entry);
        let languages = 0..self.languages().len();
        let layouts: Vec<_> = languages.map(|lang| layout::layout(self, (lang, entry), &outlines)).collect();
        let problems = &mut linked.problems;
        problems.extend(flats.iter().flatten().flat_map(|flat| flat.problems.iter().cloned()));
        problems.extend(outlines.iter().flatten().flat_map(|outline| outline.problems.iter().cloned()));
        problems.extend(layouts.iter().flat_map(|layout| layout.problems.iter().cloned()));
        linked.parts = flats.iter().flatten().flat_map(|flat| flat.parts.values().cloned()).collect();
        then(layouts);
        linked.drafts = drafts.into_iter().flatten().collect();
    }

    /// The second layer: the linked pages of an entry.
    pub(crate) fn link(&self, (site, words): (WatchedSite<'_>, &HeadingWords), at: usize) -> LinkedEntry {
        let linker = Linker { context: self, site, words };
        let (mut linked, mut pages, mut problems) = (LinkedEntry::default(), Vec::new(), Vec::new());
        self.laid_out(at, &mut linked, |layouts| {
            for (lang, layout) in layouts.iter().enumerate() {
                pages.extend(page::build(linker, (lang, at), layout, &mut problems));
            }
        });
        linked.pages = pages;
        linked.problems.append(&mut problems);
        linked
    }

    /// The site of all its entries' profiles. What is as it was in `last` is shared with it.
    pub(crate) fn site(&self, entries: &[&EntryProfiles], last: Option<KnownSite<'_>>) -> Arc<Site> {
        if let Some(last) = last.as_ref().filter(|last| last.is_same()) {
            return Arc::clone(last.site);
        }
        let languages = self.languages().to_vec();
        let of_language =
            |lang: usize| entries.iter().filter_map(move |entry| Some(Arc::clone(&entry.get(lang)?.0)));
        let pages = match &last {
            Some(last) => last.pages(entries),
            None => (0..languages.len()).flat_map(of_language).collect(),
        };
        let verified_on = match &last {
            Some(last) if last.has_same_days(&pages) => last.site.verified_on,
            _ => pages.iter().filter_map(|page| page.meta.verified_on()).max(),
        };
        let places = match &last {
            Some(last) => Arc::clone(&last.site.places),
            None => Arc::new(self.places(&pages)),
        };
        let last = last.filter(|last| last.same_files);
        let files = match &last {
            Some(last) => Arc::clone(&last.site.files),
            None => Arc::new(used(entries)),
        };
        let sidecars = match last.filter(|last| last.same_sidecars) {
            Some(last) => Arc::clone(&last.site.sidecars),
            None => Arc::new(self.sidecars(&files)),
        };
        Arc::new(Site { languages, pages, places, files, sidecars, verified_on })
    }

    fn places(&self, pages: &[Arc<PageProfile>]) -> SitePlaces {
        SitePlaces {
            addresses: pages.iter().enumerate().map(|(at, page)| (page.address.clone(), at)).collect(),
            collections: collection::collections(self.pairs(), self.languages()),
            aliases: self.names.addresses.aliases.clone(),
        }
    }

    /// The sidecars of the pictures of pages and settings.
    fn sidecars(&self, files: &SiteFiles) -> BTreeMap<TreePath, Arc<Sidecar>> {
        let mut sidecars = self.sidecars_of_settings();
        sidecars.extend(files.pictures.iter().filter_map(|file| self.with_sidecar(file)));
        sidecars
    }

    /// The sidecars of the pictures that the settings name, with the paths of their files.
    fn sidecars_of_settings(&self) -> BTreeMap<TreePath, Arc<Sidecar>> {
        let pictures = self.settings.config.pictures().into_iter();
        pictures.filter_map(|(file, _)| self.with_sidecar(&file)).collect()
    }

    /// A picture with its sidecar, if it has one.
    fn with_sidecar(&self, file: &TreePath) -> Option<(TreePath, Arc<Sidecar>)> {
        let sidecar = picture::sidecar(self, file)?;
        Some((file.clone(), Arc::clone(self.settings.sidecars.get(&sidecar)?)))
    }
}

/// The files that the pages of all entries use.
fn used(entries: &[&EntryProfiles]) -> SiteFiles {
    let mut files = SiteFiles::default();
    for (_, uses) in entries.iter().flat_map(|entry| entry.iter()) {
        files.pictures.extend(uses.pictures.keys().cloned());
        let downloads = uses.downloads.keys().map(|file| (file.clone(), link::download(file)));
        files.downloads.extend(downloads);
    }
    files
}

/// A site with all its pages, for those who need them all at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct WholeSite {
    pub(crate) site: Arc<Site>,
    /// The pages, in the order of [`Site::pages`].
    pub(crate) pages: Vec<Page>,
    pub(crate) problems: Vec<Problem>,
}

/// Links drafts into a site with all its pages. The same input gives the same site, whatever the
/// number of threads.
#[must_use]
pub(crate) fn whole(drafts: &[Arc<Draft>], tree: &ContentTree, settings: ResolveSettings<'_>) -> WholeSite {
    let heads: Vec<Arc<DraftHead>> = drafts.iter().map(|draft| Arc::clone(&draft.head)).collect();
    let by_source: BTreeMap<SourceId, &Arc<Draft>> =
        drafts.iter().map(|draft| (draft.head.source, draft)).collect();
    let draft = |head: &DraftHead| by_source.get(&head.source).map(|draft| Arc::clone(draft));
    let names = names(&heads, settings);
    let context = ResolveContext::new(&names, tree, settings, &draft);
    let entries = 0..names.len();
    let profiles: Vec<EntryProfiles> =
        entries.clone().into_par_iter().map(|at| context.profiles(at).0).collect();
    let site = context.site(&profiles.iter().collect::<Vec<_>>(), None);
    let words = HeadingWords::of(&site);
    let link = |at| context.link((WatchedSite::new(&site, &SiteWatch::default()), &words), at);
    let linked: Vec<LinkedEntry> = entries.into_par_iter().map(link).collect();
    let mut problems = names.problems.clone();
    problems.extend(linked.iter().flat_map(|entry| entry.problems.iter().cloned()));
    let page = |lang: usize| linked.iter().filter_map(move |entry| entry.pages.get(lang).cloned());
    let pages = (0..site.languages.len()).flat_map(page).collect();
    WholeSite { site, pages, problems: once(problems, tree) }
}

impl WholeSite {
    /// The page at `address`.
    #[cfg(test)]
    pub(crate) fn page_at(&self, address: &SitePath) -> Option<&Page> {
        self.pages.get(*self.site.places.addresses.get(address)?)
    }
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
