//! The sessions that a client may take up again. rustls gives them as values that have no bytes, so that what `getSession()` shows of one is
//! a random name, under which this process knows it: another process greets anew.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use rustls::NamedGroup;
use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::pki_types::ServerName;

use super::identities::Identities;

/// Sessions that a process remembers; the oldest are forgotten.
const REMEMBERED: usize = 1024;
/// Those of one connection that nobody has asked for; a server may send any number.
const UNASKED: usize = 8;
const NAME: usize = 32;

pub(super) type SessionName = [u8; NAME];

enum Ticket {
    Tls12(Tls12ClientSessionValue),
    Tls13(Tls13ClientSessionValue),
}

/// One session. rustls resumes it only with the identities that it began with.
struct Remembered {
    ticket: Ticket,
    identities: Arc<Identities>,
}

#[derive(Default)]
struct Memory {
    sessions: HashMap<SessionName, Remembered>,
    /// The oldest first.
    order: VecDeque<SessionName>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn memory() -> MutexGuard<'static, Memory> {
    static MEMORY: LazyLock<Mutex<Memory>> = LazyLock::new(Mutex::default);
    lock(&MEMORY)
}

impl Memory {
    fn put(&mut self, name: SessionName, session: Remembered) {
        if self.sessions.insert(name, session).is_none() {
            self.order.push_back(name);
        }
        while self.order.len() > REMEMBERED {
            if let Some(oldest) = self.order.pop_front() {
                self.sessions.remove(&oldest);
            }
        }
    }

    /// For a handshake. A ticket of TLS 1.3 is good for one only: so that nobody can tell that two are of the same client.
    fn lend(&mut self, name: &SessionName) -> Option<Remembered> {
        if let Remembered {
            ticket: Ticket::Tls12(ticket),
            identities,
        } = self.sessions.get(name)?
        {
            return Some(Remembered {
                ticket: Ticket::Tls12(ticket.clone()),
                identities: Arc::clone(identities),
            });
        }
        self.order.retain(|known| known != name);
        self.sessions.remove(name)
    }
}

/// The sessions of one connection: the one that it offers, and those that its server gives.
pub(super) struct Sessions {
    identities: Arc<Identities>,
    offered: Option<SessionName>,
    offer: Mutex<Option<Ticket>>,
    given: Mutex<VecDeque<Ticket>>,
}

impl Sessions {
    /// `name`: of the session to be taken up again. It is not offered when it is forgotten, or when the client showed another certificate.
    pub(super) fn new(name: Option<SessionName>, own: &Arc<Identities>) -> Sessions {
        let lent = name
            .and_then(|name| memory().lend(&name))
            .filter(|session| session.identities.are(own));
        let (identities, offer) = match lent {
            Some(session) => (session.identities, Some(session.ticket)),
            None => (Arc::clone(own), None),
        };
        Sessions {
            identities,
            offered: name,
            offer: Mutex::new(offer),
            given: Mutex::default(),
        }
    }

    /// Those to greet with.
    pub(super) fn identities(&self) -> Arc<Identities> {
        Arc::clone(&self.identities)
    }

    /// Remembers the oldest session that was given and not yet asked for. None when there is none.
    pub(super) fn remember(&self) -> Option<SessionName> {
        let ticket = lock(&self.given).pop_front()?;
        let mut name = [0; NAME];
        getrandom::fill(&mut name).ok()?;
        self.remember_as(name, ticket);
        Some(name)
    }

    fn remember_as(&self, name: SessionName, ticket: Ticket) {
        let session = Remembered {
            ticket,
            identities: self.identities(),
        };
        memory().put(name, session);
    }

    /// The session that was taken up again goes on under its name.
    pub(super) fn resumed(&self) -> Option<SessionName> {
        let name = self.offered?;
        let mut given = lock(&self.given);
        if matches!(given.front(), Some(Ticket::Tls12(_)))
            && let Some(ticket) = given.pop_front()
        {
            self.remember_as(name, ticket);
        }
        Some(name)
    }

    fn give(&self, ticket: Ticket) {
        let mut given = lock(&self.given);
        if given.len() == UNASKED {
            given.pop_front();
        }
        given.push_back(ticket);
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

/// One connection has one server, whose name need not be compared.
impl ClientSessionStore for Sessions {
    fn set_kx_hint(&self, _: ServerName<'static>, _: NamedGroup) {}

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        None
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.give(Ticket::Tls12(value));
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        match &*lock(&self.offer) {
            Some(Ticket::Tls12(value)) => Some(value.clone()),
            _ => None,
        }
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        *lock(&self.offer) = None;
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.give(Ticket::Tls13(value));
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        let mut offer = lock(&self.offer);
        match offer.take() {
            Some(Ticket::Tls13(value)) => Some(value),
            other => {
                *offer = other;
                None
            }
        }
    }
}
