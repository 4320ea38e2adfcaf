//! The connections of one worker.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::application::Application;
use crate::cluster::frame::Figures;
use crate::listener::{Accepting, Client, Place};
use crate::logger::complain;
use crate::observe::Counters;
use crate::serving::Serving;

use super::connection::{self, Ends};
use super::guard::Rules;
use super::in_flight::Load;
use super::limits::HttpLimits;
use super::progress::{Overdue, Progress};
use super::sweeper::{self, Watched};
use super::tls::Tls;
use super::transport::Transport;

/// How long to wait before accepting again when the process is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How far a server is in ending its connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stopping {
    No,
    /// Answers say `Connection: close`; resting connections may still ask.
    Telling,
    /// Resting connections end.
    Ending,
}

/// The connections of one worker.
pub(crate) struct Server {
    /// Who answers: a request stays with the one that it began with.
    pub(super) serving: Rc<Serving>,
    /// It speaks HTTPS.
    tls: Option<Tls>,
    rules: Rc<Rules>,
    pub(super) request_limit: Duration,
    connections: Cell<usize>,
    /// Where other workers see how many that are, for as long as it takes connections.
    place: RefCell<Option<Rc<Place>>>,
    pub(super) load: Load,
    /// Bytes of answers that clients did not take yet.
    waiting: Rc<Cell<u64>>,
    /// Connections that were told to end for it, and have not yet.
    pub(super) doomed: Cell<usize>,
    pub(super) counters: Counters,
    watched: RefCell<Vec<Watched>>,
    /// Told whenever a connection ends.
    ended: Notify,
    stopping: Cell<Stopping>,
}

impl Server {
    pub(crate) fn new(
        application: Rc<Application>,
        request_limit: Duration,
        tls: Option<Tls>,
    ) -> Server {
        let limits = Rc::clone(&application.limits);
        let serving = Rc::new(Serving::new(application));
        let asked = Rc::clone(&serving);
        Server {
            rules: Rc::new(Rules {
                limits,
                takes_upgrades: Box::new(move || {
                    asked.current().is_some_and(|one| one.takes_upgrades())
                }),
            }),
            serving,
            tls,
            request_limit,
            connections: Cell::new(0),
            place: RefCell::default(),
            load: Load::default(),
            waiting: Rc::default(),
            doomed: Cell::new(0),
            counters: Counters::default(),
            watched: RefCell::default(),
            ended: Notify::new(),
            stopping: Cell::new(Stopping::No),
        }
    }

    /// Who answers its requests.
    pub(crate) fn serving(&self) -> &Serving {
        &self.serving
    }

    pub(super) fn rules(&self) -> Rc<Rules> {
        Rc::clone(&self.rules)
    }

    pub(super) fn limits(&self) -> HttpLimits {
        self.rules.limits.get()
    }

