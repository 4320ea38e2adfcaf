//! Keys from passwords and from other keys: PBKDF2, scrypt, HKDF, and OpenSSL's old EVP_BytesToKey.

use sha2::digest::{Digest, FixedOutput, KeyInit, Update};

use super::digests::{Keyable, Kind, with_digest};
use super::fault::{Fault, Outcome};

fn no_such_digest() -> Fault {
    Fault::type_error("ERR_CRYPTO_INVALID_DIGEST", "Invalid digest")
}

/// PKCS #5. `iterations`: at least 1.
pub(super) fn pbkdf2(
    digest: Kind,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    length: usize,
) -> Outcome<Vec<u8>> {
    let mut key = vec![0; length];
    with_digest!(digest, D => {
        pbkdf2::pbkdf2::<<D as Keyable>::Mac>(password, salt, iterations, &mut key)
            .map_err(|_| Fault::error("ERR_CRYPTO_PBKDF2_ERROR", "PBKDF2 error"))
    })
    .ok_or_else(no_such_digest)??;
    Ok(key)
}

/// What scrypt costs: `n` (a power of two), `r`, `p`, and the memory that it may take, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScryptCost {
    pub(super) n: u64,
    pub(super) r: u64,
    pub(super) p: u64,
    pub(super) memory: u64,
}

impl ScryptCost {
    /// The checks of OpenSSL, in its order.
    pub(super) fn check(self) -> Outcome<()> {
        let invalid = |detail: &str| {
            Fault::range_error(
                "ERR_CRYPTO_INVALID_SCRYPT_PARAMS",
                format!("Invalid scrypt params{detail}"),
            )
        };
        let ScryptCost { n, r, p, memory } = self;
        if r == 0 || p == 0 || n < 2 || !n.is_power_of_two() {
            return Err(invalid(""));
        }
        let blocks = 128u64.checked_mul(r);
        let table = blocks.and_then(|block| block.checked_mul(n.checked_add(2)?));
        let lanes = blocks.and_then(|block| block.checked_mul(p));
        match lanes
            .zip(table)
            .and_then(|(lanes, table)| lanes.checked_add(table))
        {
            Some(needed) if needed <= memory && p <= ((1 << 30) - 1) / r => Ok(()),
            _ => Err(invalid(
                ": error:030000AC:digital envelope routines::memory limit exceeded",
            )),
        }
    }
}

/// RFC 7914.
pub(super) fn scrypt(
    password: &[u8],
    salt: &[u8],
    cost: ScryptCost,
    length: usize,
) -> Outcome<Vec<u8>> {
    cost.check()?;
    let failed = || {
        Fault::error(
            "ERR_CRYPTO_OPERATION_FAILED",
            "scrypt does not take these parameters",
        )
    };
    let mut key = vec![0; length];
    if length == 0 {
        return Ok(key);
    }
    let (r, p) = (
        u32::try_from(cost.r).map_err(|_| failed())?,
        u32::try_from(cost.p).map_err(|_| failed())?,
    );
    let params = scrypt::Params::new(cost.n.trailing_zeros() as u8, r, p).map_err(|_| failed())?;
    scrypt::scrypt(password, salt, &params, &mut key).map_err(|_| failed())?;
    Ok(key)
}

/// RFC 5869: extract, then expand.
pub(super) fn hkdf(
    digest: Kind,
    key: &[u8],
    salt: &[u8],
    info: &[u8],
    length: usize,
) -> Outcome<Vec<u8>> {
    fn mac<D: Keyable>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = <D::Mac as KeyInit>::new_from_slice(key).expect("HMAC takes any key");
        for part in parts {
            Update::update(&mut mac, part);
        }
        mac.finalize_fixed().to_vec()
    }
    with_digest!(digest, D => {
        let secret = mac::<D>(salt, &[key]);
        let mut output = Vec::with_capacity(length);
        let mut block = Vec::new();
        let mut counter = 1u8;
        while output.len() < length {
            block = mac::<D>(&secret, &[&block, info, &[counter]]);
            output.extend_from_slice(&block);
            if output.len() < length {
                counter = counter.checked_add(1).ok_or_else(|| {
                    Fault::range_error("ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length")
                })?;
            }
        }
        output.truncate(length);
        Ok(output)
    })
    .ok_or_else(no_such_digest)?
}

/// Key and IV from a password as `openssl enc -md md5` makes them: one round, an optional salt of eight bytes. Old, weak,
/// and what encrypted PEM files and `createCipher` use.
pub(super) fn bytes_to_key(
    password: &[u8],
    salt: &[u8],
    key_length: usize,
    iv_length: usize,
) -> (Vec<u8>, Vec<u8>) {
    let mut made: Vec<u8> = Vec::new();
    let mut block: Vec<u8> = Vec::new();
    while made.len() < key_length + iv_length {
        let mut digest = md5::Md5::new();
        Digest::update(&mut digest, &block);
        Digest::update(&mut digest, password);
        Digest::update(&mut digest, salt);
        block = digest.finalize().to_vec();
        made.extend_from_slice(&block);
    }
    let iv = made[key_length..key_length + iv_length].to_vec();
    made.truncate(key_length);
    (made, iv)
}
