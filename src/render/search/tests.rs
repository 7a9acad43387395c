//! The index of a small site, and the laws it keeps at any size.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use proptest::prelude::*;

use super::files::IndexLimits;
use super::*;
use crate::config::{Config, Term};
use crate::lang::Lang;
use crate::model::{
    Alert, AlertKind, Align, Block, Branch, Collection, Figure, Footnote, Inline, Item, Link, List, Meta,
    Numbering, Page, PageKey, PageKind, PageProfile, Panel, Picture, Resolved, Section, SectionKind, Site,
    SitePlaces, SiteWatch, StepHead, StepNumber, Table, TargetName,
};
use crate::output::OutputTree;
use crate::parse;
use crate::picture::PublishedPicture;
use crate::picture::image;
use crate::picture::image::PublishedFile;
use crate::source::{ContentTree, Source, SourceId, Span};
use crate::theme::Theme;
use crate::url::{SitePath, TreePath};

const NOWHERE: SourceId = SourceId(0);

fn lang(tag: &str) -> Lang {
    Lang::new(tag).unwrap()
}

fn text(words: &str) -> Vec<Inline<Resolved>> {
    vec![Inline::Text(words.to_owned())]
}

fn paragraph(words: &str) -> Block<Resolved> {
    Block::Paragraph(text(words))
}

fn item(words: &str) -> Item<Resolved> {
    let blocks = vec![paragraph(words)];
    Item { span: Span::start_of(NOWHERE), task: None, optional: false, branch: None, blocks }
}

fn step(id: &str, (major, minor): (u32, Option<u32>), title: &str) -> Section {
    let head = StepHead { series: None, number: StepNumber { major, minor }, written: None, optional: false };
    section(id, SectionKind::Step(head), title)
}

fn section(id: &str, kind: SectionKind, title: &str) -> Section {
    Section {
        id: id.to_owned(),
        span: Span::start_of(NOWHERE),
        kind,
        foreign: None,
        title: text(title),
        body: Vec::new(),
        panels: Vec::new(),
    }
}

fn with(mut section: Section, blocks: Vec<Block<Resolved>>) -> Section {
    section.body = blocks;
    section
}

fn page(tag: &str, name: &str, title: &str) -> Page {
    let profile = PageProfile {
        key: PageKey { folder: "elearn".to_owned(), name: name.to_owned() },
        lang: lang(tag),
        text_lang: lang(tag),
        kind: PageKind::Guide,
        source: Some(NOWHERE),
        address: SitePath::new(&format!("{tag}/elearn/{name}.html")),
        meta: Meta::default(),
        title: title.to_owned(),
        places: BTreeMap::new(),
        own_sections: BTreeSet::new(),
        step_count: 0,
    };
    Page { profile: Arc::new(profile), intro: Vec::new(), sections: Vec::new(), footnotes: Vec::new() }
}

fn figure(alt: &str, caption: &str, items: &[&str]) -> Block<Resolved> {
    Block::Figure(Figure {
        span: Span::start_of(NOWHERE),
        images: vec![Picture {
            span: Span::start_of(NOWHERE),
            file: TreePath::new("content/elearn/img/login.png"),
            alt: alt.to_owned(),
            caption: Some(caption.to_owned()),
            number: 1,
        }],
        items: items.iter().map(|words| item(words)).collect(),
        start: 1,
        parenthesis: false,
    })
}

fn files(limits: IndexLimits) -> Vec<(SitePath, Arc<[u8]>)> {
    let files = Mutex::<OutputTree>::default();
    write(limits, (&KnownPieces::default(), &files));
    let files = files.into_inner().unwrap();
    files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))).collect()
}

