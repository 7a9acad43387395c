//! The frame of a page: the values that every template is given.

use tera::{Context, Value};

use super::renderer::Renderer;
use super::view;
use crate::lang::Lang;
use crate::model::{PageKind, PageProfile};
use crate::render::addresses::{glossary, home, map};
use crate::render::language::Language;
use crate::theme::ICONS;
use crate::url::{SitePath, percent_encode};

/// The address that the links of a page are relative to.
#[derive(Clone, Copy)]
pub(super) struct LinkBase<'a> {
    pub(super) address: &'a SitePath,
    /// The site's root as an absolute path. Set only for a page that a server
    /// shows at any address.
    root: Option<&'a str>,
}

impl<'a> LinkBase<'a> {
    pub(super) fn of(address: &'a SitePath) -> Self {
        Self { address, root: None }
    }

    /// A page at the root whose links are absolute if the site's address is
    /// known.
    pub(super) fn anywhere(address: &'a SitePath, base_url: Option<&'a str>) -> Self {
        let root = base_url.map(|base| {
            let host = base.find("://").map_or(0, |at| at + "://".len());
            let path = base.get(host..).and_then(|rest| rest.find('/')).map(|at| host + at);
            path.and_then(|at| base.get(at..)).unwrap_or("/")
        });
        Self { address, root }
    }

    pub(super) fn href(&self, target: &SitePath) -> String {
        match self.root {
            Some(root) => format!("{root}{}", percent_encode(target.as_str())),
            None => self.address.relative(target),
        }
    }

    /// The way from the page to the site's root: `../../`, or an absolute path.
    fn root(&self) -> String {
        let depth = self.address.as_str().matches('/').count();
        self.root.map_or_else(|| "../".repeat(depth), str::to_owned)
    }
}

/// A twin of the page: its address in another language.
pub(super) struct PageTwin<'a> {
    pub(super) lang: &'a Lang,
    pub(super) address: SitePath,
    /// Whether the text of the twin is in `lang`.
    pub(super) own: bool,
}

/// What the frame around a page says of the page.
pub(super) struct PageFrame<'a> {
    pub(super) place: LinkBase<'a>,
    pub(super) lang: &'a Lang,
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) twins: Vec<PageTwin<'a>>,
    pub(super) crumbs: Vec<view::AnchorView>,
    pub(super) image: Option<view::SocialCardView<'a>>,
    pub(super) json_ld: Option<String>,
}

