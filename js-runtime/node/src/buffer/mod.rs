//! Natives of `buffer`: what would be a loop over bytes in JavaScript. Arguments are checked on the JavaScript side.
//!
//! `codecs` (text to bytes and back), `search` (indexOf), `pool` (where Buffers come from), `answers` and `numbers` (the usual calls of
//! Buffer's own functions), and here the functions that take typed arrays.

mod answers;
mod base64;
pub(crate) mod codecs;
mod numbers;
mod pool;
mod search;

use std::ops::Range;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, String as JsString, Value};
use coddle_engine::{bytes, class, errors};

use codecs::Encoding;

/// The natives of `buffer`, shared with the modules that turn bytes to text (`string_decoder`, `fs`, `util`).
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("encode", Function::new(ctx.clone(), encode)?)?;
    natives.set("write", Function::new(ctx.clone(), write)?)?;
    natives.set("decode", Function::new(ctx.clone(), decode)?)?;
    natives.set("utf8Length", Function::new(ctx.clone(), utf8_length)?)?;
    natives.set("indexOf", Function::new(ctx.clone(), index_of)?)?;
    natives.set("indexOfByte", Function::new(ctx.clone(), index_of_byte)?)?;
    natives.set("compare", Function::new(ctx.clone(), compare)?)?;
    natives.set("copy", Function::new(ctx.clone(), copy)?)?;
    natives.set("fill", Function::new(ctx.clone(), fill)?)?;
    natives.set("swap", Function::new(ctx.clone(), swap)?)?;
    natives.set("isUtf8", Function::new(ctx.clone(), is_utf8)?)?;
    natives.set("isAscii", Function::new(ctx.clone(), is_ascii)?)?;
    natives.set("createPool", Function::new(ctx.clone(), pool::create)?)?;
    natives.set("answer", Function::new(ctx.clone(), answers::answer)?)?;
    natives.set("answerBase64", Function::new(ctx.clone(), base64::answer)?)?;
    Ok(natives)
}

fn encoding(ctx: &Ctx<'_>, id: u8) -> Result<Encoding> {
    Encoding::from_id(id)
        .ok_or_else(|| errors::throw_kind(ctx, "TypeError", "unknown encoding number", None))
}

fn not_bytes(ctx: &Ctx<'_>) -> coddle_engine::rquickjs::Error {
    errors::throw_kind(
        ctx,
        "TypeError",
        "argument must be a typed array or an ArrayBuffer",
        Some("ERR_INVALID_ARG_TYPE"),
    )
}

/// The bytes of `text` in an encoding.
fn text_bytes(text: &JsString<'_>, encoding: Encoding) -> Result<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => bytes::utf8(text),
        Encoding::Base64 | Encoding::Base64Url => {
            let strict =
                bytes::with_wtf8(text, |text| codecs::decode_base64_strict(text, encoding))?;
            match strict {
                Some(decoded) => Ok(decoded),
                None => bytes::with_utf16(text, |units| codecs::encode_units(units, encoding)),
            }
        }
        _ => bytes::with_utf16(text, |units| codecs::encode_units(units, encoding)),
    }
}

/// `encode(text, encoding)`: a new Uint8Array.
fn encode<'js>(ctx: Ctx<'js>, text: JsString<'js>, id: u8) -> Result<Value<'js>> {
    let encoded = text_bytes(&text, encoding(&ctx, id)?)?;
    bytes::uint8_array(&ctx, encoded)
}

/// `write(target, text, offset, length, encoding)`: how many bytes of `text` were written; no character is cut.
fn write<'js>(
    ctx: Ctx<'js>,
    target: Value<'js>,
    text: JsString<'js>,
    offset: usize,
    length: usize,
    id: u8,
) -> Result<usize> {
    let encoding = encoding(&ctx, id)?;
    write_text(&target, &text, offset, length, encoding)?.ok_or_else(|| not_bytes(&ctx))
}

/// As `write`; `None` when `target` has no bytes.
fn write_text<'js>(
    target: &Value<'js>,
    text: &JsString<'js>,
    offset: usize,
    length: usize,
    encoding: Encoding,
) -> Result<Option<usize>> {
    let encoded = text_bytes(text, encoding)?;
    Ok(bytes::with_bytes_mut(target, move |target| {
        let end = offset.saturating_add(length).min(target.len());
        let Some(room) = target.get_mut(offset..end) else {
            return 0;
        };
        let written = match encoding {
            Encoding::Utf8 => codecs::utf8_prefix(&encoded, room.len()),
            Encoding::Utf16Le => encoded.len().min(room.len() & !1),
            _ => encoded.len().min(room.len()),
        };
        room[..written].copy_from_slice(&encoded[..written]);
        written
    }))
}

/// `decode(source, start, end, encoding)`: the text of a range.
fn decode<'js>(
    ctx: Ctx<'js>,
    source: Value<'js>,
    start: usize,
    end: usize,
    id: u8,
) -> Result<Value<'js>> {
    let encoding = encoding(&ctx, id)?;
    range_text(&ctx, &source, start..end, encoding)
}

