//! A connection's stream as hyper sees it: what comes has been judged, and what hyper says on its own is kept back.

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use coddle_node::http::scan::Fault;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::inspector::{Inspector, Terms, Verdict};
use super::limits::HttpLimits;
use super::progress::{Phase, Progress};

/// Why nothing more of a connection is read.
#[derive(Debug)]
pub(super) enum Stop {
    /// What came is no request. `packet`: the bytes that showed it.
    Fault { fault: Fault, packet: Vec<u8> },
    /// A body became longer than allowed.
    TooLong,
    /// The connection is the application's from these bytes on, which are a request for another protocol.
    Upgrade(Vec<u8>),
}

/// What guards ask of the worker.
pub(super) struct Rules {
    pub(super) limits: Rc<Cell<HttpLimits>>,
    /// Whether the application waits for requests for another protocol.
    pub(super) takes_upgrades: Box<dyn Fn() -> bool>,
}

impl Rules {
    fn terms(&self) -> Terms<'_> {
        let limits = self.limits.get();
        Terms {
            max_header_size: limits.max_header_size,
            max_body_size: limits.max_body_size,
            takes_upgrades: &*self.takes_upgrades,
        }
    }
}

/// A stream of type `S` between its client and hyper.
pub(super) struct Guard<S> {
    stream: S,
    rules: Rc<Rules>,
    progress: Rc<Progress>,
    inspector: Inspector,
    /// The beginning of a head or a trailer, which is judged when the rest has come.
    kept: Vec<u8>,
    /// What was judged and hyper has not taken: everything behind something that was replaced or kept.
    ready: Vec<u8>,
    stop: Option<Stop>,
    /// The client's end was put off.
    is_ending: bool,
}

impl<S> Guard<S> {
    pub(super) fn new(stream: S, rules: Rc<Rules>, progress: Rc<Progress>) -> Guard<S> {
        Guard {
            stream,
            rules,
            progress,
            inspector: Inspector::new(),
            kept: Vec::new(),
            ready: Vec::new(),
            stop: None,
            is_ending: false,
        }
    }

    /// The stream, and why it was not read further.
    pub(super) fn into_parts(self) -> (S, Option<Stop>) {
        (self.stream, self.stop)
    }

    /// Judges `bytes`. Gives how many of their beginning hyper may have as they are; the others are in `ready` and `kept`, or
    /// have ended the connection.
    fn judge(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        // Until something is replaced, what passes stays where it is.
        let mut as_is = None;
        while at < bytes.len() {
            let verdict = self.inspector.judge(&bytes[at..], self.rules.terms());
            let from = at;
            match verdict {
                Verdict::Pass(length) => {
                    at += length;
                    if as_is.is_some() {
                        self.ready.extend_from_slice(&bytes[from..at]);
                    }
                }
                Verdict::Replace { length, by, target } => {
                    at += length;
                    as_is.get_or_insert(from);
                    self.ready.extend_from_slice(&by);
                    if let Some(target) = target {
                        self.progress.keep_target(self.inspector.heads(), target);
                    }
                }
                Verdict::Incomplete => {
                    self.kept.extend_from_slice(&bytes[at..]);
                    break;
                }
                Verdict::Upgrade => {
                    self.stop(Stop::Upgrade(bytes[at..].to_vec()));
                    break;
                }
                Verdict::TooLong => {
                    self.stop(Stop::TooLong);
                    break;
                }
                Verdict::Fault(mut fault) => {
                    fault.at += at;
                    let packet = bytes.to_vec();
                    self.stop(Stop::Fault { fault, packet });
                    break;
                }
            }
        }
        let progress = &self.progress;
        progress.heads.set(self.inspector.heads());
        progress.is_in_body.set(self.inspector.is_in_body());
        progress.is_in_head.set(!self.kept.is_empty());
        as_is.unwrap_or(at)
    }

    /// Requests before the one that stopped the connection are answered first.
    fn stop(&mut self, why: Stop) {
        let heads = self.inspector.heads();
        self.progress
            .stop_after(heads - u64::from(self.inspector.is_in_body()));
        self.stop = Some(why);
    }

