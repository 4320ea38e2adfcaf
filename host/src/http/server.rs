//! The connections of one worker.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::Poll;
use std::time::{Duration, Instant};

use coddle_engine::bytes as views;
use coddle_engine::rquickjs::function::OnceFn;
use coddle_engine::rquickjs::{Ctx, Function, IntoJs as _, Object, Result as JsResult, Value};
use coddle_koa::bridge::{self, NoAnswer};
use coddle_node::http::scan::Fault;
use coddle_node::net;
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue};
use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt, Either};
use hyper::body::{Body, Incoming};
use hyper::ext::ReasonPhrase;
use tokio::net::TcpStream;
use tokio::sync::{Notify, oneshot};

use crate::application::Application;
use crate::cluster::frame::Figures;
use crate::dev::Broken;
use crate::listener::{Accepting, Client};
use crate::logger::complain;
use crate::observe::Counters;
use crate::serving::{InHand, Serving};

use super::answer::{Answer, empty, refusal};
use super::connection::{self, Ends};
use super::guard::Rules;
use super::in_flight::{InFlight, Load};
use super::limits::HttpLimits;
use super::progress::{Overdue, Progress};
use super::request_body::RequestBody;
use super::sweeper::{self, Watched};
use super::tls::Tls;
use super::transport::Transport;

/// How long the application may think about an answer to a broken request.
const CLIENT_ERROR_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait before accepting again when the process is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How many turns of the loop a request waits at most for connections that were told to end.
const PATIENCE_FOR_ROOM: usize = 64;
const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");

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
    serving: Rc<Serving>,
    /// It speaks HTTPS.
    tls: Option<Tls>,
    rules: Rc<Rules>,
    request_limit: Duration,
    connections: Cell<usize>,
    load: Load,
    /// Bytes of answers that clients did not take yet.
    waiting: Rc<Cell<u64>>,
    /// Connections that were told to end for it, and have not yet.
    doomed: Cell<usize>,
    counters: Counters,
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

    /// Whether connections that rest are to end.
    pub(super) fn is_ending(&self) -> bool {
        self.stopping.get() == Stopping::Ending
    }

    // ---- Connections ------------------------------------------------------------------------------------------------

    /// Takes connections for as long as it is polled.
    pub(crate) async fn accept(self: Rc<Self>, listener: &Accepting) {
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
    pub(crate) async fn accept_waiting(self: &Rc<Self>, listener: &Accepting) {
        while let Some(Ok(client)) = std::future::poll_fn(|cx| {
            Poll::Ready(match listener.poll_accept(cx) {
                Poll::Ready(accepted) => Some(accepted),
                Poll::Pending => None,
            })
        })
        .await
        {
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
        self.connections.set(self.connections.get() + 1);
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
            server.connections.set(server.connections.get() - 1);
            server.ended.notify_one();
        });
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

    // ---- Requests ---------------------------------------------------------------------------------------------------

    /// Answers the `number`th request of a connection. `target`: the request's, where it differs from hyper's. The application
    /// has the request in hand until what comes with the answer is dropped.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        target: Option<Box<str>>,
        number: u64,
        ends: Ends,
    ) -> Result<(Answer, Option<InHand>), NoAnswer> {
        let counted = InFlight::begin(&self.load, &self.counters);
        let answered = self
            .answer_counted(request, target, number, ends, &counted)
            .await;
        if let Ok((answer, _)) = &answered {
            counted.answered(answer.status());
        }
        answered
    }

    async fn answer_counted(
        &self,
        request: Request<Incoming>,
        target: Option<Box<str>>,
        number: u64,
        ends: Ends,
        counted: &InFlight<'_>,
    ) -> Result<(Answer, Option<InHand>), NoAnswer> {
        let (head, body) = request.into_parts();
        let limits = self.limits();
        if let Some(status) = refused(&head, &limits) {
            return Ok((refusal(status), None));
        }
        let most = limits.max_requests_in_flight;
        if self.load.in_flight() > most && most > 0 {
            return Ok((bridge::busy().map(Either::Left), None));
        }
        if head.version == Version::HTTP_11
            && let Some(expected) = head.headers.get(EXPECT)
            && !expected.as_bytes().eq_ignore_ascii_case(b"100-continue")
        {
            return Ok((empty(StatusCode::EXPECTATION_FAILED), None));
        }
        // Connections that were told to end for the room that they take do so before more is taken.
        for _ in 0..PATIENCE_FOR_ROOM {
            if self.doomed.get() == 0 {
                break;
            }
            tokio::task::yield_now().await;
        }
        let Some(application) = self.serving.begin() else {
            return Ok((bridge::no_application().map(Either::Left), None));
        };
        let broken = self.serving.broken();
        let broken = broken.map(|broken| (Broken::is_navigation(&head), broken));
        let has_body = !body.is_end_stream();
        let body = has_body.then(|| RequestBody(body).boxed_unsync());
        let request = bridge::Request {
            head,
            target,
            body,
            remote: ends.remote,
            local: ends.local,
            encrypted: ends.encrypted,
        };
        // An exchange without an answer is an error to hyper, which closes the connection.
        let (world, dispatcher) = (&application.world, &application.dispatcher);
        let handling = bridge::handle(world, dispatcher, request, &counted.route);
        let limit = counted.began + self.request_limit;
        let mut answer = match tokio::time::timeout_at(limit.into(), handling).await {
            Ok(answer) => answer?,
            Err(_) => bridge::overrun(),
        };
        if let Some((is_navigation, broken)) = broken {
            broken.tell(&mut answer, is_navigation);
        }
        if let Some(bridge::ReasonPhrase(text)) = answer.extensions_mut().remove()
            && let Ok(phrase) = ReasonPhrase::try_from(text)
        {
            answer.extensions_mut().insert(phrase);
        }
        self.tell_of_end(answer.headers_mut(), number, &limits);
        Ok((answer.map(Either::Left), Some(application)))
    }

    /// Tells the client what becomes of the connection, where that is not the usual.
    fn tell_of_end(&self, headers: &mut HeaderMap, number: u64, limits: &HttpLimits) {
        let most = limits.max_requests_per_socket;
        if self.stopping.get() != Stopping::No || (most > 0 && number >= most) {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
            headers.remove(KEEP_ALIVE);
        } else if !limits.has_usual_keep_alive()
            && let Some(told) = headers.get_mut(KEEP_ALIVE)
        {
            let words = limits.keep_alive_words();
            match words.and_then(|words| HeaderValue::try_from(words).ok()) {
                Some(words) => *told = words,
                None => {
                    headers.remove(KEEP_ALIVE);
                }
            }
        }
    }

    // ---- What is no request -----------------------------------------------------------------------------------------

    /// The application's `clientError` listeners decide on the answer to what cannot be served; gives its bytes.
    /// (APP-068..070)
    pub(super) async fn client_error(&self, error: ClientError, ends: Ends) -> Option<Vec<u8>> {
        self.counters.client_error();
        let application = self.serving.current()?;
        let (tell, told) = oneshot::channel::<Vec<u8>>();
        let called = application.world.turn(|ctx| -> JsResult<()> {
            let finish = Function::new(
                ctx.clone(),
                OnceFn::from(move |text: String| {
                    // The connection may have ended while the application thought about its answer.
                    let _ = tell.send(text.into_bytes());
                }),
            )?;
            let packet = match error.packet {
                Some(packet) => views::uint8_array(ctx, packet)?,
                None => Value::new_undefined(ctx.clone()),
            };
            let client_error = application.client_error.clone().restore(ctx)?;
            client_error.call::<_, ()>((
                error.code,
                error.reason,
                error.bytes_parsed as f64,
                packet,
                ends.remote.map(|remote| remote.ip().to_string()),
                ends.remote.map(|remote| remote.port()).into_js(ctx)?,
                finish,
            ))
        });
        if let Err(error) = called {
            complain!("coddle: a client error could not be reported: {error}");
            return None;
        }
        match tokio::time::timeout(CLIENT_ERROR_TIMEOUT, told).await {
            Ok(Ok(answer)) => Some(answer),
            // It forgot the socket, or thinks for too long.
            Ok(Err(_)) | Err(_) => None,
        }
    }

    /// Gives a connection to the application's 'upgrade' or 'connect' listeners. `head`: what was read of it already. (CTX-138)
    pub(super) fn hand_over(&self, stream: impl Transport, head: Vec<u8>, ends: Ends) {
        // The connection is closed with its stream.
        let Some(application) = self.serving.current() else {
            return;
        };
        let called = application.world.turn(|ctx| -> JsResult<()> {
            let handle = stream.into_handle(ctx)?;
            let head = views::uint8_array(ctx, head)?;
            let hand_over = application.hand_over.clone().restore(ctx)?;
            hand_over.call::<_, ()>((handle, head, secure(ctx, ends)?))
        });
        if let Err(error) = called {
            complain!("coddle: a connection could not be handed to the application: {error}");
        }
    }
}