/// The text of a range of `source`.
fn range_text<'js>(
    ctx: &Ctx<'js>,
    source: &Value<'js>,
    part: Range<usize>,
    encoding: Encoding,
) -> Result<Value<'js>> {
    let text = match encoding {
        Encoding::Utf8 => bytes::utf8_text(source, part),
        Encoding::Utf16Le => bytes::with_bytes(source, move |all| {
            codecs::decode_utf16(range(all, part.start, part.end))
        })
        .map(|units| bytes::string_from_utf16(ctx, &units)),
        _ => bytes::with_bytes(source, move |all| {
            codecs::decode(range(all, part.start, part.end), encoding)
        })
        .map(|text| class::call::string(ctx, &text)),
    };
    text.unwrap_or_else(|| Err(not_bytes(ctx)))
}

fn range(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    let end = end.min(bytes.len());
    &bytes[start.min(end)..end]
}

/// How many bytes `text` takes in UTF-8.
fn utf8_length(text: JsString<'_>) -> Result<usize> {
    bytes::utf8_length(&text)
}

fn position(found: Option<usize>) -> f64 {
    found.map_or(-1.0, |at| at as f64)
}

/// `indexOf(haystack, needle, offset, forward, step)`: -1 when there is none.
fn index_of<'js>(
    ctx: Ctx<'js>,
    haystack: Value<'js>,
    needle: Value<'js>,
    offset: f64,
    forward: bool,
    step: usize,
) -> Result<f64> {
    bytes::with_two(&haystack, &needle, move |haystack, needle| {
        position(search::index_of(haystack, needle, offset, forward, step))
    })
    .ok_or_else(|| not_bytes(&ctx))
}

/// `indexOfByte(haystack, byte, offset, forward)`.
fn index_of_byte<'js>(
    ctx: Ctx<'js>,
    haystack: Value<'js>,
    byte: u8,
    offset: f64,
    forward: bool,
) -> Result<f64> {
    bytes::with_bytes(&haystack, move |haystack| {
        position(search::index_of(haystack, &[byte], offset, forward, 1))
    })
    .ok_or_else(|| not_bytes(&ctx))
}

/// `compare(a, aStart, aEnd, b, bStart, bEnd)`: -1, 0 or 1.
fn compare<'js>(
    ctx: Ctx<'js>,
    a: Value<'js>,
    a_start: usize,
    a_end: usize,
    b: Value<'js>,
    b_start: usize,
    b_end: usize,
) -> Result<i32> {
    bytes::with_two(&a, &b, move |a, b| {
        range(a, a_start, a_end).cmp(range(b, b_start, b_end)) as i32
    })
    .ok_or_else(|| not_bytes(&ctx))
}

/// `copy(target, at, source, from, length)`: as memmove.
fn copy<'js>(
    ctx: Ctx<'js>,
    target: Value<'js>,
    at: usize,
    source: Value<'js>,
    from: usize,
    length: usize,
) -> Result<()> {
    bytes::copy_within(&target, at, &source, from, length)
        .ok_or_else(|| errors::throw_kind(&ctx, "RangeError", "copy out of bounds", None))
}

/// `fill(target, pattern, start, end)`: repeats `pattern` (not empty) from `start`.
fn fill<'js>(
    ctx: Ctx<'js>,
    target: Value<'js>,
    pattern: Value<'js>,
    start: usize,
    end: usize,
) -> Result<()> {
    let pattern = bytes::to_vec(&pattern).ok_or_else(|| not_bytes(&ctx))?;
    bytes::with_bytes_mut(&target, move |target| {
        let end = end.min(target.len());
        let range = &mut target[start.min(end)..end];
        if let [byte] = pattern[..] {
            range.fill(byte);
        } else {
            for part in range.chunks_mut(pattern.len().max(1)) {
                part.copy_from_slice(&pattern[..part.len()]);
            }
        }
    })
    .ok_or_else(|| not_bytes(&ctx))
}

/// `swap(target, width)`: turns the byte order of every `width` bytes.
fn swap<'js>(ctx: Ctx<'js>, target: Value<'js>, width: usize) -> Result<()> {
    bytes::with_bytes_mut(&target, move |target| {
        for item in target.chunks_exact_mut(width.max(1)) {
            item.reverse();
        }
    })
    .ok_or_else(|| not_bytes(&ctx))
}

fn is_utf8<'js>(ctx: Ctx<'js>, source: Value<'js>) -> Result<bool> {
    bytes::with_bytes(&source, |bytes| std::str::from_utf8(bytes).is_ok())
        .ok_or_else(|| not_bytes(&ctx))
}

fn is_ascii<'js>(ctx: Ctx<'js>, source: Value<'js>) -> Result<bool> {
    bytes::with_bytes(&source, <[u8]>::is_ascii).ok_or_else(|| not_bytes(&ctx))
}
