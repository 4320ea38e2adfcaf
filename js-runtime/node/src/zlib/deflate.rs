//! Compressing: raw deflate, and the zlib and gzip formats around it.
//!
//! The formats are written here, around a raw stream, so that a change of level or strategy can begin a new raw stream
//! in the middle: zlib-rs offers no other way that works (its `set_level` has no room for what it must flush).

use zlib_rs::{Deflate, DeflateConfig, DeflateError, DeflateFlush, Method, Status, Strategy};

use super::codec::{Failure, Settings, Step};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapper {
    Raw,
    Zlib,
    Gzip,
}

pub(super) struct Deflater {
    raw: Deflate,
    wrapper: Wrapper,
    settings: Settings,
    /// Header or trailer bytes that are yet to be written.
    pending: Vec<u8>,
    /// CRC-32 or Adler-32 of the input so far.
    checksum: u32,
    /// Length of the input so far, modulo 2^32.
    length: u32,
    /// The raw stream has ended, the trailer is or was pending.
    ended: bool,
}

impl Deflater {
    /// None when a setting is out of zlib's range.
    pub(super) fn new(wrapper: Wrapper, mut settings: Settings) -> Option<Deflater> {
        // zlib writes a window of 256 bytes as one of 512.
        settings.window_bits = settings.window_bits.max(9);
        if settings.window_bits > 15
            || !(1..=9).contains(&settings.mem_level)
            || !(-1..=9).contains(&settings.level)
        {
            return None;
        }
        if wrapper == Wrapper::Gzip {
            // The format has no place for one.
            settings.dictionary.clear();
        }
        let raw = open(&settings)?;
        let mut deflater = Deflater {
            raw,
            wrapper,
            settings,
            pending: Vec::new(),
            checksum: 0,
            length: 0,
            ended: false,
        };
        deflater.begin();
        Some(deflater)
    }

    fn begin(&mut self) {
        if !self.settings.dictionary.is_empty() {
            // A raw stream before its first byte takes any dictionary.
            let set = self.raw.set_dictionary(&self.settings.dictionary);
            debug_assert!(set.is_ok());
        }
        self.pending = self.header();
        self.checksum = match self.wrapper {
            Wrapper::Zlib => 1,
            _ => 0,
        };
        self.length = 0;
        self.ended = false;
    }

    pub(super) fn reset(&mut self) {
        if let Some(raw) = open(&self.settings) {
            self.raw = raw;
        }
        self.begin();
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Step {
        let mut step = Step::default();
        self.drain(output, &mut step);
        if !self.pending.is_empty() {
            return step;
        }
        if !self.ended {
            let flush = DeflateFlush::try_from(flush).unwrap_or_default();
            let (before_in, before_out) = (self.raw.total_in(), self.raw.total_out());
            let status = self
                .raw
                .compress(input, &mut output[step.produced..], flush);
            step.consumed = (self.raw.total_in() - before_in) as usize;
            step.produced += (self.raw.total_out() - before_out) as usize;
            self.account(&input[..step.consumed]);
            match status {
                Ok(Status::StreamEnd) => {
                    self.ended = true;
                    self.pending = self.trailer();
                    self.drain(output, &mut step);
                }
                Ok(Status::Ok | Status::BufError) => {}
                Err(error) => step.failure = Some(failure(error)),
            }
        }
        step
    }

    pub(super) fn params(&mut self, level: i32, strategy: i32) -> Result<(), Failure> {
        self.settings.level = level;
        self.settings.strategy = strategy;
        // What was written ends at a byte, so another raw stream may follow. It starts without the window.
        match open(&self.settings) {
            Some(raw) => {
                self.raw = raw;
                Ok(())
            }
            None => Err(failure(DeflateError::StreamError)),
        }
    }

    fn drain(&mut self, output: &mut [u8], step: &mut Step) {
        let room = &mut output[step.produced..];
        let length = room.len().min(self.pending.len());
        for (to, from) in room.iter_mut().zip(self.pending.drain(..length)) {
            *to = from;
        }
        step.produced += length;
    }

    fn account(&mut self, input: &[u8]) {
        self.length = self.length.wrapping_add(input.len() as u32);
        match self.wrapper {
            Wrapper::Raw => {}
            Wrapper::Zlib => self.checksum = zlib_rs::adler32::adler32(self.checksum, input),
            Wrapper::Gzip => self.checksum = zlib_rs::crc32::crc32(self.checksum, input),
        }
    }

    /// RFC 1950, RFC 1952.
    fn header(&self) -> Vec<u8> {
        let Settings {
            level,
            window_bits,
            strategy,
            ..
        } = self.settings;
        let level = if level == -1 { 6 } else { level };
        let fastest = strategy >= 2 || level < 2;
        match self.wrapper {
            Wrapper::Raw => Vec::new(),
            Wrapper::Gzip => {
                let extra = match level {
                    9 => 2,
                    _ if fastest => 4,
                    _ => 0,
                };
                const UNIX: u8 = 3;
                vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, extra, UNIX]
            }
            Wrapper::Zlib => {
                let level = match level {
                    _ if fastest => 0,
                    ..6 => 1,
                    6 => 2,
                    _ => 3,
                };
                let mut head = (8 + ((window_bits as u16 - 8) << 4)) << 8 | level << 6;
                let dictionary = &self.settings.dictionary;
                if !dictionary.is_empty() {
                    head |= 0x20;
                }
                head += 31 - head % 31;
                let mut header = head.to_be_bytes().to_vec();
                if !dictionary.is_empty() {
                    let adler = zlib_rs::adler32::adler32(1, dictionary);
                    header.extend_from_slice(&adler.to_be_bytes());
                }
                header
            }
        }
    }

