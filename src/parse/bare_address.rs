//! Addresses in running text without signs around them: `https://example.edu.tw/form（校內版）`.
//!
//! Every host of Markdown makes links of them (GitHub's, *Autolinks (extension)*). Theirs end only at
//! a space, which Chinese text does not have; here they also end before everything that is not ASCII.

use super::line;

/// A piece of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextPiece<'a> {
    Words(&'a str),
    Address(&'a str),
}

/// Whether a text may have an address.
pub(super) fn may_have(text: &str) -> bool {
    line::signs(text, "://").next().is_some()
}

/// The pieces of a text, in order; none is empty.
pub(super) fn pieces(text: &str) -> Vec<TextPiece<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut from) = (0, 0);
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("://")) {
        let sign = from + found;
        from = sign + "://".len();
        let Some((start, end)) = address(text, done, sign) else { continue };
        if done < start {
            pieces.extend(text.get(done..start).map(TextPiece::Words));
        }
        pieces.extend(text.get(start..end).map(TextPiece::Address));
        (done, from) = (end, end);
    }
    if done < text.len() {
        pieces.extend(text.get(done..).map(TextPiece::Words));
    }
    pieces
}

/// The bytes of the address around `://`.
fn address(text: &str, done: usize, sign: usize) -> Option<(usize, usize)> {
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let start = sign.checked_sub(scheme.len()).filter(|start| *start >= done);
        start.and_then(|start| text.get(start..sign)).is_some_and(|word| word.eq_ignore_ascii_case(scheme))
    })?;
    let start = sign - scheme.len();
    let before = text.get(..start)?.chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let behind = text.get(sign + "://".len()..)?;
    let ends = |c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '`' | '|');
    let mut rest = behind.get(..behind.find(ends).unwrap_or(behind.len()))?;
    // Counted once: nothing that is cut off at the end is an opening bracket.
    let mut unopened = rest.matches(')').count().saturating_sub(rest.matches('(').count());
    loop {
        rest = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        match rest.strip_suffix(')').filter(|_| unopened > 0) {
            Some(cut) => (rest, unopened) = (cut, unopened - 1),
            None => break,
        }
    }
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_host =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    (is_host && host.contains('.')).then_some((start, sign + "://".len() + rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<&str> {
        let address = |piece| match piece {
            TextPiece::Address(address) => Some(address),
            TextPiece::Words(_) => None,
        };
        pieces(text).into_iter().filter_map(address).collect()
    }

    #[test]
    fn an_address_ends_before_what_is_not_part_of_it() {
        for (text, found) in [
            ("請到 https://a.edu.tw/form（校內版）填寫", "https://a.edu.tw/form"),
            ("再回https://a.edu.tw。", "https://a.edu.tw"),
            ("(see https://a.edu.tw/b_(c)).", "https://a.edu.tw/b_(c)"),
            ("HTTP://a.tw/?x=1&y=2, and", "HTTP://a.tw/?x=1&y=2"),
        ] {
            assert_eq!(addresses(text), [found], "{text}");
        }
    }

    #[test]
    fn other_words_are_no_address() {
        for text in
            ["https://", "xhttps://a.tw/", "https://localhost/", "ftp://a.tw/", "填 https://… 開頭的網址"]
        {
            assert_eq!(addresses(text), Vec::<&str>::new(), "{text}");
        }
    }
}
