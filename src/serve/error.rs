//! Why the preview can't start.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, SocketAddr};

use crate::disk;

/// Why the preview can't start.
#[derive(Debug)]
pub enum ServeError {
    /// The address is not one of this computer.
    NotOurs(IpAddr),
    /// The address is in use, or the system does not allow it.
    Bind(SocketAddr, String),
    /// The system gives no random bytes.
    NoKey(String),
    /// The system gives no thread, or no way to wait for connections.
    System(String),
    /// The content can't be read.
    Load(disk::LoadError),
    /// The first state of the site can't be made.
    First(String),
    /// The system does not report changes.
    Watch(String),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(host) => write!(
                f,
                "{host} is no address of this computer that browsers can open; use 127.0.0.1 for this computer alone, \
                 or 0.0.0.0 to let its networks in too"
            ),
            Self::Bind(address, why) => {
                write!(f, "can't listen on {address}: {why}; choose another port with --port")
            }
            Self::NoKey(why) => write!(f, "the system gives no random bytes for the preview's key: {why}"),
            Self::System(why) => write!(
                f,
                "the system gives the preview no thread to answer with: {why}; close other programs and try again"
            ),
            Self::Load(error) => error.fmt(f),
            Self::First(why) => f.write_str(why),
            Self::Watch(why) => write!(f, "can't watch the site's folder: {why}"),
        }
    }
}

impl Error for ServeError {}
