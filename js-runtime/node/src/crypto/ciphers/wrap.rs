//! AES key wrap (RFC 3394).

use subtle::ConstantTimeEq as _;

use super::blocks::{self, Transform};
use super::names::{Algorithm, Mode};

/// The initial value of RFC 3394, section 2.2.3.1.
pub(super) const DEFAULT_IV: [u8; 8] = [0xa6; 8];

/// None when the data is not at least two halves of a block, or the key does not fit.
pub(super) fn wrap(algorithm: Algorithm, key: &[u8], iv: &[u8; 8], data: &[u8]) -> Option<Vec<u8>> {
    if data.len() < 16 || !data.len().is_multiple_of(8) {
        return None;
    }
    let mut cipher = blocks::transform(algorithm, Mode::Ecb, key, &[], true)?;
    let mut output = [iv, data].concat();
    let mut head = *iv;
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

/// None when it was not wrapped with this key and initial value.
pub(super) fn unwrap(
    algorithm: Algorithm,
    key: &[u8],
    iv: &[u8; 8],
    data: &[u8],
) -> Option<Vec<u8>> {
    if data.len() < 24 || !data.len().is_multiple_of(8) {
        return None;
    }
    let mut cipher = blocks::transform(algorithm, Mode::Ecb, key, &[], false)?;
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
    bool::from(head.ct_eq(iv)).then(|| output.split_off(8))
}

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
