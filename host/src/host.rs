//! A host: one application, its workers and their listener.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::cluster::{self, Options, StartMode, TypeScript};
use crate::extension::Extensions;
use crate::http::{HttpLimits, Https};
use crate::logger::{self, LogEntry, Logger};
use crate::observe::AdminConfig;
use crate::worker::{self, Role};
use crate::{Error, Extension, Listener, single};

/// egg's port.
///
/// ```
/// assert_eq!(coddle::DEFAULT_PORT, 7001);
/// ```
pub const DEFAULT_PORT: u16 = 7001;
/// egg's port where the options ask for HTTPS. (CLU-001)
const HTTPS_PORT: u16 = 8443;

/// How long requests in flight may take after the host was told to stop.
pub(crate) const DRAIN: Duration = Duration::from_secs(10);

/// Hosts one application.
///
/// ```no_run
/// coddle::Host::builder().app("./my-app").run()?;
/// # Ok::<(), coddle::Error>(())
/// ```
#[derive(Debug)]
pub struct Host;

impl Host {
    /// Starts a description of a host.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().app("./my-app");
    /// # let _ = host;
    /// ```
    pub fn builder() -> HostBuilder {
        HostBuilder::default()
    }
}

/// What a host runs and how. Made by [`Host::builder`].
///
/// ```
/// # use coddle::Host;
/// let host = Host::builder().app("./my-app").env("prod").port(8080).workers(4);
/// # let _ = host;
/// ```
#[derive(Clone, Debug, Default)]
pub struct HostBuilder {
    options: Options,
    /// Where the server is to tell of itself, as it was typed.
    admin: Option<String>,
}

impl HostBuilder {
    /// The application's folder. Default: the current one.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().app("./my-app");
    /// # let _ = host;
    /// ```
    pub fn app(mut self, dir: impl AsRef<Path>) -> Self {
        self.options.app = dir.as_ref().to_path_buf();
        self
    }

    /// The port; 0 takes a free one. Default: `config.cluster.listen.port` of the application, which is 7001 by default.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().port(0);
    /// # let _ = host;
    /// ```
    pub fn port(mut self, port: u16) -> Self {
        self.options.listen.port = Some(json!(port));
        self
    }

