//! Running text: the pieces inside a block.

use std::borrow::Cow;

use super::stage::Stage;

/// A piece of running text.
///
/// A page may have a million of these, so a piece takes only 40 bytes: the kinds
/// that are large and rare keep their data in a box.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Inline<S: Stage> {
    /// Words as a reader sees them. Entities are decoded. A line break of the
    /// source has become a space or, between Chinese characters, nothing.
    Text(String),
    /// Code, verbatim.
    Code(String),
    /// A key to press, from `<kbd>`.
    Key(String),
    /// Important words, such as the name of a button.
    Strong(Vec<Inline<S>>),
    /// Stressed words.
    Emphasis(Vec<Inline<S>>),
    /// Words struck out.
    Struck(Vec<Inline<S>>),
    /// A reference.
    Link {
        /// The text that the reader sees. In a draft it may be empty; then the
        /// text comes from the target. In a page it is never empty.
        text: Vec<Inline<S>>,
        /// The destination.
        link: Box<S::Link>,
    },
    /// A small picture in the text.
    Image(Box<S::Image>),
    /// A menu path, `A ➔ B ➔ C`, with two or more stops.
    MenuPath(Vec<Vec<Inline<S>>>),
    /// A reference to the footnote of this number, from 1.
    FootnoteRef(u32),
    /// Allowed raw HTML around further text, such as `<sub>`.
    Element {
        /// The start tag of the element.
        tag: Box<StartTag>,
        /// The text inside the element.
        content: Vec<Inline<S>>,
    },
    /// A line break that the author asked for.
    Break,
}

/// The start tag of a raw element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StartTag {
    /// The whole tag, cleaned.
    pub open: String,
    /// The element's name; empty for an element without an end tag.
    pub name: String,
}

/// How the ids begin of places that an author named and that are no headings, or whose own ids the
/// page needs itself.
pub const OWN_ID: &str = "own-";

impl StartTag {
    /// The tag of an empty element that keeps a place for links. Its id is `name` behind [`OWN_ID`],
    /// so that no heading of the page has the same.
    #[must_use]
    pub fn place(name: &str) -> Self {
        Self { open: format!("<span id=\"{OWN_ID}{name}\">"), name: "span".to_owned() }
    }

    /// The id of a tag that [`Self::place`] made. The cleaning of HTML leaves no other tag an id.
    #[must_use]
    pub fn place_id(&self) -> Option<&str> {
        self.open.strip_prefix("<span id=\"")?.strip_suffix("\">")
    }
}

/// Only the words of a text, for titles, alternative texts and the search index.
/// Pictures are left out, and a space stands between the stops of a menu path.
#[must_use]
pub fn plain_text<S: Stage>(inlines: &[Inline<S>]) -> String {
    plain_start(inlines, usize::MAX)
}

/// About how many bytes of a title a reference repeats. There is a limit because
/// a title may be as long as a page, and each of a page's references may repeat it.
const REPEATED: usize = 400;

/// The words of a title as far as [`repeated`] needs them.
#[must_use]
pub fn title_start<S: Stage>(title: &[Inline<S>]) -> String {
    plain_start(title, REPEATED + 1)
}

/// The part of a title that a reference repeats: all of it, or its beginning.
#[must_use]
pub fn repeated(title: &str) -> Cow<'_, str> {
    match title.get(..title.floor_char_boundary(REPEATED)) {
        Some(start) if start.len() < title.len() => Cow::Owned(format!("{start}…")),
        _ => Cow::Borrowed(title),
    }
}

fn plain_start<S: Stage>(inlines: &[Inline<S>], most: usize) -> String {
    let mut out = String::new();
    push_plain_text(inlines, most, &mut out);
    out
}

fn push_plain_text<S: Stage>(inlines: &[Inline<S>], most: usize, out: &mut String) {
    for inline in inlines {
        if out.len() >= most {
            return;
        }
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Key(text) => {
                let rest = text.ceil_char_boundary((most - out.len()).min(text.len()));
                out.push_str(text.get(..rest).unwrap_or(text));
            }
            // Pronunciation would part the words that somebody searches.
            Inline::Element { tag, .. } if matches!(tag.name.as_str(), "rt" | "rp") => (),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Struck(content)
            | Inline::Link { text: content, .. }
            | Inline::Element { content, .. } => push_plain_text(content, most, out),
            Inline::MenuPath(stops) => {
                for (index, stop) in stops.iter().enumerate() {
                    if index > 0 {
                        out.push(' ');
                    }
                    push_plain_text(stop, most, out);
                }
            }
            Inline::Break => out.push(' '),
            Inline::Image(_) | Inline::FootnoteRef(_) => (),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Inline, Parsed, Resolved};

    #[test]
    fn a_piece_of_text_takes_40_bytes() {
        assert_eq!((size_of::<Inline<Parsed>>(), size_of::<Inline<Resolved>>()), (40, 40));
    }
}
