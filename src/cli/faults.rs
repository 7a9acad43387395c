//! Panics and fatal signals: a fault of the program itself ends it with a
//! sentence and an exit code, not with a stack trace or a signal.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::outcome::CommandError;
use super::terminal;

/// Message and place of the last panic.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Installs the panic hook and the signal handler, so that the process doesn't
/// end without a sentence.
pub(super) fn prepare() {
    panic::set_hook(Box::new(|info| {
        note(info);
        // A panic on these threads reaches the main thread, which reports it.
        let awaited = thread::current().name() == Some("main") || rayon::current_thread_index().is_some();
        if !awaited {
            terminal::fail(&words());
        }
    }));
    refuse_to_die_of_large_files();
}

/// Turns the signal for too large a file into an error of the write. Where the
/// size of files is limited (`ulimit -f`), the system would end the program.
#[cfg(unix)]
fn refuse_to_die_of_large_files() {
    // The write reports the error, so nothing reads the flag that is set here.
    _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn refuse_to_die_of_large_files() {}

/// Does the work, and turns a panic in it into an error of the command.
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
