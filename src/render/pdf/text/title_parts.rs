//! Titles as pieces that don't break.

use serde::Serialize;

use super::fold::foldable;
use crate::render::phrase::{CLOSING, OPENING};

/// A title, cut into the pieces between which a line may break.
pub(crate) type TitleParts = Vec<Unbreakable>;

/// Words that don't break, and the marks around them. The theme puts the words
/// into a box, and the marks stay outside: inside, they would begin or end a line
/// and lose the empty half of their width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Unbreakable {
    /// Marks that open, such as `「`.
    pub(crate) open: String,
    pub(crate) words: String,
    /// Marks that close, and a space.
    pub(crate) close: String,
}

impl Unbreakable {
    /// The whole text.
    pub(crate) fn text(&self) -> String {
        [self.open.as_str(), &self.words, &self.close].concat()
    }
}

/// Splits words into opening marks, inner words and closing marks.
pub(crate) fn piece(words: &str) -> Unbreakable {
    let opening = |c: char| OPENING.contains(c);
    let closing = |c: char| CLOSING.contains(c) || c == ' ';
    let rest = words.trim_start_matches(opening);
    let inner = rest.trim_end_matches(closing);
    let (open, close) = (words.len() - rest.len(), words.len() - (rest.len() - inner.len()));
    let part = |part: Option<&str>| part.unwrap_or_default().to_owned();
    Unbreakable {
        open: part(words.get(..open)),
        words: foldable(inner).into_owned(),
        close: part(words.get(close..)),
    }
}

/// The whole text of a title.
pub(crate) fn joined(pieces: &[Unbreakable]) -> String {
    pieces.iter().map(Unbreakable::text).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn brackets_and_stops_stay_outside_of_the_box() {
        let parts = |words| {
            let Unbreakable { open, words, close } = piece(words);
            [open, words, close]
        };
        assert_eq!(parts("「登入」，"), ["「", "登入", "」，"]);
        assert_eq!(parts("Sign "), ["", "Sign", " "]);
        assert_eq!(parts("「」"), ["「", "", "」"]);
    }

    proptest! {
        /// No character is lost, and the inner words neither begin with an opening
        /// mark nor end with a closing mark.
        #[test]
        fn parts_are_the_words(words in "[「」（）登入a ，。]{0,8}") {
            let parts = piece(&words);
            prop_assert_eq!(joined(std::slice::from_ref(&parts)), words);
            let inner = parts.words;
            prop_assert!(!inner.starts_with(['「', '（']) && !inner.ends_with(['」', '）', '，', '。', ' ']));
        }
    }
}
