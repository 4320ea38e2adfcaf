//! Encryption with an authentication tag, in a stream: GCM, ChaCha20-Poly1305 and CCM.

use cipher::KeyInit;
use cipher::array::Array;
use cipher::consts::U16;
use ghash::GHash;
use poly1305::Poly1305;
use subtle::ConstantTimeEq as _;
use universal_hash::UniversalHash;

use super::blocks::{self, Transform};
use super::names::{Algorithm, Mode};

/// A universal hash fed by pieces of any length.
struct Absorber<U> {
    hash: U,
    partial: [u8; 16],
    filled: usize,
}

impl<U: UniversalHash<BlockSize = U16>> Absorber<U> {
    fn new(hash: U) -> Self {
        Absorber {
            hash,
            partial: [0; 16],
            filled: 0,
        }
    }

    fn absorb(&mut self, mut data: &[u8]) {
        if self.filled > 0 {
            let taken = data.len().min(16 - self.filled);
            self.partial[self.filled..self.filled + taken].copy_from_slice(&data[..taken]);
            self.filled += taken;
            data = &data[taken..];
            if self.filled < 16 {
                return;
            }
            self.hash.update(&[self.partial.into()]);
            self.filled = 0;
        }
        let (blocks, rest) = Array::slice_as_chunks(data);
        self.hash.update(blocks);
        self.partial[..rest.len()].copy_from_slice(rest);
        self.filled = rest.len();
    }

    /// Zeros up to a whole block.
    fn pad(&mut self) {
        if self.filled > 0 {
            self.partial[self.filled..].fill(0);
            self.hash.update(&[self.partial.into()]);
            self.filled = 0;
        }
    }
}

/// A cipher that makes a tag beside its output.
pub(super) trait Authenticated: Send {
    /// Data that is authenticated only; before any other.
    fn associate(&mut self, data: &[u8]);
    /// Encrypts or decrypts in place.
    fn run(&mut self, data: &mut [u8]);
    /// The tag of all that went through, 16 bytes.
    fn tag(self: Box<Self>) -> [u8; 16];
}

/// None when key or nonce do not fit.
pub(super) fn open(
    algorithm: Algorithm,
    mode: Mode,
    key: &[u8],
    nonce: &[u8],
    encrypt: bool,
) -> Option<Box<dyn Authenticated>> {
    Some(match mode {
        Mode::Gcm => Box::new(gcm(algorithm, key, nonce, encrypt)?),
        Mode::Poly1305 => Box::new(chacha20_poly1305(key, nonce, encrypt)?),
        _ => return None,
    })
}

/// GCM and ChaCha20-Poly1305 differ in the hash, and in how they write lengths.
struct Streaming<U> {
    stream: Box<dyn Transform>,
    hash: Absorber<U>,
    encrypt: bool,
    associated: u64,
    length: u64,
    /// What the hash is masked with.
    mask: [u8; 16],
    lengths: fn(u64, u64) -> [u8; 16],
}

impl<U: UniversalHash<BlockSize = U16> + Send> Authenticated for Streaming<U> {
    fn associate(&mut self, data: &[u8]) {
        self.hash.absorb(data);
        self.associated += data.len() as u64;
    }

    fn run(&mut self, data: &mut [u8]) {
        if self.length == 0 {
            self.hash.pad();
        }
        self.length += data.len() as u64;
        if self.encrypt {
            self.stream.run(data);
            self.hash.absorb(data);
        } else {
            self.hash.absorb(data);
            self.stream.run(data);
        }
    }

    fn tag(mut self: Box<Self>) -> [u8; 16] {
        self.hash.pad();
        self.hash
            .absorb(&(self.lengths)(self.associated, self.length));
        let mut tag: [u8; 16] = self.hash.hash.finalize().into();
        for (byte, mask) in tag.iter_mut().zip(self.mask) {
            *byte ^= mask;
        }
        tag
    }
}

fn join(a: [u8; 8], b: [u8; 8]) -> [u8; 16] {
    let mut both = [0; 16];
    both[..8].copy_from_slice(&a);
    both[8..].copy_from_slice(&b);
    both
}

/// NIST SP 800-38D.
fn gcm(algorithm: Algorithm, key: &[u8], nonce: &[u8], encrypt: bool) -> Option<Streaming<GHash>> {
    let lengths = |a: u64, b: u64| join((a * 8).to_be_bytes(), (b * 8).to_be_bytes());
    // The keystream at counter zero is the encryption of a block of zeros.
    let mut subkey = [0; 16];
    blocks::counter(algorithm, key, &[0; 16])?.run(&mut subkey);
    let hash = <GHash as KeyInit>::new(&subkey.into());
    let mut first = [0; 16];
    if nonce.len() == 12 {
        first[..12].copy_from_slice(nonce);
        first[15] = 1;
    } else {
        let mut absorber = Absorber::new(hash.clone());
        absorber.absorb(nonce);
        absorber.pad();
        absorber.absorb(&lengths(0, nonce.len() as u64));
        first = absorber.hash.finalize().into();
    }
    let mut stream = blocks::counter32(algorithm, key, &first)?;
    let mut mask = [0; 16];
    stream.run(&mut mask);
    Some(Streaming {
        stream,
        hash: Absorber::new(hash),
        encrypt,
        associated: 0,
        length: 0,
        mask,
        lengths,
    })
}

