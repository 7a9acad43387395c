//! The sockets at which the preview listens.
//!
//! In: an address and ports. Out: one listener or two. Whoever lets the network
//! in still has the address that only this computer reaches.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::RangeInclusive;

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};

use super::error::ServeError;

/// Most listeners.
pub(super) const MOST: usize = 2;

/// The listeners, which have the same port.
pub(super) struct Listeners {
    /// The one that this computer's own browser uses comes first: connections
    /// of the network must not keep it waiting.
    all: Vec<TcpListener>,
    here: SocketAddr,
}

impl Listeners {
    /// Listens at `host`, and at a loopback address if `host` does not contain
    /// one, with the first of `ports` that is free.
    ///
    /// # Errors
    /// [`ServeError::NotOurs`] if `host` is not an address of this computer,
    /// [`ServeError::Bind`] if no port is free.
    pub(super) fn bind(host: IpAddr, ports: RangeInclusive<u16>) -> Result<Self, ServeError> {
        if cannot_be_ours(host) {
            return Err(ServeError::NotOurs(host));
        }
        let last = SocketAddr::new(host, *ports.end());
        let mut why = io::Error::from(ErrorKind::AddrInUse);
        for port in ports {
            match Self::bind_at(host, port) {
                Ok(listeners) => return Ok(listeners),
                Err(error) if error.kind() == ErrorKind::AddrNotAvailable => {
                    return Err(ServeError::NotOurs(host));
                }
                Err(error) => why = error,
            }
        }
        Err(ServeError::Bind(last, why.to_string()))
    }

    fn bind_at(host: IpAddr, port: u16) -> io::Result<Self> {
        let asked = listener(SocketAddr::new(host, port))?;
        let port = asked.local_addr()?.port();
        let here = SocketAddr::new(here(host), port);
        let extra = (!host.is_loopback() && !host.is_unspecified()).then(|| listener(here)).transpose()?;
        Ok(Self { all: extra.into_iter().chain([asked]).collect(), here })
    }

    /// The address at which this computer's own browser reads the preview.
    pub(super) fn here(&self) -> SocketAddr {
        self.here
    }

    /// Registers the listeners, with tokens below [`MOST`].
    pub(super) fn register(&mut self, registry: &Registry) -> io::Result<()> {
        for (number, listener) in self.all.iter_mut().enumerate() {
            registry.register(listener, Token(number), Interest::READABLE)?;
        }
        Ok(())
    }

    /// Accepts a connection, and returns it with its other end's address.
    pub(super) fn accept(&self) -> io::Result<(TcpStream, IpAddr)> {
        for listener in &self.all {
            match listener.accept() {
                Ok((stream, peer)) => return Ok((stream, peer.ip())),
                Err(error) if error.kind() == ErrorKind::WouldBlock => (),
                Err(error) => return Err(error),
            }
        }
        Err(ErrorKind::WouldBlock.into())
    }
}

/// Whether no computer has this address for itself, or no browser can open it.
fn cannot_be_ours(host: IpAddr) -> bool {
    match host {
        IpAddr::V4(host) => host.is_multicast() || host.is_broadcast(),
        IpAddr::V6(host) => host.is_multicast() || host.is_unicast_link_local(),
    }
}

/// The address at which this computer itself reaches a preview at `host`.
fn here(host: IpAddr) -> IpAddr {
    match host {
        _ if host.is_loopback() => host,
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        _ => Ipv4Addr::LOCALHOST.into(),
    }
}

fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    lengthen_queue(&listener);
    Ok(listener)
}

/// Makes the system's queue of connections longer. Connections come in bursts,
/// and if the queue is full, a client tries again only after a second. The
/// usual length is 128, which is soon full on a busy computer.
#[cfg(target_os = "linux")]
fn lengthen_queue(listener: &TcpListener) {
    // If this fails, the shorter queue works too.
    let _ = rustix::net::listen(listener, 4096);
}

#[cfg(not(target_os = "linux"))]
fn lengthen_queue(_: &TcpListener) {}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_loopback_address_has_one_listener_and_all_addresses_too() {
        for (host, here) in [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")] {
            let listeners = Listeners::bind(host.parse().unwrap(), 0..=0).unwrap();
            assert_eq!(listeners.all.len(), 1);
            assert_eq!(listeners.here().ip(), here.parse::<IpAddr>().unwrap());
            assert_ne!(listeners.here().port(), 0);
        }
        assert_eq!(here("::".parse().unwrap()), IpAddr::from(Ipv6Addr::LOCALHOST));
        assert_eq!(here("192.0.2.7".parse().unwrap()), IpAddr::from(Ipv4Addr::LOCALHOST));
    }

    #[test]
    fn an_address_that_no_computer_has_or_another_one_has_is_refused() {
        for host in ["224.0.0.1", "255.255.255.255", "ff02::1", "fe80::1", "203.0.113.9"] {
            let host = host.parse().unwrap();
            let refused = Listeners::bind(host, 0..=0);
            assert!(matches!(refused, Err(ServeError::NotOurs(named)) if named == host), "{host}");
        }
    }

    #[test]
    fn a_port_in_use_is_passed_over() {
        let host = Ipv4Addr::LOCALHOST.into();
        let taken = Listeners::bind(host, 0..=0).unwrap().here().port();
        let first = Listeners::bind(host, taken..=taken).unwrap();
        assert!(matches!(Listeners::bind(host, taken..=taken), Err(ServeError::Bind(..))));
        let next = Listeners::bind(host, taken..=taken.saturating_add(20)).unwrap();
        assert_ne!(first.here().port(), next.here().port());
    }
}
