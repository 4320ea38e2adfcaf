//! One client's connection.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use coddle_koa::bridge::NoAnswer;
use coddle_node::http::scan::{self, Fault};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};

use super::answer::Tracked;
use super::client_error::ClientError;
use super::guard::{Guard, Stop};
use super::progress::{Overdue, Progress};
use super::server::Server;
use super::tls::Tls;
use super::transport::Transport;

/// The two ends of a connection; `None` on a unix socket.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ends {
    pub(crate) remote: Option<SocketAddr>,
    pub(crate) local: Option<SocketAddr>,
    /// It speaks TLS.
    pub(crate) encrypted: bool,
}

/// What a client gets whose body is longer than allowed.
const TOO_LARGE: &[u8] = b"HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\n\r\n";
/// hyper's least.
const LEAST_BUFFER: usize = 8 << 10;
/// How long, and for how many bytes, a client that was refused is listened to. Closing a socket on bytes that nobody read resets
/// it, and the answer could be lost with it.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 256 << 10;

/// How hyper's part of a connection came to its end.
enum End {
    Served(hyper::Result<()>),
    /// The guard stopped it.
    Stopped,
    Overdue(Overdue),
}

/// Agrees with a client on TLS, then serves it.
pub(super) async fn serve_tls<S: Transport>(
    tls: Tls,
    server: Rc<Server>,
    progress: Rc<Progress>,
    stream: S,
    ends: Ends,
) {
    let mut greeting = Box::pin(tls.greet(stream));
    // The limits of a head that does not come hold for the handshake too.
    let stream = poll_fn(|cx| {
        progress.watch(cx);
        if progress.overdue().is_some() || server.is_ending() {
            return Poll::Ready(None);
        }
        greeting.as_mut().poll(cx)
    })
    .await;
    drop(greeting);
    if let Some(stream) = stream {
        serve(server, progress, stream, ends).await;
    }
}

/// Serves a client until it or we have enough.
pub(super) async fn serve<S: Transport>(
    server: Rc<Server>,
    progress: Rc<Progress>,
    stream: S,
    ends: Ends,
) {
    let service = service_fn(|request| {
        let server = Rc::clone(&server);
        let (working, number, target) = progress.begin();
        let progress = Rc::clone(&progress);
        // Boxed because the connection is polled by hand below, which asks for futures that may move.
        Box::pin(async move {
            let is_http10 = request.version() == http::Version::HTTP_10;
            let (answer, in_hand) = server.answer(request, target, number, ends).await?;
            progress.answered(is_http10);
            let guard = (working, in_hand);
            Ok::<_, NoAnswer>(answer.map(|body| Tracked::new(body, server, progress, guard)))
        })
    });
    let guard = Guard::new(stream, server.rules(), Rc::clone(&progress));
    let mut connection = hyper::server::conn::http1::Builder::new()
        // The guard has counted a head before; this is room for what it does not count.
        .max_buf_size(server.limits().max_header_size.max(LEAST_BUFFER) + LEAST_BUFFER)
        // A client that closes its side has left: what it waited for is aborted, as in Node.
        .half_close(false)
        .serve_connection(TokioIo::new(guard), service);
    let mut was_told = false;
    // Without hyper's own shutdown, so that a broken request can still be answered in egg's words.
    let end = poll_fn(|cx| {
        progress.watch(cx);
        if let Some(why) = progress.overdue() {
            return Poll::Ready(End::Overdue(why));
        }
        if server.is_ending() && !was_told {
            was_told = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        match connection.poll_without_shutdown(cx) {
            Poll::Ready(served) => Poll::Ready(End::Served(served)),
            Poll::Pending if progress.is_stopped() => Poll::Ready(End::Stopped),
            Poll::Pending => Poll::Pending,
        }
    })
    .await;
    // With it goes the request in hand, whose application learns now that it is over.
    let parts = connection.into_parts();
    let (mut stream, stop) = parts.io.into_inner().into_parts();

    let answer = match (end, stop) {
        (End::Overdue(Overdue::Connection), _) => return,
        (End::Stopped, Some(Stop::Upgrade(head))) => {
            server.hand_over(stream, head, ends);
            return;
        }
        _ if progress.has_begun_answer() => None,
        (End::Stopped, Some(Stop::TooLong)) => Some(TOO_LARGE.to_vec()),
        (End::Stopped, Some(Stop::Fault { fault, packet })) => {
            server
                .client_error(ClientError::of(fault, packet), ends)
                .await
        }
        (End::Overdue(Overdue::Request), _) => {
            server.client_error(ClientError::timeout(), ends).await
        }
        (End::Served(Err(error)), _) if error.is_parse() => {
            let fault = fault_of(&error, &parts.read_buf, &server);
            server
                .client_error(ClientError::of(fault, parts.read_buf.to_vec()), ends)
                .await
        }
        _ => None,
    };
    if let Some(answer) = answer {
        // A client that sent garbage may not wait for the answer, and who is gone cannot be told.
        if stream.write_all(&answer).await.is_ok() && stream.shutdown().await.is_ok() {
            linger(&mut stream).await;
        }
        return;
    }
    // The peer may be gone already; there is nobody to tell.
    let _ = stream.shutdown().await;
}

/// What hyper refused although the guard let it pass, in llhttp's words.
fn fault_of(error: &hyper::Error, bytes: &[u8], server: &Server) -> Fault {
    let rules = scan::Rules {
        max: server.limits().max_header_size,
        lenient: false,
    };
    if let Err(fault) = scan::head(bytes, true, rules) {
        return fault;
    }
    let (code, reason) = match error.is_parse_too_large() {
        // More fields than hyper takes.
        true => ("HPE_HEADER_OVERFLOW", "Header overflow"),
        false => ("HPE_INVALID_HEADER_TOKEN", "Invalid header token"),
    };
    Fault {
        code,
        reason,
        at: 0,
    }
}

/// Waits for the client to close its side, without listening to what it says.
async fn linger(stream: &mut (impl AsyncRead + Unpin)) {
    let mut sink = [0; 4096];
    let mut left = LINGER_BYTES;
    let heard = async {
        while left > 0 {
            match stream.read(&mut sink).await {
                Ok(0) | Err(_) => break,
                Ok(bytes) => left = left.saturating_sub(bytes),
            }
        }
    };
    // It had its time.
    let _ = tokio::time::timeout(LINGER, heard).await;
}
