//! Where a reference leads.

use super::address::Addresses;
use super::context::ResolveContext;
use super::files::{GUESSES, LinkEnd, around, relative};
use super::ids::instead_of;
use super::layout::{PageAnchor, PageLayout};
use super::pair::SourceRole;
use crate::config::objection;
use crate::diag::{self, Problem, ProblemKind, Unpublished};
use crate::model::{Link, RawLink};
use crate::source::SourceId;
use crate::url::{Destination, SitePath, TreePath, percent_decode};

/// Schemes of addresses that are safe to follow.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Everything that is needed to find where a link leads.
#[derive(Clone, Copy)]
pub(super) struct Linker<'s, 'c, 'f> {
    pub(super) context: &'s ResolveContext<'c>,
    /// The layouts of all pages, language by language, in the order of entries.
    pub(super) layouts: &'s [PageLayout<'f>],
    pub(super) addresses: &'s Addresses,
}

/// The page that a link stands on.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkPage {
    /// The page's index among the layouts.
    pub(super) index: usize,
    /// The number of the reader's language.
    pub(super) lang: usize,
}

/// The place that a link leads to.
pub(super) struct LinkGoal<'f> {
    pub(super) link: Link,
    /// Index of the page that the link leads to, if it leads to one.
    pub(super) page: Option<usize>,
    pub(super) anchor: Option<PageAnchor<'f>>,
    /// The file to copy, if the link leads to a download.
    pub(super) download: Option<TreePath>,
}

/// A link that is being followed.
struct FollowedLink<'r> {
    raw: &'r RawLink,
    on: LinkPage,
    from: &'r TreePath,
    fragment: Option<&'r str>,
}

