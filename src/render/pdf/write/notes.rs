//! Renumbers notes in the order in which they are read.
//!
//! While a document is written, notes are numbered in the order of writing. A
//! bilingual document is written one language after the other, but read side by
//! side.

use std::collections::HashMap;

use crate::render::pdf::record::{
    Atom, BranchCard, PageNote, PrintBlock, PrintInline, PrintNode, PrintTable,
};

/// Called with each number of a note, which it may change.
type NoteVisitor<'a> = dyn FnMut(&mut usize) + 'a;

/// Renumbers the notes in the order of the first atoms that refer to them.
pub(crate) fn renumber(atoms: &mut [Atom], notes: &mut Vec<PageNote>) {
    let mut numbers = NewNumbers::default();
    for atom in &mut *atoms {
        in_block(&mut atom.block, &mut |number| numbers.renew(number));
        for number in &mut atom.notes {
            numbers.renew(number);
        }
    }
    for note in &mut *notes {
        numbers.renew(&mut note.number);
        in_blocks(&mut note.body, &mut |number| numbers.renew(number));
    }
    notes.sort_by_key(|note| note.number);
}

/// The new number of each old number.
#[derive(Default)]
struct NewNumbers(HashMap<usize, usize>);

impl NewNumbers {
    fn renew(&mut self, number: &mut usize) {
        let next = self.0.len() + 1;
        *number = *self.0.entry(*number).or_insert(next);
    }
}

fn in_blocks(blocks: &mut [PrintBlock], each: &mut NoteVisitor<'_>) {
    for block in blocks {
        in_block(block, each);
    }
}

fn in_block(block: &mut PrintBlock, each: &mut NoteVisitor<'_>) {
    match block {
        PrintBlock::Paragraph { words } | PrintBlock::Outcome { words, .. } => in_words(words, each),
        PrintBlock::Figure(figure) => {
            for image in &mut figure.images {
                in_words(&mut image.caption, each);
            }
        }
        PrintBlock::Item(item) => in_blocks(&mut item.body, each),
        PrintBlock::ListItem(item) => in_blocks(&mut item.body, each),
        PrintBlock::Items { items } => {
            for item in items {
                in_blocks(&mut item.body, each);
            }
        }
        PrintBlock::List { items } => {
            for item in items {
                in_blocks(&mut item.body, each);
            }
        }
        PrintBlock::Cards { cards, .. } => {
            for card in cards {
                in_card(card, each);
            }
        }
        PrintBlock::Alert { title, body, .. } => {
            in_words(title, each);
            in_blocks(body, each);
        }
        PrintBlock::Quote { body } | PrintBlock::Inset { body, .. } => {
            in_blocks(body, each);
        }
        PrintBlock::Table(table) => in_table(table, each),
        PrintBlock::Row(row) => in_table(&mut row.table, each),
        PrintBlock::Term { term, meanings } => {
            in_words(term, each);
            for meaning in meanings {
                in_blocks(meaning, each);
            }
        }
        PrintBlock::Pair { left, right } => {
            for atom in [left, right].into_iter().flatten() {
                in_block(&mut atom.block, each);
            }
        }
        PrintBlock::Cover(_)
        | PrintBlock::Title(_)
        | PrintBlock::Contents { .. }
        | PrintBlock::Head(_)
        | PrintBlock::PanelHead { .. }
        | PrintBlock::Section { .. }
        | PrintBlock::Notice { .. }
        | PrintBlock::Code { .. }
        | PrintBlock::Rule => (),
    }
}

fn in_card(card: &mut BranchCard, each: &mut NoteVisitor<'_>) {
    for words in [&mut card.label, &mut card.text, &mut card.target] {
        in_words(words, each);
    }
}

fn in_table(table: &mut PrintTable, each: &mut NoteVisitor<'_>) {
    for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
        in_words(cell, each);
    }
}

