//! Why a host did not start or stopped.

use std::fmt;
use std::io;

/// What ended a host.
///
/// ```no_run
/// if let Err(error) = coddle::Host::builder().app("./my-app").run() {
///     match error {
///         coddle::Error::Listen { address, .. } => eprintln!("{address} is taken"),
///         other => eprintln!("{other}"),
///     }
/// }
/// ```
#[derive(Debug)]
pub enum Error {
    /// The address could not be listened on.
    Listen {
        /// As it was asked for.
        address: String,
        /// What the system says.
        source: io::Error,
    },
    /// The application did not start.
    Application {
        /// The number of the worker that tried first.
        worker: usize,
        /// The JavaScript error with its stack.
        message: String,
    },
    /// The port to listen on is no port.
    Port {
        /// What was given instead.
        value: serde_json::Value,
    },
    /// An option of the cluster is not what egg-cluster asks for.
    Options {
        /// In egg-cluster's words.
        message: String,
    },
    /// The cluster's start failed, or it ended by itself; the log told why.
    Cluster {
        /// The exit code that egg's master would have.
        code: u8,
    },
    /// The machine refused something that the host needs.
    System {
        /// What could not be done.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A worker ended without being told to.
    WorkerDied {
        /// Its number.
        worker: usize,
        /// What is known of it.
        cause: String,
    },
    /// An extension cannot be what it says, or two of them do not go together.
    Extension {
        /// Which, and why.
        message: String,
    },
    /// A request to an embedded application could not be made, or got no answer.
    Request {
        /// Why.
        message: String,
    },
}

impl Error {
    /// The same error for somebody else who waits.
    pub(crate) fn again(&self) -> Error {
        match self {
            Error::Listen { address, source } => Error::Listen {
                address: address.clone(),
                source: copy(source),
            },
            Error::Application { worker, message } => Error::Application {
                worker: *worker,
                message: message.clone(),
            },
            Error::Port { value } => Error::Port {
                value: value.clone(),
            },
            Error::Options { message } => Error::Options {
                message: message.clone(),
            },
            Error::Cluster { code } => Error::Cluster { code: *code },
            Error::System { what, source } => Error::System {
                what,
                source: copy(source),
            },
            Error::WorkerDied { worker, cause } => Error::WorkerDied {
                worker: *worker,
                cause: cause.clone(),
            },
            Error::Extension { message } => Error::Extension {
                message: message.clone(),
            },
            Error::Request { message } => Error::Request {
                message: message.clone(),
            },
        }
    }

    /// The application of the only worker did not start.
    pub(crate) fn application(message: String) -> Error {
        Error::Application { worker: 0, message }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Listen { address, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "cannot listen on {address}: the port is taken (EADDRINUSE). Stop the other server or choose a port with --port."
                )
            }
            Error::Listen { address, source } => write!(f, "cannot listen on {address}: {source}"),
            Error::Port { value } => {
                write!(
                    f,
                    "[app_worker] port should be number, but got {}({})",
                    shown(value),
                    type_of(value)
                )
            }
            Error::Options { message } => f.write_str(message),
            Error::Cluster { code } => write!(f, "the cluster ended with code {code}"),
            Error::Application { message, .. } => {
                write!(f, "the application did not start\n{message}")
            }
            Error::System { what, source } => write!(f, "cannot {what}: {source}"),
            Error::WorkerDied { worker, cause } => write!(f, "worker {worker} ended: {cause}"),
            Error::Extension { message } | Error::Request { message } => f.write_str(message),
        }
    }
}

fn copy(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// As JavaScript's `typeof` names it.
fn type_of(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::String(_) => "string",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::Bool(_) => "boolean",
        _ => "object",
    }
}

/// As JavaScript's `%s` shows it.
fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Listen { source, .. } | Error::System { source, .. } => Some(source),
            _ => None,
        }
    }
}
