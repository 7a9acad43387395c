//! Removes the characters that only control line breaks from frames: U+200B,
//! U+2060, U+FEFF. Without this, they would be in text that a reader copies from
//! the PDF.

use typst::ecow::EcoString;
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;

fn steers(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Removes the characters that control line breaks from a frame.
pub(crate) fn scrubbed(mut frame: Frame) -> Frame {
    scrub(&mut frame);
    frame
}

/// Whether a frame holds characters that control line breaks. Only then are
/// shared parts of the frame copied.
fn holds(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Text(text) => text.text.contains(steers),
        FrameItem::Group(group) => holds(&group.frame),
        _ => false,
    })
}

fn scrub(frame: &mut Frame) {
    if !holds(frame) {
        return;
    }
    frame.retain(|item| {
        match item {
            FrameItem::Text(text) if text.text.contains(steers) => return scrub_text(text),
            FrameItem::Group(group) => scrub(&mut group.frame),
            _ => (),
        }
        true
    });
}

/// Removes the characters from a piece of text; `false` if no glyph is left.
fn scrub_text(item: &mut TextItem) -> bool {
    let mut text = EcoString::new();
    // For each byte of the old text, its place in the new text.
    let mut moved = Vec::with_capacity(item.text.len() + 1);
    for c in item.text.chars() {
        moved.extend(std::iter::repeat_n(text.len(), c.len_utf8()));
        if !steers(c) {
            text.push(c);
        }
    }
    moved.push(text.len());
    let place = |at: u16| {
        let place = moved.get(usize::from(at)).copied().unwrap_or(text.len());
        u16::try_from(place).unwrap_or(u16::MAX)
    };
    item.glyphs.retain_mut(|glyph| {
        glyph.range = place(glyph.range.start)..place(glyph.range.end);
        !glyph.range.is_empty()
    });
    item.text = text;
    !item.glyphs.is_empty()
}
