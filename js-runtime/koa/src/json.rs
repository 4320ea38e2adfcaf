//! JSON as bodies are sent.

use bytes::Bytes;
use coddle_engine::bytes as views;
use coddle_engine::rquickjs::{Ctx, Result, Value};

/// `JSON.stringify(value)` as UTF-8; empty for what has no JSON.
///
/// # Errors
/// What a `toJSON` or a getter throws, cycles, BigInt.
pub(crate) fn stringify<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Bytes> {
    match ctx.json_stringify(value)? {
        Some(text) => Ok(views::utf8(&text)?.into()),
        None => Ok(Bytes::new()),
    }
}
