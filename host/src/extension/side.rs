//! What an extension does in a worker's application, or in the agent: states, life-cycle steps, background tasks, messages.

use std::any::TypeId;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use coddle_egg::units;
use coddle_engine::ops;
use coddle_engine::rquickjs::{Array, Ctx, Value};

use super::call::Call;
use super::function::{self, Callee, Function};
use super::local::Local;
use super::value::IntoValue;
use super::{Error, panic};

/// How long a background task that waits for [`App::closing`] may take to end after it.
const GRACE: Duration = Duration::from_secs(5);

/// egg's steps, in their order. Those before `didLoad` do not wait for anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Boot {
    ConfigWillLoad,
    ConfigDidLoad,
    DidLoad,
    WillReady,
    DidReady,
    ServerDidReady,
    BeforeClose,
}

impl Boot {
    fn name(self) -> &'static str {
        match self {
            Boot::ConfigWillLoad => "configWillLoad",
            Boot::ConfigDidLoad => "configDidLoad",
            Boot::DidLoad => "didLoad",
            Boot::WillReady => "willReady",
            Boot::DidReady => "didReady",
            Boot::ServerDidReady => "serverDidReady",
            Boot::BeforeClose => "beforeClose",
        }
    }
}

/// The part of an extension that runs in the agent, of which there is one a server; see
/// [`Extension::agent`](super::Extension::agent). The same methods on [`Extension`](super::Extension) are for the application of
/// each worker.
///
/// ```
/// # use coddle::Extension;
/// # use coddle::extension::{App, State};
/// let extension = Extension::new("rates").agent(|agent| {
///     agent.on_message("refresh", |app: App| app.send_to_app("rate", &1.25))
/// });
/// ```
#[derive(Clone, Default)]
pub struct Side {
    states: Vec<Arc<dyn Callee>>,
    steps: Vec<(Boot, Arc<dyn Callee>)>,
    background: Vec<(String, Arc<dyn Callee>)>,
    messages: Vec<(String, Arc<dyn Callee>)>,
    /// Middleware that is put at the end of `config.coreMiddleware`.
    pub(crate) core_middleware: Vec<String>,
}

impl fmt::Debug for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Side")
            .field(
                "steps",
                &self.steps.iter().map(|(step, _)| step).collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}

