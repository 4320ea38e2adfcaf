//! Natives of signatures.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use super::digests::Kind;
use super::fault::{Fault, Outcome, common};
use super::keys::{self, Key, Private, Public};
use super::{dsa, job, pss, rsa_padding};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("sign", Function::new(ctx.clone(), sign)?)?;
    natives.set("verify", Function::new(ctx.clone(), verify)?)?;
    Ok(())
}

/// How a signature is made.
#[derive(Clone, Copy)]
struct Scheme {
    /// None for the keys that have their own, or for the key's usual one.
    digest: Option<Kind>,
    /// Of RSA; none for the key's usual one.
    padding: Option<i32>,
    /// Bytes of PSS's salt as Node takes them: -1 as long as the digest, -2 the longest, or whatever is there. None for the key's usual one.
    salt: Option<i32>,
    /// Whether the two numbers of ECDSA and DSA are in DER.
    der: bool,
    /// The data is the digest already.
    hashed: bool,
}

/// `scheme`: [padding, saltLength, der, hashed], each undefined for the usual one.
fn scheme_of(ctx: &Ctx<'_>, digest: Option<String>, scheme: &[Option<i32>]) -> Result<Scheme> {
    let part = |index: usize| scheme.get(index).copied().flatten();
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
        der: part(2) != Some(0),
        hashed: part(3).is_some_and(|flag| flag != 0),
    })
}

/// What an RSA signature is padded with.
enum Padding {
    Pkcs1,
    Pss(pss::Scheme),
}

impl Scheme {
    /// The digest to sign, made by `kind`.
    fn hash(&self, kind: Kind, data: &[u8]) -> Vec<u8> {
        match self.hashed {
            true => data.to_vec(),
            false => kind.of(data),
        }
    }

    fn kind(&self) -> Kind {
        self.digest.unwrap_or(Kind::Sha256)
    }

    /// `parameters`: of a key of type rsa-pss.
    fn rsa(&self, is_pss: bool, parameters: Option<&pss::Parameters>) -> Outcome<(Kind, Padding)> {
        let usual = if is_pss {
            rsa_padding::PSS
        } else {
            rsa_padding::PKCS1
        };
        let digest = match (self.digest, parameters) {
            (None, Some(parameters)) => parameters.digest,
            _ => self.kind(),
        };
        let padding = match self.padding.unwrap_or(usual) {
            rsa_padding::PKCS1 if !is_pss => Padding::Pkcs1,
            rsa_padding::PSS => {
                let usual = parameters.map_or(pss::SALT_AUTO, pss::Parameters::usual_salt);
                let scheme = pss::Scheme {
                    digest,
                    mask: parameters.map_or(digest, |parameters| parameters.mask),
                    salt: self.salt.unwrap_or(usual),
                };
                scheme.check()?;
                if let Some(parameters) = parameters {
                    // In OpenSSL's order, which differs with the way of hashing.
                    if self.hashed {
                        parameters.check_salt(scheme.salt)?;
                    }
                    parameters.check_digest(digest)?;
                    parameters.check_salt(scheme.salt)?;
                }
                Padding::Pss(scheme)
            }
            rsa_padding::NONE => {
                return Err(Fault::openssl(
                    "1C8000A8",
                    "Provider routines",
                    "invalid padding mode",
                    "ERR_OSSL_INVALID_PADDING_MODE",
                ));
            }
            _ => return Err(rsa_padding::illegal_padding()),
        };
        match digest.signs_with_rsa() {
            true => Ok((digest, padding)),
            false => Err(pss::digest_not_allowed()),
        }
    }

    /// Ed25519 and Ed448 hash by themselves, and take the whole message.
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
        let (key, parameters) = match private {
            Private::Rsa(key) => (key, None),
            Private::RsaPss(key, parameters) => (key, Some(parameters.as_ref())),
            Private::Ec(group, secret, _) => {
                let hashed = self.hash(self.kind(), data);
                return group.curve.sign(secret, &hashed, self.der);
            }
            Private::Dsa(key) => return dsa::sign(key, &self.hash(self.kind(), data), self.der),
            Private::Cfrg(curve, secret, _) if curve.signs() => {
                self.check_edwards()?;
                return curve
                    .sign(secret, data)
                    .ok_or_else(common::not_for_this_key);
            }
            Private::Cfrg(..) | Private::Dh(..) => return Err(common::not_for_this_key()),
        };
        let (digest, padding) = self.rsa(parameters.is_some(), parameters.flatten())?;
        let hashed = self.hash(digest, data);
        match padding {
            Padding::Pkcs1 => rsa_padding::sign(key, digest, &hashed),
            Padding::Pss(scheme) => scheme.sign(key, &hashed),
        }
    }

    /// Of a digest that was made before, Node tells not why a signature does not hold.
    fn verify(&self, key: &Key, data: &[u8], signature: &[u8]) -> Outcome<bool> {
        let public = key.public();
        let has_own_hash = matches!(public, Public::Cfrg(curve, _) if curve.signs());
        match self.check(&public, data, signature) {
            Err(_) if self.hashed && !has_own_hash => Ok(false),
            outcome => outcome,
        }
    }

    fn check(&self, public: &Public, data: &[u8], signature: &[u8]) -> Outcome<bool> {
        let (key, parameters) = match public {
            Public::Rsa(key) => (key, None),
            Public::RsaPss(key, parameters) => (key, Some(parameters.as_ref())),
            Public::Ec(group, point) => {
                let hashed = self.hash(self.kind(), data);
                return Ok(group.curve.verify(point, &hashed, signature, self.der));
            }
            Public::Dsa(key) => {
                let hashed = self.hash(self.kind(), data);
                return Ok(dsa::verify(key, &hashed, signature, self.der));
            }
            Public::Cfrg(curve, bytes) if curve.signs() => {
                self.check_edwards()?;
                return curve
                    .verify(bytes, data, signature)
                    .ok_or_else(common::not_for_this_key);
            }
            Public::Cfrg(..) | Public::Dh(..) => return Err(common::not_for_this_key()),
        };
        let (digest, padding) = self.rsa(parameters.is_some(), parameters.flatten())?;
        let hashed = self.hash(digest, data);
        match padding {
            Padding::Pkcs1 => rsa_padding::verify(key, digest, &hashed, signature),
            Padding::Pss(scheme) => Ok(scheme.verify(key, &hashed, signature)),
        }
    }
}

fn sign<'js>(
    ctx: Ctx<'js>,
    key: Value<'js>,
    digest: Option<String>,
    data: Data,
    scheme: Vec<Option<i32>>,
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
    scheme: Vec<Option<i32>>,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let key = keys::of(&ctx, &key)?;
    let scheme = scheme_of(&ctx, digest, &scheme)?;
    job::run(&ctx, callback, move || {
        scheme.verify(&key, &data.0, &signature.0)
    })
}
