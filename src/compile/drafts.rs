//! The drafts of a site. The heads are read at once, each draft is parsed when somebody wants it. A
//! draft takes several times the memory of its source and is parsed in less time than its page is
//! rendered: in a large site none is kept.

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

/// The heads of all drafts, and where the site is small the drafts that were parsed.
#[derive(Debug, Default)]
pub(super) struct SiteDrafts {
    /// The heads, by the path of their source.
    pub(super) heads: Vec<Arc<DraftHead>>,
    /// What each head is the head of, in the same order.
    known: Vec<KnownDraft>,
    /// Where in these lists the source of each id is.
    places: Vec<Option<usize>>,
    /// Whether drafts are kept.
    keep: bool,
}

/// The text that is parsed, and its draft if it was parsed and is kept.
#[derive(Debug, Clone)]
struct KnownDraft {
    text: Arc<str>,
    draft: Arc<OnceLock<Arc<Draft>>>,
}

impl SiteDrafts {
    /// Reads the heads of all sources that are not in `last`.
    pub(super) fn of_tree(
        tree: &ContentTree,
        setup: &SiteSetup,
        (last, compare): (Option<&Self>, InputComparison),
    ) -> Self {
        let sources: Vec<&Source> = tree.sources().filter(|source| is_page(source)).collect();
        let keep = sources.iter().map(|source| source.text.len()).sum::<usize>() <= KEPT;
        let one = |source: &&Source| {
            let before = last.and_then(|last| last.find(source.id));
            let text = Arc::clone(&source.text);
            let before = before.filter(|(_, known)| compare.is_same_text(&known.text, source));
            if let Some((head, known)) = before {
                let draft = if keep { Arc::clone(&known.draft) } else { Arc::default() };
                return (Arc::clone(head), KnownDraft { text, draft });
            }
            let mut head = parse::head(source);
            parse::in_default_language(&mut head, setup.config.default_language());
            (Arc::new(head), KnownDraft { text, draft: Arc::default() })
        };
        let (heads, known): (Vec<_>, Vec<_>) = sources.par_iter().map(one).unzip();
        let places = places(&heads);
        Self { heads, known, places, keep }
    }

    fn find(&self, id: SourceId) -> Option<(&Arc<DraftHead>, &KnownDraft)> {
        let at = (*self.places.get(usize::try_from(id.0).ok()?)?)?;
        self.heads.get(at).zip(self.known.get(at))
    }

    /// The draft of a source, which may be parsed now.
    pub(super) fn of(&self, head: &DraftHead, tree: &ContentTree, setup: &SiteSetup) -> Option<Arc<Draft>> {
        let source = tree.source(head.source)?;
        let parsed = || Arc::new(parsed(source, setup));
        match self.find(head.source).filter(|_| self.keep) {
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

/// Whether a source is a page or a part.
fn is_page(source: &Source) -> bool {
    source.path.extension() == "md" && !matches!(source.decoded, Decoded::Refused(_))
}

fn parsed(source: &Source, setup: &SiteSetup) -> Draft {
    let mut draft = parse::draft(source, setup.words(source));
    parse::in_default_language(Arc::make_mut(&mut draft.head), setup.config.default_language());
    draft
}
