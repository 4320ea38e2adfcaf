//! Calls of wasm functions. One ends with results or a trap, or stops because wasm calls a function of JavaScript's.

use std::cell::Cell;
use std::ffi::CStr;
use std::fmt;

use coddle_engine::World;
use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::errors;
use coddle_engine::rquickjs::{Array, Ctx, IntoJs, Object, Result, Value};
use coddle_engine::wasm::Account;
use wasmi::errors::HostError;
use wasmi::{
    AsContext, AsContextMut, Error, Extern, Func, FuncType, ResumableCall, ResumableCallHostTrap,
    ResumableCallOutOfFuel, StoreContextMut, TrapCode, Val, ValType,
};

use super::store::{Numbered, Seat};
use super::values::{Plain, named_type};

/// Instructions between two looks at the turn's clock: some milliseconds.
const SLICE: u64 = 1_000_000;

/// How a function that JavaScript has made stops the call that calls it.
#[derive(Debug)]
struct HostCall {
    host: u32,
    args: Vec<Val>,
}

impl fmt::Display for HostCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {} of JavaScript's is called", self.host)
    }
}

impl HostError for HostCall {}

/// A call that waits for the results of a function of JavaScript's.
pub(super) struct Paused {
    call: Cell<Option<ResumableCallHostTrap>>,
    /// How many results the called function has.
    results: usize,
}

impl Native for Paused {
    const ID: ClassId = ClassId::new(252);
    const NAME: &'static CStr = c"WebAssembly.Call";
}

/// Where a call has got to.
enum Step {
    Done(Vec<Plain>),
    Trap(Error),
    /// To be gone on with, unless JavaScript called a function of its own.
    Host(u32, Vec<Plain>, Option<ResumableCallHostTrap>),
    OutOfFuel(ResumableCallOutOfFuel),
}

/// A function that wasm can call and JavaScript answers: `[number, number of the host function]`.
pub(super) fn create_function<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    params: Vec<String>,
    results: Vec<String>,
) -> Result<Vec<u32>> {
    let types = |names: Vec<String>| -> Result<Vec<ValType>> {
        names.iter().map(|name| named_type(&ctx, name)).collect()
    };
    let ty = FuncType::new(types(params)?, types(results)?);
    let seat = Seat::of(&ctx, &store)?;
    let numbers = seat.enter(&ctx, move |mut store, numbered| {
        let host = numbered.next_host();
        let func = Func::new(store.as_context_mut(), ty, move |_, params, _| {
            Err(Error::host(HostCall {
                host,
                args: params.to_vec(),
            }))
        });
        vec![numbered.number(Extern::Func(func)), host]
    });
    Ok(numbers)
}

/// Calls a function: its results as an array; the number of a trap; or `{ host, args, call }` when the host function of that number is
/// to be called, after which [`resume`] goes on with `call`.
pub(super) fn call<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    number: u32,
    args: Array<'js>,
) -> Result<Value<'js>> {
    let seat = Seat::of(&ctx, &store)?;
    let func = seat.func(&ctx, number)?;
    let ty = seat.enter(&ctx, move |store, _| func.ty(store.as_context()));
    let args = plain(&ctx, ty.params(), &args)?;
    let results = ty.results().len();
    let step = seat.enter(&ctx, move |mut store, numbered| {
        let args = to_wasm(&args, &mut store, numbered);
        let mut results = placeholders(results);
        let call = func.call_resumable(store.as_context_mut(), &args, &mut results);
        step(store, numbered, call, &results)
    });
    finish(&ctx, seat, step, results)
}

/// Goes on with a call that waits, with the results of the host function; answers as [`call`].
pub(super) fn resume<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    call: Value<'js>,
    given: Array<'js>,
) -> Result<Value<'js>> {
    let seat = Seat::of(&ctx, &store)?;
    let waiting =
        class::get::<Paused>(&call).and_then(|paused| Some((paused.call.take()?, paused.results)));
    let Some((paused, results)) = waiting else {
        return Err(errors::throw_kind(
            &ctx,
            "TypeError",
            "no call waits here",
            None,
        ));
    };
    let host = paused.host_func();
    let ty = seat.enter(&ctx, move |store, _| host.ty(store.as_context()));
    let given = plain(&ctx, ty.results(), &given)?;
    let step = seat.enter(&ctx, move |mut store, numbered| {
        let given = to_wasm(&given, &mut store, numbered);
        let mut results = placeholders(results);
        let call = paused.resume(store.as_context_mut(), &given, &mut results);
        step(store, numbered, call, &results)
    });
    finish(&ctx, seat, step, results)
}

