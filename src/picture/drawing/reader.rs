//! Reads SVG as tags and texts.
//!
//! This is no parser for all XML: what drawing programs don't write, such as entities of
//! the file's own, is a fault. What it accepts means the same to every browser.

use super::fault::DrawingFault;

/// A piece of a drawing.
pub(super) enum DrawingTag<'a> {
    /// The begin of an element, or a whole one without content.
    Open {
        /// The name, with its prefix.
        name: &'a str,
        /// Names and values of the attributes.
        attributes: Vec<(&'a str, String)>,
        /// Whether the element ends here.
        empty: bool,
    },
    /// The end of an element.
    Close(&'a str),
    /// Text between tags.
    Text(String),
}

/// Reads a drawing piece by piece.
pub(super) struct DrawingReader<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> DrawingReader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, rest: text }
    }

    /// The line that is being read, from 1.
    pub(super) fn line(&self) -> usize {
        let read = self.text.len() - self.rest.len();
        self.text.bytes().take(read).filter(|byte| *byte == b'\n').count() + 1
    }

    fn broken(&self) -> DrawingFault {
        DrawingFault::broken(self.line())
    }

    /// The next tag or text; `None` at the end. Comments are left out.
    pub(super) fn next(&mut self) -> Result<Option<DrawingTag<'a>>, DrawingFault> {
        loop {
            if self.rest.is_empty() {
                return Ok(None);
            }
            if self.skip("<!--") {
                self.until("-->")?;
            } else if self.skip("<![CDATA[") {
                return Ok(Some(DrawingTag::Text(self.until("]]>")?.to_owned())));
            } else if self.skip("<?") {
                let instruction = self.until("?>")?;
                if instruction.starts_with("xml-") {
                    return Err(DrawingFault::active("a style sheet of its own", self.line()));
                }
            } else if self.skip("<!DOCTYPE") {
                if self.until(">")?.contains('[') {
                    return Err(DrawingFault::active("entities", self.line()));
                }
            } else if self.skip("</") {
                return Ok(Some(DrawingTag::Close(self.until(">")?.trim_end())));
            } else if self.skip("<") {
                return self.tag().map(Some);
            } else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Ok(Some(DrawingTag::Text(self.decoded(text)?)));
            }
        }
    }

    fn skip(&mut self, sign: &str) -> bool {
        self.rest.strip_prefix(sign).map(|rest| self.rest = rest).is_some()
    }

    fn until(&mut self, sign: &str) -> Result<&'a str, DrawingFault> {
        let (before, rest) = self.rest.split_once(sign).ok_or_else(|| self.broken())?;
        self.rest = rest;
        Ok(before)
    }

    /// A name of an element or attribute.
    fn name(&mut self) -> Result<&'a str, DrawingFault> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        if name.is_empty() { Err(self.broken()) } else { Ok(name) }
    }

    fn tag(&mut self) -> Result<DrawingTag<'a>, DrawingFault> {
        let name = self.name()?;
        let mut attributes = Vec::new();
        loop {
            let rest = self.rest.trim_start();
            let parted = rest.len() < self.rest.len();
            self.rest = rest;
            if self.skip("/>") {
                return Ok(DrawingTag::Open { name, attributes, empty: true });
            }
            if self.skip(">") {
                return Ok(DrawingTag::Open { name, attributes, empty: false });
            }
            if !parted {
                return Err(self.broken());
            }
            let attribute = self.name()?;
            self.rest = self.rest.trim_start();
            if !self.skip("=") {
                return Err(self.broken());
            }
            self.rest = self.rest.trim_start();
            let quote = if self.skip("\"") { "\"" } else { "'" };
            if quote == "'" && !self.skip("'") {
                return Err(self.broken());
            }
            let value = self.until(quote)?;
            if value.contains('<') {
                return Err(self.broken());
            }
            attributes.push((attribute, self.decoded(value)?));
        }
    }

    /// A text with its character references replaced.
    fn decoded(&self, text: &str) -> Result<String, DrawingFault> {
        let mut out = String::with_capacity(text.len());
        let mut pieces = text.split('&');
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (code, after) = piece.split_once(';').ok_or_else(|| self.broken())?;
            out.push(character(code).ok_or_else(|| self.broken())?);
            out.push_str(after);
        }
        let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
        if out.contains(is_control) { Err(self.broken()) } else { Ok(out) }
    }
}

/// The character that a reference means.
fn character(code: &str) -> Option<char> {
    let number = match code {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => code.strip_prefix('#')?,
    };
    let number = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(number.ok()?)
}
