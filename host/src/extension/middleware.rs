//! Middleware in Rust: layers of the onion that cost neither a promise nor a crossing into JavaScript.

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use coddle_engine::rquickjs::{self, Filter, Object, Value};
use coddle_koa::onion::{Flow, Layer, LayerFunction, Resume, Turn};
use serde::de::DeserializeOwned;

use super::call::Call;
use super::function::Callee;
use super::local::Local;
use super::{Error, Reply, Request, app, blocking, panic};

/// A middleware in Rust. [`before`](Middleware::before) is what stands before `await next()` in a middleware of JavaScript,
/// [`after`](Middleware::after) what stands behind it; an error from inside skips `after`, as it would skip the rest there.
///
/// A closure `|request: &Request| -> Result<Step, Error>` is a middleware without an `after`.
///
/// ```
/// use coddle::extension::{Error, Extension, Middleware, Request, Step};
/// use http::{HeaderName, HeaderValue};
/// use serde::Deserialize;
///
/// struct PoweredBy(HeaderValue);
///
/// impl Middleware for PoweredBy {
///     fn before(&self, request: &Request) -> Result<Step, Error> {
///         request.set_header(HeaderName::from_static("x-powered-by"), self.0.clone());
///         Ok(Step::Next)
///     }
/// }
///
/// #[derive(Deserialize)]
/// struct Options { name: String }
///
/// // the application orders it: config.middleware = [ 'poweredBy' ]; config.poweredBy = { name: 'coddle' }
/// let extension = Extension::new("powered-by").middleware("poweredBy", |options: Options| {
///     Ok::<_, Error>(PoweredBy(HeaderValue::try_from(options.name)?))
/// });
/// ```
pub trait Middleware: 'static {
    /// Works on the way in.
    ///
    /// # Errors
    /// The error reaches the middleware outside, and in the end egg's error handling.
    fn before(&self, request: &Request) -> Result<Step, Error>;

    /// Works on the way out, when the inside has ended well and before the answer is sent.
    ///
    /// # Errors
    /// As for `before`.
    fn after(&self, request: &Request) -> Result<(), Error> {
        let _ = request;
        IS_WITHOUT_AFTER.set(true);
        Ok(())
    }
}

thread_local! {
    /// Told by `after` as it stands in the trait: who has no other need not be called a second time.
    static IS_WITHOUT_AFTER: Cell<bool> = const { Cell::new(false) };
}

impl<F> Middleware for F
where
    F: Fn(&Request) -> Result<Step, Error> + 'static,
{
    fn before(&self, request: &Request) -> Result<Step, Error> {
        self(request)
    }
}

/// How a [`Middleware`] goes on.
///
/// ```
/// use coddle::extension::{Error, Reply, Request, Step};
///
/// fn gate(request: &Request) -> Result<Step, Error> {
///     Ok(match request.header("x-key") {
///         Some(_) => Step::Next,
///         None => Step::Reply(Reply::text(401, "a key is needed")),
///     })
/// }
/// ```
pub enum Step {
    /// To the next layer: `await next()`.
    Next,
    /// It has answered: what is inside is not run.
    Reply(Reply),
    /// It waits, then decides. [`Step::wait`] makes one.
    Wait(Pin<Box<dyn Future<Output = Result<Step, Error>>>>),
}

impl Step {
    /// Waits for `decision` on the worker's loop, while other requests go on.
    ///
    /// ```
    /// use coddle::extension::{Error, Reply, Request, Step};
    ///
    /// async fn is_banned(address: String) -> bool { address.is_empty() }
    ///
    /// fn gate(request: &Request) -> Result<Step, Error> {
    ///     let address = request.header("x-real-ip").unwrap_or_default();
    ///     Ok(Step::wait(async move {
    ///         Ok(if is_banned(address).await { Step::Reply(Reply::text(403, "no")) } else { Step::Next })
    ///     }))
    /// }
    /// ```
    pub fn wait(decision: impl Future<Output = Result<Step, Error>> + 'static) -> Step {
        Step::Wait(Box::pin(decision))
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Next => "Next",
            Step::Reply(_) => "Reply(..)",
            Step::Wait(_) => "Wait(..)",
        })
    }
}

/// What makes a middleware of its options may return: the middleware, or a `Result` of it. The marker `K` is inferred.
///
/// ```
/// # use coddle::Extension;
/// use coddle::extension::{Error, Request, Step};
///
/// fn make(options: serde_json::Value) -> Result<impl Fn(&Request) -> Result<Step, Error>, Error> {
///     match options["key"].as_str() {
///         Some(_) => Ok(|_: &Request| Ok(Step::Next)),
///         None => Err(Error::new("config.gate.key is missing")),
///     }
/// }
/// let extension = Extension::new("gate").middleware("gate", make);
/// ```
pub trait IntoMiddleware<K> {
    #[doc(hidden)]
    type Middleware: Middleware;

    #[doc(hidden)]
    fn into_middleware(self) -> Result<Self::Middleware, Error>;
}

/// Marks middleware that is there at once. See [`IntoMiddleware`].
#[derive(Debug)]
pub enum Plain {}