fn plain<'js>(ctx: &Ctx<'js>, types: &[ValType], values: &Array<'js>) -> Result<Vec<Plain>> {
    let of = |(at, ty): (usize, &ValType)| Plain::from_js(ctx, *ty, values.get(at)?);
    types.iter().enumerate().map(of).collect()
}

fn to_wasm(
    values: &[Plain],
    store: &mut StoreContextMut<'_, Account>,
    numbered: &Numbered,
) -> Vec<Val> {
    values
        .iter()
        .map(|value| value.into_wasm(store, numbered))
        .collect()
}

/// Room for the results of a function.
fn placeholders(count: usize) -> Vec<Val> {
    vec![Val::I32(0); count]
}

fn step(
    store: StoreContextMut<'_, Account>,
    numbered: &Numbered,
    call: std::result::Result<ResumableCall, Error>,
    results: &[Val],
) -> Step {
    let plain = |values: &[Val]| {
        let of = |value| Plain::from_wasm(value, store.as_context(), numbered);
        values.iter().map(of).collect::<Vec<Plain>>()
    };
    match call {
        Ok(ResumableCall::Finished) => Step::Done(plain(results)),
        Ok(ResumableCall::OutOfFuel(call)) => Step::OutOfFuel(call),
        Ok(ResumableCall::HostTrap(call)) => match call.host_error().downcast_ref::<HostCall>() {
            Some(HostCall { host, args }) => Step::Host(*host, plain(args), Some(call)),
            None => Step::Trap(call.into_host_error()),
        },
        Err(error) => match error.downcast_ref::<HostCall>() {
            Some(HostCall { host, args }) => Step::Host(*host, plain(args), None),
            None => Step::Trap(error),
        },
    }
}

/// Lets a call that has used its fuel go on until it is over or its turn is, and says where it has got to.
fn finish<'js>(ctx: &Ctx<'js>, seat: &Seat, mut at: Step, results: usize) -> Result<Value<'js>> {
    loop {
        match at {
            Step::OutOfFuel(call) => {
                World::check_turn(ctx)?;
                at = seat.enter(ctx, move |mut store, numbered| {
                    let fuel = call.required_fuel().max(SLICE);
                    store.set_fuel(fuel).expect("the engine meters fuel");
                    let mut results = placeholders(results);
                    let call = call.resume(store.as_context_mut(), &mut results);
                    step(store, numbered, call, &results)
                });
            }
            Step::Done(given) => return given.into_js(ctx),
            Step::Trap(error) => return trap(ctx, &error),
            Step::Host(host, args, call) => {
                let answer = Object::new(ctx.clone())?;
                answer.set("host", host)?;
                answer.set("args", args)?;
                if let Some(call) = call {
                    let proto = Object::new(ctx.clone())?;
                    let paused = Paused {
                        call: Cell::new(Some(call)),
                        results,
                    };
                    answer.set("call", class::create(ctx, &proto, paused)?)?;
                }
                return Ok(answer.into_value());
            }
        }
    }
}

/// The text of a trap, V8's. A RangeError is told from a RuntimeError by its text.
fn trap<'js>(ctx: &Ctx<'js>, error: &Error) -> Result<Value<'js>> {
    let Some(code) = error.as_trap_code() else {
        return error.to_string().into_js(ctx);
    };
    let text = match code {
        TrapCode::UnreachableCodeReached => "unreachable",
        TrapCode::MemoryOutOfBounds => "memory access out of bounds",
        TrapCode::TableOutOfBounds => "table index is out of bounds",
        TrapCode::IndirectCallToNull | TrapCode::BadSignature => {
            "null function or function signature mismatch"
        }
        TrapCode::IntegerDivisionByZero => "divide by zero",
        TrapCode::IntegerOverflow => "divide result unrepresentable",
        TrapCode::BadConversionToInteger => "float unrepresentable in integer range",
        TrapCode::StackOverflow => "Maximum call stack size exceeded",
        TrapCode::OutOfFuel => "out of fuel",
        TrapCode::GrowthOperationLimited | TrapCode::OutOfSystemMemory => "out of memory",
    };
    text.into_js(ctx)
}
