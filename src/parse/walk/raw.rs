//! Reading of raw HTML: pairs of tags become elements, the rest is cleaned or left
//! out.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::state::{MAX_DEPTH, MarkdownWalk};
use crate::diag::ProblemKind;
use crate::model::{Block, DraftInlines, Inline, Parsed, StartTag, plain_text};
use crate::parse::html_depth::is_deeper;
use crate::parse::{html, joiner};
use crate::source::Span;

/// How often the search for the places of a block's tags may fail before it stops.
/// A tag over several lines of a quotation can't be found in the source, because
/// the source has `>` there.
const MISSES: usize = 100;

impl MarkdownWalk<'_> {
    /// Reads one tag inside running text, with its content if it has an end tag.
    pub(super) fn inline_html(&mut self, written: &str, range: &Range<usize>, out: &mut Vec<Inline<Parsed>>) {
        let written = &*written.replace(joiner::JOINER, "");
        let Some(tag) = html::tags(written).into_iter().next() else { return };
        if tag.name == "br" {
            self.last_char = None;
            out.push(Inline::Break);
            return;
        }
        if let Some(name) =
            Some(&tag).filter(|tag| tag.name == "a" && !tag.closes).and_then(|_| html::anchor(written))
        {
            let end = self.closing_inline("a");
            out.extend(self.anchor(name));
            out.extend(end.map(|end| self.inlines_until(end)).into_iter().flatten());
            return;
        }
        self.report_dropped(written, range);
        if let Some(end) = self.closing_inline(&tag.name).filter(|_| is_code(&tag)) {
            self.at = end + 1;
            return;
        }
        let Some(open) = start_tag(written, &tag) else {
            if tag.closes {
                self.drop_tag(&tag, range);
            }
            return;
        };
        if tag.name == "wbr" {
            let tag = Box::new(StartTag { open, name: String::new() });
            out.push(Inline::Element { tag, content: Vec::new() });
            return;
        }
        let Some(end) = self.closing_inline(&tag.name) else {
            self.drop_tag(&tag, range);
            return;
        };
        let content = self.inlines_until(end);
        out.push(element(open, tag.name, content));
    }

    /// Reads the text of an element up to its end tag, and takes that tag too.
    fn inlines_until(&mut self, end: usize) -> DraftInlines {
        let outer = std::mem::replace(&mut self.limit, end);
        let content = self.inlines();
        self.limit = outer;
        self.at = end + 1;
        content
    }

    /// The index of the end tag of an inline element that was just opened.
    fn closing_inline(&mut self, name: &str) -> Option<usize> {
        let (mut open, mut same) = (0_usize, 0_usize);
        for index in self.at..self.limit {
            self.reach = self.reach.checked_sub(1)?;
            let (event, _) = self.events.get(index)?;
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open = open.checked_sub(1)?,
                Event::InlineHtml(written) if open == 0 => {
                    let tag = html::tags(written).into_iter().next().filter(|tag| tag.name == name);
                    match tag.map(|tag| tag.closes) {
                        Some(true) if same == 0 => return Some(index),
                        Some(true) => same -= 1,
                        Some(false) => same += 1,
                        None => (),
                    }
                }
                _ => (),
            }
        }
        None
    }

    /// Reads a block of HTML whose start was taken, and takes its end too.
    pub(super) fn html_block(&mut self, range: &Range<usize>) -> Option<Block<Parsed>> {
        let written = self.verbatim();
        self.at += 1;
        if is_deeper(&written, MAX_DEPTH) {
            self.report_depth(range);
            return None;
        }
        let span = self.span(range);
        if self.take_anchors(&written, &span).is_some() {
            return None;
        }
        self.report_dropped(&written, range);
        if let Some((name, end)) = self.open_container(&written) {
            let cleaned = html::clean(&written);
            let open = cleaned.trim_end().strip_suffix(&format!("</{name}>")).unwrap_or(&cleaned).to_owned();
            let outer = std::mem::replace(&mut self.limit, end);
            let content = self.blocks();
            self.limit = outer;
            self.at = self.matching_end(end).unwrap_or(end) + 1;
            return Some(Block::Element { open, name, content });
        }
        let cleaned = html::clean(&written).trim().to_owned();
        (!cleaned.is_empty()).then_some(Block::Html(cleaned))
    }

    /// The container that this block of HTML opens and a later block closes: its
    /// name, and the index of that block's start.
    fn open_container(&mut self, written: &str) -> Option<(String, usize)> {
        let name = html::CONTAINERS.iter().find(|name| balance(written, name) == 1)?;
        let (mut open, mut same) = (0_usize, 1_i32);
        for index in self.at..self.limit {
            self.reach = self.reach.checked_sub(1)?;
            let (event, _) = self.events.get(index)?;
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open = open.checked_sub(1)?,
                Event::Html(written) if open == 1 => same += balance(written, name),
                _ => (),
            }
            let closed = same == 0 && matches!(event, Event::Html(_));
            if closed {
                return self.start_of_html(index).map(|start| ((*name).to_owned(), start));
            }
        }
        None
    }

    fn start_of_html(&mut self, inside: usize) -> Option<usize> {
        let mut inside = (self.at..inside).rev();
        inside.find(|index| match self.events.get(*index) {
            Some((Event::Start(tag), _)) => tag.to_end() == TagEnd::HtmlBlock,
            _ => false,
        })
    }

    fn report_dropped(&mut self, written: &str, range: &Range<usize>) {
        let dropped = html::dropped(written);
        if dropped.is_empty() {
            return;
        }
        let whole = self.span(range);
        let text = self.written(&whole);
        let (mut from, mut tries) = (0, MISSES);
        for (what, bytes) in dropped {
            let tag = written.get(bytes).filter(|tag| !tag.is_empty() && tries > 0);
            let found = tag.and_then(|tag| text.get(from..)?.find(tag));
            tries -= usize::from(tag.is_some() && found.is_none());
            let tag = tag.unwrap_or_default();
            self.dropped.insert(what.trim_matches(['<', '>']).to_owned());
            let span = found.map_or_else(
                || whole.clone(),
                |at| {
                    let start = whole.bytes.start + from + at;
                    from += at + tag.len();
                    Span::new(whole.source, start..start + tag.len())
                },
            );
            self.problem(span, ProblemKind::DroppedHtml(what));
        }
    }

    fn drop_tag(&mut self, tag: &html::HtmlTag, range: &Range<usize>) {
        if tag.closes && self.dropped.contains(&tag.name) {
            // The finding about the start tag says it.
            return;
        }
        let span = self.span(range);
        let what = format!("<{}{}>", if tag.closes { "/" } else { "" }, tag.name);
        self.problem(span, ProblemKind::DroppedHtml(what));
    }
}

/// How many more elements of this name are opened than closed.
fn balance(html: &str, name: &str) -> i32 {
    html::tags(html).iter().filter(|tag| tag.name == name).map(|tag| if tag.closes { -1 } else { 1 }).sum()
}

/// Whether a tag begins an element whose text is code, not text for readers.
fn is_code(tag: &html::HtmlTag) -> bool {
    !tag.closes && matches!(tag.name.as_str(), "script" | "style")
}

fn start_tag(written: &str, tag: &html::HtmlTag) -> Option<String> {
    if tag.closes {
        return None;
    }
    if tag.name == "wbr" {
        return Some("<wbr>".to_owned());
    }
    html::clean_start_tag(written, &tag.name)
}

fn element(open: String, name: String, content: Vec<Inline<Parsed>>) -> Inline<Parsed> {
    match name.as_str() {
        "kbd" => Inline::Key(plain_text(&content)),
        "b" | "strong" => Inline::Strong(content),
        "i" | "em" => Inline::Emphasis(content),
        "s" | "del" => Inline::Struck(content),
        _ => Inline::Element { tag: Box::new(StartTag { open, name }), content },
    }
}
