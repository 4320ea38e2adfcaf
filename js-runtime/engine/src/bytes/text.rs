//! What strings are made of: to bytes and back.

use std::borrow::Cow;

use rquickjs::{Ctx, Error, Result, String as JsString, Value, qjs};

use super::locate;
use crate::shared;

/// The text whose UTF-8 stands at `range` of a typed array or an ArrayBuffer, each wrong sequence replaced by U+FFFD. `None` when
/// `source` is neither.
pub fn utf8_text<'js>(
    source: &Value<'js>,
    range: std::ops::Range<usize>,
) -> Option<Result<Value<'js>>> {
    let (start, length) = locate(source)?;
    let end = range.end.min(length);
    let range = range.start.min(end)..end;
    let copied;
    let text = if range.is_empty() {
        Cow::Borrowed("")
    } else if shared::is_among_worlds(start) {
        // SAFETY: the bytes are alive as long as `source` is.
        copied = unsafe { shared::load(start.add(range.start), range.len()) };
        String::from_utf8_lossy(&copied)
    } else {
        // SAFETY: the bytes are alive as long as `source` is; no JavaScript runs until the engine has copied them (see `bytes`).
        String::from_utf8_lossy(unsafe {
            std::slice::from_raw_parts(start.add(range.start), range.len())
        })
    };
    Some(crate::class::call::string(source.ctx(), &text))
}

/// A string's UTF-8, each lone surrogate replaced by U+FFFD (as Node's encoders do).
pub fn utf8(string: &JsString<'_>) -> Result<Vec<u8>> {
    with_utf8(string, |bytes| bytes.into_owned())
}

/// Lends a string's UTF-8, each lone surrogate replaced by U+FFFD.
pub fn with_utf8<R>(string: &JsString<'_>, f: impl FnOnce(Cow<'_, [u8]>) -> R) -> Result<R> {
    match width_of(string) {
        // The engine has it as it is, or widens Latin-1, in which there are no surrogates.
        Width::Narrow => with_wtf8(string, |bytes| f(Cow::Borrowed(bytes))),
        Width::Wide => with_utf16(string, |units| {
            let mut made = vec![0; units.len() * 3];
            let length = encoding_rs::mem::convert_utf16_to_utf8(units, &mut made);
            made.truncate(length);
            f(Cow::Owned(made))
        }),
        Width::Unknown => with_wtf8(string, |bytes| match std::str::from_utf8(bytes) {
            Ok(_) => f(Cow::Borrowed(bytes)),
            Err(_) => f(Cow::Owned(replace_surrogates(bytes))),
        }),
    }
}

/// How many bytes [`utf8`] of a string has.
pub fn utf8_length(string: &JsString<'_>) -> Result<usize> {
    match width_of(string) {
        Width::Wide => with_utf16(string, |units| {
            let mut length = units.len() * 3;
            for (&unit, next) in units.iter().zip(units.iter().skip(1).chain([&0])) {
                length -= match unit {
                    0..0x80 => 2,
                    0x80..0x800 => 1,
                    // Two units of three bytes each make one character of four.
                    0xd800..0xdc00 if (0xdc00..0xe000).contains(next) => 2,
                    _ => 0,
                };
            }
            length
        }),
        // A lone surrogate takes three bytes, and so does U+FFFD in its place.
        _ => with_wtf8(string, <[u8]>::len),
    }
}

/// Writes a string's UTF-8 (as [`utf8`]) to `target` from `at` on, if the room behind that is certainly enough for it: three
/// bytes for each code unit. How many they are; `None` when it may not be, or `target` has no bytes.
pub fn write_utf8(target: &Value<'_>, at: usize, string: &JsString<'_>) -> Result<Option<usize>> {
    let Some((start, length)) = locate(target) else {
        return Ok(None);
    };
    let room = length.saturating_sub(at);
    // Its bytes may be others' too: then they are to be written at once, and not here.
    if room == 0 || shared::is_among_worlds(start) {
        return Ok(None);
    }
    // SAFETY: the range lies inside, and nothing that follows runs JavaScript.
    let room = unsafe { std::slice::from_raw_parts_mut(start.add(at), room) };
    match width_of(string) {
        Width::Wide => with_utf16(string, |units| {
            (units.len() * 3 <= room.len())
                .then(|| encoding_rs::mem::convert_utf16_to_utf8(units, room))
        }),
        _ => with_utf8(string, |bytes| {
            room.get_mut(..bytes.len())?.copy_from_slice(&bytes);
            Some(bytes.len())
        }),
    }
}

/// What a string is made of.
enum Width {
    /// A byte a character: ASCII or Latin-1.
    Narrow,
    /// UTF-16.
    Wide,
    /// Parts that were not put together yet.
    Unknown,
}

fn width_of(string: &JsString<'_>) -> Width {
    let raw = string.as_raw();
    // SAFETY: a value with the tag of a string points to the engine's JSString, whose first word is its length with the width in
    // the highest bit (of the pinned engine). It has no accessor for it; the tests below would see another layout.
    unsafe {
        if qjs::JS_VALUE_GET_TAG(raw) != qjs::JS_TAG_STRING {
            return Width::Unknown;
        }
        let head: *const u32 = qjs::JS_VALUE_GET_PTR(raw).cast();
        if *head >> 31 == 0 {
            Width::Narrow
        } else {
            Width::Wide
        }
    }
}

