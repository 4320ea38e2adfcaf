//! `coddle start [DIR]` and `coddle dev [DIR]`: serve an application.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::{Error, Host, StartMode};

/// Flags and variables are egg-bin's and egg-scripts'.
#[derive(Debug, Args)]
pub(super) struct Start {
    /// The application's folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Port to listen on; 0 takes a free one. Default: config.cluster.listen.port, which is 7001 unless set.
    #[arg(short, long, env = "PORT")]
    port: Option<u16>,
    /// Address to listen on. Default: config.cluster.listen.hostname, else every interface.
    #[arg(long)]
    hostname: Option<String>,
    /// Workers. Default: the CPUs that this process may use (start), one (dev).
    #[arg(
        short,
        long,
        short_alias = 'c',
        visible_alias = "cluster",
        env = "EGG_WORKERS"
    )]
    workers: Option<usize>,
    /// How agent and workers are kept apart. Default: a process each, but one process for all when there is one worker.
    #[arg(long, value_enum, alias = "startMode")]
    start_mode: Option<Mode>,
    /// Let requests of one client address go to one worker.
    #[arg(long)]
    sticky: bool,
    /// Private key (PEM) of an HTTPS server.
    #[arg(
        long = "https.key",
        value_name = "FILE",
        requires = "https_cert",
        id = "https_key"
    )]
    https_key: Option<PathBuf>,
    /// Certificate (PEM) of an HTTPS server.
    #[arg(
        long = "https.cert",
        value_name = "FILE",
        requires = "https_key",
        id = "https_cert"
    )]
    https_cert: Option<PathBuf>,
    /// Authorities (PEM) that an HTTPS server trusts.
    #[arg(long = "https.ca", value_name = "FILE", requires = "https_key")]
    https_ca: Option<PathBuf>,
    /// Module that agent and workers load before anything else; may be given several times.
    #[arg(short, long)]
    require: Vec<String>,
    /// File for the process id.
    #[arg(long, alias = "pidFile", value_name = "FILE")]
    pid_file: Option<PathBuf>,
    /// Server environment: local, unittest, prod or a name of your own. Default: egg's rules (config/env, EGG_SERVER_ENV,
    /// NODE_ENV).
    #[arg(long)]
    env: Option<String>,
    /// Name of the process, as `process.title`.
    #[arg(long)]
    title: Option<String>,
    /// Framework to use instead of egg: a path or the name of a package.
    #[arg(long)]
    framework: Option<String>,
    /// JavaScript heap of one worker in MiB.
    #[arg(long, default_value_t = 512)]
    heap: usize,
    /// Seconds that one turn of JavaScript may run before it is stopped.
    #[arg(long, default_value_t = 30)]
    turn_limit: u64,
    /// Seconds that the application may take to begin an answer; then the client gets a 503.
    #[arg(long, default_value_t = 300)]
    request_limit: u64,
}

/// How agent and workers are kept apart, by egg-cluster's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// All in one process.
    Single,
    /// A process each.
    Process,
    /// A thread each.
    #[value(name = "worker_threads")]
    WorkerThreads,
}

impl From<Mode> for StartMode {
    fn from(mode: Mode) -> StartMode {
        match mode {
            Mode::Single => StartMode::Single,
            Mode::Process => StartMode::Process,
            Mode::WorkerThreads => StartMode::WorkerThreads,
        }
    }
}

/// For whom the application is started: decides defaults alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// NODE_ENV is production unless given; one worker a CPU.
    Production,
    /// NODE_ENV is development unless given; one worker.
    Development,
}

impl Start {
    pub(super) fn run(self, purpose: Purpose) -> ExitCode {
        let workers = match (self.workers, purpose) {
            (Some(workers), _) => workers.max(1),
            (None, Purpose::Production) => {
                std::thread::available_parallelism().map_or(1, usize::from)
            }
            (None, Purpose::Development) => 1,
        };
        let start_mode = match (self.start_mode, purpose) {
            (Some(mode), _) => mode.into(),
            (None, Purpose::Production)
                if workers > 1
                    || self.sticky
                    || self.pid_file.is_some()
                    || !self.require.is_empty() =>
            {
                StartMode::Process
            }
            (None, _) => StartMode::Single,
        };
        let mut host = Host::builder()
            .app(self.dir)
            .workers(workers)
            .start_mode(start_mode)
            .sticky(self.sticky)
            .require(self.require)
            .heap(self.heap << 20)
            .turn_limit(Duration::from_secs(self.turn_limit))
            .request_limit(Duration::from_secs(self.request_limit))
            .announce(true)
            .extensions(super::extensions())
            .watch(purpose == Purpose::Development)
            .node_env(match purpose {
                Purpose::Production => "production",
                Purpose::Development => "development",
            });
        if let Some(port) = self.port {
            host = host.port(port);
        }
        if let Some(hostname) = self.hostname {
            host = host.hostname(hostname);
        }
        if let Some(env) = self.env {
            host = host.env(env);
        }
        if let Some(title) = self.title {
            host = host.title(title);
        }
        if let Some(framework) = self.framework {
            host = host.framework(framework);
        }
        if let Some(file) = self.pid_file {
            host = host.pid_file(file);
        }
        if let (Some(key), Some(cert)) = (self.https_key, self.https_cert) {
            host = host.https(key, cert, self.https_ca);
        }
        match host.run() {
            Ok(()) => ExitCode::SUCCESS,
            // The master's log has told why.
            Err(Error::Cluster { code }) => ExitCode::from(code),
            Err(error) => {
                eprintln!("coddle: {error}");
                ExitCode::FAILURE
            }
        }
    }
}