fn in_words(words: &mut [PrintInline], each: &mut NoteVisitor<'_>) {
    for inline in words {
        if let PrintInline::Node(node) = inline {
            in_node(node, each);
        }
    }
}

fn in_node(node: &mut PrintNode, each: &mut NoteVisitor<'_>) {
    match node {
        PrintNode::Note { number } => each(number),
        PrintNode::Link { content, note, .. } => {
            in_words(content, each);
            if let Some(number) = note {
                each(number);
            }
        }
        PrintNode::Strong { content }
        | PrintNode::Together { content }
        | PrintNode::Lang { content, .. }
        | PrintNode::Reference { content, .. }
        | PrintNode::Emphasis { content }
        | PrintNode::Struck { content }
        | PrintNode::Sub { content }
        | PrintNode::Super { content }
        | PrintNode::Small { content }
        | PrintNode::Ruby { content, .. }
        | PrintNode::Plain { content } => in_words(content, each),
        PrintNode::Path { stops } => {
            for stop in stops {
                in_words(stop, each);
            }
        }
        PrintNode::Name { .. }
        | PrintNode::Tight
        | PrintNode::Whole { .. }
        | PrintNode::Key { .. }
        | PrintNode::Keys { .. }
        | PrintNode::Code { .. }
        | PrintNode::Picture { .. }
        | PrintNode::Break => (),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(numbers: &[usize]) -> Atom {
        let words =
            numbers.iter().map(|number| PrintInline::Node(PrintNode::Note { number: *number })).collect();
        let block = PrintBlock::Paragraph { words };
        Atom { block, lang: None, region: None, keys: Vec::new(), notes: numbers.to_vec() }
    }

    fn pair(left: Atom, right: Atom) -> Atom {
        let notes = [left.notes.clone(), right.notes.clone()].concat();
        let block = PrintBlock::Pair { left: Some(Box::new(left)), right: Some(Box::new(right)) };
        Atom { block, lang: None, region: None, keys: Vec::new(), notes }
    }

    fn note(number: usize) -> PageNote {
        let url = Some(format!("was {number}"));
        PageNote { number, url, body: Vec::new(), lang: None, region: None }
    }

    #[test]
    fn notes_of_two_languages_are_numbered_row_by_row() {
        let mut atoms =
            vec![pair(paragraph(&[1]), paragraph(&[3])), pair(paragraph(&[2, 1]), paragraph(&[4]))];
        let mut notes: Vec<PageNote> = (1..=4).map(note).collect();
        renumber(&mut atoms, &mut notes);
        let of = |atom: &Atom| atom.notes.clone();
        assert_eq!(atoms.iter().map(of).collect::<Vec<_>>(), [vec![1, 2], vec![3, 1, 4]]);
        let urls: Vec<&str> = notes.iter().filter_map(|note| note.url.as_deref()).collect();
        assert_eq!(urls, ["was 1", "was 3", "was 2", "was 4"]);
        assert_eq!(notes.iter().map(|note| note.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }

    #[test]
    fn a_note_in_a_note_comes_right_behind_it() {
        let mut atoms = vec![paragraph(&[2]), paragraph(&[3])];
        if let Some(first) = atoms.first_mut() {
            first.notes.insert(0, 1);
        }
        let mut notes: Vec<PageNote> = (1..=3).map(note).collect();
        if let Some(outer) = notes.get_mut(1) {
            outer.body.push(paragraph(&[1]).block);
        }
        renumber(&mut atoms, &mut notes);
        let of = |atom: &Atom| atom.notes.clone();
        assert_eq!(atoms.iter().map(of).collect::<Vec<_>>(), [vec![2, 1], vec![3]]);
        let urls: Vec<&str> = notes.iter().filter_map(|note| note.url.as_deref()).collect();
        assert_eq!(urls, ["was 2", "was 1", "was 3"]);
        let inner: Vec<PrintBlock> = notes.into_iter().flat_map(|note| note.body).collect();
        assert_eq!(inner, [paragraph(&[2]).block]);
    }
}
