//! Where a client is: some of an answer is of use on this computer only.

/// Where a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientPlace {
    /// On this computer.
    Here,
    /// On another device, or on this computer as if it were another device.
    Network,
}

/// Something of which each place of a client gets its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ForPlace<T> {
    pub(super) here: T,
    pub(super) network: T,
}

impl<T> ForPlace<T> {
    /// What a client at this place gets.
    pub(super) fn at(&self, place: ClientPlace) -> &T {
        match place {
            ClientPlace::Here => &self.here,
            ClientPlace::Network => &self.network,
        }
    }
}
