//! Natives that use asymmetric keys: signatures, RSA encryption, key agreement.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};

use super::curves::Curve;
use super::digests::Kind;
use super::fault::{Fault, Outcome, common};
use super::keys::{self, Key, Private, Public};
use super::{job, rsa_padding};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("sign", Function::new(ctx.clone(), sign)?)?;
    natives.set("verify", Function::new(ctx.clone(), verify)?)?;
    natives.set("rsa", Function::new(ctx.clone(), rsa)?)?;
    natives.set("agree", Function::new(ctx.clone(), agree)?)?;
    natives.set("curveGenerate", Function::new(ctx.clone(), curve_generate)?)?;
    natives.set(
        "curvePublicOf",
        Function::new(ctx.clone(), curve_public_of)?,
    )?;
    natives.set("curvePoint", Function::new(ctx.clone(), curve_point)?)?;
    natives.set("curveAgree", Function::new(ctx.clone(), curve_agree)?)?;
    Ok(())
}

/// How a signature is made. `digest`: none for the keys that have their own, or for the key's usual one. `hashed`: the data is
/// the digest already. `padding`: 0 for the key's usual one.
#[derive(Clone, Copy)]
struct Scheme {
    digest: Option<Kind>,
    hashed: bool,
    padding: i32,
    salt: i32,
    der: bool,
}

/// `scheme`: [padding, saltLength, der, hashed].
fn scheme_of(ctx: &Ctx<'_>, digest: Option<String>, scheme: &[i32]) -> Result<Scheme> {
    let part = |index: usize| scheme.get(index).copied().unwrap_or(0);
    let digest = match digest {
        None => None,
        Some(name) => Some(Kind::named(&name).ok_or_else(|| {
            Fault::type_error(
                "ERR_CRYPTO_INVALID_DIGEST",
                format!("Invalid digest: {name}"),
            )
            .throw(ctx)
        })?),
    };
    Ok(Scheme {
        digest,
        padding: part(0),
        salt: part(1),
        der: part(2) != 0,
        hashed: part(3) != 0,
    })
}

impl Scheme {
    /// The digest to sign.
    fn hash(&self, data: &[u8]) -> (Kind, Vec<u8>) {
        let kind = self.digest.unwrap_or(Kind::Sha256);
        match self.hashed {
            true => (kind, data.to_vec()),
            false => (kind, kind.of(data)),
        }
    }

    fn rsa_padding(&self, is_pss: bool) -> i32 {
        match (self.padding, is_pss) {
            (0, true) => rsa_padding::PSS,
            (0, false) => rsa_padding::PKCS1,
            (padding, _) => padding,
        }
    }

    /// Ed25519 hashes by itself, and takes the whole message.
    fn check_edwards(&self) -> Outcome<()> {
        if self.hashed {
            return Err(Fault::error(
                "ERR_CRYPTO_UNSUPPORTED_OPERATION",
                "Unsupported crypto operation",
            ));
        }
        match self.digest {
            None => Ok(()),
            Some(_) => Err(Fault::openssl(
                "1C80007A",
                "Provider routines",
                "invalid digest",
                "ERR_OSSL_INVALID_DIGEST",
            )),
        }
    }

    fn sign(&self, key: &Key, data: &[u8]) -> Outcome<Vec<u8>> {
        let private = key.private().ok_or_else(common::not_for_this_key)?;
        match private {
            Private::Rsa(key) | Private::RsaPss(key) => {
                let (kind, hashed) = self.hash(data);
                let padding = self.rsa_padding(matches!(private, Private::RsaPss(_)));
                rsa_padding::sign(key, padding, self.salt, kind, &hashed)
            }
            Private::Ec(curve, secret, _) => curve.sign(secret, &self.hash(data).1, self.der),
            Private::Ed25519(seed) => {
                self.check_edwards()?;
                Ok(SigningKey::from_bytes(seed).sign(data).to_bytes().to_vec())
            }
            Private::X25519(_) => Err(common::not_for_this_key()),
        }
    }

    fn verify(&self, key: &Key, data: &[u8], signature: &[u8]) -> Outcome<bool> {
        let public = key.public();
        match &public {
            Public::Rsa(key) | Public::RsaPss(key) => {
                let (kind, hashed) = self.hash(data);
                let padding = self.rsa_padding(matches!(public, Public::RsaPss(_)));
                rsa_padding::verify(key, padding, self.salt, kind, &hashed, signature)
            }
            Public::Ec(curve, point) => {
                Ok(curve.verify(point, &self.hash(data).1, signature, self.der))
            }
            Public::Ed25519(bytes) => {
                self.check_edwards()?;
                let (Ok(key), Ok(signature)) = (
                    VerifyingKey::from_bytes(bytes),
                    Signature::from_slice(signature),
                ) else {
                    return Ok(false);
                };
                Ok(key.verify(data, &signature).is_ok())
            }
            Public::X25519(_) => Err(common::not_for_this_key()),
        }
    }
}

