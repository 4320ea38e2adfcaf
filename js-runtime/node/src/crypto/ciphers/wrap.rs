//! Ciphers that wrap keys: AES's (RFC 3394), the one for data of any length (RFC 5649), and Triple DES's (RFC 3217).

use sha1::{Digest as _, Sha1};
use subtle::ConstantTimeEq as _;

use super::blocks::{self, Transform};
use super::names::{Algorithm, Mode};

/// What wraps: a mode, a cipher and its key.
pub(super) struct Wrapper<'a> {
    pub(super) mode: Mode,
    pub(super) algorithm: Algorithm,
    pub(super) key: &'a [u8],
    /// The initial value, of the length that the mode has.
    pub(super) iv: &'a [u8],
}

impl Wrapper<'_> {
    /// None for data of a length that the mode does not take.
    pub(super) fn wrap(&self, data: &[u8]) -> Option<Vec<u8>> {
        match self.mode {
            _ if data.is_empty() => Some(Vec::new()),
            Mode::Wrap => {
                let fits = data.len() >= 16 && data.len().is_multiple_of(8);
                fits.then(|| self.shuffle(self.iv.try_into().ok()?, data))?
            }
            Mode::WrapPad => self.wrap_padded(data),
            _ => self.wrap_des(data),
        }
    }

    /// None when it was not wrapped with this key and initial value.
    pub(super) fn unwrap(&self, data: &[u8]) -> Option<Vec<u8>> {
        match self.mode {
            _ if data.is_empty() => Some(Vec::new()),
            Mode::Wrap => {
                let (head, plain) = self.unshuffle(data)?;
                bool::from(head.ct_eq(self.iv)).then_some(plain)
            }
            Mode::WrapPad => self.unwrap_padded(data),
            _ => self.unwrap_des(data),
        }
    }

    fn block(&self, encrypt: bool) -> Option<Box<dyn Transform>> {
        blocks::transform(self.algorithm, Mode::Ecb, self.key, &[], encrypt)
    }

    fn shuffle(&self, iv: [u8; 8], data: &[u8]) -> Option<Vec<u8>> {
        let mut cipher = self.block(true)?;
        let mut output = [&iv, data].concat();
        let mut head = iv;
        let count = (data.len() / 8) as u64;
        for step in 1..=6 * count {
            let at = 8 * ((step - 1) % count + 1) as usize;
            let block = run(&mut *cipher, head, &output[at..at + 8]);
            head.copy_from_slice(&block[..8]);
            xor(&mut head, step);
            output[at..at + 8].copy_from_slice(&block[8..]);
        }
        output[..8].copy_from_slice(&head);
        Some(output)
    }

    /// The initial value and the data; what they have to be is for the caller to see.
    fn unshuffle(&self, data: &[u8]) -> Option<([u8; 8], Vec<u8>)> {
        if data.len() < 24 || !data.len().is_multiple_of(8) {
            return None;
        }
        let mut cipher = self.block(false)?;
        let mut output = data.to_vec();
        let mut head = *data.first_chunk::<8>()?;
        let count = (data.len() / 8 - 1) as u64;
        for step in (1..=6 * count).rev() {
            let at = 8 * ((step - 1) % count + 1) as usize;
            xor(&mut head, step);
            let block = run(&mut *cipher, head, &output[at..at + 8]);
            head.copy_from_slice(&block[..8]);
            output[at..at + 8].copy_from_slice(&block[8..]);
        }
        Some((head, output.split_off(8)))
    }

    /// The initial value is a mark and the length.
    fn wrap_padded(&self, data: &[u8]) -> Option<Vec<u8>> {
        let mut iv = [0; 8];
        iv[..4].copy_from_slice(self.iv);
        iv[4..].copy_from_slice(&u32::try_from(data.len()).ok()?.to_be_bytes());
        let mut padded = data.to_vec();
        padded.resize(data.len().next_multiple_of(8), 0);
        match padded.len() {
            8 => Some(run(&mut *self.block(true)?, iv, &padded).to_vec()),
            _ => self.shuffle(iv, &padded),
        }
    }

    fn unwrap_padded(&self, data: &[u8]) -> Option<Vec<u8>> {
        let (head, mut plain) = match data.len() {
            16 => {
                let (head, tail) = data.split_first_chunk::<8>()?;
                let block = run(&mut *self.block(false)?, *head, tail);
                (*block.first_chunk::<8>()?, block[8..].to_vec())
            }
            _ => self.unshuffle(data)?,
        };
        let (mark, length) = head.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(length.try_into().ok()?) as usize;
        let padding = plain.len().checked_sub(length).filter(|&count| count < 8)?;
        let zeros = &plain[length..];
        let holds = mark.ct_eq(self.iv) & zeros.ct_eq(&[0; 8][..padding]);
        plain.truncate(length);
        bool::from(holds).then_some(plain)
    }

    fn chain(&self, encrypt: bool, iv: &[u8], data: &mut [u8]) -> Option<()> {
        blocks::transform(self.algorithm, Mode::Cbc, self.key, iv, encrypt)?.run(data);
        Some(())
    }

    /// The data and their digest, encrypted from a random initial value; this, backwards, encrypted again.
    fn wrap_des(&self, data: &[u8]) -> Option<Vec<u8>> {
        if !data.len().is_multiple_of(8) {
            return None;
        }
        let mut iv = [0; 8];
        getrandom::fill(&mut iv).ok()?;
        let mut output = [&iv, data, &Sha1::digest(data)[..8]].concat();
        self.chain(true, &iv, &mut output[8..])?;
        output.reverse();
        self.chain(true, &OUTER_IV, &mut output)?;
        Some(output)
    }

    fn unwrap_des(&self, data: &[u8]) -> Option<Vec<u8>> {
        if data.len() < 24 || !data.len().is_multiple_of(8) {
            return None;
        }
        let mut output = data.to_vec();
        self.chain(false, &OUTER_IV, &mut output)?;
        output.reverse();
        let iv = *output.first_chunk::<8>()?;
        self.chain(false, &iv, &mut output[8..])?;
        let digest = output.split_off(output.len() - 8);
        let plain = output.split_off(8);
        bool::from(Sha1::digest(&plain)[..8].ct_eq(&digest)).then_some(plain)
    }
}

/// Of RFC 3217.
const OUTER_IV: [u8; 8] = [0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05];

fn run(cipher: &mut dyn Transform, head: [u8; 8], tail: &[u8]) -> [u8; 16] {
    let mut block = [0; 16];
    block[..8].copy_from_slice(&head);
    block[8..].copy_from_slice(tail);
    cipher.run(&mut block);
    block
}

fn xor(head: &mut [u8; 8], step: u64) {
    for (byte, counter) in head.iter_mut().zip(step.to_be_bytes()) {
        *byte ^= counter;
    }
}
