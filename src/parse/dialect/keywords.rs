//! Lines of keywords, which other programs call tags: `###### tags: …` of HackMD and `#校務 #登入` of
//! Obsidian.

use std::ops::Range;

use super::found::Foreign;
use crate::diag::ForeignSyntax;
use crate::parse::code::Code;
use crate::parse::line;

/// Most bytes of a line of keywords that is looked at.
const LONGEST: usize = 300;

/// Whether a text may have such a line.
pub(super) fn may_have(text: &str) -> bool {
    text.match_indices('#').any(|(at, _)| line_of(text, at).is_some())
}

/// What an author should hear of such lines. They are left out.
pub(super) fn read(text: &str, code: &Code) -> Vec<Foreign> {
    let places = text.match_indices('#').filter(|(at, _)| !code.has(*at));
    let lines = places.filter_map(|(at, _)| line_of(text, at));
    lines.map(|bytes| Foreign { bytes, what: ForeignSyntax::Tags, right: Some(String::new()) }).collect()
}

/// The line of keywords that begins at a place; without `tags:` it has two at least.
fn line_of(text: &str, start: usize) -> Option<Range<usize>> {
    let begins =
        start == 0 || text.as_bytes().get(start - 1).is_some_and(|byte| matches!(byte, b'\n' | b'\r'));
    if !begins {
        return None;
    }
    let rest = text.get(start..)?;
    let name = rest.trim_start_matches('#');
    let signs = rest.len() - name.len();
    let is_line = if name.starts_with(" tags:") {
        signs <= 6
    } else {
        let words = line::after(text, start, LONGEST);
        signs == 1 && words.contains(" #") && words.split_whitespace().all(is_keyword)
    };
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    is_line.then(|| start..start + rest.get(..length).map_or(0, |line| line.trim_end().len()))
}

fn is_keyword(word: &str) -> bool {
    let name = word.strip_prefix('#').unwrap_or_default();
    name.starts_with(char::is_alphabetic) && !name.contains(['#', '，', '。'])
}
