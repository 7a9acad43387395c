//! What authors read about headings and lines that are nearly what was meant.

use super::read;

#[test]
fn headings_that_are_nearly_steps() {
    insta::assert_snapshot!(read(&["near-step", "odd-step-level"]), @"
    near-step: this is no step: `步骤` is not the step word `步驟`
      write `步驟`
      fix: `步骤` becomes `步驟`
    near-step: this is no step: neither a number nor a colon follows `步驟`
      write `步驟：`
      fix: `步驟 ` becomes `步驟：`
    near-step: this is no step: `步聚` is not the step word `步驟`
      write `步驟`
      fix: `步聚` becomes `步驟`
    near-step: this is no step: neither a number nor a colon follows `Step`
      write `Step:`
      fix: `Step ` becomes `Step: `
    near-step: this is no step: `Setp` is not the step word `Step`
      write `Step`
      fix: `Setp` becomes `Step`
    near-step: this is no step: neither a number nor a colon follows `Step`
      write `Step:`
      fix: `Step ` becomes `Step: `
    near-step: this is no step: nothing stands between `步驟1` and its title
      write `步驟1：`
      fix: `步驟1` becomes `步驟1：`
    near-step: this is no step: `★` stands before the step word
      take `★` out
      fix: `★` becomes ``
    near-step: this is no step: it is a line of text, not a heading
      write `## 步驟 3：關機`
      fix: `**步驟 3：關機**` becomes `## 步驟 3：關機`
    near-step: this is no step: it is a line of text, not a heading
      write `## 步驟 4：回家`
      fix: `步驟 4：回家` becomes `## 步驟 4：回家`
    near-step: the headings of this guide are numbered, but none is a step
      write `## 步驟：…`; steps are numbered by themselves
    odd-step-level: this step begins with `###`, most others with `##`
      write `##`
      fix: `###` becomes `##`
    odd-step-level: this step begins with `#`, most others with `##`
      write `##`
      fix: `#` becomes `##`
    ");
}

/// What a rule says about lines that are no `what`.
fn about(code: &str, what: &str) -> String {
    let (all, code) = (read(&[code]), format!("{code}: "));
    let parts = all.split(&code).filter(|part| part.starts_with(&format!("this is no {what}")));
    parts.collect()
}

#[test]
fn lines_that_are_nearly_lists() {
    insta::assert_snapshot!(about("near-block", "list"), @"
    this is no list: there is no space after `1.`
      write `1. 輸入姓名`
      fix: `1.輸入姓名
    2.按「送出」` becomes `1. 輸入姓名
    2. 按「送出」`
    this is no list: `．` is a full-width sign
      write `1. 看姓名`
      fix: `１．看姓名
    ２．看班級` becomes `1. 看姓名
    2. 看班級`
    this is no list: Markdown does not know `1、`
      write `1. 選印表機`
      fix: `1、選印表機
    2、按「列印」` becomes `1. 選印表機
    2. 按「列印」`
    this is no list: Markdown does not know `(1)`
      write `1. 裝訂`
      fix: `(1) 裝訂
    (2) 交到教務處` becomes `1. 裝訂
    2. 交到教務處`
    this is no list: Markdown does not know `①`
      write `1. 裝訂`
      fix: `① 裝訂` becomes `1. 裝訂`
    this is no list: between a line of text and `3.` there must be an empty line
      leave an empty line before `3. 填電話。`
      fix: `3. 填電話。
    4. 按「送出」。` becomes `
    3. 填電話。
    4. 按「送出」。`
    this is no list: there is no space after `-`
      write `- 登入`
      fix: `-登入` becomes `- 登入`
    this is no list: Markdown does not know `•`
      write `- 登出`
      fix: `• 登出` becomes `- 登出`
    this is no list: `－` is a full-width sign
      write `- 關機`
      fix: `－ 關機` becomes `- 關機`
    this is no list: Markdown does not know `●`
      write `- 甲`
      fix: `● 甲
    ● 乙` becomes `- 甲
    - 乙`
    this is no list: four spaces or a tab before it make it text or code
      write `1. 縮排的清單` without spaces before it; code stands between fences
      fix: `    1. 縮排的清單
        2. 第二項` becomes `1. 縮排的清單
    2. 第二項`
    ");
}

#[test]
fn lines_that_are_nearly_other_blocks() {
    let others = ["heading", "quote", "block of code", "table"].map(|what| about("near-block", what));
    insta::assert_snapshot!(others.concat(), @"
    this is no heading: there is no space after `##`
      write `## 步驟：登入`
      fix: `##步驟：登入` becomes `## 步驟：登入`
    this is no heading: `＃` is a full-width sign
      write `## 補充`
      fix: `＃＃ 補充` becomes `## 補充`
    this is no heading: it begins with 7 signs, and 6 are the most
      write `###### 太深`
      fix: `####### 太深` becomes `###### 太深`
    this is no quote: `＞` is a full-width sign
      write `> 引文`
      fix: `＞ 引文` becomes `> 引文`
    this is no block of code: Markdown does not know `'''`
      write `````
      fix: `'''
    stepbook build
    '''` becomes ````
    stepbook build
    ````
    this is no table: the line of dashes under its head is missing
      write `| --- | --- |` below the first row, a cell for each column
      fix: `| 甲 | 乙 |` becomes `| 甲 | 乙 |
    | --- | --- |`
    this is no table: `｜` is a full-width sign
      write `|`, and `| --- | --- |` below the first row
    this is no table: the line of dashes under its head must have 2 cells, as the head has
      write `---` for each cell of the head, with `|` between them
    ");
}

#[test]
fn text_that_is_nearly_a_reference() {
    insta::assert_snapshot!(read(&["near-reference"]), @r#"
    near-reference: this is no picture: `！` is a full-width sign
      write `![登入畫面](img/a.png)`
      fix: `！[登入畫面](img/a.png)` becomes `![登入畫面](img/a.png)`
    near-reference: this is no picture: `（` is a full-width sign
      write `![登入畫面](img/a.png)`
      fix: `![登入畫面]（img/a.png）` becomes `![登入畫面](img/a.png)`
    near-reference: this is no picture: Markdown has no sizes such as `=300x`
      write `![登入畫面](img/a.png)`
      fix: `![登入畫面](img/a.png =300x)` becomes `![登入畫面](img/a.png)`
    near-reference: this is no picture: its title stands in `”`, not in straight quotes `"`
      write `![登入畫面](img/a.png "登入")`
      fix: `![登入畫面](img/a.png “登入”)` becomes `![登入畫面](img/a.png "登入")`
    near-reference: this is no picture: the last `)` is missing
      write `![登入畫面](img/a.png)`
      fix: `![登入畫面](img/a.png` becomes `![登入畫面](img/a.png)`
    near-reference: this is no picture: there is a space between `]` and `(`
      write `![登入畫面](img/a.png)`
      fix: `![登入畫面] (img/a.png)` becomes `![登入畫面](img/a.png)`
    near-reference: this is no picture: `[[` is the form of wikis
      write `![登入畫面](a.png)`
      fix: `![[a.png|登入畫面]]` becomes `![登入畫面](a.png)`
    near-reference: this is no link: `［` is a full-width sign
      write `[說明](b.zh-TW.md)`
      fix: `［說明］（b.zh-TW.md）` becomes `[說明](b.zh-TW.md)`
    near-reference: this is no link: the last `)` is missing
      write `[說明](b.zh-TW.md)`
      fix: `[說明](b.zh-TW.md` becomes `[說明](b.zh-TW.md)`
    near-reference: this is no picture: `（` is a full-width sign
      write `![登入畫面](img/a.png)`
      fix: `![登入畫面]（img/a.png）` becomes `![登入畫面](img/a.png)`
    near-reference: this is no picture: its path has backslashes; on the web they are `/`
      write `![登入畫面](img/a.png)`
      fix: `![登入畫面](img\a.png)` becomes `![登入畫面](img/a.png)`
    near-reference: this is no picture: its path leads to your own computer
      put the file next to this page and write its path from here: `img/name.png`
    near-reference: this is no picture: its path leads to your own computer
      put the file next to this page and write its path from here: `img/name.png`
    near-reference: this is no link: its path leads to your own computer
      put the file next to this page and write its path from here: `img/name.png`
    "#);
}

#[test]
fn signs_that_are_printed() {
    insta::assert_snapshot!(read(&["near-emphasis", "foreign-syntax"]), @r#"
    near-emphasis: this `__` is printed: it works only between spaces
      write `**登入**`
      fix: `__登入__` becomes `**登入**`
    near-emphasis: this `__` is printed: it works only between spaces
      write `**登入**`
      fix: `__登入__` becomes `**登入**`
    near-emphasis: this `**` is printed: a space stands between it and the words
      write `**重要**`
      fix: `** 重要 **` becomes `**重要**`
    near-emphasis: this `==` is printed: Markdown does not know it
      write `**登出**`
      fix: `==登出==` becomes `**登出**`
    near-emphasis: this `＊＊` is printed: Markdown does not know it
      write `**注意**`
      fix: `＊＊注意＊＊` becomes `**注意**`
    near-emphasis: this `**` is printed: there is no second one
      put the same signs right after the words, or a backslash in front of this one
    near-emphasis: this `~~` is printed: a space stands between it and the words
      write `~~舊~~`
      fix: `~~ 舊 ~~` becomes `~~舊~~`
    foreign-syntax: the attributes `{width="3.15in" height="2in"}` are of another program and left out
      take them out: pictures are as wide as the page allows
      fix: `{width="3.15in" height="2in"}` becomes ``
    foreign-syntax: the attributes `{: .center }` are of another program and left out
      take them out: pictures are as wide as the page allows
      fix: `{: .center }` becomes ``
    foreign-syntax: the attributes `{.icon}` are of another program and left out
      take them out: pictures are as wide as the page allows
      fix: `{.icon}` becomes ``
    foreign-syntax: the attributes `{target=_blank}` are of another program and left out
      take them out: pictures are as wide as the page allows
      fix: `{target=_blank}` becomes ``
    foreign-syntax: `[TOC]` is left out: the page has its own list of steps
      take it out
      fix: `[TOC]` becomes ``
    foreign-syntax: `%% not yet %%` is a comment of another program and left out
      write `<!-- not yet -->`
      fix: `%% not yet %%` becomes `<!-- not yet -->`
    foreign-syntax: there is no alert `TIPS`
      write `[!TIP]`
      fix: `[!TIPS]` becomes `[!TIP]`
    foreign-syntax: `{/* not yet */}` is a comment of another program and left out
      write `<!-- not yet -->`
      fix: `{/* not yet */}` becomes `<!-- not yet -->`
    foreign-syntax: `:::columns` is a box of another program; its text stands here without one
      write a heading or a bold line above its text
    foreign-syntax: `:::` ends a box, and none is open
      take the line out
      fix: `:::` becomes ``
    foreign-syntax: `{%youtube abc123 %}` is syntax of another program and left out
      write `<https://www.youtube.com/watch?v=abc123>`
      fix: `{%youtube abc123 %}` becomes `<https://www.youtube.com/watch?v=abc123>`
    foreign-syntax: `{% icon %}` is syntax of another program and printed
      write it in Markdown: a link, a picture or an alert
    foreign-syntax: the box `:::warning` has no end
      write `:::` in a line of its own under its last line, or write it as an alert: `> [!NOTE]`
    "#);
}

#[test]
fn days_and_names() {
    insta::assert_snapshot!(read(&["future-date", "stale-date", "unnamed-collection", "near-step-no-word", "near-id"]), @r#"
    future-date: 2027-11-20 has not come yet
      write the day on which somebody last followed these steps
    future-date: 2026-11-22 has not come yet
      write the day on which somebody last followed these steps
    stale-date: 2019-02-28 is more than 12 months ago
      follow the steps again, correct what has changed, and write the new day
    stale-date: 2025-11-19 is more than 12 months ago
      follow the steps again, correct what has changed, and write the new day
    unnamed-collection: the collection `hr` has no name; readers see `hr`
      write `content/hr/index.en.md` with `title = "…"` between two lines `+++`
    unnamed-collection: readers see `it` as this collection's name, since its page is a draft
      a guide of this collection is published: take `draft = true` out here too
    unnamed-collection: the collection `named/deep` has no name; readers see `deep`
      write `content/named/deep/index.en.md` with `title = "…"` between two lines `+++`
    near-step: this is no step: no step word is set for `ja`
      write `word = "ステップ"` under `[steps.ja]` in `stepbook.toml`
    near-step: this is no step: no step word is set for `vi`
      write `word = "Phần"` under `[steps.vi]` in `stepbook.toml`
    near-id: this is no id: the last `}` is missing
      write `{#login}`
      fix: `{#login` becomes `{#login}`
    near-id: this is no id: `＃` is a full-width sign
      write `{#renew}`
      fix: `{＃renew}` becomes `{#renew}`
    near-id: this is no id: `｛` is a full-width sign
      write `{#close}`
      fix: `｛#close｝` becomes `{#close}`
    "#);
}
