//! Tests of parsing: Markdown, and the draft in a short form.

mod dialects;
mod silence;

use std::fmt::Write as _;

use proptest::prelude::*;

use super::draft;
use crate::model::{Block, Branch, DraftHeading, Inline, Item, Numbering, Parsed, RawImage, StepWords};
use crate::source::{Source, SourceId};
use crate::url::TreePath;

fn step_words() -> StepWords {
    StepWords {
        word: "步驟".to_owned(),
        optional: "選用".to_owned(),
        result: "結果".to_owned(),
        series: vec!["首次登入設定".to_owned()],
        others: vec!["Step".to_owned()],
        ..StepWords::default()
    }
}

fn source(text: &str) -> Source {
    Source::decode(SourceId(0), TreePath::new("content/e/a.zh-TW.md"), text.as_bytes().to_vec())
}

/// The blocks of a page, one on each line, and the problems.
fn show(text: &str) -> String {
    let source = source(text);
    let draft = draft(&source, &step_words());
    let mut out = String::new();
    blocks(&draft.blocks, 0, &mut out);
    for footnote in &draft.footnotes {
        let _ = writeln!(out, "footnote {}", footnote.number);
        blocks(&footnote.blocks, 1, &mut out);
    }
    for problem in &draft.problems {
        let written = source.text.get(problem.span.bytes.clone()).unwrap_or("(no text)");
        let _ = writeln!(out, "! {:?} `{}`", problem.kind, written.replace('\n', "⏎"));
    }
    out
}

fn blocks(blocks: &[Block<Parsed>], depth: usize, out: &mut String) {
    for block in blocks {
        out.push_str(&"  ".repeat(depth));
        match block {
            Block::Paragraph(words) => _ = writeln!(out, "p {}", text(words)),
            Block::Outcome(words) => _ = writeln!(out, "outcome {}", text(words)),
            Block::Heading(heading) => self::heading(heading, out),
            Block::List(list) => {
                let numbers = match list.numbering {
                    Numbering::Bullets => "bullets".to_owned(),
                    Numbering::Numbers { start, parenthesis } => {
                        format!("numbers from {start}, `)` {parenthesis}")
                    }
                };
                let _ = writeln!(out, "list {numbers}, tight {}", list.tight);
                items(&list.items, depth + 1, out);
            }
            Block::Figure(figure) => {
                let images: Vec<String> = figure.images.iter().map(image).collect();
                let _ = writeln!(out, "figure {} from {}", images.join(" | "), figure.start);
                items(&figure.items, depth + 1, out);
            }
            Block::Branches(branches) => {
                let shown: Vec<String> = branches.iter().map(branch).collect();
                let _ = writeln!(out, "branches {}", shown.join(" | "));
            }
            Block::Alert(alert) => {
                let title = text(&alert.title);
                let _ = writeln!(out, "{:?} {title}", alert.kind);
                self::blocks(&alert.blocks, depth + 1, out);
            }
            Block::Quote(content) => {
                out.push_str("quote\n");
                self::blocks(content, depth + 1, out);
            }
            Block::Element { open, name, content } => {
                let _ = writeln!(out, "element {name} {open}");
                self::blocks(content, depth + 1, out);
            }
            Block::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(|cell| text(cell)).collect();
                    let _ = writeln!(out, "row {}", cells.join(" | "));
                }
            }
            Block::Definitions(entries) => {
                for entry in entries {
                    let _ = writeln!(out, "term {}", text(&entry.term));
                    entry.meanings.iter().for_each(|meaning| self::blocks(meaning, depth + 1, out));
                }
            }
            Block::Code { language, text } => _ = writeln!(out, "code {language} {text:?}"),
            Block::Rule => out.push_str("rule\n"),
            Block::Html(html) => _ = writeln!(out, "html {html}"),
            Block::Include(part) => _ = writeln!(out, "include {}", part.destination),
        }
    }
}

fn heading(heading: &DraftHeading, out: &mut String) {
    let id = heading.id.as_ref().map_or(String::new(), |(id, _)| format!(" #{id}"));
    let _ = write!(out, "h{}{id} {}", heading.level, text(&heading.title));
    if let Some(step) = &heading.step {
        let number = step.number.as_ref().map_or("?".to_owned(), |(number, _)| number.to_string());
        let _ = write!(out, " [step {number} of {:?}, optional {}]", step.series, step.optional);
    }
    out.push('\n');
}

fn items(items: &[Item<Parsed>], depth: usize, out: &mut String) {
    for item in items {
        let task = item.task.map_or(String::new(), |done| format!(" task {done}"));
        let shown = item.branch.as_ref().map_or(String::new(), |found| format!(" {}", branch(found)));
        let optional = if item.optional { " optional" } else { "" };
        let _ = writeln!(out, "{}item{task}{optional}{shown}", "  ".repeat(depth));
        blocks(&item.blocks, depth + 1, out);
    }
}

fn branch(branch: &Branch<Parsed>) -> String {
    let link = &branch.link.destination;
    format!("{} / {} / {} -> {link}", text(&branch.label), text(&branch.text), text(&branch.target))
}

