//! The drafts of a site. A draft takes several times the memory of its source and is parsed in
//! less time than its page is rendered: in a large site only the heads are kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::memory::SiteMemory;
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
    pub(super) kept: BTreeMap<SourceId, Arc<Draft>>,
}

impl SiteDrafts {
    /// Parses all sources that are not remembered.
    pub(super) fn parse(tree: &ContentTree, setup: &SiteSetup, last: &SiteMemory) -> Self {
        let sources: Vec<&Source> = tree.sources().filter(|source| is_page(source)).collect();
        let keep = sources.iter().map(|source| source.text.len()).sum::<usize>() <= KEPT;
        let one = |source: &&Source| {
            let known = last.heads.get(&source.id).filter(|(text, _)| last.is_same_text(text, source));
            let draft = last.drafts.get(&source.id).filter(|_| keep);
            match (known, draft) {
                (Some((_, head)), Some(draft)) => (Arc::clone(head), Some(Arc::clone(draft))),
                (Some((_, head)), None) if !keep => (Arc::clone(head), None),
                _ => {
                    let draft = parsed(source, setup);
                    (Arc::clone(&draft.head), keep.then(|| Arc::new(draft)))
                }
            }
        };
        let drafts: Vec<(Arc<DraftHead>, Option<Arc<Draft>>)> = sources.par_iter().map(one).collect();
        let mut all = Self::default();
        for (head, draft) in drafts {
            all.kept.extend(draft.map(|draft| (head.source, draft)));
            all.heads.push(head);
        }
        all
    }

    /// The draft of a source, which may be parsed now.
    pub(super) fn of(&self, head: &DraftHead, tree: &ContentTree, setup: &SiteSetup) -> Option<Arc<Draft>> {
        match self.kept.get(&head.source) {
            Some(draft) => Some(Arc::clone(draft)),
            None => Some(Arc::new(parsed(tree.source(head.source)?, setup))),
        }
    }
}

/// Whether a source is a page or a part.
fn is_page(source: &Source) -> bool {
    source.path.extension() == "md" && !matches!(source.decoded, Decoded::Refused(_))
}

fn parsed(source: &Source, setup: &SiteSetup) -> Draft {
    let mut draft = parse::draft(source, setup.words(source));
    parse::in_default_language(&mut draft, setup.config.default_language());
    draft
}
