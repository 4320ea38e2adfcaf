//! Scripts in this or another JSContext of the same runtime: what `vm` stands on.
//!
//! A realm needs no handle in Rust: its functions keep its context alive, and the collector frees it with them. To run code
//! in it, one calls its `evaluate`, a C function of that realm, to which the engine hands the realm's context.

use std::ffi::{CStr, c_int};
use std::ptr::{self, NonNull};
use std::time::{Duration, Instant};

use rquickjs::{Array, Ctx, Result, Value, qjs};

use crate::state::{self, State};
use crate::{async_context, errors, raw};

/// `[global object, evaluate]` of a new realm, which has the language's own globals and no others.
pub(crate) fn create<'js>(ctx: Ctx<'js>) -> Result<Array<'js>> {
    let state: *const State = state::of(&ctx);
    // SAFETY: the new context is owned here and given back below, when its functions hold it. Its opaque is the state of the
    // world, which lives as long as JavaScript runs; it takes no count, for nobody could give that back.
    let realm = unsafe {
        let made = qjs::JS_NewContext(qjs::JS_GetRuntime(ctx.as_raw().as_ptr()));
        let Some(made) = NonNull::new(made) else {
            return Err(errors::throw_kind(
                &ctx,
                "RangeError",
                "out of memory",
                None,
            ));
        };
        qjs::JS_SetContextOpaque(made.as_ptr(), state.cast_mut().cast());
        let realm: Ctx<'js> = Ctx::from_raw(made);
        qjs::JS_FreeContext(made.as_ptr());
        realm
    };
    errors::install(&realm)?;
    async_context::watch_constructor(&realm)?;
    let pair = Array::new(ctx.clone())?;
    pair.set(0, realm.globals())?;
    pair.set(1, evaluator(&realm)?)?;
    Ok(pair)
}

/// `evaluate(code, filename, firstLine, timeout, compileOnly)`: runs `code` as a sloppy-mode script of the realm of `ctx`, for
/// at most `timeout` milliseconds unless that is 0, and gives its completion value; with `compileOnly` only a syntax error can
/// come of it. When the time is over it throws, and [`take_timed_out`] says so.
pub(crate) fn evaluator<'js>(ctx: &Ctx<'js>) -> Result<Value<'js>> {
    // SAFETY: the function has the signature of its kind; the result is owned.
    unsafe {
        let function = qjs::JS_NewCFunction2(
            ctx.as_raw().as_ptr(),
            Some(evaluate),
            c"evaluate".as_ptr(),
            5,
            qjs::JSCFunctionEnum_JS_CFUNC_generic,
            0,
        );
        raw::own(ctx, function)
    }
}

/// Whether a script's own time limit ended it; asking forgets it.
pub(crate) fn take_timed_out(ctx: Ctx<'_>) -> bool {
    state::of(&ctx).clock.take_script_expired()
}

unsafe extern "C" fn evaluate(
    ctx: *mut qjs::JSContext,
    _this: qjs::JSValue,
    _argc: c_int,
    argv: *mut qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: the function has length 5, so that there are five live arguments; the texts are freed after their use.
    unsafe {
        let mut length = 0;
        let code = qjs::JS_ToCStringLen2(ctx, &mut length, *argv, false);
        if code.is_null() {
            return qjs::JS_EXCEPTION;
        }
        let filename = qjs::JS_ToCStringLen2(ctx, ptr::null_mut(), *argv.add(1), false);
        if filename.is_null() {
            qjs::JS_FreeCString(ctx, code);
            return qjs::JS_EXCEPTION;
        }
        let (mut line, mut timeout) = (1, 0.0);
        qjs::JS_ToInt32(ctx, &mut line, *argv.add(2));
        qjs::JS_ToFloat64(ctx, &mut timeout, *argv.add(3));
        let compile_only = qjs::JS_ToBool(ctx, *argv.add(4)) == 1;
        let result = run(
            ctx,
            CStr::from_ptr(code),
            length as usize,
            CStr::from_ptr(filename),
            line,
            timeout,
            compile_only,
        );
        qjs::JS_FreeCString(ctx, filename);
        qjs::JS_FreeCString(ctx, code);
        result
    }
}

/// # Safety
/// `ctx` must be a realm of a world, and `code` have `length` bytes before its end.
unsafe fn run(
    ctx: *mut qjs::JSContext,
    code: &CStr,
    length: usize,
    filename: &CStr,
    line: c_int,
    timeout: f64,
    compile_only: bool,
) -> qjs::JSValue {
    let mut flags = qjs::JS_EVAL_TYPE_GLOBAL;
    if compile_only {
        flags |= qjs::JS_EVAL_FLAG_COMPILE_ONLY;
    }
    let mut options = qjs::JSEvalOptions {
        version: qjs::JS_EVAL_OPTIONS_VERSION as c_int,
        eval_flags: flags as c_int,
        filename: filename.as_ptr(),
        line_num: line,
    };
    // SAFETY: see above; the opaque of a world's realm is its state.
    unsafe {
        let state: *const State = qjs::JS_GetContextOpaque(ctx).cast();
        let clock = &(*state).clock;
        let outer = (timeout > 0.0).then(|| {
            let limit = Duration::try_from_secs_f64(timeout / 1e3).unwrap_or(Duration::MAX);
            clock.limit_script(Instant::now().checked_add(limit))
        });
        let value = qjs::JS_Eval2(ctx, code.as_ptr(), length as _, &mut options);
        if let Some(outer) = outer {
            clock.unlimit_script(outer);
        }
        if compile_only && !qjs::JS_IsException(value) {
            qjs::JS_FreeValue(ctx, value);
            return qjs::JS_UNDEFINED;
        }
        if clock.script_expired() && qjs::JS_IsException(value) {
            // What stopped the script was uncatchable; the caller is to catch it.
            qjs::JS_ResetUncatchableError(ctx);
        }
        value
    }
}
