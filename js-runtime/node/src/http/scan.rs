//! Heads of messages, read as llhttp (Node's parser) reads them: what it refuses is refused here, with its code, its words
//! and the place.
//!
//! A crate's parser tells that a head is wrong but not how, so a second one would have to find that out; two parsers that
//! disagree are how requests are smuggled. So this is the only one. A head is scanned from its start whenever more of it
//! comes; `max` bounds the work.
//!
//! Here is what a head consists of; `first_line` and `fields` read its two parts.

/// Why a message cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `HPE_...`
    pub code: &'static str,
    /// llhttp's words for it.
    pub reason: &'static str,
    /// How many bytes of the head, or of the chunk, were good.
    pub at: usize,
}

/// A scan that found a fault.
pub(super) fn fault<T>(code: &'static str, reason: &'static str, at: usize) -> Scan<T> {
    Err(Fault { code, reason, at })
}

/// `Ok(None)`: not all of it is here yet.
pub type Scan<T> = Result<Option<T>, Fault>;

/// The bytes of an item in what was scanned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    /// After its last byte.
    pub end: usize,
}

impl Span {
    /// The item itself.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start..self.end]
    }
}

/// How a message ends, as its headers tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flags {
    /// What Content-Length says.
    pub content_length: Option<u64>,
    /// Transfer-Encoding is there; `chunked` is its last word.
    pub transfer_encoding: bool,
    pub chunked: bool,
    /// Words of Connection.
    pub connection_close: bool,
    pub connection_keep_alive: bool,
    pub connection_upgrade: bool,
    /// Upgrade is there.
    pub upgrade: bool,
}

/// The fields of a head or a trailer.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Name and value of each, in order.
    pub all: Vec<(Span, Span)>,
    /// What they say of the message's end and of the connection.
    pub flags: Flags,
}

/// The first line: of a request `method`, `url` and `version`, of a response `version`, `status` and `phrase`.
#[derive(Clone, Debug, Default)]
pub struct Start {
    pub method: Span,
    pub url: Span,
    pub version: (u8, u8),
    pub status: u16,
    pub phrase: Span,
}

/// A whole head.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its first line.
    pub start: Start,
    /// The other lines.
    pub fields: Fields,
    /// Its length, the empty line included.
    pub length: usize,
}

/// What may be in a head.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Bytes of target, names and values together.
    pub max: usize,
    /// `insecureHTTPParser`: what is only dangerous is let through.
    pub lenient: bool,
}

/// Reads on from a place; `None` at the end of what is there.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

/// Answers `Ok(None)` when the bytes are at their end.
macro_rules! peek {
    ($cursor:expr) => {
        match $cursor.peek() {
            Some(byte) => byte,
            None => return Ok(None),
        }
    };
}

mod fields;
mod first_line;

use fields::fields_from;
pub(super) use fields::is_token;
use first_line::{request_line, status_line};

/// A head's first line and fields.
///
/// # Errors
/// What llhttp finds wrong with it.
pub fn head(bytes: &[u8], is_request: bool, rules: Rules) -> Scan<Head> {
    let mut cursor = Cursor { bytes, at: 0 };
    while matches!(peek!(cursor), b'\r' | b'\n') {
        cursor.at += 1;
    }
    let line = if is_request {
        request_line(&mut cursor)?
    } else {
        status_line(&mut cursor)?
    };
    let Some(start) = line else {
        return overflowing(bytes.len(), rules);
    };
    let used = start.url.end - start.url.start + start.phrase.end - start.phrase.start;
    if used >= rules.max {
        return fault(
            "HPE_HEADER_OVERFLOW",
            "Header overflow",
            start.url.end.max(start.phrase.end),
        );
    }
    let Some(fields) = fields_from(&mut cursor, rules, used, true)? else {
        return Ok(None);
    };
    Ok(Some(Head {
        start,
        fields,
        length: cursor.at,
    }))
}

/// The fields after the last chunk; gives their length too.
///
/// # Errors
/// What llhttp finds wrong with them.
pub fn trailers(bytes: &[u8], rules: Rules) -> Scan<(Fields, usize)> {
    let mut cursor = Cursor { bytes, at: 0 };
    Ok(fields_from(&mut cursor, rules, 0, false)?.map(|fields| (fields, cursor.at)))
}

/// An unfinished line must not grow for ever.
fn overflowing<T>(length: usize, rules: Rules) -> Scan<T> {
    if length >= rules.max {
        return fault("HPE_HEADER_OVERFLOW", "Header overflow", length);
    }
    Ok(None)
}
