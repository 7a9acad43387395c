//! What a site changes of the default theme's looks.

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
