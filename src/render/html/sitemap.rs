//! `sitemap.xml` for search engines. It is made only if the site's address is
//! known, since it needs absolute addresses.

use super::renderer::{HtmlFile, Renderer};
use super::text;
use crate::html_escape;
use crate::model::PageProfile;
use crate::url::SitePath;

/// The address of the file.
pub(super) const SITEMAP: &str = "sitemap.xml";

impl Renderer<'_> {
    pub(super) fn sitemap_xml(&self) -> Option<HtmlFile> {
        self.input.config.base_url.as_ref()?;
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
        );
        // An untranslated page is listed under the language of its text.
        for page in self.input.site.pages.iter().filter(|page| page.lang == page.text_lang) {
            self.push_page(&mut out, page);
        }
        out.push_str("</urlset>\n");
        let path = SitePath::new(SITEMAP);
        Some(HtmlFile { path, bytes: out.into_bytes().into(), problem: None })
    }

    fn push_page(&self, out: &mut String, page: &PageProfile) {
        let site = self.input.site;
        out.push_str("<url><loc>");
        html_escape::push(out, &self.input.config.absolute(&page.address).unwrap_or_default());
        out.push_str("</loc>");
        if let Some(day) = page.meta.verified_on() {
            out.push_str("<lastmod>");
            out.push_str(&day.to_string());
            out.push_str("</lastmod>");
        }
        let twins: Vec<&PageProfile> = site
            .languages
            .iter()
            .filter_map(|lang| site.page(&page.key, lang))
            .filter(|twin| twin.lang == twin.text_lang)
            .collect();
        for twin in twins.iter().filter(|_| twins.len() > 1) {
            out.push_str("<xhtml:link rel=\"alternate\"");
            text::attribute(out, "hreflang", &self.language(&twin.lang).words.language.html);
            text::attribute(out, "href", &self.input.config.absolute(&twin.address).unwrap_or_default());
            out.push_str("/>");
        }
        out.push_str("</url>\n");
    }
}
