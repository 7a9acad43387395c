//! `yaml-front-matter`: the settings of a page are written in YAML.
//!
//! The simple ones are read, but stepbook's own form is TOML: only there a wrong key or value gets
//! a finding, and the next author finds one form in all files.
//!
//! Write two lines of `+++` instead of `---`, and `key = "value"` instead of `key: value`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule = Rule {
    code: "yaml-front-matter",
    severity: Severity::Warning,
    file: include_str!("yaml_front_matter.rs"),
    find,
};

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::YamlFrontMatter { fix } = kind else { return None };
        let finding = RULE.at(span, "these settings are YAML, and stepbook's are TOML");
        Some(match fix {
            Some(fix) => {
                let lines: Vec<&str> = fix.replacement.lines().collect();
                finding.with_help(format!("write `{}`", lines.join("`, `"))).with_fix(fix.clone())
            }
            None => finding.with_help("write `+++` instead of `---`, and lines such as `title = \"…\"`"),
        })
    })
}
