//! Where a client is: some of an answer is of use on this computer only.

/// Where a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientPlace {
    /// On this computer.
    Here,
    /// On another device, or on this computer as if it were another device.
    Network,
}
