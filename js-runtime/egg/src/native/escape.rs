//! `helper.escape` of texts. Templates call it for all that they show.

use std::borrow::Cow;

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::text::escape_html;

/// `answered(escape)`: the function with native answers to its usual calls (see [`class::quick()`]).
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("answered", Function::new(ctx.clone(), answered)?)?;
    Ok(native)
}

fn answered<'js>(ctx: Ctx<'js>, slow: Object<'js>) -> Result<Value<'js>> {
    let nothing = Value::new_undefined(ctx.clone());
    class::quick(&ctx, &slow, &nothing, escape)
}

fn escape<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let given = args.get(0);
    let Some(text) = given.as_string() else {
        return Ok(None);
    };
    bytes::with_wtf8(text, |text| {
        // A lone surrogate is no UTF-8.
        let Ok(text) = std::str::from_utf8(text) else {
            return Ok(None);
        };
        match escape_html(text) {
            Cow::Borrowed(_) => Ok(Some(given.clone())),
            Cow::Owned(escaped) => call::string(ctx, &escaped).map(Some),
        }
    })?
}
