//! What a client's bytes go over.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::fixture::Failure;

/// A connection to a server of this machine.
#[derive(Debug)]
pub enum Stream {
    /// To a port.
    Tcp(TcpStream),
    /// To the path of a unix socket.
    Unix(UnixStream),
    /// To a port that speaks TLS.
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    /// To a port.
    ///
    /// # Errors
    /// When nothing listens there.
    pub fn tcp(port: u16) -> Result<Stream, Failure> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        Ok(Stream::Tcp(stream))
    }

    /// To a unix socket.
    ///
    /// # Errors
    /// When nothing listens there.
    pub fn unix(path: &Path) -> Result<Stream, Failure> {
        Ok(Stream::Unix(UnixStream::connect(path)?))
    }

    /// To a port by TLS, trusting `authority` alone for the name `localhost`; offers these protocols by ALPN.
    ///
    /// # Errors
    /// When nothing listens there, or the two sides do not agree on keys.
    pub fn tls(
        port: u16,
        authority: CertificateDer<'static>,
        protocols: &[&str],
    ) -> Result<Stream, Failure> {
        let mut roots = RootCertStore::empty();
        roots.add(authority)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let protocols = protocols.iter().map(|name| name.as_bytes().to_vec());
        config.alpn_protocols = protocols.collect();
        let name = ServerName::try_from("localhost")?;
        let mut session = ClientConnection::new(Arc::new(config), name)?;
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        while session.is_handshaking() {
            session.complete_io(&mut stream)?;
        }
        Ok(Stream::Tls(Box::new(StreamOwned::new(session, stream))))
    }

    /// The protocol that both sides agreed on by ALPN.
    pub fn protocol(&self) -> Option<String> {
        match self {
            Stream::Tls(stream) => {
                let name = stream.conn.alpn_protocol()?;
                Some(String::from_utf8_lossy(name).into_owned())
            }
            Stream::Tcp(_) | Stream::Unix(_) => None,
        }
    }

    /// How long reading may wait.
    ///
    /// # Errors
    /// What the system says.
    pub fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        match self {
            Stream::Tcp(stream) => stream.set_read_timeout(timeout),
            Stream::Unix(stream) => stream.set_read_timeout(timeout),
            Stream::Tls(stream) => stream.sock.set_read_timeout(timeout),
        }
    }

    /// Says that nothing more is written.
    ///
    /// # Errors
    /// What the system says.
    pub fn end(&mut self) -> io::Result<()> {
        match self {
            Stream::Tcp(stream) => stream.shutdown(Shutdown::Write),
            Stream::Unix(stream) => stream.shutdown(Shutdown::Write),
            Stream::Tls(stream) => {
                stream.conn.send_close_notify();
                stream.flush()
            }
        }
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(stream) => stream.read(into),
            Stream::Unix(stream) => stream.read(into),
            Stream::Tls(stream) => stream.read(into),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(stream) => stream.write(bytes),
            Stream::Unix(stream) => stream.write(bytes),
            Stream::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Tcp(stream) => stream.flush(),
            Stream::Unix(stream) => stream.flush(),
            Stream::Tls(stream) => stream.flush(),
        }
    }
}