/// As [`utf8`], as a `String`.
pub fn utf8_string(string: &JsString<'_>) -> Result<String> {
    Ok(match String::from_utf8(utf8(string)?) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// Lends a string's UTF-8; lone surrogates stand in it as three bytes of their own (WTF-8).
pub fn with_wtf8<R>(string: &JsString<'_>, f: impl FnOnce(&[u8]) -> R) -> Result<R> {
    let ctx = string.ctx().as_raw().as_ptr();
    let mut length: usize = 0;
    // SAFETY: the text is owned by us until JS_FreeCString, whatever happens to the string meanwhile.
    unsafe {
        let start = qjs::JS_ToCStringLen(ctx, &mut length, string.as_raw());
        if start.is_null() {
            return Err(Error::Exception);
        }
        let _free = Free(|| qjs::JS_FreeCString(ctx, start));
        Ok(f(std::slice::from_raw_parts(start.cast(), length)))
    }
}

/// Lends a string's UTF-16 code units.
pub fn with_utf16<R>(string: &JsString<'_>, f: impl FnOnce(&[u16]) -> R) -> Result<R> {
    let ctx = string.ctx().as_raw().as_ptr();
    let mut length: qjs::size_t = 0;
    // SAFETY: as in `with_wtf8`.
    unsafe {
        let start = qjs::JS_ToCStringLenUTF16(ctx, &mut length, string.as_raw());
        if start.is_null() {
            return Err(Error::Exception);
        }
        let _free = Free(|| qjs::JS_FreeCStringUTF16(ctx, start));
        Ok(f(std::slice::from_raw_parts(start, length as usize)))
    }
}

/// A string of UTF-16 code units, lone surrogates kept.
pub fn string_from_utf16<'js>(ctx: &Ctx<'js>, units: &[u16]) -> Result<Value<'js>> {
    // SAFETY: the engine copies the units.
    unsafe {
        let value = qjs::JS_NewStringUTF16(ctx.as_raw().as_ptr(), units.as_ptr(), units.len() as _);
        crate::raw::own(ctx, value)
    }
}

/// Runs its closure when it goes, a panic included.
struct Free<F: FnMut()>(F);

impl<F: FnMut()> Drop for Free<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

fn replace_surrogates(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at + 2 < out.len() {
        if out[at] == 0xed && out[at + 1] >= 0xa0 {
            out[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
            at += 3;
        } else {
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::tests::with;

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        with(|ctx| {
            let text: JsString<'_> = ctx.eval(r"'a\ud800b\udc00😀'").unwrap();
            let expected = "a\u{fffd}b\u{fffd}😀";
            assert_eq!(utf8(&text).unwrap(), expected.as_bytes());
            assert_eq!(utf8_length(&text).unwrap(), expected.len());
        });
    }

    #[test]
    fn utf8_is_the_same_whatever_a_string_is_made_of() {
        with(|ctx| {
            for source in [
                "'plain'",
                "'\u{e9}t\u{e9}'",
                "'\u{e9}\u{20ac}\u{1f600}'",
                "'x'.repeat(5000)",
                "'\u{e9}'.repeat(5000)",
                "'\u{20ac}'.repeat(5000)",
                "'x'.repeat(5000) + '\u{20ac}'.repeat(5000)",
                "('ab\u{20ac}cd').slice(1, 4)",
                "''",
            ] {
                let text: JsString<'_> = ctx.eval(source).unwrap();
                let expected: String = text.to_string().unwrap();
                assert_eq!(utf8(&text).unwrap(), expected.as_bytes(), "{source}");
                assert_eq!(utf8_length(&text).unwrap(), expected.len(), "{source}");
                let target: Value<'_> = ctx.eval("new Uint8Array(40000)").unwrap();
                let written = write_utf8(&target, 3, &text).unwrap();
                assert_eq!(written, Some(expected.len()), "{source}");
                let read = utf8_text(&target, 3..3 + expected.len()).unwrap().unwrap();
                assert_eq!(read.get::<String>().unwrap(), expected, "{source}");
            }
        });
    }

    #[test]
    fn a_text_is_written_only_where_it_has_room() {
        with(|ctx| {
            let target: Value<'_> = ctx.eval("new Uint8Array(4)").unwrap();
            for (source, at, expected) in [
                ("'abcd'", 0, Some(4)),
                ("'abcde'", 0, None),
                ("'abcd'", 1, None),
                ("'\u{20ac}'", 1, Some(3)),
                ("'\u{20ac}'", 2, None),
                ("'a'", 4, None),
            ] {
                let text: JsString<'_> = ctx.eval(source).unwrap();
                assert_eq!(
                    write_utf8(&target, at, &text).unwrap(),
                    expected,
                    "{source} at {at}"
                );
            }
        });
    }

    #[test]
    fn utf16_goes_both_ways() {
        with(|ctx| {
            let text: JsString<'_> = ctx.eval(r"'é\ud83d'").unwrap();
            let units = with_utf16(&text, <[u16]>::to_vec).unwrap();
            assert_eq!(units, [0xe9, 0xd83d]);
            let back = string_from_utf16(&ctx, &units).unwrap();
            assert_eq!(
                with_utf16(back.as_string().unwrap(), <[u16]>::to_vec).unwrap(),
                units
            );
        });
    }
}
