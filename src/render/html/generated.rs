//! Generated pages, which no author wrote: glossary, site map, 404, language
//! chooser, and the redirects at former addresses.

use super::frame::{LinkBase, PageFrame, PageTwin, language_view};
use super::renderer::{HtmlFile, Renderer};
use super::{text, view};
use crate::config::{Config, Term};
use crate::html_escape;
use crate::lang::Lang;
use crate::model::{PageKind, PageProfile, Site};
use crate::render::addresses::{glossary, home, map};
use crate::url::SitePath;

/// The address of the page that offers the languages.
const CHOOSER: &str = "index.html";

/// The address of the page for readers who are lost.
const NOT_FOUND: &str = "404.html";

/// What a generated page is.
#[derive(Clone, Copy)]
struct GeneratedPage<'a> {
    kind: &'static str,
    title: &'a str,
    place: LinkBase<'a>,
    lang: &'a Lang,
}

/// The addresses of all generated pages except the redirects at former addresses.
pub(super) fn generated_files(site: &Site, config: &Config) -> Vec<SitePath> {
    let has_glossary = config.has_glossary();
    let mut files = vec![SitePath::new(CHOOSER), SitePath::new(NOT_FOUND)];
    for lang in &site.languages {
        files.push(map(lang));
        files.extend(has_glossary.then(|| glossary(lang)));
    }
    files
}

impl<'a> Renderer<'a> {
    /// The generated page at an address.
    pub(super) fn generated(&'a self, path: &SitePath) -> Option<HtmlFile> {
        match path.as_str() {
            CHOOSER => return Some(self.chooser()),
            NOT_FOUND => return Some(self.not_found()),
            _ => (),
        }
        let mut languages = self.input.site.languages.iter();
        languages.find_map(|lang| match () {
            () if map(lang) == *path => Some(self.map_page(lang)),
            () if glossary(lang) == *path => self.glossary_page(lang),
            () => None,
        })
    }

