//! An index of the site: the collections of each language and the pages of each. It is built once
//! for all pages.

use std::borrow::Cow;
use std::collections::BTreeMap;

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
    /// The neighbours of each page, in the order of [`Site::pages`].
    neighbours: Vec<Neighbours>,
}

impl<'a> SiteIndex<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        let mut site_index = Self {
            site,
            collections: BTreeMap::new(),
            folders: BTreeMap::new(),
            neighbours: vec![Neighbours::default(); site.pages.len()],
        };
        for (lang, collections) in &site.places.collections {
            for (index, collection) in collections.iter().enumerate() {
                site_index.folders.insert((lang, &collection.folder), index);
                site_index.link_guides(collection);
            }
            let mut nodes: Vec<CollectionNode<'a>> = collections
                .iter()
                .map(|collection| CollectionNode {
                    collection,
                    parent: site_index.around(lang, &collection.folder),
                    children: Vec::new(),
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

    fn link_guides(&mut self, collection: &Collection) {
        let is_guide =
            |index: &usize| self.site.pages.get(*index).is_some_and(|page| page.kind == PageKind::Guide);
        let guides: Vec<usize> = collection.members.iter().copied().filter(is_guide).collect();
        for (at, index) in guides.iter().enumerate() {
            if let Some(neighbours) = self.neighbours.get_mut(*index) {
                neighbours.previous = at.checked_sub(1).and_then(|at| guides.get(at)).copied();
                neighbours.next = guides.get(at + 1).copied();
            }
        }
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
        let index = self.site.places.addresses.get(&page.address);
        index.and_then(|index| self.neighbours.get(*index)).copied().unwrap_or_default()
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
