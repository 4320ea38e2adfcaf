//! What goes between JavaScript and the objects here.

use coddle_engine::class::{self, Native, call};
use coddle_engine::rquickjs::{Array, Ctx, Error, Object, Result, Value};
use coddle_engine::{builtin, bytes};

/// An object of the prototype that the module `internal/tls/natives` has under `proto`.
pub(super) fn wrap<'js, T: Native>(ctx: &Ctx<'js>, proto: &str, native: T) -> Result<Object<'js>> {
    let natives: Object<'js> = builtin::require(ctx, "internal/tls/natives")?.get()?;
    let proto: Object<'js> = natives.get(proto)?;
    class::create(ctx, &proto, native)
}

/// An array of typed arrays and strings, as bytes.
pub(super) fn list(value: &Value<'_>) -> Result<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    for index in 0..call::length(value)? {
        all.push(data(&call::element(value, index)?)?);
    }
    Ok(all)
}

pub(super) fn data(value: &Value<'_>) -> Result<Vec<u8>> {
    if let Some(text) = value.as_string() {
        return bytes::utf8(text);
    }
    bytes::to_vec(value)
        .ok_or_else(|| Error::new_from_js(value.type_name(), "Uint8Array or string"))
}

pub(super) fn int<'js>(ctx: &Ctx<'js>, number: i32) -> Result<Value<'js>> {
    Ok(Value::new_int(ctx.clone(), number))
}

pub(super) fn boolean<'js>(ctx: &Ctx<'js>, is: bool) -> Result<Value<'js>> {
    Ok(Value::new_bool(ctx.clone(), is))
}

pub(super) fn undefined<'js>(ctx: &Ctx<'js>) -> Result<Value<'js>> {
    Ok(Value::new_undefined(ctx.clone()))
}

pub(super) fn text<'js>(ctx: &Ctx<'js>, text: Option<&str>) -> Result<Value<'js>> {
    match text {
        Some(text) => call::string(ctx, text),
        None => undefined(ctx),
    }
}

/// Undefined for no bytes.
pub(super) fn some<'js>(ctx: &Ctx<'js>, data: Vec<u8>) -> Result<Value<'js>> {
    if data.is_empty() {
        undefined(ctx)
    } else {
        bytes::uint8_array(ctx, data)
    }
}

/// An array of strings.
pub(super) fn strings<'js>(
    ctx: &Ctx<'js>,
    texts: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<Value<'js>> {
    let array = Array::new(ctx.clone())?;
    for (index, one) in texts.into_iter().enumerate() {
        array.set(index, one.as_ref())?;
    }
    Ok(array.into_value())
}
