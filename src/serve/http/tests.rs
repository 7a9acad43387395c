//! The server over real sockets: whatever some clients do, the others get their
//! answers.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::panic::catch_unwind;
use std::sync::mpsc::TryRecvError;

use super::super::accept::FEW;
use super::*;
use crate::output::OutputTree;
use crate::serve::network_key::NetworkKey;
use crate::serve::snapshot::Snapshot;
use crate::url::SitePath;

const PAGE: &[u8] = b"<body>home</body>";
const LARGE: usize = 10 << 20;

/// Time limits so short that a test does not have to wait.
const SHORT: Patience = Patience {
    silent: Duration::from_millis(50),
    head: Duration::from_millis(50),
    stalled: Duration::from_millis(50),
    ..Patience::USUAL
};

fn site(page: &[u8]) -> Snapshot {
    let mut fixed = OutputTree::default();
    fixed.insert(SitePath::new("index.html"), page);
    fixed.insert(SitePath::new("large.html"), vec![b'a'; LARGE]);
    Snapshot { fixed: Arc::new(fixed), ..Snapshot::default() }
}

/// A server that acts only when a test calls its turns, with its site and
/// address.
fn server(limits: ServerLimits) -> (Server, Arc<SharedSite>, SocketAddr) {
    server_with(limits, |port| Guard::new(port, GuardKeys::default()))
}

fn server_with(
    limits: ServerLimits,
    guard: impl FnOnce(u16) -> Guard,
) -> (Server, Arc<SharedSite>, SocketAddr) {
    let listeners = Listeners::bind(Ipv4Addr::LOCALHOST.into(), 0..=0).unwrap();
    let address = listeners.here();
    let shared = Arc::new(SharedSite::new(false));
    shared.swap(site(PAGE));
    let site = (Arc::clone(&shared), Path::new("no-site"));
    (Server::new((listeners, guard(address.port())), site, limits).unwrap(), shared, address)
}

/// A server that runs on its own thread.
fn started(limits: ServerLimits) -> (Arc<SharedSite>, SocketAddr) {
    running(server(limits))
}

/// A server that takes every client for one of the network.
fn among_strangers(limits: ServerLimits, key: &NetworkKey) -> (Arc<SharedSite>, SocketAddr) {
    running(server_with(limits, |port| Guard::among_strangers(port, key.clone())))
}

fn running(
    (mut server, shared, address): (Server, Arc<SharedSite>, SocketAddr),
) -> (Arc<SharedSite>, SocketAddr) {
    thread::spawn(move || {
        loop {
            server.turn();
        }
    });
    (shared, address)
}

/// Calls turns of the server until a condition is true; it must become true
/// soon.
fn until(server: &mut Server, so: impl Fn(&Server) -> bool) {
    let begun = Instant::now();
    while !so(server) {
        assert!(begun.elapsed() < Duration::from_secs(5), "it never is so");
        server.turn();
    }
}

/// A client that has sent this text, with the right `Host`.
fn client(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream.write_all(text.replace("HOST", &format!("Host: {address}")).as_bytes()).unwrap();
    stream
}

fn all(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    stream.read_to_end(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHOST\r\n\r\n")
}

/// Asks for the page as an honest client does; this must be quick.
fn honest(address: SocketAddr) {
    let begun = Instant::now();
    let text = all(client(address, &get("/")));
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("<body>home"), "{text}");
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}

/// A client that receives events and has read the greeting.
fn listener(address: SocketAddr) -> TcpStream {
    let mut stream = client(address, &get("/__stepbook/events"));
    heard(&mut stream, "event: findings\ndata: ");
    heard(&mut stream, "\n\n");
    stream
}

/// Reads until these words have come.
fn heard(stream: &mut TcpStream, words: &str) -> String {
    let (mut text, mut byte) = (String::new(), [0]);
    while !text.contains(words) {
        stream.read_exact(&mut byte).unwrap();
        text.push(char::from(byte[0]));
    }
    text
}

/// Whether the server has neither closed this connection nor sent more bytes.
fn is_open(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    stream.read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
}

