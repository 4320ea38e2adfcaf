//! `Atomics.wait`, `waitAsync` and `notify` over memory that worlds share.
//!
//! The engine's own `wait` cannot be broken off: a worker thread that waits would outlive its `terminate()`. Here it ends with its world.

use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rquickjs::function::Opt;
use rquickjs::object::Property;
use rquickjs::{Ctx, Error, Function, Object, Result, Value, qjs};

use tokio::sync::oneshot;

use super::SharedMemory;
use crate::{errors, raw, sources, state};

/// Who waits, in the order of arrival.
static WAITERS: Mutex<Waiters> = Mutex::new(Waiters {
    next: 0,
    waiting: Vec::new(),
});
/// Somebody was notified, or a world was told to stop.
static CHANGED: Condvar = Condvar::new();

struct Waiters {
    next: u64,
    /// `notify` takes out whom it wakes.
    waiting: Vec<Waiter>,
}

struct Waiter {
    number: u64,
    /// Where it waits.
    address: usize,
    /// Who does not stand still is told, and holds the memory by itself. A thread that does looks for its number.
    task: Option<(oneshot::Sender<()>, SharedMemory)>,
}

impl Waiters {
    /// The number of one more.
    fn add(&mut self, address: usize, task: Option<(oneshot::Sender<()>, SharedMemory)>) -> u64 {
        let number = self.next;
        self.next += 1;
        self.waiting.push(Waiter {
            number,
            address,
            task,
        });
        number
    }

    fn remove(&mut self, number: u64) {
        self.waiting.retain(|waiter| waiter.number != number);
    }
}

/// Puts both functions in the place of the engine's.
pub(crate) fn install(ctx: &Ctx<'_>) -> Result<()> {
    let atomics: Object<'_> = ctx.globals().get("Atomics")?;
    let wait = Function::new(ctx.clone(), wait)?
        .with_name("wait")?
        .with_length(4)?;
    let notify = Function::new(ctx.clone(), notify)?
        .with_name("notify")?
        .with_length(3)?;
    atomics.prop("wait", Property::from(wait).writable().configurable())?;
    atomics.prop("notify", Property::from(notify).writable().configurable())
}

/// Lets those who wait see whether their worlds were stopped ([`crate::World::stop_by`]).
pub fn wake_stopped() {
    // Under the lock: whoever has looked already waits by now.
    let _waiters = WAITERS.lock().unwrap_or_else(PoisonError::into_inner);
    CHANGED.notify_all();
}

/// An element of an Int32Array or a BigInt64Array.
enum Cell {
    Narrow(*const AtomicI32),
    Wide(*const AtomicI64),
}

impl Cell {
    fn address(&self) -> usize {
        match self {
            Cell::Narrow(at) => *at as usize,
            Cell::Wide(at) => *at as usize,
        }
    }

    /// Whether the element is `value`, which was read as an element of this kind is.
    ///
    /// # Safety
    /// The memory must be alive.
    unsafe fn holds(&self, value: i64) -> bool {
        // SAFETY: the caller's word; elements are aligned.
        unsafe {
            match self {
                Cell::Narrow(at) => i64::from((**at).load(Ordering::SeqCst)) == value,
                Cell::Wide(at) => (**at).load(Ordering::SeqCst) == value,
            }
        }
    }
}

fn type_error(ctx: &Ctx<'_>, message: &str) -> Error {
    errors::throw_kind(ctx, "TypeError", message, None)
}

