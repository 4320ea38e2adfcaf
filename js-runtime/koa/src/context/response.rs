//! Response members that requests touch most, for ctx and for ctx.response.

use coddle_engine::class::{Args, Members, call};
use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result, Value};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use super::{Facet, ResponseObject, State, body, headers};
use crate::exchange::{Response, latin1};
use crate::respond::is_falsy;

/// Adds them to a prototype.
pub(crate) fn add<T: Facet>(members: &Members<'_, '_, T>) -> Result<()> {
    add_length_and_type(members)?;
    members
        .property(
            "status",
            |ctx, this| {
                this.state(ctx, |state| {
                    Ok(Value::new_int(
                        ctx.clone(),
                        state.exchange.response.status().into(),
                    ))
                })
            },
            |ctx, this, value| this.state(ctx, |state| set_status(ctx, state, &value)),
        )?
        .property(
            "message",
            |ctx, this| {
                this.state(ctx, |state| {
                    let response = &state.exchange.response;
                    if let Some(message) = &*response.message.borrow() {
                        return call::string(ctx, message);
                    }
                    match crate::negotiate::status::text(response.status()) {
                        Some(text) => call::string(ctx, text),
                        None => Ok(Value::new_undefined(ctx.clone())),
                    }
                })
            },
            |ctx, this, value| {
                let text = value.get::<coddle_engine::rquickjs::Coerced<String>>()?.0;
                this.state(ctx, |state| {
                    *state.exchange.response.message.borrow_mut() = Some(text);
                    Ok(())
                })
            },
        )?
        .property_of(
            "body",
            |ctx, this, _| this.state(ctx, |state| Ok(state.body.get_or_undefined(ctx))),
            |ctx, this, receiver, value| {
                this.with(receiver, |state, context| {
                    body::set(ctx, state, context, &value)
                })
            },
        )?
        .getter("headerSent", |ctx, this| {
            this.state(ctx, |state| {
                Ok(Value::new_bool(
                    ctx.clone(),
                    state.exchange.response.sent.get(),
                ))
            })
        })?
        .getter("writable", |ctx, this| {
            this.state(ctx, |state| {
                let exchange = &state.exchange;
                let is_open = !exchange.response.ended.get() && exchange.end().is_none();
                Ok(Value::new_bool(ctx.clone(), is_open))
            })
        })?
        .method("set", 2, |ctx, this, args| {
            this.state(ctx, |state| set(ctx, state, &args))
        })?
        .method("append", 2, |ctx, this, args| {
            let Some(field) = args.text(0)? else {
                return Ok(Value::new_undefined(ctx.clone()));
            };
            this.state(ctx, |state| {
                if !state.exchange.response.sent.get() {
                    append(ctx, state, &field, &args.get(1))?;
                }
                Ok(Value::new_undefined(ctx.clone()))
            })
        })?
        .method("remove", 1, |ctx, this, args| {
            let field = args.text(0)?.unwrap_or_default();
            this.state(ctx, |state| {
                let response = &state.exchange.response;
                if !response.sent.get()
                    && let Ok(name) = http::HeaderName::from_bytes(field.as_bytes())
                {
                    response.remove(&name);
                }
                Ok(Value::new_undefined(ctx.clone()))
            })
        })?
        .method("has", 1, |ctx, this, args| {
            let field = args.text(0)?.unwrap_or_default();
            this.state(ctx, |state| {
                let has = http::HeaderName::from_bytes(field.as_bytes())
                    .is_ok_and(|name| state.exchange.response.has(&name));
                Ok(Value::new_bool(ctx.clone(), has))
            })
        })?;
    Ok(())
}

/// `length` and `type`, as egg has them. (CTX-079, CTX-081)
pub(crate) fn add_length_and_type<T: Facet>(members: &Members<'_, '_, T>) -> Result<()> {
    members
        .property(
            "length",
            |ctx, this| this.state(ctx, |state| length(ctx, state)),
            |ctx, this, value| {
                this.state(ctx, |state| {
                    set_header(ctx, state, "content-length", &value)
                })
            },
        )?
        .property(
            "type",
            |ctx, this| {
                this.state(ctx, |state| {
                    let text = state
                        .exchange
                        .response
                        .get(&CONTENT_TYPE)
                        .map(|value| latin1(value.as_bytes()).into_owned())
                        .unwrap_or_default();
                    call::string(ctx, text.split(';').next().unwrap_or_default())
                })
            },
            |ctx, this, value| {
                let text = match value.as_string() {
                    Some(text) => text.to_string()?,
                    None => String::new(),
                };
                this.state(ctx, |state| set_type(ctx, &state.exchange.response, &text))
            },
        )?;
    Ok(())
}

