//! Encrypted private keys (PKCS #8 with PBES2 of RFC 8018): PBKDF2 makes a key of the passphrase, then any cipher with an identifier.

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode as _, Encode as _, Sequence};
use pkcs8::EncryptedPrivateKeyInfoRef;
use spki::AlgorithmIdentifierRef;

use crate::crypto::ciphers::{Cipher, Running};
use crate::crypto::digests::Kind;
use crate::crypto::fault::{Fault, Outcome, common};
use crate::crypto::kdf;

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");

/// What OpenSSL writes.
const ROUNDS: u32 = 2048;
const SALT: usize = 8;

/// EncryptedPrivateKeyInfo.
#[derive(Sequence)]
struct Envelope<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    data: &'a OctetStringRef,
}

/// PBES2-params.
#[derive(Sequence)]
struct Scheme<'a> {
    derivation: AlgorithmIdentifierRef<'a>,
    cipher: AlgorithmIdentifierRef<'a>,
}

/// PBKDF2-params.
#[derive(Sequence)]
struct Derivation<'a> {
    salt: &'a OctetStringRef,
    rounds: u32,
    #[asn1(optional = "true")]
    key_length: Option<u32>,
    #[asn1(optional = "true")]
    digest: Option<AlgorithmIdentifierRef<'a>>,
}

/// The digests of HMACs, and the ciphers, that a key's encryption may name.
const HMACS: [(&str, Kind); 7] = [
    ("1.2.840.113549.2.7", Kind::Sha1),
    ("1.2.840.113549.2.8", Kind::Sha224),
    ("1.2.840.113549.2.9", Kind::Sha256),
    ("1.2.840.113549.2.10", Kind::Sha384),
    ("1.2.840.113549.2.11", Kind::Sha512),
    ("1.2.840.113549.2.12", Kind::Sha512_224),
    ("1.2.840.113549.2.13", Kind::Sha512_256),
];
const CIPHERS: [(&str, &str); 14] = [
    ("2.16.840.1.101.3.4.1.1", "aes-128-ecb"),
    ("2.16.840.1.101.3.4.1.2", "aes-128-cbc"),
    ("2.16.840.1.101.3.4.1.3", "aes-128-ofb"),
    ("2.16.840.1.101.3.4.1.4", "aes-128-cfb"),
    ("2.16.840.1.101.3.4.1.21", "aes-192-ecb"),
    ("2.16.840.1.101.3.4.1.22", "aes-192-cbc"),
    ("2.16.840.1.101.3.4.1.23", "aes-192-ofb"),
    ("2.16.840.1.101.3.4.1.24", "aes-192-cfb"),
    ("2.16.840.1.101.3.4.1.41", "aes-256-ecb"),
    ("2.16.840.1.101.3.4.1.42", "aes-256-cbc"),
    ("2.16.840.1.101.3.4.1.43", "aes-256-ofb"),
    ("2.16.840.1.101.3.4.1.44", "aes-256-cfb"),
    ("1.2.840.113549.3.7", "des-ede3-cbc"),
    ("1.3.14.3.2.17", "des-ede"),
];

fn second<T: Copy>(table: &[(&str, T)], oid: ObjectIdentifier) -> Option<T> {
    let oid = oid.to_string();
    table
        .iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, value)| *value)
}

/// Whether this is an encrypted key, of whatever scheme.
pub(super) fn is_encrypted(der: &[u8]) -> bool {
    Envelope::from_der(der).is_ok()
}

/// The PKCS #8 document inside.
pub(super) fn open(der: &[u8], passphrase: Option<&[u8]>) -> Outcome<Vec<u8>> {
    let envelope = Envelope::from_der(der).map_err(|_| common::undecodable())?;
    let passphrase = passphrase.ok_or_else(common::no_passphrase)?;
    if let Some(opened) = open_pbes2(&envelope, passphrase) {
        return opened;
    }
    // Older schemes, and scrypt.
    let info = EncryptedPrivateKeyInfoRef::from_der(der).map_err(|_| common::undecodable())?;
    let document = info
        .decrypt(passphrase)
        .map_err(|_| common::bad_decrypt())?;
    Ok(document.as_bytes().to_vec())
}

/// `data` in clear. None when it was encrypted with another scheme than PBES2 of PBKDF2.
pub(in crate::crypto) fn decrypt(
    algorithm: AlgorithmIdentifierRef<'_>,
    data: &[u8],
    passphrase: &[u8],
) -> Option<Outcome<Vec<u8>>> {
    let data = OctetStringRef::new(data).ok()?;
    open_pbes2(&Envelope { algorithm, data }, passphrase)
}

