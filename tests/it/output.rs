//! What `build` does with its output folder.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::program::{Site, stepbook};

fn guide(text: &str) -> String {
    format!("+++\ntitle = \"{text}\"\n+++\n\n## 步驟：登入\n\n1. {text}\n")
}

/// Writes a site of many pages. The two versions differ in each page, and in
/// which pages exist.
fn version(site: &Site, version: usize) {
    let gone = 1 - version;
    for number in 0..60 {
        let text = guide(&format!("第 {number} 份，第 {version} 版。").repeat(20));
        site.put(&format!("content/c{}/g{number}.zh-TW.md", number % 6), &text);
    }
    site.put(&format!("content/c0/only{version}.zh-TW.md"), &guide("only"));
    fs::remove_file(site.path(&format!("content/c0/only{gone}.zh-TW.md"))).ok();
}

#[test]
fn a_dangerous_folder_is_refused() {
    let site = Site::of(&[("content/a/g.zh-TW.md", &guide("x"))]);
    site.put("clone/.git/config", "");
    site.put("file", "");
    let before = site.files("content");
    for out in [".", "..", "content", "content/public", "clone", "file", "/"] {
        let run = site.run(&["build", "--out", out]);
        assert_eq!(run.code, Some(2), "{out}: {}", run.err);
        assert!(run.err.contains("name another folder with --out"), "{out}: {}", run.err);
    }
    assert_eq!(site.files("content"), before);
}

#[test]
fn a_strangers_file_survives() {
    let site = Site::of(&[("content/a/g.zh-TW.md", &guide("x"))]);
    site.put("public/notes/mine.txt", "mine");
    assert_eq!(site.run(&["build"]).code, Some(0));
    fs::remove_file(site.path("content/a/g.zh-TW.md")).unwrap();
    site.put("content/a/h.zh-TW.md", &guide("y"));
    site.run(&["build"]);
    assert!(!site.path("public/zh-TW/a/g.html").exists());
    assert_eq!(fs::read_to_string(site.path("public/notes/mine.txt")).unwrap(), "mine");
    let other = Site::of(&[("content/a/g.zh-TW.md", &guide("x"))]);
    other.put("public/index.html", "of another tool");
    let run = other.run(&["build", "--quiet"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("\n  index.html\n"), "{}", run.err);
    assert_eq!(other.files("public").len(), 1);
}

#[test]
fn two_builds_give_the_same_bytes_with_any_number_of_threads() {
    let site = Site::of(&[]);
    version(&site, 0);
    site.run(&["build", "--out", "one", "--threads", "1"]);
    site.run(&["build", "--out", "two", "--threads", "2"]);
    let one = site.files("one");
    assert!(one.len() > 60);
    assert!(one == site.files("two"));
}

/// Random numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        limit * u32::try_from(self.0 % 1_000).unwrap() / 1_000
    }
}

fn start(site: &Site) -> Child {
    let mut build = stepbook(&site.path(""), &["build", "--quiet"]);
    build.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_killed_build_leaves_each_file_whole_and_the_next_heals_it() {
    let site = Site::quick();
    let clean = [0, 1].map(|number| {
        version(&site, number);
        site.run(&["build", "--out", &format!("clean{number}")]);
        site.files(&format!("clean{number}"))
    });
    let begin = Instant::now();
    site.run(&["build", "--quiet"]);
    let whole = begin.elapsed();
    let mut midway = 0;
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for kill in 0..84 {
        version(&site, kill % 2);
        let mut build = start(&site);
        if kill % 2 == 0 {
            // Kills during the writing, which is short: at its beginning, or a
            // random time later.
            while !site.path("public/.stepbook-tmp").exists() && build.try_wait().unwrap().is_none() {}
            std::thread::sleep(dice.below(whole / 4) / (1 << (kill / 2 % 8)));
        } else {
            std::thread::sleep(dice.below(whole));
        }
        build.kill().unwrap();
        build.wait().unwrap();
        midway += usize::from(site.path("public/.stepbook-tmp").exists());
        for (path, bytes) in site.files("public") {
            let ours = !path.starts_with(".stepbook");
            assert!(!ours || clean.iter().any(|site| site.get(&path) == Some(&bytes)), "kill {kill}: {path}");
        }
        if kill % 7 == 0 {
            site.run(&["build", "--quiet"]);
            assert!(clean.get(kill % 2) == Some(&site.files("public")), "kill {kill}: not healed");
        }
    }
    assert!(midway > 0, "no kill met the writing");
}
