//! An application in a JavaScript world of its own: how it is started, how the host talks to it, and how it ends.
//!
//! [`Loaded`] is an application (or agent) that is ready, [`Application`] one that answers requests; what the host calls of them
//! is `internal/egg/serve`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use coddle_engine::class::call;
use coddle_engine::rquickjs::function::IntoArgs;
use coddle_engine::rquickjs::{Ctx, Function, Object, Persistent, Result as JsResult, Value};
use coddle_engine::{Limits, PromiseState, World, builtin, errors};
use coddle_koa::bridge::{self, Dispatcher};
use tokio::sync::watch;

use crate::Error;
use crate::extension::Extensions;
use crate::http::{HttpLimits, Refused};
use crate::listener::Address;
use crate::logger::complain;
use crate::worker::{Cause, ClusterConfig, Role, Settings, Started, Stop};

/// How long idle connections of a worker that takes no more requests may stay to be told.
const CRASH_LINGER: Duration = Duration::from_secs(5);

/// A function or promise of the world.
pub(crate) type Kept<T> = Persistent<T>;

/// A loaded application or agent, which is ready but answers no request yet.
pub(crate) struct Loaded {
    // What holds JavaScript values stands before the world, to be dropped before it.
    serve: Kept<Function<'static>>,
    terminating: Option<Kept<Function<'static>>>,
    disconnected: Option<Kept<Function<'static>>>,
    exit: Kept<Function<'static>>,
    role: Role,
    pub(crate) world: World,
}

/// A started application.
pub(crate) struct Application {
    // What holds JavaScript values stands before the world, to be dropped before it.
    /// Its way in.
    pub(crate) dispatcher: Dispatcher,
    /// `(code, reason, bytesParsed, packet, address, port, finish(text))`, of `internal/egg/serve` as the others.
    pub(crate) client_error: Kept<Function<'static>>,
    /// `()`: whether 'upgrade' has listeners.
    takes_upgrades: Kept<Function<'static>>,
    /// `(handle, bytes)`: a connection for listeners of 'upgrade' or 'connect'.
    pub(crate) hand_over: Kept<Function<'static>>,
    closed: Kept<Function<'static>>,
    /// Of its connections: by its configuration, and as it sets them on `app.server`.
    pub(crate) limits: Rc<Cell<HttpLimits>>,
    pub(crate) loaded: Loaded,
    pub(crate) world: World,
}

/// A world that knows everything an application may require.
///
/// # Errors
/// When the engine has no memory for it, or an extension would hide a module of the host's.
pub(crate) fn new_world(limits: Limits, extensions: &Extensions) -> Result<World, Error> {
    let modules = coddle_node::modules()
        .into_iter()
        .chain(coddle_koa::modules())
        .chain(coddle_egg::modules());
    let world = World::new(limits, modules).map_err(|error| not_started(&error.to_string()))?;
    extensions.install(&world)?;
    Ok(world)
}

fn not_started(cause: &str) -> Error {
    Error::application(format!("the JavaScript engine did not start: {cause}"))
}

/// A world in which an application can be loaded: what can be done before it is known which one.
///
/// # Errors
/// When the engine does not start.
pub(crate) fn prepare(limits: Limits, extensions: &Extensions) -> Result<World, Error> {
    let world = new_world(limits, extensions)?;
    world.on_interrupt(|cause| {
        complain!("coddle: code ran longer than --turn-limit allows and was stopped");
        bridge::interrupted(cause);
    });
    world
        .turn(|ctx| {
            builtin::require(ctx, "internal/bootstrap")
                .map(drop)
                .map_err(|error| describe(ctx, error))
        })
        .map_err(|cause| not_started(&cause))?;
    Ok(world)
}

/// Loads what every egg application needs.
///
/// # Errors
/// When the engine has no memory for it.
pub(crate) fn load_egg(world: &World) -> Result<(), Error> {
    world
        .turn(|ctx| {
            builtin::require(ctx, "egg")
                .map(drop)
                .map_err(|error| describe(ctx, error))
        })
        .map_err(Error::application)
}

