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
    /// The machine refused something that the host needs.
    System {
        what: &'static str,
        source: io::Error,
    },
    /// A worker ended without being told to.
    WorkerDied { worker: usize, cause: String },
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
            Error::Application { message, .. } => {
                write!(f, "the application did not start\n{message}")
            }
            Error::System { what, source } => write!(f, "cannot {what}: {source}"),
            Error::WorkerDied { worker, cause } => write!(f, "worker {worker} ended: {cause}"),
        }
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
