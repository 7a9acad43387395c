//! Bold and other emphasis next to full-width punctuation.
//!
//! `CommonMark` looks at the characters next to `**` to decide whether it opens or
//! closes bold text. With punctuation on one side and a letter on the other, as in
//! `請點**「登入」**，`, it prints the asterisks. Chinese has no spaces that would
//! help (see commonmark/commonmark-spec issue 650). So a joiner, which is neither
//! letter nor punctuation, is put between the asterisks and the punctuation.

use crate::lang::is_cjk;

/// The offsets between a run of `*` or `~` and the punctuation next to it, if
/// a letter stands on the other side of the run, and the letter or the punctuation
/// is Chinese.
pub(super) fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['*', '~'])) {
        let start = at + found;
        let run: &str = text.get(start..).unwrap_or("");
        let end = start + run.len() - run.trim_start_matches(['*', '~']).len();
        at = end;
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        let after = text.get(end..).and_then(|tail| tail.chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if !(is_wide(before) || is_wide(after)) {
            continue;
        }
        if is_punctuation(before) && after.is_alphanumeric() {
            places.push(start);
        }
        if is_punctuation(after) && before.is_alphanumeric() {
            places.push(end);
        }
    }
    places
}

fn is_wide(c: char) -> bool {
    is_cjk(c) || matches!(c, '\u{2010}'..='\u{205E}' | '·')
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && c != '\\'
}
