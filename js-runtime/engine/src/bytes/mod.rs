//! Bytes and code units across the border: what a typed array holds and what a string is made of.
//!
//! A slice into a typed array must not be alive while JavaScript runs, since that may write to it, detach it or move it.
//! So [`with_bytes`] and [`with_bytes_mut`] lend it to closures that are `'static`: these cannot capture a `Ctx` or a
//! value, and the runtime's own lock stops whoever would enter a world from inside.
//!
//! Of memory that other threads may write to ([`shared`]) a copy is lent, and written back where it may have been changed.

mod text;

use std::borrow::Cow;

use rquickjs::{Ctx, Result, TypedArray, Value, qjs};

use crate::shared;

pub use text::{
    string_from_utf16, utf8, utf8_length, utf8_string, utf8_text, with_utf8, with_utf16, with_wtf8,
    write_utf8,
};

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
    Some(unsafe {
        if shared::is_among_worlds(start) {
            f(&shared::load(start, length))
        } else {
            f(std::slice::from_raw_parts(start, length))
        }
    })
}

/// As [`with_bytes`], to be written to.
pub fn with_bytes_mut<R>(value: &Value<'_>, f: impl FnOnce(&mut [u8]) -> R + 'static) -> Option<R> {
    let (start, length) = locate(value)?;
    if length == 0 {
        return Some(f(&mut []));
    }
    // SAFETY: as above, and nobody else holds a slice: this thread has only the one that `f` gets.
    Some(unsafe {
        if shared::is_among_worlds(start) {
            let before = shared::load(start, length);
            let mut copy = before.clone();
            let result = f(&mut copy);
            shared::store_changes(start, &before, &copy);
            result
        } else {
            f(std::slice::from_raw_parts_mut(start, length))
        }
    })
}

/// Lends the bytes of two values at once; they may overlap.
pub fn with_two<R>(
    a: &Value<'_>,
    b: &Value<'_>,
    f: impl FnOnce(&[u8], &[u8]) -> R + 'static,
) -> Option<R> {
    let (a, b) = (locate(a)?, locate(b)?);
    let slice = |(start, length): (*mut u8, usize)| -> Cow<'_, [u8]> {
        if length == 0 {
            return Cow::Borrowed(&[]);
        }
        // SAFETY: as in `with_bytes`; shared slices may overlap.
        unsafe {
            if shared::is_among_worlds(start) {
                Cow::Owned(shared::load(start, length))
            } else {
                Cow::Borrowed(std::slice::from_raw_parts(start, length))
            }
        }
    };
    Some(f(&slice(a), &slice(b)))
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
        unsafe {
            let (of, to) = (of.add(from), to.add(at));
            if shared::is_among_worlds(of) || shared::is_among_worlds(to) {
                shared::store(to, &shared::load(of, length));
            } else {
                std::ptr::copy(of, to, length);
            }
        }
    }
    Some(())
}

/// Copies all bytes of `sources`, one after the other, to `target` from `at` on, a place that none of them shows. `None` when one of
/// them has no bytes, or they find no room.
pub fn gather(target: &Value<'_>, at: usize, sources: &[Value<'_>]) -> Option<()> {
    let (to, room) = locate(target)?;
    let mut at = at;
    for source in sources {
        let (of, length) = locate(source)?;
        let end = at.checked_add(length).filter(|end| *end <= room)?;
        if length > 0 {
            // SAFETY: both ranges lie inside (just checked); `copy` allows them to overlap; no JavaScript runs in between.
            unsafe { std::ptr::copy(of, to.add(at), length) };
        }
        at = end;
    }
    Some(())
}

/// How many bytes a Uint8Array, of whatever class, has: 0 when it was detached. `None` for anything else.
pub fn uint8_length(value: &Value<'_>) -> Option<usize> {
    if !is_uint8_array(value) {
        return None;
    }
    locate(value).map(|(_, length)| length)
}

/// A copy of the bytes of a typed array or an ArrayBuffer.
pub fn to_vec(value: &Value<'_>) -> Option<Vec<u8>> {
    with_bytes(value, <[u8]>::to_vec)
}

/// A Uint8Array over `bytes`, without a copy.
pub fn uint8_array<'js>(ctx: &Ctx<'js>, bytes: Vec<u8>) -> Result<Value<'js>> {
    TypedArray::<u8>::new(ctx.clone(), bytes).map(TypedArray::into_value)
}

/// A view of the class `class` (one that extends Uint8Array, which is `base`) over part of an ArrayBuffer, made without running the
/// class's own constructor.
///
/// # Errors
/// When the part does not lie inside.
pub fn view<'js>(
    ctx: &Ctx<'js>,
    base: &Value<'js>,
    class: &Value<'js>,
    memory: &Value<'js>,
    offset: usize,
    length: usize,
) -> Result<Value<'js>> {
    let number = |number: usize| Value::new_number(ctx.clone(), number as f64).as_raw();
    construct(
        ctx,
        base,
        class,
        &mut [memory.as_raw(), number(offset), number(length)],
    )
}

/// A view of the class `class`, as [`view`] makes it, over `length` zeros of its own.
///
/// # Errors
/// When that is too much.
pub fn zeroed<'js>(
    ctx: &Ctx<'js>,
    base: &Value<'js>,
    class: &Value<'js>,
    length: usize,
) -> Result<Value<'js>> {
    construct(
        ctx,
        base,
        class,
        &mut [Value::new_number(ctx.clone(), length as f64).as_raw()],
    )
}

/// `Reflect.construct(base, args, class)`.
fn construct<'js>(
    ctx: &Ctx<'js>,
    base: &Value<'js>,
    class: &Value<'js>,
    args: &mut [qjs::JSValue],
) -> Result<Value<'js>> {
    // SAFETY: all values are alive for the call, which borrows them; the result is owned.
    unsafe {
        let made = qjs::JS_CallConstructor2(
            ctx.as_raw().as_ptr(),
            base.as_raw(),
            class.as_raw(),
            args.len() as _,
            args.as_mut_ptr(),
        );
        crate::raw::own(ctx, made)
    }
}

/// The ArrayBuffer under a Uint8Array, and where in it the array begins; `None` for anything else, and for a detached one.
pub fn memory_of<'js>(array: &Value<'js>) -> Option<(Value<'js>, usize)> {
    let ctx = array.ctx();
    let (mut offset, mut length, mut width) = (0, 0, 0);
    // SAFETY: looks at a live value; the buffer that is returned is owned.
    unsafe {
        if !is_uint8_array(array) {
            return None;
        }
        let buffer = qjs::JS_GetTypedArrayBuffer(
            ctx.as_raw().as_ptr(),
            array.as_raw(),
            &mut offset,
            &mut length,
            &mut width,
        );
        if qjs::JS_IsException(buffer) {
            drop(ctx.catch());
            return None;
        }
        Some((Value::from_raw(ctx.clone(), buffer), offset as usize))
    }
}

/// Whether `value` is a Uint8Array, of whatever class.
pub fn is_uint8_array(value: &Value<'_>) -> bool {
    // SAFETY: looks at a live value.
    let kind = unsafe { qjs::JS_GetTypedArrayType(value.as_raw()) };
    kind == qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT8 as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use rquickjs::{Context, Runtime};

    pub(super) fn with<R>(f: impl for<'js> FnOnce(Ctx<'js>) -> R) -> R {
        let runtime = Runtime::new().unwrap();
        Context::full(&runtime).unwrap().with(f)
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
}
