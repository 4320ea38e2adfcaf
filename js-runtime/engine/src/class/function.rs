//! Functions that belong to no object.

use rquickjs::{Ctx, Result, Value, qjs};

use super::args::{Args, arguments};
use super::trampolines::{c_name, conjure, guard, zero_sized};
use crate::raw;

/// A function of `length` declared parameters for calls that are made with every request: rquickjs's own cost several times
/// this. It is no constructor.
///
/// # Errors
/// When the engine is out of memory.
pub fn function<'js, F>(ctx: &Ctx<'js>, name: &str, length: u8, _call: F) -> Result<Value<'js>>
where
    F: for<'x, 'v> Fn(&'x Ctx<'v>, Args<'x, 'v>) -> Result<Value<'v>> + Copy + 'static,
{
    zero_sized!(F);
    let name = c_name(name);
    // SAFETY: the entry point has the signature that the kind names; the engine copies the name; the function is owned.
    unsafe {
        let function = qjs::JS_NewCFunction2(
            ctx.as_raw().as_ptr(),
            Some(called::<F>),
            name.as_ptr(),
            length.into(),
            qjs::JSCFunctionEnum_JS_CFUNC_generic,
            0,
        );
        raw::own(ctx, function)
    }
}

unsafe extern "C" fn called<F>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
) -> qjs::JSValue
where
    F: for<'x, 'v> Fn(&'x Ctx<'v>, Args<'x, 'v>) -> Result<Value<'v>> + Copy + 'static,
{
    // SAFETY: the engine calls with a live context inside its lock and `argc` live arguments.
    let (ctx, values) = unsafe {
        (
            Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)),
            arguments(argc, argv),
        )
    };
    guard(&ctx, || {
        conjure::<F>()(
            &ctx,
            Args {
                ctx: &ctx,
                this,
                values,
                kept: qjs::JS_UNDEFINED,
            },
        )
    })
}