    /// The client sends no more.
    fn end(&mut self, cx: &Context<'_>) -> Poll<io::Result<()>> {
        if self.kept.is_empty() && !self.inspector.is_in_body() {
            // hyper gives a request up whose client has left. One that says with its request that it is the last gets what can
            // be answered at once, as from Node.
            if self.progress.phase() == Phase::Answer
                && !std::mem::replace(&mut self.is_ending, true)
            {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            return Poll::Ready(Ok(()));
        }
        self.stop(Stop::Fault {
            fault: Fault {
                code: "HPE_INVALID_EOF_STATE",
                reason: "Invalid EOF state",
                at: 0,
            },
            packet: Vec::new(),
        });
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guard<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if !this.ready.is_empty() {
                let here = this.ready.len().min(buffer.remaining());
                buffer.put_slice(&this.ready[..here]);
                this.ready.drain(..here);
                return Poll::Ready(Ok(()));
            }
            if this.stop.is_some() {
                // Whoever polls the connection sees that it has stopped.
                return Poll::Pending;
            }
            let before = buffer.filled().len();
            this.progress.is_starving.set(true);
            ready!(Pin::new(&mut this.stream).poll_read(cx, buffer))?;
            this.progress.is_starving.set(false);
            let came = buffer.filled().len() - before;
            if came == 0 {
                return this.end(cx);
            }
            this.progress.received(came);
            let passed = if this.kept.is_empty() {
                this.judge(&buffer.filled()[before..])
            } else {
                let mut bytes = std::mem::take(&mut this.kept);
                bytes.extend_from_slice(&buffer.filled()[before..]);
                let passed = this.judge(&bytes);
                // What passes as it is stands before what does not.
                bytes.truncate(passed);
                bytes.append(&mut this.ready);
                this.ready = bytes;
                0
            };
            buffer.set_filled(before + passed);
            if passed > 0 {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// The status line's protocol for everybody: hyper answers HTTP/1.0 in kind, Node does not. (CTX-134)
const PROTOCOL: &[u8] = b"HTTP/1.1";
const OLD_PROTOCOL: &[u8] = b"HTTP/1.0";

impl<S: AsyncWrite + Unpin> Guard<S> {
    /// What has to go out instead of `bytes`, of the same length as their beginning.
    fn instead(&self, bytes: &[u8]) -> Option<&'static [u8]> {
        (self.progress.answers_http10() && bytes.starts_with(OLD_PROTOCOL)).then_some(PROTOCOL)
    }

    fn wrote(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        self.progress.is_blocked.set(written.is_pending());
        if let Poll::Ready(Ok(bytes)) = &written {
            self.progress.wrote(*bytes as u64);
        }
        written
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guard<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.progress.is_by_itself() {
            return Poll::Ready(Ok(bytes.len()));
        }
        let bytes = self.instead(bytes).unwrap_or(bytes);
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(written)
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
        if self.progress.is_by_itself() {
            return Poll::Ready(Ok(buffers.iter().map(|buffer| buffer.len()).sum()));
        }
        let first = buffers.first().map_or(&[][..], |buffer| buffer);
        let written = match self.instead(first) {
            Some(bytes) => Pin::new(&mut self.stream).poll_write(cx, bytes),
            None => match gather(buffers, &mut [0; SMALL]) {
                Some(bytes) => Pin::new(&mut self.stream).poll_write(cx, bytes),
                None => Pin::new(&mut self.stream).poll_write_vectored(cx, buffers),
            },
        };
        self.wrote(written)
    }
}

/// Bytes up to which copying them together costs less than handing the kernel a list. (bare hyper's line of text, CPU a request,
/// medians of five visits: 7.0 us so, 7.8 us by a list)
const SMALL: usize = 2048;

/// Small buffers as one; `None` when they are too large together.
fn gather<'a>(buffers: &[io::IoSlice<'_>], space: &'a mut [u8; SMALL]) -> Option<&'a [u8]> {
    let mut used = 0;
    for buffer in buffers {
        let end = used + buffer.len();
        space.get_mut(used..end)?.copy_from_slice(buffer);
        used = end;
    }
    Some(&space[..used])
}
