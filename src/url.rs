//! Paths in the source tree, addresses in the site, and the links between.
//!
//! Two types that must not be mixed up: a [`TreePath`] names a file that an
//! author wrote, a [`SitePath`] a file that a reader opens. Every link of the
//! output is relative and names its file, so the same folder works at a
//! domain's root, under a sub-path and by `file://`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// A file of the site's source, relative to the root folder: `/`-separated,
/// without `.`, `..` or a leading `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TreePath(Arc<str>);

/// The error for a relative link that leads out of the folder it must stay in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaves;

impl TreePath {
    /// A path from text that is already in normal form.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a slash at its end; empty for the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rfind('/').and_then(|at| self.0.get(..at)).unwrap_or("")
    }

    /// The last part of the path.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// What follows the last dot of the file's name; empty without a dot.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Whether the file's name says that it is a picture. The original of a
    /// picture is never published, and a `.toml` file next to it is its
    /// sidecar.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        const PICTURES: [&str; 16] = [
            "apng", "avif", "bmp", "gif", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "jxl", "png", "svg",
            "tif", "tiff", "webp",
        ];
        PICTURES.iter().any(|known| known.eq_ignore_ascii_case(self.extension()))
    }

    /// Whether the file's name says that it is a drawing in SVG.
    #[must_use]
    pub fn is_drawing(&self) -> bool {
        self.extension().eq_ignore_ascii_case("svg")
    }

    /// The file that `link` means in a text of this file: `.` and `..` are
    /// resolved, percent codes are not (see [`percent_decode`]).
    ///
    /// # Errors
    /// [`Leaves`] if the link climbs above the first folder of this path
    /// (`content/`), or is absolute.
    pub fn join(&self, link: &str) -> Result<Self, Leaves> {
        if link.starts_with('/') || link.contains('\\') {
            return Err(Leaves);
        }
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        let floor = parts.len().min(1);
        for part in link.split('/') {
            match part {
                "" | "." => (),
                ".." if parts.len() > floor => _ = parts.pop(),
                ".." => return Err(Leaves),
                name => parts.push(name),
            }
        }
        Ok(Self(parts.join("/").into()))
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the built site, relative to its root: `/`-separated, unescaped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// A path from text that is already in normal form.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The relative address of `target` for a link on this page: percent
    /// encoded, and always with the name of a file (`../../assets/style.css`).
    /// A link to the page itself is its own file name.
    #[must_use]
    pub fn relative(&self, target: &Self) -> String {
        let alike = self.0.bytes().zip(target.0.bytes()).take_while(|(a, b)| a == b).count();
        // Up to the end of the last folder that the two paths share.
        let shared = self.0.as_bytes().get(..alike).unwrap_or_default();
        let shared = shared.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        let up = self.0.get(shared..).unwrap_or_default().matches('/').count();
        let mut out = "../".repeat(up);
        push_encoded(&mut out, target.0.get(shared..).unwrap_or_default());
        // `a:b.html` would read as a scheme (RFC 3986, 4.2).
        if up == 0 && out.split('/').next().is_some_and(|first| first.contains(':')) {
            out.insert_str(0, "./");
        }
        out
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A form of `path` that is the same for all names that some disks take for
/// one: disks that ignore the case of letters, or the different ways to write
/// an accent.
#[must_use]
pub fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfd().collect()
}

/// A link as an author wrote it, split into its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination<'a> {
    /// A link that has a scheme (`https:`, `mailto:`) or begins with `//`.
    Outside(&'a str),
    /// A file, relative to the page, and a place in it; an empty path is the
    /// page itself. Both are still percent encoded.
    Inside {
        /// The path part; empty means this page.
        path: &'a str,
        /// What follows `#`, if anything does.
        fragment: Option<&'a str>,
    },
}

impl<'a> Destination<'a> {
    /// Splits a link by the rules of RFC 3986, section 3. The query of an
    /// inside link is dropped, since files have none.
    #[must_use]
    pub fn parse(link: &'a str) -> Self {
        let scheme = link.split([':', '/', '?', '#']).next().unwrap_or("");
        let has_scheme = link.get(scheme.len()..).is_some_and(|rest| rest.starts_with(':'))
            && scheme.len() > 1
            && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        if has_scheme || link.starts_with("//") {
            return Self::Outside(link);
        }
        let (path, fragment) = match link.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (link, None),
        };
        Self::Inside { path: path.split('?').next().unwrap_or(""), fragment }
    }
}

