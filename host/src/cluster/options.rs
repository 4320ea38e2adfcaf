//! What a server runs and how: egg-cluster's options, and the host's own limits.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::Error;
use crate::extension::Extensions;
use crate::http::{HttpLimits, Https, Tls};
use crate::listener::{self, Address, Listen, Listener};
use crate::observe::AdminConfig;
use crate::worker::{Role, Settings};

/// How agent and workers are kept apart: egg-cluster's `startMode`.
///
/// ```
/// # use coddle::{Host, StartMode};
/// let host = Host::builder().workers(4).start_mode(StartMode::WorkerThreads);
/// # let _ = host;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StartMode {
    /// One process for all: egg's single mode. There is one worker.
    #[default]
    Single,
    /// A process each.
    Process,
    /// Threads of one process.
    WorkerThreads,
}

/// Who compiles scripts in TypeScript: `internal/egg/typescript`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypeScript {
    /// The application's own package `typescript`.
    Own,
    /// A module that hooks `require`.
    Module(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) app: PathBuf,
    pub(crate) listen: Listen,
    /// Open already: what `listen` and the configuration say does not count then. Shared by copies of the options.
    pub(crate) listener: Option<Arc<Listener>>,
    pub(crate) workers: Option<usize>,
    pub(crate) start_mode: StartMode,
    pub(crate) env: Option<String>,
    pub(crate) node_env: Option<String>,
    /// Variables of `process.env` in place of those of the process.
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) title: Option<String>,
    pub(crate) framework: Option<String>,
    pub(crate) require: Vec<String>,
    /// How scripts in TypeScript are compiled when they are required; None: they are not.
    pub(crate) typescript: Option<TypeScript>,
    pub(crate) sticky: bool,
    pub(crate) https: Option<Https>,
    /// Where the server tells of itself, over what the configuration says.
    pub(crate) admin: Option<AdminConfig>,
    pub(crate) pid_file: Option<PathBuf>,
    pub(crate) heap: usize,
    pub(crate) turn_limit: Duration,
    pub(crate) request_limit: Duration,
    /// How long requests in flight may take when the server ends, where that is not egg's to say.
    pub(crate) drain_limit: Option<Duration>,
    pub(crate) http_limits: HttpLimits,
    /// How long members may take to end. None: the environment says, or egg's default.
    pub(crate) close_limit: Option<Duration>,
    pub(crate) announce: bool,
    /// Laid over the application's own configuration.
    pub(crate) config: Map<String, Value>,
    /// Of workers that are threads; a process has those that its own `main` gives it.
    pub(crate) extensions: Extensions,
    /// Whether the application is loaded anew when its files change.
    pub(crate) watch: bool,
    /// What applications find in `app.options` beside what is said here.
    pub(crate) shown: Map<String, Value>,
    /// Whether the master ends when the process that started it with a channel has gone.
    pub(crate) ends_with_parent: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            app: PathBuf::from("."),
            listen: Listen::default(),
            listener: None,
            workers: None,
            start_mode: StartMode::default(),
            env: None,
            node_env: None,
            environment: BTreeMap::new(),
            title: None,
            framework: None,
            require: Vec::new(),
            typescript: None,
            sticky: false,
            https: None,
            admin: None,
            pid_file: None,
            heap: 512 << 20,
            turn_limit: Duration::from_secs(30),
            request_limit: Duration::from_secs(300),
            drain_limit: None,
            http_limits: HttpLimits::default(),
            close_limit: None,
            announce: false,
            config: Map::new(),
            extensions: Extensions::default(),
            watch: false,
            shown: Map::new(),
            ends_with_parent: false,
        }
    }
}

impl Options {
    /// Whether something is asked for that only a master does.
    pub(crate) fn needs_master(&self) -> bool {
        self.sticky || self.pid_file.is_some() || !self.require.is_empty()
    }

    /// The listener as far as it is known before the application is loaded: the one that was given, or one that the configuration
    /// cannot move, so that a taken port is told at once.
    ///
    /// # Errors
    /// When the address cannot be listened on, or the process is out of descriptors.
    pub(crate) fn open_early(&mut self) -> Result<Option<(Listener, Address)>, Error> {
        let Some(given) = self.listener.take() else {
            let opened = self
                .listen
                .is_complete()
                .then(|| listener::open(&self.listen));
            return opened.transpose();
        };
        let system = |what| move |source| Error::System { what, source };
        let address = given
            .address()
            .map_err(system("use the listener that was given"))?;
        // Another copy of the builder may hold it still.
        let own = Arc::try_unwrap(given).or_else(|given| given.share());
        Ok(Some((own.map_err(system("share the listener"))?, address)))
    }

