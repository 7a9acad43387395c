//! What a stage noticed on its way, before a rule puts it into words.
//!
//! Stages know *that* something is odd; `check` knows how bad it is and what
//! to say. So each kind here has one rule in `check` that phrases it.

use crate::lang::Lang;
use crate::source::Span;

/// Something odd, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The text to underline.
    pub span: Span,
    /// What it is.
    pub kind: ProblemKind,
}

impl Problem {
    /// Something odd at `span`.
    #[must_use]
    pub const fn new(span: Span, kind: ProblemKind) -> Self {
        Self { span, kind }
    }
}

/// The kinds of problem that only a stage can see. `nearest` is the existing
/// name that the author most likely meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The TOML does not parse; the library's words.
    TomlSyntax(String),
    /// A key that means nothing.
    UnknownKey {
        /// `front matter`, `sidecar` or `stepbook.toml`.
        place: &'static str,
        /// The key.
        key: String,
        /// The known key it resembles.
        nearest: Option<String>,
    },
    /// A value of another kind than the key takes.
    BadValue {
        /// The key.
        key: String,
        /// What it takes, such as `a date like 2026-11-20`.
        expected: &'static str,
    },
    /// A key that must be there is not.
    MissingKey(&'static str),
    /// `+++` is opened and never closed.
    OpenFrontMatter,
    /// Raw HTML that was left out, such as `<script>`.
    DroppedHtml(String),
    /// Quotes or lists nested deeper than this.
    TooDeep(usize),
    /// An image right under a list item belongs to the item, not to a figure.
    ImageInItem,
    /// A page whose language is none of the site's.
    UnknownLanguage {
        /// The language in the file name, or nothing.
        tag: String,
    },
    /// Neither `title` nor a first-level heading.
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
    /// There is no such part, or it is no part.
    MissingPart {
        /// The path, from the root folder.
        path: String,
        /// A part that there is, as the link would have to be written.
        nearest: Option<String>,
    },
    /// A part that includes itself, by way of these files.
    IncludeCycle(Vec<String>),
    /// Parts in parts, more than this many on one page.
    TooManyParts(usize),
    /// The part is not written in the language of the page that includes it.
    UntranslatedPart {
        /// The part that is shown instead, from the root folder.
        path: String,
        /// The language that is wanted.
        lang: Lang,
    },
    /// A reference without destination.
    EmptyLink,
    /// The file is there, but it gets neither a page nor a download.
    Unpublished {
        /// The path, from the root folder.
        path: String,
        /// Why not.
        why: Unpublished,
    },
    /// The file is there, but its ending is none that is published.
    RefusedDownload {
        /// The path, from the root folder.
        path: String,
        /// The ending.
        ending: String,
        /// What stands against it.
        why: Unoffered,
    },
    /// A picture on another host, which a page would have to ask for.
    OutsideImage(String),
    /// The page has no such place.
    MissingAnchor {
        /// The id.
        id: String,
        /// The page's source.
        page: String,
        /// An id that it has.
        nearest: Option<String>,
    },
    /// The file is there, but its letters are larger or smaller.
    WrongCase {
        /// The name on the disk, as the link would have to be written.
        actual: String,
    },
    /// The link climbs out of `content/`.
    LeavesContent,
    /// A scheme that can do harm or does nothing, such as `javascript:`.
    BadScheme(String),
    /// The id is taken, there.
    DuplicateId {
        /// The id.
        id: String,
        /// Who took it.
        first: Span,
    },
    /// No handout could be made of a guide; the engine's words.
    NoHandout(String),
    /// A file of the site's own theme that does not work; the default theme's
    /// is used.
    BrokenTheme {
        /// Its path, from the root folder.
        file: String,
        /// From 1.
        line: usize,
        /// What the library says.
        message: String,
    },
    /// The chosen theme has no file in the site; the default theme is used.
    UnknownTheme(String),
    /// Words that the theme lacks in a language of the site; English stands in.
    MissingWords {
        /// The language.
        lang: String,
        /// `section.key` of each.
        keys: Vec<String>,
    },
    /// The id is one that every page has for itself, such as `search`.
    ReservedId(String),
    /// Two sources for one address, or for two that differ in the size of
    /// letters only, which is the same on many disks.
    SameAddress {
        /// The address.
        address: String,
        /// The other source's path; empty: a page that stepbook makes itself.
        other: String,
    },
}

/// What stands against offering a file for download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unoffered {
    /// It would run as a part of the site.
    RunsOnTheSite,
    /// It runs on the reader's computer, and its ending is not among the
    /// author's.
    RunsOnTheComputer,
    /// Nobody knows its ending.
    Unknown,
    /// Its name has no ending.
    NoEnding,
}

/// Why a file that exists can't be linked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpublished {
    /// The page says `draft = true`.
    Draft,
    /// A part has no page of its own.
    Part,
    /// A picture is shown by pages; its original stays in `content/`.
    Picture,
    /// A page in a language that is none of the site's, or a sidecar.
    Source,
}
