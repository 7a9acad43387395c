//! Flattens blocks that are nested too deeply for the engine.
//!
//! The engine limits the depth of its calls, and deeply nested blocks leave no
//! width for words. Blocks below the limit are taken out of the blocks around
//! them and stand below these, moved to the right.

use crate::render::pdf::record::{PrintBlock, PrintItem, PrintListItem};

/// Largest depth of nested blocks.
const DEEPEST: usize = 5;

/// Most steps that a block below the limit is moved to the right.
const FARTHEST: usize = 4;

/// Flattens the blocks inside a block.
pub(crate) fn flatten(block: &mut PrintBlock) {
    each_body(block, &mut |body| *body = shallow(std::mem::take(body), 1));
}

/// Flattens blocks whose depth is `level`.
pub(crate) fn shallow(mut blocks: Vec<PrintBlock>, level: usize) -> Vec<PrintBlock> {
    if level < DEEPEST {
        for block in &mut blocks {
            each_body(block, &mut |body| *body = shallow(std::mem::take(body), level + 1));
        }
        return blocks;
    }
    let mut opened = FlatBlocks::default();
    for block in blocks {
        opened.open(block, 0);
    }
    opened.blocks
}

/// Calls `each` with every list of blocks inside a block.
fn each_body(block: &mut PrintBlock, each: &mut dyn FnMut(&mut Vec<PrintBlock>)) {
    match block {
        PrintBlock::Alert { body, .. } | PrintBlock::Quote { body } | PrintBlock::Inset { body, .. } => {
            each(body);
        }
        PrintBlock::Item(item) => each(&mut item.body),
        PrintBlock::ListItem(item) => each(&mut item.body),
        PrintBlock::List { items } => items.iter_mut().for_each(|item| each(&mut item.body)),
        PrintBlock::Items { items } => items.iter_mut().for_each(|item| each(&mut item.body)),
        PrintBlock::Term { meanings, .. } => meanings.iter_mut().for_each(each),
        _ => (),
    }
}

fn is_container(block: &PrintBlock) -> bool {
    matches!(
        block,
        PrintBlock::Alert { .. }
            | PrintBlock::Quote { .. }
            | PrintBlock::List { .. }
            | PrintBlock::Items { .. }
            | PrintBlock::Term { .. }
    )
}

/// Nested blocks while they become a flat list.
#[derive(Default)]
struct FlatBlocks {
    blocks: Vec<PrintBlock>,
}

impl FlatBlocks {
    /// Adds a block, `by` steps to the right. The blocks inside it stay there up to
    /// the first one that holds blocks itself; the rest follows below.
    fn open(&mut self, block: PrintBlock, by: usize) {
        match block {
            PrintBlock::List { items } => {
                self.items(
                    items,
                    by,
                    (|item: &mut PrintListItem| &mut item.body, |items| PrintBlock::List { items }),
                );
            }
            PrintBlock::Items { items } => {
                self.items(
                    items,
                    by,
                    (|item: &mut PrintItem| &mut item.body, |items| PrintBlock::Items { items }),
                );
            }
            PrintBlock::Alert { kind, label, title, mut body } => {
                let rest = split(&mut body);
                self.add(PrintBlock::Alert { kind, label, title, body }, by);
                self.below(rest, by + 1);
            }
            PrintBlock::Quote { mut body } => {
                let rest = split(&mut body);
                if !body.is_empty() {
                    self.add(PrintBlock::Quote { body }, by);
                }
                self.below(rest, by + 1);
            }
            PrintBlock::Term { term, meanings } => {
                let mut body: Vec<PrintBlock> = meanings.into_iter().flatten().collect();
                let rest = split(&mut body);
                self.add(PrintBlock::Term { term, meanings: vec![body] }, by);
                self.below(rest, by + 1);
            }
            leaf => self.add(leaf, by),
        }
    }

    fn items<T>(
        &mut self,
        items: Vec<T>,
        by: usize,
        (body, list): (impl Fn(&mut T) -> &mut Vec<PrintBlock>, impl Fn(Vec<T>) -> PrintBlock),
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

    fn below(&mut self, blocks: Vec<PrintBlock>, by: usize) {
        for block in blocks {
            self.open(block, by);
        }
    }

    fn add(&mut self, block: PrintBlock, by: usize) {
        let by = by.min(FARTHEST);
        match self.blocks.last_mut() {
            _ if by == 0 => self.blocks.push(block),
            Some(PrintBlock::Inset { by: last, body }) if *last == by => body.push(block),
            _ => self.blocks.push(PrintBlock::Inset { by, body: vec![block] }),
        }
    }
}

/// Splits off the blocks from the first one on that holds blocks itself.
fn split(body: &mut Vec<PrintBlock>) -> Vec<PrintBlock> {
    let at = body.iter().position(is_container).unwrap_or(body.len());
    body.split_off(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::record::PrintInline;

    fn words(text: &str) -> PrintBlock {
        PrintBlock::Paragraph { words: vec![PrintInline::Text(text.to_owned())] }
    }

    fn quotes(deep: usize) -> PrintBlock {
        let body =
            if deep == 0 { vec![words("end")] } else { vec![words("x"), quotes(deep - 1), words("y")] };
        PrintBlock::Quote { body }
    }

    fn measure(block: &mut PrintBlock) -> (usize, usize) {
        let (mut deep, mut count) = (0, usize::from(matches!(block, PrintBlock::Paragraph { .. })));
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
