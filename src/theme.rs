//! What a site looks like and says: templates, styles, scripts, words.
//!
//! In: the files of the site's own `themes/NAME/` and the settings. Out: a
//! [`Theme`] that is always complete: each file and each word that the site
//! does not bring comes from the default theme inside the program. Problems
//! name what could not be used. `themes/default/README.md` is the contract
//! between templates and `render::html`.

mod embedded;
mod label;
mod shrink;
mod templates;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use embedded::Duty;
pub use templates::TemplateFault;
use templates::Templates;
pub use words::{TypographyWords, Words, fill};

use crate::config::Config;
use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::source::{Asset, SourceId, Span};
use crate::url::{SitePath, TreePath};

/// A theme, ready for use.
#[derive(Debug)]
pub struct Theme {
    words: BTreeMap<Lang, Words>,
    /// The same words, as templates see them.
    tables: BTreeMap<Lang, tera::Value>,
    templates: Templates,
    assets: BTreeMap<SitePath, Arc<[u8]>>,
    print: BTreeMap<String, String>,
    version: String,
    place: ThemePlace,
}

/// The place of findings about the theme: the setting that chooses it, and the
/// theme's folder.
#[derive(Debug, Clone)]
struct ThemePlace {
    span: Span,
    folder: String,
}

impl ThemePlace {
    fn problem(&self, kind: ProblemKind) -> Problem {
        Problem::new(self.span.clone(), kind)
    }

    fn template(&self, fault: TemplateFault) -> Problem {
        let file = format!("{}templates/{}", self.folder, fault.template);
        self.problem(ProblemKind::BrokenTheme { file, line: fault.line, message: fault.message })
    }
}

/// The site's own files, by their path in the theme's folder.
type SiteFiles<'a> = BTreeMap<&'a str, &'a Arc<[u8]>>;

impl Theme {
    /// Makes the theme that `config` names from the site's own files (paths
    /// from the root folder) and the default theme.
    #[must_use]
    pub fn load(files: &BTreeMap<TreePath, Asset>, config: &Config) -> (Self, Vec<Problem>) {
        let folder = format!("themes/{}/", config.theme);
        let source = config.source.unwrap_or(SourceId(0));
        let place = ThemePlace { span: Span::start_of(source), folder };
        let own: SiteFiles<'_> = files
            .iter()
            .filter_map(|(path, file)| Some((path.as_str().strip_prefix(&place.folder)?, file.in_memory()?)))
            .collect();
        let mut problems = Vec::new();
        if own.is_empty() && config.theme != "default" {
            problems.push(place.problem(ProblemKind::UnknownTheme(config.theme.clone())));
        }
        let (templates, faults) = Templates::new(&own_templates(&own, &place, &mut problems));
        problems.extend(faults.into_iter().map(|fault| place.template(fault)));
        let tables = tables(&own, config, &place, &mut problems);
        let series = |lang| config.steps.get(lang).map_or(&[][..], |author| author.series.as_slice());
        let words =
            tables.iter().map(|(lang, table)| (lang.clone(), words::words(table, series(lang)))).collect();
        let tables =
            tables.into_iter().map(|(lang, table)| (lang, tera::Value::from_serializable(&table))).collect();
        let assets = assets(&own);
        let print = print(&own, &place, &mut problems);
        let version = version(&assets);
        (Self { words, tables, templates, assets, print, version, place }, problems)
    }

    /// The words of a language of the site; the English ones for any other
    /// language.
    #[must_use]
    pub fn words(&self, lang: &Lang) -> &Words {
        static ENGLISH: LazyLock<Words> = LazyLock::new(|| {
            words::default_table("en").map(|table| words::words(&table, &[])).unwrap_or_default()
        });
        self.words.get(lang).unwrap_or(&ENGLISH)
    }

    /// All words of a language, for templates.
    #[must_use]
    pub fn table(&self, lang: &Lang) -> tera::Value {
        self.tables.get(lang).cloned().unwrap_or_else(tera::Value::none)
    }

    /// Fills a template, such as `guide.html`. If the site's own template fails
    /// on this page, the default one is used, and the problem says why.
    #[must_use]
    pub fn render(&self, template: &str, context: &tera::Context) -> (Vec<u8>, Option<Problem>) {
        let (page, fault) = self.templates.render(template, context);
        (page, fault.map(|fault| self.place.template(fault)))
    }

    /// A problem with a file of the theme, such as `print/blocks.typ`, that was
    /// found when the file was used. `line` counts from 1.
    #[must_use]
    pub fn problem(&self, file: &str, line: usize, message: String) -> Problem {
        let file = format!("{}{file}", self.place.folder);
        self.place.problem(ProblemKind::BrokenTheme { file, line, message })
    }

    /// Whether a file such as `print/blocks.typ` is the site's own.
    #[must_use]
    pub fn is_own_print(&self, path: &str) -> bool {
        let default = embedded::FILES.iter().find(|(name, _, _)| *name == path);
        self.print.get(path).is_some_and(|text| default.is_none_or(|(_, _, default)| text != default))
    }

