//! Running text.

use super::Stage;

/// A piece of running text.
///
/// A page may have a million of these, so the kinds that would be large and are
/// rare keep their data in a box: 40 bytes each.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Inline<S: Stage> {
    /// Words as a reader sees them; entities are decoded, soft line breaks are
    /// already a space or, between Chinese characters, nothing.
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
        /// What the reader sees. Empty in a draft means: the text comes from
        /// the target; never empty in a page.
        text: Vec<Inline<S>>,
        /// Where it leads.
        link: Box<S::Link>,
    },
    /// A small picture in the text.
    Image(Box<S::Image>),
    /// A way through menus, `A ➔ B ➔ C`: two or more stops.
    MenuPath(Vec<Vec<Inline<S>>>),
    /// A reference to the footnote of this number, from 1.
    FootnoteRef(u32),
    /// Allowed raw HTML around further text, such as `<sub>`.
    Element {
        /// Its start tag.
        tag: Box<StartTag>,
        /// What it holds.
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
    /// The element's name; empty for one without an end.
    pub name: String,
}

/// The words alone, for titles, alternative texts and the search index.
/// Pictures give nothing; the stops of a menu path stand apart by a space.
#[must_use]
pub fn plain_text<S: Stage>(inlines: &[Inline<S>]) -> String {
    let mut out = String::new();
    push_plain_text(inlines, &mut out);
    out
}

fn push_plain_text<S: Stage>(inlines: &[Inline<S>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Key(text) => out.push_str(text),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Struck(content)
            | Inline::Link { text: content, .. }
            | Inline::Element { content, .. } => push_plain_text(content, out),
            Inline::MenuPath(stops) => {
                for (index, stop) in stops.iter().enumerate() {
                    if index > 0 {
                        out.push(' ');
                    }
                    push_plain_text(stop, out);
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
