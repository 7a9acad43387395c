//! The preview as a program: whatever some clients do, the others get their
//! answers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::Site;

pub(crate) const GUIDE: &str = "content/a/good.zh-TW.md";

pub(crate) fn guide(title: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nplatform = \"https://www.example.edu.tw/\"\n+++\n\n## 步驟：登入\n\n1. 點選。\n"
    )
}

/// A preview that runs until the value is dropped.
pub(crate) struct Preview {
    child: Child,
    /// The address of the preview, such as `127.0.0.1:4310`.
    pub(crate) host: String,
    pub(crate) site: Site,
}

impl Preview {
    /// Starts the preview under `limits`, which are commands of the shell.
    pub(crate) fn start(limits: &str, arguments: &str) -> Self {
        Self::heard(limits, arguments).0
    }

    /// Starts the preview of a site.
    pub(crate) fn of(site: Site, arguments: &str) -> Self {
        Self::said((site, ""), arguments).0
    }

    /// Starts the preview; the reader has what it says after the first line.
    fn heard(limits: &str, arguments: &str) -> (Self, BufReader<ChildStderr>) {
        Self::said((Site::of(&[(GUIDE, &guide("好"))]), limits), arguments)
    }

    fn said((site, limits): (Site, &str), arguments: &str) -> (Self, BufReader<ChildStderr>) {
        let program = env!("CARGO_BIN_EXE_stepbook");
        let mut child = Command::new("sh")
            .args(["-c", &format!("{limits}\nexec '{program}' serve --port 0 {arguments}")])
            .current_dir(site.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut said, mut line) = (BufReader::new(child.stderr.take().unwrap()), String::new());
        said.read_line(&mut line).unwrap();
        let host = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        (Self { child, host, site }, said)
    }

    /// A client that has sent the beginning of a request, or all of it.
    pub(crate) fn client(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }

    pub(crate) fn asked(&self, target: &str) -> TcpStream {
        self.client(&format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host))
    }

    /// Asks for the guide as an honest client does; this must be quick.
    fn honest(&self) -> String {
        let (begun, mut page) = (Instant::now(), String::new());
        self.asked("/zh-TW/a/good.html").read_to_string(&mut page).unwrap();
        assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("id=\"step-1\""), "{page}");
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        page
    }

    /// Streams of events that have read their first event.
    fn listeners(&self, count: usize) -> Vec<TcpStream> {
        let mut streams: Vec<_> = (0..count).map(|_| self.asked("/__stepbook/events")).collect();
        streams.iter_mut().for_each(greeting);
        streams
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads what a listener is greeted with.
fn greeting(stream: &mut TcpStream) {
    read_until(stream, |text| text.ends_with(b"}\n\n"));
}

/// Reads until the stream tells of a new state. Findings of the state before may come first.
fn new_state(stream: &mut TcpStream) {
    read_until(stream, |text| text.windows(13).any(|some| some == b"event: state\n"));
}

fn read_until(stream: &mut TcpStream, is_enough: impl Fn(&[u8]) -> bool) {
    let mut text = Vec::new();
    while !is_enough(&text) {
        let mut some = [0; 4096];
        let length = stream.read(&mut some).unwrap();
        assert!(length > 0, "the stream ended");
        text.extend(some.iter().take(length));
    }
}

#[test]
fn two_hundred_listeners_all_hear_of_an_edit_and_hold_up_nobody() {
    let preview = Preview::start("", "");
    let mut streams = preview.listeners(200);
    preview.honest();
    preview.site.put(GUIDE, &guide("更好"));
    streams.iter_mut().for_each(new_state);
    assert!(preview.honest().contains("更好"));
}

/// The best of three, since other tests keep the computer busy.
#[test]
#[cfg(unix)]
fn an_interrupt_ends_the_preview_at_once() {
    for host in ["127.0.0.1", "0.0.0.0"] {
        let times = ["一", "二", "三"].map(|title| interrupted(host, title));
        assert!(times.iter().min().unwrap() < &Duration::from_millis(100), "{host}: {times:?}");
    }
}

/// How long a busy preview takes to end after an interrupt.
#[cfg(unix)]
fn interrupted(host: &str, title: &str) -> Duration {
    let mut preview = Preview::start("", &format!("--host {host}"));
    let _listening = preview.listeners(20);
    let _half: Vec<_> = (0..20).map(|_| preview.client("GET / HT")).collect();
    // The end comes while there is something to do.
    preview.site.put(GUIDE, &guide(title));
    let _handout = preview.asked("/zh-TW/a/good.pdf");
    let begun = Instant::now();
    let number = preview.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &number]).status().unwrap().success());
    assert!(!preview.child.wait().unwrap().success());
    begun.elapsed()
}