/// Marks middleware that may fail to be made. See [`IntoMiddleware`].
#[derive(Debug)]
pub enum Checked {}

impl<T: Middleware> IntoMiddleware<Plain> for T {
    type Middleware = T;

    fn into_middleware(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<T: Middleware> IntoMiddleware<Checked> for Result<T, Error> {
    type Middleware = T;

    fn into_middleware(self) -> Result<T, Error> {
        self
    }
}

/// `(options, app)`: what `app/middleware/<name>.js` exports.
pub(crate) struct Factory<F, O, K> {
    name: String,
    make: F,
    of: PhantomData<fn() -> (O, K)>,
}

pub(crate) fn factory<F, O, L, K>(name: &str, make: F) -> Arc<dyn Callee>
where
    F: Fn(O) -> L + Send + Sync + 'static,
    O: DeserializeOwned + 'static,
    L: IntoMiddleware<K>,
    K: 'static,
{
    Arc::new(Factory {
        name: name.to_owned(),
        make,
        of: PhantomData,
    })
}

impl<F, O, L, K> Callee for Factory<F, O, K>
where
    F: Fn(O) -> L + Send + Sync + 'static,
    O: DeserializeOwned + 'static,
    L: IntoMiddleware<K>,
    K: 'static,
{
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let ctx = call.ctx;
        let failed = |error| Error::of_engine(ctx, error);
        let options = own_options(&call.args.get(0)).map_err(failed)?;
        let options = app::shaped(ctx, &options, &format!("config.{}", self.name))?;
        let middleware = (self.make)(options).into_middleware()?;
        let layer = NativeLayer {
            name: self.name.clone(),
            middleware: Rc::new(middleware),
            place: Rc::clone(call.place),
            number: call.number,
            has_after: Cell::new(true),
            _local: Rc::clone(call.local),
        };
        LayerFunction::create(ctx, Rc::new(layer))
            .map(Object::into_value)
            .map_err(failed)
    }
}

/// The options without those that egg itself acts on: they need not be known to the middleware's type.
fn own_options<'js>(options: &Value<'js>) -> rquickjs::Result<Value<'js>> {
    let Some(object) = options.as_object() else {
        return Ok(options.clone());
    };
    let own = Object::new(options.ctx().clone())?;
    for member in object.own_props::<String, Value<'js>>(Filter::default()) {
        let (name, value) = member?;
        if !matches!(&*name, "match" | "ignore" | "enable") {
            own.set(name, value)?;
        }
    }
    Ok(own.into_value())
}

/// A [`Middleware`] in the onion.
struct NativeLayer<M> {
    name: String,
    middleware: Rc<M>,
    place: Rc<str>,
    number: blocking::Number,
    /// False once it is known that the middleware works on the way in alone.
    has_after: Cell<bool>,
    _local: Rc<Local>,
}

impl<M> fmt::Debug for NativeLayer<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NativeLayer").field(&self.name).finish()
    }
}

impl<M: Middleware> Layer for NativeLayer<M> {
    fn name(&self) -> &str {
        &self.name
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> rquickjs::Result<Flow> {
        let _inside = blocking::Inside::begin(self.number);
        let request = Request::new(Rc::clone(turn.exchange()));
        match panic::catch(|| self.middleware.before(&request)).and_then(|step| step) {
            Ok(Step::Next) => Ok(Flow::Next),
            step => follow(turn, request, step, &self.place, self.number),
        }
    }

    fn has_leave(&self) -> bool {
        self.has_after.get()
    }

    fn leave<'js>(&self, turn: &mut Turn<'_, '_, 'js>) -> rquickjs::Result<Option<Value<'js>>> {
        let _inside = blocking::Inside::begin(self.number);
        let request = Request::new(Rc::clone(turn.exchange()));
        let done = panic::catch(|| self.middleware.after(&request)).and_then(|done| done);
        if IS_WITHOUT_AFTER.take() {
            self.has_after.set(false);
        }
        match done {
            Ok(()) => Ok(None),
            Err(error) => Err(error.at(&self.place).throw(turn.js())),
        }
    }
}

fn follow(
    turn: &mut Turn<'_, '_, '_>,
    request: Request,
    step: Result<Step, Error>,
    place: &Rc<str>,
    number: blocking::Number,
) -> rquickjs::Result<Flow> {
    match step {
        Ok(Step::Next) => Ok(Flow::Next),
        Ok(Step::Reply(reply)) => {
            // egg's notfound looks at ctx when the status is 404.
            let context = match reply.status() == http::StatusCode::NOT_FOUND {
                true => Some(turn.context()?),
                false => turn.known_context().cloned(),
            };
            request.answer(context.as_ref(), reply)?;
            Ok(Flow::Done)
        }
        Ok(Step::Wait(decision)) => {
            let place = Rc::clone(place);
            let decision = panic::Caught {
                future: Box::pin(decision),
                number,
            };
            Ok(Flow::Wait(Box::pin(async move {
                let step = decision.await.and_then(|step| step);
                let resume: Resume =
                    Box::new(move |turn| follow(turn, request, step, &place, number));
                resume
            })))
        }
        Err(error) => Err(error.at(place).throw(turn.js())),
    }
}
