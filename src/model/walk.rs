//! Walks over a document, in reading order.
//!
//! The walks are recursive, which is safe because `parse` limits the depth of
//! documents.

use super::block::{Block, Branch, Figure, Item};
use super::inline::Inline;
use super::page::{Page, Picture, Resolved, Section};
use super::stage::Stage;

/// A piece of a document that a walk visits.
#[derive(Debug, Clone, Copy)]
pub enum WalkNode<'a, S: Stage> {
    /// A block, visited before its content.
    Block(&'a Block<S>),
    /// An item of a list or figure, visited before its content.
    Item(&'a Item<S>),
    /// A piece of running text, visited before its content.
    Inline(&'a Inline<S>),
}

/// Calls `visit` for everything in `blocks`.
pub fn blocks<'a, S: Stage>(blocks: &'a [Block<S>], visit: &mut dyn FnMut(WalkNode<'a, S>)) {
    for block in blocks {
        visit(WalkNode::Block(block));
        match block {
            Block::Paragraph(text) | Block::Outcome(text) => inlines(text, visit),
            Block::List(list) => items(&list.items, visit),
            Block::Figure(Figure { items: texts, .. }) => items(texts, visit),
            Block::Branches(branches) => branches.iter().for_each(|branch| branch_texts(branch, visit)),
            Block::Alert(alert) => {
                inlines(&alert.title, visit);
                self::blocks(&alert.blocks, visit);
            }
            Block::Quote(content) | Block::Element { content, .. } => self::blocks(content, visit),
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    inlines(cell, visit);
                }
            }
            Block::Definitions(entries) => {
                for entry in entries {
                    inlines(&entry.term, visit);
                    entry.meanings.iter().for_each(|meaning| self::blocks(meaning, visit));
                }
            }
            Block::Heading(_) | Block::Code { .. } | Block::Rule | Block::Html(_) | Block::Include(_) => (),
        }
    }
}

/// The figures in `blocks`.
#[must_use]
pub fn figures<S: Stage>(blocks: &[Block<S>]) -> Vec<&Figure<S>> {
    let mut found = Vec::new();
    self::blocks(blocks, &mut |node| {
        if let WalkNode::Block(Block::Figure(figure)) = node {
            found.push(figure);
        }
    });
    found
}

/// Calls `visit` for everything in running text.
pub fn inlines<'a, S: Stage>(text: &'a [Inline<S>], visit: &mut dyn FnMut(WalkNode<'a, S>)) {
    for inline in text {
        visit(WalkNode::Inline(inline));
        match inline {
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Struck(content)
            | Inline::Link { text: content, .. }
            | Inline::Element { content, .. } => inlines(content, visit),
            Inline::MenuPath(stops) => stops.iter().for_each(|stop| inlines(stop, visit)),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Key(_)
            | Inline::Image(_)
            | Inline::FootnoteRef(_)
            | Inline::Break => (),
        }
    }
}

fn items<'a, S: Stage>(items: &'a [Item<S>], visit: &mut dyn FnMut(WalkNode<'a, S>)) {
    for item in items {
        visit(WalkNode::Item(item));
        if let Some(branch) = &item.branch {
            branch_texts(branch, visit);
        }
        blocks(&item.blocks, visit);
    }
}

fn branch_texts<'a, S: Stage>(branch: &'a Branch<S>, visit: &mut dyn FnMut(WalkNode<'a, S>)) {
    inlines(&branch.label, visit);
    inlines(&branch.text, visit);
    inlines(&branch.target, visit);
}

impl Section {
    /// The runs of blocks of the section: its own, then those of its panels.
    pub fn bodies(&self) -> impl Iterator<Item = &[Block<Resolved>]> {
        std::iter::once(self.body.as_slice()).chain(self.panels.iter().map(|panel| panel.body.as_slice()))
    }

    /// Calls `visit` for everything in the section except titles.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(WalkNode<'a, Resolved>)) {
        blocks(&self.body, visit);
        self.panels.iter().for_each(|panel| blocks(&panel.body, visit));
    }
}

impl Page {
    /// Calls `visit` for everything in the page except titles.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(WalkNode<'a, Resolved>)) {
        blocks(&self.intro, visit);
        self.sections.iter().for_each(|section| section.walk(visit));
        self.footnotes.iter().for_each(|footnote| blocks(&footnote.blocks, visit));
    }

    /// Calls `visit` for each picture of the page.
    pub fn each_picture<'a>(&'a self, visit: &mut dyn FnMut(&'a Picture)) {
        self.walk(&mut |node| match node {
            WalkNode::Block(Block::Figure(figure)) => figure.images.iter().for_each(&mut *visit),
            WalkNode::Inline(Inline::Image(picture)) => visit(picture),
            _ => (),
        });
    }

    /// Calls `visit` for each figure of the page.
    pub fn each_figure<'a>(&'a self, visit: &mut dyn FnMut(&'a Figure<Resolved>)) {
        self.walk(&mut |node| {
            if let WalkNode::Block(Block::Figure(figure)) = node {
                visit(figure);
            }
        });
    }
}
