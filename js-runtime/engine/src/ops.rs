//! Operations: Rust futures that call back into JavaScript when they are done.

use std::future::Future;
use std::io;
use std::rc::Rc;

use rquickjs::{Ctx, Function, IntoJs, Persistent, Result, Value};

use crate::world::World;
use crate::{errors, pump, state};

/// Why an operation failed, in the terms of Node's system errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpError {
    /// The whole message, as Node words it: `ENOENT: no such file or directory, open 'x'`.
    pub message: String,
    /// `ENOENT`, `ERR_...`.
    pub code: Option<String>,
    /// Negative, as in Node.
    pub errno: Option<i32>,
    /// `open`, `connect`, ...
    pub syscall: Option<String>,
    pub path: Option<String>,
    /// The second path of `rename`, `link`, ...
    pub dest: Option<String>,
    /// The error's class: `RangeError`, ...; `Error` unless given.
    pub class: Option<&'static str>,
}

impl OpError {
    /// An error with a message alone.
    pub fn new(message: impl Into<String>) -> Self {
        OpError {
            message: message.into(),
            ..OpError::default()
        }
    }

    /// An error with a code and a message.
    pub fn coded(code: impl Into<String>, message: impl Into<String>) -> Self {
        OpError {
            message: message.into(),
            code: Some(code.into()),
            ..OpError::default()
        }
    }

    /// What Node says of a failed system call: `CODE: text, syscall 'path'`.
    pub fn io(error: &io::Error, syscall: &str, path: Option<&str>) -> Self {
        OpError::io2(error, syscall, path, None)
    }

    /// As [`OpError::io`] for calls with two paths: `CODE: text, syscall 'path' -> 'dest'`.
    pub fn io2(error: &io::Error, syscall: &str, path: Option<&str>, dest: Option<&str>) -> Self {
        let number = error.raw_os_error();
        let (code, text) = match number.and_then(errors::errno_name) {
            Some((code, text)) => (code.to_string(), text.to_string()),
            None => ("EIO".to_string(), error.to_string()),
        };
        let mut message = format!("{code}: {text}, {syscall}");
        if let Some(path) = path {
            message.push_str(&format!(" '{path}'"));
        }
        if let Some(dest) = dest {
            message.push_str(&format!(" -> '{dest}'"));
        }
        OpError {
            message,
            code: Some(code),
            errno: number.map(|number| -number),
            syscall: Some(syscall.to_string()),
            path: path.map(str::to_string),
            dest: dest.map(str::to_string),
            class: None,
        }
    }
}

/// Runs `f` on tokio's blocking pool.
///
/// # Errors
/// What `f` returns; an `OpError` too when it panics.
pub async fn blocking<R: Send + 'static>(
    f: impl FnOnce() -> std::result::Result<R, OpError> + Send + 'static,
) -> std::result::Result<R, OpError> {
    match tokio::task::spawn_blocking(f).await {
        Ok(result) => result,
        Err(error) => Err(OpError::new(format!(
            "a blocking operation ended abnormally: {error}"
        ))),
    }
}

/// Polls `future` on the worker's loop; when it is done, `callback(err)` or `callback(null, value)` is called in a turn
/// of its own, on behalf of whoever started it. Until then the operation keeps a script alive.
///
/// # Panics
/// Outside a tokio local runtime.
pub fn spawn_callback<'js, R, F>(ctx: &Ctx<'js>, callback: Function<'js>, future: F) -> Result<()>
where
    R: for<'a> IntoJs<'a> + 'static,
    F: Future<Output = std::result::Result<R, OpError>> + 'static,
{
    later(ctx, callback.into_value(), Life::Kept, future, call_back);
    Ok(())
}

/// As [`spawn_callback`], but nothing is kept alive by it: for what belongs to a handle that JavaScript may `unref()`, and
/// counts there (`keepAlive` of `internal/engine`).
pub(crate) fn spawn_unkept<'js, R, F>(ctx: &Ctx<'js>, callback: Function<'js>, future: F)
where
    R: for<'a> IntoJs<'a> + 'static,
    F: Future<Output = std::result::Result<R, OpError>> + 'static,
{
    later(ctx, callback.into_value(), Life::Unkept, future, call_back);
}

