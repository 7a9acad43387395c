//! Blocks inside blocks, no deeper than the engine goes.
//!
//! The calls of the engine nest only so deep, and so far to the right there is
//! no room for words. What lies deeper comes out of the blocks around it and
//! stands below them, moved to the right.

use super::view::{Block, Item, ListItem};

/// So many blocks stay inside one another.
const DEEPEST: usize = 5;

/// What lies deeper is moved to the right by at most so many steps.
const FARTHEST: usize = 4;

/// Flattens what is in a block.
pub(super) fn flatten(block: &mut Block) {
    each_body(block, &mut |body| *body = shallow(std::mem::take(body), 1));
}

/// Flattens blocks that lie at this level.
pub(super) fn shallow(mut blocks: Vec<Block>, level: usize) -> Vec<Block> {
    if level < DEEPEST {
        for block in &mut blocks {
            each_body(block, &mut |body| *body = shallow(std::mem::take(body), level + 1));
        }
        return blocks;
    }
    let mut opened = Opened::default();
    for block in blocks {
        opened.open(block, 0);
    }
    opened.blocks
}

/// Calls `each` with every run of blocks that a block holds.
fn each_body(block: &mut Block, each: &mut dyn FnMut(&mut Vec<Block>)) {
    match block {
        Block::Alert { body, .. } | Block::Quote { body } | Block::Inset { body, .. } => each(body),
        Block::Item(item) => each(&mut item.body),
        Block::ListItem(item) => each(&mut item.body),
        Block::List { items } => items.iter_mut().for_each(|item| each(&mut item.body)),
        Block::Items { items } => items.iter_mut().for_each(|item| each(&mut item.body)),
        Block::Term { meanings, .. } => meanings.iter_mut().for_each(each),
        _ => (),
    }
}

fn is_container(block: &Block) -> bool {
    matches!(
        block,
        Block::Alert { .. }
            | Block::Quote { .. }
            | Block::List { .. }
            | Block::Items { .. }
            | Block::Term { .. }
    )
}

/// Blocks below one another that were inside one another.
#[derive(Default)]
struct Opened {
    blocks: Vec<Block>,
}

impl Opened {
    /// Adds a block, so many steps to the right; what it holds stays in it only
    /// up to the first block that holds others.
    fn open(&mut self, block: Block, by: usize) {
        match block {
            Block::List { items } => {
                self.items(items, by, (|item: &mut ListItem| &mut item.body, |items| Block::List { items }));
            }
            Block::Items { items } => {
                self.items(items, by, (|item: &mut Item| &mut item.body, |items| Block::Items { items }));
            }
            Block::Alert { kind, label, mut body } => {
                let rest = split(&mut body);
                self.add(Block::Alert { kind, label, body }, by);
                self.below(rest, by + 1);
            }
            Block::Quote { mut body } => {
                let rest = split(&mut body);
                if !body.is_empty() {
                    self.add(Block::Quote { body }, by);
                }
                self.below(rest, by + 1);
            }
            Block::Term { term, meanings } => {
                let mut body: Vec<Block> = meanings.into_iter().flatten().collect();
                let rest = split(&mut body);
                self.add(Block::Term { term, meanings: vec![body] }, by);
                self.below(rest, by + 1);
            }
            leaf => self.add(leaf, by),
        }
    }

    fn items<T>(
        &mut self,
        items: Vec<T>,
        by: usize,
        (body, list): (impl Fn(&mut T) -> &mut Vec<Block>, impl Fn(Vec<T>) -> Block),
    ) {
        let mut run = Vec::new();
        for mut item in items {
            let rest = split(body(&mut item));
            run.push(item);
            if !rest.is_empty() {
                self.add(list(std::mem::take(&mut run)), by);
                self.below(rest, by + 1);
            }
        }
        if !run.is_empty() {
            self.add(list(run), by);
        }
    }

    fn below(&mut self, blocks: Vec<Block>, by: usize) {
        for block in blocks {
            self.open(block, by);
        }
    }

    fn add(&mut self, block: Block, by: usize) {
        let by = by.min(FARTHEST);
        match self.blocks.last_mut() {
            _ if by == 0 => self.blocks.push(block),
            Some(Block::Inset { by: last, body }) if *last == by => body.push(block),
            _ => self.blocks.push(Block::Inset { by, body: vec![block] }),
        }
    }
}

/// Takes off what begins with the first block that holds others.
fn split(body: &mut Vec<Block>) -> Vec<Block> {
    let at = body.iter().position(is_container).unwrap_or(body.len());
    body.split_off(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::view::Inline;

    fn words(text: &str) -> Block {
        Block::Paragraph { words: vec![Inline::Text(text.to_owned())] }
    }

    fn quotes(deep: usize) -> Block {
        let body =
            if deep == 0 { vec![words("end")] } else { vec![words("x"), quotes(deep - 1), words("y")] };
        Block::Quote { body }
    }

    fn measure(block: &mut Block) -> (usize, usize) {
        let (mut deep, mut count) = (0, usize::from(matches!(block, Block::Paragraph { .. })));
        each_body(block, &mut |body| {
            for inner in body {
                let (own, words) = measure(inner);
                deep = deep.max(own + 1);
                count += words;
            }
        });
        (deep, count)
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_deep() {
        let mut block = quotes(23);
        assert_eq!(measure(&mut block), (24, 47));
        flatten(&mut block);
        assert_eq!(measure(&mut block), (DEEPEST + 2, 47));
    }

    #[test]
    fn what_is_not_deep_stays_as_it_is() {
        let mut block = quotes(DEEPEST);
        flatten(&mut block);
        assert_eq!(block, quotes(DEEPEST));
    }
}
