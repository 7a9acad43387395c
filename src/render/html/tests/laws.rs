//! Laws that hold for every page, whatever an author types.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{extension, make};
use crate::url::{TreePath, percent_decode};

/// Elements without an end tag.
const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "wbr"];

/// A start or end tag with its name and its attributes as written.
pub(super) struct TagRead<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<(&'a str, &'a str)>,
    closes: bool,
}

impl<'a> TagRead<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// The tags of a page. Anything that we don't write is an error: a bare `<`, an
/// attribute without quotes, a script with a text.
pub(super) fn tags(html: &str) -> Result<Vec<TagRead<'_>>, String> {
    let mut tags = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>").ok_or("no doctype")?;
    while let Some(at) = rest.find('<') {
        let from = rest.get(at..).unwrap();
        let end = from.find('>').ok_or("an open tag at the end")?;
        let inside = from.get(1..end).unwrap();
        let shown = || format!("<{inside}>");
        let closes = inside.starts_with('/');
        let inside = inside.trim_start_matches('/').trim_end_matches('/');
        let name = inside.split(char::is_whitespace).next().unwrap();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(shown());
        }
        let attributes = attributes(inside.get(name.len()..).unwrap()).ok_or_else(shown)?;
        let tag = TagRead { name, attributes, closes };
        rest = from.get(end + 1..).unwrap();
        if tag.get("type") == Some("application/ld+json") {
            let (data, after) = rest.split_once("</script>").ok_or("an open script")?;
            serde_json::from_str::<serde_json::Value>(data).map_err(|error| error.to_string())?;
            rest = after;
        } else if name == "script" && !closes {
            rest = rest.strip_prefix("</script>").ok_or("a script with a text")?;
        } else {
            tags.push(tag);
        }
    }
    Ok(tags)
}

fn attributes(mut text: &str) -> Option<Vec<(&str, &str)>> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Some(found);
        }
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
        if let Some(value) = rest.strip_prefix("=\"") {
            let (value, rest) = value.split_once('"')?;
            found.push((name, value));
            text = rest;
        } else {
            found.push((name, ""));
            text = rest;
        }
        if !(text.is_empty() || text.starts_with(char::is_whitespace)) {
            return None;
        }
    }
}

fn unescaped(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The ids of a page. It is an error if a tag is not closed in its order, an id
/// appears twice, or there is a style or an event handler.
fn sound(html: &str) -> Result<BTreeSet<String>, String> {
    let mut open = Vec::new();
    let mut ids = BTreeSet::new();
    for tag in tags(html)? {
        for (name, value) in &tag.attributes {
            if *name == "style" || name.starts_with("on") {
                return Err(format!("{name} on <{}>", tag.name));
            }
            if *name == "id" && !ids.insert(unescaped(value)) {
                return Err(format!("id {value} twice"));
            }
        }
        let shape = matches!(tag.name, "use" | "rect" | "path" | "circle" | "ellipse" | "line");
        match (tag.closes, VOID.contains(&tag.name) || shape) {
            (true, _) if open.pop() != Some(tag.name) => {
                return Err(format!("</{}> closes {open:?}", tag.name));
            }
            (false, false) => open.push(tag.name),
            _ => (),
        }
    }
    if open.is_empty() { Ok(ids) } else { Err(format!("open: {open:?}")) }
}

/// All faults of a whole site: unsound pages and links that lead nowhere.
/// `other` holds the addresses of files that are not pages.
pub(super) fn faults(pages: &BTreeMap<String, String>, other: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let html = || pages.iter().filter(|(path, _)| extension(path) == "html");
    let mut ids = BTreeMap::new();
    for (path, page) in html() {
        match sound(page) {
            Ok(found) => _ = ids.insert(path.as_str(), found),
            Err(fault) => faults.push(format!("{path}: {fault}")),
        }
    }
    for (path, page) in html() {
        for tag in tags(page).unwrap_or_default() {
            for address in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
                let address = unescaped(address);
                if !leads_somewhere(path, &address, (&ids, other)) {
                    faults.push(format!("{path}: {address}"));
                }
            }
        }
    }
    faults
}

fn leads_somewhere(
    page: &str,
    address: &str,
    (ids, other): (&BTreeMap<&str, BTreeSet<String>>, &BTreeSet<String>),
) -> bool {
    if ["https://", "mailto:", "http://"].iter().any(|scheme| address.starts_with(scheme)) {
        return true;
    }
    let (path, fragment) = address.split_once('#').map_or((address, None), |(path, id)| (path, Some(id)));
    let path = percent_decode(path.split('?').next().unwrap());
    let file = TreePath::new(&format!("site/{page}"));
    let target = if path.is_empty() { Ok(file.clone()) } else { file.join(&path) };
    let Ok(target) = target else { return false };
    let target = target.as_str().strip_prefix("site/").unwrap();
    match (ids.get(target), fragment) {
        (Some(ids), Some(id)) => ids.contains(&percent_decode(id)),
        (Some(_), None) => true,
        (None, _) => other.contains(target),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever an author types, pages are sound: tags are balanced, ids are
    /// unique, every link leads somewhere, and there is no script, style or event
    /// handler.
    #[test]
    fn pages_stay_sound(
        text in "(\n\n|\n|## 步驟：|### |- |1\\. |> |\\*\\*|<b>|<script>|</div>|<div onclick=\"x\">|\"|<|&|→ |\\[x\\]\\(#step-1\\)|\\[\\]\\(b.zh-TW.md\\)|!\\[\"<\\]\\(img/s.png \"'&\"\\)|```|\\[\\^1\\]|\\{#a\"b\\}|甲|：|➔ |\\|){0,40}",
        title in "[<>\"&'甲{]{1,6}",
    ) {
        let page = format!("+++\ntitle = '''{}'''\nsummary = \"\"\"{}\"\"\"\n+++\n{text}\n", title.replace('\'', ""), title.replace('"', ""));
        let made = make(&[
            ("content/a.zh-TW.md", page.as_str()),
            ("content/b.zh-TW.md", "# B\n\n## 步驟：一\n\n[](a.zh-TW.md)\n"),
            ("content/img/s.png", "64x48"),
            ("content/img/s.png.toml", "[[mark]]\nn = 1\nbox = [9, 9, 9, 9]\n[[redact]]\nbox = [9, 9, 30, 20]\ntext = '<\"&'\n"),
        ]);
        prop_assert_eq!(faults(&made.pages(), &made.others()), Vec::<String>::new());
    }
}
