//! Screenshots with a secret: noise in the area of the redaction, and a marker
//! in every place where a file can hold text.

use std::collections::BTreeSet;
use std::io::Cursor;

/// Width and height of every picture in these tests, in pixels.
pub(crate) const SIZE: (u32, u32) = (96, 64);

/// Area of the noise, unless a test gives another one: x, y, width, height. It
/// covers whole blocks of a JPEG.
pub(crate) const SECRET: Area = (32, 16, 32, 32);

/// An area in pixels: x, y, width, height.
pub(crate) type Area = (u32, u32, u32, u32);

/// What a picture shows.
#[derive(Debug, Clone, Copy)]
struct Scene {
    /// The number that the noise is made from.
    seed: u32,
    /// The area of the noise.
    secret: Area,
}

impl Scene {
    fn of(seed: u32) -> Self {
        Self { seed, secret: SECRET }
    }
}

/// How a picture is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Rgb,
    Rgba,
    Palette,
    Deep,
    Interlaced,
    Jpeg,
}

pub(crate) const KINDS: [Kind; 6] =
    [Kind::Rgb, Kind::Rgba, Kind::Palette, Kind::Deep, Kind::Interlaced, Kind::Jpeg];

impl Kind {
    pub(crate) fn extension(self) -> &'static str {
        if self == Self::Jpeg { "jpg" } else { "png" }
    }

    /// Bits of a channel, and the number of the colour type in PNG.
    fn depth_and_colour(self) -> (u8, u8) {
        match self {
            Self::Rgba => (8, 6),
            Self::Palette => (8, 3),
            Self::Deep => (16, 2),
            _ => (8, 2),
        }
    }
}

/// A word that occurs in no other file.
pub(crate) fn marker(seed: u32) -> String {
    format!("MARKER-{}", blake3::hash(&seed.to_le_bytes()).to_hex().get(..24).unwrap())
}

/// Bytes that can't occur in another picture by chance.
fn random(seed: u32, x: u32, y: u32) -> [u8; 6] {
    let hash = blake3::hash(&[seed.to_le_bytes(), x.to_le_bytes(), y.to_le_bytes()].concat());
    *hash.as_bytes().first_chunk().unwrap()
}

/// The colour at a place. The blue of the noise is high; in the rest of the
/// picture it is 7.
fn colour(scene: Scene, x: u32, y: u32) -> [u8; 3] {
    let (left, top, width, height) = scene.secret;
    if (left..left + width).contains(&x) && (top..top + height).contains(&y) {
        return noisy(random(scene.seed, x, y));
    }
    [u8::try_from(x * 2).unwrap(), u8::try_from(y * 3).unwrap(), 7]
}

/// All colours of the noise.
pub(crate) fn secret_colours(seed: u32) -> BTreeSet<[u8; 3]> {
    secret_places().map(|(x, y)| colour(Scene::of(seed), x, y)).collect()
}

fn secret_places() -> impl Iterator<Item = (u32, u32)> {
    let (left, top, width, height) = SECRET;
    (top..top + height).flat_map(move |y| (left..left + width).map(move |x| (x, y)))
}

/// Rows of the noise with the bytes that they have in the file.
pub(crate) fn needles(kind: Kind, seed: u32) -> Vec<Vec<u8>> {
    let pixel = move |(x, y)| stored(kind, Scene::of(seed), (x, y));
    let (left, top, width, height) = SECRET;
    let row = |y| (left..left + width).flat_map(move |x| pixel((x, y))).collect();
    (top..top + height).step_by(4).map(row).collect()
}

/// The bytes of one pixel in a PNG.
fn stored(kind: Kind, scene: Scene, (x, y): (u32, u32)) -> Vec<u8> {
    let rgb = colour(scene, x, y);
    let secret = rgb[2] != 7;
    let noise = random(scene.seed ^ 0xffff, x, y);
    match kind {
        Kind::Rgba => [rgb.as_slice(), &[if secret { noise[0] } else { 255 }]].concat(),
        // The upper half of the palette belongs to the noise.
        Kind::Palette if secret => vec![noise[0] | 0x80],
        Kind::Palette => vec![u8::try_from(x).unwrap()],
        Kind::Deep => {
            let low = if secret { noise } else { [0; 6] };
            rgb.iter().zip(low).flat_map(|(high, low)| [*high, low]).collect()
        }
        _ => rgb.to_vec(),
    }
}

/// A picture with noise made from `seed`, and with its marker in every place
/// that can hold it.
pub(crate) fn picture(kind: Kind, seed: u32) -> Vec<u8> {
    picture_with(kind, seed, SECRET)
}

