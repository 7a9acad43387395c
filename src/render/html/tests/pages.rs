//! Whole pages of a small site.

use std::collections::BTreeMap;

use super::laws::{faults, tags};
use super::{Made, make};

const SETTINGS: &str = "languages = [\"zh-TW\", \"en\"]\n\
    [title]\nzh-TW = \"手冊\"\nen = \"Guides\"\n[owner]\nen = \"Office <1>\"\n\
    [steps.zh-TW]\nseries = [\"首次設定\"]\n[steps.en]\nseries = [\"First setting\"]\n\
    [[term]]\nzh-TW = \"我的E政府\"\nen = \"MyEGov\"\nvariants = [\"我的e政府\"]\nmeaning.zh-TW = \"單一登入 & 帳號\"\n";

fn small() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "content/index.zh-TW.md",
            "+++\ntitle = \"手冊\"\nsummary = \"一步一步做。\"\n+++\n歡迎\n\n- [更新](a/one.zh-TW.md#renew)\n\n另見\n",
        ),
        ("content/index.en.md", "+++\ntitle = \"Guides\"\n+++\n"),
        ("content/about.zh-TW.md", "# 關於\n\n## 一\n"),
        ("content/a/index.zh-TW.md", "+++\ntitle = \"甲平台\"\nplatform = \"https://a.tw/\"\n+++\n"),
        ("content/a/index.en.md", "+++\ntitle = \"Site A\"\n+++\n"),
        (
            "content/a/one.zh-TW.md",
            "+++\ntitle = \"帳號註冊\"\nsummary = \"註冊\"\nneeds = [\"手機\", \"卡片\"]\nminutes = 20\nplatform = \"https://a.tw/\"\nverified = 2026-11-20\naliases = [\"a/old.html\"]\n+++\n\n- **新手** → [](#step-1)\n\n## 步驟：登入\n\n![畫面](img/s.png)\n\n1. 點選 <kbd>A</kbd>\n\n## 步驟：更新 {#renew}\n\n再做\n\n## 首次設定：綁定\n\n綁\n",
        ),
        (
            "content/a/one.en.md",
            "+++\ntitle = \"Sign-up\"\n+++\n\n## Step: Sign in\n\n![Screen](img/s.png)\n\n1. Click\n\n## First setting: Bind\n\nBind\n",
        ),
        ("content/a/two.zh-TW.md", "# 紀錄\n\n## 步驟 4-1：查\n\n查\n"),
        ("content/a/deep/x.en.md", "# Deep\n\n## Step: Dig\n\nDig\n"),
        ("content/a/img/s.png", "64x48"),
    ]
}

fn site(settings: &str) -> (Made, BTreeMap<String, String>) {
    let mut files = small();
    files.push(("stepbook.toml", settings));
    let made = make(&files);
    let pages = made.pages();
    (made, pages)
}

#[test]
fn every_page_is_sound_and_every_link_leads_somewhere() {
    for settings in [SETTINGS.to_owned(), format!("base_url = \"https://x.tw/~o/g/\"\n{SETTINGS}")] {
        let (made, mut pages) = site(&settings);
        // The links of the 404 page are absolute if the site's address is known.
        let lost = pages.remove("404.html").unwrap();
        assert_eq!(lost.contains("href=\"/~o/g/zh-TW/index.html\""), settings.starts_with("base_url"));
        assert_eq!(faults(&pages, &made.others()), Vec::<String>::new());
    }
}

