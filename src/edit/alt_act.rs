//! The alternative text of a picture, as an author gives it other words.
//!
//! In: the text of a page, the place of a figure, which of its pictures, and plain words. Out: a change of
//! what stands between `![` and `](`.

use super::refusal::ActRefusal;
use super::text_change::{Replacement, TextChange};
use crate::model::walk;
use crate::model::{RawImage, StepWords};
use crate::parse;
use crate::source::Source;

/// Signs that mean something in running text.
const SIGNS: &[char] = &['\\', '[', ']', '*', '_', '`', '<', '&', '~', '!'];

/// The change that gives a picture of the figure these words.
///
/// # Errors
/// [`ActRefusal`]: nothing may be written.
pub(super) fn change(
    page: &Source,
    (step_words, figure): (&StepWords, usize),
    (picture, words): (usize, &str),
) -> Result<TextChange, ActRefusal> {
    let image = image(page, step_words, (figure, picture)).ok_or(ActRefusal::NoEntry)?;
    let before_path = page.text.get(image.span.bytes.start..image.destination_span.bytes.start);
    // Where a reference stands instead of a path, there is no `](`.
    let end = before_path.and_then(|text| text.rfind("](")).ok_or(ActRefusal::Unreadable)?;
    let range = image.span.bytes.start + "![".len()..image.span.bytes.start + end;
    let words = plain(words);
    let change = TextChange::new(vec![Replacement { range, with: escaped(&words) }]);
    let text = change.apply(&page.text).ok_or(ActRefusal::Unreadable)?;
    let after = Source { text: text.into(), ..page.clone() };
    let is_understood =
        self::image(&after, step_words, (figure, picture)).is_some_and(|image| image.alt == words);
    if is_understood { Ok(change) } else { Err(ActRefusal::OtherMeaning) }
}

/// A picture of the figure whose first picture begins at this byte.
fn image(page: &Source, words: &StepWords, (figure, picture): (usize, usize)) -> Option<RawImage> {
    let draft = parse::draft(page, words);
    let figures = walk::figures(&draft.blocks);
    let figure = figures.into_iter().find(|one| one.span.bytes.start == figure)?;
    figure.images.get(picture).cloned()
}

/// Words in one line.
pub(super) fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Plain words as Markdown writes them between the brackets of a picture.
pub(super) fn escaped(words: &str) -> String {
    let sign = |c: char| if SIGNS.contains(&c) { format!("\\{c}") } else { c.to_string() };
    words.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;
    use crate::source::SourceId;
    use crate::url::TreePath;

    fn page(text: &str) -> Source {
        Source::decode(SourceId(0), TreePath::new("content/a.en.md"), text.as_bytes().to_vec())
    }

    fn given(text: &str, picture: usize, words: &str) -> Result<String, ActRefusal> {
        let change = change(&page(text), (&StepWords::default(), text.find("![").unwrap()), (picture, words));
        change.map(|change| change.apply(text).unwrap())
    }

    #[test]
    fn only_the_words_of_one_picture_change() {
        let text = "# A\r\n\r\n![](img/a b.png \"cap\")\r\n![old ]x](<b.png>)\r\n\r\n1. One\r\n";
        assert_eq!(given(text, 0, " The\n page ").unwrap(), text.replace("![]", "![The page]"));
        let two = text.replace("![old ]x]", "![old]");
        assert_eq!(given(&two, 1, "[new]").unwrap(), two.replace("![old]", "![\\[new\\]]"));
        assert_eq!(given(&two, 2, "new"), Err(ActRefusal::NoEntry));
        assert_eq!(given("![a][b]\n\n[b]: b.png\n", 0, "new"), Err(ActRefusal::Unreadable));
    }

    proptest! {
        /// Whatever an author writes is what readers hear, or it is refused.
        #[test]
        fn words_are_taken_as_they_are(words in "[a-z步 \\[\\]*_`<>&~!()\\\\\"#$|:{}-]{0,12}") {
            if let Ok(text) = given("![x](a.png)\n\n1. One\n", 0, &words) {
                let image = image(&page(&text), &StepWords::default(), (0, 0)).unwrap();
                prop_assert_eq!(image.alt, words.split_whitespace().collect::<Vec<_>>().join(" "));
                prop_assert!(text.ends_with("](a.png)\n\n1. One\n"));
            }
        }
    }
}
