//! Listening sockets: where to listen, and the address that JavaScript sees.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Connections that may wait to be accepted.
const BACKLOG: i32 = 1024;

/// Where to listen: `config.cluster.listen`, and what the command line says over it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Listen {
    /// A unix socket; wins over the others.
    pub(crate) path: Option<PathBuf>,
    /// A number; anything else is refused when it is used. (CLU-019)
    pub(crate) port: Option<serde_json::Value>,
    /// Default: every interface.
    pub(crate) hostname: Option<String>,
    pub(crate) reuse_port: Option<bool>,
    /// Where no port is named, the first free one from this on.
    #[serde(skip)]
    pub(crate) first_free_from: Option<u16>,
}

impl Listen {
    /// These settings, with what they leave open from the configuration.
    pub(crate) fn or(self, config: Option<&Listen>) -> Listen {
        let Some(config) = config.cloned() else {
            return self;
        };
        // egg's defaults are empty strings.
        Listen {
            path: self
                .path
                .or(config.path)
                .filter(|path| !path.as_os_str().is_empty()),
            port: self.port.or(config.port),
            hostname: self
                .hostname
                .or(config.hostname)
                .filter(|name| !name.is_empty()),
            reuse_port: self.reuse_port.or(config.reuse_port),
            first_free_from: self.first_free_from,
        }
    }

    /// Whether it is known without the application's configuration.
    pub(crate) fn is_complete(&self) -> bool {
        self.path.is_some() || (self.port.is_some() && self.hostname.is_some())
    }
}

/// An open listener.
#[derive(Debug)]
pub(crate) enum Listener {
    Tcp(std::net::TcpListener),
}

impl Listener {
    /// A handle of the same socket.
    ///
    /// # Errors
    /// When the process is out of descriptors.
    pub(crate) fn descriptor(&self) -> io::Result<OwnedFd> {
        match self {
            Listener::Tcp(listener) => listener.as_fd().try_clone_to_owned(),
        }
    }

    /// The listener that was sent as a descriptor, of this address.
    pub(crate) fn of(fd: OwnedFd, address: &Address) -> Listener {
        match address {
            Address::Tcp { .. } => Listener::Tcp(fd.into()),
        }
    }

    /// # Errors
    /// When the loop cannot watch it.
    pub(crate) fn into_tokio(self) -> Result<tokio::net::TcpListener, Error> {
        let Listener::Tcp(listener) = self;
        listener
            .set_nonblocking(true)
            .and_then(|()| tokio::net::TcpListener::from_std(listener))
            .map_err(|source| Error::System {
                what: "use the listener",
                source,
            })
    }
}

/// The address of a listener, as `server.address()` gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Address {
    Tcp {
        address: String,
        family: String,
        port: u16,
    },
}

impl Address {
    pub(crate) fn tcp(address: SocketAddr) -> Address {
        let family = match address {
            SocketAddr::V4(_) => "IPv4",
            SocketAddr::V6(_) => "IPv6",
        };
        Address::Tcp {
            address: address.ip().to_string(),
            family: family.to_string(),
            port: address.port(),
        }
    }

    /// As Node's cluster names it in its `listening` event.
    pub(crate) fn for_cluster(&self) -> serde_json::Value {
        match self {
            Address::Tcp {
                address,
                family,
                port,
            } => {
                let address_type = if family == "IPv6" { 6 } else { 4 };
                let everywhere = matches!(address.as_str(), "0.0.0.0" | "::");
                let address = (!everywhere).then_some(address);
                serde_json::json!({ "addressType": address_type, "address": address, "port": port })
            }
        }
    }

    /// The port, as egg shows it.
    pub(crate) fn port_or_path(&self) -> serde_json::Value {
        match self {
            Address::Tcp { port, .. } => serde_json::json!(port),
        }
    }

    /// Where a person finds it, with the protocol; HOST in the environment names the machine when it listens everywhere.
    /// (CLU-014)
    pub(crate) fn shown(&self, protocol: &str) -> String {
        match self {
            Address::Tcp { address, port, .. } => {
                let everywhere = matches!(address.as_str(), "0.0.0.0" | "::");
                let host = match std::env::var("HOST") {
                    _ if !everywhere => address.clone(),
                    Ok(host) if !host.is_empty() && host != "0.0.0.0" => host,
                    _ => "127.0.0.1".to_string(),
                };
                match host.contains(':') {
                    true => format!("{protocol}://[{host}]:{port}"),
                    false => format!("{protocol}://{host}:{port}"),
                }
            }
        }
    }
}

/// Opens a listener.
///
/// # Errors
/// When the port is no number, or the address is taken or not this machine's.
pub(crate) fn open(listen: &Listen) -> Result<(Listener, Address), Error> {
    if listen.path.is_some() {
        return Err(Error::NotBuilt {
            what: "config.cluster.listen.path",
            advice: "listen on a port of 127.0.0.1 instead",
        });
    }
    let names_port = listen.port.as_ref().is_some_and(|port| port != 0);
    if let (Some(first), false) = (listen.first_free_from, names_port) {
        return open_first_free(listen, first);
    }
    let port = match &listen.port {
        None => crate::DEFAULT_PORT,
        Some(value) => value
            .as_u64()
            .and_then(|port| u16::try_from(port).ok())
            .ok_or_else(|| Error::Port {
                value: value.clone(),
            })?,
    };
    let hostname = listen.hostname.as_deref().unwrap_or("0.0.0.0");
    let failed = |source: io::Error| Error::Listen {
        address: format!("{hostname}:{port}"),
        source,
    };
    let target = (hostname, port)
        .to_socket_addrs()
        .map_err(failed)?
        .next()
        .ok_or_else(|| {
            failed(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the name has no address",
            ))
        })?;
    let socket = socket2::Socket::new(
        socket2::Domain::for_address(target),
        socket2::Type::STREAM,
        None,
    )
    .map_err(failed)?;
    socket.set_reuse_address(true).map_err(failed)?;
    socket.bind(&target.into()).map_err(failed)?;
    socket.listen(BACKLOG).map_err(failed)?;
    socket.set_nonblocking(true).map_err(failed)?;
    let listener: std::net::TcpListener = socket.into();
    let address = listener.local_addr().map_err(failed)?;
    Ok((Listener::Tcp(listener), Address::tcp(address)))
}

/// How many taken ports are passed over before the system chooses one.
const TAKEN: u16 = 10;

/// egg-bin's way to a port. (CLU-091)
fn open_first_free(listen: &Listen, first: u16) -> Result<(Listener, Address), Error> {
    let at = |port: u16| {
        open(&Listen {
            port: Some(port.into()),
            first_free_from: None,
            ..listen.clone()
        })
    };
    let ports = first..=first.saturating_add(TAKEN);
    let opened = ports
        .map(at)
        .find(|opened| !matches!(opened, Err(Error::Listen { source, .. }) if source.kind() == io::ErrorKind::AddrInUse))
        .unwrap_or_else(|| at(0))?;
    let port = opened.1.port_or_path();
    if port != first {
        eprintln!("coddle: server port {first} is in use, now using port {port}");
    }
    Ok(opened)
}
