//! Drawings in SVG that may be published: a text in, another text out.
//!
//! In: the file as it is in `content/`. Out: a drawing that was read piece by piece and
//! written again, with nothing but shapes, colours and references within itself. A file
//! with anything that acts or that leads out of it is refused, since a browser would run
//! it at the site's own address. What only the drawing program needs, such as its
//! metadata, is left out.

mod allowed;
mod fault;
mod reader;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use allowed::{ElementKind, NAMESPACE};
use fault::DrawingFault;
use reader::{DrawingReader, DrawingTag};

use crate::html_escape;
use crate::url::SitePath;

/// Most bytes of a drawing. A logo has a few thousand.
pub(crate) const LARGEST_DRAWING: u64 = 1 << 18;

/// Most elements inside one another.
const DEEPEST: usize = 64;

/// Most references that repeat or cut something. A few of them within one another make
/// millions of shapes of a short file.
const MOST_REPEATED: usize = 16;

/// The height that a drawing says it has, in pixels; pages show it in another one.
const HEIGHT: u32 = 120;
/// Widest drawing, twenty times as wide as high.
const WIDEST: u32 = 20 * HEIGHT;

/// A drawing that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawing {
    /// The SVG.
    pub text: String,
    /// Width and height in pixels, which say the proportion only.
    pub size: (u32, u32),
}

impl Drawing {
    /// The address of the drawing in the site.
    pub(crate) fn path(&self) -> SitePath {
        let hash = blake3::hash(self.text.as_bytes()).to_hex();
        SitePath::new(&format!("img/{}.svg", hash.get(..16).unwrap_or_default()))
    }
}

/// Reads a drawing and writes it again, with what draws only.
///
/// # Errors
/// [`DrawingFault`] if the file is no SVG, or one that does more than draw.
pub(crate) fn inert(bytes: &[u8]) -> Result<Drawing, DrawingFault> {
    let no_svg = || DrawingFault::new("it is no SVG", "export it as plain SVG in UTF-8, or as PNG");
    let text = std::str::from_utf8(bytes).map_err(|_| no_svg())?;
    let mut reader = DrawingReader::new(text.trim_start_matches('\u{feff}'));
    let mut copy = DrawingCopy::default();
    while let Some(tag) = reader.next()? {
        let line = reader.line();
        match tag {
            DrawingTag::Open { name, attributes, empty } => copy.open(name, &attributes, (empty, line))?,
            DrawingTag::Close(name) => copy.close(name, line)?,
            DrawingTag::Text(text) => copy.text(&text, line)?,
        }
    }
    let size = copy.size.filter(|_| copy.open.is_empty()).ok_or_else(no_svg)?;
    Ok(Drawing { text: copy.out, size })
}

/// The drawing as it is written again.
#[derive(Default)]
struct DrawingCopy {
    out: String,
    /// The open elements.
    open: Vec<String>,
    /// How many elements are open of those that are left out.
    left_out: usize,
    repeated: usize,
    size: Option<(u32, u32)>,
}

impl DrawingCopy {
    fn open(
        &mut self,
        name: &str,
        attributes: &[(&str, String)],
        (empty, line): (bool, usize),
    ) -> Result<(), DrawingFault> {
        if self.open.len() + self.left_out >= DEEPEST {
            return Err(DrawingFault::broken(line));
        }
        let named = if self.left_out > 0 { ElementKind::LeftOut } else { allowed::element(name) };
        let local = match named {
            ElementKind::Drawn(local) => {
                self.repeat(usize::from(local == "use"), line)?;
                local
            }
            ElementKind::LeftOut => {
                self.left_out += usize::from(!empty);
                return Ok(());
            }
            ElementKind::Text => {
                let help =
                    "turn its text into paths (in Inkscape: Path, Object to Path), or export it as PNG";
                let why = format!("it has text in line {line}, which every device shows in another font");
                return Err(DrawingFault::new(why, help));
            }
            ElementKind::Refused => return Err(DrawingFault::active(&format!("`<{name}>`"), line)),
        };
        if self.open.is_empty() {
            self.root(local, attributes)?;
        } else {
            _ = write!(self.out, "<{local}");
        }
        self.attributes(attributes, line)?;
        self.out.push_str(if empty { "/>" } else { ">" });
        if !empty {
            self.open.push(local.to_owned());
        }
        Ok(())
    }

