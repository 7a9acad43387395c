//! Handouts of what authors really type: headings without words, characters
//! that nobody sees, very deeply nested blocks, words that never end.

use std::fmt::Write;

use lopdf::Document;
use proptest::prelude::*;
use stepbook::compile::Layout;
use stepbook::compile::{CompileOptions, compile};

use crate::handouts::printed;
use crate::program::Site;

const HEAD: &str = "+++\ntitle = \"A guide\"\n+++\n\n## Step: Begin\n\nfirst\n\n";

fn english(guide: &str) -> Site {
    let site = Site::of(&[("content/c/a.en.md", guide)]);
    site.put("stepbook.toml", "languages = [\"en\"]\ntitle.en = \"Guides\"\n");
    site
}

/// The text that a reader copies out of the handout of a guide, without white
/// space. The handout must have no findings.
fn copied(guide: &str, layout: Layout) -> String {
    let site = english(guide);
    let tree = stepbook::disk::load(&site.path(".")).unwrap();
    let (_, file) = printed(&tree, layout).remove(0);
    let document = Document::load_mem(&file).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

/// The page of this guide.
fn page(guide: &str) -> String {
    let tree = stepbook::disk::load(&english(guide).path(".")).unwrap();
    let made = compile(&tree, &CompileOptions::default());
    let (_, page) = made.output.iter().find(|(path, _)| path.as_str() == "en/c/a.html").unwrap();
    String::from_utf8(page.to_vec()).unwrap()
}

const NONE: [&str; 0] = [];

/// Words that are not in a text.
fn lost<'a>(words: &'a [String], text: &str) -> Vec<&'a str> {
    words.iter().map(String::as_str).filter(|word| !text.contains(word)).collect()
}

#[test]
fn headings_without_words_cost_no_handout() {
    for heading in [
        "## Step 2",
        "## Step:",
        "### Step 1-1",
        "###",
        "####",
        "#",
        "##",
        "## <b></b>",
        "## Step: <b></b>",
        "### \u{200B}",
        "## \u{AD}",
        "## \u{FEFF}",
        "## Step: \u{200B}",
        "## [^1]",
        "### **\u{1}**",
        "> ##",
        "- #",
    ] {
        let text = copied(&format!("{HEAD}{heading}\n\nlast\n\n[^1]: noted\n"), Layout::Handout);
        assert!(text.contains("first") && text.contains("last"), "{heading}: {text}");
        assert_eq!(text.contains("noted"), heading.contains("[^1]"), "{heading}: {text}");
    }
}

#[test]
fn words_in_any_element_amid_text_are_printed() {
    for name in [
        "abbr", "b", "bdi", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rt",
        "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    ] {
        let text = copied(&format!("{HEAD}one <{name}>inner</{name}> two\n"), Layout::Handout);
        assert!(text.contains("inner"), "<{name}>: {text}");
    }
}

#[test]
fn a_footnote_longer_than_a_page_is_whole() {
    let words: Vec<String> = (1..=2_000).map(|word| format!("w{word}.")).collect();
    let text = copied(&format!("{HEAD}noted[^1]\n\n[^1]: {}\n", words.join(" ")), Layout::Handout);
    assert_eq!(lost(&words, &text), NONE);
}

#[test]
fn an_address_longer_than_a_page_is_printed_as_far_as_it_has_room() {
    let text =
        copied(&format!("{HEAD}[here](https://x.example/{})\n", "ab/".repeat(30_000)), Layout::Handout);
    assert!(text.contains("https://x.example/ab/ab/") && text.contains('…'), "{}", text.len());
    assert!(text.len() < 5_000, "{}", text.len());
}

#[test]
fn a_menu_path_of_hundreds_of_stops_loses_none() {
    let stops: Vec<String> = (1..=500).map(|stop| format!("M{stop}.")).collect();
    let text = copied(&format!("{HEAD}{} and on\n", stops.join(" → ")), Layout::TwoUp);
    assert_eq!(lost(&stops, &text), NONE);
}

