//! What a site changes of the default theme's looks.

use std::io::Cursor;

use crate::made::{Made, Site, TWO, ours};
use crate::web;

const OWN: &str =
    "languages = [\"zh-TW\", \"en\"]\ntheme = \"own\"\n[title]\nzh-TW = \"手冊\"\nen = \"Guides\"\n";

fn site() -> Site {
    Site::new(OWN).text("content/a/one.zh-TW.md", "# 一\n\n## 步驟：登入\n\n點選登入。\n")
}

/// The style sheets that a page loads, in order, without their version.
fn sheets(made: &Made, address: &str) -> Vec<String> {
    let tags = web::tags(made.page(address));
    let sheets = tags.iter().filter(|tag| tag.name == "link" && tag.get("rel") == Some("stylesheet"));
    sheets.map(|link| link.get("href").unwrap().split('?').next().unwrap().to_owned()).collect()
}

#[test]
fn an_extra_style_sheet_comes_after_the_default_one() {
    let plain = Site::new(&OWN.replace("own", "default")).text("content/a/one.zh-TW.md", "# 一\n").made();
    let made = site().theme("assets/extra.css", ".badge { background: #0b5fa5 }\n").made();
    assert!(!made.codes().contains(&"bare-style") && !made.codes().contains(&"unknown-theme"));
    let pages =
        [("index.html", ""), ("404.html", ""), ("zh-TW/a/one.html", "../../"), ("en/sitemap.html", "../")];
    for (address, root) in pages {
        let both = [format!("{root}assets/style.css"), format!("{root}assets/extra.css")];
        assert_eq!(sheets(&made, address), both, "{address}");
        assert_eq!(sheets(&plain, address), both[..1], "{address}");
    }
    assert_eq!(made.page("assets/style.css"), plain.page("assets/style.css"));
    assert_eq!(made.page("assets/extra.css"), ".badge { background: #0b5fa5 }\n");
}

#[test]
fn a_style_sheet_of_few_rules_is_named_and_one_of_many_is_not() {
    let style = ours().page("assets/style.css");
    let named = |site: Site| site.made().codes().iter().filter(|code| **code == "bare-style").count();
    assert_eq!(named(site().theme("style.css", ".badge { color: #0b5fa5 }\n")), 1);
    assert_eq!(named(site().theme("style.css", &format!("{style}\n.badge {{ color: #0b5fa5 }}\n"))), 0);
    let imported = site().theme("style.css", "@import \"whole.css\";\n").theme("assets/whole.css", style);
    assert_eq!(named(imported), 0);
    let extra = site().theme("assets/extra.css", ".badge { color: #0b5fa5 }\n");
    assert_eq!(named(extra), 0);
}

/// The example in the search field of a home page.
fn example(made: &Made, address: &str) -> String {
    let field = made.page(address).split("class=\"find big\"").nth(1).unwrap();
    let (_, words) = field.split_once("<span class=\"wide\">").unwrap();
    let (words, _) = words.split_once("</span><span class=\"narrow\">").unwrap();
    words.replace("搜尋步驟、按鈕或畫面文字", "").replace("Search steps, buttons or words on the screen", "")
}

#[test]
fn the_search_field_gives_an_example_out_of_the_site() {
    let terms = "[[term]]\nzh-TW = \"健保卡\"\n[[term]]\nzh-TW = \"我的E政府\"\nen = \"MyEGov\"\n";
    let guides = |config: &str| {
        Site::new(&format!("{TWO}{config}"))
            .text("content/b/two.zh-TW.md", "# 乙手冊\n\n## 步驟：進入「我的E政府」\n\n用健保卡。\n")
            .text("content/a/one.zh-TW.md", "# 登入「甲」\n\n## 步驟：登入\n\n點選登入。\n")
            .text("content/b/two.en.md", "# B & C\n\n## Step: Sign in\n\nClick it.\n")
    };
    let with_terms = guides(terms).made();
    assert_eq!(example(&with_terms, "zh-TW/index.html"), "，例如「我的E政府」", "no step's title has 健保卡");
    assert_eq!(example(&with_terms, "en/index.html"), ", such as “B &amp; C”", "nor an English one MyEGov");
    let titles = guides("").made();
    assert_eq!(example(&titles, "zh-TW/index.html"), "，例如「登入『甲』」");
    assert_eq!(example(&titles, "en/index.html"), ", such as “B &amp; C”", "the first guide in English");
    let chinese = Site::new(TWO).text("content/a/one.zh-TW.md", "# 甲\n\n## 步驟：登入\n").made();
    assert_eq!(example(&chinese, "en/index.html"), ", such as “<span lang=\"zh-Hant-TW\">甲</span>”");
    let none = Site::new(TWO).text("content/about.zh-TW.md", "# 關於\n").made();
    assert_eq!(example(&none, "zh-TW/index.html"), "");
}

