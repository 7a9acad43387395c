//! Running text with its references decided.

use super::builder::PageBuilder;
use crate::model::{Inline, PageInlines, Parsed, RawLink, Resolved, plain_text};

impl PageBuilder<'_, '_> {
    /// Text with its links decided; a link that led nowhere becomes its words.
    pub(super) fn text(&mut self, text: &[Inline<Parsed>]) -> PageInlines {
        let mut out = PageInlines::with_capacity(text.len());
        for inline in text {
            self.push(inline, &mut out);
        }
        out
    }

    fn push(&mut self, inline: &Inline<Parsed>, out: &mut PageInlines) {
        match inline {
            Inline::Text(words) => push_words(words, out),
            Inline::Link { text, link } => self.push_link(text, link, out),
            Inline::Image(image) => {
                let picture = if self.in_title { None } else { self.picture(image, 0) };
                match picture {
                    Some(picture) => out.push(Inline::Image(Box::new(picture))),
                    None => push_words(&image.alt, out),
                }
            }
            Inline::FootnoteRef(number) => {
                let number = self.layout.note_numbers.get(&(self.borrowed, *number));
                out.extend(number.map(|number| Inline::FootnoteRef(*number)));
            }
            Inline::Code(code) => out.push(Inline::Code(code.clone())),
            Inline::Key(key) => out.push(Inline::Key(key.clone())),
            Inline::Strong(content) => out.push(Inline::Strong(self.text(content))),
            Inline::Emphasis(content) => out.push(Inline::Emphasis(self.text(content))),
            Inline::Struck(content) => out.push(Inline::Struck(self.text(content))),
            Inline::MenuPath(stops) => {
                out.push(Inline::MenuPath(stops.iter().map(|stop| self.text(stop)).collect()));
            }
            Inline::Element { tag, content } => {
                out.push(Inline::Element { tag: tag.clone(), content: self.text(content) });
            }
            Inline::Break => out.push(Inline::Break),
        }
    }

    fn push_link(&mut self, text: &[Inline<Parsed>], raw: &RawLink, out: &mut PageInlines) {
        let mut words = self.text(text);
        let goal = self.linker.follow(raw, self.on, &mut self.problems);
        let Some(goal) = goal else {
            if is_blank(&words) {
                words = vec![Inline::Text(raw.destination.clone())];
            }
            for inline in words {
                match inline {
                    Inline::Text(words) => push_words(&words, out),
                    other => out.push(other),
                }
            }
            return;
        };
        if is_blank(&words) {
            words = vec![Inline::Text(self.linker.reference(&goal, self.on, self.words()))];
        }
        words.shrink_to_fit();
        out.push(Inline::Link { text: words, link: Box::new(goal.link) });
    }
}

/// Whether a reader would see nothing of this text.
pub(super) fn is_blank(text: &[Inline<Resolved>]) -> bool {
    let picture = |inline: &Inline<Resolved>| matches!(inline, Inline::Image(_));
    plain_text(text).trim().is_empty() && !text.iter().any(picture)
}

/// Adds words; they are joined to the text before them, if there is one.
pub(super) fn push_words(words: &str, out: &mut PageInlines) {
    if let Some(Inline::Text(before)) = out.last_mut() {
        before.push_str(words);
    } else if !words.is_empty() {
        out.push(Inline::Text(words.to_owned()));
    }
}
