//! Keys of elliptic curves in DER (RFC 5915), and the parameters that name or describe a curve (X9.62).

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetStringRef, UintRef};
use der::{Decode as _, Encode as _, Sequence, Tag, Tagged as _};

use super::key::{EcGroup, Private};
use super::parse::{unknown_kind, unreadable};
use crate::crypto::curves::{ALL, Curve};
use crate::crypto::fault::{Outcome, common};
use crate::crypto::numbers::digits;

/// ECPrivateKey.
#[derive(Sequence)]
struct PrivateKey<'a> {
    version: u8,
    secret: &'a OctetStringRef,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    parameters: Option<AnyRef<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    point: Option<BitStringRef<'a>>,
}

/// ECParameters: a curve by its numbers.
#[derive(Sequence)]
struct Explicit<'a> {
    version: u8,
    field: Field<'a>,
    curve: Coefficients<'a>,
    base: &'a OctetStringRef,
    order: UintRef<'a>,
    #[asn1(optional = "true")]
    cofactor: Option<UintRef<'a>>,
}

/// FieldID of a prime field.
#[derive(Sequence)]
struct Field<'a> {
    kind: ObjectIdentifier,
    prime: UintRef<'a>,
}

#[derive(Sequence)]
struct Coefficients<'a> {
    a: &'a OctetStringRef,
    b: &'a OctetStringRef,
    #[asn1(optional = "true")]
    seed: Option<BitStringRef<'a>>,
}

impl Explicit<'_> {
    /// Whether these are the numbers of `curve`, `known` being how they are written here. The base point may be in another form, and the
    /// seed be left out.
    fn describes(&self, curve: Curve, known: &Explicit<'_>) -> bool {
        self.field.prime == known.field.prime
            && self.order == known.order
            && digits(self.curve.a.as_bytes()) == digits(known.curve.a.as_bytes())
            && digits(self.curve.b.as_bytes()) == digits(known.curve.b.as_bytes())
            && curve.point(self.base.as_bytes(), false).as_deref() == Some(known.base.as_bytes())
    }
}

/// The numbers of a curve in DER, as OpenSSL writes them.
fn described(curve: Curve) -> Vec<u8> {
    let digits = match curve {
        Curve::P224 => {
            "3081df020101302806072a8648ce3d0101021d00ffffffffffffffffffffffffffffffff0000000000000000000000013053041cffffffff\
             fffffffffffffffffffffffefffffffffffffffffffffffe041cb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb40315\
             00bd71344799d5c7fcdc45b59fa3b9ab8f6a948bc5043904b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21bd376388\
             b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34021d00ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d02\
             0101"
        }
        Curve::P256 => {
            "3081f7020101302c06072a8648ce3d0101022100ffffffff00000001000000000000000000000000ffffffffffffffffffffffff305b0420\
             ffffffff00000001000000000000000000000000fffffffffffffffffffffffc04205ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53\
             b0f63bce3c3e27d2604b031500c49d360886e704936a6678e1139d26b7819f7e900441046b17d1f2e12c4247f8bce6e563a440f277037d81\
             2deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5022100ffffffff00000000ff\
             ffffffffffffffbce6faada7179e84f3b9cac2fc632551020101"
        }
        Curve::P384 => {
            "30820157020101303c06072a8648ce3d0101023100fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffff\
             ff0000000000000000ffffffff307b0430fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff000000\
             0000000000fffffffc0430b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3\
             ec2aef031500a335926aa319a27a1d00896a6773a4827acdac73046104aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741\
             e082542a385502f25dbf55296c3a545e3872760ab73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1\
             ce1d7e819d7a431d7c90ea0e5f023100ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77a\
             ecec196accc52973020101"
        }
        Curve::P521 => {
            "308201c3020101304d06072a8648ce3d0101024201ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
             ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff30819f044201ffffffffffffffffffffffffffffffffffffffff\
             fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc04420051953eb9618e1c9a\
             1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f\
             00031500d09e8800291cb85396cc6717393284aaa0da64ba0481850400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828\
             af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb42c7d1bd9\
             98f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650024201ffffffffff\
             fffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e\
             91386409020101"
        }
        Curve::K256 => {
            "3081e0020101302c06072a8648ce3d0101022100fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f30440420\
             0000000000000000000000000000000000000000000000000000000000000000042000000000000000000000000000000000000000000000\
             0000000000000000000704410479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fb\
             fc0e1108a8fd17b448a68554199c47d08ffb10d4b8022100fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141\
             020101"
        }
    };
    digits
        .as_bytes()
        .chunks_exact(2)
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// The curve that parameters name or describe.
pub(super) fn group(parameters: AnyRef<'_>) -> Outcome<EcGroup> {
    if parameters.tag() == Tag::ObjectIdentifier {
        let oid: ObjectIdentifier = parameters.decode_as().map_err(|_| common::malformed())?;
        let name = oid.to_string();
        let curve = ALL.into_iter().find(|curve| curve.oid() == name);
        return curve
            .map(|curve| EcGroup {
                curve,
                explicit: false,
            })
            .ok_or_else(|| unknown_kind(oid));
    }
    let read: Explicit<'_> = parameters.decode_as().map_err(|_| common::malformed())?;
    ALL.into_iter()
        .find(|&curve| {
            let known = described(curve);
            Explicit::from_der(&known).is_ok_and(|known| read.describes(curve, &known))
        })
        .map(|curve| EcGroup {
            curve,
            explicit: true,
        })
        .ok_or_else(|| unknown_kind("EC with a curve of its own"))
}

/// Parameters in DER.
pub(super) fn parameters(group: EcGroup) -> Outcome<Vec<u8>> {
    match group.explicit {
        true => Ok(described(group.curve)),
        false => ObjectIdentifier::new(group.curve.oid())
            .and_then(|oid| oid.to_der().map_err(|_| der::oid::Error::Length))
            .map_err(common::unwritable),
    }
}

/// `outer`: the parameters that stand beside the key.
pub(super) fn private(der: &[u8], outer: Option<AnyRef<'_>>) -> Outcome<Private> {
    let key = PrivateKey::from_der(der).map_err(|_| unreadable(der))?;
    let group = group(outer.or(key.parameters).ok_or_else(common::malformed)?)?;
    Private::ec(group, key.secret.as_bytes()).ok_or_else(common::malformed)
}

/// `group`: when its parameters are to stand in the key.
pub(super) fn private_der(secret: &[u8], point: &[u8], group: Option<EcGroup>) -> Outcome<Vec<u8>> {
    let parameters = group.map(parameters).transpose()?;
    let parameters = parameters.as_deref().map(AnyRef::from_der).transpose();
    PrivateKey {
        version: 1,
        secret: OctetStringRef::new(secret).map_err(common::unwritable)?,
        parameters: parameters.map_err(common::unwritable)?,
        point: Some(BitStringRef::from_bytes(point).map_err(common::unwritable)?),
    }
    .to_der()
    .map_err(common::unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_described_curve_is_known_again() {
        for curve in ALL {
            let der = described(curve);
            let group = group(AnyRef::from_der(&der).unwrap()).unwrap();
            assert_eq!(group.curve, curve);
            assert!(group.explicit);
            // Another order is another curve.
            let mut other = der.clone();
            let last = other.len() - 4;
            other[last] ^= 1;
            assert!(super::group(AnyRef::from_der(&other).unwrap()).is_err());
        }
    }
}