/// Writes the index of [`pages`]. Gives what is known of its pieces then, and how many pages were
/// asked for their records.
fn write(limits: IndexLimits, (known, files): (&KnownPieces, &dyn FileSink)) -> (KnownPieces, usize) {
    let config = config();
    let (theme, _) = Theme::load(&ContentTree::default(), &config);
    let pages = pages();
    let site = site(&pages);
    let input = SearchInput { site: &site, config: &config, theme: &theme, pictures: &PICTURES };
    let indexer = Indexer::new(input);
    let watch = SiteWatch::default();
    let watched = WatchedSite::new(&site, &watch);
    let records = pages.iter().map(|page| indexer.record(page, watched));
    let (heads, records): (Vec<_>, Vec<_>) = records.map(|(head, record)| (head, Arc::new(record))).unzip();
    let twins = |at: usize| [at, at + pages.len() / 2];
    let heads: Vec<Vec<RecordHead>> =
        (0..pages.len() / 2).map(|at| twins(at).map(|at| heads.get(at).unwrap().clone()).to_vec()).collect();
    let heads: Vec<&[RecordHead]> = heads.iter().map(Vec::as_slice).collect();
    let asked = AtomicUsize::new(0);
    let records = |at: usize| {
        asked.fetch_add(1, Ordering::Relaxed);
        twins(at).map(|at| Arc::clone(records.get(at).unwrap())).to_vec()
    };
    let pages = IndexedPages { heads: &heads, records: &records };
    let known = IndexWriter { limits, input, files }.write(pages, known);
    (known, asked.into_inner())
}

/// The picture of [`figure`]; the crop shows 1000 x 500 pixels of it.
static PICTURES: LazyLock<BTreeMap<TreePath, PublishedPicture>> = LazyLock::new(|| {
    let text = "size = [2000, 1200]\ncrop = [0, 200, 2000, 1000]\n\
        [[mark]]\narrow = [100, 300, 300, 400]\n\
        [[mark]]\nn = 2\nbox = [840, 616, 660, 80]\n\
        [[mark]]\nn = 1\nellipse = [200, 616, 400, 80]\n\
        [[mark]]\nn = 9\npin = [1800, 1100]\n";
    let path = TreePath::new("content/elearn/img/login.png");
    let source = Source::decode(NOWHERE, path.clone(), text.as_bytes().to_vec());
    let (sidecar, problems) = parse::sidecar(&source);
    assert_eq!(problems, []);
    let mut png = std::io::Cursor::new(Vec::new());
    ::image::DynamicImage::new_rgb8(1000, 600).write_to(&mut png, ::image::ImageFormat::Png).unwrap();
    let published = image::publish(&png.into_inner(), &image::PixelEdits::of(Some(&sidecar))).unwrap();
    // The address must not depend on how pictures are encoded.
    let published = PublishedFile { bytes: Arc::from(*b"login"), ..published };
    BTreeMap::from([(path, PublishedPicture::new(&published, Some(&sidecar)))])
});

fn chinese() -> Page {
    let mut page = page("zh-TW", "register", "帳號註冊及設定");
    Arc::make_mut(&mut page.profile).meta.summary = Some("從註冊到身分設定。".to_owned());
    Arc::make_mut(&mut page.profile).meta.needs = vec!["自然人憑證或健保卡".to_owned(), "讀卡機".to_owned()];
    let path = Inline::MenuPath(vec![text("會員中心"), text("個人資料維護")]);
    let alert =
        Alert {
            kind: AlertKind::Warning, title: vec![], blocks: vec![paragraph("請先允許彈出式視窗。")]
        };
    let mut renew = step("renew", (5, Some(2)), "更新憑證");
    renew.panels.push(Panel {
        id: "renew-panel-2".to_owned(),
        span: Span::start_of(NOWHERE),
        title: text("允許視窗"),
        body: vec![Block::Code { language: String::new(), text: "chrome://settings\n".to_owned() }],
    });
    page.sections = vec![
        with(
            step("step-3", (3, None), "測試登入e等公務園"),
            vec![figure(
                "登入畫面",
                "兩種登入方式",
                &["輸入帳號與密碼，點選「登入」。", "插入健保卡，輸入 PIN 碼後點選「讀卡並登入」。"],
            )],
        ),
        with(
            step("step-5-1", (5, Some(1)), "改用公務人員登入"),
            vec![Block::Paragraph(vec![path, Inline::FootnoteRef(1)]), Block::Alert(alert)],
        ),
        renew,
        with(section("section-1", SectionKind::Plain, "常見問題"), vec![hours_table()]),
    ];
    page.footnotes = vec![Footnote { number: 1, blocks: vec![paragraph("選單在頁首右側。")] }];
    page
}