fn sign<'js>(
    ctx: Ctx<'js>,
    key: Value<'js>,
    digest: Option<String>,
    data: Data,
    scheme: Vec<i32>,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let key = keys::of(&ctx, &key)?;
    let scheme = scheme_of(&ctx, digest, &scheme)?;
    job::run(&ctx, callback, move || {
        scheme.sign(&key, &data.0).map(Bytes)
    })
}

fn verify<'js>(
    ctx: Ctx<'js>,
    key: Value<'js>,
    digest: Option<String>,
    data: Data,
    signature: Data,
    scheme: Vec<i32>,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let key = keys::of(&ctx, &key)?;
    let scheme = scheme_of(&ctx, digest, &scheme)?;
    job::run(&ctx, callback, move || {
        scheme.verify(&key, &data.0, &signature.0)
    })
}

/// `operation`: `publicEncrypt` and the like. `digest`: of OAEP.
fn rsa<'js>(
    ctx: Ctx<'js>,
    operation: String,
    key: Value<'js>,
    padding: i32,
    digest: String,
    label: Option<Data>,
    data: Data,
) -> Result<Bytes> {
    let key = keys::of(&ctx, &key)?;
    // One that does not exist has no HMAC either, and is refused where it is used.
    let digest = Kind::named(&digest).unwrap_or(Kind::Md5Sha1);
    let label = label.map(|label| label.0).unwrap_or_default();
    let outcome = if operation.starts_with("public") {
        match key.public() {
            Public::Rsa(key) if operation == "publicEncrypt" => {
                rsa_padding::public_encrypt(&key, padding, digest, label, &data.0)
            }
            Public::Rsa(key) => rsa_padding::public_decrypt(&key, padding, &data.0),
            _ => Err(common::not_for_this_key()),
        }
    } else {
        match key.private() {
            Some(Private::Rsa(key)) if operation == "privateDecrypt" => {
                rsa_padding::private_decrypt(key, padding, digest, label, &data.0)
            }
            Some(Private::Rsa(key)) => rsa_padding::private_encrypt(key, padding, &data.0),
            _ => Err(common::not_for_this_key()),
        }
    };
    outcome.map(Bytes).map_err(|fault| fault.throw(&ctx))
}

/// `crypto.diffieHellman`: what two keys have in common.
fn agree<'js>(ctx: Ctx<'js>, private: Value<'js>, public: Value<'js>) -> Result<Bytes> {
    let (private, public) = (keys::of(&ctx, &private)?, keys::of(&ctx, &public)?);
    let failed = || Fault::error("ERR_CRYPTO_OPERATION_FAILED", "diffieHellman failed");
    let shared = match (private.private(), public.public()) {
        (Some(Private::Ec(curve, secret, _)), Public::Ec(other, point)) if *curve == other => {
            curve.agree(secret, &point).ok_or_else(failed)
        }
        (Some(Private::X25519(secret)), Public::X25519(point)) => {
            let secret = x25519_dalek::StaticSecret::from(*secret);
            let shared = secret.diffie_hellman(&x25519_dalek::PublicKey::from(point));
            // A point of small order tells nothing secret.
            match shared.was_contributory() {
                true => Ok(shared.to_bytes().to_vec()),
                false => Err(failed()),
            }
        }
        _ => Err(common::not_for_this_key()),
    };
    shared.map(Bytes).map_err(|fault| fault.throw(&ctx))
}

fn curve_of(ctx: &Ctx<'_>, name: &str) -> Result<Curve> {
    Curve::named(name).ok_or_else(|| {
        Fault::type_error("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name").throw(ctx)
    })
}

/// A new secret.
fn curve_generate(ctx: Ctx<'_>, curve: String) -> Result<Bytes> {
    let secret = curve_of(&ctx, &curve)?.generate();
    secret.map(Bytes).map_err(|fault| fault.throw(&ctx))
}

/// The public point of a secret, uncompressed; undefined for a secret out of range.
fn curve_public_of(ctx: Ctx<'_>, curve: String, secret: Data) -> Result<Option<Bytes>> {
    Ok(curve_of(&ctx, &curve)?.public_of(&secret.0).map(Bytes))
}

/// A point in another form; undefined for what is not on the curve.
fn curve_point(ctx: Ctx<'_>, curve: String, point: Data, compress: bool) -> Result<Option<Bytes>> {
    Ok(curve_of(&ctx, &curve)?.point(&point.0, compress).map(Bytes))
}

/// The shared secret; undefined for a point that is not on the curve.
fn curve_agree(ctx: Ctx<'_>, curve: String, secret: Data, point: Data) -> Result<Option<Bytes>> {
    Ok(curve_of(&ctx, &curve)?
        .agree(&secret.0, &point.0)
        .map(Bytes))
}
