//! Members: what a module, a service, a class, or one of egg's objects gets.

use std::fmt;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use coddle_engine::convert;
use coddle_engine::rquickjs::{Array, Ctx, Value};
use serde::Serialize;

use super::Error;
use super::function::{self, Callee, Function};
use super::instance::{Class, ClassParts};
use super::local::Local;
use super::value::IntoValue;

/// Functions, values, getters and classes by name. Where they end up depends on who asks for them:
/// [`module`](super::Extension::module), [`service`](super::Extension::service), [`context`](super::Extension::context), ...
///
/// ```
/// use coddle::extension::{Error, Extension};
///
/// let extension = Extension::new("text").module("text", |module| {
///     module
///         .value("version", "1.2")
///         .function("upper", |text: String| text.to_uppercase())
///         .function("parse", |text: String| -> Result<f64, Error> { Ok(text.parse()?) })
///         .async_function("fetch", |path: String| async move {
///             Ok::<_, Error>(tokio::fs::read_to_string(path).await?)
///         })
///         .blocking_function("sum", |numbers: Vec<f64>| numbers.iter().sum::<f64>())
/// });
/// ```
#[derive(Clone, Default)]
pub struct Members {
    pub(crate) items: Vec<(String, Member)>,
    /// What is wrong with one of them, told when the host starts.
    pub(crate) faults: Vec<String>,
}

#[derive(Clone)]
pub(crate) enum Member {
    Function(Arc<dyn Callee>),
    Getter(Arc<dyn Callee>),
    Value(serde_json::Value),
    Class(ClassParts),
}

impl Members {
    /// A function. It runs on the worker's loop: what takes longer than some milliseconds belongs into a
    /// [`blocking_function`](Members::blocking_function).
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("tools").module("tools", |module| {
    ///     module.function("add", |a: f64, b: f64| a + b)
    /// });
    /// ```
    pub fn function<F, M, R>(self, name: &str, function: F) -> Members
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: IntoValue<R>,
    {
        self.add(name, Member::Function(function::of_sync(function)))
    }

    /// A function that returns a promise. Its future runs on the worker's loop, so it needs not be `Send`; it goes on when the
    /// client of the request has gone (see [`Request::unless_abandoned`](super::Request::unless_abandoned)).
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("tools").module("tools", |module| {
    ///     module.async_function("wait", |ms: u64| tokio::time::sleep(std::time::Duration::from_millis(ms)))
    /// });
    /// ```
    pub fn async_function<F, M, R>(self, name: &str, function: F) -> Members
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: Future + 'static,
        <F::Output as Future>::Output: IntoValue<R> + 'static,
    {
        self.add(name, Member::Function(function::of_async(function)))
    }

    /// A function that returns a promise and runs on a thread for blocking work: the place for heavy computation and for libraries
    /// that block. Parameters and result cross threads, so they must be `Send`.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("tools").module("tools", |module| {
    ///     module.blocking_function("count", |text: String| text.lines().count())
    /// });
    /// ```
    pub fn blocking_function<F, M, R>(self, name: &str, function: F) -> Members
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Parameters: Send,
        F::Output: IntoValue<R> + Send + 'static,
    {
        self.add(name, Member::Function(function::of_blocking(function)))
    }

    /// A read-only property that is computed at each reading.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("tools").module("tools", |module| {
    ///     module.getter("threads", || std::thread::available_parallelism().map_or(1, usize::from))
    /// });
    /// ```
    pub fn getter<F, M, R>(self, name: &str, function: F) -> Members
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: IntoValue<R>,
    {
        self.add(name, Member::Getter(function::of_sync(function)))
    }

    /// A value that can be written as JSON.
    ///
    /// ```
    /// # use coddle::Extension;
    /// let extension = Extension::new("tools").module("tools", |module| {
    ///     module.value("version", env!("CARGO_PKG_VERSION"))
    /// });
    /// ```
    pub fn value(mut self, name: &str, value: impl Serialize) -> Members {
        match serde_json::to_value(value) {
            Ok(value) => self.add(name, Member::Value(value)),
            Err(error) => {
                self.faults
                    .push(format!("the value \"{name}\" has no JSON form: {error}"));
                self
            }
        }
    }

    /// A class, whose instances have a `T` behind them. JavaScript can construct it, hold its instances and inherit from it.
    ///
    /// `T` holds no JavaScript values; what changes in it goes into a `Cell` or `RefCell`. See [`Instance`](super::Instance) for an
    /// example.
    ///
    /// ```
    /// # use coddle::Extension;
    /// use coddle::extension::This;
    /// use std::cell::Cell;
    ///
    /// let extension = Extension::new("tools").module("tools", |module| {
    ///     // const { Counter } = require('tools'); new Counter(1).next()
    ///     module.class::<Cell<u32>>("Counter", |class| {
    ///         class
    ///             .constructor(|start: u32| Cell::new(start))
    ///             .method("next", |this: This<Cell<u32>>| this.0.replace(this.0.get() + 1))
    ///     })
    /// });
    /// ```
    pub fn class<T: 'static>(
        self,
        name: &str,
        describe: impl FnOnce(Class<T>) -> Class<T>,
    ) -> Members {
        self.add(name, Member::of_class(describe(Class::new())))
    }

    fn add(mut self, name: &str, member: Member) -> Members {
        if self.items.iter().any(|(known, _)| known == name) {
            self.faults.push(format!("\"{name}\" is added twice"));
        }
        if let Member::Class(parts) = &member {
            for fault in parts.members.faults.iter().chain(&parts.statics.faults) {
                self.faults.push(format!("class \"{name}\": {fault}"));
            }
        }
        self.items.push((name.to_owned(), member));
        self
    }

    /// `[[kind, name, value]]`, as `internal/egg/extension` takes them.
    pub(crate) fn list<'js>(
        &self,
        ctx: &Ctx<'js>,
        local: &Rc<Local>,
        place: &str,
    ) -> Result<Value<'js>, Error> {
        let failed = |error| Error::of_engine(ctx, error);
        let list = Array::new(ctx.clone()).map_err(failed)?;
        for (index, (name, member)) in self.items.iter().enumerate() {
            let inner = format!("{place}.{name}");
            let (kind, value) = match member {
                Member::Function(callee) => (
                    "function",
                    function::create(ctx, local, callee, name, &inner).map_err(failed)?,
                ),
                Member::Getter(callee) => (
                    "getter",
                    function::create(ctx, local, callee, name, &inner).map_err(failed)?,
                ),
                Member::Value(value) => ("value", convert::to_js(ctx, value)?),
                Member::Class(class) => ("value", class.create(ctx, local, name, &inner)?),
            };
            let item = Array::new(ctx.clone()).map_err(failed)?;
            item.set(0, kind).map_err(failed)?;
            item.set(1, name.as_str()).map_err(failed)?;
            item.set(2, value).map_err(failed)?;
            list.set(index, item).map_err(failed)?;
        }
        Ok(list.into_value())
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.items.iter().map(|(name, _)| name))
            .finish()
    }
}
