//! The settings of a site: `stepbook.toml`, with defaults for missing keys.
//!
//! In: the source of `stepbook.toml`. Out: a [`Config`] that later stages need not
//! check again, and problems at their places. A site without the file, or with
//! a broken one, gets a configuration too.

mod colour;
mod downloads;
mod look;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{CONTROLS, utf8_percent_encode};

pub use colour::{Accent, Colour};
pub use downloads::objection;
pub use look::Look;
pub use table::{TomlPlace, TomlTable, told};

use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::source::{Source, SourceId, Span};
use crate::url::{SitePath, TreePath, percent_encode};

/// The author's choice of step words in one language. For a word that is `None`,
/// the theme's word is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthorStepWords {
    /// The word before a step's number: `步驟`, `Step`.
    pub word: Option<String>,
    /// The word that marks an optional step: `選用`, `optional`.
    pub optional: Option<String>,
    /// The word that begins an outcome: `結果`, `Result`.
    pub result: Option<String>,
    /// Words of further series of steps, each with its own numbers. The k-th word
    /// of one language means the same series as the k-th of another.
    pub series: Vec<String>,
}

/// One row of the table of terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Place of the `[[term]]` entry.
    pub span: Span,
    /// The term in each language.
    pub names: BTreeMap<Lang, String>,
    /// Spellings that should not be used.
    pub variants: Vec<String>,
    /// What the term means, in each language. A term with a meaning stands in the
    /// glossary.
    pub meanings: BTreeMap<Lang, String>,
}

impl Term {
    /// The id of the term's entry: `term-` and its name, from a language with
    /// Latin letters if there is one.
    fn anchor(&self) -> String {
        let latin = self.names.values().find(|name| name.contains(|c: char| c.is_ascii_alphabetic()));
        let name = latin.or_else(|| self.names.values().next()).map_or("", String::as_str);
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.fold("term".to_owned(), |anchor, word| anchor + "-" + &word.to_lowercase())
    }
}

/// The accessibility mark in the foot of each page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessibilityMark {
    /// Path of the picture under `content/`, and where it is written.
    pub image: (String, Span),
    /// Address of the page that the authority names.
    pub url: String,
}

impl AccessibilityMark {
    /// Path of the picture from the root folder.
    #[must_use]
    pub fn file(&self) -> TreePath {
        TreePath::new(&format!("content/{}", self.image.0))
    }
}

/// The level that `[check]` sets for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The rule reports nothing.
    Off,
    /// The rule reports notes.
    Note,
    /// The rule reports warnings.
    Warning,
    /// The rule reports errors.
    Error,
}

/// Most languages of a site. There is a limit because each language has every
/// page and all words.
const MAX_LANGUAGES: usize = 64;

/// The settings of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The source of `stepbook.toml`, if there is one.
    pub source: Option<SourceId>,
    /// Languages of the site, at least one. The first is the default language.
    pub languages: Vec<Lang>,
    /// The site's title in each language; see [`Config::title`].
    pub titles: BTreeMap<Lang, String>,
    /// Name of the theme.
    pub theme: String,
    /// Address of the published site, ending in `/`.
    pub base_url: Option<String>,
    /// Address of the repository with the sources.
    pub repository: Option<String>,
    /// Whether handouts may use fonts of the system for characters that the
    /// program's own fonts lack. Then handouts differ between computers.
    pub system_fonts: bool,
    /// The author's step words in each language.
    pub steps: BTreeMap<Lang, AuthorStepWords>,
    /// Who is responsible for the site, in each language.
    pub owner: BTreeMap<Lang, String>,
    /// What the site changes of the theme's looks.
    pub look: Look,
    /// The accessibility mark.
    pub accessibility_mark: Option<AccessibilityMark>,
    /// Level of each rule that `[check]` names, by code, and where it is written.
    pub check: BTreeMap<String, (Level, Span)>,
    /// `[check] stale_months`: after how many months a `verified` date is old.
    pub stale_months: Option<u16>,
    /// Endings of downloads that the author adds, in small letters.
    pub endings: BTreeSet<String>,
    /// The table of terms.
    pub terms: Vec<Term>,
}

