//! Builds one state of the site after another.

use std::sync::Arc;

use crate::clock;
use crate::compile::{CompileOptions, Compiler, HandoutMode, SiteState};
use crate::output::OutputTree;
use crate::source::{ContentTree, Unread};

/// What the builder remembers between saves.
pub(super) struct SiteBuilder {
    compiler: Compiler,
    options: CompileOptions,
    fixed: Arc<OutputTree>,
}

impl SiteBuilder {
    pub(super) fn new(drafts: bool) -> Self {
        let options = CompileOptions {
            drafts,
            handouts: HandoutMode::OnDemand,
            // The preview is at the root of its address, wherever the site will be. The page for lost
            // readers, which is shown at any address, needs that.
            base_url: Some("http://localhost".to_owned()),
            today: Some(clock::today()),
        };
        Self { compiler: Compiler::default(), options, fixed: Arc::default() }
    }

    /// The next state of the site, and its files that need not be made.
    ///
    /// # Errors
    /// A picture that could not be read.
    pub(super) fn build(&mut self, tree: &ContentTree) -> Result<(SiteState, Arc<OutputTree>), Unread> {
        // A preview may be open for days.
        self.options.today = Some(clock::today());
        let state = self.compiler.state(tree, &self.options);
        if let Some(unread) = state.unread().first() {
            return Err(unread.clone());
        }
        let fixed = state.fixed();
        if *self.fixed != fixed {
            self.fixed = Arc::new(fixed);
        }
        Ok((state, Arc::clone(&self.fixed)))
    }
}
