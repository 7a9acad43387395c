//! Settings that can't be read, and text that no reader would see.

use super::read;

#[test]
fn settings_that_are_no_toml() {
    insta::assert_snapshot!(read(&["toml-syntax", "yaml-front-matter"]), @r#"
    toml-syntax: this is not TOML: invalid basic string, expected `"`
      each line is `key = value`; texts stand in quotes
    toml-syntax: this is not TOML: invalid basic string, expected `"`
      each line is `key = value`; texts stand in quotes
    toml-syntax: this is not TOML: `“` is no straight quote `"`
      write `title = "A guide"`
      fix: `title = “A guide”` becomes `title = "A guide"`
    toml-syntax: this is not TOML: `:` stands between key and value, where TOML has `=`
      write `title = "A guide"`
      fix: `title: A guide` becomes `title = "A guide"`
    toml-syntax: this is not TOML: missing comma between array elements, expected `,`
      each line is `key = value`; texts stand in quotes; the picture is not shown until it is corrected
    yaml-front-matter: these settings are YAML, and stepbook's are TOML
      write `+++`, `title = "A guide"`, `platform = "https://example.tw/"`, `summary = "What it is about"`, `needs = ["a card"]`, `+++`
      fix: `---
    title: A guide
    platform: https://example.tw/
    description: "What it is about"
    needs:
      - a card
    ---
    ` becomes `+++
    title = "A guide"
    platform = "https://example.tw/"
    summary = "What it is about"
    needs = ["a card"]
    +++
    `
    yaml-front-matter: these settings are YAML, and stepbook's are TOML
      write `+++` instead of `---`, and lines such as `title = "…"`
    "#);
}

#[test]
fn settings_without_their_lines() {
    insta::assert_snapshot!(read(&["open-front-matter"]), @r#"
    open-front-matter: the front matter is not closed
      write a line of `+++` under its last key
      fix: `+++
    title = "A guide"
    ` becomes `+++
    title = "A guide"
    +++
    `
    open-front-matter: the settings of this page have no lines of `+++` around them
      write a line of `+++` above the first one and another under the last one
      fix: `title = "Without lines around it"
    platform = "https://example.tw/"
    ` becomes `+++
    title = "Without lines around it"
    platform = "https://example.tw/"
    +++
    `
    open-front-matter: the settings of this page have no lines of `+++` around them
      write a line of `+++` above the first one and another under the last one
      fix: `draft = true
    title = “Without quotes”
    +++
    ` becomes `+++
    draft = true
    title = “Without quotes”
    +++
    `
    open-front-matter: the settings of this page do not stand at its beginning
      move them above all other text
      fix: `# Under the title

    +++
    title = "Under the title"
    draft = true
    +++
    ` becomes `+++
    title = "Under the title"
    draft = true
    +++

    # Under the title

    `
    open-front-matter: the settings of this page have no lines of `+++` around them
      write a line of `+++` above the first one and another under the last one
      fix: `{
      "title": "In JSON",
      "platform": "https://example.tw/"
    }
    ` becomes `+++
    title = "In JSON"
    platform = "https://example.tw/"
    +++
    `
    "#);
}

#[test]
fn comments_and_tables_that_lose_text() {
    insta::assert_snapshot!(read(&["open-comment", "lost-cell", "unread-text", "unlinked-document"]), @r#"
    open-comment: the comment that begins with `%%` has no end, so what follows is left out
      write a comment between `<!--` and `-->`; if `%%` is text, put `\` in front of it
    open-comment: the comment that begins with `<!--` has no end, so what follows is left out
      write a comment between `<!--` and `-->`; if `<!--` is text, put `\` in front of it
    open-comment: the comment that begins with `%%` has no end, so what follows is left out
      write a comment between `<!--` and `-->`; if `%%` is text, put `\` in front of it
    open-comment: the comment that begins with `<!--` has no end, so what follows is left out
      write a comment between `<!--` and `-->`; if `<!--` is text, put `\` in front of it
    lost-cell: this row has 3 cells and the table 2 columns, so the last cells are left out
      a bar that is text needs a backslash: `| Year | `one\|two` |`
      fix: `| Year | `one|two` |` becomes `| Year | `one\|two` |`
    lost-cell: this row has 3 cells and the table 2 columns, so the last cells are left out
      put a backslash in front of a bar that is text, or add a column
    unread-text: `content/e/b.en.md.txt` is not read: its name must end in `.md`
      rename it to `b.en.md`
    unread-text: `content/e/c.en.MD` is not read: its name must end in `.md`
      rename it to `c.en.md`
    unread-text: `content/e/d.markdown` is not read: its name must end in `.md`
      rename it to `d.md`
    unlinked-document: no page links to `content/e/guide.docx`
      link to it, or write the guide in a file that ends in `.md`
    "#);
}
