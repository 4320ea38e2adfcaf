//! A request's body as it arrives.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// hyper's body, which breaks off with an error when its client leaves within it: hyper itself ends it as if it were whole when the
/// connection is given up before the error has come through.
pub(super) struct RequestBody(pub(super) Incoming);

impl Body for RequestBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
            Some(frame) => Some(frame.map_err(Into::into)),
            // Of a declared length something is missing.
            None if self.0.size_hint().lower() > 0 => {
                Some(Err("the client left before its request was whole".into()))
            }
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
