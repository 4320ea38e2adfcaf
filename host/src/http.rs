//! Sockets to exchanges: HTTP/1.1 with hyper.

use std::cell::Cell;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use coddle_engine::rquickjs::Function;
use coddle_engine::rquickjs::function::OnceFn;
use coddle_koa::bridge::{self, AnswerBody, NoAnswer};
use http::header::{CONNECTION, HOST, HeaderValue};
use http::{Response, StatusCode, Version};
use http_body_util::{BodyExt, Either};
use hyper::body::{Body, Frame, Incoming};
use hyper::ext::ReasonPhrase;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot, watch};

/// Node's limit of the request line and headers together. (CTX-132)
const MAX_HEADERS: usize = 16 << 10;
/// Node's `headersTimeout`.
const HEADERS_TIMEOUT: Duration = Duration::from_secs(60);
/// How long the application may think about an answer to a broken request.
const CLIENT_ERROR_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait before accepting again when the process is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

use crate::application::Application;
use crate::cluster::frame::Figures;
use crate::watched::{Asked, Tracked, Watched};

type Answer = Response<Tracked<Either<AnswerBody, Nothing>>>;

/// A body without bytes or a known length: it goes out as one empty chunk, as Node's own refusals do. (CTX-133)
struct Nothing;

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

/// The connections of one worker.
pub(crate) struct Server {
    /// Who answers: a request stays with the one that it began with.
    application: Rc<Application>,
    request_limit: Duration,
    connections: Cell<usize>,
    requests: Cell<u64>,
    in_flight: Cell<u64>,
    /// Told whenever a connection ends.
    ended: Notify,
    stopping: watch::Sender<Stopping>,
}

/// How far the server is in ending its connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stopping {
    No,
    /// Answers say `connection: close`; idle connections may still ask.
    Telling,
    /// Idle connections end.
    Ending,
}

impl Server {
    pub(crate) fn new(application: Rc<Application>, request_limit: Duration) -> Server {
        Server {
            application,
            request_limit,
            connections: Cell::new(0),
            requests: Cell::new(0),
            in_flight: Cell::new(0),
            ended: Notify::new(),
            stopping: watch::Sender::new(Stopping::No),
        }
    }

