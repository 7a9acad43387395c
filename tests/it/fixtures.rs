//! `tests/fixtures/check/CODE.txt`: small sites, and the findings in them.
//!
//! The last file of a fixture, `expect`, has a line for each finding, in order:
//! severity, code, `file:line:column`, and the words that are underlined. There
//! must be no other finding.

use std::collections::BTreeSet;
use std::fs;

use stepbook::check::RULES;
use stepbook::diag::Diagnostic;
use stepbook::source::ContentTree;

use crate::made::{our_tree, ours};
use crate::sites::{self, with_rule};

pub(crate) struct Fixture {
    name: String,
    pub(crate) tree: ContentTree,
    expected: Vec<String>,
}

pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/check");

/// Rules that find nothing in a program without handouts.
const OF_HANDOUTS: [&str; 2] = ["missing-glyph", "no-handout"];

/// The fixture of a rule.
pub(crate) fn fixture(code: &str) -> Fixture {
    let mut files = sites::files(&fs::read_to_string(format!("{FOLDER}/{code}.txt")).unwrap());
    let expect = files.pop().filter(|file| file.path == "expect").unwrap();
    let expected = expect.text.lines().map(str::to_owned).collect();
    Fixture { name: code.to_owned(), tree: sites::tree(&files), expected }
}

fn fixtures() -> Vec<Fixture> {
    let mut fixtures: Vec<Fixture> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| fixture(entry.unwrap().path().file_stem().unwrap().to_str().unwrap()))
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    fixtures.retain(|fixture| cfg!(feature = "pdf") || !OF_HANDOUTS.contains(&fixture.name.as_str()));
    fixtures
}

/// The findings in the site of the fixture of a rule, as lines.
fn shown(tree: &ContentTree, rule: &str) -> Vec<String> {
    let find = if rule == sites::UNNAMED { sites::all_findings } else { sites::findings };
    find(tree).iter().map(|finding| line(tree, finding)).collect()
}

/// A finding as one line: `error missing-image content/e/a.en.md:8:18
/// img/logn.png`.
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
        let found = shown(&fixture.tree, &fixture.name);
        if found != fixture.expected {
            wrong.extend([&fixture.name, ":\n", &found.join("\n"), "\n\n"]);
        }
    }
    assert!(wrong.is_empty(), "found instead:\n{wrong}");
}

/// Each rule has a fixture of its own name. Switching the rule off removes its
/// findings and no others.
#[test]
fn each_rule_is_what_its_fixture_needs() {
    let rules = RULES.iter().filter(|rule| cfg!(feature = "pdf") || !OF_HANDOUTS.contains(&rule.code));
    for rule in rules {
        let fixture = fixture(rule.code);
        let without: Vec<String> =
            fixture.expected.iter().filter(|line| code(line) != rule.code).cloned().collect();
        assert_ne!(without, fixture.expected, "{} is not found in its fixture", rule.code);
        let found = shown(&with_rule(fixture.tree.clone(), rule.code, "off"), rule.code);
        assert_eq!(found, without, "{} switched off", rule.code);
    }
}

#[test]
fn stepbook_toml_says_how_bad_a_finding_is() {
    let fixture = fixture("missing-image");
    let found = shown(&with_rule(fixture.tree, "missing-image", "note"), "missing-image");
    assert!(found.iter().all(|line| line.starts_with("note missing-image ")), "{found:?}");
}

/// If a finding has a fix, the finding is gone after the fix.
#[test]
fn each_fix_mends_its_finding() {
    let mut mended = BTreeSet::new();
    for fixture in fixtures() {
        for finding in sites::findings(&fixture.tree) {
            let Some(fix) = &finding.fix else { continue };
            let mut tree = fixture.tree.clone();
            let source = tree.source(fix.span.source).unwrap();
            let path = source.path.clone();
            let mut text = source.text.to_string();
            text.replace_range(fix.span.bytes.clone(), &fix.replacement);
            sites::rewrite(&mut tree, &path, &text);
            let same = |other: &Diagnostic| {
                other.code == finding.code && other.span.bytes.start == fix.span.bytes.start
            };
            let left =
                sites::findings(&tree).into_iter().filter(|other| other.span.source == fix.span.source);
            assert!(!left.into_iter().any(|other| same(&other)), "{}: {finding:?}", fixture.name);
            mended.insert(finding.code);
        }
    }
    let expected = [
        "control-character",
        "foreign-syntax",
        "lost-cell",
        "low-contrast",
        "near-block",
        "near-emphasis",
        "near-id",
        "near-reference",
        "near-step",
        "odd-step-level",
        "open-front-matter",
        "punctuation",
        "radical",
        "term-variant",
        "toml-syntax",
        "unknown-key",
        "unknown-rule",
        "unknown-word",
        "wrong-case",
        "wrong-step-number",
        "yaml-front-matter",
    ];
    assert_eq!(mended.into_iter().collect::<Vec<_>>(), expected);
}

/// The text that authors read about a rule begins with its name and explains
/// it.
#[test]
fn each_rule_explains_itself() {
    for rule in RULES {
        let doc = rule.doc();
        assert!(doc.starts_with(&format!("`{}`: ", rule.code)), "{}", rule.code);
        assert!(doc.split("\n\n").count() >= 3, "{}: what it is, what readers suffer, what to do", rule.code);
        assert!(!doc.contains("pub(super)"), "{}", rule.code);
        assert!(!doc.contains("\\\\"), "{}: authors write one backslash", rule.code);
    }
}

/// The site in this repository has no findings, like that of a careful author.
#[test]
fn our_own_content_has_no_findings() {
    let found: Vec<String> = ours()
        .findings
        .iter()
        .map(|finding| format!("{}: {} ({:?})", line(our_tree(), finding), finding.message, finding.help))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}
