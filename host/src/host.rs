//! A host: one application, its workers and their listener.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{io, thread};

use coddle_engine::Limits;
use tokio::sync::watch;

use crate::Error;
use crate::worker::{self, Started};

/// egg's port.
pub const DEFAULT_PORT: u16 = 7001;

/// Stack of a worker's thread. JavaScript may use [`JS_STACK`] of it; the rest is for natives below it.
const THREAD_STACK: usize = 8 << 20;
const JS_STACK: usize = 4 << 20;

/// Hosts one application.
#[derive(Debug)]
pub struct Host;

impl Host {
    /// Starts a description of a host.
    pub fn builder() -> HostBuilder {
        HostBuilder::default()
    }
}

/// What a host runs and how. Made by [`Host::builder`].
#[derive(Clone, Debug)]
pub struct HostBuilder {
    app: PathBuf,
    hostname: String,
    port: u16,
    workers: Option<usize>,
    env: Option<String>,
    node_env: Option<String>,
    title: Option<String>,
    framework: Option<String>,
    heap: usize,
    turn_limit: Duration,
    request_limit: Duration,
    announce: bool,
}

impl Default for HostBuilder {
    fn default() -> Self {
        HostBuilder {
            app: PathBuf::from("."),
            hostname: "0.0.0.0".to_string(),
            port: DEFAULT_PORT,
            workers: None,
            env: None,
            node_env: None,
            title: None,
            framework: None,
            heap: 512 << 20,
            turn_limit: Duration::from_secs(30),
            request_limit: Duration::from_secs(300),
            announce: false,
        }
    }
}

impl HostBuilder {
    /// The application's folder. Default: the current one.
    pub fn app(mut self, dir: impl AsRef<Path>) -> Self {
        self.app = dir.as_ref().to_path_buf();
        self
    }

    /// The port; 0 takes a free one. Default: 7001.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The address to listen on. Default: 0.0.0.0, as egg.
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.hostname = hostname.into();
        self
    }

    /// How many worker threads. Default: the CPUs that this process may use (its cgroup's quota counts).
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = Some(workers.max(1));
        self
    }

    /// egg's server environment (`local`, `unittest`, `prod`, ...). Default: egg's own rules (`config/env`,
    /// `EGG_SERVER_ENV`, `NODE_ENV`).
    pub fn env(mut self, env: impl Into<String>) -> Self {
        self.env = Some(env.into());
        self
    }

    /// `NODE_ENV` as the application sees it when the process has none.
    pub fn node_env(mut self, node_env: impl Into<String>) -> Self {
        self.node_env = Some(node_env.into());
        self
    }

    /// `process.title`.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// A framework on top of egg: a path or a package of the application.
    pub fn framework(mut self, framework: impl Into<String>) -> Self {
        self.framework = Some(framework.into());
        self
    }

    /// Bytes of JavaScript heap a worker. Default: 512 MiB.
    pub fn heap(mut self, bytes: usize) -> Self {
        self.heap = bytes;
        self
    }

    /// How long one turn of JavaScript may run. Default: 30 s.
    pub fn turn_limit(mut self, limit: Duration) -> Self {
        self.turn_limit = limit;
        self
    }

    /// How long the application may take to begin an answer; then the client gets a 503. Default: 300 s, as Node's
    /// `requestTimeout`.
    pub fn request_limit(mut self, limit: Duration) -> Self {
        self.request_limit = limit;
        self
    }

    /// Whether to print where it listens and what was loaded. Default: no.
    pub fn announce(mut self, announce: bool) -> Self {
        self.announce = announce;
        self
    }

    /// Runs until the process is told to stop (SIGTERM or SIGINT), then lets requests in flight finish.
    ///
    /// # Errors
    /// When the address is taken, the application does not start, or a worker ends by itself.
    pub fn run(self) -> Result<(), Error> {
        let began = Instant::now();
        let listener = self.listen()?;
        let address = listener.local_addr().map_err(|source| Error::System {
            what: "read the listener's address",
            source,
        })?;
        let workers = self
            .workers
            .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));

        let (stop, _) = watch::channel(false);
        let (report, reports) = mpsc::channel();
        let mut threads = Vec::with_capacity(workers);
        for index in 0..workers {
            let settings = self.worker_settings(index, address);
            let listener = listener.try_clone().map_err(|source| Error::System {
                what: "share the listener",
                source,
            })?;
            let report = report.clone();
            let stop = stop.subscribe();
            let thread = thread::Builder::new()
                .name(format!("coddle-worker-{index}"))
                .stack_size(THREAD_STACK)
                .spawn(move || worker::run(settings, listener, stop, report))
                .map_err(|source| Error::System {
                    what: "start a worker thread",
                    source,
                })?;
            threads.push(thread);
        }
        drop(report);

        let signals = stop_on_signal(stop.clone())?;
        let mut outcome = Ok(());
        let mut ready = 0;
        for event in reports {
            match event {
                worker::Report::Ready(started) => {
                    ready += 1;
                    if ready == workers && self.announce {
                        announce(&address, workers, &started, began.elapsed());
                    }
                }
                worker::Report::Ended(result) => {
                    if let Err(message) = result
                        && outcome.is_ok()
                    {
                        outcome = Err(message);
                        // The others stop too: a half-started host helps nobody.
                        let _ = stop.send(true);
                    }
                }
            }
        }
        for (worker, thread) in threads.into_iter().enumerate() {
            if thread.join().is_err() && outcome.is_ok() {
                outcome = Err(Error::WorkerDied {
                    worker,
                    cause: "its thread panicked".to_string(),
                });
            }
        }
        drop(signals);
        outcome
    }

    fn worker_settings(&self, index: usize, address: SocketAddr) -> worker::Settings {
        worker::Settings {
            index,
            address,
            app: self.app.clone(),
            env: self.env.clone(),
            node_env: self.node_env.clone(),
            title: self.title.clone(),
            framework: self.framework.clone(),
            limits: Limits {
                heap: self.heap,
                stack: JS_STACK,
                turn: self.turn_limit,
            },
            request_limit: self.request_limit,
        }
    }

    fn listen(&self) -> Result<TcpListener, Error> {
        let address = format!("{}:{}", self.hostname, self.port);
        let failed = |source: io::Error| Error::Listen {
            address: address.clone(),
            source,
        };
        let target = (self.hostname.as_str(), self.port)
            .to_socket_addrs()
            .map_err(failed)?
            .next()
            .ok_or_else(|| {
                failed(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "the name has no address",
                ))
            })?;
        let socket = socket2::Socket::new(
            socket2::Domain::for_address(target),
            socket2::Type::STREAM,
            None,
        )
        .map_err(failed)?;
        socket.set_reuse_address(true).map_err(failed)?;
        socket.bind(&target.into()).map_err(failed)?;
        socket.listen(1024).map_err(failed)?;
        socket.set_nonblocking(true).map_err(failed)?;
        Ok(socket.into())
    }
}