/// Polls `future` on the worker's loop; when it is done, `then` runs in a turn of its own, on behalf of whoever started it,
/// with the values that were to be kept for it. It keeps a script alive as an operation does.
///
/// # Errors
/// When the engine is out of memory.
///
/// # Panics
/// Outside a tokio local runtime.
pub fn spawn_then<'js, R, F>(
    ctx: &Ctx<'js>,
    kept: &[&Value<'js>],
    future: F,
    then: impl for<'a> FnOnce(&Ctx<'a>, Vec<Value<'a>>, R) + 'static,
) -> Result<()>
where
    R: 'static,
    F: Future<Output = R> + 'static,
{
    let values = rquickjs::Array::new(ctx.clone())?;
    for (index, value) in kept.iter().enumerate() {
        values.set(index, (*value).clone())?;
    }
    later(ctx, values.into_value(), Life::Kept, future, spread(then));
    Ok(())
}

/// A promise of what `future` comes to: `into` makes the value, or throws what the promise is rejected with.
///
/// # Errors
/// When the engine is out of memory.
///
/// # Panics
/// Outside a tokio local runtime.
pub fn promise<'js, R: 'static>(
    ctx: &Ctx<'js>,
    future: impl Future<Output = R> + 'static,
    into: impl for<'a> FnOnce(&Ctx<'a>, R) -> Result<Value<'a>> + 'static,
) -> Result<Value<'js>> {
    let (promise, resolve, reject) = rquickjs::Promise::new(ctx)?;
    let kept = [resolve.as_value(), reject.as_value()];
    spawn_then(ctx, &kept, future, move |ctx, kept, result| {
        let (settle, value) = match into(ctx, result) {
            Ok(value) => (&kept[0], value),
            Err(error) => (&kept[1], errors::caught(ctx, error)),
        };
        let undefined = Value::new_undefined(ctx.clone());
        if crate::class::call::call(ctx, settle, &undefined, &[&value]).is_err() {
            pump::caught(ctx);
        }
    })?;
    Ok(promise.into_value())
}

/// Gives `then` the members of the array that was kept.
fn spread<R>(
    then: impl for<'a> FnOnce(&Ctx<'a>, Vec<Value<'a>>, R) + 'static,
) -> impl for<'a> FnOnce(&Ctx<'a>, Value<'a>, R) -> Result<()> + 'static {
    move |ctx, values, result| {
        then(ctx, values.get::<Vec<Value<'_>>>()?, result);
        Ok(())
    }
}

/// Whether an operation that is under way keeps a script from ending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    Kept,
    Unkept,
}

/// Polls `future`; then `then` runs with `kept` and what came of it, in a turn on behalf of whoever is running now.
fn later<'js, R, F, T>(ctx: &Ctx<'js>, kept: Value<'js>, life: Life, future: F, then: T)
where
    R: 'static,
    F: Future<Output = R> + 'static,
    T: for<'a> FnOnce(&Ctx<'a>, Value<'a>, R) -> Result<()> + 'static,
{
    let state = state::of(ctx);
    let world = World::of(ctx);
    let id = state.next_callback.get();
    state.next_callback.set(id + 1);
    let frame = state.frame.borrow().clone();
    // With the world, and not in the task: a world that ends lets go of it while tasks still wait.
    state
        .callbacks
        .borrow_mut()
        .insert(id, (Persistent::save(ctx, kept), frame));
    if life == Life::Kept {
        state.live_ops.set(state.live_ops.get() + 1);
    }
    let cause = state.cause.borrow().clone();
    tokio::task::spawn_local(async move {
        let result = future.await;
        // The world may have gone while we waited; then nobody is left to be told.
        let Some(world) = world.upgrade() else { return };
        let world = World::from_inner(world);
        let state = Rc::clone(world.state());
        let kept = state.callbacks.borrow_mut().remove(&id);
        if life == Life::Kept {
            state.live_ops.set(state.live_ops.get() - 1);
        }
        if let Some((kept, frame)) = kept {
            world.turn_in(cause, frame, |ctx| {
                let outcome = kept.restore(ctx).and_then(|kept| then(ctx, kept, result));
                if outcome.is_err() {
                    pump::caught(ctx);
                }
            });
        }
        state.wake.notify_one();
    });
}

fn call_back<'js, R: for<'a> IntoJs<'a>>(
    ctx: &Ctx<'js>,
    callback: Value<'js>,
    result: std::result::Result<R, OpError>,
) -> Result<()> {
    let callback: Function<'js> = callback.get()?;
    match result {
        Ok(value) => callback.call((Value::new_null(ctx.clone()), value.into_js(ctx)?)),
        Err(error) => callback.call((errors::op_error(ctx, &error)?,)),
    }
}
