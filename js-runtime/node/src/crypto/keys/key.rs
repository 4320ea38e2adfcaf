//! Asymmetric keys.

use ed25519_dalek::SigningKey;
use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::crypto::curves::Curve;

/// A public key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Public {
    Rsa(RsaPublicKey),
    /// For PSS signatures alone.
    RsaPss(RsaPublicKey),
    /// A curve and an uncompressed point on it.
    Ec(Curve, Vec<u8>),
    Ed25519([u8; 32]),
    X25519([u8; 32]),
}

/// A private key.
#[derive(Clone)]
pub(crate) enum Private {
    Rsa(Box<RsaPrivateKey>),
    RsaPss(Box<RsaPrivateKey>),
    /// A curve, a secret at full length, and its point.
    Ec(Curve, Vec<u8>, Vec<u8>),
    Ed25519([u8; 32]),
    X25519([u8; 32]),
}

/// Either.
#[derive(Clone)]
pub(crate) enum Key {
    Public(Public),
    Private(Private),
}

impl Private {
    pub(crate) fn public(&self) -> Public {
        match self {
            Private::Rsa(key) => Public::Rsa(key.to_public_key()),
            Private::RsaPss(key) => Public::RsaPss(key.to_public_key()),
            Private::Ec(curve, _, point) => Public::Ec(*curve, point.clone()),
            Private::Ed25519(seed) => {
                Public::Ed25519(SigningKey::from_bytes(seed).verifying_key().to_bytes())
            }
            Private::X25519(secret) => {
                let secret = x25519_dalek::StaticSecret::from(*secret);
                Public::X25519(x25519_dalek::PublicKey::from(&secret).to_bytes())
            }
        }
    }

    /// A key of a curve. None for a secret out of range.
    pub(crate) fn ec(curve: Curve, secret: &[u8]) -> Option<Private> {
        let secret = curve.pad(secret)?;
        let point = curve.public_of(&secret)?;
        Some(Private::Ec(curve, secret, point))
    }
}

impl Key {
    pub(crate) fn public(&self) -> Public {
        match self {
            Key::Public(public) => public.clone(),
            Key::Private(private) => private.public(),
        }
    }

    pub(crate) fn private(&self) -> Option<&Private> {
        match self {
            Key::Private(private) => Some(private),
            Key::Public(_) => None,
        }
    }

    /// `asymmetricKeyType`.
    pub(crate) fn kind(&self) -> &'static str {
        match self.public() {
            Public::Rsa(_) => "rsa",
            Public::RsaPss(_) => "rsa-pss",
            Public::Ec(..) => "ec",
            Public::Ed25519(_) => "ed25519",
            Public::X25519(_) => "x25519",
        }
    }
}
