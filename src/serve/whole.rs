//! A whole answer, made of parts that are not copied.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WholeAnswer {
    /// The status line, such as `200 OK`.
    pub(super) status: &'static str,
    /// The media type.
    pub(super) kind: &'static str,
    /// Further header lines, each with its line end.
    pub(super) extra: Cow<'static, str>,
    /// The body. A file of the site is not copied, whatever the number of its
    /// readers.
    pub(super) body: Vec<AnswerPart>,
}

impl WholeAnswer {
    /// An answer without further header lines.
    pub(super) fn of(status: &'static str, kind: &'static str, body: Vec<AnswerPart>) -> Self {
        Self { status, kind, extra: "".into(), body }
    }
}

/// A part of an answer's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AnswerPart {
    /// Bytes of a file of the site.
    File(Arc<[u8]>, Range<usize>),
    /// Text of the preview itself.
    Text(Cow<'static, str>),
}

impl AnswerPart {
    pub(super) fn file(bytes: &Arc<[u8]>) -> Self {
        Self::File(Arc::clone(bytes), 0..bytes.len())
    }

    pub(super) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::File(bytes, range) => bytes.get(range.clone()).unwrap_or_default(),
            Self::Text(text) => text.as_bytes(),
        }
    }
}

/// A file as two parts, split at a byte.
pub(super) fn split(bytes: &Arc<[u8]>, at: usize) -> (AnswerPart, AnswerPart) {
    (AnswerPart::File(Arc::clone(bytes), 0..at), AnswerPart::File(Arc::clone(bytes), at..bytes.len()))
}
