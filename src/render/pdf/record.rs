//! Records that the print theme is given; its README describes them.
//!
//! Pages are filled with [`Atom`]s, blocks that are never broken. Blocks can also
//! stand inside other blocks. `None` becomes `null`, so every key is there.

use serde::Serialize;

use super::text::title_parts::{TitleParts, Unbreakable};
use crate::picture::overlay::{DrawnMark, ShareRect};

/// Running text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum PrintInline {
    Text(String),
    Node(PrintNode),
}

/// A piece of running text that is more than its characters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(crate) enum PrintNode {
    Strong {
        content: Vec<PrintInline>,
    },
    /// A short name in bold, which does not break.
    Name {
        words: Unbreakable,
    },
    /// Halves the space between a bold closing bracket and the sign after it.
    Tight,
    /// Words that don't break: a name, a word with hyphens, a number and its unit.
    Whole {
        text: String,
    },
    /// The last words of a paragraph, which stand in one line.
    Together {
        content: Vec<PrintInline>,
    },
    /// Words of another language than those around them.
    Lang {
        content: Vec<PrintInline>,
        lang: String,
        region: Option<String>,
    },
    /// A link to a place in this document. With `paged`, it also says the page.
    Reference {
        content: Vec<PrintInline>,
        key: String,
        paged: Option<PageWords>,
    },
    /// A link out of the document; `note` is the note with its address.
    Link {
        content: Vec<PrintInline>,
        url: String,
        note: Option<usize>,
    },
    Note {
        number: usize,
    },
    Key {
        text: String,
    },
    /// Keys that are pressed together.
    Keys {
        texts: Vec<String>,
    },
    Code {
        text: String,
    },
    Path {
        stops: Vec<Vec<PrintInline>>,
    },
    Picture {
        file: String,
        ratio: f64,
        /// Width in pixels of a picture that is no icon; 0 for an icon, which is as high as a line.
        width: u32,
        alt: String,
    },
    /// Words with their pronunciation above them.
    Ruby {
        content: Vec<PrintInline>,
        over: String,
    },
    Emphasis {
        content: Vec<PrintInline>,
    },
    Struck {
        content: Vec<PrintInline>,
    },
    Sub {
        content: Vec<PrintInline>,
    },
    Super {
        content: Vec<PrintInline>,
    },
    Small {
        content: Vec<PrintInline>,
    },
    Plain {
        content: Vec<PrintInline>,
    },
    Break,
}

/// The words around the number of the page that a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PageWords {
    /// A comma after the reference.
    pub(crate) comma: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// A block: text or pictures on lines of their own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(crate) enum PrintBlock {
    Cover(BookletCover),
    Title(PrintTitle),
    Contents {
        heading: Option<String>,
        hint: Option<String>,
        columns: Vec<Vec<ContentsRow>>,
    },
    Head(PrintStepHead),
    /// The heading of a panel; `above` says which step and which part of it.
    PanelHead {
        level: u8,
        above: String,
        title: TitleParts,
    },
    /// A heading without a number.
    Section {
        level: u8,
        title: TitleParts,
    },
    /// The notice that the following text is in another language.
    Notice {
        text: String,
    },
    Paragraph {
        words: Vec<PrintInline>,
    },
    Figure(PrintFigure),
    /// An item of the figure before this block.
    Item(PrintItem),
    /// An item of a list.
    ListItem(PrintListItem),
    /// Blocks that were nested too deeply, moved `by` steps to the right.
    Inset {
        by: usize,
        body: Vec<PrintBlock>,
    },
    /// A list inside another block.
    List {
        items: Vec<PrintListItem>,
    },
    /// Items of a figure inside another block.
    Items {
        items: Vec<PrintItem>,
    },
    /// Branches as cards, side by side.
    Cards {
        first: bool,
        level: u8,
        heading: Option<String>,
        cards: Vec<BranchCard>,
    },
    Alert {
        kind: &'static str,
        label: String,
        /// The author's title behind the label; empty if there is none.
        title: Vec<PrintInline>,
        body: Vec<PrintBlock>,
    },
    Quote {
        body: Vec<PrintBlock>,
    },
    Outcome {
        label: String,
        words: Vec<PrintInline>,
    },
    /// A piece of a listing; `first` is false if it continues the piece before.
    Code {
        text: String,
        first: bool,
    },
    Table(PrintTable),
    /// A row of a table; the first row carries the table's head.
    Row(PrintRow),
    Term {
        term: Vec<PrintInline>,
        meanings: Vec<Vec<PrintBlock>>,
    },
    Rule,
    /// The same block in two languages; one of them may be missing.
    Pair {
        left: Option<Box<Atom>>,
        right: Option<Box<Atom>>,
    },
}

/// A block that a handout never breaks across pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Atom {
    #[serde(flatten)]
    pub(crate) block: PrintBlock,
    /// Language of the atom, if it is not the document's.
    pub(crate) lang: Option<String>,
    pub(crate) region: Option<String>,
    /// Keys of the references that lead to the atom.
    #[serde(skip)]
    pub(crate) keys: Vec<String>,
    /// Numbers of the notes that the atom refers to.
    #[serde(skip)]
    pub(crate) notes: Vec<usize>,
}

