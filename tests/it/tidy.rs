//! The order of the source code: floors, file sizes, headers.

mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use imports::{Module, circle, imports, production};

/// The modules, lowest floor first: each imports only from floors below it.
const FLOORS: &[&[&str]] = &[
    &["fingerprint", "html_escape", "source", "lang", "url"],
    &["diag", "output", "fonts"],
    &["config", "model"],
    &["parse", "theme"],
    &["resolve", "picture", "edit"],
    &["check", "render"],
    &["compile"],
    &["clock", "disk"],
    &["serve"],
    &["cli"],
];

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    files_of_kind(dir, &["rs"])
}

/// Files below `dir` with one of these extensions, except what npm brought.
fn files_of_kind(dir: &Path, kinds: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let is_kind =
            |path: &Path| path.extension().and_then(OsStr::to_str).is_some_and(|kind| kinds.contains(&kind));
        if path.is_dir() && !path.ends_with("node_modules") {
            files.extend(files_of_kind(&path, kinds));
        } else if is_kind(&path) {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// The first-level module that a file of `src/` belongs to.
fn module_of(file: &Path) -> String {
    let relative = file.strip_prefix(root().join("src")).unwrap();
    let first = relative.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// What is wrong with one file's imports, as `diag.rs: uses ...`.
fn wrong_imports(name: &str, own: &str, text: &str) -> Vec<String> {
    let own_floor = floor(own).unwrap();
    let mut wrong = Vec::new();
    for piece in text.split("crate::").skip(1) {
        let used: String = piece.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        match floor(&used) {
            Some(floor) if floor >= own_floor && used != own && !siblings(own, &used) => {
                wrong.push(format!("{name}: uses `crate::{used}` from floor {floor}"));
            }
            _ => (),
        }
    }
    wrong
}

/// Whether one module may import another one on the same floor: `source` may
/// use `url`, since a source has a path.
fn siblings(own: &str, used: &str) -> bool {
    own == "source" && used == "url"
}

#[test]
fn a_module_imports_only_from_lower_floors() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let own = module_of(&file);
        if own == "lib" || own == "main" {
            continue;
        }
        assert!(floor(&own).is_some(), "{}: on no floor", file.display());
        let name = file.file_name().unwrap().to_string_lossy();
        wrong.extend(wrong_imports(&name, &own, &fs::read_to_string(&file).unwrap()));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn an_import_from_above_is_named_with_its_floor() {
    let wrong = wrong_imports("diag.rs", "diag", "use crate::check::run;\nuse crate::source::Span;\n");
    assert_eq!(wrong, ["diag.rs: uses `crate::check` from floor 5"]);
}

#[test]
fn every_file_opens_with_its_purpose_and_stays_readable() {
    let mut wrong = Vec::new();
    for dir in ["src", "tests", "benches"] {
        let dir = root().join(dir);
        for file in if dir.exists() { rust_files(&dir) } else { Vec::new() } {
            let text = fs::read_to_string(&file).unwrap();
            if !(text.starts_with("//!") || text.starts_with("#![doc")) {
                wrong.push(format!("{}: no `//!` at its head", file.display()));
            }
            let lines = text.lines().count();
            if lines > 400 {
                wrong.push(format!("{}: {lines} lines", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Scripts and style sheets, as wide and long as Rust's. Biome breaks lines of
/// code, but neither comments nor texts, and counts no lines of a file.
#[test]
fn scripts_and_styles_stay_readable() {
    let mut wrong = Vec::new();
    let mut files = files_of_kind(&root().join("themes"), &["js", "css"]);
    files.extend(files_of_kind(&root().join("src"), &["js"]));
    files.extend(files_of_kind(&root().join("tests"), &["mjs"]));
    files.extend(files_of_kind(&root().join("benches"), &["js", "mjs"]));
    assert!(files.len() > 40, "they are not found");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        if lines > 400 {
            wrong.push(format!("{}: {lines} lines", file.display()));
        }
        // The pages that are drawn, as HTML: a line break would be a space.
        if file.ends_with("screens/sites.mjs") {
            continue;
        }
        let wide = text.lines().enumerate().filter(|(_, line)| line.chars().count() > 120);
        wrong.extend(wide.map(|(at, _)| format!("{}:{}: past column 120", file.display(), at + 1)));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A part of a script or style sheet that `embedded.rs` does not name is not published.
/// The files of words are listed by `build.rs`.
#[test]
fn every_file_of_the_default_theme_is_in_the_program() {
    let named = fs::read_to_string(root().join("src/theme/embedded.rs")).unwrap();
    let theme = root().join("themes/default");
    let files = files_of_kind(&theme, &["html", "js", "css", "svg", "typ"]);
    assert!(files.len() > 40, "they are not found");
    for file in files {
        let path = file.strip_prefix(&theme).unwrap().to_str().unwrap().replace('\\', "/");
        assert!(named.contains(&format!("{path}\"")), "{path}");
    }
}

#[test]
fn no_file_imports_its_parent() {
    let is_parent =
        |file: &Module, imported: &Module| file.len() > imported.len() && file.starts_with(imported);
    let mut wrong = Vec::new();
    for (file, all) in imports() {
        wrong.extend(
            all.iter()
                .filter(|imported| is_parent(&file, imported))
                .map(|parent| format!("{}: uses its parent {}", file.join("/"), parent.join("/"))),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_import_one_another_in_one_direction() {
    let graph = imports();
    assert!(
        graph.len() > 200 && graph.values().map(BTreeSet::len).sum::<usize>() > 800,
        "they are not found"
    );
    assert_eq!(circle(&graph), None);
}

#[test]
fn a_circle_of_imports_is_found() {
    let module = |name: &str| vec![name.to_owned()];
    let graph =
        [("a", "b"), ("b", "c"), ("c", "b")].map(|(from, to)| (module(from), BTreeSet::from([module(to)])));
    assert_eq!(circle(&BTreeMap::from(graph)), Some(vec![module("b"), module("c")]));
}

/// Pages, search and handouts don't import one another.
#[test]
fn the_media_do_not_know_one_another() {
    let medium = |module: &Module| match module.as_slice() {
        [render, medium, ..]
            if render == "render" && ["html", "search", "pdf"].contains(&medium.as_str()) =>
        {
            Some(medium.clone())
        }
        _ => None,
    };
    let mut wrong = Vec::new();
    for (file, all) in imports() {
        let others = all.iter().filter(|other| medium(&file).zip(medium(other)).is_some_and(|(a, b)| a != b));
        wrong.extend(others.map(|other| format!("{}: uses {}", file.join("/"), other.join("/"))));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Names that more than one type has: small types that belong to one file each.
const SHARED_NAMES: &[&str] = &["Arguments", "FontNeeds", "SiteHandouts"];

#[test]
fn a_type_has_a_name_of_its_own() {
    let mut borne: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (module, text) in production() {
        let types = text.lines().filter_map(|line| {
            let line = line
                .strip_prefix("pub")
                .map_or(line, |rest| rest.split_once(' ').map_or("", |(_, rest)| rest));
            let rest = ["struct ", "enum ", "trait ", "type ", "union "]
                .iter()
                .find_map(|word| line.strip_prefix(word))?;
            Some(rest.split(|c: char| !c.is_alphanumeric()).next()?.to_owned())
        });
        types.for_each(|name| borne.entry(name).or_default().push(module.join("/")));
    }
    assert!(borne.len() > 300, "they are not found");
    borne.retain(|name, files| files.len() > 1 && !SHARED_NAMES.contains(&name.as_str()));
    assert_eq!(borne, BTreeMap::new());
}

/// A parameter that is a long tuple is a list of arguments that clippy does not
/// count.
#[test]
fn a_parameter_is_at_most_a_pair() {
    let mut wrong = Vec::new();
    for (module, text) in production() {
        for function in text.split("fn ").skip(1) {
            let name = function.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap();
            if parameters(function).iter().any(|parameter| parts_of_tuple(parameter) > 2) {
                wrong.push(format!("{}: {name}", module.join("/")));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn parts_of_tuples_are_counted() {
    let counted =
        |function: &str| parameters(function).iter().map(|one| parts_of_tuple(one)).collect::<Vec<_>>();
    assert_eq!(
        counted("f(&self, (a, b): (Vec<(u8, u8)>, B), c: &(A, B, C), d: fn(u8) -> u8) {"),
        [0, 2, 3, 0]
    );
    assert_eq!(counted("f<'a, T: Fn(u8)>(a: (A, &'a B, C, D)) -> (A, B, C)"), [4]);
}

/// The parameters of a function, whose text begins with the function's name.
fn parameters(function: &str) -> Vec<String> {
    let mut depth = 0;
    let mut generics = 0;
    let mut before = ' ';
    let open = function.char_indices().find(|(_, c)| {
        generics += i32::from(*c == '<') - i32::from(*c == '>' && before != '-');
        before = *c;
        *c == '(' && generics == 0
    });
    let Some((open, _)) = open else { return Vec::new() };
    let inner: String = function[open + 1..]
        .chars()
        .take_while(|c| {
            depth += i32::from("([{".contains(*c)) - i32::from(")]}".contains(*c));
            depth >= 0
        })
        .collect();
    split(&inner)
}

/// The number of parts, if the type of a parameter is a tuple.
fn parts_of_tuple(parameter: &str) -> usize {
    let mut depth = 0;
    let colon = parameter.char_indices().find(|(_, c)| {
        depth += i32::from("([<".contains(*c)) - i32::from(")]>".contains(*c));
        *c == ':' && depth == 0
    });
    let Some((colon, _)) = colon else { return 0 };
    let inner = parameter[colon + 1..].trim().trim_start_matches('&');
    inner.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).map_or(0, |inner| split(inner).len())
}

/// Splits a text at the commas that are not inside brackets.
fn split(text: &str) -> Vec<String> {
    let (mut depth, mut before) = (0, ' ');
    let mut parts = vec![String::new()];
    for c in text.chars() {
        depth += i32::from("([{<".contains(c)) - i32::from(")]}".contains(c) || (c == '>' && before != '-'));
        before = c;
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Every row of `tests/SYSTEMS.md` names tests that exist; one row waits for
/// later work.
#[test]
fn each_system_of_the_handout_has_its_test() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (table, web, paper) =
        (read("tests/SYSTEMS.md"), read("tests/it/systems.rs"), read("tests/pdf/test_systems.py"));
    let mut later = Vec::new();
    for n in 1..=55 {
        let row = table.lines().find(|line| line.starts_with(&format!("| S{n:02} |"))).unwrap();
        let held = row.rsplit('|').nth(1).unwrap().trim();
        let mut named = 0;
        for test in held.split("; ") {
            let known = match test.split_once("::") {
                Some(("systems", name)) => web.contains(&format!("fn {name}()")),
                Some(("paper", name)) => paper.contains(&format!("def test_{name}(")),
                _ => continue,
            };
            assert!(known, "S{n:02}: {test}");
            named += 1;
        }
        if named == 0 {
            assert_eq!(held, "later", "{row}");
            later.push(n);
        }
    }
    assert_eq!(later, [54]);
}
