//! Natives that make keys. Each takes a callback as its last argument: with one the key is made on another thread.

use ::rsa::{BoxedUint, RsaPrivateKey};
use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, Value};

use super::Made;
use super::key::{EcGroup, Key, Private};
use crate::crypto::cfrg::Cfrg;
use crate::crypto::curves::Curve;
use crate::crypto::dh::Group;
use crate::crypto::digests::Kind;
use crate::crypto::fault::{Fault, Outcome, common};
use crate::crypto::{dsa, job, numbers, pss};
use crate::fs::Data;

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("generateRsa", Function::new(ctx.clone(), rsa)?)?;
    natives.set("generateRsaPss", Function::new(ctx.clone(), rsa_pss)?)?;
    natives.set("generateDsa", Function::new(ctx.clone(), generate_dsa)?)?;
    natives.set("generateDh", Function::new(ctx.clone(), dh)?)?;
    natives.set("generateEc", Function::new(ctx.clone(), ec)?)?;
    natives.set("generateCfrg", Function::new(ctx.clone(), cfrg)?)?;
    Ok(())
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

fn rsa<'js>(
    ctx: Ctx<'js>,
    bits: usize,
    exponent: u32,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    job::run(&ctx, callback, move || {
        Ok(Pair(Private::Rsa(new_rsa(bits, exponent)?)))
    })
}

/// `parameters`: `{ digest, mask, salt }` or undefined.
fn rsa_pss<'js>(
    ctx: Ctx<'js>,
    bits: usize,
    exponent: u32,
    parameters: Option<Object<'js>>,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let parameters = match parameters {
        None => None,
        Some(given) => Some(pss::Parameters {
            digest: nameable(&ctx, "digest", &given.get::<_, String>("digest")?)?,
            mask: nameable(&ctx, "MGF1 digest", &given.get::<_, String>("mask")?)?,
            salt: given.get("salt")?,
        }),
    };
    job::run(&ctx, callback, move || {
        Ok(Pair(Private::RsaPss(new_rsa(bits, exponent)?, parameters)))
    })
}

/// A digest that the parameters of a key can name.
fn nameable(ctx: &Ctx<'_>, role: &str, name: &str) -> Result<Kind> {
    Kind::named(name)
        .filter(|kind| !kind.name().is_empty())
        .ok_or_else(|| {
            let message = format!("Invalid {role}: {name}");
            Fault::type_error("ERR_CRYPTO_INVALID_DIGEST", message).throw(ctx)
        })
}

fn new_rsa(bits: usize, exponent: u32) -> Outcome<Box<RsaPrivateKey>> {
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
    let random = &mut crate::crypto::system_random();
    RsaPrivateKey::new_with_exp_unchecked(random, bits, exponent)
        .map(Box::new)
        .map_err(|error| {
            Fault::error(
                "ERR_CRYPTO_OPERATION_FAILED",
                format!("no RSA key can be made: {error}"),
            )
        })
}

/// `divisor`: bits of q, or 0 for the usual ones.
fn generate_dsa<'js>(
    ctx: Ctx<'js>,
    bits: u32,
    divisor: u32,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    job::run(&ctx, callback, move || {
        Ok(Pair(Private::Dsa(Box::new(dsa::generate(bits, divisor)?))))
    })
}

/// `bits`: of a new prime, when none is given.
fn dh<'js>(
    ctx: Ctx<'js>,
    prime: Option<Data>,
    bits: u32,
    generator: u32,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    job::run(&ctx, callback, move || {
        let prime = match prime {
            Some(prime) => prime.0,
            None => numbers::bytes_of(&crate::crypto::dh::new_prime(bits)?),
        };
        let group = Group::new(&prime, &generator.to_be_bytes());
        let secret = group.generate()?;
        Private::dh(group, &secret).map(Pair).ok_or_else(|| {
            Fault::plain("error:0180006C:bignum routines::no inverse")
                .under(&["error:02880003:Diffie-Hellman routines::BN lib"])
        })
    })
}

fn ec<'js>(
    ctx: Ctx<'js>,
    curve: String,
    explicit: bool,
    callback: Option<Function<'js>>,
) -> Result<Value<'js>> {
    let curve = Curve::of(&ctx, &curve)?;
    job::run(&ctx, callback, move || {
        let secret = curve.generate()?;
        Private::ec(EcGroup { curve, explicit }, &secret)
            .map(Pair)
            .ok_or_else(common::undecodable)
    })
}

fn cfrg<'js>(ctx: Ctx<'js>, name: String, callback: Option<Function<'js>>) -> Result<Value<'js>> {
    job::run(&ctx, callback, move || {
        let curve = Cfrg::named(&name).ok_or_else(common::not_for_this_key)?;
        let mut secret = vec![0; curve.size()];
        getrandom::fill(&mut secret).map_err(common::no_random)?;
        Private::cfrg(curve, &secret)
            .map(Pair)
            .ok_or_else(common::undecodable)
    })
}
