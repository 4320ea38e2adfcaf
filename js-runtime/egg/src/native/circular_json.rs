//! `internal/egg/circular_json`: the texts of dumped configurations.

use coddle_engine::class::call;
use coddle_engine::json;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("stringify", Function::new(ctx.clone(), stringify)?)?;
    Ok(native)
}

fn stringify<'js>(ctx: Ctx<'js>, value: Value<'js>, spaces: usize) -> Result<Value<'js>> {
    match json::stringify_circular(&ctx, &value, spaces)? {
        Some(text) => call::string(&ctx, &String::from_utf8_lossy(&text)),
        None => Ok(Value::new_undefined(ctx)),
    }
}
