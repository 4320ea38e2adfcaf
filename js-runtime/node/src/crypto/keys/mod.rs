//! Asymmetric keys. [`key`] is what they are, [`parse`] and [`write`] (over [`pem`]) how they are read and written; here is
//! what JavaScript calls, and how keys are made.

mod key;
mod parse;
mod pem;
mod write;

use std::ffi::CStr;
use std::sync::Arc;

use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::errors;
use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, Value};
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use rsa::{BoxedUint, RsaPrivateKey};

use super::curves::{ALL, Curve};
use super::fault::{Fault, Outcome, common};
use super::job;
use crate::fs::{Bytes, Data};
pub(super) use key::{Key, Private, Public};
use parse::Encoding;

/// A key behind a JavaScript object.
struct Handle(Arc<Key>);

impl Native for Handle {
    const ID: ClassId = ClassId::new(202);
    const NAME: &'static CStr = c"KeyObjectHandle";
}

/// A key on its way to JavaScript.
pub(super) struct Made(Key);

impl<'js> IntoJs<'js> for Made {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let proto = Object::new(ctx.clone())?;
        class::create(ctx, &proto, Handle(Arc::new(self.0))).map(Object::into_value)
    }
}

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    class::register::<Handle>(ctx);
    let curves: Vec<&str> = ALL.into_iter().map(Curve::name).collect();
    natives.set("curves", curves)?;
    natives.set("isKey", Function::new(ctx.clone(), is_key)?)?;
    natives.set("parseKey", Function::new(ctx.clone(), parse_key)?)?;
    natives.set("keyFromParts", Function::new(ctx.clone(), key_from_parts)?)?;
    natives.set("keyParts", Function::new(ctx.clone(), key_parts)?)?;
    natives.set("keyInfo", Function::new(ctx.clone(), key_info)?)?;
    natives.set("publicKeyOf", Function::new(ctx.clone(), public_key_of)?)?;
    natives.set("exportKey", Function::new(ctx.clone(), export_key)?)?;
    natives.set("sameKey", Function::new(ctx.clone(), same_key)?)?;
    natives.set("generateKey", Function::new(ctx.clone(), generate_key)?)?;
    Ok(())
}

/// The key behind a handle.
pub(super) fn of(ctx: &Ctx<'_>, handle: &Value<'_>) -> Result<Arc<Key>> {
    class::get::<Handle>(handle)
        .map(|handle| Arc::clone(&handle.0))
        .ok_or_else(|| errors::throw_kind(ctx, "TypeError", "not a key", None))
}

/// The public key of a certificate in DER.
pub(super) fn of_certificate(der: &[u8]) -> Outcome<Made> {
    parse::of_certificate(der).map(|key| Made(Key::Public(key)))
}

/// The DER of the first certificate in PEM.
pub(super) fn pem_certificate(text: &[u8]) -> Option<Vec<u8>> {
    let block = pem::first(text, None)?.ok()?;
    block.label.ends_with("CERTIFICATE").then_some(block.der)
}

fn is_key(value: Value<'_>) -> bool {
    class::get::<Handle>(&value).is_some()
}

fn fallible<R>(ctx: &Ctx<'_>, outcome: Outcome<R>) -> Result<R> {
    outcome.map_err(|fault| fault.throw(ctx))
}

/// `encoding`: of DER, undefined for PEM. `is_public`: what the caller wants; a private key will do for a public one.
fn parse_key(
    ctx: Ctx<'_>,
    data: Data,
    encoding: Option<String>,
    is_public: bool,
    passphrase: Option<Data>,
) -> Result<Made> {
    let passphrase = passphrase.as_ref().map(|data| data.0.as_slice());
    let parsed = match encoding.as_deref().and_then(Encoding::named) {
        Some(encoding) => parse::from_der(&data.0, encoding, is_public, passphrase),
        None => parse::from_pem(&data.0, passphrase),
    };
    let wanted = parsed.and_then(|key| match (is_public, key) {
        (true, key) => Ok(Key::Public(key.public())),
        (false, Key::Public(_)) => Err(common::undecodable()),
        (false, key) => Ok(key),
    });
    fallible(&ctx, wanted).map(Made)
}

