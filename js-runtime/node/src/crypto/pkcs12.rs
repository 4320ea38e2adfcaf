//! PKCS #12 (RFC 7292): a private key with its certificates in one file, under a password (`.pfx`, `.p12`).

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode as _, Encode as _, Sequence};
use spki::AlgorithmIdentifierRef;
use subtle::ConstantTimeEq as _;

use super::ciphers::Running;
use super::digests::Kind;
use super::fault::{Fault, Outcome};
use super::keys;
use crate::fs::{Bytes, Data};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
const SHA1_WITH_TRIPLE_DES: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3");

/// What a derived value is for.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

#[derive(Sequence)]
struct Pfx<'a> {
    version: u8,
    safe: ContentInfo<'a>,
    #[asn1(optional = "true")]
    mac: Option<MacData<'a>>,
}

#[derive(Sequence)]
struct ContentInfo<'a> {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: AnyRef<'a>,
}

#[derive(Sequence)]
struct MacData<'a> {
    digest: DigestInfo<'a>,
    salt: &'a OctetStringRef,
    #[asn1(default = "one_round")]
    rounds: u32,
}

fn one_round() -> u32 {
    1
}

#[derive(Sequence)]
struct DigestInfo<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    digest: &'a OctetStringRef,
}

#[derive(Sequence)]
struct EncryptedData<'a> {
    version: u8,
    content: EncryptedContent<'a>,
}

#[derive(Sequence)]
struct EncryptedContent<'a> {
    kind: ObjectIdentifier,
    algorithm: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    data: &'a OctetStringRef,
}

#[derive(Sequence)]
struct Bag<'a> {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    value: AnyRef<'a>,
    #[asn1(optional = "true")]
    attributes: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct CertificateBag<'a> {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    value: &'a OctetStringRef,
}

/// EncryptedPrivateKeyInfo.
#[derive(Sequence)]
struct ShroudedKey<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    data: &'a OctetStringRef,
}

/// Salt and rounds of RFC 7292's own encryption.
#[derive(Sequence)]
struct Parameters<'a> {
    salt: &'a OctetStringRef,
    rounds: u32,
}

#[derive(Default)]
struct Contents {
    /// PKCS #8.
    key: Option<Vec<u8>>,
    /// DER.
    certificates: Vec<Vec<u8>>,
}

fn unreadable(_: der::Error) -> Fault {
    Fault::plain("not enough data")
}

fn unsupported() -> Fault {
    Fault::error(
        "ERR_CRYPTO_UNSUPPORTED_OPERATION",
        "Unsupported PKCS12 PFX data",
    )
}

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("openPkcs12", Function::new(ctx.clone(), open_pkcs12)?)
}

/// `openPkcs12(DER, passphrase?)` -> { key? (PKCS #8 DER), certificates: [DER, ...] }.
fn open_pkcs12<'js>(ctx: Ctx<'js>, data: Data, passphrase: Option<String>) -> Result<Object<'js>> {
    let contents = open(&data.0, passphrase.as_deref()).map_err(|fault| fault.throw(&ctx))?;
    let object = Object::new(ctx)?;
    object.set("key", contents.key.map(Bytes))?;
    let certificates: Vec<Bytes> = contents.certificates.into_iter().map(Bytes).collect();
    object.set("certificates", certificates)?;
    Ok(object)
}

fn open(data: &[u8], passphrase: Option<&str>) -> Outcome<Contents> {
    let pfx = Pfx::from_der(data).map_err(|_| Fault::plain("header too long"))?;
    if pfx.safe.kind != DATA {
        return Err(unsupported());
    }
    let safe: &OctetStringRef = pfx.safe.content.decode_as().map_err(unreadable)?;
    let passphrase = match &pfx.mac {
        Some(mac) => checked(mac, safe.as_bytes(), passphrase.unwrap_or_default())?,
        None => Passphrase::new(passphrase.unwrap_or_default()),
    };
    let mut contents = Contents::default();
    for info in Vec::<ContentInfo<'_>>::from_der(safe.as_bytes()).map_err(unreadable)? {
        let bags = match info.kind {
            DATA => {
                let bags: &OctetStringRef = info.content.decode_as().map_err(unreadable)?;
                bags.as_bytes().to_vec()
            }
            ENCRYPTED_DATA => {
                let sealed: EncryptedData<'_> = info.content.decode_as().map_err(unreadable)?;
                let EncryptedContent {
                    algorithm, data, ..
                } = sealed.content;
                decrypt(algorithm, data.as_bytes(), &passphrase)?
            }
            _ => return Err(unsupported()),
        };
        for bag in Vec::<Bag<'_>>::from_der(&bags).map_err(unreadable)? {
            contents.take(&bag, &passphrase)?;
        }
    }
    Ok(contents)
}