/// Waits for SIGTERM or SIGINT on a thread of its own and tells the workers. The thread ends with the process, or when
/// what this returns is dropped.
fn stop_on_signal(stop: watch::Sender<bool>) -> Result<tokio::sync::oneshot::Sender<()>, Error> {
    let (done, finished) = tokio::sync::oneshot::channel::<()>();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| Error::System {
            what: "start the signal loop",
            source,
        })?;
    thread::Builder::new()
        .name("coddle-signals".to_string())
        .spawn(move || {
            runtime.block_on(async move {
                use tokio::signal::unix::{SignalKind, signal};
                let (Ok(mut term), Ok(mut int)) = (
                    signal(SignalKind::terminate()),
                    signal(SignalKind::interrupt()),
                ) else {
                    eprintln!("coddle: signals cannot be watched; stop the process with SIGKILL");
                    return;
                };
                tokio::select! {
                    _ = term.recv() => {}
                    _ = int.recv() => {}
                    _ = finished => return,
                }
                let _ = stop.send(true);
                // A second signal does not wait for anybody.
                tokio::select! {
                    _ = term.recv() => std::process::exit(143),
                    _ = int.recv() => std::process::exit(130),
                }
            });
        })
        .map_err(|source| Error::System {
            what: "start the signal thread",
            source,
        })?;
    Ok(done)
}

/// Says where it listens; on a terminal also what was loaded and how long each step took.
fn announce(address: &SocketAddr, workers: usize, started: &Started, total: Duration) {
    let shown = match address.ip() {
        ip if ip.is_unspecified() => format!("127.0.0.1:{}", address.port()),
        _ => address.to_string(),
    };
    println!("coddle listening on http://{shown}");
    println!(
        "  {} ({}), {workers} worker{}, ready in {:.1} ms",
        started.name,
        started.env,
        if workers == 1 { "" } else { "s" },
        total.as_secs_f64() * 1e3
    );
    println!("  units: {}", started.units.join(", "));
    for (step, took) in &started.steps {
        println!("  {:>8.1} ms  {step}", took.as_secs_f64() * 1e3);
    }
}
