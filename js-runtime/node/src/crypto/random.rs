//! Natives of random values.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_engine::{bytes, errors};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("randomFill", Function::new(ctx.clone(), random_fill)?)
}

/// Fills `[offset, offset + size)` of a typed array.
fn random_fill<'js>(ctx: Ctx<'js>, target: Value<'js>, offset: usize, size: usize) -> Result<()> {
    let filled = bytes::with_bytes_mut(&target, move |all| {
        let end = offset.saturating_add(size).min(all.len());
        all.get_mut(offset..end).map(getrandom::fill)
    });
    match filled {
        Some(Some(Ok(()))) => Ok(()),
        Some(Some(Err(error))) => Err(errors::throw_kind(
            &ctx,
            "Error",
            &format!("the system has no random bytes: {error}"),
            Some("ERR_CRYPTO_OPERATION_FAILED"),
        )),
        _ => Err(errors::throw_kind(
            &ctx,
            "RangeError",
            "random fill out of bounds",
            Some("ERR_OUT_OF_RANGE"),
        )),
    }
}
