//! The admin listener: where a server tells of itself, apart from where it serves.
//!
//! It runs in a process or thread without JavaScript, so that it answers whatever the application does. What comes to it is held
//! small: few connections, short heads, no bodies, and the workers are not asked more often for more questions.

use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinHandle};

use super::overview::Overview;
use super::pages;
use crate::Error;
use crate::listener::{self, Accepting, Address, Client, Listen, Listener};

/// Connections at a time. The oldest makes room for a new one: who holds many only drives out itself.
const CONNECTIONS: usize = 32;
/// hyper's least.
const LONGEST_HEAD: usize = 8 << 10;
/// How long a head may take, and a connection rest.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a connection may last, whatever its client does.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(60);
/// How long to wait before accepting again when the process is out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
const HOSTNAME: &str = "127.0.0.1";

/// `config.cluster.admin`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct AdminConfig {
    /// A unix socket; wins over the others.
    path: Option<PathBuf>,
    port: Option<u16>,
    /// Default: 127.0.0.1.
    hostname: Option<String>,
    /// Milliseconds from the moment when `/readyz` says that the server ends to when it takes no more connections.
    shutdown_delay: u64,
}

impl AdminConfig {
    /// Of an address as somebody types it: a port, `HOST:PORT`, or the path of a unix socket, which has a slash in it.
    ///
    /// # Errors
    /// When it is none of them.
    pub(crate) fn at(address: &str) -> Result<AdminConfig, Error> {
        if address.contains('/') {
            return Ok(AdminConfig {
                path: Some(address.into()),
                ..AdminConfig::default()
            });
        }
        let (hostname, port) = match address.rsplit_once(':') {
            Some((hostname, port)) => (Some(hostname), port),
            None => (None, address),
        };
        let hostname = hostname.map(|name| name.trim_start_matches('[').trim_end_matches(']'));
        match port.parse() {
            Ok(port) if hostname != Some("") => Ok(AdminConfig {
                port: Some(port),
                hostname: hostname.map(str::to_owned),
                ..AdminConfig::default()
            }),
            _ => Err(Error::Options {
                message: format!(
                    "the admin listener cannot be at {address:?}: give a port, HOST:PORT, or the path of a unix socket, as ./admin.sock"
                ),
            }),
        }
    }

    /// The same place, with what `config` says beyond that.
    pub(crate) fn over(self, config: Option<&AdminConfig>) -> AdminConfig {
        AdminConfig {
            shutdown_delay: config.map_or(0, |config| config.shutdown_delay),
            ..self
        }
    }

    pub(crate) fn shutdown_delay(&self) -> Duration {
        Duration::from_millis(self.shutdown_delay)
    }

    /// Whether both name the same address.
    pub(crate) fn is_at_place_of(&self, other: &AdminConfig) -> bool {
        (&self.path, self.port, &self.hostname) == (&other.path, other.port, &other.hostname)
    }

    fn listen(&self) -> Result<Listen, Error> {
        if self.path.is_none() && self.port.is_none() {
            return Err(Error::Options {
                message: "config.cluster.admin needs a port or a path to listen on".to_string(),
            });
        }
        Ok(Listen {
            path: self.path.clone(),
            port: self.port.map(Into::into),
            hostname: Some(self.hostname.clone().unwrap_or_else(|| HOSTNAME.into())),
            ..Listen::default()
        })
    }
}

/// What the listener asks the server that it tells of.
#[derive(Debug)]
pub(crate) enum Question {
    /// Whether it takes requests, and goes on to.
    Ready(oneshot::Sender<bool>),
    Overview(oneshot::Sender<Rc<Overview>>),
}

/// Passes a question on. One that is dropped is answered with 503.
pub(super) type Ask = dyn Fn(Question);

/// An open admin listener; closed when it is dropped.
#[derive(Debug)]
pub(crate) struct Admin {
    config: AdminConfig,
    /// The socket's name in the file system goes with it.
    listener: Listener,
    address: Address,
    accepting: JoinHandle<()>,
}

