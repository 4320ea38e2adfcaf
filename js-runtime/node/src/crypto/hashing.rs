//! Natives of hashes and HMACs.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, ClassId, Native};
use coddle_engine::errors;
use coddle_engine::rquickjs::{Ctx, Error, Function, Object, Result, Value};

use super::digests::{Kind, NAMES, Running};
use super::fault::Fault;
use crate::buffer::codecs::{self, Encoding};
use crate::fs::{Bytes, Data};

/// A digest that is being computed: what stands behind a Hash or an Hmac of `crypto`.
pub(super) struct Hasher {
    /// Nothing once its end was asked for.
    running: RefCell<Option<Box<dyn Running>>>,
    kind: Kind,
    /// Bytes of output.
    length: usize,
    /// What a stream gave at its end; it may be asked for once more.
    flushed: RefCell<Option<Vec<u8>>>,
    finalized: Cell<bool>,
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
    natives.set("flush", Function::new(ctx.clone(), flush)?)?;
    natives.set("isFinalized", Function::new(ctx.clone(), is_finalized)?)?;
    natives.set("copy", Function::new(ctx.clone(), copy)?)?;
    natives.set("answerHashes", Function::new(ctx.clone(), answer)?)?;
    Ok(())
}

/// `answerHashes(exports)`: puts native answers to their usual calls (see [`class::quick()`]) before `createHash` and `createHmac`, and
/// before the methods of Hash and Hmac.
fn answer<'js>(ctx: Ctx<'js>, exports: Object<'js>) -> Result<()> {
    let proto = |name: &str| -> Result<Object<'js>> {
        exports.get::<_, Object<'js>>(name)?.get("prototype")
    };
    let (hash, hmac) = (proto("Hash")?, proto("Hmac")?);
    let slow: Object<'js> = exports.get("createHash")?;
    exports.set(
        "createHash",
        class::quick(&ctx, &slow, hash.as_value(), quick_hash)?,
    )?;
    let slow: Object<'js> = exports.get("createHmac")?;
    exports.set(
        "createHmac",
        class::quick(&ctx, &slow, hmac.as_value(), quick_hmac)?,
    )?;
    for proto in [&hash, &hmac] {
        let slow: Object<'js> = proto.get("digest")?;
        proto.set(
            "digest",
            class::quick(&ctx, &slow, proto.as_value(), quick_digest)?,
        )?;
    }
    let slow: Object<'js> = hash.get("update")?;
    let update = class::quick(&ctx, &slow, hash.as_value(), quick_update)?;
    hash.set("update", update.clone())?;
    hmac.set("update", update)
}

/// An object with the prototype `proto`. `length`: of the output, its usual one unless given.
fn create<'js>(
    ctx: &Ctx<'js>,
    kind: Kind,
    running: Box<dyn Running>,
    length: Option<usize>,
    proto: &Object<'js>,
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
        flushed: RefCell::new(None),
        finalized: Cell::new(false),
    };
    class::create(ctx, proto, hasher).map(Object::into_value)
}

/// `createHash(name, length, proto)`: undefined for an unknown digest.
fn create_hash<'js>(
    ctx: Ctx<'js>,
    name: String,
    length: Option<usize>,
    proto: Object<'js>,
) -> Result<Value<'js>> {
    match Kind::named(&name) {
        Some(kind) => create(&ctx, kind, kind.start(), length, &proto),
        None => Ok(Value::new_undefined(ctx)),
    }
}

/// `createHmac(name, key, proto)`: undefined for an unknown digest, or one without HMAC.
fn create_hmac<'js>(
    ctx: Ctx<'js>,
    name: String,
    key: Data,
    proto: Object<'js>,
) -> Result<Value<'js>> {
    let keyed = Kind::named(&name).and_then(|kind| Some((kind, kind.keyed(&key.0)?)));
    match keyed {
        Some((kind, running)) => create(&ctx, kind, running, None, &proto),
        None => Ok(Value::new_undefined(ctx)),
    }
}

fn finalized(ctx: &Ctx<'_>) -> Error {
    errors::throw_kind(
        ctx,
        "Error",
        "Digest already called",
        Some("ERR_CRYPTO_HASH_FINALIZED"),
    )
}

/// The native behind a handle.
fn with<'js, R>(hasher: &Value<'js>, f: impl FnOnce(&Hasher) -> Result<R>) -> Result<R> {
    let native = class::get::<Hasher>(hasher)
        .ok_or_else(|| Error::new_from_js(hasher.type_name(), "Hasher"))?;
    f(native)
}

