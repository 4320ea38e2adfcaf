//! Natives of hashes and HMACs.

use std::cell::RefCell;
use std::ffi::CStr;

use coddle_engine::bytes;
use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::errors;
use coddle_engine::rquickjs::{Ctx, Error, Function, Object, Result, Value};

use super::digests::{Kind, NAMES, Running};
use super::fault::Fault;
use crate::fs::{Bytes, Data};

/// A digest that is being computed; nothing once it was taken.
pub(super) struct Hasher {
    running: RefCell<Option<Box<dyn Running>>>,
    kind: Kind,
    /// Bytes of output.
    length: usize,
}

impl Native for Hasher {
    const ID: ClassId = ClassId::new(200);
    const NAME: &'static CStr = c"Hasher";
}

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    class::register::<Hasher>(ctx);
    natives.set("hashes", NAMES.to_vec())?;
    natives.set("createHash", Function::new(ctx.clone(), create_hash)?)?;
    natives.set("createHmac", Function::new(ctx.clone(), create_hmac)?)?;
    natives.set("update", Function::new(ctx.clone(), update)?)?;
    natives.set("digest", Function::new(ctx.clone(), digest)?)?;
    natives.set("copy", Function::new(ctx.clone(), copy)?)?;
    Ok(())
}

fn handle<'js>(
    ctx: &Ctx<'js>,
    kind: Kind,
    running: Box<dyn Running>,
    length: Option<usize>,
) -> Result<Value<'js>> {
    let usual = kind.length();
    if length.is_some_and(|length| length != usual && !kind.is_extendable()) {
        let fault = Fault::openssl(
            "030000B2",
            "digital envelope routines",
            "not XOF or invalid length",
            "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH",
        );
        return Err(fault.throw(ctx));
    }
    let hasher = Hasher {
        running: RefCell::new(Some(running)),
        kind,
        length: length.unwrap_or(usual),
    };
    let proto = Object::new(ctx.clone())?;
    class::create(ctx, &proto, hasher).map(Object::into_value)
}

/// A handle, or undefined for an unknown digest. `length`: of the output, its usual one unless given.
fn create_hash<'js>(ctx: Ctx<'js>, name: String, length: Option<usize>) -> Result<Value<'js>> {
    match Kind::named(&name) {
        Some(kind) => handle(&ctx, kind, kind.start(), length),
        None => Ok(Value::new_undefined(ctx)),
    }
}

/// A handle, or undefined for an unknown digest, or one without HMAC.
fn create_hmac<'js>(ctx: Ctx<'js>, name: String, key: Data) -> Result<Value<'js>> {
    let keyed = Kind::named(&name).and_then(|kind| Some((kind, kind.keyed(&key.0)?)));
    match keyed {
        Some((kind, running)) => handle(&ctx, kind, running, None),
        None => Ok(Value::new_undefined(ctx)),
    }
}

/// Lends what is computed.
fn with<'js, R>(
    ctx: &Ctx<'js>,
    hasher: &Value<'js>,
    f: impl FnOnce(&Hasher, &mut Option<Box<dyn Running>>) -> Option<R>,
) -> Result<R> {
    class::get::<Hasher>(hasher)
        .and_then(|hasher| f(hasher, &mut hasher.running.borrow_mut()))
        .ok_or_else(|| {
            errors::throw_kind(
                ctx,
                "Error",
                "Digest already called",
                Some("ERR_CRYPTO_HASH_FINALIZED"),
            )
        })
}

/// Bytes are read where they are; a string as UTF-8.
fn update<'js>(ctx: Ctx<'js>, hasher: Value<'js>, data: Value<'js>) -> Result<()> {
    let text = data.as_string().map(bytes::utf8).transpose()?;
    let mut running = with(&ctx, &hasher, |_, running| running.take())?;
    let fed = match text {
        Some(text) => {
            running.update(&text);
            Some(running)
        }
        None => bytes::with_bytes(&data, move |bytes| {
            running.update(bytes);
            running
        }),
    };
    let fed = fed.ok_or_else(|| Error::new_from_js(data.type_name(), "Uint8Array"))?;
    with(&ctx, &hasher, |_, running| {
        *running = Some(fed);
        Some(())
    })
}

fn digest<'js>(ctx: Ctx<'js>, hasher: Value<'js>) -> Result<Bytes> {
    with(&ctx, &hasher, |hasher, running| {
        Some(Bytes(running.take()?.finish(hasher.length)))
    })
}

/// Another handle that goes on from here, with an output length of its own.
fn copy<'js>(ctx: Ctx<'js>, hasher: Value<'js>, length: Option<usize>) -> Result<Value<'js>> {
    let (kind, running) = with(&ctx, &hasher, |hasher, running| {
        Some((hasher.kind, running.as_ref()?.duplicate()))
    })?;
    handle(&ctx, kind, running, length)
}
