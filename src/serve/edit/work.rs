//! The thread that answers the editor's page, one request after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Instant;

use super::answers;
use super::desk::EditDesk;
use super::guard::EditRoute;
use crate::serve::making::MadeAnswer;
use crate::serve::snapshot::Snapshot;

/// Most requests that wait.
const WAITING: usize = 64;

/// What a connection asks of the editor.
#[derive(Debug)]
pub(crate) struct EditOrder {
    /// The connection's number.
    pub(crate) number: usize,
    pub(crate) route: EditRoute,
    pub(crate) body: Vec<u8>,
    pub(crate) snapshot: Arc<Snapshot>,
}

/// Takes orders; its thread starts with the first one.
pub(crate) struct EditWorker {
    root: PathBuf,
    deliver: Arc<dyn Fn(MadeAnswer) + Send + Sync>,
    orders: Option<SyncSender<EditOrder>>,
}

impl EditWorker {
    /// A worker for the site in this folder.
    pub(crate) fn new(root: &Path, deliver: impl Fn(MadeAnswer) + Send + Sync + 'static) -> Self {
        Self { root: root.to_path_buf(), deliver: Arc::new(deliver), orders: None }
    }

    /// Takes an order; `false` if too many wait or the system gives no thread.
    pub(crate) fn take(&mut self, order: EditOrder) -> bool {
        if self.orders.is_none() {
            self.orders = self.begin();
        }
        self.orders.as_ref().is_some_and(|orders| orders.try_send(order).is_ok())
    }

    fn begin(&self) -> Option<SyncSender<EditOrder>> {
        let (sender, orders) = sync_channel(WAITING);
        let (deliver, desk) = (Arc::clone(&self.deliver), EditDesk::new(&self.root));
        let work = move || work(desk, &orders, &*deliver);
        thread::Builder::new().name("edits".to_owned()).spawn(work).ok().map(|_| sender)
    }
}

fn work(mut desk: EditDesk, orders: &Receiver<EditOrder>, deliver: &dyn Fn(MadeAnswer)) {
    loop {
        let order = match desk.next() {
            None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(next) => orders.recv_timeout(next.saturating_duration_since(Instant::now())),
        };
        match order {
            Ok(EditOrder { number, route, body, snapshot }) => {
                // A fault in the program prevents one answer and does not end the editor.
                let made = AssertUnwindSafe(|| answers::answer(&mut desk, (route, &body), &snapshot));
                let answer = catch_unwind(made).unwrap_or_else(|_| answers::fault());
                deliver(MadeAnswer { number, answer });
            }
            Err(RecvTimeoutError::Timeout) => {
                // What this fault leaves is a file as another program wrote it.
                _ = catch_unwind(AssertUnwindSafe(|| desk.settle(Instant::now())));
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
