//! What the print theme is given: plain records, as its README has them.
//!
//! An [`Atom`] is what fills pages: a block that is never broken. Blocks also
//! stand inside one another. `None` becomes `null`, so every key is there.

use std::ops::Range;

use serde::Serialize;

use super::pieces::{TitleParts, Unbreakable};

/// Running text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum PrintInline {
    Text(String),
    Node(PrintNode),
}

/// A piece of running text that is more than its characters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum PrintNode {
    Strong {
        content: Vec<PrintInline>,
    },
    /// A short name in bold, which does not break.
    Name {
        words: Unbreakable,
    },
    /// Takes back half of the space between a bold sign and another one.
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
    /// Leads to a place of this document; `paged`: and says on which page:
    /// a comma, and words around the number.
    Reference {
        content: Vec<PrintInline>,
        key: String,
        paged: Option<[String; 3]>,
    },
    /// Leads out of the document; `note` says where to.
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
        alt: String,
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

/// What takes lines of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum PrintBlock {
    Cover(BookletCover),
    Title(PrintTitle),
    Contents {
        heading: Option<String>,
        hint: Option<String>,
        columns: Vec<Vec<ContentsRow>>,
    },
    Head(PrintStepHead),
    /// The heading of a panel; `above`: of which step, which part.
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
    /// That what follows is in another language.
    Notice {
        text: String,
    },
    Paragraph {
        words: Vec<PrintInline>,
    },
    Figure(PrintFigure),
    /// An item of the figure before it.
    Item(PrintItem),
    /// An item of a list.
    ListItem(PrintListItem),
    /// Blocks that lay deeper, moved to the right by so many steps.
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
    /// Ways on, side by side.
    Cards {
        first: bool,
        level: u8,
        heading: Option<String>,
        cards: Vec<BranchCard>,
    },
    Alert {
        kind: &'static str,
        label: String,
        body: Vec<PrintBlock>,
    },
    Quote {
        body: Vec<PrintBlock>,
    },
    Outcome {
        label: String,
        words: Vec<PrintInline>,
    },
    /// `first`: it does not go on from the one before.
    Code {
        text: String,
        first: bool,
    },
    Table(PrintTable),
    /// A row of a table; the first one brings the head.
    Row(PrintRow),
    Term {
        term: Vec<PrintInline>,
        meanings: Vec<Vec<PrintBlock>>,
    },
    Rule,
    /// The same block in two languages; one may be missing.
    Pair {
        left: Option<Box<Atom>>,
        right: Option<Box<Atom>>,
    },
}

/// A block that fills pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Atom {
    #[serde(flatten)]
    pub(super) block: PrintBlock,
    /// Its language, if that is not the document's.
    pub(super) lang: Option<String>,
    pub(super) region: Option<String>,
    /// What leads here.
    #[serde(skip)]
    pub(super) keys: Vec<String>,
    /// Numbers of the notes that it refers to.
    #[serde(skip)]
    pub(super) notes: Vec<usize>,
}

/// The first page of a booklet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct BookletCover {
    pub(super) site: String,
    pub(super) words: TitleParts,
    pub(super) summary: TitleParts,
    pub(super) owner: Option<String>,
    pub(super) date: Option<String>,
    /// The contents, if they are few.
    pub(super) heading: Option<String>,
    pub(super) rows: Vec<ContentsRow>,
}

/// The top of the first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintTitle {
    pub(super) words: TitleParts,
    pub(super) summary: TitleParts,
    pub(super) facts: Vec<PrintFact>,
    pub(super) code: Option<QrCode>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintFact {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) url: Option<String>,
}

/// A QR code as a picture of one pixel a module.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct QrCode {
    pub(super) file: String,
    pub(super) alt: String,
    pub(super) label: String,
}

/// A table inside another block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintTable {
    /// `start`, `center` or `end`.
    pub(super) columns: Vec<&'static str>,
    /// How wide columns are, beside each other.
    pub(super) shares: Vec<usize>,
    pub(super) head: Vec<Vec<PrintInline>>,
    pub(super) rows: Vec<Vec<Vec<PrintInline>>>,
}

