//! Paragraphs, lists, figures: what stands below one another.

use super::inline::Inline;
use super::stage::{Stage, StepNumber};
use crate::source::Span;

/// Something that takes lines of its own.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Block<S: Stage> {
    /// A paragraph.
    Paragraph(Vec<Inline<S>>),
    /// A heading; which kinds are left in a page, `S::Heading` says.
    Heading(S::Heading),
    /// A list of items.
    List(List<S>),
    /// Pictures side by side over one list of items.
    Figure(Figure<S>),
    /// Where a reader goes on, depending on what happened; also the entry
    /// cards of a guide's introduction.
    Branches(Vec<Branch<S>>),
    /// A note that stands out.
    Alert(Alert<S>),
    /// A quotation.
    Quote(Vec<Block<S>>),
    /// What the reader should see once the step is done; the label word is
    /// left out.
    Outcome(Vec<Inline<S>>),
    /// Code of a fenced or indented block.
    Code {
        /// The language named behind the fence; empty if none.
        language: String,
        /// The lines, each with its newline.
        text: String,
    },
    /// A table.
    Table(Table<S>),
    /// Terms and their definitions.
    Definitions(Vec<Definition<S>>),
    /// A line across.
    Rule,
    /// Allowed raw HTML without Markdown in it, cleaned.
    Html(String),
    /// Allowed raw HTML around further blocks, such as `<details>`.
    Element {
        /// The start tag, cleaned.
        open: String,
        /// The element's name.
        name: String,
        /// What it holds.
        content: Vec<Block<S>>,
    },
    /// A part from a file of its own.
    Include(S::Include),
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Definition<S: Stage> {
    /// The term.
    pub term: Vec<Inline<S>>,
    /// One meaning or more.
    pub meanings: Vec<Vec<Block<S>>>,
}

/// How the items of a list are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbering {
    /// Not at all.
    Bullets,
    /// By numbers from `start`.
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
    /// How its items are counted.
    pub numbering: Numbering,
    /// Whether items are single lines, set close.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item<S>>,
}

/// One item of a list, or the text of one mark of a figure.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Item<S: Stage> {
    /// Where it is written.
    pub span: Span,
    /// `Some(done)` for `[ ]` and `[x]`.
    pub task: Option<bool>,
    /// Begins with `（選用）` (taken off the text).
    pub optional: bool,
    /// The branch that this item is, in a list that has other items too.
    pub branch: Option<Box<Branch<S>>>,
    /// What it says. A tight item is one [`Block::Paragraph`].
    pub blocks: Vec<Block<S>>,
}

/// Pictures in one paragraph, and the items of the list that follows at once.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Figure<S: Stage> {
    /// The paragraph of the pictures.
    pub span: Span,
    /// One picture or more, side by side.
    pub images: Vec<S::Image>,
    /// The texts of the marks: the item at index `i` is mark `start + i`,
    /// counted through all pictures.
    pub items: Vec<Item<S>>,
    /// Number of the first item: lists go on over panels.
    pub start: u32,
    /// Whether the author numbered with `1)`.
    pub parenthesis: bool,
}

/// One way on: `- **失敗**：看到錯誤 → [更新憑證](#renew)`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Branch<S: Stage> {
    /// Where it is written.
    pub span: Span,
    /// The condition, in bold.
    pub label: Vec<Inline<S>>,
    /// What may stand between the condition and the arrow.
    pub text: Vec<Inline<S>>,
    /// What the link says; empty: whoever shows it takes the words from the
    /// target, in a page too.
    pub target: Vec<Inline<S>>,
    /// Where it leads.
    pub link: S::Link,
}

/// The five kinds of alert that GitHub's Markdown knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// Useful beside the way.
    Note,
    /// Makes it easier.
    Tip,
    /// Must be known for success.
    Important,
    /// Something goes wrong otherwise.
    Warning,
    /// Something is lost otherwise.
    Caution,
}

/// A note that stands out.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Alert<S: Stage> {
    /// Which of the five.
    pub kind: AlertKind,
    /// What it says.
    pub blocks: Vec<Block<S>>,
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// As the language has it.
    Start,
    /// In the middle.
    Center,
    /// At the end, as numbers do.
    End,
}

/// A table with one row of headings.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Table<S: Stage> {
    /// One entry a column.
    pub columns: Vec<Align>,
    /// The row of headings.
    pub head: Vec<Vec<Inline<S>>>,
    /// The further rows; each as long as the head.
    pub rows: Vec<Vec<Vec<Inline<S>>>>,
}

/// What makes a section a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StepHead {
    /// `None`: the guide's own steps. `Some(k)`: the k-th extra series of
    /// `stepbook.toml`, from 0.
    pub series: Option<usize>,
    /// Computed, not as written.
    pub number: StepNumber,
    /// The number that the author wrote, and where, if there is one.
    pub written: Option<(StepNumber, Span)>,
    /// The reader may leave it out.
    pub optional: bool,
}

/// A continuation of a step over a further screenshot.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Panel<S: Stage> {
    /// Its anchor.
    pub id: String,
    /// The heading's place.
    pub span: Span,
    /// Its own title.
    pub title: Vec<Inline<S>>,
    /// What it says.
    pub body: Vec<Block<S>>,
}
