//! Entry points: from the engine's calling convention into plain Rust functions.

use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rquickjs::{Ctx, Error, Result, Value, qjs};

use super::args::{Args, arguments, borrowed, for_call};
use super::displaced::Access;
use super::{Native, find, get};
use crate::{errors, state};

// The functions are zero-sized (function items, closures that capture nothing), so each gets its own C entry point and
// needs no table to be found in.
macro_rules! zero_sized {
    ($f:ty) => {
        const { assert!(size_of::<$f>() == 0, "members must be plain functions") }
    };
}
pub(super) use zero_sized;

pub(super) struct RawFunction {
    pub(super) entry: qjs::JSCFunction,
    pub(super) label: std::ffi::CString,
    pub(super) length: i32,
    pub(super) kind: qjs::JSCFunctionEnum,
}

pub(super) type RawGetter =
    unsafe extern "C" fn(*mut qjs::JSContext, qjs::JSValue, std::ffi::c_int) -> qjs::JSValue;
pub(super) type RawSetter = unsafe extern "C" fn(
    *mut qjs::JSContext,
    qjs::JSValue,
    qjs::JSValue,
    std::ffi::c_int,
) -> qjs::JSValue;
pub(super) type RawMethod = unsafe extern "C" fn(
    *mut qjs::JSContext,
    qjs::JSValue,
    std::ffi::c_int,
    *mut qjs::JSValue,
    std::ffi::c_int,
) -> qjs::JSValue;

pub(super) fn getter_function(name: &str, entry: RawGetter) -> RawFunction {
    RawFunction {
        // SAFETY: the engine casts it back to a getter because `kind` says so (JSCFunctionType is a C union).
        entry: unsafe { std::mem::transmute::<RawGetter, qjs::JSCFunction>(entry) },
        label: c_name(&format!("get {name}")),
        length: 0,
        kind: qjs::JSCFunctionEnum_JS_CFUNC_getter_magic,
    }
}

pub(super) fn setter_function(name: &str, entry: RawSetter) -> RawFunction {
    RawFunction {
        // SAFETY: as for the getter.
        entry: unsafe { std::mem::transmute::<RawSetter, qjs::JSCFunction>(entry) },
        label: c_name(&format!("set {name}")),
        length: 1,
        kind: qjs::JSCFunctionEnum_JS_CFUNC_setter_magic,
    }
}

pub(super) fn c_name(name: &str) -> std::ffi::CString {
    std::ffi::CString::new(name).expect("member names have no NUL")
}
/// Conjures the zero-sized function `F`.
pub(super) fn conjure<F: Copy>() -> F {
    zero_sized!(F);
    // SAFETY: a value of a zero-sized Copy type has no bytes; one existed, for its owner passed it to `Members`.
    unsafe { std::mem::zeroed() }
}

/// Runs a native: `None` says that it failed, by an error or a panic, and that the exception is pending.
pub(crate) fn fallible<'js, R>(ctx: &Ctx<'js>, run: impl FnOnce() -> Result<R>) -> Option<R> {
    let result = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(panic) => {
            let text = panic
                .downcast_ref::<&str>()
                .map(|text| text.to_string())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "a native panicked".to_string());
            Err(errors::throw_error(
                ctx,
                &format!("native code panicked: {text}"),
            ))
        }
    };
    match result {
        Ok(value) => Some(value),
        Err(Error::Exception) => None,
        Err(other) => {
            errors::throw_kind(ctx, "TypeError", &other.to_string(), None);
            None
        }
    }
}

/// Runs a native whose result the engine takes.
pub(super) fn guard<'js>(ctx: &Ctx<'js>, run: impl FnOnce() -> Result<Value<'js>>) -> qjs::JSValue {
    match fallible(ctx, run) {
        // SAFETY: ownership passes to the engine.
        Some(value) => unsafe {
            let value = ManuallyDrop::new(value);
            let raw = qjs::JS_DupValue(ctx.as_raw().as_ptr(), value.as_raw());
            drop(ManuallyDrop::into_inner(value));
            raw
        },
        None => qjs::JS_EXCEPTION,
    }
}