    /// The frame of a generated page; `address` gives its address in each
    /// language.
    fn generated_frame(
        &'a self,
        page: GeneratedPage<'a>,
        address: impl Fn(&Lang) -> SitePath,
    ) -> PageFrame<'a> {
        let GeneratedPage { kind, title, place, lang } = page;
        let languages = self.input.site.languages.iter();
        let here = view::AnchorView { title: title.to_owned(), href: None };
        PageFrame {
            place,
            lang,
            kind,
            title,
            description: None,
            twins: languages.map(|lang| PageTwin { lang, address: address(lang), own: true }).collect(),
            crumbs: vec![self.home_crumb(lang, place), here],
            image: None,
            json_ld: None,
        }
    }

    fn map_page(&'a self, lang: &'a Lang) -> HtmlFile {
        let address = map(lang);
        let place = LinkBase::of(&address);
        let words = &self.language(lang).words.sitemap;
        let page = GeneratedPage { kind: "sitemap", title: &words.title, place, lang };
        let mut page_frame = self.generated_frame(page, map);
        page_frame.description = Some(&words.summary);
        let mut context = self.context(page_frame);
        let collections = self.site_index.collections(lang);
        let row = |page: &'a PageProfile, guides| view::MapRow { entry: self.map_entry(page, place), guides };
        let rows: Vec<_> = collections
            .iter()
            .filter_map(|node| {
                let page = self.site_index.page(node.collection.page?)?;
                let guides = self.site_index.members(node.collection, PageKind::Guide);
                Some(row(page, guides.map(|guide| self.map_entry(guide, place)).collect()))
            })
            .collect();
        let pages: Vec<_> = collections
            .iter()
            .flat_map(|node| {
                let root = node.collection.page.is_none();
                let members = node.collection.members.iter().filter_map(|index| self.site_index.page(*index));
                members.filter(move |page| root || page.kind == PageKind::Plain)
            })
            .map(|page| self.map_entry(page, place))
            .collect();
        context.insert("collections", &rows);
        context.insert("pages", &pages);
        self.fill("sitemap.html", address.clone(), &context)
    }

    fn map_entry(&'a self, page: &'a PageProfile, place: LinkBase<'_>) -> view::MapEntry<'a> {
        let text = self.language(&page.text_lang);
        view::MapEntry {
            href: place.href(&page.address),
            title_html: text::title(&text.phrases, &self.site_index.title_under(page)),
            html_lang: (page.lang != page.text_lang).then_some(text.words.language.html.as_str()),
        }
    }

    /// The glossary of a language; `None` if no term has a meaning.
    fn glossary_page(&'a self, lang: &'a Lang) -> Option<HtmlFile> {
        let entries = self.input.config.glossary();
        if entries.is_empty() {
            return None;
        }
        let address = glossary(lang);
        let place = LinkBase::of(&address);
        let words = &self.language(lang).words.glossary;
        let page = GeneratedPage { kind: "glossary", title: &words.title, place, lang };
        let mut page_frame = self.generated_frame(page, glossary);
        page_frame.description = Some(&words.summary);
        let mut context = self.context(page_frame);
        let mut terms: Vec<_> = entries.into_iter().map(|(id, term)| self.term(id, term, lang)).collect();
        // As in a dictionary, the case of letters does not change the order.
        terms.sort_by_cached_key(|term| (term.name.to_lowercase(), term.name, term.id.clone()));
        context.insert("terms", &terms);
        Some(self.fill("glossary.html", address.clone(), &context))
    }

    /// The record of a term in a language. A name or meaning that is not
    /// translated is taken from the first language that has it.
    fn term(&'a self, id: String, term: &'a Term, lang: &'a Lang) -> view::TermView<'a> {
        let languages = || std::iter::once(lang).chain(&self.input.site.languages);
        let name = languages().find_map(|lang| Some((lang, term.names.get(lang)?)));
        let meaning = languages().find_map(|lang| Some((lang, term.meanings.get(lang)?)));
        let mut meaning_html = String::new();
        if let Some((other, words)) = meaning {
            let foreign = other != lang;
            if foreign {
                meaning_html.push_str("<span");
                text::attribute(&mut meaning_html, "lang", &self.language(other).words.language.html);
                meaning_html.push('>');
            }
            html_escape::push(&mut meaning_html, words);
            meaning_html.push_str(if foreign { "</span>" } else { "" });
        }
        let named = name.map(|(lang, _)| lang);
        let others =
            self.input.site.languages.iter().filter(|other| Some(*other) != named).filter_map(|other| {
                let words = &self.language(other).words.language;
                Some(view::OtherName {
                    html: &words.html,
                    language: &words.name,
                    name: term.names.get(other)?,
                })
            });
        let name = name.map_or("", |(_, name)| name.as_str());
        view::TermView { id, name, meaning_html, others: others.collect(), variants: &term.variants }
    }

    /// The 404 page, for addresses that do not exist, in all languages at once.
    fn not_found(&'a self) -> HtmlFile {
        let address = SitePath::new(NOT_FOUND);
        let place = LinkBase::anywhere(&address, self.input.config.base_url.as_deref());
        let languages = &self.input.site.languages;
        let lang = languages.first().unwrap_or(self.languages.english());
        let title = &self.language(lang).words.not_found.title;
        let mut page_frame = self.generated_frame(GeneratedPage { kind: "404", title, place, lang }, home);
        page_frame.crumbs.clear();
        let mut context = self.context(page_frame);
        let message = |lang: &'a Lang| {
            let language = self.language(lang);
            view::MessageView {
                lang: language_view(language),
                t: language.table.clone(),
                home: place.href(&home(lang)),
                sitemap: place.href(&map(lang)),
            }
        };
        context.insert("messages", &languages.iter().map(message).collect::<Vec<_>>());
        self.fill("404.html", address.clone(), &context)
    }

    /// The page at the site's root: it goes to the first language and offers
    /// all languages.
    fn chooser(&'a self) -> HtmlFile {
        let address = SitePath::new(CHOOSER);
        let lang = self.input.site.languages.first().unwrap_or(self.languages.english());
        let place = LinkBase::of(&address);
        let page = GeneratedPage { kind: "home", title: self.input.config.title(lang), place, lang };
        let page_frame = self.generated_frame(page, home);
        let mut context = self.context(page_frame);
        let first = context.get("languages").and_then(|all| all.as_array()?.first().cloned());
        context.insert_value("default", first.unwrap_or_else(tera::Value::none));
        self.fill("root.html", address.clone(), &context)
    }

    /// The redirect at a former address of a page to its present address.
    pub(super) fn alias(&self, old: &SitePath) -> Option<HtmlFile> {
        let site = self.input.site;
        let page = site.page_at(site.places.aliases.get(old)?)?;
        Some(HtmlFile { path: old.clone(), bytes: self.moved(old, page).into_bytes().into(), problem: None })
    }

    fn moved(&self, old: &SitePath, page: &PageProfile) -> String {
        let href = old.relative(&page.address);
        let canonical = self.input.config.absolute(&page.address).unwrap_or_else(|| href.clone());
        let mut out = String::from("<!doctype html>\n<html");
        text::attribute(&mut out, "lang", &self.language(&page.text_lang).words.language.html);
        out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
        out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">\n");
        out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.push_str("<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\"");
        text::attribute(&mut out, "content", &format!("0; url={href}"));
        out.push_str(">\n<link rel=\"canonical\"");
        text::attribute(&mut out, "href", &canonical);
        out.push_str(">\n<title>");
        html_escape::push(&mut out, &page.title);
        out.push_str("</title>\n</head>\n<body>\n<main><h1><a");
        text::attribute(&mut out, "href", &href);
        out.push('>');
        html_escape::push(&mut out, &page.title);
        out.push_str("</a></h1></main>\n</body>\n</html>\n");
        out
    }
}
