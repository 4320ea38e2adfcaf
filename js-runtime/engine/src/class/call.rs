//! Calls, constructions and promises without intermediate vectors.

use rquickjs::{Ctx, Result, Value, qjs};

use super::key;
use crate::raw;

const MOST: usize = 4;

/// Calls `function` with up to four arguments.
///
/// # Errors
/// What it throws.
pub fn call<'js>(
    ctx: &Ctx<'js>,
    function: &Value<'js>,
    this: &Value<'js>,
    args: &[&Value<'js>],
) -> Result<Value<'js>> {
    let mut raw_args = [qjs::JS_UNDEFINED; MOST];
    for (raw, arg) in raw_args.iter_mut().zip(args) {
        *raw = arg.as_raw();
    }
    // SAFETY: all values are alive for the call and borrowed by it; the result is owned.
    unsafe {
        let result = qjs::JS_Call(
            ctx.as_raw().as_ptr(),
            function.as_raw(),
            this.as_raw(),
            args.len().min(MOST) as _,
            raw_args.as_mut_ptr(),
        );
        raw::own(ctx, result)
    }
}

/// Calls `function` with values that the engine keeps alive.
pub(super) fn call_raw<'js>(
    ctx: &Ctx<'js>,
    function: &Value<'js>,
    this: &Value<'js>,
    args: &[qjs::JSValue],
) -> Result<Value<'js>> {
    // SAFETY: the caller's arguments are alive for the call, and the engine does not write to them.
    unsafe {
        let result = qjs::JS_Call(
            ctx.as_raw().as_ptr(),
            function.as_raw(),
            this.as_raw(),
            args.len() as _,
            args.as_ptr().cast_mut(),
        );
        raw::own(ctx, result)
    }
}

/// `new constructor(arg)`.
///
/// # Errors
/// What the constructor throws.
pub fn construct<'js>(
    ctx: &Ctx<'js>,
    constructor: &Value<'js>,
    arg: &Value<'js>,
) -> Result<Value<'js>> {
    let mut args = [arg.as_raw()];
    // SAFETY: as for `call`.
    unsafe {
        let result = qjs::JS_CallConstructor(
            ctx.as_raw().as_ptr(),
            constructor.as_raw(),
            1,
            args.as_mut_ptr(),
        );
        raw::own(ctx, result)
    }
}

/// A promise that is fulfilled (or rejected) already.
pub fn settled<'js>(ctx: &Ctx<'js>, rejected: bool, value: &Value<'js>) -> Result<Value<'js>> {
    // SAFETY: the value is borrowed, the result owned.
    unsafe {
        let promise = qjs::JS_NewSettledPromise(ctx.as_raw().as_ptr(), rejected, value.as_raw());
        raw::own(ctx, promise)
    }
}

/// `promise.then(on_fulfilled, on_rejected)` without a look at the promise's own `then`; gives the derived promise.
pub fn then<'js>(
    ctx: &Ctx<'js>,
    promise: &Value<'js>,
    on_fulfilled: &Value<'js>,
    on_rejected: &Value<'js>,
) -> Result<Value<'js>> {
    // SAFETY: values are borrowed, the result owned; a value that is no promise throws.
    unsafe {
        let derived = qjs::JS_PromiseThen(
            ctx.as_raw().as_ptr(),
            promise.as_raw(),
            on_fulfilled.as_raw(),
            on_rejected.as_raw(),
        );
        raw::own(ctx, derived)
    }
}

/// State and result of a promise; `None` for any other value.
pub fn promise_state<'js>(value: &Value<'js>) -> Option<(raw::PromiseState, Value<'js>)> {
    raw::promise_state(value)
}

/// Keeps a promise's rejection from being reported: somebody native looks after it.
pub fn mark_handled(promise: &Value<'_>) {
    raw::mark_handled(promise);
}

