//! A text that was read, with its open file.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::thread;
use std::time::Duration;

/// Most bytes of a text, as for reading the content.
const LONGEST: u64 = 16 << 20;

/// How often a text is read that is another one each time.
const READS: usize = 100;

/// Most bytes of a picture that the editor opens. An upright phone photo has 10 MiB.
pub(super) const LONGEST_PICTURE: u64 = 256 << 20;

/// A text, and the file that it was read from, which stays open: a program that has opened the file
/// before it was replaced may still write into it.
#[derive(Debug)]
pub struct HeldText {
    /// The whole text, with its byte order mark and its line ends.
    pub text: String,
    pub(super) file: File,
}

impl HeldText {
    /// Reads a plain file from its beginning.
    pub(super) fn of(file: File) -> io::Result<Self> {
        let text = whole(&file)?;
        Ok(Self { text, file })
    }

    /// What the file says now, if that is something else. Nobody else can say that of a file that
    /// was replaced and has no name any more.
    ///
    /// # Errors
    /// What the operating system says, or that it is no UTF-8.
    pub fn written_since(&self) -> io::Result<Option<String>> {
        let now = whole(&self.file)?;
        Ok((now != self.text).then_some(now))
    }
}

/// What became of a file that was to be replaced or removed.
#[derive(Debug)]
pub enum Replaced {
    /// The new text is in its place; the old one, if there was one, is held.
    Done(Option<HeldText>),
    /// The file is not what it was. It was left so.
    Overtaken,
}

/// A file's text. Another program may be writing it: what two reads have found alike is no half of
/// what it writes.
fn whole(file: &File) -> io::Result<String> {
    let mut bytes = bytes_of(file, LONGEST)?;
    for _ in 0..READS {
        let again = bytes_of(file, LONGEST)?;
        if again == bytes {
            break;
        }
        bytes = again;
        thread::sleep(Duration::from_millis(1));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("it is not written in UTF-8"))
}

/// All bytes of a file of at most `most` bytes.
pub(super) fn bytes_of(mut file: &File, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    if file.take(most + 1).read_to_end(&mut bytes)? as u64 > most {
        return Err(io::Error::other("it is too long"));
    }
    Ok(bytes)
}
