//! A file that was read, with its open handle.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Most bytes of a text, as for reading the content.
const LONGEST: u64 = 16 << 20;

/// How often a text is read that is another one each time.
const READS: usize = 100;

/// Most bytes of a picture that the editor opens. An upright phone photo has 10 MiB.
const LONGEST_PICTURE: u64 = 256 << 20;

/// What stands in a file.
pub trait FileContent: Clone + PartialEq {
    /// Reads an open file from its beginning.
    ///
    /// # Errors
    /// It is too long, not of this kind, or what the operating system says.
    fn read(file: &File) -> io::Result<Self>;

    /// The bytes of the file.
    fn bytes(&self) -> &[u8];
}

/// A text, with its byte order mark and its line ends.
impl FileContent for String {
    /// Another program may be writing the file: what two reads have found alike is no half of what it writes.
    fn read(file: &File) -> io::Result<Self> {
        let mut bytes = bytes_of(file, LONGEST)?;
        for _ in 0..READS {
            let again = bytes_of(file, LONGEST)?;
            if again == bytes {
                break;
            }
            bytes = again;
            thread::sleep(Duration::from_millis(1));
        }
        Self::from_utf8(bytes).map_err(|_| io::Error::other("it is not written in UTF-8"))
    }

    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// A picture.
impl FileContent for Arc<[u8]> {
    fn read(file: &File) -> io::Result<Self> {
        bytes_of(file, LONGEST_PICTURE).map(Self::from)
    }

    fn bytes(&self) -> &[u8] {
        self
    }
}

/// The content of a file, and the file that it was read from, which stays open: a program that has opened
/// it before it was replaced may still write into it.
#[derive(Debug)]
pub struct HeldFile<C> {
    /// The whole content.
    pub content: C,
    pub(super) file: File,
}

impl<C: FileContent> HeldFile<C> {
    /// Reads a plain file from its beginning.
    pub(super) fn of(file: File) -> io::Result<Self> {
        let content = C::read(&file)?;
        Ok(Self { content, file })
    }

    /// What the file says now, if that is something else. Nobody else can say that of a file that
    /// was replaced and has no name any more.
    ///
    /// # Errors
    /// What the operating system says, or that it is not of this kind any more.
    pub fn written_since(&self) -> io::Result<Option<C>> {
        let now = C::read(&self.file)?;
        Ok((now != self.content).then_some(now))
    }
}

/// What became of a file that was to be replaced or removed.
#[derive(Debug)]
pub enum Replaced<C> {
    /// The new content is in its place; the old file, if there was one, is held.
    Done(Option<HeldFile<C>>),
    /// The file is not what it was. It was left so.
    Overtaken,
}

/// All bytes of a file of at most `most` bytes.
fn bytes_of(mut file: &File, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    if file.take(most + 1).read_to_end(&mut bytes)? as u64 > most {
        return Err(io::Error::other("it is too long"));
    }
    Ok(bytes)
}
