//! Whatever editors, systems and people do to files, each save is one new state of the preview.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::preview::{GUIDE, Preview, guide};

/// How long nothing more must come after a save.
const QUIET: Duration = Duration::from_millis(250);

/// The longest time in which a change of any kind must be seen on a busy computer.
const SOON: Duration = Duration::from_secs(10);

/// A preview, and the versions of the site that a browser has heard of.
struct Heard {
    preview: Preview,
    versions: Arc<Mutex<BTreeSet<u64>>>,
}

impl Heard {
    fn start() -> Self {
        let preview = Preview::start("", "");
        let mut stream = preview.asked("/__stepbook/events");
        stream.set_read_timeout(None).unwrap();
        let versions = Arc::new(Mutex::new(BTreeSet::new()));
        let heard = Arc::clone(&versions);
        thread::spawn(move || {
            let (mut text, mut some) = (String::new(), [0; 4096]);
            while let Ok(length) = stream.read(&mut some) {
                if length == 0 {
                    return;
                }
                text.push_str(&String::from_utf8_lossy(some.get(..length).unwrap()));
                let end = text.rfind('\n').map_or(0, |at| at + 1);
                for piece in text.drain(..end).collect::<String>().split("\"version\":").skip(1) {
                    let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
                    heard.lock().unwrap().insert(digits.parse().unwrap());
                }
            }
        });
        let heard = Self { preview, versions };
        heard.until("the stream began", || heard.count() == 1);
        heard
    }

    fn count(&self) -> usize {
        self.versions.lock().unwrap().len()
    }

    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < SOON, "not within {SOON:?}: {what} ({} versions)", self.count());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn page(&self) -> String {
        let mut page = String::new();
        self.preview.asked("/zh-TW/a/good.html").read_to_string(&mut page).unwrap();
        page
    }

    /// Waits until the guide has this title, and tells how long that took.
    fn shows(&self, title: &str) -> Duration {
        let begun = Instant::now();
        self.until(title, || self.page().contains(&format!("<title>{title}")));
        begun.elapsed()
    }

    /// Does something, after which the guide has this title, by as many new states.
    fn after(&self, title: &str, states: usize, deed: impl FnOnce(&Path)) {
        let before = self.count();
        deed(&self.preview.site.path(""));
        self.shows(title);
        thread::sleep(QUIET);
        assert_eq!(self.count() - before, states, "states for {title}");
    }
}

/// Writes a text to a file.
type Save = fn(&Path, &str);

/// Ways to save a file.
const WAYS: [(&str, Save); 8] = [
    ("in place", |file, text| fs::write(file, text).unwrap()),
    ("in place, in two parts", |file, text| {
        let (first, rest) = text.split_at(text.find("\n\n").unwrap());
        let mut open = fs::File::create(file).unwrap();
        open.write_all(first.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(60));
        open.write_all(rest.as_bytes()).unwrap();
    }),
    ("emptied, then written", |file, text| {
        fs::write(file, "").unwrap();
        thread::sleep(Duration::from_millis(60));
        fs::write(file, text).unwrap();
    }),
    ("the beginning, then all", |file, text| {
        let at = text.find("步驟").unwrap() + 1;
        fs::write(file, text.as_bytes().get(..at).unwrap()).unwrap();
        thread::sleep(Duration::from_millis(60));
        fs::write(file, text).unwrap();
    }),
    ("renamed", |file, text| {
        let beside = file.with_extension("new");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, file).unwrap();
    }),
    ("with a backup", |file, text| {
        let backup = file.with_extension("md~");
        fs::rename(file, &backup).unwrap();
        thread::sleep(Duration::from_millis(20));
        fs::write(file, text).unwrap();
        fs::remove_file(backup).unwrap();
    }),
    ("removed, then written", |file, text| {
        fs::remove_file(file).unwrap();
        thread::sleep(Duration::from_millis(50));
        fs::write(file, text).unwrap();
    }),
    ("with CRLF", |file, text| fs::write(file, text.replace('\n', "\r\n")).unwrap()),
];

