//! Request members that requests touch most, for ctx and for ctx.request.

use coddle_engine::class::{Members, Slot, call};
use coddle_engine::rquickjs::{Coerced, Ctx, Function, Object, Result, Value};
use coddle_engine::{builtin, errors};
use http::Method;

use super::{Facet, RequestObject, State, headers};
use crate::query;

/// Adds them to a prototype.
pub(crate) fn add<T: Facet>(members: &Members<'_, '_, T>) -> Result<()> {
    members
        .property(
            "method",
            |ctx, this| {
                this.state(ctx, |state| {
                    call::string(ctx, state.exchange.request.method().as_str())
                })
            },
            |ctx, this, value| {
                let text = value.get::<Coerced<String>>()?.0;
                let method = method(ctx, &text)?;
                this.state(ctx, |state| {
                    state.exchange.request.set_method(method);
                    Ok(())
                })
            },
        )?
        .property(
            "url",
            |ctx, this| {
                this.state(ctx, |state| {
                    state
                        .exchange
                        .request
                        .with_url(|url| call::string(ctx, url))
                })
            },
            |ctx, this, value| {
                let text = value.get::<Coerced<String>>()?.0;
                this.state(ctx, |state| {
                    state.exchange.request.set_url(text);
                    Ok(())
                })
            },
        )?
        .getter("path", |ctx, this| {
            this.state(ctx, |state| {
                match state.exchange.request.with_target(|target| {
                    target.map(|target| match target.pathname {
                        Some(path) => call::string(ctx, &path),
                        None => Ok(Value::new_null(ctx.clone())),
                    })
                }) {
                    Some(path) => path,
                    None => unusual(ctx, state)?.get("pathname"),
                }
            })
        })?
        .getter("querystring", |ctx, this| {
            this.state(ctx, |state| {
                with_query(ctx, state, |query| call::string(ctx, query))
            })
        })?
        .getter("search", |ctx, this| {
            this.state(ctx, |state| {
                with_query(ctx, state, |query| match query {
                    "" => call::string(ctx, ""),
                    query => call::string(ctx, &format!("?{query}")),
                })
            })
        })?
        .property("header", get_headers, set_headers)?
        .property("headers", get_headers, set_headers)?;
    Ok(())
}

/// Members of ctx.request alone: on ctx `body` is the response's, and `get` asks whether ctx.request's was replaced.
pub(crate) fn add_own(members: &Members<'_, '_, RequestObject>) -> Result<()> {
    members
        .method("get", 1, |ctx, this, args| {
            let field = field_name(ctx, &args.get(0))?;
            this.state(ctx, |state| header_or_empty(ctx, state, &field))
        })?
        .property(
            "body",
            |ctx, this| {
                this.state(ctx, |state| {
                    Ok(state
                        .parsed_body(ctx)
                        .unwrap_or_else(|| Value::new_undefined(ctx.clone())))
                })
            },
            |ctx, this, value| {
                this.state(ctx, |state| {
                    state.exchange.request.parsed_as_empty.set(false);
                    state.request_body.set(&value);
                    Ok(())
                })
            },
        )?
        .property(
            "rawBody",
            |ctx, this| {
                this.state(ctx, |state| {
                    if let Some(bytes) = state.exchange.request.raw_body.take() {
                        let text = call::string(ctx, &String::from_utf8_lossy(&bytes))?;
                        state.raw_body.set(&text);
                    }
                    Ok(state.raw_body.get_or_undefined(ctx))
                })
            },
            |ctx, this, value| {
                this.state(ctx, |state| {
                    state.exchange.request.raw_body.take();
                    state.raw_body.set(&value);
                    Ok(())
                })
            },
        )?;
    Ok(())
}

/// egg's `query`, the first value of each key, over that of what it extends ctx with. (CTX-035, CTX-036)
pub(crate) fn install_query_of_context<'js>(ctx: Ctx<'js>, extension: Object<'js>) -> Result<()> {
    Members::<State>::over(&ctx, &extension).getter("query", parsed_query)?;
    Ok(())
}

/// The same for `ctx.request`.
pub(crate) fn install_query_of_request<'js>(ctx: Ctx<'js>, extension: Object<'js>) -> Result<()> {
    Members::<RequestObject>::over(&ctx, &extension).getter("query", |ctx, this| {
        this.state(ctx, |state| parsed_query(ctx, state))
    })?;
    Ok(())
}

