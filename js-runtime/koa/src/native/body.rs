//! `internal/koa/raw_body`: bodies unpacked (gzip, deflate, br) and decoded from encodings that Node's Buffer does not know.

use std::io::{self, Read};

use coddle_engine::rquickjs::{Ctx, Function, IntoJs, Object, Result, TypedArray, Value};
use coddle_engine::{bytes, errors};
use encoding_rs::Encoding;
use flate2::read::{MultiGzDecoder, ZlibDecoder};

const GZIP_MAGIC: u8 = 0x1f;
const BROTLI_BUFFER: usize = 16 << 10;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("unpack", Function::new(ctx.clone(), unpack)?)?;
    native.set("knows", Function::new(ctx.clone(), knows)?)?;
    native.set("decode", Function::new(ctx.clone(), decode)?)?;
    Ok(native)
}

/// `unpack(encoding, bytes, limit)`: a Uint8Array, undefined when it would be longer than `limit`; zlib's errors.
fn unpack<'js>(
    ctx: Ctx<'js>,
    encoding: String,
    packed: Value<'js>,
    limit: f64,
) -> Result<Value<'js>> {
    let most = if limit.is_finite() {
        limit as u64
    } else {
        u64::MAX - 1
    };
    let unpacked = bytes::with_bytes(&packed, move |packed| {
        let mut plain = Vec::new();
        let reader: Box<dyn Read + '_> = match encoding.as_str() {
            "br" => Box::new(brotli_decompressor::Decompressor::new(
                packed,
                BROTLI_BUFFER,
            )),
            // As Node's Unzip: the first byte tells gzip from zlib.
            _ if packed.first() == Some(&GZIP_MAGIC) => Box::new(MultiGzDecoder::new(packed)),
            _ => Box::new(ZlibDecoder::new(packed)),
        };
        reader.take(most + 1).read_to_end(&mut plain).map(|_| plain)
    });
    match unpacked.unwrap_or_else(|| Ok(Vec::new())) {
        Ok(plain) if plain.len() as u64 > most => ().into_js(&ctx),
        Ok(plain) => Ok(TypedArray::new(ctx, plain)?.into_value()),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(errors::throw_kind(
            &ctx,
            "Error",
            "unexpected end of file",
            Some("Z_BUF_ERROR"),
        )),
        Err(_) => Err(errors::throw_kind(
            &ctx,
            "Error",
            "incorrect header check",
            Some("Z_DATA_ERROR"),
        )),
    }
}

/// `knows(label)`: whether there is a decoder of that name.
fn knows(label: String) -> bool {
    Encoding::for_label(label.as_bytes()).is_some()
}

/// `decode(label, bytes)`: text, without its byte order mark.
fn decode(label: String, encoded: Value<'_>) -> Option<String> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    bytes::with_bytes(&encoded, move |encoded| {
        encoding.decode_with_bom_removal(encoded).0.into_owned()
    })
}
