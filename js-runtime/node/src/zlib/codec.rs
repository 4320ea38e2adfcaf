//! What every format's codec has in common: a step from an input into an output, and how it fails.

use super::brotli::{Compressor, Decompressor};
use super::deflate::{Deflater, Wrapper};
use super::inflate::{Framing, Inflater};

/// zlib's return codes, as errors carry them in `errno` and, by name, in `code`.
pub(super) const Z_NEED_DICT: i32 = 2;
pub(super) const Z_DATA_ERROR: i32 = -3;
pub(super) const Z_BUF_ERROR: i32 = -5;

/// Why a step failed: `message`, `code` and `errno` of Node's error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) code: String,
    pub(super) errno: i32,
}

impl Failure {
    pub(super) fn new(message: &str, code: &str, errno: i32) -> Failure {
        Failure {
            message: message.to_string(),
            code: code.to_string(),
            errno,
        }
    }

    /// The input ended inside the compressed data.
    pub(super) fn unexpected_end() -> Failure {
        Failure::new("unexpected end of file", "Z_BUF_ERROR", Z_BUF_ERROR)
    }
}

/// How far a step came.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// Bytes taken from the input.
    pub(super) consumed: usize,
    /// Bytes written to the output; when that is all there was room for, there may be more.
    pub(super) produced: usize,
    pub(super) failure: Option<Failure>,
}

/// Parameters of the zlib formats, in zlib's terms and ranges.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) level: i32,
    pub(super) window_bits: i32,
    pub(super) mem_level: i32,
    pub(super) strategy: i32,
    /// Empty when there is none.
    pub(super) dictionary: Vec<u8>,
}

/// A stream being compressed or decompressed.
pub(super) enum Codec {
    Deflate(Deflater),
    Inflate(Inflater),
    Compress(Box<Compressor>),
    Decompress(Box<Decompressor>),
}

impl Codec {
    /// `mode`: Node's constant, DEFLATE to UNZIP. None for others.
    pub(super) fn zlib(mode: i32, settings: Settings) -> Option<Codec> {
        Some(match mode {
            1 => Codec::Deflate(Deflater::new(Wrapper::Zlib, settings)?),
            2 => Codec::Inflate(Inflater::new(Framing::Zlib, settings)?),
            3 => Codec::Deflate(Deflater::new(Wrapper::Gzip, settings)?),
            4 => Codec::Inflate(Inflater::new(Framing::Gzip, settings)?),
            5 => Codec::Deflate(Deflater::new(Wrapper::Raw, settings)?),
            6 => Codec::Inflate(Inflater::new(Framing::Raw, settings)?),
            7 => Codec::Inflate(Inflater::new(Framing::Auto, settings)?),
            _ => return None,
        })
    }

    /// `mode`: BROTLI_DECODE or BROTLI_ENCODE. `params`: value by parameter number, `u32::MAX` where not given. None when
    /// one does not fit.
    pub(super) fn brotli(mode: i32, params: &[u32]) -> Option<Codec> {
        let params: Vec<(u32, u32)> = (0..)
            .zip(params.iter().copied())
            .filter(|&(_, value)| value != u32::MAX)
            .collect();
        Some(match mode {
            8 => Codec::Decompress(Box::new(Decompressor::new(params)?)),
            9 => Codec::Compress(Box::new(Compressor::new(params)?)),
            _ => return None,
        })
    }

    /// Goes as far as input and room for output allow. `flush`: zlib's or brotli's constant, by the codec.
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Step {
        match self {
            Codec::Deflate(deflater) => deflater.step(input, output, flush),
            Codec::Inflate(inflater) => inflater.step(input, output, flush),
            Codec::Compress(compressor) => compressor.step(input, output, flush),
            Codec::Decompress(decompressor) => decompressor.step(input, output, flush),
        }
    }

