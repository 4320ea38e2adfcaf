//! Answers of the host's own, before any application code.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use coddle_koa::bridge::AnswerBody;
use http::header::{CONNECTION, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::Either;
use hyper::body::{Body, Frame, SizeHint};

use super::progress::Progress;
use super::server::Server;

/// A body without bytes or a known length: it goes out as one empty chunk, as Node's own refusals do. (CTX-133)
pub(super) struct Nothing;

impl Body for Nothing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(None)
    }
}

/// The application's answer, or one of the host's.
pub(super) type Answer = Response<Either<AnswerBody, Nothing>>;

/// A refusal after which the connection is closed.
pub(super) fn refusal(status: StatusCode) -> Answer {
    let mut answer = empty(status);
    answer
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// A status and no more.
pub(super) fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Either::Right(Nothing));
    *answer.status_mut() = status;
    answer
}

/// A body that keeps a guard until it is sent, and tells how much of it waits for the client.
pub(super) struct Tracked<B, G> {
    body: B,
    server: Rc<Server>,
    progress: Rc<Progress>,
    _guard: G,
}

impl<B, G> Tracked<B, G> {
    pub(super) fn new(
        body: B,
        server: Rc<Server>,
        progress: Rc<Progress>,
        guard: G,
    ) -> Tracked<B, G> {
        Tracked {
            body,
            server,
            progress,
            _guard: guard,
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin, G: Unpin> Body for Tracked<B, G> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(bytes) = frame.data_ref()
        {
            self.progress.given(bytes.len() as u64);
            self.server.bound_waiting(&self.progress);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
