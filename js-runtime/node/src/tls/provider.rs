//! What rustls computes with: ring.

use std::sync::{Arc, OnceLock};

use ring::signature::{
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY as SHA256_FROM_1024,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY as SHA512_FROM_1024, RsaParameters,
    UnparsedPublicKey,
};
use rustls::NamedGroup;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring as standard};
use rustls::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};

use super::words;

/// RSA keys from 1024 bits on, which OpenSSL takes at the security level that is Node's, 1: authorities of a company's own may be as
/// old as that. rustls asks for 2048.
#[derive(Debug)]
struct OldRsa {
    signature: AlgorithmIdentifier,
    parameters: &'static RsaParameters,
}

static OLD_RSA: [OldRsa; 2] = [
    OldRsa {
        signature: alg_id::RSA_PKCS1_SHA256,
        parameters: &SHA256_FROM_1024,
    },
    OldRsa {
        signature: alg_id::RSA_PKCS1_SHA512,
        parameters: &SHA512_FROM_1024,
    },
];

impl SignatureVerificationAlgorithm for OldRsa {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        UnparsedPublicKey::new(self.parameters, public_key)
            .verify(message, signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

type Algorithms = Vec<&'static dyn SignatureVerificationAlgorithm>;

/// How certificates and handshakes may be signed. In certificates [`OLD_RSA`] stands for rustls's own algorithms of the same signatures,
/// whose keys it takes as well.
pub(super) fn algorithms() -> WebPkiSupportedAlgorithms {
    static ALL: OnceLock<Algorithms> = OnceLock::new();
    let known = standard::default_provider().signature_verification_algorithms;
    let all = ALL.get_or_init(|| {
        let replaced = |one: &&'static dyn SignatureVerificationAlgorithm| {
            let signature = one.signature_alg_id();
            OLD_RSA
                .iter()
                .find(|old| old.signature == signature)
                .map_or(*one, |old| old as &dyn SignatureVerificationAlgorithm)
        };
        known.all.iter().map(replaced).collect()
    });
    WebPkiSupportedAlgorithms { all, ..known }
}

/// With all suites.
pub(super) fn whole() -> Arc<CryptoProvider> {
    static WHOLE: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    let make = || {
        Arc::new(CryptoProvider {
            signature_verification_algorithms: algorithms(),
            ..standard::default_provider()
        })
    };
    Arc::clone(WHOLE.get_or_init(make))
}

/// What OpenSSL calls the groups that rustls agrees on keys with.
pub(super) fn group_name(group: NamedGroup) -> &'static str {
    match group {
        NamedGroup::X25519 => "X25519",
        NamedGroup::secp256r1 => "prime256v1",
        NamedGroup::secp384r1 => "secp384r1",
        _ => "unknown",
    }
}

/// With the suites and the groups of these names, OpenSSL's, the preferred one first; `None`: all.
pub(super) fn limited(suites: Option<&[String]>, groups: Option<&[String]>) -> Arc<CryptoProvider> {
    let whole = whole();
    if suites.is_none() && groups.is_none() {
        return whole;
    }
    let mut limited = whole.as_ref().clone();
    if let Some(names) = suites {
        limited.cipher_suites = named(names, &whole.cipher_suites, |suite, name| {
            words::cipher(suite.suite()).0 == name
        });
    }
    if let Some(names) = groups {
        limited.kx_groups = named(names, &whole.kx_groups, |group, name| {
            group_name(group.name()) == name
        });
    }
    Arc::new(limited)
}

/// Those of `all` with one of `names`, in the order of these.
fn named<T: Copy>(names: &[String], all: &[T], is: fn(&T, &str) -> bool) -> Vec<T> {
    names
        .iter()
        .filter_map(|name| all.iter().find(|one| is(one, name)))
        .copied()
        .collect()
}
