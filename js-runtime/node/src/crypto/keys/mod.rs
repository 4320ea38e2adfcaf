//! Asymmetric keys. [`key`] is what they are, [`generate`] how they are made. [`parse`] reads and [`write`] writes them, each over the forms of
//! [`rsa`], [`finite_field`] and [`ec`] keys, [`encrypted`] ones and [`pem`]. Here is what JavaScript calls.

mod ec;
mod encrypted;
mod finite_field;
mod generate;
mod key;
mod parse;
mod pem;
mod rsa;
mod write;

use std::ffi::CStr;
use std::sync::Arc;

use ::rsa::BoxedUint;
use ::rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::errors;
use coddle_engine::rquickjs::{Ctx, Function, IntoJs, Object, Result, Value};

use super::cfrg::Cfrg;
use super::curves::{ALL, Curve};
use super::fault::{Outcome, common};
use crate::fs::{Bytes, Data};
pub(super) use encrypted::decrypt;
use key::EcGroup;
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
    generate::init(ctx, natives)
}

/// The key behind a handle.
pub(super) fn of(ctx: &Ctx<'_>, handle: &Value<'_>) -> Result<Arc<Key>> {
    class::get::<Handle>(handle)
        .map(|handle| Arc::clone(&handle.0))
        .ok_or_else(|| errors::throw_kind(ctx, "TypeError", "not a key", None))
}

/// The public key of an SPKI in DER.
pub(super) fn of_spki(der: &[u8]) -> Outcome<Made> {
    parse::from_der(der, Encoding::Spki, true, None).map(Made)
}

/// The public key of a certificate in DER.
pub(super) fn of_certificate(der: &[u8]) -> Outcome<Made> {
    parse::of_certificate(der).map(|key| Made(Key::Public(key)))
}

/// The DER of the first certificate in PEM.
pub(super) fn pem_certificate(text: &[u8]) -> Option<Vec<u8>> {
    let block = pem::first(text, None, |label| label.ends_with("CERTIFICATE"))?;
    Some(block.ok()?.der)
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

/// A key of the parts of a JWK; undefined when they make none. `kind`: `rsa`, a curve's name, `ed25519` and its like. `parts`: n, e, d, p,
/// q of RSA; point and secret of a curve; public and private bytes of the others; without the secret ones for a public key.
fn key_from_parts(kind: String, parts: Vec<Data>) -> Option<Made> {
    let part = |index: usize| parts.get(index).map(|data| data.0.as_slice());
    if let Some(curve) = Cfrg::named(&kind) {
        return Some(Made(match part(1) {
            None if part(0)?.len() != curve.size() => return None,
            None => Key::Public(Public::Cfrg(curve, part(0)?.to_vec())),
            Some(secret) => Key::Private(Private::cfrg(curve, secret)?),
        }));
    }
    Some(Made(match kind.as_str() {
        "rsa" if parts.len() > 2 => Key::Private(Private::Rsa(rsa::private_of(
            part(0)?,
            part(1)?,
            part(2)?,
            part(3)?,
            part(4)?,
        )?)),
        "rsa" => Key::Public(Public::Rsa(rsa::public_of(part(0)?, part(1)?)?)),
        name => {
            let group = EcGroup {
                curve: Curve::named(name)?,
                explicit: false,
            };
            let point = group.curve.point(part(0)?, false)?;
            match part(1) {
                None => Key::Public(Public::Ec(group, point)),
                Some(secret) => Key::Private(Private::ec(group, secret)?),
            }
        }
    }))
}

fn trimmed(number: &BoxedUint) -> Vec<u8> {
    number.to_be_bytes_trimmed_vartime().to_vec()
}

/// The parts of a JWK, in its order: n, e, d, p, q, dp, dq, qi of RSA; x, y, d of a curve; x, d of the others that have a JWK.
fn key_parts<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<Vec<Bytes>> {
    let key = of(&ctx, &handle)?;
    let mut parts = match key.public() {
        Public::Rsa(key) | Public::RsaPss(key, _) => {
            vec![trimmed(key.n().as_ref()), trimmed(key.e())]
        }
        Public::Ec(group, point) => {
            let (x, y) = point[1..].split_at(group.curve.size());
            vec![x.to_vec(), y.to_vec()]
        }
        Public::Cfrg(_, bytes) => vec![bytes],
        Public::Dsa(_) | Public::Dh(..) => Vec::new(),
    };
    match key.private() {
        None | Some(Private::Dsa(_) | Private::Dh(..)) => {}
        Some(Private::Rsa(key) | Private::RsaPss(key, _)) => {
            parts.push(trimmed(key.d()));
            parts.extend(key.primes().iter().map(|prime| trimmed(prime.as_ref())));
            parts.extend(key.dp().map(trimmed));
            parts.extend(key.dq().map(trimmed));
            parts.extend(key.crt_coefficient().as_ref().map(trimmed));
        }
        Some(Private::Ec(_, secret, _) | Private::Cfrg(_, secret, _)) => parts.push(secret.clone()),
    }
    Ok(parts.into_iter().map(Bytes).collect())
}

/// `{ isPrivate, kind }` and what `asymmetricKeyDetails` shows, the exponent as bytes.
fn key_info<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<Object<'js>> {
    let key = of(&ctx, &handle)?;
    let info = Object::new(ctx)?;
    info.set("isPrivate", key.private().is_some())?;
    info.set("kind", key.kind())?;
    match key.public() {
        Public::Rsa(key) | Public::RsaPss(key, _) => {
            info.set("modulusLength", key.n().as_ref().bits_vartime())?;
            info.set("publicExponent", Bytes(trimmed(key.e())))?;
        }
        Public::Dsa(key) => {
            info.set("modulusLength", key.components().p().bits_vartime())?;
            info.set("divisorLength", key.components().q().bits_vartime())?;
        }
        Public::Ec(group, _) => info.set("namedCurve", group.curve.name())?,
        Public::Dh(..) | Public::Cfrg(..) => {}
    }
    if let Public::RsaPss(_, Some(parameters)) = key.public() {
        info.set("hashAlgorithm", parameters.digest.name())?;
        info.set("mgf1HashAlgorithm", parameters.mask.name())?;
        info.set("saltLength", parameters.salt)?;
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
