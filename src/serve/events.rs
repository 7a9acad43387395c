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

/// The latest news that a browser has not been told yet.
type Slot = Arc<Mutex<Option<String>>>;

/// The browsers that listen.
#[derive(Default)]
pub(super) struct Listeners {
    open: Vec<(Slot, SyncSender<()>)>,
}

impl Listeners {
    /// Tells all browsers which files changed; `everywhere` means every page.
    pub(super) fn tell(&mut self, changed: &[String], everywhere: bool) {
        let all = everywhere || changed.len() > MANY;
        let news = serde_json::json!({ "all": all, "changed": if all { &[] } else { changed } }).to_string();
        self.open.retain(|(slot, wake)| {
            let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            // What it has not heard yet is more than this news tells.
            *slot =
                Some(if slot.is_some() { r#"{"all":true,"changed":[]}"#.to_owned() } else { news.clone() });
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
    pub(super) fn attach(&mut self, mut writer: Box<dyn Write + Send>) {
        let (slot, woken) = self.add();
        let begun = thread::Builder::new().name("events".to_owned()).spawn(move || {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                        Connection: close\r\n\r\nretry: 500\n\n";
            if send(&mut writer, head).is_ok() {
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

    #[test]
    fn a_browser_that_is_slow_hears_that_everything_changed() {
        let mut listeners = Listeners::default();
        let (slot, _woken) = listeners.add();
        listeners.tell(&["a.html".to_owned()], false);
        let first = slot.lock().map(|slot| slot.clone()).unwrap_or_default();
        assert_eq!(first.as_deref(), Some(r#"{"all":false,"changed":["a.html"]}"#));
        listeners.tell(&["b.html".to_owned()], false);
        let latest = slot.lock().map(|slot| slot.clone()).unwrap_or_default();
        assert_eq!(latest.as_deref(), Some(r#"{"all":true,"changed":[]}"#));
    }

    #[test]
    fn a_browser_that_has_gone_is_forgotten() {
        let mut listeners = Listeners::default();
        drop(listeners.add());
        listeners.tell(&[], true);
        assert!(listeners.open.is_empty());
    }
}
