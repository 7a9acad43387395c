//! The default theme is complete, and a site's own theme can't break a page.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::source::{Asset, TreeFile};
use crate::url::TreePath;

fn config(toml: &str) -> Config {
    let source = crate::source::Source::decode(
        crate::source::SourceId(0),
        TreePath::new("stepbook.toml"),
        toml.into(),
    );
    Config::read(&source).0
}

fn own(files: &[(&str, &str)]) -> ContentTree {
    let path = |path: &str| TreePath::new(&format!("themes/own/{path}"));
    files.iter().map(|(name, text)| TreeFile::Theme(path(name), Asset::new(text.as_bytes()))).collect()
}

fn lang(tag: &str) -> Lang {
    Lang::new(tag).unwrap()
}

const OWN: &str = "languages = [\"zh-TW\", \"en\"]\ntheme = \"own\"\n";

/// Every word exists in every language of the default theme.
#[test]
fn every_language_has_every_word() {
    for (one, _) in embedded::WORDS {
        let mut table = words::default_table(one).unwrap().clone();
        for (other, _) in embedded::WORDS {
            let missing = words::complete(&mut table, words::default_table(other).unwrap());
            assert_eq!(missing, Vec::<String>::new(), "{one} lacks words that {other} has");
        }
        assert!(!words::words(&table, &[]).of_steps.word.is_empty());
    }
}

#[test]
fn the_default_theme_has_no_problem() {
    let (theme, problems) =
        Theme::load(&ContentTree::default(), &config("languages = [\"zh-TW\", \"en\"]\n"));
    assert_eq!(problems, []);
    assert_eq!(theme.words(&lang("zh-TW")).of_steps.word, "步驟");
    assert_eq!(theme.words(&lang("en")).alert.tip, "Tip");
    assert!(theme.assets().contains_key(&SitePath::new("assets/style.css")));
}

#[test]
fn a_language_is_called_as_the_sentence_needs_it() {
    let config = config("languages = [\"zh-TW\", \"en\", \"fr\"]\n");
    let (theme, _) = Theme::load(&ContentTree::default(), &config);
    let words = |tag: &str| theme.words(&lang(tag));
    assert_eq!(words("zh-TW").name_of(&lang("en"), words("en")), "英文");
    assert_eq!(words("en").name_of(&lang("zh-TW"), words("zh-TW")), "Chinese");
    assert_eq!(words("en").name_of(&lang("fr"), words("fr")), "fr");
}

#[test]
fn the_authors_step_words_reach_templates_too() {
    let config = config("languages = [\"en\"]\n[steps.en]\nword = \"Stage\"\nseries = [\"Set-up\"]\n");
    let (theme, _) = Theme::load(&ContentTree::default(), &config);
    let table = theme.table(&lang("en"));
    assert_eq!(table.get_from_path("step.word").unwrap().as_str(), Some("Stage"));
    assert_eq!(theme.words(&lang("en")).of_steps.series, ["Set-up"]);
    assert_eq!(theme.words(&lang("en")).of_steps.optional, "optional");
}

#[test]
fn a_third_language_needs_words_and_nothing_else() {
    let config = config("languages = [\"en\", \"ja\"]\ntheme = \"own\"\n");
    let japanese = "[language]\nhtml = \"ja\"\nname = \"日本語\"\n[step]\nword = \"手順\"\n";
    let (theme, problems) = Theme::load(&own(&[("i18n/ja.toml", japanese)]), &config);
    let words = theme.words(&lang("ja"));
    assert_eq!((words.language.name.as_str(), words.language.short.as_str()), ("日本語", "JA"));
    assert_eq!(theme.words(&lang("ja")).of_steps.word, "手順");
    assert_eq!(words.alert.tip, "Tip", "what is not translated is English");
    let [Problem { kind: ProblemKind::MissingWords { lang, keys }, .. }] = problems.as_slice() else {
        unreachable!("{problems:?}")
    };
    assert_eq!(lang, "ja");
    assert!(keys.contains(&"alert.tip".to_owned()) && !keys.contains(&"step.word".to_owned()));
}