    /// Begins the outermost element, with the size that it says.
    fn root(&mut self, local: &str, attributes: &[(&str, String)]) -> Result<(), DrawingFault> {
        let value = |wanted: &str| {
            attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
        };
        let is_svg = ["xmlns", "xmlns:svg"].into_iter().any(|name| value(name) == Some(NAMESPACE));
        if local != "svg" || !is_svg || self.size.is_some() {
            return Err(DrawingFault::new("it is no SVG", "export it as plain SVG in UTF-8, or as PNG"));
        }
        let help = "set its size in the drawing program and export it again";
        let no_size = || DrawingFault::new("it does not say how wide and high it is", help);
        let [x, y, width, height] = allowed::view(value).ok_or_else(no_size)?;
        let wide = f64::from(HEIGHT) * width / height;
        let wide = (1..=WIDEST).find(|pixels| f64::from(*pixels) + 0.5 > wide);
        let wide = wide.ok_or_else(|| DrawingFault::new("it is more than 20 times as wide as high", help))?;
        self.size = Some((wide, HEIGHT));
        _ = write!(
            self.out,
            "<svg xmlns=\"{NAMESPACE}\" width=\"{wide}\" height=\"{HEIGHT}\" viewBox=\"{x} {y} {width} {height}\""
        );
        Ok(())
    }

    fn attributes(&mut self, attributes: &[(&str, String)], line: usize) -> Result<(), DrawingFault> {
        let mut seen = BTreeSet::new();
        let is_root = self.open.is_empty();
        for (name, value) in attributes {
            if name.to_ascii_lowercase().starts_with("on") {
                return Err(DrawingFault::active(&format!("`{name}`"), line));
            }
            let local = if *name == "xlink:href" { "href" } else { name };
            if !seen.insert(local) || !allowed::attribute(local) || (is_root && allowed::of_size(local)) {
                continue;
            }
            if !allowed::value(local, value) {
                return Err(DrawingFault::active(&format!("`{name}=\"{}\"`", short(value)), line));
            }
            self.repeat(usize::from(allowed::repeats(local, value)), line)?;
            _ = write!(self.out, " {local}=\"");
            html_escape::push(&mut self.out, value);
            self.out.push('"');
        }
        Ok(())
    }

    fn close(&mut self, name: &str, line: usize) -> Result<(), DrawingFault> {
        if self.left_out > 0 {
            self.left_out -= 1;
            return Ok(());
        }
        let open = self.open.pop();
        if open.as_deref() != Some(name.strip_prefix("svg:").unwrap_or(name)) {
            return Err(DrawingFault::broken(line));
        }
        _ = write!(self.out, "</{}>", open.unwrap_or_default());
        Ok(())
    }

    /// Text counts only where it is a style sheet.
    fn text(&mut self, text: &str, line: usize) -> Result<(), DrawingFault> {
        if self.left_out > 0 || self.open.last().is_none_or(|open| open != "style") {
            return Ok(());
        }
        if !allowed::value("style", text) {
            return Err(DrawingFault::active("`<style>` with an address", line));
        }
        // A rule of a style sheet may hold for any number of elements.
        self.repeat(if allowed::repeats("style", text) { MOST_REPEATED + 1 } else { 0 }, line)?;
        html_escape::push(&mut self.out, text);
        Ok(())
    }

    /// Counts references that repeat or cut something.
    fn repeat(&mut self, more: usize, line: usize) -> Result<(), DrawingFault> {
        self.repeated += more;
        if self.repeated <= MOST_REPEATED {
            return Ok(());
        }
        let help = "export it without clipping and symbols, with presentation attributes, or as PNG";
        let why = format!("line {line} has more masks, clips and repeated parts than a drawing may have");
        Err(DrawingFault::new(why, help))
    }
}

/// The beginning of a value, for a message.
fn short(value: &str) -> String {
    value.chars().take(24).filter(|c| !c.is_control() && *c != '`').collect()
}

#[cfg(test)]
mod tests;
