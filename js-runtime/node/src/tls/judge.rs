//! Whether a peer's certificate is to be trusted. As OpenSSL under Node, the handshake goes on with an untrusted one and
//! JavaScript decides (`rejectUnauthorized`): so the judge accepts all and keeps its verdict. Names are not looked at here: that
//! is `checkServerIdentity`'s.

use std::sync::{Arc, Mutex};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore,
    SignatureScheme,
};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use super::version_one;

/// OpenSSL's code of what is wrong with a certificate; none when nothing is.
pub(super) type Verdict = Arc<Mutex<Option<&'static str>>>;

/// Those who are trusted.
#[derive(Debug)]
pub(super) struct Trust {
    pub(super) roots: Arc<RootCertStore>,
    /// The same as certificates: a self-signed one may be trusted as it is.
    pub(super) certificates: Vec<CertificateDer<'static>>,
}

#[derive(Debug)]
pub(super) struct Judge {
    trust: Arc<Trust>,
    provider: Arc<CryptoProvider>,
    verdict: Verdict,
    hints: Vec<DistinguishedName>,
}

impl Judge {
    pub(super) fn new(trust: Arc<Trust>, provider: Arc<CryptoProvider>, verdict: Verdict) -> Judge {
        let hints = trust.roots.subjects();
        Judge {
            trust,
            provider,
            verdict,
            hints,
        }
    }

    fn give(&self, verdict: Option<&'static str>) {
        *self
            .verdict
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = verdict;
    }

    /// The verdict on a chain, given what webpki says of it.
    fn weigh(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        now: UnixTime,
        found: Result<(), Error>,
    ) -> Option<&'static str> {
        let error = match found {
            Ok(()) => return None,
            Err(Error::InvalidCertificate(error)) => error,
            Err(_) => return Some("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
        };
        match error {
            // The chain is good; the name is looked at elsewhere.
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                None
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                Some("CERT_HAS_EXPIRED")
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Some("CERT_NOT_YET_VALID")
            }
            CertificateError::Revoked => Some("CERT_REVOKED"),
            CertificateError::BadSignature => Some("CERT_SIGNATURE_FAILURE"),
            CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
                Some("INVALID_PURPOSE")
            }
            // No issuer is known, or the certificate is one that webpki does not look at closely (a CA's as a server's, one
            // of version 1): what remains is whether it is trusted itself, or issued by one that is.
            _ => self.weigh_unknown(leaf, rest, now),
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
        let self_signed = |certificate: &Certificate| {
            certificate.tbs_certificate().issuer() == certificate.tbs_certificate().subject()
        };
        let certificates = &self.trust.certificates;
        let trusted = certificates.iter().any(|known| known == leaf)
            || version_one::parse(leaf).is_some_and(|leaf| {
                let algorithms = &self.provider.signature_verification_algorithms;
                version_one::is_issued_by(&leaf, certificates, algorithms)
            });
        if !trusted {
            if self_signed(&parsed) {
                return Some("DEPTH_ZERO_SELF_SIGNED_CERT");
            }
            let top = rest
                .iter()
                .rev()
                .find_map(|der| Certificate::from_der(der).ok());
            return Some(match top {
                Some(top) if self_signed(&top) => "SELF_SIGNED_CERT_IN_CHAIN",
                Some(_) => "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
                None => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            });
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

    fn verify12(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        match version_one::parse(cert) {
            Some(cert) => version_one::verify12(message, &cert, dss, algorithms),
            None => verify_tls12_signature(message, cert, dss, algorithms),
        }
    }

    fn verify13(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        match version_one::parse(cert) {
            Some(cert) => version_one::verify13(message, &cert, dss, algorithms),
            None => verify_tls13_signature(message, cert, dss, algorithms),
        }
    }
}

/// What both sides' verifiers ask alike: whether the peer has the key of its certificate.
macro_rules! signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            self.verify12(message, cert, dss)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            self.verify13(message, cert, dss)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.provider
                .signature_verification_algorithms
                .supported_schemes()
        }
    };
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let found = WebPkiServerVerifier::builder_with_provider(
            Arc::clone(&self.trust.roots),
            Arc::clone(&self.provider),
        )
        .build()
        .map_err(|_| Error::InvalidCertificate(CertificateError::UnknownIssuer))
        .and_then(|webpki| webpki.verify_server_cert(leaf, rest, name, ocsp, now));
        self.give(self.weigh(leaf, rest, now, found.map(|_| ())));
        Ok(ServerCertVerified::assertion())
    }

    signatures!();
}

impl ClientCertVerifier for Judge {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    /// JavaScript asks for it where it must be there.
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let found = WebPkiClientVerifier::builder_with_provider(
            Arc::clone(&self.trust.roots),
            Arc::clone(&self.provider),
        )
        .build()
        .map_err(|_| Error::InvalidCertificate(CertificateError::UnknownIssuer))
        .and_then(|webpki| webpki.verify_client_cert(leaf, rest, now));
        self.give(self.weigh(leaf, rest, now, found.map(|_| ())));
        Ok(ClientCertVerified::assertion())
    }

    signatures!();
}