#[test]
#[cfg(target_os = "linux")]
fn each_save_is_one_new_state_whatever_the_editor_does() {
    let heard = Heard::start();
    let file = heard.preview.site.path(GUIDE);
    for round in 0..3 {
        for (way, save) in WAYS {
            let title = format!("{way} {round}");
            heard.after(&title, 1, |_| save(&file, &guide(&title)));
            heard.after(&title, 0, |_| save(&file, &guide(&title)));
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn folders_that_are_replaced_whole_are_followed() {
    let heard = Heard::start();
    let root = heard.preview.site.path("");
    let mut took = Vec::new();
    for (round, folder) in ["content", "content/a", "content", "content/a"].into_iter().enumerate() {
        let (title, here, new) = (format!("新的 {round}"), root.join(folder), root.join("new"));
        copy(&here, &new);
        let guide_there = Path::new(GUIDE).strip_prefix(folder).unwrap();
        fs::write(new.join(guide_there), guide(&title)).unwrap();
        fs::rename(&here, root.join("old")).unwrap();
        fs::rename(&new, &here).unwrap();
        fs::remove_dir_all(root.join("old")).unwrap();
        took.push(heard.shows(&title));
        // The new folder is watched too.
        heard.preview.site.put(GUIDE, &guide("後來"));
        took.push(heard.shows("後來"));
        fs::rename(&here, root.join("away")).unwrap();
        thread::sleep(Duration::from_millis(300));
        fs::rename(root.join("away"), &here).unwrap();
        heard.preview.site.put(GUIDE, &guide("回來"));
        took.push(heard.shows("回來"));
    }
    // Without events it would be the next look at all files that finds them.
    let at_once = took.iter().filter(|took| **took < Duration::from_secs(1)).count();
    assert!(at_once * 3 >= took.len() * 2, "{took:?}");
}

#[test]
fn a_rush_of_changes_is_few_new_states() {
    let heard = Heard::start();
    let before = heard.count();
    for file in 0..100 {
        heard.preview.site.put(&format!("content/a/{file}.zh-TW.md"), &guide("很多"));
    }
    heard.preview.site.put(GUIDE, &guide("最後"));
    heard.shows("最後");
    thread::sleep(QUIET);
    assert!((1..=6).contains(&(heard.count() - before)), "{}", heard.count() - before);
    let mut page = String::new();
    heard.preview.asked("/zh-TW/a/99.html").read_to_string(&mut page).unwrap();
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
}

#[test]
fn settings_themes_and_folders_may_come_and_go() {
    let heard = Heard::start();
    let site = &heard.preview.site;
    let settings = fs::read_to_string(site.path("stepbook.toml")).unwrap();
    let names_site = |name: &str| heard.until(name, || heard.page().contains(name));
    site.put("stepbook.toml", &settings.replace("手冊", "大手冊"));
    names_site("大手冊");
    site.put("stepbook.toml", "languages = [");
    heard.until("broken", || heard.page().contains("toml-syntax"));
    site.put("stepbook.toml", &settings.replace("手冊", "小手冊"));
    names_site("小手冊");
    fs::remove_file(site.path("stepbook.toml")).unwrap();
    heard.until("no settings", || !heard.page().contains("小手冊"));
    site.put("stepbook.toml", &settings.replace("手冊", "舊手冊"));
    names_site("舊手冊");
    site.put("themes/default/i18n/zh-TW.toml", "[search]\nopen = \"找找看\"\n");
    names_site("找找看");
    site.put("themes/default/i18n/zh-TW.toml", "[search]\nopen = \"找一找\"\n");
    names_site("找一找");
    site.put("content/b/c/d/deep.zh-TW.md", &guide("深"));
    names_site("b/c/d/");
    fs::rename(site.path("content/b"), site.path("content/e")).unwrap();
    names_site("e/c/d/");
    site.put("content/e/c/d/deep.zh-TW.md", &guide("更深"));
    fs::remove_dir_all(site.path("content/e")).unwrap();
    heard.until("gone", || !heard.page().contains("e/c/d/"));
}

fn picture(colour: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(40, 30, image::Rgb([colour, 9, 9]));
    pixels.write_to(&mut bytes, image::ImageFormat::Bmp).unwrap();
    bytes.into_inner()
}

/// A picture is known by its length and times until it is shown; another one may have the same.
#[test]
fn a_picture_is_followed_whatever_its_length_and_time() {
    let heard = Heard::start();
    let site = &heard.preview.site;
    let (file, beside) = (site.path("content/a/p.bmp"), site.path("content/a/p.new"));
    fs::write(&file, picture(1)).unwrap();
    site.put(GUIDE, &guide("圖").replace("1. 點選", "![畫面](p.bmp)\n\n1. 點選"));
    let address = || {
        let page = heard.page();
        let tag = page.split("<img").find(|tag| tag.contains("alt=\"畫面\""))?.to_owned();
        tag.split("src=\"").nth(1)?.split('"').next().map(str::to_owned)
    };
    heard.until("the picture", || address().is_some());
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    for colour in 2..6 {
        let before = address();
        fs::write(&beside, picture(colour)).unwrap();
        fs::File::options().write(true).open(&beside).unwrap().set_modified(time).unwrap();
        fs::rename(&beside, &file).unwrap();
        heard.until("another picture", || address().is_some() && address() != before);
        let before = address();
        site.put("content/a/p.bmp.toml", &format!("size = [40, 30]\ncrop = [0, 0, {colour}, 9]\n"));
        heard.until("its part", || address().is_some() && address() != before);
    }
}

#[test]
#[cfg(unix)]
fn a_site_behind_a_link_is_followed_to_another_folder() {
    let heard = Heard::start();
    let site = heard.preview.site.path("");
    let other = tempfile::tempdir().unwrap();
    for folder in ["one", "two"] {
        copy(&site, &other.path().join(folder));
    }
    let link = other.path().join("link");
    std::os::unix::fs::symlink("one", &link).unwrap();
    let linked = Preview::start("", &format!("--root {}", link.display()));
    let shows = |title: &str| {
        let begun = Instant::now();
        loop {
            let mut page = String::new();
            linked.asked("/zh-TW/a/good.html").read_to_string(&mut page).unwrap();
            if page.contains(title) {
                return;
            }
            // Nothing reports that a link leads elsewhere: it is found when all is looked at.
            assert!(begun.elapsed() < Duration::from_secs(8), "{title}: {page}");
            thread::sleep(Duration::from_millis(20));
        }
    };
    fs::write(other.path().join("one").join(GUIDE), guide("甲")).unwrap();
    shows("<title>甲");
    fs::write(other.path().join("two").join(GUIDE), guide("乙")).unwrap();
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("two", &link).unwrap();
    shows("<title>乙");
    fs::write(other.path().join("two").join(GUIDE), guide("丙")).unwrap();
    shows("<title>丙");
}
