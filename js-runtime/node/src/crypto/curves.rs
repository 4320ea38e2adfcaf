//! Elliptic curves by name: keys, key agreement and ECDSA.

use coddle_engine::rquickjs::{Ctx, Result};
use p256::elliptic_curve::sec1::ToSec1Point as _;

use super::fault::{Fault, Outcome, common};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    P224,
    P256,
    P384,
    P521,
    K256,
}

pub(super) const ALL: [Curve; 5] = [
    Curve::P256,
    Curve::P224,
    Curve::K256,
    Curve::P384,
    Curve::P521,
];

/// `with_curve!(curve, c => expression)`: the expression with `c` as the curve's crate.
macro_rules! with_curve {
    ($curve:expr, $c:ident => $body:expr) => {
        match $curve {
            Curve::P224 => {
                use p224 as $c;
                $body
            }
            Curve::P256 => {
                use p256 as $c;
                $body
            }
            Curve::P384 => {
                use p384 as $c;
                $body
            }
            Curve::P521 => {
                use p521 as $c;
                $body
            }
            Curve::K256 => {
                use k256 as $c;
                $body
            }
        }
    };
}

impl Curve {
    /// By OpenSSL's name or NIST's.
    pub(super) fn named(name: &str) -> Option<Curve> {
        Some(match name {
            "secp224r1" | "P-224" => Curve::P224,
            "prime256v1" | "P-256" | "secp256r1" => Curve::P256,
            "secp384r1" | "P-384" => Curve::P384,
            "secp521r1" | "P-521" => Curve::P521,
            "secp256k1" => Curve::K256,
            _ => return None,
        })
    }

    /// As [`Curve::named`], or Node's error thrown.
    pub(super) fn of(ctx: &Ctx<'_>, name: &str) -> Result<Curve> {
        Curve::named(name).ok_or_else(|| {
            Fault::type_error("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name").throw(ctx)
        })
    }

    /// OpenSSL's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Curve::P224 => "secp224r1",
            Curve::P256 => "prime256v1",
            Curve::P384 => "secp384r1",
            Curve::P521 => "secp521r1",
            Curve::K256 => "secp256k1",
        }
    }

    /// Its object identifier in dotted form.
    pub(super) fn oid(self) -> &'static str {
        match self {
            Curve::P224 => "1.3.132.0.33",
            Curve::P256 => "1.2.840.10045.3.1.7",
            Curve::P384 => "1.3.132.0.34",
            Curve::P521 => "1.3.132.0.35",
            Curve::K256 => "1.3.132.0.10",
        }
    }

    /// Bytes of a coordinate, and of a secret.
    pub(super) fn size(self) -> usize {
        match self {
            Curve::P224 => 28,
            Curve::P256 | Curve::K256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }

    /// A secret at full length: leading zeros may be missing or too many.
    pub(super) fn pad(self, secret: &[u8]) -> Option<Vec<u8>> {
        let start = secret.iter().take_while(|&&byte| byte == 0).count();
        let digits = &secret[start..];
        let missing = self.size().checked_sub(digits.len())?;
        let mut padded = vec![0; missing];
        padded.extend_from_slice(digits);
        Some(padded)
    }

    /// The public point of a secret, uncompressed. None for a secret out of range.
    pub(super) fn public_of(self, secret: &[u8]) -> Option<Vec<u8>> {
        let secret = self.pad(secret)?;
        with_curve!(self, c => {
            let key = c::SecretKey::from_slice(&secret).ok()?;
            Some(key.public_key().to_sec1_point(false).as_bytes().to_vec())
        })
    }

    /// A point in any SEC1 form, as an uncompressed one, or compressed. None for what is not on the curve.
    pub(super) fn point(self, bytes: &[u8], compress: bool) -> Option<Vec<u8>> {
        // The hybrid form says of itself what the uncompressed one leaves to see.
        let mut plain = bytes.to_vec();
        if let Some(first) = plain.first_mut()
            && matches!(*first, 6 | 7)
        {
            *first = 4;
        }
        with_curve!(self, c => {
            let key = c::PublicKey::from_sec1_bytes(&plain).ok()?;
            Some(key.to_sec1_point(compress).as_bytes().to_vec())
        })
    }

    /// A new secret.
    pub(super) fn generate(self) -> Outcome<Vec<u8>> {
        loop {
            let mut secret = vec![0; self.size()];
            getrandom::fill(&mut secret).map_err(common::no_random)?;
            if self == Curve::P521 {
                // 521 bits leave one in the first byte.
                secret[0] &= 1;
            }
            if self.public_of(&secret).is_some() {
                return Ok(secret);
            }
        }
    }

    /// ECDH: the x coordinate of the shared point.
    pub(super) fn agree(self, secret: &[u8], point: &[u8]) -> Option<Vec<u8>> {
        let secret = self.pad(secret)?;
        let point = self.point(point, false)?;
        with_curve!(self, c => {
            let secret = c::SecretKey::from_slice(&secret).ok()?;
            let public = c::PublicKey::from_sec1_bytes(&point).ok()?;
            let shared = c::ecdh::diffie_hellman(secret.to_nonzero_scalar(), public.as_affine());
            Some(shared.raw_secret_bytes().to_vec())
        })
    }

    /// A digest as the signature takes it: a short one has zeros before it.
    fn message(self, digest: &[u8]) -> Vec<u8> {
        let mut message = vec![0; self.size().saturating_sub(digest.len())];
        message.extend_from_slice(digest);
        message
    }

    /// `r` and `s` one behind the other, or in DER.
    pub(super) fn sign(self, secret: &[u8], digest: &[u8], der: bool) -> Outcome<Vec<u8>> {
        let failed = || Fault::error("ERR_CRYPTO_OPERATION_FAILED", "ECDSA cannot sign this");
        let message = self.message(digest);
        let secret = self.pad(secret).ok_or_else(failed)?;
        with_curve!(self, c => {
            use c::ecdsa::signature::hazmat::PrehashSigner as _;
            let key = c::ecdsa::SigningKey::from_slice(&secret).map_err(|_| failed())?;
            let signature: c::ecdsa::Signature = key.sign_prehash(&message).map_err(|_| failed())?;
            Ok(match der {
                true => signature.to_der().as_bytes().to_vec(),
                false => signature.to_bytes().to_vec(),
            })
        })
    }

    pub(super) fn verify(self, point: &[u8], digest: &[u8], signature: &[u8], der: bool) -> bool {
        let message = self.message(digest);
        with_curve!(self, c => {
            use c::ecdsa::signature::hazmat::PrehashVerifier as _;
            let parsed = match der {
                true => c::ecdsa::Signature::from_der(signature),
                false => c::ecdsa::Signature::from_slice(signature),
            };
            let Ok(key) = c::ecdsa::VerifyingKey::from_sec1_bytes(point) else { return false };
            // Of the two signatures that hold alike, secp256k1's crate takes only one.
            parsed.is_ok_and(|signature| key.verify_prehash(&message, &signature.normalize_s()).is_ok())
        })
    }
}
