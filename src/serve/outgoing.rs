//! An answer on its way: pieces of bytes, and how far they are written.
//!
//! Head and body go out in one call: written apart they would cost 44 ms
//! (Nagle's algorithm and delayed acknowledgement).

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice, Write};
use std::ops::Range;
use std::sync::Arc;

use super::answer::Whole;

/// Header lines of every answer: nothing is kept, guessed, framed or read by
/// another site.
const ALWAYS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
                      Cross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: DENY\r\n\
                      Connection: close\r\n";

/// Bytes of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Part of a file of the site.
    File(Arc<[u8]>, Range<usize>),
    /// Words of the preview itself.
    Text(Cow<'static, str>),
}

impl Piece {
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

/// A file in two pieces.
pub(super) fn split(bytes: &Arc<[u8]>, at: usize) -> (Piece, Piece) {
    (Piece::File(Arc::clone(bytes), 0..at), Piece::File(Arc::clone(bytes), at..bytes.len()))
}

/// Pieces that are still to be written.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    pieces: VecDeque<Piece>,
    /// How much of the first piece is written.
    written: usize,
}

impl Outgoing {
    /// A whole answer, without its body for `HEAD`.
    pub(super) fn answer(answer: Whole, head_only: bool) -> Self {
        let Whole { status, kind, extra, body } = answer;
        let length: usize = body.iter().map(|piece| piece.bytes().len()).sum();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{ALWAYS}{extra}\r\n"
        );
        let body = if head_only { Vec::new() } else { body };
        Self { pieces: [Piece::text(head)].into_iter().chain(body).collect(), written: 0 }
    }

    /// The head of a stream of events.
    pub(super) fn events() -> Self {
        let mut out = Self::default();
        out.push(format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{ALWAYS}\r\n"));
        out
    }

    pub(super) fn push(&mut self, text: impl Into<Cow<'static, str>>) {
        self.pieces.push_back(Piece::text(text));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Writes until all is written or the reader takes no more; gives how much
    /// it took.
    pub(super) fn write_to(&mut self, stream: &mut impl Write) -> io::Result<usize> {
        let mut total = 0;
        loop {
            // Steps over empty pieces, of which no reader takes anything.
            self.advance(0);
            if self.is_empty() {
                return Ok(total);
            }
            match stream.write_vectored(&self.slices()) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(length) => {
                    total += length;
                    self.advance(length);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(total),
                Err(error) if error.kind() == ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
    }

    fn slices(&self) -> Vec<IoSlice<'_>> {
        self.pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| {
                let skipped = if at == 0 { self.written } else { 0 };
                IoSlice::new(piece.bytes().get(skipped..).unwrap_or_default())
            })
            .collect()
    }

    fn advance(&mut self, length: usize) {
        self.written += length;
        while let Some(first) = self.pieces.front().map(|piece| piece.bytes().len())
            && self.written >= first
        {
            self.written -= first;
            self.pieces.pop_front();
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Takes a few bytes at each call and none at every third.
    struct Slow {
        taken: Vec<u8>,
        calls: usize,
        step: usize,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.calls += 1;
            if self.calls.is_multiple_of(3) {
                return Err(ErrorKind::WouldBlock.into());
            }
            let length = bytes.len().min(self.step);
            self.taken.extend(bytes.iter().take(length));
            Ok(length)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_head_of_an_answer_keeps_other_sites_out() {
        let file: Arc<[u8]> = b"abc".as_slice().into();
        let body = vec![Piece::file(&file), Piece::text("de")];
        let whole = Whole { status: "200 OK", kind: "text/css", extra: "X: y\r\n".into(), body };
        let mut written = Vec::new();
        Outgoing::answer(whole, false).write_to(&mut written).unwrap();
        insta::assert_snapshot!(String::from_utf8(written).unwrap().replace('\r', ""), @r"
        HTTP/1.1 200 OK
        Content-Type: text/css
        Content-Length: 5
        Cache-Control: no-store
        X-Content-Type-Options: nosniff
        Cross-Origin-Resource-Policy: same-origin
        X-Frame-Options: DENY
        Connection: close
        X: y

        abcde
        ");
    }

    proptest! {
        /// However little a reader takes at once, it gets all, in order.
        #[test]
        fn every_byte_is_written_once(texts in proptest::collection::vec("[a-z]{0,9}", 0..5), step in 1usize..7) {
            let mut out = Outgoing::default();
            for text in &texts {
                out.push(text.clone());
            }
            let mut reader = Slow { taken: Vec::new(), calls: 0, step };
            while !out.is_empty() {
                out.write_to(&mut reader).unwrap();
            }
            prop_assert_eq!(String::from_utf8(reader.taken).unwrap(), texts.concat());
        }
    }
}
