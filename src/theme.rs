//! What a site looks like and says: templates, styles, scripts, words.
//!
//! In: the files of the site's own `themes/NAME/` and the settings. Out: a
//! [`Theme`] that is always complete: each file and each word that the site
//! does not bring comes from the default theme inside the program. Problems
//! name what could not be used. `themes/default/README.md` is the contract
//! between templates and `render::html`.

mod classes;
mod embedded;
mod icons;
mod label;
mod look;
mod own;
mod scripts;
mod shrink;
mod templates;
#[cfg(test)]
mod tests;
mod unknown_words;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use embedded::Duty;
pub(crate) use icons::ICONS;
use icons::Icons;
use own::{OwnFiles, ThemePlace};
use scripts::ScriptTemplates;
use templates::Templates;
pub(crate) use words::{TypographyWords, Words, fill};

use crate::config::Config;
use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::source::ContentTree;
use crate::url::SitePath;

/// A theme, ready for use.
#[derive(Debug)]
pub(crate) struct Theme {
    words: BTreeMap<Lang, Words>,
    /// The same words, as templates see them.
    tables: BTreeMap<Lang, tera::Value>,
    templates: Templates,
    icons: Icons,
    assets: BTreeMap<SitePath, Arc<[u8]>>,
    print: BTreeMap<String, String>,
    version: String,
    place: ThemePlace,
}

impl Theme {
    /// Makes the theme that `config` names from the site's own files and the
    /// default theme.
    #[must_use]
    pub(crate) fn load(tree: &ContentTree, config: &Config) -> (Self, Vec<Problem>) {
        let own = OwnFiles::new(tree, config);
        let mut problems = Vec::new();
        if own.is_empty() && config.theme != "default" {
            problems.push(own.place.problem(ProblemKind::UnknownTheme(config.theme.clone())));
        }
        let texts = own.templates(&mut problems);
        let (templates, faults) = Templates::new(&texts);
        problems.extend(faults.into_iter().map(|fault| own.place.template(fault)));
        let texts: Vec<&str> = texts.values().map(String::as_str).collect();
        let tables = tables((&own, &texts), config, &mut problems);
        problems.extend(config.languages.iter().flat_map(|lang| own.unknown_words(lang.as_str(), &texts)));
        let series = |lang| config.steps.get(lang).map_or(&[][..], |author| author.series.as_slice());
        let mut words: BTreeMap<Lang, Words> = BTreeMap::new();
        for (lang, LanguageTable { table, borrowed }) in &tables {
            let mut read = words::words(table, series(lang));
            read.of_steps.borrowed = *borrowed;
            words.insert(lang.clone(), read);
        }
        words::share_step_words(&mut words);
        let tables: BTreeMap<Lang, tera::Value> =
            tables.into_iter().map(|(lang, of)| (lang, tera::Value::from_serializable(&of.table))).collect();
        problems.extend(own.bare_style());
        let icons = Icons::new(own.icons().as_deref());
        let mut assets = own.assets(config.look.accent().as_ref());
        let scripts =
            ScriptTemplates { templates: &templates, icons: &icons, words: &words, tables: &tables };
        let faults = scripts.put(&mut assets, &config.languages, |address| own.names(address));
        problems.extend(faults.into_iter().map(|fault| own.place.template(fault)));
        let print = own.print(&mut problems);
        let version = version(&assets);
        (Self { words, tables, templates, icons, assets, print, version, place: own.place }, problems)
    }

    /// The words of a language of the site; the English ones for any other
    /// language.
    #[must_use]
    pub(crate) fn words(&self, lang: &Lang) -> &Words {
        static ENGLISH: LazyLock<Words> = LazyLock::new(|| words::words(words::english_table(), &[]));
        self.words.get(lang).unwrap_or(&ENGLISH)
    }

    /// All words of a language, for templates.
    #[must_use]
    pub(crate) fn table(&self, lang: &Lang) -> tera::Value {
        self.tables.get(lang).cloned().unwrap_or_else(tera::Value::none)
    }

