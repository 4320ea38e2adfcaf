//! The `Range` header as koa-range 0.3 reads it. (MW-058, MW-059)

use crate::text;

/// The largest whole number that JavaScript tells from its neighbours.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// A range of bytes that a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteRange {
    /// The first byte, from 0.
    pub start: u64,
    /// The last byte; `None` means the end, wherever that is.
    pub end: Option<u64>,
}

/// What a range comes to for content of a certain length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// First and last byte.
    Bytes(u64, u64),
    /// There is nothing to cut: the content is empty, and all of it was asked for.
    Whole,
    /// No byte of it is there.
    Beyond,
}

impl ByteRange {
    /// The first range of a header that is one: `bytes=0-4`, `bytes=7-`. `None` when there is none, which is answered with 416.
    ///
    /// As in koa-range the last bytes of a file (`bytes=-3`) cannot be asked for, and numbers are what JavaScript's `Number` takes
    /// for one; unlike there they have to be whole, and something has to be before the hyphen.
    pub fn parse(header: &str) -> Option<ByteRange> {
        let mut parts = header.split('=');
        let (Some("bytes"), Some(ranges), None) = (parts.next(), parts.next(), parts.next()) else {
            return None;
        };
        ranges.split(',').find_map(|range| {
            let mut ends = range.split('-');
            let start = whole(ends.next()?)?;
            let end = ends.next()?;
            let end = match text::number(end) {
                _ if end.is_empty() => None,
                f64::INFINITY => None,
                _ => Some(whole(end)?),
            };
            end.is_none_or(|end| start <= end)
                .then_some(ByteRange { start, end })
        })
    }

    /// The part of `length` bytes.
    pub fn of(self, length: u64) -> Part {
        match self.end {
            None if self.start == 0 && length == 0 => Part::Whole,
            _ if self.start >= length => Part::Beyond,
            end => Part::Bytes(
                self.start,
                end.map_or(length - 1, |end| end.min(length - 1)),
            ),
        }
    }
}

fn whole(text: &str) -> Option<u64> {
    let number = text::number(text);
    let is_whole =
        !text.is_empty() && (0.0..=MAX_SAFE_INTEGER).contains(&number) && number.fract() == 0.0;
    is_whole.then_some(number as u64)
}

/// Whether the part of a file that a client has belongs to the file as it is now: the `If-Range` header names its entity tag or its
/// date.
pub fn if_range_holds(if_range: &str, etag: Option<&str>, last_modified: Option<&str>) -> bool {
    let named = text::trim(if_range);
    // Weak tags do not tell bytes apart.
    if named.starts_with("W/") {
        return false;
    }
    Some(named) == etag || Some(named) == last_modified
}
