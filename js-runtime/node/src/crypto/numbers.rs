//! Large numbers: powers for Diffie-Hellman, and primes.

use std::sync::LazyLock;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Limb, NonZero, Odd, Resize as _};
use crypto_primes::hazmat::{SetBits, SmallFactorsSieveFactory};
use crypto_primes::{Flavor, is_prime, sieve_and_find};

use super::fault::{Fault, Outcome, common};
use super::{job, system_random};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("modPow", Function::new(ctx.clone(), mod_pow)?)?;
    natives.set("checkPrime", Function::new(ctx.clone(), check_prime)?)?;
    natives.set("generatePrime", Function::new(ctx.clone(), generate_prime)?)?;
    Ok(())
}

/// Without leading zeros.
pub(super) fn digits(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().take_while(|&&byte| byte == 0).count();
    &bytes[start..]
}

pub(super) fn number(bytes: &[u8]) -> BoxedUint {
    let digits = digits(bytes);
    match digits.is_empty() {
        true => BoxedUint::zero_with_precision(64),
        false => BoxedUint::from_be_slice_vartime(digits),
    }
}

/// Without leading zeros.
pub(super) fn bytes_of(number: &BoxedUint) -> Vec<u8> {
    digits(&number.to_be_bytes()).to_vec()
}

pub(super) fn bits(bytes: &[u8]) -> u32 {
    number(bytes).bits_vartime()
}

/// Whether `bytes` is below `bound - margin`.
pub(super) fn is_below(bytes: &[u8], bound: &[u8], margin: u8) -> bool {
    let bound = number(bound);
    let margin = BoxedUint::from(margin).resize_unchecked(bound.bits_precision());
    number(bytes) < bound.wrapping_sub(margin)
}

/// `dividend / divisor`, rounded down; nothing for a divisor of zero.
pub(super) fn quotient(dividend: &[u8], divisor: &[u8]) -> Vec<u8> {
    let dividend = number(dividend);
    let divisor = number(divisor).resize_unchecked(dividend.bits_precision());
    match NonZero::new(divisor).into_option() {
        Some(divisor) => bytes_of(&dividend.div_rem_vartime(&divisor).0),
        None => Vec::new(),
    }
}

/// `base ^ exponent mod modulus`, without leading zeros; none for an even modulus, or one below 3. Its time does not depend on
/// the exponent's bits.
pub(super) fn power(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Option<Vec<u8>> {
    let modulus = number(modulus);
    let precision = modulus.bits_precision();
    let odd = Odd::new(modulus.clone()).into_option()?;
    let modulus = NonZero::new(modulus).into_option()?;
    let base = number(base)
        .rem_vartime(&modulus)
        .resize_unchecked(precision);
    let params = BoxedMontyParams::new(odd);
    let power = BoxedMontyForm::new(base, &params).pow(&number(exponent));
    Some(bytes_of(&power.retrieve()))
}

fn mod_pow(base: Data, exponent: Data, modulus: Data) -> Option<Bytes> {
    power(&base.0, &exponent.0, &modulus.0).map(Bytes)
}

fn check_prime<'js>(
    ctx: Ctx<'js>,
    candidate: Data,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    job::run(&ctx, callback, move || {
        Ok(is_prime(Flavor::Any, &number(&candidate.0)))
    })
}

/// A prime of exactly `bits` bits, in as many bytes. `add` and `rem` (both or none): it leaves `rem` when divided by `add`.
fn generate_prime<'js>(
    ctx: Ctx<'js>,
    bits: u32,
    safe: bool,
    add: Option<Data>,
    rem: Option<Data>,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    job::run(&ctx, callback, move || {
        let flavor = if safe { Flavor::Safe } else { Flavor::Any };
        let prime = match (add, rem) {
            (Some(add), Some(rem)) => congruent(bits, flavor, &add.0, &rem.0)?,
            _ => any(bits, flavor)?,
        };
        let mut bytes = vec![0; (bits as usize).div_ceil(8)];
        let digits = bytes_of(&prime);
        let start = bytes.len().saturating_sub(digits.len());
        bytes[start..].copy_from_slice(&digits);
        Ok(Bytes(bytes))
    })
}

