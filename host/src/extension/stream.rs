//! Streams of bytes both ways: a Rust `Stream` is a Node Readable, and a Node stream is a Rust `Stream`.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use coddle_egg::units;
use coddle_engine::class::call;
use coddle_engine::convert::{self, Passed};
use coddle_engine::rquickjs::{self, Ctx, Function, Value};
use coddle_engine::{Kept, bytes as views, errors, ops};
use futures_core::Stream;
use serde::de::{Deserialize, Deserializer};
use tokio::sync::oneshot;

use super::local::Local;
use super::{Error, blocking, callback, panic};

/// A stream of bytes.
///
/// As a result it is a Node `Readable`: JavaScript may set it as `ctx.body`, pipe it, iterate over it; it is read no faster than it
/// is consumed, and dropped when nobody wants it any more. As a parameter, or anywhere in one, it takes a Node stream, a web
/// stream or any (async) iterable of bytes or texts, and is itself a [`Stream`].
///
/// ```
/// use coddle::extension::{ByteStream, Error, Extension};
///
/// let extension = Extension::new("files").module("files", |module| {
///     module
///         .async_function("length", |mut body: ByteStream| async move {
///             let mut length = 0;
///             while let Some(piece) = body.next().await {
///                 length += piece?.len();
///             }
///             Ok::<_, Error>(length)
///         })
///         .function("thrice", |text: String| {
///             let mut left = 3;
///             ByteStream::from_fn(move || {
///                 left -= 1;
///                 (left >= 0).then(|| Ok(text.clone().into()))
///             })
///         })
/// });
/// ```
pub struct ByteStream {
    source: Source,
}

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Error>>>>;

enum Source {
    Rust(Pieces),
    JavaScript(FromJs),
}

impl ByteStream {
    /// The pieces of a Rust stream.
    ///
    /// ```
    /// # use coddle::extension::ByteStream;
    /// use bytes::Bytes;
    /// use futures_core::Stream;
    ///
    /// fn body(pieces: impl Stream<Item = Result<Bytes, std::io::Error>> + 'static) -> ByteStream {
    ///     ByteStream::new(pieces)
    /// }
    /// ```
    pub fn new<S, E>(stream: S) -> ByteStream
    where
        S: Stream<Item = Result<Bytes, E>> + 'static,
        E: Into<Error>,
    {
        ByteStream {
            source: Source::Rust(Box::pin(Mapped(Box::pin(stream)))),
        }
    }

    /// Pieces that are there when they are asked for, until `next` gives `None`.
    ///
    /// ```
    /// # use coddle::extension::ByteStream;
    /// let mut lines = vec!["two\n", "one\n"];
    /// let stream = ByteStream::from_fn(move || lines.pop().map(|line| Ok(line.into())));
    /// # let _ = stream;
    /// ```
    pub fn from_fn(next: impl FnMut() -> Option<Result<Bytes, Error>> + 'static) -> ByteStream {
        ByteStream {
            source: Source::Rust(Box::pin(Made(next))),
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// ```
    /// # use coddle::extension::{ByteStream, Error};
    /// async fn whole(mut stream: ByteStream) -> Result<Vec<u8>, Error> {
    ///     let mut all = Vec::new();
    ///     while let Some(piece) = stream.next().await {
    ///         all.extend_from_slice(&piece?);
    ///     }
    ///     Ok(all)
    /// }
    /// ```
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.source {
            Source::Rust(stream) => stream.as_mut().poll_next(cx),
            Source::JavaScript(stream) => stream.poll_next(cx),
        }
    }
}

struct Mapped<S>(Pin<Box<S>>);

impl<S, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Error>,
{
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.0.as_mut().poll_next(cx);
        piece.map(|piece| piece.map(|piece| piece.map_err(Into::into)))
    }
}

struct Made<F>(F);

impl<F> Unpin for Made<F> {}

impl<F: FnMut() -> Option<Result<Bytes, Error>>> Stream for Made<F> {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready((self.0)())
    }
}

impl<'de> Deserialize<'de> for ByteStream {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ByteStream, D::Error> {
        let Passed(source) = Passed::deserialize(deserializer)?;
        Ok(ByteStream {
            source: Source::JavaScript(FromJs {
                state: FromJsState::Fresh(source),
            }),
        })
    }
}

/// A stream of JavaScript's, read piece by piece.
struct FromJs {
    state: FromJsState,
}

enum FromJsState {
    /// The stream; nobody has read from it.
    Fresh(Kept),
    /// Its iterator.
    Idle(Kept),
    /// A piece was asked for.
    Asked(Kept, oneshot::Receiver<Result<Option<Bytes>, Error>>),
    Ended,
}

