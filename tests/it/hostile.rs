//! Any content can be built: there is no panic, spans cut no character, every
//! page exists, and links lead to something.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;
use stepbook::source::ContentTree;
use stepbook::url::SitePath;

use crate::made::{Made, Site, TWO};
use crate::pictures::blank;
use crate::web::{dead_links, is_outside, is_page, tags};

/// Pieces of pages that are difficult, alone and next to one another.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "    ",
    "\t",
    "## 步驟：登入\n",
    "## 步驟 4-1：登入（選用）{#a}\n",
    "### 步驟：乙\n",
    "### 續\n",
    "## 節 {#a}\n",
    "#### 小 {#fig-1}\n",
    "# ",
    "## Step: x\n",
    "## 首次登入設定：甲\n",
    "- **好**：乙 → [](#a)\n",
    "- **壞** → [](b.zh-TW.md#step-1)\n",
    "1. 做。\n",
    "9) 做。\n",
    "- [ ] 做\n",
    "![圖的說明](i.png \"圖'\\\"說\")\n",
    "![](gone.png)",
    "![x](../../stepbook.toml)",
    "[](#step-1)",
    "[x](b.zh-TW.md)",
    "[x](b.en.md#step-9)",
    "[x](files/表%20一#二.odt)",
    "[x](javascript:alert(1))",
    "[x](//evil.tw/)",
    "[x](https://a.tw/?a=\"<>&'b)",
    "[零](../_p/p.zh-TW.md \"include\")\n\n",
    "> [!TIP]\n> 提\n",
    "> ",
    "結果：成。\n",
    "甲 ➔ 乙",
    "| 甲 | 乙 |\n| - | - |\n| 一 | 二 |\n",
    "[^1]",
    "[^1]: 註\n",
    "甲\n: 乙\n",
    "```html\n<b>\n```\n",
    "`",
    "**「登入」**，",
    "*",
    "_",
    "~~",
    "<b>",
    "</b>",
    "<div>\n\n",
    "</div>",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "<!--",
    "-->",
    "<details><summary>x</summary>\n\n",
    "<br>",
    "<kbd>Enter</kbd>",
    "<a href=x>",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "\\",
    "{#",
    "}",
    "{{ t.x }}",
    "{% if %}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{2060}",
    "\0",
    "😀",
    "👨‍👩‍👧",
    "e\u{301}",
    "𠀀",
    "\r\n",
    "\r",
    "+++\n",
    "title = \"x\"\n",
    "aliases = [\"a.html\", \"../x.html\"]\n",
    "draft = true\n",
    "verified = 9999-99-99\n",
    "minutes = -1\n",
];

const SIDECAR: &[&str] = &[
    "size = [60, 40]\n",
    "size = [0, -1]\n",
    "crop = [10, 5, 40, 30]\n",
    "crop = [99999, 0, 1, 1]\n",
    "[[mark]]\n",
    "[[redact]]\n",
    "n = 1\n",
    "n = 99999999999\n",
    "box = [1, 2, 30, 20]\n",
    "box = [-9, -9, 999999, 999999]\n",
    "ellipse = [5, 5, 1, 1]\n",
    "spot = [0, 0, 9, 9]\n",
    "arrow = [1, 1, 1, 1]\n",
    "arrow = [-50, 3, 500, 30]\n",
    "pin = [60, 40]\n",
    "text = \"<王&\\\"\"\n",
    "pixels = \"b3:\"\n",
    "[",
    "\"",
    "步",
    "\u{feff}",
    "= ",
];

const CONFIG: &[&str] = &[
    "languages = [\"zh-TW\", \"en\"]\n",
    "languages = []\n",
    "languages = [\"en\", \"vi\", \"en\", \"../x\"]\n",
    "languages = [\"assets\", \"img\"]\n",
    "theme = \"own\"\n",
    "theme = \"../..\"\n",
    "base_url = \"https://a.tw/'\\\"<x>\"\n",
    "base_url = \"javascript:x\"\n",
    "[title]\n",
    "zh-TW = \"<b>題&\\\"\"\n",
    "en = \"{{ t }}\"\n",
    "[steps.zh-TW]\n",
    "word = \"\"\n",
    "word = \"步驟\"\n",
    "series = [\"\", \"步驟\", \"首次登入設定\"]\n",
    "[owner]\n",
    "[look]\n",
    "accent = \"#0b5fa5\"\n",
    "accent = \"#FFF;}</style>\"\n",
    "logo = \"e/i.png\"\n",
    "logo = \"../logo.svg\"\n",
    "[accessibility_mark]\n",
    "image = \"e/i.png\"\n",
    "image = \"../stepbook.toml\"\n",
    "url = \"javascript:x\"\n",
    "[check]\n",
    "orphan-image = \"off\"\n",
    "nothing = 7\n",
    "[[term]]\n",
    "variants = [\"\", \"登\"]\n",
    "meaning.zh-TW = \"<義>\"\n",
    "[",
    "\"",
    "步",
    "\u{feff}",
];