/// The first page of a booklet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct BookletCover {
    pub(crate) site: String,
    pub(crate) words: TitleParts,
    pub(crate) summary: TitleParts,
    pub(crate) owner: Option<String>,
    pub(crate) date: Option<String>,
    /// Heading of the list of guides, if the list is short enough for the cover.
    pub(crate) heading: Option<String>,
    pub(crate) rows: Vec<ContentsRow>,
}

/// The block at the top of a guide's first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintTitle {
    pub(crate) words: TitleParts,
    pub(crate) summary: TitleParts,
    pub(crate) facts: Vec<PrintFact>,
    pub(crate) code: Option<QrCode>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintFact {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) url: Option<String>,
}

/// A QR code as a picture in which a module is one pixel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct QrCode {
    pub(crate) file: String,
    pub(crate) alt: String,
    pub(crate) label: String,
}

/// A table inside another block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintTable {
    /// Alignment of each column: `start`, `center` or `end`.
    pub(crate) columns: Vec<&'static str>,
    /// Widths of the columns, relative to each other.
    pub(crate) shares: Vec<usize>,
    /// Size of the type, 1.0 = that of body text.
    pub(crate) size: f64,
    pub(crate) head: Vec<Vec<PrintInline>>,
    pub(crate) rows: Vec<Vec<Vec<PrintInline>>>,
}

/// One row of a table, as an atom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintRow {
    pub(crate) first: bool,
    /// The table with this row alone.
    #[serde(flatten)]
    pub(crate) table: PrintTable,
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ContentsRow {
    /// Level of the row: 1, or 2 for a sub-step.
    pub(crate) level: u8,
    /// Whether the row has a box to tick off.
    pub(crate) tick: bool,
    pub(crate) number: String,
    pub(crate) title: TitleParts,
    pub(crate) optional: Option<String>,
    pub(crate) key: String,
}

/// The heading of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintStepHead {
    pub(crate) level: u8,
    /// Label of the step: `步驟 4-1`.
    pub(crate) label: String,
    pub(crate) title: TitleParts,
    pub(crate) optional: Option<String>,
    /// Which part of the step this is, `1／3`, if panels follow.
    pub(crate) part: Option<String>,
    /// Word before the box to tick off; `None` if there is no box.
    pub(crate) tick: Option<String>,
    /// Whether the title stands below the number.
    pub(crate) stacked: bool,
}

/// A figure: one row of pictures side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintFigure {
    pub(crate) images: Vec<PrintPicture>,
    /// Number of pictures in a full row; the last row may have fewer.
    #[serde(skip)]
    pub(crate) columns: usize,
    /// Number of items that follow the row.
    #[serde(skip)]
    pub(crate) items: usize,
}

/// A picture with its marks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintPicture {
    /// Name of the picture's file; `None` if it could not be published.
    pub(crate) file: Option<String>,
    /// Words in the place of a picture that could not be published.
    pub(crate) missing: String,
    /// Width of the picture, in pixels.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) alt: String,
    pub(crate) caption: Vec<PrintInline>,
    #[serde(rename = "stand-ins")]
    pub(crate) stand_ins: Vec<PrintStandIn>,
    pub(crate) marks: Vec<DrawnMark>,
}

/// Words in the place of a redaction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintStandIn {
    pub(crate) area: ShareRect,
    /// Size of the letters, in pixels of the picture.
    pub(crate) size: u32,
    pub(crate) text: String,
}

/// An item of a figure: what to do at a mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintItem {
    pub(crate) n: u32,
    /// Whether the item's number stands on a picture too.
    pub(crate) pinned: bool,
    /// Whether the item is the first of its figure.
    pub(crate) first: bool,
    pub(crate) optional: Option<String>,
    pub(crate) body: Vec<PrintBlock>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PrintListItem {
    pub(crate) n: u32,
    /// Number of the item, `3.`; `None` for a bullet.
    pub(crate) number: Option<String>,
    /// Whether a task is done; `None` if the item is no task.
    pub(crate) task: Option<bool>,
    pub(crate) tight: bool,
    pub(crate) first: bool,
    pub(crate) optional: Option<String>,
    pub(crate) body: Vec<PrintBlock>,
}

/// A branch as a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct BranchCard {
    /// What the branch tells of, `ok` for success or `bad` for failure.
    pub(crate) outcome: Option<&'static str>,
    pub(crate) label: Vec<PrintInline>,
    pub(crate) text: Vec<PrintInline>,
    pub(crate) target: Vec<PrintInline>,
}

/// A note at a page's foot: the address of a link, or a footnote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PageNote {
    pub(crate) number: usize,
    pub(crate) url: Option<String>,
    pub(crate) body: Vec<PrintBlock>,
    pub(crate) lang: Option<String>,
    pub(crate) region: Option<String>,
}
