//! Which file imports which, read from the text of `use` lines and paths.
//!
//! The text is formatted by rustfmt. A module's path is its file's path, and
//! the tests of a file come after its first `#[cfg(test)]`.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::{root, rust_files};

/// The path of a module, as a list of names: `render`, `pdf`, `sheet`.
pub(crate) type Module = Vec<String>;

/// The files that each file of `src/` imports from, without tests.
pub(crate) fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let files: BTreeMap<Module, String> = production().collect();
    let of = |(module, text): (&Module, &String)| (module.clone(), imported(module, text, &files));
    files.iter().map(of).collect()
}

/// Every module with its text, without comments, strings and tests.
pub(crate) fn production() -> impl Iterator<Item = (Module, String)> {
    let src = root().join("src");
    let files = rust_files(&src).into_iter().filter_map(move |file| {
        let relative = file.strip_prefix(&src).unwrap().with_extension("");
        let module: Module = relative.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
        let text = fs::read_to_string(&file).unwrap();
        let is_test = module.iter().any(|name| name.ends_with("tests")) || text.contains("#![cfg(test)]");
        (!is_test && module != ["lib"] && module != ["main"]).then(|| (module, bare(&text)))
    });
    // Modules that only tests use are declared in another file.
    files.filter(|(module, _)| !ONLY_TESTED.contains(&module.join("/").as_str()))
}

/// Files that only tests use, though their names don't show it.
const ONLY_TESTED: &[&str] = &["disk/laws", "disk/ops_failing", "picture/overlay/laws"];

fn bare(text: &str) -> String {
    let tests = text.find("#[cfg(test)]\nmod").or_else(|| text.find("#[cfg(all(test"));
    let tests = tests.or_else(|| text.find("#[cfg(test)]\n#[expect"));
    let lines = text.get(..tests.unwrap_or(text.len())).unwrap().lines();
    lines.map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

fn imported(own: &Module, text: &str, files: &BTreeMap<Module, String>) -> BTreeSet<Module> {
    let file_of = |path: &Module| {
        (1..=path.len()).rev().map(|end| path[..end].to_vec()).find(|path| files.contains_key(path))
    };
    let paths = paths(own, text);
    paths.iter().filter_map(file_of).filter(|file| file != own).collect()
}

/// The full paths of everything that a file names by `crate::`, by `super::` or
/// by the name of a module that it declares.
fn paths(own: &Module, text: &str) -> Vec<Module> {
    let children: Vec<&str> =
        text.lines().filter_map(|line| line.trim().split("mod ").nth(1)?.strip_suffix(';')).collect();
    let mut found = Vec::new();
    for statement in text.split("use ").skip(1) {
        let tree = statement.split(';').next().unwrap();
        found.extend(leaves(&tree.split_whitespace().collect::<String>()));
    }
    let ident = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = text.split(|c: char| !ident(c)).filter(|word| word.contains("::") && !word.ends_with(':'));
    found.extend(words.map(str::to_owned));
    found.iter().filter_map(|path| absolute(own, path, &children)).collect()
}

/// The paths of a `use` tree: `a::b` and `a::c::d` for `a::{b, c::{d}}`.
fn leaves(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => (),
        }
    }
    parts.push(&inner[from..]);
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.flat_map(leaves).map(|leaf| [before, &leaf].concat()).collect()
}

fn absolute(own: &Module, path: &str, children: &[&str]) -> Option<Module> {
    let names: Vec<&str> = path.split("::").collect();
    let ups = names.iter().take_while(|name| **name == "super").count();
    let (base, rest) = match names.first()? {
        &"crate" => (&[][..], &names[1..]),
        &"super" => (own.get(..own.len().checked_sub(ups)?)?, &names[ups..]),
        &"self" => (own.as_slice(), &names[1..]),
        first if children.contains(first) => (own.as_slice(), names.as_slice()),
        _ => return None,
    };
    Some(base.iter().cloned().chain(rest.iter().map(|name| (*name).to_owned())).collect())
}

/// A path from a file through its imports back to the file itself, if there is
/// one. A parent declares its children; that is no import.
pub(crate) fn circle(graph: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<Module>> {
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| walk(graph, start, &mut Vec::new(), &mut done))
}

fn walk(
    graph: &BTreeMap<Module, BTreeSet<Module>>,
    at: &Module,
    way: &mut Vec<Module>,
    done: &mut BTreeSet<Module>,
) -> Option<Vec<Module>> {
    if let Some(from) = way.iter().position(|module| module == at) {
        return Some(way[from..].to_vec());
    }
    if done.contains(at) {
        return None;
    }
    way.push(at.clone());
    let found = graph.get(at)?.iter().find_map(|next| walk(graph, next, way, done));
    way.pop();
    done.insert(at.clone());
    found
}
