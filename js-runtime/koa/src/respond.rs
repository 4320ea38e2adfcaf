//! Sending what the middleware left: koa's `respond`. (CTX-106..112)

use bytes::Bytes;
use coddle_engine::bytes as views;
use coddle_engine::class;
use coddle_engine::rquickjs::{Coerced, Result, Value};
use coddle_engine::{World, errors, json};
use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, TRANSFER_ENCODING};

use crate::context::body::Kind;
use crate::context::{self, State};
use crate::exchange::{AnswerBody, Exchange, Watch};
use crate::negotiate::status;
use crate::onion::{self, Run, Step, Waiting};

/// Sends the answer of a run that is through; otherwise sees to it that it is sent when it is. A native layer that waits is
/// given back: the caller waits for it.
pub(crate) fn conclude<'js>(run: &mut Run<'_, 'js>, step: Step<'js>) -> Result<Option<Waiting>> {
    match step {
        Step::Done(_) => {
            if let Err(error) = respond(run) {
                let error = errors::caught(run.ctx, error);
                fail(run, error)?;
            }
        }
        Step::Failed(error) => fail(run, error)?,
        Step::Pending(promise, entered) => onion::conclude_later(run, &promise, entered)?,
        Step::Waiting(waiting) => return Ok(Some(waiting)),
    }
    Ok(None)
}

/// The chain threw: `ctx.onerror` answers.
fn fail<'js>(run: &mut Run<'_, 'js>, error: Value<'js>) -> Result<()> {
    // Code that the turn limit stopped has its answer already, and nothing more may run for it.
    if World::take_interrupted(run.ctx) {
        crate::bridge::out_of_time(run.exchange);
        World::tell_interrupted(run.ctx);
        return Ok(());
    }
    let context = run.context()?;
    run.shared.fail(run.ctx, &context, &error)
}

fn respond<'js>(run: &mut Run<'_, 'js>) -> Result<()> {
    if let Some(reader) = run.exchange.response.file.take() {
        return hand_over(run.exchange, AnswerBody::file(reader), false)
            .map_err(|error| invalid_status(run, &error));
    }
    let Some(context) = run.context.clone() else {
        let exchange = run.exchange;
        let bytes = exchange.response.bytes.take();
        return send_body(
            run,
            None,
            if bytes.is_some() {
                Kind::Text
            } else {
                Kind::None
            },
            bytes,
        );
    };
    let (is_ours, kind, has_res) = context::with_state(&context, |state| {
        let is_open = !state.exchange.response.ended.get() && state.exchange.end().is_none();
        (
            state.respond.get() && is_open,
            state.body_kind.get(),
            !state.res.is_empty(),
        )
    })
    .unwrap_or((false, Kind::None, false));
    if !is_ours {
        return Ok(());
    }
    // Whoever has `res` may have put functions of its own on it; and streams are pumped by it.
    if has_res
        || kind == Kind::Stream
        || run.shared.prefers_javascript
        || run.exchange.response.sent.get()
    {
        return run.shared.respond(run.ctx, &context);
    }
    let body = context::with_state(&context, |state| state.body.get_or_undefined(run.ctx))
        .unwrap_or_else(|| Value::new_undefined(run.ctx.clone()));
    let bytes = match kind {
        Kind::Text => run.exchange.response.bytes.take(),
        Kind::Binary => views::with_bytes(&body, Bytes::copy_from_slice),
        // koa takes 0, false and NaN for no body when it asks for a length, and HEAD asks for nothing else.
        Kind::Json if *run.exchange.request.method() == Method::HEAD && is_falsy(&body)? => None,
        Kind::Json => match json::stringify(run.ctx, &body) {
            Ok(Some(bytes)) => Some(bytes.into()),
            // JavaScript's way to fail, with its stack.
            outcome => {
                drop(outcome.map_err(|error| errors::caught(run.ctx, error)));
                return run.shared.respond(run.ctx, &context);
            }
        },
        Kind::None | Kind::Stream => None,
    };
    send_body(run, Some(&context), kind, bytes)
}

