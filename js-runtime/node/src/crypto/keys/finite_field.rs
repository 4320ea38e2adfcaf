//! DSA and Diffie-Hellman keys in DER: their parameters, and the number that each key adds (RFC 3279; PKCS #3).

use der::asn1::{AnyRef, UintRef};
use der::{Decode as _, Encode as _, Sequence};

use super::key::{Private, Public};
use super::parse::unreadable;
use crate::crypto::dh::Group;
use crate::crypto::dsa;
use crate::crypto::fault::{Outcome, common};
use crate::crypto::numbers;

/// Dss-Parms.
#[derive(Sequence)]
struct DsaParameters<'a> {
    p: UintRef<'a>,
    q: UintRef<'a>,
    g: UintRef<'a>,
}

/// OpenSSL's own form of a private key.
#[derive(Sequence)]
struct DsaPrivateKey<'a> {
    version: u8,
    p: UintRef<'a>,
    q: UintRef<'a>,
    g: UintRef<'a>,
    y: UintRef<'a>,
    x: UintRef<'a>,
}

/// DHParameter.
#[derive(Sequence)]
struct DhParameters<'a> {
    prime: UintRef<'a>,
    generator: UintRef<'a>,
    #[asn1(optional = "true")]
    secret_bits: Option<u32>,
}

fn integer(der: &[u8]) -> Outcome<UintRef<'_>> {
    UintRef::from_der(der).map_err(|_| common::malformed())
}

fn components(parameters: Option<AnyRef<'_>>) -> Outcome<::dsa::Components> {
    let parameters: DsaParameters<'_> = parameters
        .and_then(|parameters| parameters.decode_as().ok())
        .ok_or_else(common::malformed)?;
    dsa::components(
        parameters.p.as_bytes(),
        parameters.q.as_bytes(),
        parameters.g.as_bytes(),
    )
    .ok_or_else(common::malformed)
}

/// `bytes`: the key's own number, in DER.
pub(super) fn dsa_public(parameters: Option<AnyRef<'_>>, bytes: &[u8]) -> Outcome<Public> {
    dsa::public(components(parameters)?, integer(bytes)?.as_bytes())
        .map(Public::Dsa)
        .ok_or_else(common::malformed)
}

pub(super) fn dsa_private(parameters: Option<AnyRef<'_>>, secret: &[u8]) -> Outcome<Private> {
    dsa::private(components(parameters)?, integer(secret)?.as_bytes())
        .map(|key| Private::Dsa(Box::new(key)))
        .ok_or_else(common::malformed)
}

/// The body of `DSA PRIVATE KEY`.
pub(super) fn dsa_old_private(der: &[u8]) -> Outcome<Private> {
    let key = DsaPrivateKey::from_der(der).map_err(|_| unreadable(der))?;
    dsa::components(key.p.as_bytes(), key.q.as_bytes(), key.g.as_bytes())
        .and_then(|components| dsa::private(components, key.x.as_bytes()))
        .map(|key| Private::Dsa(Box::new(key)))
        .ok_or_else(common::malformed)
}

fn group(parameters: Option<AnyRef<'_>>) -> Outcome<Group> {
    let parameters: DhParameters<'_> = parameters
        .and_then(|parameters| parameters.decode_as().ok())
        .ok_or_else(common::malformed)?;
    Ok(Group::new(
        parameters.prime.as_bytes(),
        parameters.generator.as_bytes(),
    ))
}

pub(super) fn dh_public(parameters: Option<AnyRef<'_>>, bytes: &[u8]) -> Outcome<Public> {
    let number = integer(bytes)?.as_bytes().to_vec();
    Ok(Public::Dh(group(parameters)?, number))
}

pub(super) fn dh_private(parameters: Option<AnyRef<'_>>, secret: &[u8]) -> Outcome<Private> {
    Private::dh(group(parameters)?, integer(secret)?.as_bytes()).ok_or_else(common::malformed)
}

fn integer_der(bytes: &[u8]) -> Outcome<Vec<u8>> {
    UintRef::new(bytes)
        .and_then(|number| number.to_der())
        .map_err(common::unwritable)
}

/// Parameters and number.
pub(super) type Parts = (Vec<u8>, Vec<u8>);

fn dsa_parameters_der(components: &::dsa::Components) -> Outcome<Vec<u8>> {
    components.to_der().map_err(common::unwritable)
}

pub(super) fn dsa_public_der(key: &::dsa::VerifyingKey) -> Outcome<Parts> {
    let number = numbers::bytes_of(key.y().as_ref());
    Ok((dsa_parameters_der(key.components())?, integer_der(&number)?))
}

pub(super) fn dsa_private_der(key: &::dsa::SigningKey) -> Outcome<Parts> {
    let parameters = dsa_parameters_der(key.verifying_key().components())?;
    Ok((
        parameters,
        integer_der(&numbers::bytes_of(key.x().as_ref()))?,
    ))
}

/// `number`: public or secret.
pub(super) fn dh_der(group: &Group, number: &[u8]) -> Outcome<Parts> {
    let number_of = |bytes| UintRef::new(bytes).map_err(common::unwritable);
    let parameters = DhParameters {
        prime: number_of(&group.prime)?,
        generator: number_of(&group.generator)?,
        secret_bits: None,
    };
    let parameters = parameters.to_der().map_err(common::unwritable)?;
    Ok((parameters, integer_der(number)?))
}