impl Application {
    /// Whether requests for another protocol are awaited.
    pub(crate) fn takes_upgrades(&self) -> bool {
        let answer = self.world.enter(|ctx| {
            let ask = self.takes_upgrades.clone().restore(ctx)?;
            ask.call::<_, bool>(())
        });
        answer.unwrap_or_else(|error| {
            complain!("coddle: the listeners of 'upgrade' could not be counted: {error}");
            false
        })
    }

    /// The last connection is gone.
    pub(crate) fn closed(&self) {
        report_failure(&self.world, &self.closed, ());
    }
}

/// What a promise was settled with: its value, or the text of its reason.
pub(crate) type Settled = Result<Kept<Value<'static>>, String>;

/// Says what went wrong with the end of an application.
pub(crate) fn report_close(outcome: Option<Settled>) {
    if let Some(Err(message)) = outcome {
        complain!("coddle: the application did not close cleanly\n{message}");
    }
}

/// Begins to load the application; gives the promise of it, or None when the application ended the process at once.
///
/// # Errors
/// What the very first step throws.
pub(crate) fn begin(
    world: &World,
    settings: &Settings,
) -> Result<Option<Kept<Value<'static>>>, Error> {
    let begun = world.turn(|ctx| start(ctx, settings).map_err(|error| describe(ctx, error)));
    match begun {
        _ if world.exit_code().is_some() => Ok(None),
        Ok(promise) => Ok(Some(promise)),
        Err(message) => Err(Error::application(message)),
    }
}

