//! One connection: its state, and how much time it may still take.
//!
//! A connection never waits: it reads and writes what the system has ready, and
//! says whether to call it again. Every state has a time limit, by which the
//! connection must make progress.

use std::io::{ErrorKind, Read as _};
use std::net::{IpAddr, Shutdown};
use std::time::{Duration, Instant};

use mio::net::TcpStream;

use super::edit::{EditAsk, EditRoute};
use super::events::EventStream;
use super::head::{HeadScan, Refusal, TOO_SLOW};
use super::news::SiteNews;
use super::outgoing::Outgoing;
use crate::url::SitePath;

/// The time limits of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// Time for the first byte. Browsers open connections that they may use
    /// later.
    pub(super) silent: Duration,
    /// Time from the first byte to the end of the head.
    pub(super) head: Duration,
    /// Time from the end of the head to the end of the body.
    pub(super) body: Duration,
    /// Time for making an answer, such as a handout.
    pub(super) making: Duration,
    /// Time in which the client must take a byte of its answer.
    pub(super) stalled: Duration,
    /// Time for sending a whole answer.
    pub(super) answer: Duration,
    /// Time for closing, after the answer.
    pub(super) closing: Duration,
    /// Time after which a stream without news says that it is still there.
    pub(super) heartbeat: Duration,
}

impl Patience {
    /// The limits that suit people and browsers.
    pub(super) const USUAL: Self = Self {
        silent: Duration::from_mins(1),
        head: Duration::from_secs(10),
        body: Duration::from_secs(10),
        making: Duration::from_mins(10),
        stalled: Duration::from_secs(10),
        answer: Duration::from_mins(5),
        closing: Duration::from_secs(1),
        heartbeat: Duration::from_secs(15),
    };
}

/// What a connection needs after one turn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ConnectionTurn {
    /// The connection waits for its client.
    Wait,
    /// The connection may go on at once, but the others come first.
    Again,
    /// The head of the request has been read.
    Asked {
        head: Vec<u8>,
        /// What has come of the body.
        rest: Vec<u8>,
    },
    /// The body of a request of the editor's page has been read.
    Sent { route: EditRoute, body: Vec<u8> },
    /// The request gets a refusal.
    Refused(Refusal),
    /// The connection has ended.
    Gone,
}

/// The state of a connection.
#[derive(Debug)]
enum ConnectionState {
    /// The request is still being read.
    Head { bytes: Vec<u8>, scan: HeadScan },
    /// The body of the request is still being read.
    Body { ask: EditAsk, bytes: Vec<u8> },
    /// The answer is being made.
    Making { head_only: bool },
    /// The answer is being written.
    Answer { out: Outgoing, end: Instant },
    /// The client receives events.
    Events(EventStream),
    /// The client has its answer. What it still sends is thrown away: if a
    /// connection is closed over unread bytes, the system throws away the
    /// answer.
    Closing,
}

/// The order in which connections are closed when there are too many, beginning
/// with the first variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CloseRank {
    /// The client has its answer.
    Done,
    /// The client has not sent a whole request yet.
    Quiet,
    /// The client does not take its answer.
    Slow,
    /// The client receives events; its browser connects again.
    Stream,
    /// The client waits for the preview.
    Waiting,
}

/// A connection to one client.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    /// The address of the client.
    pub(super) peer: IpAddr,
    state: ConnectionState,
    patience: Patience,
    /// When the connection last made progress.
    since: Instant,
    /// When the connection must have made progress.
    until: Instant,
}

/// Most reads in one turn. A client that sends without end must not keep the
/// others waiting.
const READS: usize = 16;

impl Connection {
    pub(super) fn new((stream, peer): (TcpStream, IpAddr), patience: Patience, now: Instant) -> Self {
        let state = ConnectionState::Head { bytes: Vec::new(), scan: HeadScan::default() };
        Self { stream, peer, state, patience, since: now, until: now + patience.silent }
    }

    /// When the connection has to be looked at, even if nothing happens.
    pub(super) fn until(&self) -> Instant {
        self.until
    }

    pub(super) fn is_stream(&self) -> bool {
        matches!(self.state, ConnectionState::Events(_))
    }

    /// Whether the connection waits for its answer to be made; if so, the value tells
    /// whether only for its head.
    pub(super) fn waits_for_work(&self) -> Option<bool> {
        match self.state {
            ConnectionState::Making { head_only } => Some(head_only),
            _ => None,
        }
    }

    /// How early the connection is closed for another one, and when it last
    /// made progress.
    pub(super) fn rank(&self) -> (CloseRank, Instant) {
        let rank = match self.state {
            ConnectionState::Closing => CloseRank::Done,
            ConnectionState::Head { .. } | ConnectionState::Body { .. } => CloseRank::Quiet,
            ConnectionState::Answer { .. } => CloseRank::Slow,
            ConnectionState::Events(_) => CloseRank::Stream,
            ConnectionState::Making { .. } => CloseRank::Waiting,
        };
        (rank, self.since)
    }

    pub(super) fn answer(&mut self, out: Outgoing, now: Instant) {
        self.enter(
            ConnectionState::Answer { out, end: now + self.patience.answer },
            now,
            self.patience.stalled,
        );
    }

    pub(super) fn wait_for_work(&mut self, head_only: bool, now: Instant) {
        self.enter(ConnectionState::Making { head_only }, now, self.patience.making);
    }

    pub(super) fn listen(&mut self, stream: EventStream, now: Instant) {
        self.enter(ConnectionState::Events(stream), now, self.patience.stalled);
    }

    fn enter(&mut self, state: ConnectionState, now: Instant, patience: Duration) {
        (self.state, self.since, self.until) = (state, now, now + patience);
    }

