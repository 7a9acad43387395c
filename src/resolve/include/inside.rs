//! Changing what blocks hold.

use crate::model::{Block, Branch, DraftBlocks, DraftInlines, Inline, Item, Parsed};

/// Calls `change` for each run of blocks directly inside a block.
pub(super) fn each_content(block: &mut Block<Parsed>, change: &mut dyn FnMut(&mut DraftBlocks)) {
    match block {
        Block::List(list) => list.items.iter_mut().for_each(|item| change(&mut item.blocks)),
        Block::Figure(figure) => figure.items.iter_mut().for_each(|item| change(&mut item.blocks)),
        Block::Alert(alert) => change(&mut alert.blocks),
        Block::Quote(content) | Block::Element { content, .. } => change(content),
        Block::Definitions(entries) => {
            entries.iter_mut().flat_map(|entry| &mut entry.meanings).for_each(change);
        }
        Block::Paragraph(_)
        | Block::Outcome(_)
        | Block::Heading(_)
        | Block::Branches(_)
        | Block::Table(_)
        | Block::Code { .. }
        | Block::Rule
        | Block::Html(_)
        | Block::Include(_) => (),
    }
}

/// Raises the numbers of all references to footnotes.
pub(super) fn raise_notes(blocks: &mut DraftBlocks, by: u32) {
    for block in blocks {
        each_text(block, &mut |text| raise_in_text(text, by));
        each_content(block, &mut |content| raise_notes(content, by));
    }
}

/// Calls `change` for each run of text that a block has by itself.
fn each_text(block: &mut Block<Parsed>, change: &mut dyn FnMut(&mut DraftInlines)) {
    match block {
        Block::Paragraph(text) | Block::Outcome(text) => change(text),
        Block::Heading(heading) => change(&mut heading.title),
        Block::List(list) => branches(&mut list.items, change),
        Block::Figure(figure) => branches(&mut figure.items, change),
        Block::Branches(found) => found.iter_mut().for_each(|found| branch(found, change)),
        Block::Table(table) => {
            table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(change);
        }
        Block::Definitions(entries) => entries.iter_mut().for_each(|entry| change(&mut entry.term)),
        Block::Alert(alert) => change(&mut alert.title),
        Block::Quote(_)
        | Block::Element { .. }
        | Block::Code { .. }
        | Block::Rule
        | Block::Html(_)
        | Block::Include(_) => (),
    }
}

fn branches(items: &mut [Item<Parsed>], change: &mut dyn FnMut(&mut DraftInlines)) {
    for found in items.iter_mut().filter_map(|item| item.branch.as_mut()) {
        branch(found, change);
    }
}

fn branch(branch: &mut Branch<Parsed>, change: &mut dyn FnMut(&mut DraftInlines)) {
    change(&mut branch.label);
    change(&mut branch.text);
    change(&mut branch.target);
}

fn raise_in_text(text: &mut DraftInlines, by: u32) {
    for inline in text {
        match inline {
            Inline::FootnoteRef(number) => *number += by,
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Struck(content)
            | Inline::Link { text: content, .. }
            | Inline::Element { content, .. } => raise_in_text(content, by),
            Inline::MenuPath(stops) => stops.iter_mut().for_each(|stop| raise_in_text(stop, by)),
            Inline::Text(_) | Inline::Code(_) | Inline::Key(_) | Inline::Image(_) | Inline::Break => (),
        }
    }
}
