//! What is decided before any page is read: settings, theme and sidecars.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::options::CompileOptions;
use super::sidecars::Sidecars;
use super::themed::CompiledTheme;
use crate::config::Config;
use crate::diag::{Problem, ProblemKind};
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::StepWords;
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
    pub(super) sidecars: Arc<Sidecars>,
    /// Whether pages with `draft = true` belong to the site.
    drafts: bool,
    pub(super) problems: Vec<Problem>,
    /// The settings and sidecars whose TOML does not parse.
    pub(super) broken: BTreeSet<SourceId>,
    pub(super) keys: SetupKeys,
}

/// Fingerprints of what the results of each stage depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SetupKeys {
    /// How texts are read: languages and step words.
    pub(super) parse: Fingerprint,
    /// How texts are linked: words, whether drafts and which files are published. Only home pages say
    /// the titles of the site, which are not in it.
    pub(super) link: Fingerprint,
    /// What is found and indexed: all of the setup but styles and scripts.
    pub(super) units: Fingerprint,
    /// What pages are made of beside texts and pictures: all of the setup but the day.
    pub(super) pages: Fingerprint,
}

impl SiteSetup {
    /// Reads settings, theme and sidecars. `themed` and `last` are those of the last state of the site, from
    /// which `changed` sources differ.
    pub(super) fn read(
        (tree, changed): (&ContentTree, Option<&[&Source]>),
        options: &CompileOptions,
        (themed, last): (&mut Option<CompiledTheme>, Option<&Arc<Sidecars>>),
    ) -> Self {
        let (config, mut problems) = config(tree, options);
        let compiled = CompiledTheme::of(themed.take(), tree, &config);
        let theme = Arc::clone(&compiled.theme);
        problems.extend(compiled.problems.iter().cloned());
        *themed = Some(compiled);
        let sidecars = Sidecars::read((tree, changed), last);
        problems.extend(sidecars.problems().cloned());
        let broken = problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::TomlSyntax(_)));
        let broken = broken.map(|problem| problem.span.source).collect();
        let keys = SetupKeys::of((tree, options), &config, &theme);
        Self { config, theme, sidecars, drafts: options.drafts, problems, broken, keys }
    }

    /// The settings of linking.
    pub(super) fn of_resolve(&self) -> ResolveSettings<'_> {
        let Self { config, theme, sidecars, drafts, .. } = self;
        ResolveSettings { config, theme, sidecars: &sidecars.by_path, drafts: *drafts }
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

impl SetupKeys {
    fn of((tree, options): (&ContentTree, &CompileOptions), config: &Config, theme: &Theme) -> Self {
        let mut taken = Fingerprinter::default();
        for lang in &config.languages {
            taken.add((lang, &theme.words(lang).of_steps));
        }
        let parse = taken.fingerprint();
        taken.add((options.drafts, config.has_glossary(), &config.endings));
        for lang in &config.languages {
            taken.add(theme.words(lang));
        }
        let link = taken.fingerprint();
        let settings = config.source.and_then(|id| tree.source(id));
        taken.add((config.source, settings.map(|source| &source.text)));
        taken.add((&options.base_url, options.handouts as u8));
        for (path, file) in tree.theme().iter().filter(|(path, _)| !matches!(path.extension(), "css" | "js"))
        {
            taken.add((path, file.in_memory()));
        }
        // Problems of a template name places in it.
        let texts: Vec<SourceId> = tree.theme_texts().map(|source| source.id).collect();
        taken.add(texts);
        for font in tree.fonts() {
            taken.add((font.bytes.len(), font.index));
        }
        // Of styles and scripts, pages say the version only.
        let pages = taken.clone().add(theme.version()).fingerprint();
        let units = taken.add(options.today).fingerprint();
        Self { parse, link, units, pages }
    }
}
