//! RSASSA-PSS (RFC 8017, sections 8.1 and 9.1), with a mask made by another digest than the message's where a key says so.

use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use subtle::ConstantTimeEq as _;

use super::digests::Kind;
use super::fault::{Fault, Outcome, common};
use super::rsa_padding::{private_operation, public_operation, too_large};

/// Node's salt lengths: of the digest, and the longest that fits; when verifying, whatever is there.
const SALT_OF_DIGEST: i32 = -1;
pub(super) const SALT_AUTO: i32 = -2;
/// OpenSSL's: the longest, in both directions.
const SALT_MAX: i32 = -3;

/// What a key of type rsa-pss holds its signatures to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameters {
    pub(crate) digest: Kind,
    /// The digest that makes the mask.
    pub(crate) mask: Kind,
    /// Bytes of salt, at least.
    pub(crate) salt: u32,
}

pub(super) fn digest_not_allowed() -> Fault {
    Fault::openssl(
        "1C8000AE",
        "Provider routines",
        "digest not allowed",
        "ERR_OSSL_DIGEST_NOT_ALLOWED",
    )
}

impl Parameters {
    /// The salt length of who asks for none.
    pub(super) fn usual_salt(&self) -> i32 {
        i32::try_from(self.salt).unwrap_or(i32::MAX)
    }

    /// The fault of a digest that the key does not allow.
    pub(super) fn check_digest(&self, digest: Kind) -> Outcome<()> {
        match self.digest == digest {
            true => Ok(()),
            false => Err(digest_not_allowed()),
        }
    }

    /// The fault of a salt that the key does not allow. `salt`: as Node takes it.
    pub(super) fn check_salt(&self, salt: i32) -> Outcome<()> {
        match u32::try_from(salt) {
            Ok(salt) if salt < self.salt => Err(Fault::openssl(
                "1C8000AC",
                "Provider routines",
                "pss saltlen too small",
                "ERR_OSSL_PSS_SALTLEN_TOO_SMALL",
            )),
            _ => Ok(()),
        }
    }
}

/// A digest, the one of its mask, and a salt length as Node takes it.
#[derive(Clone, Copy)]
pub(super) struct Scheme {
    pub(super) digest: Kind,
    pub(super) mask: Kind,
    pub(super) salt: i32,
}

impl Scheme {
    pub(super) fn check(&self) -> Outcome<()> {
        match self.salt >= SALT_MAX {
            true => Ok(()),
            false => Err(Fault::openssl(
                "1C800070",
                "Provider routines",
                "invalid salt length",
                "ERR_OSSL_INVALID_SALT_LENGTH",
            )),
        }
    }

    pub(super) fn sign(self, key: &RsaPrivateKey, hashed: &[u8]) -> Outcome<Vec<u8>> {
        let public = key.as_public_key();
        let length = self.digest.length();
        let too_large = || too_large().under(&["error:1C880004:Provider routines::RSA lib"]);
        let room = encoded_length(public).checked_sub(length + 2);
        let salt = match (self.salt, room) {
            (SALT_OF_DIGEST, Some(room)) if length <= room => length,
            (SALT_AUTO | SALT_MAX, Some(room)) => room,
            (given @ 0.., Some(room)) if given as usize <= room => given as usize,
            _ => return Err(too_large()),
        };
        let mut random = vec![0; salt];
        getrandom::fill(&mut random).map_err(common::no_random)?;
        let mut encoded = self.encode(public, hashed, &random);
        encoded.splice(0..0, std::iter::repeat_n(0, public.size() - encoded.len()));
        private_operation(key, &encoded)
    }

    pub(super) fn verify(self, key: &RsaPublicKey, hashed: &[u8], signature: &[u8]) -> bool {
        self.recovered_salt(key, signature)
            .is_some_and(|(salt, encoded)| {
                bool::from(self.encode(key, hashed, &salt).ct_eq(&encoded))
            })
    }

    /// EMSA-PSS-ENCODE. The salt fits.
    fn encode(self, key: &RsaPublicKey, hashed: &[u8], salt: &[u8]) -> Vec<u8> {
        let length = self.digest.length();
        let mut encoded = vec![0; encoded_length(key)];
        let body = encoded.len() - length - 1;
        let mut hash = self.digest.start();
        for part in [&[0; 8], hashed, salt] {
            hash.update(part);
        }
        let hash = hash.finish(length);
        encoded[body - salt.len() - 1] = 1;
        encoded[body - salt.len()..body].copy_from_slice(salt);
        self.mask(&mut encoded[..body], &hash);
        encoded[0] &= spare_bits(key);
        encoded[body..body + length].copy_from_slice(&hash);
        encoded[body + length] = 0xbc;
        encoded
    }

    /// The salt of a signature that may hold, and what the signature says as a whole.
    fn recovered_salt(self, key: &RsaPublicKey, signature: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let opened = public_operation(key, signature).ok()?;
        let encoded = opened
            .get(key.size() - encoded_length(key)..)
            .filter(|encoded| {
                opened[..opened.len() - encoded.len()]
                    .iter()
                    .all(|&byte| byte == 0)
            })?
            .to_vec();
        let body = encoded.len().checked_sub(self.digest.length() + 1)?;
        let mut data = encoded[..body].to_vec();
        self.mask(&mut data, &encoded[body..encoded.len() - 1]);
        *data.first_mut()? &= spare_bits(key);
        let zeros = data.iter().take_while(|&&byte| byte == 0).count();
        let salt = data.get(zeros + 1..)?.to_vec();
        let wanted = match self.salt {
            SALT_OF_DIGEST => self.digest.length(),
            SALT_AUTO => salt.len(),
            SALT_MAX => body - 1,
            given => usize::try_from(given).ok()?,
        };
        (salt.len() == wanted).then_some((salt, encoded))
    }

    /// MGF1.
    fn mask(self, data: &mut [u8], seed: &[u8]) {
        for (counter, chunk) in (0u32..).zip(data.chunks_mut(self.mask.length())) {
            let mut hash = self.mask.start();
            hash.update(seed);
            hash.update(&counter.to_be_bytes());
            for (byte, mask) in chunk.iter_mut().zip(hash.finish(self.mask.length())) {
                *byte ^= mask;
            }
        }
    }
}

/// Bytes of an encoded message: a bit less than the modulus has.
fn encoded_length(key: &RsaPublicKey) -> usize {
    (bits(key) - 1).div_ceil(8)
}

/// The bits of the first byte of an encoded message that may be set.
fn spare_bits(key: &RsaPublicKey) -> u8 {
    0xff >> (8 * encoded_length(key) - (bits(key) - 1))
}

fn bits(key: &RsaPublicKey) -> usize {
    key.n().as_ref().bits_vartime() as usize
}
