//! Keys to PEM and DER.

use ::rsa::pkcs1::{EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetString, OctetStringRef};
use der::{Decode as _, Encode as _};
use pkcs8::PrivateKeyInfoRef;
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfo};

use super::key::{Key, Private, Public};
use super::parse::{DH, DSA, EC, Encoding, RSA, RSA_PSS};
use super::{ec, encrypted, finite_field, pem, rsa};
use crate::crypto::fault::Outcome;
use crate::crypto::fault::common::unwritable;
use crate::crypto::pss;

/// A cipher's name and a passphrase.
pub(super) type Encryption<'a> = Option<(&'a str, &'a [u8])>;

/// The DER of a key, and its PEM label.
fn document(key: &Key, encoding: Encoding) -> Outcome<(Vec<u8>, &'static str)> {
    Ok(match (key, encoding) {
        (Key::Public(Public::Rsa(key)), Encoding::Pkcs1) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            (der.as_bytes().to_vec(), "RSA PUBLIC KEY")
        }
        (Key::Public(key), _) => (spki(key)?, "PUBLIC KEY"),
        (Key::Private(Private::Rsa(key)), Encoding::Pkcs1) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            (der.as_bytes().to_vec(), "RSA PRIVATE KEY")
        }
        (Key::Private(Private::Ec(group, secret, point)), Encoding::Sec1) => (
            ec::private_der(secret, point, Some(*group))?,
            "EC PRIVATE KEY",
        ),
        (Key::Private(key), _) => (pkcs8(key)?, "PRIVATE KEY"),
    })
}

/// What PKCS #8 and SPKI are made of: the algorithm's identifier, its parameters in DER, and the key in the algorithm's own form.
type Parts = (&'static str, Option<Vec<u8>>, Vec<u8>);

/// An ASN.1 NULL: the parameters of plain RSA.
const NULL: [u8; 2] = [5, 0];

fn pss_parameters(parameters: Option<&pss::Parameters>) -> Outcome<Option<Vec<u8>>> {
    parameters.map(rsa::pss_parameters_der).transpose()
}

fn public_parts(key: &Public) -> Outcome<Parts> {
    Ok(match key {
        Public::Rsa(key) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            (RSA, Some(NULL.to_vec()), der.into_vec())
        }
        Public::RsaPss(key, parameters) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            (
                RSA_PSS,
                pss_parameters(parameters.as_ref())?,
                der.into_vec(),
            )
        }
        Public::Dsa(key) => {
            let (parameters, number) = finite_field::dsa_public_der(key)?;
            (DSA, Some(parameters), number)
        }
        Public::Dh(group, number) => {
            let (parameters, number) = finite_field::dh_der(group, number)?;
            (DH, Some(parameters), number)
        }
        Public::Ec(group, point) => (EC, Some(ec::parameters(*group)?), point.clone()),
        Public::Cfrg(curve, bytes) => (curve.oid(), None, bytes.clone()),
    })
}

fn private_parts(key: &Private) -> Outcome<Parts> {
    Ok(match key {
        Private::Rsa(key) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            (RSA, Some(NULL.to_vec()), der.as_bytes().to_vec())
        }
        Private::RsaPss(key, parameters) => {
            let der = key.to_pkcs1_der().map_err(unwritable)?;
            let parameters = pss_parameters(parameters.as_ref())?;
            (RSA_PSS, parameters, der.as_bytes().to_vec())
        }
        Private::Dsa(key) => {
            let (parameters, number) = finite_field::dsa_private_der(key)?;
            (DSA, Some(parameters), number)
        }
        Private::Dh(group, secret, _) => {
            let (parameters, number) = finite_field::dh_der(group, secret)?;
            (DH, Some(parameters), number)
        }
        Private::Ec(group, secret, point) => (
            EC,
            Some(ec::parameters(*group)?),
            ec::private_der(secret, point, None)?,
        ),
        Private::Cfrg(curve, secret, _) => {
            let string = OctetString::new(secret.as_slice()).and_then(|string| string.to_der());
            (curve.oid(), None, string.map_err(unwritable)?)
        }
    })
}

fn algorithm<'a>(oid: &str, parameters: Option<&'a [u8]>) -> Outcome<AlgorithmIdentifierRef<'a>> {
    let parameters = parameters.map(AnyRef::from_der).transpose();
    Ok(AlgorithmIdentifierRef {
        oid: ObjectIdentifier::new(oid).map_err(unwritable)?,
        parameters: parameters.map_err(unwritable)?,
    })
}

fn spki(key: &Public) -> Outcome<Vec<u8>> {
    let (oid, parameters, bytes) = public_parts(key)?;
    SubjectPublicKeyInfo {
        algorithm: algorithm(oid, parameters.as_deref())?,
        subject_public_key: BitStringRef::from_bytes(&bytes).map_err(unwritable)?,
    }
    .to_der()
    .map_err(unwritable)
}

fn pkcs8(key: &Private) -> Outcome<Vec<u8>> {
    let (oid, parameters, bytes) = private_parts(key)?;
    let secret = OctetStringRef::new(&bytes).map_err(unwritable)?;
    PrivateKeyInfoRef::new(algorithm(oid, parameters.as_deref())?, secret)
        .to_der()
        .map_err(unwritable)
}

pub(super) fn to_der(
    key: &Key,
    encoding: Encoding,
    encryption: Encryption<'_>,
) -> Outcome<Vec<u8>> {
    match (key, encryption) {
        (Key::Private(key), Some((cipher, passphrase))) => {
            encrypted::seal(&pkcs8(key)?, cipher, passphrase)
        }
        _ => Ok(document(key, encoding)?.0),
    }
}

pub(super) fn to_pem(key: &Key, encoding: Encoding, encryption: Encryption<'_>) -> Outcome<String> {
    match (key, encoding, encryption) {
        (Key::Private(key), Encoding::Pkcs8, Some((cipher, passphrase))) => pem::write(
            "ENCRYPTED PRIVATE KEY",
            &encrypted::seal(&pkcs8(key)?, cipher, passphrase)?,
            None,
        ),
        _ => {
            let (der, label) = document(key, encoding)?;
            pem::write(label, &der, encryption)
        }
    }
}
