//! What authors read: message, help and fix of each rule for its fixture.

mod lost;
mod near;

use std::fmt::Write as _;

use crate::fixtures::fixture;
use crate::sites;

/// The findings of some rules, each in full: those that a fixture's name begins with.
fn read(fixtures: &[&str]) -> String {
    let mut out = String::new();
    for name in fixtures {
        let tree = fixture(name).tree;
        for finding in sites::all_findings(&tree).iter().filter(|finding| name.starts_with(finding.code)) {
            let code = finding.code;
            // A combining accent can't be written in this file.
            let message = finding.message.replace('\u{301}', "<U+0301>");
            let _ = writeln!(out, "{code}: {message}");
            let _ = writeln!(out, "  {}", finding.help.as_deref().unwrap_or("(no help)"));
            if let Some(fix) = &finding.fix {
                let source = tree.source(fix.span.source).unwrap();
                let words = source.text.get(fix.span.bytes.clone()).unwrap();
                let _ = writeln!(out, "  fix: `{words}` becomes `{}`", fix.replacement);
            }
        }
    }
    out
}

#[test]
fn links() {
    insta::assert_snapshot!(read(&[
        "missing-image", "missing-page", "missing-download", "missing-part", "missing-anchor", "wrong-case",
        "leaves-content", "bad-scheme", "empty-link", "outside-image", "unpublished-target", "refused-download",
    ]), @r#"
    missing-image: there is no picture `content/e/img/logn.png`
      did you mean `img/login.png`?
    missing-image: there is no picture `content/img/aa.png`
      put the picture there; this path counts from `content/`
    missing-image: there is no picture `content/logo.svg`
      put the picture there; this path counts from `content/`
    missing-page: there is no page `content/e/b.en.md`
      link to the source of a page, such as `../elearn/register.en.md`
    missing-download: there is no file to download `content/e/files/表格.odt`
      put the file there; paths count from the folder of this file
    missing-part: there is no part `content/_parts/acount.en.md`
      did you mean `../_parts/account.en.md`?
    missing-anchor: this page has no place `#step-2`
      did you mean `#step-1`?
    missing-anchor: `content/e/b.en.md` has no place `#renw`
      did you mean `#renew`?
    wrong-case: `img/Login.PNG` differs from the file's name in capital letters
      the file is `img/login.png`
      fix: `img/Login.PNG` becomes `img/login.png`
    wrong-case: `B.en.md#step-1` differs from the file's name in capital letters
      the file is `b.en.md#step-1`
      fix: `B.en.md#step-1` becomes `b.en.md#step-1`
    wrong-case: `files/FORM.txt` differs from the file's name in capital letters
      the file is `files/form.txt`
      fix: `files/FORM.txt` becomes `files/form.txt`
    leaves-content: `../../stepbook.toml` leads out of `content/`
      put the file under `content/` and link to it by a path without `/` at its head
    leaves-content: `/etc/passwd` leads out of `content/`
      put the file under `content/` and link to it by a path without `/` at its head
    leaves-content: `files/form.txt` leads to a file that was not read
      see the finding at `content/e/files/form.txt`
    bad-scheme: a link may not begin with `javascript:`
      use `https:`, `mailto:`, `tel:` or the path of a file beside the page
    empty-link: this link has no destination
      write where it leads between the round brackets
    outside-image: `https://example.tw/login.png` is on another host
      save the picture beside the page, in `img/`, and show it from there
    unpublished-target: `content/e/b.en.md` is a draft
      take `draft = true` out of it, or the link out of here
    unpublished-target: `content/_parts/one.en.md` is a part without a page
      include it: `[words](path "include")`
    unpublished-target: `content/e/img/login.png` is a picture, which is not published as it is
      show it: `![what it shows](path)`
    unpublished-target: `content/e/img/login.png.toml` is no page of the site
      link to a page in one of the site's languages
    refused-download: `content/e/f/a.html` is not published: it would act as a part of the website, as anything named `.html` does
      make a page of it, save it as a document, or pack it into a `.zip`
    refused-download: `content/e/f/a.php.odt` is not published: it would act as a part of the website, as anything named `.php` does
      make a page of it, save it as a document, or pack it into a `.zip`
    refused-download: `content/e/f/a.exe` is not published: it is a program for the reader's computer (`.exe`)
      if readers are to run it, add `"exe"` to `endings` under `[downloads]` in `stepbook.toml`
    refused-download: `content/e/f/a.xyz` is not published: it has an ending that is not known to be harmless (`.xyz`)
      if it is, add `"xyz"` to `endings` under `[downloads]` in `stepbook.toml`
    refused-download: `content/e/f/README` is not published: it has no ending
      give it one that says what it is, such as `.pdf`
    "#);
}

#[test]
fn files() {
    insta::assert_snapshot!(read(&[
        "refused-file", "duplicate-id", "same-address", "include-cycle", "too-many-parts", "not-utf8",
        "unknown-language", "no-title", "unportable-name", "twin-name",
    ]), @r#"
    refused-file: this file was not read: it is a link that leads out of the folder
      put a copy of the file here
    duplicate-id: the id `go` is taken
      it is first used at content/e/a.en.md:6; choose another
    same-address: the address `en/e/b.html` is taken by `content/e/b.en.md`
      rename one of the two
    include-cycle: this part includes itself
      take out one of the includes: `content/_parts/one.en.md` → `content/_parts/two.en.md` → `content/_parts/one.en.md`
    too-many-parts: more than 8 parts on one page or inside one another
      take some includes out
    too-many-parts: more than 8 parts on one page or inside one another
      take some includes out
    not-utf8: this file is not UTF-8 but most likely Big5
      save it again with the encoding UTF-8
    unknown-language: `fr` is no language of the site
      add it to `languages` in `stepbook.toml`, or use one of `en`
    no-title: this page has no title
      write `title = "…"` between two lines of `+++` at the head of the file
    unportable-name: the name `p*.en.md` has one of < > : " | ? * \, which Windows and USB sticks don't take
      choose another: letters, digits, `-` and `_` are good everywhere
    unportable-name: the name `aux` belongs to a device on Windows, whatever its ending
      choose another: letters, digits, `-` and `_` are good everywhere
    unportable-name: the name `con.en.md` belongs to a device on Windows, whatever its ending
      choose another: letters, digits, `-` and `_` are good everywhere
    unportable-name: the name `nul.html` belongs to a device on Windows, whatever its ending
      choose another: letters, digits, `-` and `_` are good everywhere
    unportable-name: the name `a:b.odt` has one of < > : " | ? * \, which Windows and USB sticks don't take
      choose another: letters, digits, `-` and `_` are good everywhere
    unportable-name: the name `com¹.png` belongs to a device on Windows, whatever its ending
      choose another: letters, digits, `-` and `_` are good everywhere
    twin-name: many disks take `content/E` for `e`: only letters' size or accents differ
      rename one of the two
    twin-name: many disks take `content/e/f/a.odt` for `A.odt`: only letters' size or accents differ
      rename one of the two
    twin-name: many disks take `content/e/f` for `F`: only letters' size or accents differ
      rename one of the two
    twin-name: many disks take `content/e/f/café.odt` for `cafe<U+0301>.odt`: only letters' size or accents differ
      rename one of the two
    twin-name: many disks take `content/e/i.png` for `I.PNG`: only letters' size or accents differ
      rename one of the two
    "#);
}

#[test]
fn steps_and_ways() {
    insta::assert_snapshot!(read(&[
        "duplicate-step", "skipped-step", "wrong-step-number", "unreachable-step", "dead-end", "endless-loop",
        "no-platform-link", "image-only-panel", "missing-translation",
    ]), @r#"
    duplicate-step: step `1` appears twice
      go on under `###` without the step word, number the parts `1-1`, `1-2`, or count on
    skipped-step: step `3` comes right after step `1`
      number the steps one after the other, or leave the numbers out: they are counted
    skipped-step: step `3-3` comes right after step `3-1`
      number the steps one after the other, or leave the numbers out: they are counted
    wrong-step-number: this is step `3`, not `1`
      write that number, or none: steps are counted
    wrong-step-number: this is step `3`, not `2`
      write that number, or none: steps are counted
      fix: `2` becomes `3`
    wrong-step-number: this is step `1-1`, not `2`
      a step below another step is its sub-step: give both headings as many `#`, or write that number
    unreachable-step: no way leads to step `2`
      the step before it ends in a choice: let one of its branches lead to `#step-2`
    dead-end: step `3` leads nowhere
      say how it ends with a result, or lead on with a branch
    endless-loop: these steps have no way out: `2` → `3` → `2`
      add a branch that leads on, or that says whom to ask
    no-platform-link: this guide has no address of the system that it is about
      write `platform = "https://…"` into the front matter
    image-only-panel: there are only pictures here, without text
      write what the reader does or sees here
    missing-translation: the part `content/_parts/account.zh-TW.md` is not written in `en`
      write `content/_parts/account.en.md`
    missing-translation: 1 item here, 2 in `zh-TW`
      compare it with content/e/a.zh-TW.md:12
    missing-translation: 0 items here, 1 in `zh-TW`
      compare it with content/e/a.zh-TW.md:15
    missing-translation: this step is not written in `zh-TW`
      write it in `content/e/a.zh-TW.md`; its id is `tell`
    missing-translation: this step is not written in `en`
      write it in `content/e/a.en.md`; its id is `renew`
    missing-translation: this page is not written in `en`
      write `content/e/b.en.md`; content/e/b.zh-TW.md stands in for it
    "#);
}

#[test]
fn a_picture_that_no_page_shows_may_be_the_one_that_a_page_does_not_find() {
    let fixture = "-- content/a.en.md --\n# A\n\n![Sign in](logn.png)\n-- content/login.png size 64x40 --\n";
    let tree = sites::tree(&sites::files(fixture));
    let findings = sites::all_findings(&tree);
    let help = findings
        .iter()
        .find(|finding| finding.code == "orphan-image")
        .and_then(|finding| finding.help.as_deref());
    assert_eq!(help, Some("a picture in `content/a.en.md` is not found; perhaps this one is meant"));
}

#[test]
fn an_original_that_the_author_keeps_needs_no_page() {
    let fixture = "-- content/a.en.md --\n# A\n-- content/img/_originals/a.jpg size 64x40 --\n-- content/img/_old.jpg size 64x40 --\n";
    let findings = sites::all_findings(&sites::tree(&sites::files(fixture)));
    let orphans = findings.iter().filter(|finding| finding.code == "orphan-image");
    let orphans: Vec<&str> = orphans.map(|finding| finding.message.as_str()).collect();
    assert_eq!(orphans, ["no page shows `content/img/_old.jpg`"]);
}

#[test]
fn pictures_and_marks() {
    insta::assert_snapshot!(read(&[
        "mark-without-item", "item-without-mark", "mark-outside", "crop-outside", "redaction-outside",
        "orphan-sidecar", "sidecar-size", "orphan-image", "unreadable-image", "missing-alt", "useless-alt",
        "image-in-item",
    ]), @"
    mark-without-item: mark `2` of `login.png` has no item
      write item 2 into the list under the picture, or take `n = 2` out of the sidecar
    mark-without-item: mark `1` of `menu.png` has no item
      write a list right under the picture, one item for each mark
    item-without-mark: item `2` has no mark in the picture
      give a mark of `login.png.toml` the number: `n = 2`
    item-without-mark: the items under `menu.png` have no marks: there is no `menu.png.toml`
      put this into `menu.png.toml` and move the pins, or put a sentence between picture and list:
    size = [640, 400]

    [[mark]]
    n = 3
    pin = [320, 200]
    mark-outside: mark `1` reaches outside of the picture
      coordinates count in pixels from the top left corner of the whole picture
    mark-outside: mark `2` reaches outside of the crop
      coordinates count in pixels from the top left corner of the whole picture
    crop-outside: the crop reaches outside of the picture
      `crop` is [x, y, width, height] in pixels from the top left corner
    redaction-outside: this redaction does not lie within the picture
      `box` is [x, y, width, height] in pixels from the top left corner
    redaction-outside: this redaction does not lie within the picture
      `box` is [x, y, width, height] in pixels from the top left corner
    orphan-sidecar: there is no picture `content/e/img/log-in.png`
      did you mean `login.png.toml`?
    sidecar-size: `content/e/img/login.png` has 320 × 200 pixels, not 640 × 400
      take the screenshot at that size, or set its marks again
    orphan-image: no page shows `content/e/img/older.png`
      show it, or delete it with its sidecar
    orphan-image: no page shows `content/e/img/old.png`
      show it, or delete it with its sidecar
    unreadable-image: `content/e/img/login.png` is not shown: not a picture: PNG, JPEG, WebP, GIF and BMP can be read
      take the screenshot again, or export it as PNG or JPEG
    unreadable-image: `content/logo.svg` is not shown: it has `<script>` in line 2, which could do more than draw
      export it as plain SVG without scripts, links and pictures, or as PNG
    missing-alt: this picture has no alternative text
      say between the square brackets what it shows, for people who can't see it; if it only decorates the page, write `decoration = true` in its sidecar
    missing-alt: this picture has no alternative text
      say between the square brackets what it shows, for people who can't see it; if it only decorates the page, write `decoration = true` in its sidecar
    useless-alt: the alternative text `圖片` only says that there is a picture
      say what the picture shows that the reader needs here
    useless-alt: the alternative text `login` is the name of the file
      say what the picture shows that the reader needs here
    useless-alt: the alternative text `Image 1` only says that there is a picture
      say what the picture shows that the reader needs here
    useless-alt: the alternative text `頁` is too short to say what it shows
      say what the picture shows that the reader needs here
    image-in-item: this picture became part of the list item above it
      leave an empty line before the picture
    ");
}

#[test]
fn words() {
    insta::assert_snapshot!(read(&[
        "term-variant", "wrong-twin", "punctuation", "personal-data", "missing-footnote", "dropped-html",
        "too-deep",
    ]), @r#"
    term-variant: `MyEGov` is written `My E-Gov` here
      write `MyEGov`
      fix: `My E-Gov` becomes `MyEGov`
    term-variant: `我的E政府` is written `我的e政府` here
      write `我的E政府`
      fix: `我的e政府` becomes `我的E政府`
    term-variant: `我的E政府` is written `我的e政府` here
      write `我的E政府`
      fix: `我的e政府` becomes `我的E政府`
    term-variant: `我的E政府` is written `E政府` here
      write `我的E政府`
      fix: `E政府` becomes `我的E政府`
    term-variant: `我的E政府` is written `我的e政府` here
      write `我的E政府`
      fix: `我的e政府` becomes `我的E政府`
    term-variant: `我的E政府` is written `我的e政府` here
      write `我的E政府`
      fix: `我的e政府` becomes `我的E政府`
    wrong-twin: `MyEGov` has the name `我的E政府` in `zh-TW`
      write `我的E政府`, or put the other name after it in brackets
    punctuation: half-width `!!` between Chinese characters
      write `！！`
      fix: `!!` becomes `！！`
    punctuation: half-width `,` between Chinese characters
      write `，`
      fix: `,` becomes `，`
    punctuation: half-width `(選用)` between Chinese characters
      write `（選用）`
      fix: `(選用)` becomes `（選用）`
    personal-data: `F131104093` looks like a real ID number
      write an invented one that can't be real, or leave it out
    personal-data: `0987-654-321` looks like a real mobile phone number
      write an invented one that can't be real, or leave it out
    missing-footnote: there is no footnote `b`
      write it on a line of its own: `[^b]: …`
    dropped-html: `onclick` was left out of the page
      write it in Markdown, or take it out
    dropped-html: `<script>` was left out of the page
      write it in Markdown; if it is a word, put a backslash in front of it: `\<OK>`
    dropped-html: `<iframe>` was left out of the page
      write `[Watch the film](https://example.tw/)`
    too-deep: more than 24 lists, quotations or elements inside one another
      take some levels out
    "#);
}

#[test]
fn settings() {
    insta::assert_snapshot!(read(&[
        "unknown-key", "bad-value", "missing-key", "unknown-rule", "unknown-theme", "broken-theme", "bare-style",
        "unknown-word", "low-contrast",
    ]), @r##"
    unknown-key: `sumary` is no key of the front matter
      did you mean `summary`?
      fix: `sumary` becomes `summary`
    unknown-key: `cropp` is no key of the sidecar
      did you mean `crop`?
      fix: `cropp` becomes `crop`
    unknown-key: `them` is no key of `stepbook.toml`
      did you mean `theme`?
      fix: `them` becomes `theme`
    bad-value: `minutes` takes a whole number
      write it in that form, or take it out; until then it counts for nothing
    bad-value: `verified` takes a date like 2026-11-20
      write it in that form, or take it out; until then it counts for nothing
    bad-value: `at` takes the side of the pin: left, right, top, bottom, top-left, top-right, bottom-left or bottom-right
      write it in that form, or take it out; until then it counts for nothing
    bad-value: `at` takes an `n` beside it: only a mark with a number has a pin
      write it in that form, or take it out; until then it counts for nothing
    bad-value: `languages` takes each language once, in whatever letters
      write it in that form, or take it out; until then it counts for nothing
    bad-value: `languages` takes each language once, in whatever letters
      write it in that form, or take it out; until then it counts for nothing
    bad-value: `accent` takes a colour like "#0b5fa5"
      write it in that form, or take it out; until then it counts for nothing
    missing-key: the key `box` is missing
      add `box = …`
    missing-key: the key `languages` is missing
      add `languages = …`
    unknown-rule: there is no rule `orphan-imag`
      did you mean `orphan-image`?
      fix: `orphan-imag` becomes `orphan-image`
    unknown-theme: there is no theme `blue`
      put its files into `themes/blue/`, or write `theme = "default"`
    broken-theme: `themes/blue/templates/page.html` does not work: line 1: Unexpected end of input
      correct the file, or delete it to use the default theme's
    bare-style: `style.css` replaces the whole style sheet, and has rules for 2 of 211 classes of the pages
      to change a few looks, put these lines into `themes/blue/assets/extra.css` and delete `style.css`
    unknown-word: `tipp` is no key of the words in `[alert]`
      did you mean `tip`?
      fix: `tipp` becomes `tip`
    unknown-word: `[saerch]` is no section of a theme's words
      did you mean `search`?
      fix: `saerch` becomes `search`
    unknown-word: `[colours]` is no section of a theme's words
      take it out, or use it in a template of your own: `{{ t.colours.… }}`
    low-contrast: `#7fb3ff` has a contrast of 2.1 to 1 with `#ffffff`, and words need 4.5 to 1
      write `#3d71bd`, the nearest colour that can be read; until then it is used
      fix: `"#7fb3ff"` becomes `"#3d71bd"`
    "##);
}
