//! Languages, parts, collections, addresses.

use super::{dump, lang, page, site_of, tree};
use crate::url::SitePath;

/// All pages, one on each line, and all problems.
fn pages(files: &str) -> String {
    let tree = tree(files);
    let site = site_of(&tree, false);
    let mut out = String::new();
    for page in &site.pages {
        out.push_str(dump::page(page).lines().next().unwrap());
        out.push('\n');
    }
    out + &dump::problems(&site, &tree)
}

#[test]
fn every_page_is_there_in_every_language() {
    insta::assert_snapshot!(
        pages(
            "=== content/e/a.zh-TW.md\n# 甲\n=== content/e/b.en.md\n# B\n=== content/e/c.fr.md\n# C\n\
             === content/e/d.en.md\n+++\ndraft = true\n+++\n# D\n=== content/e/d.zh-TW.md\n# 丁\n\
             === content/e/f.md\n# F\n=== content/about.en.md\n# About\n"
        ),
        @r#"
    zh-TW/about.html Plain About (in en)
    zh-TW/index.html Home stepbook
    zh-TW/e/a.html Plain 甲
    zh-TW/e/b.html Plain B (in en)
    zh-TW/e/d.html Plain 丁
    zh-TW/e/f.html Plain F
    zh-TW/e/index.html Collection e
    en/about.html Plain About
    en/index.html Home stepbook
    en/e/a.html Plain 甲 (in zh-TW)
    en/e/b.html Plain B
    en/e/d.html Plain 丁 (in zh-TW)
    en/e/f.html Plain F (in zh-TW)
    en/e/index.html Collection e
    ! c.fr.md `` UnknownLanguage { tag: "fr"
    "#
    );
}

#[test]
fn drafts_are_there_when_asked_for() {
    let tree = tree("=== content/e/a.en.md\n+++\ndraft = true\n+++\n# A\n");
    assert_eq!(site_of(&tree, false).pages.len(), 2);
    assert!(site_of(&tree, true).page_at(&SitePath::new("en/e/a.html")).is_some());
}

#[test]
fn an_untranslated_page_shows_the_default_language() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.zh-TW.md\n# 甲\n\n看[](b.zh-TW.md)和[](#step-1)\n\n![](x.png)\n\n## 步驟：登入\n\
             === content/e/b.en.md\n# B\n=== content/e/x.png\n=== content/e/x.en.png\n=== content/e/x.zh-TW.png\n",
            "en/e/a.html"
        ),
        @r#"
    en/e/a.html Guide 甲 (in zh-TW)
     p 看[《B》](en/e/b.html)和[步驟 1「登入」](en/e/a.html#step-1)
     figure 1:content/e/x.zh-TW.png
    #step-1 [1] 登入
    ! a.zh-TW.md `b.zh-TW.md` MissingPage { path: "content/e/b.zh-TW.md", nearest: Some("b.en.md")
    "#
    );
}