impl Side {
    /// Makes a state; see [`Extension::state`](super::Extension::state).
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, State};
    /// let extension = Extension::new("rates").agent(|agent| {
    ///     agent.state(|| async { Ok(vec![1.25]) })
    /// });
    /// ```
    pub fn state<F, M, T>(mut self, make: F) -> Side
    where
        M: 'static,
        T: 'static,
        F: Function<M>,
        F::Output: Future<Output = Result<T, Error>> + 'static,
    {
        self.states
            .push(Arc::new(StateMaker(make, PhantomData::<fn() -> (M, T)>)));
        self
    }

    /// Runs in egg's `didLoad`; see [`Extension::did_load`](super::Extension::did_load).
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, State};
    /// let extension = Extension::new("rates").agent(|agent| {
    ///     agent.did_load(|app: App| async move { app.log_info("the agent loads") })
    /// });
    /// ```
    pub fn did_load<F, M, R>(self, function: F) -> Side
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: Future + 'static,
        <F::Output as Future>::Output: IntoValue<R> + 'static,
    {
        self.step(Boot::DidLoad, function::of_async(function))
    }

    /// A task beside the requests; see [`Extension::background`](super::Extension::background).
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, State};
    /// let extension = Extension::new("rates").agent(|agent| {
    ///     agent.background("refresh", |app: App| async move {
    ///         app.closing().await;
    ///         Ok(())
    ///     })
    /// });
    /// ```
    pub fn background<F, M>(mut self, name: &str, function: F) -> Side
    where
        M: 'static,
        F: Function<M>,
        F::Output: Future<Output = Result<(), Error>> + 'static,
    {
        let task = Background {
            name: name.to_owned(),
            function,
            of: PhantomData::<fn() -> M>,
        };
        self.background.push((name.to_owned(), Arc::new(task)));
        self
    }

    /// Hears a message; see [`Extension::on_message`](super::Extension::on_message).
    ///
    /// ```
    /// # use coddle::Extension;
    /// # use coddle::extension::{App, State};
    /// let extension = Extension::new("rates").agent(|agent| {
    ///     agent.on_message("refresh", |app: App, currency: String| app.send_to_app("rate", &currency))
    /// });
    /// ```
    pub fn on_message<F, M, R>(mut self, action: &str, function: F) -> Side
    where
        M: 'static,
        R: 'static,
        F: Function<M>,
        F::Output: IntoValue<R>,
    {
        self.messages
            .push((action.to_owned(), function::of_sync(function)));
        self
    }

    pub(crate) fn step(mut self, step: Boot, callee: Arc<dyn Callee>) -> Side {
        self.steps.push((step, callee));
        self
    }

    /// The boot class: what `app.js` or `agent.js` exports.
    pub(crate) fn boot<'js>(
        &self,
        ctx: &Ctx<'js>,
        local: &Rc<Local>,
        side: &str,
    ) -> Result<Value<'js>, Error> {
        let failed = |error| Error::of_engine(ctx, error);
        let mut steps: Vec<(Boot, &str, Arc<dyn Callee>)> = Vec::new();
        // First of all: everything else may ask for the application.
        steps.push((Boot::ConfigWillLoad, "app", Arc::new(Meet)));
        if !self.core_middleware.is_empty() {
            let core = CoreMiddleware(self.core_middleware.clone());
            steps.push((Boot::ConfigWillLoad, "coreMiddleware", Arc::new(core)));
        }
        for state in &self.states {
            steps.push((Boot::DidLoad, "state", Arc::clone(state)));
        }
        for (step, callee) in &self.steps {
            steps.push((*step, step.name(), Arc::clone(callee)));
        }
        for (name, callee) in &self.background {
            steps.push((Boot::DidReady, name, Arc::clone(callee)));
        }
        steps.push((Boot::BeforeClose, "close", Arc::new(Leave)));
        let list = Array::new(ctx.clone()).map_err(failed)?;
        for (index, (step, name, callee)) in steps.iter().enumerate() {
            let place = match step {
                Boot::DidReady if *name != step.name() => {
                    format!("{side} background task \"{name}\"")
                }
                _ => format!("{side} {name}"),
            };
            let function = function::create(ctx, local, callee, name, &place).map_err(failed)?;
            let pair = Array::new(ctx.clone()).map_err(failed)?;
            pair.set(0, step.name()).map_err(failed)?;
            pair.set(1, function).map_err(failed)?;
            list.set(index, pair).map_err(failed)?;
        }
        let handlers = Array::new(ctx.clone()).map_err(failed)?;
        for (index, (action, callee)) in self.messages.iter().enumerate() {
            let place = format!("{side} message \"{action}\"");
            let function = function::create(ctx, local, callee, action, &place).map_err(failed)?;
            let pair = Array::new(ctx.clone()).map_err(failed)?;
            pair.set(0, action.as_str()).map_err(failed)?;
            pair.set(1, function).map_err(failed)?;
            handlers.set(index, pair).map_err(failed)?;
        }
        units::shape(ctx, "boot", &[list.into_value(), handlers.into_value()]).map_err(failed)
    }
}

/// Learns who the application is.
struct Meet;

impl Callee for Meet {
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let boot = call.args.this();
        let app = boot
            .as_object()
            .map(|boot| boot.get::<_, Value<'js>>("app"))
            .transpose()
            .map_err(|error| Error::of_engine(call.ctx, error))?;
        if let Some(app) = app {
            call.local.set_app(&app);
        }
        Ok(Value::new_undefined(call.ctx.clone()))
    }
}

/// Puts middleware at the end of `config.coreMiddleware`, as plugins of JavaScript do in their `app.js`.
struct CoreMiddleware(Vec<String>);

