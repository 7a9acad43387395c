//! A guide for machines: `HowTo` of schema.org, as a block of data.

use serde_json::{Map, Value, json};

use super::Renderer;
use super::outline::{StepGroup, steps};
use super::reference::words_of;
use crate::model::{Block, Page, Section, plain_text};

/// What a step says is cut here, in characters: the page says the rest.
const LONGEST: usize = 120;

/// The data, with no `<` in it, so that nothing can end the block early.
pub(super) fn how_to(renderer: &Renderer<'_>, page: &Page) -> String {
    let groups = steps(&page.sections);
    let tongue = renderer.tongue(&page.text_lang);
    let mut data = Map::new();
    let mut set = |key: &str, value: Value| _ = data.insert(key.to_owned(), value);
    set("@context", json!("https://schema.org"));
    set("@type", json!("HowTo"));
    set("name", json!(page.title));
    set("inLanguage", json!(tongue.words.language.html));
    if let Some(summary) = &page.meta.summary {
        set("description", json!(summary));
    }
    if let Some(minutes) = page.meta.minutes {
        set("totalTime", json!(format!("PT{minutes}M")));
    }
    if let Some(day) = page.meta.verified {
        set("dateModified", json!(day.to_string()));
    }
    if !page.meta.needs.is_empty() {
        let tools = page.meta.needs.iter().map(|need| json!({ "@type": "HowToTool", "name": need }));
        set("tool", tools.collect());
    }
    let several = groups.iter().any(|group| group.series.is_some());
    let step = |group: &StepGroup<'_>| step(renderer, page, group);
    if several {
        let mut parts: Vec<(Option<usize>, Vec<Value>)> = Vec::new();
        for group in &groups {
            match parts.last_mut() {
                Some((series, steps)) if *series == group.series => steps.push(step(group)),
                _ => parts.push((group.series, vec![step(group)])),
            }
        }
        let part = |(series, steps): (Option<usize>, Vec<Value>)| json!({ "@type": "HowToSection", "name": tongue.series(series), "itemListElement": steps });
        set("step", parts.into_iter().map(part).collect());
    } else {
        set("step", groups.iter().map(step).collect());
    }
    Value::Object(data).to_string().replace('<', "\\u003c")
}

fn step(renderer: &Renderer<'_>, page: &Page, group: &StepGroup<'_>) -> Value {
    let sections: Vec<&Section> = group.head.iter().chain(&group.subs).map(|(section, _)| *section).collect();
    let tongue = renderer.tongue(&page.text_lang);
    let title = sections.first().map(|section| plain_text(&section.title)).filter(|title| !title.is_empty());
    let name = title.unwrap_or_else(|| tongue.label(group.series, group.number()));
    let mut words = String::new();
    for body in sections.iter().flat_map(|section| section.bodies()) {
        if words.len() < LONGEST * 4 {
            words_of(body, &mut words);
        }
    }
    let text: String = words.trim().chars().take(LONGEST).collect();
    let text = if text.is_empty() { name.clone() } else { text };
    let mut data = Map::new();
    let mut set = |key: &str, value: Value| _ = data.insert(key.to_owned(), value);
    set("@type", json!("HowToStep"));
    set("name", json!(name));
    set("text", json!(text));
    if let Some(address) = renderer.absolute(&page.address) {
        set("url", json!(format!("{address}#{}", group.id())));
    }
    let mut bodies = sections.iter().flat_map(|section| section.bodies());
    if let Some(image) = bodies.find_map(|body| image(renderer, body)) {
        set("image", json!(image));
    }
    Value::Object(data)
}

/// The absolute address of the first picture of a figure.
fn image(renderer: &Renderer<'_>, body: &[Block<crate::model::Resolved>]) -> Option<String> {
    body.iter().find_map(|block| match block {
        Block::Figure(figure) => {
            let shown = figure.images.iter().find_map(|picture| renderer.shown(picture))?;
            renderer.absolute(&shown.path)
        }
        _ => None,
    })
}
