//! Digests by Node's names, plain and keyed.

use blake2::{Blake2b512, Blake2s256};
use hmac::{Hmac, KeyInit, Mac, SimpleHmac};
use md5::Md5;
use ripemd::Ripemd160;
use sha1::Sha1;
use sha2::digest::{Digest, ExtendableOutput, FixedOutput, FixedOutputReset, Update, XofReader};
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};
use shake::{Shake128, Shake256};
use sm3::Sm3;

/// A digest in progress, of whatever kind.
pub(super) trait Running: Send {
    fn update(&mut self, data: &[u8]);
    /// `length`: of the output in bytes; digests of a fixed length ignore it.
    fn finish(self: Box<Self>, length: usize) -> Vec<u8>;
    fn duplicate(&self) -> Box<dyn Running>;
}

struct Plain<D>(D);

impl<D: Digest + Clone + Send + 'static> Running for Plain<D> {
    fn update(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
    }

    fn finish(self: Box<Self>, _: usize) -> Vec<u8> {
        self.0.finalize().to_vec()
    }

    fn duplicate(&self) -> Box<dyn Running> {
        Box::new(Plain(self.0.clone()))
    }
}

/// A digest with outputs of any length.
struct Extendable<D>(D);

impl<D: ExtendableOutput + Update + Clone + Send + 'static> Running for Extendable<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn finish(self: Box<Self>, length: usize) -> Vec<u8> {
        let mut output = vec![0; length];
        self.0.finalize_xof().read(&mut output);
        output
    }

    fn duplicate(&self) -> Box<dyn Running> {
        Box::new(Extendable(self.0.clone()))
    }
}

struct Keyed<M>(M);

impl<M: Mac + Clone + Send + 'static> Running for Keyed<M> {
    fn update(&mut self, data: &[u8]) {
        Mac::update(&mut self.0, data);
    }

    fn finish(self: Box<Self>, _: usize) -> Vec<u8> {
        self.0.finalize().into_bytes().to_vec()
    }

    fn duplicate(&self) -> Box<dyn Running> {
        Box::new(Keyed(self.0.clone()))
    }
}

/// Both digests, one behind the other: what TLS 1.0 signs.
#[derive(Clone, Default)]
struct Md5Sha1(Md5, Sha1);

impl Running for Md5Sha1 {
    fn update(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
        Digest::update(&mut self.1, data);
    }

    fn finish(self: Box<Self>, _: usize) -> Vec<u8> {
        let mut output = self.0.finalize().to_vec();
        output.extend_from_slice(&self.1.finalize());
        output
    }

    fn duplicate(&self) -> Box<dyn Running> {
        Box::new(self.clone())
    }
}

/// A digest that HMAC and what is built on it are defined for.
pub(super) trait Keyable: Digest + FixedOutputReset + Clone + Send + 'static {
    type Mac: Mac + KeyInit + Update + FixedOutput + Clone + Send + 'static;
}

macro_rules! keyable {
    ($mac:ident: $($digest:ty),*) => {
        $(impl Keyable for $digest {
            type Mac = $mac<$digest>;
        })*
    };
}
keyable!(Hmac: Md5, Sha1, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256, Ripemd160, Sm3);
keyable!(SimpleHmac: Sha3_224, Sha3_256, Sha3_384, Sha3_512, Blake2b512, Blake2s256);

/// Which digest a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
    Shake128,
    Shake256,
    Blake2b512,
    Blake2s256,
    Ripemd160,
    Sm3,
    Md5Sha1,
}

/// `with_digest!(kind, D => expression)`: the expression with `D` as the digest's type, in an option; none for the kinds
/// that have no HMAC.
macro_rules! with_digest {
    ($kind:expr, $digest:ident => $body:expr) => {{
        use $crate::crypto::digests::Kind;
        macro_rules! with {
            ($type:ty) => {{
                type $digest = $type;
                Some($body)
            }};
        }
        match $kind {
            Kind::Md5 => with!(md5::Md5),
            Kind::Sha1 => with!(sha1::Sha1),
            Kind::Sha224 => with!(sha2::Sha224),
            Kind::Sha256 => with!(sha2::Sha256),
            Kind::Sha384 => with!(sha2::Sha384),
            Kind::Sha512 => with!(sha2::Sha512),
            Kind::Sha512_224 => with!(sha2::Sha512_224),
            Kind::Sha512_256 => with!(sha2::Sha512_256),
            Kind::Sha3_224 => with!(sha3::Sha3_224),
            Kind::Sha3_256 => with!(sha3::Sha3_256),
            Kind::Sha3_384 => with!(sha3::Sha3_384),
            Kind::Sha3_512 => with!(sha3::Sha3_512),
            Kind::Blake2b512 => with!(blake2::Blake2b512),
            Kind::Blake2s256 => with!(blake2::Blake2s256),
            Kind::Ripemd160 => with!(ripemd::Ripemd160),
            Kind::Sm3 => with!(sm3::Sm3),
            Kind::Shake128 | Kind::Shake256 | Kind::Md5Sha1 => None,
        }
    }};
}
pub(super) use with_digest;

