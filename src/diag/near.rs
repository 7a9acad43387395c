//! What is nearly right, or right in another program: the facts that problems carry.

/// The block that a line nearly begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeantBlock {
    /// A heading.
    Heading,
    /// A list or an item of it.
    List,
    /// A quote.
    Quote,
    /// A fence of code.
    Code,
    /// A table.
    Table,
    /// An alert.
    Alert,
    /// An item with a box to tick.
    Task,
    /// A line that parts the page.
    Rule,
    /// Text that is no code.
    Text,
}

/// Why a line is text and does not begin a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NearCause {
    /// There is no space behind these signs.
    NoSpace(String),
    /// The sign is a full-width one.
    WideSign(char),
    /// The sign is not one that Markdown knows.
    OtherSign(String),
    /// There are so many signs, more than are allowed.
    TooMany(usize),
    /// A list that begins with this number can't follow a line of text directly.
    Interrupts(String),
    /// An invisible character stands before the sign.
    Invisible(char),
    /// Four spaces or a tab before the text make it code.
    Indented,
    /// The second line of a table, with dashes, is missing.
    NoDashes,
    /// Tabs stand between the cells.
    Tabs,
    /// The sign of a quote before it is missing.
    NoQuote,
    /// The last line, with the same signs as the first, is missing.
    NoEnd,
    /// The line of dashes under a head of so many cells has another number of cells.
    DashCount(usize),
}

/// A picture or link that misses its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearReference {
    /// Whether it was meant as a picture.
    pub picture: bool,
    /// What is wrong with it.
    pub fault: ReferenceFault,
}

/// Why a picture or link is read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceFault {
    /// The sign is a full-width one.
    WideSign(char),
    /// The title is between quotes that Markdown does not know, such as this one.
    CurlyQuotes(char),
    /// A size, in the way of other programs.
    Size(String),
    /// This space, or character that can't be seen, stands between the square and the round brackets.
    Gap(char),
    /// The path stands in square brackets.
    SquareBrackets,
    /// The last bracket is missing.
    NotClosed,
    /// Its title lacks a quote.
    TitleQuotes,
    /// There is a space in its address.
    SpaceInPath,
    /// The form `[[…]]` of wikis.
    Wiki,
    /// The path has backslashes.
    Backslashes,
    /// The path leads to a place on the author's computer.
    OwnComputer,
}

/// Syntax that other programs understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForeignSyntax {
    /// Attributes behind a picture or link: `{width=300}`.
    Attributes,
    /// A comment that begins with this sign. It is left out.
    Comment(&'static str),
    /// A comment that begins with this sign and never ends. All behind it is left out.
    OpenComment(&'static str),
    /// A box that nothing closes.
    OpenBox,
    /// A line that closes a box, where none is open.
    StrayEnd,
    /// A box of a kind that there is not. Its text is shown without a box.
    UnknownBox,
    /// The mark of an alert with a name that there is not, which is printed.
    UnknownAlert {
        /// The name.
        name: String,
        /// The name that is most similar.
        nearest: Option<&'static str>,
    },
    /// The place of a table of contents. It is left out.
    Contents,
    /// A line of tags. It is left out.
    Tags,
    /// A footnote within the text: `^[…]`. It is printed.
    InlineNote,
    /// A fence of code that makes a box elsewhere: ```` ```{note} ````.
    CodeBox,
    /// A tag that another program replaces, such as `{% youtube … %}`.
    Tag {
        /// Whether it is printed. At the beginning of a line it is left out.
        printed: bool,
    },
}

/// Why signs of emphasis are read as text. Each has the sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmphasisFault {
    /// There is a space between a sign and the words.
    Spaces(String),
    /// The sign does not work here, or Markdown does not know it.
    OtherSign(String),
    /// The second sign is missing.
    NotClosed(String),
}

/// In what a heading differs from that of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NearStep {
    /// After the step word there is a space, and neither a number nor a colon.
    NoColon,
    /// No separator stands between this beginning and the title.
    NoSeparator(String),
    /// These signs stand before the step word.
    SignBefore(String),
    /// It is a line of its own, perhaps in bold, and no heading.
    NoHeading,
    /// The headings of a guide without steps are numbered.
    Numbered,
    /// The word is one letter away from the step word: simplified, or mistyped.
    OtherWord(String),
    /// The page's language has no step word, and the heading begins with this one and a number or a
    /// colon.
    NoWord(String),
}
