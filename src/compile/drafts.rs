//! The drafts of a site. The heads are read at once, each draft is parsed when somebody wants it. A
//! draft takes several times the memory of its source and is parsed in less time than its page is
//! rendered: in a large site none is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::memory::InputComparison;
use super::setup::SiteSetup;
use crate::model::{Draft, DraftHead};
use crate::parse;
use crate::source::{ContentTree, Decoded, Source, SourceId};

/// Drafts are kept while the texts of a site have at most this many bytes in all. 1,000 guides in
/// two languages have 10 MB, and their drafts take three times as much.
const KEPT: usize = 16 << 20;

/// Most drafts that are kept beside the list of all. Then a new list is made.
const MOST_NEWER: usize = 64;

/// The heads of all drafts, and where the site is small the drafts that were parsed. It shares all lists
/// with that of the last state, if few sources changed: to copy them would take longer than to make a
/// page.
#[derive(Debug)]
pub(super) struct SiteDrafts {
    /// The heads, by the path of their source.
    pub(super) heads: Arc<Vec<Arc<DraftHead>>>,
    /// What each head is the head of, in the same order.
    known: Arc<Vec<KnownDraft>>,
    /// What is known of sources that changed since that list was made, by their place in it.
    newer: BTreeMap<usize, KnownDraft>,
    /// Where in these lists the source of each id is.
    places: Arc<Vec<Option<usize>>>,
    /// The length of all texts, in bytes.
    length: usize,
}

/// The text that is parsed, and its draft if it was parsed and is kept.
#[derive(Debug, Clone)]
struct KnownDraft {
    text: Arc<str>,
    draft: Arc<OnceLock<Arc<Draft>>>,
}

impl KnownDraft {
    fn new(source: &Source) -> Self {
        Self { text: Arc::clone(&source.text), draft: Arc::default() }
    }
}

impl SiteDrafts {
    /// Reads the heads of all sources that are not in `last`, the drafts of the state before.
    pub(super) fn of_tree(
        (tree, changed): (&ContentTree, Option<&[&Source]>),
        setup: &SiteSetup,
        (last, compare): (Option<&Self>, InputComparison),
    ) -> Self {
        if let (Some(last), Some(changed)) = (last, changed)
            && let Some(drafts) = last.with(changed, setup, compare)
        {
            return drafts;
        }
        let sources: Vec<&Source> = tree.sources().filter(|source| is_page(source)).collect();
        let length: usize = sources.iter().map(|source| source.text.len()).sum();
        let one = |source: &&Source| {
            let before = last.and_then(|last| last.find(source.id));
            match before.filter(|(_, known)| compare.is_same_text(&known.text, source)) {
                Some((head, known)) if length <= KEPT => (Arc::clone(head), known.clone()),
                Some((head, _)) => (Arc::clone(head), KnownDraft::new(source)),
                None => (Arc::new(head(source, setup)), KnownDraft::new(source)),
            }
        };
        let (heads, known): (Vec<_>, Vec<_>) = sources.par_iter().map(one).unzip();
        let places = Arc::new(places(&heads));
        Self { heads: Arc::new(heads), known: Arc::new(known), newer: BTreeMap::new(), places, length }
    }

    /// These drafts with some sources changed. `None` if it is not worth it, or if a source is a page
    /// now or none any more.
    fn with(&self, changed: &[&Source], setup: &SiteSetup, compare: InputComparison) -> Option<Self> {
        let Self { heads, known, newer, places, length } = self;
        let (mut heads, known, places) = (Arc::clone(heads), Arc::clone(known), Arc::clone(places));
        let (mut newer, mut length) = (newer.clone(), *length);
        for source in changed {
            let Some(at) = self.place(source.id) else {
                if is_page(source) {
                    return None;
                }
                continue;
            };
            let (last, before) = self.heads.get(at).zip(self.at(at)).filter(|_| is_page(source))?;
            length = length + source.text.len() - before.text.len();
            if compare.is_same_text(&before.text, source) {
                continue;
            }
            newer.insert(at, KnownDraft::new(source));
            let head = head(source, setup);
            if head != **last
                && let Some(place) = Arc::make_mut(&mut heads).get_mut(at)
            {
                *place = Arc::new(head);
            }
        }
        (newer.len() <= MOST_NEWER).then_some(Self { heads, known, newer, places, length })
    }

    fn place(&self, id: SourceId) -> Option<usize> {
        *self.places.get(usize::try_from(id.0).ok()?)?
    }

    fn at(&self, at: usize) -> Option<&KnownDraft> {
        self.newer.get(&at).or_else(|| self.known.get(at))
    }

    fn find(&self, id: SourceId) -> Option<(&Arc<DraftHead>, &KnownDraft)> {
        let at = self.place(id)?;
        self.heads.get(at).zip(self.at(at))
    }

    /// The draft of a source, which may be parsed now.
    pub(super) fn of(&self, head: &DraftHead, tree: &ContentTree, setup: &SiteSetup) -> Option<Arc<Draft>> {
        let source = tree.source(head.source)?;
        let parsed = || Arc::new(parsed(source, setup));
        match self.find(head.source).filter(|_| self.length <= KEPT) {
            Some((_, known)) => Some(Arc::clone(known.draft.get_or_init(parsed))),
            None => Some(parsed()),
        }
    }
}

/// Where the head of each source is, by the id of the source.
fn places(heads: &[Arc<DraftHead>]) -> Vec<Option<usize>> {
    let ids = heads.iter().map(|head| usize::try_from(head.source.0).unwrap_or(0));
    let mut places = vec![None; ids.clone().max().map_or(0, |last| last + 1)];
    for (at, id) in ids.enumerate() {
        if let Some(place) = places.get_mut(id) {
            *place = Some(at);
        }
    }
    places
}

fn head(source: &Source, setup: &SiteSetup) -> DraftHead {
    let mut head = parse::head(source);
    parse::in_default_language(&mut head, setup.config.default_language());
    head
}

/// Whether a source is a page or a part.
fn is_page(source: &Source) -> bool {
    source.path.extension() == "md" && !matches!(source.decoded, Decoded::Refused(_))
}

fn parsed(source: &Source, setup: &SiteSetup) -> Draft {
    let mut draft = parse::draft(source, setup.words(source));
    parse::in_default_language(Arc::make_mut(&mut draft.head), setup.config.default_language());
    draft
}
