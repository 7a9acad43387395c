//! The last line of defence: a fault of the program itself ends it with a
//! sentence and an exit code, not with a trace or a signal.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::outcome::CommandError;
use super::terminal;

/// What the last panic said, and where.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Prepares the process for what would end it without a word.
pub(super) fn prepare() {
    panic::set_hook(Box::new(|info| {
        note(info);
        // What happens on these threads comes back to the main one.
        let awaited = thread::current().name() == Some("main") || rayon::current_thread_index().is_some();
        if !awaited {
            terminal::fail(&words());
        }
    }));
    refuse_to_die_of_large_files();
}

/// Where the size of files is limited (`ulimit -f`), the system ends the
/// program that writes on; caught, the signal becomes an error of that write.
#[cfg(unix)]
fn refuse_to_die_of_large_files() {
    // A file too large for the limit is reported by the write; the flag is for nobody.
    _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn refuse_to_die_of_large_files() {}

/// Does the work; a panic in it is a reason to stop.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, CommandError>) -> Result<T, CommandError> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(CommandError::new(words())))
}

fn note(info: &PanicHookInfo<'_>) {
    let said = info.payload_as_str().unwrap_or("no words");
    let place = info.location().map_or_else(String::new, |place| format!(" ({place})"));
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = format!("{said}{place}");
}

fn words() -> String {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).replace('\n', " ");
    format!(
        "this is a fault of stepbook, not of your site: {last}; please report it with the page that it stops at"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::panic, reason = "this is what is caught")]
    fn a_panic_is_a_sentence_and_exit_code_2() {
        let stop = caught(|| -> Result<(), CommandError> { panic!("for the test") });
        let stop = stop.map_err(|stop| (stop.code, stop.words.starts_with("this is a fault of stepbook")));
        assert_eq!(stop, Err((2, true)));
    }
}