/// `crypto.getHashes()`: OpenSSL's names.
pub(super) const NAMES: &[&str] = &[
    "RSA-MD5",
    "RSA-RIPEMD160",
    "RSA-SHA1",
    "RSA-SHA1-2",
    "RSA-SHA224",
    "RSA-SHA256",
    "RSA-SHA3-224",
    "RSA-SHA3-256",
    "RSA-SHA3-384",
    "RSA-SHA3-512",
    "RSA-SHA384",
    "RSA-SHA512",
    "RSA-SHA512/224",
    "RSA-SHA512/256",
    "RSA-SM3",
    "blake2b512",
    "blake2s256",
    "id-rsassa-pkcs1-v1_5-with-sha3-224",
    "id-rsassa-pkcs1-v1_5-with-sha3-256",
    "id-rsassa-pkcs1-v1_5-with-sha3-384",
    "id-rsassa-pkcs1-v1_5-with-sha3-512",
    "md5",
    "md5-sha1",
    "md5WithRSAEncryption",
    "ripemd",
    "ripemd160",
    "ripemd160WithRSA",
    "rmd160",
    "sha1",
    "sha1WithRSAEncryption",
    "sha224",
    "sha224WithRSAEncryption",
    "sha256",
    "sha256WithRSAEncryption",
    "sha3-224",
    "sha3-256",
    "sha3-384",
    "sha3-512",
    "sha384",
    "sha384WithRSAEncryption",
    "sha512",
    "sha512-224",
    "sha512-224WithRSAEncryption",
    "sha512-256",
    "sha512-256WithRSAEncryption",
    "sha512WithRSAEncryption",
    "shake128",
    "shake256",
    "sm3",
    "sm3WithRSAEncryption",
    "ssl3-md5",
    "ssl3-sha1",
];

impl Kind {
    /// OpenSSL takes several spellings of each, in any case.
    pub(super) fn named(name: &str) -> Option<Kind> {
        let name = name.to_ascii_lowercase();
        let name = ["rsa-", "ssl3-", "id-rsassa-pkcs1-v1_5-with-"]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .unwrap_or(&name);
        let name = name
            .strip_suffix("withrsaencryption")
            .or(name.strip_suffix("withrsa"))
            .unwrap_or(name);
        Some(match name {
            "md5" => Kind::Md5,
            "sha1" | "sha-1" | "sha1-2" => Kind::Sha1,
            "sha224" | "sha-224" | "sha2-224" => Kind::Sha224,
            "sha256" | "sha-256" | "sha2-256" => Kind::Sha256,
            "sha384" | "sha-384" | "sha2-384" => Kind::Sha384,
            "sha512" | "sha-512" | "sha2-512" => Kind::Sha512,
            "sha512-224" | "sha512/224" | "sha-512/224" | "sha2-512/224" => Kind::Sha512_224,
            "sha512-256" | "sha512/256" | "sha-512/256" | "sha2-512/256" => Kind::Sha512_256,
            "sha3-224" => Kind::Sha3_224,
            "sha3-256" => Kind::Sha3_256,
            "sha3-384" => Kind::Sha3_384,
            "sha3-512" => Kind::Sha3_512,
            "shake128" | "shake-128" => Kind::Shake128,
            "shake256" | "shake-256" => Kind::Shake256,
            "blake2b512" | "blake2b-512" => Kind::Blake2b512,
            "blake2s256" | "blake2s-256" => Kind::Blake2s256,
            "ripemd160" | "ripemd-160" | "ripemd" | "rmd160" => Kind::Ripemd160,
            "sm3" => Kind::Sm3,
            "md5-sha1" => Kind::Md5Sha1,
            _ => return None,
        })
    }

