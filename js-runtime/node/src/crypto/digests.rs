//! Digests by Node's names.

use hmac::{Hmac, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

/// A digest in progress, of whatever kind.
pub(super) trait Running {
    fn update(&mut self, data: &[u8]);
    fn finish(self: Box<Self>) -> Vec<u8>;
    fn duplicate(&self) -> Box<dyn Running>;
}

struct Plain<D>(D);

impl<D: Digest + Clone + 'static> Running for Plain<D> {
    fn update(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.0.finalize().to_vec()
    }

    fn duplicate(&self) -> Box<dyn Running> {
        Box::new(Plain(self.0.clone()))
    }
}

struct Keyed<M>(M);

impl<M: Mac + Clone + 'static> Running for Keyed<M> {
    fn update(&mut self, data: &[u8]) {
        Mac::update(&mut self.0, data);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.0.finalize().into_bytes().to_vec()
    }

    fn duplicate(&self) -> Box<dyn Running> {
        Box::new(Keyed(self.0.clone()))
    }
}

/// `crypto.getHashes()`: OpenSSL's names of what is here.
pub(super) fn names() -> Vec<&'static str> {
    vec![
        "RSA-MD5",
        "RSA-SHA1",
        "RSA-SHA1-2",
        "RSA-SHA224",
        "RSA-SHA256",
        "RSA-SHA384",
        "RSA-SHA512",
        "RSA-SHA512/224",
        "RSA-SHA512/256",
        "md5",
        "md5WithRSAEncryption",
        "sha1",
        "sha1WithRSAEncryption",
        "sha224",
        "sha224WithRSAEncryption",
        "sha256",
        "sha256WithRSAEncryption",
        "sha384",
        "sha384WithRSAEncryption",
        "sha512",
        "sha512-224",
        "sha512-224WithRSAEncryption",
        "sha512-256",
        "sha512-256WithRSAEncryption",
        "sha512WithRSAEncryption",
        "ssl3-md5",
        "ssl3-sha1",
    ]
}

/// Which digest a name means: OpenSSL takes several spellings of each, in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
}

fn kind(name: &str) -> Option<Kind> {
    let name = name.to_ascii_lowercase();
    let name = name
        .strip_prefix("rsa-")
        .or(name.strip_prefix("ssl3-"))
        .unwrap_or(&name);
    let name = name.strip_suffix("withrsaencryption").unwrap_or(name);
    Some(match name {
        "md5" => Kind::Md5,
        "sha1" | "sha-1" | "sha1-2" => Kind::Sha1,
        "sha224" | "sha-224" | "sha2-224" => Kind::Sha224,
        "sha256" | "sha-256" | "sha2-256" => Kind::Sha256,
        "sha384" | "sha-384" | "sha2-384" => Kind::Sha384,
        "sha512" | "sha-512" | "sha2-512" => Kind::Sha512,
        "sha512-224" | "sha512/224" | "sha-512/224" | "sha2-512/224" => Kind::Sha512_224,
        "sha512-256" | "sha512/256" | "sha-512/256" | "sha2-512/256" => Kind::Sha512_256,
        _ => return None,
    })
}

/// A digest by name.
pub(super) fn hash(name: &str) -> Option<Box<dyn Running>> {
    Some(match kind(name)? {
        Kind::Md5 => Box::new(Plain(Md5::new())),
        Kind::Sha1 => Box::new(Plain(Sha1::new())),
        Kind::Sha224 => Box::new(Plain(Sha224::new())),
        Kind::Sha256 => Box::new(Plain(Sha256::new())),
        Kind::Sha384 => Box::new(Plain(Sha384::new())),
        Kind::Sha512 => Box::new(Plain(Sha512::new())),
        Kind::Sha512_224 => Box::new(Plain(Sha512_224::new())),
        Kind::Sha512_256 => Box::new(Plain(Sha512_256::new())),
    })
}

/// A keyed digest by its digest's name.
pub(super) fn hmac(name: &str, key: &[u8]) -> Option<Box<dyn Running>> {
    fn keyed<M: Mac + hmac::KeyInit + Clone + 'static>(key: &[u8]) -> Option<Box<dyn Running>> {
        // An HMAC takes a key of any length.
        <M as hmac::KeyInit>::new_from_slice(key)
            .ok()
            .map(|mac| Box::new(Keyed(mac)) as Box<dyn Running>)
    }
    match kind(name)? {
        Kind::Md5 => keyed::<Hmac<Md5>>(key),
        Kind::Sha1 => keyed::<Hmac<Sha1>>(key),
        Kind::Sha224 => keyed::<Hmac<Sha224>>(key),
        Kind::Sha256 => keyed::<Hmac<Sha256>>(key),
        Kind::Sha384 => keyed::<Hmac<Sha384>>(key),
        Kind::Sha512 => keyed::<Hmac<Sha512>>(key),
        Kind::Sha512_224 => keyed::<Hmac<Sha512_224>>(key),
        Kind::Sha512_256 => keyed::<Hmac<Sha512_256>>(key),
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
        let mut digest = hash("md5").expect("known");
        digest.update(b"a");
        let mut copy = digest.duplicate();
        copy.update(b"b");
        assert_eq!(hex(copy.finish()), "187ef4436122d1cc2f40dc2b92f0eba0");
        assert_eq!(hex(digest.finish()), "0cc175b9c0f1b6a831c399e269772661");
    }

    #[test]
    fn every_listed_name_is_known() {
        for name in names() {
            assert!(kind(name).is_some(), "{name}");
        }
        assert_eq!(kind("SHA-256"), Some(Kind::Sha256));
        assert!(kind("whirlpool").is_none());
    }
}