    fn trailer(&self) -> Vec<u8> {
        match self.wrapper {
            Wrapper::Raw => Vec::new(),
            Wrapper::Zlib => self.checksum.to_be_bytes().to_vec(),
            Wrapper::Gzip => [self.checksum.to_le_bytes(), self.length.to_le_bytes()].concat(),
        }
    }
}

fn open(settings: &Settings) -> Option<Deflate> {
    Some(Deflate::new_with_config(DeflateConfig {
        level: settings.level,
        method: Method::Deflated,
        window_bits: -settings.window_bits,
        mem_level: settings.mem_level,
        strategy: Strategy::try_from(settings.strategy).ok()?,
    }))
}

fn failure(error: DeflateError) -> Failure {
    let (code, errno) = match error {
        DeflateError::StreamError => ("Z_STREAM_ERROR", -2),
        DeflateError::DataError => ("Z_DATA_ERROR", -3),
        DeflateError::MemError => ("Z_MEM_ERROR", -4),
    };
    Failure::new("Zlib error", code, errno)
}

#[cfg(test)]
mod tests {
    use super::super::inflate::{Framing, Inflater};
    use super::*;

    #[test]
    fn another_strategy_may_begin_in_the_middle() {
        let settings = Settings {
            level: 6,
            window_bits: 15,
            mem_level: 8,
            strategy: 0,
            dictionary: Vec::new(),
        };
        let mut deflater = Deflater::new(Wrapper::Gzip, settings.clone()).expect("in range");
        let mut packed = vec![0; 4096];
        let mut at = 0;
        for (text, flush, params) in [
            ("hello hello ", 2, (9, 2)),
            ("hello again ", 2, (0, 2)),
            ("hello stored ", 2, (6, 0)),
            ("the end", 4, (6, 0)),
        ] {
            let step = deflater.step(text.as_bytes(), &mut packed[at..], flush);
            assert_eq!((step.consumed, step.failure), (text.len(), None));
            at += step.produced;
            deflater.params(params.0, params.1).expect("flushed");
        }
        let mut text = [0; 100];
        let mut inflater = Inflater::new(Framing::Gzip, settings).expect("in range");
        let step = inflater.step(&packed[..at], &mut text, 4);
        assert_eq!(step.failure, None);
        assert_eq!(
            &text[..step.produced],
            b"hello hello hello again hello stored the end"
        );
    }
}
