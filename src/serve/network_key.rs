//! The key with which devices of the network read the preview.
//!
//! It travels in the address that the terminal shows, once; from then on in a
//! cookie, so that links and streams of events need nothing.

use std::io;

use super::head::RequestHead;
use super::secret_key::SecretKey;

/// The name of the key in the address.
const PARAMETER: &str = "token";

/// The key of this run.
#[derive(Debug, Clone)]
pub(super) struct NetworkKey(SecretKey);

impl NetworkKey {
    /// Makes a key of the system's random bytes.
    pub(super) fn random() -> io::Result<Self> {
        SecretKey::random().map(Self)
    }

    /// The target that shows the key, such as `/?token=…`.
    pub(super) fn target(&self) -> String {
        format!("/?{PARAMETER}={}", self.0.text())
    }

    /// The header line that gives the key to a browser. Browsers send the
    /// cookies of one port to all other ports of the same address, so that the
    /// cookie's name has the port in it.
    pub(super) fn cookie_line(&self, port: u16) -> String {
        format!("Set-Cookie: {}={}; Path=/; HttpOnly; SameSite=Strict\r\n", cookie_name(port), self.0.text())
    }

    /// Whether a request shows the key in its address. Only the home page's
    /// address may contain it, since the preview leads there next.
    pub(super) fn is_in_target(&self, target: &str) -> bool {
        let query = target.strip_prefix("/?").unwrap_or("");
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.any(|(name, value)| name == PARAMETER && self.0.is(value.as_bytes()))
    }

    /// Whether a request brings the key in a cookie.
    pub(super) fn is_in_cookie(&self, head: &RequestHead<'_>, port: u16) -> bool {
        let name = cookie_name(port);
        let mut cookies = head.all("Cookie").flat_map(|line| line.split(|byte| *byte == b';'));
        cookies.any(|cookie| {
            let value = cookie.trim_ascii().strip_prefix(name.as_bytes());
            value.and_then(|rest| rest.strip_prefix(b"=")).is_some_and(|value| self.0.is(value))
        })
    }
}

fn cookie_name(port: u16) -> String {
    format!("stepbook-{port}")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_of_the_home_page_shows_the_key() {
        let key = NetworkKey(SecretKey::known("abc"));
        assert_eq!(key.target(), "/?token=abc");
        let shows = ["/?token=abc", "/?a=b&token=abc", "/?token=x&token=abc"];
        let hides = [
            "/",
            "/?",
            "/?token",
            "/?token=",
            "/?token=ABC",
            "/?token=abcd",
            "/?Token=abc",
            "/en/?token=abc",
        ];
        assert_eq!(shows.map(|target| key.is_in_target(target)), [true; 3]);
        assert_eq!(hides.map(|target| key.is_in_target(target)), [false; 8]);
    }

    #[test]
    fn a_cookie_of_the_right_port_brings_the_key() {
        let key = NetworkKey(SecretKey::known("abc"));
        assert_eq!(
            key.cookie_line(4310),
            "Set-Cookie: stepbook-4310=abc; Path=/; HttpOnly; SameSite=Strict\r\n"
        );
        let brings = |lines: &str| {
            let text = format!("GET / HTTP/1.1\r\n{lines}\r\n\r\n");
            key.is_in_cookie(&RequestHead::parse(text.as_bytes()).unwrap(), 4310)
        };
        assert!(brings("Cookie: stepbook-4310=abc"));
        assert!(brings("cookie: a=b;  stepbook-4310=abc ;c"));
        assert!(brings("Cookie: stepbook-4310=old; stepbook-4310=abc"));
        assert!(brings("Cookie: 圖=1\r\nCookie: stepbook-4310=abc"));
        for lines in [
            "X: stepbook-4310=abc",
            "Cookie: stepbook-4311=abc",
            "Cookie: stepbook-4310",
            "Cookie: stepbook-4310=",
            "Cookie: stepbook-4310=abcd",
            "Cookie: xstepbook-4310=abc",
            "Cookie: stepbook-4310abc",
            "Cookie: x=stepbook-4310=abc",
        ] {
            assert!(!brings(lines), "{lines}");
        }
    }
}
