//! Text as HTML: the one place where text is escaped, for pages, templates,
//! overlays and the findings of the preview.
//!
//! The rule is that of the [HTML standard][rule] for text and for attributes in
//! either quotes. NUL is not allowed in HTML and is left out.
//!
//! [rule]: https://html.spec.whatwg.org/multipage/syntax.html#attributes-2

/// Appends escaped text. Between tags, and within an attribute in quotes, it
/// can't become markup.
pub(crate) fn push(out: &mut String, text: &str) {
    out.extend(pieces(text));
}

/// Text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    pieces(text).collect()
}

/// The pieces that escaped text is made of, in order: stretches of the text as
/// they are, and an entity for each character that could be markup.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        // All of them are ASCII, so no character has to be decoded to find one.
        let at = rest.bytes().position(is_markup).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(if at == 0 { rest.len().min(1) } else { at });
        rest = tail;
        Some(piece).filter(|piece| !piece.is_empty()).map(entity)
    })
}

fn is_markup(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | b'\0')
}

/// The entity of a character that could be markup; every other piece as it is.
fn entity(piece: &str) -> &str {
    match piece {
        "&" => "&amp;",
        "<" => "&lt;",
        ">" => "&gt;",
        "\"" => "&quot;",
        "'" => "&#39;",
        "\0" => "",
        _ => piece,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_character_of_markup_becomes_its_entity() {
        assert_eq!(escaped("登入<b> \"x\" & 'y'\0."), "登入&lt;b&gt; &quot;x&quot; &amp; &#39;y&#39;.");
    }

    proptest! {
        /// Escaped text has no tag, no quote and no bare ampersand, and reads
        /// as the author wrote it.
        #[test]
        fn escaped_text_stays_text(text in "[<>&\"'a登\u{0} ;#x]{0,20}") {
            let out = escaped(&text);
            prop_assert!(!out.contains(['<', '>', '"', '\'', '\0']));
            let read = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
                .iter()
                .fold(out, |text, (entity, character)| text.replace(entity, character));
            prop_assert_eq!(read, text.replace('\0', ""));
        }
    }
}
