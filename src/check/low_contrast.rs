//! `low-contrast`: the accent colour in `stepbook.toml` can't be read well.
//!
//! White words stand on it, and it is the colour of words on white and on light grey.
//! Readers with weak eyes need a contrast of 4.5 to 1 (WCAG 2.1, level AA), which the
//! law asks of public sites. Until the setting is changed, pages have the nearest
//! darker colour that passes. For the dark look, the colour is made as light as it has
//! to be without a finding.
//!
//! Write the colour that the finding names, or another darker one.

use super::rule::Rule;
use super::subject::Subject;
use crate::config::Accent;
use crate::diag::{Diagnostic, Fix, Severity};

pub(super) const RULE: Rule =
    Rule { code: "low-contrast", severity: Severity::Warning, file: include_str!("low_contrast.rs"), find };

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.whole.is_none() {
        return Vec::new();
    }
    let chosen = subject.config.look.chosen.iter();
    let low = chosen.filter_map(|(colour, span)| {
        let (contrast, ground) = Accent::too_low(*colour)?;
        // Rounded down: 4.49 is not 4.5.
        let contrast = (contrast * 10.0).floor() / 10.0;
        let used = Accent::of(*colour).light;
        let message = format!(
            "`{colour}` has a contrast of {contrast:.1} to 1 with `{ground}`, and words need 4.5 to 1"
        );
        let fix = Fix { span: span.clone(), replacement: format!("\"{used}\"") };
        let help = format!("write `{used}`, the nearest colour that can be read; until then it is used");
        Some(RULE.at(span, message).with_help(help).with_fix(fix))
    });
    low.collect()
}
