//! Ciphers and modes as objects, so that what drives them need not know their types.

use aes::{Aes128, Aes192, Aes256};
use chacha20::ChaCha20;
use cipher::array::Array;
use cipher::common::InnerInit as _;
use cipher::{
    BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit, KeyIvInit,
    StreamCipher, StreamCipherSeek,
};
use des::{TdesEde2, TdesEde3};

use super::names::{Algorithm, Mode};

/// Transforms data in place; of a block mode's data, whole blocks.
pub(super) trait Transform: Send {
    fn run(&mut self, data: &mut [u8]);
}

struct Encrypting<M>(M);

impl<M: BlockModeEncrypt + Send> Transform for Encrypting<M> {
    fn run(&mut self, data: &mut [u8]) {
        let (blocks, _) = Array::slice_as_chunks_mut(data);
        self.0.encrypt_blocks(blocks);
    }
}

struct Decrypting<M>(M);

impl<M: BlockModeDecrypt + Send> Transform for Decrypting<M> {
    fn run(&mut self, data: &mut [u8]) {
        let (blocks, _) = Array::slice_as_chunks_mut(data);
        self.0.decrypt_blocks(blocks);
    }
}

struct Keystream<S>(S);

impl<S: StreamCipher + Send> Transform for Keystream<S> {
    fn run(&mut self, data: &mut [u8]) {
        // OpenSSL lets counters wrap around as well.
        self.0.unchecked_apply_keystream(data);
    }
}

/// Full-block cipher feedback, which takes data of any length.
enum Feedback<C: BlockCipherEncrypt> {
    Encrypt(cfb_mode::BufEncryptor<C>),
    Decrypt(cfb_mode::BufDecryptor<C>),
}

impl<C: BlockCipherEncrypt + Send> Transform for Feedback<C>
where
    cfb_mode::BufEncryptor<C>: Send,
    cfb_mode::BufDecryptor<C>: Send,
{
    fn run(&mut self, data: &mut [u8]) {
        match self {
            Feedback::Encrypt(mode) => mode.encrypt(data),
            Feedback::Decrypt(mode) => mode.decrypt(data),
        }
    }
}

/// `with_cipher!(algorithm, key, C, cipher => expression)`: none when the key does not fit, or for a stream cipher.
macro_rules! with_cipher {
    ($algorithm:expr, $key:expr, $cipher:ident => $body:expr) => {{
        macro_rules! with {
            ($type:ty) => {
                match <$type as KeyInit>::new_from_slice($key) {
                    Ok($cipher) => $body,
                    Err(_) => None,
                }
            };
        }
        match $algorithm {
            Algorithm::Aes128 => with!(Aes128),
            Algorithm::Aes192 => with!(Aes192),
            Algorithm::Aes256 => with!(Aes256),
            Algorithm::DesEde => with!(TdesEde2),
            Algorithm::DesEde3 => with!(TdesEde3),
            Algorithm::ChaCha20 => None,
        }
    }};
}

fn boxed<T: Transform + 'static>(transform: T) -> Option<Box<dyn Transform>> {
    Some(Box::new(transform))
}

/// A mode that needs no authentication. None when key or IV do not fit.
pub(super) fn transform(
    algorithm: Algorithm,
    mode: Mode,
    key: &[u8],
    iv: &[u8],
    encrypt: bool,
) -> Option<Box<dyn Transform>> {
    match mode {
        Mode::Stream => chacha20(key, iv),
        Mode::Ecb => with_cipher!(algorithm, key, cipher => match encrypt {
            true => boxed(Encrypting(ecb::Encryptor::inner_init(cipher))),
            false => boxed(Decrypting(ecb::Decryptor::inner_init(cipher))),
        }),
        Mode::Cbc => with_cipher!(algorithm, key, cipher => match encrypt {
            true => boxed(Encrypting(cbc::Encryptor::inner_iv_slice_init(cipher, iv).ok()?)),
            false => boxed(Decrypting(cbc::Decryptor::inner_iv_slice_init(cipher, iv).ok()?)),
        }),
        Mode::Cfb => with_cipher!(algorithm, key, cipher => match encrypt {
            true => boxed(Feedback::Encrypt(cfb_mode::BufEncryptor::inner_iv_slice_init(cipher, iv).ok()?)),
            false => boxed(Feedback::Decrypt(cfb_mode::BufDecryptor::inner_iv_slice_init(cipher, iv).ok()?)),
        }),
        Mode::Cfb8 => with_cipher!(algorithm, key, cipher => match encrypt {
            true => boxed(Encrypting(cfb8::Encryptor::inner_iv_slice_init(cipher, iv).ok()?)),
            false => boxed(Decrypting(cfb8::Decryptor::inner_iv_slice_init(cipher, iv).ok()?)),
        }),
        Mode::Ofb => with_cipher!(algorithm, key, cipher => {
            let core = ofb::OfbCore::inner_iv_slice_init(cipher, iv).ok()?;
            boxed(Keystream(ofb::Ofb::from_core(core)))
        }),
        Mode::Ctr => counter(algorithm, key, iv),
        Mode::Gcm | Mode::Ccm | Mode::Poly1305 | Mode::Wrap | Mode::WrapPad | Mode::WrapDes => None,
    }
}

/// AES with a counter of 128 bits that starts at `iv`.
pub(super) fn counter(algorithm: Algorithm, key: &[u8], iv: &[u8]) -> Option<Box<dyn Transform>> {
    match algorithm {
        Algorithm::Aes128 => boxed(Keystream(
            ctr::Ctr128BE::<Aes128>::new_from_slices(key, iv).ok()?,
        )),
        Algorithm::Aes192 => boxed(Keystream(
            ctr::Ctr128BE::<Aes192>::new_from_slices(key, iv).ok()?,
        )),
        Algorithm::Aes256 => boxed(Keystream(
            ctr::Ctr128BE::<Aes256>::new_from_slices(key, iv).ok()?,
        )),
        _ => None,
    }
}

/// As [`counter`], where the last 32 bits alone count.
pub(super) fn counter32(algorithm: Algorithm, key: &[u8], iv: &[u8]) -> Option<Box<dyn Transform>> {
    match algorithm {
        Algorithm::Aes128 => boxed(Keystream(
            ctr::Ctr32BE::<Aes128>::new_from_slices(key, iv).ok()?,
        )),
        Algorithm::Aes192 => boxed(Keystream(
            ctr::Ctr32BE::<Aes192>::new_from_slices(key, iv).ok()?,
        )),
        Algorithm::Aes256 => boxed(Keystream(
            ctr::Ctr32BE::<Aes256>::new_from_slices(key, iv).ok()?,
        )),
        _ => None,
    }
}

/// `iv`: OpenSSL's, the block counter in four bytes (little endian) and the nonce in twelve.
pub(super) fn chacha20(key: &[u8], iv: &[u8]) -> Option<Box<dyn Transform>> {
    let (counter, nonce) = iv.split_first_chunk::<4>()?;
    let mut stream = ChaCha20::new_from_slices(key, nonce).ok()?;
    stream
        .try_seek(u64::from(u32::from_le_bytes(*counter)) * 64)
        .ok()?;
    boxed(Keystream(stream))
}
