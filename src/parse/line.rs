//! The line around a place of a text, up to a number of bytes. Without that number, a text of one
//! long line would take quadratic time.

/// What stands before a place in its line; `None` if that is longer than `most` bytes.
pub(super) fn before(text: &str, place: usize, most: usize) -> Option<&str> {
    let from = text.ceil_char_boundary(place.saturating_sub(most));
    let tail = text.get(from..place)?;
    match tail.rfind(['\n', '\r']) {
        Some(end) => tail.get(end + 1..),
        None => (from == 0).then_some(tail),
    }
}

/// Where the line of a place ends. `known` is the end of the line of an earlier place, so that a
/// line with many places is read once.
pub(super) fn end(text: &str, place: usize, known: usize) -> usize {
    if place < known {
        return known;
    }
    let rest = text.as_bytes().get(place..).unwrap_or_default();
    rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(text.len(), |length| place + length)
}

/// The places of a sign of several characters. To look for its first character is several times as
/// fast as to look for all of it.
pub(super) fn signs<'t>(text: &'t str, sign: &'static str) -> impl Iterator<Item = usize> + use<'t> {
    let first = sign.chars().next().unwrap_or_default();
    let places = text.match_indices(first).map(|(at, _)| at);
    places.filter(move |at| text.get(*at..).is_some_and(|rest| rest.starts_with(sign)))
}

/// What stands in the line from a place on, at most `most` bytes of it.
pub(super) fn after(text: &str, place: usize, most: usize) -> &str {
    let near = text.get(place..text.floor_char_boundary(place + most)).unwrap_or_default();
    near.split(['\n', '\r']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_its_ends_and_after_so_many_bytes() {
        let text = "甲\r乙丙\n丁";
        let place = text.find('丙').unwrap_or_default();
        assert_eq!(before(text, place, 9), Some("乙"));
        assert_eq!(before(text, place, 2), None);
        assert_eq!(before(text, 3, 9), Some("甲"));
        assert_eq!(after(text, place, 9), "丙");
        assert_eq!(after(text, place, 2), "");
        assert_eq!(end(text, 0, 0), "甲".len());
        assert_eq!(end(text, place, "甲".len()), "甲\r乙丙".len());
        assert_eq!(end(text, text.len(), 0), text.len());
    }
}
