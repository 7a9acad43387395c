//! Reads finished pages: tags, attributes, and where links lead.
//!
//! This is not a parser for every page of the web: it knows how this program
//! writes HTML, and fails on anything else.

use std::collections::{BTreeMap, BTreeSet};

use stepbook::output::OutputTree;
use stepbook::url::{SitePath, TreePath, percent_decode};

/// A start tag.
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// The text between this tag and the next.
    pub(crate) text: &'a str,
}

impl Tag<'_> {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| *name)
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|own| own == class))
    }
}

/// All start tags of a page in order.
pub(crate) fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        if tag.starts_with('/') || tag.starts_with('!') {
            continue;
        }
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        tags.push(Tag { name, attributes: read(attributes), text });
    }
    tags
}

fn read(mut rest: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return found;
        }
        rest = after;
        let mut value = String::new();
        if let Some(quoted) = after.strip_prefix("=\"") {
            let (inside, after) = quoted.split_once('"').unwrap();
            value = unescaped(inside);
            rest = after;
        }
        found.push((name, value));
    }
}

/// Text with the character references that pages use replaced by their
/// characters.
pub(crate) fn unescaped(text: &str) -> String {
    let plain = [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{a0}"),
    ];
    let text = plain.iter().fold(text.to_owned(), |text, (code, c)| text.replace(code, c));
    text.replace("&amp;", "&")
}

/// The text of a piece of a page as a reader sees it: without tags, and without
/// characters that only guide line breaks.
pub(crate) fn text(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    unescaped(&out)
}

/// The element with this id, from its start tag to the next tag that is named
/// in `until`, or to the end.
pub(crate) fn after_id<'a>(html: &'a str, id: &str, until: &str) -> &'a str {
    let at = html.find(&format!(" id=\"{id}\""));
    assert!(at.is_some(), "no id `{id}`");
    let rest = html.get(at.unwrap()..).unwrap();
    rest.split(until).next().unwrap()
}

/// The addresses of pages with the ids on them, and the addresses of all other
/// files.
struct Places<'a> {
    ids: BTreeMap<&'a str, BTreeSet<String>>,
    files: BTreeSet<&'a str>,
}

/// Local links of all pages that lead to no file, or to an id that the file
/// does not have, as `page: link`. Ids that occur twice, as `page: id twice`.
pub(crate) fn dead_links(output: &OutputTree) -> Vec<String> {
    let mut faults = Vec::new();
    let mut places = Places { ids: BTreeMap::new(), files: BTreeSet::new() };
    let mut pages = Vec::new();
    places.files.extend(output.paths().map(SitePath::as_str));
    for (path, bytes) in output.iter() {
        if !is_page(path) {
            continue;
        }
        let page = tags(std::str::from_utf8(bytes).unwrap());
        let mut ids = BTreeSet::new();
        for id in page.iter().filter_map(|tag| tag.get("id")) {
            if !ids.insert(id.to_owned()) {
                faults.push(format!("{path}: {id} twice"));
            }
        }
        places.ids.insert(path.as_str(), ids);
        pages.push((path.as_str(), page));
    }
    for (path, page) in pages {
        let links = page.iter().flat_map(|tag| ["href", "src"].iter().filter_map(|name| tag.get(name)));
        let dead = links.filter(|link| !leads_somewhere(path, link, &places));
        faults.extend(dead.map(|link| format!("{path}: {link}")));
    }
    faults
}

/// Whether a file of the site is a page.
pub(crate) fn is_page(path: &SitePath) -> bool {
    path.as_str().rsplit_once('.').is_some_and(|(_, extension)| extension == "html")
}

/// Whether an address leaves the site.
pub(crate) fn is_outside(link: &str) -> bool {
    ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| link.to_ascii_lowercase().starts_with(scheme))
}

fn leads_somewhere(page: &str, link: &str, places: &Places<'_>) -> bool {
    if is_outside(link) {
        return true;
    }
    let (path, fragment) = link.split_once('#').map_or((link, ""), |(path, id)| (path, id));
    let path = percent_decode(path.split('?').next().unwrap());
    let base = TreePath::new(&format!("site/{page}"));
    let target = if path.is_empty() { Ok(base) } else { base.join(&path) };
    let Ok(target) = target else { return false };
    let target = target.as_str().strip_prefix("site/").unwrap_or("");
    let fragment = percent_decode(fragment);
    let found = || places.ids.get(target).is_some_and(|ids| ids.contains(&fragment));
    places.files.contains(target) && (fragment.is_empty() || found())
}

#[test]
fn a_link_to_nothing_is_found() {
    let mut output = OutputTree::default();
    let page =
        "<p id=\"a\"><a href=\"b.html\">x</a><a href=\"a.html#a\">y</a><a href=\"#b\">z</a><i id=\"a\">";
    output.insert(SitePath::new("a.html"), page.as_bytes().to_vec());
    assert_eq!(dead_links(&output), ["a.html: a twice", "a.html: b.html", "a.html: #b"]);
}
