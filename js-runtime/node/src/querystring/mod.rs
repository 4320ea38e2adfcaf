//! Natives of `querystring`: reading and writing with the usual separators, while nobody has put another codec in place of its own.

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, call};
use coddle_engine::rquickjs::{Array, Atom, Coerced, Ctx, Function, Object, Result, Value};
use coddle_http::querystring::{DEFAULT_MAX_KEYS, escape, parse as pairs};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("answer", Function::new(ctx.clone(), answer)?)?;
    Ok(natives)
}

/// `answer(querystring)`: puts the native answers before its functions (see [`class::quick()`]).
fn answer<'js>(ctx: Ctx<'js>, querystring: Object<'js>) -> Result<()> {
    // What each keeps: the module, and the codec that the module has now.
    let kept = |codec: &str| -> Result<Value<'js>> {
        let kept = Array::new(ctx.clone())?;
        kept.set(0, querystring.clone())?;
        kept.set(1, querystring.get::<_, Value<'js>>(codec)?)?;
        Ok(kept.into_value())
    };
    let parse = class::quick(&ctx, &querystring.get("parse")?, &kept("unescape")?, parse)?;
    querystring.set("parse", parse.clone())?;
    querystring.set("decode", parse)?;
    let stringify = class::quick(
        &ctx,
        &querystring.get("stringify")?,
        &kept("escape")?,
        stringify,
    )?;
    querystring.set("stringify", stringify.clone())?;
    querystring.set("encode", stringify)
}

/// Whether a call gives separators or options of its own.
fn is_plain(args: &Args<'_, '_>) -> bool {
    (1..args.len()).all(|index| {
        let argument = args.get(index);
        argument.is_undefined() || argument.is_null()
    })
}

fn parse<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let text = args.get(0);
    let Some(text) = text.as_string().filter(|_| is_plain(&args)) else {
        return Ok(None);
    };
    let kept = args.kept();
    let codec = call::property(&call::element(&kept, 0)?, c"unescape")?;
    if !call::is_same(&codec, &call::element(&kept, 1)?) {
        return Ok(None);
    }
    bytes::with_wtf8(text, |text| match std::str::from_utf8(text) {
        Ok(text) => members(ctx, text).map(Some),
        // JavaScript keeps lone surrogates.
        Err(_) => Ok(None),
    })?
}

/// An object without a prototype, of names and their values: those of a name that comes again in an array.
pub(crate) fn members<'js>(ctx: &Ctx<'js>, text: &str) -> Result<Value<'js>> {
    let object = Object::new_proto(ctx.clone(), None)?;
    for (name, value) in pairs(text, DEFAULT_MAX_KEYS) {
        let name = Atom::from_str(ctx.clone(), &name)?;
        let value = call::string(ctx, &value)?;
        let known: Value<'js> = object.get(name.clone())?;
        if known.is_undefined() {
            object.set(name, value)?;
        } else if let Some(list) = known.as_array() {
            list.set(list.len(), value)?;
        } else {
            let list = Array::new(ctx.clone())?;
            list.set(0, known)?;
            list.set(1, value)?;
            object.set(name, list)?;
        }
    }
    Ok(object.into_value())
}

fn stringify<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let given = args.get(0);
    let Some(object) = given
        .as_object()
        .filter(|object| !object.is_function() && is_plain(&args))
    else {
        return Ok(None);
    };
    let kept = args.kept();
    let own = call::element(&kept, 1)?;
    if !call::is_same(&call::property(&call::element(&kept, 0)?, c"escape")?, &own) {
        return Ok(None);
    }
    let mut out = String::new();
    for name in object.keys::<Atom<'js>>() {
        let name = name?;
        let value: Value<'js> = object.get(name.clone())?;
        let mut start = String::new();
        write(&mut start, &name.to_value()?, &own)?;
        start.push('=');
        match value.as_array() {
            Some(list) => {
                for index in 0..list.len() {
                    add(&mut out, &start, &list.get(index)?, &own)?;
                }
            }
            None => add(&mut out, &start, &value, &own)?,
        }
    }
    call::string(ctx, &out).map(Some)
}

fn add<'js>(out: &mut String, start: &str, value: &Value<'js>, codec: &Value<'js>) -> Result<()> {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(start);
    write(out, value, codec)
}

/// Writes a primitive that has a text, escaped; of all others there is nothing.
fn write<'js>(out: &mut String, value: &Value<'js>, codec: &Value<'js>) -> Result<()> {
    let has_text = value.is_string()
        || value.is_bool()
        || value.is_big_int()
        || value.as_number().is_some_and(f64::is_finite);
    if !has_text {
        return Ok(());
    }
    let text = value
        .get::<Coerced<coddle_engine::rquickjs::String<'js>>>()?
        .0;
    let done = bytes::with_wtf8(&text, |text| match std::str::from_utf8(text) {
        Ok(text) => {
            out.push_str(&escape(text));
            true
        }
        Err(_) => false,
    })?;
    if !done {
        // What becomes of a lone surrogate JavaScript knows.
        let escaped = call::call(
            value.ctx(),
            codec,
            &Value::new_undefined(value.ctx().clone()),
            &[text.as_value()],
        )?;
        out.push_str(&escaped.get::<String>()?);
    }
    Ok(())
}
