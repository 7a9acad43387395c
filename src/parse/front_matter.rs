//! The front matter: TOML between two lines of `+++` at the very beginning.
//!
//! Empty lines before it, more than three signs and full-width signs are forgiven. Settings of another
//! program, between two lines of `---`, are read too, with a problem; and so are settings without
//! lines around them: a page that says `draft` must not be published because of a forgotten sign.
//!
//! The Markdown parser doesn't see all this: that parser would need quadratic time for a page of
//! unclosed `+++`.

use super::bare_settings::{self, BareSettings};
use super::yaml;
use crate::config::{TomlPlace, TomlTable, told};
use crate::diag::{Fix, Problem, ProblemKind};
use crate::lang::is_invisible;
use crate::model::Meta;
use crate::source::{Source, Span};

/// Splits a source into the values of the front matter and the offset of the body.
pub(super) fn read(source: &Source, problems: &mut Vec<Problem>) -> (Meta, usize) {
    let start = source.body_start();
    let whole = source.text.get(start..).unwrap_or("");
    let text = behind_nothing(whole);
    let page = PageStart { source, text, begin: start + whole.len() - text.len() };
    let found = page.fenced(problems).or_else(|| page.bare(problems));
    found.unwrap_or_else(|| (page.late(problems).unwrap_or_default(), start))
}

/// A text without what can't be seen at its beginning: spaces, empty lines, comments.
fn behind_nothing(text: &str) -> &str {
    let mut text = text;
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
        match text.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
            Some((_, behind)) => text = behind,
            None => return text,
        }
    }
}

/// The beginning of a page.
struct PageStart<'a> {
    source: &'a Source,
    text: &'a str,
    /// The offset of the text in its file.
    begin: usize,
}

impl PageStart<'_> {
    fn place(&self, offset: usize) -> TomlPlace {
        TomlPlace { source: self.source.id, offset, name: "front matter" }
    }

    /// The place of the first bytes of the text.
    fn span(&self, length: usize) -> Span {
        Span::new(self.source.id, self.begin..self.begin + length)
    }

    /// The place of the first line.
    fn first(&self) -> Span {
        self.span(self.text.lines().next().unwrap_or_default().trim_end().len())
    }

    /// Settings between two lines of signs.
    fn fenced(&self, problems: &mut Vec<Problem>) -> Option<(Meta, usize)> {
        let fence = self.text.lines().next().and_then(Fence::of)?;
        let inside = self.text.split_inclusive('\n').next().map_or(0, str::len);
        let rest = self.text.get(inside..).unwrap_or_default();
        let mut lines = rest.lines().filter(|line| !line.trim().is_empty());
        if fence == Fence::Yaml && !lines.next().is_some_and(yaml::is_setting) {
            return None;
        }
        let (written, body) = fence.close(rest)?;
        let body = inside + body;
        if fence == Fence::Yaml {
            return Some((self.of_yaml(written, body, problems), self.begin + body));
        }
        let (meta, found) = values(written, self.place(self.begin + inside));
        problems.extend(found);
        Some((meta, self.begin + body))
    }

    /// The values of settings in YAML. `body` is the length of them and of the lines around them.
    fn of_yaml(&self, written: &str, body: usize, problems: &mut Vec<Problem>) -> Meta {
        let toml = yaml::to_toml(written);
        let fix =
            toml.as_ref().map(|toml| Fix { span: self.span(body), replacement: format!("+++\n{toml}+++\n") });
        problems.push(Problem::new(self.first(), ProblemKind::YamlFrontMatter { fix }));
        self.of_other_form(toml.as_deref(), written)
    }

    /// The values of settings of another form, which are `toml` in ours.
    fn of_other_form(&self, toml: Option<&str>, written: &str) -> Meta {
        let mut meta = values(toml.unwrap_or_default(), self.place(0)).0;
        meta.draft |= toml.is_none() && says_draft(written);
        // The values have no place of their own in the author's file.
        let places =
            meta.title.iter_mut().map(|(_, at)| at).chain(meta.verified.iter_mut().map(|(_, at)| at));
        for at in places.chain(meta.aliases.iter_mut().map(|(_, at)| at)) {
            *at = self.first();
        }
        meta
    }

    /// Settings between lines of signs that stand further down, such as under the title. They are read,
    /// so that a draft is not published.
    fn late(&self, problems: &mut Vec<Problem>) -> Option<Meta> {
        let near = self.text.get(..self.text.floor_char_boundary(LATE))?;
        let lines = near.match_indices('\n').map(|(at, _)| at + 1);
        let mut fences =
            lines.filter(|at| self.text.get(*at..).is_some_and(|rest| rest.starts_with(['+', '-', '＋'])));
        let (at, settings) = fences.find_map(|at| {
            let rest = self.text.get(at..)?;
            Fence::of(rest.lines().next()?)?;
            Some((at, bare_settings::read(rest).filter(|settings| settings.opening > 0)?))
        })?;
        let toml = settings.toml();
        let before = self.text.get(..at)?;
        let replacement = format!("+++\n{toml}+++\n\n{before}");
        let fix = Fix { span: self.span(at + settings.length), replacement };
        let start = self.begin + at;
        let span = Span::new(self.source.id, start..start + settings.opening.min(3));
        problems.push(Problem::new(span, ProblemKind::LateFrontMatter { fix }));
        Some(self.of_other_form(Some(&toml), settings.written))
    }

    /// Settings without proper lines around them.
    fn bare(&self, problems: &mut Vec<Problem>) -> Option<(Meta, usize)> {
        let open = self.text.lines().next().and_then(Fence::of) == Some(Fence::Toml);
        let Some(settings) = bare_settings::read(self.text) else {
            let inside = self.text.split_inclusive('\n').next().map_or(0, str::len);
            if open {
                problems.push(Problem::new(self.first(), ProblemKind::OpenFrontMatter { fix: None }));
            }
            return open.then(|| (Meta::default(), self.begin + inside));
        };
        let BareSettings { written, opening, length } = settings;
        let toml = settings.toml();
        let fix = Fix { span: self.span(length), replacement: format!("+++\n{toml}+++\n") };
        let kind = if open {
            ProblemKind::OpenFrontMatter { fix: Some(fix) }
        } else {
            ProblemKind::BareFrontMatter { fix }
        };
        problems.push(Problem::new(self.first(), kind));
        let meta = if toml.trim_end() == written.trim_end() {
            values(written, self.place(self.begin + opening)).0
        } else {
            self.of_other_form(Some(&toml), written)
        };
        Some((meta, self.begin + length))
    }
}

