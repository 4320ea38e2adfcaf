//! RSA encryption and signatures with the paddings that Node offers.

use rsa::hazmat::{rsa_decrypt_and_check, rsa_encrypt};
use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, Oaep, Pkcs1v15Encrypt, Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};

use super::digests::{Kind, with_digest};
use super::fault::{Fault, Outcome};
use super::{pss, system_random};

/// `crypto.constants.RSA_...`.
pub(super) const PKCS1: i32 = 1;
pub(super) const NONE: i32 = 3;
pub(super) const OAEP: i32 = 4;
pub(super) const PSS: i32 = 6;

fn fault(number: &str, reason: &'static str, code: &'static str) -> Fault {
    Fault::openssl(number, "rsa routines", reason, code)
}

pub(super) fn too_large() -> Fault {
    fault(
        "0200006E",
        "data too large for key size",
        "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE",
    )
}

fn unknown_padding() -> Fault {
    fault(
        "02000076",
        "unknown padding type",
        "ERR_OSSL_RSA_UNKNOWN_PADDING_TYPE",
    )
}

pub(super) fn illegal_padding() -> Fault {
    Fault::openssl(
        "1C8000A5",
        "Provider routines",
        "illegal or unsupported padding mode",
        "ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE",
    )
}

fn oaep_digest() -> Fault {
    Fault::error("ERR_OSSL_EVP_INVALID_DIGEST", "Invalid digest used")
}

/// Data as long as the key, as a number below its modulus.
fn whole(key: &RsaPublicKey, data: &[u8]) -> Outcome<BoxedUint> {
    if data.len() > key.size() {
        return Err(too_large());
    }
    if data.len() < key.size() {
        return Err(fault(
            "0200007A",
            "data too small for key size",
            "ERR_OSSL_RSA_DATA_TOO_SMALL_FOR_KEY_SIZE",
        ));
    }
    let number = BoxedUint::from_be_slice(data, key.n().as_ref().bits_precision())
        .map_err(|_| too_large())?;
    if number >= *key.n().as_ref() {
        return Err(fault(
            "02000084",
            "data too large for modulus",
            "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS",
        ));
    }
    Ok(number)
}

/// A number in as many bytes as the key has.
fn bytes_of(key: &RsaPublicKey, number: &BoxedUint) -> Vec<u8> {
    let digits = number.to_be_bytes();
    digits[digits.len().saturating_sub(key.size())..].to_vec()
}

pub(super) fn public_encrypt(
    key: &RsaPublicKey,
    padding: i32,
    digest: Kind,
    label: Vec<u8>,
    data: &[u8],
) -> Outcome<Vec<u8>> {
    match padding {
        NONE => public_operation(key, data),
        PKCS1 => key
            .encrypt(&mut system_random(), Pkcs1v15Encrypt, data)
            .map_err(|_| too_large()),
        OAEP => with_digest!(digest, D => key
            .encrypt(&mut system_random(), Oaep::<D>::new_with_label(label), data)
            .map_err(|_| too_large()))
        .ok_or_else(oaep_digest)?,
        _ => Err(unknown_padding()),
    }
}

pub(super) fn private_decrypt(
    key: &RsaPrivateKey,
    padding: i32,
    digest: Kind,
    label: Vec<u8>,
    data: &[u8],
) -> Outcome<Vec<u8>> {
    match padding {
        NONE => private_operation(key, data),
        PKCS1 => key
            .decrypt_blinded(&mut system_random(), Pkcs1v15Encrypt, data)
            .map_err(|_| {
                fault(
                    "02000072",
                    "padding check failed",
                    "ERR_OSSL_RSA_PADDING_CHECK_FAILED",
                )
            }),
        OAEP => with_digest!(digest, D => key
            .decrypt_blinded(&mut system_random(), Oaep::<D>::new_with_label(label), data)
            .map_err(|_| fault("02000079", "oaep decoding error", "ERR_OSSL_RSA_OAEP_DECODING_ERROR")))
        .ok_or_else(oaep_digest)?,
        _ => Err(unknown_padding()),
    }
}

