//! The threads that the program works with.
//!
//! In: how many are wanted. Out: rayon's shared pool with as many of them as
//! the system gives; where it gives none, the main thread does the work. Made
//! before anything else: rayon left alone makes the pool when it is first
//! needed, and panics where it can't.

use std::io;
use std::num::NonZero;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use rayon::{ThreadBuilder, ThreadPoolBuilder};

use super::outcome::CommandError;

/// Starts the pool: `wanted` threads, else one for each processor.
pub(super) fn start(wanted: Option<u16>) -> Result<(), CommandError> {
    let processors = || thread::available_parallelism().map_or(1, NonZero::get);
    let wanted = wanted.map_or_else(processors, usize::from);
    // A pool that could not be made can't be tried again, so the threads are
    // there before it.
    let mut ready: Vec<Sender<ThreadBuilder>> = (0..wanted).map_while(|_| thread_in_waiting()).collect();
    let pool = ThreadPoolBuilder::new().num_threads(ready.len().max(1));
    let made = if ready.is_empty() {
        pool.use_current_thread().build_global()
    } else {
        pool.spawn_handler(|worker| {
            let thread = ready.pop().ok_or(io::ErrorKind::NotFound)?;
            thread.send(worker).map_err(|_| io::ErrorKind::BrokenPipe.into())
        })
        .build_global()
    };
    made.map_err(|error| {
        CommandError::new(format!(
            "this computer gives no thread to work with ({error}); close other programs"
        ))
    })
}

/// Makes sure that the system gives so many threads more. For work that can't
/// do without, and whose libraries panic where there are none.
pub(super) fn need(count: usize) -> Result<(), CommandError> {
    let ready: Vec<_> = (0..count).map_while(|_| waiting()).collect();
    let enough = ready.len() == count;
    for (sender, thread) in ready {
        drop(sender);
        _ = thread.join();
    }
    let words =
        || CommandError::new("the preview needs more threads than this computer gives; close other programs");
    enough.then_some(()).ok_or_else(words)
}

/// A thread that will do what it is sent.
fn thread_in_waiting() -> Option<Sender<ThreadBuilder>> {
    waiting().map(|(sender, _)| sender)
}

fn waiting() -> Option<(Sender<ThreadBuilder>, JoinHandle<()>)> {
    let (sender, receiver) = mpsc::channel::<ThreadBuilder>();
    let work = move || {
        if let Ok(worker) = receiver.recv() {
            worker.run();
        }
    };
    Some((sender, thread::Builder::new().spawn(work).ok()?))
}
