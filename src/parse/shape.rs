//! Turns blocks of Markdown into figures with items, branches and outcomes.
//!
//! Markdown has pictures and lists. The rule that a list right under a picture
//! holds the texts of its marks is stepbook's own. So it is applied here, and not
//! in the walk over the parser's events.

use super::heading::take_leading_optional;
use crate::model::{
    Block, Branch, DraftInlines, Figure, Inline, Item, List, Numbering, Parsed, StepWords, plain_text,
};
use crate::source::Span;

/// Splits a paragraph at pictures that stand alone in their line: they are screenshots, and the
/// empty lines around them are only missing. Pictures that follow one another stay together.
pub(super) fn parts(text: DraftInlines) -> Vec<DraftInlines> {
    let alone = |inline: &Inline<Parsed>| matches!(inline, Inline::Image(image) if image.own_line);
    if !text.iter().any(alone) {
        return vec![text];
    }
    let mut parts: Vec<(bool, DraftInlines)> = Vec::new();
    for inline in text {
        let picture = alone(&inline);
        let space = matches!(&inline, Inline::Text(words) if words.trim().is_empty());
        let gap = space || inline == Inline::Break;
        match parts.last_mut() {
            Some((figure, part)) if *figure == picture || (*figure && gap) => part.push(inline),
            _ if gap => (),
            _ => parts.push((picture, vec![inline])),
        }
    }
    let mut parts: Vec<DraftInlines> = parts.into_iter().map(|(_, part)| part).collect();
    parts.iter_mut().for_each(trim);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Takes white space and line breaks off both ends.
fn trim(text: &mut DraftInlines) {
    while text.last().is_some_and(|last| *last == Inline::Break) {
        text.pop();
    }
    if let Some(Inline::Text(words)) = text.last_mut() {
        words.truncate(words.trim_end().len());
    }
    if let Some(Inline::Text(words)) = text.first_mut() {
        *words = words.trim_start().to_owned();
    }
    text.retain(|inline| !matches!(inline, Inline::Text(words) if words.is_empty()));
}

/// Makes a figure, an outcome or a plain paragraph of a paragraph's text.
pub(super) fn paragraph(text: DraftInlines, span: &Span, step_words: &StepWords) -> Block<Parsed> {
    let text = match images_alone(text) {
        Ok(images) => {
            let places = images.first().zip(images.last());
            let bytes = places.map(|(first, last)| first.span.bytes.start..last.span.bytes.end);
            let span = Span::new(span.source, bytes.unwrap_or(span.bytes.clone()));
            return Block::Figure(Figure { span, images, items: Vec::new(), start: 1, parenthesis: false });
        }
        Err(text) => text,
    };
    match outcome(text, &step_words.result) {
        Ok(text) => Block::Outcome(text),
        Err(text) => Block::Paragraph(text),
    }
}

/// The pictures of a paragraph that holds only pictures.
fn images_alone(text: DraftInlines) -> Result<Vec<crate::model::RawImage>, DraftInlines> {
    let space = |inline: &Inline<Parsed>| matches!(inline, Inline::Text(words) if words.trim().is_empty());
    let alone = text.iter().all(|inline| matches!(inline, Inline::Image(_) | Inline::Break) || space(inline));
    if !alone || !text.iter().any(|inline| matches!(inline, Inline::Image(_))) {
        return Err(text);
    }
    let images = text.into_iter().filter_map(|inline| match inline {
        Inline::Image(image) => Some(*image),
        _ => None,
    });
    Ok(images.collect())
}

/// The text after `結果：`, which may be bold.
fn outcome(mut text: DraftInlines, word: &str) -> Result<DraftInlines, DraftInlines> {
    let label = |words: &str| {
        let rest = words.trim_start().strip_prefix(word)?.trim_start();
        rest.strip_prefix(['：', ':']).map(|rest| rest.trim_start().to_owned())
    };
    let found = match text.first() {
        Some(Inline::Text(words)) => label(words),
        Some(Inline::Strong(content)) => label(&plain_text(content)).filter(String::is_empty),
        _ => None,
    };
    let Some(rest) = found.filter(|_| !word.is_empty()) else { return Err(text) };
    text.remove(0);
    if rest.is_empty() {
        if let Some(Inline::Text(words)) = text.first_mut() {
            *words = words.trim_start().to_owned();
        }
    } else {
        text.insert(0, Inline::Text(rest));
    }
    Ok(text)
}

/// The number with which a list goes on below something else.
fn next_number(block: &Block<Parsed>) -> Option<u32> {
    let Block::List(List { numbering: Numbering::Numbers { start, .. }, items, .. }) = block else {
        return None;
    };
    start.checked_add(u32::try_from(items.len()).ok()?)
}

/// Moves the items of a numbered list right under a figure into the figure. Where the list goes on
/// from one above the figure, the author writes each text before its picture, so the list stays.
pub(super) fn attach_items(blocks: Vec<Block<Parsed>>) -> Vec<Block<Parsed>> {
    let mut out: Vec<Block<Parsed>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let before = out.len().checked_sub(2).and_then(|at| out.get(at)).and_then(next_number);
        match (out.last_mut(), block) {
            (
                Some(Block::Figure(figure)),
                Block::List(List { numbering: Numbering::Numbers { start, parenthesis }, items, .. }),
            ) if figure.items.is_empty() && before != Some(start) => {
                figure.items = items;
                figure.start = start;
                figure.parenthesis = parenthesis;
            }
            (_, block) => out.push(block),
        }
    }
    out
}

/// Makes branches of a list if all its items are branches, else a list.
pub(super) fn list(mut list: List<Parsed>, step_words: &StepWords) -> Block<Parsed> {
    for item in &mut list.items {
        if let Some(Block::Paragraph(text)) = item.blocks.first_mut() {
            item.optional = take_leading_optional(text, &step_words.optional);
        }
        take_branch(item);
    }
    let all = list.numbering == Numbering::Bullets && list.items.iter().all(|item| item.branch.is_some());
    if !all {
        return Block::List(list);
    }
    Block::Branches(list.items.into_iter().filter_map(|item| item.branch).map(|branch| *branch).collect())
}

/// The arrow of a branch, and what authors type who find no arrow on their keyboard.
const ARROWS: [&str; 8] = ["→", "➔", "➜", "⇒", "＝＞", "=>", "->", "－＞"];

/// Makes a branch of an item, if the item has the form of one: a bold condition,
/// words, an arrow, a reference.
fn take_branch(item: &mut Item<Parsed>) {
    let [Block::Paragraph(text)] = item.blocks.as_slice() else { return };
    let [Inline::Strong(label), middle @ .., Inline::Link { text: target, link }] = text.as_slice() else {
        return;
    };
    let Some((Inline::Text(last), middle)) = middle.split_last() else { return };
    let Some(last) = ARROWS.iter().find_map(|arrow| last.trim_end().strip_suffix(arrow)) else { return };
    let mut between: DraftInlines = middle.to_vec();
    between.push(Inline::Text(last.trim_end().to_owned()));
    if let Some(Inline::Text(first)) = between.first_mut() {
        *first = first.trim_start_matches(['：', ':', ' ', '\u{3000}']).to_owned();
    }
    between.retain(|inline| !matches!(inline, Inline::Text(words) if words.is_empty()));
    let branch = Branch {
        span: item.span.clone(),
        label: label.clone(),
        text: between,
        target: target.clone(),
        name: (),
        link: link.as_ref().clone(),
    };
    item.branch = Some(Box::new(branch));
    item.blocks.clear();
}
