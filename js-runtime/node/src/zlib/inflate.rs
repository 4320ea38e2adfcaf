//! Decompressing deflate, zlib and gzip, with Node's rules for what follows the end of a stream.

use zlib_rs::{Inflate, InflateError, InflateFlush, Status};

use super::codec::{Failure, Settings, Step, Z_BUF_ERROR, Z_DATA_ERROR, Z_NEED_DICT};

/// What stands around the compressed data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    Raw,
    Zlib,
    Gzip,
    /// zlib or gzip, as the first bytes say.
    Auto,
}

pub(super) struct Inflater {
    inner: Inflate,
    framing: Framing,
    settings: Settings,
    /// With [`Framing::Auto`]: bytes of gzip's magic number that were seen.
    magic: usize,
    /// Whether further gzip members may follow the first: known from the start, or from the magic number.
    members: bool,
}

const FINISH: i32 = 4;

impl Inflater {
    /// None when a setting is out of zlib's range.
    pub(super) fn new(framing: Framing, settings: Settings) -> Option<Inflater> {
        if !matches!(settings.window_bits, 0 | 8..=15) {
            return None;
        }
        let mut inflater = Inflater {
            inner: open(framing, settings.window_bits),
            framing,
            settings,
            magic: 0,
            members: framing == Framing::Gzip,
        };
        inflater.begin();
        Some(inflater)
    }

    fn begin(&mut self) {
        if self.framing == Framing::Raw && !self.settings.dictionary.is_empty() {
            // A raw stream before its first byte takes any dictionary.
            let set = self.inner.set_dictionary(&self.settings.dictionary);
            debug_assert!(set.is_ok());
        }
    }

    pub(super) fn reset(&mut self) {
        self.inner = open(self.framing, self.settings.window_bits);
        self.magic = 0;
        self.members = self.framing == Framing::Gzip;
        self.begin();
    }

    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Step {
        self.look_for_magic(input);
        let mut step = Step::default();
        let mut outcome = self.advance(input, output, flush, &mut step);
        // Zeros after a member are padding; anything else must be another member.
        while self.members
            && outcome == Ok(Status::StreamEnd)
            && input.get(step.consumed).is_some_and(|&byte| byte != 0)
        {
            self.inner = open(self.framing, self.settings.window_bits);
            outcome = self.advance(input, output, flush, &mut step);
        }
        step.failure = match outcome {
            Ok(Status::StreamEnd) => None,
            Ok(_) if flush == FINISH && step.produced < output.len() => {
                Some(Failure::unexpected_end())
            }
            Ok(_) => None,
            Err(error) => Some(self.failure(error)),
        };
        step
    }

    /// Inflates once more, behind what `step` says was done.
    fn advance(
        &mut self,
        input: &[u8],
        output: &mut [u8],
        flush: i32,
        step: &mut Step,
    ) -> Result<Status, InflateError> {
        let mut outcome = self.inflate(input, output, flush, step);
        if let Err(InflateError::NeedDict { dict_id }) = outcome
            && !self.settings.dictionary.is_empty()
        {
            outcome = match self.inner.set_dictionary(&self.settings.dictionary) {
                Ok(_) => self.inflate(input, output, flush, step),
                Err(InflateError::DataError) => Err(InflateError::NeedDict { dict_id }),
                Err(error) => Err(error),
            };
        }
        outcome
    }

    fn inflate(
        &mut self,
        input: &[u8],
        output: &mut [u8],
        flush: i32,
        step: &mut Step,
    ) -> Result<Status, InflateError> {
        // Partial and full flush mean nothing to a decompressor.
        let flush = InflateFlush::try_from(flush).unwrap_or(InflateFlush::SyncFlush);
        let (before_in, before_out) = (self.inner.total_in(), self.inner.total_out());
        let outcome =
            self.inner
                .decompress(&input[step.consumed..], &mut output[step.produced..], flush);
        step.consumed += (self.inner.total_in() - before_in) as usize;
        step.produced += (self.inner.total_out() - before_out) as usize;
        outcome
    }

    fn look_for_magic(&mut self, input: &[u8]) {
        const MAGIC: [u8; 2] = [0x1f, 0x8b];
        if self.framing != Framing::Auto {
            return;
        }
        for &byte in input {
            // Past the magic number, or another byte than it has here: settled.
            if MAGIC.get(self.magic) != Some(&byte) {
                self.magic = MAGIC.len();
                return;
            }
            self.magic += 1;
            if self.magic == MAGIC.len() {
                self.members = true;
            }
        }
    }

    fn failure(&self, error: InflateError) -> Failure {
        let (code, errno) = match error {
            InflateError::NeedDict { .. } => ("Z_NEED_DICT", Z_NEED_DICT),
            InflateError::StreamError => ("Z_STREAM_ERROR", -2),
            InflateError::DataError => ("Z_DATA_ERROR", Z_DATA_ERROR),
            InflateError::MemError => ("Z_MEM_ERROR", -4),
        };
        let message = match error {
            InflateError::NeedDict { .. } if self.settings.dictionary.is_empty() => {
                "Missing dictionary"
            }
            InflateError::NeedDict { .. } => "Bad dictionary",
            _ => self.inner.error_message().unwrap_or("Zlib error"),
        };
        debug_assert!(errno != Z_BUF_ERROR);
        Failure::new(message, code, errno)
    }
}

fn open(framing: Framing, window_bits: i32) -> Inflate {
    let bits = window_bits as u8;
    match framing {
        Framing::Raw => Inflate::new(false, bits),
        Framing::Zlib => Inflate::new(true, bits),
        Framing::Gzip => Inflate::new(true, bits + 16),
        Framing::Auto => Inflate::new(true, bits + 32),
    }
}
