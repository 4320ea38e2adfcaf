//! Natives of `internal/structured_clone` and `internal/comparisons`: what they make of plain data.

use coddle_engine::class;
use coddle_engine::plain;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("quickClone", Function::new(ctx.clone(), quick_clone)?)?;
    natives.set("quickEqual", Function::new(ctx.clone(), quick_equal)?)?;
    Ok(natives)
}

/// `quickClone(structuredClone)`: it with a native answer before it (see [`class::quick()`]).
fn quick_clone<'js>(ctx: Ctx<'js>, slow: Object<'js>) -> Result<Value<'js>> {
    let nothing = Value::new_undefined(ctx.clone());
    class::quick(&ctx, &slow, &nothing, |_, args| {
        if args.is_empty() || args.has(1) {
            return Ok(None);
        }
        plain::copy(&args.get(0))
    })
}

/// `quickEqual(isDeepStrictEqual)`: likewise.
fn quick_equal<'js>(ctx: Ctx<'js>, slow: Object<'js>) -> Result<Value<'js>> {
    let nothing = Value::new_undefined(ctx.clone());
    class::quick(&ctx, &slow, &nothing, |ctx, args| {
        let same = plain::is_same(&args.get(0), &args.get(1))?;
        Ok(same.map(|same| Value::new_bool(ctx.clone(), same)))
    })
}
