//! Live preview: watch, rebuild, serve from memory, tell the browser.
//!
//! In: a site's folder. Out: the site on a loopback address, which reloads
//! itself after each save. Pages are looked up by exact key in the
//! [`OutputTree`](crate::output::OutputTree) in memory, so no request ever
//! becomes a file path.

mod accept;
mod answer;
mod builder;
mod connection;
mod error;
mod events;
mod findings;
mod guard;
mod head;
mod http;
mod looking;
mod making;
mod mounts;
mod news;
mod outgoing;
mod shared;
mod snapshot;
mod watch;
mod whole;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use builder::SiteBuilder;
pub use error::ServeError;
use shared::SharedSite;
use snapshot::Snapshot;
use watch::ChangeSignal;

use crate::disk;

/// How long the preview waits, after a file was removed, for the file to come
/// back: some editors save by removing the file and creating it again.
const REMOVAL_GRACE: Duration = Duration::from_millis(100);

/// The port that is tried first when none is asked for.
const DEFAULT_PORT: u16 = 4310;

/// What to serve and where.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// The folder with `stepbook.toml`.
    pub root: PathBuf,
    /// The address to listen on; it must be a loopback address.
    pub host: IpAddr,
    /// The port to listen on; `None` means the first free port from 4310 on.
    pub port: Option<u16>,
    /// Whether pages marked as drafts are shown.
    pub drafts: bool,
}

/// What the preview tells the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewNews {
    /// The preview answers at this address.
    Listening(String),
    /// The site was built, for the first time or again.
    Built {
        /// How many pages changed.
        changed: usize,
        /// How many findings of severity error there are.
        errors: usize,
        /// How many warnings there are.
        warnings: usize,
        /// The time from the save until the new site was in place.
        took: Duration,
    },
    /// The content could not be read; the last site stays in place.
    Unreadable(String),
    /// The system does not report changes, so the preview looks for them every
    /// second.
    Polling,
}

/// Serves until the process ends.
///
/// # Errors
/// [`ServeError`] if the preview can't start. Once it runs, a failure is
/// reported as news and does not end it.
pub fn run(options: &ServeOptions, tell: &mut dyn FnMut(PreviewNews)) -> Result<(), ServeError> {
    if !options.host.is_loopback() {
        return Err(ServeError::NotLoopback(options.host));
    }
    let started = Instant::now();
    let tree = disk::load(&options.root).map_err(ServeError::Load)?;
    let mut builder = SiteBuilder::new(options.drafts);
    let first = builder.build(tree).map_err(ServeError::Unread)?;
    let shared = Arc::new(SharedSite::new(first, builder));
    let mut watch = watch::watch(&options.root).map_err(ServeError::Watch)?;
    let address = http::listen(options.host, ports(options.port), &shared)?;
    tell(PreviewNews::Listening(format!("http://{address}/")));
    if watch.polling {
        tell(PreviewNews::Polling);
    }
    tell(built(&shared.current(), usize::MAX, started.elapsed()));
    while let Ok(signal) = watch.signals.recv() {
        let started = Instant::now();
        if !settle(&watch.signals, signal) {
            break;
        }
        watch.follow();
        let loaded = disk::load(&options.root).map_err(|error| error.to_string());
        match loaded.and_then(|tree| shared.rebuild(tree).map_err(|error| error.to_string())) {
            Ok(0) => (),
            Ok(changed) => tell(built(&shared.current(), changed, started.elapsed())),
            Err(why) => tell(PreviewNews::Unreadable(why)),
        }
    }
    Ok(())
}

/// The ports to try, in order.
fn ports(asked: Option<u16>) -> std::ops::RangeInclusive<u16> {
    asked.map_or(DEFAULT_PORT..=DEFAULT_PORT + 20, |port| port..=port)
}

fn built(snapshot: &Snapshot, changed: usize, took: Duration) -> PreviewNews {
    let changed = changed.min(snapshot.output.len());
    PreviewNews::Built { changed, errors: snapshot.errors, warnings: snapshot.warnings, took }
}

/// Waits until the change that a signal reports is complete, and merges the
/// signals that come meanwhile. Gives `false` when the watcher has ended.
fn settle(signals: &Receiver<ChangeSignal>, mut signal: ChangeSignal) -> bool {
    loop {
        while let Ok(next) = signals.try_recv() {
            signal = signal.min(next);
        }
        if signal == ChangeSignal::Whole {
            return true;
        }
        match signals.recv_timeout(REMOVAL_GRACE) {
            Ok(next) => signal = signal.min(next),
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}
