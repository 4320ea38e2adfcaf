//! A secure context: what a side of a connection brings and whom it trusts.

use std::cell::RefCell;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::server::NoServerSessionStorage;
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{ClientConfig, KeyLog, ServerConfig, SupportedProtocolVersion, version};

use super::identities::{Chosen, Identities};
use super::material::{self, Refused, belong_together, certificates, certified, complete};
use super::provider;
use super::resumption::Sessions;
use super::signatures::Signatures;
use super::tickets::{KEYS, Tickets};
use super::trust::Trust;

/// Certificates, keys, trust, versions and suites of one side.
#[derive(Debug)]
pub(super) struct Context {
    identities: Arc<Identities>,
    trust: RefCell<Arc<Trust>>,
    versions: Vec<&'static SupportedProtocolVersion>,
    provider: Arc<CryptoProvider>,
    tickets: Arc<Tickets>,
    /// Whether servers prefer their own suites to the client's.
    own_order: bool,
    with_tickets: bool,
}

/// What JavaScript gives to make one.
pub(super) struct Material {
    /// PEM or DER, each with the leaf first.
    pub(super) certificates: Vec<Vec<u8>>,
    /// PEM or PKCS #8 DER, each of one of the certificates.
    pub(super) keys: Vec<Vec<u8>>,
    /// PEM or DER; `None`: the system's.
    pub(super) authorities: Option<Vec<Vec<u8>>>,
    /// 2 and 3 for TLS 1.2 and 1.3.
    pub(super) min_version: i32,
    pub(super) max_version: i32,
    /// OpenSSL's names of the suites, the preferred one first; `None`: all.
    pub(super) suites: Option<Vec<String>>,
    /// The same of the groups that keys are agreed on with.
    pub(super) groups: Option<Vec<String>>,
    pub(super) own_order: bool,
    /// Whether clients are given tickets to take a session up again.
    pub(super) with_tickets: bool,
    pub(super) ticket_keys: Option<[u8; KEYS]>,
    /// Seconds that a session may be taken up again.
    pub(super) session_timeout: u32,
}

/// Whether a server asks its client for a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClientCertificate {
    NotAsked,
    Asked,
    /// Without one there is no connection.
    Demanded,
}

/// What one connection of a server's asks for.
pub(super) struct Asked {
    pub(super) protocols: Vec<Vec<u8>>,
    pub(super) certificate: ClientCertificate,
    pub(super) key_log: Arc<dyn KeyLog>,
    pub(super) own: Arc<Chosen>,
}

impl Context {
    pub(super) fn new(material: &Material) -> Result<Context, Refused> {
        let provider = provider::limited(material.suites.as_deref(), material.groups.as_deref());
        let trust = match &material.authorities {
            None => Trust::of_system(),
            Some(given) => {
                let mut all = Vec::new();
                for one in given {
                    // As in Node, what is no certificate is passed over.
                    all.extend(certificates(one).unwrap_or_default());
                }
                Arc::new(Trust::new(all))
            }
        };
        let tickets = Tickets::new(material.ticket_keys, material.session_timeout);
        Ok(Context {
            identities: Arc::new(identities(material, &provider, &trust)?),
            trust: RefCell::new(trust),
            versions: versions(material)?,
            tickets: Arc::new(tickets.ok_or_else(no_random)?),
            provider,
            own_order: material.own_order,
            with_tickets: material.with_tickets,
        })
    }

    pub(super) fn trust(&self) -> Arc<Trust> {
        Arc::clone(&self.trust.borrow())
    }

    /// Trusts more certificates, in PEM or DER.
    pub(super) fn add_authorities(&self, data: &[u8]) -> Result<(), Refused> {
        let more = certificates(data)?;
        let trust = self.trust().and(more);
        *self.trust.borrow_mut() = Arc::new(trust);
        Ok(())
    }

    pub(super) fn tickets(&self) -> &Tickets {
        &self.tickets
    }