impl Config {
    /// Reads `stepbook.toml`.
    #[must_use]
    pub fn read(source: &Source) -> (Self, Vec<Problem>) {
        let offset = source.body_start();
        let place = TomlPlace { source: source.id, offset, name: "stepbook.toml" };
        let mut table = TomlTable::parse(source.text.get(offset..).unwrap_or(""), place);
        let mut problems = Vec::new();
        let mut config = Self { source: Some(source.id), ..Self::default() };
        config.read_languages(&mut table, &mut problems);
        if let Some((theme, _)) = table.string("theme") {
            config.theme = theme;
        }
        config.base_url = base_url(&mut table);
        config.repository = table.string("repository").map(|(address, _)| address);
        config.system_fonts = system_fonts(table.table("print"), &mut problems);
        config.titles = per_language(table.table("title"), &config.languages, &mut problems);
        config.owner = per_language(table.table("owner"), &config.languages, &mut problems);
        config.steps = steps(table.table("steps"), &config.languages, &mut problems);
        config.look = Look::read(table.table("look"), &mut problems);
        config.accessibility_mark = accessibility_mark(&mut table, &mut problems);
        config.endings = endings(table.table("downloads"), &mut problems);
        config.read_check(table.table("check"), &mut problems);
        for entry in table.tables("term") {
            let term = term(entry, &config.languages, &mut problems);
            config.terms.push(term);
        }
        problems.extend(table.finish());
        (config, told(problems))
    }

    /// The pictures that the settings name, from the root folder, and where each is
    /// written.
    #[must_use]
    pub fn pictures(&self) -> Vec<(TreePath, &Span)> {
        let mark = self.accessibility_mark.as_ref().map(|mark| (mark.file(), &mark.image.1));
        let logo = self.look.logo.as_ref().map(|(file, span)| (file.clone(), span));
        mark.into_iter().chain(logo).collect()
    }

    /// Whether there is a glossary: a term with a meaning.
    #[must_use]
    pub fn has_glossary(&self) -> bool {
        self.terms.iter().any(|term| !term.meanings.is_empty())
    }

    /// The default language.
    #[must_use]
    pub fn default_language(&self) -> Option<&Lang> {
        self.languages.first()
    }

    /// The absolute address of a file, if `base_url` is set. Other software reads
    /// it, so all characters except ASCII are percent encoded.
    #[must_use]
    pub fn absolute(&self, path: &SitePath) -> Option<String> {
        let mut address = self.base_url.clone()?;
        address.extend(utf8_percent_encode(&percent_encode(path.as_str()), CONTROLS));
        Some(address)
    }

    /// The site's title in a language, else in the default language.
    #[must_use]
    pub fn title(&self, lang: &Lang) -> &str {
        let default = self.default_language().and_then(|lang| self.titles.get(lang));
        self.titles.get(lang).or(default).map_or("stepbook", String::as_str)
    }

    /// The terms that have a meaning, each with the anchor of its entry in the
    /// glossary. The anchor, such as `term-myegov`, is the same in every language.
    #[must_use]
    pub fn glossary(&self) -> Vec<(String, &Term)> {
        let mut taken = std::collections::BTreeSet::new();
        let mut entries = Vec::new();
        for term in self.terms.iter().filter(|term| !term.meanings.is_empty()) {
            let base = term.anchor();
            let mut anchor = base.clone();
            let mut next = 2;
            while !taken.insert(anchor.clone()) {
                anchor = format!("{base}-{next}");
                next += 1;
            }
            entries.push((anchor, term));
        }
        entries
    }

    /// Reads `[check]`: `stale_months`, and the level of each rule.
    fn read_check(&mut self, mut table: TomlTable<'_>, problems: &mut Vec<Problem>) {
        if let Some((written, span)) = table.integer("stale_months") {
            self.stale_months = u16::try_from(written).ok().filter(|months| (1..=1200).contains(months));
            if self.stale_months.is_none() {
                table.refuse("stale_months", span, "a whole number of months, 1 to 1200");
            }
        }
        self.check = levels(table, problems);
    }

    fn read_languages(&mut self, table: &mut TomlTable<'_>, problems: &mut Vec<Problem>) {
        let mut languages: Vec<Lang> = Vec::new();
        for (tag, span) in table.strings("languages") {
            if languages.len() == MAX_LANGUAGES {
                table.refuse("languages", span, "64 languages at most");
                break;
            }
            // On many disks, the folders of both would be the same.
            let taken = languages.iter().any(|lang| lang.as_str().eq_ignore_ascii_case(&tag));
            match Lang::new(&tag) {
                Ok(lang) if !taken => languages.push(lang),
                Ok(_) => table.refuse("languages", span, "each language once, in whatever letters"),
                Err(_) => table.refuse("languages", span, "language tags like \"zh-TW\" or \"en\""),
            }
        }
        if languages.is_empty() {
            problems.push(Problem::new(table.span().clone(), ProblemKind::MissingKey("languages")));
        } else {
            self.languages = languages;
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            source: None,
            languages: ["zh-TW", "en"].iter().filter_map(|tag| Lang::new(tag).ok()).collect(),
            titles: BTreeMap::new(),
            theme: "default".to_owned(),
            base_url: None,
            repository: None,
            system_fonts: false,
            steps: BTreeMap::new(),
            owner: BTreeMap::new(),
            look: Look::default(),
            accessibility_mark: None,
            check: BTreeMap::new(),
            stale_months: None,
            endings: BTreeSet::new(),
            terms: Vec::new(),
        }
    }
}

