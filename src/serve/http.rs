//! Reads requests and writes answers, on one thread that never waits for a
//! client.
//!
//! With a thread for each connection, clients that say nothing, or never read,
//! could use up all threads. Here such a client uses only its descriptor, and
//! when there are too many, those that have been quiet longest are closed. The
//! loop goes on, whatever the system refuses.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token, Waker};

use super::accept::AcceptLimits;
use super::answer::{self, Answer};
use super::client_place::ClientPlace;
use super::connection::{CloseRank, Connection, ConnectionTurn, Patience};
use super::edit::{self, EditOrder, EditRoute, EditWorker};
use super::error::ServeError;
use super::events::EventStream;
use super::guard::{Guard, GuardKeys, Judgement};
use super::head::RequestHead;
use super::listeners::{self, Listeners};
use super::looking::{LookedAt, LookingReport};
use super::making::{AnswerMaker, MadeAnswer, WorkOrder};
use super::news::{SiteChange, SiteNews};
use super::outgoing::Outgoing;
use super::shared::SharedSite;
use super::snapshot::Snapshot;

/// How many clients the preview serves at once, and how long it waits for them.
#[derive(Debug, Clone, Copy)]
struct ServerLimits {
    /// Most connections at once.
    connections: usize,
    /// Most streams of events at once; they count as connections too.
    streams: usize,
    patience: Patience,
}

impl ServerLimits {
    const USUAL: Self = Self { connections: 768, streams: 256, patience: Patience::USUAL };
}

/// A connection younger than this is not closed for another: its request may be
/// on its way.
const GRACE: Duration = Duration::from_millis(10);

/// Most connections that are accepted in one turn.
const BURST: usize = 16;

/// Lower tokens are those of the listeners, higher ones those of connections.
const MAILBOX: Token = Token(listeners::MOST);

/// What other threads tell the server.
enum ServerMessage {
    News(SiteNews),
    Made(MadeAnswer),
}

/// Answers those who come to `listeners` from `shared` until the process ends.
/// With a key of the network, devices that have it are answered too; with one of the editor, its
/// page may change the site in the folder `root`.
///
/// # Errors
/// [`ServeError::System`] if the system gives no thread.
pub(super) fn answer_at(
    listeners: Listeners,
    keys: GuardKeys,
    (shared, root): (&Arc<SharedSite>, &Path),
) -> Result<(), ServeError> {
    let system = |error: io::Error| ServeError::System(error.to_string());
    let guard = Guard::new(listeners.here().port(), keys);
    let mut server =
        Server::new((listeners, guard), (Arc::clone(shared), root), ServerLimits::USUAL).map_err(system)?;
    let work = move || {
        loop {
            server.turn();
        }
    };
    thread::Builder::new().name("answers".to_owned()).spawn(work).map_err(system)?;
    Ok(())
}

/// The state of the loop.
struct Server {
    poll: Poll,
    events: Events,
    listeners: Listeners,
    guard: Guard,
    shared: Arc<SharedSite>,
    limits: ServerLimits,
    connections: BTreeMap<usize, Connection>,
    /// Number of the next connection; each number is used only once.
    next: usize,
    messages: Receiver<ServerMessage>,
    maker: AnswerMaker,
    editor: EditWorker,
    door: AcceptLimits,
    looked_at: LookedAt,
}

impl Server {
    fn new(
        (mut listeners, guard): (Listeners, Guard),
        (shared, root): (Arc<SharedSite>, &Path),
        limits: ServerLimits,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        listeners.register(poll.registry())?;
        let waker = Arc::new(Waker::new(poll.registry(), MAILBOX)?);
        let (sender, messages) = channel();
        // Both calls fail only while the server ends.
        let post = move |message| _ = sender.send(message).is_ok() && waker.wake().is_ok();
        let told = post.clone();
        shared.listen(move |news| told(ServerMessage::News(news)));
        let written = post.clone();
        let editor = EditWorker::new(root, move |made| written(ServerMessage::Made(made)));
        let maker = AnswerMaker::new(move |made| post(ServerMessage::Made(made)));
        let door = AcceptLimits::new(limits.connections, Instant::now());
        let (connections, events) = (BTreeMap::new(), Events::with_capacity(256));
        let looked_at = LookedAt::default();
        #[rustfmt::skip]
        let server = Self {
            poll, events, listeners, guard, shared, limits, connections, next: MAILBOX.0 + 1, messages, maker, editor, door, looked_at,
        };
        Ok(server)
    }

