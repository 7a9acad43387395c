//! Places that an author named with HTML: `<a name="x"></a>`, `<a id="x">`.
//!
//! Guides for other programs are full of them, mostly in front of a heading; then the name is the
//! heading's. Elsewhere an empty element keeps the place.

use super::state::MarkdownWalk;
use crate::model::{Block, DraftHeading, DraftInlines, Inline, OWN_ID, Parsed, StartTag};
use crate::parse::html;
use crate::source::Span;

/// Takes the first named place out of a heading.
pub(super) fn named_in(title: &mut DraftInlines) -> Option<String> {
    let at = title.iter().position(|inline| name(inline).is_some())?;
    name(&title.remove(at)).map(str::to_owned)
}

/// The name of a place that is no heading.
fn name(inline: &Inline<Parsed>) -> Option<&str> {
    match inline {
        Inline::Element { tag, content } if content.is_empty() => tag.place_id()?.strip_prefix(OWN_ID),
        _ => None,
    }
}

impl MarkdownWalk<'_> {
    /// Takes the tags of a block of HTML that has only named places. `None` if there is more in it.
    pub(super) fn take_anchors(&mut self, written: &str, span: &Span) -> Option<()> {
        let mut names = Vec::new();
        let mut text = String::new();
        let mut done = 0;
        for tag in html::tags(written) {
            text.push_str(written.get(done..tag.bytes.start)?);
            done = tag.bytes.end;
            if tag.name != "a" {
                return None;
            }
            if !tag.closes {
                names.push(html::anchor(written.get(tag.bytes)?)?);
            }
        }
        text.push_str(written.get(done..)?);
        if names.is_empty() || !text.trim().is_empty() {
            return None;
        }
        self.waiting.extend(names.into_iter().map(|name| (name, span.clone())));
        Some(())
    }

    /// The element for a named place inside running text; each name counts once.
    pub(super) fn anchor(&mut self, name: String) -> Option<Inline<Parsed>> {
        let tag = Box::new(StartTag::place(&name));
        self.named.insert(name).then(|| Inline::Element { tag, content: Vec::new() })
    }

    /// The block, unless it is a paragraph with only named places: these wait for the next block.
    pub(super) fn without_names(&mut self, block: Block<Parsed>, span: &Span) -> Option<Block<Parsed>> {
        let Block::Paragraph(text) = &block else { return Some(block) };
        let blank =
            |inline: &Inline<Parsed>| matches!(inline, Inline::Text(words) if words.trim().is_empty());
        let names: Option<Vec<&str>> = text.iter().filter(|inline| !blank(inline)).map(name).collect();
        let Some(names) = names.filter(|names| !names.is_empty()) else { return Some(block) };
        for name in names {
            self.named.remove(name);
            self.waiting.push_back((name.to_owned(), span.clone()));
        }
        None
    }

    /// Gives the names that stand before a block to it: to a heading without a name, else to the
    /// beginning of a paragraph.
    pub(super) fn name_block(&mut self, block: &mut Block<Parsed>) {
        if self.waiting.is_empty() {
            return;
        }
        match block {
            Block::Heading(heading) => self.name_heading(heading),
            Block::Paragraph(text) => {
                let names = std::mem::take(&mut self.waiting);
                let places: DraftInlines =
                    names.into_iter().filter_map(|(name, _)| self.anchor(name)).collect();
                text.splice(0..0, places);
            }
            _ => (),
        }
    }

    fn name_heading(&mut self, heading: &mut DraftHeading) {
        if heading.id.is_none()
            && let Some((name, span)) = self.waiting.pop_front()
            && self.named.insert(name.clone())
        {
            heading.id = Some((name, span));
        }
    }
}