impl Hasher {
    /// Takes in the bytes of a typed array, or a text's UTF-8.
    fn update<'js>(&self, ctx: &Ctx<'js>, data: &Value<'js>) -> Result<()> {
        let mut running = self
            .running
            .borrow_mut()
            .take()
            .ok_or_else(|| finalized(ctx))?;
        let fed = match data.as_string() {
            Some(text) => bytes::with_utf8(text, move |bytes| {
                running.update(&bytes);
                running
            })?,
            None => bytes::with_bytes(data, move |bytes| {
                running.update(bytes);
                running
            })
            .ok_or_else(|| Error::new_from_js(data.type_name(), "Uint8Array"))?,
        };
        self.running.replace(Some(fed));
        Ok(())
    }

    /// The digest, which can be had once, or once more when a stream gave it.
    fn finish(&self, ctx: &Ctx<'_>) -> Result<Vec<u8>> {
        if let Some(flushed) = self.flushed.borrow_mut().take() {
            return Ok(flushed);
        }
        let running = self
            .running
            .borrow_mut()
            .take()
            .ok_or_else(|| finalized(ctx))?;
        Ok(running.finish(self.length))
    }
}

/// Bytes are read where they are; a string as UTF-8.
fn update<'js>(ctx: Ctx<'js>, hasher: Value<'js>, data: Value<'js>) -> Result<()> {
    with(&hasher, |hasher| hasher.update(&ctx, &data))
}

/// The digest that a stream gives at its end.
fn flush<'js>(ctx: Ctx<'js>, hasher: Value<'js>) -> Result<Bytes> {
    with(&hasher, |hasher| {
        let digest = hasher.finish(&ctx)?;
        hasher.flushed.replace(Some(digest.clone()));
        Ok(Bytes(digest))
    })
}

fn digest<'js>(ctx: Ctx<'js>, hasher: Value<'js>) -> Result<Bytes> {
    with(&hasher, |hasher| {
        hasher.finalized.set(true);
        hasher.finish(&ctx).map(Bytes)
    })
}

/// Whether `digest` was called.
fn is_finalized(hasher: Value<'_>) -> Result<bool> {
    with(&hasher, |hasher| Ok(hasher.finalized.get()))
}

/// `copy(hasher, length, proto)`: another that goes on from here, with an output length of its own.
fn copy<'js>(
    ctx: Ctx<'js>,
    hasher: Value<'js>,
    length: Option<usize>,
    proto: Object<'js>,
) -> Result<Value<'js>> {
    with(&hasher, |hasher| {
        let running = hasher
            .running
            .borrow()
            .as_ref()
            .map(|running| running.duplicate());
        create(
            &ctx,
            hasher.kind,
            running.ok_or_else(|| finalized(&ctx))?,
            length,
            &proto,
        )
    })
}

/// The digest that a name means, when nothing but a name was given.
fn kind_of(args: &Args<'_, '_>, options: usize) -> Result<Option<Kind>> {
    match args.get(0).as_string() {
        Some(name) if !args.has(options) => {
            bytes::with_wtf8(name, |name| Kind::named(std::str::from_utf8(name).ok()?))
        }
        _ => Ok(None),
    }
}

/// `createHash(algorithm)`.
fn quick_hash<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    match (kind_of(&args, 1)?, args.kept().as_object()) {
        (Some(kind), Some(proto)) => create(ctx, kind, kind.start(), None, proto).map(Some),
        _ => Ok(None),
    }
}

/// `createHmac(algorithm, text or Uint8Array)`.
fn quick_hmac<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let (key, kept) = (args.get(1), args.kept());
    let (Some(kind), Some(proto)) = (kind_of(&args, 2)?, kept.as_object()) else {
        return Ok(None);
    };
    let keyed = match key.as_string() {
        Some(text) => bytes::with_utf8(text, |key| kind.keyed(&key))?,
        None if bytes::is_uint8_array(&key) => {
            bytes::with_bytes(&key, move |key| kind.keyed(key)).flatten()
        }
        None => None,
    };
    match keyed {
        Some(running) => create(ctx, kind, running, None, proto).map(Some),
        None => Ok(None),
    }
}

/// `update(text)` and `update(Uint8Array)`.
fn quick_update<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let (this, data) = (args.this(), args.get(0));
    let known = bytes::is_uint8_array(&data) || (data.is_string() && !args.has(1));
    match class::get::<Hasher>(&this) {
        Some(hasher) if known && !hasher.finalized.get() => hasher.update(ctx, &data)?,
        _ => return Ok(None),
    }
    Ok(Some(this))
}

/// `digest(encoding)`.
fn quick_digest<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let encoding = match args.get(0).as_string() {
        Some(name) => bytes::with_wtf8(name, Encoding::named)?,
        None => None,
    };
    // UTF-16 is no encoding to show bytes in: its text is not made here.
    let Some(encoding) = encoding.filter(|&encoding| encoding != Encoding::Utf16Le) else {
        return Ok(None);
    };
    match class::get::<Hasher>(&args.this()) {
        Some(hasher) if !hasher.finalized.replace(true) => {
            let digest = hasher.finish(ctx)?;
            class::call::string(ctx, &codecs::decode(&digest, encoding)).map(Some)
        }
        _ => Ok(None),
    }
}
