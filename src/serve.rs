//! Live preview: watch, rebuild, serve from memory, tell the browser.
//!
//! In: a site's folder. Out: the site on a loopback address, whose open pages
//! follow each save. A save makes a new state of the site
//! ([`SiteState`](crate::compile::SiteState)); its pages are made when somebody looks at them. They
//! are looked up by exact key in memory, so no request ever becomes a file path.

mod accept;
mod answer;
mod builder;
mod connection;
mod error;
mod events;
mod findings;
mod follow;
mod guard;
mod head;
mod http;
mod live_pages;
mod looking;
mod making;
mod mounts;
mod news;
mod outgoing;
mod preview;
mod preview_news;
mod settle;
mod shared;
mod snapshot;
mod watch;
mod whole;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use builder::SiteBuilder;
pub use error::ServeError;
use follow::Follower;
use preview::Preview;
pub use preview_news::PreviewNews;
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
    /// The address to listen on; it must be a loopback address.
    pub host: IpAddr,
    /// The port to listen on; `None` means the first free port from 4310 on.
    pub port: Option<u16>,
    /// Whether pages marked as drafts are shown.
    pub drafts: bool,
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
    if !options.host.is_loopback() {
        return Err(ServeError::NotLoopback(options.host));
    }
    let started = Instant::now();
    let watch = Watch::start(&options.root).map_err(ServeError::Watch)?;
    let folder = SiteFolder::open(&options.root).map_err(ServeError::Load)?;
    let (shared, tell) = (Arc::new(SharedSite::new()), Arc::new(tell));
    let preview = Preview::new(Arc::clone(&shared), SiteBuilder::new(options.drafts), tell.clone());
    let mut preview = preview.map_err(ServeError::System)?;
    preview.show(folder.tree(), folder.tree().sources().len(), started).map_err(ServeError::First)?;
    shared.ask_at_disk(watch.asker());
    let address = http::listen(options.host, ports(options.port), &shared)?;
    tell(PreviewNews::Listening(format!("http://{address}/")));
    if watch.is_polling() {
        tell(PreviewNews::Polling);
    }
    Follower::new(folder, watch, &mut preview).run();
    Ok(())
}

/// The ports to try, in order.
fn ports(asked: Option<u16>) -> std::ops::RangeInclusive<u16> {
    asked.map_or(DEFAULT_PORT..=DEFAULT_PORT + 20, |port| port..=port)
}