const WEB: &str = "an address that begins with https://";

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Reads `[print] system_fonts`.
fn system_fonts(mut table: TomlTable<'_>, problems: &mut Vec<Problem>) -> bool {
    let allowed = table.boolean("system_fonts").is_some_and(|(allowed, _)| allowed);
    problems.extend(table.finish());
    allowed
}

/// Reads `[downloads] endings`.
fn endings(mut table: TomlTable<'_>, problems: &mut Vec<Problem>) -> BTreeSet<String> {
    let mut endings = BTreeSet::new();
    for (written, span) in table.strings("endings") {
        match downloads::addable(&written) {
            Some(ending) => _ = endings.insert(ending),
            None => table.refuse("endings", span, "endings like \"xyz\", none that runs on a website"),
        }
    }
    problems.extend(table.finish());
    endings
}

/// Reads `base_url`, and makes it end with a slash.
fn base_url(table: &mut TomlTable<'_>) -> Option<String> {
    let (mut address, span) = table.string("base_url")?;
    if !is_web(&address) {
        table.refuse("base_url", span, WEB);
        return None;
    }
    if !address.ends_with('/') {
        address.push('/');
    }
    Some(address)
}

/// Reads a table whose keys are languages of the site and whose values are texts.
fn per_language(
    mut table: TomlTable<'_>,
    languages: &[Lang],
    problems: &mut Vec<Problem>,
) -> BTreeMap<Lang, String> {
    let found = languages
        .iter()
        .filter_map(|lang| Some((lang.clone(), table.string_named(lang.as_str())?.0)))
        .collect();
    problems.extend(table.finish());
    found
}

fn steps(
    mut table: TomlTable<'_>,
    languages: &[Lang],
    problems: &mut Vec<Problem>,
) -> BTreeMap<Lang, AuthorStepWords> {
    let mut steps = BTreeMap::new();
    for lang in languages {
        let mut words = table.table_named(lang.as_str());
        let read = AuthorStepWords {
            word: words.string("word").map(|(word, _)| word),
            optional: words.string("optional").map(|(word, _)| word),
            result: words.string("result").map(|(word, _)| word),
            series: words.strings("series").into_iter().map(|(word, _)| word).collect(),
        };
        problems.extend(words.finish());
        steps.insert(lang.clone(), read);
    }
    problems.extend(table.finish());
    steps
}

fn accessibility_mark(table: &mut TomlTable<'_>, problems: &mut Vec<Problem>) -> Option<AccessibilityMark> {
    let mut mark = table.table("accessibility_mark");
    let image = mark.string("image");
    let url = mark.string("url");
    let unsafe_url = url.as_ref().filter(|(address, _)| !is_web(address)).cloned();
    let missing = match (&image, &url) {
        (Some(_), None) => Some("url"),
        (None, Some(_)) => Some("image"),
        _ => None,
    };
    if let Some(key) = missing {
        problems.push(Problem::new(mark.span().clone(), ProblemKind::MissingKey(key)));
    }
    let refused = unsafe_url.map(|(_, span)| mark.refuse("url", span, WEB)).is_some();
    problems.extend(mark.finish());
    Some(AccessibilityMark { image: image?, url: url.filter(|_| !refused)?.0 })
}

fn levels(mut table: TomlTable<'_>, problems: &mut Vec<Problem>) -> BTreeMap<String, (Level, Span)> {
    let mut levels = BTreeMap::new();
    for (code, key_span) in table.keys() {
        let Some((word, span)) = table.string_named(&code) else { continue };
        let level = match word.as_str() {
            "off" => Level::Off,
            "note" => Level::Note,
            "warning" => Level::Warning,
            "error" => Level::Error,
            _ => {
                table.refuse(&code, span, "\"off\", \"note\", \"warning\" or \"error\"");
                continue;
            }
        };
        levels.insert(code, (level, key_span));
    }
    problems.extend(table.finish());
    levels
}

fn term(mut table: TomlTable<'_>, languages: &[Lang], problems: &mut Vec<Problem>) -> Term {
    let meanings = per_language(table.table("meaning"), languages, problems);
    let variants = table.strings("variants").into_iter().map(|(variant, _)| variant).collect();
    let span = table.span().clone();
    Term { span, variants, meanings, names: per_language(table, languages, problems) }
}
