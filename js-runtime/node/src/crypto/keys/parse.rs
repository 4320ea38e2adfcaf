//! Keys from PEM and DER.

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode as _, Encode as _};
use pkcs8::PrivateKeyInfoRef;
use spki::SubjectPublicKeyInfoRef;

use super::key::{Key, Private, Public};
use super::{ec, encrypted, finite_field, pem, rsa};
use crate::crypto::cfrg::{self, Cfrg};
use crate::crypto::fault::{Fault, Outcome, common};

pub(super) const RSA: &str = "1.2.840.113549.1.1.1";
pub(super) const RSA_PSS: &str = "1.2.840.113549.1.1.10";
pub(super) const DSA: &str = "1.2.840.10040.4.1";
pub(super) const DH: &str = "1.2.840.113549.1.3.1";
pub(super) const EC: &str = "1.2.840.10045.2.1";

/// What a DER document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Pkcs1,
    Pkcs8,
    Sec1,
    Spki,
}

impl Encoding {
    pub(super) fn named(name: &str) -> Option<Encoding> {
        Some(match name {
            "pkcs1" => Encoding::Pkcs1,
            "pkcs8" => Encoding::Pkcs8,
            "sec1" => Encoding::Sec1,
            "spki" => Encoding::Spki,
            _ => return None,
        })
    }
}

/// DER of something else than was asked for, or no DER.
pub(super) fn unreadable(der: &[u8]) -> Fault {
    const SEQUENCE: u8 = 0x30;
    match der.first() {
        Some(&SEQUENCE) => common::undecodable(),
        _ => common::malformed(),
    }
}

/// A key of a kind that is not built.
pub(super) fn unknown_kind(algorithm: impl std::fmt::Display) -> Fault {
    Fault::error(
        "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
        format!(
            "Keys of the algorithm {algorithm} are not available in Coddle: RSA, DSA, Diffie-Hellman (PKCS #3), EC (prime256v1, secp224r1, \
             secp256k1, secp384r1, secp521r1), Ed25519, Ed448, X25519 and X448 keys are."
        ),
    )
}

/// From the first PEM block that has a key. Parameters may stand before it.
pub(super) fn from_pem(text: &[u8], passphrase: Option<&[u8]>) -> Outcome<Key> {
    let has_key = |label: &str| label.ends_with("KEY") || label.ends_with("CERTIFICATE");
    let block = pem::first(text, passphrase, has_key).ok_or_else(common::undecodable)??;
    match block.label.as_str() {
        "PRIVATE KEY" => private(&block.der).map(Key::Private),
        "ENCRYPTED PRIVATE KEY" => {
            private(&encrypted::open(&block.der, passphrase)?).map(Key::Private)
        }
        "RSA PRIVATE KEY" => rsa::private(&block.der).map(|key| Key::Private(Private::Rsa(key))),
        "EC PRIVATE KEY" => ec::private(&block.der, None).map(Key::Private),
        "DSA PRIVATE KEY" => finite_field::dsa_old_private(&block.der).map(Key::Private),
        "PUBLIC KEY" => public(&block.der).map(Key::Public),
        "RSA PUBLIC KEY" => rsa::public(&block.der).map(|key| Key::Public(Public::Rsa(key))),
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
            of_certificate(&block.der).map(Key::Public)
        }
        _ => Err(common::undecodable()),
    }
}

/// From DER, `encoding` being what the caller says it is. `is_public`: of the two keys that `pkcs1` stands for.
pub(super) fn from_der(
    der: &[u8],
    encoding: Encoding,
    is_public: bool,
    passphrase: Option<&[u8]>,
) -> Outcome<Key> {
    match encoding {
        Encoding::Spki => public(der).map(Key::Public),
        Encoding::Pkcs1 if is_public => rsa::public(der)
            .map(|key| Key::Public(Public::Rsa(key)))
            .or_else(|fault| match rsa::private(der) {
                Ok(key) => Ok(Key::Private(Private::Rsa(key))),
                Err(_) => Err(fault),
            }),
        Encoding::Pkcs1 => rsa::private(der).map(|key| Key::Private(Private::Rsa(key))),
        Encoding::Sec1 => ec::private(der, None).map(Key::Private),
        Encoding::Pkcs8 if encrypted::is_encrypted(der) => {
            if passphrase.is_none() {
                return Err(Fault::type_error(
                    "ERR_MISSING_PASSPHRASE",
                    "Passphrase required for encrypted key",
                ));
            }
            private(&encrypted::open(der, passphrase)?).map(Key::Private)
        }
        Encoding::Pkcs8 => private(der).map(Key::Private),
    }
}

fn cfrg(oid: ObjectIdentifier) -> Option<Cfrg> {
    let oid = oid.to_string();
    cfrg::ALL.into_iter().find(|curve| curve.oid() == oid)
}

fn private(der: &[u8]) -> Outcome<Private> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| unreadable(der))?;
    let secret = info.private_key.as_bytes();
    let (oid, parameters) = (info.algorithm.oid, info.algorithm.parameters);
    match oid.to_string().as_str() {
        RSA => rsa::private(secret).map(Private::Rsa),
        RSA_PSS => Ok(Private::RsaPss(
            rsa::private(secret)?,
            rsa::pss_parameters(parameters)?,
        )),
        DSA => finite_field::dsa_private(parameters, secret),
        DH => finite_field::dh_private(parameters, secret),
        EC => ec::private(secret, parameters),
        _ => {
            let curve = cfrg(oid).ok_or_else(|| unknown_kind(oid))?;
            let inner = <&OctetStringRef>::from_der(secret).map_err(|_| common::malformed())?;
            Private::cfrg(curve, inner.as_bytes()).ok_or_else(common::malformed)
        }
    }
}

fn public(der: &[u8]) -> Outcome<Public> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| unreadable(der))?;
    let bytes = info
        .subject_public_key
        .as_bytes()
        .ok_or_else(common::malformed)?;
    let (oid, parameters) = (info.algorithm.oid, info.algorithm.parameters);
    match oid.to_string().as_str() {
        RSA => rsa::public(bytes).map(Public::Rsa),
        RSA_PSS => Ok(Public::RsaPss(
            rsa::public(bytes)?,
            rsa::pss_parameters(parameters)?,
        )),
        DSA => finite_field::dsa_public(parameters, bytes),
        DH => finite_field::dh_public(parameters, bytes),
        EC => {
            let group = ec::group(parameters.ok_or_else(common::malformed)?)?;
            let point = group.curve.point(bytes, false);
            Ok(Public::Ec(group, point.ok_or_else(common::malformed)?))
        }
        _ => {
            let curve = cfrg(oid).ok_or_else(|| unknown_kind(oid))?;
            match bytes.len() == curve.size() {
                true => Ok(Public::Cfrg(curve, bytes.to_vec())),
                false => Err(common::malformed()),
            }
        }
    }
}

/// The public key that a certificate is about.
pub(super) fn of_certificate(der: &[u8]) -> Outcome<Public> {
    let certificate = x509_cert::Certificate::from_der(der).map_err(|_| common::malformed())?;
    let info = certificate
        .tbs_certificate()
        .subject_public_key_info()
        .to_der()
        .map_err(|_| common::malformed())?;
    public(&info)
}