fn hours_table() -> Block<Resolved> {
    Block::Table(Table {
        columns: vec![Align::Start, Align::End],
        head: vec![text("課程"), text("時數")],
        rows: vec![vec![text("資訊安全"), text("3")]],
    })
}

fn english() -> Page {
    let mut page = page("en", "register", "Register and set up");
    Arc::make_mut(&mut page.profile).meta.summary = Some("From sign-up to your role.".to_owned());
    let branch = Branch {
        span: Span::start_of(NOWHERE),
        label: text("It failed"),
        text: text("“Sign-in failed” appears"),
        target: text("Step 5-2 “Renew”"),
        name: TargetName { label: String::new(), title: String::new(), whole: String::new() },
        link: Link::Page {
            page: SitePath::new("en/elearn/register.html"),
            fragment: Some("renew".to_owned()),
        },
    };
    let list = List {
        numbering: Numbering::Bullets,
        tight: true,
        items: vec![Item { branch: Some(Box::new(branch)), blocks: Vec::new(), ..item("") }],
    };
    page.sections = vec![
        with(step("step-3", (3, None), "Test your sign-in"), vec![Block::List(list)]),
        with(
            step("renew", (5, Some(2)), "Renew the certificate"),
            vec![paragraph("Keep your NHI card in the reader until “Certificate renewed” appears.")],
        ),
        with(
            step("step-6", (6, None), "Sign out"),
            vec![Block::Html("<p>Close the <b>browser</b> &amp; leave.</p>".to_owned())],
        ),
    ];
    page
}

/// The Chinese page of a guide that is written in English only.
fn untranslated(tag: &str) -> Page {
    let mut page = page(tag, "records", "See your records");
    Arc::make_mut(&mut page.profile).text_lang = lang("en");
    page.sections =
        vec![with(step("step-1", (1, None), "Open the list"), vec![paragraph("Press “My hours”.")])];
    page
}

fn pages() -> Vec<Page> {
    let index = |tag: &str, title: &str| {
        let mut page = page(tag, "index", title);
        Arc::make_mut(&mut page.profile).kind = PageKind::Collection;
        page
    };
    vec![
        index("zh-TW", "e等公務園"),
        untranslated("zh-TW"),
        chinese(),
        index("en", "eLearn"),
        untranslated("en"),
        english(),
    ]
}

fn site(pages: &[Page]) -> Site {
    let addresses = pages.iter().enumerate().map(|(at, page)| (page.profile.address.clone(), at)).collect();
    let pages = pages.iter().map(|page| Arc::clone(&page.profile)).collect();
    let mut places = SitePlaces { addresses, ..SitePlaces::default() };
    for (tag, first) in [("zh-TW", 0), ("en", 3)] {
        let folder = "elearn".to_owned();
        let members = vec![first + 1, first + 2];
        places.collections.insert(lang(tag), vec![Collection { folder, page: Some(first), members }]);
    }
    Site { pages, places: Arc::new(places), ..Site::default() }
}

fn config() -> Config {
    let names = BTreeMap::from([(lang("zh-TW"), "健保卡".to_owned()), (lang("en"), "NHI card".to_owned())]);
    let variants = vec!["健保IC卡".to_owned()];
    let meanings = BTreeMap::from([(lang("zh-TW"), "全民健康保險的晶片卡。".to_owned())]);
    let term = Term { span: Span::start_of(NOWHERE), names, variants, meanings };
    Config { terms: vec![term], ..Config::default() }
}