/// One row of a table that fills pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintRow {
    pub(super) first: bool,
    /// The table with this row alone.
    #[serde(flatten)]
    pub(super) table: PrintTable,
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ContentsRow {
    /// 1 or, for sub-steps, 2.
    pub(super) level: u8,
    /// Whether it has a box to tick off.
    pub(super) tick: bool,
    pub(super) number: String,
    pub(super) title: TitleParts,
    pub(super) optional: Option<String>,
    pub(super) key: String,
}

/// The heading of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintStepHead {
    pub(super) level: u8,
    /// `步驟 4-1`.
    pub(super) label: String,
    pub(super) title: TitleParts,
    pub(super) optional: Option<String>,
    /// `1／3`, where panels follow.
    pub(super) part: Option<String>,
    /// What stands before the box to tick off, if it has one.
    pub(super) tick: Option<String>,
    /// Whether the title stands below the number.
    pub(super) stacked: bool,
}

/// Pictures side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintFigure {
    pub(super) images: Vec<PrintPicture>,
    /// How many have room side by side: a last row may have fewer pictures.
    #[serde(skip)]
    pub(super) columns: usize,
    /// The atoms that are its items.
    #[serde(skip)]
    pub(super) items: Range<usize>,
    /// Width of a caption, in points, where it is measured.
    #[serde(skip)]
    pub(super) caption_width: f64,
    /// Widths, in points, at which the items beside the picture are measured.
    #[serde(skip)]
    pub(super) probes: Vec<f64>,
    /// The scales up to which these widths are free.
    #[serde(skip)]
    pub(super) scales: Vec<f64>,
}

/// A picture with its marks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintPicture {
    /// `None`: it could not be published.
    pub(super) file: Option<String>,
    /// What its place says then.
    pub(super) missing: String,
    /// In pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) alt: String,
    pub(super) caption: Vec<PrintInline>,
    #[serde(rename = "stand-ins")]
    pub(super) stand_ins: Vec<PrintStandIn>,
    pub(super) marks: Vec<PrintMark>,
}

/// Words in the place of what was burnt out. Areas are x, y, width, height, as
/// shares of the picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintStandIn {
    pub(super) area: [f64; 4],
    /// In pixels of the picture.
    pub(super) size: u32,
    pub(super) text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintMark {
    pub(super) n: Option<u32>,
    pub(super) shape: Option<PrintShape>,
    /// x and y in shares of the picture; from there, CSS pixels right and down.
    pub(super) pin: Option<[f64; 4]>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum PrintShape {
    Frame { area: [f64; 4] },
    Ellipse { area: [f64; 4] },
    Spot { area: [f64; 4] },
    Arrow { from: [f64; 2], to: [f64; 2] },
}

/// What to do at a mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PrintItem {
    pub(super) n: u32,
    /// Whether the number stands on a picture.
    pub(super) pinned: bool,
    /// The first one below its figure.
    pub(super) first: bool,
    pub(super) optional: Option<String>,
    pub(super) body: Vec<PrintBlock>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PrintListItem {
    pub(super) n: u32,
    /// `3.`; `None` for bullets.
    pub(super) number: Option<String>,
    /// `Some(done)` for tasks.
    pub(super) task: Option<bool>,
    pub(super) tight: bool,
    pub(super) first: bool,
    pub(super) optional: Option<String>,
    pub(super) body: Vec<PrintBlock>,
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct BranchCard {
    /// `ok` or `bad`.
    pub(super) outcome: Option<&'static str>,
    pub(super) label: Vec<PrintInline>,
    pub(super) text: Vec<PrintInline>,
    pub(super) target: Vec<PrintInline>,
}

/// A note at a page's foot: an address, or what the author wrote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PageNote {
    pub(super) number: usize,
    pub(super) url: Option<String>,
    pub(super) body: Vec<PrintBlock>,
    pub(super) lang: Option<String>,
    pub(super) region: Option<String>,
}