#[test]
fn three_hundred_half_open_connections_hold_up_nobody() {
    let preview = Preview::start("", "");
    let _half: Vec<_> = (0..300).map(|_| preview.client("GET / HT")).collect();
    preview.honest();
}

#[test]
#[cfg(unix)]
fn a_preview_outlives_the_end_of_its_descriptors() {
    let preview = Preview::start("ulimit -n 64", "");
    for round in ["一", "二"] {
        let half: Vec<_> = (0..192).map(|_| preview.client("GET / HT")).collect();
        preview.honest();
        let mut stream = preview.listeners(1).remove(0);
        preview.site.put(GUIDE, &guide(round));
        new_state(&mut stream);
        drop(half);
        assert!(preview.honest().contains(round));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_preview_answers_at_every_address_of_this_computer() {
    let preview = Preview::start("", "--host 127.0.0.5");
    assert!(preview.host.starts_with("127.0.0.5:"), "{}", preview.host);
    preview.honest();
}

/// A preview that lets the network in, the address at which another device
/// reads it, and its key. A computer without a network has no such address; then
/// it is that of the computer itself, which needs no key.
fn open_preview(host: &str) -> (Preview, String, String) {
    let (preview, said) = Preview::heard("", &format!("--host {host}"));
    let lines: Vec<String> =
        said.lines().map_while(Result::ok).take_while(|line| !line.starts_with("Built")).collect();
    let shown = lines.iter().find_map(|line| line.strip_prefix("On a phone: http://")).unwrap();
    let (address, key) = shown.split_once("/?token=").unwrap();
    assert!(lines.iter().any(|line| line.contains("drafts too")), "{lines:?}");
    let (address, key) = (address.replace("ADDRESS", "127.0.0.1"), key.get(..32).unwrap().to_owned());
    assert!(address.starts_with("127.") || lines.iter().any(|line| line.contains("█▀▀▀▀▀█")), "{lines:?}");
    (preview, address, key)
}

/// The answer to a request of another device.
fn answer(address: &str, target: &str, more: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\n{more}\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn devices_of_the_network_read_the_preview_with_its_key_and_nothing_without() {
    let (preview, address, key) = open_preview("0.0.0.0");
    preview.honest();
    if address.starts_with("127.") {
        return;
    }
    let (all, one) = (address.clone(), address.rsplit_once(':').unwrap().0.to_owned());
    let (single, address_of_one, other_key) = open_preview(&one);
    single.honest();
    for (address, key, wrong) in [(all, &key, &other_key), (address_of_one, &other_key, &key)] {
        let nothing = answer(&address, "/", "");
        assert!(nothing.starts_with("HTTP/1.1 404 ") && nothing.ends_with("\r\n\r\n"), "{nothing}");
        for target in ["/zh-TW/a/good.html", "/__stepbook/events", &format!("/?token={wrong}")] {
            assert_eq!(answer(&address, target, ""), nothing, "{target}");
        }
        let enters = answer(&address, &format!("/?token={key}"), "");
        let cookie = enters.split("Set-Cookie: ").nth(1).unwrap().split(';').next().unwrap();
        let page = answer(&address, "/zh-TW/a/good.html", &format!("Cookie: {cookie}\r\n"));
        assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("id=\"step-1\""), "{page}");
    }
}

/// The page for lost readers is shown at any address, also where the site will be under a sub-path.
#[test]
fn a_lost_reader_gets_a_page_with_its_style() {
    let preview = Preview::start("", "");
    let config = std::fs::read_to_string(preview.site.path("stepbook.toml")).unwrap();
    preview.site.put("stepbook.toml", &format!("base_url = \"https://a.tw/~office/\"\n{config}"));
    for _ in 0..100 {
        let mut page = String::new();
        preview.asked("/zh-TW/no/such.html").read_to_string(&mut page).unwrap();
        assert!(page.starts_with("HTTP/1.1 404 "), "{page}");
        assert!(page.contains("href=\"/assets/style.css") && !page.contains("~office/assets"), "{page}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The preview watches `content/` by its name: it may be another folder than before.
#[test]
fn a_preview_hears_of_edits_after_the_content_was_moved_away_and_back() {
    let preview = Preview::start("", "");
    let content = preview.site.path("content");
    let away = preview.site.path("away");
    let shows = |title: &str| {
        let begun = Instant::now();
        loop {
            let mut page = String::new();
            preview.asked("/zh-TW/a/good.html").read_to_string(&mut page).unwrap();
            if page.contains(title) {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(10), "{title} never came: {page}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    std::fs::rename(&content, &away).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    std::fs::rename(&away, &content).unwrap();
    shows("好");
    preview.site.put(GUIDE, &guide("回來了"));
    shows("回來了");
    std::fs::remove_dir_all(&content).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    preview.site.put(GUIDE, &guide("重做了"));
    shows("重做了");
    preview.site.put(GUIDE, &guide("又改了"));
    shows("又改了");
}
