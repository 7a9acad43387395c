//! A guide for machines: `HowTo` of schema.org, as a block of data.

use std::fmt::Write as _;

use super::renderer::Renderer;
use crate::model::{Block, Page, Resolved, Section, plain_text};
use crate::render::language::Tongue;
use crate::render::reference::words_of;
use crate::render::sections::{StepGroup, steps};

/// What a step says is cut here, in characters: the page says the rest.
const LONGEST: usize = 40;

/// JSON that only grows; what is between two values is the caller's business.
#[derive(Default)]
struct Json(String);

impl Json {
    fn raw(&mut self, json: &str) {
        self.0.push_str(json);
    }

    /// A string. No `<` is left in it, so that nothing can end the block of
    /// data early.
    fn text(&mut self, text: &str) {
        self.0.push('"');
        let special = |c: char| c < ' ' || matches!(c, '"' | '\\' | '<');
        let mut rest = text;
        while let Some(at) = rest.find(special) {
            let (clean, tail) = rest.split_at(at);
            self.0.push_str(clean);
            let mut chars = tail.chars();
            match chars.next() {
                Some(c @ ('"' | '\\')) => self.0.extend(['\\', c]),
                Some(c) => _ = write!(self.0, "\\u{:04x}", u32::from(c)),
                None => (),
            }
            rest = chars.as_str();
        }
        self.0.push_str(rest);
        self.0.push('"');
    }

    /// `,"name":"text"`
    fn field(&mut self, name: &str, text: &str) {
        self.raw(",\"");
        self.raw(name);
        self.raw("\":");
        self.text(text);
    }

    /// A list of whatever `push` writes for each entry.
    fn list<T>(&mut self, entries: impl IntoIterator<Item = T>, mut push: impl FnMut(&mut Self, T)) {
        self.raw("[");
        for (index, entry) in entries.into_iter().enumerate() {
            if index > 0 {
                self.raw(",");
            }
            push(self, entry);
        }
        self.raw("]");
    }
}

/// The data of a guide.
pub(super) fn how_to(renderer: &Renderer<'_>, page: &Page) -> String {
    let groups = steps(&page.sections);
    let tongue = renderer.tongue(&page.text_lang);
    let meta = &page.meta;
    let mut json = Json::default();
    json.raw("{\"@context\":\"https://schema.org\",\"@type\":\"HowTo\"");
    json.field("name", &page.title);
    json.field("inLanguage", &tongue.words.language.html);
    if let Some(summary) = &meta.summary {
        json.field("description", summary);
    }
    if let Some(minutes) = meta.minutes {
        json.field("totalTime", &format!("PT{minutes}M"));
    }
    if let Some(day) = meta.verified {
        json.field("dateModified", &day.to_string());
    }
    if !meta.needs.is_empty() {
        json.raw(",\"tool\":");
        json.list(&meta.needs, |json, need| {
            json.raw("{\"@type\":\"HowToTool\"");
            json.field("name", need);
            json.raw("}");
        });
    }
    json.raw(",\"step\":");
    let said = StepWordsSaid { renderer, page, tongue };
    if groups.iter().any(|group| group.series.is_some()) {
        json.list(groups.chunk_by(|a, b| a.series == b.series), |json, part| said.part(json, part));
    } else {
        json.list(&groups, |json, group| said.step(json, group));
    }
    json.raw("}");
    json.0
}

/// What steps are said with.
struct StepWordsSaid<'a> {
    renderer: &'a Renderer<'a>,
    page: &'a Page,
    tongue: &'a Tongue<'a>,
}

impl StepWordsSaid<'_> {
    /// The steps of one series.
    fn part(&self, json: &mut Json, groups: &[StepGroup<'_>]) {
        json.raw("{\"@type\":\"HowToSection\"");
        json.field("name", self.tongue.series(groups.first().and_then(|group| group.series)));
        json.raw(",\"itemListElement\":");
        json.list(groups, |json, group| self.step(json, group));
        json.raw("}");
    }

    fn step(&self, json: &mut Json, group: &StepGroup<'_>) {
        let sections = || group.head.iter().chain(&group.subs).map(|(section, _)| *section);
        let title = sections().next().map(|section| plain_text(&section.title)).unwrap_or_default();
        let name = if title.is_empty() { self.tongue.label(group.series, group.number()) } else { title };
        let mut words = String::new();
        for body in sections().flat_map(Section::bodies) {
            if words.len() < LONGEST * 4 {
                words_of(body, &mut words);
            }
        }
        let words = words.trim();
        let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
        let words = words.get(..end).filter(|words| !words.is_empty()).unwrap_or(&name);
        json.raw("{\"@type\":\"HowToStep\"");
        json.field("name", &name);
        json.field("text", words);
        if let Some(address) = self.renderer.input.config.absolute(&self.page.address) {
            json.field("url", &format!("{address}#{}", group.id()));
        }
        if let Some(image) = sections().flat_map(Section::bodies).find_map(|body| self.image(body)) {
            json.field("image", &image);
        }
        json.raw("}");
    }

    /// The absolute address of the first picture of a run of blocks.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is written is read back, and no `<` is in it.
        #[test]
        fn json_reads_back(text in "[<>/\"\\\\\u{0}-\u{1f}\u{2028}a登]{0,20}") {
            let mut json = Json::default();
            json.text(&text);
            prop_assert!(!json.0.contains('<'));
            prop_assert_eq!(serde_json::from_str::<String>(&json.0).ok(), Some(text));
        }
    }
}
