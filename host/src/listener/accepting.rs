//! Clients that come to a listener.

use std::cell::Cell;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use coddle_engine::fds;
use rustix::net::{SocketFlags, acceptfrom_with};
use tokio::io::unix::AsyncFd;
use tokio::net::{TcpStream, UnixStream};

use super::place::Place;
use super::socket_file::SocketFile;
use super::{Listener, Socket};

/// How long a worker lets others go first that have fewer connections.
const COURTESY: Duration = Duration::from_millis(1);

/// A listener in a running loop.
pub(crate) struct Accepting {
    socket: AsyncFd<Arc<OwnedFd>>,
    is_unix: bool,
    /// Removed with the listener, where that is this process's business.
    _file: Option<SocketFile>,
    /// Of a worker that has others beside it.
    place: Option<Rc<Place>>,
    /// Others had their time to take what is waiting.
    has_waited: Cell<bool>,
}

/// A client that has come.
pub(crate) enum Client {
    Tcp(TcpStream, SocketAddr),
    Unix(UnixStream),
}

impl Accepting {
    /// # Errors
    /// When the loop cannot watch the listener.
    pub(super) fn new(listener: Listener) -> io::Result<Accepting> {
        let (socket, is_unix): (OwnedFd, bool) = match listener.socket {
            Socket::Tcp(socket) => {
                socket.set_nonblocking(true)?;
                (socket.into(), false)
            }
            Socket::Unix(socket) => {
                socket.set_nonblocking(true)?;
                (socket.into(), true)
            }
        };
        Ok(Accepting {
            socket: fds::watch(Arc::new(socket))?,
            is_unix,
            _file: listener.file,
            place: None,
            has_waited: Cell::new(false),
        })
    }

    /// That of a worker who has this place among those that share the socket.
    pub(crate) fn at(self, place: Place) -> Accepting {
        Accepting {
            place: Some(Rc::new(place)),
            ..self
        }
    }

    /// Where the worker says how many connections it has.
    pub(crate) fn place(&self) -> Option<Rc<Place>> {
        self.place.clone()
    }

    /// Waits for the next client, and a moment longer where another worker should rather have it.
    ///
    /// # Errors
    /// What accepting one failed with.
    pub(crate) async fn accept(&self) -> io::Result<Client> {
        loop {
            let mut ready = self.socket.readable().await?;
            let is_ahead = self.place.as_ref().is_some_and(|place| place.is_ahead());
            if is_ahead && !self.has_waited.replace(true) {
                tokio::time::sleep(COURTESY).await;
            }
            match ready.try_io(|_| self.take()) {
                Ok(accepted) => return accepted,
                // Nothing waits any more.
                Err(_) => self.has_waited.set(false),
            }
        }
    }

    /// The next client, if there is one that waits.
    pub(crate) fn accept_waiting(&self) -> Option<io::Result<Client>> {
        match self.take() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            accepted => Some(accepted),
        }
    }

    fn take(&self) -> io::Result<Client> {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let (stream, remote) = acceptfrom_with(self.socket.get_ref().as_fd(), flags)?;
        if self.is_unix {
            return UnixStream::from_std(stream.into()).map(Client::Unix);
        }
        // A client of a port has an address, unless it has left already.
        let remote = remote
            .and_then(|remote| SocketAddr::try_from(remote).ok())
            .ok_or(io::ErrorKind::ConnectionAborted)?;
        Ok(Client::Tcp(TcpStream::from_std(stream.into())?, remote))
    }
}
