//! The native of encryption with RSA keys.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use super::digests::Kind;
use super::fault::{Fault, Outcome, common};
use super::keys::{self, Key, Private, Public};
use super::rsa_padding;
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("rsa", Function::new(ctx.clone(), rsa)?)
}

/// How data are padded. `digest`: of OAEP.
struct Scheme {
    padding: i32,
    digest: Kind,
    label: Vec<u8>,
}

/// What a key of type rsa-pss is not for.
fn only_signatures() -> Fault {
    Fault::openssl(
        "1C8000B2",
        "Provider routines",
        "operation not supported for this keytype",
        "ERR_OSSL_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE",
    )
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
    let scheme = Scheme {
        padding,
        // One that does not exist has no HMAC either, and is refused where it is used.
        digest: Kind::named(&digest).unwrap_or(Kind::Md5Sha1),
        label: label.map(|label| label.0).unwrap_or_default(),
    };
    let outcome = match operation.as_str() {
        "publicEncrypt" | "publicDecrypt" => {
            scheme.public(operation == "publicEncrypt", &key.public(), &data.0)
        }
        _ => scheme.private(operation == "privateDecrypt", &key, &data.0),
    };
    outcome.map(Bytes).map_err(|fault| fault.throw(&ctx))
}

impl Scheme {
    fn public(self, encrypt: bool, key: &Public, data: &[u8]) -> Outcome<Vec<u8>> {
        match key {
            Public::Rsa(key) if encrypt => {
                rsa_padding::public_encrypt(key, self.padding, self.digest, self.label, data)
            }
            Public::Rsa(key) => rsa_padding::public_decrypt(key, self.padding, data),
            Public::RsaPss(..) => Err(only_signatures()),
            _ => Err(common::not_for_this_key()),
        }
    }

    fn private(self, decrypt: bool, key: &Key, data: &[u8]) -> Outcome<Vec<u8>> {
        match key.private() {
            Some(Private::Rsa(key)) if decrypt => {
                rsa_padding::private_decrypt(key, self.padding, self.digest, self.label, data)
            }
            Some(Private::Rsa(key)) => rsa_padding::private_encrypt(key, self.padding, data),
            Some(Private::RsaPss(..)) if decrypt => Err(only_signatures()),
            Some(Private::RsaPss(..)) => Err(rsa_padding::illegal_padding()),
            _ => Err(common::not_for_this_key()),
        }
    }
}
