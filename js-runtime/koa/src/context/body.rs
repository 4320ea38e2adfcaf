//! `ctx.body = ...`: what koa does at once when a body is set.

use bytes::Bytes;
use coddle_engine::bytes as views;
use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, TRANSFER_ENCODING};

use super::State;
use crate::negotiate::status;

/// What was set as the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing, or null.
    None,
    /// A string; its bytes are in the response.
    Text,
    /// A Buffer; its bytes are read when the answer goes out, as JavaScript may still write to it.
    Binary,
    Stream,
    /// Anything else: sent as JSON.
    Json,
}

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const BINARY: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// koa's setter of `response.body`. Streams are told apart here and wired by `internal/koa/hooks.js`, which is called
/// for them alone.
pub(crate) fn set<'js>(
    ctx: &Ctx<'js>,
    state: &State,
    context: &Value<'js>,
    value: &Value<'js>,
) -> Result<()> {
    let response = &state.exchange.response;
    if value.is_null() || value.is_undefined() {
        state.body.clear();
        if value.is_null() {
            state.body.set(value);
        }
        state.body_kind.set(Kind::None);
        response.bytes.take();
        if !status::is_empty(response.status()) {
            set_status(state, 204);
        }
        if value.is_null() {
            response.explicit_null.set(true);
        }
        if !response.sent.get() {
            response.remove(&CONTENT_TYPE);
            response.remove(&CONTENT_LENGTH);
            response.remove(&TRANSFER_ENCODING);
        }
        return Ok(());
    }

    if !response.explicit_status.get() {
        set_status(state, 200);
    }
    let sent = response.sent.get();
    if let Some(text) = value.as_string() {
        state.body.set(value);
        state.body_kind.set(Kind::Text);
        let text = views::utf8_string(text)?;
        if !sent {
            if !response.has(&CONTENT_TYPE) {
                response.set(
                    CONTENT_TYPE,
                    if looks_like_html(&text) { HTML } else { TEXT },
                );
            }
            response.set_length(Some(text.len() as u64));
        }
        *response.bytes.borrow_mut() = Some(Bytes::from(text));
        return Ok(());
    }
    response.bytes.take();

    match kind_of(state, value)? {
        Kind::Binary => {
            state.body.set(value);
            state.body_kind.set(Kind::Binary);
            if !sent {
                if !response.has(&CONTENT_TYPE) {
                    response.set(CONTENT_TYPE, BINARY);
                }
                let length = value
                    .as_object()
                    .map_or(Ok(0.0), |object| object.get::<_, f64>("length"))?;
                response.set_length(Some(length as u64));
            }
        }
        Kind::Stream => {
            let before = state.body.get_or_undefined(ctx);
            state.body.set(value);
            state.body_kind.set(Kind::Stream);
            state.shared.adopt_stream(ctx, context, value, &before)?;
            if !sent && !response.has(&CONTENT_TYPE) {
                response.set(CONTENT_TYPE, BINARY);
            }
        }
        _ => {
            state.body.set(value);
            state.body_kind.set(Kind::Json);
            if !sent {
                response.remove(&CONTENT_LENGTH);
                response.set(CONTENT_TYPE, JSON);
            }
        }
    }
    Ok(())
}

/// `response._body = value`: the body alone, without what koa's setter does beside.
pub(crate) fn replace<'js>(state: &State, value: &Value<'js>) -> Result<()> {
    let bytes = match value.as_string() {
        Some(text) => Some(Bytes::from(views::utf8(text)?)),
        None => None,
    };
    let kind = match &bytes {
        Some(_) => Kind::Text,
        None if value.is_null() || value.is_undefined() => Kind::None,
        None => kind_of(state, value)?,
    };
    state.body.set(value);
    state.body_kind.set(kind);
    *state.exchange.response.bytes.borrow_mut() = bytes;
    Ok(())
}

/// koa's setter of `response.status`, for a valid code.
pub(crate) fn set_status(state: &State, code: u16) {
    let response = &state.exchange.response;
    if response.sent.get() {
        return;
    }
    response.explicit_status.set(true);
    response.set_status(code);
    response.message.take();
    // koa sets an empty body only where there is one, and an empty text is none.
    if status::is_empty(code) && has_body(state) {
        state.clear_body();
        response.explicit_null.set(true);
        response.remove(&CONTENT_TYPE);
        response.remove(&CONTENT_LENGTH);
        response.remove(&TRANSFER_ENCODING);
    }
}

fn has_body(state: &State) -> bool {
    match state.body_kind.get() {
        Kind::None => false,
        Kind::Text => state
            .exchange
            .response
            .bytes
            .borrow()
            .as_ref()
            .is_some_and(|bytes| !bytes.is_empty()),
        Kind::Binary | Kind::Stream | Kind::Json => true,
    }
}

fn kind_of<'js>(state: &State, value: &Value<'js>) -> Result<Kind> {
    let Some(object) = value.as_object() else {
        return Ok(Kind::Json);
    };
    let shared = &state.shared;
    let mut proto = object.get_prototype();
    // Plain objects and arrays, the common case, are known at the first look.
    if let Some(first) = &proto
        && shared.is_plain_prototype(first.as_value())
    {
        return Ok(Kind::Json);
    }
    let kinds = shared.kinds();
    while let Some(current) = proto {
        if kinds.buffer.is_same(current.as_value()) {
            return Ok(Kind::Binary);
        }
        if kinds.stream.is_same(current.as_value()) {
            return Ok(Kind::Stream);
        }
        proto = current.get_prototype();
    }
    Ok(Kind::Json)
}

/// The prototypes by which Buffers and streams are known.
#[derive(Debug)]
pub(crate) struct Kinds {
    pub(crate) buffer: Slot,
    pub(crate) stream: Slot,
}

impl Kinds {
    pub(crate) fn load(ctx: &Ctx<'_>) -> Result<Kinds> {
        let buffer: Object<'_> = coddle_engine::builtin::require(ctx, "buffer")?.get()?;
        let buffer: Object<'_> = buffer.get("Buffer")?;
        let buffer: Value<'_> = buffer.get("prototype")?;
        let stream: Object<'_> = coddle_engine::builtin::require(ctx, "stream")?.get()?;
        let stream: Value<'_> = stream.get("prototype")?;
        Ok(Kinds {
            buffer: Slot::of(&buffer),
            stream: Slot::of(&stream),
        })
    }
}

/// koa's test for HTML: the first character that is no white space is `<`.
fn looks_like_html(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .starts_with('<')
}