/// The native behind `this`, or behind an object that `this` inherits from; without one, what was displaced.
fn with_native<'js, T: Native>(
    ctx: &Ctx<'js>,
    this: qjs::JSValue,
    magic: std::ffi::c_int,
    access: Access<'_>,
    run: impl FnOnce(&T) -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    // SAFETY: the engine keeps `this` alive for the call.
    let this = unsafe { for_call(ctx, this) };
    if let Some(native) = get::<T>(this.value()) {
        return run(native);
    }
    if let Some(owner) = find::<T>(this.value()) {
        return run(get::<T>(&owner).expect("found as one"));
    }
    let displaced = usize::try_from(magic)
        .ok()
        .and_then(|magic| magic.checked_sub(1))
        .and_then(|at| state::of(ctx).displaced.borrow().get(at).cloned());
    match displaced {
        Some(member) => member.access(ctx, this.value(), access),
        None => Err(errors::throw_kind(
            ctx,
            "TypeError",
            &format!(
                "this member needs a {} as its receiver",
                T::NAME.to_str().unwrap_or("native object")
            ),
            Some("ERR_INVALID_THIS"),
        )),
    }
}
pub(super) unsafe extern "C" fn get_trampoline<T, G>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T) -> Result<Value<'v>> + Copy + 'static,
{
    // SAFETY: the engine calls with a live context inside its lock.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Get, |native| {
            conjure::<G>()(&ctx, native)
        })
    })
}

pub(super) unsafe extern "C" fn get_of_trampoline<T, G>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, &'x Value<'v>) -> Result<Value<'v>> + Copy + 'static,
{
    // SAFETY: as for `get_trampoline`.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        // SAFETY: the engine keeps `this` alive for the call.
        let receiver = unsafe { borrowed(&ctx, this) };
        with_native::<T>(&ctx, this, magic, Access::Get, |native| {
            conjure::<G>()(&ctx, native, &receiver)
        })
    })
}

pub(super) unsafe extern "C" fn set_trampoline<T, S>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    value: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    S: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, Value<'v>) -> Result<()> + Copy + 'static,
{
    // SAFETY: as above; `value` is alive for the call and duplicated.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Set(value), |native| {
            // SAFETY: as above.
            let value = unsafe { borrowed(&ctx, value) };
            conjure::<S>()(&ctx, native, value)?;
            Ok(Value::new_undefined(ctx.clone()))
        })
    })
}

pub(super) unsafe extern "C" fn set_of_trampoline<T, S>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    value: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    S: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, &'x Value<'v>, Value<'v>) -> Result<()> + Copy + 'static,
{
    // SAFETY: as above; `value` is alive for the call and duplicated.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Set(value), |native| {
            // SAFETY: as above.
            let (receiver, value) = unsafe { (borrowed(&ctx, this), borrowed(&ctx, value)) };
            conjure::<S>()(&ctx, native, &receiver, value)?;
            Ok(Value::new_undefined(ctx.clone()))
        })
    })
}

pub(super) unsafe extern "C" fn call_trampoline<T, F>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    F: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, Args<'x, 'v>) -> Result<Value<'v>> + Copy + 'static,
{
    // SAFETY: as above; the engine passes `argc` live values (at least `length` of them).
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    // SAFETY: as above.
    let values = unsafe { arguments(argc, argv) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Call(values), |native| {
            conjure::<F>()(
                &ctx,
                native,
                Args {
                    ctx: &ctx,
                    this,
                    values,
                    kept: qjs::JS_UNDEFINED,
                },
            )
        })
    })
}

/// Entry point of callable objects of class `T`.
pub(super) unsafe extern "C" fn called<T: Native>(
    ctx: *mut qjs::JSContext,
    function: qjs::JSValue,
    this: qjs::JSValue,
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
    _flags: std::ffi::c_int,
) -> qjs::JSValue {
    // SAFETY: as above.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    // SAFETY: as above.
    let values = unsafe { arguments(argc, argv) };
    guard(&ctx, || {
        with_native::<T>(
            &ctx,
            function,
            0,
            Access::Call(values),
            |native| match T::CALL {
                Some(call) => call(
                    &ctx,
                    native,
                    Args {
                        ctx: &ctx,
                        this,
                        values,
                        kept: qjs::JS_UNDEFINED,
                    },
                ),
                None => Err(errors::throw_kind(
                    &ctx,
                    "TypeError",
                    "not a function",
                    None,
                )),
            },
        )
    })
}