fn image(image: &RawImage) -> String {
    format!("![{}]({}){}", image.alt, image.destination, image.caption.as_ref().map_or("", |caption| caption))
}

fn text(words: &[Inline<Parsed>]) -> String {
    let shown: Vec<String> = words
        .iter()
        .map(|inline| match inline {
            Inline::Text(words) => words.clone(),
            Inline::Code(words) => format!("`{words}`"),
            Inline::Key(words) => format!("<{words}>"),
            Inline::Strong(content) => format!("*{}*", text(content)),
            Inline::Emphasis(content) => format!("_{}_", text(content)),
            Inline::Struck(content) => format!("~{}~", text(content)),
            Inline::Link { text: content, link } => format!("[{}]({})", text(content), link.destination),
            Inline::Image(found) => image(found),
            Inline::MenuPath(stops) => stops.iter().map(|stop| text(stop)).collect::<Vec<_>>().join(" ➔ "),
            Inline::FootnoteRef(number) => format!("[^{number}]"),
            Inline::Element { tag, content } => format!("<{}:{}>", tag.name, text(content)),
            Inline::Break => "⏎".to_owned(),
        })
        .collect();
    shown.concat()
}

#[test]
fn step_headings_lose_word_number_id_and_optional_mark() {
    insta::assert_snapshot!(show("## 步驟 4-1：進入**個人**專區 {#area}\n### 步驟：核對（選用）\n## 首次登入設定2：填寫\n## 說明\n"), @"
    h2 #area 進入*個人*專區 [step 4-1 of None, optional false]
    h3 核對 [step ? of None, optional true]
    h2 填寫 [step 2 of Some(0), optional false]
    h2 說明
    ");
}

#[test]
fn a_list_right_under_a_picture_holds_its_items() {
    insta::assert_snapshot!(show("![甲](a.png \"圖說\") ![乙](b.png)\n\n3) 點選**「登入」**，\n4) （選用）綁定\n\n- 其他\n"), @"
    figure ![甲](a.png)圖說 | ![乙](b.png) from 3
      item
        p 點選*「登入」*，
      item optional
        p 綁定
    list bullets, tight true
      item
        p 其他
    ");
}

#[test]
fn a_picture_alone_in_its_line_is_a_figure_beside_text_too() {
    insta::assert_snapshot!(show("按「設定」：\n![甲](a.png)\n\n1. 做\n\n![乙](b.png)\n![丙](c.png)\n接著 ![丁](d.png)\n再選。\n"), @"
    p 按「設定」：
    figure ![甲](a.png) from 1
      item
        p 做
    figure ![乙](b.png) | ![丙](c.png) from 1
    p 接著 ![丁](d.png) 再選。
    ");
}

#[test]
fn a_picture_under_an_item_is_swallowed_and_found() {
    insta::assert_snapshot!(show("1. 點選\n![甲](a.png)\n"), @"
    list numbers from 1, `)` false, tight true
      item
        p 點選![甲](a.png)
    ! ImageInItem `![甲](a.png)`
    ");
}

#[test]
fn branches_outcomes_alerts_and_parts_are_told_from_text() {
    insta::assert_snapshot!(show("- **成功**：看到姓名 → [](#step-4-1)\n- **失敗** → [更新](#renew)\n\n結果：完成了。\n\n> [!WARNING]\n> 小心\n\n[已有帳號](../_parts/a.zh-TW.md \"include\")\n\n- **成功** → [](#a)\n- 其他\n"), @"
    branches 成功 / 看到姓名 /  -> #step-4-1 | 失敗 /  / 更新 -> #renew
    outcome 完成了。
    Warning 
      p 小心
    include ../_parts/a.zh-TW.md
    list bullets, tight true
      item 成功 /  /  -> #a
      item
        p 其他
    ");
}

#[test]
fn lines_join_without_a_space_only_between_chinese() {
    insta::assert_snapshot!(show("證\n書不會\nGoogle\n帳號，**粗**\n`碼`\n"), @"p 證書不會 Google 帳號，*粗*`碼`");
}

#[test]
fn raw_html_is_paired_cleaned_or_left_out_with_a_finding() {
    insta::assert_snapshot!(show("按 <kbd>Enter</kbd> 與 H<sub>2</sub>O<script>x</script> <b onclick=\"x\">粗</b><br>完\n\n<details>\n<summary>更多</summary>\n\n- **甲**\n\n</details>\n\n<iframe src=x></iframe>\n"), @r#"
    p 按 <Enter> 與 H<sub:2>O *粗*⏎完
    element details <details>
    <summary>更多</summary>

      list bullets, tight true
        item
          p *甲*
    ! DroppedHtml("<script>") `<script>`
    ! DroppedHtml("onclick") `<b onclick="x">`
    ! DroppedHtml("<iframe>") `<iframe src=x>`
    "#);
}

#[test]
fn tables_footnotes_tasks_definitions_and_code_are_read() {
    insta::assert_snapshot!(show("| 欄 | 值 |\n| --- | ---: |\n| 甲 | `1` |\n\n註[^a]與[^b]\n\n[^b]: 乙\n[^a]: 甲\n\n- [x] 做了\n- [ ] 沒做\n\n詞\n: 意思\n\n```sh ignore\nls **「a」**b\n```\n"), @r#"
    row 欄 | 值
    row 甲 | `1`
    p 註[^1]與[^2]
    list bullets, tight true
      item task true
        p 做了
      item task false
        p 沒做
    term 詞
      p 意思
    code sh "ls **「a」**b\n"
    footnote 1
      p 甲
    footnote 2
      p 乙
    "#);
}

#[test]
fn front_matter_is_cut_off_and_its_oddities_have_places() {
    insta::assert_snapshot!(show("+++\ntitle = \"甲\"\nsumary = \"乙\"\nminutes = \"十\"\nverified = 2026-11-20\n+++\n文\n"), @r#"
    p 文
    ! BadValue { key: "minutes", expected: "a whole number" } `"十"`
    ! UnknownKey { place: "front matter", key: "sumary", nearest: Some("summary"), known: ["title", "summary", "audience", "needs", "verified", "order", "draft", "aliases", "minutes", "platform"] } `sumary`
    "#);
}

#[test]
fn front_matter_that_is_not_closed_is_found_and_ends_at_an_empty_line() {
    insta::assert_snapshot!(show("+++\ntitle = \"甲\"\n\n文\n"), @r#"
    p 文
    ! OpenFrontMatter { fix: Some(Fix { span: Span { source: SourceId(0), bytes: 0..18 }, replacement: "+++\ntitle = \"甲\"\n+++\n" }) } `+++`
    "#);
}

#[test]
fn after_signs_of_front_matter_without_settings_the_text_stays() {
    insta::assert_snapshot!(show("+++\n文\n\n文\n"), @"
    p 文
    p 文
    ! OpenFrontMatter { fix: None } `+++`
    ");
}

#[test]
fn a_hundred_thousand_quotes_end_at_the_depth_that_is_allowed() {
    let shown = show(&format!("{}深", ">".repeat(100_000)));
    assert!(shown.contains("p 深") && shown.contains("TooDeep(24)"), "{}", shown.len());
}

#[test]
fn what_takes_the_parser_too_long_elsewhere_stays_as_it_is_in_code() {
    let line = "> ".repeat(150) + "\u{2060}[a](b \"c";
    let code = [line.as_str(), "d"].join("\n") + &"\ne".repeat(40);
    let shown = show(&format!("```\n{code}\n```\n"));
    assert!(shown.contains(&code.escape_debug().to_string()), "{shown}");
}

#[test]
fn a_title_over_hundreds_of_lines_is_text_with_its_quote() {
    let shown = show(&format!("[甲](b \"乙\n{}丙\")\n", "丁\n".repeat(400)));
    assert!(shown.contains("甲](b \"乙") && shown.ends_with("丁丙\")\n"), "{shown}");
}

#[test]
fn tags_that_are_never_closed_take_linear_time() {
    let shown = show(&"<b>甲".repeat(60_000));
    assert!(shown.contains("p 甲甲"));
    let shown = show(&"<div>\n\n".repeat(60_000));
    assert!(shown.contains("html <div>"));
}

proptest! {
    /// For any text that an author types, there is no panic, the ranges of spans
    /// and prose cut no character, and no joiner is left.
    #[test]
    fn spans_cut_no_character(
        typed in "(## |步驟|[0-9]|：|登入|`|\\*\\*|「|」|，|!\\[|\\[|\\]|\\(|\\)|<b>|</b>|<div>|</div>|\\+\\+\\+\n|> |- |1\\. |\\||--|\n\n|\n|➔|→|\\[\\^a\\]|: |\\{#a\\}|~~|&amp;|\r\n|\r| |\u{3000}|a b\\.png|＃|１．|1、|＊＊|__|==| =3x|（|）|！|［|］|\\{\\.a\\}|    |\t){0,60}"
    ) {
        let source = source(&typed);
        let draft = draft(&source, &step_words());
        for problem in &draft.problems {
            prop_assert!(typed.get(problem.span.bytes.clone()).is_some());
        }
        for prose in &draft.prose {
            prop_assert!(typed.get(prose.clone()).is_some());
        }
        let joiner = super::joiner::JOINER;
        prop_assert!(!show(&typed).contains(joiner));
    }

    /// Large sites parse only the heads at first.
    #[test]
    fn the_head_alone_is_that_of_the_draft(
        name in "(a|index|README|b\\.c)(\\.zh-TW|\\.zh_TW|\\.en|)",
        folder in "(e/|_p/|)",
        typed in "\u{feff}?(\\+\\+\\+\r?\n)?((title = \"T\"|order = 3|draft = true|aliases = \\[\"x\"\\]|oops =|---|title: T|minutes = -1)\r?\n){0,4}(\\+\\+\\+\r?\n|---\n)?(# T\n)?"
    ) {
        let path = TreePath::new(&format!("content/{folder}{name}.md"));
        let source = Source::decode(SourceId(3), path, typed.into_bytes());
        prop_assert_eq!(super::head(&source), (*draft(&source, &step_words()).head).clone());
    }
}
