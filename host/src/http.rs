//! Sockets to exchanges: HTTP/1.1 with hyper.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use coddle_engine::World;
use coddle_koa::bridge::{self, AnswerBody, Dispatcher, NoAnswer};
use http::header::{CONNECTION, HOST, HeaderValue};
use http::{Response, StatusCode, Version};
use http_body_util::{BodyExt, Either, Full};
use hyper::body::{Body, Incoming};
use hyper::ext::ReasonPhrase;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};

/// Node's limit of the request line and headers together. (CTX-132)
const MAX_HEADERS: usize = 16 << 10;
/// Node's `headersTimeout`.
const HEADERS_TIMEOUT: Duration = Duration::from_secs(60);
/// How long requests in flight may take after the host was told to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long to wait before accepting again when the process is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

type Answer = Response<Either<AnswerBody, Full<Bytes>>>;

/// The connections of one worker.
pub(crate) struct Server {
    world: World,
    dispatcher: Dispatcher,
    connections: Cell<usize>,
    /// Told whenever a connection ends.
    ended: Notify,
    stopping: watch::Sender<bool>,
}

impl Server {
    pub(crate) fn new(world: World, dispatcher: Dispatcher) -> Server {
        Server {
            world,
            dispatcher,
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
        let service = service_fn(|request| {
            let server = Rc::clone(self);
            async move { server.request(request, remote, local).await }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_TIMEOUT)
            .max_buf_size(MAX_HEADERS)
            .half_close(true)
            .pipeline_flush(true)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut connection = std::pin::pin!(connection);
        let mut stopping = self.stopping.subscribe();
        tokio::select! {
            // What ends a connection here is the client's doing or a broken answer; both are known to who cares.
            _ = connection.as_mut() => return,
            _ = stopping.wait_for(|stop| *stop) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }

    async fn request(
        &self,
        request: http::Request<Incoming>,
        remote: SocketAddr,
        local: Option<SocketAddr>,
    ) -> Result<Answer, NoAnswer> {
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
        };
        // An exchange without an answer is an error to hyper, which closes the connection.
        let mut answer = bridge::handle(&self.world, &self.dispatcher, request).await?;
        if let Some(bridge::ReasonPhrase(text)) = answer.extensions_mut().remove()
            && let Ok(phrase) = ReasonPhrase::try_from(text)
        {
            answer.extensions_mut().insert(phrase);
        }
        Ok(answer.map(Either::Left))
    }
}

/// An answer of the host's own, before any application code.
fn refusal(status: StatusCode) -> Answer {
    let mut answer = Response::new(Either::Right(Full::new(Bytes::new())));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}
