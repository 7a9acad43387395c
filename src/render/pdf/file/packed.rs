//! Writes a PDF file whose small objects are packed together: object streams and
//! a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). A tagged file has
//! hundreds of small objects, and a long one tens of thousands.
//!
//! In: objects one by one. Out: the bytes of the file. Only the place of a written
//! object is kept in memory.

use libdeflater::{CompressionLvl, Compressor};

use super::object::PdfDict;

/// Most objects in one stream: a reader unpacks a whole stream to read one object.
const TOGETHER: usize = 500;

/// Widths in bytes of the three fields of a cross-reference entry: its kind, an
/// offset or the number of a stream, the index in that stream.
const WIDTHS: [usize; 3] = [1, 4, 2];

/// Where an object is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ObjectPlace {
    Nowhere,
    At(usize),
    Within { stream: usize, index: usize },
}

/// A file while it is written.
pub(crate) struct PackedFile {
    out: Vec<u8>,
    /// Place of each object, by its number.
    places: Vec<ObjectPlace>,
    /// Number and offset of each object that waits for its stream, as the stream
    /// begins.
    index: Vec<u8>,
    waiting: Vec<u8>,
    numbers: Vec<usize>,
}

impl PackedFile {
    /// Begins a file with its first lines. Its objects have the numbers 1 to
    /// `count`.
    pub(crate) fn new(head: &[u8], count: usize) -> Self {
        let places = vec![ObjectPlace::Nowhere; count + 1];
        Self { out: head.to_vec(), places, index: Vec::new(), waiting: Vec::new(), numbers: Vec::new() }
    }

    /// Adds an object that is no stream.
    pub(crate) fn object(&mut self, number: usize, value: &[u8]) {
        self.index.extend_from_slice(format!("{number} {} ", self.waiting.len()).as_bytes());
        self.waiting.extend_from_slice(value);
        self.waiting.push(b'\n');
        self.numbers.push(number);
        if self.numbers.len() == TOGETHER {
            self.end_together();
        }
    }

    /// Adds a stream made of `parts`, which are encoded as its dictionary says.
    pub(crate) fn stream(&mut self, number: usize, mut dict: PdfDict<'_>, parts: &[&[u8]]) {
        self.place(number, ObjectPlace::At(self.out.len()));
        let length: usize = parts.iter().map(|part| part.len()).sum();
        dict.set(b"/Length", length.to_string());
        self.out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        self.out.extend_from_slice(&dict.written());
        self.out.extend_from_slice(b"\nstream\n");
        for part in parts {
            self.out.extend_from_slice(part);
        }
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Ends the file with the cross-reference stream. `trailer` names the catalog,
    /// at which a reader begins.
    pub(crate) fn end(mut self, mut trailer: PdfDict<'_>) -> Vec<u8> {
        self.end_together();
        let (number, start) = (self.places.len(), self.out.len());
        self.places.push(ObjectPlace::At(start));
        let table: Vec<u8> = self.places.iter().flat_map(|place| place.entry()).collect();
        trailer.set(b"/Type", "/XRef");
        trailer.set(b"/Size", self.places.len().to_string());
        trailer.set(b"/W", format!("[{}]", WIDTHS.map(|width| width.to_string()).join(" ")));
        trailer.set(b"/Filter", "/FlateDecode");
        self.stream(number, trailer, &[&deflated(&table)]);
        self.out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.out
    }

    /// Writes the waiting objects as one stream.
    fn end_together(&mut self) {
        if self.numbers.is_empty() {
            return;
        }
        let (stream, numbers) = (self.places.len(), std::mem::take(&mut self.numbers));
        self.places.push(ObjectPlace::Nowhere);
        for (index, number) in numbers.iter().enumerate() {
            self.place(*number, ObjectPlace::Within { stream, index });
        }
        let data = [self.index.as_slice(), &self.waiting].concat();
        let mut dict = PdfDict::default();
        dict.set(b"/Type", "/ObjStm");
        dict.set(b"/N", numbers.len().to_string());
        dict.set(b"/First", self.index.len().to_string());
        dict.set(b"/Filter", "/FlateDecode");
        self.stream(stream, dict, &[&deflated(&data)]);
        self.index.clear();
        self.waiting.clear();
    }

    fn place(&mut self, number: usize, at: ObjectPlace) {
        if let Some(place) = self.places.get_mut(number) {
            *place = at;
        }
    }
}

impl ObjectPlace {
    fn entry(self) -> Vec<u8> {
        let fields = match self {
            Self::Nowhere => [0, 0, 0],
            Self::At(offset) => [1, offset, 0],
            Self::Within { stream, index } => [2, stream, index],
        };
        let last = |(field, width): (usize, usize)| {
            let bytes = field.to_be_bytes();
            bytes.get(bytes.len() - width..).unwrap_or_default().to_vec()
        };
        fields.into_iter().zip(WIDTHS).flat_map(last).collect()
    }
}

/// The bytes compressed in zlib's format, which PDF calls `FlateDecode`.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::default());
    let mut packed = vec![0; compressor.zlib_compress_bound(bytes.len())];
    // The buffer has the largest possible size, so this never fails.
    let length = compressor.zlib_compress(bytes, &mut packed).unwrap_or(0);
    packed.truncate(length);
    packed
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, Object};

    use super::*;

    /// A file with more objects than one stream holds; every seventh is a stream.
    fn packed() -> Vec<u8> {
        let count = 3 * TOGETHER;
        let mut file = PackedFile::new(b"%PDF-1.7\n%\x80\x80\x80\x80\n", count);
        file.object(1, b"<</Type/Catalog/Pages 2 0 R>>");
        for number in 2..=count {
            match number % 7 {
                0 => file.stream(number, PdfDict::default(), &[b"a ", number.to_string().as_bytes()]),
                _ => file.object(number, format!("({number})").as_bytes()),
            }
        }
        file.end(PdfDict::read(b"<</Root 1 0 R>>").unwrap_or_default())
    }

    #[test]
    fn a_reader_finds_every_object_by_its_number() {
        let document = Document::load_mem(&packed()).unwrap_or_default();
        for number in 2..=3 * TOGETHER {
            let id = (u32::try_from(number).unwrap_or(0), 0);
            match document.get_object(id) {
                Ok(Object::Stream(stream)) => {
                    assert_eq!(stream.content, format!("a {number}").as_bytes());
                }
                found => {
                    let words = found.and_then(Object::as_str).ok();
                    assert_eq!(words, Some(number.to_string().as_bytes()));
                }
            }
        }
    }
}
