//! One TLS connection, from either side, as bytes in and bytes out.

use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::server::{Accepted, Acceptor};
use rustls::{ClientConnection, Connection, Error, ServerConnection};

use super::context::Context;
use super::judge::Verdict;
use super::words;

enum Stage {
    /// A server before the client's first message; after it.
    Waiting(Acceptor),
    Greeted(Accepted),
    Running(Connection),
    Dead,
}

/// What the client's first message asks for.
#[derive(Default)]
pub(super) struct Greeting {
    pub(super) name: Option<String>,
    pub(super) protocols: Vec<Vec<u8>>,
}

pub(super) struct Session {
    stage: Stage,
    verdict: Verdict,
    pub(super) greeting: Greeting,
    /// Bytes of the peer's that came before the server's settings were chosen.
    early: Vec<u8>,
    /// Decrypted and not yet taken; encrypted and not yet taken.
    plain: Vec<u8>,
    sealed: Vec<u8>,
    pub(super) peer_closed: bool,
    pub(super) error: Option<(String, String)>,
}

/// What a session waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// More bytes.
    More = 0,
    /// [`Session::proceed`] with the settings for this client.
    Settings = 1,
    Failed = 2,
}

impl Session {
    fn new(stage: Stage, verdict: Verdict) -> Session {
        Session {
            stage,
            verdict,
            greeting: Greeting::default(),
            early: Vec::new(),
            plain: Vec::new(),
            sealed: Vec::new(),
            peer_closed: false,
            error: None,
        }
    }

    /// `name`: for SNI, none when that is not wanted.
    pub(super) fn client(
        context: &Context,
        name: Option<&str>,
        alpn: Vec<Vec<u8>>,
    ) -> Result<Session, Error> {
        let verdict = Verdict::default();
        let server = name.and_then(|name| ServerName::try_from(name.to_string()).ok());
        let sni = matches!(server, Some(ServerName::DnsName(_)));
        let config = context.client(Arc::clone(&verdict), alpn, sni)?;
        // Without a name one is still asked for by the interface; it is not sent.
        let server = server.unwrap_or(ServerName::IpAddress(
            std::net::Ipv4Addr::UNSPECIFIED.into(),
        ));
        let mut connection = ClientConnection::new(Arc::new(config), server)?;
        connection.set_buffer_limit(None);
        Ok(Session::new(Stage::Running(connection.into()), verdict))
    }

    pub(super) fn server() -> Session {
        Session::new(Stage::Waiting(Acceptor::default()), Verdict::default())
    }

    /// Goes on with a client that has said hello.
    pub(super) fn proceed(
        &mut self,
        context: &Context,
        alpn: Vec<Vec<u8>>,
        asks: bool,
    ) -> Progress {
        let Stage::Greeted(accepted) = std::mem::replace(&mut self.stage, Stage::Dead) else {
            return Progress::Failed;
        };
        let config = match context.server(Arc::clone(&self.verdict), alpn, asks) {
            Ok(config) => config,
            Err(error) => return self.fail(&error),
        };
        match accepted.into_connection(Arc::new(config)) {
            Ok(connection) => {
                let mut connection: ServerConnection = connection;
                connection.set_buffer_limit(None);
                self.stage = Stage::Running(connection.into());
                let early = std::mem::take(&mut self.early);
                self.receive(&early)
            }
            Err((error, mut alert)) => {
                // To a Vec nothing fails.
                drop(alert.write_all(&mut self.sealed));
                self.fail(&error)
            }
        }
    }

