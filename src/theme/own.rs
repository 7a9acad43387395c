//! The site's own files of its theme.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::embedded::{self, Duty};
use super::templates::TemplateFault;
use super::{classes, icons, look, shrink, unknown_words, words};
use crate::config::{Accent, Config};
use crate::diag::{Problem, ProblemKind};
use crate::source::{ContentTree, Source, Span};
use crate::url::SitePath;

/// The place of findings about the theme: the setting that chooses it, the theme's
/// folder, and the texts in it.
#[derive(Debug, Clone)]
pub(super) struct ThemePlace {
    span: Span,
    pub(super) folder: String,
    texts: Vec<Source>,
}

impl ThemePlace {
    pub(super) fn problem(&self, kind: ProblemKind) -> Problem {
        Problem::new(self.span.clone(), kind)
    }

    /// A problem in a line, counted from 1, of a file in the theme's folder.
    pub(super) fn in_line(&self, file: &str, line: usize, kind: ProblemKind) -> Problem {
        Problem::new(self.line(file, line).unwrap_or_else(|| self.span.clone()), kind)
    }

    /// The problem that a file in the theme's folder does not work.
    pub(super) fn broken(&self, file: &str, line: usize, message: String) -> Problem {
        let kind = ProblemKind::BrokenTheme { file: format!("{}{file}", self.folder), line, message };
        self.in_line(file, line, kind)
    }

    pub(super) fn template(&self, fault: TemplateFault) -> Problem {
        self.broken(&format!("templates/{}", fault.template), fault.line, fault.message)
    }

    /// The text of a file in the theme's folder, with its place.
    pub(super) fn text(&self, file: &str) -> Option<&Source> {
        self.texts.iter().find(|source| source.path.as_str().strip_prefix(&self.folder) == Some(file))
    }

    /// The place of a line without the space around it.
    fn line(&self, file: &str, line: usize) -> Option<Span> {
        let source = self.text(file)?;
        let body = source.text.get(source.body_start()..)?;
        let line = body.lines().nth(line.checked_sub(1)?)?.trim();
        let start = line.as_ptr().addr() - source.text.as_ptr().addr();
        Some(Span::new(source.id, start..start + line.len()))
    }
}

/// An asset of the default theme: its path, its text, and what is published of it.
type DefaultAsset = (&'static str, &'static str, Arc<[u8]>);

/// The assets of the default theme. Shrunk once: each save of a file of a site's own theme loads that
/// theme again.
static DEFAULT_ASSETS: LazyLock<Vec<DefaultAsset>> = LazyLock::new(|| {
    let assets = embedded::FILES.iter().filter(|(_, duty, _)| *duty == Duty::Asset);
    assets.map(|(path, _, text)| (*path, *text, shrink::asset(path, text).into_bytes().into())).collect()
});

/// The site's own files of its theme.
pub(super) struct OwnFiles<'a> {
    /// The files, by their path in the theme's folder.
    files: BTreeMap<&'a str, &'a Arc<[u8]>>,
    pub(super) place: ThemePlace,
}

impl<'a> OwnFiles<'a> {
    /// The files of the theme that `config` names.
    pub(super) fn new(tree: &'a ContentTree, config: &Config) -> Self {
        let folder = format!("themes/{}/", config.theme);
        let span = Span::start_of(config.source.unwrap_or(tree.first_source()));
        let files = tree.theme().iter();
        let files =
            files.filter_map(|(path, file)| Some((path.as_str().strip_prefix(&folder)?, file.in_memory()?)));
        let files = files.collect();
        let texts = tree.theme_texts().cloned().collect();
        Self { files, place: ThemePlace { span, folder, texts } }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The templates, by name.
    pub(super) fn templates(&self, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
        let mut templates = BTreeMap::new();
        for (path, file) in &self.files {
            let Some(name) = path.strip_prefix("templates/").filter(|name| is_html(name)) else { continue };
            if let Ok(text) = std::str::from_utf8(file) {
                templates.insert(name.to_owned(), text.trim_start_matches('\u{feff}').to_owned());
            } else {
                let message = "not UTF-8".to_owned();
                problems.push(self.place.template(TemplateFault {
                    template: name.to_owned(),
                    line: 1,
                    message,
                }));
            }
        }
        templates
    }

    /// Lays the words of a language over `table`; `reference` has every word.
    pub(super) fn lay_over(
        &self,
        table: &mut toml::Table,
        lang: &str,
        reference: &toml::Table,
    ) -> Vec<Problem> {
        let path = format!("i18n/{lang}.toml");
        let Some(file) = self.files.get(path.as_str()) else { return Vec::new() };
        let text = String::from_utf8_lossy(file);
        let text = text.trim_start_matches('\u{feff}');
        let faults = match words::parse(text) {
            Ok(words) => words::lay_over(table, words, text, reference),
            Err(fault) => vec![fault],
        };
        faults.into_iter().map(|fault| self.place.broken(&path, fault.line, fault.message)).collect()
    }

    /// The icons of the site's own.
    pub(super) fn icons(&self) -> Option<Cow<'_, str>> {
        self.files.get(icons::FILE).map(|file| String::from_utf8_lossy(file))
    }

