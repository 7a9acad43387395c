//! What rules look at, and the questions that several of them ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Diagnostic, Problem, ProblemKind};
use crate::model::{Draft, Sidecar, Site};
use crate::source::{ContentTree, SourceId, Span};
use crate::url::{SitePath, TreePath};

/// One site in all its stages.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// What was read.
    pub tree: &'a ContentTree,
    /// The settings.
    pub config: &'a Config,
    /// Every page and part as it was parsed, drafts left out of the site too.
    pub drafts: &'a [Draft],
    /// The linked site.
    pub site: &'a Site,
    /// What all stages noticed.
    pub problems: &'a [Problem],
    /// Every sidecar there is, by its own path (`content/img/a.png.toml`).
    pub sidecars: &'a BTreeMap<TreePath, Arc<Sidecar>>,
    /// Width and height of every picture that a page shows, by its path, or
    /// why it can't be read.
    pub images: &'a BTreeMap<TreePath, Result<(u32, u32), String>>,
}

impl Subject<'_> {
    /// The findings that `phrase` makes of the stages' problems.
    pub(super) fn phrased(
        &self,
        phrase: impl Fn(&Span, &ProblemKind) -> Option<Diagnostic>,
    ) -> Vec<Diagnostic> {
        self.problems.iter().filter_map(|problem| phrase(&problem.span, &problem.kind)).collect()
    }

    /// The author's words at `span`.
    pub(super) fn words(&self, span: &Span) -> &str {
        let source = self.tree.source(span.source);
        source.and_then(|source| source.text.get(span.bytes.clone())).unwrap_or("")
    }

    /// The path of a source.
    pub(super) fn path(&self, id: SourceId) -> &str {
        self.tree.source(id).map_or("", |source| source.path.as_str())
    }

    /// `path/of/the.file:12`, for words that point to another place.
    pub(super) fn place(&self, span: &Span) -> String {
        let line = self.tree.source(span.source).map_or(1, |source| source.position(span.bytes.start).line);
        format!("{}:{line}", self.path(span.source))
    }

    /// How a link in the file `from` has to be written to lead to `path`.
    pub(super) fn link(&self, from: SourceId, path: &str) -> String {
        SitePath::new(self.path(from)).relative(&SitePath::new(path))
    }

    /// `did you mean …?` for a file that a link in `from` may have meant, else
    /// `otherwise`.
    pub(super) fn did_you_mean(&self, from: SourceId, nearest: Option<&str>, otherwise: &str) -> String {
        match nearest {
            Some(path) => format!("did you mean `{}`?", self.link(from, path)),
            None => otherwise.to_owned(),
        }
    }
}
