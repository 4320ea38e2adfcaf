//! Keys from PEM and DER.

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode as _, Encode as _};
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use rsa::{BoxedUint, RsaPrivateKey, RsaPublicKey};
use spki::SubjectPublicKeyInfoRef;

use super::key::{Key, Private, Public};
use super::pem;
use crate::crypto::curves::{ALL, Curve};
use crate::crypto::fault::{Fault, Outcome, common};

pub(super) const RSA: &str = "1.2.840.113549.1.1.1";
pub(super) const RSA_PSS: &str = "1.2.840.113549.1.1.10";
pub(super) const EC: &str = "1.2.840.10045.2.1";
pub(super) const ED25519: &str = "1.3.101.112";
pub(super) const X25519: &str = "1.3.101.110";

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
fn unreadable(der: &[u8]) -> Fault {
    const SEQUENCE: u8 = 0x30;
    match der.first() {
        Some(&SEQUENCE) => common::undecodable(),
        _ => malformed(),
    }
}

fn malformed() -> Fault {
    Fault::openssl(
        "0680008E",
        "asn1 encoding routines",
        "not enough data",
        "ERR_OSSL_ASN1_NOT_ENOUGH_DATA",
    )
}

/// A key of a kind that is not built.
fn unknown_kind(algorithm: impl std::fmt::Display) -> Fault {
    Fault::error(
        "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
        format!(
            "Keys of the algorithm {algorithm} are not available in Coddle: RSA, EC (prime256v1, secp256k1, secp384r1, secp521r1), Ed25519 and \
             X25519 keys are."
        ),
    )
}

/// From the first PEM block.
pub(super) fn from_pem(text: &[u8], passphrase: Option<&[u8]>) -> Outcome<Key> {
    let block = pem::first(text, passphrase).ok_or_else(common::undecodable)??;
    match block.label.as_str() {
        "PRIVATE KEY" => private(&block.der).map(Key::Private),
        "ENCRYPTED PRIVATE KEY" => encrypted(&block.der, passphrase).map(Key::Private),
        "RSA PRIVATE KEY" => rsa_private(&block.der).map(|key| Key::Private(Private::Rsa(key))),
        "EC PRIVATE KEY" => ec_private(&block.der, None).map(Key::Private),
        "PUBLIC KEY" => public(&block.der).map(Key::Public),
        "RSA PUBLIC KEY" => rsa_public(&block.der).map(|key| Key::Public(Public::Rsa(key))),
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
            of_certificate(&block.der).map(Key::Public)
        }
        "DSA PRIVATE KEY" | "DSA PUBLIC KEY" => Err(unknown_kind("DSA")),
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
        Encoding::Pkcs1 if is_public => rsa_public(der)
            .map(|key| Key::Public(Public::Rsa(key)))
            .or_else(|fault| match rsa_private(der) {
                Ok(key) => Ok(Key::Private(Private::Rsa(key))),
                Err(_) => Err(fault),
            }),
        Encoding::Pkcs1 => rsa_private(der).map(|key| Key::Private(Private::Rsa(key))),
        Encoding::Sec1 => ec_private(der, None).map(Key::Private),
        Encoding::Pkcs8 if EncryptedPrivateKeyInfoRef::from_der(der).is_ok() => {
            if passphrase.is_none() {
                return Err(Fault::type_error(
                    "ERR_MISSING_PASSPHRASE",
                    "Passphrase required for encrypted key",
                ));
            }
            encrypted(der, passphrase).map(Key::Private)
        }
        Encoding::Pkcs8 => private(der).map(Key::Private),
    }
}

fn encrypted(der: &[u8], passphrase: Option<&[u8]>) -> Outcome<Private> {
    let info = EncryptedPrivateKeyInfoRef::from_der(der).map_err(|_| common::undecodable())?;
    let passphrase = passphrase.ok_or_else(common::no_passphrase)?;
    let document = info
        .decrypt(passphrase)
        .map_err(|_| common::bad_decrypt())?;
    private(document.as_bytes())
}

fn private(der: &[u8]) -> Outcome<Private> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| unreadable(der))?;
    let secret = info.private_key.as_bytes();
    let raw = || -> Outcome<[u8; 32]> {
        let inner = <&OctetStringRef>::from_der(secret).map_err(|_| malformed())?;
        inner.as_bytes().try_into().map_err(|_| malformed())
    };
    match info.algorithm.oid.to_string().as_str() {
        RSA => rsa_private(secret).map(Private::Rsa),
        RSA_PSS => {
            no_pss_parameters(info.algorithm.parameters.is_some())?;
            rsa_private(secret).map(Private::RsaPss)
        }
        EC => {
            let curve = info
                .algorithm
                .parameters
                .and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok());
            ec_private(secret, curve)
        }
        ED25519 => raw().map(Private::Ed25519),
        X25519 => raw().map(Private::X25519),
        _ => Err(unknown_kind(info.algorithm.oid)),
    }
}

