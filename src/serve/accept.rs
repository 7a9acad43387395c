//! What to do when the system refuses a connection.

use std::io::{Error, ErrorKind};
use std::time::Duration;

/// Refusals after which others get their turn.
pub(super) const PATIENT: u32 = 64;

/// After so many refusals in a row the trouble is not a passing one.
const LASTING: u32 = 5_000;

/// Whether the system has no descriptor or no memory for one more connection,
/// so that closing another helps.
pub(super) fn lacks_room(error: &Error) -> bool {
    // ENFILE and EMFILE are the same numbers on all Unix systems; ENOBUFS is
    // not.
    const UNIX: &[i32] = &[23, 24, 55, 105];
    const WINDOWS: &[i32] = &[10024, 10055];
    let numbers = if cfg!(windows) { WINDOWS } else { UNIX };
    error.kind() == ErrorKind::OutOfMemory
        || error.raw_os_error().is_some_and(|number| numbers.contains(&number))
}

/// How long to wait before the next try, after so many refusals in a row.
pub(super) fn pause(refusals: u32) -> Duration {
    match refusals {
        0..PATIENT => Duration::ZERO,
        PATIENT..LASTING => Duration::from_millis(1),
        _ => Duration::from_millis(50),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn only_room_that_can_be_made_is_made() {
        let lacking = |number: i32| lacks_room(&Error::from_raw_os_error(number));
        // EMFILE, ENFILE, ENOBUFS, ENOMEM
        assert!([24, 23, 105, 12].into_iter().all(lacking));
        // ECONNABORTED, EINTR, EPERM, EPROTO, ENETDOWN, EIO
        assert!(![103, 4, 1, 71, 100, 5].into_iter().any(lacking));
    }

    #[test]
    fn a_thousand_refusals_cost_little_time() {
        let total: Duration = (1..=1_000).filter(|refusals| refusals % PATIENT == 0).map(pause).sum();
        assert!(total < Duration::from_millis(50));
        assert!(pause(u32::MAX) >= Duration::from_millis(10), "no busy loop");
    }
}
