//! Rust functions as JavaScript functions.

use std::ffi::CStr;
use std::future::Future;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use coddle_engine::class::{self, Args, CallHook, ClassId, Native};
use coddle_engine::ops;
use coddle_engine::rquickjs::object::Property;
use coddle_engine::rquickjs::{self, Ctx, Object, Value};

use super::call::{Call, FromCall};
use super::local::Local;
use super::value::IntoValue;
use super::{Error, blocking, panic};

/// A Rust function or closure of up to eight parameters, each of which implements [`FromCall`].
///
/// The marker `M` stands for the parameters' types; it is inferred.
///
/// ```
/// # use coddle::Extension;
/// fn area(width: f64, height: f64) -> f64 {
///     width * height
/// }
///
/// let extension = Extension::new("plane").module("plane", |module| module.function("area", area));
/// ```
pub trait Function<M>: Send + Sync + 'static {
    /// The parameters, taken from a call.
    #[doc(hidden)]
    type Parameters: 'static;
    /// What the function returns.
    type Output;

    #[doc(hidden)]
    fn take(call: &mut Call<'_, '_>) -> Result<Self::Parameters, Error>;

    #[doc(hidden)]
    fn apply(&self, parameters: Self::Parameters) -> Self::Output;
}

macro_rules! functions {
    ($($parameter:ident $marker:ident),*) => {
        impl<F, R, $($parameter, $marker),*> Function<($(($parameter, $marker),)*)> for F
        where
            F: Fn($($parameter),*) -> R + Send + Sync + 'static,
            $($parameter: FromCall<$marker> + 'static,)*
        {
            type Parameters = ($($parameter,)*);
            type Output = R;

            #[allow(unused_variables, clippy::unused_unit)]
            fn take(call: &mut Call<'_, '_>) -> Result<Self::Parameters, Error> {
                Ok(($($parameter::from_call(call)?,)*))
            }

            #[allow(non_snake_case)]
            fn apply(&self, ($($parameter,)*): Self::Parameters) -> R {
                self($($parameter),*)
            }
        }
    };
}

functions!();
functions!(A MA);
functions!(A MA, B MB);
functions!(A MA, B MB, C MC);
functions!(A MA, B MB, C MC, D MD);
functions!(A MA, B MB, C MC, D MD, E ME);
functions!(A MA, B MB, C MC, D MD, E ME, G MG);
functions!(A MA, B MB, C MC, D MD, E ME, G MG, H MH);
functions!(A MA, B MB, C MC, D MD, E ME, G MG, H MH, I MI);

/// A function with its types erased, to be made a JavaScript function in each world.
pub(crate) trait Callee: Send + Sync {
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error>;
}

/// Returns when it is done.
pub(crate) struct AtOnce<F, M, R>(F, PhantomData<fn() -> (M, R)>);

impl<F, M, R> Callee for AtOnce<F, M, R>
where
    F: Function<M>,
    F::Output: IntoValue<R>,
{
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let parameters = F::take(call)?;
        self.0.apply(parameters).into_value(call.ctx, call.local)
    }
}

/// Returns a future: a promise.
pub(crate) struct Later<F, M, R>(F, PhantomData<fn() -> (M, R)>);

impl<F, M, R> Callee for Later<F, M, R>
where
    F: Function<M>,
    F::Output: Future + 'static,
    <F::Output as Future>::Output: IntoValue<R> + 'static,
{
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let parameters = F::take(call)?;
        let future = panic::Caught {
            future: Box::pin(self.0.apply(parameters)),
            number: call.number,
        };
        promise(call, future)
    }
}

/// Runs on tokio's threads for blocking work: a promise.
pub(crate) struct Elsewhere<F, M, R>(Arc<F>, PhantomData<fn() -> (M, R)>);

