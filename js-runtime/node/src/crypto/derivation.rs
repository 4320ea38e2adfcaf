//! Natives of key derivation.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use super::digests::Kind;
use super::job;
use super::kdf::{self, ScryptCost};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("pbkdf2", Function::new(ctx.clone(), pbkdf2)?)?;
    natives.set("scrypt", Function::new(ctx.clone(), scrypt)?)?;
    natives.set("checkScrypt", Function::new(ctx.clone(), check_scrypt)?)?;
    natives.set("hkdf", Function::new(ctx.clone(), hkdf)?)?;
    natives.set("bytesToKey", Function::new(ctx.clone(), bytes_to_key)?)?;
    natives.set("digestLength", Function::new(ctx.clone(), digest_length)?)?;
    Ok(())
}

/// Bytes of a digest's output; undefined for one that is unknown or has no HMAC.
fn digest_length(name: String) -> Option<usize> {
    let kind = Kind::named(&name)?;
    kind.keyed(&[])?;
    Some(kind.length())
}

/// A digest that was checked with [`digest_length`].
fn checked(name: &str) -> Kind {
    Kind::named(name).unwrap_or(Kind::Md5Sha1)
}

fn pbkdf2<'js>(
    ctx: Ctx<'js>,
    password: Data,
    salt: Data,
    iterations: u32,
    length: usize,
    digest: String,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let digest = checked(&digest);
    job::run(&ctx, callback, move || {
        kdf::pbkdf2(digest, &password.0, &salt.0, iterations, length).map(Bytes)
    })
}

/// `cost`: [N, r, p, maxmem].
fn cost_of(cost: &[f64]) -> ScryptCost {
    let part = |index: usize| cost.get(index).map_or(0, |&number| number as u64);
    ScryptCost {
        n: part(0),
        r: part(1),
        p: part(2),
        memory: part(3),
    }
}

fn check_scrypt(ctx: Ctx<'_>, cost: Vec<f64>) -> Result<()> {
    cost_of(&cost).check().map_err(|fault| fault.throw(&ctx))
}

fn scrypt<'js>(
    ctx: Ctx<'js>,
    password: Data,
    salt: Data,
    cost: Vec<f64>,
    length: usize,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let cost = cost_of(&cost);
    job::run(&ctx, callback, move || {
        kdf::scrypt(&password.0, &salt.0, cost, length).map(Bytes)
    })
}

fn hkdf<'js>(
    ctx: Ctx<'js>,
    digest: String,
    key: Data,
    salt: Data,
    info: Data,
    length: usize,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let digest = checked(&digest);
    job::run(&ctx, callback, move || {
        kdf::hkdf(digest, &key.0, &salt.0, &info.0, length).map(Bytes)
    })
}

/// Key and IV, one behind the other.
fn bytes_to_key(password: Data, key_length: usize, iv_length: usize) -> Bytes {
    let (mut key, iv) = kdf::bytes_to_key(&password.0, &[], key_length, iv_length);
    key.extend_from_slice(&iv);
    Bytes(key)
}