    /// Waits until something happens, and handles everything that has happened.
    fn turn(&mut self) {
        let wait = self.wake_at().map(|at| at.saturating_duration_since(Instant::now()));
        if self.poll.poll(&mut self.events, wait).is_err_and(|error| error.kind() != ErrorKind::Interrupted) {
            thread::sleep(Duration::from_millis(10));
        }
        let now = Instant::now();
        let ready: Vec<Token> = self.events.iter().map(mio::event::Event::token).collect();
        for token in ready {
            match token {
                Token(..listeners::MOST) => self.door.knock(),
                MAILBOX => (),
                Token(number) => self.drive(number, now, Connection::turn),
            }
        }
        self.hear(now);
        self.expire(now);
        self.admit(now);
        // Streams end in several places.
        if self.looked_at.keep(|number| self.connections.contains_key(&number)) {
            self.shared.look_at(self.looked_at.pages());
        }
    }

    /// When there is something to do even if nothing happens.
    fn wake_at(&self) -> Option<Instant> {
        self.connections.values().map(Connection::until).chain(self.door.opens()).min()
    }

    /// Lets a connection act, and does what its turn asks for.
    fn drive(
        &mut self,
        number: usize,
        now: Instant,
        act: impl FnOnce(&mut Connection, Instant) -> ConnectionTurn,
    ) {
        let Some(connection) = self.connections.get_mut(&number) else { return };
        let mut turn = act(connection, now);
        loop {
            turn = match turn {
                ConnectionTurn::Wait => return,
                ConnectionTurn::Again => {
                    // After this, the system reports again what it has already
                    // reported.
                    let both = Interest::READABLE | Interest::WRITABLE;
                    if self.poll.registry().reregister(&mut connection.stream, Token(number), both).is_ok() {
                        return;
                    }
                    ConnectionTurn::Gone
                }
                ConnectionTurn::Gone => {
                    self.connections.remove(&number);
                    return;
                }
                ConnectionTurn::Refused(refusal) => {
                    let refusal = self.guard.told(refusal, connection.peer);
                    connection.answer(Outgoing::answer(answer::refused(refusal), false), now);
                    connection.turn(now)
                }
                ConnectionTurn::Asked { head, rest } => return self.reply(number, (&head, rest), now),
                ConnectionTurn::Sent { route, body } => return self.edit(number, (route, body), now),
            }
        }
    }

    /// Answers a request.
    fn reply(&mut self, number: usize, (head, rest): (&[u8], Vec<u8>), now: Instant) {
        let Some(peer) = self.connections.get(&number).map(|connection| connection.peer) else { return };
        let asked = match RequestHead::parse(head).and_then(|head| self.guard.judge(&head, peer)) {
            Ok(Judgement::Allowed(asked)) => asked,
            Ok(Judgement::Enters { head_only, cookie }) => {
                return self.send(number, Outgoing::answer(answer::entered(cookie), head_only), now);
            }
            Ok(Judgement::Edits(ask)) => {
                return self.drive(number, now, |connection, now| connection.receive(ask, rest, now));
            }
            Err(refusal) => return self.drive(number, now, |_, _| ConnectionTurn::Refused(refusal)),
        };
        let snapshot = self.shared.current();
        match answer::answer(&asked, &snapshot) {
            Answer::Whole(whole) => self.send(number, Outgoing::answer(whole, asked.head_only), now),
            Answer::Copy { kind, file } => {
                self.send(number, Outgoing::copy(kind, file, asked.head_only), now);
            }
            Answer::Events if asked.head_only => self.send(number, Outgoing::events(), now),
            Answer::Events => self.listen((number, asked.place), &snapshot, now),
            Answer::Looking(report) => {
                let known = self.look_at(report);
                self.send(number, Outgoing::answer(answer::noted(known), asked.head_only), now);
            }
            Answer::Editor(file) => {
                let key = self.guard.edit_key();
                let found = key.map_or_else(answer::no_editor, |key| edit::file(file, (&asked.query, key)));
                self.send(number, Outgoing::answer(found, asked.head_only), now);
            }
            Answer::Order(work) => {
                self.order(WorkOrder { number, work, place: asked.place, snapshot }, asked.head_only, now);
            }
        }
    }

    fn send(&mut self, number: usize, out: Outgoing, now: Instant) {
        self.drive(number, now, |connection, now| {
            connection.answer(out, now);
            connection.turn(now)
        });
    }

    /// Opens a stream of events. If there are too many, the oldest is closed:
    /// its browser connects again, which it would not do after a refusal.
    fn listen(&mut self, (number, place): (usize, ClientPlace), snapshot: &Snapshot, now: Instant) {
        let most = self.limits.streams.min(self.door.room(now) / 2);
        let streams = || self.connections.iter().filter(|(_, connection)| connection.is_stream());
        if streams().count() >= most
            && let Some(oldest) = streams().map(|(number, _)| *number).next()
        {
            self.connections.remove(&oldest);
        }
        let state = SiteChange::since_long(snapshot.version, &snapshot.scripts);
        let findings = snapshot.findings.at(place);
        // A page is open again, perhaps after an edit on another computer.
        self.shared.look_again();
        self.drive(number, now, |connection, now| {
            connection.listen(EventStream::begin(number, place, &state, findings), now);
            connection.turn(now)
        });
    }

