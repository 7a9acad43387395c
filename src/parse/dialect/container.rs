//! Boxes of other programs around lines of text, as quotes with a mark or as `<details>`.
//!
//! HackMD, Docusaurus, VitePress and pandoc write `:::tip` above and `:::` below; GitBook writes
//! `{% hint style="info" %}` and `{% endhint %}`; MkDocs writes `!!! tip "Title"` (`???` if it is
//! folded, `===` for a tab) and indents the lines below by four spaces. Each line of such a box gets
//! the mark of a quote, so that the Markdown parser reads the box as ours.

mod opener;

use std::ops::Range;

use opener::{BoxShape, Ends, Opener};

use super::found::Foreign;
use crate::diag::ForeignSyntax;
use crate::parse::changes::Change;
use crate::parse::code::Code;
use crate::parse::line;

/// Most boxes inside one another. Deeper ones are text.
const MAX_DEPTH: usize = 6;

/// Whether a text may have such a box.
pub(super) fn may_have(text: &str) -> bool {
    [":::", "!!! ", "???", "=== \"", "{% hint"].iter().any(|sign| line::signs(text, sign).next().is_some())
}

/// The changes that make boxes our own, and what an author should hear of.
pub(super) fn read(text: &str, code: &Code) -> (Vec<Change>, Vec<Foreign>) {
    let mut reader = Reader { colons: colons(text, code), ..Reader::default() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_code = code.has(at + indentation(line));
        reader.line(Line { start: at, text: line.trim_end_matches(['\r', '\n']), is_code });
        at += line.len();
    }
    reader.finish(at, text.is_empty() || text.ends_with('\n'));
    (reader.changes, reader.found)
}

/// The bytes of spaces and marks of quotes at the beginning of a line.
fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

/// For each line of colons in a text: where it begins, and whether it closes a box.
fn colons(text: &str, code: &Code) -> Vec<(usize, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.get(indentation(line)..).unwrap_or_default().trim_end();
        if words.starts_with(":::") && !code.has(at + indentation(line)) {
            found.push((at, is_colons(words)));
        }
        at += line.len();
    }
    found
}

/// Whether a line has only colons, three at least.
fn is_colons(words: &str) -> bool {
    words.len() >= 3 && words.bytes().all(|byte| byte == b':')
}

/// A line without its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Where it begins in the text.
    start: usize,
    text: &'a str,
    is_code: bool,
}

/// A box whose end was not read yet.
struct OpenBox {
    /// The bytes of the line that opens it, without its indentation.
    bytes: Range<usize>,
    /// How many bytes of indentation it has, inside the box around it.
    indentation: usize,
    ends: Ends,
    shape: BoxShape,
}

#[derive(Default)]
struct Reader {
    /// The boxes that are open, from outside to inside.
    open: Vec<OpenBox>,
    changes: Vec<Change>,
    found: Vec<Foreign>,
    /// Changes of empty lines that belong to an indented box if more of it follows.
    waiting: Vec<Change>,
    /// How many quotes there are around the last line.
    quotes: usize,
    /// Whether a box was ended before the line that was meant to end it.
    ended_early: bool,
    /// See [`colons`].
    colons: Vec<(usize, bool)>,
}

impl Reader {
    fn line(&mut self, line: Line<'_>) {
        let all = if line.is_code { "" } else { line.text.get(indentation(line.text)..).unwrap_or_default() };
        let level = all.len() - all.trim_start_matches('#').len();
        if level > 0 {
            self.end_at_heading(line.start, level);
        }
        let closed = self.closed_by(all.trim_end()).map(|index| self.open.drain(index..).next());
        let (at, mut prefix) = self.marks(line);
        let rest = line.text.get(at..).unwrap_or_default();
        let inner = indentation(rest);
        let words = rest.get(inner..).unwrap_or_default().trim_end();
        prefix.push_str(rest.get(..inner).unwrap_or_default());
        let bytes = line.start + at + inner..line.start + at + inner + words.len();
        let mut quotes = prefix.matches('>').count();
        if line.is_code || words.is_empty() {
            // Code stays as it is.
        } else if let Some(closed) = closed {
            let folded = closed.is_some_and(|open| open.shape == BoxShape::Fold);
            // An empty line would pull the items of a list apart; an empty comment ends a quote too.
            let text = if folded { format!("</details>\n{prefix}") } else { "<!---->".to_owned() };
            self.changes.push(Change::new(bytes, text));
        } else if is_colons(words) {
            if !std::mem::take(&mut self.ended_early) {
                self.report(bytes.clone(), ForeignSyntax::StrayEnd, Some(String::new()));
            }
            self.changes.push(Change::new(bytes, ""));
        } else if let Some(opener) = opener::read(words).filter(|_| self.open.len() < MAX_DEPTH) {
            if self.quotes > quotes {
                // Else it would go on with the quote above.
                self.changes.push(Change::new(bytes.start..bytes.start, format!("\n{prefix}")));
            }
            quotes += usize::from(matches!(opener.shape, BoxShape::Alert(_)));
            self.begin(&opener, &bytes, &prefix);
            self.open.push(OpenBox { bytes, indentation: inner, ends: opener.ends, shape: opener.shape });
        }
        self.quotes = quotes;
    }

