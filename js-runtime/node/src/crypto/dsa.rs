//! DSA: keys of any size that OpenSSL takes, and signatures with them.

use ::dsa::signature::hazmat::{PrehashVerifier as _, RandomizedPrehashSigner as _};
use ::dsa::{Components, Signature, SigningKey, VerifyingKey};
use crypto_bigint::{BoxedUint, ConcatenatingMul as _, Resize as _};
use der::{Decode as _, Encode as _};

use super::fault::{Fault, Outcome};
use super::{numbers, system_random};

/// The numbers of a key without its own: p, q and g.
pub(super) fn components(p: &[u8], q: &[u8], g: &[u8]) -> Option<Components> {
    let p = numbers::number(p);
    let q = numbers::number(q);
    // What is computed below p has p's precision.
    let g = below(g, &p)?;
    Components::from_components_unchecked(p, q, g).ok()
}

/// A number at the precision of one that it is below.
fn below(bytes: &[u8], of: &BoxedUint) -> Option<BoxedUint> {
    let number = numbers::number(bytes);
    (number < *of).then(|| number.resize_unchecked(of.bits_precision()))
}

/// None for a number that no secret of the group has.
pub(super) fn public(components: Components, y: &[u8]) -> Option<VerifyingKey> {
    let y = below(y, components.p().as_ref())?;
    VerifyingKey::from_components(components, y).ok()
}

/// None for a secret out of range.
pub(super) fn private(components: Components, x: &[u8]) -> Option<SigningKey> {
    let bytes = |number: &BoxedUint| number.to_be_bytes();
    let y = numbers::power(
        &bytes(components.g().as_ref()),
        x,
        &bytes(components.p().as_ref()),
    )?;
    let x = below(x, components.q().as_ref())?;
    let public = public(components, &y)?;
    SigningKey::from_components(public, x).ok()
}

fn failed() -> Fault {
    Fault::plain("Key generation job failed")
}

/// A new key. `bits`: of p. `divisor`: bits of q; 0 for the usual ones.
pub(super) fn generate(bits: u32, divisor: u32) -> Outcome<SigningKey> {
    let divisor = match (divisor, bits) {
        (0, 2048..) => 224,
        (0, _) => 160,
        (given @ (160 | 224 | 256), _) => given,
        _ => return Err(failed()),
    };
    // OpenSSL makes p of whole words.
    let bits = if bits == 1023 { 1024 } else { bits };
    match bits {
        0..512 => return Err(failed()),
        512..1024 => {
            return Err(Fault::plain(
                "error:05000072:dsa routines::bad ffc parameters",
            ));
        }
        _ => {}
    }
    let q = numbers::prime(divisor)?;
    // p leaves 1 when divided by 2q, so that the group has a part of q numbers.
    let step = numbers::bytes_of(&q.concatenating_mul(&BoxedUint::from(2u8)));
    let p = numbers::congruent_prime(bits, &step, &[1])?;
    let (p, q) = (numbers::bytes_of(&p), numbers::bytes_of(&q));
    let exponent = numbers::quotient(&p, &q);
    let g = (2u8..)
        .filter_map(|base| numbers::power(&[base], &exponent, &p))
        .find(|power| numbers::bits(power) > 1)
        .ok_or_else(failed)?;
    let components = components(&p, &q, &g).ok_or_else(failed)?;
    SigningKey::try_generate_from_rng_with_components(&mut system_random(), components)
        .map_err(|never| match never {})
}

/// `r` and `s` in DER, or one behind the other.
pub(super) fn sign(key: &SigningKey, digest: &[u8], der: bool) -> Outcome<Vec<u8>> {
    let unable = || Fault::error("ERR_CRYPTO_OPERATION_FAILED", "DSA cannot sign this");
    let signature = key
        .sign_prehash_with_rng(&mut system_random(), digest)
        .map_err(|_| unable())?;
    if der {
        return signature.to_der().map_err(|_| unable());
    }
    let size = half(key.verifying_key());
    let mut bytes = vec![0; 2 * size];
    for (part, number) in bytes
        .chunks_mut(size)
        .zip([signature.r().as_ref(), signature.s().as_ref()])
    {
        let digits = numbers::bytes_of(number);
        part[size - digits.len()..].copy_from_slice(&digits);
    }
    Ok(bytes)
}

pub(super) fn verify(key: &VerifyingKey, digest: &[u8], signature: &[u8], der: bool) -> bool {
    let size = half(key);
    let parsed = match der {
        true => Signature::from_der(signature).ok(),
        false if signature.len() == 2 * size => Signature::from_components(
            numbers::number(&signature[..size]),
            numbers::number(&signature[size..]),
        ),
        false => None,
    };
    parsed.is_some_and(|signature| key.verify_prehash(digest, &signature).is_ok())
}

/// Bytes of each of a signature's two numbers.
fn half(key: &VerifyingKey) -> usize {
    key.components().q().bits_vartime().div_ceil(8) as usize
}
