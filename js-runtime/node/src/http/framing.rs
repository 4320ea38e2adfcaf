//! Chunked bodies: where their data lies in what comes in.

use super::scan::{Fault, Rules, Scan, fault};

/// What the extensions of a chunk may take, in bytes.
const MOST_EXTENSION_BYTES: usize = 16 * 1024;

/// Where in a chunked body the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before the first digit of a size; after some.
    #[default]
    SizeStart,
    Size,
    Extension,
    SizeLf,
    Data,
    DataCr,
    DataLf,
}

/// A chunked body that is being read.
#[derive(Clone, Debug, Default)]
pub struct Chunks {
    place: Place,
    /// Of the chunk's data, still to come.
    left: u64,
    extension: usize,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Bytes from the first to before the second place.
    Data(usize, usize),
    /// The last chunk was announced: trailers follow at this place.
    Last(usize),
}

impl Chunks {
    /// One of which nothing came yet.
    pub fn new() -> Chunks {
        Chunks::default()
    }

    /// Reads on from `at`. `Ok(None)`: all bytes are used.
    ///
    /// # Errors
    /// What llhttp finds wrong with a chunk.
    pub fn next(&mut self, bytes: &[u8], mut at: usize, rules: Rules) -> Scan<Found> {
        while let Some(&byte) = bytes.get(at) {
            match self.place {
                Place::SizeStart | Place::Size => {
                    if let Some(digit) = char::from(byte).to_digit(16) {
                        if self.left >> 60 != 0 {
                            return fault("HPE_INVALID_CHUNK_SIZE", "Chunk size overflow", at + 1);
                        }
                        self.left = self.left << 4 | u64::from(digit);
                        self.place = Place::Size;
                    } else {
                        self.after_size(byte, at, rules)?;
                    }
                }
                Place::Extension => self.extension(byte, at, rules)?,
                Place::SizeLf => {
                    if byte != b'\n' {
                        return fault("HPE_STRICT", "Expected LF after chunk size", at);
                    }
                    if self.left == 0 {
                        return Ok(Some(Found::Last(at + 1)));
                    }
                    self.place = Place::Data;
                    // Each chunk may have as much.
                    self.extension = 0;
                }
                Place::Data => {
                    let here =
                        (bytes.len() - at).min(usize::try_from(self.left).unwrap_or(usize::MAX));
                    self.left -= here as u64;
                    if self.left == 0 {
                        self.place = Place::DataCr;
                    }
                    return Ok(Some(Found::Data(at, at + here)));
                }
                Place::DataCr | Place::DataLf => {
                    let expected = if self.place == Place::DataCr {
                        b'\r'
                    } else {
                        b'\n'
                    };
                    if byte != expected {
                        return fault("HPE_STRICT", "Expected LF after chunk data", at);
                    }
                    self.place = if expected == b'\r' {
                        Place::DataLf
                    } else {
                        Place::SizeStart
                    };
                }
            }
            at += 1;
        }
        Ok(None)
    }

    fn after_size(&mut self, byte: u8, at: usize, rules: Rules) -> Result<(), Fault> {
        let refuse = |code, reason| Err(Fault { code, reason, at });
        match byte {
            _ if self.place == Place::SizeStart => {
                return refuse("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size");
            }
            b'\r' => self.place = Place::SizeLf,
            b';' => self.place = Place::Extension,
            b' ' if rules.lenient => self.place = Place::Extension,
            b'\n' => {
                return Err(Fault {
                    code: "HPE_CR_EXPECTED",
                    reason: "Missing expected CR after chunk size",
                    at: at + 1,
                });
            }
            _ => {
                return Err(Fault {
                    code: "HPE_INVALID_CHUNK_SIZE",
                    reason: "Invalid character in chunk size",
                    at: at + 1,
                });
            }
        }
        Ok(())
    }

    fn extension(&mut self, byte: u8, at: usize, rules: Rules) -> Result<(), Fault> {
        self.extension += 1;
        if self.extension > MOST_EXTENSION_BYTES {
            return Err(Fault {
                code: "HPE_CHUNK_EXTENSIONS_OVERFLOW",
                reason: "Chunk extensions overflow",
                at,
            });
        }
        match byte {
            b'\r' => self.place = Place::SizeLf,
            b'\t' | b' '..=b'~' => {}
            _ if rules.lenient && byte >= 0x80 => {}
            _ => {
                return Err(Fault {
                    code: "HPE_STRICT",
                    reason: "Invalid character in chunk extensions name",
                    at: at + 1,
                });
            }
        }
        Ok(())
    }
}
