//! Who gets an answer and who does not, as tables of requests.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

const PORT: u16 = 4310;
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The first three characters of the answer to a request; `200` if it may
/// ask.
fn status(request: &str, port: u16) -> String {
    answer_of(&Guard::new(port, GuardKeys::default()), request, HERE)
}

fn answer_of(guard: &Guard, request: &str, peer: IpAddr) -> String {
    let judged = RequestHead::parse(request.as_bytes()).and_then(|head| guard.judge(&head, peer));
    match judged {
        Ok(Judgement::Allowed(_)) => "200".to_owned(),
        Ok(Judgement::Enters { cookie, .. }) => cookie,
        Ok(Judgement::Edits(_)) => "edits".to_owned(),
        Err(NOTHING) => "nothing".to_owned(),
        Err(refusal) => refusal.status.chars().take(3).collect(),
    }
}

fn first_line(line: &str) -> String {
    status(&format!("{line}\r\nHost: localhost:4310\r\n\r\n"), PORT)
}

fn with(headers: &str) -> String {
    status(&format!("GET / HTTP/1.1\r\nHost: localhost:4310\r\n{headers}\r\n\r\n"), PORT)
}

fn host(host: &str) -> String {
    status(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), PORT)
}

/// The requests of a table whose answer is not the one in the table.
fn differ<'a>(table: &[(&'a str, &'a str)], answered: fn(&str) -> String) -> Vec<(&'a str, String)> {
    let all = table.iter().map(|&(asked, wanted)| (asked, answered(asked), wanted));
    all.filter(|(_, got, wanted)| got != wanted).map(|(asked, got, _)| (asked, got)).collect()
}

#[test]
fn only_names_of_this_computer_are_answered() {
    let table = [
        ("localhost:4310", "200"),
        ("LocalHost:4310", "200"),
        ("localhost.:4310", "200"),
        ("127.0.0.1:4310", "200"),
        ("127.0.0.5:4310", "200"),
        ("127.255.255.254:4310", "200"),
        ("[::1]:4310", "200"),
        ("[0:0:0:0:0:0:0:1]:4310", "200"),
        ("localhost..:4310", "403"),
        ("127.0.0.1", "403"),
        ("127.0.0.1:", "403"),
        ("127.0.0.1:80", "403"),
        ("127.0.0.1:04310", "403"),
        ("127.1:4310", "403"),
        ("0x7f.0.0.1:4310", "403"),
        ("128.0.0.1:4310", "403"),
        ("[::2]:4310", "403"),
        ("::1:4310", "403"),
        ("a.localhost:4310", "403"),
        ("localhost.evil.example:4310", "403"),
        ("evil.example:4310", "403"),
        ("user@localhost:4310", "403"),
        ("localhost:4310, evil.example", "403"),
        ("", "403"),
    ];
    assert_eq!(differ(&table, host), []);
}

