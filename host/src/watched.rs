//! A connection's stream that keeps back what hyper says on its own.

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// hyper answers a request that it cannot parse by itself, before it reports the error; the application's `clientError`
/// listeners are to answer it instead. What hyper writes when nobody was asked for an answer is that, and is dropped.
pub(crate) struct Watched {
    pub(crate) stream: TcpStream,
    pub(crate) asked: Rc<Asked>,
}

/// What of a connection's answers is under way.
#[derive(Default)]
pub(crate) struct Asked {
    /// Requests that the application works on, and bodies that are being sent.
    working: Cell<usize>,
    /// An answer was given of which nothing was written yet.
    owed: Cell<bool>,
    /// Bytes came since the last write, and no request was made of them.
    unheard: Cell<bool>,
}

impl Asked {
    /// A request begins.
    pub(crate) fn begin(self: &Rc<Self>) -> Working {
        self.working.set(self.working.get() + 1);
        self.unheard.set(false);
        Working(Rc::clone(self))
    }

    /// hyper has an answer to write.
    pub(crate) fn answered(&self) {
        self.owed.set(true);
    }

    fn is_by_itself(&self) -> bool {
        self.unheard.get() && !self.owed.get() && self.working.get() == 0
    }

    fn wrote(&self) {
        self.owed.set(false);
        self.unheard.set(false);
    }
}

/// A request, and then its answer's body, under way.
pub(crate) struct Working(Rc<Asked>);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.working.set(self.0.working.get() - 1);
    }
}

/// A body that counts as work until it is sent.
pub(crate) struct Tracked<B> {
    body: B,
    _working: Working,
}

impl<B> Tracked<B> {
    pub(crate) fn new(body: B, working: Working) -> Tracked<B> {
        Tracked {
            body,
            _working: working,
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Tracked<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.asked.unheard.set(true);
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.asked.is_by_itself() {
            return Poll::Ready(Ok(bytes.len()));
        }
        self.asked.wrote();
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.asked.is_by_itself() {
            return Poll::Ready(Ok(buffers.iter().map(|buffer| buffer.len()).sum()));
        }
        self.asked.wrote();
        Pin::new(&mut self.stream).poll_write_vectored(cx, buffers)
    }
}
