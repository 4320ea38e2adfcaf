//! `btoa` and `atob`, whose usual calls are answered natively (see [`class::quick()`]).

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, call};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::codecs::{self, Encoding};

/// `answerBase64(exports)`: puts the native answers before both functions.
pub(super) fn answer<'js>(ctx: Ctx<'js>, exports: Object<'js>) -> Result<()> {
    let nothing = Value::new_undefined(ctx.clone());
    let slow: Object<'js> = exports.get("btoa")?;
    exports.set("btoa", class::quick(&ctx, &slow, &nothing, to_base64)?)?;
    let slow: Object<'js> = exports.get("atob")?;
    exports.set("atob", class::quick(&ctx, &slow, &nothing, from_base64)?)
}

/// Of a text without characters beyond Latin-1.
fn to_base64<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let value = args.get(0);
    let Some(text) = value.as_string() else {
        return Ok(None);
    };
    let bytes = bytes::with_utf16(text, |units| {
        let bytes = units.iter().map(|unit| u8::try_from(*unit).ok());
        bytes.collect::<Option<Vec<u8>>>()
    })?;
    bytes
        .map(|bytes| call::string(ctx, &codecs::decode(&bytes, Encoding::Base64)))
        .transpose()
}

/// Of a text of nothing but digits, padded to its end.
fn from_base64<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let value = args.get(0);
    let Some(text) = value.as_string() else {
        return Ok(None);
    };
    let bytes = bytes::with_wtf8(text, |text| {
        codecs::decode_base64_strict(text, Encoding::Base64)
    })?;
    bytes
        .map(|bytes| call::string(ctx, &codecs::decode(&bytes, Encoding::Latin1)))
        .transpose()
}
