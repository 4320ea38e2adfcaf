//! Native answers to a JavaScript function's usual calls.

use rquickjs::{Ctx, Object, Result, Value, qjs};

use super::args::{Args, arguments, for_call};
use super::call::call_raw;
use super::trampolines::{c_name, conjure, guard, zero_sized};
use crate::raw;

/// A function that answers with `_answer` what that knows (`Some`), and calls `slow` for everything else: other types, wrong
/// arguments, receivers of another kind. So the checks and their errors are written once, in JavaScript, and the calls that an
/// application makes thousands of times pay for neither a frame of bytecode nor a second crossing.
///
/// It has the name and the length of `slow`, and is no constructor. `kept` is what [`Args::kept`] gives the answer.
///
/// # Errors
/// When the engine is out of memory.
pub fn quick<'js, F>(
    ctx: &Ctx<'js>,
    slow: &Object<'js>,
    kept: &Value<'js>,
    _answer: F,
) -> Result<Value<'js>>
where
    F: for<'x, 'v> Fn(&'x Ctx<'v>, Args<'x, 'v>) -> Result<Option<Value<'v>>> + Copy + 'static,
{
    zero_sized!(F);
    let name = c_name(&slow.get::<_, String>("name")?);
    let length: i32 = slow.get("length")?;
    let mut data = [slow.as_raw(), kept.as_raw()];
    // SAFETY: the engine copies the name and takes references of its own to both values; the function is owned.
    unsafe {
        let function = qjs::JS_NewCFunctionData2(
            ctx.as_raw().as_ptr(),
            Some(answered::<F>),
            name.as_ptr(),
            length,
            0,
            data.len() as _,
            data.as_mut_ptr(),
        );
        raw::own(ctx, function)
    }
}

unsafe extern "C" fn answered<F>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
    _magic: std::ffi::c_int,
    data: *mut qjs::JSValue,
) -> qjs::JSValue
where
    F: for<'x, 'v> Fn(&'x Ctx<'v>, Args<'x, 'v>) -> Result<Option<Value<'v>>> + Copy + 'static,
{
    // SAFETY: the engine calls with a live context inside its lock, `argc` live arguments, and the two values that `quick` gave,
    // which the running function keeps alive.
    let (ctx, values, slow, kept) = unsafe {
        (
            Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)),
            arguments(argc, argv),
            *data,
            *data.add(1),
        )
    };
    guard(&ctx, || {
        let args = Args {
            ctx: &ctx,
            this,
            values,
            kept,
        };
        if let Some(value) = conjure::<F>()(&ctx, args)? {
            return Ok(value);
        }
        // SAFETY: as above.
        let (slow, this) = unsafe { (for_call(&ctx, slow), for_call(&ctx, this)) };
        call_raw(&ctx, slow.value(), this.value(), values)
    })
}