/// RSA with the private key, of data as long as the key.
pub(super) fn private_operation(key: &RsaPrivateKey, data: &[u8]) -> Outcome<Vec<u8>> {
    let public = key.as_public_key();
    let number = whole(public, data)?;
    let output =
        rsa_decrypt_and_check(key, Some(&mut system_random()), &number).map_err(|error| {
            Fault::error(
                "ERR_CRYPTO_OPERATION_FAILED",
                format!("RSA failed: {error}"),
            )
        })?;
    Ok(bytes_of(public, &output))
}

/// RSA with the public key, of data as long as the key.
pub(super) fn public_operation(key: &RsaPublicKey, data: &[u8]) -> Outcome<Vec<u8>> {
    let output = rsa_encrypt(key, &whole(key, data)?).map_err(|_| too_large())?;
    Ok(bytes_of(key, &output))
}

/// What a private key encrypts, its public key decrypts: a signature of the data itself.
pub(super) fn private_encrypt(key: &RsaPrivateKey, padding: i32, data: &[u8]) -> Outcome<Vec<u8>> {
    match padding {
        NONE => private_operation(key, data),
        PKCS1 => key
            .sign_with_rng(&mut system_random(), Pkcs1v15Sign::new_unprefixed(), data)
            .map_err(|_| too_large().under(&["error:1C880004:Provider routines::RSA lib"])),
        _ => Err(illegal_padding()),
    }
}

pub(super) fn public_decrypt(key: &RsaPublicKey, padding: i32, data: &[u8]) -> Outcome<Vec<u8>> {
    if !matches!(padding, NONE | PKCS1) {
        return Err(illegal_padding());
    }
    let bytes = public_operation(key, data)?;
    if padding == NONE {
        return Ok(bytes);
    }
    let wrong_type = || {
        fault(
            "0200006A",
            "block type is not 01",
            "ERR_OSSL_RSA_BLOCK_TYPE_IS_NOT_01",
        )
        .under(&[
            "error:1C880004:Provider routines::RSA lib",
            "error:02000072:rsa routines::padding check failed",
        ])
    };
    let filled = bytes.strip_prefix(&[0, 1]).ok_or_else(wrong_type)?;
    let length = filled.iter().take_while(|&&byte| byte == 0xff).count();
    match filled.get(length) {
        Some(0) if length >= 8 => Ok(filled[length + 1..].to_vec()),
        _ => Err(wrong_type()),
    }
}

/// PKCS #1's scheme for a digest that was made with `digest`.
fn pkcs1_scheme(digest: Kind) -> Outcome<Pkcs1v15Sign> {
    if digest == Kind::Md5Sha1 {
        return Ok(Pkcs1v15Sign::new_unprefixed());
    }
    let oid = digest.oid().ok_or_else(pss::digest_not_allowed)?;
    // DigestInfo ::= SEQUENCE { SEQUENCE { OID, NULL }, OCTET STRING }
    let (inner, length) = (oid.len() as u8 + 4, digest.length() as u8);
    let mut prefix = vec![0x30, inner + 4 + length, 0x30, inner, 6, oid.len() as u8];
    prefix.extend_from_slice(oid);
    prefix.extend_from_slice(&[5, 0, 4, length]);
    Ok(Pkcs1v15Sign {
        hash_len: Some(digest.length()),
        prefix: prefix.into_boxed_slice(),
    })
}

pub(super) fn sign(key: &RsaPrivateKey, digest: Kind, hashed: &[u8]) -> Outcome<Vec<u8>> {
    key.sign_with_rng(&mut system_random(), pkcs1_scheme(digest)?, hashed)
        .map_err(|_| {
            fault(
                "02000070",
                "digest too big for rsa key",
                "ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY",
            )
            .under(&["error:1C880004:Provider routines::RSA lib"])
        })
}

pub(super) fn verify(
    key: &RsaPublicKey,
    digest: Kind,
    hashed: &[u8],
    signature: &[u8],
) -> Outcome<bool> {
    Ok(key.verify(pkcs1_scheme(digest)?, hashed, signature).is_ok())
}
