//! Natives of `TextDecoder`: the encodings of the Encoding standard beyond utf-8, utf-16le and latin1, which are decoded
//! by the Buffer's codecs.

use std::cell::RefCell;
use std::ffi::CStr;

use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_engine::{bytes, errors};
use encoding_rs::{Decoder, DecoderResult, Encoding};

/// A decoder between two pieces of its input.
struct Handle(RefCell<Decoder>);

impl Native for Handle {
    const ID: ClassId = ClassId::new(220);
    const NAME: &'static CStr = c"Decoder";
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Handle>(ctx);
    let natives = Object::new(ctx.clone())?;
    natives.set("nameOf", Function::new(ctx.clone(), name_of)?)?;
    natives.set("open", Function::new(ctx.clone(), open)?)?;
    natives.set("decode", Function::new(ctx.clone(), decode)?)?;
    Ok(natives)
}

/// The encoding that a label of the standard names, in lower case; undefined for an unknown label, and for those that Node
/// refuses.
fn name_of(label: String) -> Option<String> {
    let name = Encoding::for_label(label.as_bytes())?.name();
    match name {
        "replacement" | "x-user-defined" | "ISO-8859-16" => None,
        name => Some(name.to_ascii_lowercase()),
    }
}

/// A decoder of the encoding `name`; byte order marks are left in the text.
fn open<'js>(ctx: Ctx<'js>, name: String) -> Result<Object<'js>> {
    let Some(encoding) = Encoding::for_label(name.as_bytes()) else {
        return Err(errors::throw_kind(
            &ctx,
            "RangeError",
            &format!("no encoding {name}"),
            None,
        ));
    };
    let decoder = RefCell::new(encoding.new_decoder_without_bom_handling());
    let proto = Object::new(ctx.clone())?;
    class::create(&ctx, &proto, Handle(decoder))
}

/// The text of the next piece of input, `last` when no more comes. Malformed bytes become U+FFFD, or with `fatal` the whole
/// answer undefined.
fn decode<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    input: Value<'js>,
    fatal: bool,
    last: bool,
) -> Result<Option<String>> {
    let (Some(Handle(decoder)), Some(input)) =
        (class::get::<Handle>(&handle), bytes::to_vec(&input))
    else {
        let message = "decode() takes a decoder and bytes";
        return Err(errors::throw_kind(&ctx, "TypeError", message, None));
    };
    let mut decoder = decoder.borrow_mut();
    let Some(room) = decoder.max_utf8_buffer_length(input.len()) else {
        let message = "the input is too long to decode";
        return Err(errors::throw_kind(&ctx, "RangeError", message, None));
    };
    let mut text = String::with_capacity(room);
    if fatal {
        let (result, _) = decoder.decode_to_string_without_replacement(&input, &mut text, last);
        if matches!(result, DecoderResult::Malformed(..)) {
            return Ok(None);
        }
    } else {
        let _ = decoder.decode_to_string(&input, &mut text, last);
    }
    Ok(Some(text))
}
