//! Lets answers be made on other threads: pages on those of their state of the site, handouts and
//! places, for which pages must not wait, on a thread of this file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::answer::{self, LOST, OrderedWork};
use super::client_place::ClientPlace;
use super::live_pages::{LivePages, PageBytes};
use super::snapshot::Snapshot;
use super::whole::WholeAnswer;
use crate::url::SitePath;

/// Most orders that wait; further clients are asked to come back.
const WAITING: usize = 64;

/// What a connection wants.
#[derive(Debug)]
pub(super) struct WorkOrder {
    /// The connection's number.
    pub(super) number: usize,
    pub(super) work: OrderedWork,
    pub(super) place: ClientPlace,
    /// The state of the site that the client asked.
    pub(super) snapshot: Arc<Snapshot>,
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
    deliver: Arc<dyn Fn(MadeAnswer) + Send + Sync>,
    orders: Option<SyncSender<WorkOrder>>,
}

impl AnswerMaker {
    pub(super) fn new(deliver: impl Fn(MadeAnswer) + Send + Sync + 'static) -> Self {
        Self { deliver: Arc::new(deliver), orders: None }
    }

    /// Takes an order; `false` if too many wait or the system gives no thread.
    pub(super) fn take(&mut self, order: WorkOrder) -> bool {
        let WorkOrder { number, work, place, snapshot } = &order;
        let place = *place;
        match work {
            OrderedWork::Page(path) => {
                let asked = path.clone();
                let answer = move |page: &PageBytes, snapshot: &Snapshot| match page {
                    Some(page) => answer::site_bytes((&asked, place), page, snapshot),
                    None => answer::lost((asked.as_str(), place), None, snapshot),
                };
                self.page((*number, path.clone()), snapshot, answer)
            }
            OrderedWork::Lost(asked) => {
                let asked = asked.clone();
                let answer = move |page: &PageBytes, snapshot: &Snapshot| {
                    answer::lost((&asked, place), page.as_ref(), snapshot)
                };
                self.page((*number, SitePath::new(LOST)), snapshot, answer)
            }
            OrderedWork::Handout(_) | OrderedWork::Places(_) => {
                if self.orders.is_none() {
                    self.orders = self.begin();
                }
                self.orders.as_ref().is_some_and(|orders| orders.try_send(order).is_ok())
            }
        }
    }

    /// Lets a page be made, and delivers the answer that `answer` makes of it.
    fn page(
        &self,
        (number, path): (usize, SitePath),
        snapshot: &Arc<Snapshot>,
        answer: impl FnOnce(&PageBytes, &Snapshot) -> WholeAnswer + Send + 'static,
    ) -> bool {
        let Some(pages) = &snapshot.pages else { return false };
        let (deliver, asked) = (Arc::clone(&self.deliver), Arc::clone(snapshot));
        pages.ask(path, move |page| deliver(MadeAnswer { number, answer: answer(&page, &asked) }));
        true
    }

    fn begin(&self) -> Option<SyncSender<WorkOrder>> {
        let (sender, orders) = sync_channel(WAITING);
        let deliver = Arc::clone(&self.deliver);
        let work = move || make(&orders, &*deliver);
        thread::Builder::new().name("handouts".to_owned()).spawn(work).ok().map(|_| sender)
    }
}

fn make(orders: &Receiver<WorkOrder>, deliver: &dyn Fn(MadeAnswer)) {
    for WorkOrder { number, work, snapshot, .. } in orders {
        let Some(pages) = &snapshot.pages else { continue };
        // A fault in the engine prevents one answer and does not end the
        // preview.
        let made = catch_unwind(AssertUnwindSafe(|| made(&work, pages))).ok().flatten();
        deliver(MadeAnswer { number, answer: made.unwrap_or_else(|| answer::handout(None)) });
    }
}

fn made(work: &OrderedWork, pages: &LivePages) -> Option<WholeAnswer> {
    match work {
        OrderedWork::Handout(path) => Some(answer::handout(pages.handout(path).as_ref())),
        OrderedWork::Places(page) => Some(answer::places(&pages.state().places(page))),
        OrderedWork::Page(_) | OrderedWork::Lost(_) => None,
    }
}
