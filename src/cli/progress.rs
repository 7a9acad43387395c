//! One line on the terminal that says what is being done, for work that takes
//! longer than half a second.
//!
//! Only where a person watches; nothing of it stays on the screen.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::terminal;

/// Work shorter than this passes without a word.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);
/// Columns that are painted over: escape codes for it would not survive
/// `NO_COLOR`.
const WIDTH: usize = 40;

/// Says what is being done until it is dropped.
#[derive(Debug, Default)]
pub(super) struct Progress {
    shared: Arc<ProgressState>,
    painter: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct ProgressState {
    /// What is being done; nothing ends the painter.
    doing: Mutex<Option<&'static str>>,
    changed: Condvar,
}

impl Progress {
    pub(super) fn start(quiet: bool, doing: &'static str) -> Self {
        let mut progress = Self::default();
        progress.say(doing);
        if !quiet && terminal::is_watched() {
            let shared = Arc::clone(&progress.shared);
            // Without a thread for it the work is done without a word.
            progress.painter = Builder::new().spawn(move || paint(&shared)).ok();
        }
        progress
    }

    /// Names the next piece of work.
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
