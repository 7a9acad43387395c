//! What is decided before any page is read: settings, theme and sidecars.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::options::CompileOptions;
use super::themed::CompiledTheme;
use crate::config::Config;
use crate::diag::{Problem, ProblemKind};
use crate::model::{Sidecar, StepWords};
use crate::parse;
use crate::resolve::ResolveSettings;
use crate::source::{ContentTree, Source, SourceId};
use crate::theme::Theme;
use crate::url::TreePath;

/// Settings, theme and sidecars of a site.
#[derive(Debug)]
pub(super) struct SiteSetup {
    pub(super) config: Config,
    pub(super) theme: Arc<Theme>,
    /// All sidecars, by their own path.
    pub(super) sidecars: BTreeMap<TreePath, Arc<Sidecar>>,
    /// Whether pages with `draft = true` belong to the site.
    drafts: bool,
    pub(super) problems: Vec<Problem>,
    /// The settings and sidecars whose TOML does not parse.
    pub(super) broken: BTreeSet<SourceId>,
}

impl SiteSetup {
    /// Reads settings, theme and sidecars. `themed` is the theme of the last state of the site.
    pub(super) fn read(
        tree: &ContentTree,
        options: &CompileOptions,
        themed: &mut Option<CompiledTheme>,
    ) -> Self {
        let (config, mut problems) = config(tree, options);
        let compiled = CompiledTheme::of(themed.take(), tree, &config);
        let theme = Arc::clone(&compiled.theme);
        problems.extend(compiled.problems.iter().cloned());
        *themed = Some(compiled);
        let sidecars = sidecars(tree, &mut problems);
        let broken = problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::TomlSyntax(_)));
        let broken = broken.map(|problem| problem.span.source).collect();
        Self { config, theme, sidecars, drafts: options.drafts, problems, broken }
    }

    /// The settings of linking.
    pub(super) fn of_resolve(&self) -> ResolveSettings<'_> {
        let Self { config, theme, sidecars, drafts, .. } = self;
        ResolveSettings { config, theme, sidecars, drafts: *drafts }
    }

    /// The step words of a source's language.
    pub(super) fn words(&self, source: &Source) -> &StepWords {
        let lang = parse::identify(&source.path).lang;
        let known = self.config.languages.iter().find(|known| **known == lang);
        &self.theme.words(known.or(self.config.default_language()).unwrap_or(&lang)).of_steps
    }
}

/// The settings, and the problems found in them.
fn config(tree: &ContentTree, options: &CompileOptions) -> (Config, Vec<Problem>) {
    let source = tree.source_at(&TreePath::new("stepbook.toml"));
    let (mut config, problems) = source.map(Config::read).unwrap_or_default();
    if let Some(address) = &options.base_url {
        config.base_url = Some(format!("{}/", address.trim_end_matches('/')));
    }
    (config, problems)
}

/// All sidecars by their path.
fn sidecars(tree: &ContentTree, problems: &mut Vec<Problem>) -> BTreeMap<TreePath, Arc<Sidecar>> {
    let sources: Vec<&Source> = tree
        .sources()
        .filter(|source| source.path.as_str().starts_with("content/") && source.path.extension() == "toml")
        .collect();
    let read: Vec<(Sidecar, Vec<Problem>)> =
        sources.par_iter().map(|source| parse::sidecar(source)).collect();
    let mut sidecars = BTreeMap::new();
    for (source, (sidecar, found)) in sources.into_iter().zip(read) {
        sidecars.insert(source.path.clone(), Arc::new(sidecar));
        problems.extend(found);
    }
    sidecars
}