/// RFC 8439; a nonce shorter than 12 bytes has zeros before it, as OpenSSL takes it.
fn chacha20_poly1305(key: &[u8], nonce: &[u8], encrypt: bool) -> Option<Streaming<Poly1305>> {
    let mut iv = [0; 16];
    iv.get_mut(16usize.checked_sub(nonce.len())?.max(4)..)?
        .copy_from_slice(nonce);
    let mut stream = blocks::chacha20(key, &iv)?;
    // The first block of the keystream makes the one-time key; the rest of it is not used.
    let mut first = [0; 64];
    stream.run(&mut first);
    let one_time = first.first_chunk::<32>()?;
    Some(Streaming {
        stream,
        hash: Absorber::new(<Poly1305 as KeyInit>::new(&(*one_time).into())),
        encrypt,
        associated: 0,
        length: 0,
        mask: [0; 16],
        lengths: |a, b| join(a.to_le_bytes(), b.to_le_bytes()),
    })
}

/// NIST SP 800-38C: the whole message at once. Encrypts in place and gives the tag of `tag_length` bytes; with a tag given,
/// decrypts in place and says whether it holds.
pub(super) struct Ccm<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) key: &'a [u8],
    pub(super) nonce: &'a [u8],
    pub(super) associated: &'a [u8],
    pub(super) tag_length: usize,
}

impl Ccm<'_> {
    pub(super) fn encrypt(&self, data: &mut [u8]) -> Option<Vec<u8>> {
        let mac = self.mac(data)?;
        let mut stream = self.keystream()?;
        let tag = self.mask(mac, &mut *stream);
        stream.run(data);
        Some(tag)
    }

    pub(super) fn decrypt(&self, data: &mut [u8], expected: &[u8]) -> Option<bool> {
        let mut stream = self.keystream()?;
        let mut mask = [0; 16];
        stream.run(&mut mask);
        stream.run(data);
        let mut tag = self.mac(data)?;
        for (byte, mask) in tag.iter_mut().zip(mask) {
            *byte ^= mask;
        }
        Some(bool::from(tag[..self.tag_length].ct_eq(expected)))
    }

    fn mask(&self, mut mac: [u8; 16], stream: &mut dyn Transform) -> Vec<u8> {
        stream.run(&mut mac);
        mac[..self.tag_length].to_vec()
    }

    /// The keystream from block zero, which masks the tag.
    fn keystream(&self) -> Option<Box<dyn Transform>> {
        let mut first = [0; 16];
        first[0] = self.counter_bytes()? - 1;
        first[1..=self.nonce.len()].copy_from_slice(self.nonce);
        blocks::counter(self.algorithm, self.key, &first)
    }

    /// Bytes that the message's length takes, by the nonce's.
    fn counter_bytes(&self) -> Option<u8> {
        matches!(self.nonce.len(), 7..=13).then(|| 15 - self.nonce.len() as u8)
    }

    fn mac(&self, data: &[u8]) -> Option<[u8; 16]> {
        let counter_bytes = self.counter_bytes()?;
        let mut message = Vec::with_capacity(48 + self.associated.len() + data.len());
        let has_associated = u8::from(!self.associated.is_empty());
        message.push(
            has_associated << 6 | ((self.tag_length as u8 - 2) / 2) << 3 | (counter_bytes - 1),
        );
        message.extend_from_slice(self.nonce);
        let length = (data.len() as u64).to_be_bytes();
        message.extend_from_slice(&length[8 - usize::from(counter_bytes)..]);
        match self.associated.len() {
            0 => {}
            short @ ..0xff00 => message.extend_from_slice(&(short as u16).to_be_bytes()),
            long => {
                message.extend_from_slice(&[0xff, 0xfe]);
                message.extend_from_slice(&(long as u32).to_be_bytes());
            }
        }
        message.extend_from_slice(self.associated);
        message.resize(message.len().next_multiple_of(16), 0);
        message.extend_from_slice(data);
        message.resize(message.len().next_multiple_of(16), 0);
        blocks::transform(self.algorithm, Mode::Cbc, self.key, &[0; 16], true)?.run(&mut message);
        message.last_chunk::<16>().copied()
    }
}