impl<'f> Linker<'_, '_, 'f> {
    /// Follows a link. If it leads nowhere, the result is `None`, and a problem
    /// is added.
    pub(super) fn follow(
        &self,
        raw: &RawLink,
        on: LinkPage,
        problems: &mut Vec<Problem>,
    ) -> Option<LinkGoal<'f>> {
        let from = self.context.path(raw.span.source)?;
        let destination = raw.destination.trim();
        let found = match Destination::parse(destination) {
            _ if destination.is_empty() => Err(ProblemKind::EmptyLink),
            Destination::Outside(address) => outside(address),
            Destination::Inside { path: "", fragment } => {
                let trip = FollowedLink { raw, on, from, fragment };
                self.page(on.index, &trip, problems)
            }
            Destination::Inside { path, fragment } => {
                let trip = FollowedLink { raw, on, from, fragment };
                self.inside(path, &trip, problems)
            }
        };
        found.map_err(|kind| problems.push(Problem::new(raw.span.clone(), kind))).ok()
    }

    fn inside(
        &self,
        path: &str,
        trip: &FollowedLink<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<LinkGoal<'f>, ProblemKind> {
        match self.context.files.locate(trip.from, path) {
            LinkEnd::Leaves => {
                Err(ProblemKind::LeavesContent { nearest: self.context.files.rooted(trip.from, path) })
            }
            LinkEnd::File(path) => self.file(&path, trip, problems),
            LinkEnd::Missing(path) => self.missing(&path, trip, problems),
            LinkEnd::Case(actual) => {
                let goal = self.file(&actual, trip, problems)?;
                let mut written = relative(trip.from, &actual);
                if let Some(fragment) = trip.fragment {
                    written.push('#');
                    written.push_str(fragment);
                }
                problems
                    .push(Problem::new(trip.raw.span.clone(), ProblemKind::WrongCase { actual: written }));
                Ok(goal)
            }
        }
    }

    fn file(
        &self,
        path: &TreePath,
        trip: &FollowedLink<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<LinkGoal<'f>, ProblemKind> {
        let hidden = |why| ProblemKind::Unpublished { path: path.to_string(), why };
        match self.context.pairs.text(path) {
            Some(SourceRole::Page(entry)) => self.page(self.index(entry, trip.on), trip, problems),
            Some(SourceRole::Part(_)) => Err(hidden(Unpublished::Part)),
            Some(SourceRole::Hidden(why)) => Err(hidden(why)),
            None if path.is_picture() => Err(hidden(Unpublished::Picture)),
            None if self.context.files.is_asset(path) => self.offered(path),
            None => Err(hidden(Unpublished::Source)),
        }
    }

    /// The goal of a link to a file of the content; an error if files with this
    /// extension are not published.
    fn offered(&self, path: &TreePath) -> Result<LinkGoal<'f>, ProblemKind> {
        let endings = &self.context.settings.config.endings;
        if let Some((why, ending)) = objection(path.file_name(), endings) {
            return Err(ProblemKind::RefusedDownload { path: path.to_string(), ending, why });
        }
        let link = Link::Download(download(path));
        Ok(LinkGoal { link, page: None, anchor: None, download: Some(path.clone()) })
    }

    /// The goal of a link to a path without a file. A folder means the folder's
    /// page. A translation that is not written yet is replaced by the page in
    /// another language, with a problem.
    fn missing(
        &self,
        path: &TreePath,
        trip: &FollowedLink<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<LinkGoal<'f>, ProblemKind> {
        let pairs = &self.context.pairs;
        let folder = path.as_str().strip_prefix("content").map(|below| below.trim_start_matches('/'));
        if let Some(entry) = folder.and_then(|folder| pairs.folder(folder)) {
            return self.page(self.index(entry, trip.on), trip, problems);
        }
        let guess = problems.len() < GUESSES;
        let (files, named) = (&self.context.files, path.to_string());
        let extension = path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension);
        if !matches!(extension, "" | "md" | "html" | "htm") {
            let keep = |path: &TreePath| files.is_asset(path) && !path.is_picture();
            let nearest = guess.then(|| files.nearest(path, trip.from, &keep)).flatten();
            return Err(ProblemKind::MissingDownload { path: named, nearest });
        }
        if let Some(entry) = self.without_language(path) {
            return self.page(self.index(entry, trip.on), trip, problems);
        }
        if let Some((entry, text)) = self.translation(path) {
            let nearest = Some(relative(trip.from, text));
            let problem = ProblemKind::MissingPage { path: named, nearest };
            problems.push(Problem::new(trip.raw.span.clone(), problem));
            return self.page(self.index(entry, trip.on), trip, problems);
        }
        let is_page = |path: &TreePath| matches!(pairs.text(path), Some(SourceRole::Page(_)));
        let other = self.of_other_form(path, trip.on.lang).map(|text| relative(trip.from, text));
        let nearest = other.or_else(|| guess.then(|| files.nearest(path, trip.from, &is_page)).flatten());
        Err(ProblemKind::MissingPage { path: named, nearest })
    }

    /// The page of a path without a language, `install.md`: the reader's language is meant.
    fn without_language(&self, path: &TreePath) -> Option<usize> {
        let identity = crate::parse::identify(path);
        if identity.named || path.extension() != "md" {
            return None;
        }
        let entry = self.context.pairs.entry(&identity.key)?;
        let known = self.context.pairs.entries.get(entry)?;
        known.text_lang(0).map(|_| entry)
    }

    /// The text of the page that a link to `b.html` or `B.md` means.
    fn of_other_form(&self, path: &TreePath, lang: usize) -> Option<&TreePath> {
        let stem = path.as_str().strip_suffix(path.extension())?.to_lowercase();
        let identity = crate::parse::identify(&TreePath::new(&format!("{stem}md")));
        let pairs = &self.context.pairs;
        let same = |name: &str, folder: &str| {
            name.to_lowercase() == identity.key.name && folder.to_lowercase() == identity.key.folder
        };
        let entry = pairs.entries.iter().find(|entry| same(&entry.key.name, &entry.key.folder))?;
        Some(&entry.text(entry.text_lang(lang)?)?.path)
    }

    /// The page that a missing source would translate, and the path of one of
    /// its texts.
    fn translation(&self, path: &TreePath) -> Option<(usize, &TreePath)> {
        let identity = crate::parse::identify(path);
        let known = self.context.languages().contains(&identity.lang);
        let at = self.context.pairs.entry(&identity.key).filter(|_| known)?;
        let entry = self.context.pairs.entries.get(at)?;
        Some((at, &entry.text(entry.text_lang(0)?)?.path))
    }

    /// A page, and the place with the link's id in it, if there is one.
    fn page(
        &self,
        page: usize,
        trip: &FollowedLink<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<LinkGoal<'f>, ProblemKind> {
        let entries = self.context.pairs.entries.len().max(1);
        let address = self.addresses.of(page / entries, page % entries);
        let (Some(layout), Some(address)) = (self.layouts.get(page), address) else {
            return Err(ProblemKind::EmptyLink);
        };
        let id = trip.fragment.map(percent_decode).filter(|id| !id.is_empty());
        let id = id.map(|id| {
            let own = Some(instead_of(&id)).filter(|own| layout.anchors.contains_key(own));
            let id = own.filter(|_| !layout.anchors.contains_key(&id)).unwrap_or(id);
            if layout.anchors.contains_key(&id) {
                return id;
            }
            let lang = self.context.languages().get(page / entries);
            let word = lang.map_or("", |lang| &self.context.settings.theme.words(lang).of_steps.word);
            layout.by_words(&id, word).map_or(id.clone(), str::to_owned)
        });
        let anchor = id.as_ref().and_then(|id| layout.anchors.get(id)).copied();
        if let (Some(id), None) = (&id, anchor) {
            let source: Option<SourceId> = layout.own.map(|own| own.flat.draft.source);
            let path = source.and_then(|source| self.context.path(source));
            let kind = ProblemKind::MissingAnchor {
                id: id.clone(),
                page: path.map_or_else(|| address.to_string(), TreePath::to_string),
                nearest: if problems.len() < GUESSES { nearest_id(layout, id) } else { None },
            };
            problems.push(Problem::new(trip.raw.span.clone(), kind));
        }
        let link = Link::Page { page: address.clone(), fragment: id.filter(|_| anchor.is_some()) };
        Ok(LinkGoal { link, page: Some(page), anchor, download: None })
    }

    /// Index of an entry's page in the reader's language.
    fn index(&self, entry: usize, on: LinkPage) -> usize {
        on.lang * self.context.pairs.entries.len() + entry
    }
}

fn nearest_id(layout: &PageLayout<'_>, id: &str) -> Option<String> {
    diag::nearest(id, around(&layout.anchors, id).map(|(id, _)| id.as_str())).map(str::to_owned)
}

fn outside<'f>(address: &str) -> Result<LinkGoal<'f>, ProblemKind> {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    if address.starts_with("//") {
        return Err(ProblemKind::BadScheme("//".to_owned()));
    }
    if !SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return Err(ProblemKind::BadScheme(format!("{scheme}:")));
    }
    Ok(LinkGoal { link: Link::Outside(address.to_owned()), page: None, anchor: None, download: None })
}

/// The address of a file of `content/` in the site.
pub(super) fn download(path: &TreePath) -> SitePath {
    let below = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    SitePath::new(&format!("files/{below}"))
}