/// None when it is of another scheme.
fn open_pbes2(envelope: &Envelope<'_>, passphrase: &[u8]) -> Option<Outcome<Vec<u8>>> {
    if envelope.algorithm.oid != PBES2 {
        return None;
    }
    let scheme: Scheme<'_> = envelope.algorithm.parameters?.decode_as().ok()?;
    if scheme.derivation.oid != PBKDF2 {
        return None;
    }
    let derivation: Derivation<'_> = scheme.derivation.parameters?.decode_as().ok()?;
    let digest = match derivation.digest {
        None => Kind::Sha1,
        Some(algorithm) => second(&HMACS, algorithm.oid)?,
    };
    let name = second(&CIPHERS, scheme.cipher.oid)?;
    let iv: &OctetStringRef = scheme.cipher.parameters?.decode_as().ok()?;
    let length = Cipher::named(name)?.key_length();
    let open = || {
        let salt = derivation.salt.as_bytes();
        let key = kdf::pbkdf2(digest, passphrase, salt, derivation.rounds, length)?;
        run(name, false, &key, iv.as_bytes(), envelope.data.as_bytes())
    };
    Some(open())
}

fn run(name: &str, encrypt: bool, key: &[u8], iv: &[u8], data: &[u8]) -> Outcome<Vec<u8>> {
    let mut running = Running::new(name, encrypt, key, iv, None)?;
    let mut output = running.update(data.to_vec())?;
    output.extend(running.finish()?);
    Ok(output)
}

/// OpenSSL's fault of a cipher that a key cannot be encrypted with.
fn unfit(cipher: &Cipher) -> Fault {
    let digital_envelope = |number, reason, code| {
        Fault::openssl(number, "digital envelope routines", reason, code).under(&[
            "error:1188000D:PKCS12 routines::ASN1 lib",
            "error:06800072:asn1 encoding routines::error setting cipher params",
        ])
    };
    match cipher.mode.name() {
        "gcm" => digital_envelope(
            "0300007A",
            "cipher parameter error",
            "ERR_OSSL_EVP_CIPHER_PARAMETER_ERROR",
        ),
        "ccm" => digital_envelope(
            "0300006B",
            "unsupported cipher",
            "ERR_OSSL_EVP_UNSUPPORTED_CIPHER",
        ),
        _ => Fault::openssl(
            "0680006C",
            "asn1 encoding routines",
            "cipher has no object identifier",
            "ERR_OSSL_ASN1_CIPHER_HAS_NO_OBJECT_IDENTIFIER",
        )
        .under(&["error:1188000D:PKCS12 routines::ASN1 lib"]),
    }
}

/// `document`: PKCS #8, to be encrypted.
pub(super) fn seal(document: &[u8], cipher: &str, passphrase: &[u8]) -> Outcome<Vec<u8>> {
    let known = Cipher::named(cipher)
        .ok_or_else(|| Fault::error("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))?;
    let (oid, _) = CIPHERS
        .iter()
        .find(|(_, name)| *name == known.name)
        .ok_or_else(|| unfit(known))?;
    let (mut salt, mut iv) = ([0; SALT], vec![0; known.iv_length]);
    getrandom::fill(&mut salt).map_err(common::no_random)?;
    getrandom::fill(&mut iv).map_err(common::no_random)?;
    let key = kdf::pbkdf2(Kind::Sha256, passphrase, &salt, ROUNDS, known.key_length())?;
    let data = run(known.name, true, &key, &iv, document)?;
    envelope(oid, &salt, &iv, &data).map_err(common::unwritable)
}

fn envelope(cipher: &str, salt: &[u8], iv: &[u8], data: &[u8]) -> der::Result<Vec<u8>> {
    let hmac = AlgorithmIdentifierRef {
        oid: ObjectIdentifier::new_unwrap("1.2.840.113549.2.9"),
        parameters: Some(AnyRef::NULL),
    };
    let derivation = Derivation {
        salt: OctetStringRef::new(salt)?,
        rounds: ROUNDS,
        key_length: None,
        digest: Some(hmac),
    }
    .to_der()?;
    let scheme = Scheme {
        derivation: AlgorithmIdentifierRef {
            oid: PBKDF2,
            parameters: Some(AnyRef::from_der(&derivation)?),
        },
        cipher: AlgorithmIdentifierRef {
            oid: ObjectIdentifier::new(cipher)?,
            parameters: Some(AnyRef::from(OctetStringRef::new(iv)?)),
        },
    }
    .to_der()?;
    Envelope {
        algorithm: AlgorithmIdentifierRef {
            oid: PBES2,
            parameters: Some(AnyRef::from_der(&scheme)?),
        },
        data: OctetStringRef::new(data)?,
    }
    .to_der()
}
