//! `coddle start [DIR]` and `coddle dev [DIR]`: serve an application.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use crate::Host;

/// Flags and variables are egg-bin's and egg-scripts'.
#[derive(Debug, Args)]
pub(super) struct Start {
    /// The application's folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Port to listen on; 0 takes a free one.
    #[arg(short, long, env = "PORT", default_value_t = crate::DEFAULT_PORT)]
    port: u16,
    /// Address to listen on.
    #[arg(long, default_value = "0.0.0.0")]
    hostname: String,
    /// Workers; each is a thread with a JavaScript world of its own. Default: the CPUs that this process may use (start),
    /// one (dev).
    #[arg(short, long, visible_alias = "cluster", env = "EGG_WORKERS")]
    workers: Option<usize>,
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

/// For whom the application is started: decides defaults alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// NODE_ENV is production unless given; one worker a CPU.
    Production,
    /// NODE_ENV is development unless given; one worker.
    Development,
}

impl Start {
    pub(super) fn run(self, mode: Mode) -> ExitCode {
        let mut host = Host::builder()
            .app(self.dir)
            .port(self.port)
            .hostname(self.hostname)
            .heap(self.heap << 20)
            .turn_limit(Duration::from_secs(self.turn_limit))
            .request_limit(Duration::from_secs(self.request_limit))
            .announce(true)
            .node_env(match mode {
                Mode::Production => "production",
                Mode::Development => "development",
            });
        if let Some(env) = self.env {
            host = host.env(env);
        }
        if let Some(title) = self.title {
            host = host.title(title);
        }
        if let Some(framework) = self.framework {
            host = host.framework(framework);
        }
        match (self.workers, mode) {
            (Some(workers), _) => host = host.workers(workers),
            (None, Mode::Production) => {}
            (None, Mode::Development) => host = host.workers(1),
        }
        match host.run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("coddle: {error}");
                ExitCode::FAILURE
            }
        }
    }
}
