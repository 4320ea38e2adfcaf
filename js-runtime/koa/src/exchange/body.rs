//! The body of an answer.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::{mpsc, oneshot};

use super::file::FileReader;
use super::{End, Watch};

/// A piece of a body that is sent as it comes.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) bytes: Bytes,
    /// Told when the transport has taken it.
    pub(crate) taken: oneshot::Sender<()>,
}

enum Content {
    Whole(Option<Bytes>),
    Pieces(mpsc::Receiver<Piece>),
    File(FileReader),
}

/// A whole body, or one that comes piece by piece. When it is dropped, the exchange has ended: whole if all was taken.
pub struct AnswerBody {
    content: Content,
    guard: Option<Watch>,
    is_done: bool,
    is_sized: bool,
}

impl AnswerBody {
    pub(crate) fn whole(bytes: Bytes) -> AnswerBody {
        AnswerBody {
            is_sized: true,
            is_done: bytes.is_empty(),
            content: Content::Whole(Some(bytes)),
            guard: None,
        }
    }

    /// A body with room for one piece ahead of the transport.
    pub(crate) fn pieces() -> (mpsc::Sender<Piece>, AnswerBody) {
        let (sender, receiver) = mpsc::channel(1);
        (
            sender,
            AnswerBody {
                content: Content::Pieces(receiver),
                guard: None,
                is_done: false,
                is_sized: false,
            },
        )
    }

    /// A body that is read as it goes.
    pub(crate) fn file(reader: FileReader) -> AnswerBody {
        AnswerBody {
            content: Content::File(reader),
            guard: None,
            is_done: false,
            is_sized: false,
        }
    }

    /// A body whose length is not told: it goes out in chunks.
    pub(crate) fn unsized_whole(bytes: Bytes) -> AnswerBody {
        let mut body = AnswerBody::whole(bytes);
        body.is_sized = false;
        body.is_done = false;
        body
    }

    /// Puts `more` behind a whole body that has bytes. False, and nothing is changed, for any other.
    pub fn append(&mut self, more: &[u8]) -> bool {
        let Content::Whole(Some(bytes)) = &mut self.content else {
            return false;
        };
        if bytes.is_empty() {
            return false;
        }
        *bytes = [bytes, more].concat().into();
        true
    }

    /// How many bytes a whole body has.
    pub fn size(&self) -> Option<usize> {
        match &self.content {
            Content::Whole(bytes) => Some(bytes.as_ref().map_or(0, Bytes::len)),
            _ => None,
        }
    }

    /// Whether its end is the end of an exchange.
    pub(crate) fn is_watched(&self) -> bool {
        self.guard.is_some()
    }

    pub(crate) fn watch(&mut self, guard: Watch) {
        self.guard = Some(guard);
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        if let Some(guard) = &self.guard
            && self.is_done
        {
            guard.end_as(End::Whole);
        }
    }
}

impl std::fmt::Debug for AnswerBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerBody")
            .field("is_done", &self.is_done)
            .finish_non_exhaustive()
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let this = &mut *self;
        match &mut this.content {
            Content::Whole(bytes) => {
                this.is_done = true;
                Poll::Ready(
                    bytes
                        .take()
                        .filter(|bytes| !bytes.is_empty())
                        .map(|bytes| Ok(Frame::data(bytes))),
                )
            }
            Content::File(reader) => Pin::new(&mut *reader).poll_piece(cx).map(|piece| {
                // Nobody asks for more when all of a known length has come.
                this.is_done = reader.is_over() && !matches!(piece, Some(Err(_)));
                piece.map(|piece| piece.map(Frame::data))
            }),
            Content::Pieces(receiver) => receiver.poll_recv(cx).map(|piece| match piece {
                Some(piece) => {
                    // Nobody waits for it when the application has destroyed its stream.
                    let _ = piece.taken.send(());
                    Some(Ok(Frame::data(piece.bytes)))
                }
                None if this
                    .guard
                    .as_ref()
                    .is_some_and(|guard| guard.end().is_some()) =>
                {
                    Some(Err(std::io::Error::new(
                        std::io::ErrorKind::BrokenPipe,
                        "the application broke the answer off",
                    )))
                }
                None => {
                    this.is_done = true;
                    None
                }
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.is_sized
            && matches!(&self.content, Content::Whole(bytes) if bytes.as_ref().is_none_or(Bytes::is_empty))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) if self.is_sized => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Content::Whole(_) | Content::Pieces(_) | Content::File(_) => SizeHint::default(),
        }
    }
}
