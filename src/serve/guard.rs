//! Who gets an answer. In: the head of a request, and where it comes from. Out:
//! what it asks for, or a refusal.
//!
//! Only requests to the names of this computer are answered. Otherwise any web
//! page could let its own name point here and read the site (DNS rebinding).
//! Pages of other sites, and of other servers on this computer, may link to the
//! preview, but they may not show it in a frame or load anything from it.
//!
//! If the network is let in, its devices need the key and ask for an address in
//! numbers. Whoever asks for anything else gets one and the same answer, which
//! does not say what is here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::answer::{AllowedRequest, OWN};
use super::client_place::ClientPlace;
use super::edit::{self, EditAsk};
use super::head::{Refusal, RequestHead, bad};
use super::network_key::NetworkKey;
use super::secret_key::SecretKey;
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

/// The refusal of everything that comes from the network.
const NOTHING: Refusal = Refusal { status: "404 Not Found", words: "" };

/// What a request may do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// The request may ask for this.
    Allowed(AllowedRequest),
    /// The request shows the key in its address. Its browser gets the key as a
    /// cookie, by this header line.
    Enters {
        /// Whether the body is left out (`HEAD`).
        head_only: bool,
        /// The header line.
        cookie: String,
    },
    /// The page of the mark editor asks for this, once the body has come.
    Edits(EditAsk),
}

/// The keys of a run.
#[derive(Debug, Clone, Default)]
pub(super) struct GuardKeys {
    /// The key for devices of the network, if they are let in.
    pub(super) network: Option<NetworkKey>,
    /// The key of the mark editor's page, if there is an editor.
    pub(super) editor: Option<SecretKey>,
}

/// The rules about who gets an answer.
pub(super) struct Guard {
    /// The port of the preview.
    port: u16,
    keys: GuardKeys,
    /// Whether a connection from this address comes from this computer.
    is_here: fn(IpAddr) -> bool,
}

/// What the checks of a request need to know of it.
struct AskingClient<'a> {
    place: ClientPlace,
    /// The header `Host`, if there is one.
    host: Option<&'a str>,
    port: u16,
}

impl Guard {
    pub(super) fn new(port: u16, keys: GuardKeys) -> Self {
        // A listener for both versions of IP gives addresses of version 4 as some of version 6.
        Self { port, keys, is_here: |peer| peer.to_canonical().is_loopback() }
    }

    /// A guard that takes all connections for those of other devices.
    #[cfg(test)]
    pub(super) fn among_strangers(port: u16, key: NetworkKey) -> Self {
        let keys = GuardKeys { network: Some(key), editor: None };
        Self { is_here: |_| false, ..Self::new(port, keys) }
    }

    /// The key of the mark editor's page, if there is an editor.
    pub(super) const fn edit_key(&self) -> Option<&SecretKey> {
        self.keys.editor.as_ref()
    }

    /// What a request from `peer` asks of the preview, if it may ask.
    pub(super) fn judge(&self, head: &RequestHead<'_>, peer: IpAddr) -> Result<Judgement, Refusal> {
        self.judge_openly(head, peer).map_err(|refusal| self.told(refusal, peer))
    }

    /// What a client at `peer` is told of a refusal.
    pub(super) fn told(&self, refusal: Refusal, peer: IpAddr) -> Refusal {
        if self.is_stranger(peer) { NOTHING } else { refusal }
    }

    /// Whether a client is on another device.
    fn is_stranger(&self, peer: IpAddr) -> bool {
        self.keys.network.is_some() && !(self.is_here)(peer)
    }

    fn judge_openly(&self, head: &RequestHead<'_>, peer: IpAddr) -> Result<Judgement, Refusal> {
        let host = head.only("Host");
        let asks_as_network =
            self.is_stranger(peer) || matches!(host, Ok(Some(host)) if is_address(host, self.port));
        if let Some(key) = self.keys.network.as_ref().filter(|_| asks_as_network) {
            return self.judge_network(head, key);
        }
        let asker = AskingClient { place: ClientPlace::Here, host: host?, port: self.port };
        match asker.host {
            Some(host) if is_ours(host, self.port) => match asker.editor_path(head)? {
                Some(path) => edit::judge(head, (&path, host), self.edit_key()).map(Judgement::Edits),
                None => asker.allowed(head).map(Judgement::Allowed),
            },
            None if head.minor > 0 => Err(bad("the header `Host` is missing")),
            _ => Err(NOT_OURS),
        }
    }