/// Members of ctx.response alone: on ctx these names are the request's.
pub(crate) fn add_own(members: &Members<'_, '_, ResponseObject>) -> Result<()> {
    members
        .getter("header", get_headers)?
        .getter("headers", get_headers)?
        .method("get", 1, |ctx, this, args| {
            let field = args.text(0)?.unwrap_or_default();
            this.state(ctx, |state| {
                let value = match http::HeaderName::from_bytes(field.as_bytes()) {
                    Ok(name) => headers::to_js(ctx, &state.exchange.response, &name)?,
                    Err(_) => Value::new_undefined(ctx.clone()),
                };
                match value.is_undefined() {
                    true => call::string(ctx, ""),
                    false => Ok(value),
                }
            })
        })?
        .property(
            "_body",
            |ctx, this| this.state(ctx, |state| Ok(state.body.get_or_undefined(ctx))),
            |ctx, this, value| this.state(ctx, |state| body::replace(state, &value)),
        )?
        .property(
            "_explicitNullBody",
            |ctx, this| {
                this.state(ctx, |state| {
                    Ok(match state.exchange.response.explicit_null.get() {
                        true => Value::new_bool(ctx.clone(), true),
                        false => Value::new_undefined(ctx.clone()),
                    })
                })
            },
            |ctx, this, value| {
                let explicit = value.as_bool().unwrap_or(false);
                this.state(ctx, |state| {
                    state.exchange.response.explicit_null.set(explicit);
                    Ok(())
                })
            },
        )?
        .property(
            "_explicitStatus",
            |ctx, this| {
                this.state(ctx, |state| {
                    Ok(Value::new_bool(
                        ctx.clone(),
                        state.exchange.response.explicit_status.get(),
                    ))
                })
            },
            |ctx, this, value| {
                let explicit = value.as_bool().unwrap_or(false);
                this.state(ctx, |state| {
                    state.exchange.response.explicit_status.set(explicit);
                    Ok(())
                })
            },
        )?;
    Ok(())
}

fn get_headers<'js, T: Facet>(ctx: &Ctx<'js>, this: &T) -> Result<Value<'js>> {
    this.state(ctx, |state| {
        Ok(headers::response_object(ctx, &state.exchange.response)?.into_value())
    })
}

/// koa's checks of a status, with its messages.
fn set_status(ctx: &Ctx<'_>, state: &State, value: &Value<'_>) -> Result<()> {
    if state.exchange.response.sent.get() {
        return Ok(());
    }
    let number = value.as_number().filter(|number| number.fract() == 0.0);
    let Some(number) = number else {
        return Err(assertion(ctx, "status code must be a number"));
    };
    if !(100.0..=999.0).contains(&number) {
        return Err(assertion(ctx, &format!("invalid status code: {number}")));
    }
    body::set_status(state, number as u16);
    Ok(())
}

/// An AssertionError as Node's assert throws it.
fn assertion(ctx: &Ctx<'_>, message: &str) -> coddle_engine::rquickjs::Error {
    let made = (|| {
        let assert: Object<'_> = coddle_engine::builtin::require(ctx, "assert")?.get()?;
        let class: coddle_engine::rquickjs::function::Constructor<'_> =
            assert.get("AssertionError")?;
        let options = Object::new(ctx.clone())?;
        options.set("message", message)?;
        options.set("actual", false)?;
        options.set("expected", true)?;
        options.set("operator", "==")?;
        class.construct::<_, Value<'_>>((options,))
    })();
    match made {
        Ok(error) => ctx.throw(error),
        Err(error) => error,
    }
}

