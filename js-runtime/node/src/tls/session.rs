//! One TLS connection, from either side, as bytes in and bytes out.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::{Accepted, Acceptor};
use rustls::{ClientConnection, Connection, Error, HandshakeKind, ServerConnection};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use super::context::{Asked, ClientCertificate, Context};
use super::identities::{Chosen, Identities};
use super::keylog::Lines;
use super::resumption::{SessionName, Sessions};
use super::trust::{Peer, Trust};
use super::words;

/// Bytes of a record.
const FRAGMENT: usize = 16 << 10;
/// Certificates of a chain, should its issuers go round.
const LONGEST_CHAIN: usize = 32;
/// The alert `handshake_failure` as a record.
const HANDSHAKE_FAILURE: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];

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

/// How a server goes on with a client.
pub(super) struct Greeter<'a> {
    /// The listener's, whose tickets are taken.
    pub(super) context: &'a Context,
    pub(super) protocols: Vec<Vec<u8>>,
    pub(super) certificate: ClientCertificate,
}

/// What a session shows of itself, and whom it trusts.
struct Side {
    peer: Peer,
    trust: Arc<Trust>,
    own: Own,
}

enum Own {
    Client(Arc<Identities>),
    Server(Arc<Chosen>),
}

pub(super) struct Session {
    stage: Stage,
    /// None of a server before it proceeds.
    side: Option<Side>,
    /// A client's.
    sessions: Option<Arc<Sessions>>,
    /// Those that were remembered and not taken; the last one that was.
    untold: VecDeque<SessionName>,
    told: Option<SessionName>,
    pub(super) key_log: Arc<Lines>,
    pub(super) greeting: Greeting,
    /// No record that is sent carries more bytes.
    pub(super) fragment: usize,
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
    fn new(stage: Stage, side: Option<Side>, key_log: Arc<Lines>) -> Session {
        Session {
            stage,
            side,
            sessions: None,
            untold: VecDeque::new(),
            told: None,
            key_log,
            fragment: FRAGMENT,
            greeting: Greeting::default(),
            early: Vec::new(),
            plain: Vec::new(),
            sealed: Vec::new(),
            peer_closed: false,
            error: None,
        }
    }

    /// `name`: for SNI, none when that is not wanted. `offered`: a session to be taken up again.
    pub(super) fn client(
        context: &Context,
        name: Option<&str>,
        alpn: Vec<Vec<u8>>,
        offered: Option<SessionName>,
    ) -> Result<Session, Error> {
        let server = name.and_then(|name| ServerName::try_from(name.to_string()).ok());
        let sni = matches!(server, Some(ServerName::DnsName(_)));
        let sessions = Arc::new(Sessions::new(offered, context.identities()));
        let key_log = Arc::new(Lines::default());
        let log = Arc::clone(&key_log);
        let config = context.client(Arc::clone(&sessions), alpn, sni, log)?;
        // Without a name one is still asked for by the interface; it is not sent.
        let server = server.unwrap_or(ServerName::IpAddress(
            std::net::Ipv4Addr::UNSPECIFIED.into(),
        ));
        let mut connection = ClientConnection::new(Arc::new(config), server)?;
        connection.set_buffer_limit(None);
        let side = Side {
            peer: Peer::Server,
            trust: context.trust(),
            own: Own::Client(sessions.identities()),
        };
        let stage = Stage::Running(connection.into());
        Ok(Session {
            sessions: Some(sessions),
            ..Session::new(stage, Some(side), key_log)
        })
    }

    pub(super) fn server() -> Session {
        let stage = Stage::Waiting(Acceptor::default());
        Session::new(stage, None, Arc::default())
    }

