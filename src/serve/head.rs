//! The head of a request. In: bytes. Out: method, target and headers.
//!
//! `httparse` splits a head into its parts. [`HeadScan`] finds its end as bytes
//! arrive, and refuses what different programs read in different ways: a line
//! end that is not CR LF, and control characters.

use httparse::{EMPTY_HEADER, Error, Request, Status};

/// Longest head in bytes. It is large because browsers send the cookies of all
/// other servers on `localhost`.
pub(super) const LONGEST: usize = 64 * 1024;

/// Most header lines that are accepted.
const MOST_HEADERS: usize = 128;

/// Why a request is not answered: a status line and one sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: &'static str,
    pub(super) words: &'static str,
}

/// A refusal with the status `400`.
pub(super) const fn bad(words: &'static str) -> Refusal {
    Refusal { status: "400 Bad Request", words }
}

/// The refusal of a head that did not come in time.
pub(super) const TOO_SLOW: Refusal =
    Refusal { status: "408 Request Timeout", words: "the request did not come whole in time" };

const TOO_LARGE: Refusal =
    Refusal { status: "431 Request Header Fields Too Large", words: "the head of the request is too large" };

/// Looks for the end of a head. It reads each byte only once, even if only a
/// few arrive at a time.
#[derive(Debug, Default)]
pub(super) struct HeadScan {
    seen: usize,
    last: u8,
    /// Number of characters of the current line.
    length: usize,
}

impl HeadScan {
    /// Where the head ends, once all of it is in `bytes`. `bytes` must begin
    /// with the bytes of the last call.
    pub(super) fn end(&mut self, bytes: &[u8]) -> Result<Option<usize>, Refusal> {
        for (at, &byte) in bytes.iter().enumerate().skip(self.seen) {
            match (std::mem::replace(&mut self.last, byte), byte) {
                (b'\r', b'\n') if self.length == 0 => return fits(at + 1).map(Some),
                (b'\r', b'\n') => self.length = 0,
                (b'\r', _) | (_, b'\n') => return Err(bad("a line of the head does not end in CR LF")),
                (_, b'\r') => (),
                (_, 0..=8 | 10..=31 | 127) => return Err(bad("control character in the head")),
                _ => self.length += 1,
            }
        }
        self.seen = bytes.len();
        fits(bytes.len()).map(|_| None)
    }
}

fn fits(length: usize) -> Result<usize, Refusal> {
    if length > LONGEST { Err(TOO_LARGE) } else { Ok(length) }
}

/// The head of a request, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequestHead<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    /// The minor version, such as `1` of `HTTP/1.1`.
    pub(super) minor: u8,
    headers: Vec<(&'a str, &'a [u8])>,
}

impl<'a> RequestHead<'a> {
    /// Splits a whole head into its parts.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut room = [EMPTY_HEADER; MOST_HEADERS];
        let mut request = Request::new(&mut room);
        match request.parse(bytes) {
            Ok(Status::Complete(_)) => (),
            Ok(Status::Partial) => return Err(bad("this is no request")),
            Err(Error::TooManyHeaders) => return Err(TOO_LARGE),
            Err(Error::Version) => {
                return Err(Refusal {
                    status: "505 HTTP Version Not Supported",
                    words: "only HTTP/1.0 and HTTP/1.1",
                });
            }
            Err(Error::HeaderName | Error::HeaderValue) => return Err(bad("a header line is malformed")),
            Err(_) => return Err(bad("the first line is malformed")),
        }
        let (Some(method), Some(target), Some(minor)) = (request.method, request.path, request.version)
        else {
            return Err(bad("the first line is malformed"));
        };
        let headers = request.headers.iter().map(|header| (header.name, header.value)).collect();
        Ok(Self { method, target, minor, headers })
    }

    /// All values of a header.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.headers.iter().filter(move |header| header.0.eq_ignore_ascii_case(name)).map(|header| header.1)
    }

    /// The value of a header that a request has at most once.
    pub(super) fn only(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        let mut all = self.all(name);
        let first = all.next();
        if all.next().is_some() {
            return Err(bad("a header that decides who asks is there twice"));
        }
        first.map(|value| str::from_utf8(value).map_err(|_| bad("a header is not text"))).transpose()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The result if the bytes arrive in pieces of this size.
    fn scanned(bytes: &[u8], size: usize) -> Result<Option<usize>, Refusal> {
        let mut scan = HeadScan::default();
        for end in (0..bytes.len()).step_by(size).skip(1).chain([bytes.len()]) {
            let found = scan.end(bytes.get(..end).unwrap())?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    #[test]
    fn a_head_ends_at_its_empty_line() {
        assert_eq!(scanned(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nbody", 1), Ok(Some(27)));
        assert_eq!(scanned(b"GET / HTTP/1.1\r\nHost: x\r\n", 3), Ok(None));
    }

    #[test]
    fn a_head_that_never_ends_is_refused() {
        let endless = [b"GET / HTTP/1.1\r\nX: ".as_slice(), &vec![b'a'; LONGEST]].concat();
        assert_eq!(scanned(&endless, 1000), Err(TOO_LARGE));
        let lines = [b"GET / HTTP/1.1\r\n".to_vec(), b"X: a\r\n".repeat(MOST_HEADERS + 1), b"\r\n".to_vec()];
        assert_eq!(RequestHead::parse(&lines.concat()), Err(TOO_LARGE));
    }

    proptest! {
        /// A head means the same, whatever the size of the pieces in which it
        /// arrives.
        #[test]
        fn pieces_make_no_difference(text in "(G| |:|a|\r|\n|\r\n|\r\n\r\n|\u{0}|圖){0,12}", size in 1usize..5) {
            prop_assert_eq!(scanned(text.as_bytes(), size), scanned(text.as_bytes(), usize::MAX));
        }

        /// Any bytes are a head or are refused, and nothing panics.
        #[test]
        fn any_bytes_are_a_head_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(head) = RequestHead::parse(&bytes) {
                prop_assert!(!head.method.is_empty() && !head.target.is_empty());
            }
        }
    }
}