/// Runs nextTick callbacks and promise jobs until none is left.
pub fn drain(ctx: &Ctx<'_>) {
    crate::pump::drain(ctx);
}

/// Element `index` of an array (or property of that number).
///
/// # Errors
/// What a getter throws.
pub fn element<'js>(array: &Value<'js>, index: u32) -> Result<Value<'js>> {
    let ctx = array.ctx();
    // SAFETY: the array is alive; the result is owned.
    unsafe {
        let value = qjs::JS_GetPropertyUint32(ctx.as_raw().as_ptr(), array.as_raw(), index);
        raw::own(ctx, value)
    }
}

/// `length` of an array.
pub fn length(array: &Value<'_>) -> Result<u32> {
    let ctx = array.ctx();
    let mut length = 0;
    // SAFETY: the array is alive.
    let status = unsafe { qjs::JS_GetLength(ctx.as_raw().as_ptr(), array.as_raw(), &mut length) };
    if status < 0 {
        return Err(rquickjs::Error::Exception);
    }
    Ok(u32::try_from(length).unwrap_or(u32::MAX))
}

/// A JavaScript string of `text`.
pub fn string<'js>(ctx: &Ctx<'js>, text: &str) -> Result<Value<'js>> {
    // SAFETY: the engine copies `text`.
    unsafe {
        let value =
            qjs::JS_NewStringLen(ctx.as_raw().as_ptr(), text.as_ptr().cast(), text.len() as _);
        raw::own(ctx, value)
    }
}

/// Property `name`, an own or an inherited one. A name that the program has in text is looked up as a key once a world.
///
/// # Errors
/// What a getter throws.
pub fn property<'js>(object: &Value<'js>, name: &'static std::ffi::CStr) -> Result<Value<'js>> {
    key::of_static(object.ctx(), name)?.of(object)
}

/// What the object itself has under `name`, without calling a getter.
///
/// # Errors
/// When the object is a proxy and its handler throws.
pub fn own_property<'js>(
    object: &Value<'js>,
    name: &'static std::ffi::CStr,
) -> Result<key::Own<'js>> {
    key::of_static(object.ctx(), name)?.own_of(object)
}

/// Assigns to property `name`, as a script would in strict mode.
///
/// # Errors
/// What a setter throws; a TypeError where the property cannot be written.
pub fn set_property<'js>(
    object: &Value<'js>,
    name: &'static std::ffi::CStr,
    value: &Value<'js>,
) -> Result<()> {
    key::of_static(object.ctx(), name)?.set(object, value)
}

/// The property that `name`, a string or a symbol, names.
///
/// # Errors
/// What a getter throws.
pub fn named<'js>(object: &Value<'js>, name: &Value<'js>) -> Result<Value<'js>> {
    let ctx = object.ctx();
    let raw_ctx = ctx.as_raw().as_ptr();
    // SAFETY: both values are alive; the atom is freed here, the result is owned.
    unsafe {
        let atom = qjs::JS_ValueToAtom(raw_ctx, name.as_raw());
        if atom == qjs::JS_ATOM_NULL {
            return Err(rquickjs::Error::Exception);
        }
        let value = qjs::JS_GetProperty(raw_ctx, object.as_raw(), atom);
        qjs::JS_FreeAtom(raw_ctx, atom);
        raw::own(ctx, value)
    }
}

/// Property `name` of text that is not known beforehand.
///
/// # Errors
/// What a getter throws.
pub fn member<'js>(object: &Value<'js>, name: &str) -> Result<Value<'js>> {
    key::named(object.ctx(), name, |key| key.of(object))?
}

/// Whether two values are the same object.
pub fn is_same(a: &Value<'_>, b: &Value<'_>) -> bool {
    // SAFETY: only the identity of two live objects is compared.
    unsafe {
        a.is_object()
            && b.is_object()
            && qjs::JS_VALUE_GET_PTR(a.as_raw()) == qjs::JS_VALUE_GET_PTR(b.as_raw())
    }
}