impl Contents {
    fn take(&mut self, bag: &Bag<'_>, passphrase: &Passphrase) -> Outcome<()> {
        match bag.kind {
            KEY_BAG => self.key = Some(bag.value.to_der().map_err(unreadable)?),
            SHROUDED_KEY_BAG => {
                let shrouded: ShroudedKey<'_> = bag.value.decode_as().map_err(unreadable)?;
                let data = shrouded.data.as_bytes();
                self.key = Some(decrypt(shrouded.algorithm, data, passphrase)?);
            }
            CERTIFICATE_BAG => {
                let certificate: CertificateBag<'_> = bag.value.decode_as().map_err(unreadable)?;
                self.certificates
                    .push(certificate.value.as_bytes().to_vec());
            }
            // Revocation lists, secrets and nested bags are nothing that a connection shows.
            _ => {}
        }
        Ok(())
    }
}

struct Passphrase {
    utf8: Vec<u8>,
    /// UTF-16, big endian, with a zero at its end; or nothing at all.
    wide: Vec<u8>,
}

impl Passphrase {
    fn new(text: &str) -> Passphrase {
        Passphrase {
            utf8: text.as_bytes().to_vec(),
            wide: text
                .encode_utf16()
                .chain([0])
                .flat_map(u16::to_be_bytes)
                .collect(),
        }
    }

    /// No passphrase is written in one of two ways.
    fn none() -> Passphrase {
        Passphrase {
            utf8: Vec::new(),
            wide: Vec::new(),
        }
    }
}

/// The passphrase, when `mac` was made of `data` with it.
fn checked(mac: &MacData<'_>, data: &[u8], passphrase: &str) -> Outcome<Passphrase> {
    let digest = Kind::with_oid(mac.digest.algorithm.oid.as_bytes()).ok_or_else(unsupported)?;
    let mut candidates = vec![Passphrase::new(passphrase)];
    if passphrase.is_empty() {
        candidates.push(Passphrase::none());
    }
    candidates
        .into_iter()
        .find(|candidate| {
            let salt = mac.salt.as_bytes();
            let length = digest.length();
            let key = derive(digest, Purpose::Mac, candidate, salt, mac.rounds, length);
            digest.keyed(&key).is_some_and(|mut hmac| {
                hmac.update(data);
                let made = hmac.finish(length);
                bool::from(made.ct_eq(mac.digest.digest.as_bytes()))
            })
        })
        .ok_or_else(|| Fault::plain("mac verify failure"))
}

fn decrypt(
    algorithm: AlgorithmIdentifierRef<'_>,
    data: &[u8],
    passphrase: &Passphrase,
) -> Outcome<Vec<u8>> {
    if algorithm.oid != SHA1_WITH_TRIPLE_DES {
        return keys::decrypt(algorithm, data, &passphrase.utf8).ok_or_else(unsupported)?;
    }
    let parameters: Parameters<'_> = algorithm
        .parameters
        .ok_or_else(unsupported)?
        .decode_as()
        .map_err(unreadable)?;
    let Parameters { salt, rounds } = parameters;
    let part = |purpose, length| {
        derive(
            Kind::Sha1,
            purpose,
            passphrase,
            salt.as_bytes(),
            rounds,
            length,
        )
    };
    let (key, iv) = (part(Purpose::Key, 24), part(Purpose::Iv, 8));
    let mut running = Running::new("des-ede3-cbc", false, &key, &iv, None)?;
    let mut output = running.update(data.to_vec())?;
    output.extend(running.finish()?);
    Ok(output)
}

/// Appendix B.2 of RFC 7292.
fn derive(
    digest: Kind,
    purpose: Purpose,
    passphrase: &Passphrase,
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> Vec<u8> {
    let block = if digest.length() > 32 { 128 } else { 64 };
    let repeated = |data: &[u8]| -> Vec<u8> {
        let whole = data.len().div_ceil(block) * block;
        data.iter().copied().cycle().take(whole).collect()
    };
    let mut input = [repeated(salt), repeated(&passphrase.wide)].concat();
    let mut output = Vec::new();
    loop {
        let mut hash = digest.of(&[vec![purpose as u8; block], input.clone()].concat());
        for _ in 1..rounds {
            hash = digest.of(&hash);
        }
        output.extend_from_slice(&hash);
        if output.len() >= length {
            output.truncate(length);
            return output;
        }
        let addend: Vec<u8> = hash.iter().copied().cycle().take(block).collect();
        for chunk in input.chunks_mut(block) {
            add_with_one(chunk, &addend);
        }
    }
}

/// `number` + `addend` + 1, all big endian, of one length; what is too much falls off.
fn add_with_one(number: &mut [u8], addend: &[u8]) {
    let mut carry = 1;
    for (digit, other) in number.iter_mut().zip(addend).rev() {
        let sum = u16::from(*digit) + u16::from(*other) + carry;
        let [high, low] = sum.to_be_bytes();
        *digit = low;
        carry = u16::from(high);
    }
}
