//! Server-sent events: one line of news for each open browser.
//!
//! A browser that does not read must not hold up the others, so each has a
//! place for the latest news only and a thread of its own that writes it.

use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// A comment is sent after so long without news, which finds out browsers that
/// have gone.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// More paths than this are told as "everything".
const MANY: usize = 200;

/// What is different in a new state of the site.
#[derive(Debug, Clone, Default)]
pub(super) struct News {
    /// The state's number.
    pub(super) version: u64,
    /// Paths of the files that differ.
    pub(super) changed: Vec<String>,
    /// Whether every page looks different: the findings do.
    pub(super) everywhere: bool,
}

impl News {
    /// That there is this state, whatever came before.
    fn of_version(version: u64) -> String {
        serde_json::json!({ "version": version, "all": true, "changed": [] }).to_string()
    }

    fn to_json(&self) -> String {
        if self.everywhere || self.changed.len() > MANY {
            return Self::of_version(self.version);
        }
        serde_json::json!({ "version": self.version, "all": false, "changed": self.changed }).to_string()
    }
}

/// The latest news that a browser has not been told yet.
type Slot = Arc<Mutex<Option<String>>>;

/// The browsers that listen.
#[derive(Default)]
pub(super) struct Listeners {
    open: Vec<(Slot, SyncSender<()>)>,
}

impl Listeners {
    /// Tells all browsers of a new state.
    pub(super) fn tell(&mut self, news: &News) {
        let told = news.to_json();
        self.open.retain(|(slot, wake)| {
            let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            // What it has not heard yet is more than this news tells.
            *slot = Some(if slot.is_some() { News::of_version(news.version) } else { told.clone() });
            !matches!(wake.try_send(()), Err(TrySendError::Disconnected(())))
        });
    }

    fn add(&mut self) -> (Slot, Receiver<()>) {
        let (wake, woken) = sync_channel(1);
        let slot = Slot::default();
        self.open.push((Arc::clone(&slot), wake));
        (slot, woken)
    }

    /// Answers a request for events and keeps writing until the browser goes.
    /// It is told the version first: the site may have changed since its page
    /// was loaded.
    pub(super) fn attach(&mut self, mut writer: Box<dyn Write + Send>, version: u64) {
        let (slot, woken) = self.add();
        let begun = thread::Builder::new().name("events".to_owned()).spawn(move || {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                        Connection: close\r\n\r\nretry: 500\n";
            let hello = format!("{head}data: {}\n\n", News::of_version(version));
            if send(&mut writer, &hello).is_ok() {
                while write_next(&mut writer, &slot, &woken).is_ok() {}
            }
        });
        if begun.is_err() {
            self.open.pop();
        }
    }
}

fn write_next(writer: &mut dyn Write, slot: &Slot, woken: &Receiver<()>) -> std::io::Result<()> {
    use std::sync::mpsc::RecvTimeoutError;
    match woken.recv_timeout(HEARTBEAT) {
        Ok(()) => (),
        Err(RecvTimeoutError::Timeout) => return send(writer, ": still here\n\n"),
        Err(RecvTimeoutError::Disconnected) => return Err(std::io::ErrorKind::BrokenPipe.into()),
    }
    let news = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    news.map_or(Ok(()), |news| send(writer, &format!("data: {news}\n\n")))
}

fn send(writer: &mut dyn Write, text: &str) -> std::io::Result<()> {
    writer.write_all(text.as_bytes())?;
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(slot: &Slot) -> Option<String> {
        slot.lock().map(|slot| slot.clone()).unwrap_or_default()
    }

    fn news(version: u64, file: &str) -> News {
        News { version, changed: vec![file.to_owned()], everywhere: false }
    }

    #[test]
    fn a_browser_that_is_slow_hears_that_everything_changed() {
        let mut listeners = Listeners::default();
        let (slot, _woken) = listeners.add();
        listeners.tell(&news(2, "a.html"));
        assert_eq!(heard(&slot).as_deref(), Some(r#"{"all":false,"changed":["a.html"],"version":2}"#));
        listeners.tell(&news(3, "b.html"));
        assert_eq!(heard(&slot).as_deref(), Some(r#"{"all":true,"changed":[],"version":3}"#));
    }

    #[test]
    fn a_browser_that_has_gone_is_forgotten() {
        let mut listeners = Listeners::default();
        drop(listeners.add());
        listeners.tell(&news(2, "a.html"));
        assert!(listeners.open.is_empty());
    }
}
