//! RSA keys as PKCS #1 writes them, and the parameters of those of type rsa-pss (RFC 4055).

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode as _, Encode as _, Sequence};
use rsa::{BoxedUint, RsaPrivateKey, RsaPublicKey};
use spki::{AlgorithmIdentifier, AlgorithmIdentifierRef};

use super::parse::unreadable;
use crate::crypto::digests::Kind;
use crate::crypto::fault::{Outcome, common};
use crate::crypto::pss;

/// OpenSSL takes RSA keys of any practical size.
const MAX_BITS: usize = 16384;

fn number(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(bytes)
}

pub(super) fn public_of(n: &[u8], e: &[u8]) -> Option<RsaPublicKey> {
    RsaPublicKey::new_with_size_limits(number(n), number(e), 1..=MAX_BITS).ok()
}

pub(super) fn private_of(
    n: &[u8],
    e: &[u8],
    d: &[u8],
    p: &[u8],
    q: &[u8],
) -> Option<Box<RsaPrivateKey>> {
    let half = (number(n).bits_vartime()).div_ceil(2);
    let prime = |bytes: &[u8]| {
        let start = bytes.iter().take_while(|&&byte| byte == 0).count();
        BoxedUint::from_be_slice(&bytes[start..], half.next_multiple_of(64)).ok()
    };
    RsaPrivateKey::from_components_with_large_exponent(
        number(n),
        number(e),
        number(d),
        vec![prime(p)?, prime(q)?],
    )
    .ok()
    .map(Box::new)
}

pub(super) fn public(der: &[u8]) -> Outcome<RsaPublicKey> {
    let key = pkcs1::RsaPublicKeyRef::from_der(der).map_err(|_| unreadable(der))?;
    public_of(key.modulus.as_bytes(), key.public_exponent.as_bytes()).ok_or_else(common::malformed)
}

pub(super) fn private(der: &[u8]) -> Outcome<Box<RsaPrivateKey>> {
    let key = pkcs1::RsaPrivateKeyRef::from_der(der).map_err(|_| unreadable(der))?;
    private_of(
        key.modulus.as_bytes(),
        key.public_exponent.as_bytes(),
        key.private_exponent.as_bytes(),
        key.prime1.as_bytes(),
        key.prime2.as_bytes(),
    )
    .ok_or_else(common::malformed)
}

const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
const DEFAULT_SALT: u32 = 20;

/// RSASSA-PSS-params; what is left out is SHA-1, a mask of SHA-1, 20 bytes.
#[derive(Sequence)]
struct PssParameters<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    digest: Option<AlgorithmIdentifierRef<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifier<AlgorithmIdentifierRef<'a>>>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u32>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u32>,
}

fn kind_of(algorithm: Option<AlgorithmIdentifierRef<'_>>) -> Outcome<Kind> {
    match algorithm {
        None => Ok(Kind::Sha1),
        Some(algorithm) => Kind::with_oid(algorithm.oid.as_bytes()).ok_or_else(common::undecodable),
    }
}

/// Of a key without parameters: none. One that says nothing in them means the defaults.
pub(super) fn pss_parameters(parameters: Option<AnyRef<'_>>) -> Outcome<Option<pss::Parameters>> {
    let Some(parameters) = parameters else {
        return Ok(None);
    };
    let read: PssParameters<'_> = parameters.decode_as().map_err(|_| common::malformed())?;
    if read.trailer.is_some_and(|trailer| trailer != 1) {
        return Err(common::undecodable());
    }
    let mask = match read.mask {
        Some(mask) if mask.oid != MGF1 => return Err(common::undecodable()),
        Some(mask) => mask.parameters,
        None => None,
    };
    Ok(Some(pss::Parameters {
        digest: kind_of(read.digest)?,
        mask: kind_of(mask)?,
        salt: read.salt.unwrap_or(DEFAULT_SALT),
    }))
}

/// DER. What is the default is left out.
pub(super) fn pss_parameters_der(parameters: &pss::Parameters) -> Outcome<Vec<u8>> {
    let algorithm = |kind: Kind| -> Outcome<Option<AlgorithmIdentifierRef<'_>>> {
        if kind == Kind::Sha1 {
            return Ok(None);
        }
        let oid = kind.oid().unwrap_or_default();
        Ok(Some(AlgorithmIdentifierRef {
            oid: ObjectIdentifier::from_bytes(oid).map_err(common::unwritable)?,
            parameters: Some(AnyRef::NULL),
        }))
    };
    PssParameters {
        digest: algorithm(parameters.digest)?,
        mask: algorithm(parameters.mask)?.map(|parameters| AlgorithmIdentifier {
            oid: MGF1,
            parameters: Some(parameters),
        }),
        salt: Some(parameters.salt).filter(|&salt| salt != DEFAULT_SALT),
        trailer: None,
    }
    .to_der()
    .map_err(common::unwritable)
}
