//! The pool of threads that does the program's work.
//!
//! In: the wanted number of threads. Out: rayon's shared pool with as many of
//! these threads as the system gives. If it gives none, the main thread does the
//! work. The pool is made before anything else: otherwise rayon makes it when it
//! is first needed, and panics if it can't.

use std::io;
use std::num::NonZero;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use rayon::{ThreadBuilder, ThreadPoolBuilder};

use super::outcome::CommandError;

/// Starts the pool with `wanted` threads, or else with one for each processor.
pub(super) fn start(wanted: Option<u16>) -> Result<(), CommandError> {
    let processors = || thread::available_parallelism().map_or(1, NonZero::get);
    let wanted = wanted.map_or_else(processors, usize::from);
    // A second try to make the pool is not possible, so the threads are
    // started before it.
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

/// Fails if the system can't give `count` more threads now. The preview uses
/// libraries that panic when they get no thread.
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

/// Starts a thread that waits for its work; the sender gives it the work.
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