impl Drop for Admin {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Admin {
    /// Opens the listener that the configuration names, in the running loop, unless another process has `inherited` it to this
    /// one; `ask` is told what clients want to know.
    ///
    /// # Errors
    /// When the configuration names none, or it cannot be listened on.
    pub(crate) fn open(
        config: &AdminConfig,
        inherited: Option<(Listener, Address)>,
        ask: impl Fn(Question) + 'static,
    ) -> Result<Admin, Error> {
        let (listener, address) = match inherited {
            Some(inherited) => inherited,
            None => listener::open(&config.listen()?)?,
        };
        let socket = listener.descriptor().map_err(|source| Error::System {
            what: "use the admin listener",
            source,
        })?;
        let accepting = Listener::of(socket, &address).into_tokio()?;
        Ok(Admin {
            config: config.clone(),
            listener,
            address,
            accepting: tokio::task::spawn_local(accept(accepting, Rc::new(ask))),
        })
    }

    pub(crate) fn config(&self) -> &AdminConfig {
        &self.config
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// A handle of its socket.
    ///
    /// # Errors
    /// When the process is out of descriptors.
    pub(crate) fn descriptor(&self) -> io::Result<OwnedFd> {
        self.listener.descriptor()
    }

    /// Closes it here; another process has the socket, and its name in the file system.
    pub(crate) fn leave(mut self) {
        self.listener.leave_file();
    }

    /// The socket is this process's alone from now on.
    pub(crate) fn own(&mut self) {
        self.listener.own_file(&self.address);
    }
}

async fn accept(listener: Accepting, ask: Rc<Ask>) {
    let mut open = VecDeque::<AbortHandle>::with_capacity(CONNECTIONS);
    loop {
        match listener.accept().await {
            Ok(client) => {
                open.retain(|connection| !connection.is_finished());
                if open.len() == CONNECTIONS
                    && let Some(oldest) = open.pop_front()
                {
                    oldest.abort();
                }
                let ask = Rc::clone(&ask);
                let serving = match client {
                    Client::Tcp(stream, _) => tokio::task::spawn_local(serve(stream, ask)),
                    Client::Unix(stream) => tokio::task::spawn_local(serve(stream, ask)),
                };
                open.push_back(serving.abort_handle());
            }
            // Most likely the process is out of descriptors, which the workers' listener tells of.
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin + 'static, ask: Rc<Ask>) {
    let service = service_fn(|request| {
        let ask = Rc::clone(&ask);
        async move { Ok::<_, std::convert::Infallible>(pages::answer(&request, &*ask).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // How it ends is its client's business: what is no HTTP, came too late or went away.
    let _ = tokio::time::timeout(CONNECTION_TIMEOUT, connection).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_host_name_it_is_on_loopback() {
        let config: AdminConfig = serde_json::from_str(r#"{"port":9090}"#).unwrap();
        let listen = config.listen().unwrap();
        assert_eq!(listen.hostname.as_deref(), Some("127.0.0.1"));
        assert_eq!(config.shutdown_delay(), Duration::ZERO);
    }

    #[test]
    fn an_address_is_a_port_a_host_with_a_port_or_a_path() {
        let place = |address: &str| {
            let config = AdminConfig::at(address).unwrap();
            (config.path, config.hostname, config.port)
        };
        let host = |name: &str| Some(name.to_owned());
        assert_eq!(place("9090"), (None, None, Some(9090)));
        assert_eq!(place("0.0.0.0:0"), (None, host("0.0.0.0"), Some(0)));
        assert_eq!(place("[::1]:9090"), (None, host("::1"), Some(9090)));
        assert_eq!(place("./a:1"), (Some("./a:1".into()), None, None));
        for wrong in ["", "admin", ":9090", "localhost:", "localhost:99999"] {
            let error = AdminConfig::at(wrong).unwrap_err().to_string();
            assert!(error.contains("give a port, HOST:PORT"), "{error}");
        }
    }

    #[test]
    fn an_address_that_was_given_keeps_the_delay_of_the_configuration() {
        let config: AdminConfig =
            serde_json::from_str(r#"{"path":"/run/x","shutdownDelay":70}"#).unwrap();
        let given = AdminConfig::at("9090").unwrap().over(Some(&config));
        assert_eq!(given.shutdown_delay(), Duration::from_millis(70));
        assert_eq!((given.path, given.port), (None, Some(9090)));
    }

    #[test]
    fn a_configuration_that_names_no_listener_is_refused() {
        let config: AdminConfig = serde_json::from_str(r#"{"hostname":"::1"}"#).unwrap();
        let error = config.listen().unwrap_err().to_string();
        assert!(
            error.contains("config.cluster.admin needs a port or a path"),
            "{error}"
        );
        assert!(serde_json::from_str::<AdminConfig>(r#"{"prot":9090}"#).is_err());
    }
}
