//! Bytes and code units across the border: what a typed array holds and what a string is made of.
//!
//! A slice into a typed array must not be alive while JavaScript runs, since that may write to it, detach it or move it.
//! So [`with_bytes`] and [`with_bytes_mut`] lend it to closures that are `'static`: these cannot capture a `Ctx` or a
//! value, and the runtime's own lock stops whoever would enter a world from inside.

use rquickjs::{Ctx, Error, Result, String as JsString, TypedArray, Value, qjs};

/// Where the bytes of an ArrayBuffer or of any typed array lie; a detached one has none. `None` for other values.
fn locate(value: &Value<'_>) -> Option<(*mut u8, usize)> {
    const EMPTY: Option<(*mut u8, usize)> = Some((std::ptr::null_mut(), 0));
    let ctx = value.ctx().as_raw().as_ptr();
    let raw = value.as_raw();
    let mut length: qjs::size_t = 0;
    // SAFETY: `raw` is alive; the calls look at it and run no JavaScript. The buffer that JS_GetTypedArrayBuffer
    // returns is owned and freed here, while the array keeps it alive.
    unsafe {
        let kind = qjs::JS_GetTypedArrayType(raw);
        let start = if kind < 0 {
            if !qjs::JS_IsArrayBuffer(raw) {
                return None;
            }
            qjs::JS_GetArrayBuffer(ctx, &mut length, raw)
        } else if kind == qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT8 as i32 {
            qjs::JS_GetUint8Array(ctx, &mut length, raw)
        } else {
            let (mut offset, mut width, mut size) = (0, 0, 0);
            let buffer =
                qjs::JS_GetTypedArrayBuffer(ctx, raw, &mut offset, &mut length, &mut width);
            if qjs::JS_IsException(buffer) {
                std::ptr::null_mut()
            } else {
                let start = qjs::JS_GetArrayBuffer(ctx, &mut size, buffer);
                qjs::JS_FreeValue(ctx, buffer);
                if start.is_null() || offset + length > size {
                    std::ptr::null_mut()
                } else {
                    start.add(offset as usize)
                }
            }
        };
        if start.is_null() {
            // Empty, or detached, of which the engine complains.
            drop(value.ctx().catch());
            return EMPTY;
        }
        Some((start, length as usize))
    }
}

/// Lends the bytes of a typed array or an ArrayBuffer. `None` when `value` is neither. A detached
/// one is empty.
///
/// (A DataView has no such access: pass `new Uint8Array(view.buffer, view.byteOffset, view.byteLength)`.)
pub fn with_bytes<R>(value: &Value<'_>, f: impl FnOnce(&[u8]) -> R + 'static) -> Option<R> {
    let (start, length) = locate(value)?;
    if length == 0 {
        return Some(f(&[]));
    }
    // SAFETY: the bytes are alive as long as `value` is and no JavaScript runs (module doc).
    Some(f(unsafe { std::slice::from_raw_parts(start, length) }))
}

/// As [`with_bytes`], to be written to.
pub fn with_bytes_mut<R>(value: &Value<'_>, f: impl FnOnce(&mut [u8]) -> R + 'static) -> Option<R> {
    let (start, length) = locate(value)?;
    if length == 0 {
        return Some(f(&mut []));
    }
    // SAFETY: as above, and nobody else holds a slice: this thread has only the one that `f` gets.
    Some(f(unsafe { std::slice::from_raw_parts_mut(start, length) }))
}

/// Lends the bytes of two values at once; they may overlap.
pub fn with_two<R>(
    a: &Value<'_>,
    b: &Value<'_>,
    f: impl FnOnce(&[u8], &[u8]) -> R + 'static,
) -> Option<R> {
    let (a, b) = (locate(a)?, locate(b)?);
    let slice = |(start, length): (*mut u8, usize)| -> &[u8] {
        if length == 0 {
            return &[];
        }
        // SAFETY: as in `with_bytes`; shared slices may overlap.
        unsafe { std::slice::from_raw_parts(start, length) }
    };
    Some(f(slice(a), slice(b)))
}

/// Copies `length` bytes from `source` at `from` to `target` at `at`, as memmove does: both may be views of one buffer.
/// `None` when one of them has no bytes, or a range does not lie inside.
pub fn copy_within(
    target: &Value<'_>,
    at: usize,
    source: &Value<'_>,
    from: usize,
    length: usize,
) -> Option<()> {
    let (to, to_length) = locate(target)?;
    let (of, of_length) = locate(source)?;
    if at.checked_add(length)? > to_length || from.checked_add(length)? > of_length {
        return None;
    }
    if length > 0 {
        // SAFETY: both ranges were checked; `copy` allows them to overlap; no JavaScript runs in between.
        unsafe { std::ptr::copy(of.add(from), to.add(at), length) };
    }
    Some(())
}

/// A copy of the bytes of a typed array or an ArrayBuffer.
pub fn to_vec(value: &Value<'_>) -> Option<Vec<u8>> {
    with_bytes(value, <[u8]>::to_vec)
}

/// A Uint8Array over `bytes`, without a copy.
pub fn uint8_array<'js>(ctx: &Ctx<'js>, bytes: Vec<u8>) -> Result<Value<'js>> {
    TypedArray::<u8>::new(ctx.clone(), bytes).map(TypedArray::into_value)
}

/// A string's UTF-8, each lone surrogate replaced by U+FFFD (as Node's encoders do).
pub fn utf8(string: &JsString<'_>) -> Result<Vec<u8>> {
    with_wtf8(string, |bytes| match std::str::from_utf8(bytes) {
        Ok(_) => bytes.to_vec(),
        Err(_) => replace_surrogates(bytes),
    })
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
    use rquickjs::{Context, Runtime};

    fn with<R>(f: impl for<'js> FnOnce(Ctx<'js>) -> R) -> R {
        let runtime = Runtime::new().unwrap();
        Context::full(&runtime).unwrap().with(f)
    }

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        with(|ctx| {
            let text: JsString<'_> = ctx.eval(r"'a\ud800b\udc00😀'").unwrap();
            assert_eq!(utf8(&text).unwrap(), "a\u{fffd}b\u{fffd}😀".as_bytes());
        });
    }

    #[test]
    fn every_kind_of_view_lends_its_bytes() {
        with(|ctx| {
            for (source, expected) in [
                ("new Uint8Array([1,2,3]).subarray(1)", vec![2, 3]),
                ("new Uint16Array([513])", vec![1, 2]),
                ("new Uint8Array([7]).buffer", vec![7]),
                ("new Uint8Array(0)", vec![]),
                ("new ArrayBuffer(0)", vec![]),
            ] {
                let value: Value<'_> = ctx.eval(source).unwrap();
                assert_eq!(to_vec(&value), Some(expected), "{source}");
            }
            for source in ["({})", "'text'", "1", "[1]", "null"] {
                let value: Value<'_> = ctx.eval(source).unwrap();
                assert_eq!(to_vec(&value), None, "{source}");
            }
        });
    }

    #[test]
    fn overlapping_copies_move_bytes() {
        with(|ctx| {
            let value: Value<'_> = ctx.eval("new Uint8Array([1,2,3,4])").unwrap();
            copy_within(&value, 1, &value, 0, 3).unwrap();
            assert_eq!(to_vec(&value), Some(vec![1, 1, 2, 3]));
            assert_eq!(copy_within(&value, 2, &value, 0, 3), None);
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