/// The element at `index`, and whether its memory is shared.
fn cell(array: &Value<'_>, index: &Value<'_>) -> Result<(Cell, bool)> {
    let ctx = array.ctx();
    let raw_ctx = ctx.as_raw().as_ptr();
    // SAFETY: looks at live values. `JS_ToIndex` may run JavaScript; where the elements lie is asked after it. The buffer is owned
    // and freed here, while the array keeps it alive.
    unsafe {
        let kind = qjs::JS_GetTypedArrayType(array.as_raw());
        let is_wide = kind == qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_BIG_INT64 as i32;
        if !is_wide && kind != qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_INT32 as i32 {
            let message = "The argument is not an int32 or BigInt64 typed array.";
            return Err(type_error(ctx, message));
        }
        let mut at = 0;
        if qjs::JS_ToIndex(raw_ctx, &mut at, index.as_raw()) < 0 {
            return Err(Error::Exception);
        }
        let (mut offset, mut length, mut width, mut size) = (0, 0, 0, 0);
        let buffer = qjs::JS_GetTypedArrayBuffer(
            raw_ctx,
            array.as_raw(),
            &mut offset,
            &mut length,
            &mut width,
        );
        if qjs::JS_IsException(buffer) {
            return Err(Error::Exception);
        }
        let start = qjs::JS_GetArrayBuffer(raw_ctx, &mut size, buffer);
        qjs::JS_FreeValue(raw_ctx, buffer);
        if start.is_null() {
            return Err(Error::Exception);
        }
        if at >= length / width {
            let message = "Invalid atomic access index";
            return Err(errors::throw_kind(ctx, "RangeError", message, None));
        }
        let element = start.add(offset as usize + at as usize * width as usize);
        let cell = match is_wide {
            true => Cell::Wide(element.cast()),
            false => Cell::Narrow(element.cast()),
        };
        Ok((cell, super::is_shared(start)))
    }
}

/// The cell of an array that must be shared, for who waits at it.
fn shared_cell<'js>(ctx: &Ctx<'js>, array: &Value<'js>, index: &Value<'js>) -> Result<Cell> {
    let (found, is_shared) = cell(array, index)?;
    if !is_shared {
        return Err(type_error(ctx, "The argument is not a shared typed array."));
    }
    Ok(found)
}

/// `Atomics.wait(array, index, value[, timeout])`: 'ok' after a `notify`, 'timed-out', or 'not-equal' at once.
fn wait<'js>(
    ctx: Ctx<'js>,
    array: Value<'js>,
    index: Value<'js>,
    value: Value<'js>,
    timeout: Opt<Value<'js>>,
) -> Result<&'static str> {
    let found = shared_cell(&ctx, &array, &index)?;
    let value = wanted(&ctx, &found, &value)?;
    let deadline = deadline(&ctx, timeout.0)?;
    let is_stopped = || state::of(&ctx).is_stopped();

    let mut waiters = WAITERS.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: shared memory has a fixed place, and `array` keeps it alive.
    if !unsafe { found.holds(value) } {
        return Ok("not-equal");
    }
    let number = waiters.add(found.address(), None);
    let outcome = loop {
        if is_stopped() {
            break None;
        }
        if waiters.waiting.iter().all(|other| other.number != number) {
            break Some("ok");
        }
        waiters = match deadline {
            None => CHANGED
                .wait(waiters)
                .unwrap_or_else(PoisonError::into_inner),
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break Some("timed-out");
                }
                let woken = CHANGED.wait_timeout(waiters, left);
                woken.unwrap_or_else(PoisonError::into_inner).0
            }
        };
    };
    waiters.remove(number);
    drop(waiters);
    outcome.ok_or_else(|| raw::throw_uncatchable(&ctx, "the world was stopped"))
}