    pub(super) fn identities(&self) -> &Arc<Identities> {
        &self.identities
    }

    /// `sessions`: those of this connection.
    pub(super) fn client(
        &self,
        sessions: Arc<Sessions>,
        alpn: Vec<Vec<u8>>,
        sni: bool,
        key_log: Arc<dyn KeyLog>,
    ) -> Result<ClientConfig, rustls::Error> {
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&self.versions)?
            .dangerous()
            .with_custom_certificate_verifier(Signatures::of_servers())
            .with_client_cert_resolver(sessions.identities());
        config.alpn_protocols = alpn;
        config.enable_sni = sni;
        config.key_log = key_log;
        config.resumption = Resumption::store(sessions);
        Ok(config)
    }

    /// `greeter`: the context whose tickets are taken; by the name that a client asks for another one may go on with it.
    pub(super) fn server(
        &self,
        greeter: &Context,
        asked: Asked,
    ) -> Result<ServerConfig, rustls::Error> {
        let builder = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&self.versions)?;
        let builder = if asked.certificate == ClientCertificate::NotAsked {
            builder.with_no_client_auth()
        } else {
            builder.with_client_cert_verifier(Signatures::of_clients(
                self.trust().names(),
                asked.certificate == ClientCertificate::Demanded,
            ))
        };
        let mut config = builder.with_cert_resolver(asked.own);
        config.alpn_protocols = asked.protocols;
        config.key_log = asked.key_log;
        config.ignore_client_order = self.own_order;
        if greeter.with_tickets {
            config.ticketer = Arc::clone(&greeter.tickets) as _;
        } else {
            config.send_tls13_tickets = 0;
        }
        // Who has no ticket greets anew.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        Ok(config)
    }
}

fn no_random() -> Refused {
    (
        "ERR_OSSL_RAND_NO_RANDOM",
        "the system has no random bytes for the keys of tickets".to_string(),
    )
}

fn versions(material: &Material) -> Result<Vec<&'static SupportedProtocolVersion>, Refused> {
    let mut versions: Vec<&'static SupportedProtocolVersion> = Vec::new();
    if material.max_version >= 3 && material.min_version <= 3 {
        versions.push(&version::TLS13);
    }
    if material.min_version <= 2 && material.max_version >= 2 {
        versions.push(&version::TLS12);
    }
    if versions.is_empty() {
        return Err((
            "ERR_SSL_NO_PROTOCOLS_AVAILABLE",
            "error:0A0000BF:SSL routines::no protocols available".to_string(),
        ));
    }
    Ok(versions)
}

/// Each chain with the key that belongs to it, in whatever order they were given.
fn identities(
    material: &Material,
    provider: &CryptoProvider,
    trust: &Trust,
) -> Result<Identities, Refused> {
    let mut keys: Vec<Arc<dyn SigningKey>> = Vec::new();
    for one in &material.keys {
        keys.push(material::signing(material::key(one)?, provider)?);
    }
    let mut identities = Vec::new();
    for one in &material.certificates {
        let mut chain = certificates(one)?;
        // The authorities of a lone certificate go along, as with OpenSSL.
        if chain.len() == 1 && material.authorities.is_some() {
            complete(&mut chain, trust.certificates());
        }
        if let Some(own) = with_its_key(chain, &keys)? {
            identities.push(Arc::new(own));
        }
    }
    Ok(Identities(identities))
}

/// None without keys: the certificate is shown to nobody.
fn with_its_key(
    chain: Vec<CertificateDer<'static>>,
    keys: &[Arc<dyn SigningKey>],
) -> Result<Option<CertifiedKey>, Refused> {
    let own = keys
        .iter()
        .map(|key| CertifiedKey::new(chain.clone(), Arc::clone(key)))
        .find(belong_together);
    match (own, keys.first()) {
        (Some(own), _) => Ok(Some(own)),
        (None, Some(key)) => certified(chain, Arc::clone(key)).map(Some),
        (None, None) => Ok(None),
    }
}