    /// Whether connections are to end after the request that they serve.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.get() != Stopping::No
    }

    /// Whether connections that rest are to end.
    pub(super) fn is_ending(&self) -> bool {
        self.stopping.get() == Stopping::Ending
    }

    /// Takes connections for as long as it is polled.
    pub(crate) async fn accept(self: Rc<Self>, listener: &Accepting) {
        if let Some(place) = listener.place() {
            place.tell(self.connections.get());
            self.place.replace(Some(place));
        }
        let mut has_complained = false;
        loop {
            match listener.accept().await {
                Ok(client) => {
                    has_complained = false;
                    self.wait_for_room().await;
                    self.welcome(client);
                }
                // The peer gave up before we got to it.
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    if !std::mem::replace(&mut has_complained, true) {
                        complain!("coddle: a connection could not be accepted: {error}");
                    }
                    // Most likely the process is out of descriptors.
                    self.make_room();
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Takes what waits in the listener's queue.
    pub(crate) fn accept_waiting(self: &Rc<Self>, listener: &Accepting) {
        while let Some(Ok(client)) = listener.accept_waiting() {
            self.welcome(client);
        }
    }

    /// Serves a connection that somebody else accepted.
    pub(crate) fn take(self: &Rc<Self>, stream: std::net::TcpStream) {
        let taken = stream
            .peer_addr()
            .and_then(|remote| Ok((TcpStream::from_std(stream)?, remote)));
        // A peer that is gone again has no address.
        if let Ok((stream, remote)) = taken {
            self.welcome(Client::Tcp(stream, remote));
        }
    }

    fn welcome(self: &Rc<Self>, client: Client) {
        let encrypted = self.tls.is_some();
        match client {
            Client::Tcp(stream, remote) => {
                // Without it small answers wait for the client's acknowledgement.
                let _ = stream.set_nodelay(true);
                let ends = Ends {
                    remote: Some(remote),
                    local: stream.local_addr().ok(),
                    encrypted,
                };
                self.begin(stream, ends);
            }
            Client::Unix(stream) => self.begin(
                stream,
                Ends {
                    encrypted,
                    ..Ends::default()
                },
            ),
        }
    }

    /// Serves a client that has come.
    fn begin(self: &Rc<Self>, stream: impl Transport, ends: Ends) {
        if self.watched.borrow().is_empty() {
            tokio::task::spawn_local(sweep(Rc::downgrade(self)));
        }
        let server = Rc::clone(self);
        let progress = Rc::new(Progress::new(Rc::clone(&self.waiting)));
        self.count(self.connections.get() + 1);
        self.watched
            .borrow_mut()
            .push(Watched::new(Rc::clone(&progress), Instant::now()));
        tokio::task::spawn_local(async move {
            let (serving, watched) = (Rc::clone(&server), Rc::clone(&progress));
            match server.tls.clone() {
                None => connection::serve(serving, watched, stream, ends).await,
                // Boxed: it is large, and most servers have none.
                Some(tls) => {
                    Box::pin(connection::serve_tls(tls, serving, watched, stream, ends)).await;
                }
            }
            if progress.is_doomed() {
                server.doomed.set(server.doomed.get() - 1);
            }
            progress.end();
            server.count(server.connections.get() - 1);
            server.ended.notify_one();
        });
    }

    /// There are so many connections now.
    fn count(&self, connections: usize) {
        self.connections.set(connections);
        if let Some(place) = &*self.place.borrow() {
            place.tell(connections);
        }
    }

    /// Returns when another connection may be served.
    async fn wait_for_room(&self) {
        while self.connections.get() >= self.limits().max_connections {
            self.make_room();
            // Not only the one that was told may end, and another one may become spare meanwhile.
            let _ = tokio::time::timeout(ACCEPT_PAUSE, self.ended.notified()).await;
        }
    }

    /// Ends the connection that is missed least, if there is one.
    fn make_room(&self) {
        let (watched, limits) = (self.watched.borrow(), self.limits());
        let spare = watched
            .iter()
            .filter(|one| !one.progress.is_ended() && one.progress.overdue().is_none())
            .filter_map(|one| Some((one.spare(&limits)?, one)))
            .min_by_key(|(since, _)| *since);
        if let Some((_, one)) = spare {
            one.progress.set_overdue(Overdue::Connection);
        }
    }

    /// Ends connections while more bytes of answers wait for clients than may; not that of `given`, which has just been given some.
    pub(super) fn bound_waiting(&self, given: &Rc<Progress>) {
        let most = self.limits().max_waiting_bytes;
        if self.waiting.get() > most && most > 0 {
            let excess = self.waiting.get() - most;
            let ended = sweeper::end_slowest(&self.watched.borrow(), given, excess);
            self.doomed.set(self.doomed.get() + ended);
        }
    }

    /// Ends what is over a limit, `passed` after the last time.
    fn look(&self, passed: Duration) {
        let (now, limits) = (Instant::now(), self.limits());
        self.watched.borrow_mut().retain_mut(|one| {
            if one.progress.is_ended() {
                return false;
            }
            if let Some(why) = one.look(now, passed, &limits) {
                one.progress.set_overdue(why);
            }
            true
        });
    }

    /// What the server has counted.
    pub(crate) fn figures(&self) -> Figures {
        Figures {
            requests: self.load.requests(),
            in_flight: self.load.in_flight(),
            connections: self.connections.get() as u64,
            waiting: self.waiting.get(),
            heap: None,
        }
    }

    /// What it has counted by route.
    pub(crate) fn counters(&self) -> &Counters {
        &self.counters
    }

    /// The paths of the application's routes, by their numbers.
    pub(crate) fn routes(&self) -> Vec<Box<str>> {
        let application = self.serving.current();
        application.map_or_else(Vec::new, |application| application.dispatcher.routes())
    }

    /// Tells connections to end after the request that they serve, and waits for them: resting ones end after `linger` (their
    /// clients may be sending a request just now), and whoever is not done after `limit` is cut off.
    pub(crate) async fn drain(&self, linger: Duration, limit: Duration) {
        self.stopping.set(Stopping::Telling);
        if let Some(place) = self.place.take() {
            place.leave();
        }
        let all = async {
            while self.connections.get() > 0 {
                self.ended.notified().await;
            }
        };
        let mut all = std::pin::pin!(all);
        let began = tokio::time::Instant::now();
        if !linger.is_zero() {
            tokio::select! {
                () = &mut all => return,
                () = tokio::time::sleep(linger.min(limit)) => {}
            }
        }
        self.stopping.set(Stopping::Ending);
        for one in &*self.watched.borrow() {
            one.progress.wake();
        }
        // Whoever is not done by then is cut off.
        let _ = tokio::time::timeout_at(began + limit, all).await;
    }
}

/// Looks after the connections of a server for as long as there are any.
async fn sweep(server: Weak<Server>) {
    let mut last = Instant::now();
    loop {
        let Some(interval) = server
            .upgrade()
            .map(|server| server.limits().sweep_interval())
        else {
            return;
        };
        tokio::time::sleep(interval).await;
        let now = Instant::now();
        let Some(server) = server.upgrade() else {
            return;
        };
        server.look(now.duration_since(last));
        if server.watched.borrow().is_empty() {
            return;
        }
        last = now;
    }
}
