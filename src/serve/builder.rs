//! Builds one state of the site after another, and its handouts when somebody
//! asks for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::editor::EditorLinks;
use super::findings;
use super::snapshot::Snapshot;
use crate::clock;
use crate::compile::{self, Compiler, EarlyPage, HandoutMode};
use crate::diag::{Diagnostic, Severity};
use crate::disk;
use crate::source::{ContentTree, Unread};
use crate::url::SitePath;

/// What the builder remembers between saves.
pub(super) struct SiteBuilder {
    compiler: Compiler,
    options: compile::CompileOptions,
    editor: EditorLinks,
    last_good: Option<Snapshot>,
    /// The tree of the current site.
    tree: ContentTree,
    /// The handouts of the current site that somebody has asked for; `None` for
    /// those that can't be made.
    handouts: BTreeMap<SitePath, Option<Arc<[u8]>>>,
}

impl SiteBuilder {
    pub(super) fn new(drafts: bool) -> Self {
        let options = compile::CompileOptions {
            drafts,
            handouts: HandoutMode::OnDemand,
            // The preview is at the root of its address, wherever the site will be. The page for lost
            // readers, which is shown at any address, needs that.
            base_url: Some("http://localhost".to_owned()),
            today: Some(clock::today()),
        };
        Self {
            compiler: Compiler::default(),
            options,
            editor: EditorLinks::default(),
            last_good: None,
            tree: ContentTree::default(),
            handouts: BTreeMap::new(),
        }
    }

    /// Lets findings link to an editor.
    pub(super) fn with_editor(self, editor: EditorLinks) -> Self {
        Self { editor, ..self }
    }

    /// Compiles the site. While `stepbook.toml` does not parse, the last good
    /// site is shown under the findings. `early` gets pages that changed as soon as
    /// they are made.
    ///
    /// # Errors
    /// A picture that could not be read; then the current site stays.
    pub(super) fn build(&mut self, tree: ContentTree, early: EarlyPage<'_>) -> Result<Snapshot, Unread> {
        // A preview may be open for days.
        self.options.today = Some(clock::today());
        let compiled = self.compiler.compile_early(&tree, &self.options, early).whole()?;
        let broken = compiled.diagnostics.iter().any(|found| {
            let file = tree.source(found.span.source).map(|source| source.path.as_str());
            found.code == "toml-syntax" && file == Some(disk::CONFIG_FILE)
        });
        let held = self.last_good.as_ref().filter(|_| broken);
        let snapshot = Snapshot {
            version: 0,
            scripts: Arc::default(),
            output: held.map_or(compiled.output, |good| good.output.clone()),
            promised: held.map_or(compiled.promised, |good| good.promised.clone()),
            findings: findings::html(&compiled.diagnostics, &tree, held.is_some(), &self.editor),
            errors: count(&compiled.diagnostics, Severity::Error),
            warnings: count(&compiled.diagnostics, Severity::Warning),
        };
        if !broken {
            self.last_good = Some(snapshot.clone());
            self.tree = tree;
            self.handouts.clear();
        }
        Ok(snapshot)
    }

    /// The places of the steps of a page of the current site, by their ids.
    pub(super) fn places(&mut self, page: &SitePath) -> BTreeMap<String, String> {
        self.compiler.places(&self.tree, &self.options, page)
    }

    /// A handout of the current site; it is made only once for each state of
    /// the site.
    pub(super) fn handout(&mut self, path: &SitePath) -> Option<Arc<[u8]>> {
        if let Some(made) = self.handouts.get(path) {
            return made.clone();
        }
        let made = self.compiler.handout(&self.tree, &self.options, path).map(Arc::from);
        self.handouts.insert(path.clone(), made.clone());
        made
    }
}

fn count(found: &[Diagnostic], severity: Severity) -> usize {
    found.iter().filter(|finding| finding.severity == severity).count()
}