/// `Atomics.waitAsync(array, index, value, timeout)`: what `wait` would say at once, 'not-equal' or 'timed-out'; else undefined, and
/// `callback(null, 'ok' | 'timed-out')` later. Waiting keeps nothing alive.
pub fn wait_async<'js>(
    ctx: Ctx<'js>,
    array: Value<'js>,
    index: Value<'js>,
    value: Value<'js>,
    timeout: Value<'js>,
    callback: Function<'js>,
) -> Result<Option<&'static str>> {
    let found = shared_cell(&ctx, &array, &index)?;
    let value = wanted(&ctx, &found, &value)?;
    let deadline = deadline(&ctx, Some(timeout))?;
    let buffer: Value<'js> = array.get::<Object<'js>>()?.get("buffer")?;
    let memory: SharedMemory = buffer.get()?;
    let (tell, mut told) = oneshot::channel();
    let number = {
        let mut waiters = WAITERS.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: shared memory has a fixed place, and `array` keeps it alive.
        if !unsafe { found.holds(value) } {
            return Ok(Some("not-equal"));
        }
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return Ok(Some("timed-out"));
        }
        waiters.add(found.address(), Some((tell, memory)))
    };
    sources::once(&ctx, callback, async move {
        let Some(deadline) = deadline else {
            return Ok(told.await.map_or("timed-out", |()| "ok"));
        };
        if let Ok(outcome) = tokio::time::timeout_at(deadline.into(), &mut told).await {
            return Ok(outcome.map_or("timed-out", |()| "ok"));
        }
        WAITERS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(number);
        // It may have been woken just before that.
        Ok(told.try_recv().map_or("timed-out", |()| "ok"))
    })?;
    Ok(None)
}

/// The value that an element is compared with, read as its kind is.
fn wanted(ctx: &Ctx<'_>, cell: &Cell, value: &Value<'_>) -> Result<i64> {
    match cell {
        Cell::Narrow(_) => to_int32(ctx, value).map(i64::from),
        Cell::Wide(_) => to_big_int64(ctx, value),
    }
}

/// `Atomics.notify(array, index[, count])`: how many were woken.
fn notify<'js>(
    ctx: Ctx<'js>,
    array: Value<'js>,
    index: Value<'js>,
    count: Opt<Value<'js>>,
) -> Result<u32> {
    let (found, is_shared) = cell(&array, &index)?;
    let count = match count.0.filter(|count| !count.is_undefined()) {
        Some(count) => to_float64(&ctx, &count)?.max(0.0) as usize,
        None => usize::MAX,
    };
    if !is_shared {
        return Ok(0);
    }
    let address = found.address();
    let mut woken = 0;
    let mut waiters = WAITERS.lock().unwrap_or_else(PoisonError::into_inner);
    waiters.waiting.retain_mut(|waiter| {
        let wakes = waiter.address == address && woken < count;
        if wakes && let Some((tell, _)) = waiter.task.take() {
            // A world that has gone since does not count.
            let heard = tell.send(());
            woken += usize::from(heard.is_ok());
            return false;
        }
        woken += usize::from(wakes);
        !wakes
    });
    CHANGED.notify_all();
    Ok(woken as u32)
}

/// When a wait of `timeout` milliseconds is over; `None`: never.
fn deadline(ctx: &Ctx<'_>, timeout: Option<Value<'_>>) -> Result<Option<Instant>> {
    let Some(timeout) = timeout else {
        return Ok(None);
    };
    let milliseconds = to_float64(ctx, &timeout)?;
    if milliseconds.is_nan() {
        return Ok(None);
    }
    let wait = Duration::try_from_secs_f64(milliseconds.max(0.0) / 1e3).ok();
    Ok(wait.and_then(|wait| Instant::now().checked_add(wait)))
}

fn to_int32(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<i32> {
    let mut number = 0;
    // SAFETY: reads a live value.
    let status = unsafe { qjs::JS_ToInt32(ctx.as_raw().as_ptr(), &mut number, value.as_raw()) };
    done(status).map(|()| number)
}

fn to_big_int64(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<i64> {
    let mut number = 0;
    // SAFETY: reads a live value.
    let status = unsafe { qjs::JS_ToBigInt64(ctx.as_raw().as_ptr(), &mut number, value.as_raw()) };
    done(status).map(|()| number)
}

fn to_float64(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<f64> {
    let mut number = 0.0;
    // SAFETY: reads a live value.
    let status = unsafe { qjs::JS_ToFloat64(ctx.as_raw().as_ptr(), &mut number, value.as_raw()) };
    done(status).map(|()| number)
}

fn done(status: std::ffi::c_int) -> Result<()> {
    match status {
        0 => Ok(()),
        _ => Err(Error::Exception),
    }
}