    /// Puts in the marks that a line needs for the boxes around it, and ends boxes to which it does
    /// not belong. Returns the offset behind the marks in the line, and the line up to there as it
    /// is now.
    fn marks(&mut self, line: Line<'_>) -> (usize, String) {
        let (mut at, mut prefix) = (0, String::new());
        let mut changes = Vec::new();
        let is_empty = line.text.get(indentation(line.text)..).is_some_and(str::is_empty);
        for index in 0..self.open.len() {
            let Some(open) = self.open.get(index) else { break };
            let rest = line.text.get(at..).unwrap_or_default();
            let own = indentation(rest).min(open.indentation);
            prefix.push_str(rest.get(..own).unwrap_or_default());
            at += own;
            let rest = rest.get(own..).unwrap_or_default();
            let step = if open.ends != Ends::Indentation || is_empty {
                0
            } else if rest.starts_with('\t') {
                1
            } else if rest.starts_with("    ") {
                4
            } else {
                self.changes.append(&mut changes);
                self.waiting.clear();
                self.leave(index, line.start + at, &prefix);
                return (at, prefix);
            };
            let mark = if matches!(open.shape, BoxShape::Alert(_)) { "> " } else { "" };
            if !(mark.is_empty() && step == 0) {
                changes.push(Change::new(line.start + at..line.start + at + step, mark));
            }
            prefix.push_str(mark);
            at += step;
        }
        if is_empty && self.open.iter().any(|open| open.ends == Ends::Indentation) {
            self.waiting.append(&mut changes);
        } else {
            self.changes.append(&mut self.waiting);
            self.changes.append(&mut changes);
        }
        (at, prefix)
    }

    /// The open box that this line closes.
    fn closed_by(&self, words: &str) -> Option<usize> {
        let is_colons = is_colons(words);
        let is_tag = opener::is_end_tag(words);
        self.open.iter().rposition(|open| match open.ends {
            Ends::Colons => is_colons,
            Ends::Tag => is_tag,
            Ends::Indentation => false,
        })
    }

    /// Changes the line that opens a box.
    fn begin(&mut self, opener: &Opener, bytes: &Range<usize>, prefix: &str) {
        let title = opener.title.clone().filter(|title| !title.is_empty());
        let (before, after) = match opener.shape {
            // Without an empty line, a list that goes on from 3 would be text.
            BoxShape::Alert(name) => (format!("> [!{name}] "), format!("\n{prefix}>")),
            BoxShape::Fold if title.is_some() => {
                ("<details><summary>".to_owned(), format!("</summary>\n{prefix}"))
            }
            BoxShape::Fold => ("<details>".to_owned(), format!("\n{prefix}")),
            BoxShape::Plain if title.is_some() => ("**".to_owned(), format!("**\n{prefix}")),
            BoxShape::Plain => (String::new(), String::new()),
        };
        if opener.shape == BoxShape::Plain {
            self.report(bytes.clone(), ForeignSyntax::UnknownBox, None);
        }
        let (start, end) = title.map_or((bytes.len(), bytes.len()), |title| (title.start, title.end));
        self.changes.push(Change::new(bytes.start..bytes.start + start, before));
        self.changes.push(Change::new(bytes.start + end..bytes.end, after));
    }

    /// Ends this box and those inside it before the place of a line that does not belong to it.
    fn leave(&mut self, index: usize, place: usize, prefix: &str) {
        for open in self.open.drain(index..).rev() {
            if open.shape == BoxShape::Fold {
                self.changes.push(Change::new(place..place, format!("</details>\n{prefix}\n{prefix}")));
            }
        }
    }

    /// Ends boxes of colons that nothing closes before a heading, and all before one of a section,
    /// so that they don't hold the steps of a guide.
    fn end_at_heading(&mut self, start: usize, level: usize) {
        let Some(index) = self.open.iter().position(|open| open.ends == Ends::Colons) else { return };
        let next = self.colons.get(self.colons.partition_point(|(at, _)| *at < start));
        if level > 2 && next.is_some_and(|(_, closes)| *closes) {
            return;
        }
        self.ended_early = true;
        self.unclosed(index);
        self.leave(index, start, "");
        self.changes.push(Change::new(start..start, "\n"));
    }

    /// Ends all boxes at the end of the text.
    fn finish(&mut self, end: usize, ends_line: bool) {
        self.unclosed(0);
        let folds = self.open.drain(..).filter(|open| open.shape == BoxShape::Fold).count();
        if folds > 0 {
            let text = format!("{}{}", if ends_line { "" } else { "\n" }, "\n</details>\n".repeat(folds));
            self.changes.push(Change::new(end..end, text));
        }
    }

    /// Reports boxes from this one on that nothing closes.
    fn unclosed(&mut self, from: usize) {
        let open = self.open.iter().skip(from).filter(|open| open.ends != Ends::Indentation);
        let spans: Vec<Range<usize>> = open.map(|open| open.bytes.clone()).collect();
        for bytes in spans {
            self.report(bytes, ForeignSyntax::OpenBox, None);
        }
    }

    fn report(&mut self, bytes: Range<usize>, what: ForeignSyntax, right: Option<String>) {
        self.found.push(Foreign { bytes, what, right });
    }
}
