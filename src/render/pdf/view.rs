//! What the print theme is given: plain records, as its README has them.
//!
//! An [`Atom`] is what fills pages: a block that is never broken. Blocks also
//! stand inside one another. `None` becomes `null`, so every key is there.

use std::ops::Range;

use serde::Serialize;

use super::pieces::{Piece, Pieces};

/// Running text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Inline {
    Text(String),
    Node(Node),
}

/// A piece of running text that is more than its characters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum Node {
    Strong {
        content: Vec<Inline>,
    },
    /// A short name in bold, which does not break.
    Name {
        words: Piece,
    },
    /// Takes back half of the space between a bold sign and another one.
    Tight,
    /// Words that don't break: a name, a word with hyphens, a number and its unit.
    Whole {
        text: String,
    },
    /// The last words of a paragraph, which stand in one line.
    Together {
        content: Vec<Inline>,
    },
    /// Words of another language than those around them.
    Lang {
        content: Vec<Inline>,
        lang: String,
        region: Option<String>,
    },
    /// Leads to a place of this document; `paged`: and says on which page:
    /// a comma, and words around the number.
    Reference {
        content: Vec<Inline>,
        key: String,
        paged: Option<[String; 3]>,
    },
    /// Leads out of the document; `note` says where to.
    Link {
        content: Vec<Inline>,
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
        stops: Vec<Vec<Inline>>,
    },
    Picture {
        file: String,
        ratio: f64,
        alt: String,
    },
    Emphasis {
        content: Vec<Inline>,
    },
    Struck {
        content: Vec<Inline>,
    },
    Sub {
        content: Vec<Inline>,
    },
    Super {
        content: Vec<Inline>,
    },
    Small {
        content: Vec<Inline>,
    },
    Plain {
        content: Vec<Inline>,
    },
    Break,
}

/// What takes lines of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum Block {
    Cover(Cover),
    Title(Title),
    Contents {
        heading: Option<String>,
        hint: Option<String>,
        columns: Vec<Vec<ContentsRow>>,
    },
    Head(Head),
    /// The heading of a panel; `above`: of which step, which part.
    PanelHead {
        level: u8,
        above: String,
        title: Pieces,
    },
    /// A heading without a number.
    Section {
        level: u8,
        title: Pieces,
    },
    /// That what follows is in another language.
    Notice {
        text: String,
    },
    Paragraph {
        words: Vec<Inline>,
    },
    Figure(Figure),
    /// An item of the figure before it.
    Item(Item),
    /// An item of a list.
    ListItem(ListItem),
    /// Blocks that lay deeper, moved to the right by so many steps.
    Inset {
        by: usize,
        body: Vec<Block>,
    },
    /// A list inside another block.
    List {
        items: Vec<ListItem>,
    },
    /// Items of a figure inside another block.
    Items {
        items: Vec<Item>,
    },
    /// Ways on, side by side.
    Cards {
        first: bool,
        level: u8,
        heading: Option<String>,
        cards: Vec<Card>,
    },
    Alert {
        kind: &'static str,
        label: String,
        body: Vec<Block>,
    },
    Quote {
        body: Vec<Block>,
    },
    Outcome {
        label: String,
        words: Vec<Inline>,
    },
    /// `first`: it does not go on from the one before.
    Code {
        text: String,
        first: bool,
    },
    Table(Table),
    /// A row of a table; the first one brings the head.
    Row(Row),
    Term {
        term: Vec<Inline>,
        meanings: Vec<Vec<Block>>,
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
    pub(super) block: Block,
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
pub(super) struct Cover {
    pub(super) site: String,
    pub(super) words: Pieces,
    pub(super) summary: Pieces,
    pub(super) owner: Option<String>,
    pub(super) date: Option<String>,
    /// The contents, if they are few.
    pub(super) heading: Option<String>,
    pub(super) rows: Vec<ContentsRow>,
}

/// The top of the first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Title {
    pub(super) words: Pieces,
    pub(super) summary: Pieces,
    pub(super) facts: Vec<Fact>,
    pub(super) code: Option<QrCode>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Fact {
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
pub(super) struct Table {
    /// `start`, `center` or `end`.
    pub(super) columns: Vec<&'static str>,
    /// How wide columns are, beside each other.
    pub(super) shares: Vec<usize>,
    pub(super) head: Vec<Vec<Inline>>,
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
}

/// One row of a table that fills pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    pub(super) first: bool,
    /// The table with this row alone.
    #[serde(flatten)]
    pub(super) table: Table,
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ContentsRow {
    /// 1 or, for sub-steps, 2.
    pub(super) level: u8,
    /// Whether it has a box to tick off.
    pub(super) tick: bool,
    pub(super) number: String,
    pub(super) title: Pieces,
    pub(super) optional: Option<String>,
    pub(super) key: String,
}

/// The heading of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Head {
    pub(super) level: u8,
    /// `步驟 4-1`.
    pub(super) label: String,
    pub(super) title: Pieces,
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
pub(super) struct Figure {
    pub(super) images: Vec<Picture>,
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
pub(super) struct Picture {
    /// `None`: it could not be published.
    pub(super) file: Option<String>,
    /// What its place says then.
    pub(super) missing: String,
    /// In pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) alt: String,
    pub(super) caption: Vec<Inline>,
    #[serde(rename = "stand-ins")]
    pub(super) stand_ins: Vec<StandIn>,
    pub(super) marks: Vec<Mark>,
}

/// Words in the place of what was burnt out. Areas are x, y, width, height, as
/// shares of the picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct StandIn {
    pub(super) area: [f64; 4],
    /// In pixels of the picture.
    pub(super) size: u32,
    pub(super) text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Mark {
    pub(super) n: Option<u32>,
    pub(super) shape: Option<Shape>,
    /// x and y in shares of the picture; from there, CSS pixels right and down.
    pub(super) pin: Option<[f64; 4]>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum Shape {
    Frame { area: [f64; 4] },
    Ellipse { area: [f64; 4] },
    Spot { area: [f64; 4] },
    Arrow { from: [f64; 2], to: [f64; 2] },
}

/// What to do at a mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Item {
    pub(super) n: u32,
    /// Whether the number stands on a picture.
    pub(super) pinned: bool,
    /// The first one below its figure.
    pub(super) first: bool,
    pub(super) optional: Option<String>,
    pub(super) body: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ListItem {
    pub(super) n: u32,
    /// `3.`; `None` for bullets.
    pub(super) number: Option<String>,
    /// `Some(done)` for tasks.
    pub(super) task: Option<bool>,
    pub(super) tight: bool,
    pub(super) first: bool,
    pub(super) optional: Option<String>,
    pub(super) body: Vec<Block>,
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Card {
    /// `ok` or `bad`.
    pub(super) outcome: Option<&'static str>,
    pub(super) label: Vec<Inline>,
    pub(super) text: Vec<Inline>,
    pub(super) target: Vec<Inline>,
}

/// A note at a page's foot: an address, or what the author wrote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Note {
    pub(super) number: usize,
    pub(super) url: Option<String>,
    pub(super) body: Vec<Block>,
    pub(super) lang: Option<String>,
    pub(super) region: Option<String>,
}