#[test]
fn own_words_replace_single_keys() {
    let (theme, problems) = Theme::load(&own(&[("i18n/en.toml", "[alert]\ntip = \"Hint\"\n")]), &config(OWN));
    assert_eq!(problems, []);
    assert_eq!(theme.words(&lang("en")).alert.tip, "Hint");
    assert_eq!(theme.words(&lang("en")).alert.note, "Note");
}

/// The problems of a theme that has these files, one on each line.
fn problems(files: &[(&str, &str)]) -> String {
    let lines = Theme::load(&own(files), &config(OWN)).1.into_iter().map(|problem| match problem.kind {
        ProblemKind::BrokenTheme { file, line, message } => format!("{file}:{line}: {message}"),
        other => format!("{other:?}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_broken_is_named_and_the_default_used() {
    insta::assert_snapshot!(problems(&[
        ("i18n/en.toml", "[alert]\ntip = 3\nnote = \"N\"\n"),
        ("i18n/zh-TW.toml", "[alert\n"),
        ("templates/components.html", "{% component icon(name) %}{% endcomponent icon %}"),
        ("templates/guide.html", "{% extends \"base.html\" %}\n{% block main %}{{ guide.title | nofilter }}{% endblock %}"),
        ("templates/page.html", "<p>\n{{ doc.title "),
    ]), @"
    themes/own/templates/components.html:1: Unknown component `page_head`
    themes/own/templates/guide.html:2: Unknown filter `nofilter`
    themes/own/templates/page.html:2: Unexpected end of input
    themes/own/i18n/zh-TW.toml:1: unclosed table, expected `]`
    themes/own/i18n/en.toml:2: `tip` takes a text
    ");
    insta::assert_snapshot!(problems(&[]), @r#"UnknownTheme("own")"#);
}

#[test]
fn an_own_template_that_fails_on_a_page_gives_way_to_the_default() {
    let files = own(&[("templates/root.html", "{{ nothing.at.all }}")]);
    let (theme, problems) = Theme::load(&files, &config(OWN));
    assert_eq!(problems, []);
    let mut context = tera::Context::new();
    let language =
        serde_json::json!({ "html": "en", "dir": "ltr", "name": "English", "href": "", "title": "<T>" });
    context.insert("default", &language);
    context.insert("languages", &[language]);
    context.insert("page", &serde_json::json!({ "canonical": null, "alternates": [] }));
    for (key, value) in [("root", ""), ("version", "1")] {
        context.insert(key, value);
    }
    context.insert("csp", &true);
    context.insert("styles", &[""; 0]);
    let (page, problem) = theme.render("root.html", &context);
    assert!(String::from_utf8(page).unwrap().contains("<title>&lt;T&gt;</title>"));
    assert!(
        matches!(problem.unwrap().kind, ProblemKind::BrokenTheme { file, line: 1, .. } if file == "themes/own/templates/root.html")
    );
}

#[test]
fn own_assets_change_the_version() {
    let plain = Theme::load(&own(&[("README.md", "")]), &config(OWN)).0;
    let styled = Theme::load(&own(&[("style.css", "a{}"), ("assets/logo.svg", "<svg/>")]), &config(OWN)).0;
    assert_ne!(plain.version(), styled.version());
    assert_eq!(styled.assets().get(&SitePath::new("assets/style.css")).unwrap().as_ref(), b"a{}");
    assert!(styled.assets().contains_key(&SitePath::new("assets/logo.svg")));
    assert!(!plain.assets().keys().any(|path| path.as_str().contains("README")));
}

#[test]
fn places_in_words_are_filled() {
    assert_eq!(fill("{label}, part {i}/{n}", &[("label", "{n}"), ("i", "2"), ("n", "3")]), "{n}, part 2/3");
    assert_eq!(fill("a { b {x} {", &[]), "a { b {x} {");
}

#[test]
fn quotation_marks_within_others_are_the_inner_kind() {
    let title = ("title", "進入「我的E政府」");
    assert_eq!(fill("步驟 2「{title}」", &[title]), "步驟 2「進入『我的E政府』」");
    assert_eq!(fill("《{title}》", &[title]), "《進入「我的E政府」》");
    assert_eq!(fill("“{title}”", &[("title", "Open “Mine”")]), "“Open ‘Mine’”");
}

#[test]
fn a_word_that_nothing_asks_for_is_one_problem() {
    let words = "[alert]\ntipp = \"Hint\"\n[office]\nhours = \"Nine to five\"\n";
    let page = "{{ t.office.hours }}";
    insta::assert_snapshot!(problems(&[("i18n/en.toml", words), ("templates/page.html", page)]), @r#"
    MissingWords { lang: "zh-TW", keys: ["office.hours"] }
    UnknownWord { section: "alert", key: "tipp", nearest: Some("tip") }
    "#);
}

/// The text of a file of the theme's assets.
fn asset(theme: &Theme, name: &str) -> Option<String> {
    let bytes = theme.assets().get(&SitePath::new(&format!("assets/{name}")))?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// The HTML that a script puts into pages.
fn html_of(theme: &Theme, name: &str) -> String {
    let script = asset(theme, name).unwrap();
    let first = script.lines().next().unwrap();
    serde_json::from_str(first.trim_start_matches("globalThis.stepbookHtml = ").trim_end_matches(';'))
        .unwrap()
}

#[test]
fn a_script_says_the_words_of_its_language() {
    let (theme, _) = Theme::load(&ContentTree::default(), &config("languages = [\"zh-TW\", \"en\"]\n"));
    assert!(html_of(&theme, "search.en.js").contains("placeholder=\"Type a step"));
    assert!(html_of(&theme, "search.zh-TW.js").contains("也找英文版的內容"));
    assert!(html_of(&theme, "site.en.js").contains("data-of=\"/\""));
    assert!(html_of(&theme, "site.zh-TW.js").contains("data-all-done=\"全部完成\""));
    assert_eq!((asset(&theme, "site.js"), asset(&theme, "search.js")), (None, None));
    let one = Theme::load(&ContentTree::default(), &config("languages = [\"en\"]\n")).0;
    assert!(!html_of(&one, "search.en.js").contains("search-other"), "no other language to search");
}

#[test]
fn a_script_brings_the_icons_of_its_html() {
    let own = own(&[("icons.svg", "<svg><symbol id=\"i-globe\"><path/></symbol></svg>")]);
    let theme = Theme::load(&own, &config(OWN)).0;
    let html = html_of(&theme, "search.en.js");
    assert!(html.contains("<symbol id=\"i-globe\"><path/></symbol>") && html.contains("id=\"i-close\""));
    assert!(!html.contains("id=\"i-moon\"") && !html.contains(ICONS));
}

#[test]
fn own_html_and_words_of_a_script_take_the_place_of_the_default() {
    let files = [("templates/search.html", "<dialog>{{ t.search.open }}{{ lang.code }}</dialog>")];
    let words = ("i18n/en.toml", "[search]\nopen = \"Look <up>\"\n");
    let (theme, problems) = Theme::load(&own(&[files[0], words]), &config(OWN));
    assert_eq!(problems, []);
    assert_eq!(html_of(&theme, "search.en.js"), "<dialog>Look &lt;up&gt;en</dialog>");
    let default = Theme::load(&own(&[]), &config(OWN)).0;
    assert_ne!(theme.version(), default.version(), "or a browser would go on with the old words");
}

#[test]
fn html_of_a_script_that_fails_is_one_problem_and_gives_way_to_the_default() {
    let files = [("templates/site.html", "{{ nothing.at.all }}")];
    assert!(problems(&files).starts_with("themes/own/templates/site.html:1:"), "{}", problems(&files));
    assert_eq!(problems(&files).lines().count(), 1);
    let theme = Theme::load(&own(&files), &config(OWN)).0;
    assert!(html_of(&theme, "site.en.js").contains("id=\"sheet\""));
}

#[test]
fn a_script_stays_at_its_plain_address_while_a_template_asks_for_it() {
    let page = "<script src=\"{{ root }}assets/site.js?v={{ version }}\" data-of=\"/\"></script>";
    let theme = Theme::load(&own(&[("templates/page.html", page)]), &config(OWN)).0;
    assert!(asset(&theme, "site.js").is_some_and(|script| !script.contains("stepbookHtml =")));
    assert!(asset(&theme, "search.js").is_some(), "which it loads");
}
