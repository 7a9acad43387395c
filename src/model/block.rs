//! Blocks of a document: paragraphs, lists, figures and others.

use super::inline::Inline;
use super::stage::{Stage, StepNumber};
use crate::source::Span;

/// A piece of a document that stands in lines of its own.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Block<S: Stage> {
    /// A paragraph.
    Paragraph(Vec<Inline<S>>),
    /// A heading. In a page, headings of sections and panels are not blocks.
    Heading(S::Heading),
    /// A list of items.
    List(List<S>),
    /// Pictures side by side over one list of items.
    Figure(Figure<S>),
    /// Branches: where a reader goes on, depending on what happened. The entries
    /// in a guide's introduction are branches too.
    Branches(Vec<Branch<S>>),
    /// A quote that begins with a mark such as `[!NOTE]`.
    Alert(Alert<S>),
    /// A quotation.
    Quote(Vec<Block<S>>),
    /// The outcome of a step: what the reader should see when the step is done.
    /// The word before the colon (`結果`) is left out.
    Outcome(Vec<Inline<S>>),
    /// Code of a fenced or indented block.
    Code {
        /// The language that the opening fence names; empty if there is none.
        language: String,
        /// The lines, each with its newline.
        text: String,
    },
    /// A table.
    Table(Table<S>),
    /// Terms and their definitions.
    Definitions(Vec<Definition<S>>),
    /// A horizontal line.
    Rule,
    /// Allowed raw HTML that has no Markdown inside, cleaned.
    Html(String),
    /// Allowed raw HTML around further blocks, such as `<details>`.
    Element {
        /// The start tag, cleaned.
        open: String,
        /// The element's name.
        name: String,
        /// The blocks inside the element.
        content: Vec<Block<S>>,
    },
    /// An include: the place of a part that is written in its own file.
    Include(S::Include),
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Definition<S: Stage> {
    /// The term.
    pub term: Vec<Inline<S>>,
    /// The meanings of the term, at least one.
    pub meanings: Vec<Vec<Block<S>>>,
}

/// How the items of a list are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbering {
    /// The items have bullets.
    Bullets,
    /// The items have numbers.
    Numbers {
        /// Number of the first item.
        start: u32,
        /// Whether the author wrote `1)` rather than `1.`.
        parenthesis: bool,
    },
}

/// A list.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct List<S: Stage> {
    /// How the items are counted.
    pub numbering: Numbering,
    /// Whether the items are plain lines without empty lines between them.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item<S>>,
}

/// One item of a list, or the text of one mark of a figure.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Item<S: Stage> {
    /// The place of the item.
    pub span: Span,
    /// The box of a task: `Some(false)` for `[ ]`, `Some(true)` for `[x]`.
    pub task: Option<bool>,
    /// Whether the item begins with `（選用）`, which is taken off the text.
    pub optional: bool,
    /// The branch, if this item is a branch in a list with other items.
    pub branch: Option<Box<Branch<S>>>,
    /// The text of the item. A tight item is one [`Block::Paragraph`].
    pub blocks: Vec<Block<S>>,
}

/// Pictures in one paragraph, and the items of the list right under it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Figure<S: Stage> {
    /// The place of the paragraph with the pictures.
    pub span: Span,
    /// The pictures, at least one.
    pub images: Vec<S::Image>,
    /// The texts of the marks. The item at index `i` belongs to mark number
    /// `start + i`; marks are counted through all pictures of the figure.
    pub items: Vec<Item<S>>,
    /// Number of the first item. It can be greater than 1, because a list may
    /// continue in the next panel.
    pub start: u32,
    /// Whether the author wrote the numbers as `1)` rather than `1.`.
    pub parenthesis: bool,
}

/// A branch, one way to go on: `- **失敗**：看到錯誤 → [更新憑證](#renew)`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Branch<S: Stage> {
    /// The place of the branch's item.
    pub span: Span,
    /// The condition, which the author wrote in bold.
    pub label: Vec<Inline<S>>,
    /// The words between the condition and the arrow; there may be none.
    pub text: Vec<Inline<S>>,
    /// The words of the link. There may be none; then readers see the target's name.
    pub target: Vec<Inline<S>>,
    /// The name of the target.
    pub name: S::TargetName,
    /// The destination of the branch.
    pub link: S::Link,
}

/// The five kinds of alert that GitHub's Markdown knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// Useful additional information.
    Note,
    /// Advice that makes the task easier.
    Tip,
    /// Information that readers need to succeed.
    Important,
    /// Information without which something goes wrong.
    Warning,
    /// Information without which something is lost.
    Caution,
}

/// An alert: a quote that begins with a mark such as `[!NOTE]`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Alert<S: Stage> {
    /// The kind of the alert.
    pub kind: AlertKind,
    /// The author's title; empty if there is none.
    pub title: Vec<Inline<S>>,
    /// The text of the alert.
    pub blocks: Vec<Block<S>>,
}

/// The alignment of the text in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the side where lines of the language begin.
    Start,
    /// In the middle of the column.
    Center,
    /// At the side where lines end, as for numbers.
    End,
}

/// A table with one row of headings.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Table<S: Stage> {
    /// The alignment of each column.
    pub columns: Vec<Align>,
    /// The row of headings.
    pub head: Vec<Vec<Inline<S>>>,
    /// The other rows. Each has as many cells as the row of headings.
    pub rows: Vec<Vec<Vec<Inline<S>>>>,
}

/// What makes a section a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StepHead {
    /// The series of the step: `None` for the guide's main steps, `Some(k)` for the
    /// k-th extra series of `stepbook.toml`, counted from 0.
    pub series: Option<usize>,
    /// The number of the step, computed from its place in the guide.
    pub number: StepNumber,
    /// The number that the author wrote, with its place, if there is one.
    pub written: Option<(StepNumber, Span)>,
    /// Whether the reader may leave the step out.
    pub optional: bool,
}

/// A continuation of a step over a further screenshot.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Panel<S: Stage> {
    /// The id of the panel's anchor.
    pub id: String,
    /// The place of the panel's heading.
    pub span: Span,
    /// The title of the panel.
    pub title: Vec<Inline<S>>,
    /// The blocks of the panel.
    pub body: Vec<Block<S>>,
}
