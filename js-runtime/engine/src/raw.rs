//! The engine calls that rquickjs does not offer, each behind a safe function.

use std::ffi::CString;

use rquickjs::{Ctx, Error, Result, Value, qjs};

/// Runs a script in sloppy mode and gives its completion value. `first_line`: the number of the source's first line.
///
/// (`Ctx::eval` copies the source once more and is strict unless told otherwise.)
pub(crate) fn eval_script<'js>(
    ctx: &Ctx<'js>,
    source: String,
    filename: &str,
    first_line: i32,
) -> Result<Value<'js>> {
    let source = CString::new(source).map_err(Error::InvalidString)?;
    let filename = CString::new(filename).map_err(Error::InvalidString)?;
    let mut options = qjs::JSEvalOptions {
        version: qjs::JS_EVAL_OPTIONS_VERSION as _,
        eval_flags: qjs::JS_EVAL_TYPE_GLOBAL as _,
        filename: filename.as_ptr(),
        line_num: first_line,
    };
    // SAFETY: both strings and the options outlive the call, the strings are NUL-terminated; the result is owned and wrapped at once.
    unsafe {
        let value = qjs::JS_Eval2(
            ctx.as_raw().as_ptr(),
            source.as_ptr(),
            source.as_bytes().len() as _,
            &raw mut options,
        );
        own(ctx, value)
    }
}

/// Wraps an owned value, or reports the pending exception.
///
/// # Safety
/// `value` must be owned by the caller and belong to `ctx`'s runtime.
pub(crate) unsafe fn own<'js>(ctx: &Ctx<'js>, value: qjs::JSValue) -> Result<Value<'js>> {
    // SAFETY: see above; an exception carries no reference.
    unsafe {
        if qjs::JS_IsException(value) {
            return Err(Error::Exception);
        }
        Ok(Value::from_raw(ctx.clone(), value))
    }
}

/// Gives a value's reference away.
pub(crate) fn into_raw(value: Value<'_>) -> qjs::JSValue {
    // SAFETY: the new reference is the caller's; dropping `value` gives back the old one.
    unsafe { qjs::JS_DupValue(value.ctx().as_raw().as_ptr(), value.as_raw()) }
}

/// State and result of a promise without touching its `then`. `None` for anything that is no promise.
pub(crate) fn promise_state<'js>(value: &Value<'js>) -> Option<(PromiseState, Value<'js>)> {
    let ctx = value.ctx();
    let raw = value.as_raw();
    // SAFETY: `raw` is alive as long as `value`; JS_PromiseResult returns an owned value.
    unsafe {
        if !qjs::JS_IsPromise(raw) {
            return None;
        }
        let state = match qjs::JS_PromiseState(ctx.as_raw().as_ptr(), raw) {
            qjs::JSPromiseStateEnum_JS_PROMISE_FULFILLED => PromiseState::Fulfilled,
            qjs::JSPromiseStateEnum_JS_PROMISE_REJECTED => PromiseState::Rejected,
            _ => PromiseState::Pending,
        };
        let result = Value::from_raw(
            ctx.clone(),
            qjs::JS_PromiseResult(ctx.as_raw().as_ptr(), raw),
        );
        Some((state, result))
    }
}

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseState {
    Pending,
    Fulfilled,
    Rejected,
}

/// Marks a promise as handled, so that its rejection is not reported.
pub(crate) fn mark_handled(value: &Value<'_>) {
    // SAFETY: the call looks only at a live promise value.
    unsafe {
        if qjs::JS_IsPromise(value.as_raw()) {
            qjs::JS_PromiseMarkAsHandled(value.ctx().as_raw().as_ptr(), value.as_raw());
        }
    }
}

/// Target and handler of a proxy.
pub(crate) fn proxy_details<'js>(value: &Value<'js>) -> Option<(Value<'js>, Value<'js>)> {
    let ctx = value.ctx();
    // SAFETY: both calls return owned values for a live proxy.
    unsafe {
        if !qjs::JS_IsProxy(value.as_raw()) {
            return None;
        }
        let target = qjs::JS_GetProxyTarget(ctx.as_raw().as_ptr(), value.as_raw());
        let handler = qjs::JS_GetProxyHandler(ctx.as_raw().as_ptr(), value.as_raw());
        if qjs::JS_IsException(target) || qjs::JS_IsException(handler) {
            // A revoked proxy: the engine has thrown, but for an inspector that is an answer, not an error.
            drop(ctx.catch());
            return Some((Value::new_null(ctx.clone()), Value::new_null(ctx.clone())));
        }
        Some((
            Value::from_raw(ctx.clone(), target),
            Value::from_raw(ctx.clone(), handler),
        ))
    }
}

