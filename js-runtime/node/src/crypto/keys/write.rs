//! Keys to PEM and DER.

use der::Encode as _;
use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetString, OctetStringRef};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2;
use pkcs8::spki::AlgorithmIdentifierRef;
use rsa::pkcs1::{EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
use spki::SubjectPublicKeyInfo;

use super::key::{Key, Private, Public};
use super::parse::{EC, ED25519, Encoding, RSA, RSA_PSS, X25519};
use super::pem;
use crate::crypto::ciphers::Cipher;
use crate::crypto::fault::{Fault, Outcome, common};

/// A cipher's name and a passphrase.
pub(super) type Encryption<'a> = Option<(&'a str, &'a [u8])>;

fn unwritable<E: std::fmt::Display>(error: E) -> Fault {
    Fault::error(
        "ERR_CRYPTO_OPERATION_FAILED",
        format!("the key cannot be encoded: {error}"),
    )
}

/// The DER of a key, and its PEM label.
fn document(key: &Key, encoding: Encoding) -> Outcome<(Vec<u8>, &'static str)> {
    Ok(match (key, encoding) {
        (Key::Public(Public::Rsa(key)), Encoding::Pkcs1) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            (der.as_bytes().to_vec(), "RSA PUBLIC KEY")
        }
        (Key::Public(key), _) => (spki(key)?, "PUBLIC KEY"),
        (Key::Private(Private::Rsa(key)), Encoding::Pkcs1) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            (der.as_bytes().to_vec(), "RSA PRIVATE KEY")
        }
        (Key::Private(Private::Ec(curve, secret, point)), Encoding::Sec1) => {
            let oid = ObjectIdentifier::new(curve.oid()).map_err(unwritable)?;
            (sec1(secret, point, Some(oid))?, "EC PRIVATE KEY")
        }
        (Key::Private(key), _) => (pkcs8(key)?, "PRIVATE KEY"),
    })
}

fn sec1(secret: &[u8], point: &[u8], curve: Option<ObjectIdentifier>) -> Outcome<Vec<u8>> {
    sec1::EcPrivateKey {
        private_key: secret,
        parameters: curve.map(sec1::EcParameters::NamedCurve),
        public_key: Some(point),
    }
    .to_der()
    .map_err(unwritable)
}

fn spki(key: &Public) -> Outcome<Vec<u8>> {
    let curve;
    let (oid, parameters, bytes) = match key {
        Public::Rsa(key) => (
            RSA,
            Some(AnyRef::NULL),
            key.to_pkcs1_der().map_err(unwritable)?.into_vec(),
        ),
        Public::RsaPss(key) => (
            RSA_PSS,
            None,
            key.to_pkcs1_der().map_err(unwritable)?.into_vec(),
        ),
        Public::Ec(on, point) => {
            curve = ObjectIdentifier::new(on.oid()).map_err(unwritable)?;
            (EC, Some(AnyRef::from(&curve)), point.clone())
        }
        Public::Ed25519(bytes) => (ED25519, None, bytes.to_vec()),
        Public::X25519(bytes) => (X25519, None, bytes.to_vec()),
    };
    SubjectPublicKeyInfo {
        algorithm: AlgorithmIdentifierRef {
            oid: ObjectIdentifier::new(oid).map_err(unwritable)?,
            parameters,
        },
        subject_public_key: BitStringRef::from_bytes(&bytes).map_err(unwritable)?,
    }
    .to_der()
    .map_err(unwritable)
}

fn pkcs8(key: &Private) -> Outcome<Vec<u8>> {
    let curve;
    let raw = |bytes: &[u8]| -> Outcome<Vec<u8>> {
        OctetString::new(bytes)
            .and_then(|string| string.to_der())
            .map_err(unwritable)
    };
    let (oid, parameters, bytes) = match key {
        Private::Rsa(key) => (
            RSA,
            Some(AnyRef::NULL),
            key.to_pkcs1_der().map_err(unwritable)?.as_bytes().to_vec(),
        ),
        Private::RsaPss(key) => (
            RSA_PSS,
            None,
            key.to_pkcs1_der().map_err(unwritable)?.as_bytes().to_vec(),
        ),
        Private::Ec(on, secret, point) => {
            curve = ObjectIdentifier::new(on.oid()).map_err(unwritable)?;
            (EC, Some(AnyRef::from(&curve)), sec1(secret, point, None)?)
        }
        Private::Ed25519(seed) => (ED25519, None, raw(seed)?),
        Private::X25519(secret) => (X25519, None, raw(secret)?),
    };
    let algorithm = AlgorithmIdentifierRef {
        oid: ObjectIdentifier::new(oid).map_err(unwritable)?,
        parameters,
    };
    let secret = OctetStringRef::new(&bytes).map_err(unwritable)?;
    PrivateKeyInfoRef::new(algorithm, secret)
        .to_der()
        .map_err(unwritable)
}

/// PKCS #8, encrypted as OpenSSL does: PBKDF2 with SHA-256 and 2,048 rounds, then the cipher.
fn encrypted(key: &Private, cipher: &str, passphrase: &[u8]) -> Outcome<Vec<u8>> {
    let known = Cipher::named(cipher)
        .ok_or_else(|| Fault::error("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))?;
    const ROUNDS: u32 = 2048;
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    getrandom::fill(&mut salt).map_err(common::no_random)?;
    getrandom::fill(&mut iv).map_err(common::no_random)?;
    let parameters = match known.name {
        "aes-128-cbc" => pbes2::Parameters::generate_pbkdf2_sha256_aes128cbc(ROUNDS, &salt, iv),
        "aes-256-cbc" => pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS, &salt, iv),
        _ => {
            return Err(Fault::error(
                "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
                format!("Keys can be encrypted with aes-128-cbc or aes-256-cbc in Coddle, not with {cipher}."),
            ));
        }
    }
    .map_err(unwritable)?;
    let der = pkcs8(key)?;
    let info = PrivateKeyInfoRef::try_from(der.as_slice()).map_err(unwritable)?;
    let document = info
        .encrypt_with_params(parameters, passphrase)
        .map_err(unwritable)?;
    Ok(document.as_bytes().to_vec())
}

pub(super) fn to_der(
    key: &Key,
    encoding: Encoding,
    encryption: Encryption<'_>,
) -> Outcome<Vec<u8>> {
    match (key, encryption) {
        (Key::Private(key), Some((cipher, passphrase))) => encrypted(key, cipher, passphrase),
        _ => Ok(document(key, encoding)?.0),
    }
}

pub(super) fn to_pem(key: &Key, encoding: Encoding, encryption: Encryption<'_>) -> Outcome<String> {
    match (key, encoding, encryption) {
        (Key::Private(key), Encoding::Pkcs8, Some((cipher, passphrase))) => pem::write(
            "ENCRYPTED PRIVATE KEY",
            &encrypted(key, cipher, passphrase)?,
            None,
        ),
        _ => {
            let (der, label) = document(key, encoding)?;
            pem::write(label, &der, encryption)
        }
    }
}