/// egg's `length`: the header's number, or what can be computed of the body. (CTX-079)
fn length<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    let response = &state.exchange.response;
    if let Some(length) = response.length() {
        return Ok(Value::new_number(ctx.clone(), length as f64));
    }
    if let Some(text) = response.get(&CONTENT_LENGTH) {
        let number = latin1(text.as_bytes());
        let digits: String = number
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        return Ok(Value::new_number(
            ctx.clone(),
            digits.parse().unwrap_or(f64::NAN),
        ));
    }
    let length = match state.body_kind.get() {
        body::Kind::None | body::Kind::Stream => None,
        // koa counts an empty text as no body.
        body::Kind::Text => response
            .bytes
            .borrow()
            .as_ref()
            .map(|bytes| bytes.len() as f64)
            .filter(|length| *length > 0.0),
        body::Kind::Binary => state
            .body
            .get(ctx)
            .and_then(|value| {
                value
                    .as_object()
                    .map(|object| object.get::<_, f64>("length"))
            })
            .transpose()?,
        body::Kind::Json => {
            let value = state.body.get_or_undefined(ctx);
            if is_falsy(&value)? {
                return Ok(Value::new_undefined(ctx.clone()));
            }
            let Some(text) = ctx.json_stringify(value)? else {
                // A function or a symbol: koa asks for the bytes of a text that there is not, and Buffer says so.
                let module: Object<'_> = coddle_engine::builtin::require(ctx, "buffer")?.get()?;
                let buffer: Object<'_> = module.get("Buffer")?;
                return buffer
                    .get::<_, Function<'_>>("byteLength")?
                    .call((Value::new_undefined(ctx.clone()),));
            };
            Some(coddle_engine::bytes::utf8(&text)?.len() as f64)
        }
    };
    match length {
        Some(length) => Ok(Value::new_number(ctx.clone(), length)),
        None => Ok(Value::new_undefined(ctx.clone())),
    }
}

/// `type =`: a full type, an extension or a short name; an unknown one removes the header. (CTX-081)
fn set_type(ctx: &Ctx<'_>, response: &Response, text: &str) -> Result<()> {
    if response.sent.get() {
        return Ok(());
    }
    let Some(full) = crate::negotiate::mime::content_type(text) else {
        response.remove(&CONTENT_TYPE);
        return Ok(());
    };
    match HeaderValue::from_str(&full) {
        Ok(value) if full.is_ascii() => response.set(CONTENT_TYPE, value),
        // Latin-1, or what no header may have.
        _ => return headers::set(ctx, response, "content-type", &call::string(ctx, &full)?),
    }
    Ok(())
}

fn set_header<'js>(ctx: &Ctx<'js>, state: &State, field: &str, value: &Value<'js>) -> Result<()> {
    let response = &state.exchange.response;
    if response.sent.get() {
        return Ok(());
    }
    headers::set(ctx, response, field, value)
}

/// `set(field, value)` and `set({ field: value })`.
fn set<'js>(ctx: &Ctx<'js>, state: &State, args: &Args<'_, 'js>) -> Result<Value<'js>> {
    let first = args.get(0);
    if args.len() >= 2 {
        if let Some(field) = first.as_string() {
            set_header(ctx, state, &field.to_string()?, &args.get(1))?;
        } else if let Some(field) = args.text(0)? {
            set_header(ctx, state, &field, &args.get(1))?;
        }
    } else if let Some(object) = first.as_object() {
        for entry in object.props::<String, Value<'js>>() {
            let (field, value) = entry?;
            set_header(ctx, state, &field, &value)?;
        }
    }
    Ok(Value::new_undefined(ctx.clone()))
}

/// `append(field, value)`: keeps what is there.
fn append<'js>(ctx: &Ctx<'js>, state: &State, field: &str, value: &Value<'js>) -> Result<()> {
    let response = &state.exchange.response;
    let name = headers::name(ctx, field)?;
    let known = response.values(&name);
    if known.is_empty() {
        return set_header(ctx, state, field, value);
    }
    let list = Array::new(ctx.clone())?;
    let mut count = 0;
    for old in &known {
        list.set(count, headers::text(ctx, old)?)?;
        count += 1;
    }
    match value.as_array() {
        Some(more) => {
            for item in more.iter::<Value<'js>>() {
                list.set(count, item?)?;
                count += 1;
            }
        }
        None => list.set(count, value.clone())?,
    }
    headers::set(ctx, response, field, list.as_value())
}
