//! `unknown-word`: a word of a theme that neither the program nor a template asks for.
//!
//! The line in `themes/NAME/i18n/LANG.toml` has no effect: pages show the default
//! theme's word. Most often the key or its section has a typing mistake. A word that
//! one of the theme's own templates uses, as `t.section.key`, is not reported.
//!
//! Write the known key that the finding names, or take the line out.

use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Fix, ProblemKind, Severity};

pub(super) const RULE: Rule =
    Rule { code: "unknown-word", severity: Severity::Warning, file: include_str!("unknown_word.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.phrased(|span, kind| {
        let (message, nearest, used) = match kind {
            ProblemKind::UnknownWords { section, nearest } => {
                (format!("`[{section}]` is no section of a theme's words"), nearest, format!("{section}.…"))
            }
            ProblemKind::UnknownWord { section, key, nearest } => (
                format!("`{key}` is no key of the words in `[{section}]`"),
                nearest,
                format!("{section}.{key}"),
            ),
            _ => return None,
        };
        let finding = RULE.at(span, message);
        Some(match nearest {
            Some(known) => {
                let fix = Fix { span: span.clone(), replacement: known.clone() };
                finding.with_help(format!("did you mean `{known}`?")).with_fix(fix)
            }
            None => finding
                .with_help(format!("take it out, or use it in a template of your own: `{{{{ t.{used} }}}}`")),
        })
    })
}
