//! Clients that come to a listener.

use std::cell::Cell;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use tokio::io::unix::AsyncFd;
use tokio::net::{TcpStream, UnixStream};

use super::place::Place;
use super::socket_file::SocketFile;
use super::{Listener, Socket};

/// How long a worker lets others go first that have fewer connections.
const COURTESY: Duration = Duration::from_millis(1);

/// A listener in a running loop.
pub(crate) struct Accepting {
    socket: AsyncFd<Socket>,
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
        match &listener.socket {
            Socket::Tcp(socket) => socket.set_nonblocking(true)?,
            Socket::Unix(socket) => socket.set_nonblocking(true)?,
        }
        Ok(Accepting {
            socket: AsyncFd::with_interest(listener.socket, tokio::io::Interest::READABLE)?,
            _file: listener.file,
            place: listener.place.map(Rc::new),
            has_waited: Cell::new(false),
        })
    }

    /// Where the worker says how many connections it has.
    pub(crate) fn place(&self) -> Option<Rc<Place>> {
        self.place.clone()
    }

    /// Waits for the next client; one that another worker should rather have not quite as long.
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
            match ready.try_io(|socket| socket.get_ref().accept()) {
                Ok(accepted) => return accepted,
                // Nothing waits any more.
                Err(_) => self.has_waited.set(false),
            }
        }
    }

    /// The next client, if there is one that waits.
    pub(crate) fn accept_waiting(&self) -> Option<io::Result<Client>> {
        match self.socket.get_ref().accept() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            accepted => Some(accepted),
        }
    }
}

impl Socket {
    fn accept(&self) -> io::Result<Client> {
        match self {
            Socket::Tcp(listener) => {
                let (stream, remote) = listener.accept()?;
                stream.set_nonblocking(true)?;
                Ok(Client::Tcp(TcpStream::from_std(stream)?, remote))
            }
            Socket::Unix(listener) => {
                let (stream, _) = listener.accept()?;
                stream.set_nonblocking(true)?;
                Ok(Client::Unix(UnixStream::from_std(stream)?))
            }
        }
    }
}
