//! Natives of `zlib`: codecs that take a step at a time, on this thread or beside it, and checksums.
//!
//! [`codec`] is where to begin; [`deflate`], [`inflate`] and [`brotli`] are the formats.

mod brotli;
mod codec;
mod deflate;
mod inflate;

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, Value};
use coddle_engine::{OpError, bytes, errors, ops};

use crate::fs::{Bytes, Data};
use codec::{Codec, Failure, Settings, Step, Whole};

/// A codec behind a JavaScript object. It is away while another thread steps it.
#[derive(Default)]
struct Seat {
    codec: RefCell<Option<Codec>>,
    /// Close it when it comes back.
    closed: Cell<bool>,
}

struct Handle(Rc<Seat>);

impl Native for Handle {
    const ID: ClassId = ClassId::new(210);
    const NAME: &'static CStr = c"Zlib";
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Handle>(ctx);
    let natives = Object::new(ctx.clone())?;
    natives.set("open", Function::new(ctx.clone(), open)?)?;
    natives.set("openBrotli", Function::new(ctx.clone(), open_brotli)?)?;
    natives.set("step", Function::new(ctx.clone(), step)?)?;
    natives.set("stepBeside", Function::new(ctx.clone(), step_beside)?)?;
    natives.set("run", Function::new(ctx.clone(), run)?)?;
    natives.set("runBeside", Function::new(ctx.clone(), run_beside)?)?;
    natives.set("params", Function::new(ctx.clone(), params)?)?;
    natives.set("reset", Function::new(ctx.clone(), reset)?)?;
    natives.set("close", Function::new(ctx.clone(), close)?)?;
    natives.set("crc32", Function::new(ctx.clone(), crc32)?)?;
    Ok(natives)
}

/// A handle, or undefined when a setting is out of range.
fn handle<'js>(ctx: &Ctx<'js>, codec: Option<Codec>) -> Result<Value<'js>> {
    let Some(codec) = codec else {
        return Ok(Value::new_undefined(ctx.clone()));
    };
    let seat = Seat {
        codec: RefCell::new(Some(codec)),
        closed: Cell::new(false),
    };
    let proto = Object::new(ctx.clone())?;
    class::create(ctx, &proto, Handle(Rc::new(seat))).map(Object::into_value)
}

fn open<'js>(
    ctx: Ctx<'js>,
    mode: i32,
    level: i32,
    window_bits: i32,
    mem_level: i32,
    strategy: i32,
    dictionary: Value<'js>,
) -> Result<Value<'js>> {
    let settings = Settings {
        level,
        window_bits,
        mem_level,
        strategy,
        dictionary: bytes::to_vec(&dictionary).unwrap_or_default(),
    };
    handle(&ctx, Codec::zlib(mode, settings))
}

fn open_brotli<'js>(ctx: Ctx<'js>, mode: i32, params: Vec<u32>) -> Result<Value<'js>> {
    handle(&ctx, Codec::brotli(mode, &params))
}

fn seat(ctx: &Ctx<'_>, handle: &Value<'_>) -> Result<Rc<Seat>> {
    class::get::<Handle>(handle)
        .map(|handle| Rc::clone(&handle.0))
        .ok_or_else(|| errors::throw_kind(ctx, "TypeError", "not a zlib handle", None))
}

/// Lends the codec.
fn with<'js, R>(ctx: &Ctx<'js>, handle: &Value<'js>, f: impl FnOnce(&mut Codec) -> R) -> Result<R> {
    match seat(ctx, handle)?.codec.borrow_mut().as_mut() {
        Some(codec) => Ok(f(codec)),
        None => Err(away(ctx)),
    }
}

/// Takes the codec to another thread.
fn take(ctx: &Ctx<'_>, handle: &Value<'_>) -> Result<(Rc<Seat>, Codec)> {
    let seat = seat(ctx, handle)?;
    let codec = seat.codec.borrow_mut().take();
    match codec {
        Some(codec) => Ok((seat, codec)),
        None => Err(away(ctx)),
    }
}

fn away(ctx: &Ctx<'_>) -> coddle_engine::rquickjs::Error {
    errors::throw_kind(
        ctx,
        "Error",
        "the zlib handle is closed, or a write is in progress",
        Some("ERR_INVALID_STATE"),
    )
}

impl Seat {
    fn put_back(&self, codec: Codec) {
        if !self.closed.get() {
            *self.codec.borrow_mut() = Some(codec);
        }
    }
}

