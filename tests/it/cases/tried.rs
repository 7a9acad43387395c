//! What else authors type: spellings of each kind that no case has, found by trying to break what the
//! cases hold. Each is understood, or has a finding at its line.

use super::Case;
use crate::made::Site;

/// Typed text, and what comes of it: `=` and words of the page where it is understood, else the code of
/// its only finding.
type Tried = (&'static str, &'static str);

const STEPS: &[Tried] = &[
    ("## 步驟一)登入\n", "=步驟 1 登入"),
    ("## 【步驟 1】登入\n", "=步驟 1 登入"),
    ("## 「步驟一」登入\n", "=步驟 1 登入"),
    ("## <步驟1> 登入\n", "=步驟 1 登入"),
    ("## 一、步驟：登入\n", "=步驟 1 登入"),
    ("## STEP-1 登入\n", "=步驟 1 登入"),
    ("## 步驟Ⅰ：登入\n", "=步驟 1 登入"),
    ("## 步驟 壹：登入\n", "=步驟 1 登入"),
    ("## ＳＴＥＰ　１：登入\n", "=步驟 1 登入"),
    ("步驟 1：登入\n---\n", "=步驟 1 登入"),
    ("## 步驟：登入（選用)\n", "=選用"),
    ("## 步驟：登入 {#a\n", "near-id"),
    ("## 步驟：登入 ｛#a｝\n", "near-id"),
    ("## 步驟1登入\n", "near-step"),
    ("## Step1登入\n", "near-step"),
    ("## 🔹步驟 1：登入\n", "near-step"),
    ("**步驟 1：登入**\n", "near-step"),
    ("步驟 1：登入\n", "near-step"),
    ("## 1. 登入\n\n甲\n\n## 2. 登出\n", "near-step"),
];

const BLOCKS: &[Tried] = &[
    ("1 . 輸入\n2 . 按\n", "near-block"),
    ("1\\. 輸入\n2\\. 按\n", "near-block"),
    ("一、輸入\n二、按\n", "near-block"),
    ("（一）輸入\n（二）按\n", "near-block"),
    ("a. 輸入\nb. 按\n", "near-block"),
    ("1:輸入\n2:按\n", "near-block"),
    ("➊ 輸入\n", "near-block"),
    ("- [x]做完\n", "near-block"),
    ("- [] 沒做\n", "near-block"),
    ("- ［ ］ 沒做\n", "near-block"),
    ("甲|乙\n一|二\n", "near-block"),
    ("甲\t乙\n一\t二\n", "near-block"),
    ("´´´\n碼\n´´´\n", "near-block"),
    ("－－－\n", "near-block"),
    ("———\n", "near-block"),
    ("    四個空格的段落\n", "near-block"),
    ("輸入 `dir 再按\n", "near-emphasis"),
    ("按＊登入＊鈕\n", "near-emphasis"),
    ("按***登入**鈕\n", "near-emphasis"),
    ("按 ++登入++ 鈕\n", "near-emphasis"),
    ("H~2~O\n", "near-emphasis"),
    ("x^2^\n", "near-emphasis"),
    ("一、前言\n\n二、說明\n", "=一、前言"),
    ("3~5 天，約 7~9 人\n", "=3~5 天，約 7~9 人"),
    ("姓名：王小明\n生日：九月\n", "=生日：九月"),
];

const PICTURES: &[Tried] = &[
    ("![登入頁]( img/登 入.png )\n", "missing-image"),
    ("![登入頁|300](img/a.png)\n", "foreign-syntax"),
    ("![登入頁][img/a.png]\n", "near-reference"),
    ("![登入頁]\u{200b}(img/a.png)\n", "near-reference"),
    ("![登入頁]（img/a.png width=300）\n", "near-reference"),
    ("![登入頁](img/a.png 圖說)\n", "near-reference"),
    ("![登入頁](img/a.png \"圖說)\n", "near-reference"),
    ("【登入頁】(b.zh-TW.md)\n", "near-reference"),
    ("![登入頁](/a/img/a.png)\n", "leaves-content"),
    ("<img src=\"img/a.png\" alt=\"登入頁\">\n", "dropped-html"),
    ("![登入頁](img/A.PNG)\n", "wrong-case"),
    ("![登入頁][p]\n\n[p]: img/a.png\n", "=圖 1"),
];