    /// Whether a template or a script of the site's own names an address of the site.
    pub(super) fn names(&self, address: &str) -> bool {
        let asks = |path: &str| path.starts_with("templates/") || has_extension(path, "js");
        let mut texts =
            self.files.iter().filter(|(path, _)| asks(path)).map(|(_, file)| String::from_utf8_lossy(file));
        texts.any(|text| text.contains(address))
    }

    /// The words of a language that nothing asks for, with the texts of the templates.
    pub(super) fn unknown_words(&self, lang: &str, templates: &[&str]) -> Vec<Problem> {
        let Some(source) = self.place.text(&format!("i18n/{lang}.toml")) else { return Vec::new() };
        unknown_words::problems(source, words::english_table(), templates)
    }

    /// The default theme's assets, with the site's files in place of those of the
    /// same name, and all files of the site's `assets/` (a logo, a font).
    /// Style sheet and icon are given the accent of the site.
    pub(super) fn assets(&self, accent: Option<&Accent>) -> BTreeMap<SitePath, Arc<[u8]>> {
        let mut assets = BTreeMap::new();
        for (path, text, shrunk) in &*DEFAULT_ASSETS {
            let own = self.files.get(path).copied().filter(|file| ***file != *text.as_bytes());
            let bytes = match (*path, own, accent) {
                ("style.css", own, Some(accent)) => {
                    let mut style = own.unwrap_or(shrunk).to_vec();
                    style.extend(look::rules(accent).bytes());
                    style.into()
                }
                (_, Some(file), _) => Arc::clone(file),
                ("icon.svg", None, Some(accent)) => Arc::from(look::icon(text, accent).into_bytes()),
                _ => Arc::clone(shrunk),
            };
            assets.insert(SitePath::new(&format!("assets/{path}")), bytes);
        }
        for (path, file) in &self.files {
            if path.starts_with("assets/") {
                assets.insert(SitePath::new(path), Arc::clone(file));
            }
        }
        assets
    }

    /// The problem that the own `style.css` has rules for few of the classes of the
    /// pages. Some of its rules may stand in a style sheet that it imports.
    pub(super) fn bare_style(&self) -> Option<Problem> {
        self.files.get("style.css")?;
        let is_sheet =
            |path: &str| path == "style.css" || path.starts_with("assets/") && has_extension(path, "css");
        let sheets = self.files.iter().filter(|(path, _)| is_sheet(path));
        let sheets: Vec<_> = sheets.map(|(_, file)| String::from_utf8_lossy(file)).collect();
        let replaced = |template: &str| self.files.contains_key(template);
        let (styled, classes) = classes::styled(sheets.iter().map(AsRef::as_ref), replaced);
        let kind = ProblemKind::BareStyle { folder: self.place.folder.clone(), styled, classes };
        (styled * 2 < classes).then(|| self.place.in_line("style.css", 1, kind))
    }

    /// The default theme's files that lay out handouts, and the site's own.
    pub(super) fn print(&self, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
        let default = embedded::FILES.iter().filter(|(_, duty, _)| *duty == Duty::Print);
        let mut print: BTreeMap<String, String> =
            default.map(|(path, _, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        for (path, file) in
            self.files.iter().filter(|(path, _)| path.starts_with("print/") && has_extension(path, "typ"))
        {
            if let Ok(text) = std::str::from_utf8(file) {
                print.insert((*path).to_owned(), text.trim_start_matches('\u{feff}').to_owned());
            } else {
                problems.push(self.place.broken(path, 1, "not UTF-8".to_owned()));
            }
        }
        print
    }
}

fn is_html(name: &str) -> bool {
    has_extension(name, "html")
}

fn has_extension(name: &str, wanted: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == wanted)
}
