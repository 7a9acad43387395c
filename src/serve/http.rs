//! Requests in, answers out.
//!
//! `tiny_http` writes head and body apart, which costs 44 ms a request on a
//! kept-alive connection (Nagle's algorithm and delayed acknowledgement), so
//! each answer goes out as one buffer and the connection is closed. Streams of
//! events move to threads of their own.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;

use tiny_http::{Request, Server};

use super::ServeError;
use super::answer::{Answer, Asked, answer, handout};
use super::snapshot::Shared;

/// Threads that answer.
const WORKERS: usize = 6;

/// Listens on the first free of `ports` and answers from `shared` until the
/// process ends.
///
/// # Errors
/// [`ServeError::Bind`] if none is free.
pub(super) fn listen(
    host: IpAddr,
    mut ports: RangeInclusive<u16>,
    shared: &Arc<Shared>,
) -> Result<SocketAddr, ServeError> {
    let last = *ports.end();
    let server = loop {
        let Some(port) = ports.next() else { break None };
        match Server::http(SocketAddr::new(host, port)) {
            Ok(server) => break Some(server),
            Err(error) if port == last => {
                return Err(ServeError::Bind(SocketAddr::new(host, port), error.to_string()));
            }
            Err(_) => (),
        }
    };
    let bind = |why: &str| ServeError::Bind(SocketAddr::new(host, last), why.to_owned());
    let server = Arc::new(server.ok_or_else(|| bind("no port to try"))?);
    let address = server.server_addr().to_ip().ok_or_else(|| bind("no address"))?;
    for _ in 0..WORKERS {
        let (server, shared) = (Arc::clone(&server), Arc::clone(shared));
        let work = move || {
            while let Ok(request) = server.recv() {
                reply(request, &shared, address.port());
            }
        };
        thread::Builder::new()
            .name("answer".to_owned())
            .spawn(work)
            .map_err(|error| bind(&error.to_string()))?;
    }
    Ok(address)
}

fn reply(request: Request, shared: &Shared, port: u16) {
    let header = |name: &'static str| {
        request
            .headers()
            .iter()
            .find(|header| header.field.equiv(name))
            .map(|header| header.value.as_str().to_owned())
    };
    let (host, origin) = (header("Host"), header("Origin"));
    let (method, target) = (request.method().to_string(), request.url().to_owned());
    let asked = Asked { method: &method, target: &target, host: host.as_deref(), origin: origin.as_deref() };
    let snapshot = shared.current();
    match answer(&asked, &snapshot, port) {
        Answer::Events => shared.with_listeners(|listeners| {
            listeners.attach(request.into_writer(), shared.current().version);
        }),
        Answer::Handout(path) => send(request, &handout(shared.handout(&path).as_deref()), &method),
        whole @ Answer::Whole { .. } => send(request, &whole, &method),
    }
}

fn send(request: Request, answer: &Answer<'_>, method: &str) {
    let Answer::Whole { status, kind, extra, body } = answer else { return };
    let mut out = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n{extra}Connection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    if method != "HEAD" {
        out.extend_from_slice(body);
    }
    let mut writer = request.into_writer();
    // A reader that has gone needs no answer.
    let _ = writer.write_all(&out).and_then(|()| writer.flush());
}