    /// Style, scripts and icon, by their address.
    #[must_use]
    pub fn assets(&self) -> &BTreeMap<SitePath, Arc<[u8]>> {
        &self.assets
    }

    /// The files that lay out handouts: paths such as `print/blocks.typ`, and
    /// texts.
    pub fn print(&self) -> impl Iterator<Item = (&str, &str)> {
        self.print.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Eight hex digits that change when an asset changes.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// The text of a file of the default theme that only `serve` sends, such as
/// `serve/overlay.css`.
#[must_use]
pub fn serve_file(path: &str) -> Option<&'static str> {
    let mut files = embedded::FILES.iter().filter(|(_, duty, _)| *duty == Duty::Serve);
    files.find(|(name, _, _)| *name == path).map(|(_, _, text)| *text)
}

fn own_templates(
    own: &SiteFiles<'_>,
    place: &ThemePlace,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    let mut templates = BTreeMap::new();
    for (path, file) in own {
        let Some(name) = path.strip_prefix("templates/").filter(|name| is_html(name)) else { continue };
        if let Ok(text) = std::str::from_utf8(file) {
            templates.insert(name.to_owned(), text.trim_start_matches('\u{feff}').to_owned());
        } else {
            let message = "not UTF-8".to_owned();
            problems.push(place.template(TemplateFault { template: name.to_owned(), line: 1, message }));
        }
    }
    templates
}

fn is_html(name: &str) -> bool {
    has_extension(name, "html")
}

fn has_extension(name: &str, wanted: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == wanted)
}

/// The default theme's assets, with the site's files in place of those of the
/// same name, and all files of the site's `assets/` (a logo, a font).
fn assets(own: &SiteFiles<'_>) -> BTreeMap<SitePath, Arc<[u8]>> {
    let mut assets = BTreeMap::new();
    for (path, duty, text) in embedded::FILES {
        if *duty == Duty::Asset {
            let bytes: Arc<[u8]> = match own.get(path) {
                Some(file) if ***file != *text.as_bytes() => Arc::clone(file),
                _ => shrink::asset(path, text).into_bytes().into(),
            };
            assets.insert(SitePath::new(&format!("assets/{path}")), bytes);
        }
    }
    for (path, file) in own {
        if path.starts_with("assets/") {
            assets.insert(SitePath::new(path), Arc::clone(file));
        }
    }
    assets
}

/// The default theme's files that lay out handouts, and the site's own.
fn print(own: &SiteFiles<'_>, place: &ThemePlace, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let default = embedded::FILES.iter().filter(|(_, duty, _)| *duty == Duty::Print);
    let mut print: BTreeMap<String, String> =
        default.map(|(path, _, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for (path, file) in
        own.iter().filter(|(path, _)| path.starts_with("print/") && has_extension(path, "typ"))
    {
        if let Ok(text) = std::str::from_utf8(file) {
            print.insert((*path).to_owned(), text.trim_start_matches('\u{feff}').to_owned());
        } else {
            let (file, message) = (format!("{}{path}", place.folder), "not UTF-8".to_owned());
            problems.push(place.problem(ProblemKind::BrokenTheme { file, line: 1, message }));
        }
    }
    print
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

/// All words of each language of the site: the site's own, the theme's, and the
/// author's step words from `stepbook.toml` in the place of both.
fn tables(
    own: &SiteFiles<'_>,
    config: &Config,
    place: &ThemePlace,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Lang, toml::Table> {
    let reference = words::default_table("en").unwrap_or_default();
    let mut english = reference.clone();
    lay_own_over(&mut english, ("en", &reference), (own, place), &mut Vec::new());
    let mut tables = BTreeMap::new();
    for lang in &config.languages {
        let known = words::default_table(lang.as_str());
        let mut table = known.unwrap_or_default();
        lay_own_over(&mut table, (lang.as_str(), &reference), (own, place), problems);
        words::complete(&mut table, &words::from_tag(lang));
        let missing = words::complete(&mut table, &english);
        if !missing.is_empty() {
            let lang = lang.as_str().to_owned();
            problems.push(place.problem(ProblemKind::MissingWords { lang, keys: missing }));
        }
        if let Some(author) = config.steps.get(lang) {
            words::set_steps(&mut table, author);
        }
        tables.insert(lang.clone(), table);
    }
    tables
}

/// Lays the site's own words of a language over `table`.
fn lay_own_over(
    table: &mut toml::Table,
    (lang, reference): (&str, &toml::Table),
    (own, place): (&SiteFiles<'_>, &ThemePlace),
    problems: &mut Vec<Problem>,
) {
    let path = format!("i18n/{lang}.toml");
    let Some(file) = own.get(path.as_str()) else { return };
    let text = String::from_utf8_lossy(file);
    let text = text.trim_start_matches('\u{feff}');
    let faults = match words::parse(text) {
        Ok(words) => words::lay_over(table, words, text, reference),
        Err(fault) => vec![fault],
    };
    problems.extend(faults.into_iter().map(|fault| {
        let file = format!("{}{path}", place.folder);
        place.problem(ProblemKind::BrokenTheme { file, line: fault.line, message: fault.message })
    }));
}
