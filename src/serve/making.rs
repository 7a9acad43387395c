//! Makes handouts on a thread of its own: they take seconds, and pages must not
//! wait for them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::shared::SharedSite;
use crate::url::SitePath;

/// Most handouts that wait to be made; further clients are asked to come back.
const WAITING: usize = 64;

/// A handout that a connection wants.
#[derive(Debug)]
pub(super) struct HandoutOrder {
    /// The connection's number.
    pub(super) number: usize,
    /// The path of the handout.
    pub(super) path: SitePath,
}

/// The result of an order; `None` in `bytes` if the handout can't be made.
#[derive(Debug)]
pub(super) struct OrderedHandout {
    /// The connection's number.
    pub(super) number: usize,
    /// The handout.
    pub(super) bytes: Option<Arc<[u8]>>,
}

/// Takes orders for handouts; its thread starts with the first order.
pub(super) struct HandoutMaker {
    shared: Arc<SharedSite>,
    deliver: Arc<dyn Fn(OrderedHandout) + Send + Sync>,
    orders: Option<SyncSender<HandoutOrder>>,
}

impl HandoutMaker {
    pub(super) fn new(
        shared: Arc<SharedSite>,
        deliver: impl Fn(OrderedHandout) + Send + Sync + 'static,
    ) -> Self {
        Self { shared, deliver: Arc::new(deliver), orders: None }
    }

    /// Takes an order; `false` if too many wait or the system gives no thread.
    pub(super) fn take(&mut self, order: HandoutOrder) -> bool {
        if self.orders.is_none() {
            self.orders = self.begin();
        }
        self.orders.as_ref().is_some_and(|orders| orders.try_send(order).is_ok())
    }

    fn begin(&self) -> Option<SyncSender<HandoutOrder>> {
        let (sender, orders) = sync_channel(WAITING);
        let (shared, deliver) = (Arc::clone(&self.shared), Arc::clone(&self.deliver));
        let work = move || make(&orders, &shared, &*deliver);
        thread::Builder::new().name("handouts".to_owned()).spawn(work).ok().map(|_| sender)
    }
}

fn make(orders: &Receiver<HandoutOrder>, shared: &SharedSite, deliver: &dyn Fn(OrderedHandout)) {
    for HandoutOrder { number, path } in orders {
        // A fault in the engine prevents one handout and does not end the
        // preview.
        let bytes = catch_unwind(AssertUnwindSafe(|| shared.handout(&path))).ok().flatten();
        deliver(OrderedHandout { number, bytes });
    }
}
