//! Clients that come to a listener.

use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

use super::socket_file::SocketFile;

/// A listener in a running loop.
pub(crate) enum Accepting {
    Tcp(TcpListener),
    Unix {
        listener: UnixListener,
        /// Removed with the listener, where that is this process's business.
        _file: Option<SocketFile>,
    },
}

/// A client that has come.
pub(crate) enum Client {
    Tcp(TcpStream, SocketAddr),
    Unix(UnixStream),
}

impl Accepting {
    /// Waits for the next client.
    ///
    /// # Errors
    /// What accepting one failed with.
    pub(crate) async fn accept(&self) -> io::Result<Client> {
        std::future::poll_fn(|cx| self.poll_accept(cx)).await
    }

    /// The next client, if there is one.
    pub(crate) fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<Client>> {
        match self {
            Accepting::Tcp(listener) => listener
                .poll_accept(cx)
                .map_ok(|(stream, remote)| Client::Tcp(stream, remote)),
            Accepting::Unix { listener, .. } => listener
                .poll_accept(cx)
                .map_ok(|(stream, _)| Client::Unix(stream)),
        }
    }
}
