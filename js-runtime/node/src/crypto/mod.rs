//! Natives of `crypto`: digests, keyed digests, random bytes, comparison in constant time.

mod digests;

use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_engine::{bytes, errors};
use std::cell::RefCell;
use std::ffi::CStr;
use subtle::ConstantTimeEq as _;

use crate::fs::{Bytes, Data};
use digests::Running;

/// A digest that is being computed; nothing once it was taken.
struct Hasher(RefCell<Option<Box<dyn Running>>>);

impl Native for Hasher {
    const ID: ClassId = ClassId::new(200);
    const NAME: &'static CStr = c"Hasher";
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Hasher>(ctx);
    let natives = Object::new(ctx.clone())?;
    natives.set("hashes", digests::names())?;
    natives.set("createHash", Function::new(ctx.clone(), create_hash)?)?;
    natives.set("createHmac", Function::new(ctx.clone(), create_hmac)?)?;
    natives.set("update", Function::new(ctx.clone(), update)?)?;
    natives.set("digest", Function::new(ctx.clone(), digest)?)?;
    natives.set("copy", Function::new(ctx.clone(), copy)?)?;
    natives.set("randomFill", Function::new(ctx.clone(), random_fill)?)?;
    natives.set("equal", Function::new(ctx.clone(), equal)?)?;
    Ok(natives)
}

/// A handle, or undefined for an unknown digest.
fn handle<'js>(ctx: &Ctx<'js>, running: Option<Box<dyn Running>>) -> Result<Value<'js>> {
    match running {
        Some(running) => {
            let proto = Object::new(ctx.clone())?;
            class::create(ctx, &proto, Hasher(RefCell::new(Some(running)))).map(Object::into_value)
        }
        None => Ok(Value::new_undefined(ctx.clone())),
    }
}

fn create_hash<'js>(ctx: Ctx<'js>, name: String) -> Result<Value<'js>> {
    handle(&ctx, digests::hash(&name))
}

fn create_hmac<'js>(ctx: Ctx<'js>, name: String, key: Data) -> Result<Value<'js>> {
    handle(&ctx, digests::hmac(&name, &key.0))
}

fn with<'js, R>(
    ctx: &Ctx<'js>,
    hasher: &Value<'js>,
    f: impl FnOnce(&mut Option<Box<dyn Running>>) -> Option<R>,
) -> Result<R> {
    class::get::<Hasher>(hasher)
        .and_then(|hasher| f(&mut hasher.0.borrow_mut()))
        .ok_or_else(|| {
            errors::throw_kind(
                ctx,
                "Error",
                "Digest already called",
                Some("ERR_CRYPTO_HASH_FINALIZED"),
            )
        })
}

fn update<'js>(ctx: Ctx<'js>, hasher: Value<'js>, data: Data) -> Result<()> {
    with(&ctx, &hasher, |running| {
        running.as_mut()?.update(&data.0);
        Some(())
    })
}

fn digest<'js>(ctx: Ctx<'js>, hasher: Value<'js>) -> Result<Bytes> {
    with(&ctx, &hasher, |running| {
        Some(Bytes(running.take()?.finish()))
    })
}

fn copy<'js>(ctx: Ctx<'js>, hasher: Value<'js>) -> Result<Value<'js>> {
    let copied = with(&ctx, &hasher, |running| Some(running.as_ref()?.duplicate()))?;
    handle(&ctx, Some(copied))
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

/// Whether two views of one length hold the same bytes, in a time that does not depend on them.
fn equal<'js>(a: Value<'js>, b: Value<'js>) -> bool {
    bytes::with_two(&a, &b, |a, b| bool::from(a.ct_eq(b))).unwrap_or(false)
}
