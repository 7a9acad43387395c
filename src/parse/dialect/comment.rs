//! Comments of other programs, which readers must never see.
//!
//! Obsidian hides `%% … %%`, MDX `{/* … */}`, Jekyll `{% comment %} … {% endcomment %}`, kramdown
//! `{::comment} … {:/comment}`. Elsewhere they are printed. Here they are taken out of the text
//! before it is parsed, so no block, list or table can keep a part of them. HTML's own comment is
//! taken out where Markdown would print it: inside a line, over an empty line.

use std::ops::Range;

use super::found::Foreign;
use crate::diag::ForeignSyntax;
use crate::parse::changes::Change;
use crate::parse::code::Code;
use crate::parse::joiner::JOINER_TEXT;
use crate::parse::line;

/// The signs that begin a comment, and those that end it.
const SIGNS: &[(&str, &str)] = &[
    ("%%", "%%"),
    ("<!--", "-->"),
    ("{/*", "*/}"),
    ("{{/*", "*/}}"),
    ("{{!--", "--}}"),
    ("{# ", " #}"),
    ("{% comment %}", "{% endcomment %}"),
    ("{%- comment -%}", "{%- endcomment -%}"),
    ("{::comment}", "{:/comment}"),
];

/// Most bytes of markers before a comment in its line.
const MARKERS: usize = 60;

/// Whether a text may have a comment that must be taken out.
pub(super) fn may_have(text: &str) -> bool {
    // Most texts have neither sign, and one search for a character is cheap.
    (text.contains('%') && text.contains("%%"))
        || text.match_indices('{').any(|(at, _)| begins(text, at))
        || (line::signs(text, "<!--").next().is_some() && has_printed(text))
}

/// Whether a sign of a comment stands at a place.
fn begins(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| SIGNS.iter().any(|(open, _)| rest.starts_with(open)))
}

/// Whether a comment of HTML has no end, or may be printed because of an empty line in it.
fn has_printed(text: &str) -> bool {
    let mut behind = text.split("<!--").skip(1);
    behind.any(|behind| behind.split_once("-->").is_none_or(|(inside, _)| is_broken(inside)))
}

/// Whether a text has an empty line.
fn is_broken(text: &str) -> bool {
    let mut lines = text.lines().skip(1);
    lines.any(|line| line.trim_start_matches([' ', '\t', '>']).is_empty())
}

/// A comment in a text.
struct Comment<'a> {
    bytes: Range<usize>,
    /// The sign that begins it.
    sign: &'static str,
    /// What stands between the signs.
    inside: &'a str,
    closed: bool,
}

/// The changes that take all comments out, and the comments that an author should hear of.
pub(super) fn read(text: &str, code: &Code) -> (Vec<Change>, Vec<Foreign>) {
    let (mut changes, mut found) = (Vec::new(), Vec::new());
    let mut missing = [false; SIGNS.len()];
    let mut at = 0;
    while let Some(length) = text.get(at..).and_then(|rest| rest.find(['%', '{', '<'])) {
        at += length;
        let Some(comment) = comment(text, at, code, &mut missing) else {
            at += 1;
            continue;
        };
        at = comment.bytes.end;
        let html = comment.sign == "<!--";
        let printed = is_broken(comment.inside) && !begins_line(text, comment.bytes.start);
        if html && comment.closed && !printed {
            continue;
        }
        changes.push(taken_out(text, &comment.bytes));
        if !html || !comment.closed {
            found.push(foreign(comment));
        }
    }
    (changes, found)
}

/// The comment that begins at a place. `missing` says of which signs the closing one was searched
/// in vain, so that it is searched once.
fn comment<'a>(
    text: &'a str,
    start: usize,
    code: &Code,
    missing: &mut [bool; SIGNS.len()],
) -> Option<Comment<'a>> {
    let rest = text.get(start..)?;
    let (index, (open, close)) = SIGNS.iter().enumerate().find(|(_, (open, _))| rest.starts_with(open))?;
    let before = text.get(..start)?.chars().next_back();
    let begins = begins_line(text, start);
    let meant = *open != "%%" || before.is_none_or(|c| !(c.is_ascii_alphanumeric() || c == '%'));
    if !meant || before == Some('\\') || code.has(start) {
        return None;
    }
    let behind = rest.get(open.len()..)?;
    let end = if missing.get(index).is_some_and(|missing| *missing) { None } else { behind.find(close) };
    if let Some(missing) = missing.get_mut(index).filter(|_| end.is_none()) {
        *missing = true;
    }
    // Inside a line, two signs of per cent in different paragraphs don't belong together.
    let end = end.filter(|end| begins || *open != "%%" || !is_broken(behind.get(..*end).unwrap_or_default()));
    let length = match end {
        Some(end) => end,
        None if *open == "{# " => return None,
        None if begins => behind.len(),
        None => line::after(behind, 0, behind.len()).len(),
    };
    let bytes = start..start + open.len() + length + end.map_or(0, |_| close.len());
    Some(Comment { bytes, sign: open, inside: behind.get(..length)?, closed: end.is_some() })
}

/// Whether only markers of quotes and spaces stand before a place in its line.
fn begins_line(text: &str, place: usize) -> bool {
    line::before(text, place, MARKERS).is_some_and(|before| before.trim_matches([' ', '\t', '>']).is_empty())
}

/// Whole lines are taken out with their end, so that a list or a paragraph goes on. In a line,
/// an empty comment of HTML takes the place, so that the words around it are not one piece.
fn taken_out(text: &str, bytes: &Range<usize>) -> Change {
    let behind = text.get(bytes.end..).unwrap_or_default();
    let rest = behind.trim_start_matches([' ', '\t']);
    let begins = begins_line(text, bytes.start);
    if begins && (rest.is_empty() || rest.starts_with(['\r', '\n'])) {
        let start = bytes.start - line::before(text, bytes.start, MARKERS).map_or(0, str::len);
        let rest = rest.strip_prefix('\r').unwrap_or(rest);
        let rest = rest.strip_prefix('\n').unwrap_or(rest);
        return Change::new(start..text.len() - rest.len(), "");
    }
    let text = if begins { [JOINER_TEXT, "<!---->"].concat() } else { "<!---->".to_owned() };
    Change::new(bytes.clone(), text)
}

fn foreign(comment: Comment<'_>) -> Foreign {
    let Comment { bytes, sign, inside, closed } = comment;
    if !closed {
        return Foreign {
            bytes: bytes.start..bytes.start + sign.len(),
            what: ForeignSyntax::OpenComment(sign),
            right: None,
        };
    }
    let right = (!inside.contains("--")).then(|| format!("<!-- {} -->", inside.trim()));
    Foreign { bytes, what: ForeignSyntax::Comment(sign), right }
}
