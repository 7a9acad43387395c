//! Live preview: watch, rebuild, serve from memory, tell the browser.
//!
//! In: a site's folder. Out: the site on a loopback address, and for devices that
//! have the key on addresses of the network, whose open pages follow each save. Pages are looked up by exact key in the
//! [`OutputTree`](crate::output::OutputTree) in memory, so no request ever
//! becomes a file path.

mod accept;
mod addresses;
mod answer;
mod builder;
mod client_place;
mod connection;
mod editor;
mod error;
mod events;
mod findings;
mod follow;
mod guard;
mod head;
mod http;
mod listeners;
mod looking;
mod making;
mod mounts;
mod network_key;
mod news;
mod outgoing;
mod settle;
mod shared;
mod snapshot;
mod watch;
mod whole;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use builder::SiteBuilder;
pub use editor::Editor;
use editor::EditorLinks;
pub use error::ServeError;
use follow::{FolderListener, Follower};
use listeners::Listeners;
use network_key::NetworkKey;
use shared::SharedSite;
use snapshot::Snapshot;
use watch::Watch;

use crate::disk::{FolderChange, SiteFolder};

/// The port that is tried first when none is asked for.
const DEFAULT_PORT: u16 = 4310;

/// What to serve and where.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// The folder with `stepbook.toml`.
    pub root: PathBuf,
    /// The address to listen on. If it is not a loopback address, other devices
    /// that know the key of this run can read the preview, and it answers this
    /// computer on a loopback address too.
    pub host: IpAddr,
    /// The port to listen on; `None` means the first free port from 4310 on.
    pub port: Option<u16>,
    /// Whether pages marked as drafts are shown.
    pub drafts: bool,
    /// The editor to which findings link, in pages that this computer shows.
    pub editor: Editor,
}

/// What the preview tells the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewNews {
    /// The preview answers this computer at this address.
    Listening(String),
    /// The preview answers devices of the network.
    LetsIn {
        /// The addresses, each with the key, the most likely one first.
        addresses: Vec<String>,
        /// The address with `ADDRESS` in place of this computer's, where that
        /// is not known.
        pattern: String,
    },
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
    let started = Instant::now();
    // Before anything takes time: this fails most often.
    let listeners = Listeners::bind(options.host, ports(options.port))?;
    let here = listeners.here();
    let key = key_for(options.host)?;
    let watch = Watch::start(&options.root).map_err(ServeError::Watch)?;
    let folder = SiteFolder::open(&options.root).map_err(ServeError::Load)?;
    let mut builder =
        SiteBuilder::new(options.drafts).with_editor(EditorLinks::new(options.editor.clone(), &options.root));
    let first = builder.build(folder.tree().clone(), &|_, _| ()).map_err(ServeError::Unread)?;
    let shared = Arc::new(SharedSite::new(first, builder));
    shared.ask_at_disk(watch.asker());
    http::answer_at(listeners, key.clone(), &shared)?;
    tell(PreviewNews::Listening(format!("http://{here}/")));
    if let Some(key) = key {
        tell(lets_in(options.host, here.port(), &key));
    }
    if watch.is_polling() {
        tell(PreviewNews::Polling);
    }
    tell(built(&shared.current(), usize::MAX, started.elapsed()));
    Follower::new(folder, watch, &mut Preview { shared: &shared, tell, in_trouble: false }).run();
    Ok(())
}

/// The running preview, which gets each new state of the folder.
struct Preview<'a> {
    shared: &'a SharedSite,
    tell: &'a mut dyn FnMut(PreviewNews),
    /// Whether the terminal was told of trouble that may be over.
    in_trouble: bool,
}

impl FolderListener for Preview<'_> {
    fn changed(&mut self, change: FolderChange, since: Instant) -> Result<(), String> {
        let changed = self.shared.rebuild(change.tree).map_err(|error| error.to_string())?;
        if changed > 0 || std::mem::take(&mut self.in_trouble) {
            (self.tell)(built(&self.shared.current(), changed, since.elapsed()));
        }
        Ok(())
    }

    fn unreadable(&mut self, why: String) {
        self.in_trouble = true;
        (self.tell)(PreviewNews::Unreadable(why));
    }

    fn polling(&mut self) {
        (self.tell)(PreviewNews::Polling);
    }
}

/// The key of a preview at `host`, if that lets the network in.
fn key_for(host: IpAddr) -> Result<Option<NetworkKey>, ServeError> {
    let key = (!host.is_loopback()).then(NetworkKey::random).transpose();
    key.map_err(|error| ServeError::NoKey(error.to_string()))
}

/// The news at which addresses devices of the network read the preview.
fn lets_in(host: IpAddr, port: u16, key: &NetworkKey) -> PreviewNews {
    let both = host.is_ipv6() && cfg!(not(windows));
    let all = if host.is_unspecified() {
        addresses::of_this_computer(|address| both || address.is_ipv6() == host.is_ipv6())
    } else {
        vec![host]
    };
    let target = key.target();
    PreviewNews::LetsIn {
        addresses: all
            .iter()
            .map(|host| format!("http://{}{target}", SocketAddr::new(*host, port)))
            .collect(),
        pattern: format!("http://ADDRESS:{port}{target}"),
    }
}

/// The ports to try, in order.
fn ports(asked: Option<u16>) -> std::ops::RangeInclusive<u16> {
    asked.map_or(DEFAULT_PORT..=DEFAULT_PORT + 20, |port| port..=port)
}

fn built(snapshot: &Snapshot, changed: usize, took: Duration) -> PreviewNews {
    let changed = changed.min(snapshot.output.len());
    PreviewNews::Built { changed, errors: snapshot.errors, warnings: snapshot.warnings, took }
}
