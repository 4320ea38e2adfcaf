//! X.509 certificates: what they say, as OpenSSL words it.

use std::net::{Ipv4Addr, Ipv6Addr};

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use der::asn1::ObjectIdentifier;
use der::{Any, DateTime, Decode as _, Encode as _, Tag, Tagged as _};
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, ExtendedKeyUsage, SubjectAltName,
};
use x509_cert::name::Name;

use super::fault::{Fault, Outcome};
use super::keys::{self, Made};
use crate::fs::{Bytes, Data};

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("parseCertificate", Function::new(ctx.clone(), parse)?)
}

fn unreadable(reason: &'static str) -> Fault {
    match reason {
        "no start line" => Fault::openssl(
            "0480006C",
            "PEM routines",
            "no start line",
            "ERR_OSSL_PEM_NO_START_LINE",
        ),
        _ => Fault::openssl(
            "0680008E",
            "asn1 encoding routines",
            "not enough data",
            "ERR_OSSL_ASN1_NOT_ENOUGH_DATA",
        ),
    }
}

/// What a certificate says, of PEM or DER: { raw, tbs, signature, signatureAlgorithm, subject, issuer ([name, value] each),
/// subjectName, issuerName (DER), subjectAltName?, infoAccess?, validFrom, validTo, serialNumber, ca, keyUsage?, dnsNames, emails,
/// addresses, key }.
fn parse<'js>(ctx: Ctx<'js>, data: Data) -> Result<Object<'js>> {
    let facts = read(&data.0).map_err(|fault| fault.throw(&ctx))?;
    let object = Object::new(ctx)?;
    object.set("raw", Bytes(facts.raw))?;
    object.set("tbs", Bytes(facts.tbs))?;
    object.set("signature", Bytes(facts.signature))?;
    object.set("signatureAlgorithm", facts.signature_algorithm)?;
    object.set("subject", facts.subject)?;
    object.set("issuer", facts.issuer)?;
    object.set("subjectName", Bytes(facts.subject_name))?;
    object.set("issuerName", Bytes(facts.issuer_name))?;
    object.set("subjectAltName", facts.alternatives.text)?;
    object.set("infoAccess", facts.info_access)?;
    object.set("validFrom", facts.valid_from)?;
    object.set("validTo", facts.valid_to)?;
    object.set("serialNumber", facts.serial_number)?;
    object.set("ca", facts.is_authority)?;
    object.set("keyUsage", facts.key_usage)?;
    object.set("dnsNames", facts.alternatives.dns_names)?;
    object.set("emails", facts.alternatives.emails)?;
    object.set("addresses", facts.alternatives.addresses)?;
    object.set("publicKey", facts.public_key)?;
    Ok(object)
}

struct Facts {
    raw: Vec<u8>,
    tbs: Vec<u8>,
    signature: Vec<u8>,
    signature_algorithm: String,
    subject: Vec<Vec<String>>,
    issuer: Vec<Vec<String>>,
    subject_name: Vec<u8>,
    issuer_name: Vec<u8>,
    info_access: Option<String>,
    valid_from: String,
    valid_to: String,
    serial_number: String,
    is_authority: bool,
    key_usage: Option<Vec<String>>,
    alternatives: Alternatives,
    public_key: Made,
}

/// The subject's other names.
#[derive(Default)]
struct Alternatives {
    text: Option<String>,
    dns_names: Vec<String>,
    emails: Vec<String>,
    addresses: Vec<String>,
}

fn read(data: &[u8]) -> Outcome<Facts> {
    const SEQUENCE: u8 = 0x30;
    let raw = match data.first() {
        Some(&SEQUENCE) => data.to_vec(),
        _ => keys::pem_certificate(data).ok_or_else(|| unreadable("no start line"))?,
    };
    let broken = |_| unreadable("not enough data");
    let certificate = Certificate::from_der(&raw).map_err(broken)?;
    let tbs = certificate.tbs_certificate();
    let info_access = tbs
        .get_extension::<AuthorityInfoAccessSyntax>()
        .map_err(broken)?
        .map(|(_, access)| {
            let lines: Vec<String> = access
                .0
                .iter()
                .map(|one| {
                    let method = method_name(one.access_method);
                    format!("{method} - {}", named(&one.access_location))
                })
                .collect();
            lines.join("\n")
        });
    let is_authority = tbs
        .get_extension::<BasicConstraints>()
        .map_err(broken)?
        .is_some_and(|(_, constraints)| constraints.ca);
    let key_usage = tbs
        .get_extension::<ExtendedKeyUsage>()
        .map_err(broken)?
        .map(|(_, usage)| usage.0.iter().map(ToString::to_string).collect());
    let alternatives = match tbs.get_extension::<SubjectAltName>().map_err(broken)? {
        Some((_, names)) => alternatives(&names.0),
        None => Alternatives::default(),
    };
    let serial: String = tbs
        .serial_number()
        .as_bytes()
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    Ok(Facts {
        tbs: tbs.to_der().map_err(broken)?,
        signature: certificate.signature().raw_bytes().to_vec(),
        signature_algorithm: certificate.signature_algorithm().oid.to_string(),
        subject: attributes(tbs.subject()),
        issuer: attributes(tbs.issuer()),
        subject_name: tbs.subject().to_der().map_err(broken)?,
        issuer_name: tbs.issuer().to_der().map_err(broken)?,
        info_access,
        valid_from: date(tbs.validity().not_before.to_date_time()),
        valid_to: date(tbs.validity().not_after.to_date_time()),
        serial_number: serial,
        is_authority,
        key_usage,
        alternatives,
        public_key: keys::of_certificate(&raw)?,
        raw,
    })
}