/// A method as Node accepts it.
pub(crate) fn method(ctx: &Ctx<'_>, text: &str) -> Result<Method> {
    Method::from_bytes(text.as_bytes()).map_err(|_| {
        errors::throw_kind(
            ctx,
            "TypeError",
            &format!("Method must be a valid HTTP token [\"{text}\"]"),
            Some("ERR_INVALID_HTTP_TOKEN"),
        )
    })
}

/// What Node's `url.parse` makes of a target that parseurl's quick way does not take.
fn unusual<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Object<'js>> {
    let negotiate: Object<'js> = builtin::require(ctx, "internal/koa/negotiate")?.get()?;
    let parse: Function<'js> = negotiate.get("parseTarget")?;
    state.exchange.request.with_url(|url| parse.call((url,)))
}

fn with_query<R>(ctx: &Ctx<'_>, state: &State, look: impl FnOnce(&str) -> Result<R>) -> Result<R> {
    let mut look = Some(look);
    let quick = state.exchange.request.with_target(|target| {
        target.and_then(|target| look.take().map(|look| look(target.query())))
    });
    match (quick, look) {
        (Some(result), _) => result,
        (None, Some(look)) => {
            let search: Option<String> = unusual(ctx, state)?.get("search")?;
            look(search.as_deref().unwrap_or("").trim_start_matches('?'))
        }
        (None, None) => Err(errors::throw_error(
            ctx,
            "the request's target changed while it was read",
        )),
    }
}

fn get_headers<'js, T: Facet>(ctx: &Ctx<'js>, this: &T) -> Result<Value<'js>> {
    this.state(ctx, |state| header_object(ctx, state))
}

fn set_headers<'js, T: Facet>(ctx: &Ctx<'js>, this: &T, value: Value<'js>) -> Result<()> {
    this.state(ctx, |state| {
        if let Some(req) = state.req.get(ctx).and_then(Value::into_object) {
            req.set("headers", value.clone())?;
        }
        state.headers.set(&value);
        Ok(())
    })
}

/// `req.headers`, made when first asked for.
pub(crate) fn header_object<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    if let Some(req) = state.req.get(ctx) {
        return call::property(&req, c"headers");
    }
    if let Some(known) = state.headers.get(ctx) {
        return Ok(known);
    }
    let object = headers::request_object(ctx, &state.exchange.request.headers)?.into_value();
    state.headers.set(&object);
    Ok(object)
}

/// The name of a header that `get` is asked for.
pub(crate) fn field_name(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<String> {
    match value.as_string() {
        Some(text) => Ok(text.to_string()?.to_ascii_lowercase()),
        None => Err(errors::throw_kind(
            ctx,
            "TypeError",
            "the name of a header must be a string",
            Some("ERR_INVALID_ARG_TYPE"),
        )),
    }
}

/// `request.get(field)`: '' when the header is absent. (CTX-048)
pub(crate) fn header_or_empty<'js>(
    ctx: &Ctx<'js>,
    state: &State,
    name: &str,
) -> Result<Value<'js>> {
    let found = match name {
        "referer" | "referrer" => match header(ctx, state, "referrer")? {
            Some(value) => Some(value),
            None => header(ctx, state, "referer")?,
        },
        name => header(ctx, state, name)?,
    };
    found.map_or_else(|| call::string(ctx, ""), Ok)
}

/// One request header that says something; from the object, if the application has it and may have changed it.
fn header<'js>(ctx: &Ctx<'js>, state: &State, name: &str) -> Result<Option<Value<'js>>> {
    if state.headers.is_empty() && state.req.is_empty() {
        let value = headers::request_value(ctx, &state.exchange.request.headers, name)?;
        return Ok(value.filter(|value| !is_blank(value)));
    }
    let object = header_object(ctx, state)?;
    let value: Value<'js> = match object.as_object() {
        Some(object) => object.get(name)?,
        None => return Ok(None),
    };
    Ok((!value.is_undefined() && !value.is_null() && !is_blank(&value)).then_some(value))
}

fn is_blank(value: &Value<'_>) -> bool {
    value
        .as_string()
        .is_some_and(|text| text.to_string().is_ok_and(|text| text.is_empty()))
}

/// Kept by query string, as egg does.
fn parsed_query<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    with_query(ctx, state, |source| {
        let known = {
            let queries = state.queries.borrow();
            queries
                .iter()
                .find(|(of, _)| **of == *source)
                .and_then(|(_, slot)| slot.get(ctx))
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let object = Object::new(ctx.clone())?;
        for (key, value) in query::query(source) {
            object.set(key.as_ref(), value.as_ref())?;
        }
        let object = object.into_value();
        let kept = (Box::from(source), Slot::of(&object));
        state.queries.borrow_mut().push(kept);
        Ok(object)
    })
}
