//! Headers between JavaScript and `http`'s types, with Node's rules and errors.

use coddle_engine::class::call;
use coddle_engine::errors;
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Object, Result, Value};
use coddle_http::Repeated;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use smallvec::SmallVec;

use crate::exchange::{Response, latin1, latin1_bytes};

/// A header name, or Node's `ERR_INVALID_HTTP_TOKEN`.
pub(crate) fn name(ctx: &Ctx<'_>, text: &str) -> Result<HeaderName> {
    HeaderName::from_bytes(text.as_bytes()).map_err(|_| {
        errors::throw_kind(
            ctx,
            "TypeError",
            &format!("Header name must be a valid HTTP token [\"{text}\"]"),
            Some("ERR_INVALID_HTTP_TOKEN"),
        )
    })
}

/// A header value, or Node's `ERR_INVALID_CHAR`. Characters up to U+00FF are sent as one byte.
pub(crate) fn value(ctx: &Ctx<'_>, name: &str, text: &str) -> Result<HeaderValue> {
    let invalid = || {
        errors::throw_kind(
            ctx,
            "TypeError",
            &format!("Invalid character in header content [\"{name}\"]"),
            Some("ERR_INVALID_CHAR"),
        )
    };
    if text.is_ascii() {
        return HeaderValue::from_str(text).map_err(|_| invalid());
    }
    latin1_bytes(text)
        .and_then(|bytes| HeaderValue::from_bytes(&bytes).ok())
        .ok_or_else(invalid)
}

/// `res.setHeader(name, value)`: an array sets several lines.
pub(crate) fn set<'js>(
    ctx: &Ctx<'js>,
    response: &Response,
    field: &str,
    given: &Value<'js>,
) -> Result<()> {
    let header = name(ctx, field)?;
    if let Some(list) = given.as_array() {
        // All of them before the header that was there goes: one that is refused changes nothing.
        let mut values = SmallVec::<[HeaderValue; 4]>::new();
        for item in list.iter::<Coerced<String>>() {
            values.push(value(ctx, field, &item?.0)?);
        }
        response.note(&header, field, true);
        response.remove(&header);
        for value in values {
            response.append(header.clone(), value);
        }
        return Ok(());
    }
    if let Some(number) = given.as_int()
        && number >= 0
    {
        response.note(&header, field, false);
        response.set(header, HeaderValue::from(number as u64));
        return Ok(());
    }
    let text = match given.as_string() {
        Some(text) => text.to_string()?,
        None => given.get::<Coerced<String>>()?.0,
    };
    let value = value(ctx, field, &text)?;
    response.note(&header, field, false);
    response.set(header, value);
    Ok(())
}

/// A response header as JavaScript sees it: a string, an array of strings, or undefined.
pub(crate) fn to_js<'js>(
    ctx: &Ctx<'js>,
    response: &Response,
    name: &HeaderName,
) -> Result<Value<'js>> {
    match &response.values(name)[..] {
        [] => Ok(Value::new_undefined(ctx.clone())),
        [one] if !response.is_list(name) => text(ctx, one),
        many => {
            let list = Array::new(ctx.clone())?;
            for (index, value) in many.iter().enumerate() {
                list.set(index, text(ctx, value)?)?;
            }
            Ok(list.into_value())
        }
    }
}

pub(crate) fn text<'js>(ctx: &Ctx<'js>, value: &HeaderValue) -> Result<Value<'js>> {
    call::string(ctx, &latin1(value.as_bytes()))
}

/// `req.headers[name]`: repeated headers joined with Node's rules.
pub(crate) fn request_value<'js>(
    ctx: &Ctx<'js>,
    headers: &HeaderMap,
    name: &str,
) -> Result<Option<Value<'js>>> {
    let mut values = headers.get_all(name).iter();
    let Some(first) = values.next() else {
        return Ok(None);
    };
    let between = match Repeated::of(name) {
        Repeated::List => {
            let list = Array::new(ctx.clone())?;
            for (index, value) in std::iter::once(first).chain(values).enumerate() {
                list.set(index, text(ctx, value)?)?;
            }
            return Ok(Some(list.into_value()));
        }
        Repeated::First => return text(ctx, first).map(Some),
        Repeated::Joined(between) => between,
    };
    let Some(second) = values.next() else {
        return text(ctx, first).map(Some);
    };
    let mut joined = latin1(first.as_bytes()).into_owned();
    for value in std::iter::once(second).chain(values) {
        joined.push_str(between);
        joined.push_str(&latin1(value.as_bytes()));
    }
    call::string(ctx, &joined).map(Some)
}

/// `req.headers`.
pub(crate) fn request_object<'js>(ctx: &Ctx<'js>, headers: &HeaderMap) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    for name in headers.keys() {
        if let Some(value) = request_value(ctx, headers, name.as_str())? {
            object.set(name.as_str(), value)?;
        }
    }
    Ok(object)
}

/// `res.getHeaders()`: lower-case names, no prototype.
pub(crate) fn response_object<'js>(ctx: &Ctx<'js>, response: &Response) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set_prototype(None)?;
    for name in response.names() {
        object.set(name.as_str(), to_js(ctx, response, &name)?)?;
    }
    Ok(object)
}