/// `Sep  3 21:40:37 2022 GMT`.
fn date(date: DateTime) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = MONTHS
        .get(usize::from(date.month()).saturating_sub(1))
        .unwrap_or(&"Bad");
    format!(
        "{month} {:2} {:02}:{:02}:{:02} {} GMT",
        date.day(),
        date.hour(),
        date.minutes(),
        date.seconds(),
        date.year()
    )
}

/// OpenSSL's short name of an attribute, or its number.
pub(crate) fn attribute_name(oid: ObjectIdentifier) -> String {
    let number = oid.to_string();
    let name = match number.as_str() {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.13" => "description",
        "2.5.4.15" => "businessCategory",
        "2.5.4.17" => "postalCode",
        "2.5.4.41" => "name",
        "2.5.4.42" => "GN",
        "2.5.4.43" => "initials",
        "2.5.4.46" => "dnQualifier",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "1.2.840.113549.1.9.2" => "unstructuredName",
        _ => return number,
    };
    name.to_string()
}

fn method_name(oid: ObjectIdentifier) -> String {
    let number = oid.to_string();
    match number.as_str() {
        "1.3.6.1.5.5.7.48.1" => "OCSP".to_string(),
        "1.3.6.1.5.5.7.48.2" => "CA Issuers".to_string(),
        _ => number,
    }
}

fn attributes(name: &Name) -> Vec<Vec<String>> {
    name.iter()
        .map(|attribute| vec![attribute_name(attribute.oid), text(&attribute.value)])
        .collect()
}

fn text(value: &Any) -> String {
    match value.tag() {
        Tag::BmpString => {
            let units: Vec<u16> = value
                .value()
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        // Latin-1, by what it is used for.
        Tag::TeletexString => value.value().iter().map(|&byte| char::from(byte)).collect(),
        _ => String::from_utf8_lossy(value.value()).into_owned(),
    }
}

/// A value that could be taken for several is written as a JSON string, in which a comma is escaped too.
fn safe(kind: &str, value: &str) -> String {
    let is_plain = value
        .chars()
        .all(|c| c.is_ascii() && !c.is_ascii_control() && !matches!(c, ',' | '"' | '\\' | '\''));
    if is_plain {
        return format!("{kind}:{value}");
    }
    let mut text = format!("{kind}:\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            ',' | '\0'..='\x1f' | '\x7f' => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => text.push(c),
        }
    }
    text.push('"');
    text
}

fn address(bytes: &[u8]) -> Option<String> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(Ipv4Addr::from(four).to_string());
    }
    let six = Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?);
    let groups: Vec<String> = six
        .segments()
        .iter()
        .map(|group| format!("{group:X}"))
        .collect();
    Some(groups.join(":"))
}

fn named(name: &GeneralName) -> String {
    match name {
        GeneralName::DnsName(name) => safe("DNS", name.as_str()),
        GeneralName::Rfc822Name(name) => safe("email", name.as_str()),
        GeneralName::UniformResourceIdentifier(name) => safe("URI", name.as_str()),
        GeneralName::IpAddress(bytes) => format!(
            "IP Address:{}",
            address(bytes.as_bytes()).unwrap_or_else(|| "<invalid>".to_string())
        ),
        GeneralName::RegisteredId(oid) => format!("Registered ID:{oid}"),
        GeneralName::DirectoryName(name) => {
            let parts: Vec<String> = attributes(name)
                .iter()
                .map(|pair| pair.join(" = "))
                .collect();
            safe("DirName", &parts.join(", "))
        }
        GeneralName::OtherName(_) => "othername:<unsupported>".to_string(),
        GeneralName::EdiPartyName(_) => "EdiPartyName:<unsupported>".to_string(),
    }
}

fn alternatives(names: &[GeneralName]) -> Alternatives {
    let mut found = Alternatives::default();
    let mut parts = Vec::new();
    for name in names {
        parts.push(named(name));
        match name {
            GeneralName::DnsName(name) => found.dns_names.push(name.as_str().to_string()),
            GeneralName::Rfc822Name(name) => found.emails.push(name.as_str().to_string()),
            GeneralName::IpAddress(bytes) => found.addresses.extend(address(bytes.as_bytes())),
            _ => {}
        }
    }
    found.text = Some(parts.join(", "));
    found
}
