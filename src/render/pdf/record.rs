//! What the print theme is given: plain records, as its README has them.
//!
//! An [`Atom`] is what fills pages: a block that is never broken. Blocks also
//! stand inside one another. `None` becomes `null`, so every key is there.

use std::ops::Range;

use serde::Serialize;

use super::text::title_parts::{TitleParts, Unbreakable};

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
pub(crate) enum PrintBlock {
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
pub(crate) struct Atom {
    #[serde(flatten)]
    pub(crate) block: PrintBlock,
    /// Its language, if that is not the document's.
    pub(crate) lang: Option<String>,
    pub(crate) region: Option<String>,
    /// What leads here.
    #[serde(skip)]
    pub(crate) keys: Vec<String>,
    /// Numbers of the notes that it refers to.
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
    /// The contents, if they are few.
    pub(crate) heading: Option<String>,
    pub(crate) rows: Vec<ContentsRow>,
}

/// The top of the first page.
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

/// A QR code as a picture of one pixel a module.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct QrCode {
    pub(crate) file: String,
    pub(crate) alt: String,
    pub(crate) label: String,
}

/// A table inside another block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintTable {
    /// `start`, `center` or `end`.
    pub(crate) columns: Vec<&'static str>,
    /// How wide columns are, beside each other.
    pub(crate) shares: Vec<usize>,
    pub(crate) head: Vec<Vec<PrintInline>>,
    pub(crate) rows: Vec<Vec<Vec<PrintInline>>>,
}

/// One row of a table that fills pages.
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
    /// 1 or, for sub-steps, 2.
    pub(crate) level: u8,
    /// Whether it has a box to tick off.
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
    /// `步驟 4-1`.
    pub(crate) label: String,
    pub(crate) title: TitleParts,
    pub(crate) optional: Option<String>,
    /// `1／3`, where panels follow.
    pub(crate) part: Option<String>,
    /// What stands before the box to tick off, if it has one.
    pub(crate) tick: Option<String>,
    /// Whether the title stands below the number.
    pub(crate) stacked: bool,
}

/// Pictures side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintFigure {
    pub(crate) images: Vec<PrintPicture>,
    /// How many have room side by side: a last row may have fewer pictures.
    #[serde(skip)]
    pub(crate) columns: usize,
    /// The atoms that are its items.
    #[serde(skip)]
    pub(crate) items: Range<usize>,
    /// Width of a caption, in points, where it is measured.
    #[serde(skip)]
    pub(crate) caption_width: f64,
    /// Widths, in points, at which the items beside the picture are measured.
    #[serde(skip)]
    pub(crate) probes: Vec<f64>,
    /// The scales up to which these widths are free.
    #[serde(skip)]
    pub(crate) scales: Vec<f64>,
}

/// A picture with its marks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintPicture {
    /// `None`: it could not be published.
    pub(crate) file: Option<String>,
    /// What its place says then.
    pub(crate) missing: String,
    /// In pixels.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) alt: String,
    pub(crate) caption: Vec<PrintInline>,
    #[serde(rename = "stand-ins")]
    pub(crate) stand_ins: Vec<PrintStandIn>,
    pub(crate) marks: Vec<PrintMark>,
}

/// Words in the place of what was burnt out. Areas are x, y, width, height, as
/// shares of the picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintStandIn {
    pub(crate) area: [f64; 4],
    /// In pixels of the picture.
    pub(crate) size: u32,
    pub(crate) text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintMark {
    pub(crate) n: Option<u32>,
    pub(crate) shape: Option<PrintShape>,
    /// x and y in shares of the picture; from there, CSS pixels right and down.
    pub(crate) pin: Option<[f64; 4]>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(crate) enum PrintShape {
    Frame { area: [f64; 4] },
    Ellipse { area: [f64; 4] },
    Spot { area: [f64; 4] },
    Arrow { from: [f64; 2], to: [f64; 2] },
}

/// What to do at a mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PrintItem {
    pub(crate) n: u32,
    /// Whether the number stands on a picture.
    pub(crate) pinned: bool,
    /// The first one below its figure.
    pub(crate) first: bool,
    pub(crate) optional: Option<String>,
    pub(crate) body: Vec<PrintBlock>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PrintListItem {
    pub(crate) n: u32,
    /// `3.`; `None` for bullets.
    pub(crate) number: Option<String>,
    /// `Some(done)` for tasks.
    pub(crate) task: Option<bool>,
    pub(crate) tight: bool,
    pub(crate) first: bool,
    pub(crate) optional: Option<String>,
    pub(crate) body: Vec<PrintBlock>,
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct BranchCard {
    /// `ok` or `bad`.
    pub(crate) outcome: Option<&'static str>,
    pub(crate) label: Vec<PrintInline>,
    pub(crate) text: Vec<PrintInline>,
    pub(crate) target: Vec<PrintInline>,
}

/// A note at a page's foot: an address, or what the author wrote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PageNote {
    pub(crate) number: usize,
    pub(crate) url: Option<String>,
    pub(crate) body: Vec<PrintBlock>,
    pub(crate) lang: Option<String>,
    pub(crate) region: Option<String>,
}