#[test]
fn the_port_may_be_left_out_if_it_is_80() {
    assert_eq!(status("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 80), "200");
    assert_eq!(status("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 80), "200");
    assert_eq!(status("GET / HTTP/1.1\r\nHost: localhost:4310\r\n\r\n", 80), "403");
}

#[test]
fn a_host_is_named_once() {
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n", PORT), "400");
    assert_eq!(status("GET / HTTP/1.0\r\n\r\n", PORT), "403");
    assert_eq!(status("GET / HTTP/1.0\r\nHost: localhost:4310\r\n\r\n", PORT), "200");
    assert_eq!(with("Host: localhost:4310"), "400");
    assert_eq!(with("hOST: evil.example"), "400");
}

#[test]
fn first_lines_that_mean_something_else_are_refused() {
    let table = [
        ("GET / HTTP/1.1", "200"),
        ("HEAD / HTTP/1.1", "200"),
        ("GET /?a=//b HTTP/1.1", "200"),
        ("GET /圖.html HTTP/1.1", "200"),
        ("GET http://127.0.0.1:4310/en/ HTTP/1.1", "200"),
        ("GET HTTP://localhost:4310 HTTP/1.1", "200"),
        ("GET http://evil.example/ HTTP/1.1", "403"),
        ("GET http://localhost:4310@evil.example/ HTTP/1.1", "403"),
        ("GET https://localhost:4310/ HTTP/1.1", "400"),
        ("GET /#top HTTP/1.1", "400"),
        ("GET /?a#b HTTP/1.1", "400"),
        ("GET * HTTP/1.1", "400"),
        ("GET localhost:4310 HTTP/1.1", "400"),
        ("GET index.html HTTP/1.1", "400"),
        ("OPTIONS * HTTP/1.1", "405"),
        ("CONNECT localhost:4310 HTTP/1.1", "405"),
        ("POST / HTTP/1.1", "405"),
        ("TRACE / HTTP/1.1", "405"),
        ("get / HTTP/1.1", "501"),
        ("BREW / HTTP/1.1", "501"),
        ("G(T / HTTP/1.1", "400"),
        ("GET  / HTTP/1.1", "400"),
        ("GET / / HTTP/1.1", "505"),
        ("GET / HTTP/2.0", "505"),
        ("GET / HTTP/1.1 ", "400"),
        ("GET /", "400"),
        (" GET / HTTP/1.1", "400"),
    ];
    assert_eq!(differ(&table, first_line), []);
    assert_eq!(first_line(&format!("GET /{} HTTP/1.1", "a".repeat(LONGEST_TARGET))), "414");
}

#[test]
fn headers_that_can_be_read_in_two_ways_are_refused() {
    let table = [
        ("X: a", "200"),
        ("Cookie: 圖", "200"),
        ("Content-Length: 5", "200"),
        ("Transfer-Encoding: chunked", "200"),
        ("Content-Length: 5\r\nTransfer-Encoding: chunked", "400"),
        ("Content-Length: 5\r\nContent-Length: 5", "400"),
        ("Content-Length: +5", "400"),
        ("Content-Length: 5, 5", "400"),
        ("Content-Length:", "400"),
        ("X : a", "400"),
        (" X: a", "400"),
        ("X: a\r\n b", "400"),
        ("X: a\r\n\tb", "400"),
        ("X", "400"),
        (": a", "400"),
        ("X(: a", "400"),
        ("圖: a", "400"),
    ];
    assert_eq!(differ(&table, with), []);
}

#[test]
fn pages_of_other_sites_may_link_here_and_nothing_else() {
    let table = [
        ("Origin: http://localhost:4310", "200"),
        ("Origin: http://[::1]:4310", "200"),
        ("Origin: https://localhost:4310", "403"),
        ("Origin: http://localhost:3000", "403"),
        ("Origin: http://evil.example", "403"),
        ("Origin: null", "403"),
        ("Origin:", "403"),
        ("Origin: http://localhost:4310\r\nOrigin: http://localhost:4310", "400"),
        ("Origin: http://localhost:4310\r\nOrigin: http://evil.example", "400"),
        ("Sec-Fetch-Site: none", "200"),
        ("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: iframe", "200"),
        ("Sec-Fetch-Site: cross-site", "403"),
        ("Sec-Fetch-Site: same-site", "403"),
        ("Sec-Fetch-Site: Same-Origin", "403"),
        ("Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site", "400"),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", "200"),
        ("Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", "200"),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe", "403"),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: object", "403"),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: document", "403"),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script", "403"),
    ];
    assert_eq!(differ(&table, with), []);
}

#[test]
fn no_link_of_another_site_opens_the_previews_own_files() {
    let followed = "Host: localhost:4310\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document";
    let asked = |target| status(&format!("GET {target} HTTP/1.1\r\n{followed}\r\n\r\n"), PORT);
    assert_eq!(asked("/en/index.html"), "200");
    assert_eq!(asked("/__stepbook/events"), "403");
    assert_eq!(asked("/%5f_stepbook%2Fevents"), "403");
}

/// Another device of the network.
const PHONE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

/// The answers to requests of a preview that lets the network in; `KEY` stands
/// for the key, and `COOKIE` for the header line with it.
struct OpenPreview {
    guard: Guard,
    key: String,
}

impl OpenPreview {
    fn new() -> Self {
        let key = NetworkKey::random().unwrap();
        let text = key.target().strip_prefix("/?token=").unwrap().to_owned();
        Self { guard: Guard::new(PORT, GuardKeys { network: Some(key), editor: None }), key: text }
    }

    fn answer(&self, peer: IpAddr, target: &str, lines: &str) -> String {
        let text = format!("GET {target} HTTP/1.1\r\n{lines}\r\n\r\n");
        let text = text.replace("COOKIE", "Cookie: a=b; stepbook-4310=KEY").replace("KEY", &self.key);
        answer_of(&self.guard, &text, peer).replace(&self.key, "KEY")
    }
}

const ENTERS: &str = "Set-Cookie: stepbook-4310=KEY; Path=/; HttpOnly; SameSite=Strict\r\n";

#[test]
fn another_device_needs_the_key_and_an_address_in_numbers() {
    let preview = OpenPreview::new();
    let table = [
        ("/", "Host: 192.0.2.2:4310", "nothing"),
        ("/", "Host: localhost:4310", "nothing"),
        ("/en/", "Host: 192.0.2.2:4310", "nothing"),
        ("/__stepbook/events", "Host: 192.0.2.2:4310", "nothing"),
        ("/__stepbook/live.js", "Host: 192.0.2.2:4310", "nothing"),
        ("/?token=", "Host: 192.0.2.2:4310", "nothing"),
        ("/?token=KEYa", "Host: 192.0.2.2:4310", "nothing"),
        ("/", "Host: 192.0.2.2:4310\r\nCookie: stepbook-4310=0", "nothing"),
        ("/", "Host: 192.0.2.2:4310\r\nCookie: stepbook-4311=KEY", "nothing"),
        ("/", "X: a", "nothing"),
        ("/", "Host: evil.example:4310\r\nCOOKIE", "nothing"),
        ("/?token=KEY", "Host: evil.example:4310", "nothing"),
        ("/", "Host: 192.0.2.2:4311\r\nCOOKIE", "nothing"),
        ("/", "Host: 192.0.2.2\r\nCOOKIE", "nothing"),
        ("/", "Host: 192.0.2.2:4310\r\nHost: 192.0.2.2:4310\r\nCOOKIE", "nothing"),
        ("/?token=KEY", "Host: 192.0.2.2:4310", ENTERS),
        ("/?token=KEY", "Host: 192.0.2.2:4310\r\nCOOKIE", ENTERS),
        ("/?token=KEY", "Host: [fd00::2]:4310", ENTERS),
        ("/", "Host: 192.0.2.2:4310\r\nCOOKIE", "200"),
        ("/", "Host: [fd00::2]:4310\r\nCOOKIE", "200"),
        ("/", "Host: localhost:4310\r\nCOOKIE", "200"),
        ("/?token=0", "Host: 192.0.2.2:4310\r\nCOOKIE", "200"),
        ("/__stepbook/events", "Host: 192.0.2.2:4310\r\nCOOKIE", "200"),
        ("http://192.0.2.2:4310/", "Host: 192.0.2.2:4310\r\nCOOKIE", "200"),
        ("http://192.0.2.3:4310/", "Host: 192.0.2.2:4310\r\nCOOKIE", "nothing"),
    ];
    for (target, lines, wanted) in table {
        assert_eq!(preview.answer(PHONE, target, lines), wanted, "{target} {lines}");
    }
}

#[test]
fn another_device_that_has_the_key_may_not_ask_for_other_sites() {
    let preview = OpenPreview::new();
    let table = [
        ("Origin: http://192.0.2.2:4310", "200"),
        ("Origin: http://192.0.2.3:4310", "nothing"),
        ("Origin: http://localhost:4310", "nothing"),
        ("Origin: http://evil.example", "nothing"),
        ("Sec-Fetch-Site: same-origin", "200"),
        ("Sec-Fetch-Site: cross-site", "nothing"),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", "200"),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe", "nothing"),
        ("Content-Length: x", "nothing"),
    ];
    for (line, wanted) in table {
        let lines = format!("Host: 192.0.2.2:4310\r\nCOOKIE\r\n{line}");
        assert_eq!(preview.answer(PHONE, "/", &lines), wanted, "{line}");
    }
}

#[test]
fn this_computer_needs_no_key_at_its_own_names_while_others_are_let_in() {
    let preview = OpenPreview::new();
    let table = [
        ("Host: localhost:4310", "200"),
        ("Host: 127.0.0.1:4310", "200"),
        ("Host: [::1]:4310", "200"),
        ("Host: evil.example:4310", "403"),
        ("Host: evil.example:4310\r\nCOOKIE", "403"),
        ("X: a", "400"),
        ("Host: localhost:4310\r\nOrigin: http://192.0.2.2:4310", "403"),
        // As a program of this computer may ask that passes on what it gets.
        ("Host: 192.0.2.2:4310", "404"),
        ("Host: 192.0.2.2:4310\r\nCOOKIE", "200"),
    ];
    for peer in ["127.0.0.1", "127.0.0.5", "::1", "::ffff:127.0.0.1"] {
        for (lines, wanted) in table {
            let wanted = wanted.replace("404", "nothing");
            assert_eq!(preview.answer(peer.parse().unwrap(), "/", lines), wanted, "{peer} {lines}");
        }
    }
}

#[test]
fn whatever_a_stranger_is_refused_for_sounds_the_same() {
    let guard = OpenPreview::new().guard;
    for refusal in [bad("malformed"), OTHER_SITE, NOT_OURS, NOTHING] {
        assert_eq!(guard.told(refusal, PHONE), NOTHING);
        assert_eq!(guard.told(refusal, HERE), refusal);
        assert_eq!(Guard::new(PORT, GuardKeys::default()).told(refusal, PHONE), refusal);
    }
}