/// Most bytes before settings that stand further down.
const LATE: usize = 2_000;

/// The values of settings in TOML, and their problems.
fn values(toml: &str, place: TomlPlace) -> (Meta, Vec<Problem>) {
    let (mut meta, found) = meta(TomlTable::parse(toml, place));
    // If the TOML is broken, a page that is marked as a draft must not be
    // published.
    let broken = found.iter().any(|problem| matches!(problem.kind, ProblemKind::TomlSyntax(_)));
    meta.draft |= broken && says_draft(toml);
    (meta, found)
}

/// Whether a line of settings that can't be read may say that the page is a draft.
fn says_draft(settings: &str) -> bool {
    settings.lines().any(|line| line.trim_start().starts_with("draft"))
}

/// The signs of the lines around settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fence {
    Toml,
    Yaml,
}

impl Fence {
    /// The fence that a line is.
    fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        let only = |signs: &[char]| line.chars().count() >= 3 && line.chars().all(|c| signs.contains(&c));
        if only(&['+', '＋']) {
            return Some(Self::Toml);
        }
        (line == "---").then_some(Self::Yaml)
    }

    /// The text before the closing line, and the offset after that line.
    fn close(self, text: &str) -> Option<(&str, usize)> {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if Self::of(line) == Some(self) {
                return Some((text.get(..at)?, at + line.len()));
            }
            at += line.len();
        }
        None
    }
}

fn meta(mut table: TomlTable<'_>) -> (Meta, Vec<Problem>) {
    // A page whose `draft` is neither true nor false counts as a draft, and so does one with `Draft`.
    let says_draft = table.keys().iter().any(|(key, _)| key.eq_ignore_ascii_case("draft"));
    let text = |found: Option<(String, Span)>| found.map(|(text, _)| text);
    let mut meta = Meta {
        title: table.string("title"),
        summary: text(table.string("summary")),
        audience: text(table.string("audience")),
        needs: table.strings("needs").into_iter().map(|(need, _)| need).collect(),
        verified: table.date("verified"),
        order: table.integer("order").map(|(order, _)| order),
        draft: table.boolean("draft").map_or(says_draft, |(draft, _)| draft),
        aliases: table.strings("aliases"),
        ..Meta::default()
    };
    if let Some((minutes, span)) = table.integer("minutes") {
        meta.minutes = u32::try_from(minutes).ok().filter(|minutes| *minutes > 0);
        if meta.minutes.is_none() {
            table.refuse("minutes", span, "a whole number from 1");
        }
    }
    if let Some((address, span)) = table.string("platform") {
        if address.starts_with("https://") || address.starts_with("http://") {
            meta.platform = Some(address);
        } else {
            table.refuse("platform", span, "an address that begins with https://");
        }
    }
    (meta, told(table.finish()))
}
