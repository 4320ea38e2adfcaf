//! What a certificate says, for `getPeerCertificate()` and `checkServerIdentity()`.

use std::net::{Ipv4Addr, Ipv6Addr};

use coddle_engine::errors;
use coddle_engine::rquickjs::{Array, Ctx, Object, Result, Value};
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::Name;

use crate::crypto::certificates::attribute_name;

/// `describe(DER)` -> { subject, issuer: [[attribute, value], ...], names: [[kind, value], ...], from, to (seconds since 1970), serial, key
/// (DER), isAuthority }. Kinds are those of Node's `subjectaltname`.
pub(super) fn describe<'js>(ctx: Ctx<'js>, der: Value<'js>) -> Result<Object<'js>> {
    let bytes = coddle_engine::bytes::to_vec(&der).unwrap_or_default();
    let certificate = Certificate::from_der(&bytes).map_err(|error| {
        errors::throw_kind(
            &ctx,
            "Error",
            &format!("a certificate cannot be read: {error}"),
            Some("ERR_OSSL_ASN1_WRONG_TAG"),
        )
    })?;
    let tbs = certificate.tbs_certificate();
    let object = Object::new(ctx.clone())?;
    object.set("subject", attributes(&ctx, tbs.subject())?)?;
    object.set("issuer", attributes(&ctx, tbs.issuer())?)?;
    object.set("names", names(&ctx, &certificate)?)?;
    let seconds = |time: &x509_cert::time::Time| time.to_unix_duration().as_secs() as f64;
    object.set("from", seconds(&tbs.validity().not_before))?;
    object.set("to", seconds(&tbs.validity().not_after))?;
    object.set("serial", hex(tbs.serial_number().as_bytes()))?;
    let key = tbs.subject_public_key_info().to_der().unwrap_or_default();
    object.set("key", coddle_engine::bytes::uint8_array(&ctx, key)?)?;
    let authority = tbs
        .get_extension::<x509_cert::ext::pkix::BasicConstraints>()
        .ok()
        .flatten()
        .is_some_and(|(_, constraints)| constraints.ca);
    object.set("isAuthority", authority)?;
    Ok(object)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn attributes<'js>(ctx: &Ctx<'js>, name: &Name) -> Result<Array<'js>> {
    let all = Array::new(ctx.clone())?;
    for (index, attribute) in name.iter().enumerate() {
        let pair = Array::new(ctx.clone())?;
        pair.set(0, attribute_name(attribute.oid))?;
        pair.set(
            1,
            String::from_utf8_lossy(attribute.value.value()).into_owned(),
        )?;
        all.set(index, pair)?;
    }
    Ok(all)
}

fn names<'js>(ctx: &Ctx<'js>, certificate: &Certificate) -> Result<Array<'js>> {
    let all = Array::new(ctx.clone())?;
    let Ok(Some((_, SubjectAltName(names)))) = certificate
        .tbs_certificate()
        .get_extension::<SubjectAltName>()
    else {
        return Ok(all);
    };
    for (index, name) in names.iter().enumerate() {
        let (kind, value) = match name {
            GeneralName::DnsName(name) => ("DNS", name.to_string()),
            GeneralName::Rfc822Name(name) => ("email", name.to_string()),
            GeneralName::UniformResourceIdentifier(name) => ("URI", name.to_string()),
            GeneralName::IpAddress(octets) => ("IP Address", address(octets.as_bytes())),
            _ => ("othername", "<unsupported>".to_string()),
        };
        let pair = Array::new(ctx.clone())?;
        pair.set(0, kind)?;
        pair.set(1, value)?;
        all.set(index, pair)?;
    }
    Ok(all)
}

fn address(octets: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return Ipv4Addr::from(four).to_string();
    }
    match <[u8; 16]>::try_from(octets) {
        Ok(sixteen) => Ipv6Addr::from(sixteen).to_string(),
        Err(_) => "<invalid>".to_string(),
    }
}
