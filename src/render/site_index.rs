//! An index of the site: the collections of each language and the pages of each. It is built once
//! for all pages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::lang::Lang;
use crate::model::{Collection, PageKind, PageProfile, Site};

/// A collection and its place in the tree of collections.
#[derive(Debug)]
pub(super) struct CollectionNode<'a> {
    pub(super) collection: &'a Collection,
    /// Index of the nearest collection that contains this one; `None` if only
    /// the home page does.
    pub(super) parent: Option<usize>,
    /// Indices of the collections directly inside this one.
    pub(super) children: Vec<usize>,
    /// The collection's guides; found when the first of their pages is made.
    guides: OnceLock<GuideOrder>,
}

/// The guides of a collection.
#[derive(Debug)]
struct GuideOrder {
    /// Their indices in [`Site::pages`], in reading order.
    order: Vec<usize>,
    /// Where each is in that order.
    places: BTreeMap<usize, usize>,
}

impl GuideOrder {
    fn of(site: &Site, collection: &Collection) -> Self {
        let is_guide =
            |index: &usize| site.pages.get(*index).is_some_and(|page| page.kind == PageKind::Guide);
        let order: Vec<usize> = collection.members.iter().copied().filter(is_guide).collect();
        let places = order.iter().enumerate().map(|(at, index)| (*index, at)).collect();
        Self { order, places }
    }

    fn around(&self, guide: usize) -> Option<Neighbours> {
        let at = *self.places.get(&guide)?;
        let previous = at.checked_sub(1).and_then(|at| self.order.get(at)).copied();
        Some(Neighbours { previous, next: self.order.get(at + 1).copied() })
    }
}

/// The guides before and after a guide, as indices in [`Site::pages`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Neighbours {
    pub(super) previous: Option<usize>,
    pub(super) next: Option<usize>,
}

/// All collections of all languages.
#[derive(Debug)]
pub(super) struct SiteIndex<'a> {
    site: &'a Site,
    collections: BTreeMap<&'a Lang, Vec<CollectionNode<'a>>>,
    /// Index of a collection in its language's `collections`, by language and folder.
    folders: BTreeMap<(&'a Lang, &'a str), usize>,
}

impl<'a> SiteIndex<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        let mut site_index = Self { site, collections: BTreeMap::new(), folders: BTreeMap::new() };
        for (lang, collections) in &site.places.collections {
            for (index, collection) in collections.iter().enumerate() {
                site_index.folders.insert((lang, &collection.folder), index);
            }
            let mut nodes: Vec<CollectionNode<'a>> = collections
                .iter()
                .map(|collection| CollectionNode {
                    collection,
                    parent: site_index.around(lang, &collection.folder),
                    children: Vec::new(),
                    guides: OnceLock::new(),
                })
                .collect();
            for index in 0..nodes.len() {
                let parent = nodes.get(index).and_then(|node| node.parent);
                if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
                    parent.children.push(index);
                }
            }
            site_index.collections.insert(lang, nodes);
        }
        site_index
    }

    /// The title of a page for places that show the title of its collection too.
    pub(super) fn title_under<'p>(&self, page: &'p PageProfile) -> Cow<'p, str> {
        let node = self.collection(&page.lang, &page.key.folder);
        let around = node.and_then(|node| self.site.pages.get(node.collection.page?));
        page.title_under(around.map_or("", |around| around.title.as_str()))
    }

    /// Index of the nearest collection that contains a folder. The root folder
    /// is no collection: its page is the home page.
    fn around(&self, lang: &Lang, folder: &str) -> Option<usize> {
        let mut folder = folder;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if let Some(index) = self.folders.get(&(lang, above)) {
                return Some(*index);
            }
            folder = above;
        }
        None
    }

    /// The collections of a language in reading order.
    pub(super) fn collections(&self, lang: &Lang) -> &[CollectionNode<'a>] {
        self.collections.get(lang).map_or(&[], Vec::as_slice)
    }

    /// The collection of a folder.
    pub(super) fn collection(&self, lang: &Lang, folder: &str) -> Option<&CollectionNode<'a>> {
        let index = self.folders.get(&(lang, folder))?;
        self.collections(lang).get(*index)
    }

    /// The collections that contain a page, from the outermost to that of the
    /// page's own folder.
    pub(super) fn way_to(&self, page: &PageProfile) -> Vec<&CollectionNode<'a>> {
        let collections = self.collections(&page.lang);
        let mut way = Vec::new();
        let mut at = self.folders.get(&(&page.lang, page.key.folder.as_str())).copied();
        while let Some(node) = at.and_then(|index| collections.get(index)) {
            way.push(node);
            at = node.parent;
        }
        way.reverse();
        way
    }

    pub(super) fn neighbours(&self, page: &PageProfile) -> Neighbours {
        let around = || {
            let node = self.collection(&page.lang, &page.key.folder)?;
            let guides = node.guides.get_or_init(|| GuideOrder::of(self.site, node.collection));
            guides.around(*self.site.places.addresses.get(&page.address)?)
        };
        around().unwrap_or_default()
    }

    /// The page at an index of the site.
    pub(super) fn page(&self, index: usize) -> Option<&'a PageProfile> {
        self.site.pages.get(index).map(AsRef::as_ref)
    }

    /// The pages of one kind in a collection.
    pub(super) fn members(
        &self,
        collection: &'a Collection,
        kind: PageKind,
    ) -> impl Iterator<Item = &'a PageProfile> {
        let site = self.site;
        let pages =
            collection.members.iter().filter_map(move |index| site.pages.get(*index).map(AsRef::as_ref));
        pages.filter(move |page| page.kind == kind)
    }
}
