//! `internal/koa/negotiate`: what `crate::negotiate` knows, as functions of JavaScript.

use coddle_engine::errors;
use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, Value};

use crate::negotiate::content_disposition::{Fallback, content_disposition};
use crate::negotiate::fresh::{Conditions, fresh};
use crate::negotiate::location::{Target, encode_url};
use crate::negotiate::type_is::{TypeIs, request_is, type_is};
use crate::negotiate::{accepts, media_type, mime, status, vary};
use crate::text;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("accepts", Function::new(ctx.clone(), accept)?)?;
    native.set("charsetOf", Function::new(ctx.clone(), charset_of)?)?;
    native.set(
        "contentDisposition",
        Function::new(ctx.clone(), disposition)?,
    )?;
    native.set("contentType", Function::new(ctx.clone(), content_type)?)?;
    native.set(
        "encodeUrl",
        Function::new(ctx.clone(), |url: String| encode_url(&url).into_owned())?,
    )?;
    native.set(
        "escapeHtml",
        Function::new(ctx.clone(), |raw: String| {
            text::escape_html(&raw).into_owned()
        })?,
    )?;
    native.set("formatTarget", Function::new(ctx.clone(), format_target)?)?;
    native.set("fresh", Function::new(ctx.clone(), is_fresh)?)?;
    native.set("httpError", Function::new(ctx.clone(), http_error)?)?;
    native.set(
        "isEmptyStatus",
        Function::new(ctx.clone(), status::is_empty)?,
    )?;
    native.set(
        "isRedirectStatus",
        Function::new(ctx.clone(), status::is_redirect)?,
    )?;
    native.set("mimeType", Function::new(ctx.clone(), mime_type)?)?;
    native.set("parseTarget", Function::new(ctx.clone(), parse_target)?)?;
    native.set("requestIs", Function::new(ctx.clone(), is_request)?)?;
    native.set("statusText", Function::new(ctx.clone(), status_text)?)?;
    native.set("typeIs", Function::new(ctx.clone(), is_type)?)?;
    native.set("vary", Function::new(ctx.clone(), vary_with)?)?;
    Ok(native)
}

/// The media type of a file's name, without parameters.
fn mime_type(name: String) -> Option<&'static str> {
    mime::lookup(&name)
}

/// Without offers everything that is accepted, best first; else the best offer or false.
fn accept<'js>(
    ctx: Ctx<'js>,
    kind: String,
    header: Option<String>,
    offered: Vec<String>,
) -> Result<Value<'js>> {
    let header = header.as_deref();
    if offered.is_empty() {
        let all = match kind.as_str() {
            "type" => accepts::types(header),
            "encoding" => accepts::encodings(header),
            "charset" => accepts::charsets(header),
            _ => accepts::languages(header),
        };
        return all.into_js(&ctx);
    }
    let offers: Vec<&str> = offered.iter().map(String::as_str).collect();
    let best = match kind.as_str() {
        "type" => accepts::best_type(header, &offers),
        "encoding" => accepts::best_encoding(header, &offers),
        "charset" => accepts::best_charset(header, &offers),
        _ => accepts::best_language(header, &offers),
    };
    match best {
        Some(best) => best.into_js(&ctx),
        None => Ok(Value::new_bool(ctx, false)),
    }
}

fn charset_of(content_type: String) -> String {
    media_type::charset(&content_type)
}

fn content_type(text: String) -> Option<String> {
    mime::content_type(&text).map(|full| full.into_owned())
}

/// `fallback`: undefined or true, false, or a name.
fn disposition<'js>(
    ctx: Ctx<'js>,
    filename: Option<String>,
    disposition: Option<String>,
    fallback: Value<'js>,
) -> Result<String> {
    let name = fallback
        .as_string()
        .map(|name| name.to_string())
        .transpose()?;
    let fallback = match (&name, fallback.as_bool()) {
        (Some(name), _) => Fallback::Name(name),
        (None, Some(false)) => Fallback::None,
        _ => Fallback::Generated,
    };
    content_disposition(filename.as_deref(), disposition.as_deref(), fallback)
        .map_err(|message| errors::throw_kind(&ctx, "TypeError", message, None))
}

