//! Grafts: the engine sees stand-ins, the file gets the published pictures.
//!
//! The engine would decode every picture and deflate it again. That takes most of
//! a handout's time, and the files get a third larger. A PNG's data is already
//! what PDF calls `FlateDecode` with a PNG predictor (ISO 32000-1, 7.4.4.4), and a
//! JPEG's is `DCTDecode`. So the engine gets a stand-in for each picture: a strip
//! of one row, as many pixels wide as the picture's number. In the finished file,
//! the picture's own data replaces the strip. A picture of another kind, such as
//! a PNG with transparency, is given to the engine itself.

use std::ops::Range;
use std::sync::Arc;

use image::{ExtendedColorType, ImageEncoder};
use typst::foundations::Bytes;

use super::object::{PdfDict, PdfFile};
use super::packed::PackedFile;
use crate::render::pdf::fault::PrintFault;
use crate::url::SitePath;

/// A picture and its stand-in while pages are laid out.
#[derive(Debug)]
pub(crate) struct Placeholder {
    /// Name of the picture for the theme.
    pub(crate) name: String,
    pub(crate) stand_in: Bytes,
    /// Width of the stand-in, and the picture that replaces it.
    graft: Option<(usize, Graft)>,
}

/// A picture whose data a PDF can hold unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Graft {
    file: Arc<[u8]>,
    width: u32,
    height: u32,
    colors: u8,
    data: GraftData,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum GraftData {
    /// The `IDAT` chunks, in order.
    Png(Vec<Range<usize>>),
    /// The whole file.
    Jpeg,
}

/// The name of a picture for the theme. It has no file extension, since the
/// stand-in may be of another kind.
pub(crate) fn name(path: &SitePath) -> String {
    path.as_str().split('.').next().unwrap_or_default().to_owned()
}

impl Placeholder {
    /// Makes the stand-in of a picture; `number` is its number in the document,
    /// from 1.
    pub(crate) fn new(number: usize, path: &SitePath, file: Arc<[u8]>) -> Self {
        let graft =
            png(&file).or_else(|| jpeg(&file)).and_then(|graft| Some((strip(number, graft.colors)?, graft)));
        let name = name(path);
        match graft {
            Some((strip, graft)) => Self { name, stand_in: Bytes::new(strip), graft: Some((number, graft)) },
            None => Self { name, stand_in: Bytes::new(file), graft: None },
        }
    }
}