    /// Back to the start of a stream, with the same parameters.
    pub(super) fn reset(&mut self) {
        match self {
            Codec::Deflate(deflater) => deflater.reset(),
            Codec::Inflate(inflater) => inflater.reset(),
            Codec::Compress(compressor) => compressor.reset(),
            Codec::Decompress(decompressor) => decompressor.reset(),
        }
    }

    /// Another level and strategy from here on; what was written before must have been flushed. Nothing for codecs
    /// without these.
    pub(super) fn params(&mut self, level: i32, strategy: i32) -> Result<(), Failure> {
        match self {
            Codec::Deflate(deflater) => deflater.params(level, strategy),
            _ => Ok(()),
        }
    }

    /// All that `input` gives. `flush`: what ends it.
    pub(super) fn run(&mut self, input: &[u8], flush: i32, limit: usize) -> Whole {
        let mut output = vec![0; 16384.max(input.len()).min(limit.saturating_add(1))];
        let (mut consumed, mut produced) = (0, 0);
        loop {
            let step = self.step(&input[consumed..], &mut output[produced..], flush);
            consumed += step.consumed;
            produced += step.produced;
            if let Some(failure) = step.failure {
                return Whole::Failed(failure);
            }
            if produced > limit {
                return Whole::TooLarge;
            }
            if produced < output.len() {
                output.truncate(produced);
                return Whole::Done { output, consumed };
            }
            output.resize(
                output.len().saturating_mul(2).min(limit.saturating_add(1)),
                0,
            );
        }
    }
}

/// What [`Codec::run`] came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Done { output: Vec<u8>, consumed: usize },
    TooLarge,
    Failed(Failure),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            level: -1,
            window_bits: 15,
            mem_level: 8,
            strategy: 0,
            dictionary: Vec::new(),
        }
    }

    fn whole(mode: i32, input: &[u8], limit: usize) -> Whole {
        let finish = if mode < 8 { 4 } else { 2 };
        let mut codec = match mode {
            8 | 9 => Codec::brotli(mode, &[]).expect("a codec"),
            _ => Codec::zlib(mode, settings()).expect("a codec"),
        };
        codec.run(input, finish, limit)
    }

    fn done(whole: Whole) -> Vec<u8> {
        match whole {
            Whole::Done { output, .. } => output,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_was_packed_unpacks_in_every_format() {
        let text: Vec<u8> = (0..200_000u32)
            .flat_map(|n| (n / 7).to_le_bytes())
            .collect();
        for (pack, unpack) in [(1, 2), (3, 4), (5, 6), (1, 7), (3, 7), (9, 8)] {
            let packed = done(whole(pack, &text, usize::MAX));
            assert!(packed.len() < text.len() / 2, "{pack}");
            assert!(done(whole(unpack, &packed, usize::MAX)) == text, "{pack}");
            assert_eq!(whole(unpack, &packed, 1000), Whole::TooLarge);
            let cut = &packed[..packed.len() / 2];
            assert_eq!(
                whole(unpack, cut, usize::MAX),
                Whole::Failed(Failure::unexpected_end())
            );
        }
    }

    #[test]
    fn one_byte_of_room_at_a_time_is_enough() {
        for (pack, unpack) in [(1, 2), (3, 4), (5, 6), (9, 8)] {
            let packed = done(whole(pack, b"hello hello hello", usize::MAX));
            let mut codec = match unpack {
                8 => Codec::brotli(8, &[]).expect("a codec"),
                _ => Codec::zlib(unpack, settings()).expect("a codec"),
            };
            let mut text = Vec::new();
            for byte in packed {
                let mut input = &[byte][..];
                loop {
                    let mut room = [0];
                    let step = codec.step(input, &mut room, 0);
                    assert_eq!(step.failure, None);
                    input = &input[step.consumed..];
                    text.extend_from_slice(&room[..step.produced]);
                    if step.produced == 0 {
                        break;
                    }
                }
            }
            assert_eq!(text, b"hello hello hello", "{pack}");
        }
    }
}
