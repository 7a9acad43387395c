//! Problems: something odd that a stage noticed, before a rule puts it into words.
//!
//! A stage knows *that* something is odd. `check` knows how bad it is and what to
//! say. So each kind of problem has one rule in `check` that makes a finding of it.

use super::fix::Fix;
use super::near::{EmphasisFault, ForeignSyntax, MeantBlock, NearCause, NearReference, NearStep};
use crate::lang::Lang;
use crate::source::Span;

/// Something odd, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The text to underline.
    pub span: Span,
    /// What is odd.
    pub kind: ProblemKind,
}

impl Problem {
    /// A problem at `span`.
    #[must_use]
    pub const fn new(span: Span, kind: ProblemKind) -> Self {
        Self { span, kind }
    }
}

/// The kinds of problem that a stage notices. A field `nearest` is the existing
/// name that the author most likely meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The TOML does not parse; the text is the library's message.
    TomlSyntax(String),
    /// A key that stepbook does not know.
    UnknownKey {
        /// Where the key stands: `front matter`, `sidecar` or `stepbook.toml`.
        place: &'static str,
        /// The key.
        key: String,
        /// The known key that is most similar.
        nearest: Option<String>,
        /// All keys that are known there.
        known: Vec<&'static str>,
    },
    /// A value that the key can't take.
    BadValue {
        /// The key.
        key: String,
        /// The values that the key takes, such as `a date like 2026-11-20`.
        expected: &'static str,
    },
    /// The logo is a drawing that is not published.
    UnshownLogo {
        /// The path, from the root folder.
        path: String,
        /// The reason, as one clause.
        why: String,
        /// What the author can do.
        help: String,
    },
    /// A required key is missing.
    MissingKey(&'static str),
    /// `+++` is opened and never closed.
    OpenFrontMatter {
        /// The change that closes it, if it is known where the settings end.
        fix: Option<Fix>,
    },
    /// The front matter is YAML, between two lines of `---`.
    YamlFrontMatter {
        /// The change that makes TOML of it, if all of it has a form there.
        fix: Option<Fix>,
    },
    /// Settings at the beginning of a page without lines of `+++` around them.
    BareFrontMatter {
        /// The change that puts the lines there.
        fix: Fix,
    },
    /// The id of a heading misses its form.
    NearId {
        /// The change that makes it right.
        fix: Fix,
    },
    /// Settings that stand below other text.
    LateFrontMatter {
        /// The change that puts them at the beginning.
        fix: Fix,
    },
    /// A heading that is nearly a step's.
    NearStep {
        /// The step word of the language.
        word: String,
        /// In what the heading differs.
        near: NearStep,
    },
    /// Lines that nearly begin a block and are read as text. The span is the first sign.
    NearBlock {
        /// What the author probably meant.
        meant: MeantBlock,
        /// Why it is text.
        cause: NearCause,
        /// The change that corrects all lines, if signs are all that is wrong.
        fix: Option<Fix>,
    },
    /// A picture or link that misses its form by a sign and is read as text.
    NearReference {
        /// What it nearly is.
        what: NearReference,
        /// The change that corrects it, if there is only one such change.
        fix: Option<Fix>,
    },
    /// A row with more cells than the table has columns. The last ones are left out.
    LostCells {
        /// How many columns there are.
        columns: usize,
        /// How many cells the row has.
        cells: usize,
        /// The change that corrects the row, if there is only one.
        fix: Option<Fix>,
    },
    /// Signs of emphasis that are read as text.
    NearEmphasis {
        /// What is wrong with them.
        fault: EmphasisFault,
        /// The change that corrects them, if there is only one such change.
        fix: Option<Fix>,
    },
    /// Syntax of another program, which is left out or printed.
    Foreign {
        /// What it is.
        what: ForeignSyntax,
        /// The change after which the text is right, if there is only one.
        fix: Option<Fix>,
    },
    /// A step whose heading has another level than most of its guide's steps.
    OddStepLevel {
        /// The level of the heading.
        level: u8,
        /// The level of most steps.
        usual: u8,
    },
    /// Raw HTML that was left out, such as `<script>`.
    DroppedHtml(String),
    /// Quotes or lists nested deeper than this.
    TooDeep(usize),
    /// An image right under a list item belongs to the item, not to a figure.
    ImageInItem,
    /// A page in a language that the site doesn't have.
    UnknownLanguage {
        /// The language in the file name; empty if there is none.
        tag: String,
    },
    /// A page without `title` and without a heading of level 1.
    NoTitle,
    /// There is no such picture.
    MissingImage {
        /// The path, from the root folder.
        path: String,
        /// A picture that there is, as the link would have to be written.
        nearest: Option<String>,
    },
    /// There is no such page.
    MissingPage {
        /// The path, from the root folder.
        path: String,
        /// A page that there is, as the link would have to be written.
        nearest: Option<String>,
    },
    /// There is no such file to download.
    MissingDownload {
        /// The path, from the root folder.
        path: String,
        /// A file that there is, as the link would have to be written.
        nearest: Option<String>,
    },
    /// There is no such part, or the file is not a part.
    MissingPart {
        /// The path, from the root folder.
        path: String,
        /// A part that there is, as the link would have to be written.
        nearest: Option<String>,
    },
    /// A part that includes itself, through these files.
    IncludeCycle(Vec<String>),
    /// More parts on one page, or inside one another, than this limit.
    TooManyParts(usize),
    /// The part is not written in the language of the page that includes it.
    UntranslatedPart {
        /// The part that is shown instead, from the root folder.
        path: String,
        /// The language of the page.
        lang: Lang,
    },
    /// A reference without destination.
    EmptyLink,
    /// The file is there, but it gets neither a page nor a download.
    Unpublished {
        /// The path, from the root folder.
        path: String,
        /// Why the file is not published.
        why: Unpublished,
    },
    /// The file exists, but files with its ending are not published.
    RefusedDownload {
        /// The path, from the root folder.
        path: String,
        /// The ending.
        ending: String,
        /// Why such files are not published.
        why: Unoffered,
    },
    /// A picture on another host; readers' browsers would have to load it there.
    OutsideImage(String),
    /// The page has no place with this id.
    MissingAnchor {
        /// The id.
        id: String,
        /// The path of the page's source.
        page: String,
        /// A similar id that the page has.
        nearest: Option<String>,
    },
    /// The file exists, but its name differs in capital and small letters.
    WrongCase {
        /// The name on the disk, as the link would have to be written.
        actual: String,
    },
    /// The link climbs out of `content/`.
    LeavesContent {
        /// The file that was probably meant, as a link has to write it.
        nearest: Option<String>,
    },
    /// A scheme that can do harm or leads nowhere, such as `javascript:`.
    BadScheme(String),
    /// Two places have the same id.
    DuplicateId {
        /// The id.
        id: String,
        /// The first place that has the id.
        first: Span,
    },
    /// No handout could be made of a guide; the text says why.
    NoHandout(String),
    /// A file of the site's own theme that does not work; the default theme's
    /// is used.
    BrokenTheme {
        /// The file's path, from the root folder.
        file: String,
        /// The line of the fault, counted from 1.
        line: usize,
        /// The library's message.
        message: String,
    },
    /// The style sheet of the site's own theme, which replaces the whole one, has rules
    /// for few of the classes of the pages.
    BareStyle {
        /// The theme's folder, with a slash at its end.
        folder: String,
        /// How many of the classes have a rule.
        styled: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// The theme in `stepbook.toml` has no file in the site; the default theme is
    /// used.
    UnknownTheme(String),
    /// Words that the theme lacks in a language of the site; English words are used.
    MissingWords {
        /// The language.
        lang: String,
        /// The missing words, each as `section.key`.
        keys: Vec<String>,
    },
    /// A section of a theme's words that nothing asks for.
    UnknownWords {
        /// The section.
        section: String,
        /// The known section that is most similar.
        nearest: Option<String>,
    },
    /// A key of a theme's words that nothing asks for.
    UnknownWord {
        /// The section.
        section: String,
        /// The key.
        key: String,
        /// The known key of the section that is most similar.
        nearest: Option<String>,
    },
    /// The id is one that every page needs for its own parts, such as `search`.
    ReservedId(String),
    /// Two sources have the same address, or addresses that differ only in capital
    /// letters, which are the same on many disks.
    SameAddress {
        /// The address.
        address: String,
        /// The path of the other source; empty if the other is a page that stepbook
        /// makes itself.
        other: String,
    },
}

/// The reason why a file is not offered for download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unoffered {
    /// The file would run as a part of the site.
    RunsOnTheSite,
    /// The file runs on the reader's computer, and `stepbook.toml` does not name its
    /// ending.
    RunsOnTheComputer,
    /// The file has an unknown ending.
    Unknown,
    /// The file's name has no ending.
    NoEnding,
}

/// The reason why there can't be a link to a file that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpublished {
    /// The page says `draft = true`.
    Draft,
    /// A part has no page of its own.
    Part,
    /// A picture is shown by pages; its original stays in `content/`.
    Picture,
    /// A page in a language that the site doesn't have, or a sidecar.
    Source,
}
