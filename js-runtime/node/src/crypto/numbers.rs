//! Large numbers: powers for Diffie-Hellman, and primes.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, NonZero, Odd, Resize as _};
use crypto_primes::{Flavor, is_prime};

use super::fault::{Fault, Outcome, common};
use super::{job, system_random};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("modPow", Function::new(ctx.clone(), mod_pow)?)?;
    natives.set("checkPrime", Function::new(ctx.clone(), check_prime)?)?;
    natives.set("generatePrime", Function::new(ctx.clone(), generate_prime)?)?;
    Ok(())
}

fn digits(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().take_while(|&&byte| byte == 0).count();
    &bytes[start..]
}

fn number(bytes: &[u8]) -> BoxedUint {
    let digits = digits(bytes);
    match digits.is_empty() {
        true => BoxedUint::zero_with_precision(64),
        false => BoxedUint::from_be_slice_vartime(digits),
    }
}

fn bytes_of(number: &BoxedUint) -> Vec<u8> {
    digits(&number.to_be_bytes()).to_vec()
}

/// `base ^ exponent mod modulus`, without leading zeros; undefined for an even modulus, or one below 3. Its time does not depend on
/// the exponent's bits.
fn mod_pow(base: Data, exponent: Data, modulus: Data) -> Option<Bytes> {
    let modulus = number(&modulus.0);
    let precision = modulus.bits_precision();
    let odd = Odd::new(modulus.clone()).into_option()?;
    let modulus = NonZero::new(modulus).into_option()?;
    let base = number(&base.0)
        .rem_vartime(&modulus)
        .resize_unchecked(precision);
    let params = BoxedMontyParams::new(odd);
    let power = BoxedMontyForm::new(base, &params).pow(&number(&exponent.0));
    Some(Bytes(bytes_of(&power.retrieve())))
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

fn any(bits: u32, flavor: Flavor) -> Outcome<BoxedUint> {
    // The sieve has no such small safe primes; these are all there are.
    match (flavor, bits) {
        (_, 0 | 1) => Err(too_small()),
        (Flavor::Safe, 2) => Err(too_small()),
        // (5 - 1) / 2 = 2, (7 - 1) / 2 = 3.
        (Flavor::Safe, 3) => Ok(BoxedUint::from(7u64)),
        (Flavor::Any, 2) => Ok(BoxedUint::from(3u64)),
        _ => Ok(crypto_primes::random_prime(
            &mut system_random(),
            flavor,
            bits,
        )),
    }
}

/// Candidates `start + k * add`, tried from a random one on.
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
        if candidate.bits_vartime() == bits && is_prime(flavor, &candidate) {
            return Ok(candidate);
        }
    }
    Err(Fault::error(
        "ERR_CRYPTO_OPERATION_FAILED",
        "no prime of this size was found that leaves options.rem when divided by options.add",
    ))
}
