//! Failures of cryptographic operations as Node shows them: a class, a message, a code, and what OpenSSL would have said.

use coddle_engine::errors;
use coddle_engine::rquickjs::{Ctx, Error, IntoJs, Result, Value};

/// The result of an operation.
pub(super) type Outcome<R> = std::result::Result<R, Fault>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// `Error`, `TypeError` or `RangeError`.
    class: &'static str,
    message: String,
    code: Option<&'static str>,
    /// OpenSSL's library and reason.
    openssl: Option<(&'static str, &'static str)>,
    /// `opensslErrorStack`: what OpenSSL reports on top of it; often nothing.
    stack: &'static [&'static str],
}

impl Fault {
    /// An `Error` with a message alone.
    pub(super) fn plain(message: impl Into<String>) -> Fault {
        Fault {
            class: "Error",
            message: message.into(),
            code: None,
            openssl: None,
            stack: &[],
        }
    }

    /// With `opensslErrorStack`.
    pub(super) fn under(self, stack: &'static [&'static str]) -> Fault {
        Fault { stack, ..self }
    }

    pub(super) fn error(code: &'static str, message: impl Into<String>) -> Fault {
        Fault {
            code: Some(code),
            ..Fault::plain(message)
        }
    }

    pub(super) fn type_error(code: &'static str, message: impl Into<String>) -> Fault {
        Fault {
            class: "TypeError",
            ..Fault::error(code, message)
        }
    }

    pub(super) fn range_error(code: &'static str, message: impl Into<String>) -> Fault {
        Fault {
            class: "RangeError",
            ..Fault::error(code, message)
        }
    }

    /// What OpenSSL 3 reports as `error:NUMBER:LIBRARY::REASON`. `code`: `ERR_OSSL_...`.
    pub(super) fn openssl(
        number: &str,
        library: &'static str,
        reason: &'static str,
        code: &'static str,
    ) -> Fault {
        Fault {
            openssl: Some((library, reason)),
            ..Fault::error(code, format!("error:{number}:{library}::{reason}"))
        }
    }

    pub(super) fn throw(&self, ctx: &Ctx<'_>) -> Error {
        match self.value(ctx) {
            Ok(value) => ctx.throw(value),
            Err(error) => error,
        }
    }

    fn value<'js>(&self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let error = errors::new_error(ctx, self.class, &self.message)?;
        if !self.stack.is_empty() {
            error.set("opensslErrorStack", self.stack.to_vec())?;
        }
        if let Some((library, reason)) = self.openssl {
            error.set("library", library)?;
            error.set("reason", reason)?;
        }
        if let Some(code) = self.code {
            error.set("code", code)?;
        }
        Ok(error.into_value())
    }
}

/// An operation's result for a callback: the value, or the error as a value.
pub(super) struct Answer<R>(pub(super) Outcome<R>);

impl<'js, R: IntoJs<'js>> IntoJs<'js> for Answer<R> {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self.0 {
            Ok(value) => value.into_js(ctx),
            Err(fault) => fault.value(ctx),
        }
    }
}

/// Faults that several operations share.
pub(super) mod common {
    use super::Fault;

    /// Data that is no key in any known encoding.
    pub(in crate::crypto) fn undecodable() -> Fault {
        Fault::openssl(
            "1E08010C",
            "DECODER routines",
            "unsupported",
            "ERR_OSSL_UNSUPPORTED",
        )
    }

    /// DER that holds no key of the kind that it says.
    pub(in crate::crypto) fn malformed() -> Fault {
        Fault::openssl(
            "0680008E",
            "asn1 encoding routines",
            "not enough data",
            "ERR_OSSL_ASN1_NOT_ENOUGH_DATA",
        )
    }

    pub(in crate::crypto) fn unwritable(error: impl std::fmt::Display) -> Fault {
        Fault::error(
            "ERR_CRYPTO_OPERATION_FAILED",
            format!("the key cannot be encoded: {error}"),
        )
    }

    pub(in crate::crypto) fn bad_decrypt() -> Fault {
        Fault::openssl(
            "1C800064",
            "Provider routines",
            "bad decrypt",
            "ERR_OSSL_BAD_DECRYPT",
        )
    }

    /// An encrypted key without a passphrase.
    pub(in crate::crypto) fn no_passphrase() -> Fault {
        Fault::openssl(
            "07880109",
            "common libcrypto routines",
            "interrupted or cancelled",
            "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED",
        )
    }

    pub(in crate::crypto) fn not_for_this_key() -> Fault {
        Fault::openssl(
            "03000096",
            "digital envelope routines",
            "operation not supported for this keytype",
            "ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE",
        )
    }

    pub(in crate::crypto) fn no_random(error: getrandom::Error) -> Fault {
        Fault::error(
            "ERR_CRYPTO_OPERATION_FAILED",
            format!("the system has no random bytes: {error}"),
        )
    }
}