impl FromJs {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, FromJsState::Ended) {
                FromJsState::Fresh(source) => match iterator(&source) {
                    Ok(iterator) => self.state = FromJsState::Idle(iterator),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                FromJsState::Idle(iterator) => match ask(&iterator) {
                    Ok(answer) => self.state = FromJsState::Asked(iterator, answer),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                FromJsState::Asked(iterator, mut answer) => {
                    let piece = match Pin::new(&mut answer).poll(cx) {
                        Poll::Pending => {
                            self.state = FromJsState::Asked(iterator, answer);
                            return Poll::Pending;
                        }
                        Poll::Ready(Ok(piece)) => piece,
                        // The world has ended, and with it whoever would have told.
                        Poll::Ready(Err(_)) => Err(Error::world_ended()),
                    };
                    return Poll::Ready(match piece {
                        Ok(Some(piece)) => {
                            self.state = FromJsState::Idle(iterator);
                            Some(Ok(piece))
                        }
                        Ok(None) => None,
                        Err(error) => Some(Err(error)),
                    });
                }
                FromJsState::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl Drop for FromJs {
    fn drop(&mut self) {
        let (FromJsState::Idle(iterator) | FromJsState::Asked(iterator, _)) = &self.state else {
            return;
        };
        // Who stops reading early closes the stream, as `break` does in `for await`. What that throws concerns nobody any more.
        iterator.within(|ctx, iterator| {
            let close = call::property(&iterator, c"return");
            let closed = close.and_then(|close| match close.is_function() {
                true => call::call(ctx, &close, &iterator, &[]).map(|promise| {
                    call::mark_handled(&promise);
                }),
                false => Ok(()),
            });
            if closed.is_err() {
                drop(ctx.catch());
            }
        });
    }
}

fn iterator(source: &Kept) -> Result<Kept, Error> {
    source
        .within(|ctx, source| {
            units::shape(ctx, "iterate", &[source])
                .map(|iterator| Kept::new(&iterator))
                .map_err(|error| Error::of_engine(ctx, error))
        })
        .unwrap_or_else(|| Err(Error::world_ended()))
}

/// Asks an iterator for its next piece.
fn ask(iterator: &Kept) -> Result<oneshot::Receiver<Result<Option<Bytes>, Error>>, Error> {
    iterator
        .within(|ctx, iterator| {
            let failed = |error| Error::of_engine(ctx, error);
            let next = call::property(&iterator, c"next").map_err(failed)?;
            let promise = call::call(ctx, &next, &iterator, &[]).map_err(failed)?;
            callback::observe(ctx, promise, piece)
        })
        .unwrap_or_else(|| Err(Error::world_ended()))
}

/// The bytes of an iterator's `{ done, value }`.
fn piece(result: &Value<'_>) -> Result<Option<Bytes>, Error> {
    let ctx = result.ctx();
    let failed = |error| Error::of_engine(ctx, error);
    let done = call::property(result, c"done").map_err(failed)?;
    if done.as_bool() == Some(true) {
        return Ok(None);
    }
    let value = call::property(result, c"value").map_err(failed)?;
    if let Some(text) = value.as_string() {
        return Ok(Some(views::utf8(text).map_err(failed)?.into()));
    }
    match views::to_vec(&value) {
        Some(bytes) => Ok(Some(bytes.into())),
        None => Err(Error::invalid_argument(format!(
            "a piece of the stream is neither bytes nor text: {}",
            errors::describe(&value)
        ))),
    }
}

/// A stream that JavaScript reads.
struct Reading {
    /// Absent while it is polled, and once nobody wants more.
    stream: RefCell<Option<ByteStream>>,
    is_cancelled: Cell<bool>,
}

impl Reading {
    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(mut stream) = self.stream.take() else {
            return Poll::Ready(None);
        };
        let piece = Pin::new(&mut stream).poll_next(cx);
        // Reading may have run JavaScript, which may have cancelled it.
        if !self.is_cancelled.get() {
            self.stream.replace(Some(stream));
        }
        piece
    }

    fn cancel(&self) {
        self.is_cancelled.set(true);
        let dropped = self.stream.take();
        drop(dropped);
    }
}

/// A Readable of a stream.
pub(crate) fn readable<'js>(
    ctx: &Ctx<'js>,
    stream: ByteStream,
    local: &Rc<Local>,
) -> Result<Value<'js>, Error> {
    let failed = |error| Error::of_engine(ctx, error);
    let reading = Rc::new(Reading {
        stream: RefCell::new(Some(stream)),
        is_cancelled: Cell::new(false),
    });
    let number = blocking::register(&format!("extension \"{}\": a stream", local.extension));
    let source = Rc::clone(&reading);
    let next = Function::new(ctx.clone(), move |ctx: Ctx<'js>| {
        next_piece(&ctx, &source, number)
    })
    .map_err(failed)?;
    let cancel = Function::new(ctx.clone(), move || reading.cancel()).map_err(failed)?;
    units::shape(ctx, "readable", &[next.into_value(), cancel.into_value()]).map_err(failed)
}

/// A promise of a Buffer, or of undefined at the end.
fn next_piece<'js>(
    ctx: &Ctx<'js>,
    reading: &Rc<Reading>,
    number: blocking::Number,
) -> rquickjs::Result<Value<'js>> {
    let reading = Rc::clone(reading);
    let pulling = panic::Caught {
        future: Box::pin(async move { poll_fn(|cx| reading.poll(cx)).await }),
        number,
    };
    ops::promise(ctx, pulling, |ctx, piece| match piece {
        Ok(Some(Ok(piece))) => convert::buffer(ctx, piece.into()),
        Ok(None) => Ok(Value::new_undefined(ctx.clone())),
        Ok(Some(Err(error))) | Err(error) => Err(error.throw(ctx)),
    })
}