impl<'a> Renderer<'a> {
    /// The frame of a page that an author wrote.
    pub(super) fn page_frame(&'a self, page: &'a PageProfile) -> PageFrame<'a> {
        let site = self.input.site;
        let twin = |lang: &'a Lang| {
            let twin = site.page(&page.key, lang)?;
            Some(PageTwin { lang, address: twin.address.clone(), own: twin.text_lang == *lang })
        };
        PageFrame {
            place: LinkBase::of(&page.address),
            lang: &page.lang,
            kind: match page.kind {
                PageKind::Home => "home",
                PageKind::Collection => "collection",
                PageKind::Guide => "guide",
                PageKind::Plain => "page",
            },
            title: &page.title,
            description: page.meta.summary.as_deref(),
            twins: site.languages.iter().filter_map(twin).collect(),
            crumbs: self.crumbs(page),
            image: None,
            json_ld: None,
        }
    }

    /// Links to the pages above this one, from the home page down.
    fn crumbs(&self, page: &PageProfile) -> Vec<view::AnchorView> {
        if page.kind == PageKind::Home {
            return Vec::new();
        }
        let place = LinkBase::of(&page.address);
        let mut crumbs = vec![self.home_crumb(&page.lang, place)];
        for node in self.site_index.way_to(page) {
            let Some(around) = node.collection.page.and_then(|index| self.site_index.page(index)) else {
                continue;
            };
            if around.address != page.address {
                let href = Some(place.href(&around.address));
                crumbs.push(view::AnchorView { title: around.title.clone(), href });
            }
        }
        crumbs.push(view::AnchorView { title: self.site_index.title_under(page).into_owned(), href: None });
        crumbs
    }

    pub(super) fn home_crumb(&self, lang: &Lang, place: LinkBase<'_>) -> view::AnchorView {
        let title = self.language(lang).words.header.home.clone();
        view::AnchorView { title, href: Some(place.href(&home(lang))) }
    }

    /// The versions of a page whose text is in their own language, for search
    /// engines. Empty if there are fewer than two.
    fn alternates(&'a self, page_frame: &PageFrame<'a>) -> Vec<view::Alternate<'a>> {
        let own: Vec<&PageTwin<'a>> = page_frame.twins.iter().filter(|twin| twin.own).collect();
        if own.len() < 2 {
            return Vec::new();
        }
        let href = |twin: &PageTwin<'a>| {
            self.input.config.absolute(&twin.address).unwrap_or_else(|| page_frame.place.href(&twin.address))
        };
        let alternate = |twin: &&PageTwin<'a>| view::Alternate {
            html: &self.language(twin.lang).words.language.html,
            href: href(twin),
        };
        let mut alternates: Vec<_> = own.iter().map(alternate).collect();
        alternates.extend(own.first().map(|twin| view::Alternate { html: "x-default", href: href(twin) }));
        alternates
    }

    /// The values that every template is given; the caller adds the values of
    /// the page's kind.
    pub(super) fn context(&'a self, mut page_frame: PageFrame<'a>) -> Context {
        let language = self.language(page_frame.lang);
        let page = view::PageView {
            kind: page_frame.kind,
            title: page_frame.title,
            description: page_frame.description,
            canonical: self
                .input
                .config
                .absolute(page_frame.place.address)
                .filter(|_| page_frame.kind != "404"),
            alternates: self.alternates(&page_frame),
            image: page_frame.image.take(),
            json_ld: page_frame.json_ld.take(),
        };
        let versions: Vec<_> = page_frame.twins.iter().map(|twin| self.version(twin, &page_frame)).collect();
        let mut context = Context::new();
        context.insert_value("root", Value::normal_string(&page_frame.place.root()));
        context.insert_value("version", self.frame.version.clone());
        context.insert_value("t", language.table.clone());
        context.insert_value("styles", self.frame.styles.clone());
        context.insert("csp", &true);
        context.insert_value("icons", Value::safe_string(ICONS));
        context.insert("lang", &language_view(language));
        context.insert("languages", &versions);
        context.insert("site", &self.site_view(page_frame.lang, page_frame.place));
        context.insert("page", &page);
        context.insert("crumbs", &page_frame.crumbs);
        context
    }

    fn version(&'a self, twin: &PageTwin<'a>, page_frame: &PageFrame<'_>) -> view::VersionView<'a> {
        let words = self.language(twin.lang).words;
        view::VersionView {
            code: twin.lang.as_str(),
            html: &words.language.html,
            name: &words.language.name,
            short: &words.language.short,
            dir: &words.language.direction,
            href: page_frame.place.href(&twin.address),
            current: twin.lang == page_frame.lang,
            title: self.input.config.title(twin.lang),
            choose: &words.root.title,
        }
    }

    fn site_view(&self, lang: &Lang, place: LinkBase<'_>) -> view::SiteView<'_> {
        let config = self.input.config;
        let words = self.language(lang).words;
        let mark = self.input.mark.zip(config.accessibility_mark.as_ref());
        view::SiteView {
            id: &self.frame.id,
            title: config.title(lang),
            owner: config.owner.get(lang).map(String::as_str),
            logo: self.input.logo.map(|logo| view::LogoView {
                src: place.href(&logo.path),
                width: logo.width,
                height: logo.height,
            }),
            accessibility_mark: mark.map(|(shown, mark)| view::AccessibilityMarkView {
                src: place.href(&shown.path),
                width: shown.width,
                height: shown.height,
                url: &mark.url,
                alt: &words.footer.accessibility,
            }),
            updated: self.frame.updated.as_deref(),
            home: place.href(&home(lang)),
            glossary: self.frame.glossary.then(|| place.href(&glossary(lang))),
            sitemap: place.href(&map(lang)),
        }
    }
}

/// The record of a language for templates.
pub(super) fn language_view<'t>(language: &'t Language<'_>) -> view::LanguageView<'t> {
    let words = &language.words.language;
    view::LanguageView {
        code: language.lang.as_str(),
        html: &words.html,
        name: &words.name,
        short: &words.short,
        dir: &words.direction,
        locale: &words.locale,
    }
}
