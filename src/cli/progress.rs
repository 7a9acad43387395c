//! One line on the terminal that says what is being done, for work that takes
//! longer than half a second.
//!
//! The line is shown only if standard error is a terminal. It is removed at the
//! end.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::terminal;

/// How long work takes before the line appears.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);
/// Columns that are overwritten with spaces. Escape codes would do this too, but
/// `NO_COLOR` takes them out.
const WIDTH: usize = 40;

/// Shows what is being done until this value is dropped.
#[derive(Debug, Default)]
pub(super) struct Progress {
    shared: Arc<ProgressState>,
    painter: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct ProgressState {
    /// Words for what is being done; `None` ends the painter thread.
    doing: Mutex<Option<&'static str>>,
    changed: Condvar,
}

impl Progress {
    pub(super) fn start(quiet: bool, doing: &'static str) -> Self {
        let mut progress = Self::default();
        progress.say(doing);
        if !quiet && terminal::is_watched() {
            let shared = Arc::clone(&progress.shared);
            // If there is no thread for the painter, nothing is shown.
            progress.painter = Builder::new().spawn(move || paint(&shared)).ok();
        }
        progress
    }

    /// Shows other words from now on.
    pub(super) fn say(&self, doing: &'static str) {
        *self.shared.doing.lock().unwrap_or_else(PoisonError::into_inner) = Some(doing);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *self.shared.doing.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.shared.changed.notify_all();
        if let Some(painter) = self.painter.take() {
            _ = painter.join();
        }
    }
}

fn paint(shared: &ProgressState) {
    let begin = Instant::now();
    let mut painted = false;
    let mut doing = shared.doing.lock().unwrap_or_else(PoisonError::into_inner);
    while let Some(words) = *doing {
        if begin.elapsed() >= PATIENCE {
            let line = format!("{words} … {:.1} s", begin.elapsed().as_secs_f32());
            terminal::paint(&format!("\r{line:WIDTH$}"));
            painted = true;
        }
        doing = shared.changed.wait_timeout(doing, TICK).unwrap_or_else(PoisonError::into_inner).0;
    }
    if painted {
        terminal::paint(&format!("\r{:WIDTH$}\r", ""));
    }
}
