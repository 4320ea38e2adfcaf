//! Natives of random values.

use coddle_engine::rquickjs::{Ctx, Error, Function, Object, Result, Value};
use coddle_engine::{bytes, errors};

use crate::buffer::codecs::{self, Encoding};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("randomFill", Function::new(ctx.clone(), random_fill)?)?;
    natives.set("randomUuid", Function::new(ctx.clone(), random_uuid)?)
}

/// Fills `[offset, offset + size)` of a typed array.
fn random_fill<'js>(ctx: Ctx<'js>, target: Value<'js>, offset: usize, size: usize) -> Result<()> {
    let filled = bytes::with_bytes_mut(&target, move |all| {
        let end = offset.saturating_add(size).min(all.len());
        all.get_mut(offset..end).map(getrandom::fill)
    });
    match filled {
        Some(Some(Ok(()))) => Ok(()),
        Some(Some(Err(error))) => Err(no_bytes(&ctx, error)),
        _ => Err(errors::throw_kind(
            &ctx,
            "RangeError",
            "random fill out of bounds",
            Some("ERR_OUT_OF_RANGE"),
        )),
    }
}

fn no_bytes(ctx: &Ctx<'_>, error: getrandom::Error) -> Error {
    errors::throw_kind(
        ctx,
        "Error",
        &format!("the system has no random bytes: {error}"),
        Some("ERR_CRYPTO_OPERATION_FAILED"),
    )
}

/// A UUID of version 4 (RFC 4122).
fn random_uuid(ctx: Ctx<'_>) -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| no_bytes(&ctx, error))?;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digits = codecs::decode(&bytes, Encoding::Hex);
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    Ok(parts.join("-"))
}