/// A key of the parts of a JWK; undefined when they make none. `kind`: `rsa`, a curve's name, `ed25519`, `x25519`. `parts`: n, e, d, p,
/// q of RSA; point and secret of a curve; public and private bytes of the others; without the secret ones for a public key.
fn key_from_parts(kind: String, parts: Vec<Data>) -> Option<Made> {
    let part = |index: usize| parts.get(index).map(|data| data.0.as_slice());
    let raw = |index: usize| part(index)?.try_into().ok();
    Some(Made(match kind.as_str() {
        "rsa" if parts.len() > 2 => Key::Private(Private::Rsa(parse::rsa_private_of(
            part(0)?,
            part(1)?,
            part(2)?,
            part(3)?,
            part(4)?,
        )?)),
        "rsa" => Key::Public(Public::Rsa(parse::rsa_public_of(part(0)?, part(1)?)?)),
        "ed25519" if parts.len() > 1 => Key::Private(Private::Ed25519(raw(1)?)),
        "ed25519" => Key::Public(Public::Ed25519(raw(0)?)),
        "x25519" if parts.len() > 1 => Key::Private(Private::X25519(raw(1)?)),
        "x25519" => Key::Public(Public::X25519(raw(0)?)),
        name => {
            let curve = Curve::named(name)?;
            let point = curve.point(part(0)?, false)?;
            match part(1) {
                None => Key::Public(Public::Ec(curve, point)),
                Some(secret) => Key::Private(Private::ec(curve, secret)?),
            }
        }
    }))
}

fn trimmed(number: &BoxedUint) -> Vec<u8> {
    number.to_be_bytes_trimmed_vartime().to_vec()
}

/// The parts of a JWK, in its order: n, e, d, p, q, dp, dq, qi of RSA; x, y, d of a curve; x, d of the others.
fn key_parts<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<Vec<Bytes>> {
    let key = of(&ctx, &handle)?;
    let mut parts = match key.public() {
        Public::Rsa(key) | Public::RsaPss(key) => vec![trimmed(key.n().as_ref()), trimmed(key.e())],
        Public::Ec(curve, point) => {
            let (x, y) = point[1..].split_at(curve.size());
            vec![x.to_vec(), y.to_vec()]
        }
        Public::Ed25519(bytes) | Public::X25519(bytes) => vec![bytes.to_vec()],
    };
    match key.private() {
        None => {}
        Some(Private::Rsa(key) | Private::RsaPss(key)) => {
            parts.push(trimmed(key.d()));
            parts.extend(key.primes().iter().map(|prime| trimmed(prime.as_ref())));
            parts.extend(key.dp().map(trimmed));
            parts.extend(key.dq().map(trimmed));
            parts.extend(key.crt_coefficient().as_ref().map(trimmed));
        }
        Some(Private::Ec(_, secret, _)) => parts.push(secret.clone()),
        Some(Private::Ed25519(secret) | Private::X25519(secret)) => parts.push(secret.to_vec()),
    }
    Ok(parts.into_iter().map(Bytes).collect())
}

/// `{ isPrivate, kind, modulusLength?, publicExponent? (bytes), namedCurve? }`.
fn key_info<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<Object<'js>> {
    let key = of(&ctx, &handle)?;
    let info = Object::new(ctx)?;
    info.set("isPrivate", key.private().is_some())?;
    info.set("kind", key.kind())?;
    match key.public() {
        Public::Rsa(key) | Public::RsaPss(key) => {
            info.set("modulusLength", key.n().as_ref().bits_vartime())?;
            info.set("publicExponent", Bytes(trimmed(key.e())))?;
        }
        Public::Ec(curve, _) => info.set("namedCurve", curve.name())?,
        Public::Ed25519(_) | Public::X25519(_) => {}
    }
    Ok(info)
}

