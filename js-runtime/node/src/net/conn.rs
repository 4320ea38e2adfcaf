//! One connected socket: TCP or unix, read and written without waiting, and waited for.

use std::cell::Cell;
use std::io::{self, Read as _};
use std::os::fd::{AsFd, BorrowedFd};

use nix::errno::Errno;
use socket2::SockRef;
use tokio::io::Interest;
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::Notify;

use super::{CANCELED, status};

/// A connected socket on the event loop.
pub(super) enum Conn {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Conn {
    /// Reads what is there. Less than `into` takes was all of it: the next `readable` waits for more without asking the system first.
    pub(super) fn try_read(&self, into: &mut [u8]) -> io::Result<usize> {
        let mut length = 0;
        let read = || {
            length = (&*self.socket()).read(into)?;
            match length > 0 && length < into.len() {
                true => Err(io::ErrorKind::WouldBlock.into()),
                false => Ok(()),
            }
        };
        let result = match self {
            Conn::Tcp(stream) => stream.try_io(Interest::READABLE, read),
            Conn::Unix(stream) => stream.try_io(Interest::READABLE, read),
        };
        match length {
            0 => result.map(|()| 0),
            length => Ok(length),
        }
    }

    pub(super) async fn readable(&self) -> io::Result<()> {
        match self {
            Conn::Tcp(stream) => stream.readable().await,
            Conn::Unix(stream) => stream.readable().await,
        }
    }

    async fn writable(&self) -> io::Result<()> {
        match self {
            Conn::Tcp(stream) => stream.writable().await,
            Conn::Unix(stream) => stream.writable().await,
        }
    }

    fn try_write(&self, data: &[u8]) -> io::Result<usize> {
        match self {
            Conn::Tcp(stream) => stream.try_write(data),
            Conn::Unix(stream) => stream.try_write(data),
        }
    }

    /// Sends what the kernel takes now. Asks it directly: the event loop does not yet know that a new socket is writable.
    ///
    /// # Errors
    /// What the system says, except that a full buffer is 0 bytes.
    pub(super) fn write_now(&self, data: &[u8]) -> io::Result<usize> {
        loop {
            match self.socket().send(data) {
                Ok(written) => return Ok(written),
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::WouldBlock => return Ok(0),
                    _ => return Err(error),
                },
            }
        }
    }

    /// Sends all of `data`, or gives up when `closed`; 0 or a negative errno.
    pub(super) async fn write_all(&self, data: &[u8], from: usize, closed: &Closed) -> i32 {
        let mut at = from;
        while at < data.len() {
            let ready = tokio::select! {
                biased;
                () = closed.wait() => return CANCELED,
                ready = self.writable() => ready,
            };
            match ready.and_then(|()| self.try_write(&data[at..])) {
                Ok(written) => at += written,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return status(&error),
            }
        }
        0
    }

    pub(super) fn socket(&self) -> SockRef<'_> {
        SockRef::from(self)
    }

    /// Whether a connection can be told apart from others by address and port.
    pub(super) fn is_tcp(&self) -> bool {
        matches!(self, Conn::Tcp(_))
    }

    /// Gives the socket of a descriptor to the event loop.
    ///
    /// # Errors
    /// EINVAL when it is no stream socket of a kind that `net` speaks.
    pub(super) fn adopt(socket: socket2::Socket) -> io::Result<Conn> {
        socket.set_nonblocking(true)?;
        let domain = socket.local_addr()?.domain();
        if socket.r#type()? != socket2::Type::STREAM {
            return Err(Errno::EINVAL.into());
        }
        match domain {
            socket2::Domain::UNIX => UnixStream::from_std(socket.into()).map(Conn::Unix),
            socket2::Domain::IPV4 | socket2::Domain::IPV6 => {
                TcpStream::from_std(socket.into()).map(Conn::Tcp)
            }
            _ => Err(Errno::EINVAL.into()),
        }
    }
}

impl AsFd for Conn {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Conn::Tcp(stream) => stream.as_fd(),
            Conn::Unix(stream) => stream.as_fd(),
        }
    }
}

/// Tells whoever waits on a handle that it was closed.
#[derive(Default)]
pub(super) struct Closed {
    is: Cell<bool>,
    word: Notify,
}

impl Closed {
    pub(super) fn set(&self) {
        self.is.set(true);
        self.word.notify_waiters();
    }

    pub(super) async fn wait(&self) {
        while !self.is.get() {
            self.word.notified().await;
        }
    }
}