fn start(ctx: &Ctx<'_>, settings: &Settings) -> JsResult<Kept<Value<'static>>> {
    let options: Object<'_> = ctx.json_parse(settings.options.get())?.get()?;
    options.set("title", settings.title.as_deref())?;
    let environment = Object::new(ctx.clone())?;
    if let (Some(node_env), None) = (&settings.node_env, std::env::var_os("NODE_ENV")) {
        environment.set("NODE_ENV", node_env.as_str())?;
    }
    for (name, value) in &settings.environment {
        environment.set(name.as_str(), value.as_str())?;
    }
    options.set("environment", environment)?;
    let serve: Object<'_> = builtin::require(ctx, "internal/egg/serve")?.get()?;
    let start: Function<'_> = serve.get("start")?;
    let promise: Value<'_> = start.call((settings.role.name(), options))?;
    // We look at it ourselves: a failed start is reported once, as such.
    call::mark_handled(&promise);
    Ok(Persistent::save(ctx, promise))
}

/// Reads what the start resolved to.
fn read(
    ctx: &Ctx<'_>,
    world: &World,
    settings: &Settings,
    value: Kept<Value<'static>>,
) -> JsResult<(Loaded, Started)> {
    let role = settings.role;
    let value: Object<'_> = value.restore(ctx)?.get()?;
    let steps: Vec<Value<'_>> = value.get("steps")?;
    let cluster: String = value.get("cluster")?;
    let mut cluster: ClusterConfig = serde_json::from_str(&cluster)
        .map_err(|error| thrown(ctx, format!("config.cluster: {error}")))?;
    if let Some(given) = settings.admin.clone() {
        cluster.admin = Some(given.over(cluster.admin.as_ref()));
    }
    let started = Started {
        name: value.get("name")?,
        env: value.get("env")?,
        units: value.get("units")?,
        steps: steps.into_iter().filter_map(step).collect(),
        cluster,
        development: value.get("development")?,
        address: None,
    };
    let of_member = |name: &str| match role {
        Role::Single => Ok(None),
        Role::Agent | Role::App => kept(ctx, &value, name).map(Some),
    };
    let loaded = Loaded {
        serve: kept(ctx, &value, "serve")?,
        terminating: of_member("terminating")?,
        disconnected: of_member("disconnected")?,
        exit: kept(ctx, &value, "exit")?,
        role,
        world: world.clone(),
    };
    Ok((loaded, started))
}

fn thrown(ctx: &Ctx<'_>, message: String) -> coddle_engine::rquickjs::Error {
    errors::throw_op(ctx, coddle_engine::OpError::new(message))
}

fn step(step: Value<'_>) -> Option<(String, Duration)> {
    let pair = step.into_array()?;
    let milliseconds: f64 = pair.get(1).ok()?;
    let took = Duration::from_secs_f64(milliseconds.max(0.0) / 1e3);
    Some((pair.get(0).ok()?, took))
}

impl Loaded {
    /// Of what the promise of [`begin`] was fulfilled with.
    ///
    /// # Errors
    /// When the application's configuration is not what the host can use.
    pub(crate) fn new(
        world: &World,
        settings: &Settings,
        value: Kept<Value<'static>>,
    ) -> Result<(Loaded, Started), Error> {
        world
            .enter(|ctx| read(ctx, world, settings, value).map_err(|error| describe(ctx, error)))
            .map_err(Error::application)
    }

    /// Gives the application its server, which may set `stop`: it takes no more requests then. `limits`: what the application's
    /// configuration does not say otherwise.
    ///
    /// # Errors
    /// What a listener of the application's `server` event throws, and a limit of its configuration that is none.
    pub(crate) fn serve(
        self,
        address: Option<&Address>,
        limits: Rc<Cell<HttpLimits>>,
        stop: watch::Sender<Stop>,
    ) -> Result<Application, Error> {
        let world = self.world.clone();
        let served = world.turn(|ctx| {
            let served = self.begin(ctx, address, &limits, stop);
            served
                .and_then(|served| {
                    let dispatch: Object<'_> = served.get("dispatch")?;
                    Ok((
                        Dispatcher::new(ctx, &dispatch)?,
                        kept(ctx, &served, "clientError")?,
                        kept(ctx, &served, "takesUpgrades")?,
                        kept(ctx, &served, "handOver")?,
                        kept(ctx, &served, "closed")?,
                    ))
                })
                .map_err(|error| describe(ctx, error))
        });
        let (dispatcher, client_error, takes_upgrades, hand_over, closed) =
            served.map_err(Error::application)?;
        Ok(Application {
            dispatcher,
            client_error,
            takes_upgrades,
            hand_over,
            closed,
            limits,
            loaded: self,
            world,
        })
    }

    /// Calls `internal/egg/serve`'s `serve`.
    fn begin<'js>(
        &self,
        ctx: &Ctx<'js>,
        address: Option<&Address>,
        limits: &Rc<Cell<HttpLimits>>,
        stop: watch::Sender<Stop>,
    ) -> JsResult<Object<'js>> {
        let close = Function::new(ctx.clone(), move || {
            stop.send_if_modified(|stop| {
                let runs = *stop == Stop::No;
                if runs {
                    *stop = Stop::Drain {
                        linger: CRASH_LINGER,
                        cause: Cause::Application,
                    };
                }
                runs
            });
        })?;
        let address: Value<'_> = match address {
            Some(address) => {
                let address = serde_json::to_string(address)
                    .map_err(|error| thrown(ctx, error.to_string()))?;
                ctx.json_parse(address)?
            }
            None => Value::new_null(ctx.clone()),
        };
        let shown = server_limits(ctx, &limits.get())?;
        let limits = Rc::clone(limits);
        let set_limit = move |key: String, value: f64| -> Option<String> {
            let mut changed = limits.get();
            let outcome = changed.set(&key, value);
            limits.set(changed);
            outcome.err().map(|Refused(why)| why)
        };
        let set_limit = Function::new(ctx.clone(), set_limit)?;
        let serve = self.serve.clone().restore(ctx)?;
        serve.call((address, close, shown, set_limit))
    }

    /// Says why the worker ends, where egg says so.
    pub(crate) fn ending(&self, cause: Cause) {
        let world = &self.world;
        match (cause, &self.terminating, &self.disconnected) {
            (Cause::Signal(signal), Some(terminating), _) => {
                report_failure(world, terminating, (signal, false));
            }
            (Cause::Told, Some(terminating), _) => {
                report_failure(world, terminating, ("SIGTERM", true));
            }
            (Cause::MasterGone, _, Some(disconnected)) => report_failure(world, disconnected, ()),
            _ => {}
        }
    }

    /// Lets the application end what it began; a member of a cluster ends its process then. Gives the promise of it, unless
    /// that cannot even begin, which is reported.
    pub(crate) fn exit(&self, cause: Cause) -> Option<Kept<Value<'static>>> {
        let code = match (cause, self.role) {
            (Cause::MasterGone, Role::Agent) => 110,
            (Cause::Application, _) => 1,
            _ => 0,
        };
        let exiting = self.world.turn(|ctx| {
            self.exit
                .clone()
                .restore(ctx)
                .and_then(|exit| exit.call::<_, Value<'_>>((code,)))
                .map(|promise| {
                    call::mark_handled(&promise);
                    Persistent::save(ctx, promise)
                })
                .map_err(|error| describe(ctx, error))
        });
        match exiting {
            Ok(promise) => Some(promise),
            Err(message) => {
                report_close(Some(Err(message)));
                None
            }
        }
    }
}

