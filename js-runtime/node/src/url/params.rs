//! Natives of `internal/url_search_params`: `application/x-www-form-urlencoded` as lists of names and values in turn.

use coddle_engine::bytes;
use coddle_engine::class::call;
use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result, String as JsString, Value};
use url::form_urlencoded::{byte_serialize, parse};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("read", Function::new(ctx.clone(), read)?)?;
    natives.set("write", Function::new(ctx.clone(), write)?)?;
    Ok(natives)
}

/// The list that a query, with or without its `?`, holds.
fn read<'js>(ctx: Ctx<'js>, query: JsString<'js>) -> Result<Array<'js>> {
    let list = Array::new(ctx.clone())?;
    bytes::with_utf8(&query, |query| -> Result<()> {
        let query = query.strip_prefix(b"?").unwrap_or(&query);
        for (name, value) in parse(query) {
            list.set(list.len(), call::string(&ctx, &name)?)?;
            list.set(list.len(), call::string(&ctx, &value)?)?;
        }
        Ok(())
    })??;
    Ok(list)
}

/// The query of a list.
fn write<'js>(ctx: Ctx<'js>, list: Array<'js>) -> Result<Value<'js>> {
    let mut query = String::new();
    for (index, text) in list.iter::<JsString<'js>>().enumerate() {
        if index > 0 {
            query.push(if index.is_multiple_of(2) { '&' } else { '=' });
        }
        bytes::with_utf8(&text?, |text| query.extend(byte_serialize(&text)))?;
    }
    call::string(&ctx, &query)
}