/// `[consumed, output, failure]`, the failure as `[message, code, errno]` or undefined.
struct Stepped {
    step: Step,
    output: Vec<u8>,
}

impl<'js> IntoJs<'js> for Stepped {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let Stepped { step, mut output } = self;
        output.truncate(step.produced);
        // A small answer must not hold a whole chunk's memory.
        output.shrink_to_fit();
        let fields = Array::new(ctx.clone())?;
        fields.set(0, step.consumed as f64)?;
        fields.set(1, Bytes(output))?;
        if let Some(failure) = step.failure {
            fields.set(2, failed(ctx, failure)?)?;
        }
        Ok(fields.into_value())
    }
}

fn failed<'js>(ctx: &Ctx<'js>, failure: Failure) -> Result<Array<'js>> {
    let fields = Array::new(ctx.clone())?;
    fields.set(0, failure.message)?;
    fields.set(1, failure.code)?;
    fields.set(2, failure.errno)?;
    Ok(fields)
}

fn take_step(codec: &mut Codec, input: &[u8], room: usize, flush: i32) -> Stepped {
    let mut output = vec![0; room];
    let step = codec.step(input, &mut output, flush);
    Stepped { step, output }
}

/// One step with at most `room` bytes of output.
fn step<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    flush: i32,
    input: Data,
    room: usize,
) -> Result<Stepped> {
    with(&ctx, &handle, |codec| {
        take_step(codec, &input.0, room, flush)
    })
}

/// As [`step`], on another thread.
fn step_beside<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    flush: i32,
    input: Data,
    room: usize,
    callback: Function<'js>,
) -> Result<()> {
    beside(&ctx, &handle, callback, move |codec| {
        take_step(codec, &input.0, room, flush)
    })
}

/// Lets `work` have the codec on another thread; `callback(null, result)`.
fn beside<'js, R>(
    ctx: &Ctx<'js>,
    handle: &Value<'js>,
    callback: Function<'js>,
    work: impl FnOnce(&mut Codec) -> R + Send + 'static,
) -> Result<()>
where
    R: for<'a> IntoJs<'a> + Send + 'static,
{
    let (seat, mut codec) = take(ctx, handle)?;
    ops::spawn_callback(ctx, callback, async move {
        let (codec, result) = ops::blocking(move || {
            let result = work(&mut codec);
            Ok::<_, OpError>((codec, result))
        })
        .await?;
        seat.put_back(codec);
        Ok(result)
    })
}

/// `[consumed, output]`, `[undefined, undefined, failure]`, or undefined when there was more than the limit.
impl<'js> IntoJs<'js> for Whole {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let fields = Array::new(ctx.clone())?;
        match self {
            Whole::TooLarge => return Ok(Value::new_undefined(ctx.clone())),
            Whole::Done { output, consumed } => {
                fields.set(0, consumed as f64)?;
                fields.set(1, Bytes(output))?;
            }
            Whole::Failed(failure) => fields.set(2, failed(ctx, failure)?)?,
        }
        Ok(fields.into_value())
    }
}

/// All of `input`, up to `limit` bytes of output.
fn run<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    flush: i32,
    input: Data,
    limit: f64,
) -> Result<Whole> {
    with(&ctx, &handle, |codec| {
        codec.run(&input.0, flush, limit as usize)
    })
}

/// As [`run`], on another thread.
fn run_beside<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    flush: i32,
    input: Data,
    limit: f64,
    callback: Function<'js>,
) -> Result<()> {
    beside(&ctx, &handle, callback, move |codec| {
        codec.run(&input.0, flush, limit as usize)
    })
}

/// The failure, or undefined.
fn params<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    level: i32,
    strategy: i32,
) -> Result<Option<Array<'js>>> {
    match with(&ctx, &handle, |codec| codec.params(level, strategy))? {
        Ok(()) => Ok(None),
        Err(failure) => failed(&ctx, failure).map(Some),
    }
}

fn reset<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<()> {
    with(&ctx, &handle, Codec::reset)
}

/// Frees the codec, at once or when it comes back.
fn close<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<()> {
    let seat = seat(&ctx, &handle)?;
    seat.closed.set(true);
    seat.codec.take();
    Ok(())
}

fn crc32(data: Data, start: u32) -> f64 {
    f64::from(zlib_rs::crc32::crc32(start, &data.0))
}
