//! Options that `coddle start` and `coddle dev` share: what a server is and how it runs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::package::Package;
use crate::observe::AdminConfig;
use crate::{Error, Host, HostBuilder, StartMode};

/// Names are egg-scripts', egg-bin's and egg-cluster's where these have one.
#[derive(Debug, Args)]
pub(super) struct Server {
    /// Address to listen on. Default: config.cluster.listen.hostname, else every interface.
    #[arg(long, value_name = "ADDRESS", help_heading = LISTENING)]
    hostname: Option<String>,
    /// Private key (PEM) of an HTTPS server.
    #[arg(
        long = "https.key",
        value_name = "FILE",
        requires = "https_cert",
        id = "https_key",
        help_heading = LISTENING
    )]
    https_key: Option<PathBuf>,
    /// Certificate (PEM) of an HTTPS server.
    #[arg(
        long = "https.cert",
        value_name = "FILE",
        requires = "https_key",
        id = "https_cert",
        help_heading = LISTENING
    )]
    https_cert: Option<PathBuf>,
    /// Authorities (PEM) that an HTTPS server trusts.
    #[arg(long = "https.ca", value_name = "FILE", requires = "https_key", help_heading = LISTENING)]
    https_ca: Option<PathBuf>,
    /// Let other servers that say so too listen on the same address.
    #[arg(long, alias = "reusePort", help_heading = LISTENING)]
    reuse_port: bool,
    /// Where the server tells of its health and its figures: a port, HOST:PORT, or the path of a unix socket. Default:
    /// config.cluster.admin, else nowhere.
    #[arg(long, value_name = "ADDRESS", value_parser = admin_address, help_heading = LISTENING)]
    admin: Option<String>,
    /// Let requests of one client address go to one worker.
    #[arg(long, help_heading = LISTENING)]
    sticky: bool,

    /// How agent and workers are kept apart. Default: a process each, but one process for all when there is one worker.
    #[arg(long, value_name = "MODE", alias = "startMode", help_heading = PROCESSES)]
    start_mode: Option<Mode>,
    /// File for the process id.
    #[arg(long, alias = "pidFile", value_name = "FILE", help_heading = PROCESSES)]
    pid_file: Option<PathBuf>,
    /// Name of the server, as `process.title`; `coddle stop --title` finds it by that.
    #[arg(long, help_heading = PROCESSES)]
    pub(super) title: Option<String>,

    /// Server environment: local, unittest, prod or a name of your own. Default: egg's rules (config/env, EGG_SERVER_ENV,
    /// NODE_ENV).
    #[arg(long, value_name = "NAME", help_heading = APPLICATION)]
    env: Option<String>,
    /// Framework to use instead of egg: a path or the name of a package. Default: `egg.framework` of package.json.
    #[arg(long, value_name = "NAME", help_heading = APPLICATION)]
    pub(super) framework: Option<String>,
    /// Module that agent and workers load before anything else; may be given several times.
    #[arg(short, long, value_name = "MODULE", help_heading = APPLICATION)]
    require: Vec<String>,
    /// Whether the application is written in TypeScript. Default: egg-bin's rules (EGG_TYPESCRIPT, `egg.typescript` and
    /// dependencies of package.json, tsconfig.json).
    #[arg(
        long,
        visible_alias = "ts",
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        help_heading = APPLICATION
    )]
    pub(super) typescript: Option<bool>,

    /// JavaScript heap of one worker in MiB.
    #[arg(
        long,
        value_name = "MIB",
        visible_alias = "max-old-space-size",
        default_value_t = 512,
        help_heading = LIMITS
    )]
    heap: usize,
    /// Seconds that one turn of JavaScript may run before it is stopped.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, help_heading = LIMITS)]
    turn_limit: u64,
    /// Seconds that the application may take to begin an answer; then the client gets a 503.
    #[arg(long, value_name = "SECONDS", default_value_t = 300, help_heading = LIMITS)]
    request_limit: u64,
}

pub(super) const LISTENING: &str = "Listening";
pub(super) const PROCESSES: &str = "Processes";
pub(super) const APPLICATION: &str = "Application";
pub(super) const LIMITS: &str = "Limits";

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

impl Server {
    /// The mode that was asked for, else the one that these options and this many workers take in production.
    pub(super) fn start_mode(&self, workers: usize) -> StartMode {
        let needs_master =
            workers > 1 || self.sticky || self.pid_file.is_some() || !self.require.is_empty();
        match self.start_mode {
            Some(mode) => mode.into(),
            None if needs_master => StartMode::Process,
            None => StartMode::Single,
        }
    }

    /// Loads these modules after those that were asked for.
    pub(super) fn require(&mut self, modules: impl IntoIterator<Item = String>) {
        self.require.extend(modules);
    }

    /// A host of the application in `dir` with these options.
    pub(super) fn host(self, dir: &Path) -> HostBuilder {
        let mut host = Host::builder()
            .app(dir)
            .sticky(self.sticky)
            .reuse_port(self.reuse_port)
            .require(self.require)
            .heap(self.heap << 20)
            .turn_limit(Duration::from_secs(self.turn_limit))
            .request_limit(Duration::from_secs(self.request_limit))
            .announce(true)
            .extensions(super::extensions());
        if let Some(hostname) = self.hostname {
            host = host.hostname(hostname);
        }
        if let Some(address) = self.admin {
            host = host.admin(address);
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
        host
    }
}

/// What a command ends with whose host has ended, and the word of what went wrong.
pub(super) fn exit_code(ended: Result<(), Error>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        // The master's log has told why.
        Err(Error::Cluster { code }) => ExitCode::from(code),
        Err(error) => {
            eprintln!("coddle: {error}");
            ExitCode::FAILURE
        }
    }
}

/// An address that the admin listener may have.
fn admin_address(text: &str) -> Result<String, Error> {
    AdminConfig::at(text).map(|_| text.to_owned())
}

/// The framework's name, as egg-scripts and egg-bin say it.
pub(super) fn framework_name(dir: &Path, option: Option<&str>, package: &Package) -> String {
    let Some(framework) = option.or(package.egg("framework").and_then(|name| name.as_str())) else {
        return "egg".to_string();
    };
    let own = Package::of(&dir.join(framework));
    own.name().unwrap_or(framework).to_string()
}
