//! The body of an answer, on its way from a worker's thread to another one.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use coddle_koa::bridge::AnswerBody;
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::sync::mpsc;

/// The body of an answer, as `http_body::Body`: in one piece, or as the application sends it. Dropping it early tells the
/// application that the client has gone.
///
/// ```
/// use http_body_util::BodyExt;
///
/// async fn whole(body: coddle::Body) -> std::io::Result<bytes::Bytes> {
///     Ok(body.collect().await?.to_bytes())
/// }
/// ```
pub struct Body(Content);

enum Content {
    Whole(Option<Bytes>),
    Pieces(mpsc::Receiver<io::Result<Bytes>>),
}

impl Body {
    /// Takes an answer's body along, from the worker's thread.
    pub(crate) async fn of(mut body: AnswerBody) -> Body {
        if body.size_hint().exact().is_some() {
            // It is there already, in one piece: nothing is waited for.
            let piece = body.frame().await.and_then(Result::ok);
            let bytes = piece.and_then(|frame| frame.into_data().ok());
            return Body::whole(bytes.unwrap_or_default());
        }
        let (sender, receiver) = mpsc::channel(1);
        tokio::task::spawn_local(async move {
            while let Some(frame) = body.frame().await {
                let piece = match frame.map(Frame::into_data) {
                    Ok(Ok(piece)) => Ok(piece),
                    // Trailers: the application has no way to send any.
                    Ok(Err(_)) => continue,
                    Err(error) => Err(error),
                };
                if sender.send(piece).await.is_err() {
                    return;
                }
            }
        });
        Body(Content::Pieces(receiver))
    }

    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Body {
        Body(Content::Whole(
            Some(bytes.into()).filter(|bytes| !bytes.is_empty()),
        ))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut self.0 {
            Content::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Content::Pieces(pieces) => pieces
                .poll_recv(cx)
                .map(|piece| piece.map(|piece| piece.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.0, Content::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Content::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Content::Pieces(_) => SizeHint::default(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(..)")
    }
}
