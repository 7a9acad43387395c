//! Reading of running text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::is_block;
use super::state::{LinePlace, MAX_DEPTH, MarkdownWalk};
use crate::diag::ProblemKind;
use crate::lang::is_cjk;
use crate::model::{DraftInlines, Inline, Parsed, RawImage, RawLink};
use crate::parse::bare_address::{self, TextPiece};
use crate::parse::{joiner, label, line, menu};
use crate::source::Span;

/// How many bytes behind its place a bare address is searched in the author's text.
const NEAR: usize = 4_000;

impl MarkdownWalk<'_> {
    /// Reads running text up to the end of the open block or element, or up to
    /// the next block.
    pub(super) fn inlines(&mut self) -> DraftInlines {
        let mut out = DraftInlines::new();
        let too_deep = self.depth >= MAX_DEPTH;
        let from = self.events.get(self.at).map_or(0, |(_, range)| range.start);
        while let Some(event) = self.peek() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if is_block(tag) => break,
                Event::Start(_) if too_deep => {
                    let text = self.flattened_text();
                    push_text(&mut out, &text);
                }
                _ => self.inline(&mut out),
            }
        }
        let out = if self.links == 0 { self.linked(out, from) } else { out };
        let mut out = menu::paths(out);
        // Most texts have one piece, but the vector has room for four.
        out.shrink_to_fit();
        out
    }

    /// The text with links for the addresses in it. `from` is where it begins in the parser's text.
    fn linked(&self, text: DraftInlines, from: usize) -> DraftInlines {
        let may_have =
            |inline: &Inline<Parsed>| matches!(inline, Inline::Text(words) if bare_address::may_have(words));
        if !text.iter().any(may_have) {
            return text;
        }
        let mut place = self.places(&(from..from)).start;
        let mut out = DraftInlines::with_capacity(text.len());
        for inline in text {
            let Inline::Text(words) = inline else {
                out.push(inline);
                continue;
            };
            for piece in bare_address::pieces(&words) {
                match piece {
                    TextPiece::Words(words) => {
                        // What an author writes is about as long as what readers see of it, or longer.
                        place = self.source.text.floor_char_boundary(place + words.len() / 8 * 7);
                        out.push(Inline::Text(words.to_owned()));
                    }
                    TextPiece::Address(address) => {
                        // Where it is written in another way, it is not searched far.
                        let most = self.source.text.floor_char_boundary(place + address.len() + NEAR);
                        let found = self.source.text.get(place..most).and_then(|rest| rest.find(address));
                        let start = place + found.unwrap_or_default();
                        let end = start + found.map_or(0, |_| address.len());
                        place = end;
                        let span = Span::new(self.source.id, start..end);
                        let link = Box::new(RawLink { destination: address.to_owned(), span });
                        out.push(Inline::Link { text: vec![Inline::Text(address.to_owned())], link });
                    }
                }
            }
        }
        out
    }

    fn inline(&mut self, out: &mut DraftInlines) {
        let Some((event, range)) = self.next() else { return };
        let line = std::mem::replace(&mut self.line, LinePlace::Inside);
        match event {
            Event::Text(words) => {
                self.report_attributes(&range);
                self.report_tag(&words, &range, line);
                let Some(words) = self.kept(&words, &range) else { return };
                self.report_near_line(&range, line);
                self.report_near_inlines(&words, &range);
                self.words(&words, &range, out);
            }
            Event::Code(words) => {
                self.last_char = words.chars().next_back().or(self.last_char);
                out.push(Inline::Code(words.replace(joiner::JOINER, "")));
            }
            Event::SoftBreak => {
                self.line = LinePlace::Later;
                self.soft_break(&range, out);
            }
            Event::HardBreak => {
                self.line = LinePlace::Later;
                self.last_char = None;
                out.push(Inline::Break);
            }
            Event::InlineHtml(html) => self.inline_html(&html, &range, out),
            Event::TaskListMarker(done) => self.task = Some(done),
            Event::FootnoteReference(label) => {
                let next = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(1);
                out.push(Inline::FootnoteRef(*self.notes.entry(label.to_string()).or_insert(next)));
            }
            Event::Start(tag) => {
                self.depth += 1;
                let inline = self.nested(tag, &range);
                self.depth -= 1;
                self.at += 1;
                out.push(inline);
            }
            _ => (),
        }
    }

    fn nested(&mut self, tag: Tag<'_>, range: &Range<usize>) -> Inline<Parsed> {
        match tag {
            Tag::Emphasis => Inline::Emphasis(self.inlines()),
            Tag::Strikethrough => Inline::Struck(self.inlines()),
            Tag::Link { dest_url, .. } => {
                self.report_backslashes(&dest_url, range);
                let link = Box::new(self.raw_link(&dest_url, range));
                self.links += 1;
                let text = self.inlines();
                self.links -= 1;
                Inline::Link { text, link }
            }
            Tag::Image { dest_url, title, .. } => {
                self.report_backslashes(&dest_url, range);
                Inline::Image(Box::new(self.image(&dest_url, &title, range)))
            }
            _ => Inline::Strong(self.inlines()),
        }
    }

    /// Reads a picture with the words of its alternative text. The image's end is
    /// not taken.
    fn image(&mut self, destination: &str, title: &str, range: &Range<usize>) -> RawImage {
        let before = self.at.checked_sub(2).and_then(|at| self.events.get(at));
        let swallowed = self.items > 0 && matches!(before, Some((Event::SoftBreak, _)));
        let begins =
            matches!(before, Some((Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph), _)));
        let span = self.span(range);
        if swallowed {
            self.problem(span.clone(), ProblemKind::ImageInItem);
        }
        let mut alt = String::new();
        let end = self.matching_end(self.at - 1).unwrap_or(self.limit);
        while self.at < end {
            let Some((event, range)) = self.next() else { break };
            match event {
                Event::Text(words) | Event::Code(words) => {
                    alt.push_str(&words);
                    let bytes = self.bytes(&range);
                    self.prose.push(bytes);
                }
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => (),
            }
        }
        self.last_char = None;
        let after = self.events.get(end + 1);
        let ends =
            matches!(after, Some((Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph), _)));
        let destination_span = self.destination_span(destination, range);
        let clean = |text: &str| text.replace(joiner::JOINER, "");
        RawImage {
            destination: clean(destination),
            alt: self.without_size(clean(alt.trim()), &span),
            caption: Some(clean(title.trim())).filter(|caption| !caption.is_empty()),
            span,
            destination_span,
            own_line: begins && ends,
        }
    }

    pub(super) fn raw_link(&self, destination: &str, range: &Range<usize>) -> RawLink {
        RawLink {
            destination: destination.replace(joiner::JOINER, ""),
            span: self.destination_span(destination, range),
        }
    }

    /// The place of the destination in a link or image, or of the whole link or
    /// image if it can't be found.
    fn destination_span(&self, destination: &str, range: &Range<usize>) -> Span {
        let whole = self.span(range);
        let written = self.written(&whole);
        let behind = written.find("](").map_or(0, |at| at + 2);
        let found = written.get(behind..).and_then(|tail| tail.find(destination)).map(|at| at + behind);
        let Some(at) = found.filter(|_| !destination.is_empty()) else { return whole };
        let start = whole.bytes.start + at;
        Span::new(whole.source, start..start + destination.len())
    }

    fn words(&mut self, words: &str, range: &Range<usize>, out: &mut DraftInlines) {
        let bytes = self.bytes(range);
        match self.prose.last_mut() {
            Some(last) if last.end == bytes.start => last.end = bytes.end,
            _ => self.prose.push(bytes),
        }
        self.last_char = words.chars().rev().find(|c| *c != joiner::JOINER).or(self.last_char);
        if self.changed.is_changed() && words.contains(joiner::JOINER) {
            push_text(out, &words.replace(joiner::JOINER, ""));
        } else {
            push_text(out, words);
        }
    }

    /// Adds the text for a line break of the author: nothing between two Chinese
    /// characters, else a space.
    fn soft_break(&mut self, range: &Range<usize>, out: &mut DraftInlines) {
        if self.is_between_labels(range) {
            out.push(Inline::Break);
            return;
        }
        let joined = self.last_char.is_some_and(is_cjk) && self.next_char().is_some_and(is_cjk);
        if !joined {
            push_text(out, " ");
        }
    }

    /// Whether the lines before and behind a line break are a list of labels and values.
    fn is_between_labels(&self, range: &Range<usize>) -> bool {
        let (text, place) = (&self.source.text, self.places(range).start);
        let behind = text.get(place..).unwrap_or_default();
        let next = place + behind.len() - behind.trim_start_matches(['\r', '\n', ' ', '\t', '>']).len();
        let behind = line::after(text, next, label::LONGEST);
        label::has_value(behind) && line::before(text, place, label::LONGEST).is_some_and(label::begins)
    }

    /// The next character of running text.
    fn next_char(&mut self) -> Option<char> {
        for index in self.at..self.limit {
            match &self.events.get(index)?.0 {
                Event::Text(words) | Event::Code(words) => {
                    let first = words.chars().find(|c| *c != joiner::JOINER);
                    if first.is_some() {
                        return first;
                    }
                }
                Event::Start(tag) if !is_block(tag) => (),
                _ => return None,
            }
        }
        None
    }
}

/// Adds words to the text before them, or as a new piece of text.
pub(super) fn push_text(out: &mut DraftInlines, words: &str) {
    match out.last_mut() {
        Some(Inline::Text(text)) => text.push_str(words),
        _ if words.is_empty() => (),
        _ => out.push(Inline::Text(words.to_owned())),
    }
}