/// A key that restricts its own use would have to be held to it.
fn no_pss_parameters(are_there: bool) -> Outcome<()> {
    match are_there {
        false => Ok(()),
        true => Err(Fault::error(
            "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
            "RSA-PSS keys with parameters are not available in Coddle yet. Use a key of type rsa with RSA_PKCS1_PSS_PADDING.",
        )),
    }
}

fn public(der: &[u8]) -> Outcome<Public> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| unreadable(der))?;
    let bytes = info.subject_public_key.as_bytes().ok_or_else(malformed)?;
    let raw = || -> Outcome<[u8; 32]> { bytes.try_into().map_err(|_| malformed()) };
    match info.algorithm.oid.to_string().as_str() {
        RSA => rsa_public(bytes).map(Public::Rsa),
        RSA_PSS => {
            no_pss_parameters(info.algorithm.parameters.is_some())?;
            rsa_public(bytes).map(Public::RsaPss)
        }
        EC => {
            let oid = info
                .algorithm
                .parameters
                .and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok())
                .ok_or_else(malformed)?;
            let curve = curve(oid)?;
            let point = curve.point(bytes, false).ok_or_else(malformed)?;
            Ok(Public::Ec(curve, point))
        }
        ED25519 => raw().map(Public::Ed25519),
        X25519 => raw().map(Public::X25519),
        _ => Err(unknown_kind(info.algorithm.oid)),
    }
}

/// The public key that a certificate is about.
pub(super) fn of_certificate(der: &[u8]) -> Outcome<Public> {
    let certificate = x509_cert::Certificate::from_der(der).map_err(|_| malformed())?;
    let info = certificate
        .tbs_certificate()
        .subject_public_key_info()
        .to_der()
        .map_err(|_| malformed())?;
    public(&info)
}

fn curve(oid: ObjectIdentifier) -> Outcome<Curve> {
    let name = oid.to_string();
    ALL.into_iter()
        .find(|curve| curve.oid() == name)
        .ok_or_else(|| unknown_kind(oid))
}

fn ec_private(der: &[u8], outer: Option<ObjectIdentifier>) -> Outcome<Private> {
    let key = sec1::EcPrivateKey::from_der(der).map_err(|_| unreadable(der))?;
    let inner = key
        .parameters
        .and_then(|parameters| parameters.named_curve());
    let curve = curve(outer.or(inner).ok_or_else(malformed)?)?;
    Private::ec(curve, key.private_key).ok_or_else(malformed)
}

/// OpenSSL takes RSA keys of any practical size.
const MAX_BITS: usize = 16384;

fn number(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(bytes)
}

pub(super) fn rsa_public_of(n: &[u8], e: &[u8]) -> Option<RsaPublicKey> {
    RsaPublicKey::new_with_size_limits(number(n), number(e), 1..=MAX_BITS).ok()
}

pub(super) fn rsa_private_of(
    n: &[u8],
    e: &[u8],
    d: &[u8],
    p: &[u8],
    q: &[u8],
) -> Option<Box<RsaPrivateKey>> {
    let half = (number(n).bits_vartime()).div_ceil(2);
    let prime = |bytes: &[u8]| {
        let start = bytes.iter().take_while(|&&byte| byte == 0).count();
        BoxedUint::from_be_slice(&bytes[start..], half.next_multiple_of(64)).ok()
    };
    RsaPrivateKey::from_components_with_large_exponent(
        number(n),
        number(e),
        number(d),
        vec![prime(p)?, prime(q)?],
    )
    .ok()
    .map(Box::new)
}

fn rsa_public(der: &[u8]) -> Outcome<RsaPublicKey> {
    let key = pkcs1::RsaPublicKeyRef::from_der(der).map_err(|_| unreadable(der))?;
    rsa_public_of(key.modulus.as_bytes(), key.public_exponent.as_bytes()).ok_or_else(malformed)
}

fn rsa_private(der: &[u8]) -> Outcome<Box<RsaPrivateKey>> {
    let key = pkcs1::RsaPrivateKeyRef::from_der(der).map_err(|_| unreadable(der))?;
    rsa_private_of(
        key.modulus.as_bytes(),
        key.public_exponent.as_bytes(),
        key.private_exponent.as_bytes(),
        key.prime1.as_bytes(),
        key.prime2.as_bytes(),
    )
    .ok_or_else(malformed)
}
