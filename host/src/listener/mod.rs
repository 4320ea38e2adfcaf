//! Listening sockets: where to listen, the socket itself, and the address that JavaScript sees.
//!
//! Reading order: here what is asked for ([`Listen`]) and what is open ([`Listener`]), then `address`, `socket_file` (a unix
//! socket's name in the file system), `accepting` (clients that come), `place` (which worker takes them).

mod accepting;
mod address;
mod place;
mod socket_file;

use std::io;
use std::net::{Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub(crate) use accepting::{Accepting, Client};
pub(crate) use address::Address;
pub(crate) use place::{Place, Places};
use socket_file::SocketFile;

use crate::Error;
use crate::logger::complain;

/// Connections that may wait to be accepted.
const BACKLOG: i32 = 1024;

/// Where to listen: `config.cluster.listen`, and what the command line says over it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Listen {
    /// A unix socket; wins over the others, whoever says it. (CLU-020)
    pub(crate) path: Option<PathBuf>,
    /// A number; anything else is refused when it is used. (CLU-019)
    pub(crate) port: Option<serde_json::Value>,
    /// Default: every interface.
    pub(crate) hostname: Option<String>,
    pub(crate) reuse_port: Option<bool>,
    /// Where no port is named, the first free one from this on.
    #[serde(skip)]
    pub(crate) first_free_from: Option<u16>,
    /// The program gave an open listener: none of the above counts.
    #[serde(skip)]
    pub(crate) is_given: bool,
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
            is_given: self.is_given,
        }
    }

    /// Whether all but a unix socket is known without the application's configuration, so that a taken port can be told before the
    /// application is loaded.
    pub(crate) fn is_complete(&self) -> bool {
        self.port.is_some() && self.hostname.is_some()
    }

    /// Whether the configuration asks for a unix socket instead.
    pub(crate) fn is_overruled_by(&self, config: Option<&Listen>) -> bool {
        !self.is_given && self.path.is_none() && self.clone().or(config).path.is_some()
    }
}

/// An open listener, for [`HostBuilder::listener`](crate::HostBuilder::listener): made of a [`std::net::TcpListener`] or a
/// [`std::os::unix::net::UnixListener`].
///
/// The file of a unix socket stays when the host ends: who made it removes it.
///
/// ```
/// let socket = std::net::TcpListener::bind("127.0.0.1:0")?;
/// let listener = coddle::Listener::from(socket);
/// # let _ = listener;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    /// Goes with the listener; `None` when it is another process's business.
    file: Option<SocketFile>,
}

#[derive(Debug)]
enum Socket {
    Tcp(std::net::TcpListener),
    Unix(UnixListener),
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Socket::Tcp(listener) => listener.as_fd(),
            Socket::Unix(listener) => listener.as_fd(),
        }
    }
}

impl From<std::net::TcpListener> for Listener {
    fn from(listener: std::net::TcpListener) -> Listener {
        let socket = Socket::Tcp(listener);
        Listener { socket, file: None }
    }
}

impl From<UnixListener> for Listener {
    fn from(listener: UnixListener) -> Listener {
        let socket = Socket::Unix(listener);
        Listener { socket, file: None }
    }
}

impl Listener {
    /// Where it listens.
    ///
    /// # Errors
    /// When the socket has been closed behind its back.
    pub(crate) fn address(&self) -> io::Result<Address> {
        Ok(match &self.socket {
            Socket::Tcp(listener) => Address::tcp(listener.local_addr()?),
            Socket::Unix(listener) => Address::unix(&listener.local_addr()?),
        })
    }

    /// Another handle of the same socket, as a listener of its own.
    ///
    /// # Errors
    /// When the process is out of descriptors.
    pub(crate) fn share(&self) -> io::Result<Listener> {
        let fd = self.descriptor()?;
        Ok(match &self.socket {
            Socket::Tcp(_) => std::net::TcpListener::from(fd).into(),
            Socket::Unix(_) => UnixListener::from(fd).into(),
        })
    }

    /// A handle of the same socket.
    ///
    /// # Errors
    /// When the process is out of descriptors.
    pub(crate) fn descriptor(&self) -> io::Result<OwnedFd> {
        self.socket.as_fd().try_clone_to_owned()
    }

