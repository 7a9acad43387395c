//! Who gets an answer. In: the head of a request. Out: what it asks for, or a
//! refusal.
//!
//! Only requests to the names of this computer are answered. Otherwise any web
//! page could let its own name point here and read the site (DNS rebinding).
//! Pages of other sites, and of other servers on this computer, may link to the
//! preview, but they may not show it in a frame or load anything from it.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::answer::{AllowedRequest, OWN};
use super::head::{Refusal, RequestHead, bad};
use crate::url::percent_decode;

/// Longest target that is accepted.
const LONGEST_TARGET: usize = 8 * 1024;

/// Methods of HTTP that are not answered: they change something, or their
/// answer does not contain a page.
const OTHER_METHODS: &[&str] = &["CONNECT", "DELETE", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

const NOT_OURS: Refusal = Refusal {
    status: "403 Forbidden",
    words: "this preview answers to localhost and this computer's own addresses only",
};

const OTHER_SITE: Refusal =
    Refusal { status: "403 Forbidden", words: "this preview answers no page of another site" };

/// What a request asks of the preview at `port`, if it may ask.
pub(super) fn judge(head: &RequestHead<'_>, port: u16) -> Result<AllowedRequest, Refusal> {
    host(head, port)?;
    framing(head)?;
    let head_only = method(head.method)?;
    let path = path(head.target, port)?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let (path, query) = (percent_decode(path), query.to_owned());
    let path = path.strip_prefix('/').unwrap_or(&path).to_owned();
    origin(head, port)?;
    fetch_site(head, &path)?;
    Ok(AllowedRequest { head_only, path, query })
}

fn host(head: &RequestHead<'_>, port: u16) -> Result<(), Refusal> {
    match head.only("Host")? {
        Some(host) if is_ours(host, port) => Ok(()),
        None if head.minor > 0 => Err(bad("the header `Host` is missing")),
        _ => Err(NOT_OURS),
    }
}

/// Whether `host` is a name of this computer, with the port of the preview.
fn is_ours(host: &str, port: u16) -> bool {
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        None if port == 80 => host,
        None => return false,
    };
    let bracketed = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    name.strip_suffix('.').unwrap_or(name).eq_ignore_ascii_case("localhost")
        || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
        || bracketed.and_then(|name| name.parse().ok()).is_some_and(|address: Ipv6Addr| address.is_loopback())
}

/// Refuses a request whose length can be read in two ways, since that is an
/// attack. The body itself is never read.
fn framing(head: &RequestHead<'_>) -> Result<(), Refusal> {
    let coded = head.only("Transfer-Encoding")?;
    let length = head.only("Content-Length")?;
    if coded.is_some() && (length.is_some() || head.minor == 0) {
        return Err(bad("the length of the body can be read in two ways"));
    }
    if length.is_some_and(|length| length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(bad("`Content-Length` is not a number"));
    }
    Ok(())
}

/// Whether only the head of the answer is asked for.
fn method(name: &str) -> Result<bool, Refusal> {
    match name {
        "GET" => Ok(false),
        "HEAD" => Ok(true),
        other if OTHER_METHODS.contains(&other) => {
            Err(Refusal { status: "405 Method Not Allowed", words: "only GET and HEAD" })
        }
        _ => Err(Refusal { status: "501 Not Implemented", words: "only GET and HEAD" }),
    }
}

/// The path of a target, with its query. Requests to a proxy have a whole
/// address; it is accepted if it is that of the preview.
fn path(target: &str, port: u16) -> Result<&str, Refusal> {
    if target.len() > LONGEST_TARGET {
        return Err(Refusal { status: "414 URI Too Long", words: "the address is too long" });
    }
    if target.contains('#') {
        return Err(bad("a `#` belongs to the browser and not into a request"));
    }
    if target.starts_with('/') {
        return Ok(target);
    }
    let (scheme, rest) = target.split_once("://").ok_or(bad("the address does not begin with `/`"))?;
    if !scheme.eq_ignore_ascii_case("http") {
        return Err(bad("only addresses that begin with `http://`"));
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if is_ours(host, port) { Ok(path) } else { Err(NOT_OURS) }
}

fn origin(head: &RequestHead<'_>, port: u16) -> Result<(), Refusal> {
    let Some(origin) = head.only("Origin")? else { return Ok(()) };
    let ours = origin.strip_prefix("http://").is_some_and(|host| is_ours(host, port));
    if ours { Ok(()) } else { Err(OTHER_SITE) }
}

/// Checks what a browser says about the page that sends the request. A request
/// from a link that was followed, or from an address that was typed, is
/// allowed. A frame, script or picture of another site is refused.
fn fetch_site(head: &RequestHead<'_>, path: &str) -> Result<(), Refusal> {
    let said = |name| head.only(name);
    let (site, mode, dest) = (said("Sec-Fetch-Site")?, said("Sec-Fetch-Mode")?, said("Sec-Fetch-Dest")?);
    let followed = mode == Some("navigate") && dest == Some("document") && !path.starts_with(OWN);
    match site {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) if followed => Ok(()),
        Some(_) => Err(OTHER_SITE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: u16 = 4310;

    /// The first three characters of the answer to a request; `200` if it may
    /// ask.
    fn status(request: &str, port: u16) -> String {
        let judged = RequestHead::parse(request.as_bytes()).and_then(|head| judge(&head, port).map(|_| ()));
        judged.map_or_else(|refusal| refusal.status, |()| "200").chars().take(3).collect()
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
}
