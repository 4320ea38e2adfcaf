//! Natives of `crypto`.
//!
//! Each noun has a file with its arithmetic, and one with the functions that JavaScript calls: [`digests`] and [`hashing`],
//! [`kdf`] and [`derivation`], [`ciphers`], [`random`], [`numbers`]. What asymmetric keys compute: [`curves`], [`cfrg`], [`rsa_padding`] with
//! [`pss`], [`dsa`] and [`dh`]; the keys themselves are in [`keys`], and what is done with them in [`signing`], [`encryption`], [`agreement`],
//! [`certificates`], [`spkac`] and [`pkcs12`].
//! [`fault`] is how they fail, [`job`] how they work beside the loop.

mod agreement;
pub(crate) mod certificates;
mod cfrg;
mod ciphers;
mod curves;
mod derivation;
mod dh;
mod digests;
mod dsa;
mod encryption;
mod fault;
mod hashing;
mod job;
mod kdf;
mod keys;
mod numbers;
mod pkcs12;
mod pss;
mod random;
mod rsa_padding;
mod signing;
mod spkac;

use coddle_engine::bytes;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use subtle::ConstantTimeEq as _;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    hashing::init(ctx, &natives)?;
    random::init(ctx, &natives)?;
    derivation::init(ctx, &natives)?;
    ciphers::init(ctx, &natives)?;
    keys::init(ctx, &natives)?;
    numbers::init(ctx, &natives)?;
    certificates::init(ctx, &natives)?;
    spkac::init(ctx, &natives)?;
    pkcs12::init(ctx, &natives)?;
    signing::init(ctx, &natives)?;
    encryption::init(ctx, &natives)?;
    agreement::init(ctx, &natives)?;
    natives.set("equal", Function::new(ctx.clone(), equal)?)?;
    Ok(natives)
}

/// Whether two views of one length hold the same bytes, in a time that does not depend on them.
fn equal<'js>(a: Value<'js>, b: Value<'js>) -> bool {
    bytes::with_two(&a, &b, |a, b| bool::from(a.ct_eq(b))).unwrap_or(false)
}

/// The system's random numbers, as the crates take them. (They panic should the system have none; see [`random`] for what is
/// asked for by applications.)
fn system_random() -> impl rsa::rand_core::CryptoRng {
    rsa::rand_core::UnwrapErr(getrandom::SysRng)
}
