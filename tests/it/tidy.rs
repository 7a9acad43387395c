//! The house itself: floors, file sizes, headers.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, lowest floor first: each imports only from floors below it.
const FLOORS: &[&[&str]] = &[
    &["source", "lang", "url"],
    &["diag", "output"],
    &["config", "model"],
    &["parse", "theme"],
    &["resolve"],
    &["check", "render"],
    &["compile"],
    &["disk"],
    &["serve"],
    &["cli"],
];

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
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

/// Floor 0 is one floor, but a source has a path: `source` may use `url`.
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

/// Every row of `tests/SYSTEMS.md` names tests that there are; one row waits
/// for later work.
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
