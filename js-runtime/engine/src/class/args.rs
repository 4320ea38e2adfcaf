//! What natives are called with.

use std::mem::ManuallyDrop;

use rquickjs::{Ctx, Result, Value, qjs};

use super::call::call_raw;

/// What a native method was called with. Values are duplicated only when asked for.
pub struct Args<'a, 'js> {
    pub(super) ctx: &'a Ctx<'js>,
    pub(super) this: qjs::JSValue,
    pub(super) values: &'a [qjs::JSValue],
    pub(super) kept: qjs::JSValue,
}

impl<'a, 'js> Args<'a, 'js> {
    /// How many arguments were given.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Argument `index`, or undefined.
    pub fn get(&self, index: usize) -> Value<'js> {
        match self.values.get(index) {
            // SAFETY: the engine keeps arguments alive for the call; we take a reference of our own.
            Some(value) => unsafe { borrowed(self.ctx, *value) },
            None => Value::new_undefined(self.ctx.clone()),
        }
    }

    /// Whether argument `index` is there and not undefined.
    pub fn has(&self, index: usize) -> bool {
        // SAFETY: looks at the tag of a live value.
        self.values
            .get(index)
            .is_some_and(|value| unsafe { !qjs::JS_IsUndefined(*value) })
    }

    /// `this`.
    pub fn this(&self) -> Value<'js> {
        // SAFETY: as for `get`.
        unsafe { borrowed(self.ctx, self.this) }
    }

    /// Calls `function` with the same `this`, and the arguments from number `from` on.
    ///
    /// # Errors
    /// What it throws.
    pub fn pass_on(&self, function: &Value<'js>, from: usize) -> Result<Value<'js>> {
        // SAFETY: the engine keeps `this` alive for the call.
        let this = unsafe { for_call(self.ctx, self.this) };
        let rest = self.values.get(from..).unwrap_or_default();
        call_raw(self.ctx, function, this.value(), rest)
    }

    /// What a function made by [`super::quick`] keeps; undefined for others.
    pub fn kept(&self) -> Value<'js> {
        // SAFETY: as for `get`; the running function keeps it alive.
        unsafe { borrowed(self.ctx, self.kept) }
    }

    /// Argument `index` as text, coerced as JavaScript does; `None` when it is undefined.
    ///
    /// # Errors
    /// What the value's `toString` throws.
    pub fn text(&self, index: usize) -> Result<Option<String>> {
        if !self.has(index) {
            return Ok(None);
        }
        Ok(Some(self.get(index).get::<rquickjs::Coerced<String>>()?.0))
    }
}

/// # Safety
/// `value` must be alive and of `ctx`'s runtime.
pub(super) unsafe fn borrowed<'js>(ctx: &Ctx<'js>, value: qjs::JSValue) -> Value<'js> {
    // SAFETY: duplicated before it is owned.
    unsafe { Value::from_raw(ctx.clone(), qjs::JS_DupValue(ctx.as_raw().as_ptr(), value)) }
}
/// A value that the engine keeps alive for the length of a call, viewed as a `Value` without touching its count.
pub(super) struct ForCall<'js>(Value<'js>);

/// A view of `value` for as long as a call of the engine's lasts.
///
/// # Safety
/// `value` must stay alive while the view does, and must not be freed by it.
pub(super) unsafe fn for_call<'js>(
    ctx: &Ctx<'js>,
    value: qjs::JSValue,
) -> ManuallyDrop<ForCall<'js>> {
    // SAFETY: the caller's word.
    ManuallyDrop::new(unsafe { ForCall::new(ctx, value) })
}

impl<'js> ForCall<'js> {
    /// # Safety
    /// `value` must stay alive while this does, and this must never be dropped (keep it in a `ManuallyDrop`).
    unsafe fn new(ctx: &Ctx<'js>, value: qjs::JSValue) -> Self {
        // SAFETY: never dropped, so the count that was not taken is not given back; the context's count is given back
        // here, since the Ctx inside is not dropped either.
        unsafe {
            let viewed = Value::from_raw(ctx.clone(), value);
            qjs::JS_FreeContext(ctx.as_raw().as_ptr());
            ForCall(viewed)
        }
    }

    pub(super) fn value(&self) -> &Value<'js> {
        &self.0
    }
}
/// # Safety
/// `argv` must point to `argc` live values, or `argc` be 0.
pub(super) unsafe fn arguments<'a>(
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
) -> &'a [qjs::JSValue] {
    match usize::try_from(argc) {
        Ok(count) if count > 0 && !argv.is_null() => {
            // SAFETY: the caller's word.
            unsafe { std::slice::from_raw_parts(argv, count) }
        }
        _ => &[],
    }
}