/// A PNG of one row with this many pixels.
fn strip(pixels: usize, colors: u8) -> Option<Vec<u8>> {
    let color = if colors == 1 { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
    let data = vec![0; pixels * usize::from(colors)];
    let mut png = Vec::new();
    image::codecs::png::PngEncoder::new(&mut png)
        .write_image(&data, u32::try_from(pixels).ok()?, 1, color)
        .ok()?;
    Some(png)
}

/// Finishes a file: replaces the stand-ins by their pictures, and packs small
/// objects together.
///
/// # Errors
/// [`PrintFault::Export`] if the engine would not write the file so.
pub(crate) fn finish(file: &[u8], pictures: &[Placeholder]) -> Result<Vec<u8>, PrintFault> {
    finished(file, pictures).ok_or_else(|| PrintFault::Export("the engine's file can't be read".to_owned()))
}

fn finished(file: &[u8], pictures: &[Placeholder]) -> Option<Vec<u8>> {
    let grafts: Vec<&(usize, Graft)> = pictures.iter().filter_map(|picture| picture.graft.as_ref()).collect();
    let graft_at = |width: usize| grafts.iter().find(|(number, _)| *number == width);
    let file = PdfFile::read(file)?;
    let catalog = file.catalog()?;
    let mut packed = PackedFile::new(file.head(), file.count());
    for object in file.objects() {
        let object = object?;
        let Some(data) = object.stream else {
            match object.number {
                number if number == catalog => packed.object(number, &unsuspected(object.value)?),
                number => packed.object(number, object.value),
            }
            continue;
        };
        let mut dict = PdfDict::read(object.value)?;
        match strip_width(&dict).and_then(graft_at) {
            None => packed.stream(object.number, dict, &[data]),
            Some((_, graft)) => {
                graft.describe(&mut dict);
                packed.stream(object.number, dict, &graft.parts());
            }
        }
    }
    Some(packed.end(file.trailer))
}

/// Removes `/Suspects` from the catalog. Readers assume that there are none, and
/// one of them can't read the entry.
fn unsuspected(catalog: &[u8]) -> Option<Vec<u8>> {
    let mut catalog = PdfDict::read(catalog)?;
    let mut marked = PdfDict::read(catalog.get(b"/MarkInfo")?)?;
    marked.remove(b"/Suspects");
    let marked = marked.written();
    catalog.set(b"/MarkInfo", marked);
    Some(catalog.written())
}

/// The width of an image object with one row; `None` for other objects.
fn strip_width(dict: &PdfDict<'_>) -> Option<usize> {
    let is_image = dict.get(b"/Subtype")? == b"/Image";
    if is_image && dict.number(b"/Height")? == 1 { dict.number(b"/Width") } else { None }
}

impl Graft {
    fn describe(&self, dict: &mut PdfDict<'_>) {
        let (width, colors) = (self.width, self.colors);
        dict.set(b"/Width", width.to_string());
        dict.set(b"/Height", self.height.to_string());
        match self.data {
            GraftData::Jpeg => dict.set(b"/Filter", "/DCTDecode"),
            GraftData::Png(_) => {
                dict.set(b"/Filter", "/FlateDecode");
                let predictor =
                    format!("<</Predictor 15/Colors {colors}/BitsPerComponent 8/Columns {width}>>");
                dict.set(b"/DecodeParms", predictor);
            }
        }
    }

    fn parts(&self) -> Vec<&[u8]> {
        match &self.data {
            GraftData::Jpeg => vec![&self.file],
            GraftData::Png(chunks) => {
                chunks.iter().filter_map(|chunk| self.file.get(chunk.clone())).collect()
            }
        }
    }
}

/// Reads a PNG of 8 bits without transparency, palette or interlacing; `None` for
/// other files.
fn png(file: &Arc<[u8]>) -> Option<Graft> {
    let rest = file.strip_prefix(b"\x89PNG\r\n\x1a\n".as_slice())?;
    let mut at = file.len() - rest.len();
    let mut header = None;
    let mut chunks = Vec::new();
    while let Some(length) = number(file, at) {
        let start = at + 8;
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        let body = file.get(start..end)?;
        match file.get(at + 4..start)? {
            b"IHDR" => header = Some(body),
            b"IDAT" => chunks.push(start..end),
            b"tRNS" | b"PLTE" => return None,
            _ => (),
        }
        at = end + 4;
    }
    let header = header?;
    let colors = match header.get(8..)? {
        [8, 0, 0, 0, 0] => 1,
        [8, 2, 0, 0, 0] => 3,
        _ => return None,
    };
    let (width, height) = (number(header, 0)?, number(header, 4)?);
    Some(Graft { file: Arc::clone(file), width, height, colors, data: GraftData::Png(chunks) })
}

/// Reads a JPEG with three colour components as in JFIF; `None` for other files.
fn jpeg(file: &Arc<[u8]>) -> Option<Graft> {
    let mut at = file.strip_prefix([0xFF, 0xD8].as_slice()).map(|_| 2)?;
    loop {
        let (0xFF, kind) = (*file.get(at)?, *file.get(at + 1)?) else { return None };
        let length = u16::from_be_bytes([*file.get(at + 2)?, *file.get(at + 3)?]);
        match kind {
            // Start of a baseline or progressive frame: precision, height, width, components.
            0xC0..=0xC2 => {
                let [8, h1, h2, w1, w2, 3] = *file.get(at + 4..at + 10)? else { return None };
                let (width, height) = (u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2]));
                let (width, height) = (u32::from(width), u32::from(height));
                return Some(Graft {
                    file: Arc::clone(file),
                    width,
                    height,
                    colors: 3,
                    data: GraftData::Jpeg,
                });
            }
            // Adobe's marker (0xEE) may mean other colours. After the other two
            // there is no frame.
            0xEE | 0xDA | 0xD9 => return None,
            _ => at += 2 + usize::from(length),
        }
    }
}

/// A number of four bytes, big-endian.
fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}
