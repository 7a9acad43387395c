//! Where a reference leads.

use super::context::ResolveContext;
use super::files::{GUESSES, LinkEnd, around, relative};
use super::heading_words::HeadingWords;
use super::ids::instead_of;
use super::pair::SourceRole;
use crate::config::objection;
use crate::diag::{self, Problem, ProblemKind, Unpublished};
use crate::model::{Link, PagePlace, PageProfile, RawLink, WatchedSite};
use crate::url::{Destination, SitePath, TreePath, percent_decode};

/// Schemes of addresses that are safe to follow.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Everything that is needed to find where a link leads.
#[derive(Clone, Copy)]
pub(crate) struct Linker<'s> {
    pub(super) context: &'s ResolveContext<'s>,
    /// The site: what its pages may see of each other.
    pub(super) site: WatchedSite<'s>,
    pub(super) words: &'s HeadingWords,
}

/// The page that a link stands on.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkPage {
    /// The page's index in [`Site::pages`](crate::model::Site::pages).
    pub(super) index: usize,
    /// The number of the reader's language.
    pub(super) lang: usize,
}

/// The place that a link leads to.
pub(super) struct LinkGoal<'s> {
    pub(super) link: Link,
    /// Index of the page that the link leads to, if it leads to one.
    pub(super) page: Option<usize>,
    pub(super) place: Option<&'s PagePlace>,
}

/// A link that is being followed.
struct FollowedLink<'r> {
    raw: &'r RawLink,
    on: LinkPage,
    from: &'r TreePath,
    fragment: Option<&'r str>,
}

impl<'s> Linker<'s> {
    /// Follows a link. If it leads nowhere, the result is `None`, and a problem
    /// is added.
    pub(super) fn follow(
        &self,
        raw: &RawLink,
        on: LinkPage,
        problems: &mut Vec<Problem>,
    ) -> Option<LinkGoal<'s>> {
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
    ) -> Result<LinkGoal<'s>, ProblemKind> {
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
    ) -> Result<LinkGoal<'s>, ProblemKind> {
        let hidden = |why| ProblemKind::Unpublished { path: path.to_string(), why };
        match self.context.pairs().text(path) {
            Some(SourceRole::Page(entry)) => self.page(self.index(*entry, trip.on), trip, problems),
            Some(SourceRole::Part(_)) => Err(hidden(Unpublished::Part)),
            Some(SourceRole::Hidden(why)) => Err(hidden(*why)),
            None if path.is_picture() => Err(hidden(Unpublished::Picture)),
            None if self.context.files.is_asset(path) => self.offered(path),
            None => Err(hidden(Unpublished::Source)),
        }
    }

    /// The goal of a link to a file of the content; an error if files with this
    /// extension are not published.
    fn offered(&self, path: &TreePath) -> Result<LinkGoal<'s>, ProblemKind> {
        let endings = &self.context.settings.config.endings;
        if let Some((why, ending)) = objection(path.file_name(), endings) {
            return Err(ProblemKind::RefusedDownload { path: path.to_string(), ending, why });
        }
        let link = Link::Download(download(path));
        Ok(LinkGoal { link, page: None, place: None })
    }

    /// The goal of a link to a path without a file. A folder means the folder's
    /// page. A translation that is not written yet is replaced by the page in
    /// another language, with a problem.
    fn missing(
        &self,
        path: &TreePath,
        trip: &FollowedLink<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<LinkGoal<'s>, ProblemKind> {
        let pairs = self.context.pairs();
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
        let entry = self.context.pairs().entry(&identity.key)?;
        let known = self.context.pairs().entries.get(entry)?;
        known.text_lang(0).map(|_| entry)
    }

    /// The text of the page that a link to `b.html` or `B.md` means.
    fn of_other_form(&self, path: &TreePath, lang: usize) -> Option<&TreePath> {
        let stem = path.as_str().strip_suffix(path.extension())?;
        let identity = crate::parse::identify(&TreePath::new(&format!("{stem}md")));
        let entry = self.context.pairs().alike(&identity.key)?;
        Some(&entry.text(entry.text_lang(lang)?)?.path)
    }

    /// The page that a missing source would translate, and the path of one of
    /// its texts.
    fn translation(&self, path: &TreePath) -> Option<(usize, &TreePath)> {
        let identity = crate::parse::identify(path);
        let known = self.context.languages().contains(&identity.lang);
        let at = self.context.pairs().entry(&identity.key).filter(|_| known)?;
        let entry = self.context.pairs().entries.get(at)?;
        Some((at, &entry.text(entry.text_lang(0)?)?.path))
    }

    /// A page, and the place with the link's id in it, if there is one.
    fn page(
        &self,
        page: usize,
        trip: &FollowedLink<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<LinkGoal<'s>, ProblemKind> {
        let Some(profile) = self.site.page(page) else { return Err(ProblemKind::EmptyLink) };
        let places = &profile.places;
        let id = trip.fragment.map(percent_decode).filter(|id| !id.is_empty());
        let id = id.map(|id| {
            if places.contains_key(&id) {
                return id;
            }
            let own = instead_of(&id);
            if places.contains_key(&own) {
                return own;
            }
            let word = &self.context.settings.theme.words(&profile.lang).of_steps.word;
            self.words.id(profile, (page, word), &id).map_or(id.clone(), str::to_owned)
        });
        let place = id.as_ref().and_then(|id| places.get(id));
        if let (Some(id), None) = (&id, place) {
            let path = profile.source.and_then(|source| self.context.path(source));
            let kind = ProblemKind::MissingAnchor {
                id: id.clone(),
                page: path.map_or_else(|| profile.address.to_string(), TreePath::to_string),
                nearest: if problems.len() < GUESSES { nearest_id(profile, id) } else { None },
            };
            problems.push(Problem::new(trip.raw.span.clone(), kind));
        }
        let link = Link::Page { page: profile.address.clone(), fragment: id.filter(|_| place.is_some()) };
        Ok(LinkGoal { link, page: Some(page), place })
    }

    /// Index of an entry's page in the reader's language.
    fn index(&self, entry: usize, on: LinkPage) -> usize {
        on.lang * self.context.pairs().entries.len() + entry
    }
}

fn nearest_id(profile: &PageProfile, id: &str) -> Option<String> {
    diag::nearest(id, around(&profile.places, id).map(|(id, _)| id.as_str())).map(str::to_owned)
}

/// The file that a link offers for download, if it leads to one that may be published.
pub(super) fn offered_file(context: &ResolveContext<'_>, raw: &RawLink) -> Option<TreePath> {
    let Destination::Inside { path, .. } = Destination::parse(raw.destination.trim()) else { return None };
    if path.is_empty() {
        return None;
    }
    let (LinkEnd::File(file) | LinkEnd::Case(file)) =
        context.files.locate(context.path(raw.span.source)?, path)
    else {
        return None;
    };
    let is_file =
        context.pairs().text(&file).is_none() && !file.is_picture() && context.files.is_asset(&file);
    (is_file && objection(file.file_name(), &context.settings.config.endings).is_none()).then_some(file)
}

fn outside<'s>(address: &str) -> Result<LinkGoal<'s>, ProblemKind> {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    if address.starts_with("//") {
        return Err(ProblemKind::BadScheme("//".to_owned()));
    }
    if !SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return Err(ProblemKind::BadScheme(format!("{scheme}:")));
    }
    Ok(LinkGoal { link: Link::Outside(address.to_owned()), page: None, place: None })
}

/// The address of a file of `content/` in the site.
pub(super) fn download(path: &TreePath) -> SitePath {
    let below = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    SitePath::new(&format!("files/{below}"))
}
