//! `bare-style`: a theme's own `style.css` that has no rules for most of the pages.
//!
//! A `style.css` in `themes/NAME/` replaces the whole style sheet. What it has no
//! rules for stands on the page without any look: the finding comes when it and the
//! other style sheets of the theme have rules for less than half of the classes that
//! the default style sheet has rules for. Classes of templates that the theme
//! replaces don't count.
//!
//! To change a few looks, put the lines into `themes/NAME/assets/extra.css` and
//! delete `style.css`: `extra.css` comes after the default style sheet. To replace
//! the whole style sheet, begin with a copy of the one in a finished site,
//! `public/assets/style.css`.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "bare-style", severity: Severity::Warning, file: include_str!("bare_style.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let ProblemKind::BareStyle { folder, styled, classes } = kind else { return None };
        let message = format!(
            "`style.css` replaces the whole style sheet, and has rules for {styled} of {classes} classes of the pages"
        );
        let help = format!("to change a few looks, put these lines into `{folder}assets/extra.css` and delete `style.css`");
        Some(RULE.at(span, message).with_help(help))
    })
}
