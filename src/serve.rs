//! Live preview: watch, rebuild, serve from memory, tell the browser.
//!
//! In: a site's folder. Out: the site on a loopback address, and on addresses of the network for
//! devices that have the key. Open pages follow each save: it makes a new state of the site
//! ([`SiteState`](crate::compile::SiteState)), whose pages are made when somebody looks at them. They
//! are looked up by exact key in memory, so no request ever becomes a file path.

mod accept;
mod addresses;
mod answer;
mod builder;
mod client_place;
mod connection;
mod edit;
mod editor;
mod error;
mod events;
mod findings;
mod follow;
mod guard;
mod head;
mod http;
mod listeners;
mod live_pages;
mod looking;
mod making;
mod media_type;
mod mounts;
mod network_key;
mod news;
mod outgoing;
mod preview;
mod preview_news;
mod secret_key;
mod settle;
mod shared;
mod snapshot;
mod watch;
mod whole;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use builder::SiteBuilder;
pub use editor::Editor;
use editor::EditorLinks;
pub use error::ServeError;
use follow::Follower;
use guard::GuardKeys;
use listeners::Listeners;
use network_key::NetworkKey;
use preview::Preview;
pub use preview_news::PreviewNews;
use secret_key::SecretKey;
use shared::SharedSite;
use watch::Watch;

use crate::disk::SiteFolder;

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
    /// Whether the pages of this computer lead to the mark editor, which writes into `content/`. There
    /// is none while other devices are let in.
    pub edits: bool,
}

/// Serves until the process ends. `tell` is called on several threads.
///
/// # Errors
/// [`ServeError`] if the preview can't start. Once it runs, a failure is
/// reported as news and does not end it.
pub fn run(
    options: &ServeOptions,
    tell: impl Fn(PreviewNews) + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let started = Instant::now();
    // Before anything takes time: this fails most often.
    let listeners = Listeners::bind(options.host, ports(options.port))?;
    let here = listeners.here();
    let keys = keys_for(options)?;
    let watch = Watch::start(&options.root).map_err(ServeError::Watch)?;
    let folder = SiteFolder::open(&options.root).map_err(ServeError::Load)?;
    let editor = EditorLinks::new(options.editor.clone(), &options.root, keys.editor.is_some());
    let builder = SiteBuilder::new(options.drafts);
    let (shared, tell) = (Arc::new(SharedSite::new(keys.editor.is_some())), Arc::new(tell));
    // Findings come on a thread of their own; what is told first are the addresses.
    let turns = Arc::new(Mutex::new(()));
    let (later, told) = (Arc::clone(&turns), Arc::clone(&tell));
    let in_turn = move |news| {
        let _turn = later.lock().unwrap_or_else(PoisonError::into_inner);
        told(news);
    };
    let turn = turns.lock().unwrap_or_else(PoisonError::into_inner);
    let preview = Preview::new(Arc::clone(&shared), (builder, editor), Arc::new(in_turn));
    let mut preview = preview.map_err(ServeError::System)?;
    preview.show(folder.tree(), folder.tree().sources().len(), started).map_err(ServeError::First)?;
    shared.ask_at_disk(watch.asker());
    http::answer_at(listeners, keys.clone(), (&shared, &options.root))?;
    tell(PreviewNews::Listening(format!("http://{here}/")));
    if let Some(key) = keys.network {
        tell(lets_in(options.host, here.port(), &key));
    }
    if watch.is_polling() {
        tell(PreviewNews::Polling);
    }
    drop(turn);
    Follower::new(folder, watch, &mut preview).run();
    Ok(())
}

/// The keys of a run: one for the network if that is let in, else one for the mark editor.
fn keys_for(options: &ServeOptions) -> Result<GuardKeys, ServeError> {
    let is_open = !options.host.is_loopback();
    let keys = || -> std::io::Result<GuardKeys> {
        Ok(GuardKeys {
            network: is_open.then(NetworkKey::random).transpose()?,
            editor: (options.edits && !is_open).then(SecretKey::random).transpose()?,
        })
    };
    keys().map_err(|error| ServeError::NoKey(error.to_string()))
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
