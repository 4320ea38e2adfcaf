//! Work that is done at once, or on another thread when there is a callback for its result.

use coddle_engine::ops;
use coddle_engine::rquickjs::{Ctx, Function, IntoJs, Result, Value};

use super::fault::{Answer, Outcome};

/// Without a callback: the value of `work`, or its fault thrown. With one: undefined now, and later `callback(null, value)`,
/// where a fault is an error as the value (`callback(error)` is for work that broke down).
pub(super) fn run<'js, R>(
    ctx: &Ctx<'js>,
    callback: Option<Function<'js>>,
    work: impl FnOnce() -> Outcome<R> + Send + 'static,
) -> Result<Value<'js>>
where
    R: for<'a> IntoJs<'a> + Send + 'static,
{
    match callback {
        None => match work() {
            Ok(value) => value.into_js(ctx),
            Err(fault) => Err(fault.throw(ctx)),
        },
        Some(callback) => {
            ops::spawn_callback(ctx, callback, ops::blocking(move || Ok(Answer(work()))))?;
            Ok(Value::new_undefined(ctx.clone()))
        }
    }
}