    /// Bytes of output; what is usual for the digests that have any length.
    pub(super) fn length(self) -> usize {
        match self {
            Kind::Shake128 => 16,
            Kind::Shake256 => 32,
            Kind::Md5Sha1 => 36,
            _ => with_digest!(self, D => <D as Digest>::output_size()).unwrap_or_default(),
        }
    }

    /// Whether the output may have any length.
    pub(super) fn is_extendable(self) -> bool {
        matches!(self, Kind::Shake128 | Kind::Shake256)
    }

    pub(super) fn start(self) -> Box<dyn Running> {
        match self {
            Kind::Shake128 => Box::new(Extendable(Shake128::default())),
            Kind::Shake256 => Box::new(Extendable(Shake256::default())),
            Kind::Md5Sha1 => Box::new(Md5Sha1::default()),
            _ => with_digest!(self, D => Box::new(Plain(D::new())) as Box<dyn Running>)
                .expect("the other kinds have a type"),
        }
    }

    /// The digest of `data`, at its usual length.
    pub(super) fn of(self, data: &[u8]) -> Vec<u8> {
        let mut running = self.start();
        running.update(data);
        running.finish(self.length())
    }

    /// The DER of the digest's object identifier, without its tag; none where nothing is signed with it.
    pub(super) fn oid(self) -> Option<&'static [u8]> {
        Some(match self {
            Kind::Md5 => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5],
            Kind::Sha1 => &[0x2b, 0x0e, 3, 2, 0x1a],
            Kind::Sha224 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 4],
            Kind::Sha256 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1],
            Kind::Sha384 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2],
            Kind::Sha512 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3],
            Kind::Sha512_224 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 5],
            Kind::Sha512_256 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 6],
            Kind::Sha3_224 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 7],
            Kind::Sha3_256 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 8],
            Kind::Sha3_384 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 9],
            Kind::Sha3_512 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 10],
            Kind::Ripemd160 => &[0x2b, 0x24, 3, 2, 1],
            _ => return None,
        })
    }

    /// The digests that parameters of keys may name, by their object identifier.
    pub(super) fn with_oid(oid: &[u8]) -> Option<Kind> {
        [
            Kind::Sha1,
            Kind::Sha224,
            Kind::Sha256,
            Kind::Sha384,
            Kind::Sha512,
            Kind::Sha512_224,
            Kind::Sha512_256,
        ]
        .into_iter()
        .find(|kind| kind.oid() == Some(oid))
    }

    /// Whether OpenSSL signs with RSA what this made.
    pub(super) fn signs_with_rsa(self) -> bool {
        self == Kind::Md5Sha1 || self.oid().is_some()
    }

    /// OpenSSL's name, as keys show it; empty for digests that no key names.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Sha1 => "sha1",
            Kind::Sha224 => "sha224",
            Kind::Sha256 => "sha256",
            Kind::Sha384 => "sha384",
            Kind::Sha512 => "sha512",
            Kind::Sha512_224 => "sha512-224",
            Kind::Sha512_256 => "sha512-256",
            _ => "",
        }
    }

    /// HMAC with this digest; none for those without.
    pub(super) fn keyed(self, key: &[u8]) -> Option<Box<dyn Running>> {
        // A key of any length will do.
        with_digest!(self, D => <<D as Keyable>::Mac as KeyInit>::new_from_slice(key)
            .ok()
            .map(|mac| Box::new(Keyed(mac)) as Box<dyn Running>))
        .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: Vec<u8>) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn a_copy_goes_its_own_way() {
        let mut digest = Kind::Md5.start();
        digest.update(b"a");
        let mut copy = digest.duplicate();
        copy.update(b"b");
        assert_eq!(hex(copy.finish(16)), "187ef4436122d1cc2f40dc2b92f0eba0");
        assert_eq!(hex(digest.finish(16)), "0cc175b9c0f1b6a831c399e269772661");
    }

    #[test]
    fn every_listed_name_is_known() {
        for name in NAMES {
            assert!(Kind::named(name).is_some(), "{name}");
        }
        assert_eq!(Kind::named("SHA-256"), Some(Kind::Sha256));
        assert!(Kind::named("whirlpool").is_none());
    }
}
