//! Notes numbered in the order in which they are read.
//!
//! While a document is written they are numbered as they come: one language
//! after the other, where two stand side by side.

use std::collections::HashMap;

use super::view::{Atom, Block, Card, Inline, Node, Note, Table};

/// What is done to each number of a note.
type Each<'a> = dyn FnMut(&mut usize) + 'a;

/// Numbers the notes anew, by the first atom that refers to them.
pub(super) fn renumber(atoms: &mut [Atom], notes: &mut Vec<Note>) {
    let mut numbers = Numbers::default();
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

/// New numbers by old ones.
#[derive(Default)]
struct Numbers(HashMap<usize, usize>);

impl Numbers {
    fn renew(&mut self, number: &mut usize) {
        let next = self.0.len() + 1;
        *number = *self.0.entry(*number).or_insert(next);
    }
}

fn in_blocks(blocks: &mut [Block], each: &mut Each<'_>) {
    for block in blocks {
        in_block(block, each);
    }
}

fn in_block(block: &mut Block, each: &mut Each<'_>) {
    match block {
        Block::Paragraph { words } | Block::Outcome { words, .. } => in_words(words, each),
        Block::Figure(figure) => {
            for image in &mut figure.images {
                in_words(&mut image.caption, each);
            }
        }
        Block::Item(item) => in_blocks(&mut item.body, each),
        Block::ListItem(item) => in_blocks(&mut item.body, each),
        Block::Items { items } => {
            for item in items {
                in_blocks(&mut item.body, each);
            }
        }
        Block::List { items } => {
            for item in items {
                in_blocks(&mut item.body, each);
            }
        }
        Block::Cards { cards, .. } => {
            for card in cards {
                in_card(card, each);
            }
        }
        Block::Alert { body, .. } | Block::Quote { body } | Block::Inset { body, .. } => {
            in_blocks(body, each);
        }
        Block::Table(table) => in_table(table, each),
        Block::Row(row) => in_table(&mut row.table, each),
        Block::Term { term, meanings } => {
            in_words(term, each);
            for meaning in meanings {
                in_blocks(meaning, each);
            }
        }
        Block::Pair { left, right } => {
            for atom in [left, right].into_iter().flatten() {
                in_block(&mut atom.block, each);
            }
        }
        Block::Cover(_)
        | Block::Title(_)
        | Block::Contents { .. }
        | Block::Head(_)
        | Block::PanelHead { .. }
        | Block::Section { .. }
        | Block::Notice { .. }
        | Block::Code { .. }
        | Block::Rule => (),
    }
}

fn in_card(card: &mut Card, each: &mut Each<'_>) {
    for words in [&mut card.label, &mut card.text, &mut card.target] {
        in_words(words, each);
    }
}

fn in_table(table: &mut Table, each: &mut Each<'_>) {
    for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
        in_words(cell, each);
    }
}

fn in_words(words: &mut [Inline], each: &mut Each<'_>) {
    for inline in words {
        if let Inline::Node(node) = inline {
            in_node(node, each);
        }
    }
}

fn in_node(node: &mut Node, each: &mut Each<'_>) {
    match node {
        Node::Note { number } => each(number),
        Node::Link { content, note, .. } => {
            in_words(content, each);
            if let Some(number) = note {
                each(number);
            }
        }
        Node::Strong { content }
        | Node::Together { content }
        | Node::Lang { content, .. }
        | Node::Reference { content, .. }
        | Node::Emphasis { content }
        | Node::Struck { content }
        | Node::Sub { content }
        | Node::Super { content }
        | Node::Small { content }
        | Node::Plain { content } => in_words(content, each),
        Node::Path { stops } => {
            for stop in stops {
                in_words(stop, each);
            }
        }
        Node::Name { .. }
        | Node::Tight
        | Node::Whole { .. }
        | Node::Key { .. }
        | Node::Keys { .. }
        | Node::Code { .. }
        | Node::Picture { .. }
        | Node::Break => (),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(numbers: &[usize]) -> Atom {
        let words = numbers.iter().map(|number| Inline::Node(Node::Note { number: *number })).collect();
        let block = Block::Paragraph { words };
        Atom { block, lang: None, region: None, keys: Vec::new(), notes: numbers.to_vec() }
    }

    fn pair(left: Atom, right: Atom) -> Atom {
        let notes = [left.notes.clone(), right.notes.clone()].concat();
        let block = Block::Pair { left: Some(Box::new(left)), right: Some(Box::new(right)) };
        Atom { block, lang: None, region: None, keys: Vec::new(), notes }
    }

    fn note(number: usize) -> Note {
        let url = Some(format!("was {number}"));
        Note { number, url, body: Vec::new(), lang: None, region: None }
    }

    #[test]
    fn notes_of_two_languages_are_numbered_row_by_row() {
        let mut atoms =
            vec![pair(paragraph(&[1]), paragraph(&[3])), pair(paragraph(&[2, 1]), paragraph(&[4]))];
        let mut notes: Vec<Note> = (1..=4).map(note).collect();
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
        let mut notes: Vec<Note> = (1..=3).map(note).collect();
        if let Some(outer) = notes.get_mut(1) {
            outer.body.push(paragraph(&[1]).block);
        }
        renumber(&mut atoms, &mut notes);
        let of = |atom: &Atom| atom.notes.clone();
        assert_eq!(atoms.iter().map(of).collect::<Vec<_>>(), [vec![2, 1], vec![3]]);
        let urls: Vec<&str> = notes.iter().filter_map(|note| note.url.as_deref()).collect();
        assert_eq!(urls, ["was 2", "was 1", "was 3"]);
        let inner: Vec<Block> = notes.into_iter().flat_map(|note| note.body).collect();
        assert_eq!(inner, [paragraph(&[2]).block]);
    }
}