#[test]
fn a_site_has_these_files() {
    let names: Vec<String> =
        site(&format!("base_url = \"https://x.tw/g\"\n{SETTINGS}")).1.into_keys().collect();
    insta::assert_snapshot!(names.join("\n"), @"
    404.html
    en/a/deep/index.html
    en/a/deep/x.html
    en/a/index.html
    en/a/one.html
    en/a/two.html
    en/about.html
    en/glossary.html
    en/index.html
    en/sitemap.html
    index.html
    sitemap.xml
    zh-TW/a/deep/index.html
    zh-TW/a/deep/x.html
    zh-TW/a/index.html
    zh-TW/a/old.html
    zh-TW/a/one.html
    zh-TW/a/two.html
    zh-TW/about.html
    zh-TW/glossary.html
    zh-TW/index.html
    zh-TW/sitemap.html
    ");
}

#[test]
fn short_words_with_hyphens_stay_whole_outside_of_headings_too() {
    let made = make(&[
        (
            "stepbook.toml",
            "languages = [\"en\"]\n[title]\nen = \"G\"\n[steps.en]\nseries = [\"Sign-in setting\"]\n",
        ),
        (
            "content/a.en.md",
            "# A\n\n## Step 1\n\n### Step 1-1: Log\n\nA pop-up: [](#step-1-1)\n\n## Sign-in setting: Bind\n\nB\n",
        ),
    ]);
    let page = made.pages().remove("en/a.html").unwrap();
    assert!(page.contains("A <span class=\"nb\">pop-up</span>: "), "{page}");
    assert!(page.contains("Step <span class=\"nb\">1-1</span>, “Log”</a>"), "{page}");
    assert!(
        page.contains("<span class=\"badge\"><span class=\"nb\">Sign-in</span> setting 1</span>"),
        "{page}"
    );
    assert!(page.contains("<span class=\"badge\">Step 1-1</span>"), "a short badge never wraps: {page}");
}

#[test]
fn the_glossary_is_in_order_whatever_the_first_letter_is() {
    let term = |name: &str| format!("[[term]]\nen = \"{name}\"\nmeaning.en = \"M\"\n");
    let terms = ["network", "NHI card", "eCPA", "Google"].map(term).concat();
    let settings = format!("languages = [\"en\"]\n[title]\nen = \"G\"\n{terms}");
    let made = make(&[("stepbook.toml", settings.as_str()), ("content/a.en.md", "# A\n")]);
    let page = made.pages().remove("en/glossary.html").unwrap();
    let names: Vec<_> = page.split("<dt>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(names, ["eCPA", "Google", "network", "NHI card"]);
}

/// What a page's tags say of the page and of its neighbours, one fact a line.
fn frame(page: &str) -> String {
    let mut lines = Vec::new();
    for tag in tags(page).unwrap() {
        let class = tag.get("class").unwrap_or("");
        let told = match tag.name {
            "html" | "link" | "meta" => tag.get("charset").is_none() && tag.get("name") != Some("viewport"),
            "a" => tag.get("rel").is_some() || tag.get("hreflang").is_some() || class.starts_with("to-"),
            "dd" | "h1" | "section" => tag.get("lang").is_some(),
            _ => false,
        };
        if told {
            let attributes = tag.attributes.iter().map(|(name, value)| format!(" {name}={value}"));
            lines.push(format!("{}{}", tag.name, attributes.collect::<String>()));
        }
    }
    lines.join("\n")
}

#[test]
fn a_guide_is_framed() {
    let (made, pages) = site(&format!("base_url = \"https://x.tw/g/\"\n{SETTINGS}"));
    let version = made.theme.version().to_owned();
    let page = pages.get("zh-TW/a/one.html").unwrap();
    let frame = frame(page)
        .replace(&version, "V")
        .replace(styles(page).first().unwrap(), "../../assets/style.css?v=S");
    insta::assert_snapshot!(frame, @"
    html lang=zh-Hant-TW dir=ltr data-site=db906f7e data-guide=a/one
    meta http-equiv=Content-Security-Policy content=default-src 'self'
    meta name=description content=註冊
    meta name=color-scheme content=light dark
    link rel=stylesheet href=../../assets/style.css?v=S
    link rel=icon href=../../assets/icon.svg?v=V type=image/svg+xml
    link rel=canonical href=https://x.tw/g/zh-TW/a/one.html
    link rel=alternate hreflang=zh-Hant-TW href=https://x.tw/g/zh-TW/a/one.html
    link rel=alternate hreflang=en href=https://x.tw/g/en/a/one.html
    link rel=alternate hreflang=x-default href=https://x.tw/g/zh-TW/a/one.html
    meta property=og:type content=article
    meta property=og:title content=帳號註冊
    meta property=og:site_name content=手冊
    meta property=og:url content=https://x.tw/g/zh-TW/a/one.html
    meta property=og:locale content=zh_TW
    meta property=og:description content=註冊
    meta property=og:image content=https://x.tw/g/img/cc247b2896ce997f.png
    meta property=og:image:width content=64
    meta property=og:image:height content=48
    meta property=og:image:alt content=畫面
    meta name=twitter:card content=summary_large_image
    a class=btn lang-link href=../../en/a/one.html lang=en hreflang=en title=English data-language=
    a class=ext href=https://a.tw/ rel=noopener
    a class=to-previous href=index.html
    a class=to-next href=two.html rel=next
    a href=one.html lang=zh-Hant-TW hreflang=zh-Hant-TW data-language= aria-current=true
    a href=../../en/a/one.html lang=en hreflang=en data-language=
    html
    ");
}

#[test]
fn an_untranslated_page_and_step_say_so() {
    let (_, pages) = site(SETTINGS);
    let deep = pages.get("zh-TW/a/deep/x.html").unwrap();
    assert!(deep.contains("<p class=\"fallback\">"), "{deep}");
    assert!(deep.contains("<span class=\"badge\" lang=\"zh-Hant-TW\">步驟 1</span>"));
    let one = pages.get("en/a/one.html").unwrap();
    assert!(one.contains("<section class=\"step\" id=\"renew\" lang=\"zh-Hant-TW\">"), "{one}");
    assert!(one.contains("<p class=\"fallback\" lang=\"en\">"));
    let own = pages.get("zh-TW/a/one.html").unwrap();
    let elsewhere = |id: &str| own.contains(&format!("en/a/one.html#{id}\" lang"));
    assert!(elsewhere("step-1") && !elsewhere("renew"), "no link to a step that is not there");
}

#[test]
fn a_guide_tells_machines_what_it_is() {
    let (_, pages) = site(&format!("base_url = \"https://x.tw/g/\"\n{SETTINGS}"));
    let one = pages.get("zh-TW/a/one.html").unwrap();
    let data = one.split_once("ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&data).unwrap(), @r#"
    {
      "@context": "https://schema.org",
      "@type": "HowTo",
      "dateModified": "2026-11-20",
      "description": "註冊",
      "inLanguage": "zh-Hant-TW",
      "name": "帳號註冊",
      "tool": [
        {
          "@type": "HowToTool",
          "name": "手機"
        },
        {
          "@type": "HowToTool",
          "name": "卡片"
        }
      ],
      "totalTime": "PT20M",
      "url": "https://x.tw/g/zh-TW/a/one.html"
    }
    "#);
}

#[test]
fn search_engines_get_every_page_with_its_translations() {
    let (_, pages) = site(&format!("base_url = \"https://x.tw/g/\"\n{SETTINGS}"));
    insta::assert_snapshot!(pages.get("sitemap.xml").unwrap(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
    <url><loc>https://x.tw/g/zh-TW/about.html</loc></url>
    <url><loc>https://x.tw/g/zh-TW/index.html</loc><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/index.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/index.html"/></url>
    <url><loc>https://x.tw/g/zh-TW/a/index.html</loc><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/a/index.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/a/index.html"/></url>
    <url><loc>https://x.tw/g/zh-TW/a/one.html</loc><lastmod>2026-11-20</lastmod><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/a/one.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/a/one.html"/></url>
    <url><loc>https://x.tw/g/zh-TW/a/two.html</loc></url>
    <url><loc>https://x.tw/g/zh-TW/a/deep/index.html</loc><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/a/deep/index.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/a/deep/index.html"/></url>
    <url><loc>https://x.tw/g/en/index.html</loc><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/index.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/index.html"/></url>
    <url><loc>https://x.tw/g/en/a/index.html</loc><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/a/index.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/a/index.html"/></url>
    <url><loc>https://x.tw/g/en/a/one.html</loc><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/a/one.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/a/one.html"/></url>
    <url><loc>https://x.tw/g/en/a/deep/index.html</loc><xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://x.tw/g/zh-TW/a/deep/index.html"/><xhtml:link rel="alternate" hreflang="en" href="https://x.tw/g/en/a/deep/index.html"/></url>
    <url><loc>https://x.tw/g/en/a/deep/x.html</loc></url>
    </urlset>
    "#);
    assert!(!site(SETTINGS).1.contains_key("sitemap.xml"));
}

#[test]
fn a_former_address_leads_to_the_page() {
    let (_, pages) = site(SETTINGS);
    insta::assert_snapshot!(pages.get("zh-TW/a/old.html").unwrap(), @r#"
    <!doctype html>
    <html lang="zh-Hant-TW">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'self'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta http-equiv="refresh" content="0; url=one.html">
    <link rel="canonical" href="one.html">
    <title>帳號註冊</title>
    </head>
    <body>
    <main><h1><a href="one.html">帳號註冊</a></h1></main>
    </body>
    </html>
    "#);
}

/// A theme's words are enough for a new language: no Rust code names languages.
#[test]
fn a_third_language_is_built_from_words_alone() {
    let mut files = small();
    files.push(("stepbook.toml", "languages = [\"en\", \"ja\"]\ntheme = \"own\"\n"));
    files.push(("content/a/one.ja.md", "# 登録\n\n## 手順：開く\n\n開く\n"));
    let words = "[language]\nhtml = \"ja\"\nname = \"日本語\"\nshort = \"日\"\n[step]\nword = \"手順\"\n";
    files.push(("themes/own/i18n/ja.toml", words));
    let made = make(&files);
    let pages = made.pages();
    let one = pages.get("ja/a/one.html").unwrap();
    assert!(one.starts_with("<!doctype html>\n<html lang=\"ja\""), "{one}");
    assert!(one.contains("<span class=\"badge\">手順 1</span>"), "{one}");
    assert!(pages.get("en/a/one.html").unwrap().contains("lang=\"ja\" hreflang=\"ja\""));
    assert_eq!(faults(&pages, &made.others()), Vec::<String>::new());
}

/// The addresses of the style sheets of a page at the site's root.
fn styles(page: &str) -> Vec<&str> {
    let links = page.split("<link rel=\"stylesheet\" href=\"").skip(1);
    links.map(|link| link.split_once('"').unwrap().0).collect()
}

#[test]
fn a_style_sheet_keeps_its_address_while_another_changes() {
    let with = |css: &'static str| -> [String; 2] {
        let own = ("themes/default/assets/extra.css", css);
        let pages = make(&[small(), vec![("stepbook.toml", SETTINGS), own]].concat()).pages();
        let styles = styles(pages.get("404.html").unwrap());
        styles.into_iter().map(str::to_owned).collect::<Vec<_>>().try_into().unwrap()
    };
    let ([theme, red], [same, blue]) = (with("h1 { color: red }"), with("h1 { color: blue }"));
    assert!(theme == same && theme.starts_with("assets/style.css?v="), "{theme} {same}");
    assert!(red != blue && red.starts_with("assets/extra.css?v="), "{red} {blue}");
}

/// The same site gives the same bytes on any number of threads.
#[test]
fn pages_do_not_depend_on_threads() {
    let (made, pages) = site(SETTINGS);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| made.pages()), pages);
}
