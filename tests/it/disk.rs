//! What the program does on a disk that is hostile, damaged or not empty.

use std::fs;

use crate::program::{Run, Site};

const PAGE: &str = "+++\ntitle = \"好\"\nplatform = \"https://www.example.edu.tw/\"\n+++\n\n## 步驟：登入\n\n1. 點選**「登入」**。\n";

pub(crate) const ENGLISH: &str = "+++\ntitle = \"Good\"\nplatform = \"https://www.example.edu.tw/\"\n+++\n\n## Step: Sign in\n\n1. Choose **Sign in**.\n";

pub(crate) fn site() -> Site {
    Site::of(&[("content/a/good.zh-TW.md", PAGE), ("content/a/good.en.md", ENGLISH)])
}

/// Puts files into a folder that do not belong to a site.
fn strangers(site: &Site, folder: &str, count: usize) {
    (0..count).for_each(|number| site.put(&format!("{folder}/{number}"), "mine"));
}

pub(crate) fn refused(run: &Run, words: &str) {
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains(words), "{}", run.err);
    assert_eq!(run.err.matches("error: ").count(), 1, "{}", run.err);
}

#[test]
fn strangers_in_the_cache_survive() {
    let site = site();
    strangers(&site, ".stepbook/cache", 600);
    assert_eq!(site.run(&["build"]).code, Some(0));
    assert!((0..600).all(|number| site.path(&format!(".stepbook/cache/{number}")).exists()));
}