/// Escapes the characters that may not be in the path of a URL (RFC 3986, 3.3).
/// Chinese stays readable, as browsers show it; characters with a meaning in
/// HTML are escaped too.
#[must_use]
pub fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    push_encoded(&mut out, path);
    out
}

fn push_encoded(out: &mut String, path: &str) {
    let mut rest = path;
    while let Some(at) = rest.find(is_escaped) {
        let (clean, tail) = rest.split_at(at);
        out.push_str(clean);
        let mut chars = tail.chars();
        if let Some(c) = chars.next() {
            push_percent(out, c);
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

fn is_escaped(c: char) -> bool {
    const SIGNS: &str = " \"#%<>?[\\]^`{|}'";
    if c.is_ascii() { SIGNS.contains(c) || c.is_ascii_control() } else { c.is_control() || c.is_whitespace() }
}

fn push_percent(out: &mut String, c: char) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push('%');
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from(*HEX.get(usize::from(nibble)).unwrap_or(&b'0')));
        }
    }
}

/// Decodes percent codes. A text that does not decode to UTF-8, and a `%` that
/// begins no code, stay as written.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_link_names_its_file_from_any_depth() {
        let link = |from: &str, to: &str| SitePath::new(from).relative(&SitePath::new(to));
        assert_eq!(link("en/elearn/a.html", "en/elearn/b.html"), "b.html");
        assert_eq!(link("en/elearn/a.html", "en/elearn/a.html"), "a.html");
        assert_eq!(link("en/elearn/a.html", "zh-TW/elearn/a.html"), "../../zh-TW/elearn/a.html");
        assert_eq!(link("index.html", "img/圖 1.png"), "img/圖%201.png");
        assert_eq!(link("en/index.html", "assets/style.css"), "../assets/style.css");
        assert_eq!(link("en/a.html", "en/a:b.html"), "./a:b.html");
    }

    #[test]
    fn names_are_the_same_in_other_letters_and_accents() {
        for (one, other) in
            [("A/b.odt", "a/B.ODT"), ("caf\u{e9}", "CAFE\u{301}"), ("STRASSE", "stra\u{df}e"), ("Ａ", "ａ")]
        {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("a"), folded("á"));
    }

    #[test]
    fn a_link_may_not_climb_out_of_content() {
        let page = TreePath::new("content/elearn/a.en.md");
        assert_eq!(page.join("../img/x.png"), Ok(TreePath::new("content/img/x.png")));
        assert_eq!(page.join("../../stepbook.toml"), Err(Leaves));
        assert_eq!(page.join("/etc/passwd"), Err(Leaves));
        assert_eq!(page.join("..\\..\\x"), Err(Leaves));
    }

    #[test]
    fn a_destination_is_outside_by_its_scheme() {
        assert_eq!(Destination::parse("https://a.tw/x#y"), Destination::Outside("https://a.tw/x#y"));
        assert_eq!(Destination::parse("javascript:x"), Destination::Outside("javascript:x"));
        assert_eq!(Destination::parse("a.md?x#y"), Destination::Inside { path: "a.md", fragment: Some("y") });
        assert_eq!(Destination::parse("#y"), Destination::Inside { path: "", fragment: Some("y") });
    }

    proptest! {
        /// Decoding an encoded name gives the name back, whatever the file is
        /// called.
        #[test]
        fn encoding_is_undone_by_decoding(path in "[a-z 圖%#?<>\"'/]{0,20}") {
            prop_assert_eq!(percent_decode(&percent_encode(&path)), path);
        }

        /// Following a relative link from a page leads to its target.
        #[test]
        fn a_relative_link_leads_to_its_target(from in "[ab]{1,2}(/[ab]{1,2}){0,3}", to in "[ab]{1,2}(/[ab]{1,2}){0,3}") {
            let link = SitePath::new(&from).relative(&SitePath::new(&to));
            let page = TreePath::new(&format!("site/{from}"));
            prop_assert_eq!(page.join(&link), Ok(TreePath::new(&format!("site/{to}"))));
        }
    }
}