fn public_key_of<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<Made> {
    Ok(Made(Key::Public(of(&ctx, &handle)?.public())))
}

/// The DER as bytes, or the PEM as text. `cipher` and `passphrase`: both or none.
fn export_key<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    as_pem: bool,
    encoding: String,
    cipher: Option<String>,
    passphrase: Option<Data>,
) -> Result<Value<'js>> {
    let key = of(&ctx, &handle)?;
    let encoding = Encoding::named(&encoding).unwrap_or(Encoding::Pkcs8);
    let encryption = cipher
        .as_deref()
        .zip(passphrase.as_ref().map(|data| data.0.as_slice()));
    if as_pem {
        fallible(&ctx, write::to_pem(&key, encoding, encryption))?.into_js(&ctx)
    } else {
        Bytes(fallible(&ctx, write::to_der(&key, encoding, encryption))?).into_js(&ctx)
    }
}

fn same_key<'js>(ctx: Ctx<'js>, a: Value<'js>, b: Value<'js>) -> Result<bool> {
    let (a, b) = (of(&ctx, &a)?, of(&ctx, &b)?);
    Ok(a.private().is_some() == b.private().is_some() && a.public() == b.public())
}

/// A pair on its way to JavaScript: `[public, private]`.
struct Pair(Private);

impl<'js> IntoJs<'js> for Pair {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let both = Array::new(ctx.clone())?;
        both.set(0, Made(Key::Public(self.0.public())))?;
        both.set(1, Made(Key::Private(self.0)))?;
        Ok(both.into_value())
    }
}

/// `kind`: `rsa`, `rsa-pss`, a curve's name, `ed25519`, `x25519`. `bits` and `exponent`: of RSA. Undefined for an unknown kind.
fn generate_key<'js>(
    ctx: Ctx<'js>,
    kind: String,
    bits: usize,
    exponent: u32,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    job::run(&ctx, callback, move || {
        generate(&kind, bits, exponent).map(Pair)
    })
}

fn generate(kind: &str, bits: usize, exponent: u32) -> Outcome<Private> {
    let raw = || {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(common::no_random)?;
        Ok(secret)
    };
    Ok(match kind {
        "rsa" => Private::Rsa(Box::new(generate_rsa(bits, exponent)?)),
        "rsa-pss" => Private::RsaPss(Box::new(generate_rsa(bits, exponent)?)),
        "ed25519" => Private::Ed25519(raw()?),
        "x25519" => Private::X25519(raw()?),
        name => {
            let curve = Curve::named(name).ok_or_else(|| {
                Fault::type_error("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
            })?;
            Private::ec(curve, &curve.generate()?).ok_or_else(common::undecodable)?
        }
    })
}

fn generate_rsa(bits: usize, exponent: u32) -> Outcome<RsaPrivateKey> {
    if bits < 512 {
        return Err(Fault::openssl(
            "02000078",
            "rsa routines",
            "key size too small",
            "ERR_OSSL_RSA_KEY_SIZE_TOO_SMALL",
        ));
    }
    if exponent < 3 || exponent.is_multiple_of(2) {
        return Err(Fault::openssl(
            "020000B2",
            "rsa routines",
            "pub exponent out of range",
            "ERR_OSSL_RSA_PUB_EXPONENT_OUT_OF_RANGE",
        ));
    }
    let exponent = BoxedUint::from(u64::from(exponent));
    RsaPrivateKey::new_with_exp_unchecked(&mut super::system_random(), bits, exponent).map_err(
        |error| {
            Fault::error(
                "ERR_CRYPTO_OPERATION_FAILED",
                format!("no RSA key can be made: {error}"),
            )
        },
    )
}
