//! The way of a request from a host into JavaScript and of its answer back, without sockets.
//!
//! - [`handle`]: gives a [`Request`] to the function that the world registered and waits for its [`Answer`]
//! - [`body`]: the answer's body, whole or piece by piece
//! - `natives`: what `internal/koa/exchange.js` calls
//!
//! An exchange is known by a number while it lasts; numbers belong to a thread, as worlds do.

pub mod body;
mod natives;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::rc::Rc;

use bytes::Bytes;
use coddle_engine::World;
use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Persistent, Result};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use tokio::sync::{mpsc, oneshot, watch};

pub use body::AnswerBody;
pub use natives::ReasonPhrase;
pub(crate) use natives::init;

/// The body as it arrives; its error says why it broke off.
pub type RequestBody = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// An answer for the host to send.
pub type Answer = http::Response<AnswerBody>;

/// A request as the host received it.
#[derive(Debug)]
pub struct Request {
    pub head: http::request::Parts,
    /// `None` when the head says that there is none.
    pub body: Option<RequestBody>,
    /// `None` on a unix socket.
    pub remote: Option<SocketAddr>,
    pub local: Option<SocketAddr>,
}

/// The exchange ended without an answer: the application destroyed the connection, or its world is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

impl std::fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the application closed the connection")
    }
}

impl std::error::Error for NoAnswer {}

/// How an exchange ended, once it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The answer was handed to the transport whole.
    Whole,
    /// The connection went before that.
    Early,
}

/// What is known of a running exchange.
struct Exchange {
    body: RefCell<Option<RequestBody>>,
    answer: RefCell<Option<oneshot::Sender<Answer>>>,
    pieces: RefCell<Option<mpsc::Sender<body::Piece>>>,
    end: watch::Sender<Option<End>>,
}

thread_local! {
    static EXCHANGES: RefCell<HashMap<u32, Rc<Exchange>>> = RefCell::default();
    static NEXT: Cell<u32> = const { Cell::new(1) };
}

fn exchange(id: u32) -> Option<Rc<Exchange>> {
    EXCHANGES.with_borrow(|exchanges| exchanges.get(&id).cloned())
}

/// The world's function for requests, as `internal/koa/exchange.js` makes it.
#[derive(Clone)]
pub struct Dispatcher(Persistent<Function<'static>>);

impl Dispatcher {
    /// Takes the function that `dispatcher(handler)` returned.
    pub fn new<'js>(ctx: &Ctx<'js>, function: Function<'js>) -> Dispatcher {
        Dispatcher(Persistent::save(ctx, function))
    }
}

/// Marks an exchange as broken off when the host drops it before the answer is out.
struct Guard {
    id: u32,
    exchange: Rc<Exchange>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.exchange.end.send_if_modified(|end| {
            let is_first = end.is_none();
            end.get_or_insert(End::Early);
            is_first
        });
        EXCHANGES.with_borrow_mut(|exchanges| exchanges.remove(&self.id));
    }
}

/// The exchange that running code works for: a turn's cause.
struct Exchanging(u32);

/// For [`World::on_interrupt`]: code was stopped by the turn limit, and what waits for it would wait for ever. Its client
/// gets a 503.
pub fn interrupted(cause: Option<coddle_engine::Cause>) {
    if let Some(exchanging) = cause.and_then(|cause| cause.downcast::<Exchanging>().ok()) {
        out_of_time(exchanging.0);
    }
}

fn out_of_time(id: u32) {
    if let Some(sender) = exchange(id).and_then(|exchange| exchange.answer.take()) {
        // The client may have gone in the meantime.
        let _ = sender.send(overrun());
    }
}

/// What a client gets whose request took longer than its host allows.
pub fn overrun() -> Answer {
    let mut answer = http::Response::new(AnswerBody::whole(Bytes::from_static(
        b"Service Unavailable: the request took longer than this server allows\n",
    )));
    *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    answer.headers_mut().insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    answer
}

/// Lets the application answer a request. Dropping the future tells it that the client is gone.
///
/// # Errors
/// [`NoAnswer`] when the connection is to be closed instead.
pub async fn handle(
    world: &World,
    dispatcher: &Dispatcher,
    request: Request,
) -> std::result::Result<Answer, NoAnswer> {
    let id = NEXT.replace(NEXT.get().wrapping_add(1));
    let (answer, answered) = oneshot::channel();
    let has_body = request.body.is_some();
    let exchange = Rc::new(Exchange {
        body: RefCell::new(request.body),
        answer: RefCell::new(Some(answer)),
        pieces: RefCell::new(None),
        end: watch::Sender::new(None),
    });
    EXCHANGES.with_borrow_mut(|exchanges| exchanges.insert(id, Rc::clone(&exchange)));
    if has_body {
        tokio::task::spawn_local(discard_rest(Rc::clone(&exchange)));
    }
    let guard = Guard { id, exchange };

    let cause: coddle_engine::Cause = Rc::new(Exchanging(id));
    world.turn_for(Some(cause), |ctx| {
        let called = head_object(ctx, &request.head, request.remote, request.local, has_body)
            .and_then(|head| dispatcher.0.clone().restore(ctx)?.call::<_, ()>((id, head)));
        if let Err(error) = called {
            let error = coddle_engine::errors::caught(ctx, error);
            if World::take_interrupted(ctx) {
                out_of_time(id);
            } else {
                coddle_engine::report_uncaught(ctx, error);
            }
        }
    });
    let mut answer = answered.await.map_err(|_| NoAnswer)?;
    // From here on the body tells how the exchange ends.
    answer.body_mut().watch(guard);
    Ok(answer)
}

/// Reads what the application left of the request's body, as Node does: the connection's next request stands behind it.
async fn discard_rest(exchange: Rc<Exchange>) {
    let mut end = exchange.end.subscribe();
    let is_whole = end
        .wait_for(Option::is_some)
        .await
        .is_ok_and(|end| *end == Some(End::Whole));
    let rest = exchange.body.take().filter(|_| is_whole);
    drop(exchange);
    if let Some(mut rest) = rest {
        while let Some(Ok(_)) = rest.frame().await {}
    }
}

/// What `ExchangeHandle` is made of.
fn head_object<'js>(
    ctx: &Ctx<'js>,
    head: &http::request::Parts,
    remote: Option<SocketAddr>,
    local: Option<SocketAddr>,
    has_body: bool,
) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("method", head.method.as_str())?;
    object.set("url", head.uri.to_string())?;
    object.set(
        "httpVersion",
        if head.version == http::Version::HTTP_10 {
            "1.0"
        } else {
            "1.1"
        },
    )?;
    let raw = Array::new(ctx.clone())?;
    for (index, (name, value)) in head.headers.iter().enumerate() {
        raw.set(2 * index, name.as_str())?;
        raw.set(2 * index + 1, latin1(value.as_bytes()))?;
    }
    object.set("rawHeaders", raw)?;
    for (address, port, of) in [
        ("remoteAddress", "remotePort", remote),
        ("localAddress", "localPort", local),
    ] {
        object.set(address, of.map(|of| of.ip().to_string()))?;
        object.set(port, of.map(|of| of.port()))?;
    }
    object.set("hasBody", has_body)?;
    Ok(object)
}

/// Bytes as Node's header strings show them.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
