//! The drafts of a site. A draft takes several times the memory of its source and is parsed in
//! less time than its page is rendered: in a large site only the heads are kept.

use std::sync::Arc;

use rayon::prelude::*;

use super::memory::InputComparison;
use super::setup::SiteSetup;
use crate::model::{Draft, DraftHead};
use crate::parse;
use crate::source::{ContentTree, Decoded, Source, SourceId};

/// Drafts are kept while the texts of a site have at most this many bytes in all. 1,000 guides in
/// two languages have 10 MB, and their drafts take three times as much.
const KEPT: usize = 16 << 20;

/// The heads of all drafts, and the drafts themselves where the site is small.
#[derive(Debug, Default)]
pub(super) struct SiteDrafts {
    /// The heads, by the path of their source.
    pub(super) heads: Vec<Arc<DraftHead>>,
    /// What each head is the head of, in the same order.
    known: Vec<KnownDraft>,
    /// Where in these lists the source of each id is.
    places: Vec<Option<usize>>,
}

/// The text that was parsed, and the draft if it is kept.
#[derive(Debug, Clone)]
struct KnownDraft {
    text: Arc<str>,
    draft: Option<Arc<Draft>>,
}

impl SiteDrafts {
    /// Parses all sources that are not in `last`; of a large site only the heads.
    pub(super) fn parse(
        tree: &ContentTree,
        setup: &SiteSetup,
        (last, compare): (Option<&Self>, InputComparison),
    ) -> Self {
        let sources: Vec<&Source> = tree.sources().filter(|source| is_page(source)).collect();
        let keep = sources.iter().map(|source| source.text.len()).sum::<usize>() <= KEPT;
        let one = |source: &&Source| {
            let before = last.and_then(|last| last.find(source.id));
            match before.filter(|(_, draft)| compare.is_same_text(&draft.text, source)) {
                Some((head, draft)) if !keep || draft.draft.is_some() => {
                    let kept = draft.draft.clone().filter(|_| keep);
                    (Arc::clone(head), KnownDraft { text: Arc::clone(&source.text), draft: kept })
                }
                _ if keep => {
                    let draft = Arc::new(parsed(source, setup));
                    let text = Arc::clone(&source.text);
                    (Arc::clone(&draft.head), KnownDraft { text, draft: Some(draft) })
                }
                _ => {
                    let mut head = parse::head(source);
                    parse::in_default_language(&mut head, setup.config.default_language());
                    (Arc::new(head), KnownDraft { text: Arc::clone(&source.text), draft: None })
                }
            }
        };
        let (heads, known): (Vec<_>, Vec<_>) = sources.par_iter().map(one).unzip();
        let places = places(&heads);
        Self { heads, known, places }
    }

    fn find(&self, id: SourceId) -> Option<(&Arc<DraftHead>, &KnownDraft)> {
        let at = (*self.places.get(usize::try_from(id.0).ok()?)?)?;
        self.heads.get(at).zip(self.known.get(at))
    }

    /// The draft of a source, which may be parsed now.
    pub(super) fn of(&self, head: &DraftHead, tree: &ContentTree, setup: &SiteSetup) -> Option<Arc<Draft>> {
        match self.find(head.source).and_then(|(_, known)| known.draft.as_ref()) {
            Some(draft) => Some(Arc::clone(draft)),
            None => Some(Arc::new(parsed(tree.source(head.source)?, setup))),
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