#[cfg(unix)]
#[test]
fn a_linked_cache_is_refused_and_nothing_behind_it_is_touched() {
    for link in [".stepbook", ".stepbook/cache"] {
        let site = site();
        strangers(&site, "far", 600);
        let link = site.path(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(site.path("far"), link).unwrap();
        refused(&site.run(&["build"]), "it is a link; delete it");
        if cfg!(feature = "pdf") {
            refused(&site.run(&["pdf"]), "it is a link; delete it");
        }
        assert_eq!(site.files("far").len(), 600);
        assert!(!site.path("public").exists());
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_lay_there() {
    use std::os::unix::fs::symlink;
    let site = site();
    site.put("far/target", "mine");
    assert_eq!(site.run(&["build"]).code, Some(0));
    for entry in fs::read_dir(site.path(".stepbook")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "lock") {
            fs::remove_file(&path).unwrap();
            symlink(site.path("far/target"), &path).unwrap();
        }
    }
    refused(&site.run(&["build"]), "it is a link or no plain file");
    fs::remove_dir_all(site.path(".stepbook")).unwrap();
    // The manifest, the waiting room and a folder, each replaced by a link.
    for name in [".stepbook-manifest", ".stepbook-tmp", "zh-TW"] {
        let place = site.path("public").join(name);
        let kept = site.path("kept");
        let was = fs::rename(&place, &kept).is_ok();
        symlink(site.path("far"), &place).unwrap();
        site.put("content/a/good.en.md", &format!("{ENGLISH}2. {name}\n"));
        let run = site.run(&["build", "--quiet"]);
        assert_eq!(run.code, Some(2), "{name}: {}", run.err);
        fs::remove_file(&place).unwrap();
        if was {
            fs::rename(&kept, &place).unwrap();
        }
    }
    assert_eq!(site.files("far").len(), 1);
    assert_eq!(fs::read(site.path("far/target")).unwrap(), b"mine");
    assert_eq!(site.run(&["build"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn the_usual_output_folder_may_not_be_a_link_but_a_named_one_may() {
    let site = site();
    fs::create_dir(site.path("far")).unwrap();
    for name in ["public", "handouts"] {
        std::os::unix::fs::symlink("far", site.path(name)).unwrap();
    }
    refused(&site.run(&["build"]), "it is a link; name another folder with --out");
    assert_eq!(site.run(&["pdf"]).code, Some(2));
    assert_eq!(site.files("far").len(), 0);
    assert_eq!(site.run(&["build", "--no-pdf", "--out", "public"]).code, Some(0));
    assert!(site.path("far/index.html").exists());
}

#[cfg(unix)]
#[test]
fn what_a_site_is_made_of_must_lie_in_its_folder() {
    use std::os::unix::fs::symlink;
    for name in ["stepbook.toml", "content", "themes", "themes/own"] {
        let site = site();
        site.put("stepbook.toml", "languages = [\"zh-TW\", \"en\"]\ntheme = \"own\"\n");
        site.put("themes/own/assets/a.svg", "<svg/>");
        let place = site.path(name);
        fs::rename(&place, site.path("far")).unwrap();
        symlink(site.path("far"), &place).unwrap();
        for command in ["build", "check", "pdf", "serve"] {
            if command == "pdf" && cfg!(not(feature = "pdf")) {
                continue;
            }
            refused(&site.run(&[command]), "it is a link; it must be a ");
        }
        assert!(!site.path("public").exists(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_guide_is_not_made_behind_a_link() {
    let site = site();
    fs::create_dir(site.path("far")).unwrap();
    std::os::unix::fs::symlink("../far", site.path("content/far")).unwrap();
    assert_eq!(site.run(&["new", "far/guide"]).code, Some(2));
    assert_eq!(site.files("far").len(), 0);
    assert_eq!(site.run(&["new", "near/deep/guide"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn settings_that_never_end_are_not_read() {
    use std::os::unix::fs::symlink;
    let site = site();
    let settings = site.path("stepbook.toml");
    for device in ["/dev/zero", "/dev/tty", "nowhere"] {
        fs::remove_file(&settings).unwrap();
        symlink(device, &settings).unwrap();
        refused(&site.run(&["check"]), "stepbook.toml`: it is a link");
    }
    fs::remove_file(&settings).unwrap();
    let _held = std::os::unix::net::UnixListener::bind(&settings).unwrap();
    refused(&site.run(&["check"]), "it is a pipe, a socket or a device");
    fs::remove_file(&settings).unwrap();
    fs::File::create(&settings).unwrap().set_len(3 << 30).unwrap();
    refused(&site.run(&["check"]), "it has 3.0 GiB, and 8 MiB are the most");
}

#[test]
fn gigabytes_that_no_page_asks_for_are_not_read() {
    let site = site();
    let large = |name: &str| fs::File::create(site.path(name)).unwrap().set_len(1 << 40).unwrap();
    fs::create_dir_all(site.path("content/a/img")).unwrap();
    large("content/a/film.mp4");
    large("content/a/img/unused.png");
    assert_eq!(site.run(&["build", "--no-pdf"]).code, Some(0));
    large("content/a/film.zh-TW.md");
    large("content/a/img/unused.png.toml");
    let run = site.run(&["check"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("it has 1024.0 GiB, and 16 MiB are the most"), "{}", run.err);
}

#[test]
fn gigabytes_that_a_page_shows_are_a_finding() {
    let site = site();
    site.put("content/a/img/p.png.toml", "size = [8, 8]\n[[redact]]\nbox = [0, 0, 4, 4]\n");
    for name in ["p.png", "p.en.png"] {
        fs::File::create(site.path("content/a/img").join(name)).unwrap().set_len(1 << 40).unwrap();
    }
    site.put("content/a/good.en.md", &format!("{ENGLISH}\n![A picture](img/p.png)\n"));
    let run = site.run(&["check"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("too large, a file of 1048576 MiB"), "{}", run.err);
}

#[test]
fn a_download_is_copied_as_it_is_and_never_half() {
    let site = site();
    let bytes = (0..90_000).fold(String::new(), |text, number| text + &number.to_string() + "\n");
    site.put("content/a/files/long.odt", &bytes);
    site.put("content/a/good.en.md", &format!("{ENGLISH}2. [Form](files/long.odt)\n"));
    assert_eq!(site.run(&["build", "--no-pdf"]).code, Some(0));
    let place = site.path("public/files/a/files/long.odt");
    assert_eq!(fs::read_to_string(&place).unwrap(), bytes);
    assert!(site.run(&["build", "--no-pdf"]).err.contains("(0 changed)"));
    fs::write(&place, "torn").unwrap();
    site.run(&["build", "--no-pdf"]);
    assert_eq!(fs::read_to_string(&place).unwrap(), bytes);
}

/// A preview whose words are read line by line.
#[cfg(unix)]
struct SaidPreview {
    child: std::process::Child,
    lines: std::io::Lines<std::io::BufReader<std::process::ChildStderr>>,
    host: String,
}

#[cfg(unix)]
impl SaidPreview {
    fn start(site: &Site) -> Self {
        use std::io::{BufRead as _, BufReader};
        let mut command = crate::program::stepbook(&site.path(""), &["serve"]);
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let host = first.split(['/', ' ']).find(|part| part.starts_with("127.0.0.1:")).unwrap().to_owned();
        Self { child, lines, host }
    }

    fn get(&self, path: &str) -> String {
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(&self.host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Waits for a line that begins like this.
    fn wait_for(&mut self, start: &str) -> String {
        self.lines.by_ref().map(Result::unwrap).find(|line| line.starts_with(start)).unwrap()
    }
}

#[cfg(unix)]
impl Drop for SaidPreview {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_preview_keeps_the_last_site_while_it_can_not_read() {
    let site = site();
    site.put("content/a/files/form.odt", "the form");
    site.put("content/a/good.en.md", &format!("{ENGLISH}2. [Form](files/form.odt)\n"));
    let mut preview = SaidPreview::start(&site);
    assert!(preview.get("/files/a/files/form.odt").ends_with("\r\n\r\nthe form"));
    preview.wait_for("Built ");
    std::os::unix::fs::symlink("/dev/zero", site.path("link")).unwrap();
    fs::rename(site.path("link"), site.path("stepbook.toml")).unwrap();
    let news = preview.wait_for("Still showing the last site: will not read");
    assert!(news.contains("it is a link"), "{news}");
    assert!(preview.get("/en/a/good.html").starts_with("HTTP/1.1 200 "));
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_be_read_again_is_no_new_state() {
    let site = site();
    let mut preview = SaidPreview::start(&site);
    preview.wait_for("Built ");
    let page = preview.get("/en/a/good.html");
    fs::rename(site.path("content"), site.path("away")).unwrap();
    preview.wait_for("Still showing the last site: ");
    fs::rename(site.path("away"), site.path("content")).unwrap();
    preview.wait_for("The site can be read again");
    // The page says of which state it is.
    assert_eq!(preview.get("/en/a/good.html"), page);
}

#[cfg(unix)]
#[test]
fn what_a_user_may_not_read_is_no_missing_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = site();
    assert_eq!(site.run(&["build", "--no-pdf"]).code, Some(0));
    let built = site.files("public");
    for name in ["content/a", "content/a/good.en.md", "stepbook.toml", "public/.stepbook-manifest"] {
        let rights = |mode| fs::set_permissions(site.path(name), fs::Permissions::from_mode(mode)).unwrap();
        let was = fs::metadata(site.path(name)).unwrap().permissions().mode();
        rights(0);
        let run = site.run(&["build", "--no-pdf"]);
        rights(was);
        // A test that runs as root is refused nothing.
        if run.code != Some(0) {
            refused(&run, &format!("{name}`: Permission denied"));
        }
        assert!(site.files("public") == built, "{name}");
    }
}

#[test]
fn a_redaction_that_is_added_later_clears_older_copies_from_the_cache() {
    use crate::pictures::{Kind, holds, needles, picture};
    let site = site();
    site.put("content/a/good.zh-TW.md", &PAGE.replace("1. 點選", "![登入的畫面](s.png)\n\n1. 點選"));
    fs::write(site.path("content/a/s.png"), picture(Kind::Rgb, 1)).unwrap();
    let shown = |folder: &str| {
        let pixels = |bytes: &Vec<u8>| {
            let png = bytes.windows(4).position(|four| four == b"\x89PNG").and_then(|at| bytes.get(at..));
            png.and_then(|png| image::load_from_memory(png).ok()).map(image::DynamicImage::into_rgb8)
        };
        let secret = needles(Kind::Rgb, 1);
        site.files(folder)
            .values()
            .filter_map(pixels)
            .any(|seen| secret.iter().any(|row| holds(seen.as_raw(), row)))
    };
    assert_ne!(site.run(&["build"]).code, Some(2));
    assert!(shown(".stepbook/cache") && shown("public/img"));
    site.put("content/a/s.png.toml", "[[redact]]\nbox = [32, 16, 32, 32]\n[[mark]]\nn = 1\npin = [3, 3]\n");
    for command in [&["pdf"][..], &["build"]] {
        if cfg!(feature = "pdf") || command == ["build"] {
            assert_ne!(site.run(command).code, Some(2));
            assert!(!shown(".stepbook/cache"), "{command:?}");
        }
    }
    assert!(!shown("public/img"));
}