    /// Notes what a browser looks at; `false` if it has no stream.
    fn look_at(&mut self, report: LookingReport) -> bool {
        let Some(stream) = self.connections.get_mut(&report.stream).filter(|stream| stream.is_stream())
        else {
            return false;
        };
        stream.look_at(&report.pages);
        self.looked_at.report(report);
        self.shared.look_at(self.looked_at.pages());
        true
    }

    fn order(&mut self, order: WorkOrder, head_only: bool, now: Instant) {
        let number = order.number;
        if !self.maker.take(order) {
            let busy = answer::busy("too much is being made; try again in a moment");
            return self.send(number, Outgoing::answer(busy, head_only), now);
        }
        self.drive(number, now, |connection, now| {
            connection.wait_for_work(head_only, now);
            ConnectionTurn::Wait
        });
    }

    /// Lets a request of the editor's page be answered.
    fn edit(&mut self, number: usize, (route, body): (EditRoute, Vec<u8>), now: Instant) {
        let order = EditOrder { number, route, body, snapshot: self.shared.current() };
        if !self.editor.take(order) {
            let busy = answer::busy("too much is being written; try again in a moment");
            return self.send(number, Outgoing::answer(busy, false), now);
        }
        self.drive(number, now, |connection, now| {
            connection.wait_for_work(false, now);
            ConnectionTurn::Wait
        });
    }

    /// Handles the messages of other threads.
    fn hear(&mut self, now: Instant) {
        while let Ok(message) = self.messages.try_recv() {
            match message {
                ServerMessage::News(news) => self.tell(&news, now),
                ServerMessage::Made(MadeAnswer { number, answer }) => {
                    let waits = self.connections.get(&number).and_then(Connection::waits_for_work);
                    if let Some(head_only) = waits {
                        self.send(number, Outgoing::answer(answer, head_only), now);
                    }
                }
            }
        }
    }

    /// Tells the browsers; of a page those that look at it.
    fn tell(&mut self, news: &SiteNews, now: Instant) {
        let hears = |number: &usize| match news {
            SiteNews::Page(page) => self.looked_at.looks(*number, &page.path),
            SiteNews::State(_) | SiteNews::Findings(_) => true,
        };
        let numbers: Vec<usize> = self.connections.keys().copied().filter(hears).collect();
        for number in numbers {
            self.drive(number, now, |connection, now| connection.tell(news, now));
        }
    }

    /// Acts on the connections whose time is over.
    fn expire(&mut self, now: Instant) {
        let over =
            |(number, connection): (&usize, &Connection)| (connection.until() <= now).then_some(*number);
        let late: Vec<usize> = self.connections.iter().filter_map(over).collect();
        for number in late {
            self.drive(number, now, Connection::expire);
        }
    }

    /// Accepts connections that wait.
    fn admit(&mut self, now: Instant) {
        let mut taken = 0;
        while taken < BURST && self.door.is_open(now) {
            if !self.make_room(now) {
                return self.door.close_for(GRACE, now);
            }
            match self.listeners.accept() {
                Ok(client) => {
                    taken += 1;
                    self.door.admitted();
                    self.welcome(client, now);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.door.quiet(),
                Err(error) => self.door.refused(&error, self.connections.len(), now),
            }
        }
    }

    fn welcome(&mut self, (mut stream, peer): (TcpStream, IpAddr), now: Instant) {
        // If this fails, answers come later, but they come.
        let _ = stream.set_nodelay(true);
        let number = self.next;
        self.next += 1;
        let both = Interest::READABLE | Interest::WRITABLE;
        if self.poll.registry().register(&mut stream, Token(number), both).is_ok() {
            self.connections.insert(number, Connection::new((stream, peer), self.limits.patience, now));
            self.drive(number, now, Connection::turn);
        }
    }

    /// Closes connections until there is space for one more; `false` if those
    /// that may be closed are too young. Streams are closed only if there are
    /// no other connections.
    fn make_room(&mut self, now: Instant) -> bool {
        let room = self.door.room(now);
        while self.connections.len() >= room {
            let order = |connection: &Connection| {
                let (rank, since) = connection.rank();
                (rank >= CloseRank::Stream, since + GRACE > now, rank, since)
            };
            let first = self.connections.iter().min_by_key(|(_, connection)| order(connection));
            match first.filter(|(_, connection)| !order(connection).1).map(|(number, _)| *number) {
                Some(number) => self.connections.remove(&number),
                None => return false,
            };
        }
        true
    }
}

#[cfg(test)]
mod tests;
