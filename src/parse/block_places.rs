//! Where the blocks of a text are, as Markdown has them: what a list under a picture is to a figure, and
//! other forms of our own, are not asked here.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::changes::Changed;
use super::walk::OPTIONS;
use super::{dialect, front_matter, inserted};
use crate::source::Source;

/// The beginning of the text under the front matter, as an empty range, and the bytes of the outermost
/// blocks of Markdown in their order, without the white space at their ends. The parser gives some blocks
/// too long an end.
pub(crate) fn block_places(source: &Source) -> Vec<Range<usize>> {
    let (_, body) = front_matter::read(source, &mut Vec::new());
    let text = source.text.get(body..).unwrap_or("");
    let mut changed = Changed::new(text);
    dialect::translate(&mut changed, OPTIONS);
    let inserted = inserted::changes(&changed.text, OPTIONS);
    changed.make(inserted);
    let mut places = std::iter::once(body..body).collect::<Vec<_>>();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(&changed.text, OPTIONS).into_offset_iter() {
        if depth == 0 {
            let bytes = changed.original(&range);
            let written = text.get(bytes.clone()).unwrap_or("");
            let start = body + bytes.start;
            places.push(start..start + written.trim_end().len());
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => (),
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::url::TreePath;

    #[test]
    fn blocks_are_from_their_first_to_their_last_letter() {
        let text = "\u{feff}+++\r\ntitle = \"A\"\r\n+++\r\n# A\r\nwords\r\nmore\r\n\r\n1. One\r\n\r\n   two\r\n\r\n---\r\n> a\r\n";
        let source = Source::decode(SourceId(0), TreePath::new("content/a.en.md"), text.as_bytes().to_vec());
        let places = block_places(&source);
        let written: Vec<&str> = places.iter().map(|place| text.get(place.clone()).unwrap_or("")).collect();
        assert_eq!(written, ["", "# A", "words\r\nmore", "1. One\r\n\r\n   two", "---", "> a"]);
    }
}