    /// The listener that was sent as a descriptor, of this address. The file of a unix socket stays with the sender.
    pub(crate) fn of(fd: OwnedFd, address: &Address) -> Listener {
        match address {
            Address::Tcp { .. } => std::net::TcpListener::from(fd).into(),
            Address::Unix(_) => UnixListener::from(fd).into(),
        }
    }

    /// Another process has the socket from now on: the file of a unix socket stays.
    pub(crate) fn leave_file(&mut self) {
        if let Some(file) = self.file.take() {
            file.leave();
        }
    }

    /// The socket is this process's from now on: the file of a unix socket goes with it.
    pub(crate) fn own_file(&mut self, address: &Address) {
        if let Address::Unix(path) = address {
            self.file = SocketFile::of(Path::new(path));
        }
    }

    /// # Errors
    /// When the loop cannot watch it.
    pub(crate) fn into_tokio(self) -> Result<Accepting, Error> {
        Accepting::new(self).map_err(|source| Error::System {
            what: "use the listener",
            source,
        })
    }
}

/// Opens a listener.
///
/// # Errors
/// When the port is no number, or the address is taken or not this machine's.
pub(crate) fn open(listen: &Listen) -> Result<(Listener, Address), Error> {
    if let Some(path) = &listen.path {
        return open_path(path);
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
    let hostname = listen.hostname.as_deref();
    let reuse = listen.reuse_port.unwrap_or(false);
    let opened = match hostname {
        Some(hostname) => resolve(hostname, port).and_then(|address| bind(address, false, reuse)),
        // Every interface of both kinds, as Node listens; of IPv4 alone where the machine has no IPv6.
        None => {
            let everywhere = SocketAddr::from((Ipv6Addr::UNSPECIFIED, port));
            bind(everywhere, true, reuse).or_else(|error| match error.raw_os_error() {
                Some(libc_error) if is_without_ipv6(libc_error) => {
                    bind(SocketAddr::from(([0, 0, 0, 0], port)), false, reuse)
                }
                _ => Err(error),
            })
        }
    };
    let (listener, address) = opened.map_err(|source| Error::Listen {
        address: format!("{}:{port}", hostname.unwrap_or("0.0.0.0")),
        source,
    })?;
    Ok((listener.into(), Address::tcp(address)))
}

fn is_without_ipv6(error: i32) -> bool {
    use nix::errno::Errno;
    let error = Errno::from_raw(error);
    error == Errno::EAFNOSUPPORT || error == Errno::EADDRNOTAVAIL || error == Errno::EINVAL
}

fn resolve(hostname: &str, port: u16) -> io::Result<SocketAddr> {
    (hostname, port)
        .to_socket_addrs()?
        .next()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the name has no address"))
}

/// `is_dual`: an IPv6 socket takes IPv4 clients too. `reuse`: other sockets that say so may have the same address. (CLU-016)
fn bind(
    address: SocketAddr,
    is_dual: bool,
    reuse: bool,
) -> io::Result<(std::net::TcpListener, SocketAddr)> {
    let domain = socket2::Domain::for_address(address);
    let socket = socket2::Socket::new(domain, socket2::Type::STREAM, None)?;
    if is_dual {
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    if reuse {
        socket.set_reuse_port(true)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    let listener: std::net::TcpListener = socket.into();
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Listens on a unix socket. What a server left behind that is gone is put out of the way. (CLU-020)
fn open_path(path: &Path) -> Result<(Listener, Address), Error> {
    let failed = |source| Error::Listen {
        address: path.display().to_string(),
        source,
    };
    socket_file::remove_stale(path).map_err(failed)?;
    let listener = UnixListener::bind(path).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let opened = Listener {
        socket: Socket::Unix(listener),
        file: SocketFile::of(path),
    };
    Ok((opened, Address::Unix(path.to_string_lossy().into_owned())))
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
    let port = opened.1.port();
    if port != first {
        complain!("coddle: server port {first} is in use, now using port {port}");
    }
    Ok(opened)
}