/// The limits that Node's `http.Server` has as properties, as it has them.
fn server_limits<'js>(ctx: &Ctx<'js>, limits: &HttpLimits) -> JsResult<Object<'js>> {
    let shown = Object::new(ctx.clone())?;
    for (key, time) in [
        ("timeout", limits.inactivity_timeout),
        ("keepAliveTimeout", limits.keep_alive_timeout),
        ("headersTimeout", limits.headers_timeout),
        ("requestTimeout", limits.request_timeout),
    ] {
        shown.set(key, time.as_millis() as f64)?;
    }
    let most = limits.max_requests_per_socket as f64;
    shown.set("maxRequestsPerSocket", most)?;
    Ok(shown)
}

/// The result of a promise, once it has one.
pub(crate) fn settled(ctx: &Ctx<'_>, promise: &Kept<Value<'static>>) -> Option<Settled> {
    let promise = promise.clone().restore(ctx).ok()?;
    match call::promise_state(&promise) {
        Some((PromiseState::Pending, _)) => None,
        Some((PromiseState::Rejected, reason)) => {
            call::mark_handled(&promise);
            Some(Err(errors::describe(&reason)))
        }
        Some((PromiseState::Fulfilled, value)) => Some(Ok(Persistent::save(ctx, value))),
        None => Some(Ok(Persistent::save(ctx, promise))),
    }
}

/// The text of a failed call.
pub(crate) fn describe(ctx: &Ctx<'_>, error: coddle_engine::rquickjs::Error) -> String {
    let value = errors::caught(ctx, error);
    errors::describe(&value)
}

/// Calls a function of the surface; what it throws is uncaught, as in a listener of the application.
pub(crate) fn report_failure<A>(world: &World, function: &Kept<Function<'static>>, args: A)
where
    A: for<'js> IntoArgs<'js>,
{
    world.turn(|ctx| {
        let result = function
            .clone()
            .restore(ctx)
            .and_then(|function| function.call::<_, ()>(args));
        if let Err(error) = result {
            let error = errors::caught(ctx, error);
            coddle_engine::report_uncaught(ctx, error);
        }
    });
}

pub(crate) fn kept<'js>(
    ctx: &Ctx<'js>,
    object: &Object<'js>,
    name: &str,
) -> JsResult<Kept<Function<'static>>> {
    let function: Function<'js> = object.get(name)?;
    Ok(Persistent::save(ctx, function))
}
