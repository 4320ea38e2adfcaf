//! What `internal/koa/exchange.js` calls. Every function takes the exchange's number; one that has ended is let be.

use bytes::Bytes;
use coddle_engine::ops::{self, OpError};
use coddle_engine::rquickjs::{Ctx, Function, IntoJs, Object, Result, TypedArray, Value};
use coddle_engine::{bytes as views, errors};
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http_body_util::BodyExt;
use tokio::sync::oneshot;

use super::body::{AnswerBody, Piece};
use super::{Answer, End, exchange};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("respond", Function::new(ctx.clone(), respond)?)?;
    native.set("begin", Function::new(ctx.clone(), begin)?)?;
    native.set("write", Function::new(ctx.clone(), write)?)?;
    native.set("finish", Function::new(ctx.clone(), finish)?)?;
    native.set("read", Function::new(ctx.clone(), read)?)?;
    native.set("closed", Function::new(ctx.clone(), closed)?)?;
    native.set("destroy", Function::new(ctx.clone(), destroy)?)?;
    Ok(native)
}

/// A piece of a body, for JavaScript to own.
struct Chunk(Bytes);

impl<'js> IntoJs<'js> for Chunk {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        Ok(TypedArray::<u8>::new_copy(ctx.clone(), &self.0)?.into_value())
    }
}

fn gone() -> OpError {
    OpError::coded("ECONNRESET", "aborted")
}

/// The bytes of a Uint8Array, copied: JavaScript may write to it while they wait.
fn copied(value: &Value<'_>) -> Bytes {
    views::with_bytes(value, Bytes::copy_from_slice).unwrap_or_default()
}

fn head(
    ctx: &Ctx<'_>,
    status: u16,
    reason: Option<String>,
    flat: &[String],
) -> Result<http::response::Builder> {
    let invalid = |what: &str| errors::throw_kind(ctx, "TypeError", what, Some("ERR_INVALID_CHAR"));
    let mut headers = HeaderMap::with_capacity(flat.len() / 2);
    for pair in flat.chunks_exact(2) {
        let name = HeaderName::from_bytes(pair[0].as_bytes()).map_err(|_| {
            invalid(&format!(
                "Invalid character in header name [\"{}\"]",
                pair[0]
            ))
        })?;
        let bytes: Option<Vec<u8>> = pair[1]
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok())
            .collect();
        let value = bytes
            .and_then(|bytes| HeaderValue::from_bytes(&bytes).ok())
            .ok_or_else(|| {
                invalid(&format!(
                    "Invalid character in header content [\"{}\"]",
                    pair[0]
                ))
            })?;
        headers.append(name, value);
    }
    let mut builder = http::Response::builder().status(status);
    if let Some(known) = builder.headers_mut() {
        *known = headers;
    }
    if let Some(reason) = reason.and_then(|text| hyper_reason(&text)) {
        builder = builder.extension(reason);
    }
    Ok(builder)
}

/// The reason phrase in the form that the host's HTTP core looks for.
fn hyper_reason(text: &str) -> Option<ReasonPhrase> {
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    bytes.map(|bytes| ReasonPhrase(Bytes::from(bytes)))
}

/// A reason phrase other than the status' own; an extension of the [`Answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonPhrase(pub Bytes);

fn give(ctx: &Ctx<'_>, id: u32, builder: http::response::Builder, body: AnswerBody) -> Result<()> {
    let answer: Answer = builder.body(body).map_err(|error| {
        errors::throw_kind(
            ctx,
            "RangeError",
            &error.to_string(),
            Some("ERR_HTTP_INVALID_STATUS_CODE"),
        )
    })?;
    if let Some(exchange) = exchange(id)
        && let Some(sender) = exchange.answer.take()
    {
        // The host stopped waiting when the client went away.
        let _ = sender.send(answer);
    }
    Ok(())
}

/// `respond(id, status, reason, headers, body)`: a whole answer.
fn respond<'js>(
    ctx: Ctx<'js>,
    id: u32,
    status: u16,
    reason: Option<String>,
    headers: Vec<String>,
    body: Value<'js>,
) -> Result<()> {
    let builder = head(&ctx, status, reason, &headers)?;
    give(&ctx, id, builder, AnswerBody::whole(copied(&body)))
}

/// `begin(id, status, reason, headers)`: the head of an answer whose body follows with `write`.
fn begin(
    ctx: Ctx<'_>,
    id: u32,
    status: u16,
    reason: Option<String>,
    headers: Vec<String>,
) -> Result<()> {
    let builder = head(&ctx, status, reason, &headers)?;
    let (sender, body) = AnswerBody::pieces();
    if let Some(exchange) = exchange(id) {
        *exchange.pieces.borrow_mut() = Some(sender);
    }
    give(&ctx, id, builder, body)
}

/// `write(id, chunk, callback)`: calls back when the transport has taken the chunk.
fn write<'js>(ctx: Ctx<'js>, id: u32, chunk: Value<'js>, callback: Function<'js>) -> Result<()> {
    let bytes = copied(&chunk);
    let sender = exchange(id).and_then(|exchange| exchange.pieces.borrow().clone());
    ops::spawn_callback(&ctx, callback, async move {
        let sender = sender.ok_or_else(gone)?;
        let (taken, was_taken) = oneshot::channel();
        sender
            .send(Piece { bytes, taken })
            .await
            .map_err(|_| gone())?;
        was_taken.await.map_err(|_| gone())
    })
}

/// `finish(id, callback)`: no more of the body; calls back when all was handed over.
fn finish<'js>(ctx: Ctx<'js>, id: u32, callback: Function<'js>) -> Result<()> {
    let sender = exchange(id).and_then(|exchange| exchange.pieces.take());
    ops::spawn_callback(&ctx, callback, async move {
        if let Some(sender) = sender {
            // The chunks before this one have been taken once there is room for another.
            let _room = sender.reserve().await;
        }
        Ok::<(), OpError>(())
    })
}

/// `read(id, callback)`: the next piece of the request's body, undefined at its end.
fn read<'js>(ctx: Ctx<'js>, id: u32, callback: Function<'js>) -> Result<()> {
    let exchange = exchange(id);
    ops::spawn_callback(&ctx, callback, async move {
        let Some(exchange) = exchange else {
            return Err(gone());
        };
        let Some(mut body) = exchange.body.take() else {
            return Ok(None);
        };
        loop {
            match body.frame().await {
                None => return Ok(None),
                Some(Err(_)) => return Err(gone()),
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data()
                        && !bytes.is_empty()
                    {
                        *exchange.body.borrow_mut() = Some(body);
                        return Ok(Some(Chunk(bytes)));
                    }
                }
            }
        }
    })
}

/// `closed(id, callback)`: calls back with whether the exchange ended before its answer was out.
fn closed<'js>(ctx: Ctx<'js>, id: u32, callback: Function<'js>) -> Result<()> {
    let mut end = exchange(id).map(|exchange| exchange.end.subscribe());
    ops::spawn_callback(&ctx, callback, async move {
        let Some(end) = &mut end else { return Ok(true) };
        match end.wait_for(Option::is_some).await {
            Ok(end) => Ok(*end == Some(End::Early)),
            // Without its last word an exchange is one that broke off.
            Err(_) => Ok::<bool, OpError>(true),
        }
    })
}

/// `destroy(id)`: closes the connection, answer sent or not.
fn destroy(id: u32) {
    if let Some(exchange) = exchange(id) {
        exchange.end.send_if_modified(|end| {
            let is_first = end.is_none();
            end.get_or_insert(End::Early);
            is_first
        });
        drop(exchange.answer.take());
        drop(exchange.pieces.take());
    }
}
