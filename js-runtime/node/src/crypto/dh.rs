//! Diffie-Hellman over the numbers below a prime (PKCS #3).

use crypto_bigint::BoxedUint;

use super::fault::{Fault, Outcome, common};
use super::numbers;

/// Bits below which OpenSSL makes no key.
const MIN_BITS: u32 = 512;
/// A secret of 512 bits holds against whatever the largest group does.
const MAX_SECRET: usize = 64;

/// A prime of a new group. The smaller half of its predecessor is a prime too.
pub(super) fn new_prime(bits: u32) -> Outcome<BoxedUint> {
    match bits < MIN_BITS {
        true => Err(too_small()),
        false => numbers::safe_prime(bits),
    }
}

fn too_small() -> Fault {
    Fault::plain("error:0280007E:Diffie-Hellman routines::modulus too small")
}

/// A prime and a generator, each without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) prime: Vec<u8>,
    pub(super) generator: Vec<u8>,
}

impl Group {
    pub(super) fn new(prime: &[u8], generator: &[u8]) -> Group {
        Group {
            prime: numbers::digits(prime).to_vec(),
            generator: numbers::digits(generator).to_vec(),
        }
    }

    /// The power of a secret exponent. None for a prime that is none.
    pub(super) fn public_of(&self, secret: &[u8]) -> Option<Vec<u8>> {
        numbers::power(&self.generator, secret, &self.prime)
    }

    /// A new secret exponent.
    pub(super) fn generate(&self) -> Outcome<Vec<u8>> {
        if numbers::bits(&self.prime) < MIN_BITS {
            return Err(too_small());
        }
        if numbers::bits(&self.generator) < 2 {
            return Err(
                Fault::plain("error:02800065:Diffie-Hellman routines::bad generator")
                    .under(&["error:02880003:Diffie-Hellman routines::BN lib"]),
            );
        }
        let mut secret = vec![0; (self.prime.len() - 1).min(MAX_SECRET)];
        getrandom::fill(&mut secret).map_err(common::no_random)?;
        // Not zero, and not short.
        secret[0] |= 0x80;
        Ok(secret)
    }

    /// What a secret and another's public number have in common, as long as the prime. None for a number that is not in the group.
    pub(super) fn agree(&self, secret: &[u8], public: &[u8]) -> Option<Vec<u8>> {
        if numbers::bits(public) < 2 || !numbers::is_below(public, &self.prime, 1) {
            return None;
        }
        let shared = numbers::power(public, secret, &self.prime)?;
        let mut padded = vec![0; self.prime.len() - shared.len()];
        padded.extend_from_slice(&shared);
        Some(padded)
    }
}
