//! The front matter: TOML between two lines of `+++` at the very beginning.
//!
//! Empty lines before it, more than three signs and full-width signs are forgiven. Settings of another
//! program, between two lines of `---`, are read too, with a problem; and so are settings without
//! lines around them: a page that says `draft` must not be published because of a forgotten sign.
//!
//! The Markdown parser doesn't see all this: that parser would need quadratic time for a page of
//! unclosed `+++`.

use super::yaml;
use crate::config::{TomlPlace, TomlTable, told};
use crate::diag::{Fix, Problem, ProblemKind};
use crate::model::Meta;
use crate::source::{Source, Span};

/// Splits a source into the values of the front matter and the offset of the body.
pub(super) fn read(source: &Source, problems: &mut Vec<Problem>) -> (Meta, usize) {
    let start = source.body_start();
    let whole = source.text.get(start..).unwrap_or("");
    let text = whole.trim_start_matches([' ', '\t', '\r', '\n']);
    let begin = start + whole.len() - text.len();
    let first = text.lines().next().unwrap_or_default().trim_end();
    let place = |offset| TomlPlace { source: source.id, offset, name: "front matter" };
    let span = |length: usize| Span::new(source.id, begin..begin + length);
    let Some(fence) = Fence::of(first) else {
        let bare = bare_settings(text);
        if bare == 0 {
            return (Meta::default(), start);
        }
        let written = text.get(..bare).unwrap_or_default().trim_end();
        let written = written.strip_suffix("+++").unwrap_or(written);
        let fix = Fix { span: span(bare), replacement: format!("+++\n{}\n+++\n", written.trim_end()) };
        problems.push(Problem::new(span(first.len()), ProblemKind::BareFrontMatter { fix }));
        return (values(written, place(begin)).0, begin + bare);
    };
    let inside = text.split_inclusive('\n').next().map_or(0, str::len);
    let rest = text.get(inside..).unwrap_or_default();
    if fence == Fence::Yaml
        && !rest.lines().find(|line| !line.trim().is_empty()).is_some_and(yaml::is_setting)
    {
        return (Meta::default(), start);
    }
    let Some((written, body)) = fence.close(rest) else {
        problems.push(Problem::new(span(first.len()), ProblemKind::OpenFrontMatter));
        return (Meta::default(), begin + inside);
    };
    let body = inside + body;
    if fence == Fence::Yaml {
        let toml = yaml::to_toml(written);
        let fix =
            toml.as_ref().map(|toml| Fix { span: span(body), replacement: format!("+++\n{toml}+++\n") });
        problems.push(Problem::new(span(first.len()), ProblemKind::YamlFrontMatter { fix }));
        let mut meta = values(toml.as_deref().unwrap_or_default(), place(0)).0;
        meta.draft |= toml.is_none() && says_draft(written);
        // The values have no place of their own in the author's file.
        for (_, at) in meta.title.iter_mut().chain(&mut meta.aliases) {
            *at = span(first.len());
        }
        return (meta, begin + body);
    }
    let (meta, found) = values(written, place(begin + inside));
    problems.extend(found);
    (meta, begin + body)
}

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
        let line = line.trim_end();
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

/// Keys with which settings begin that have no lines around them.
const FIRST_KEYS: [&str; 6] = ["title", "platform", "summary", "draft", "verified", "audience"];

/// The length of settings at the beginning of a text, up to the first empty line; 0 if it begins with
/// no setting.
fn bare_settings(text: &str) -> usize {
    let is_setting = |line: &str| {
        let (key, value) = line.split_once('=')?;
        (FIRST_KEYS.contains(&key.trim()) && !value.trim().is_empty()).then_some(())
    };
    if text.lines().next().and_then(is_setting).is_none() {
        return 0;
    }
    let lines =
        text.split_inclusive('\n').take_while(|line| !line.trim().is_empty() && Fence::of(line).is_none());
    let length = lines.map(str::len).sum();
    let closing = text.get(length..).and_then(|rest| rest.split_inclusive('\n').next());
    length + closing.filter(|line| Fence::of(line).is_some()).map_or(0, str::len)
}

fn meta(mut table: TomlTable<'_>) -> (Meta, Vec<Problem>) {
    // A page whose `draft` is neither true nor false counts as a draft.
    let says_draft = table.has("draft");
    let text = |found: Option<(String, Span)>| found.map(|(text, _)| text);
    let mut meta = Meta {
        title: table.string("title"),
        summary: text(table.string("summary")),
        audience: text(table.string("audience")),
        needs: table.strings("needs").into_iter().map(|(need, _)| need).collect(),
        verified: table.date("verified").map(|(day, _)| day),
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
