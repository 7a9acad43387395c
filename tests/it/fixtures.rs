//! `tests/fixtures/check/CODE.txt`: small sites and what is found in them.
//!
//! The last file of a fixture, `expect`, has a line for each finding, in
//! order: severity, code, `file:line:column`, and the words that are
//! underlined. Nothing else may be found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use stepbook::check::RULES;
use stepbook::diag::Diagnostic;
use stepbook::source::ContentTree;

use crate::sites::{self, with_rule};

struct Fixture {
    name: String,
    tree: ContentTree,
    expected: Vec<String>,
}

fn fixtures() -> Vec<Fixture> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/check");
    let mut fixtures: Vec<Fixture> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let mut files = sites::files(&fs::read_to_string(&path).unwrap());
            let expect = files.pop().filter(|file| file.path == "expect").unwrap();
            let expected = expect.text.lines().map(str::to_owned).collect();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            Fixture { name, tree: sites::tree(&files), expected }
        })
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    fixtures
}

fn shown(tree: &ContentTree) -> Vec<String> {
    sites::findings(tree).iter().map(|finding| line(tree, finding)).collect()
}

/// `error missing-image content/e/a.en.md:8:18 img/logn.png`
fn line(tree: &ContentTree, finding: &Diagnostic) -> String {
    let source = tree.source(finding.span.source).unwrap();
    let at = source.position(finding.span.bytes.start);
    let words = source.text.get(finding.span.bytes.clone()).unwrap().replace('\n', "⏎");
    let place = format!("{}:{}:{}", source.path, at.line, at.column);
    format!("{} {} {place} {words}", finding.severity.as_str(), finding.code).trim_end().to_owned()
}

fn code(line: &str) -> &str {
    line.split(' ').nth(1).unwrap()
}

#[test]
fn fixtures_find_exactly_what_they_expect() {
    let mut wrong = String::new();
    for fixture in fixtures() {
        let found = shown(&fixture.tree);
        if found != fixture.expected {
            wrong.extend([&fixture.name, ":\n", &found.join("\n"), "\n\n"]);
        }
    }
    assert!(wrong.is_empty(), "found instead:\n{wrong}");
}

/// Each rule has a fixture of its own name, and switching the rule off takes
/// away its findings and nothing else.
#[test]
fn each_rule_is_what_its_fixture_needs() {
    let fixtures: BTreeMap<String, Fixture> =
        fixtures().into_iter().map(|fixture| (fixture.name.clone(), fixture)).collect();
    for rule in RULES {
        assert!(fixtures.contains_key(rule.code), "no fixture {}", rule.code);
        let fixture = fixtures.get(rule.code).unwrap();
        let without: Vec<String> =
            fixture.expected.iter().filter(|line| code(line) != rule.code).cloned().collect();
        assert_ne!(without, fixture.expected, "{} is not found in its fixture", rule.code);
        let found = shown(&with_rule(fixture.tree.clone(), rule.code, "off"));
        assert_eq!(found, without, "{} switched off", rule.code);
    }
}

#[test]
fn stepbook_toml_says_how_bad_a_finding_is() {
    let fixture = fixtures().into_iter().find(|fixture| fixture.name == "missing-image").unwrap();
    let found = shown(&with_rule(fixture.tree, "missing-image", "note"));
    assert!(found.iter().all(|line| line.starts_with("note missing-image ")), "{found:?}");
}

/// What authors read about a rule begins with its name and says more.
#[test]
fn each_rule_explains_itself() {
    for rule in RULES {
        let doc = rule.doc();
        assert!(doc.starts_with(&format!("`{}`: ", rule.code)), "{}", rule.code);
        assert!(doc.split("\n\n").count() >= 3, "{}: what it is, what readers suffer, what to do", rule.code);
        assert!(!doc.contains("pub(super)"), "{}", rule.code);
    }
}

/// The site that this repository publishes is what a careful author writes.
#[test]
fn our_own_content_has_no_findings() {
    let tree = stepbook::disk::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let found: Vec<String> = sites::findings(&tree)
        .iter()
        .map(|finding| format!("{}: {} ({:?})", line(&tree, finding), finding.message, finding.help))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}