fn texts(files: &[(SitePath, Arc<[u8]>)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap())).collect()
}

/// These files are what `tests/search/search.test.mjs` searches in.
#[test]
fn a_small_site_is_indexed_like_this() {
    let files = files(LIMITS);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/search/fixture");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        for (path, text) in texts(&files) {
            insta::assert_snapshot!(path.trim_start_matches("search/"), text);
        }
    });
}

/// The same site, cut into pieces as a large site is, for the same searches.
#[test]
fn a_large_site_is_sieved_like_this() {
    let limits = IndexLimits { piece: 1, whole: 1 };
    let files = files(limits);
    let texts = texts(&files);
    assert_eq!(texts.iter().filter(|(path, _)| path.contains("zh-TW-")).count(), 5);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/search/fixture/large");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        for (path, text) in texts {
            insta::assert_snapshot!(path.trim_start_matches("search/"), text);
        }
    });
}

/// Has all files of the search index already.
struct Standing;

impl FileSink for Standing {
    fn stands(&self, _: &SitePath, _: &[u8; 32]) -> bool {
        true
    }

    fn offer(&self, path: &SitePath, _: &[u8], made_of: Option<&[u8; 32]>) {
        assert!(made_of.is_none(), "{} stands", path.as_str());
    }
}

#[test]
fn the_records_of_a_piece_that_stands_are_not_asked_for() {
    for limits in [LIMITS, IndexLimits { piece: 1, whole: 1 }] {
        let (known, asked) = write(limits, (&KnownPieces::default(), &Mutex::<OutputTree>::default()));
        assert_eq!(asked, 3);
        assert_eq!(write(limits, (&known, &Standing)), (known, 0));
    }
}

#[test]
fn a_piece_without_a_row_is_made_again_when_the_site_gets_a_sieve() {
    let whole = IndexLimits { piece: 1, whole: 9 };
    let (known, _) = write(whole, (&KnownPieces::default(), &Mutex::<OutputTree>::default()));
    let files = Mutex::<OutputTree>::default();
    assert_eq!(write(IndexLimits { whole: 1, ..whole }, (&known, &files)).1, 3);
}

#[test]
fn what_is_written_in_another_language_is_found_on_the_page_of_that_language() {
    let all = files(LIMITS);
    let files = texts(&all);
    let holding = |words: &str| -> Vec<&str> {
        files.iter().filter(|(_, text)| text.contains(words)).map(|(path, _)| *path).collect()
    };
    assert_eq!(holding("Press “My hours”."), ["search/en-0.js"]);
    assert_eq!(holding("Open the list"), ["search/en-0.js", "search/zh-TW-0.js"]);
}

proptest! {
    /// Wherever a site is cut, a page is in the same piece in every language,
    /// and no piece except the last is smaller than the limit.
    #[test]
    fn twins_stay_together(limit in 1_usize..4000) {
        let files = files(IndexLimits { piece: limit, whole: 9 });
        let files = texts(&files);
        let of = |tag: &str| -> Vec<&str> {
            files.iter().filter(|(path, _)| path.contains(&format!("/{tag}-"))).map(|(_, text)| *text).collect()
        };
        let (chinese, english) = (of("zh-TW"), of("en"));
        prop_assert_eq!(chinese.len(), english.len());
        for (zh, en) in chinese.iter().zip(&english) {
            for name in ["index", "records", "register"] {
                let address = format!("/elearn/{name}.html\"");
                prop_assert_eq!(zh.contains(&address), en.contains(&address));
            }
        }
        let full = chinese.len().saturating_sub(1);
        prop_assert!(chinese.iter().zip(&english).take(full).all(|(zh, en)| zh.len().max(en.len()) >= limit));
    }
}
