//! `egg-session/lib/codec`: how koa-session writes a session into a cookie, base64 of its JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coddle_engine::class::call;
use coddle_engine::json;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::text::lenient_base64;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("encode", Function::new(ctx.clone(), encode)?)?;
    native.set("decode", Function::new(ctx.clone(), decode)?)?;
    native.set("stringify", Function::new(ctx.clone(), stringify)?)?;
    Ok(native)
}

fn encode<'js>(ctx: Ctx<'js>, session: Value<'js>) -> Result<String> {
    let json = json::stringify(&ctx, &session)?.unwrap_or_default();
    Ok(STANDARD.encode(json))
}

/// # Errors
/// The engine's SyntaxError.
fn decode<'js>(ctx: Ctx<'js>, text: String) -> Result<Value<'js>> {
    let bytes = lenient_base64(&text);
    let json = String::from_utf8_lossy(&bytes);
    match json::parse(&ctx, &json, false)? {
        Some(session) => Ok(session),
        // The engine's own, which takes every text and says what is wrong with it.
        None => {
            let functions: Value<'js> = ctx.globals().get("JSON")?;
            let parse = call::property(&functions, c"parse")?;
            call::call(&ctx, &parse, &functions, &[&call::string(&ctx, &json)?])
        }
    }
}

/// `JSON.stringify(value)`
fn stringify<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Value<'js>> {
    match json::stringify(&ctx, &value)? {
        Some(json) => call::string(&ctx, &String::from_utf8_lossy(&json)),
        None => Ok(Value::new_undefined(ctx)),
    }
}
