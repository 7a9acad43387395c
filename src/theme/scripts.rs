//! Scripts with the HTML that they put into pages: one file for each language.
//!
//! In: a script such as `search.js`, and the template of its name, `search.html`. Out:
//! `search.en.js`, which begins with the filled template as a text. What all pages of a
//! language share – words, the search panel – thus stands in one file that a browser
//! loads once, and in no page.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Value};

use super::icons::{ICONS, Icons};
use super::templates::{TemplateFault, Templates};
use super::words::Words;
use crate::lang::Lang;
use crate::url::SitePath;

/// The scripts that have a template.
const SCRIPTS: [&str; 2] = ["search", "site"];

/// The files of a theme's `assets/`, by address.
type Assets = BTreeMap<SitePath, Arc<[u8]>>;

/// What the templates of scripts are filled with.
pub(super) struct ScriptTemplates<'a> {
    pub(super) templates: &'a Templates,
    pub(super) icons: &'a Icons,
    pub(super) words: &'a BTreeMap<Lang, Words>,
    pub(super) tables: &'a BTreeMap<Lang, Value>,
}

impl ScriptTemplates<'_> {
    /// Puts a file for each language in the place of each script that has a template, in the
    /// order of `languages`. Where something of the site's own `asks` for `site.js` by its plain
    /// address, all of them stay there too: it loads the others.
    pub(super) fn put(
        &self,
        assets: &mut Assets,
        languages: &[Lang],
        asks: impl Fn(&str) -> bool,
    ) -> Vec<TemplateFault> {
        let mut faults = Vec::new();
        for name in SCRIPTS {
            let plain = format!("assets/{name}.js");
            let Some(script) = assets.get(&SitePath::new(&plain)).cloned() else { continue };
            for lang in languages {
                let (html, fault) = self.html(&format!("{name}.html"), lang, languages);
                let html = serde_json::to_string(&html).unwrap_or_default();
                let mut text = format!("globalThis.stepbookHtml = {html};\n").into_bytes();
                text.extend(script.iter());
                assets.insert(SitePath::new(&format!("assets/{name}.{lang}.js")), text.into());
                // The same line fails in every language.
                if let Some(fault) = fault.filter(|fault| !faults.contains(fault)) {
                    faults.push(fault);
                }
            }
            if !asks("assets/site.js") && !languages.is_empty() {
                assets.remove(&SitePath::new(&plain));
            }
        }
        faults
    }

    fn html(&self, template: &str, lang: &Lang, languages: &[Lang]) -> (String, Option<TemplateFault>) {
        let all: Vec<_> = languages.iter().map(|lang| self.language(lang)).collect();
        let mut context = Context::new();
        context.insert_value("t", self.tables.get(lang).cloned().unwrap_or_else(Value::none));
        context.insert("lang", &self.language(lang));
        context.insert("languages", &all);
        context.insert_value("icons", Value::safe_string(ICONS));
        let (html, fault) = self.templates.render(template, &context);
        (String::from_utf8_lossy(&self.icons.put(html)).into_owned(), fault)
    }

    fn language<'l>(&'l self, lang: &'l Lang) -> BTreeMap<&'static str, &'l str> {
        let mut view = BTreeMap::from([("code", lang.as_str())]);
        if let Some(words) = self.words.get(lang) {
            let of = &words.language;
            view.extend([
                ("html", of.html.as_str()),
                ("name", &of.name),
                ("short", &of.short),
                ("dir", &of.direction),
            ]);
        }
        view
    }
}