    /// Bytes of the peer's.
    pub(super) fn receive(&mut self, mut bytes: &[u8]) -> Progress {
        match &mut self.stage {
            Stage::Dead => return Progress::Failed,
            Stage::Greeted(_) => {
                self.early.extend_from_slice(bytes);
                return Progress::More;
            }
            Stage::Waiting(_) => return self.greet(bytes),
            Stage::Running(_) => {}
        }
        // Once even for nothing: bytes may wait inside.
        loop {
            let Stage::Running(connection) = &mut self.stage else {
                return Progress::Failed;
            };
            if !bytes.is_empty()
                && let Err(error) = connection.read_tls(&mut bytes)
            {
                return self.fail(&Error::General(error.to_string()));
            }
            match connection.process_new_packets() {
                Ok(state) => {
                    self.peer_closed |= state.peer_has_closed();
                    let mut length = state.plaintext_bytes_to_read();
                    let start = self.plain.len();
                    self.plain.resize(start + length, 0);
                    let mut at = start;
                    while length > 0 {
                        match connection.reader().read(&mut self.plain[at..]) {
                            Ok(0) | Err(_) => break,
                            Ok(read) => {
                                at += read;
                                length -= read;
                            }
                        }
                    }
                    self.plain.truncate(at);
                }
                Err(error) => {
                    self.seal();
                    return self.fail(&error);
                }
            }
            if bytes.is_empty() || self.peer_closed {
                break;
            }
        }
        self.seal();
        Progress::More
    }

    fn greet(&mut self, mut bytes: &[u8]) -> Progress {
        while !bytes.is_empty() {
            let Stage::Waiting(acceptor) = &mut self.stage else {
                break;
            };
            if let Err(error) = acceptor.read_tls(&mut bytes) {
                return self.fail(&Error::General(error.to_string()));
            }
            match acceptor.accept() {
                Ok(None) => {}
                Ok(Some(accepted)) => {
                    let hello = accepted.client_hello();
                    self.greeting = Greeting {
                        name: hello.server_name().map(str::to_string),
                        protocols: hello
                            .alpn()
                            .map(|all| all.map(<[u8]>::to_vec).collect())
                            .unwrap_or_default(),
                    };
                    self.stage = Stage::Greeted(accepted);
                    self.early.extend_from_slice(bytes);
                    return Progress::Settings;
                }
                Err((error, mut alert)) => {
                    drop(alert.write_all(&mut self.sealed));
                    return self.fail(&error);
                }
            }
        }
        Progress::More
    }

    fn fail(&mut self, error: &Error) -> Progress {
        self.stage = Stage::Dead;
        self.error = Some(words::error(error));
        Progress::Failed
    }

    /// Moves what is to be sent to `sealed`.
    fn seal(&mut self) {
        if let Stage::Running(connection) = &mut self.stage {
            while connection.wants_write() {
                match connection.write_tls(&mut self.sealed) {
                    Ok(0) | Err(_) => break,
                    Ok(_) => {}
                }
            }
        }
    }

    /// Encrypts `data`; before the handshake is over it waits.
    pub(super) fn send(&mut self, data: &[u8]) -> io::Result<()> {
        if let Stage::Running(connection) = &mut self.stage {
            connection.writer().write_all(data)?;
            self.seal();
            return Ok(());
        }
        Err(io::ErrorKind::NotConnected.into())
    }

    /// Says that no more will be sent.
    pub(super) fn close(&mut self) {
        if let Stage::Running(connection) = &mut self.stage {
            connection.send_close_notify();
            self.seal();
        }
    }

    /// What is to be sent.
    pub(super) fn take_sealed(&mut self) -> Vec<u8> {
        self.seal();
        std::mem::take(&mut self.sealed)
    }

    /// What was received.
    pub(super) fn take_plain(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.plain)
    }

    pub(super) fn is_handshaking(&self) -> bool {
        match &self.stage {
            Stage::Running(connection) => connection.is_handshaking(),
            Stage::Dead => false,
            _ => true,
        }
    }

    pub(super) fn connection(&self) -> Option<&Connection> {
        match &self.stage {
            Stage::Running(connection) => Some(connection),
            _ => None,
        }
    }

    /// OpenSSL's code of what is wrong with the peer's certificate.
    pub(super) fn verdict(&self) -> Option<&'static str> {
        *self
            .verdict
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
