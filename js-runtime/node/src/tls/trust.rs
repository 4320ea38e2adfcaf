//! Those who are trusted, and whether a peer's certificate is to be trusted because of them.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::{CertificateError, DistinguishedName, Error, RootCertStore};
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::name::Name;

use super::material::certificates;
use super::{provider, version_one};

/// Who shows a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Client,
    Server,
}

#[derive(Debug)]
pub(super) struct Trust {
    roots: Arc<RootCertStore>,
    /// The same as certificates: one that is no root may still be trusted as it is.
    certificates: Vec<CertificateDer<'static>>,
    /// Where in `certificates` the one of a subject (DER) stands; made when first asked for.
    subjects: OnceLock<HashMap<Vec<u8>, usize>>,
}

impl Trust {
    pub(super) fn new(certificates: Vec<CertificateDer<'static>>) -> Trust {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates.iter().cloned());
        Trust {
            roots: Arc::new(roots),
            certificates,
            subjects: OnceLock::new(),
        }
    }

    /// The system's roots and those of NODE_EXTRA_CA_CERTS, read once a process.
    pub(super) fn of_system() -> Arc<Trust> {
        static SYSTEM: OnceLock<Arc<Trust>> = OnceLock::new();
        Arc::clone(SYSTEM.get_or_init(|| {
            let mut all = system_roots().to_vec();
            all.extend(extra_roots());
            Arc::new(Trust::new(all))
        }))
    }

    /// With more certificates.
    pub(super) fn and(&self, more: Vec<CertificateDer<'static>>) -> Trust {
        Trust::new([self.certificates.clone(), more].concat())
    }

    /// Whom clients may be certified by.
    pub(super) fn names(&self) -> Vec<DistinguishedName> {
        self.roots.subjects()
    }

    pub(super) fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// The trusted certificate of an issuer.
    pub(super) fn issuer(&self, issuer: &Name) -> Option<&CertificateDer<'static>> {
        let subjects = self.subjects.get_or_init(|| {
            let subject = |der: &CertificateDer<'_>| {
                let certificate = Certificate::from_der(der).ok()?;
                certificate.tbs_certificate().subject().to_der().ok()
            };
            let numbered = self.certificates.iter().enumerate();
            numbered
                .filter_map(|(at, der)| Some((subject(der)?, at)))
                .collect()
        });
        let at = subjects.get(&issuer.to_der().ok()?)?;
        self.certificates.get(*at)
    }

    /// What is wrong with a peer's chain, the leaf first: OpenSSL's code, or none when nothing is. Names are not looked at: that is
    /// `checkServerIdentity`'s.
    pub(super) fn verdict(&self, peer: Peer, chain: &[CertificateDer<'_>]) -> Option<&'static str> {
        let (leaf, rest) = chain.split_first()?;
        let now = UnixTime::now();
        let error = match self.ask_webpki(peer, leaf, rest, now) {
            Ok(()) => return None,
            Err(Error::InvalidCertificate(error)) => error,
            Err(_) => return Some("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
        };
        match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                Some("CERT_HAS_EXPIRED")
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Some("CERT_NOT_YET_VALID")
            }
            CertificateError::BadSignature => Some("CERT_SIGNATURE_FAILURE"),
            CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
                Some("INVALID_PURPOSE")
            }
            // No issuer is known, or the certificate is one that webpki does not look at closely (a CA's as a server's, one
            // of version 1): what remains is whether it is trusted itself, or issued by one that is.
            _ => self.weigh_unknown(leaf, rest, now),
        }
    }

    fn ask_webpki(
        &self,
        peer: Peer,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Error> {
        match peer {
            Peer::Server => verify_server_cert_signed_by_trust_anchor(
                &ParsedCertificate::try_from(leaf)?,
                &self.roots,
                rest,
                now,
                provider::algorithms().all,
            ),
            Peer::Client => WebPkiClientVerifier::builder_with_provider(
                Arc::clone(&self.roots),
                provider::whole(),
            )
            .build()
            // There are no roots.
            .map_err(|_| Error::InvalidCertificate(CertificateError::UnknownIssuer))?
            .verify_client_cert(leaf, rest, now)
            .map(|_| ()),
        }
    }

    fn weigh_unknown(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Option<&'static str> {
        let Ok(parsed) = Certificate::from_der(leaf) else {
            return Some("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
        };
        let trusted = self.certificates.iter().any(|known| known == leaf)
            || version_one::parse(leaf).is_some_and(|leaf| {
                version_one::is_issued_by(&leaf, &self.certificates, &provider::algorithms())
            });
        if !trusted {
            return Some(missing_link(&parsed, rest));
        }
        let validity = parsed.tbs_certificate().validity();
        let now = now.as_secs();
        if now > validity.not_after.to_unix_duration().as_secs() {
            Some("CERT_HAS_EXPIRED")
        } else if now < validity.not_before.to_unix_duration().as_secs() {
            Some("CERT_NOT_YET_VALID")
        } else {
            None
        }
    }
}

/// Where a chain ends that leads to nobody trusted.
fn missing_link(leaf: &Certificate, rest: &[CertificateDer<'_>]) -> &'static str {
    let self_signed = |certificate: &Certificate| {
        certificate.tbs_certificate().issuer() == certificate.tbs_certificate().subject()
    };
    if self_signed(leaf) {
        return "DEPTH_ZERO_SELF_SIGNED_CERT";
    }
    let top = rest
        .iter()
        .rev()
        .find_map(|der| Certificate::from_der(der).ok());
    match top {
        Some(top) if self_signed(&top) => "SELF_SIGNED_CERT_IN_CHAIN",
        Some(_) => "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        None => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    }
}

/// Read once a process.
pub(super) fn system_roots() -> &'static [CertificateDer<'static>] {
    static ROOTS: OnceLock<Vec<CertificateDer<'static>>> = OnceLock::new();
    ROOTS.get_or_init(|| rustls_native_certs::load_native_certs().certs)
}

fn extra_roots() -> Vec<CertificateDer<'static>> {
    let Some(path) = std::env::var_os("NODE_EXTRA_CA_CERTS").filter(|path| !path.is_empty()) else {
        return Vec::new();
    };
    std::fs::read(&path)
        .map_err(|error| error.to_string())
        .and_then(|data| certificates(&data).map_err(|(_, message)| message))
        .unwrap_or_else(|message| {
            eprintln!(
                "Warning: Ignoring extra certs from `{}`, load failed: {message}",
                path.to_string_lossy()
            );
            Vec::new()
        })
}