/// A picture with noise made from `seed` in the area `secret`.
pub(crate) fn picture_with(kind: Kind, seed: u32, secret: Area) -> Vec<u8> {
    let scene = Scene { seed, secret };
    if kind == Kind::Jpeg { jpeg(scene) } else { png(kind, scene) }
}

/// The pixels of a picture with noise made from `seed` in the area `secret`.
pub(crate) fn pixels_with(seed: u32, secret: Area) -> image::RgbImage {
    let scene = Scene { seed, secret };
    image::RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| image::Rgb(colour(scene, x, y)))
}

fn png(kind: Kind, scene: Scene) -> Vec<u8> {
    let (depth, colour_type) = kind.depth_and_colour();
    let interlaced = u8::from(kind == Kind::Interlaced);
    let mut head = [SIZE.0.to_be_bytes(), SIZE.1.to_be_bytes()].concat();
    head.extend([depth, colour_type, 0, 0, interlaced]);
    let word = marker(scene.seed);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    out.extend(chunk(b"IHDR", &head));
    out.extend(chunk(b"tEXt", format!("Author\0{word}").as_bytes()));
    out.extend(chunk(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{word}").as_bytes()));
    out.extend(chunk(b"zTXt", &[b"Comment\0\0".as_slice(), &stored_blocks(word.as_bytes())].concat()));
    out.extend(chunk(b"eXIf", &exif(&word)));
    if kind == Kind::Palette {
        let palette = (0..=255_u8)
            .flat_map(|n| if n < 128 { [n, n, 7] } else { noisy(random(scene.seed, 1000, n.into())) });
        out.extend(chunk(b"PLTE", &palette.collect::<Vec<u8>>()));
    }
    out.extend(chunk(b"IDAT", &stored_blocks(&rows(kind, scene))));
    out.extend(chunk(b"tEXt", format!("Title\0{word}").as_bytes()));
    out.extend(chunk(b"IEND", &[]));
    out.extend(word.as_bytes());
    out.extend(needles(kind, scene.seed).concat());
    out
}

/// A colour whose blue is high.
fn noisy(bytes: [u8; 6]) -> [u8; 3] {
    [bytes[0], bytes[1], bytes[2] | 0x80]
}

/// Scan lines without filters, in one pass or in the seven of Adam7.
fn rows(kind: Kind, scene: Scene) -> Vec<u8> {
    const ADAM: [(u32, u32, u32, u32); 7] =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    let passes: &[_] = if kind == Kind::Interlaced { &ADAM } else { &[(0, 0, 1, 1)] };
    let mut out = Vec::new();
    for (left, top, right, down) in passes {
        for y in (*top..SIZE.1).step_by(usize::try_from(*down).unwrap()) {
            out.push(0);
            let columns = (*left..SIZE.0).step_by(usize::try_from(*right).unwrap());
            out.extend(columns.flat_map(|x| stored(kind, scene, (x, y))));
        }
    }
    out
}

/// A zlib stream that does not compress (RFC 1950, RFC 1951 3.2.4), so that its
/// data can be found in the file.
fn stored_blocks(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(60_000);
    let last = blocks.len() - 1;
    for (at, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        out.push(u8::from(at == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let sums = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((sums.1 << 16 | sums.0).to_be_bytes());
    out
}

/// A PNG chunk: length, kind, data, check value (CRC-32, bit by bit).
pub(crate) fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let body = [kind, data].concat();
    let crc = body.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    });
    let length = u32::try_from(data.len()).unwrap();
    [length.to_be_bytes().as_slice(), &body, &(!crc).to_be_bytes()].concat()
}

/// A TIFF head with one entry, followed by the word.
fn exif(word: &str) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x0e\0\x02\0\0\0\x20\0\0\0\x1a\0\0\0\0".to_vec();
    block.extend(word.as_bytes());
    block
}

/// A JPEG with Exif, XMP, Photoshop's block, a comment, and bytes after its
/// end.
fn jpeg(scene: Scene) -> Vec<u8> {
    let picture = pixels_with(scene.seed, scene.secret);
    let mut plain = Cursor::new(Vec::new());
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut plain, 100).encode_image(&picture).unwrap();
    let word = marker(scene.seed);
    let mut out = vec![0xff, 0xd8];
    for (kind, body) in [
        (0xe1, [b"Exif\0\0".as_slice(), &exif(&word)].concat()),
        (0xe1, format!("http://ns.adobe.com/xap/1.0/\0<x>{word}</x>").into_bytes()),
        (0xed, format!("Photoshop 3.0\0{word}").into_bytes()),
        (0xfe, word.clone().into_bytes()),
    ] {
        out.extend([0xff, kind]);
        out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend(body);
    }
    out.extend(plain.into_inner().get(2..).unwrap());
    out.extend(word.as_bytes());
    out
}

/// A plain picture of this size, as a PNG.
pub(crate) fn blank(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub(crate) fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