/// Whether a value is one that `!value` is true of.
pub(crate) fn is_falsy(value: &Value<'_>) -> Result<bool> {
    Ok(!value.get::<Coerced<bool>>()?.0)
}

/// koa's cases: an empty status, HEAD, no body, a body.
fn send_body<'js>(
    run: &mut Run<'_, 'js>,
    context: Option<&Value<'js>>,
    kind: Kind,
    bytes: Option<Bytes>,
) -> Result<()> {
    let exchange = run.exchange;
    let response = &exchange.response;
    let code = response.status();
    if status::is_empty(code) {
        if let Some(context) = context {
            context::with_state(context, State::clear_body);
        }
        response.remove(&CONTENT_TYPE);
        response.remove(&CONTENT_LENGTH);
        response.remove(&TRANSFER_ENCODING);
        return send(run, None);
    }
    if *exchange.request.method() == Method::HEAD {
        if !response.has(&CONTENT_LENGTH)
            && let Some(bytes) = bytes.filter(|bytes| kind != Kind::Text || !bytes.is_empty())
        {
            response.set_length(Some(bytes.len() as u64));
        }
        return send(run, None);
    }
    if kind == Kind::None {
        if response.explicit_null.get() {
            response.remove(&CONTENT_TYPE);
            response.remove(&TRANSFER_ENCODING);
            return send(run, None);
        }
        let text = match &*response.message.borrow() {
            Some(message) => message.clone(),
            None => status::text(code).map_or_else(|| code.to_string(), str::to_owned),
        };
        response.set(
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        );
        response.set_length(Some(text.len() as u64));
        return send(run, Some(text.into()));
    }
    if kind == Kind::Json {
        response.set_length(Some(bytes.as_ref().map_or(0, Bytes::len) as u64));
    }
    send(run, bytes)
}

/// Hands the whole answer over.
fn send(run: &mut Run<'_, '_>, bytes: Option<Bytes>) -> Result<()> {
    // This run's own references: its own, the one that the request is found by, and those of whoever calls.
    let gives_away = run
        .context
        .as_ref()
        .is_none_or(|context| class::reference_count(context) <= HOLDERS);
    whole(run.exchange, bytes, gives_away).map_err(|error| invalid_status(run, &error))
}

fn invalid_status(
    run: &Run<'_, '_>,
    error: &http::status::InvalidStatusCode,
) -> coddle_engine::rquickjs::Error {
    errors::throw_kind(
        run.ctx,
        "RangeError",
        &error.to_string(),
        Some("ERR_HTTP_INVALID_STATUS_CODE"),
    )
}

/// How many references to ctx there are at the end of a run whose ctx nobody has kept.
const HOLDERS: usize = 3;

/// An answer in one piece, framed as HTTP asks.
///
/// With `gives_away` the headers are not kept: nobody is left to read them.
///
/// # Errors
/// When the status is none of HTTP's.
pub(crate) fn whole(
    exchange: &std::rc::Rc<Exchange>,
    bytes: Option<Bytes>,
    gives_away: bool,
) -> std::result::Result<(), http::status::InvalidStatusCode> {
    let response = &exchange.response;
    let code = response.status();
    let has_body =
        *exchange.request.method() != Method::HEAD && code >= 200 && code != 204 && code != 304;
    let bytes = bytes.filter(|_| has_body).unwrap_or_default();
    let body = if has_body && response.wants_chunks() {
        AnswerBody::unsized_whole(bytes)
    } else {
        // A `content-length` of the application's own may be wrong: what does not fit would be taken for the next answer.
        let length = Some(bytes.len() as u64);
        if has_body && response.length() != length {
            response.set_length(length);
        }
        AnswerBody::whole(bytes)
    };
    hand_over(exchange, body, gives_away)
}

/// Head and body, on their way out.
fn hand_over(
    exchange: &std::rc::Rc<Exchange>,
    mut body: AnswerBody,
    gives_away: bool,
) -> std::result::Result<(), http::status::InvalidStatusCode> {
    let response = &exchange.response;
    body.watch(Watch::new(exchange));
    let answer = response.commit(exchange.request.keeps_alive(), gives_away, body)?;
    response.ended.set(true);
    exchange.answer(answer);
    Ok(())
}
