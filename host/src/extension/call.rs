//! One call of a native: what it was called with, and what handlers may ask for.

use std::ops::Deref;
use std::rc::Rc;

use coddle_engine::class::{self, Args};
use coddle_engine::convert;
use coddle_engine::rquickjs::{Ctx, Value};
use serde::de::DeserializeOwned;

use super::local::Local;
use super::{App, Error, Instance, Request, blocking, instance};

/// A call under way. Handlers do not see it; their parameters are made from it by [`FromCall`].
pub struct Call<'a, 'js> {
    pub(crate) ctx: &'a Ctx<'js>,
    pub(crate) args: Args<'a, 'js>,
    /// Which argument the application's first one is: constructors get the prototype before it.
    pub(crate) first: usize,
    /// The next argument that no parameter has taken.
    pub(crate) next: usize,
    pub(crate) local: &'a Rc<Local>,
    /// `extension "geo": service geo.distance`, for messages.
    pub(crate) place: &'a Rc<str>,
    pub(crate) number: blocking::Number,
}

/// A parameter of a native function.
///
/// A parameter of any type that serde can deserialize takes the next argument of the JavaScript call; a missing one is
/// `undefined`, which is `None` to an `Option`. These parameters take no argument, and may stand anywhere among the others:
///
/// | parameter | gives |
/// |---|---|
/// | [`Request`] | the request that the code works for |
/// | [`App`] | the application |
/// | [`State<T>`] | what the extension's [`state`](super::Extension::state) made |
/// | [`Config<T>`] | the extension's configuration |
/// | [`This<T>`] | in a method of a class: the instance |
///
/// An [`Instance<T>`] takes an argument that is an instance of one of the extension's classes.
///
/// The marker `M` only tells the two kinds of implementation apart; it is inferred.
///
/// ```
/// # use coddle::Extension;
/// use coddle::extension::{App, Request};
///
/// let extension = Extension::new("tell").service("tell", |service| {
///     service.function("where", |request: Request, app: App, word: Option<String>| {
///         format!("{} {} {}", app.name().unwrap_or_default(), request.path(), word.unwrap_or_default())
///     })
/// });
/// ```
pub trait FromCall<M>: Sized {
    #[doc(hidden)]
    fn from_call(call: &mut Call<'_, '_>) -> Result<Self, Error>;
}

/// Marks parameters that come from an argument. See [`FromCall`].
#[derive(Debug)]
pub enum ViaArgument {}

/// Marks parameters that come from the call itself. See [`FromCall`].
#[derive(Debug)]
pub enum ViaCall {}

impl<'js> Call<'_, 'js> {
    /// Takes the next argument, with its number from 1.
    pub(crate) fn argument(&mut self) -> (usize, Value<'js>) {
        let at = self.next;
        self.next += 1;
        (self.next - self.first, self.args.get(at))
    }
}

impl<T: DeserializeOwned> FromCall<ViaArgument> for T {
    fn from_call(call: &mut Call<'_, '_>) -> Result<T, Error> {
        let (at, value) = call.argument();
        convert::from_js(&value).map_err(|mismatch| match mismatch.is_thrown() {
            true => Error::of_value(&call.ctx.catch()),
            false => {
                let place = mismatch.place(&format!("argument {at}"));
                Error::invalid_argument(format!("{place}: {}", mismatch.reason()))
            }
        })
    }
}

impl FromCall<ViaCall> for Request {
    fn from_call(call: &mut Call<'_, '_>) -> Result<Request, Error> {
        Request::of_receiver(&call.args.this())
            .or_else(|| Request::current(call.ctx))
            .ok_or_else(|| {
                Error::misuse("there is no request here: this was called outside of one")
                    .with_code("ERR_NO_REQUEST")
            })
    }
}

impl FromCall<ViaCall> for Option<Request> {
    fn from_call(call: &mut Call<'_, '_>) -> Result<Option<Request>, Error> {
        Ok(Request::of_receiver(&call.args.this()).or_else(|| Request::current(call.ctx)))
    }
}

