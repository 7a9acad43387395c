//! Names of files, and the settings at their heads.

use super::Case;

#[test]
fn files_with_other_endings_are_named() {
    let case = Case::of("27-file-endings");
    insta::assert_snapshot!(case.findings(), @"
    error unread-text stepbook.toml:1:1 `content/a/in.zh-TW.md.txt` is not read: its name must end in `.md`
      rename it to `in.zh-TW.md`
    error unread-text stepbook.toml:1:1 `content/a/new.zh-TW.markdown` is not read: its name must end in `.md`
      rename it to `new.zh-TW.md`
    error unread-text stepbook.toml:1:1 `content/a/out.zh-TW.MD` is not read: its name must end in `.md`
      rename it to `out.zh-TW.md`
    ");
}

#[test]
fn a_folder_with_an_underscore_is_published_by_github_too() {
    let case = Case::of("29-underscore-folder");
    assert_eq!(case.left(), []);
    assert!(case.has(".nojekyll") && case.has("files/a/_files/form.txt"));
    assert!(!Case::of("30-curly-quotes").has(".nojekyll"), "it is not needed there");
}

#[test]
fn curly_quotes_are_named() {
    let case = Case::of("30-curly-quotes");
    insta::assert_snapshot!(case.findings(), @r#"
    error toml-syntax quote.zh-TW.md:2:9 this is not TOML: `“` is no straight quote `"`
      write `title = "帳號註冊"`
    "#);
    let mended = case.mended();
    assert_eq!(mended.left(), []);
    insta::assert_snapshot!(mended.page("zh-TW/a/quote.html"), @"
    h2 步驟 1 登入
    p 輸入帳號。
    ");
}

/// A site of one language with these pages.
fn one_language(pages: &[(&str, &str)]) -> Case {
    let config = "languages = [\"zh-TW\"]\n[title]\nzh-TW = \"手冊\"\n";
    let tree = stepbook::source::ContentTree::default();
    let files = pages.iter().map(|(path, text)| (stepbook::url::TreePath::new(path), (*text).into()));
    Case::new(
        tree.with_sources(files.chain([(stepbook::url::TreePath::new("stepbook.toml"), config.into())])),
    )
}

const HEAD: &str = "+++\ntitle = \"甲\"\nplatform = \"https://example.edu.tw/\"\n+++\n\n## 步驟：登入\n\n";

#[test]
fn one_language_needs_no_names_of_languages() {
    let install = format!("{HEAD}見[說明](other.md)和[網站](../README.md)。\n");
    let case = one_language(&[
        ("content/README.md", "+++\ntitle = \"手冊\"\n+++\n\n[安裝](a/install.md)\n"),
        ("content/a/install.md", &install),
        ("content/a/other.zh_TW.md", &HEAD.replace('甲', "乙")),
    ]);
    insta::assert_snapshot!(case.findings(), @"");
    insta::assert_snapshot!(case.page("zh-TW/a/install.html"), @"
    h2 步驟 1 登入
    p 見說明和網站。
    ");
    assert!(case.has("zh-TW/index.html") && case.has("zh-TW/a/other.html"));
}

#[test]
fn two_texts_of_one_page_are_named() {
    let case = one_language(&[
        ("content/a/install.md", HEAD),
        ("content/a/install.zh-TW.md", HEAD),
        ("content/README.md", "# 讀我\n"),
        ("content/index.md", "# 首頁\n"),
    ]);
    insta::assert_snapshot!(case.findings(), @"
    error same-address README.md:1:1 the address `index` is taken by `content/index.md`
      rename one of the two
    error same-address install.md:1:1 the address `a/install` is taken by `content/a/install.zh-TW.md`
      rename one of the two
    ");
}

#[test]
fn settings_of_other_programs_are_read() {
    let yaml = "---\ntitle: 帳號註冊\nplatform: https://example.edu.tw/\n---\n\n## 步驟：登入\n\n文字\n";
    let case = one_language(&[
        ("content/a/yaml.md", yaml),
        ("content/a/draft.md", "---\ntitle: 草稿\ndraft: true\n---\n\n文字\n"),
        ("content/a/plus.md", &HEAD.replace("+++", "++++")),
        ("content/a/empty.md", &format!("\n\n{HEAD}")),
    ]);
    insta::assert_snapshot!(case.findings(), @r#"
    warning yaml-front-matter draft.md:1:1 these settings are YAML, and stepbook's are TOML
      write `+++`, `title = "草稿"`, `draft = true`, `+++`
    warning yaml-front-matter yaml.md:1:1 these settings are YAML, and stepbook's are TOML
      write `+++`, `title = "帳號註冊"`, `platform = "https://example.edu.tw/"`, `+++`
    "#);
    assert!(!case.has("zh-TW/a/draft.html"));
    insta::assert_snapshot!(case.page("zh-TW/a/yaml.html"), @"
    h2 步驟 1 登入
    p 文字
    ");
    assert_eq!(case.mended().left(), []);
}

#[test]
fn headings_are_found_by_their_words_and_anchors_by_their_names() {
    let page = format!(
        "{HEAD}見[網路](#網路設定)、[步驟](#步驟-2登出)、[句子](#here)、[標題](#old-name)。\n\n### 網路 設定\n\n\
         文<a id=\"here\"></a>字\n\n<a name=\"old-name\"></a>\n\n## 步驟：登出\n\n文字\n"
    );
    let case = one_language(&[("content/a/b.md", &page)]);
    insta::assert_snapshot!(case.findings(), @"");
    insta::assert_snapshot!(case.links("zh-TW/a/b.html"), @"
    #step-1-panel-2
    #old-name
    #own-here
    #old-name
    ");
}