    /// Takes connections for as long as it is polled.
    pub(crate) async fn accept(self: Rc<Self>, listener: &TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, remote)) => self.begin(stream, remote),
                // The peer gave up before we got to it.
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    eprintln!("coddle: a connection could not be accepted: {error}");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Takes what waits in the listener's queue.
    pub(crate) async fn accept_waiting(self: &Rc<Self>, listener: &TcpListener) {
        while let Some(Ok((stream, remote))) = std::future::poll_fn(|cx| {
            Poll::Ready(match listener.poll_accept(cx) {
                Poll::Ready(accepted) => Some(accepted),
                Poll::Pending => None,
            })
        })
        .await
        {
            self.begin(stream, remote);
        }
    }

    /// Serves a connection that somebody else accepted.
    pub(crate) fn take(self: &Rc<Self>, stream: std::net::TcpStream) {
        let taken = stream
            .peer_addr()
            .and_then(|remote| Ok((TcpStream::from_std(stream)?, remote)));
        // A peer that is gone again has no address.
        if let Ok((stream, remote)) = taken {
            self.begin(stream, remote);
        }
    }

    fn begin(self: &Rc<Self>, stream: TcpStream, remote: SocketAddr) {
        self.connections.set(self.connections.get() + 1);
        let server = Rc::clone(self);
        tokio::task::spawn_local(async move {
            server.connection(stream, remote).await;
            server.connections.set(server.connections.get() - 1);
            server.ended.notify_one();
        });
    }

    /// What the server has counted.
    pub(crate) fn figures(&self) -> Figures {
        Figures {
            requests: self.requests.get(),
            in_flight: self.in_flight.get(),
            connections: self.connections.get() as u64,
        }
    }

    /// Tells connections to end after the request that they serve, and waits for them: idle ones end after `linger` (their
    /// clients may be sending a request just now), and whoever is not done after `limit` is cut off.
    pub(crate) async fn drain(&self, linger: Duration, limit: Duration) {
        self.stopping.send_replace(Stopping::Telling);
        let all = async {
            while self.connections.get() > 0 {
                self.ended.notified().await;
            }
        };
        let mut all = std::pin::pin!(all);
        let began = tokio::time::Instant::now();
        tokio::select! {
            () = &mut all => return,
            () = tokio::time::sleep(linger.min(limit)) => {}
        }
        self.stopping.send_replace(Stopping::Ending);
        let _ = tokio::time::timeout_at(began + limit, all).await;
    }

    async fn connection(self: &Rc<Self>, stream: TcpStream, remote: SocketAddr) {
        // Without it small answers wait for the client's acknowledgement.
        let _ = stream.set_nodelay(true);
        let local = stream.local_addr().ok();
        let asked = Rc::new(Asked::default());
        let service = service_fn(|request| {
            let server = Rc::clone(self);
            let asked = Rc::clone(&asked);
            // Boxed because the connection is polled by hand below, which asks for futures that may move.
            Box::pin(async move {
                let working = asked.begin();
                server.requests.set(server.requests.get() + 1);
                let counted = InFlight::begin(&server);
                let mut answer = server.request(request, remote, local).await?;
                drop(counted);
                asked.answered();
                if *server.stopping.borrow() != Stopping::No {
                    answer
                        .headers_mut()
                        .insert(CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<Answer, NoAnswer>(answer.map(|body| Tracked::new(body, working)))
            })
        });
        let mut connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_TIMEOUT)
            .max_buf_size(MAX_HEADERS)
            // A client that closes its side has left: what it waited for is aborted, as in Node.
            .half_close(false)
            .serve_connection(
                TokioIo::new(Watched {
                    stream,
                    asked: Rc::clone(&asked),
                }),
                service,
            );
        let mut stopping = self.stopping.subscribe();
        // Without hyper's own shutdown, so that a broken request can still be answered in egg's words.
        let served = tokio::select! {
            served = poll_fn(|cx| connection.poll_without_shutdown(cx)) => served,
            _ = stopping.wait_for(|stop| *stop == Stopping::Ending) => {
                Pin::new(&mut connection).graceful_shutdown();
                poll_fn(|cx| connection.poll_without_shutdown(cx)).await
            }
        };
        let Watched { mut stream, .. } = connection.into_parts().io.into_inner();
        if let Err(error) = served
            && error.is_parse()
        {
            self.client_error(&mut stream, &error, remote).await;
        }
        // The peer may be gone already; there is nobody to tell.
        let _ = stream.shutdown().await;
    }

    /// Bytes that are no HTTP request: the application's `clientError` listeners decide on the answer. (APP-068..070)
    async fn client_error(&self, stream: &mut TcpStream, error: &hyper::Error, remote: SocketAddr) {
        let (tell, told) = oneshot::channel::<Vec<u8>>();
        let code = parse_error_code(error);
        let Application {
            world,
            client_error,
            ..
        } = &*self.application;
        let called = world.turn(|ctx| {
            let finish = Function::new(
                ctx.clone(),
                OnceFn::from(move |text: String| {
                    // The connection may have ended while the application thought about its answer.
                    let _ = tell.send(text.into_bytes());
                }),
            )?;
            let address = remote.ip().to_string();
            client_error
                .clone()
                .restore(ctx)?
                .call::<_, ()>((code, address, remote.port(), finish))
        });
        if let Err(error) = called {
            eprintln!("coddle: a client error could not be reported: {error}");
            return;
        }
        if let Ok(Ok(answer)) = tokio::time::timeout(CLIENT_ERROR_TIMEOUT, told).await {
            // A client that sent garbage may not wait for the answer.
            let _ = stream.write_all(&answer).await;
        }
    }

    async fn request(
        &self,
        request: http::Request<Incoming>,
        remote: SocketAddr,
        local: Option<SocketAddr>,
    ) -> Result<Response<Either<AnswerBody, Nothing>>, NoAnswer> {
        let (head, body) = request.into_parts();
        if head.version == Version::HTTP_11 && !head.headers.contains_key(HOST) {
            return Ok(refusal(StatusCode::BAD_REQUEST));
        }
        let has_body = !body.is_end_stream();
        let body = has_body.then(|| body.map_err(Into::into).boxed_unsync());
        let request = bridge::Request {
            head,
            body,
            remote: Some(remote),
            local,
            encrypted: false,
        };
        let application = Rc::clone(&self.application);
        // An exchange without an answer is an error to hyper, which closes the connection.
        let handling = bridge::handle(&application.world, &application.dispatcher, request);
        let mut answer = match tokio::time::timeout(self.request_limit, handling).await {
            Ok(answer) => answer?,
            Err(_) => bridge::overrun(),
        };
        if let Some(bridge::ReasonPhrase(text)) = answer.extensions_mut().remove()
            && let Ok(phrase) = ReasonPhrase::try_from(text)
        {
            answer.extensions_mut().insert(phrase);
        }
        Ok(answer.map(Either::Left))
    }
}

/// A request that is not answered yet.
struct InFlight(Rc<Server>);

impl InFlight {
    fn begin(server: &Rc<Server>) -> InFlight {
        server.in_flight.set(server.in_flight.get() + 1);
        InFlight(Rc::clone(server))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.in_flight.set(self.0.in_flight.get() - 1);
    }
}

/// Node's (llhttp's) code for what hyper found wrong.
fn parse_error_code(error: &hyper::Error) -> &'static str {
    if error.is_parse_too_large() {
        return "HPE_HEADER_OVERFLOW";
    }
    // hyper tells these apart in its text alone.
    let text = error.to_string();
    match text.as_str() {
        text if text.contains("method") => "HPE_INVALID_METHOD",
        text if text.contains("version") => "HPE_INVALID_VERSION",
        text if text.contains("URI") => "HPE_INVALID_URL",
        text if text.contains("header") => "HPE_INVALID_HEADER_TOKEN",
        _ => "HPE_INVALID_CONSTANT",
    }
}

/// An answer of the host's own, before any application code.
fn refusal(status: StatusCode) -> Response<Either<AnswerBody, Nothing>> {
    let mut answer = Response::new(Either::Right(Nothing));
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}
