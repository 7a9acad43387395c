//! The data of a guide for search engines: `HowTo` of schema.org in a JSON-LD
//! block.

use serde::Serialize;

use super::renderer::Renderer;
use crate::model::walk::{self, WalkNode};
use crate::model::{Block, Page, Resolved, Section, plain_text};
use crate::render::facts::PageFacts;
use crate::render::language::Language;
use crate::render::sections::{StepGroup, steps};

/// Longest text of a step in the data, in characters; the page has the whole
/// text.
const LONGEST: usize = 40;

/// <https://schema.org/HowTo>
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HowTo<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
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
    step: Vec<HowToPart<'a>>,
}

/// <https://schema.org/HowToTool>
#[derive(Serialize)]
#[serde(tag = "@type")]
struct HowToTool<'a> {
    name: &'a str,
}

/// A step or, on a page with several series, all steps of one series.
#[derive(Serialize)]
#[serde(tag = "@type")]
enum HowToPart<'a> {
    /// <https://schema.org/HowToSection>
    #[serde(rename = "HowToSection", rename_all = "camelCase")]
    Section { name: &'a str, item_list_element: Vec<HowToPart<'a>> },
    /// <https://schema.org/HowToStep>
    #[serde(rename = "HowToStep")]
    Step {
        name: String,
        text: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<String>,
    },
}

/// The `HowTo` data of a guide, as JSON.
pub(super) fn how_to(renderer: &Renderer<'_>, page: &Page) -> String {
    let groups = steps(&page.sections);
    let language = renderer.language(&page.profile.text_lang);
    let facts = PageFacts::of(&page.profile);
    let steps = StepData { renderer, page, language };
    let series = |part: &[StepGroup<'_>]| HowToPart::Section {
        name: language.words.series(part.first().and_then(|group| group.series)),
        item_list_element: part.iter().map(|group| steps.step(group)).collect(),
    };
    let data = HowTo {
        context: "https://schema.org",
        kind: "HowTo",
        name: &page.profile.title,
        in_language: &language.words.language.html,
        description: page.profile.meta.summary.as_deref(),
        total_time: facts.minutes.map(|minutes| format!("PT{minutes}M")),
        date_modified: facts.verified,
        tool: facts.needs.iter().map(|need| HowToTool { name: need }).collect(),
        step: if groups.iter().any(|group| group.series.is_some()) {
            groups.chunk_by(|a, b| a.series == b.series).map(series).collect()
        } else {
            groups.iter().map(|group| steps.step(group)).collect()
        },
    };
    block(&data)
}

/// JSON without any `<`, so that no text in it can end the `<script>` element.
fn block(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default().replace('<', "\\u003c")
}

/// The input for the data of steps.
struct StepData<'a> {
    renderer: &'a Renderer<'a>,
    page: &'a Page,
    language: &'a Language<'a>,
}

impl StepData<'_> {
    fn step<'s>(&self, group: &StepGroup<'_>) -> HowToPart<'s> {
        let sections = || group.head.iter().chain(&group.subs).map(|(section, _)| *section);
        let title = sections().next().map(|section| plain_text(&section.title)).unwrap_or_default();
        let name = if title.is_empty() {
            self.language.words.step_label(group.series, group.number())
        } else {
            title
        };
        let mut words = String::new();
        for body in sections().flat_map(Section::bodies) {
            if words.len() < LONGEST * 4 {
                words_of(body, &mut words);
            }
        }
        let words = words.trim();
        let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
        let text = words.get(..end).filter(|words| !words.is_empty()).unwrap_or(&name).to_owned();
        let address = self.renderer.input.config.absolute(&self.page.profile.address);
        let url = address.map(|address| format!("{address}#{}", group.id()));
        let image = sections().flat_map(Section::bodies).find_map(|body| self.image(body));
        HowToPart::Step { name, text, url, image }
    }

    /// The absolute address of the first picture among the blocks.
    fn image(&self, body: &[Block<Resolved>]) -> Option<String> {
        self.renderer.input.config.base_url.as_ref()?;
        body.iter().find_map(|block| match block {
            Block::Figure(figure) => {
                let shown = figure.images.iter().find_map(|picture| self.renderer.shown(picture))?;
                self.renderer.input.config.absolute(&shown.path)
            }
            _ => None,
        })
    }
}

/// Appends the words of all paragraphs and outcomes in `blocks`, for data that
/// machines read.
fn words_of(blocks: &[Block<Resolved>], out: &mut String) {
    walk::blocks(blocks, &mut |node| {
        if let WalkNode::Block(Block::Paragraph(text) | Block::Outcome(text)) = node {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(&plain_text(text));
        }
    });
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
