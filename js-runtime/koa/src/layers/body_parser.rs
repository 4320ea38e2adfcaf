//! `bodyParser`: requests without a body, and JSON of a plain kind. Everything else is the JavaScript middleware's.

use std::rc::Rc;

use bytes::{Bytes, BytesMut};
use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Coerced, Ctx, Function, Object, Result, Value};
use coddle_engine::{errors, json};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http_body_util::BodyExt;

use crate::exchange::{RequestBody, latin1};
use crate::negotiate::type_is::{TypeIs, has_body, type_is};
use crate::onion::{Flow, Layer, LayerFunction, Resume, Turn};

#[derive(Debug)]
struct BodyParser {
    /// Media types that are parsed as JSON; `None` when JSON is off.
    json: Option<Vec<String>>,
    /// Bytes that a JSON body may have.
    limit: u64,
    parts: Rc<Parts>,
}

/// What is needed when the body is here.
#[derive(Debug)]
struct Parts {
    strict: bool,
    /// `(ctx, raw)`: parses what the native parser does not take, and throws what is wrong with it.
    parse: Slot,
    /// `(ctx, problem, { received, length, limit })`: throws for a body that could not be read.
    refuse: Slot,
    javascript: Slot,
}

/// Why a body could not be read.
#[derive(Debug)]
enum Problem {
    TooLarge,
    Size,
    Aborted,
}

impl Layer for BodyParser {
    fn name(&self) -> &str {
        "bodyParser"
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        if let Some(context) = turn.known_context() {
            let is_off = call::property(context, c"disableBodyParser")?
                .get::<Coerced<bool>>()?
                .0;
            let (is_parsed, has_req) = turn
                .with_known_state(|state| (!state.request_body.is_empty(), !state.req.is_empty()))
                .unwrap_or_default();
            if is_parsed || is_off {
                return Ok(Flow::Next);
            }
            if has_req || self.has_other_headers(turn)? {
                return Ok(Flow::JavaScript);
            }
        }
        let exchange = Rc::clone(turn.exchange());
        let request = &exchange.request;
        let header = |name| {
            request
                .headers
                .get(name)
                .map(|value| latin1(http::HeaderValue::as_bytes(value)))
        };
        let content_type = header(CONTENT_TYPE).unwrap_or_default();
        let plain = content_type.strip_suffix(';').unwrap_or(&content_type);
        let is_json = !plain.is_empty()
            && self
                .json
                .as_ref()
                .is_some_and(|types| matches!(type_is(plain, types), TypeIs::Type(_)));
        if !is_json {
            let length = header(CONTENT_LENGTH);
            if plain.is_empty()
                || !has_body(header(TRANSFER_ENCODING).as_deref(), length.as_deref())
            {
                request.parsed_as_empty.set(true);
                return Ok(Flow::Next);
            }
            return Ok(Flow::JavaScript);
        }
        let length = match header(CONTENT_LENGTH).map(|text| text.parse::<u64>()) {
            None => None,
            Some(Ok(length)) if length <= self.limit => Some(length),
            Some(_) => return Ok(Flow::JavaScript),
        };
        let is_packed = header(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity");
        if is_packed || !request.has_body || request.consumed.get() {
            return Ok(Flow::JavaScript);
        }
        let Some(body) = request.take_body() else {
            return Ok(Flow::JavaScript);
        };
        request.consumed.set(true);
        let limit = self.limit;
        let parts = Rc::clone(&self.parts);
        Ok(Flow::Wait(Box::pin(async move {
            let (outcome, received) = read(body, length, limit).await;
            let resume: Resume =
                Box::new(move |turn| parts.go_on(turn, outcome, received, length, limit));
            resume
        })))
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.parts.javascript)
    }

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in [
            &self.parts.parse,
            &self.parts.refuse,
            &self.parts.javascript,
        ] {
            visit(slot);
        }
    }
}

