//! `new --from-images` makes a guide of a folder of screenshots.

use std::time::{Duration, SystemTime};

use crate::pictures::blank;
use crate::program::{Run, Site};

/// A new site and a folder `shots` beside it with these pictures; each is as wide as its place here.
fn with_shots(names: &[&str]) -> Site {
    let site = Site::empty();
    site.run(&["init", "site"]);
    for (width, name) in (1..).zip(names) {
        put(&site, &format!("shots/{name}"), &blank(width, 4));
    }
    site
}

fn put(site: &Site, path: &str, bytes: &[u8]) {
    std::fs::create_dir_all(site.path(path).parent().unwrap()).unwrap();
    std::fs::write(site.path(path), bytes).unwrap();
}

fn new(site: &Site, guide: &str, more: &[&str]) -> Run {
    site.run(&[&["new", "--root", "site", guide, "--from-images", "shots"], more].concat())
}

fn text(site: &Site, path: &str) -> String {
    std::fs::read_to_string(site.path(path)).unwrap()
}

#[test]
fn each_screenshot_becomes_a_step_with_its_name_as_title() {
    let site = with_shots(&["10 選擇身分.png", "2 Log in.png", "Screenshot (11).png"]);
    put(&site, "shots/notes.txt", b"mine");
    let run = new(&site, "elearn/register", &[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("It has 3 steps, each with its picture."), "{}", run.err);
    let page = text(&site, "site/content/elearn/register.zh-TW.md");
    let (_, steps) = page.split_once("+++\n\n").unwrap();
    assert_eq!(
        steps,
        "這份手冊適用於第一次使用平台的人。

## 步驟：Log in

用一兩句話說明這一步要做什麼，再到圖裡標出位置。

![Log in](img/register-1.png)

## 步驟：選擇身分

用一兩句話說明這一步要做什麼，再到圖裡標出位置。

![選擇身分](img/register-2.png)

## 步驟：畫面 3

用一兩句話說明這一步要做什麼，再到圖裡標出位置。

![畫面 3](img/register-3.png)
"
    );
    let english = text(&site, "site/content/elearn/register.en.md");
    assert!(english.ends_with("\n## Step: Screen 3\n\nSay in a sentence or two what to do in this step, and mark the place in the picture.\n\n![Screen 3](img/register-3.png)\n"), "{english}");
    for (width, number) in [(2, 1), (1, 2), (3, 3)] {
        let copied =
            std::fs::read(site.path(&format!("site/content/elearn/img/register-{number}.png"))).unwrap();
        assert_eq!(copied, blank(width, 4), "{number}");
    }
}

#[test]
fn a_guide_of_screenshots_can_be_built_and_its_findings_are_what_the_author_must_write() {
    let site = with_shots(&["1.png", "2 選擇身分.png"]);
    new(&site, "elearn/register", &[]);
    let check = site.run(&["check", "--root", "site", "--drafts", "--format", "json"]);
    let mut codes: Vec<&str> = check.out.lines().filter_map(|line| line.split('"').nth(3)).collect();
    codes.sort_unstable();
    let expected = [["placeholder"; 10].as_slice(), &["useless-alt"; 2]].concat();
    assert_eq!((check.code, codes), (Some(0), expected), "{}", check.out);
    assert_eq!(site.run(&["build", "--root", "site", "--drafts"]).code, Some(0));
    let page = text(&site, "site/public/zh-TW/elearn/register.html");
    assert!(page.contains("id=\"step-2\"") && page.contains("id=\"fig-2\""), "{page}");
}

#[test]
fn the_order_may_be_that_of_the_times() {
    let site = with_shots(&["a.png", "b.png"]);
    for (name, seconds) in [("a.png", 2), ("b.png", 1)] {
        let file = std::fs::File::options().write(true).open(site.path(&format!("shots/{name}"))).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    }
    assert_eq!(new(&site, "e/g", &["--order", "time"]).code, Some(0));
    let first = std::fs::read(site.path("site/content/e/img/g-1.png")).unwrap();
    assert_eq!(first, blank(2, 4));
}

#[test]
fn a_picture_gets_the_ending_of_its_kind_and_no_name_that_is_taken() {
    let site = with_shots(&["really.jpeg"]);
    put(&site, "site/content/e/img/G-1.PNG", &blank(9, 9));
    assert_eq!(new(&site, "e/g", &[]).code, Some(0));
    assert!(text(&site, "site/content/e/g.en.md").contains("(img/g-b-1.png)"));
    assert!(site.path("site/content/e/img/g-b-1.png").exists());
}

#[test]
fn a_folder_that_can_not_be_used_changes_nothing() {
    for (name, bytes, words) in [
        ("shots/note.txt", b"mine".as_slice(), "there are no pictures in `shots`"),
        ("shots/a.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        ("shots/a.png", b"no picture", "can't be used"),
        ("shot/a.png", b"", "shots"),
    ] {
        let site = with_shots(&[]);
        put(&site, name, bytes);
        let before = site.files("site");
        let run = new(&site, "e/g", &[]);
        assert_eq!(run.code, Some(2), "{name}: {}", run.err);
        assert!(run.err.contains(words), "{name}: {}", run.err);
        assert_eq!(site.files("site"), before, "{name}");
    }
}

#[test]
fn pictures_that_are_in_the_site_already_are_not_copied() {
    let site = with_shots(&[]);
    put(&site, "site/content/e/img/a.png", &blank(2, 2));
    let run = site.run(&["new", "--root", "site", "e/g", "--from-images", "site/content/e/img"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("move it out of `content/` first"), "{}", run.err);
    assert!(!site.path("site/content/e/g.en.md").exists());
}
