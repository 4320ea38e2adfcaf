//! Asymmetric keys.

use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::crypto::cfrg::Cfrg;
use crate::crypto::curves::Curve;
use crate::crypto::dh::Group;
use crate::crypto::pss;

/// An elliptic curve, and how a key names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EcGroup {
    pub(crate) curve: Curve,
    /// By its numbers (`paramEncoding: 'explicit'`) instead of by its identifier.
    pub(crate) explicit: bool,
}

/// However it is named.
impl PartialEq for EcGroup {
    fn eq(&self, other: &Self) -> bool {
        self.curve == other.curve
    }
}

/// A public key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Public {
    Rsa(RsaPublicKey),
    /// For PSS signatures alone; with parameters, for those that keep to them.
    RsaPss(RsaPublicKey, Option<pss::Parameters>),
    Dsa(dsa::VerifyingKey),
    /// A group and a number of it.
    Dh(Group, Vec<u8>),
    /// A curve and an uncompressed point on it.
    Ec(EcGroup, Vec<u8>),
    Cfrg(Cfrg, Vec<u8>),
}

/// A private key.
#[derive(Clone)]
pub(crate) enum Private {
    Rsa(Box<RsaPrivateKey>),
    RsaPss(Box<RsaPrivateKey>, Option<pss::Parameters>),
    Dsa(Box<dsa::SigningKey>),
    /// A group, a secret exponent, and its power.
    Dh(Group, Vec<u8>, Vec<u8>),
    /// A curve, a secret at full length, and its point.
    Ec(EcGroup, Vec<u8>, Vec<u8>),
    /// A curve, a secret, and its public key.
    Cfrg(Cfrg, Vec<u8>, Vec<u8>),
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
            Private::RsaPss(key, parameters) => {
                Public::RsaPss(key.to_public_key(), parameters.clone())
            }
            Private::Dsa(key) => Public::Dsa(key.verifying_key().clone()),
            Private::Dh(group, _, public) => Public::Dh(group.clone(), public.clone()),
            Private::Ec(group, _, point) => Public::Ec(*group, point.clone()),
            Private::Cfrg(curve, _, public) => Public::Cfrg(*curve, public.clone()),
        }
    }

    /// A key of a curve. None for a secret out of range.
    pub(crate) fn ec(group: EcGroup, secret: &[u8]) -> Option<Private> {
        let secret = group.curve.pad(secret)?;
        let point = group.curve.public_of(&secret)?;
        Some(Private::Ec(group, secret, point))
    }

    /// None for a secret of another length.
    pub(crate) fn cfrg(curve: Cfrg, secret: &[u8]) -> Option<Private> {
        let public = curve.public_of(secret)?;
        Some(Private::Cfrg(curve, secret.to_vec(), public))
    }

    /// None for a group that is none.
    pub(crate) fn dh(group: Group, secret: &[u8]) -> Option<Private> {
        let public = group.public_of(secret)?;
        Some(Private::Dh(group, secret.to_vec(), public))
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
        match self {
            Key::Public(Public::Rsa(_)) | Key::Private(Private::Rsa(_)) => "rsa",
            Key::Public(Public::RsaPss(..)) | Key::Private(Private::RsaPss(..)) => "rsa-pss",
            Key::Public(Public::Dsa(_)) | Key::Private(Private::Dsa(_)) => "dsa",
            Key::Public(Public::Dh(..)) | Key::Private(Private::Dh(..)) => "dh",
            Key::Public(Public::Ec(..)) | Key::Private(Private::Ec(..)) => "ec",
            Key::Public(Public::Cfrg(curve, _)) | Key::Private(Private::Cfrg(curve, ..)) => {
                curve.name()
            }
        }
    }
}