    /// Fills a template, such as `guide.html`, and gives the page the icons that it uses. If the site's own template fails
    /// on this page, the default one is used, and the problem says why.
    #[must_use]
    pub(crate) fn render(&self, template: &str, context: &tera::Context) -> (Vec<u8>, Option<Problem>) {
        let (page, fault) = self.templates.render(template, context);
        (self.icons.put(page), fault.map(|fault| self.place.template(fault)))
    }

    /// Whether the site has templates of its own, which may fail on any page.
    #[must_use]
    pub(crate) const fn has_own_templates(&self) -> bool {
        self.templates.has_own()
    }

    /// A problem with a file of the theme, such as `print/blocks.typ`, that was
    /// found when the file was used. `line` counts from 1.
    #[must_use]
    pub(crate) fn problem(&self, file: &str, line: usize, message: String) -> Problem {
        self.place.broken(file, line, message)
    }

    /// Whether a file such as `print/blocks.typ` is the site's own.
    #[must_use]
    pub(crate) fn is_own_print(&self, path: &str) -> bool {
        let default = embedded::FILES.iter().find(|(name, _, _)| *name == path);
        self.print.get(path).is_some_and(|text| default.is_none_or(|(_, _, default)| text != default))
    }

    /// Style, scripts and icon, by their address.
    #[must_use]
    pub(crate) fn assets(&self) -> &BTreeMap<SitePath, Arc<[u8]>> {
        &self.assets
    }

    /// The files that lay out handouts: paths such as `print/blocks.typ`, and
    /// texts.
    pub(crate) fn print(&self) -> impl Iterator<Item = (&str, &str)> {
        self.print.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Eight hex digits that change when an asset changes.
    #[must_use]
    pub(crate) fn version(&self) -> &str {
        &self.version
    }
}

/// The text of a file of the default theme that only `serve` sends, such as
/// `serve/overlay.css`.
#[must_use]
pub(crate) fn serve_file(path: &str) -> Option<&'static str> {
    let mut files = embedded::FILES.iter().filter(|(_, duty, _)| *duty == Duty::Serve);
    files.find(|(name, _, _)| *name == path).map(|(_, _, text)| *text)
}

fn version(assets: &BTreeMap<SitePath, Arc<[u8]>>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, bytes) in assets {
        hasher.update(path.as_str().as_bytes());
        hasher.update(&[0]);
        hasher.update(blake3::hash(bytes).as_bytes());
    }
    hasher.finalize().to_hex().chars().take(8).collect()
}

/// The words of a language, as templates see them.
struct LanguageTable {
    table: toml::Table,
    /// Whether its step word is the English one, although the language is another.
    borrowed: bool,
}

/// All words of each language of the site: the site's own, the theme's, and the
/// author's step words from `stepbook.toml` in the place of both.
fn tables(
    (own, templates): (&OwnFiles<'_>, &[&str]),
    config: &Config,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Lang, LanguageTable> {
    let reference = words::english_table();
    let mut english = reference.clone();
    own.lay_over(&mut english, "en", reference);
    let mut tables = BTreeMap::new();
    for lang in &config.languages {
        let known = words::default_table(lang.as_str());
        let mut table = known.cloned().unwrap_or_default();
        problems.extend(own.lay_over(&mut table, lang.as_str(), reference));
        words::complete(&mut table, &words::from_tag(lang));
        let mut missing = words::complete(&mut table, &english);
        let mut borrowed = missing.iter().any(|key| key == "step.word") && !lang.as_str().starts_with("en");
        missing.retain(|word| unknown_words::is_asked_for(word, reference, templates));
        if !missing.is_empty() {
            let lang = lang.as_str().to_owned();
            problems.push(own.place.problem(ProblemKind::MissingWords { lang, keys: missing }));
        }
        if let Some(author) = config.steps.get(lang) {
            words::set_steps(&mut table, author);
            borrowed &= author.word.is_none();
        }
        tables.insert(lang.clone(), LanguageTable { table, borrowed });
    }
    tables
}
