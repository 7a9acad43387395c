//! Tests of HTML pages: a few source files in, HTML out.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod blocks;
mod laws;
mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::PublishedPicture;
use super::input::HtmlInput;
use super::renderer::Renderer;
use crate::config::Config;
use crate::lang::Lang;
use crate::model::{Page, PageKey, Sidecar, Site};
use crate::parse;
use crate::picture::image;
use crate::resolve;
use crate::source::{Asset, ContentTree, TreeFile};
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

/// A site made from files in memory, with everything that pages need.
pub(super) struct Made {
    pub(super) site: Arc<Site>,
    pages: Vec<Page>,
    config: Config,
    theme: Theme,
    pictures: BTreeMap<TreePath, PublishedPicture>,
    sizes: BTreeMap<SitePath, u64>,
    handouts: super::input::HandoutLinks,
}

impl Made {
    pub(super) fn input(&self) -> HtmlInput<'_> {
        HtmlInput {
            site: &self.site,
            config: &self.config,
            theme: &self.theme,
            pictures: &self.pictures,
            mark: None,
            logo: None,
            sizes: &self.sizes,
            handouts: &self.handouts,
        }
    }

    /// All pages by their address.
    pub(super) fn pages(&self) -> BTreeMap<String, String> {
        let renderer = Renderer::new(self.input());
        let pages = self.pages.iter().map(|page| renderer.page(page));
        let text = |file: super::renderer::HtmlFile| {
            assert_eq!(file.problem, None);
            (file.path.to_string(), String::from_utf8(file.bytes.to_vec()).unwrap())
        };
        pages.chain(renderer.others()).map(text).collect()
    }
}

impl Made {
    /// The page of a key in a language.
    pub(super) fn page(&self, key: &PageKey, lang: &Lang) -> &Page {
        let found = self.pages.iter().find(|page| page.profile.key == *key && page.profile.lang == *lang);
        found.unwrap()
    }

    /// The addresses of all files that are not pages.
    pub(super) fn others(&self) -> BTreeSet<String> {
        let pictures = self.pictures.values().map(|shown| shown.path.to_string());
        let assets = self.theme.assets().keys().map(ToString::to_string);
        pictures.chain(assets).chain(self.sizes.keys().map(ToString::to_string)).collect()
    }
}

/// A picture of this size, as a PNG.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    ::image::DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ::image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn tree(files: &[(&str, &str)]) -> ContentTree {
    let (texts, others): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|(path, _)| !path.starts_with("themes/") && ["md", "toml"].contains(&extension(path)));
    let mut tree = ContentTree::default()
        .with_sources(texts.into_iter().map(|(path, text)| (TreePath::new(path), text.as_bytes().to_vec())));
    for (path, text) in others {
        // A picture is written as its size: `64x48`.
        let size = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
        let bytes = size.map_or_else(|| text.as_bytes().to_vec(), |(width, height)| png(width, height));
        let kind = if path.starts_with("themes/") { TreeFile::Theme } else { TreeFile::Asset };
        tree.put(kind(TreePath::new(path), Asset::new(bytes)));
    }
    tree
}

pub(super) fn make(files: &[(&str, &str)]) -> Made {
    let tree = tree(files);
    let source = tree.source_at(&TreePath::new("stepbook.toml"));
    let config = source.map(|source| Config::read(source).0).unwrap_or_default();
    let (theme, _) = Theme::load(&tree, &config);
    let mut sidecars: BTreeMap<TreePath, Arc<Sidecar>> = BTreeMap::new();
    let mut drafts = Vec::new();
    for source in tree.sources() {
        if extension(source.path.as_str()) == "md" {
            let lang = parse::identify(&source.path).lang;
            let mut draft = parse::draft(source, &theme.words(&lang).of_steps);
            parse::in_default_language(Arc::make_mut(&mut draft.head), config.default_language());
            drafts.push(Arc::new(draft));
        } else if source.path.as_str().starts_with("content/") {
            sidecars.insert(source.path.clone(), Arc::new(parse::sidecar(source).0));
        }
    }
    let settings =
        resolve::ResolveSettings { config: &config, theme: &theme, sidecars: &sidecars, drafts: false };
    let resolve::WholeSite { site, pages, .. } = resolve::whole(&drafts, &tree, settings);
    let mut pictures = BTreeMap::new();
    for file in &site.files.pictures {
        let sidecar = site.sidecars.get(file).map(AsRef::as_ref);
        let bytes = tree.assets().get(file).unwrap().read().unwrap();
        let published = image::publish(&bytes, &image::PixelEdits::of(sidecar));
        pictures
            .extend(published.ok().map(|picture| (file.clone(), PublishedPicture::new(&picture, sidecar))));
    }
    let bytes_of = |(file, address): (&TreePath, &SitePath)| {
        (address.clone(), tree.assets().get(file).unwrap().length())
    };
    let sizes = site.files.downloads.iter().map(bytes_of).collect();
    Made { site, pages, config, theme, pictures, sizes, handouts: super::input::HandoutLinks::default() }
}

/// The HTML of the page `content/a.zh-TW.md` in a site that also has a picture
/// with marks, a download and a second page.
fn body(markdown: &str) -> String {
    let marks = "size = [200, 100]\n[[mark]]\nn = 1\nbox = [20, 20, 60, 30]\n";
    let made = make(&[
        ("stepbook.toml", "languages = [\"zh-TW\", \"en\"]\n[steps.zh-TW]\nseries = [\"首次設定\"]\n"),
        ("content/a.zh-TW.md", markdown),
        ("content/b.zh-TW.md", "# 另一頁\n\n## 步驟：收尾 {#end}\n"),
        ("content/img/s.png", "200x100"),
        ("content/img/s.png.toml", marks),
        ("content/img/t.png", "100x200"),
        ("content/files/表.odt", "x"),
    ]);
    let lang = Lang::new("zh-TW").unwrap();
    let key = crate::model::PageKey { folder: String::new(), name: "a".to_owned() };
    let html = Renderer::new(made.input()).body(made.page(&key, &lang));
    // A word joiner is invisible in a snapshot.
    html.replace('\u{2060}', "&NoBreak;")
}