    /// Goes on with a client that has said hello.
    pub(super) fn proceed(&mut self, context: &Context, greeter: Greeter<'_>) -> Progress {
        let Stage::Greeted(accepted) = std::mem::replace(&mut self.stage, Stage::Dead) else {
            return Progress::Failed;
        };
        if context.identities().0.is_empty() {
            self.sealed.extend(HANDSHAKE_FAILURE);
            let is_greeter = std::ptr::eq(context, greeter.context);
            self.error = Some(words::no_certificate(is_greeter));
            return Progress::Failed;
        }
        let own = Arc::new(Chosen::new(Arc::clone(context.identities())));
        self.side = Some(Side {
            peer: Peer::Client,
            trust: context.trust(),
            own: Own::Server(Arc::clone(&own)),
        });
        let asked = Asked {
            protocols: greeter.protocols,
            certificate: greeter.certificate,
            key_log: Arc::clone(&self.key_log) as _,
            own,
        };
        let config = match context.server(greeter.context, asked) {
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
            for fragment in data.chunks(self.fragment) {
                connection.writer().write_all(fragment)?;
            }
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

    pub(super) fn peer_certificates(&self) -> &[CertificateDer<'static>] {
        self.connection()
            .and_then(|connection| connection.peer_certificates())
            .unwrap_or_default()
    }

    /// OpenSSL's code of what is wrong with the peer's certificate. That of a session that was taken up again is looked at anew.
    pub(super) fn verdict(&self) -> Option<&'static str> {
        let side = self.side.as_ref()?;
        side.trust.verdict(side.peer, self.peer_certificates())
    }

    /// The peer's certificate with its issuers, which it sent or which are trusted.
    pub(super) fn peer_chain(&self) -> Vec<CertificateDer<'static>> {
        let (Some(side), [leaf, sent @ ..]) = (&self.side, self.peer_certificates()) else {
            return Vec::new();
        };
        let mut chain = vec![leaf.clone()];
        while let Some(last) = chain.last().filter(|_| chain.len() < LONGEST_CHAIN) {
            let Ok(last) = Certificate::from_der(last) else {
                break;
            };
            let (issuer, subject) = (
                last.tbs_certificate().issuer(),
                last.tbs_certificate().subject(),
            );
            if issuer == subject {
                break;
            }
            let is_issuer = |der: &&CertificateDer<'static>| {
                Certificate::from_der(der)
                    .is_ok_and(|one| one.tbs_certificate().subject() == issuer)
            };
            let found = sent.iter().find(is_issuer);
            match found.or_else(|| side.trust.issuer(issuer)) {
                Some(der) => chain.push(der.clone()),
                None => break,
            }
        }
        chain
    }

    /// What this side shows, the leaf first.
    pub(super) fn own_certificates(&self) -> Vec<CertificateDer<'static>> {
        let own = self.side.as_ref().and_then(|side| match &side.own {
            Own::Client(identities) => identities.0.first().cloned(),
            Own::Server(chosen) => chosen.get(),
        });
        own.map(|own| own.cert.clone()).unwrap_or_default()
    }

    /// A client's session that was given and that nobody has taken; the oldest first.
    pub(super) fn take_session(&mut self) -> Option<SessionName> {
        self.remember_sessions();
        let name = self.untold.pop_front()?;
        self.told = Some(name);
        Some(name)
    }

    /// Remembers those that were given; gives the name of the one that was taken up again.
    fn remember_sessions(&mut self) -> Option<SessionName> {
        let sessions = self.sessions.clone()?;
        let kind = self.connection()?.handshake_kind();
        let resumed = match kind {
            // One of TLS 1.2 is no new one.
            Some(HandshakeKind::Resumed) => sessions.resumed(),
            _ => None,
        };
        self.untold
            .extend(std::iter::from_fn(|| sessions.remember()));
        resumed
    }

    /// The session that this connection goes on with, by which another one may take it up again.
    pub(super) fn current_session(&mut self) -> Option<SessionName> {
        let resumed = self.remember_sessions();
        let current = self.told.or(self.untold.back().copied()).or(resumed);
        if current.is_some() || self.sessions.is_none() || self.is_handshaking() {
            return current;
        }
        // As OpenSSL shows one of TLS 1.3 that nobody can take up again, before the server's ticket is there.
        let mut nameless = SessionName::default();
        getrandom::fill(&mut nameless).ok()?;
        Some(nameless)
    }

    /// Bytes that both sides can make of the session's secrets, and nobody else (RFC 5705).
    pub(super) fn export(
        &self,
        length: usize,
        label: &[u8],
        context: Option<&[u8]>,
    ) -> Result<Vec<u8>, Error> {
        let connection = self.connection().ok_or(Error::HandshakeNotComplete)?;
        connection.export_keying_material(vec![0; length], label, context)
    }
}
