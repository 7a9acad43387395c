//! When connections are accepted, how many may be open, and what happens when
//! the system refuses one.

use std::io::{Error, ErrorKind};
use std::time::{Duration, Instant};

/// After this many refusals in a row, accepting pauses, so that other work gets
/// its turn.
const PATIENT: u32 = 64;

/// After this many refusals in a row, the trouble is not expected to pass soon.
const LASTING: u32 = 5_000;

/// Lowest limit of connections, whatever the system refuses.
pub(super) const FEW: usize = 8;

/// How long the limit of connections stays lower after descriptors were used
/// up.
const SCARCITY: Duration = Duration::from_mins(1);

/// Decides whether and how many connections are accepted.
#[derive(Debug)]
pub(super) struct AcceptLimits {
    /// Whether a client may be waiting to connect.
    knocked: bool,
    /// No connection is accepted before this time.
    opens: Instant,
    /// How many refusals of the system came in a row.
    refusals: u32,
    /// Most connections at once, where the system sets no limit.
    most: usize,
    /// Most connections at once, as many as the system has allowed.
    room: usize,
    /// Until this time, the system is expected to have no space for more
    /// connections.
    scarce: Instant,
}

impl AcceptLimits {
    pub(super) fn new(most: usize, now: Instant) -> Self {
        Self { knocked: false, opens: now, refusals: 0, most, room: most, scarce: now }
    }

    /// Notes that a client waits to connect.
    pub(super) fn knock(&mut self) {
        self.knocked = true;
    }

    /// Notes that no client waits any more.
    pub(super) fn quiet(&mut self) {
        (self.knocked, self.refusals) = (false, 0);
    }

    /// The time of the next try to accept; `None` if no client waits.
    pub(super) fn opens(&self) -> Option<Instant> {
        self.knocked.then_some(self.opens)
    }

    pub(super) fn is_open(&self, now: Instant) -> bool {
        self.knocked && self.opens <= now
    }

    /// How many connections may be open at this time.
    pub(super) fn room(&mut self, now: Instant) -> usize {
        if self.scarce <= now {
            self.room = self.most;
        }
        self.room
    }

    /// Accepts no connection for this time.
    pub(super) fn close_for(&mut self, time: Duration, now: Instant) {
        self.opens = now + time;
    }

    /// Notes that a connection was accepted.
    pub(super) fn admitted(&mut self) {
        self.refusals = 0;
    }

    /// Notes that the system refused a connection while `open` connections were
    /// open. If it has no space, the limit is a quarter lower for a while: the
    /// builder needs descriptors too.
    pub(super) fn refused(&mut self, error: &Error, open: usize, now: Instant) {
        self.refusals = self.refusals.saturating_add(1);
        if self.refusals.is_multiple_of(PATIENT) || self.refusals > LASTING {
            self.close_for(pause(self.refusals), now);
        }
        if lacks_room(error) {
            self.room = self.room.min(open * 3 / 4).max(FEW);
            self.scarce = now + SCARCITY;
        }
    }
}

/// Whether the system has no descriptor or no memory for one more connection,
/// so that closing another helps.
fn lacks_room(error: &Error) -> bool {
    // ENFILE and EMFILE are the same numbers on all Unix systems; ENOBUFS is
    // not.
    const UNIX: &[i32] = &[23, 24, 55, 105];
    const WINDOWS: &[i32] = &[10024, 10055];
    let numbers = if cfg!(windows) { WINDOWS } else { UNIX };
    error.kind() == ErrorKind::OutOfMemory
        || error.raw_os_error().is_some_and(|number| numbers.contains(&number))
}

/// How long to wait before the next try, after this number of refusals in a
/// row.
fn pause(refusals: u32) -> Duration {
    Duration::from_millis(if refusals > LASTING { 50 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of `EMFILE` and `ECONNABORTED` on Linux.
    const NO_DESCRIPTOR: i32 = 24;
    const ABORTED: i32 = 103;

    #[test]
    #[cfg(target_os = "linux")]
    fn only_room_that_can_be_made_is_made() {
        let lacking = |number: i32| lacks_room(&Error::from_raw_os_error(number));
        // EMFILE, ENFILE, ENOBUFS, ENOMEM
        assert!([NO_DESCRIPTOR, 23, 105, 12].into_iter().all(lacking));
        // ECONNABORTED, EINTR, EPERM, EPROTO, ENETDOWN, EIO
        assert!(![ABORTED, 4, 1, 71, 100, 5].into_iter().any(lacking));
    }

    /// How long this number of refusals in a row keeps a client waiting.
    fn kept_waiting(refusals: u32) -> Duration {
        let begun = Instant::now();
        let mut door = AcceptLimits::new(100, begun);
        door.knock();
        let mut now = begun;
        for _ in 0..refusals {
            now = now.max(door.opens);
            door.refused(&Error::from_raw_os_error(ABORTED), 0, now);
        }
        now.max(door.opens) - begun
    }

    #[test]
    fn refusals_cost_little_time_and_never_a_busy_loop() {
        assert_eq!(kept_waiting(1), Duration::ZERO);
        assert!(kept_waiting(1_000) < Duration::from_millis(50));
        assert!(kept_waiting(LASTING + 100) > Duration::from_secs(4));
    }

    #[test]
    fn without_descriptors_there_are_fewer_connections_for_a_while() {
        let now = Instant::now();
        let mut door = AcceptLimits::new(768, now);
        door.refused(&Error::from_raw_os_error(NO_DESCRIPTOR), 40, now);
        assert_eq!(door.room(now), 30);
        door.refused(&Error::from_raw_os_error(NO_DESCRIPTOR), 0, now);
        assert_eq!(door.room(now), FEW);
        assert_eq!(door.room(now + SCARCITY), 768);
    }
}
