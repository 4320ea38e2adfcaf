//! One request and its answer: plain Rust, without sockets and without JavaScript.
//!
//! - [`request`]: what the client sent
//! - [`response`]: status, headers and bytes under construction
//! - [`body`]: the body of a finished answer, whole or piece by piece
//! - `file`: the pieces of a body that is a file

pub mod body;
pub(crate) mod file;
pub mod request;
pub mod response;

use std::cell::{Cell, OnceCell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http_body_util::BodyExt;
use smallvec::SmallVec;
use tokio::sync::{mpsc, watch};

use crate::router::RouteNumber;

pub use body::AnswerBody;
pub use request::{Request, RequestBody};
pub use response::Response;

/// An answer for the host to send.
pub type Answer = http::Response<AnswerBody>;

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
pub(crate) enum End {
    /// The answer was handed to the transport whole.
    Whole,
    /// The connection went before that.
    Early,
}

/// What became of the answer so far.
#[derive(Debug, Default)]
enum Outcome {
    #[default]
    Open,
    Ready(Answer),
    /// Nobody will take another one.
    Over,
}

/// Texts by name.
type Notes = SmallVec<[(&'static str, Box<str>); 2]>;

/// A request and the answer under construction, shared by the host's connection, the onion and the JavaScript objects over
/// it; all on one thread.
#[derive(Debug)]
pub struct Exchange {
    pub request: Request,
    pub response: Response,
    /// Milliseconds since the epoch when the exchange began: `ctx.starttime`.
    pub start_time: u64,
    /// The route that answers, once one is found.
    pub(crate) route: Cell<RouteNumber>,
    /// What native layers leave for JavaScript to find, by name.
    notes: RefCell<Notes>,
    outcome: RefCell<Outcome>,
    waker: RefCell<Option<Waker>>,
    pub(crate) pieces: RefCell<Option<mpsc::Sender<body::Piece>>>,
    end: Cell<Option<End>>,
    /// Made when somebody asks to be told of the end.
    on_end: OnceCell<watch::Sender<Option<End>>>,
}

impl Exchange {
    /// Begins an exchange.
    pub fn new(request: Request) -> Rc<Exchange> {
        Rc::new(Exchange {
            request,
            response: Response::new(),
            start_time: now(),
            route: Cell::default(),
            notes: RefCell::default(),
            outcome: RefCell::default(),
            waker: RefCell::default(),
            pieces: RefCell::default(),
            end: Cell::new(None),
            on_end: OnceCell::new(),
        })
    }

    /// Leaves a text for JavaScript to find (`internal/koa/hooks`).
    pub fn leave_note(&self, name: &'static str, text: impl Into<Box<str>>) {
        self.notes.borrow_mut().push((name, text.into()));
    }

    /// The text left last under `name`.
    pub fn note(&self, name: &str) -> Option<String> {
        let notes = self.notes.borrow();
        notes
            .iter()
            .rev()
            .find(|(of, _)| *of == name)
            .map(|(_, text)| text.to_string())
    }

    /// Gives the answer to whoever waits for it. Only the first one counts.
    pub(crate) fn answer(&self, answer: Answer) {
        let mut outcome = self.outcome.borrow_mut();
        if matches!(*outcome, Outcome::Open) {
            *outcome = Outcome::Ready(answer);
            drop(outcome);
            self.wake();
        }
    }

    /// The answer, if it is there.
    pub(crate) fn take_answer(&self) -> Option<Result<Answer, NoAnswer>> {
        let mut outcome = self.outcome.borrow_mut();
        match std::mem::replace(&mut *outcome, Outcome::Over) {
            Outcome::Open => {
                *outcome = Outcome::Open;
                None
            }
            Outcome::Ready(answer) => Some(Ok(answer)),
            Outcome::Over => Some(Err(NoAnswer)),
        }
    }

    /// Waits for the answer.
    pub(crate) async fn answered(&self) -> Result<Answer, NoAnswer> {
        poll_fn(|cx| match self.take_answer() {
            Some(answer) => Poll::Ready(answer),
            None => {
                *self.waker.borrow_mut() = Some(cx.waker().clone());
                Poll::Pending
            }
        })
        .await
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Closes the connection, answer sent or not.
    pub(crate) fn destroy(&self) {
        self.end_as(End::Early);
        self.outcome.replace(Outcome::Over);
        drop(self.pieces.take());
        self.wake();
    }

    pub(crate) fn end(&self) -> Option<End> {
        self.end.get()
    }

    /// Records how the exchange ended; the first word stands.
    pub(crate) fn end_as(&self, end: End) {
        if self.end.get().is_some() {
            return;
        }
        self.end.set(Some(end));
        if let Some(told) = self.on_end.get() {
            told.send_replace(Some(end));
        }
        // One that ended early keeps its body: whoever reads it is to see that it breaks off.
        if end == End::Whole
            && let Some(rest) = self.request.take_body()
        {
            tokio::task::spawn_local(discard(rest));
        }
    }

    /// Waits until the client has gone before its answer was whole; for ever, if it stays.
    pub async fn abandoned(&self) {
        let mut told = self.watch_end();
        loop {
            match *told.borrow_and_update() {
                Some(End::Early) => return,
                Some(End::Whole) => break,
                None => {}
            }
            if told.changed().await.is_err() {
                break;
            }
        }
        std::future::pending().await
    }

    /// Is told of the end, also when it was before.
    pub(crate) fn watch_end(&self) -> watch::Receiver<Option<End>> {
        self.on_end
            .get_or_init(|| watch::Sender::new(self.end.get()))
            .subscribe()
    }
}

/// Reads what the application left of the request's body, as Node does: the connection's next request stands behind it.
async fn discard(mut rest: RequestBody) {
    while let Some(Ok(_)) = rest.frame().await {}
}

/// Milliseconds since the epoch.
pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as u64)
}

/// Ends an exchange as broken off when it is dropped first: by the host when the client has gone, or with the answer's body.
#[derive(Debug)]
pub(crate) struct Watch(Option<Rc<Exchange>>);

impl Watch {
    pub(crate) fn new(exchange: &Rc<Exchange>) -> Watch {
        Watch(Some(Rc::clone(exchange)))
    }

    /// How the exchange ended, if it did.
    pub(crate) fn end(&self) -> Option<End> {
        self.0.as_ref().and_then(|exchange| exchange.end())
    }

    pub(crate) fn end_as(&self, end: End) {
        if let Some(exchange) = &self.0 {
            exchange.end_as(end);
        }
    }

    /// Somebody else watches from now on.
    pub(crate) fn hand_over(mut self) {
        self.0.take();
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end_as(End::Early);
    }
}

/// Text as the bytes of a header: one byte for each character up to U+00FF, `None` beyond.
pub(crate) fn latin1_bytes(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect()
}

/// Bytes as Node's header strings show them.
pub(crate) fn latin1(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => text.into(),
        _ => bytes
            .iter()
            .map(|&byte| char::from(byte))
            .collect::<String>()
            .into(),
    }
}

/// A reason phrase other than the status' own; an extension of the [`Answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonPhrase(pub Bytes);