#[test]
fn a_picture_is_taken_in_the_language_of_the_text() {
    let files = "=== content/e/a.zh-TW.md\n# 甲\n\n![](x.png) ![](y.png)\n=== content/e/a.en.md\n# A\n\n![](x.png) ![](y.en.png)\n\
        === content/e/x.png\n=== content/e/x.en.png\n=== content/e/x.png.toml\n=== content/e/y.png\n=== content/e/y.en.png\n\
        === content/e/y.png.toml\n=== content/e/y.en.png.toml\n";
    insta::assert_snapshot!(page(files, "en/e/a.html"), @"
    en/e/a.html Plain A
     figure 1:content/e/x.en.png | 2:content/e/y.en.png
    ");
    let tree = tree(files);
    let shown: Vec<String> = site_of(&tree, false)
        .site
        .sidecars
        .iter()
        .map(|(file, sidecar)| format!("{file} by {}", tree.source(sidecar.source).unwrap().path.file_name()))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    content/e/x.en.png by x.png.toml
    content/e/x.png by x.png.toml
    content/e/y.en.png by y.en.png.toml
    content/e/y.png by y.png.toml
    ");
}

fn merged(zh: &str, en: &str) -> String {
    let tree = tree(&format!("=== content/e/a.zh-TW.md\n# 甲\n\n{zh}\n=== content/e/a.en.md\n# A\n\n{en}\n"));
    let site = site_of(&tree, false);
    dump::heads(site.page_at(&SitePath::new("en/e/a.html")).unwrap()) + &dump::problems(&site, &tree)
}

#[test]
fn a_missing_step_is_taken_over_from_the_default_language() {
    insta::assert_snapshot!(
        merged(
            "## 步驟：一\n\n## 步驟：二 {#two}\n\n### 步驟：二之一\n\n## 步驟：三 {#three}\n\n## 問題\n",
            "## Intro\n\n## Step: three {#three}\n\n## Step: more {#more}\n\n## Trouble\n"
        ),
        @"
    #section-1 Intro
    #step-1 [1] 一 (in zh-TW)
    #two [2] 二 (in zh-TW)
    #step-2-1 [2-1] 二之一 (in zh-TW)
    #three [3] three
    #more [4] more
    #section-2 Trouble
    "
    );
}

#[test]
fn written_numbers_tell_which_step_is_missing() {
    insta::assert_snapshot!(
        merged(
            "## 步驟 1：一\n\n## 步驟 2：二\n\n## 步驟 3-1：三之一\n\n## 步驟 3-2：三之二\n\n## 步驟 4：四\n",
            "## Step 1: one\n\n## Step 3-2: three two\n\n## Step 4: four\n"
        ),
        @"
    #step-1 [1] one
    #step-2 [2] 二 (in zh-TW)
    #step-3-1 [3-1] 三之一 (in zh-TW)
    #step-3-2 [3-2] three two
    #step-4 [4] four
    "
    );
}

#[test]
fn a_number_that_all_languages_skip_is_the_same_step() {
    insta::assert_snapshot!(
        merged("## 步驟 1：一\n\n## 步驟 3：三\n", "## Step 1: one\n\n## Step 3: three\n"),
        @"
    #step-1 [1] one
    #step-2 [2] three
    "
    );
}

#[test]
fn a_whole_step_does_not_part_a_step_from_its_sub_steps() {
    insta::assert_snapshot!(
        merged(
            "## 步驟：一 {#a}\n\n## 步驟：二 {#b}\n\n## 步驟：三 {#c}\n",
            "## Step: one {#a}\n\n### Step: own {#own}\n\n## Step: three {#c}\n"
        ),
        @"
    #a [1] one
    #own [1-1] own
    #b [2] 二 (in zh-TW)
    #c [3] three
    "
    );
}

#[test]
fn the_id_of_a_missing_step_is_that_steps() {
    insta::assert_snapshot!(
        merged(
            "## 步驟：一\n\n## 步驟：二 {#renew}\n\n### 續 {#p}\n\n看[^x]\n\n[^x]: 註\n",
            "## Step: one\n\n#### h {#p}\n\nsee[^y] [](#renew)\n\n## Trouble {#renew}\n\n[^y]: note\n"
        ),
        @r#"
    #step-1 [1] one
    #renew [2] 二 (in zh-TW)
    #renew-again-2 Trouble
    ! a.en.md `#renew` DuplicateId { id: "renew", first: SourceId(1) 24..48
    "#
    );
}

#[test]
fn footnotes_of_a_borrowed_step_come_with_it() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.zh-TW.md\n# 甲\n\n## 步驟：一\n\n看[^x]又[^z]\n\n[^x]: 註[^z]\n[^z]: 末\n\
             === content/e/a.en.md\n# A\n\nsee[^y]\n\n[^y]: note\n",
            "en/e/a.html"
        ),
        @"
    en/e/a.html Guide A
     p see[^1]
    #step-1 [1] 一 (in zh-TW)
     p 看[^2]又[^3]
    note 1
     p note
    note 2
     p 註[^3]
    note 3
     p 末
    "
    );
}