/// What the application cannot ask the handle of an encrypted connection: `{ remote, local }`, its addresses; undefined for
/// another one.
fn secure<'js>(ctx: &Ctx<'js>, ends: Ends) -> JsResult<Value<'js>> {
    if !ends.encrypted {
        return Ok(Value::new_undefined(ctx.clone()));
    }
    let object = Object::new(ctx.clone())?;
    for (name, address) in [("remote", ends.remote), ("local", ends.local)] {
        if let Some(address) = address {
            object.set(name, net::address_object(ctx, address)?)?;
        }
    }
    Ok(object.into_value())
}

/// Why a request goes no further.
fn refused(head: &http::request::Parts, limits: &HttpLimits) -> Option<StatusCode> {
    if head.version == Version::HTTP_11 && !head.headers.contains_key(HOST) {
        return Some(StatusCode::BAD_REQUEST);
    }
    if limits.max_body_size > 0
        && let Some(length) = head.headers.get(CONTENT_LENGTH)
        && let Some(length) = length
            .to_str()
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
        && length > limits.max_body_size
    {
        return Some(StatusCode::PAYLOAD_TOO_LARGE);
    }
    None
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

/// What is wrong with what a client sent.
pub(super) struct ClientError {
    code: &'static str,
    reason: &'static str,
    bytes_parsed: usize,
    /// The bytes that showed it, if any did.
    packet: Option<Vec<u8>>,
}

impl ClientError {
    pub(super) fn of(fault: Fault, packet: Vec<u8>) -> ClientError {
        ClientError {
            code: fault.code,
            reason: fault.reason,
            bytes_parsed: fault.at,
            packet: (!packet.is_empty()).then_some(packet),
        }
    }

    /// The request did not come in time.
    pub(super) fn timeout() -> ClientError {
        ClientError {
            code: "ERR_HTTP_REQUEST_TIMEOUT",
            reason: "Request timeout",
            bytes_parsed: 0,
            packet: None,
        }
    }
}
