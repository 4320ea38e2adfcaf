//! Functions of JavaScript's in the hands of Rust.

use std::fmt;

use coddle_egg::units;
use coddle_engine::Kept;
use coddle_engine::class::call;
use coddle_engine::convert::{self, Passed};
use coddle_engine::rquickjs::function::{Args, OnceFn};
use coddle_engine::rquickjs::{Array, Ctx, Function, Value};
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use tokio::sync::oneshot;

use super::Error;
use super::value::to_js;

/// A function that JavaScript passed: a parameter, or anywhere in one. It may be kept for as long as one likes, across awaits and
/// past the request; calling it when the application has ended is an error.
///
/// ```
/// use coddle::extension::{Callback, Error, Extension};
///
/// let extension = Extension::new("work").module("work", |module| {
///     module.async_function("run", |steps: u32, progress: Callback| async move {
///         for step in 0..steps {
///             tokio::task::yield_now().await;
///             // waits for the callback's promise, if it gives one
///             let go_on: Option<bool> = progress.call_async((step, steps)).await?;
///             if go_on == Some(false) {
///                 return Err(Error::new("stopped").with_code("ERR_STOPPED"));
///             }
///         }
///         Ok(steps)
///     })
/// });
/// ```
///
/// Drop it when it is no longer needed: whatever the function can reach stays in memory as long. A callback that is kept in an
/// [`Instance`](super::Instance) which the function can reach is never freed.
pub struct Callback {
    function: Kept,
}

impl Callback {
    /// Calls it with a tuple of arguments (`(a,)` for a single one, `()` for none) and gives what it returns.
    ///
    /// # Errors
    /// What it throws; when it returns something else than `R`; with code ERR_WORLD_ENDED when the application has ended.
    ///
    /// ```
    /// # use coddle::extension::{Callback, Error};
    /// fn larger(compare: &Callback, a: i32, b: i32) -> Result<i32, Error> {
    ///     let order: i32 = compare.call((a, b))?;
    ///     Ok(if order < 0 { b } else { a })
    /// }
    /// ```
    pub fn call<R: DeserializeOwned>(&self, arguments: impl Serialize) -> Result<R, Error> {
        self.function
            .within(|ctx, function| {
                let result = apply(ctx, &function, &arguments)?;
                returned(&result)
            })
            .unwrap_or_else(|| Err(Error::world_ended()))
    }

    /// As [`call`](Callback::call), and waits for the promise that it returns.
    ///
    /// # Errors
    /// As for `call`, and what the promise is rejected with.
    ///
    /// ```
    /// # use coddle::extension::{Callback, Error};
    /// async fn resolve(lookup: Callback, name: String) -> Result<String, Error> {
    ///     lookup.call_async((name,)).await
    /// }
    /// ```
    pub async fn call_async<R: DeserializeOwned + 'static>(
        &self,
        arguments: impl Serialize,
    ) -> Result<R, Error> {
        let told = self
            .function
            .within(|ctx, function| {
                let result = apply(ctx, &function, &arguments)?;
                observe(ctx, result, returned::<R>)
            })
            .unwrap_or_else(|| Err(Error::world_ended()))?;
        told.await.unwrap_or_else(|_| Err(Error::world_ended()))
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback(..)")
    }
}

impl<'de> Deserialize<'de> for Callback {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Callback, D::Error> {
        let Passed(function) = Passed::deserialize(deserializer)?;
        let shown = function.within(|_, value| match value.is_function() {
            true => None,
            false => Some(super::local::shown(&value)),
        });
        match shown {
            Some(None) => Ok(Callback { function }),
            Some(Some(shown)) => Err(D::Error::custom(format!(
                "a function was expected, not {shown}"
            ))),
            None => Err(D::Error::custom("the application has ended")),
        }
    }
}

fn apply<'js>(
    ctx: &Ctx<'js>,
    function: &Value<'js>,
    arguments: &impl Serialize,
) -> Result<Value<'js>, Error> {
    let failed = |error| Error::of_engine(ctx, error);
    let list = to_js(ctx, arguments)?;
    let list: Array<'js> = match list.is_undefined() {
        true => Array::new(ctx.clone()).map_err(failed)?,
        false => list.into_array().ok_or_else(|| {
            Error::misuse("the arguments of a callback are a tuple, (a, b), (a,) or ()")
        })?,
    };
    let mut args = Args::new(ctx.clone(), list.len());
    for argument in list.iter::<Value<'js>>() {
        args.push_arg(argument.map_err(failed)?).map_err(failed)?;
    }
    let function: Function<'js> = function.get().map_err(failed)?;
    function.call_arg(args).map_err(failed)
}

fn returned<R: DeserializeOwned>(value: &Value<'_>) -> Result<R, Error> {
    convert::from_js(value).map_err(|mismatch| match mismatch.is_thrown() {
        true => Error::of_value(&value.ctx().catch()),
        false => Error::invalid_argument(format!(
            "{}: {}",
            mismatch.place("what the callback returned"),
            mismatch.reason()
        )),
    })
}

/// Tells what a value or promise comes to, read by `read`.
pub(crate) fn observe<'js, R: 'static>(
    ctx: &Ctx<'js>,
    value: Value<'js>,
    read: impl FnOnce(&Value<'_>) -> Result<R, Error> + 'static,
) -> Result<oneshot::Receiver<Result<R, Error>>, Error> {
    let failed = |error| Error::of_engine(ctx, error);
    let (tell, told) = oneshot::channel();
    let settled = Function::new(
        ctx.clone(),
        OnceFn::from(move |is_fulfilled: bool, value: Value<'_>| {
            let result = match is_fulfilled {
                true => read(&value),
                false => Err(Error::of_value(&value)),
            };
            // Whoever waited may have given up.
            let _ = tell.send(result);
        }),
    )
    .map_err(failed)?;
    if call::promise_state(&value).is_some() {
        call::mark_handled(&value);
    }
    units::shape(ctx, "observe", &[value, settled.into_value()]).map_err(failed)?;
    Ok(told)
}
