//! The curves of RFC 7748 and RFC 8032: Ed25519 and Ed448 for signatures, X25519 and X448 for key agreement. Their keys are bytes.

use ed25519_dalek::{Signer as _, Verifier as _};

/// One of the four, each with keys of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cfrg {
    Ed25519,
    Ed448,
    X25519,
    X448,
}

pub(super) const ALL: [Cfrg; 4] = [Cfrg::Ed25519, Cfrg::Ed448, Cfrg::X25519, Cfrg::X448];

impl Cfrg {
    /// By the key type as Node writes it.
    pub(super) fn named(name: &str) -> Option<Cfrg> {
        ALL.into_iter().find(|curve| curve.name() == name)
    }

    /// `asymmetricKeyType`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Cfrg::Ed25519 => "ed25519",
            Cfrg::Ed448 => "ed448",
            Cfrg::X25519 => "x25519",
            Cfrg::X448 => "x448",
        }
    }

    /// Its object identifier (RFC 8410) in dotted form.
    pub(super) fn oid(self) -> &'static str {
        match self {
            Cfrg::X25519 => "1.3.101.110",
            Cfrg::X448 => "1.3.101.111",
            Cfrg::Ed25519 => "1.3.101.112",
            Cfrg::Ed448 => "1.3.101.113",
        }
    }

    /// Bytes of a key, public or private.
    pub(super) fn size(self) -> usize {
        match self {
            Cfrg::Ed25519 | Cfrg::X25519 => 32,
            Cfrg::Ed448 => 57,
            Cfrg::X448 => 56,
        }
    }

    /// Whether its keys sign; the others agree.
    pub(super) fn signs(self) -> bool {
        matches!(self, Cfrg::Ed25519 | Cfrg::Ed448)
    }

    /// The public key of a private one. None for one of another length.
    pub(super) fn public_of(self, secret: &[u8]) -> Option<Vec<u8>> {
        Some(match self {
            Cfrg::Ed25519 => {
                let key = ed25519_dalek::SigningKey::from_bytes(secret.try_into().ok()?);
                key.verifying_key().to_bytes().to_vec()
            }
            Cfrg::Ed448 => {
                let key = ed448_goldilocks::SigningKey::try_from(secret).ok()?;
                key.verifying_key().to_bytes().to_vec()
            }
            Cfrg::X25519 => {
                let secret: [u8; 32] = secret.try_into().ok()?;
                let secret = x25519_dalek::StaticSecret::from(secret);
                x25519_dalek::PublicKey::from(&secret).to_bytes().to_vec()
            }
            Cfrg::X448 => {
                x448::x448_unchecked(secret.try_into().ok()?, x448::X448_BASEPOINT_BYTES).to_vec()
            }
        })
    }

    /// None for a curve without signatures.
    pub(super) fn sign(self, secret: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        match self {
            Cfrg::Ed25519 => {
                let key = ed25519_dalek::SigningKey::from_bytes(secret.try_into().ok()?);
                Some(key.sign(data).to_bytes().to_vec())
            }
            Cfrg::Ed448 => {
                let key = ed448_goldilocks::SigningKey::try_from(secret).ok()?;
                Some(key.sign_raw(data).to_bytes().to_vec())
            }
            Cfrg::X25519 | Cfrg::X448 => None,
        }
    }

    /// None for a curve without signatures.
    pub(super) fn verify(self, public: &[u8], data: &[u8], signature: &[u8]) -> Option<bool> {
        let holds = match self {
            Cfrg::Ed25519 => {
                let key = public.try_into().ok();
                let key = key.and_then(|key| ed25519_dalek::VerifyingKey::from_bytes(key).ok());
                let signature = ed25519_dalek::Signature::from_slice(signature);
                key.zip(signature.ok())
                    .is_some_and(|(key, signature)| key.verify(data, &signature).is_ok())
            }
            Cfrg::Ed448 => {
                let key = public.try_into().ok();
                let key = key.and_then(|key| ed448_goldilocks::VerifyingKey::from_bytes(key).ok());
                let signature = ed448_goldilocks::Signature::try_from(signature);
                key.zip(signature.ok())
                    .is_some_and(|(key, signature)| key.verify_raw(&signature, data).is_ok())
            }
            Cfrg::X25519 | Cfrg::X448 => return None,
        };
        Some(holds)
    }

    /// What a private and another public key have in common. None for a curve without agreement, and for a point of small order,
    /// with which every key has the same in common.
    pub(super) fn agree(self, secret: &[u8], public: &[u8]) -> Option<Vec<u8>> {
        match self {
            Cfrg::X25519 => {
                let secret: [u8; 32] = secret.try_into().ok()?;
                let public: [u8; 32] = public.try_into().ok()?;
                let shared = x25519_dalek::StaticSecret::from(secret)
                    .diffie_hellman(&x25519_dalek::PublicKey::from(public));
                shared
                    .was_contributory()
                    .then(|| shared.to_bytes().to_vec())
            }
            Cfrg::X448 => {
                let shared = x448::x448(secret.try_into().ok()?, public.try_into().ok()?)?;
                shared
                    .iter()
                    .any(|&byte| byte != 0)
                    .then(|| shared.to_vec())
            }
            Cfrg::Ed25519 | Cfrg::Ed448 => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sign_or_agree() {
        for curve in ALL {
            let (mine, theirs) = (vec![7; curve.size()], vec![9; curve.size()]);
            let (my_public, their_public) = (curve.public_of(&mine), curve.public_of(&theirs));
            let (my_public, their_public) = (my_public.unwrap(), their_public.unwrap());
            assert_eq!(my_public.len(), curve.size());
            match curve.sign(&mine, b"text") {
                Some(signature) => {
                    assert_eq!(curve.verify(&my_public, b"text", &signature), Some(true));
                    assert_eq!(curve.verify(&my_public, b"Text", &signature), Some(false));
                    assert_eq!(curve.verify(&my_public, b"text", b"short"), Some(false));
                    assert_eq!(curve.agree(&mine, &their_public), None);
                }
                None => {
                    let shared = curve.agree(&mine, &their_public);
                    assert!(shared.is_some());
                    assert_eq!(shared, curve.agree(&theirs, &my_public));
                    assert_eq!(curve.agree(&mine, &vec![0; curve.size()]), None);
                }
            }
            assert_eq!(curve.public_of(&mine[1..]), None);
            assert_eq!(Cfrg::named(curve.name()), Some(curve));
        }
    }
}
