//! An answer that is being sent: pieces of bytes, and how much of them is
//! written.
//!
//! Head and body are written in one call: two calls would cost 44 ms (Nagle's
//! algorithm and delayed acknowledgement).

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice, Write};
use std::sync::Arc;

use super::whole::{AnswerPart, WholeAnswer};
use crate::source::Asset;

/// Header lines of every answer. They forbid the browser to keep the answer, to
/// guess its type, to show it in a frame, and to let another site read it.
const ALWAYS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
                      Cross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: DENY\r\n\
                      Connection: close\r\n";

/// How many bytes of a file of the content are read at once.
const READ: usize = 256 * 1024;

/// After this many bytes of a file of the content, other connections come
/// first: a reader on the same computer may be ready for the whole file.
const TURN: usize = 4 * 1024 * 1024;

/// A file of the content that follows the pieces.
#[derive(Debug)]
struct FileRest {
    file: Asset,
    /// Number of bytes that have been read.
    at: u64,
}

/// The part of an answer that still has to be written.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    pieces: VecDeque<AnswerPart>,
    /// Number of bytes of the first piece that are written.
    written: usize,
    rest: Option<FileRest>,
}

impl Outgoing {
    /// A whole answer; for `HEAD` without its body.
    pub(super) fn answer(answer: WholeAnswer, head_only: bool) -> Self {
        let WholeAnswer { status, kind, extra, body } = answer;
        let length: usize = body.iter().map(|piece| piece.bytes().len()).sum();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{ALWAYS}{extra}\r\n"
        );
        let body = if head_only { Vec::new() } else { body };
        Self { pieces: [AnswerPart::text(head)].into_iter().chain(body).collect(), ..Self::default() }
    }

    /// An answer with a file of the content, which may be larger than memory.
    /// If the file can't be read to its end, the connection ends early, and the
    /// reader notices it by the length.
    pub(super) fn copy(kind: &str, file: Asset, head_only: bool) -> Self {
        let length = file.length();
        let mut out = Self::default();
        out.push(format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{ALWAYS}\r\n"
        ));
        out.rest = (!head_only && length > 0).then_some(FileRest { file, at: 0 });
        out
    }

    /// The head of a stream of events.
    pub(super) fn events() -> Self {
        let mut out = Self::default();
        out.push(format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{ALWAYS}\r\n"));
        out
    }

    pub(super) fn push(&mut self, text: impl Into<Cow<'static, str>>) {
        self.pieces.push_back(AnswerPart::text(text));
    }

    pub(super) fn add(&mut self, part: AnswerPart) {
        self.pieces.push_back(part);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.rest.is_none()
    }

    /// Whether writing stopped because other connections come first, not
    /// because the reader takes no more.
    pub(super) fn has_paused(&self) -> bool {
        self.pieces.is_empty() && self.rest.is_some()
    }

    /// Writes until everything is written, the reader takes no more, or other
    /// connections come first. Returns how many bytes the reader took.
    pub(super) fn write_to(&mut self, stream: &mut impl Write) -> io::Result<usize> {
        let mut total = 0;
        loop {
            // Skips empty pieces: no reader would take a byte of them.
            self.advance(0);
            if self.is_empty() || (self.has_paused() && total >= TURN) {
                return Ok(total);
            }
            self.read_on()?;
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

    /// Reads more of the file if nothing else is left to write.
    fn read_on(&mut self) -> io::Result<()> {
        let Some(rest) = self.rest.as_mut().filter(|_| self.pieces.is_empty()) else { return Ok(()) };
        let left = rest.file.length() - rest.at;
        let piece = rest.file.piece(rest.at, usize::try_from(left).unwrap_or(READ).min(READ))?;
        if piece.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        rest.at += u64::try_from(piece.len()).unwrap_or(left);
        if rest.at >= rest.file.length() {
            self.rest = None;
        }
        self.pieces.push_back(AnswerPart::file(&Arc::from(piece)));
        Ok(())
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
    use proptest::prelude::*;

    use super::*;

    /// A reader that takes a few bytes at each call, and none at every third
    /// call.
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
        let body = vec![AnswerPart::file(&file), AnswerPart::text("de")];
        let whole = WholeAnswer { status: "200 OK", kind: "text/css", extra: "X: y\r\n".into(), body };
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

    #[test]
    fn a_large_file_is_read_as_it_is_taken_and_leaves_others_their_turn() {
        let file: Vec<u8> = (0..=250).cycle().take(TURN * 2 + 12_345).collect();
        let mut out = Outgoing::copy("video/mp4", Asset::new(file.clone()), false);
        let mut taken = Vec::new();
        let first = out.write_to(&mut taken).unwrap();
        assert!(out.has_paused() && (TURN..TURN + 2 * READ).contains(&first), "{first}");
        while !out.is_empty() {
            out.write_to(&mut taken).unwrap();
        }
        assert!(taken.ends_with(&file) && taken.len() < file.len() + 400);
        let mut head = Vec::new();
        Outgoing::copy("video/mp4", Asset::new(file), true).write_to(&mut head).unwrap();
        assert!(head.ends_with(b"\r\n\r\n"));
    }

    proptest! {
        /// A reader gets all bytes in order, however few it takes at once.
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
