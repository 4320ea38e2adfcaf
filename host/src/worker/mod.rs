//! A worker: one thread, one local runtime, one JavaScript world with one application.
//!
//! Reading order: here what a worker is told and tells ([`Settings`], [`Link`], [`Started`]), then `door` (where clients
//! come in), `life` (its way from start to end), `process_channel` (`process.send`).

mod door;
mod life;
mod process_channel;

use std::collections::BTreeMap;
use std::time::Duration;

use coddle_engine::Limits;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};

use crate::cluster::frame::Report;
use crate::event_loop;
use crate::extension::Extensions;
use crate::http::{HttpLimits, Https};
use crate::listener::{Address, Listen, Listener, Place};
use crate::observe::AdminConfig;
use crate::{Error, application};

pub(crate) use door::Door;
pub(crate) use life::{End, run as run_in};

/// Stack of a worker's thread. JavaScript may use [`JS_STACK`] of it; the rest is for natives below it.
pub(crate) const THREAD_STACK: usize = 8 << 20;
pub(crate) const JS_STACK: usize = 4 << 20;

/// What a worker is in its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// Agent and application in one: egg's single mode.
    Single,
    /// The agent of a cluster: has no listener.
    Agent,
    /// An app worker of a cluster.
    App,
}

impl Role {
    /// As `internal/egg/serve` names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Role::Single => "single",
            Role::Agent => "agent",
            Role::App => "app",
        }
    }
}

/// What a worker is to run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(crate) role: Role,
    /// What messages call a member of a cluster: its process's id, or a thread's number.
    pub(crate) worker_id: u32,
    /// egg's options as JSON: what `app.options` shows.
    pub(crate) options: Box<serde_json::value::RawValue>,
    /// `NODE_ENV` where the process has none.
    pub(crate) node_env: Option<String>,
    /// Variables of `process.env` in place of those of the process.
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) title: Option<String>,
    /// Key and certificate that the options name.
    pub(crate) https: Option<Https>,
    /// Where the server tells of itself, over what the configuration says.
    pub(crate) admin: Option<AdminConfig>,
    /// Which one of its cluster's app workers it is: they are numbered from 1.
    pub(crate) number: u32,
    /// Where the listener is, in an app worker of a cluster.
    pub(crate) address: Option<Address>,
    pub(crate) heap: usize,
    pub(crate) turn_limit: Duration,
    /// How long an application may take to begin its answer.
    pub(crate) request_limit: Duration,
    /// What a client may ask of a connection, where the application's configuration does not say otherwise.
    pub(crate) http_limits: HttpLimits,
    /// How long requests in flight may take once the worker was told to end.
    pub(crate) drain_limit: Duration,
}

impl Settings {
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            heap: self.heap,
            stack: JS_STACK,
            turn: self.turn_limit,
        }
    }
}

/// Why a worker ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It does not.
    No,
    /// Requests in flight are let finish. Idle connections may stay for `linger`, to be told with their next answer.
    Drain { linger: Duration, cause: Cause },
    /// At once.
    Now { cause: Cause },
}

/// Who told a worker to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A signal of this name came.
    Signal(&'static str),
    /// The host or the master says so; the application hears of it as of SIGTERM.
    Told,
    /// The master is gone.
    MasterGone,
    /// The application itself: after an uncaught exception it takes no more requests.
    Application,
}

/// What connects a worker to whoever started it.
pub(crate) struct Link {
    pub(crate) stop: watch::Sender<Stop>,
    pub(crate) report: mpsc::UnboundedSender<Report>,
    pub(crate) source: Source,
    /// From the master: for `process.on('message')`, connections and questions. In single mode questions alone.
    pub(crate) inbox: Option<mpsc::UnboundedReceiver<Incoming>>,
}

/// Where an app worker's listener comes from.
pub(crate) enum Source {
    /// It was opened already, and this is the worker's place among those that share it.
    Open(Listener, Address, Place),
    /// To be opened as said here, or in `config.cluster.listen`; opened already where nothing but a unix socket in the configuration
    /// would change it.
    Listen(Listen, Option<(Listener, Address)>),
    /// Connections come from the master, one by one (sticky mode), or the worker is an agent.
    Elsewhere,
}

/// What comes from the master while the worker runs.
pub(crate) enum Incoming {
    /// JSON for `process.on('message')`.
    Message(Box<serde_json::value::RawValue>),
    Connection(std::net::TcpStream),
    /// The master wants the worker's figures; those of the heap take time.
    Ping {
        with_heap: bool,
    },
    /// The master wants everything that is measured.
    Measure,
    /// The master is gone.
    Gone,
}

/// What was started.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Started {
    pub(crate) name: String,
    pub(crate) env: String,
    /// Load units in their order: `plugin onerror`, `framework egg`, `app blog`.
    pub(crate) units: Vec<String>,
    pub(crate) steps: Vec<(String, Duration)>,
    /// What `config.cluster` says of the listener.
    pub(crate) cluster: ClusterConfig,
    /// `config.development` as JSON, for `coddle dev`.
    pub(crate) development: String,
    /// Where it listens; None for an agent.
    pub(crate) address: Option<Address>,
}

/// The part of `config.cluster` that concerns the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClusterConfig {
    #[serde(default)]
    pub(crate) listen: Option<Listen>,
    #[serde(default)]
    pub(crate) https: Option<serde_json::Value>,
    /// Where the server tells of itself.
    #[serde(default)]
    pub(crate) admin: Option<AdminConfig>,
}

impl ClusterConfig {
    /// Key and certificate of the server; `None`: it speaks HTTP. `options`: those of the command line.
    ///
    /// # Errors
    /// When the application asks for what is not built.
    pub(crate) fn https(&self, options: Option<&Https>) -> Result<Option<Https>, Error> {
        Https::of(options, self.https.as_ref())
    }
}

impl Started {
    /// Of the address that is shown.
    pub(crate) fn protocol(&self, options: Option<&Https>) -> &'static str {
        // What is wrong with them was told when the listener was opened.
        match self.cluster.https(options) {
            Ok(Some(_)) => "https",
            Ok(None) | Err(_) => "http",
        }
    }
}

/// Runs a worker on this thread until it is told to stop.
pub(crate) fn run(settings: Settings, extensions: &Extensions, link: Link) -> Result<End, Error> {
    event_loop::run(async {
        let world = application::prepare(settings.limits(), extensions)?;
        run_in(world, settings, link).await
    })
}
