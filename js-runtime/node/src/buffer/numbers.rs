//! Reads and writes of numbers in Buffers, answered natively: see [`super::answers`].

use coddle_engine::bytes;
use coddle_engine::class::{self, Args};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::answers::place;

/// Puts the native answers before the methods of `proto`.
pub(super) fn answer<'js>(ctx: &Ctx<'js>, kept: &Value<'js>, proto: &Object<'js>) -> Result<()> {
    macro_rules! before {
        ($name:expr, $answer:expr) => {{
            let slow: Object<'js> = proto.get($name)?;
            let quick = class::quick(ctx, &slow, kept, $answer)?;
            // Node 14 added the spelling `Uint` beside `UInt`.
            proto.set($name.replace("UInt", "Uint"), quick.clone())?;
            proto.set($name, quick)?;
        }};
    }
    macro_rules! both {
        ($name:literal, $order:literal, $type:ty, $from:ident, $to:ident) => {
            before!(concat!("read", $name, $order), |ctx, args| {
                Ok(read(&args).map(|bytes| <$type>::$from(bytes).made(ctx)))
            });
            before!(concat!("write", $name, $order), |ctx, args| {
                let bytes = args
                    .get(0)
                    .as_number()
                    .and_then(|value| <$type as Fits>::of(value))
                    .map(<$type>::$to);
                Ok(bytes
                    .and_then(|bytes| write(&args, bytes))
                    .map(|end| Value::new_number(ctx.clone(), end as f64)))
            });
        };
    }
    both!("UInt8", "", u8, from_le_bytes, to_le_bytes);
    both!("Int8", "", i8, from_le_bytes, to_le_bytes);
    macro_rules! orders {
        ($($name:literal: $type:ty),+) => {
            $(both!($name, "LE", $type, from_le_bytes, to_le_bytes);
            both!($name, "BE", $type, from_be_bytes, to_be_bytes);)+
        };
    }
    orders!("UInt16": u16, "Int16": i16, "UInt32": u32, "Int32": i32, "Float": f32, "Double": f64);
    Ok(())
}

/// The bytes at the offset that is the first argument; `None` when they do not lie inside.
fn read<const N: usize>(args: &Args<'_, '_>) -> Option<[u8; N]> {
    let offset = place(args, 0, 0)?;
    let this = args.this();
    bytes::uint8_length(&this)?;
    bytes::with_bytes(&this, move |all| all.get(offset..)?.first_chunk().copied()).flatten()
}

/// Writes at the offset that is the second argument; where the bytes end, `None` when they do not lie inside.
fn write<const N: usize>(args: &Args<'_, '_>, value: [u8; N]) -> Option<usize> {
    let offset = place(args, 1, 0)?;
    let this = args.this();
    bytes::uint8_length(&this)?;
    bytes::with_bytes_mut(&this, move |all| {
        *all.get_mut(offset..)?.first_chunk_mut()? = value;
        Some(offset + N)
    })
    .flatten()
}

/// What a number of JavaScript is in a type of Rust, and back. (A float may be a zero below zero, which is no whole number.)
trait Fits: Sized {
    /// `None` when the type cannot hold it as it is.
    fn of(value: f64) -> Option<Self>;
    fn made<'js>(self, ctx: &Ctx<'js>) -> Value<'js>;
}

macro_rules! whole {
    ($($type:ty),+) => {
        $(impl Fits for $type {
            fn of(value: f64) -> Option<Self> {
                let whole = value as $type;
                (f64::from(whole) == value).then_some(whole)
            }

            fn made<'js>(self, ctx: &Ctx<'js>) -> Value<'js> {
                Value::new_number(ctx.clone(), f64::from(self))
            }
        })+
    };
}
whole!(u8, i8, u16, i16, u32, i32);

impl Fits for f32 {
    fn of(value: f64) -> Option<Self> {
        Some(value as f32)
    }

    fn made<'js>(self, ctx: &Ctx<'js>) -> Value<'js> {
        Value::new_float(ctx.clone(), f64::from(self))
    }
}

impl Fits for f64 {
    fn of(value: f64) -> Option<Self> {
        Some(value)
    }

    fn made<'js>(self, ctx: &Ctx<'js>) -> Value<'js> {
        Value::new_float(ctx.clone(), self)
    }
}
