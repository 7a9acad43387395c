//! Handouts on a disk that is hostile, damaged or not empty.

use std::fs;
use std::path::{Path, PathBuf};

use crate::disk::{ENGLISH, refused, site};
use crate::program::{Run, Site};

/// The files in the cache that are results. An empty file there tells what
/// pictures hide.
fn cached(site: &Site) -> Vec<PathBuf> {
    let entries = fs::read_dir(site.path(".stepbook/cache")).unwrap();
    let files = entries.map(|entry| entry.unwrap());
    files.filter(|file| file.metadata().unwrap().len() > 0).map(|file| file.path()).collect()
}

/// Path → bytes of the handouts.
fn handouts(site: &Site) -> Vec<(String, Vec<u8>)> {
    let files = site.files("public").into_iter();
    files.filter(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "pdf")).collect()
}

#[test]
fn what_is_damaged_in_the_cache_is_made_again_in_the_same_build() {
    let site = site();
    assert_eq!(site.run(&["build"]).code, Some(0));
    let whole = site.files("public");
    assert_eq!(handouts(&site).len(), 2);
    let damages: [fn(&mut Vec<u8>); 4] = [
        |bytes| bytes.clear(),
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| bytes.fill(0),
        |bytes| *bytes.last_mut().unwrap() ^= 1,
    ];
    for damage in damages {
        fs::remove_dir_all(site.path("public")).unwrap();
        let files = cached(&site);
        assert!(files.len() >= 2);
        for file in files {
            let mut bytes = fs::read(&file).unwrap();
            damage(&mut bytes);
            fs::write(file, bytes).unwrap();
        }
        assert_eq!(site.run(&["build"]).code, Some(0));
        assert!(site.files("public") == whole);
    }
}

#[test]
fn a_cache_that_another_computer_filled_is_not_used() {
    let (giver, taker) = (site(), site());
    assert_eq!(giver.run(&["build"]).code, Some(0));
    let forged = b"%PDF-1.7 not ours";
    for file in cached(&giver) {
        // The file's name according to the old rule: the plain hash.
        let name = file.file_name().unwrap().to_str().unwrap();
        let (rest, _) = name.rsplit_once('-').unwrap();
        let (_, seal) = name.rsplit_once('-').unwrap();
        let old = rest.rsplit_once('-').unwrap().0;
        let hash = blake3::hash(forged);
        for name in [name.to_owned(), format!("{old}-{hash}"), format!("{old}-{hash}-{seal}")] {
            let to = taker.path(".stepbook/cache").join(name);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, forged).unwrap();
        }
    }
    assert_eq!(taker.run(&["build"]).code, Some(0));
    assert!(handouts(&taker) == handouts(&giver));
}

#[test]
fn nothing_is_printed_by_half_of_the_settings() {
    let site = site();
    assert_eq!(site.run(&["pdf"]).code, Some(0));
    let whole = site.files("handouts");
    site.put("stepbook.toml", "languages = [\"en\"]\n[title\nen = \"Other\"\n");
    let run = site.run(&["pdf"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert_eq!(run.err.matches("error[").count(), 1, "{}", run.err);
    assert!(site.files("handouts") == whole);
}

#[test]
fn handouts_are_judged_like_a_site() {
    let site = site();
    site.put("clone/.git/config", "");
    let before = site.files("content");
    for out in [".", "..", "content", "content/public", "clone", "/"] {
        refused(&site.run(&["pdf", "--out", out]), "name another folder with --out");
    }
    assert_eq!(site.files("content"), before);
    site.put("handouts/en/a/good.pdf", "mine");
    let run = site.run(&["pdf"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("\n  en/a/good.pdf\n"), "{}", run.err);
    assert_eq!(site.files("handouts").len(), 1);
}

#[test]
fn handouts_that_were_not_asked_for_stay() {
    let site = site();
    assert_eq!(site.run(&["pdf", "--layout", "slides"]).code, Some(0));
    let slides = site.files("handouts");
    assert_eq!(slides.len(), 3, "{:?}", slides.keys());
    assert_eq!(site.run(&["pdf", "--lang", "en"]).code, Some(0));
    let all = site.files("handouts");
    assert_eq!(all.len(), 4);
    assert!(slides.iter().all(|(path, bytes)| path.starts_with(".stepbook") || all.get(path) == Some(bytes)));
    site.put("content/a/good.en.md", &format!("{ENGLISH}2. More.\n"));
    assert_eq!(site.run(&["pdf"]).code, Some(0), "our own may be replaced");
    assert_ne!(site.files("handouts").get("en/a/good.pdf"), all.get("en/a/good.pdf"));
}

#[test]
fn a_build_leaves_handouts_that_it_did_not_make() {
    let site = site();
    site.run(&["build"]);
    assert_eq!(site.run(&["pdf", "--out", "public", "--layout", "slides"]).code, Some(0));
    let with_slides = site.files("public");
    assert!(site.run(&["build"]).err.contains("(0 changed)"));
    assert!(site.files("public") == with_slides);
    fs::remove_dir_all(site.path("content/a")).unwrap();
    site.put("content/index.en.md", ENGLISH);
    site.run(&["build"]);
    assert_eq!(handouts(&site).len(), 2, "the slides alone");
}

#[cfg(unix)]
#[test]
fn a_handout_is_not_written_through_a_neighbour_that_is_a_link() {
    let site = site();
    site.put("far", "mine");
    fs::create_dir_all(site.path("handouts/en/a")).unwrap();
    for name in [".good.pdf.tmp", "good.pdf"] {
        std::os::unix::fs::symlink(site.path("far"), site.path("handouts/en/a").join(name)).unwrap();
    }
    assert_eq!(site.run(&["pdf"]).code, Some(2));
    fs::remove_file(site.path("handouts/en/a/good.pdf")).unwrap();
    assert_eq!(site.run(&["pdf"]).code, Some(0));
    assert_eq!(fs::read(site.path("far")).unwrap(), b"mine");
}

#[test]
fn of_two_at_once_one_makes_the_handouts_and_the_other_is_told() {
    let site = site();
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let both: Vec<_> = (0..2).map(|_| scope.spawn(|| site.run(&["pdf", "--quiet"]))).collect();
        both.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(runs.iter().any(|run| run.code == Some(0)));
    for run in runs.iter().filter(|run| run.code != Some(0)) {
        refused(run, "another build is writing to");
    }
    assert_eq!(site.files("handouts").len(), 3);
}
