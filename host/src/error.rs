//! Why a host did not start or stopped.

use std::fmt;
use std::io;

/// What ended a host.
#[derive(Debug)]
pub enum Error {
    /// The address could not be listened on.
    Listen { address: String, source: io::Error },
    /// The application did not start: its error with the stack, as JavaScript gave it.
    Application { worker: usize, message: String },
    /// The port to listen on is no port.
    Port { value: serde_json::Value },
    /// An option of the cluster is not what egg-cluster asks for.
    Options { message: String },
    /// The cluster's start failed, or it ended by itself; the log told why.
    Cluster { code: u8 },
    /// The machine refused something that the host needs.
    System {
        what: &'static str,
        source: io::Error,
    },
    /// A worker ended without being told to.
    WorkerDied { worker: usize, cause: String },
}

impl Error {
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
        }
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
