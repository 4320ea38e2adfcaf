//! Natives of key agreement: what two keys have in common, and the points behind `ECDH`.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use super::curves::Curve;
use super::fault::{Fault, common};
use super::keys::{self, Private, Public};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
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

fn mismatch() -> Fault {
    Fault::openssl(
        "1C8000CB",
        "Provider routines",
        "mismatching domain parameters",
        "ERR_OSSL_MISMATCHING_DOMAIN_PARAMETERS",
    )
}

/// `crypto.diffieHellman`, with two keys of one kind.
fn agree<'js>(ctx: Ctx<'js>, private: Value<'js>, public: Value<'js>) -> Result<Bytes> {
    let (private, public) = (keys::of(&ctx, &private)?, keys::of(&ctx, &public)?);
    let shared = match (private.private(), public.public()) {
        (Some(Private::Ec(group, ..)), Public::Ec(other, _)) if *group != other => Err(mismatch()),
        (Some(Private::Ec(group, secret, _)), Public::Ec(_, point)) => {
            let failed = || Fault::error("ERR_CRYPTO_OPERATION_FAILED", "diffieHellman failed");
            group.curve.agree(secret, &point).ok_or_else(failed)
        }
        (Some(Private::Dh(group, ..)), Public::Dh(other, _)) if *group != other => Err(mismatch()),
        (Some(Private::Dh(group, secret, _)), Public::Dh(_, number)) => {
            group.agree(secret, &number).ok_or_else(|| {
                Fault::openssl(
                    "02800066",
                    "Diffie-Hellman routines",
                    "invalid public key",
                    "ERR_OSSL_DH_INVALID_PUBLIC_KEY",
                )
            })
        }
        (Some(Private::Cfrg(curve, secret, _)), Public::Cfrg(other, point)) if *curve == other => {
            // A point of small order tells nothing secret.
            curve.agree(secret, &point).ok_or_else(|| {
                Fault::openssl(
                    "1C8000A4",
                    "Provider routines",
                    "failed during derivation",
                    "ERR_OSSL_FAILED_DURING_DERIVATION",
                )
            })
        }
        _ => Err(common::not_for_this_key()),
    };
    shared.map(Bytes).map_err(|fault| fault.throw(&ctx))
}

/// A new secret.
fn curve_generate(ctx: Ctx<'_>, curve: String) -> Result<Bytes> {
    let secret = Curve::of(&ctx, &curve)?.generate();
    secret.map(Bytes).map_err(|fault| fault.throw(&ctx))
}

/// The public point of a secret, uncompressed; undefined for a secret out of range.
fn curve_public_of(ctx: Ctx<'_>, curve: String, secret: Data) -> Result<Option<Bytes>> {
    Ok(Curve::of(&ctx, &curve)?.public_of(&secret.0).map(Bytes))
}

/// A point in another form; undefined for what is not on the curve.
fn curve_point(ctx: Ctx<'_>, curve: String, point: Data, compress: bool) -> Result<Option<Bytes>> {
    Ok(Curve::of(&ctx, &curve)?
        .point(&point.0, compress)
        .map(Bytes))
}

/// The shared secret; undefined for a point that is not on the curve.
fn curve_agree(ctx: Ctx<'_>, curve: String, secret: Data, point: Data) -> Result<Option<Bytes>> {
    Ok(Curve::of(&ctx, &curve)?
        .agree(&secret.0, &point.0)
        .map(Bytes))
}