fn too_small() -> Fault {
    Fault::plain("error:01800076:bignum routines::bits too small")
}

/// With the two highest bits set, as OpenSSL makes them.
fn any(bits: u32, flavor: Flavor) -> Outcome<BoxedUint> {
    // The sieve has no such small safe primes; this is the only one: (7 - 1) / 2 = 3.
    match (flavor, bits) {
        (_, 0 | 1) | (Flavor::Safe, 2) => return Err(too_small()),
        (Flavor::Safe, 3) => return Ok(BoxedUint::from(7u64)),
        _ => {}
    }
    let sieve = SmallFactorsSieveFactory::new(flavor, bits, SetBits::TwoMsb);
    sieve
        .and_then(|sieve| {
            sieve_and_find(&mut system_random(), sieve, |_, candidate| {
                is_prime(flavor, candidate)
            })
        })
        .ok()
        .flatten()
        .ok_or_else(too_small)
}

/// A prime of exactly `bits` bits.
pub(super) fn prime(bits: u32) -> Outcome<BoxedUint> {
    any(bits, Flavor::Any)
}

/// One whose predecessor's half is a prime too.
pub(super) fn safe_prime(bits: u32) -> Outcome<BoxedUint> {
    any(bits, Flavor::Safe)
}

/// One that leaves `rem` when divided by `add`.
pub(super) fn congruent_prime(bits: u32, add: &[u8], rem: &[u8]) -> Outcome<BoxedUint> {
    congruent(bits, Flavor::Any, add, rem)
}

/// The odd primes below 2,000. What one of them divides is no prime, and this is seen much sooner than by the real tests.
static SMALL_PRIMES: LazyLock<Vec<NonZero<Limb>>> = LazyLock::new(|| {
    let is_prime = |number: &u64| {
        (3..)
            .step_by(2)
            .take_while(|d| d * d <= *number)
            .all(|d| !number.is_multiple_of(d))
    };
    (3u64..2000)
        .step_by(2)
        .filter(is_prime)
        .filter_map(|prime| NonZero::new(Limb(prime)).into_option())
        .collect()
});

fn has_small_factor(candidate: &BoxedUint) -> bool {
    let largest = SMALL_PRIMES.last().map_or(0, |prime| prime.get().0);
    // A small number may be one of them itself.
    *candidate > BoxedUint::from(largest)
        && SMALL_PRIMES
            .iter()
            .any(|prime| candidate.rem_limb(*prime) == Limb::ZERO)
}

/// Random candidates.
fn congruent(bits: u32, flavor: Flavor, add: &[u8], rem: &[u8]) -> Outcome<BoxedUint> {
    if bits < 2 {
        return Err(too_small());
    }
    const TRIES: usize = 200_000;
    let precision = (bits + 1).next_multiple_of(64);
    let add = number(add).resize_unchecked(precision);
    let rem = number(rem).resize_unchecked(precision);
    let step = NonZero::new(add.clone())
        .into_option()
        .ok_or_else(too_small)?;
    let length = (bits as usize).div_ceil(8);
    for _ in 0..TRIES {
        let mut random = vec![0; length];
        getrandom::fill(&mut random).map_err(common::no_random)?;
        let top = (bits - 1) % 8;
        random[0] &= (1u16 << (top + 1)).wrapping_sub(1) as u8;
        random[0] |= 1 << top;
        let start = number(&random).resize_unchecked(precision);
        let candidate = start
            .wrapping_sub(start.rem_vartime(&step))
            .wrapping_add(&rem);
        if candidate.bits_vartime() == bits
            && !has_small_factor(&candidate)
            && is_prime(flavor, &candidate)
        {
            return Ok(candidate);
        }
    }
    Err(Fault::error(
        "ERR_CRYPTO_OPERATION_FAILED",
        "no prime of this size was found that leaves options.rem when divided by options.add",
    ))
}
