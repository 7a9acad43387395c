//! Finds text for which the Markdown parser would need quadratic time.
//!
//! In: a text. Out: the places where a joiner must be put in to prevent that. For
//! each line, the parser visits all open containers, and it reads the title of
//! a link from its beginning once for each line of the title. So joiners prevent
//! hundreds of containers in one line, and titles of more than [`LINES`] lines.
//! Ordinary texts get no joiner, and all joiners are taken out again (see
//! `inserted`).

/// Most markers of quotes and items at the beginning of a line. This is four times
/// the depth to which containers nest (see `walk`), so the text after them is plain
/// text with and without a joiner.
const MARKERS: usize = 100;

/// Most lines of the title of a link.
const LINES: usize = 32;

/// The offsets at which a joiner must be put in, in order.
pub(super) fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let (mut start, mut count, mut at) = (0, 0, 0);
    let end_paragraph = |from: usize, to: usize, lines: usize, places: &mut Vec<usize>| {
        if lines > LINES {
            titles(text.get(from..to).unwrap_or(""), from, places);
        }
    };
    for line in text.split_inclusive('\n').flat_map(|line| line.split_inclusive('\r')) {
        let is_rest_of_end = line == "\n" && text.as_bytes().get(at.max(1) - 1) == Some(&b'\r');
        if !is_rest_of_end && line.trim_ascii().is_empty() {
            end_paragraph(start, at, count, &mut places);
            (start, count) = (at + line.len(), 0);
        } else {
            count += usize::from(!is_rest_of_end);
        }
        places.extend(markers(line).map(|found| at + found));
        at += line.len();
    }
    end_paragraph(start, at, count, &mut places);
    places.sort_unstable();
    places
}

/// The offset of the first marker that is too many in a line.
fn markers(line: &str) -> Option<usize> {
    if line.len() <= MARKERS {
        return None;
    }
    let rule = rule(line);
    let mut rest = line.trim_ascii_start();
    for _ in 0..MARKERS {
        rest = rest.get(marker(rest, rule)?..)?.trim_ascii_start();
    }
    marker(rest, rule).map(|_| line.len() - rest.len())
}

/// The length of a horizontal line such as `* * *` at the end of a text, in bytes.
fn rule(text: &str) -> usize {
    let signs = |sign: u8| move |byte: &u8| *byte == sign || byte.is_ascii_whitespace();
    match text.trim_ascii_end().as_bytes().last() {
        Some(sign @ (b'-' | b'*')) => text.bytes().rev().take_while(|byte| signs(*sign)(byte)).count(),
        _ => 0,
    }
}

/// The text after all markers at its beginning.
pub(super) fn behind_markers(text: &str) -> &str {
    let rule = rule(text);
    let mut rest = text.trim_ascii_start();
    while let Some(behind) = marker(rest, rule).and_then(|length| rest.get(length..)) {
        rest = behind.trim_ascii_start();
    }
    rest
}

/// The length of the marker of a container at the beginning of a text, in bytes.
/// `rule` is the length of the horizontal line at the end of the text.
fn marker(text: &str, rule: usize) -> Option<usize> {
    let ends = |at: usize| text.as_bytes().get(at).is_none_or(u8::is_ascii_whitespace);
    match text.as_bytes().first()? {
        b'>' => Some(1),
        b'-' | b'*' if text.len() <= rule => None,
        b'-' | b'+' | b'*' | b':' => ends(1).then_some(1),
        b'0'..=b'9' => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = text.len() - rest.len();
            (rest.starts_with(['.', ')']) && ends(digits + 1)).then_some(digits + 1)
        }
        b'[' => text.strip_prefix("[^")?.find("]:").map(|label| label + "[^]:".len()),
        _ => None,
    }
}

/// The quotes around titles of links: a byte that opens a title if it stands after
/// white space, and the bytes that end such a title.
const QUOTES: [(u8, &[u8]); 3] = [(b'"', b"\""), (b'\'', b"'"), (b'(', b"()")];

/// Adds the offsets of all titles in a paragraph that have too many lines.
fn titles(paragraph: &str, start: usize, places: &mut Vec<usize>) {
    let Some(first) = paragraph.find("](") else { return };
    let (mut line, mut escaped, mut before) = (0, false, b'(');
    let mut open: [Option<(usize, usize)>; 3] = [None; 3];
    for (at, byte) in paragraph.bytes().enumerate().skip(first + 2) {
        if byte == b'\n' || before == b'\r' {
            line += 1;
            for open in &mut open {
                if let Some((place, _)) = open.take_if(|(_, begun)| line - *begun > LINES) {
                    places.push(start + place);
                }
            }
        }
        for ((quote, ends), open) in QUOTES.iter().zip(&mut open).filter(|_| !escaped) {
            if ends.contains(&byte) {
                *open = (byte == *quote && before.is_ascii_whitespace()).then_some((at, line));
            }
        }
        escaped = byte == b'\\' && !escaped;
        before = byte;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NONE: [usize; 0] = [];

    #[test]
    fn a_line_of_hundreds_of_markers_is_cut_behind_the_hundredth() {
        for marker in ["> ", ">", "- ", "1. ", "99) ", ": ", "[^a]: ", "+\t"] {
            let line = marker.repeat(MARKERS + 50) + "a\n";
            assert_eq!(places(&format!("b\n{line}")), [2 + marker.len() * MARKERS], "{marker}");
            assert_eq!(places(&(marker.repeat(MARKERS) + "a\n")), NONE, "{marker}");
        }
        assert_eq!(places(&"* ".repeat(500)), NONE, "a rule");
        assert_eq!(places(&"-".repeat(500)), NONE);
        assert_eq!(places(&"1.5 ".repeat(500)), NONE);
    }

    #[test]
    fn a_title_that_does_not_end_in_sight_is_none() {
        let more = "a\n".repeat(LINES + 1);
        for quote in ["\"", "'", "("] {
            assert_eq!(places(&format!("[a](b {quote}c\n{more}")), [6], "{quote}");
            assert_eq!(places(&format!("[a](b {quote}c\\\"\\'\\)\n{more}")), [6], "{quote}");
        }
        assert_eq!(places(&format!("[a](b\n\"c\r\n{}", more.replace('\n', "\r\n"))), [6]);
        assert_eq!(places(&format!("[a](b\r\"c\r{}", more.replace('\n', "\r"))), [6]);
    }

    #[test]
    fn a_title_that_ends_and_a_paragraph_that_ends_stay_as_they_are() {
        let more = "a\n".repeat(LINES + 9);
        assert_eq!(places(&format!("[a](b \"c\nd\") '\n\n{more}")), NONE);
        assert_eq!(places(&format!("[a](b \"c\nd\") e\n{more}")), NONE);
        assert_eq!(places(&format!("[a](b) isn't\n{more}")), NONE);
        assert_eq!(places(&format!("'[a](b)'\n{more}")), NONE);
        assert_eq!(places(&format!("[a](b \"c\n\r\n{more}")), NONE);
    }

    proptest! {
        /// The offsets are in order and lie between characters.
        #[test]
        fn places_are_in_the_text(pieces in prop::collection::vec("\\[a\\]\\(b |[\"'(]|c\n|\r\n|\r|> |甲|- |1. |\\\\", 0..400)) {
            let text = pieces.concat().replace("c\n", &"c\n".repeat(20)).replace("> ", &"> ".repeat(60));
            let found = places(&text);
            prop_assert!(found.is_sorted());
            prop_assert!(found.iter().all(|at| text.is_char_boundary(*at) && *at < text.len()));
        }
    }
}
