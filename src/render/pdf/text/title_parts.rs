//! Titles as pieces that don't break.

use super::fold::foldable;
use crate::render::phrase::{CLOSING, OPENING};

/// A title, cut into the pieces between which a line may break.
pub(crate) type TitleParts = Vec<Unbreakable>;

/// Words that don't break: opening marks, the words, closing marks. The theme
/// puts the words into a box, and the marks stay outside: inside, they would
/// begin or end a line and lose the empty half of their width.
pub(crate) type Unbreakable = [String; 3];

/// Splits words into opening marks, inner words and closing marks.
pub(crate) fn piece(words: &str) -> Unbreakable {
    let opening = |c: char| OPENING.contains(c);
    let closing = |c: char| CLOSING.contains(c) || c == ' ';
    let rest = words.trim_start_matches(opening);
    let inner = rest.trim_end_matches(closing);
    let (open, close) = (words.len() - rest.len(), words.len() - (rest.len() - inner.len()));
    let part = |part: Option<&str>| part.unwrap_or_default().to_owned();
    [part(words.get(..open)), foldable(inner).into_owned(), part(words.get(close..))]
}

/// The whole text of a title.
pub(crate) fn joined(pieces: &[Unbreakable]) -> String {
    pieces.iter().flatten().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn brackets_and_stops_stay_outside_of_the_box() {
        assert_eq!(piece("「登入」，"), ["「", "登入", "」，"]);
        assert_eq!(piece("Sign "), ["", "Sign", " "]);
        assert_eq!(piece("「」"), ["「", "", "」"]);
    }

    proptest! {
        /// No character is lost, and the inner words neither begin with an opening
        /// mark nor end with a closing mark.
        #[test]
        fn parts_are_the_words(words in "[「」（）登入a ，。]{0,8}") {
            let parts = piece(&words);
            prop_assert_eq!(parts.concat(), words.clone());
            prop_assert_eq!(joined(std::slice::from_ref(&parts)), words);
            let [_, inner, _] = parts;
            prop_assert!(!inner.starts_with(['「', '（']) && !inner.ends_with(['」', '）', '，', '。', ' ']));
        }
    }
}
