//! The site's own files of its theme.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::embedded::{self, Duty};
use super::templates::TemplateFault;
use super::{shrink, words};
use crate::config::Config;
use crate::diag::{Problem, ProblemKind};
use crate::source::{Asset, SourceId, Span};
use crate::url::{SitePath, TreePath};

/// The place of findings about the theme: the setting that chooses it, and the
/// theme's folder.
#[derive(Debug, Clone)]
pub(super) struct ThemePlace {
    span: Span,
    pub(super) folder: String,
}

impl ThemePlace {
    pub(super) fn problem(&self, kind: ProblemKind) -> Problem {
        Problem::new(self.span.clone(), kind)
    }

    pub(super) fn template(&self, fault: TemplateFault) -> Problem {
        let file = format!("{}templates/{}", self.folder, fault.template);
        self.problem(ProblemKind::BrokenTheme { file, line: fault.line, message: fault.message })
    }
}

/// The site's own files of its theme.
pub(super) struct OwnFiles<'a> {
    /// The files, by their path in the theme's folder.
    files: BTreeMap<&'a str, &'a Arc<[u8]>>,
    pub(super) place: ThemePlace,
}

impl<'a> OwnFiles<'a> {
    /// The files of the theme that `config` names; `files` are those of all
    /// themes, by their path from the root folder.
    pub(super) fn new(files: &'a BTreeMap<TreePath, Asset>, config: &Config) -> Self {
        let folder = format!("themes/{}/", config.theme);
        let source = config.source.unwrap_or(SourceId(0));
        let own = |(path, file): (&'a TreePath, &'a Asset)| {
            Some((path.as_str().strip_prefix(&folder)?, file.in_memory()?))
        };
        let files = files.iter().filter_map(own).collect();
        Self { files, place: ThemePlace { span: Span::start_of(source), folder } }
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
        let problem = |fault: words::WordsFault| {
            let file = format!("{}{path}", self.place.folder);
            self.place.problem(ProblemKind::BrokenTheme { file, line: fault.line, message: fault.message })
        };
        faults.into_iter().map(problem).collect()
    }

    /// The default theme's assets, with the site's files in place of those of the
    /// same name, and all files of the site's `assets/` (a logo, a font).
    pub(super) fn assets(&self) -> BTreeMap<SitePath, Arc<[u8]>> {
        let mut assets = BTreeMap::new();
        for (path, duty, text) in embedded::FILES {
            if *duty == Duty::Asset {
                let bytes: Arc<[u8]> = match self.files.get(path) {
                    Some(file) if ***file != *text.as_bytes() => Arc::clone(file),
                    _ => shrink::asset(path, text).into_bytes().into(),
                };
                assets.insert(SitePath::new(&format!("assets/{path}")), bytes);
            }
        }
        for (path, file) in &self.files {
            if path.starts_with("assets/") {
                assets.insert(SitePath::new(path), Arc::clone(file));
            }
        }
        assets
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
                let (file, message) = (format!("{}{path}", self.place.folder), "not UTF-8".to_owned());
                problems.push(self.place.problem(ProblemKind::BrokenTheme { file, line: 1, message }));
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
