//! `url.parse` of what an HTTP request names: a path with or without a query, in ASCII.

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("quickParse", Function::new(ctx.clone(), quick_parse)?)?;
    Ok(natives)
}

/// `quickParse(parse, [Url.prototype, querystring])`: `parse` with a native answer before it (see [`class::quick()`]).
fn quick_parse<'js>(ctx: Ctx<'js>, slow: Object<'js>, kept: Value<'js>) -> Result<Value<'js>> {
    class::quick(&ctx, &slow, &kept, parse)
}

/// Where the query of a path begins; `None` for what may be more than a path, or is to be escaped or trimmed.
fn split(url: &[u8]) -> Option<usize> {
    let query = url
        .iter()
        .position(|&byte| byte == b'?')
        .unwrap_or(url.len());
    let is_path = url.first() == Some(&b'/')
        && !url.starts_with(b"///")
        && !url[..query].contains(&b'@')
        && url
            .iter()
            .all(|byte| byte.is_ascii_graphic() && !b"#\\".contains(byte));
    is_path.then_some(query)
}

fn parse<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let url = args.get(0);
    let with_query = args.get(1).as_bool();
    let Some(text) = url.as_string().filter(|_| !args.has(2)) else {
        return Ok(None);
    };
    if args.has(1) && with_query.is_none() {
        return Ok(None);
    }
    let parts = bytes::with_wtf8(text, |url| -> Result<_> {
        let Some(at) = split(url) else {
            return Ok(None);
        };
        let (path, search) = url.split_at(at);
        let part = |part: &[u8]| call::string(ctx, std::str::from_utf8(part)?);
        let null = Value::new_null(ctx.clone());
        Ok(Some(match search.get(1..) {
            Some(query) => (part(path)?, part(search)?, part(query)?),
            None => (part(path)?, null.clone(), null),
        }))
    })??;
    let Some((pathname, search, mut query)) = parts else {
        return Ok(None);
    };
    let kept = args.kept();
    if with_query == Some(true) {
        query = if query.is_null() {
            Object::new_proto(ctx.clone(), None)?.into_value()
        } else {
            // Applications may replace it.
            let querystring = call::element(&kept, 1)?;
            let parse = call::property(&querystring, c"parse")?;
            call::call(ctx, &parse, &querystring, &[&query])?
        };
    }
    let proto = call::element(&kept, 0)?;
    let made = Object::new_proto(ctx.clone(), proto.as_object())?.into_value();
    let null = Value::new_null(ctx.clone());
    for (name, value) in [
        (c"protocol", &null),
        (c"slashes", &null),
        (c"auth", &null),
        (c"host", &null),
        (c"port", &null),
        (c"hostname", &null),
        (c"hash", &null),
        (c"search", &search),
        (c"query", &query),
        (c"pathname", &pathname),
        (c"path", &url),
        (c"href", &url),
    ] {
        call::set_property(&made, name, value)?;
    }
    Ok(Some(made))
}
