//! Pieces of HTML that are made of text: words, titles, attributes, icons.

use std::fmt::Write as _;

use crate::html_escape::push;
use crate::render::phrase::{self, Phrases};

/// Appends text whose short words with hyphens don't break.
pub(super) fn push_words(out: &mut String, words: &str) {
    if !words.contains('-') {
        return push(out, words);
    }
    for (run, whole) in phrase::runs(words) {
        if whole {
            out.push_str("<span class=\"nb\">");
            push(out, run);
            out.push_str("</span>");
        } else {
            push(out, run);
        }
    }
}

/// Appends a plain title that breaks between phrases.
pub(super) fn push_title(out: &mut String, phrases: &Phrases, title: &str) {
    for (index, piece) in phrases.pieces(title).into_iter().enumerate() {
        if index > 0 {
            out.push_str("<wbr>");
        }
        push_words(out, piece);
    }
}

/// A plain title as HTML that breaks between phrases.
pub(super) fn title(phrases: &Phrases, title: &str) -> String {
    let mut out = String::with_capacity(title.len() + 16);
    push_title(&mut out, phrases, title);
    out
}

/// Appends ` name="value"`.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push(out, value);
    out.push('"');
}

/// Appends ` name="number"`.
pub(super) fn number(out: &mut String, name: &str, value: u32) {
    _ = write!(out, " {name}=\"{value}\"");
}

/// Appends an icon; `name` is a symbol of `icons.svg` without its `i-`.
pub(super) fn icon(out: &mut String, name: &str) {
    out.push_str("<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-");
    out.push_str(name);
    out.push_str("\"/></svg>");
}

/// The size of a file as people say it: `12 KB`, `1.2 MB`.
pub(super) fn size(bytes: u64) -> String {
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    // Rounded up: a download is never larger than the page says.
    let kilobytes = bytes.div_ceil(1_000);
    if kilobytes < 1_000 {
        return format!("{kilobytes} KB");
    }
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!([0, 999, 1_000, 12_001, 1_234_567].map(size), ["0 B", "999 B", "1 KB", "13 KB", "1.3 MB"]);
    }

    #[test]
    fn a_word_with_hyphens_stays_in_one_piece() {
        let mut out = String::new();
        push_words(&mut out, "Register: sign-up & -x-");
        assert_eq!(out, "Register: <span class=\"nb\">sign-up</span> &amp; -x-");
    }
}
