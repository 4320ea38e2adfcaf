//! Signed public keys and challenges (SPKAC): what HTML's `keygen` sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use der::asn1::{BitStringRef, Ia5StringRef};
use der::{Decode as _, Encode as _, Sequence};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use super::keys::{self, Made};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("parseSpkac", Function::new(ctx.clone(), parse)?)
}

/// SignedPublicKeyAndChallenge.
#[derive(Sequence)]
struct Signed<'a> {
    signed: PublicKeyAndChallenge<'a>,
    algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
}

#[derive(Sequence)]
struct PublicKeyAndChallenge<'a> {
    key: SubjectPublicKeyInfoRef<'a>,
    challenge: Ia5StringRef<'a>,
}

/// `{ tbs, publicKey, challenge, signatureAlgorithm (dotted), signature }` of base64 text; undefined for what is none.
fn parse<'js>(ctx: Ctx<'js>, text: Data) -> Result<Option<Object<'js>>> {
    let Some(facts) = read(&text.0) else {
        return Ok(None);
    };
    let object = Object::new(ctx)?;
    object.set("tbs", Bytes(facts.tbs))?;
    object.set("publicKey", facts.key)?;
    object.set("challenge", Bytes(facts.challenge))?;
    object.set("signatureAlgorithm", facts.algorithm)?;
    object.set("signature", Bytes(facts.signature))?;
    Ok(Some(object))
}

struct Facts {
    tbs: Vec<u8>,
    key: Made,
    challenge: Vec<u8>,
    algorithm: String,
    signature: Vec<u8>,
}

fn read(text: &[u8]) -> Option<Facts> {
    let der = STANDARD.decode(text.trim_ascii_end()).ok()?;
    let read = Signed::from_der(&der).ok()?;
    Some(Facts {
        tbs: read.signed.to_der().ok()?,
        key: keys::of_spki(&read.signed.key.to_der().ok()?).ok()?,
        challenge: read.signed.challenge.as_bytes().to_vec(),
        algorithm: read.algorithm.oid.to_string(),
        signature: read.signature.as_bytes()?.to_vec(),
    })
}