#[test]
fn a_title_that_nobody_sees_is_the_name_of_the_file() {
    let text = copied(
        "+++\ntitle = \"\\u200B\\u0001\"\nsummary = \"\\u0002\"\n+++\n\n## Step: Begin\n\nfirst\n",
        Layout::Handout,
    );
    assert!(text.contains("c/a") && text.contains("first"), "{text}");
}

#[test]
fn control_characters_are_left_out_and_found_by_check() {
    let every: String = ('\u{1}'..='\u{9F}').filter(|c| c.is_control() && !"\t\n\r".contains(*c)).collect();
    let site =
        english(&format!("{HEAD}one{every}two `co{every}de` ![a{every}lt](x.png)\n\nthree\u{FEFF}four\n"));
    let text = copied(&std::fs::read_to_string(site.path("content/c/a.en.md")).unwrap(), Layout::Handout);
    assert!(text.contains("onetwo") && text.contains("code") && text.contains("threefour"), "{text}");
    let run = site.run(&["check"]);
    assert_eq!(run.err.matches("[control-character]").count(), 4, "{}", run.err);
    assert!(run.err.contains("a.en.md:9:4") && run.err.contains("a.en.md:11:6"), "{}", run.err);
}

/// Lists, alerts and quotes inside one another; `of` names the kinds, which are
/// used in turn.
fn nested(of: &[&str], levels: usize) -> String {
    let mut text = String::new();
    let mut before = String::new();
    for level in 0..levels {
        let opening = *of.get(level % of.len()).unwrap();
        match opening {
            "list" => {
                writeln!(text, "{before}- deep{level}").unwrap();
                before.push_str("  ");
            }
            "alert" => {
                write!(text, "{before}> [!NOTE]\n{before}> deep{level}\n{before}>\n").unwrap();
                before.push_str("> ");
            }
            _ => {
                write!(text, "{before}> deep{level}\n{before}>\n").unwrap();
                before.push_str("> ");
            }
        }
    }
    text
}

#[test]
fn blocks_may_be_as_deep_inside_one_another_as_can_be_read() {
    for of in [["list"].as_slice(), &["alert"], &["quote"], &["list", "alert"], &["quote", "list", "alert"]] {
        for layout in Layout::ALL {
            let text = copied(&format!("{HEAD}{}", nested(of, 30)), layout);
            for level in 0..20 {
                assert!(text.contains(&format!("deep{level}")), "{of:?} {layout:?}: {level}: {text}");
            }
        }
        let notes = nested(of, 20).replace('\n', "\n    ");
        let text = copied(&format!("{HEAD}noted[^1]\n\n[^1]: note\n\n    {notes}"), Layout::Handout);
        assert!(text.contains("deep9"), "{of:?}: {text}");
    }
}

#[test]
fn words_without_end_are_set() {
    let word = "a".repeat(20_000);
    for text in [
        word.clone(),
        format!("**{word}**"),
        format!("`{word}`"),
        format!("- {word}"),
        format!("> {word}"),
        format!("| a | b |\n|-|-|\n| {word} | c |"),
        format!("```\n{word}\n```"),
        format!("[{word}](https://x.example/{word})"),
        format!("## {word}"),
        format!("## Step: {word}"),
        format!("a[^1]\n\n[^1]: {word}"),
        format!("<kbd>{word}</kbd>"),
    ] {
        let text = copied(&format!("{HEAD}{text}\n"), Layout::Handout);
        assert!(text.matches('a').count() >= 20_000);
    }
    for text in ["\u{A0}".repeat(20_000), "\u{301}".repeat(20_000), "\u{200D}".repeat(20_000)] {
        assert!(copied(&format!("{HEAD}e{text}end\n"), Layout::Handout).contains("end"));
    }
}