impl<F, M, R> Callee for Elsewhere<F, M, R>
where
    F: Function<M>,
    F::Parameters: Send,
    F::Output: IntoValue<R> + Send + 'static,
{
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let parameters = F::take(call)?;
        let function = Arc::clone(&self.0);
        let work = tokio::task::spawn_blocking(move || panic::catch(|| function.apply(parameters)));
        promise(call, async {
            match work.await {
                Ok(result) => result,
                Err(error) => Err(error.into()),
            }
        })
    }
}

/// The promise of a future. A panic that it was caught with is the promise's rejection.
fn promise<'js, T, R>(
    call: &Call<'_, 'js>,
    future: impl Future<Output = Result<T, Error>> + 'static,
) -> Result<Value<'js>, Error>
where
    T: IntoValue<R> + 'static,
{
    let local = Rc::clone(call.local);
    let place = Rc::clone(call.place);
    ops::promise(call.ctx, future, move |ctx, result| {
        result
            .and_then(|value| value.into_value(ctx, &local))
            .map_err(|error| error.at(&place).throw(ctx))
    })
    .map_err(|error| Error::of_engine(call.ctx, error))
}

pub(crate) fn of_sync<F, M, R>(function: F) -> Arc<dyn Callee>
where
    M: 'static,
    R: 'static,
    F: Function<M>,
    F::Output: IntoValue<R>,
{
    Arc::new(AtOnce(function, PhantomData))
}

pub(crate) fn of_async<F, M, R>(function: F) -> Arc<dyn Callee>
where
    M: 'static,
    R: 'static,
    F: Function<M>,
    F::Output: Future + 'static,
    <F::Output as Future>::Output: IntoValue<R> + 'static,
{
    Arc::new(Later(function, PhantomData))
}

pub(crate) fn of_blocking<F, M, R>(function: F) -> Arc<dyn Callee>
where
    M: 'static,
    R: 'static,
    F: Function<M>,
    F::Parameters: Send,
    F::Output: IntoValue<R> + Send + 'static,
{
    Arc::new(Elsewhere(Arc::new(function), PhantomData))
}

/// A [`Callee`] as a JavaScript function.
struct NativeFunction {
    callee: Arc<dyn Callee>,
    local: Rc<Local>,
    /// `extension "geo": service geo.distance`, for messages.
    place: Rc<str>,
    number: blocking::Number,
}

impl Native for NativeFunction {
    const ID: ClassId = ClassId::new(300);
    const NAME: &'static CStr = c"Function";
    const CALL: Option<CallHook<Self>> = Some(called);
}

fn called<'js>(
    ctx: &Ctx<'js>,
    this: &NativeFunction,
    args: Args<'_, 'js>,
) -> rquickjs::Result<Value<'js>> {
    let _inside = blocking::Inside::begin(this.number);
    let mut call = Call {
        ctx,
        args,
        first: 0,
        next: 0,
        local: &this.local,
        place: &this.place,
        number: this.number,
    };
    let result = panic::catch(|| this.callee.call(&mut call)).and_then(|result| result);
    result.map_err(|error| error.at(&this.place).throw(ctx))
}

/// Makes the JavaScript function `name` of `callee`.
pub(crate) fn create<'js>(
    ctx: &Ctx<'js>,
    local: &Rc<Local>,
    callee: &Arc<dyn Callee>,
    name: &str,
    place: &str,
) -> rquickjs::Result<Value<'js>> {
    class::register::<NativeFunction>(ctx);
    let proto: Object<'js> = ctx.globals().get("Function")?;
    let proto: Object<'js> = proto.get("prototype")?;
    let place = format!("extension \"{}\": {place}", local.extension);
    let number = blocking::register(&place);
    let function = class::create(
        ctx,
        &proto,
        NativeFunction {
            callee: Arc::clone(callee),
            local: Rc::clone(local),
            place: place.into(),
            number,
        },
    )?;
    function.prop("name", Property::from(name).configurable())?;
    Ok(function.into_value())
}
