//! The configuration of a listener that is the host's: one certificate, HTTP/1.1.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use super::identities::Identities;
use super::material::{certificates, certified, complete, key, signing};

/// What an HTTPS server shows, in PEM or DER.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// Its private key, not encrypted.
    pub key: &'a [u8],
    /// Its certificate, and those between it and the root if there are any, the own one first.
    pub certificates: &'a [u8],
    /// Authorities: those that certify the last one of `certificates` go along, as with OpenSSL.
    pub authorities: Option<&'a [u8]>,
}

/// TLS 1.2 and 1.3 with rustls's suites; clients are not asked for certificates. ALPN: `http/1.1`.
///
/// # Errors
/// What is wrong with key or certificates, in OpenSSL's words where it has some, with the name of the part: `key`, `cert` or `ca`.
pub fn server_config(identity: Identity<'_>) -> Result<ServerConfig, (&'static str, String)> {
    let provider = Arc::new(ring::default_provider());
    let of = |part: &'static str| move |(_, message): (&'static str, String)| (part, message);
    let mut chain = certificates(identity.certificates).map_err(of("cert"))?;
    // rustls reads none of them before a client comes.
    for der in &chain {
        Certificate::from_der(der)
            .map_err(|error| ("cert", format!("a certificate in it is broken: {error}")))?;
    }
    if let Some(authorities) = identity.authorities {
        complete(&mut chain, &certificates(authorities).map_err(of("ca"))?);
    }
    let signing = key(identity.key)
        .and_then(|key| signing(key, &provider))
        .map_err(of("key"))?;
    let own = certified(chain, signing).map_err(of("key"))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| ("cert", error.to_string()))?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Identities(vec![Arc::new(own)])));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