    /// egg-cluster's checks. (CLU-002)
    ///
    /// # Errors
    /// In its words.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let wrong = |message: String| Err(Error::Options { message });
        let package = self.base_dir().join("package.json");
        if !package.exists() {
            return wrong(format!("{} should exist", package.display()));
        }
        match &self.https {
            // What is no key or certificate is told before anything is started.
            Some(https) => https.check().and_then(|()| Tls::load(https)).map(drop),
            None => Ok(()),
        }
    }

    /// The application's folder, as an absolute path where there is one.
    pub(crate) fn base_dir(&self) -> PathBuf {
        std::fs::canonicalize(&self.app).unwrap_or_else(|_| self.app.clone())
    }

    /// How many app workers.
    pub(crate) fn worker_count(&self) -> usize {
        self.workers
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
            .max(1)
    }

    /// egg's server environment as far as it is known before the application is loaded.
    pub(crate) fn server_env(&self) -> Option<String> {
        self.env
            .clone()
            .or_else(|| std::env::var("EGG_SERVER_ENV").ok())
            .filter(|env| !env.is_empty())
    }

    /// `NODE_ENV` as the application will see it.
    pub(crate) fn effective_node_env(&self) -> Option<String> {
        std::env::var("NODE_ENV")
            .ok()
            .or_else(|| self.node_env.clone())
    }

    /// egg-cluster's test for production. (CLU-004)
    pub(crate) fn is_production(&self) -> bool {
        match self.server_env().as_deref() {
            Some(env) => env != "local" && env != "unittest",
            None => self.effective_node_env().as_deref() == Some("production"),
        }
    }

    /// The options as egg's master shows them to applications. (CLU-001)
    pub(crate) fn for_application(&self, cluster_port: Option<u16>) -> Value {
        let mut options = self.shown.clone();
        if self.start_mode != StartMode::Single {
            for (name, value) in [("plugins", Value::Null), ("ports", json!([]))] {
                options.entry(name).or_insert(value);
            }
        }
        let mut set = |name: &str, value: Value| {
            options.insert(name.to_string(), value);
        };
        if let Some(framework) = &self.framework {
            set("framework", json!(framework));
        }
        set("baseDir", json!(text(&self.base_dir())));
        if !self.config.is_empty() {
            set("config", json!(self.config));
        }
        if let Some(typescript) = &self.typescript {
            set("typescript", json!(true));
            if let TypeScript::Module(name) = typescript {
                set("tscompiler", json!(name));
            }
        }
        if self.start_mode == StartMode::Single {
            if let Some(env) = &self.env {
                set("env", json!(env));
            }
            return Value::Object(options);
        }
        if let Some(port) = self
            .listen
            .port
            .as_ref()
            .filter(|port| port.as_u64() != Some(0))
        {
            set("port", port.clone());
        }
        set("reusePort", json!(self.listen.reuse_port.unwrap_or(false)));
        set("workers", json!(self.worker_count()));
        set(
            "https",
            self.https
                .as_ref()
                .map_or(json!(false), |https| json!(https)),
        );
        set(
            "startMode",
            json!(match self.start_mode {
                StartMode::WorkerThreads => "worker_threads",
                StartMode::Process | StartMode::Single => "process",
            }),
        );
        set("env", self.server_env().map_or(Value::Null, Value::String));
        if self.sticky {
            set("sticky", json!(true));
        }
        if let Some(title) = &self.title {
            set("title", json!(title));
        }
        if let Some(file) = &self.pid_file {
            set("pidFile", json!(text(file)));
        }
        if !self.require.is_empty() {
            set("require", json!(self.require));
        }
        if let Some(port) = cluster_port {
            set("clusterPort", json!(port));
        }
        Value::Object(options)
    }

    /// What one worker of this server is told.
    pub(crate) fn settings(
        &self,
        role: Role,
        options: &Value,
        address: Option<Address>,
        drain_limit: Duration,
    ) -> Settings {
        Settings {
            role,
            worker_id: std::process::id(),
            options: RawValue::from_string(options.to_string())
                .expect("JSON that was just written"),
            node_env: self.node_env.clone(),
            environment: self.environment.clone(),
            title: self.title.clone(),
            https: self.https.clone(),
            admin: self.admin.clone(),
            number: 0,
            address,
            heap: self.heap,
            turn_limit: self.turn_limit,
            request_limit: self.request_limit,
            http_limits: self.http_limits,
            drain_limit: self.drain_limit.unwrap_or(drain_limit),
        }
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
