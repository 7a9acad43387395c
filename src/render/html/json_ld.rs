//! The data of a guide for search engines: `HowTo` of schema.org in a JSON-LD
//! block.
//!
//! What the guide is, how long it takes, what it needs and how old it is. The steps are
//! not in it: they stand in the page, each with its heading and its anchor, and no search
//! engine has shown them out of such data since 2023.

use serde::Serialize;

use super::renderer::Renderer;
use crate::model::Page;
use crate::render::facts::PageFacts;

/// <https://schema.org/HowTo>
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HowTo<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: String,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// A duration of ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    total_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool: Vec<HowToTool<'a>>,
}

/// <https://schema.org/HowToTool>
#[derive(Serialize)]
#[serde(tag = "@type")]
struct HowToTool<'a> {
    name: &'a str,
}

/// The `HowTo` data of a guide, as JSON. `None` if the site's address is unknown: search
/// engines find a page by its absolute address only.
pub(super) fn how_to(renderer: &Renderer<'_>, page: &Page) -> Option<String> {
    let url = renderer.input.config.absolute(&page.profile.address)?;
    let facts = PageFacts::of(&page.profile);
    Some(block(&HowTo {
        context: "https://schema.org",
        kind: "HowTo",
        name: &page.profile.title,
        url,
        in_language: &renderer.language(&page.profile.text_lang).words.language.html,
        description: page.profile.meta.summary.as_deref(),
        total_time: facts.minutes.map(|minutes| format!("PT{minutes}M")),
        date_modified: facts.verified,
        tool: facts.needs.iter().map(|need| HowToTool { name: need }).collect(),
    }))
}

/// JSON without any `<`, so that no text in it can end the `<script>` element.
fn block(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A text that is written as JSON reads back unchanged, and has no `<`.
        #[test]
        fn a_block_reads_back_and_holds_no_tag(text in "[<>/\"\\\\\u{0}-\u{1f}\u{2028}a登]{0,20}") {
            let json = block(&text);
            prop_assert!(!json.contains('<'));
            prop_assert_eq!(serde_json::from_str::<String>(&json).ok(), Some(text));
        }
    }
}