fn text(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

/// Checks what is true of every site.
fn holds(tree: &ContentTree) -> Result<Made, TestCaseError> {
    let made = Made::of(tree);
    for finding in &made.findings {
        for span in [Some(&finding.span), finding.fix.as_ref().map(|fix| &fix.span)].into_iter().flatten() {
            let whole =
                tree.source(span.source).is_some_and(|source| source.text.get(span.bytes.clone()).is_some());
            prop_assert!(whole, "{finding:?}");
        }
    }
    // With a base URL, the links of the 404 page begin at the host.
    let dead = dead_links(&made.output).into_iter().filter(|fault| !fault.starts_with("404.html: /"));
    prop_assert_eq!(dead.collect::<Vec<_>>(), Vec::<String>::new());
    for (path, bytes) in made.output.iter().filter(|(path, _)| is_page(path)) {
        let page = std::str::from_utf8(bytes).unwrap();
        prop_assert!(page.ends_with("</html>\n"), "{path}");
        for tag in tags(page) {
            prop_assert!(
                tag.names().all(|name| name != "style" && !name.starts_with("on")),
                "{path}: <{}>",
                tag.name
            );
            let loads = if tag.name == "a" { None } else { tag.get("href").or(tag.get("src")) };
            let known = ["canonical", "alternate"].iter().any(|rel| tag.get("rel") == Some(rel));
            prop_assert!(known || loads.is_none_or(|address| !is_outside(address)), "{path}: {loads:?}");
            let script = tag
                .get("href")
                .is_some_and(|link| link.trim_start().to_ascii_lowercase().starts_with("javascript:"));
            prop_assert!(!script, "{path}");
        }
    }
    Ok(made)
}

fn site(config: &[u8]) -> Site {
    Site::of_config(config)
        .file("content/e/i.png", blank(60, 40))
        .file("content/e/files/表 一#二.odt", "x")
        .text("content/e/b.zh-TW.md", "# 乙\n\n## 步驟：一\n\n[](a.zh-TW.md)\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Pages, a part and a sidecar that are made of any pieces.
    #[test]
    fn whatever_an_author_types(
        zh in text(PIECES, 40), en in text(PIECES, 25), home in text(PIECES, 12), part in text(PIECES, 12), sidecar in text(SIDECAR, 14)
    ) {
        let tree = site(TWO.as_bytes())
            .text("content/index.zh-TW.md", home.clone())
            .text("content/e/index.en.md", home)
            .text("content/e/a.zh-TW.md", zh.clone())
            .text("content/e/a.en.md", en)
            .text("content/about.zh-TW.md", zh)
            .text("content/_p/p.zh-TW.md", part)
            .text("content/e/i.png.toml", sidecar)
            .tree();
        let made = holds(&tree)?;
        for page in ["zh-TW/e/b.html", "en/e/b.html"] {
            prop_assert!(made.output.get(&SitePath::new(page)).is_some(), "{page}");
        }
    }

    /// Settings that are made of any pieces.
    #[test]
    fn whatever_the_settings_say(config in text(CONFIG, 20)) {
        let tree = site(config.as_bytes()).text("content/e/a.zh-TW.md", "## 步驟：登入\n\n![圖的說明](i.png)\n").tree();
        holds(&tree)?;
    }

    /// Files that are made of any bytes, also bytes that are not UTF-8.
    #[test]
    fn whatever_bytes_a_file_has(
        page in prop::collection::vec(any::<u8>(), 0..200), sidecar in prop::collection::vec(any::<u8>(), 0..60),
        config in prop::collection::vec(any::<u8>(), 0..60), big5 in text(PIECES, 20)
    ) {
        let (big5, _, _) = encoding_rs::BIG5.encode(&big5);
        let tree = site(&config)
            .text("content/e/a.zh-TW.md", page)
            .text("content/e/c.zh-TW.md", big5.into_owned())
            .text("content/e/d.zh-TW.md", "![圖的說明](i.png)\n")
            .text("content/e/i.png.toml", sidecar)
            .tree();
        holds(&tree)?;
    }

    /// Names that nobody should give to a file.
    #[test]
    fn whatever_a_file_is_called(
        names in prop::collection::vec("([a-zA-Z]|[#%?&'\" <>()\\[\\]{}:;=+~@!$^`|]|登|😀|\\.|-|%2F|%00|index|sitemap|e\u{301}){1,12}", 1..5)
    ) {
        let mut made = site(TWO.as_bytes());
        let mut links = String::new();
        for name in names.iter().filter(|name| !matches!(name.as_str(), "." | "..")) {
            let file = format!("content/e/{name}");
            made = made.text(&format!("{file}.zh-TW.md"), "## 步驟：登入\n\n[](b.zh-TW.md#step-1)\n");
            made = made.file(&format!("{file}.png"), blank(9, 9)).file(&format!("{file}.odt"), "x");
            made = made.text(&format!("content/{name}/x.en.md"), "# X\n");
            let code = stepbook::url::percent_encode(name).replace(['(', ')'], "_");
            let _ = write!(links, "![圖的說明](<{code}.png>)\n\n[檔]({code}.odt) [頁](<{code}.zh-TW.md>) [集](<../{code}/x.en.md>)\n\n");
        }
        let made = holds(&made.text("content/e/a.zh-TW.md", links).tree())?;
        let addresses: BTreeSet<String> = made.addresses().iter().map(|path| path.to_lowercase()).collect();
        prop_assert_eq!(addresses.len(), made.addresses().len(), "addresses that differ in letters only");
    }
}

#[test]
fn a_very_long_name_is_a_page_too() {
    let name = "登入".repeat(40);
    let tree = site(TWO.as_bytes()).text(&format!("content/e/{name}.zh-TW.md"), "## 步驟：登入\n").tree();
    let made = holds(&tree).unwrap();
    assert!(made.output.get(&SitePath::new(&format!("zh-TW/e/{name}.html"))).is_some());
}