#[test]
fn the_accent_is_in_the_style_sheet_and_the_icon() {
    let config = format!("{OWN}[look]\naccent = \"#0B5FA5\"\n").replace("\"own\"", "\"default\"");
    let (plain, made) = (site_of(&OWN.replace("own", "default")), site_of(&config));
    assert_eq!(made.codes(), plain.codes());
    let (style, before) = (made.page("assets/style.css"), plain.page("assets/style.css"));
    let rules = style.strip_prefix(before).unwrap();
    assert!(rules.contains(":root{--accent:var(--if-light,#0b5fa5) var(--if-dark,#"), "{rules}");
    assert!(rules.contains("@media print") && rules.contains("--accent-text:#0b5fa5}"), "{rules}");
    assert!(made.page("assets/icon.svg").contains("fill=\"#0b5fa5\""));
    assert_ne!(version(&made), version(&plain), "browsers ask for the new style sheet");
    let own = Site::new(&format!("{OWN}[look]\naccent = \"#0b5fa5\"\n")).theme("icon.svg", "<svg/>").made();
    assert_eq!(own.page("assets/icon.svg"), "<svg/>", "a theme's own icon is as it was drawn");
}

#[test]
fn an_accent_that_cannot_be_read_is_replaced_by_the_colour_that_the_finding_names() {
    let made = site_of(&format!("{TWO}[look]\naccent = \"#ff0\"\n"));
    let finding = made.findings.iter().find(|finding| finding.code == "low-contrast").unwrap();
    let used = finding.fix.as_ref().unwrap().replacement.replace('"', "");
    assert!(made.page("assets/style.css").contains(&format!("--accent:var(--if-light,{used})")), "{used}");
    let corrected = site_of(&format!("{TWO}[look]\naccent = \"{used}\"\n"));
    assert!(!corrected.codes().contains(&"low-contrast"));
    assert_eq!(corrected.page("assets/style.css"), made.page("assets/style.css"));
}

fn site_of(config: &str) -> Made {
    Site::new(config).text("content/a/one.zh-TW.md", "# 一\n\n## 步驟：登入\n\n點選登入。\n").made()
}

/// The version of the assets, as pages ask for them.
fn version(made: &Made) -> String {
    let tags = web::tags(made.page("zh-TW/a/one.html"));
    let script = tags.iter().find_map(|tag| tag.get("src")).unwrap();
    script.split_once("?v=").unwrap().1.to_owned()
}

const LOGO: &str = "<?xml version=\"1.0\"?>\n<!-- drawn by Lin -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><path d=\"M0 0h40\"/></svg>\n";

/// A site with this logo, under this name.
fn with_logo(name: &str, logo: impl Into<Vec<u8>>) -> Made {
    Site::new(&format!("{TWO}[look]\nlogo = \"{name}\"\n"))
        .text("content/a/one.zh-TW.md", "# 一\n\n## 步驟：登入\n\n點選登入。\n")
        .file(&format!("content/{name}"), logo)
        .made()
}

/// Address, width and height of the logo in the header of a page.
fn logo(made: &Made, address: &str) -> Option<(String, String, String)> {
    let tags = web::tags(made.page(address));
    let image = tags.iter().find(|tag| tag.name == "img" && tag.has_class("logo"))?;
    assert_eq!(image.get("alt"), Some(""), "the site's title stands beside it");
    let value = |name: &str| image.get(name).unwrap().to_owned();
    Some((value("src"), value("width"), value("height")))
}

#[test]
fn the_logo_stands_beside_the_title_with_its_size() {
    let drawn = with_logo("logo.svg", LOGO);
    assert!(drawn.findings.iter().all(|finding| !finding.code.ends_with("-image")), "{:?}", drawn.findings);
    let (src, width, height) = logo(&drawn, "zh-TW/a/one.html").unwrap();
    assert_eq!((width.as_str(), height.as_str()), ("240", "120"));
    let published = drawn.page(src.strip_prefix("../../").unwrap());
    assert!(published.contains("<path d=\"M0 0h40\"/>") && !published.contains("Lin"), "{published}");
    assert_eq!(logo(&drawn, "en/index.html").unwrap().0, src.replace("../../", "../"));
    let picture = with_logo("img/logo.png", web_picture());
    let (src, width, height) = logo(&picture, "zh-TW/a/one.html").unwrap();
    assert!(src.starts_with("../../img/") && src.split('.').next_back() == Some("png"), "{src}");
    assert_eq!((width.as_str(), height.as_str()), ("64", "48"));
    assert_eq!(picture.codes(), drawn.codes());
}

#[test]
fn a_logo_that_could_do_more_than_draw_is_not_published() {
    let active = with_logo("logo.svg", LOGO.replace("<path", "<script>a()</script><path"));
    assert!(active.codes().contains(&"unreadable-image"));
    assert_eq!(logo(&active, "zh-TW/a/one.html"), None);
    assert!(active.addresses().iter().all(|path| !path.starts_with("img/")), "{:?}", active.addresses());
    let other = with_logo("logo.png", "no picture");
    assert!(other.codes().contains(&"unreadable-image"));
    assert_eq!(logo(&other, "zh-TW/a/one.html"), None);
}

fn web_picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(64, 48).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