#[test]
fn an_address_that_is_copied_from_a_handout_is_the_address() {
    let address = "https://elearn.example.gov.tw/a/long-way/to?go=1&b=2";
    let path = "C:/Program/Files/of/a/very/long/path/settings.ini";
    let text = copied(
        &format!("{HEAD}{address} and `{path}`, [elsewhere]({address}#x)[^1].\n\n[^1]: note\n"),
        Layout::Handout,
    );
    assert!(
        text.contains(address) && text.contains(path) && text.contains(&format!("{address}#x")),
        "{text}"
    );
    assert!(!text.contains(['\u{200B}', '\u{2060}', '\u{FEFF}']), "{text:?}");
}

#[test]
fn a_booklet_goes_on_without_the_guide_that_cannot_be_set() {
    let site = Site::of(&[
        ("content/c/a.en.md", "+++\ntitle = \"A\"\n+++\n\n## Step: One\n\nalpha\n"),
        ("content/c/b.en.md", "+++\ntitle = \"B\"\n+++\n\n## Step: Two\n\nbeta\n\n> quoted\n"),
        ("content/c/index.en.md", "+++\ntitle = \"All\"\n+++\n"),
    ]);
    site.put("stepbook.toml", "languages = [\"en\"]\ntheme = \"blue\"\ntitle.en = \"Guides\"\n");
    let theme = include_str!("../../themes/default/print/handout.typ");
    site.put(
        "themes/blue/print/handout.typ",
        &format!("{theme}\n#let parting(it) = if it.is == \"quote\" {{ panic(\"no quotes\") }}\n"),
    );
    let run = site.run(&["pdf", "--collection", "c"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("no quotes") && run.err.contains("handout.typ"), "{}", run.err);
    let document = Document::load(site.path("handouts/en/c.pdf")).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    assert!(text.contains("alpha") && !text.contains("beta"), "{text}");
}

/// Pieces of guides that are difficult; each has a word of its own.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "## Step\n\n",
        "### Step 1-1\n\n",
        "###\n\n",
        "####\n\n",
        "## \u{200B}\n\n",
        "## [^1]\n\n",
        "## Step: W \u{1}(optional)\n\n",
        "- WORD\n",
        "  - WORD\n",
        "    - WORD\n\n",
        "> WORD\n",
        "> > - WORD\n\n",
        "> [!TIP]\n> WORD\n\n",
        "> > [!NOTE]\n> > WORD\n\n",
        "| WORD | |\n|-|-|\n| | WORD |\n\n",
        "WORD\n: WORD\n\n",
        "[](#step-1) WORD\n\n",
        "[WORD](https://x.example/)[^1]\n\n",
        "[^1]: WORD\n    > - WORD\n\n",
        "**WORD** `WORD` <kbd>WORD</kbd>\n\n",
        "```\nWORD\n```\n\n",
        "1. [ ] WORD\n",
        "---\n\n",
        "Result: WORD\n\n",
        "WORD ➔ WORD\n\n",
        "\u{FEFF}\u{7F}WORD\u{9B}\n\n",
        "WORD\u{301}\u{301}\n\n",
        "- **WORD** → [WORD](#step-1)\n\n",
        "<details><summary>WORD</summary>\n\nWORD\n\n</details>\n\n",
        "WORDxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n\n",
        "",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever an author types, there is a handout without findings, and it
    /// has all words of the page.
    #[test]
    fn every_guide_has_a_handout(pieces in prop::collection::vec(piece(), 1..14), layout in prop::sample::select(Layout::ALL.to_vec())) {
        let mut text = HEAD.to_owned();
        for (at, part) in pieces.concat().split("WORD").enumerate() {
            write!(text, "{}{part}", if at > 0 { format!("w{at}q") } else { String::new() }).unwrap();
        }
        let copied = copied(&text, layout);
        let page = page(&text);
        for at in 0..40 {
            let word = format!("w{at}q");
            prop_assert!(copied.contains(&word) || !page.contains(&word), "{word}: {copied}\n{text}");
        }
        let steers = copied.contains(['\u{200B}', '\u{2060}', '\u{FEFF}']);
        prop_assert!(!steers);
    }
}
