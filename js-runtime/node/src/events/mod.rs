//! `emit`, among the hottest functions of an application, where it has one listener to call.

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, call};
use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result, Value};

/// The natives of `events`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("quickEmit", Function::new(ctx.clone(), quick_emit)?)?;
    Ok(natives)
}

/// `quickEmit(emit, [capture, watch])`: `emit` with a native answer before it (see [`class::quick()`]). `capture` names the property of
/// emitters that is true where rejections are captured; `watch(emitter, promise, type, ...args)` does that.
fn quick_emit<'js>(ctx: Ctx<'js>, slow: Object<'js>, kept: Array<'js>) -> Result<Value<'js>> {
    class::quick(&ctx, &slow, kept.as_value(), emit)
}

/// JavaScript's are: 'error', which has rules of its own, names that are no text, no listener of any kind yet, several listeners.
fn emit<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let (emitter, kind) = (args.this(), args.get(0));
    if !emitter.is_object() || !is_plain(&kind)? {
        return Ok(None);
    }
    let events = call::property(&emitter, c"_events")?;
    if !events.is_object() {
        return Ok(None);
    }
    let listener = call::named(&events, &kind)?;
    if listener.is_undefined() {
        return Ok(Some(Value::new_bool(ctx.clone(), false)));
    }
    if !listener.is_function() {
        return Ok(None);
    }
    let result = args.pass_on(&listener, 1)?;
    if !result.is_undefined() && !result.is_null() {
        let kept = args.kept();
        let captures = call::named(&emitter, &call::element(&kept, 0)?)?;
        if captures.as_bool() == Some(true) {
            watch(&args, &kept, result)?;
        }
    }
    Ok(Some(Value::new_bool(ctx.clone(), true)))
}

fn is_plain(kind: &Value<'_>) -> Result<bool> {
    match kind.as_string() {
        Some(text) => bytes::with_wtf8(text, |text| text != b"error"),
        None => Ok(kind.is_symbol()),
    }
}

fn watch<'js>(args: &Args<'_, 'js>, kept: &Value<'js>, result: Value<'js>) -> Result<()> {
    let watch: Function<'js> = call::element(kept, 1)?.get()?;
    let rest: Vec<Value<'js>> = (1..args.len()).map(|index| args.get(index)).collect();
    let rest = coddle_engine::rquickjs::function::Rest(rest);
    watch.call((args.this(), result, args.get(0), rest))
}
