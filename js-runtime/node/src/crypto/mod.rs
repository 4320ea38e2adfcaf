//! Natives of `crypto`.
//!
//! Each noun has a file with its arithmetic, and one with the functions that JavaScript calls: [`digests`] and [`hashing`],
//! [`kdf`] and [`derivation`], [`ciphers`], [`random`]. [`fault`] is how they fail, [`job`] how they work beside the loop.

mod ciphers;
mod derivation;
mod digests;
mod fault;
mod hashing;
mod job;
mod kdf;
mod random;

use coddle_engine::bytes;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use subtle::ConstantTimeEq as _;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    hashing::init(ctx, &natives)?;
    random::init(ctx, &natives)?;
    derivation::init(ctx, &natives)?;
    ciphers::init(ctx, &natives)?;
    natives.set("equal", Function::new(ctx.clone(), equal)?)?;
    Ok(natives)
}

/// Whether two views of one length hold the same bytes, in a time that does not depend on them.
fn equal<'js>(a: Value<'js>, b: Value<'js>) -> bool {
    bytes::with_two(&a, &b, |a, b| bool::from(a.ct_eq(b))).unwrap_or(false)
}