#[test]
fn parts_are_put_in_their_places() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.en.md\n# A\n\nnote[^1]\n\n> [part](../_p/one.zh-TW.md \"include\")\n\n\
             1. x\n\n   [part](../_p/two.zh-TW.md \"include\")\n\n## Step: last\n\n[^1]: mine\n\
             === content/_p/one.zh-TW.md\n部件\n=== content/_p/one.en.md\n\
             Part [](#step-2) [b](../e/b.en.md) ![](x.png) and[^n]\n\n[^n]: part's\n\
             === content/_p/two.zh-TW.md\n二\n\n## 步驟：部\n\n三\n=== content/_p/x.png\n=== content/e/b.en.md\n# B\n",
            "en/e/a.html"
        ),
        @r#"
    en/e/a.html Guide A
     p note[^1]
     quote
      p Part [“A”](en/e/a.html) [b](en/e/b.html) <content/_p/x.png> and[^2]
     list 1
      item
       p x
       <div lang="zh-TW">
        p 二
        h2 #intro-h-1 部
        p 三
    #step-1 [1] last
    note 1
     p mine
    note 2
     p part's
    ! one.en.md `#step-2` MissingAnchor { id: "step-2", page: "content/e/a.en.md", nearest: Some("step-1")
    ! a.en.md `../_p/two.zh-TW.md` UntranslatedPart { path: "content/_p/two.zh-TW.md", lang: Lang("en")
    "#
    );
}

#[test]
fn a_part_with_a_heading_makes_a_section() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.en.md\n# A\n\n[part](../_p/two.zh-TW.md \"include\")\n\nrest\n\
             === content/_p/two.zh-TW.md\n二\n\n## 步驟：部\n\n三\n",
            "en/e/a.html"
        ),
        @r#"
    en/e/a.html Guide A
     <div lang="zh-TW">
      p 二
    #step-1 [1] 部 (in zh-TW)
     p 三
     p rest
    ! a.en.md `../_p/two.zh-TW.md` UntranslatedPart { path: "content/_p/two.zh-TW.md", lang: Lang("en")
    "#
    );
}

#[test]
fn a_part_in_another_language_says_so() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.en.md\n# A\n\n## Step: one\n\n[part](../_p/two.zh-TW.md \"include\")\n\n\
             > [part](../_p/two.zh-TW.md \"include\")\n=== content/_p/two.zh-TW.md\n二\n\n#### 四\n\n### 三\n\n三\n",
            "en/e/a.html"
        ),
        @r#"
    en/e/a.html Guide A
    #step-1 [1] one
     <div lang="zh-TW">
      p 二
      h3 #step-1-h-1 四
     panel #step-1-panel-2 三
      <div lang="zh-TW">
       p 三
      quote
       <div lang="zh-TW">
        p 二
        h4 #step-1-panel-2-h-1 四
        h4 #step-1-panel-2-h-2 三
        p 三
    ! a.en.md `../_p/two.zh-TW.md` UntranslatedPart { path: "content/_p/two.zh-TW.md", lang: Lang("en")
    ! a.en.md `../_p/two.zh-TW.md` UntranslatedPart { path: "content/_p/two.zh-TW.md", lang: Lang("en")
    "#
    );
}