fn is_fresh(
    if_modified_since: Option<String>,
    if_none_match: Option<String>,
    cache_control: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
) -> bool {
    let conditions = Conditions {
        if_modified_since: if_modified_since.as_deref(),
        if_none_match: if_none_match.as_deref(),
        cache_control: cache_control.as_deref(),
    };
    fresh(conditions, etag.as_deref(), last_modified.as_deref())
}

fn http_error<'js>(ctx: Ctx<'js>, given: Value<'js>) -> Result<Object<'js>> {
    // What is no number is no status either.
    let status = given.as_number().map_or(500, |number| number as i64);
    let kind = status::http_error(status);
    let object = Object::new(ctx)?;
    object.set("status", kind.status)?;
    object.set("name", kind.name)?;
    object.set("message", kind.message)?;
    object.set("expose", kind.expose)?;
    object.set("nonErrorStatus", kind.non_error_status)?;
    Ok(object)
}

fn status_text(code: f64) -> Option<&'static str> {
    let whole = code.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&code);
    whole.then(|| status::text(code as u16)).flatten()
}

fn parse_target<'js>(ctx: Ctx<'js>, url: String) -> Result<Value<'js>> {
    let Some(target) = Target::parse(&url) else {
        return Ok(Value::new_undefined(ctx));
    };
    let object = Object::new(ctx.clone())?;
    object.set("origin", &*target.origin)?;
    for (name, part) in [
        ("pathname", &target.pathname),
        ("search", &target.search),
        ("hash", &target.hash),
    ] {
        match part {
            Some(text) => object.set(name, &**text)?,
            None => object.set(name, Value::new_null(ctx.clone()))?,
        }
    }
    Ok(object.into_value())
}

fn format_target(parts: Object<'_>) -> Result<String> {
    let part = |name: &str| parts.get::<_, Option<String>>(name);
    let origin = part("origin")?.unwrap_or_default();
    let (pathname, search, hash) = (part("pathname")?, part("search")?, part("hash")?);
    Ok(Target {
        origin: origin.into(),
        pathname: pathname.map(Into::into),
        search: search.map(Into::into),
        hash: hash.map(Into::into),
    }
    .format())
}

fn is_request<'js>(
    ctx: Ctx<'js>,
    transfer_encoding: Option<String>,
    content_length: Option<String>,
    content_type: Option<String>,
    types: Vec<String>,
) -> Result<Value<'js>> {
    let answer = request_is(
        transfer_encoding.as_deref(),
        content_length.as_deref(),
        content_type.as_deref(),
        &types,
    );
    type_is_to_js(ctx, answer)
}

fn is_type<'js>(ctx: Ctx<'js>, content_type: String, types: Vec<String>) -> Result<Value<'js>> {
    type_is_to_js(ctx, type_is(&content_type, &types))
}

fn type_is_to_js(ctx: Ctx<'_>, answer: TypeIs) -> Result<Value<'_>> {
    match answer {
        TypeIs::NoBody => Ok(Value::new_null(ctx)),
        TypeIs::No => Ok(Value::new_bool(ctx, false)),
        TypeIs::Type(name) => name.into_js(&ctx),
    }
}

fn vary_with(ctx: Ctx<'_>, header: String, fields: Array<'_>) -> Result<String> {
    let fields: Vec<String> = fields.iter::<String>().collect::<Result<_>>()?;
    // One text may hold several names.
    let appended = match fields.as_slice() {
        [one] => vary::append(&header, one),
        names => vary::append_names(&header, names),
    };
    appended.map_err(|message| errors::throw_kind(&ctx, "TypeError", message, None))
}