impl BodyParser {
    /// Whether somebody has taken `ctx.headers` and changed what it says of the body. (MW-040)
    fn has_other_headers(&self, turn: &Turn<'_, '_, '_>) -> Result<bool> {
        let Some(Some(headers)) = turn.with_known_state(|state| state.headers.get(turn.js()))
        else {
            return Ok(false);
        };
        for (name, key) in [
            (CONTENT_TYPE, c"content-type"),
            (CONTENT_LENGTH, c"content-length"),
            (CONTENT_ENCODING, c"content-encoding"),
            (TRANSFER_ENCODING, c"transfer-encoding"),
        ] {
            let said: Option<Coerced<String>> = call::property(&headers, key)?.get()?;
            let sent = turn.exchange().request.header(name.as_str());
            if said.map(|said| said.0).as_deref() != sent.as_deref() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The whole body, and how much came.
async fn read(
    mut body: RequestBody,
    length: Option<u64>,
    limit: u64,
) -> (std::result::Result<Bytes, Problem>, u64) {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let mut received = 0;
    loop {
        match body.frame().await {
            None => break,
            Some(Err(_)) => return (Err(Problem::Aborted), received),
            Some(Ok(frame)) => {
                let Ok(bytes) = frame.into_data() else {
                    continue;
                };
                received += bytes.len() as u64;
                if received > limit {
                    return (Err(Problem::TooLarge), received);
                }
                // Most bodies come in one piece.
                if first.is_empty() && all.is_empty() {
                    first = bytes;
                } else {
                    if all.is_empty() {
                        all.extend_from_slice(&first);
                    }
                    all.extend_from_slice(&bytes);
                }
            }
        }
    }
    if length.is_some_and(|length| received != length) {
        return (Err(Problem::Size), received);
    }
    (
        Ok(if all.is_empty() { first } else { all.freeze() }),
        received,
    )
}

impl Parts {
    fn go_on(
        &self,
        turn: &mut Turn<'_, '_, '_>,
        outcome: std::result::Result<Bytes, Problem>,
        received: u64,
        length: Option<u64>,
        limit: u64,
    ) -> Result<Flow> {
        let context = turn.context()?;
        let ctx = turn.js().clone();
        let bytes = match outcome {
            Ok(bytes) => bytes,
            Err(problem) => {
                let name = match problem {
                    Problem::TooLarge => "tooLarge",
                    Problem::Size => "size",
                    Problem::Aborted => "aborted",
                };
                let details = Object::new(ctx.clone())?;
                details.set("received", received as f64)?;
                details.set("length", length.map(|length| length as f64))?;
                details.set("limit", limit as f64)?;
                let undefined = Value::new_undefined(ctx.clone());
                let name = call::string(&ctx, name)?;
                let args = [&context, &name, details.as_value()];
                call::call(&ctx, &self.refuse.get_or_undefined(&ctx), &undefined, &args)?;
                // A handler of the application's has let it pass.
                return Ok(Flow::Next);
            }
        };
        let text = match bytes.strip_prefix(b"\xef\xbb\xbf".as_slice()) {
            Some(rest) => bytes.slice_ref(rest),
            None => bytes,
        };
        let parsed = match std::str::from_utf8(&text) {
            Ok(text) => json::parse(&ctx, text, self.strict)?,
            Err(_) => None,
        };
        match parsed {
            Some(value) => turn.with_state(|state| {
                state.request_body.set(&value);
                *state.exchange.request.raw_body.borrow_mut() = Some(text);
            })?,
            None => {
                let raw = call::string(&ctx, &String::from_utf8_lossy(&text))?;
                let undefined = Value::new_undefined(ctx.clone());
                call::call(
                    &ctx,
                    &self.parse.get_or_undefined(&ctx),
                    &undefined,
                    &[&context, &raw],
                )?;
            }
        }
        Ok(Flow::Next)
    }
}

/// `layer({ json, limit, strict, parse, refuse }, middleware)`; json are the media types, undefined when JSON is off.
pub(crate) fn layer<'js>(
    ctx: Ctx<'js>,
    given: Object<'js>,
    javascript: Value<'js>,
) -> Result<Object<'js>> {
    let limit: f64 = given.get("limit")?;
    if limit.is_nan() || limit < 0.0 {
        return Err(errors::throw_kind(
            &ctx,
            "TypeError",
            "config.bodyParser.jsonLimit is no size",
            None,
        ));
    }
    let layer = BodyParser {
        json: given.get("json")?,
        limit: limit as u64,
        parts: Rc::new(Parts {
            strict: given.get("strict")?,
            parse: Slot::of(&given.get::<_, Value<'js>>("parse")?),
            refuse: Slot::of(&given.get::<_, Value<'js>>("refuse")?),
            javascript: Slot::of(&javascript),
        }),
    };
    LayerFunction::create(&ctx, Rc::new(layer))
}

/// A function for the module's native side.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, native: &Object<'js>) -> Result<()> {
    native.set("layer", Function::new(ctx.clone(), layer)?)
}
