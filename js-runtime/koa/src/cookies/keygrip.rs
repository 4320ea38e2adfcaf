//! Signing and encrypting with keys that rotate: egg-cookies' keygrip. (LCH-041, LCH-042, LCH-047, LCH-048)

use std::fmt;
use std::sync::OnceLock;

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::CookieError;
use crate::text::lenient_base64;

/// `app.keys`: the first one signs and encrypts, all of them verify and decrypt.
#[derive(Clone)]
pub struct Keygrip {
    keys: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    secret: Vec<u8>,
    /// HMAC-SHA256 that has taken in the secret: it is the same for every signature.
    hmac: Option<Hmac<Sha256>>,
    /// Derived when something is first encrypted; most applications only sign.
    password: OnceLock<Password>,
}

/// What OpenSSL's EVP_BytesToKey makes of a secret, with MD5, one round and no salt.
#[derive(Clone)]
struct Password {
    key: [u8; 32],
    iv: [u8; 16],
}

impl fmt::Debug for Keygrip {
    /// Tells how many keys there are: secrets have no place in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keygrip")
            .field("keys", &self.keys.len())
            .finish()
    }
}

impl Keygrip {
    /// A keygrip of one or more keys; a text key is its UTF-8 bytes.
    ///
    /// # Errors
    /// `keys must be provided and should be an array` without a key.
    pub fn new<K: AsRef<[u8]>>(keys: impl IntoIterator<Item = K>) -> Result<Self, CookieError> {
        let keys: Vec<Key> = keys.into_iter().map(|key| Key::new(key.as_ref())).collect();
        if keys.is_empty() {
            return Err(CookieError::Assertion(
                "keys must be provided and should be an array",
            ));
        }
        Ok(Self { keys })
    }

    /// `keys.sign(data)`: HMAC-SHA256 with the first key, as base64 for URLs without padding.
    pub fn sign(&self, data: &str) -> String {
        self.keys
            .first()
            .map(|key| key.sign(data))
            .unwrap_or_default()
    }

    /// `keys.verify(data, digest)`: the place of the key that made the signature; `None` where keygrip says -1. Signatures are
    /// compared in constant time.
    pub fn verify(&self, data: &str, digest: &str) -> Option<usize> {
        self.keys
            .iter()
            .position(|key| key.sign(data).as_bytes().ct_eq(digest.as_bytes()).into())
    }

    /// `keys.encrypt(text)`: AES-256-CBC with the first key.
    pub fn encrypt(&self, text: &str) -> Vec<u8> {
        self.keys
            .first()
            .map(|key| key.password().encrypt(text.as_bytes()))
            .unwrap_or_default()
    }

    /// `keys.decrypt(data)`: what the first key that fits makes of it, and the place of that key.
    pub fn decrypt(&self, data: &[u8]) -> Option<(Vec<u8>, usize)> {
        let mut decrypted = self
            .keys
            .iter()
            .map(|key| key.password().decrypt(data))
            .enumerate();
        decrypted.find_map(|(at, text)| Some((text?, at)))
    }

    /// What an encrypted cookie holds: [`Keygrip::encrypt`] as base64 for URLs with its padding.
    pub fn seal(&self, text: &str) -> String {
        URL_SAFE.encode(self.encrypt(text))
    }

    /// The text of an encrypted cookie, if one of the keys fits.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let (text, _) = self.decrypt(&lenient_base64(sealed))?;
        Some(String::from_utf8_lossy(&text).into_owned())
    }
}

impl Key {
    fn new(secret: &[u8]) -> Self {
        // HMAC takes keys of every length.
        let hmac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).ok();
        Self {
            secret: secret.to_vec(),
            hmac,
            password: OnceLock::new(),
        }
    }

    fn sign(&self, data: &str) -> String {
        let Some(mut hmac) = self.hmac.clone() else {
            return String::new();
        };
        hmac.update(data.as_bytes());
        URL_SAFE_NO_PAD.encode(hmac.finalize().into_bytes())
    }

    fn password(&self) -> &Password {
        self.password.get_or_init(|| Password::new(&self.secret))
    }
}

impl Password {
    fn new(secret: &[u8]) -> Self {
        let first = Md5::digest(secret);
        let next = |before: &[u8]| {
            Md5::new()
                .chain_update(before)
                .chain_update(secret)
                .finalize()
        };
        let second = next(&first);
        let iv = next(&second).into();
        let mut key = [0; 32];
        key[..16].copy_from_slice(&first);
        key[16..].copy_from_slice(&second);
        Self { key, iv }
    }

    fn encrypt(&self, text: &[u8]) -> Vec<u8> {
        cbc::Encryptor::<Aes256>::new(&self.key.into(), &self.iv.into())
            .encrypt_padded_vec::<Pkcs7>(text)
    }

    fn decrypt(&self, data: &[u8]) -> Option<Vec<u8>> {
        cbc::Decryptor::<Aes256>::new(&self.key.into(), &self.iv.into())
            .decrypt_padded_vec::<Pkcs7>(data)
            .ok()
    }
}
