//! An answer that is whole, or comes to its end: head, body and framing in one piece, sent at once where that is possible.

use std::rc::Rc;

use coddle_engine::bytes;
use coddle_engine::class::call;
use coddle_engine::rquickjs::{Ctx, Result, Value};

use super::connection::State;
use super::exchange::Exchange;
use super::response::Fixed;
use crate::net::shared::Shared;

/// The member `whole` (response.rs).
pub(super) fn whole<'js>(
    ctx: &Ctx<'js>,
    exchange: &Exchange,
    chunk: &Value<'js>,
) -> Result<Value<'js>> {
    let refused = || Ok(Value::new_bool(ctx.clone(), false));
    let response = &exchange.response;
    let message = response.message.get_or_undefined(ctx);
    let Some(message) = message.as_object() else {
        return refused();
    };
    let Some(connection) = exchange.with_connection(Rc::clone) else {
        return refused();
    };
    if response.ended.get() || response.goes_by_pieces.get() {
        return refused();
    }
    // Whether the length is the one that was promised is checked where bodies go by pieces.
    if call::property(message.as_value(), c"strictContentLength")?.as_bool() == Some(true) {
        return refused();
    }
    let has_body = call::property(message.as_value(), c"_hasBody")?.as_bool() != Some(false);
    let Some(body) = body_of(chunk)? else {
        return refused();
    };
    if !response.is_fixed()
        && let Fixed::BadTrailer = response.fix(ctx, message, &connection, Some(body.len()))?
    {
        return refused();
    }
    let mut out = Vec::new();
    if !response.head_written.replace(true) {
        response.with_head(|head| {
            out.reserve(head.len() + body.len() + 16);
            out.extend_from_slice(head);
        });
    }
    if has_body {
        frame(&mut out, &body, response.chunked.get());
    }
    response.ended.set(true);
    let sent = match direct(ctx, exchange, &connection)? {
        // What the system says to it, the socket is told when it writes.
        Some(stream) => stream.send_now(&out).unwrap_or(0),
        None => 0,
    };
    if sent == out.len() {
        return Ok(Value::new_bool(ctx.clone(), true));
    }
    bytes::uint8_array(ctx, out.split_off(sent))
}

/// A string's UTF-8 or an array's bytes; nothing for anything else.
fn body_of(chunk: &Value<'_>) -> Result<Option<Vec<u8>>> {
    if chunk.is_undefined() || chunk.is_null() {
        return Ok(Some(Vec::new()));
    }
    match chunk.as_string() {
        Some(text) => bytes::utf8(text).map(Some),
        None => Ok(bytes::to_vec(chunk)),
    }
}

/// Adds the last of a body, and its end.
fn frame(out: &mut Vec<u8>, body: &[u8], chunked: bool) {
    if !chunked {
        out.extend_from_slice(body);
        return;
    }
    if !body.is_empty() {
        out.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
}

/// The stream that bytes may be sent to past the socket: it is the connection's, nothing waits in it, it was not ended, and nobody
/// watches its `write`.
fn direct<'js>(
    ctx: &Ctx<'js>,
    exchange: &Exchange,
    connection: &State,
) -> Result<Option<Rc<Shared>>> {
    let Some(stream) = connection.stream.borrow().clone() else {
        return Ok(None);
    };
    let Some(socket) = exchange.response.socket.get(ctx) else {
        return Ok(None);
    };
    if !connection.socket.is_same(&socket)
        || !connection
            .own_write
            .is_same(&call::property(&socket, c"write")?)
    {
        return Ok(None);
    }
    let state = call::property(&socket, c"_writableState")?;
    let waits = call::property(&state, c"length")?.as_int() != Some(0);
    let ends = call::property(&state, c"ending")?.as_bool() != Some(false);
    Ok((!waits && !ends).then_some(stream))
}