const DIALECTS: &[Tried] = &[
    ("```{note}\n請。\n```\n", "foreign-syntax"),
    (".. note::\n\n請。\n", "foreign-syntax"),
    ("按 {{< icon >}} 鈕\n", "foreign-syntax"),
    ("文^[行內註腳]。\n", "foreign-syntax"),
    ("#校務 #登入\n", "foreign-syntax"),
    ("###### tags: `校務`\n", "foreign-syntax"),
    ("[[b|乙]]\n", "near-reference"),
    (":::info[標題]\n請。\n:::\n", "=標題"),
    ("!!! tip 提示\n    請。\n", "=小提醒"),
    ("> [!NOTE]請。\n", "=說明"),
    ("唸 {食飯|tsia̍h-pn̄g}。\n", "=食飯tsia̍h-pn̄g"),
];

const LINKS: &[Tried] = &[
    ("[乙](b.html)\n", "missing-page"),
    ("[乙](http://a.edu.tw/登 入)\n", "near-reference"),
    ("[乙](＃step-1)\n", "missing-page"),
    ("[乙](b)\n", "missing-page"),
    ("[乙](/a/b.zh-TW.md)\n", "leaves-content"),
    ("[乙](B.md)\n", "missing-page"),
    ("[乙](b.md)\n", "=乙"),
    ("[乙](b.md#步驟-1)\n", "=乙"),
    ("[乙](b.zh-TW.md#登入)\n", "=乙"),
    ("<a name=\"x\"></a>\n\n文\n\n[乙](#x)\n", "=乙"),
];

const SETTINGS: &str = "+++\ntitle = \"試\"\nplatform = \"https://a.edu.tw/\"\n+++\n\n";

/// What came of each: as in [`Tried`], so that it can be compared.
fn outcomes(tried: &[Tried]) -> Vec<(String, String)> {
    let mut site = Site::new("languages = [\"zh-TW\"]\n[title]\nzh-TW = \"試\"\n")
        .text("content/index.zh-TW.md", "+++\ntitle = \"試\"\n+++\n")
        .text("content/a/b.zh-TW.md", format!("{SETTINGS}## 步驟 1：登入\n\n文\n"))
        .file("content/a/img/a.png", crate::pictures::blank(60, 40));
    for (at, (typed, _)) in tried.iter().enumerate() {
        site = site.text(&format!("content/a/p{at}.zh-TW.md"), format!("{SETTINGS}{typed}"));
    }
    let case = Case::new(site.tree());
    let of = |at: usize, (typed, expected): &Tried| {
        let path = format!("content/a/p{at}.zh-TW.md");
        let found: Vec<_> = case.left().iter().filter(|finding| case.path(finding) == path).collect();
        let page = case.page(&format!("zh-TW/a/p{at}.html"));
        let words = expected.strip_prefix('=').filter(|words| page.replace('\n', " ").contains(words));
        let outcome = match (found.as_slice(), words) {
            ([], Some(words)) => format!("={words}"),
            ([], None) => format!("no finding, and the page says {page}"),
            (found, _) => found.iter().map(|finding| finding.code).collect::<Vec<_>>().join(" "),
        };
        ((*typed).to_owned(), outcome)
    };
    tried.iter().enumerate().map(|(at, tried)| of(at, tried)).collect()
}

fn expected(tried: &[Tried]) -> Vec<(String, String)> {
    tried.iter().map(|(typed, outcome)| ((*typed).to_owned(), (*outcome).to_owned())).collect()
}

#[test]
fn further_spellings_of_steps_are_understood_or_named() {
    assert_eq!(outcomes(STEPS), expected(STEPS));
}

#[test]
fn further_spellings_of_lists_tables_and_emphasis_are_understood_or_named() {
    assert_eq!(outcomes(BLOCKS), expected(BLOCKS));
}

#[test]
fn further_spellings_of_pictures_are_understood_or_named() {
    assert_eq!(outcomes(PICTURES), expected(PICTURES));
}

#[test]
fn further_spellings_of_other_programs_are_understood_or_named() {
    assert_eq!(outcomes(DIALECTS), expected(DIALECTS));
}

#[test]
fn further_spellings_of_links_are_understood_or_named() {
    assert_eq!(outcomes(LINKS), expected(LINKS));
}
