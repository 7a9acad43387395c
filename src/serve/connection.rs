//! One connection: how far it is, and what it may still cost.
//!
//! A connection never waits: it takes and gives what the system has ready, and
//! says whether to call it again. Every state has a time by which it must get
//! on.

use std::io::{ErrorKind, Read as _};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use mio::net::TcpStream;

use super::events::{EventStream, SiteChange};
use super::head::{HeadScan, Refusal, TOO_SLOW};
use super::outgoing::Outgoing;

/// Times that a connection is given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For the first byte. Browsers open connections that they may use later.
    pub(super) silent: Duration,
    /// From the first byte to the end of the head.
    pub(super) head: Duration,
    /// For a handout to be made.
    pub(super) making: Duration,
    /// Without taking a byte of its answer.
    pub(super) stalled: Duration,
    /// For a whole answer.
    pub(super) answer: Duration,
    /// For closing, after the answer.
    pub(super) closing: Duration,
    /// A stream without news says so often that it is still there.
    pub(super) heartbeat: Duration,
}

impl Patience {
    /// What people and browsers need.
    pub(super) const USUAL: Self = Self {
        silent: Duration::from_mins(1),
        head: Duration::from_secs(10),
        making: Duration::from_mins(10),
        stalled: Duration::from_secs(10),
        answer: Duration::from_mins(5),
        closing: Duration::from_secs(1),
        heartbeat: Duration::from_secs(15),
    };
}

/// What a connection came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ConnectionTurn {
    /// It waits for the other side.
    Wait,
    /// There may be more at once, but others come first.
    Again,
    /// The head of its request is here.
    Asked(Vec<u8>),
    /// It gets a refusal.
    Refused(Refusal),
    /// It is over.
    Gone,
}

/// How far a connection is.
#[derive(Debug)]
enum ConnectionState {
    /// Its request is still coming.
    Head { bytes: Vec<u8>, scan: HeadScan },
    /// Its handout is being made.
    Making { head_only: bool },
    /// Its answer is being written.
    Answer { out: Outgoing, end: Instant },
    /// It listens to events.
    Events(EventStream),
    /// It has its answer. What it still sends is thrown away: closing over
    /// unread bytes would make the system throw away the answer.
    Closing,
}

/// Which connections are closed when there are too many, the first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CloseRank {
    /// It has its answer.
    Done,
    /// It has not asked yet.
    Quiet,
    /// It does not take its answer.
    Slow,
    /// It listens to events; its browser comes back.
    Stream,
    /// It waits for us.
    Waiting,
}

/// A connection to one client.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    state: ConnectionState,
    patience: Patience,
    /// When it last got on.
    since: Instant,
    /// When it has to have got on.
    until: Instant,
}

/// Reads at one turn; a client that sends without end must not keep the others
/// waiting.
const READS: usize = 16;

impl Connection {
    pub(super) fn new(stream: TcpStream, patience: Patience, now: Instant) -> Self {
        let state = ConnectionState::Head { bytes: Vec::new(), scan: HeadScan::default() };
        Self { stream, state, patience, since: now, until: now + patience.silent }
    }

    /// When it has to be looked at, whatever comes.
    pub(super) fn until(&self) -> Instant {
        self.until
    }

    pub(super) fn is_stream(&self) -> bool {
        matches!(self.state, ConnectionState::Events(_))
    }

    /// Whether it waits for a handout, and if so whether for its head only.
    pub(super) fn wants_handout(&self) -> Option<bool> {
        match self.state {
            ConnectionState::Making { head_only } => Some(head_only),
            _ => None,
        }
    }

    /// How soon it is closed for others, and since when it has not got on.
    pub(super) fn rank(&self) -> (CloseRank, Instant) {
        let rank = match self.state {
            ConnectionState::Closing => CloseRank::Done,
            ConnectionState::Head { .. } => CloseRank::Quiet,
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

    pub(super) fn wait_for_handout(&mut self, head_only: bool, now: Instant) {
        self.enter(ConnectionState::Making { head_only }, now, self.patience.making);
    }

    pub(super) fn listen(&mut self, stream: EventStream, now: Instant) {
        self.enter(ConnectionState::Events(stream), now, self.patience.stalled);
    }

    fn enter(&mut self, state: ConnectionState, now: Instant, patience: Duration) {
        (self.state, self.since, self.until) = (state, now, now + patience);
    }

    /// Tells of a new state of the site, if it listens.
    pub(super) fn tell(&mut self, news: &SiteChange, now: Instant) -> ConnectionTurn {
        match &mut self.state {
            ConnectionState::Events(stream) => {
                stream.tell(news);
                self.write_events(now)
            }
            _ => ConnectionTurn::Wait,
        }
    }

    /// Takes and gives what is ready.
    pub(super) fn turn(&mut self, now: Instant) -> ConnectionTurn {
        match &self.state {
            ConnectionState::Head { .. } => self.read_head(now),
            ConnectionState::Making { .. } => ConnectionTurn::Wait,
            ConnectionState::Answer { .. } => self.write_answer(now),
            ConnectionState::Events(_) => match self.skip() {
                ConnectionTurn::Wait => self.write_events(now),
                other => other,
            },
            ConnectionState::Closing => self.skip(),
        }
    }

    /// What happens when its time is over.
    pub(super) fn expire(&mut self, now: Instant) -> ConnectionTurn {
        match &mut self.state {
            ConnectionState::Head { bytes, .. } if !bytes.is_empty() => ConnectionTurn::Refused(TOO_SLOW),
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
                    bytes.truncate(end);
                    return ConnectionTurn::Asked(std::mem::take(bytes));
                }
                Err(refusal) => return ConnectionTurn::Refused(refusal),
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
        // A client that has gone already is found out by the next read.
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

    /// Throws away what the client still sends, and notices when it has gone.
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

/// What an error of reading means.
fn after(error: &std::io::Error) -> ConnectionTurn {
    match error.kind() {
        ErrorKind::WouldBlock => ConnectionTurn::Wait,
        ErrorKind::Interrupted => ConnectionTurn::Again,
        _ => ConnectionTurn::Gone,
    }
}
