//! Makes what takes time on a thread of its own: pages must not wait for it. A
//! handout takes seconds, and to look up places waits for the builder.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::answer::{self, OrderedWork};
use super::shared::SharedSite;
use super::whole::WholeAnswer;

/// Most orders that wait; further clients are asked to come back.
const WAITING: usize = 64;

/// What a connection wants.
#[derive(Debug)]
pub(super) struct WorkOrder {
    /// The connection's number.
    pub(super) number: usize,
    pub(super) work: OrderedWork,
}

/// The result of an order.
#[derive(Debug)]
pub(super) struct MadeAnswer {
    /// The connection's number.
    pub(super) number: usize,
    pub(super) answer: WholeAnswer,
}

/// Takes orders; its thread starts with the first one.
pub(super) struct AnswerMaker {
    shared: Arc<SharedSite>,
    deliver: Arc<dyn Fn(MadeAnswer) + Send + Sync>,
    orders: Option<SyncSender<WorkOrder>>,
}

impl AnswerMaker {
    pub(super) fn new(shared: Arc<SharedSite>, deliver: impl Fn(MadeAnswer) + Send + Sync + 'static) -> Self {
        Self { shared, deliver: Arc::new(deliver), orders: None }
    }

    /// Takes an order; `false` if too many wait or the system gives no thread.
    pub(super) fn take(&mut self, order: WorkOrder) -> bool {
        if self.orders.is_none() {
            self.orders = self.begin();
        }
        self.orders.as_ref().is_some_and(|orders| orders.try_send(order).is_ok())
    }

    fn begin(&self) -> Option<SyncSender<WorkOrder>> {
        let (sender, orders) = sync_channel(WAITING);
        let (shared, deliver) = (Arc::clone(&self.shared), Arc::clone(&self.deliver));
        let work = move || make(&orders, &shared, &*deliver);
        thread::Builder::new().name("handouts".to_owned()).spawn(work).ok().map(|_| sender)
    }
}

fn make(orders: &Receiver<WorkOrder>, shared: &SharedSite, deliver: &dyn Fn(MadeAnswer)) {
    for WorkOrder { number, work } in orders {
        // A fault in the engine prevents one answer and does not end the
        // preview.
        let answer = match work {
            OrderedWork::Handout(path) => {
                let made = catch_unwind(AssertUnwindSafe(|| shared.handout(&path))).ok().flatten();
                answer::handout(made.as_ref())
            }
            OrderedWork::Places(page) => {
                let places = catch_unwind(AssertUnwindSafe(|| shared.places(&page)));
                answer::places(&places.unwrap_or_default())
            }
        };
        deliver(MadeAnswer { number, answer });
    }
}
