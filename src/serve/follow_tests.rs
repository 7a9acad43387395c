//! Tests of following a folder where something goes wrong.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests with real files fail by panicking"
)]

use std::fs;
use std::path::Path;

use super::*;

const GUIDE: &str = "content/a.zh-TW.md";

/// What a follower has told.
#[derive(Default)]
struct Told {
    /// The texts of the guide, and how many paths were named with each.
    states: Vec<(String, usize)>,
    troubles: Vec<String>,
    is_polling: bool,
    /// How many states can't be made.
    failures: usize,
}

impl FolderListener for Told {
    fn changed(&mut self, change: FolderChange, _: Instant) -> Result<(), String> {
        if self.failures > 0 {
            self.failures -= 1;
            return Err("no".to_owned());
        }
        let text = change.tree.source_at(&TreePath::new(GUIDE)).map_or("", |source| &source.text);
        self.states.push((text.to_owned(), change.changed.len()));
        Ok(())
    }

    fn unreadable(&mut self, why: String) {
        self.troubles.push(why);
    }

    fn polling(&mut self) {
        self.is_polling = true;
    }
}

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join("content")).unwrap();
    fs::write(site.path().join(GUIDE), "one\n").unwrap();
    site
}

/// Follows a folder while another one is watched, or the same; does all deeds in order, each followed
/// by some time.
fn told(site: &Path, watched: &Path, mut told: Told, deeds: &[&dyn Fn()]) -> Told {
    let watch = Watch::start(watched).unwrap();
    let mut follower = Follower::new(SiteFolder::open(site).unwrap(), watch, &mut told);
    for deed in deeds {
        deed();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(900) {
            // The looks of some seconds in a second.
            follower.next_whole = follower.next_whole.min(Instant::now() + Duration::from_millis(300));
            follower.step();
        }
    }
    told
}

/// The texts of all states.
fn texts(told: &Told) -> Vec<&str> {
    told.states.iter().map(|(text, _)| text.as_str()).collect()
}

#[test]
fn what_no_event_tells_of_is_found_and_at_last_looked_for_all_the_time() {
    let (site, elsewhere) = (site(), site());
    let write = |text: &str| fs::write(site.path().join(GUIDE), text).unwrap();
    let told = told(
        site.path(),
        elsewhere.path(),
        Told::default(),
        &[&|| write("two\n"), &|| write("three\n"), &|| write("four\n"), &|| write("five\n")],
    );
    assert_eq!(texts(&told), ["two\n", "three\n", "four\n", "five\n"]);
    assert!(told.is_polling);
}

#[test]
fn a_folder_that_is_gone_is_told_once_and_its_return_too() {
    let site = site();
    let (content, away) = (site.path().join("content"), site.path().join("away"));
    let told = told(
        site.path(),
        site.path(),
        Told::default(),
        &[&|| fs::rename(&content, &away).unwrap(), &|| fs::rename(&away, &content).unwrap()],
    );
    assert_eq!(told.troubles.len(), 1, "{:?}", told.troubles);
    assert_eq!(told.states, [("one\n".to_owned(), 0)], "nothing changed, but all is well again");
    assert!(!told.is_polling);
}

#[test]
fn a_state_that_could_not_be_made_is_tried_again_with_all_its_changes() {
    let site = site();
    let write = |path: &str, text: &str| fs::write(site.path().join(path), text).unwrap();
    let told = told(
        site.path(),
        site.path(),
        Told { failures: 1, ..Told::default() },
        &[&|| {
            write(GUIDE, "two\n");
            write("content/b.zh-TW.md", "new\n");
        }],
    );
    assert_eq!(told.troubles, ["no"]);
    assert_eq!(told.states, [("two\n".to_owned(), 2)]);
}

#[test]
fn a_text_that_stays_empty_is_empty_at_last() {
    let site = site();
    let told = told(
        site.path(),
        site.path(),
        Told::default(),
        &[&|| fs::write(site.path().join(GUIDE), "").unwrap()],
    );
    assert_eq!(texts(&told), [""]);
}
