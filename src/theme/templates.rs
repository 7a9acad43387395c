//! Templates: the default theme's, and the site's own in their place.
//!
//! A template of the site that does not parse, or that fails on a page, never
//! leaves the site without the page: the default theme's template is used, and
//! a [`TemplateFault`] says why. Content is only ever a value; no author's text
//! is compiled as a template.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::LazyLock;

use tera::{Context, ErrorKind, Tera};

use super::embedded::{Duty, FILES};
use crate::html_escape;

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TemplateFault {
    /// The template, such as `guide.html`.
    pub template: String,
    /// The line in the template, from 1.
    pub line: usize,
    /// Tera's error message.
    pub message: String,
}

/// The default theme's templates, compiled once.
static DEFAULT: LazyLock<Tera> = LazyLock::new(|| {
    let templates = FILES.iter().filter(|(_, duty, _)| *duty == Duty::Template);
    let templates = templates.map(|(path, _, text)| (path.trim_start_matches("templates/"), *text));
    let mut tera = Tera::default();
    // Every name ends in an empty suffix, so everything is escaped.
    tera.autoescape_on([""]);
    tera.set_escape_fn(escape);
    // A test renders each of these templates, so no release has an error here.
    _ = tera.add_raw_templates(templates);
    tera
});

/// Compiled templates.
pub(super) struct Templates {
    /// The site's own templates; `None` if it has none.
    own: Option<Box<Tera>>,
}

impl Templates {
    /// Compiles the site's own templates over the default ones. A template that
    /// can't be compiled is left out.
    pub(super) fn new(own: &BTreeMap<String, String>) -> (Self, Vec<TemplateFault>) {
        if own.is_empty() {
            return (Self { own: None }, Vec::new());
        }
        let mut together = DEFAULT.clone();
        if together.add_raw_templates(own).is_ok() {
            return (Self { own: Some(Box::new(together)) }, Vec::new());
        }
        let mut tera = DEFAULT.clone();
        let mut faults = Vec::new();
        for (name, text) in own {
            let mut with = tera.clone();
            match with.add_raw_template(name, text) {
                Ok(()) => tera = with,
                Err(error) => faults.push(fault(name, &error)),
            }
        }
        (Self { own: Some(Box::new(tera)) }, faults)
    }

    /// Whether there are any of the site's own.
    pub(super) const fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// Fills a template. The fault is given if the site's own template failed
    /// and the default one made the page.
    pub(super) fn render(&self, name: &str, context: &Context) -> (Vec<u8>, Option<TemplateFault>) {
        let (tera, spare) = match &self.own {
            Some(own) => (own.as_ref(), Some(&*DEFAULT)),
            None => (&*DEFAULT, None),
        };
        match filled(tera, name, context) {
            Ok(page) => (page, None),
            Err(error) => {
                let page = spare.and_then(|spare| filled(spare, name, context).ok()).unwrap_or_default();
                (page, Some(fault(name, &error)))
            }
        }
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").field("own", &self.own.is_some()).finish()
    }
}

/// The page as bytes, not as a string: it is made of text only, so nothing has
/// to check the whole page for valid UTF-8 again.
fn filled(tera: &Tera, name: &str, context: &Context) -> tera::TeraResult<Vec<u8>> {
    let mut page = Vec::with_capacity(64 * 1024);
    tera.render_to(name, context, &mut page)?;
    Ok(page)
}

/// Makes a fault of an error of Tera. An error that involves several templates
/// comes as a printed report, with its place as `name:line:column`.
fn fault(name: &str, error: &tera::Error) -> TemplateFault {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        let template = if report.filename().is_empty() { name } else { report.filename() };
        let line = report.span().start_line.max(1);
        return TemplateFault { template: template.to_owned(), line, message: report.message().to_owned() };
    }
    let report = error.to_string();
    let first = report.lines().next().unwrap_or_default();
    let place = report.split_once(&format!("{name}:")).map_or("", |(_, rest)| rest);
    let line = place.split(':').next().and_then(|line| line.parse().ok()).unwrap_or(1);
    TemplateFault { template: name.to_owned(), line, message: first.trim_start_matches("error: ").to_owned() }
}

/// Escapes text for HTML, as Tera asks for it.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    html_escape::pieces(text).try_for_each(|piece| out.write_all(piece.as_bytes()))
}