/// The engine's number of an object's class, 0 for what is no object.
pub(crate) fn class_of(value: &Value<'_>) -> u32 {
    // SAFETY: looks only at a live value.
    unsafe { qjs::JS_GetClassID(value.as_raw()) }
}

/// Runs one queued promise job: `Some(true)` after one, `Some(false)` with none left, `None` when it threw (which, for
/// promise jobs, means that a limit stopped it).
pub(crate) fn run_job(ctx: &Ctx<'_>) -> Option<bool> {
    // SAFETY: the runtime is alive, we are on its thread and inside its lock.
    unsafe {
        let rt = qjs::JS_GetRuntime(ctx.as_raw().as_ptr());
        let mut of = std::ptr::null_mut();
        match qjs::JS_ExecutePendingJob(rt, &mut of) {
            0 => Some(false),
            n if n > 0 => Some(true),
            _ => None,
        }
    }
}

/// Tells the engine where this thread's stack starts now: a world may be made at one depth and used at another.
pub(crate) fn update_stack_top(ctx: &Ctx<'_>) {
    // SAFETY: only records the current stack address.
    unsafe { qjs::JS_UpdateStackTop(qjs::JS_GetRuntime(ctx.as_raw().as_ptr())) }
}

/// Whether the pending exception is one that no `catch` may see (an interrupt, an exit).
pub(crate) fn is_uncatchable(value: &Value<'_>) -> bool {
    // SAFETY: reads a flag of a live value.
    unsafe { qjs::JS_IsUncatchableError(value.as_raw()) }
}

/// Throws an error that no JavaScript `catch` or `finally` sees: used to unwind after `process.exit()`.
pub(crate) fn throw_uncatchable(ctx: &Ctx<'_>, message: &str) -> Error {
    let error = match rquickjs::Exception::from_message(ctx.clone(), message) {
        Ok(error) => error,
        Err(error) => return error,
    };
    // SAFETY: marks a live error object.
    unsafe { qjs::JS_SetUncatchableError(ctx.as_raw().as_ptr(), error.as_value().as_raw()) };
    ctx.throw(error.into_object().into_value())
}

/// Sets or removes the environment variable `TZ`, by which the engine's Date goes. A value with a NUL is left out.
pub(crate) fn set_time_zone(value: Option<&str>) {
    // glibc looks at TZ again only when it is told to.
    unsafe extern "C" {
        fn tzset();
    }
    // SAFETY: as `process.env` of Node does it. Worlds read the environment once, at their start, and no other thread of a
    // worker reads it by `getenv` while JavaScript runs, but for libc's own look at TZ, which takes its lock.
    unsafe {
        match value {
            Some(value) if !value.contains('\0') => std::env::set_var("TZ", value),
            Some(_) => {}
            None => std::env::remove_var("TZ"),
        }
        tzset();
    }
}

/// The version of the JavaScript engine, `0.16.2`.
pub fn engine_version() -> String {
    // SAFETY: the text is a constant of the engine.
    unsafe { std::ffi::CStr::from_ptr(qjs::JS_GetVersion()) }
        .to_string_lossy()
        .into_owned()
}

/// The engine's account of its heap, from inside a turn (where the runtime's own method would find itself locked).
pub(crate) fn memory_usage(ctx: &Ctx<'_>) -> qjs::JSMemoryUsage {
    let mut usage = std::mem::MaybeUninit::zeroed();
    // SAFETY: the call fills the struct, of which all-zero is a valid value too.
    unsafe {
        qjs::JS_ComputeMemoryUsage(
            qjs::JS_GetRuntime(ctx.as_raw().as_ptr()),
            usage.as_mut_ptr(),
        );
        usage.assume_init()
    }
}

/// Runs `f` in the context that the caller is in already, further up on this thread's stack.
///
/// # Panics
/// When `inside` is not that of `context`.
pub(crate) fn with_context<R>(
    context: &rquickjs::Context,
    inside: std::ptr::NonNull<qjs::JSContext>,
    f: impl for<'js> FnOnce(&Ctx<'js>) -> R,
) -> R {
    assert!(
        context.as_raw() == inside,
        "somebody is inside another context"
    );
    // SAFETY: the context is alive, and its runtime's lock is held by whoever went in, who waits for us on this very stack;
    // the Ctx takes a count of its own, and its lifetime is new to `f`, so no value can leave.
    let ctx = unsafe { Ctx::from_raw(inside) };
    f(&ctx)
}
