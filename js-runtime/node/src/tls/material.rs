//! Certificates and keys as they are given: PEM or DER.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{Error, InconsistentKeys};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// What is wrong with the material of a context: code and message, as OpenSSL's.
pub(super) type Refused = (&'static str, String);

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

pub(super) fn signing(
    key: PrivateKeyDer<'static>,
    provider: &CryptoProvider,
) -> Result<Arc<dyn SigningKey>, Refused> {
    provider
        .key_provider
        .load_private_key(key)
        .map_err(|error| {
            (
                "ERR_OSSL_UNSUPPORTED",
                format!("error:1E08010C:DECODER routines::unsupported ({error})"),
            )
        })
}

/// A chain, the leaf first, with the key that belongs to it.
pub(super) fn certified(
    chain: Vec<CertificateDer<'static>>,
    signing: Arc<dyn SigningKey>,
) -> Result<CertifiedKey, Refused> {
    let certified = CertifiedKey::new(chain, signing);
    if belong_together(&certified) {
        Ok(certified)
    } else {
        Err((
            "ERR_OSSL_X509_KEY_VALUES_MISMATCH",
            "error:05800074:x509 certificate routines::key values mismatch".to_string(),
        ))
    }
}

pub(super) fn belong_together(certified: &CertifiedKey) -> bool {
    match certified.keys_match() {
        Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => true,
        // rustls does not read certificates of version 1.
        Err(Error::InvalidCertificate(_)) => has_key_of(certified).unwrap_or(true),
        Err(_) => false,
    }
}

/// None when it cannot be told.
fn has_key_of(certified: &CertifiedKey) -> Option<bool> {
    let leaf = Certificate::from_der(certified.cert.first()?).ok()?;
    let own = certified.key.public_key()?;
    let own = x509_cert::spki::SubjectPublicKeyInfoOwned::from_der(&own).ok()?;
    Some(leaf.tbs_certificate().subject_public_key_info() == &own)
}

/// Adds to `chain` the authorities that certify its end, one after the other.
pub(super) fn complete(
    chain: &mut Vec<CertificateDer<'static>>,
    authorities: &[CertificateDer<'static>],
) {
    let mut rest: Vec<(Certificate, &CertificateDer<'static>)> = authorities
        .iter()
        .filter_map(|der| Some((Certificate::from_der(der).ok()?, der)))
        .collect();
    let mut last = chain.last().and_then(|der| Certificate::from_der(der).ok());
    while let Some(certificate) = last {
        let issuer = certificate.tbs_certificate().issuer();
        // A root certifies itself.
        if issuer == certificate.tbs_certificate().subject() {
            break;
        }
        let next = rest
            .iter()
            .position(|(authority, _)| authority.tbs_certificate().subject() == issuer);
        last = next.map(|at| {
            let (authority, der) = rest.swap_remove(at);
            chain.push(der.clone());
            authority
        });
    }
}
