//! An application inside a Rust program, without a listener: asked directly, or mounted as a tower service.
//!
//! Reading order: [`Embedded`], `request` (what a test writes), `service` (what axum mounts), `worker` (the thread that the
//! application runs on), `body`.

mod body;
mod request;
mod service;
mod worker;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use coddle_koa::bridge::RequestBody;
use http::request::Parts;
use tokio::sync::{mpsc, oneshot, watch};

use crate::extension::Extensions;
use crate::worker::{Settings, THREAD_STACK};
use crate::{Error, HostBuilder};

pub use body::Body;
pub use request::{Answer, Ask};

/// An application that runs in this process and listens nowhere. Made by [`HostBuilder::embed`].
///
/// Clones are handles to the same application. It ends when the last handle is dropped, or with [`Embedded::close`].
///
/// As a `tower_service::Service` it is what axum and hyper mount:
///
/// ```no_run
/// # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
/// let blog = coddle::Host::builder().app("examples/blog").embed().await?;
/// // let router = axum::Router::new().nest_service("/blog", blog);
/// # let _ = blog; Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Embedded {
    inner: Arc<Inner>,
}

struct Inner {
    workers: Vec<Worker>,
    next: AtomicUsize,
    stop: watch::Sender<bool>,
}

struct Worker {
    jobs: mpsc::UnboundedSender<Job>,
    /// Told how the worker ended.
    ended: watch::Receiver<Option<Arc<Result<(), Error>>>>,
}

/// A request on its way to a worker.
pub(crate) struct Job {
    pub(crate) head: Parts,
    pub(crate) body: Option<RequestBody>,
    /// Nobody answers when the application closed the connection. Dropping the other end tells it that the client has gone.
    pub(crate) answer: oneshot::Sender<http::Response<Body>>,
}

impl HostBuilder {
    /// Starts the application in this process without a listener, and waits until it is ready: for tests, and to mount it in
    /// another server. Each worker is a thread; by default there is one.
    ///
    /// ```no_run
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let host = coddle::Host::builder().app("examples/hello").env("unittest").embed().await?;
    /// let answer = host.request("GET", "/").await?;
    /// assert_eq!((answer.status().as_u16(), answer.text().as_str()), (200, "hello, world"));
    /// host.close().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When two extensions do not go together, or the application does not start.
    pub async fn embed(self) -> Result<Embedded, Error> {
        let (settings, extensions) = self.embedded()?;
        let (stop, _) = watch::channel(false);
        let mut starting = Vec::with_capacity(settings.len());
        for (number, settings) in settings.into_iter().enumerate() {
            starting.push(start(
                number,
                settings,
                extensions.clone(),
                stop.subscribe(),
            )?);
        }
        let mut workers = Vec::with_capacity(starting.len());
        for (worker, ready) in starting {
            match ready.await {
                Ok(()) => workers.push(worker),
                // It has ended instead. The others are told by the sender, which goes with this function.
                Err(_) => return Err(worker.failure().await),
            }
        }
        Ok(Embedded {
            inner: Arc::new(Inner {
                workers,
                next: AtomicUsize::new(0),
                stop,
            }),
        })
    }
}

/// Starts a worker's thread; the receiver is told when its application answers.
fn start(
    number: usize,
    settings: Settings,
    extensions: Extensions,
    stop: watch::Receiver<bool>,
) -> Result<(Worker, oneshot::Receiver<()>), Error> {
    let (jobs, inbox) = mpsc::unbounded_channel();
    let (tell_ready, ready) = oneshot::channel();
    let (tell_ended, ended) = watch::channel(None);
    std::thread::Builder::new()
        .name(format!("coddle-embedded-{number}"))
        .stack_size(THREAD_STACK)
        .spawn(move || {
            let result = worker::run(settings, &extensions, inbox, stop, tell_ready);
            tell_ended.send_replace(Some(Arc::new(result)));
        })
        .map_err(|source| Error::System {
            what: "start a worker thread",
            source,
        })?;
    Ok((Worker { jobs, ended }, ready))
}

impl Worker {
    /// Waits for its end.
    async fn end(&self) -> Option<Arc<Result<(), Error>>> {
        let mut ended = self.ended.clone();
        match ended.wait_for(Option::is_some).await {
            Ok(result) => result.clone(),
            // Its thread is gone without a word.
            Err(_) => None,
        }
    }

    async fn failure(&self) -> Error {
        match self.end().await.as_deref() {
            Some(Err(error)) => error.again(),
            Some(Ok(())) | None => Error::WorkerDied {
                worker: 0,
                cause: "it ended while it started".to_owned(),
            },
        }
    }
}

impl Embedded {
    /// Asks the application for `path`, which may have a query. The request is sent when it is awaited.
    ///
    /// ```no_run
    /// # async fn test(host: coddle::Embedded) -> Result<(), coddle::Error> {
    /// let answer = host
    ///     .request("POST", "/api/posts")
    ///     .header("x-api-key", "let-me-in")
    ///     .json(&serde_json::json!({ "title": "Poached" }))
    ///     .await?;
    /// assert_eq!(answer.status().as_u16(), 201);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: &str, path: &str) -> Ask {
        Ask::new(self.clone(), method, path)
    }

    /// Ends the application as SIGTERM would: requests in flight are let finish, `beforeClose` is run. Other handles get an error
    /// from then on.
    ///
    /// # Errors
    /// When a worker had ended by itself.
    ///
    /// ```
    /// # async fn test(host: coddle::Embedded) -> Result<(), coddle::Error> {
    /// let answer = host.request("GET", "/").await?;
    /// host.close().await?;
    /// # let _ = answer;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn close(self) -> Result<(), Error> {
        self.inner.stop.send_replace(true);
        let mut outcome = Ok(());
        for worker in &self.inner.workers {
            match worker.end().await.as_deref() {
                Some(Ok(())) => {}
                Some(Err(error)) => outcome = Err(error.again()),
                None => outcome = Err(worker.failure().await),
            }
        }
        outcome
    }

    /// Hands a request to the next worker.
    pub(crate) fn send(&self, job: Job) -> Result<(), Error> {
        let workers = &self.inner.workers;
        let at = self.inner.next.fetch_add(1, Ordering::Relaxed) % workers.len();
        workers[at].jobs.send(job).map_err(|_| Error::WorkerDied {
            worker: at,
            cause: "the application has ended".to_owned(),
        })
    }
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedded")
            .field("workers", &self.inner.workers.len())
            .finish_non_exhaustive()
    }
}
