//! A secure context: what a side of a connection brings and whom it trusts.

use std::sync::{Arc, OnceLock};

use rustls::client::Resumption;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion, version};

use super::judge::{Judge, Trust, Verdict};

/// What is wrong with the material of a context: code and message, as OpenSSL's.
pub(super) type Refused = (&'static str, String);

/// Certificates, key, trust and versions of one side.
#[derive(Debug)]
pub(super) struct Context {
    own: Option<Arc<CertifiedKey>>,
    trust: Arc<Trust>,
    versions: Vec<&'static SupportedProtocolVersion>,
    provider: Arc<CryptoProvider>,
}

/// What JavaScript gives to make one.
pub(super) struct Material {
    /// PEM or DER, the leaf first.
    pub(super) certificates: Vec<Vec<u8>>,
    /// PEM or PKCS#8 DER.
    pub(super) key: Option<Vec<u8>>,
    /// PEM or DER; `None`: the system's.
    pub(super) authorities: Option<Vec<Vec<u8>>>,
    /// 2 and 3 for TLS 1.2 and 1.3.
    pub(super) min_version: i32,
    pub(super) max_version: i32,
}

fn is_pem(data: &[u8]) -> bool {
    memchr::memmem::find(data, b"-----BEGIN").is_some()
}

pub(super) fn certificates(data: &[u8]) -> Result<Vec<CertificateDer<'static>>, Refused> {
    let no_start = || {
        (
            "ERR_OSSL_PEM_NO_START_LINE",
            "error:0480006C:PEM routines::no start line".to_string(),
        )
    };
    if !is_pem(data) {
        return match data.first() {
            // A DER sequence.
            Some(0x30) => Ok(vec![CertificateDer::from(data.to_vec())]),
            _ => Err(no_start()),
        };
    }
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(data).collect();
    match all {
        Ok(all) if all.is_empty() => Err(no_start()),
        Ok(all) => Ok(all),
        Err(_) => Err((
            "ERR_OSSL_PEM_BAD_BASE64_DECODE",
            "error:04800064:PEM routines::bad base64 decode".to_string(),
        )),
    }
}

pub(super) fn key(data: &[u8]) -> Result<PrivateKeyDer<'static>, Refused> {
    let unsupported = || {
        (
            "ERR_OSSL_UNSUPPORTED",
            "error:1E08010C:DECODER routines::unsupported".to_string(),
        )
    };
    if is_pem(data) {
        PrivateKeyDer::from_pem_slice(data).map_err(|_| unsupported())
    } else {
        PrivateKeyDer::try_from(data.to_vec()).map_err(|_| unsupported())
    }
}

/// The system's roots and those of NODE_EXTRA_CA_CERTS, read once a process.
fn system_trust() -> Arc<Trust> {
    static SYSTEM: OnceLock<Arc<Trust>> = OnceLock::new();
    Arc::clone(SYSTEM.get_or_init(|| {
        let mut all = rustls_native_certs::load_native_certs().certs;
        if let Some(path) = std::env::var_os("NODE_EXTRA_CA_CERTS").filter(|path| !path.is_empty())
        {
            match std::fs::read(&path)
                .map_err(|error| error.to_string())
                .and_then(|data| certificates(&data).map_err(|(_, message)| message))
            {
                Ok(extra) => all.extend(extra),
                Err(message) => eprintln!(
                    "Warning: Ignoring extra certs from `{}`, load failed: {message}",
                    path.to_string_lossy()
                ),
            }
        }
        Arc::new(trust(all))
    }))
}

fn trust(certificates: Vec<CertificateDer<'static>>) -> Trust {
    let mut roots = RootCertStore::empty();
    // One that is no root of ours may still be trusted as it is.
    roots.add_parsable_certificates(certificates.iter().cloned());
    Trust {
        roots: Arc::new(roots),
        certificates,
    }
}

impl Context {
    pub(super) fn new(material: &Material) -> Result<Context, Refused> {
        let provider = Arc::new(ring::default_provider());
        let trust = match &material.authorities {
            None => system_trust(),
            Some(given) => {
                let mut all = Vec::new();
                for one in given {
                    all.extend(certificates(one)?);
                }
                Arc::new(trust(all))
            }
        };
        let mut chain = Vec::new();
        for one in &material.certificates {
            chain.extend(certificates(one)?);
        }
        let own = match (&material.key, chain.is_empty()) {
            (Some(given), false) => Some(Arc::new(certified(chain, key(given)?, &provider)?)),
            (Some(given), true) => {
                key(given)?;
                None
            }
            _ => None,
        };
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
        Ok(Context {
            own,
            trust,
            versions,
            provider,
        })
    }

    /// Sessions are not resumed: a resumed one has no chain to judge.
    pub(super) fn client(
        &self,
        verdict: Verdict,
        alpn: Vec<Vec<u8>>,
        sni: bool,
    ) -> Result<ClientConfig, rustls::Error> {
        let judge = Judge::new(Arc::clone(&self.trust), Arc::clone(&self.provider), verdict);
        let builder = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&self.versions)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(judge));
        let mut config = match &self.own {
            Some(own) => builder.with_client_cert_resolver(Arc::new(
                rustls::sign::SingleCertAndKey::from(Arc::clone(own)),
            )),
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = alpn;
        config.enable_sni = sni;
        config.resumption = Resumption::disabled();
        Ok(config)
    }

    /// `asks`: for the client's certificate.
    pub(super) fn server(
        &self,
        verdict: Verdict,
        alpn: Vec<Vec<u8>>,
        asks: bool,
    ) -> Result<ServerConfig, rustls::Error> {
        let builder = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&self.versions)?;
        let builder = if asks {
            let judge = Judge::new(Arc::clone(&self.trust), Arc::clone(&self.provider), verdict);
            builder.with_client_cert_verifier(Arc::new(judge))
        } else {
            builder.with_no_client_auth()
        };
        let mut config = builder.with_cert_resolver(Arc::new(Own(self.own.clone())));
        config.alpn_protocols = alpn;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}

pub(super) fn certified(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, Refused> {
    let signing = provider
        .key_provider
        .load_private_key(key)
        .map_err(|error| {
            (
                "ERR_OSSL_UNSUPPORTED",
                format!("error:1E08010C:DECODER routines::unsupported ({error})"),
            )
        })?;
    let certified = CertifiedKey::new(chain, signing);
    match certified.keys_match() {
        // A certificate of version 1 cannot be asked; its key will show itself.
        Ok(()) | Err(rustls::Error::InvalidCertificate(_)) => Ok(certified),
        Err(rustls::Error::InconsistentKeys(rustls::InconsistentKeys::Unknown)) => Ok(certified),
        Err(_) => Err((
            "ERR_OSSL_X509_KEY_VALUES_MISMATCH",
            "error:05800074:x509 certificate routines::key values mismatch".to_string(),
        )),
    }
}

/// The server's own certificate, whatever name is asked for: by name JavaScript chooses among contexts.
#[derive(Debug)]
pub(super) struct Own(pub(super) Option<Arc<CertifiedKey>>);

impl ResolvesServerCert for Own {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }
}
