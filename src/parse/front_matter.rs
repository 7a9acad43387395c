//! The front matter: TOML between two lines of `+++` at the very beginning.
//!
//! The Markdown parser doesn't see it: that parser would need quadratic time for
//! a page of unclosed `+++`.

use crate::config::{TomlPlace, TomlTable, told};
use crate::diag::{Problem, ProblemKind};
use crate::model::Meta;
use crate::source::{Source, Span};

/// Splits a source into the values of the front matter and the offset of the body.
pub(super) fn read(source: &Source, problems: &mut Vec<Problem>) -> (Meta, usize) {
    let start = source.body_start();
    let text = source.text.get(start..).unwrap_or("");
    let Some(inside) = after_fence(text) else { return (Meta::default(), start) };
    let opened = text.len() - inside.len();
    let Some((toml, body)) = until_fence(inside) else {
        let fence = Span::new(source.id, start..start + "+++".len());
        problems.push(Problem::new(fence, ProblemKind::OpenFrontMatter));
        return (Meta::default(), start + opened);
    };
    let place = TomlPlace { source: source.id, offset: start + opened, name: "front matter" };
    let (mut meta, found) = meta(TomlTable::parse(toml, place));
    // If the TOML is broken, a page that is marked as a draft must not be
    // published.
    let broken = found.iter().any(|problem| matches!(problem.kind, ProblemKind::TomlSyntax(_)));
    meta.draft |= broken && toml.lines().any(|line| line.trim_start().starts_with("draft"));
    problems.extend(found);
    (meta, start + opened + body)
}

/// The text after the first line, if that line is `+++`.
fn after_fence(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("+++")?.trim_start_matches([' ', '\t']);
    rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))
}

/// The text before the closing line, and the offset after that line.
fn until_fence(text: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((text.get(..at)?, at + line.len()));
        }
        at += line.len();
    }
    None
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