    fn judge_network(&self, head: &RequestHead<'_>, key: &NetworkKey) -> Result<Judgement, Refusal> {
        let in_target = key.is_in_target(head.target);
        if !in_target && !key.is_in_cookie(head, self.port) {
            return Err(NOTHING);
        }
        let host = head.only("Host")?.filter(|host| is_ours(host, self.port) || is_address(host, self.port));
        let asker =
            AskingClient { place: ClientPlace::Network, host: Some(host.ok_or(NOTHING)?), port: self.port };
        let asked = asker.allowed(head)?;
        let enters = || Judgement::Enters { head_only: asked.head_only, cookie: key.cookie_line(self.port) };
        Ok(if in_target { enters() } else { Judgement::Allowed(asked) })
    }
}

impl AskingClient<'_> {
    /// The path of a request to the mark editor, which alone may have a body.
    fn editor_path(&self, head: &RequestHead<'_>) -> Result<Option<String>, Refusal> {
        if head.method != "POST" {
            return Ok(None);
        }
        framing(head)?;
        let path = percent_decode(self.path(head.target)?);
        let path = path.strip_prefix('/').unwrap_or(&path);
        Ok(path.starts_with(edit::ADDRESS).then(|| path.to_owned()))
    }

    /// What the request asks for, if everything but its `Host` is right too.
    fn allowed(&self, head: &RequestHead<'_>) -> Result<AllowedRequest, Refusal> {
        framing(head)?;
        let head_only = method(head.method)?;
        let path = self.path(head.target)?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (path, query) = (percent_decode(path), query.to_owned());
        let path = path.strip_prefix('/').unwrap_or(&path).to_owned();
        self.origin(head)?;
        fetch_site(head, &path)?;
        Ok(AllowedRequest { head_only, path, query, place: self.place })
    }

    /// Whether `host` is a name of this computer; for a client of the network
    /// it must be the one in `Host`.
    fn is_ours(&self, host: &str) -> bool {
        match self.place {
            ClientPlace::Here => is_ours(host, self.port),
            ClientPlace::Network => self.host.is_some_and(|own| own.eq_ignore_ascii_case(host)),
        }
    }

    /// The path of a target, with its query. Requests to a proxy have a whole
    /// address; it is accepted if it is that of the preview.
    fn path<'t>(&self, target: &'t str) -> Result<&'t str, Refusal> {
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
        if self.is_ours(host) { Ok(path) } else { Err(NOT_OURS) }
    }

    fn origin(&self, head: &RequestHead<'_>) -> Result<(), Refusal> {
        let Some(origin) = head.only("Origin")? else { return Ok(()) };
        let ours = origin.strip_prefix("http://").is_some_and(|host| self.is_ours(host));
        if ours { Ok(()) } else { Err(OTHER_SITE) }
    }
}

/// The name in `host`, if its port is that of the preview.
fn name(host: &str, port: u16) -> Option<&str> {
    match host.strip_suffix(&format!(":{port}")) {
        None if port == 80 => Some(host),
        name => name,
    }
}

/// The address in numbers that a name is; version 6 stands in brackets.
fn address(name: &str) -> Option<IpAddr> {
    let bracketed = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match bracketed {
        Some(name) => name.parse().ok().map(|address: Ipv6Addr| address.into()),
        None => name.parse().ok().map(|address: Ipv4Addr| address.into()),
    }
}

/// Whether `host` is a name of this computer that only it uses, with the port
/// of the preview.
fn is_ours(host: &str, port: u16) -> bool {
    let Some(name) = name(host, port) else { return false };
    name.strip_suffix('.').unwrap_or(name).eq_ignore_ascii_case("localhost")
        || address(name).is_some_and(|address| address.is_loopback())
}

/// Whether `host` is an address in numbers that other devices may use, with the
/// port of the preview. No foreign name can be one.
fn is_address(host: &str, port: u16) -> bool {
    name(host, port).and_then(address).is_some_and(|address| !address.is_loopback())
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
mod tests;
