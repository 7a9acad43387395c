//! `stepbook explain`: says what a rule is about, and what to do.
//!
//! In: codes of rules, as findings show them. Out: the explanations of these
//! rules, which are the heads of their files in `src/check/`. Without a code,
//! one line for each rule.

use clap::Args;

use super::outcome::{CommandError, CommandOutcome};
use super::terminal;
use crate::check::{self, RULES, Rule};
use crate::diag::nearest;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Codes of rules, such as `dead-end` [default: a line for each rule]
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<CommandOutcome, CommandError> {
    let asked: Vec<&Rule> = arguments.codes.iter().map(|code| rule(code)).collect::<Result<_, _>>()?;
    let text: Vec<String> = if asked.is_empty() {
        RULES.iter().map(line).collect()
    } else {
        let pages: Vec<String> = asked.into_iter().map(page).collect();
        vec![pages.join("\n")]
    };
    terminal::print(text.into_iter())?;
    Ok(CommandOutcome::Done)
}

fn rule(code: &str) -> Result<&'static Rule, CommandError> {
    RULES.iter().find(|rule| rule.code == code).ok_or_else(|| {
        let help = nearest(code, check::codes().iter().copied()).map_or_else(
            || "`stepbook explain` lists all of them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        CommandError::new(format!("there is no rule `{code}`; {help}"))
    })
}

/// A rule in one line: its code, its severity, and what it finds.
fn line(rule: &Rule) -> String {
    format!("{:<24}{:<9}{}\n", rule.code, rule.severity.as_str(), rule.summary())
}

/// The whole explanation of a rule, and how to change the severity of its findings.
fn page(rule: &Rule) -> String {
    let (code, severity) = (rule.code, rule.severity.as_str());
    let doc = rule.doc();
    format!(
        "{doc}\n\nIts findings are {severity}s. In `stepbook.toml`, `[check]` with `{code} = \"off\"` turns them \
         off;\n\"note\", \"warning\" and \"error\" say how bad they are.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_none_is_answered_with_the_nearest_one() {
        let words = |code: &str| rule(code).err().map(|error| error.words);
        assert_eq!(words("ded-end").as_deref(), Some("there is no rule `ded-end`; did you mean `dead-end`?"));
        let none = Some("there is no rule `x`; `stepbook explain` lists all of them");
        assert_eq!(words("x").as_deref(), none);
        assert_eq!(words("dead-end"), None);
    }

    #[test]
    fn each_rule_has_a_line_that_fits_and_a_page_that_says_what_to_do() {
        for rule in RULES {
            assert!(rule.code.len() < 24 && !rule.summary().is_empty(), "{}", rule.code);
            assert!(!line(rule).trim_end().contains('\n'), "{}", line(rule));
            // What the rule is about, and what a reader would suffer or what to do.
            assert!(rule.doc().split("\n\n").count() >= 2, "{}", rule.doc());
        }
    }
}
