//! Texts and numbers as JSON has them.

use rquickjs::{Ctx, Error, Result, qjs};

use super::values::Owned;

/// Writes a number; what is not finite is `null`.
pub(super) fn number(ctx: &Ctx<'_>, out: &mut Vec<u8>, value: qjs::JSValue) -> Result<()> {
    // SAFETY: a number needs no reference; the text is owned.
    unsafe {
        if qjs::JS_VALUE_GET_NORM_TAG(value) == qjs::JS_TAG_INT {
            let mut buffer = itoa::Buffer::new();
            out.extend_from_slice(buffer.format(qjs::JS_VALUE_GET_INT(value)).as_bytes());
            return Ok(());
        }
        if !qjs::JS_VALUE_GET_FLOAT64(value).is_finite() {
            out.extend_from_slice(b"null");
            return Ok(());
        }
        let text = Owned::of(ctx, qjs::JS_ToString(ctx.as_raw().as_ptr(), value))?;
        with_text(ctx, text.value, |bytes| out.extend_from_slice(bytes))
    }
}

/// Lends the bytes of a string: UTF-8, where lone surrogates are three bytes from 0xED 0xA0 on.
pub(super) fn with_text<R>(
    ctx: &Ctx<'_>,
    value: qjs::JSValue,
    look: impl FnOnce(&[u8]) -> R,
) -> Result<R> {
    let ctx = ctx.as_raw().as_ptr();
    let mut length = 0;
    // SAFETY: the bytes stay until they are freed below, and no JavaScript runs between.
    unsafe {
        let bytes = qjs::JS_ToCStringLen2(ctx, &mut length, value, false);
        if bytes.is_null() {
            return Err(Error::Exception);
        }
        let result = look(std::slice::from_raw_parts(bytes.cast(), length as usize));
        qjs::JS_FreeCString(ctx, bytes);
        Ok(result)
    }
}

/// Bytes that cannot stand in a string as they are.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    // Only surrogates and what is next to them begin so.
    special[0xed] = true;
    special
};

/// Writes a text with its quotes.
pub(super) fn quote(out: &mut Vec<u8>, bytes: &[u8]) {
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if !SPECIAL[usize::from(byte)] {
            at += 1;
            continue;
        }
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            8 => b'b',
            12 => b'f',
            0xed if bytes.get(at + 1).is_some_and(|next| *next >= 0xa0) && at + 2 < bytes.len() => {
                out.extend_from_slice(&bytes[start..at]);
                let unit = (u32::from(byte & 0xf) << 12)
                    | (u32::from(bytes[at + 1] & 0x3f) << 6)
                    | u32::from(bytes[at + 2] & 0x3f);
                out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
                at += 3;
                start = at;
                continue;
            }
            0xed => {
                at += 1;
                continue;
            }
            control => {
                out.extend_from_slice(&bytes[start..at]);
                out.extend_from_slice(format!("\\u{control:04x}").as_bytes());
                at += 1;
                start = at;
                continue;
            }
        };
        out.extend_from_slice(&bytes[start..at]);
        out.extend_from_slice(&[b'\\', short]);
        at += 1;
        start = at;
    }
    out.extend_from_slice(&bytes[start..]);
    out.push(b'"');
}
