//! `coddle cluster-master OPTIONS`: the cluster of a script that calls `egg.startCluster(options)`. (APP-004)

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::server::exit_code;
use crate::{Error, Host, StartMode};

/// It ends with the channel to the script that started it.
#[derive(Debug, Args)]
pub(super) struct Master {
    /// egg-cluster's options as JSON.
    options: String,
}

/// egg-cluster's options as `internal/egg/script` gives them: numbers are numbers, lists lists. (CLU-001)
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    base_dir: PathBuf,
    framework: Option<String>,
    port: Option<u16>,
    #[serde(default)]
    reuse_port: bool,
    workers: Option<usize>,
    https: Option<Https>,
    start_mode: Option<String>,
    env: Option<String>,
    pid_file: Option<PathBuf>,
    #[serde(default)]
    sticky: bool,
    title: Option<String>,
    #[serde(default)]
    require: Vec<String>,
    /// egg's others, and whatever the application wants to find in `app.options`.
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
struct Https {
    key: PathBuf,
    cert: PathBuf,
    ca: Option<PathBuf>,
}

impl Master {
    pub(super) fn run(self) -> ExitCode {
        exit_code(self.serve())
    }

    fn serve(&self) -> Result<(), Error> {
        let wrong = |message: String| Error::Options { message };
        let options: Options = serde_json::from_str(&self.options)
            .map_err(|error| wrong(format!("startCluster's options: {error}")))?;
        for name in ["ports", "debugPort"] {
            let is_empty = |value: &Value| {
                value.is_null() || value.as_array().is_some_and(|list| list.is_empty())
            };
            if options.rest.get(name).is_some_and(|value| !is_empty(value)) {
                return Err(wrong(format!(
                    "startCluster's option {name} is not built into this version of Coddle: its workers share one listener"
                )));
            }
        }
        let start_mode = match options.start_mode.as_deref() {
            None | Some("process") => StartMode::Process,
            Some("worker_threads") => StartMode::WorkerThreads,
            Some(other) => {
                return Err(wrong(format!(
                    "startCluster's startMode should be process or worker_threads, but got {other}"
                )));
            }
        };
        let mut host = Host::builder()
            .app(options.base_dir)
            .start_mode(start_mode)
            .reuse_port(options.reuse_port)
            .sticky(options.sticky)
            .require(options.require)
            .shown(options.rest)
            .ends_with_parent(true)
            .extensions(super::extensions());
        if let Some(framework) = options.framework {
            host = host.framework(framework);
        }
        if let Some(port) = options.port {
            host = host.port(port);
        }
        if let Some(workers) = options.workers {
            host = host.workers(workers);
        }
        if let Some(https) = options.https {
            host = host.https(https.key, https.cert, https.ca);
        }
        if let Some(env) = options.env {
            host = host.env(env);
        }
        if let Some(file) = options.pid_file {
            host = host.pid_file(file);
        }
        if let Some(title) = options.title {
            host = host.title(title);
        }
        host.run()
    }
}