    /// Tells the client, if it receives events.
    pub(super) fn tell(&mut self, news: &SiteNews, now: Instant) -> ConnectionTurn {
        match &mut self.state {
            ConnectionState::Events(stream) => {
                stream.tell(news);
                self.write_events(now)
            }
            _ => ConnectionTurn::Wait,
        }
    }

    /// Notes at which pages the client looks.
    pub(super) fn look_at(&mut self, pages: &[SitePath]) {
        if let ConnectionState::Events(stream) = &mut self.state {
            stream.look_at(pages);
        }
    }

    /// Reads and writes what is ready.
    pub(super) fn turn(&mut self, now: Instant) -> ConnectionTurn {
        match &self.state {
            ConnectionState::Head { .. } => self.read_head(now),
            ConnectionState::Body { .. } => self.read_body(),
            ConnectionState::Making { .. } => ConnectionTurn::Wait,
            ConnectionState::Answer { .. } => self.write_answer(now),
            ConnectionState::Events(_) => match self.skip() {
                ConnectionTurn::Wait => self.write_events(now),
                other => other,
            },
            ConnectionState::Closing => self.skip(),
        }
    }

    /// Acts at the time limit of the connection's state.
    pub(super) fn expire(&mut self, now: Instant) -> ConnectionTurn {
        match &mut self.state {
            ConnectionState::Head { bytes, .. } if !bytes.is_empty() => ConnectionTurn::Refused(TOO_SLOW),
            ConnectionState::Body { .. } => ConnectionTurn::Refused(TOO_SLOW),
            ConnectionState::Events(stream) if stream.is_written() => {
                stream.beat();
                self.until = now + self.patience.stalled;
                self.write_events(now)
            }
            _ => ConnectionTurn::Gone,
        }
    }

    fn read_head(&mut self, now: Instant) -> ConnectionTurn {
        let ConnectionState::Head { bytes, scan } = &mut self.state else { return ConnectionTurn::Wait };
        let mut buffer = [0; 4096];
        for _ in 0..READS {
            let length = match self.stream.read(&mut buffer) {
                Ok(0) => return ConnectionTurn::Gone,
                Ok(length) => length,
                Err(error) => return after(&error),
            };
            if bytes.is_empty() {
                self.until = now + self.patience.head;
            }
            bytes.extend(buffer.iter().take(length));
            match scan.end(bytes) {
                Ok(None) => (),
                Ok(Some(end)) => {
                    let rest = bytes.split_off(end);
                    return ConnectionTurn::Asked { head: std::mem::take(bytes), rest };
                }
                Err(refusal) => return ConnectionTurn::Refused(refusal),
            }
        }
        ConnectionTurn::Again
    }

    /// Reads the body of a request of the editor's page, of which `bytes` have come.
    pub(super) fn receive(&mut self, ask: EditAsk, bytes: Vec<u8>, now: Instant) -> ConnectionTurn {
        self.enter(ConnectionState::Body { ask, bytes }, now, self.patience.body);
        self.read_body()
    }

    fn read_body(&mut self) -> ConnectionTurn {
        let ConnectionState::Body { ask, bytes } = &mut self.state else { return ConnectionTurn::Wait };
        let mut buffer = [0; 16 * 1024];
        for _ in 0..READS {
            if bytes.len() >= ask.length {
                bytes.truncate(ask.length);
                return ConnectionTurn::Sent { route: ask.route, body: std::mem::take(bytes) };
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => return ConnectionTurn::Gone,
                Ok(length) => bytes.extend(buffer.iter().take(length)),
                Err(error) => return after(&error),
            }
        }
        ConnectionTurn::Again
    }

    fn write_answer(&mut self, now: Instant) -> ConnectionTurn {
        let ConnectionState::Answer { out, end } = &mut self.state else { return ConnectionTurn::Wait };
        match out.write_to(&mut self.stream) {
            Err(_) => return ConnectionTurn::Gone,
            Ok(0) => (),
            Ok(_) => (self.since, self.until) = (now, (now + self.patience.stalled).min(*end)),
        }
        if !out.is_empty() {
            return if out.has_paused() { ConnectionTurn::Again } else { ConnectionTurn::Wait };
        }
        // If the client has already gone, the next read notices it.
        let _ = self.stream.shutdown(Shutdown::Write);
        self.enter(ConnectionState::Closing, now, self.patience.closing);
        self.skip()
    }

    fn write_events(&mut self, now: Instant) -> ConnectionTurn {
        let ConnectionState::Events(stream) = &mut self.state else { return ConnectionTurn::Wait };
        match stream.write_to(&mut self.stream) {
            Err(_) => return ConnectionTurn::Gone,
            Ok(0) if stream.is_written() => (),
            Ok(0) => self.until = self.until.min(now + self.patience.stalled),
            Ok(_) => {
                let patience =
                    if stream.is_written() { self.patience.heartbeat } else { self.patience.stalled };
                (self.since, self.until) = (now, now + patience);
            }
        }
        ConnectionTurn::Wait
    }

    /// Throws away what the client still sends, and notices when the client has
    /// gone.
    fn skip(&mut self) -> ConnectionTurn {
        let mut buffer = [0; 16 * 1024];
        for _ in 0..READS {
            match self.stream.read(&mut buffer) {
                Ok(0) => return ConnectionTurn::Gone,
                Ok(_) => (),
                Err(error) => return after(&error),
            }
        }
        ConnectionTurn::Again
    }
}

/// What the connection does after an error of reading.
fn after(error: &std::io::Error) -> ConnectionTurn {
    match error.kind() {
        ErrorKind::WouldBlock => ConnectionTurn::Wait,
        ErrorKind::Interrupted => ConnectionTurn::Again,
        _ => ConnectionTurn::Gone,
    }
}
