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
/// How long requests in flight may take after the host was told to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long to wait before accepting again when the process is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

use crate::application::Application;
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
    /// Told whenever a connection ends.
    ended: Notify,
    stopping: watch::Sender<bool>,
}

impl Server {
    pub(crate) fn new(application: Rc<Application>, request_limit: Duration) -> Server {
        Server {
            application,
            request_limit,
            connections: Cell::new(0),
            ended: Notify::new(),
            stopping: watch::Sender::new(false),
        }
    }

    /// Takes connections for as long as it is polled.
    pub(crate) async fn accept(self: Rc<Self>, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, remote)) => {
                    self.connections.set(self.connections.get() + 1);
                    let server = Rc::clone(&self);
                    tokio::task::spawn_local(async move {
                        server.connection(stream, remote).await;
                        server.connections.set(server.connections.get() - 1);
                        server.ended.notify_one();
                    });
                }
                // The peer gave up before we got to it.
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    eprintln!("coddle: a connection could not be accepted: {error}");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Tells connections to end after the request that they serve, and waits for them.
    pub(crate) async fn drain(&self) {
        self.stopping.send_replace(true);
        let all = async {
            while self.connections.get() > 0 {
                self.ended.notified().await;
            }
        };
        // Whoever is not done by then is cut off.
        let _ = tokio::time::timeout(DRAIN, all).await;
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
                let answer = server.request(request, remote, local).await?;
                asked.answered();
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
            _ = stopping.wait_for(|stop| *stop) => {
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