#[test]
fn a_head_may_come_in_single_bytes() {
    let (_, address) = started(ServerLimits::USUAL);
    let mut stream = client(address, "");
    for byte in get("/").replace("HOST", &format!("Host: {address}")).bytes() {
        stream.write_all(&[byte]).unwrap();
    }
    assert!(all(stream).starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn a_client_may_close_its_side_after_asking() {
    let (_, address) = started(ServerLimits::USUAL);
    let stream = client(address, &get("/large.html"));
    stream.shutdown(Shutdown::Write).unwrap();
    assert!(all(stream).len() > LARGE);
}

#[test]
fn the_answer_to_head_is_the_head() {
    let (_, address) = started(ServerLimits::USUAL);
    for target in ["/", "/large.html", "/__stepbook/events", "/none"] {
        let text = all(client(address, &get(target).replace("GET", "HEAD")));
        assert!(text.ends_with("\r\n\r\n") && text.contains("nosniff"), "{text}");
    }
}

#[test]
fn clients_that_never_read_are_ended_and_hold_up_nobody() {
    let (mut server, _, address) = server(ServerLimits { patience: SHORT, ..ServerLimits::USUAL });
    let stuck: Vec<TcpStream> = (0..6).map(|_| client(address, &get("/large.html"))).collect();
    until(&mut server, |server| server.connections.len() == stuck.len());
    let (asking, asked) = channel::<()>();
    let asker = thread::spawn(move || {
        let answered = catch_unwind(|| honest(address));
        // The server sleeps until something happens, so something must happen
        // after this.
        drop(asking);
        TcpStream::connect(address).unwrap();
        answered
    });
    until(&mut server, |_| asked.try_recv() == Err(TryRecvError::Disconnected));
    assert!(asker.join().unwrap().is_ok());
    until(&mut server, |server| server.connections.is_empty());
}

#[test]
fn a_body_is_not_waited_for() {
    let (_, address) = started(ServerLimits::USUAL);
    let text = all(client(address, "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 1000000\r\n\r\nabc"));
    assert!(text.starts_with("HTTP/1.1 405 "), "{text}");
}

#[test]
fn an_answer_is_not_lost_to_a_body_that_nobody_reads() {
    let (_, address) = started(ServerLimits::USUAL);
    let head = "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 4000000\r\n\r\n";
    let text = all(client(address, &format!("{head}{}", "a".repeat(4_000_000))));
    assert!(text.starts_with("HTTP/1.1 405 "), "{text}");
}

#[test]
fn a_head_that_does_not_end_is_told_so_and_silence_is_closed() {
    let (_, address) = started(ServerLimits { patience: SHORT, ..ServerLimits::USUAL });
    assert!(all(client(address, "GET / HT")).starts_with("HTTP/1.1 408 "));
    assert_eq!(all(client(address, "")), "");
}

#[test]
fn what_is_no_request_is_told_so_at_once() {
    let (_, address) = started(ServerLimits::USUAL);
    for text in ["\u{16}\u{3}\u{1}", "GET / HTTP/1.1\n", "\r\n\r\n", "GET / HTTP/1.1\r\nHOST\rX: a"] {
        assert!(all(client(address, text)).starts_with("HTTP/1.1 400 "), "{text:?}");
    }
}

#[test]
fn closed_streams_of_events_are_noticed_at_once() {
    let (mut server, _, address) = server(ServerLimits::USUAL);
    let streams: Vec<TcpStream> = (0..20).map(|_| client(address, &get("/__stepbook/events"))).collect();
    until(&mut server, |server| server.connections.values().filter(|one| one.is_stream()).count() == 20);
    drop(streams);
    let begun = Instant::now();
    until(&mut server, |server| server.connections.is_empty());
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[test]
fn a_new_state_is_heard_beside_a_listener_that_never_reads() {
    let (shared, address) = started(ServerLimits::USUAL);
    let (_deaf, mut hearing) = (listener(address), listener(address));
    for page in [b"<body>1", b"<body>2", b"<body>3"] {
        let (version, last) = shared.swap(site(page));
        shared.announce(&last, &[], &[]);
        let news = format!("\"version\":{version}}}\n\n");
        assert!(heard(&mut hearing, &news).contains("index.html"));
    }
}

/// Opens a stream that looks at these pages; the beginning of the answer to
/// that note must be `status`.
fn looking(address: SocketAddr, pages: &str, status: &str) -> TcpStream {
    let mut stream = client(address, &get("/__stepbook/events"));
    let begun = heard(&mut stream, "\"version\"") + &heard(&mut stream, "\n\n");
    let number = begun.split("\"stream\":").nth(1).unwrap().split(',').next().unwrap();
    let noted = all(client(address, &get(&format!("/__stepbook/looking?stream={number}{pages}"))));
    assert!(noted.starts_with(&format!("HTTP/1.1 {status}")), "{noted}");
    stream
}

#[test]
fn a_page_goes_to_those_who_look_at_it_before_the_news_of_the_state() {
    let (shared, address) = started(ServerLimits::USUAL);
    let mut here = looking(address, "&page=large.html&page=index.html", "200");
    let mut elsewhere = looking(address, "&page=large.html", "200");
    assert_eq!(shared.looked_at(), ["large.html", "index.html"].map(SitePath::new));
    let (_, last) = shared.swap(site(b"<body>1"));
    let page = SitePath::new("index.html");
    shared.push_page(&page, &Some(Arc::from(*b"<body>1")));
    shared.announce(&last, std::slice::from_ref(&page), std::slice::from_ref(&page));
    assert!(heard(&mut here, "event: state").contains("\"html\":\"<body>1\",\"path\":\"index.html\""));
    assert!(!heard(&mut elsewhere, "event: state").contains("<body>1"));
}

#[test]
fn a_stream_takes_its_pages_with_it() {
    let (shared, address) = started(ServerLimits::USUAL);
    let stays = looking(address, "&page=index.html", "200");
    drop(looking(address, "&page=large.html", "200"));
    let begun = Instant::now();
    while shared.looked_at().len() > 1 {
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", shared.looked_at());
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(shared.looked_at(), [SitePath::new("index.html")]);
    drop(stays);
}

#[test]
fn notes_without_a_stream_are_refused() {
    let (shared, address) = started(ServerLimits::USUAL);
    let _stream = looking(address, "&page=", "400");
    for (query, status) in [("stream=99999&page=index.html", "404"), ("stream=0", "404"), ("", "400")] {
        let answer = all(client(address, &get(&format!("/__stepbook/looking?{query}"))));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
    assert_eq!(shared.looked_at(), []);
}

#[test]
fn one_stream_too_many_costs_the_oldest() {
    let (_, address) = started(ServerLimits { streams: 2, ..ServerLimits::USUAL });
    let (first, mut second, mut third) = (listener(address), listener(address), listener(address));
    assert_eq!(all(first), "");
    honest(address);
    assert!(is_open(&mut second) && is_open(&mut third));
}

#[test]
fn where_there_is_no_room_the_quiet_ones_go() {
    let (_, address) = started(ServerLimits { connections: FEW, ..ServerLimits::USUAL });
    let mut hearing = listener(address);
    let quiet: Vec<TcpStream> = (0..3 * FEW).map(|_| client(address, "GET / HT")).collect();
    honest(address);
    assert_eq!(all(quiet.into_iter().next().unwrap()), "");
    assert!(is_open(&mut hearing), "a browser that listens is no quiet client");
}

#[test]
fn a_server_without_descriptors_closes_some() {
    let (mut server, _, address) = server(ServerLimits::USUAL);
    let _quiet: Vec<TcpStream> = (0..40).map(|_| client(address, "GET / HT")).collect();
    until(&mut server, |server| server.connections.len() == 40);
    // EMFILE
    server.door.refused(&io::Error::from_raw_os_error(24), 40, Instant::now());
    let _one_more = client(address, "GET / HT");
    until(&mut server, |server| server.connections.len() <= 30);
}

#[test]
fn a_stranger_hears_the_same_whatever_is_asked() {
    let key = NetworkKey::random().unwrap();
    let (_, address) = among_strangers(ServerLimits { patience: SHORT, ..ServerLimits::USUAL }, &key);
    let asked = all(client(address, &get("/")));
    assert!(asked.starts_with("HTTP/1.1 404 ") && asked.contains("\r\nContent-Length: 0\r\n"), "{asked}");
    assert!(asked.ends_with("\r\n\r\n") && !asked.to_lowercase().contains("stepbook"), "{asked}");
    let others =
        ["/none", "/index.html", "/__stepbook/events", "/__stepbook/live.js", "/?token=abc"].map(get);
    let broken = ["POST / HTTP/1.1\r\nHOST\r\n\r\n", "\r\n\r\n", "GET / HT", "HEAD / HTTP/1.1\r\n\r\n"];
    for text in others.iter().map(String::as_str).chain(broken) {
        assert_eq!(all(client(address, text)), asked, "{text}");
    }
}

#[test]
fn a_device_enters_with_the_key_and_stays_with_the_cookie() {
    let key = NetworkKey::random().unwrap();
    let (shared, address) = among_strangers(ServerLimits::USUAL, &key);
    let enters = all(client(address, &get(&key.target())));
    assert!(enters.starts_with("HTTP/1.1 200 ") && enters.contains("url=/\""), "{enters}");
    let cookie = enters.split("Set-Cookie: ").nth(1).unwrap().split(';').next().unwrap();
    let with_cookie = |target: &str| get(target).replace("HOST", &format!("HOST\r\nCookie: {cookie}"));
    assert!(all(client(address, &with_cookie("/"))).contains("<body>home"));
    let mut stream = client(address, &with_cookie("/__stepbook/events"));
    heard(&mut stream, "\"version\"");
    let (_, last) = shared.swap(site(b"<body>1"));
    shared.announce(&last, &[], &[]);
    heard(&mut stream, "event: state");
}