impl Callee for CoreMiddleware {
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        call.local.with_app(|ctx, app| {
            let failed = |error| Error::of_engine(ctx, error);
            let config: coddle_engine::rquickjs::Object<'_> = app.get("config").map_err(failed)?;
            let core: Array<'_> = config.get("coreMiddleware").map_err(failed)?;
            for name in &self.0 {
                core.set(core.len(), name.as_str()).map_err(failed)?;
            }
            Ok(())
        })?;
        Ok(Value::new_undefined(call.ctx.clone()))
    }
}

/// Makes a state; the application is not ready before it is there.
struct StateMaker<F, M, T>(F, PhantomData<fn() -> (M, T)>);

impl<F, M, T> Callee for StateMaker<F, M, T>
where
    T: 'static,
    F: Function<M>,
    F::Output: Future<Output = Result<T, Error>> + 'static,
{
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let parameters = F::take(call)?;
        let future = panic::Caught {
            future: Box::pin(self.0.apply(parameters)),
            number: call.number,
        };
        let local = Rc::clone(call.local);
        let place = Rc::clone(call.place);
        ops::promise(call.ctx, future, move |ctx, made| {
            match made.and_then(|made| made) {
                Ok(state) => {
                    local.set_state(TypeId::of::<T>(), Rc::new(state));
                    Ok(Value::new_undefined(ctx.clone()))
                }
                Err(error) => Err(error.at(&place).throw(ctx)),
            }
        })
        .map_err(|error| Error::of_engine(call.ctx, error))
    }
}

/// Starts a background task; does not wait for it.
struct Background<F, M> {
    name: String,
    function: F,
    of: PhantomData<fn() -> M>,
}

impl<F, M> Callee for Background<F, M>
where
    F: Function<M>,
    F::Output: Future<Output = Result<(), Error>> + 'static,
{
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let parameters = F::take(call)?;
        let work = panic::Caught {
            future: Box::pin(self.function.apply(parameters)),
            number: call.number,
        };
        let local = Rc::clone(call.local);
        let name = self.name.clone();
        let place = Rc::clone(call.place);
        local.tasks.set(local.tasks.get() + 1);
        tokio::task::spawn_local(async move {
            let task = Task(Rc::clone(&local));
            let stopped = stopped(Rc::clone(&local));
            let result = tokio::select! {
                result = work => result.and_then(|done| done),
                () = stopped => Ok(()),
            };
            if let Err(error) = result {
                let error = Error::misuse(format!("task \"{name}\" has ended: {error}"));
                local.log(&error.at(&place));
            }
            drop(task);
        });
        Ok(Value::new_undefined(call.ctx.clone()))
    }
}

/// Resolves when a task has to be broken off: the application closes, and nobody else waits for that, or for too long.
async fn stopped(local: Rc<Local>) {
    let mut closing = local.closing.subscribe();
    // The sender lives in the `Local` that we hold.
    let _closed = closing.wait_for(|closing| *closing).await;
    if local.awaited.get() > 0 {
        tokio::time::sleep(GRACE).await;
    }
}

/// Counts a task for as long as it lasts.
struct Task(Rc<Local>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.tasks.set(self.0.tasks.get() - 1);
        self.0.ended.notify_one();
    }
}

/// Tells tasks that the application closes, waits for them, and lets go of the states.
struct Leave;

impl Callee for Leave {
    fn call<'js>(&self, call: &mut Call<'_, 'js>) -> Result<Value<'js>, Error> {
        let local = Rc::clone(call.local);
        local.closing.send_replace(true);
        let waiting = {
            let local = Rc::clone(&local);
            async move {
                while local.tasks.get() > 0 {
                    local.ended.notified().await;
                }
            }
        };
        ops::promise(call.ctx, waiting, move |ctx, ()| {
            local.forget_states();
            Ok(Value::new_undefined(ctx.clone()))
        })
        .map_err(|error| Error::of_engine(call.ctx, error))
    }
}