impl FromCall<ViaCall> for App {
    fn from_call(call: &mut Call<'_, '_>) -> Result<App, Error> {
        Ok(App::new(Rc::clone(call.local)))
    }
}

/// What the extension's [`state`](super::Extension::state) made in this worker. Cloning it is cheap; it may be kept.
///
/// ```
/// use coddle::extension::{Extension, State};
/// use std::cell::Cell;
///
/// #[derive(Default)]
/// struct Hits(Cell<u32>);
///
/// let extension = Extension::new("hits")
///     .state(|| async { Ok(Hits::default()) })
///     .service("hits", |service| {
///         service.function("count", |State(hits): State<Hits>| {
///             hits.0.set(hits.0.get() + 1);
///             hits.0.get()
///         })
///     });
/// ```
#[derive(Debug)]
pub struct State<T>(pub Rc<T>);

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        State(Rc::clone(&self.0))
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: 'static> FromCall<ViaCall> for State<T> {
    fn from_call(call: &mut Call<'_, '_>) -> Result<State<T>, Error> {
        call.local.state().map(State).ok_or_else(|| {
            Error::misuse(format!(
                "there is no state of type {}: it is made while the application loads, by Extension::state",
                std::any::type_name::<T>()
            ))
        })
    }
}

/// The extension's part of the application's configuration: `app.config.<name of the extension>`.
///
/// It is read anew at each call; read it once in [`state`](super::Extension::state) where that matters.
///
/// ```
/// use coddle::extension::{Config, Extension};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Deserialize, Serialize)]
/// struct Limits { per_minute: u32 }
///
/// let extension = Extension::new("limits")
///     .config(Limits { per_minute: 60 })
///     .module("limits", |module| module.function("perMinute", |Config(limits): Config<Limits>| limits.per_minute));
/// ```
#[derive(Clone, Debug)]
pub struct Config<T>(pub T);

impl<T: DeserializeOwned> FromCall<ViaCall> for Config<T> {
    fn from_call(call: &mut Call<'_, '_>) -> Result<Config<T>, Error> {
        let app = App::new(Rc::clone(call.local));
        app.config(&call.local.extension).map(Config)
    }
}

/// In a method or getter of a class: the Rust value behind the object. Cloning it is cheap; it may be kept.
///
/// ```
/// # use coddle::Extension;
/// use coddle::extension::This;
///
/// let extension = Extension::new("named").module("named", |module| {
///     module.class::<String>("Named", |class| {
///         class
///             .constructor(|name: String| name)
///             .getter("name", |this: This<String>| this.0.to_string())
///     })
/// });
/// ```
#[derive(Debug)]
pub struct This<T>(pub Rc<T>);

impl<T> Deref for This<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: 'static> FromCall<ViaCall> for This<T> {
    fn from_call(call: &mut Call<'_, '_>) -> Result<This<T>, Error> {
        instance::behind(&call.args.this())
            .map(This)
            .ok_or_else(|| {
                Error::invalid_argument("this is no instance of the class")
                    .with_code("ERR_INVALID_THIS")
            })
    }
}

impl<T: 'static> FromCall<ViaCall> for Instance<T> {
    fn from_call(call: &mut Call<'_, '_>) -> Result<Instance<T>, Error> {
        let (at, value) = call.argument();
        instance::behind(&value).map(Instance).ok_or_else(|| {
            Error::invalid_argument(format!(
                "argument {at}: an instance of the extension's class for {} was expected, not {}",
                std::any::type_name::<T>(),
                super::local::shown(&value)
            ))
        })
    }
}

/// The receiver, as a ctx or one of the objects that lead to one.
pub(crate) fn context_of<'js>(receiver: &Value<'js>) -> Option<Value<'js>> {
    use coddle_koa::context::State as ContextState;
    if class::find::<ContextState>(receiver).is_some() {
        return Some(receiver.clone());
    }
    let context: Value<'js> = receiver.as_object()?.get("ctx").ok()?;
    class::find::<ContextState>(&context).map(|_| context)
}
