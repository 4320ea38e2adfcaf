//! Certificates of X.509 version 1, which `openssl x509 -req` makes unless told otherwise: many a company's own servers have one. OpenSSL,
//! and so Node, takes them; webpki does not read them.
//!
//! They carry no extensions, so that nothing says whether they may issue others: only one that is trusted itself may have issued them,
//! never one that the peer sent.

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer};
use rustls::{CertificateError, DigitallySignedStruct, Error};
use x509_cert::Certificate;
use x509_cert::certificate::Version;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::{BasicConstraints, NameConstraints};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// The certificate, if it is one of version 1.
pub(super) fn parse(der: &CertificateDer<'_>) -> Option<Certificate> {
    let certificate = Certificate::from_der(der).ok()?;
    (certificate.tbs_certificate().version() == Version::V1).then_some(certificate)
}

/// Whether one of `trusted` issued `certificate`.
pub(super) fn is_issued_by(
    certificate: &Certificate,
    trusted: &[CertificateDer<'_>],
    algorithms: &WebPkiSupportedAlgorithms,
) -> bool {
    let Ok(signed) = certificate.tbs_certificate().to_der() else {
        return false;
    };
    let Some(signature) = certificate.signature().as_bytes() else {
        return false;
    };
    trusted
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok())
        .filter(|issuer| {
            issuer.tbs_certificate().subject() == certificate.tbs_certificate().issuer()
                && may_issue(issuer)
        })
        .any(|issuer| {
            let key = issuer.tbs_certificate().subject_public_key_info();
            algorithms.all.iter().any(|algorithm| {
                is_same(
                    certificate.signature_algorithm(),
                    &algorithm.signature_alg_id(),
                ) && verifies(*algorithm, key, &signed, signature)
            })
        })
}

/// Whether a trusted certificate says nothing against its issuing one of version 1. What names it may give cannot be held against a
/// certificate here, so that one with limits to them issues none.
fn may_issue(issuer: &Certificate) -> bool {
    let issuer = issuer.tbs_certificate();
    let authority = match issuer.get_extension::<BasicConstraints>() {
        Ok(Some((_, constraints))) => constraints.ca,
        Ok(None) => issuer.version() == Version::V1,
        Err(_) => false,
    };
    authority && matches!(issuer.get_extension::<NameConstraints>(), Ok(None))
}

/// Whether the peer of a handshake of TLS 1.2 has the key of `certificate`.
pub(super) fn verify12(
    message: &[u8],
    certificate: &Certificate,
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<HandshakeSignatureValid, Error> {
    let key = certificate.tbs_certificate().subject_public_key_info();
    let known = algorithms
        .mapping
        .iter()
        .filter(|(scheme, _)| *scheme == signed.scheme)
        .flat_map(|(_, algorithms)| algorithms.iter());
    for algorithm in known {
        if verifies(*algorithm, key, message, signed.signature()) {
            return Ok(HandshakeSignatureValid::assertion());
        }
    }
    Err(Error::InvalidCertificate(CertificateError::BadSignature))
}

/// As [`verify12`], of TLS 1.3.
pub(super) fn verify13(
    message: &[u8],
    certificate: &Certificate,
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<HandshakeSignatureValid, Error> {
    let key = certificate
        .tbs_certificate()
        .subject_public_key_info()
        .to_der()
        .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
    verify_tls13_signature_with_raw_key(
        message,
        &SubjectPublicKeyInfoDer::from(key),
        signed,
        algorithms,
    )
}

fn verifies(
    algorithm: &dyn SignatureVerificationAlgorithm,
    key: &SubjectPublicKeyInfoOwned,
    message: &[u8],
    signature: &[u8],
) -> bool {
    is_same(&key.algorithm, &algorithm.public_key_alg_id())
        && key
            .subject_public_key
            .as_bytes()
            .is_some_and(|key| algorithm.verify_signature(key, message, signature).is_ok())
}

/// rustls has identifiers of algorithms without the two bytes before their parts.
fn is_same(algorithm: &AlgorithmIdentifierOwned, known: &[u8]) -> bool {
    algorithm
        .to_der()
        .is_ok_and(|der| der.len() == known.len() + 2 && der.ends_with(known))
}