#[test]
fn a_part_that_includes_itself_or_is_not_there_is_a_problem() {
    insta::assert_snapshot!(
        page(
            "=== content/e/a.en.md\n# A\n\n[1](../_p/one.en.md \"include\")\n\n[2](../_p/on.en.md \"include\")\n\n\
             [3](b.en.md \"include\")\n\n[4](../_P/One.en.md \"include\")\n\
             === content/e/b.en.md\n# B\n=== content/_p/one.en.md\none\n\n[x](two.en.md \"include\")\n\
             === content/_p/two.en.md\ntwo\n\n[x](one.en.md \"include\")\n",
            "en/e/a.html"
        ),
        @r#"
    en/e/a.html Plain A
     p one
     p two
     p one
     p two
    ! two.en.md `one.en.md` IncludeCycle(["content/_p/one.en.md", "content/_p/two.en.md", "content/_p/one.en.md"])
    ! a.en.md `../_p/on.en.md` MissingPart { path: "content/_p/on.en.md", nearest: Some("../_p/one.en.md")
    ! a.en.md `b.en.md` MissingPart { path: "content/e/b.en.md", nearest: None
    ! a.en.md `../_P/One.en.md` WrongCase { actual: "../_p/one.en.md"
    "#
    );
}

#[test]
fn parts_that_double_stop_somewhere() {
    use std::fmt::Write as _;
    let mut files = "=== content/e/a.en.md\n# A\n\n[1](../_p/p0.en.md \"include\")\n".to_owned();
    for at in 0..40 {
        let twice = format!("[x](p{}.en.md \"include\")\n\n", at + 1).repeat(2);
        let _ = writeln!(files, "=== content/_p/p{at}.en.md\n{twice}");
    }
    let tree = tree(&files);
    let problems = dump::problems(&site_of(&tree, false), &tree);
    assert!(problems.contains("TooManyParts(8)"), "{problems}");
}

/// Parts as deep as they may be, each inside as many quotes as are read.
#[test]
fn parts_nest_deep() {
    use std::fmt::Write as _;
    let mut files = "=== content/e/a.en.md\n# A\n\n[1](../_p/p0.en.md \"include\")\n".to_owned();
    for at in 0..8 {
        let quotes = "> ".repeat(22);
        let _ = writeln!(files, "=== content/_p/p{at}.en.md\n{quotes}[x](p{}.en.md \"include\")\n", at + 1);
    }
    files.push_str("=== content/_p/p8.en.md\ndeep\n");
    let shown = page(&files, "en/e/a.html");
    let quotes = shown.lines().filter(|line| line.trim() == "quote").count();
    assert_eq!(quotes, 8 * 22, "{shown}");
}

#[test]
fn collections_are_folders_in_order() {
    let tree = tree(
        "=== content/about.en.md\n# About\n=== content/z/index.zh-TW.md\n+++\ntitle = \"Z\"\norder = 1\n+++\n\
         === content/z/b.zh-TW.md\n# B\n=== content/z/a.zh-TW.md\n+++\ntitle = \"A\"\norder = 9\n+++\n\
         === content/z/c.zh-TW.md\n+++\ntitle = \"C\"\norder = 2\n+++\n=== content/z/c.en.md\n# C\n\
         === content/z/in/x.en.md\n# X\n=== content/m/y.en.md\n# Y\n",
    );
    let site = site_of(&tree, false);
    let address = |index: &usize| site.pages.get(*index).unwrap().profile.address.to_string();
    let shown: Vec<String> = site
        .site
        .places
        .collections
        .get(&lang("en"))
        .unwrap()
        .iter()
        .map(|found| {
            let members: Vec<String> = found.members.iter().map(address).collect();
            let own = found.page.as_ref().map_or("-".to_owned(), address);
            format!("{:?} {own}: {}", found.folder, members.join(" "))
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    "" -: en/about.html
    "z" en/z/index.html: en/z/c.html en/z/a.html en/z/b.html
    "z/in" en/z/in/index.html: en/z/in/x.html
    "m" en/m/index.html: en/m/y.html
    "#);
}

#[test]
fn an_address_is_given_once() {
    insta::assert_snapshot!(
        pages(
            "=== content/e/a.en.md\n+++\ntitle = \"A\"\naliases = [\"e/old.html\", \"e/b.html\", \"../x.html\", \"e/old.html\"]\n+++\n\
             === content/e/A.en.md\n# A2\n=== content/e/b.en.md\n# B\n=== content/sitemap.en.md\n# S\n"
        ),
        @r#"
    zh-TW/index.html Home stepbook
    zh-TW/sitemap-2.html Plain S (in en)
    zh-TW/e/A.html Plain A2 (in en)
    zh-TW/e/a-2.html Plain A (in en)
    zh-TW/e/b.html Plain B (in en)
    zh-TW/e/index.html Collection e
    en/index.html Home stepbook
    en/sitemap-2.html Plain S
    en/e/A.html Plain A2
    en/e/a-2.html Plain A
    en/e/b.html Plain B
    en/e/index.html Collection e
    ! a.en.md `` SameAddress { address: "en/e/a.html", other: "content/e/A.en.md"
    ! a.en.md `"e/b.html"` SameAddress { address: "en/e/b.html", other: "content/e/b.en.md"
    ! a.en.md `"../x.html"` BadValue { key: "aliases", expected: "an address that ends in .html, like elearn/sign-up.html"
    ! a.en.md `"e/old.html"` SameAddress { address: "en/e/old.html", other: "content/e/a.en.md"
    ! sitemap.en.md `` SameAddress { address: "en/sitemap.html", other: ""
    "#
    );
}
