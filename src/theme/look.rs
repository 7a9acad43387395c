//! The accent of a site in the theme's style sheet and icon.

use crate::config::{Accent, Colour};

/// The default theme's accent, as its icon has it.
const ACCENT: &str = "#c2321c";

/// Rules to come after a style sheet: the accent in the light, in the dark and on paper.
pub(super) fn rules(accent: &Accent) -> String {
    let Accent { light, dark, dark_text } = accent;
    let token = |name: &str, dark: &Colour| format!("--{name}:var(--if-light,{light}) var(--if-dark,{dark})");
    format!(
        "\n:root{{{};{}}}@media print{{:root,:root[data-theme],:root:not([data-theme=\"light\"]){{--accent:{light};--accent-text:{light}}}}}\n",
        token("accent", dark),
        token("accent-text", dark_text),
    )
}

/// The default theme's icon in the accent.
pub(super) fn icon(svg: &str, accent: &Accent) -> String {
    svg.replace(ACCENT, &accent.light.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_theme_has_the_accent_that_is_replaced() {
        assert_eq!(include_str!("../../themes/default/icon.svg").matches(ACCENT).count(), 1);
        let tokens = include_str!("../../themes/default/style/tokens.css");
        for token in ["--accent: var(--if-light, #c2321c)", "--accent-text: var(--if-light, #c2321c)"] {
            assert!(tokens.contains(token), "{token}");
        }
    }
}