    /// The address to listen on. Default: `config.cluster.listen.hostname`, else every interface.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().hostname("127.0.0.1");
    /// # let _ = host;
    /// ```
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.options.listen.hostname = Some(hostname.into());
        self
    }

    /// Listens on a unix socket; over a port, whoever names one. The file that a host left behind which was killed is replaced, and
    /// the file goes with the host. Default: `config.cluster.listen.path`, else none.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().unix_socket("/run/shop.sock");
    /// # let _ = host;
    /// ```
    pub fn unix_socket(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.listen.path = Some(path.into());
        self
    }

    /// Serves on a listener that is open already: one that systemd handed over, that was bound before the program gave up its rights,
    /// or whose free port a test wants to know. Address, port and socket of the builder and of the configuration do not count then.
    /// It is closed when the host begins to end, unless a copy of the builder holds it.
    ///
    /// ```no_run
    /// let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    /// println!("http://{}", listener.local_addr()?);
    /// coddle::Host::builder().app("./my-app").listener(listener).run()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn listener(mut self, listener: impl Into<Listener>) -> Self {
        self.options.listener = Some(Arc::new(listener.into()));
        self.options.listen.is_given = true;
        self
    }

    /// How many workers. Default: the CPUs that this process may use (its cgroup's quota counts).
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().workers(2);
    /// # let _ = host;
    /// ```
    pub fn workers(mut self, workers: usize) -> Self {
        self.options.workers = Some(workers.max(1));
        self
    }

    /// egg's server environment (`local`, `unittest`, `prod`, ...). Default: egg's own rules (`config/env`,
    /// `EGG_SERVER_ENV`, `NODE_ENV`).
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().env("prod");
    /// # let _ = host;
    /// ```
    pub fn env(mut self, env: impl Into<String>) -> Self {
        self.options.env = Some(env.into());
        self
    }

    /// `NODE_ENV` as the application sees it when the process has none.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().node_env("production");
    /// # let _ = host;
    /// ```
    pub fn node_env(mut self, node_env: impl Into<String>) -> Self {
        self.options.node_env = Some(node_env.into());
        self
    }

    /// Who compiles scripts in TypeScript when they are required.
    pub(crate) fn typescript(mut self, typescript: Option<TypeScript>) -> Self {
        self.options.typescript = typescript;
        self
    }

    /// Variables of `process.env` in place of those of the process.
    pub(crate) fn environment(mut self, variables: BTreeMap<String, String>) -> Self {
        self.options.environment = variables;
        self
    }

    /// What applications find in `app.options` beside what the host says.
    pub(crate) fn shown(mut self, options: Map<String, Value>) -> Self {
        self.options.shown = options;
        self
    }

    /// Whether the master ends when the process that started it with a channel has gone.
    pub(crate) fn ends_with_parent(mut self, ends: bool) -> Self {
        self.options.ends_with_parent = ends;
        self
    }

    /// Whether other servers that say so too may listen on the same address. (CLU-016)
    pub(crate) fn reuse_port(mut self, reuse: bool) -> Self {
        self.options.listen.reuse_port = reuse.then_some(true);
        self
    }

    /// How long requests in flight, and then the hooks of the end, may take once the host was told to stop. Default:
    /// egg-cluster's variables, else 5 s.
    pub(crate) fn close_limit(mut self, limit: Duration) -> Self {
        self.options.close_limit = Some(limit);
        self
    }

    /// Where neither [`HostBuilder::port`] nor the configuration names a port, the first free one from this on is taken.
    pub(crate) fn first_free_port(mut self, from: u16) -> Self {
        self.options.listen.first_free_from = Some(from);
        self
    }

    /// `process.title`.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().title("shop");
    /// # let _ = host;
    /// ```
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.options.title = Some(title.into());
        self
    }

    /// A framework on top of egg: a path or a package of the application.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().framework("yadan");
    /// # let _ = host;
    /// ```
    pub fn framework(mut self, framework: impl Into<String>) -> Self {
        self.options.framework = Some(framework.into());
        self
    }

    /// Bytes of JavaScript heap a worker. Default: 512 MiB.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().heap(256 << 20);
    /// # let _ = host;
    /// ```
    pub fn heap(mut self, bytes: usize) -> Self {
        self.options.heap = bytes;
        self
    }

    /// How long one turn of JavaScript may run. Default: 30 s.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().turn_limit(std::time::Duration::from_secs(5));
    /// # let _ = host;
    /// ```
    pub fn turn_limit(mut self, limit: Duration) -> Self {
        self.options.turn_limit = limit;
        self
    }

    /// How long the application may take to begin an answer; then the client gets a 503. Default: 300 s, as Node's
    /// `requestTimeout`.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().request_limit(std::time::Duration::from_secs(5));
    /// # let _ = host;
    /// ```
    pub fn request_limit(mut self, limit: Duration) -> Self {
        self.options.request_limit = limit;
        self
    }

    /// How long requests in flight may take once the host was told to end; those that take longer are broken off. Default: 10 s; of
    /// several workers, egg's `EGG_APP_CLOSE_TIMEOUT`, after which a worker is ended whatever this says.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().drain_limit(std::time::Duration::from_secs(5));
    /// # let _ = host;
    /// ```
    pub fn drain_limit(mut self, limit: Duration) -> Self {
        self.options.drain_limit = Some(limit);
        self
    }

    /// What a client may ask of a connection, where the application's `config.httpLimits` does not say otherwise.
    ///
    /// ```
    /// # use coddle::{Host, HttpLimits};
    /// let host = Host::builder().http_limits(HttpLimits::default());
    /// # let _ = host;
    /// ```
    pub fn http_limits(mut self, limits: HttpLimits) -> Self {
        self.options.http_limits = limits;
        self
    }

    /// Whether to print where it listens and what was loaded. Default: no.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().announce(true);
    /// # let _ = host;
    /// ```
    pub fn announce(mut self, announce: bool) -> Self {
        self.options.announce = announce;
        self
    }

    /// Whether the application is loaded anew, in the same process, when its files change. For one worker. Default: no.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().workers(1).watch(true);
    /// # let _ = host;
    /// ```
    pub fn watch(mut self, watch: bool) -> Self {
        self.options.watch = watch;
        self
    }

    /// How agent and workers are kept apart. Default: one worker runs in this process, together with its agent; several are
    /// threads of this process, with an agent in a thread of its own.
    ///
    /// ```
    /// # use coddle::{Host, StartMode};
    /// let host = Host::builder().workers(2).start_mode(StartMode::WorkerThreads);
    /// # let _ = host;
    /// ```
    pub fn start_mode(mut self, mode: StartMode) -> Self {
        self.options.start_mode = mode;
        self
    }

    /// Modules that agent and workers load before anything else: paths, or packages of the application.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().require(["./instrument".to_owned()]);
    /// # let _ = host;
    /// ```
    pub fn require(mut self, modules: impl IntoIterator<Item = String>) -> Self {
        self.options.require.extend(modules);
        self
    }

    /// Whether requests of one client address go to one worker. Default: no.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().workers(2).sticky(true);
    /// # let _ = host;
    /// ```
    pub fn sticky(mut self, sticky: bool) -> Self {
        self.options.sticky = sticky;
        self
    }

    /// Serves HTTPS with the key and certificate in these PEM files, and the authorities in `ca`; over `config.cluster.https`. The
    /// default port is 8443 then.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().https("key.pem", "cert.pem", None);
    /// # let _ = host;
    /// ```
    pub fn https(
        mut self,
        key: impl Into<PathBuf>,
        cert: impl Into<PathBuf>,
        ca: Option<PathBuf>,
    ) -> Self {
        self.options.https = Some(Https {
            key: Some(key.into()),
            cert: Some(cert.into()),
            ca,
        });
        self
    }

    /// Where the server tells of its health and its figures: a port of this machine, `HOST:PORT`, or the path of a unix socket. It
    /// counts over `config.cluster.admin`, whose `shutdownDelay` stays. Default: what the configuration says, else nowhere.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().admin("127.0.0.1:9090");
    /// # let _ = host;
    /// ```
    pub fn admin(mut self, address: impl Into<String>) -> Self {
        self.admin = Some(address.into());
        self
    }

    /// A file for the process id, for as long as the host runs.
    ///
    /// ```
    /// # use coddle::Host;
    /// let host = Host::builder().pid_file("/run/shop.pid");
    /// # let _ = host;
    /// ```
    pub fn pid_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.options.pid_file = Some(file.into());
        self
    }

    /// Sets a key of the application's configuration, over whatever its own files and `EGG_APP_CONFIG` say; objects are merged.
    ///
    /// # Panics
    /// When `value` has no JSON form.
    ///
    /// ```
    /// let host = coddle::Host::builder().app("my-app").config("redis", serde_json::json!({ "host": "10.0.0.7" }));
    /// ```
    pub fn config(mut self, key: impl Into<String>, value: impl serde::Serialize) -> Self {
        self.options.config.insert(key.into(), json!(value));
        self
    }

    /// Gives the program all that the host says and that the application prints (`console`, egg's loggers on the console), instead of
    /// standard output and error: a sink for `tracing` or `log`, say. It is called on the threads of the host, and should not take
    /// long. Workers that are processes of their own ([`StartMode::Process`]) print to this process's streams; log files are the
    /// application's (`config.logger.dir`).
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    ///
    /// let lines = Arc::new(Mutex::new(Vec::new()));
    /// let kept = Arc::clone(&lines);
    /// let host = coddle::Host::builder().app("my-app").logger(move |entry| {
    ///     if let Ok(mut lines) = kept.lock() {
    ///         lines.push(entry.text().to_owned());
    ///     }
    /// });
    /// # let _ = host;
    /// ```
    pub fn logger(mut self, log: impl Fn(&LogEntry<'_>) + Send + Sync + 'static) -> Self {
        self.options.extensions.logger = Some(Logger::new(log));
        self
    }

    /// Adds natives written in Rust; see [`Extension`]. Workers that are processes of their own ([`StartMode::Process`]) have the
    /// extensions of [`cli::run`](crate::cli::run) alone.
    ///
    /// ```
    /// # use coddle::{Extension, Host};
    /// let host = Host::builder().extension(Extension::new("geo"));
    /// # let _ = host;
    /// ```
    pub fn extension(mut self, extension: impl Into<Extension>) -> Self {
        self.options.extensions.add(extension.into());
        self
    }

    /// Those of the command line, for its commands.
    pub(crate) fn extensions(mut self, extensions: Extensions) -> Self {
        self.options.extensions = extensions;
        self
    }

    /// What the workers of an embedded application are to run.
    pub(crate) fn embedded(&self) -> Result<(Vec<worker::Settings>, Extensions), Error> {
        self.options.extensions.check()?;
        if self.admin.is_some() {
            return Err(Error::Options {
                message: "an embedded application has no admin listener: its program tells of itself; leave admin() out, or use run()".to_owned(),
            });
        }
        let settings = || {
            let shown = self.options.for_application(None);
            self.options.settings(Role::Single, &shown, None, DRAIN)
        };
        let workers = self.options.workers.unwrap_or(1);
        let settings = (0..workers).map(|_| settings()).collect();
        Ok((settings, self.options.extensions.clone()))
    }

    /// Runs until the process is told to stop (SIGTERM, SIGINT or SIGQUIT), then lets requests in flight finish.
    ///
    /// # Errors
    /// When the address is taken, the application does not start, or a worker ends by itself.
    ///
    /// ```no_run
    /// coddle::Host::builder().app("./my-app").run()?;
    /// # Ok::<(), coddle::Error>(())
    /// ```
    pub fn run(self) -> Result<(), Error> {
        let before = logger::use_here(self.options.extensions.logger.clone());
        let ended = self.run_here();
        logger::use_here(before);
        ended
    }

    fn run_here(mut self) -> Result<(), Error> {
        raise_descriptor_limit()?;
        self.options.extensions.check()?;
        if let Some(address) = &self.admin {
            self.options.admin = Some(AdminConfig::at(address)?);
        }
        if self.options.https.is_some() && self.options.listen.port.is_none() {
            self.options.listen.port = Some(json!(HTTPS_PORT));
        }
        if self.options.effective_node_env().as_deref() == Some("production") {
            // As egg's master: what is deprecated is no news for who runs a server. (CLU-005)
            let silence = ("NO_DEPRECATION".to_owned(), "*".to_owned());
            self.options.environment.extend([silence]);
        }
        if self.options.start_mode == StartMode::Single {
            if self.options.worker_count() == 1 && !self.options.needs_master() {
                return single::run(self.options);
            }
            self.options.start_mode = StartMode::WorkerThreads;
        }
        cluster::run(self.options)
    }
}

/// Lets the process open as many descriptors as it may, as Node does: each connection is one, and a shell's usual limit is
/// 1,024.
fn raise_descriptor_limit() -> Result<(), Error> {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    getrlimit(Resource::RLIMIT_NOFILE)
        .and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most))
        .map_err(|error| Error::System {
            what: "raise the limit of open files",
            source: error.into(),
        })
}
