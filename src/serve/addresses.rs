//! The addresses at which other devices reach this computer.

use std::net::{IpAddr, SocketAddr, UdpSocket};

/// Places in several networks: documentation networks, which lie behind the
/// router like all of the internet, and private ones.
const FAR: &[&str] = &[
    "203.0.113.1:9",
    "192.168.254.254:9",
    "10.254.254.254:9",
    "172.31.254.254:9",
    "[2001:db8::1]:9",
    "[fd00::fffe]:9",
];

/// The addresses of this computer from which it would send to other networks,
/// the most likely one first. Nothing is sent: the system only chooses a way.
pub(super) fn of_this_computer(is_of_kind: impl Fn(&IpAddr) -> bool) -> Vec<IpAddr> {
    let mut found = Vec::new();
    for address in FAR.iter().filter_map(|far| sender_to(far.parse().ok()?)) {
        let is_useful = !address.is_loopback() && !address.is_unspecified() && is_of_kind(&address);
        if is_useful && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// The address from which this computer would send to `far`.
fn sender_to(far: SocketAddr) -> Option<IpAddr> {
    let any = if far.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any).ok()?;
    socket.connect(far).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_that_this_computer_can_listen_at() {
        for address in of_this_computer(|_| true) {
            assert!(!address.is_loopback(), "{address}");
            assert!(UdpSocket::bind(SocketAddr::new(address, 0)).is_ok(), "{address}");
        }
        assert_eq!(of_this_computer(|_| false), Vec::<IpAddr>::new());
    }

    #[test]
    fn a_computer_reaches_itself_from_itself() {
        assert_eq!(sender_to(SocketAddr::from(([127, 0, 0, 1], 9))), Some([127, 0, 0, 1].into()));
    }
}
