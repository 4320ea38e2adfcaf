//! An application in a JavaScript world of its own: how it is started, and how it ends.

use std::time::Duration;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Ctx, Function, Object, Persistent, Result as JsResult, Value};
use coddle_engine::{Limits, PromiseState, World, builtin, errors};
use coddle_koa::bridge::{self, Dispatcher};

use crate::Error;
use crate::worker::{Settings, Started};

/// A started application.
pub(crate) struct Application {
    // What holds JavaScript values stands before the world, to be dropped before it.
    /// Its way in.
    pub(crate) dispatcher: Dispatcher,
    /// `(code, address, port, finish(text))`, of `internal/egg/serve`.
    pub(crate) client_error: Persistent<Function<'static>>,
    close: Persistent<Function<'static>>,
    pub(crate) world: World,
}

impl Application {
    /// Loads the application and waits until it is ready.
    ///
    /// # Errors
    /// [`Error::Application`] with the JavaScript error and its stack.
    pub(crate) async fn start(settings: &Settings) -> Result<(Application, Started), Error> {
        let failed = |message: String| Error::Application {
            worker: settings.index,
            message,
        };
        let world = new_world(settings.limits)
            .map_err(|error| failed(format!("the JavaScript engine did not start: {error}")))?;
        world.on_interrupt(|cause| {
            eprintln!("coddle: code ran longer than --turn-limit allows and was stopped");
            bridge::interrupted(cause);
        });
        let starting = world
            .turn(|ctx| start(ctx, settings).map_err(|error| describe(ctx, error)))
            .map_err(failed)?;
        match settle(&world, starting).await {
            Some(Ok(value)) => world
                .enter(|ctx| read(ctx, &world, value).map_err(|error| describe(ctx, error)))
                .map_err(failed),
            Some(Err(message)) => Err(failed(message)),
            None => {
                let code = world.exit_code().unwrap_or(1);
                Err(failed(format!(
                    "it ended the process with code {code} while starting"
                )))
            }
        }
    }

    /// Lets the application end what it began; what goes wrong with that is reported.
    pub(crate) async fn close(&self) {
        let closing = self.world.turn(|ctx| {
            self.close
                .clone()
                .restore(ctx)
                .and_then(|close| close.call::<_, Value<'_>>(()))
                .map(|promise| Persistent::save(ctx, promise))
                .map_err(|error| describe(ctx, error))
        });
        let failure = match closing {
            Ok(promise) => settle(&self.world, promise).await.and_then(Result::err),
            Err(message) => Some(message),
        };
        if let Some(message) = failure {
            eprintln!("coddle: the application did not close cleanly\n{message}");
        }
    }
}

/// A world that knows everything an application may require.
pub(crate) fn new_world(limits: Limits) -> JsResult<World> {
    let modules = coddle_node::modules()
        .into_iter()
        .chain(coddle_koa::modules())
        .chain(coddle_egg::modules());
    World::new(limits, modules)
}

/// Drives the world until the promise is settled; `None` when the process was told to exit before.
async fn settle(
    world: &World,
    promise: Persistent<Value<'static>>,
) -> Option<Result<Persistent<Value<'static>>, String>> {
    let mut outcome = None;
    world
        .drive_until(|world| {
            outcome = world.enter(|ctx| settled(ctx, &promise));
            outcome.is_some()
        })
        .await;
    outcome
}

/// Calls `internal/egg/serve`'s start; gives its promise.
fn start(ctx: &Ctx<'_>, settings: &Settings) -> JsResult<Persistent<Value<'static>>> {
    let _: Value<'_> = builtin::require(ctx, "internal/bootstrap")?;
    let app = std::fs::canonicalize(&settings.app).unwrap_or_else(|_| settings.app.clone());
    let options = Object::new(ctx.clone())?;
    options.set("baseDir", app.to_string_lossy().as_ref())?;
    options.set("env", settings.env.as_deref())?;
    options.set("framework", settings.framework.as_deref())?;
    options.set("title", settings.title.as_deref())?;
    let environment = Object::new(ctx.clone())?;
    if let Some(node_env) = &settings.node_env {
        environment.set("NODE_ENV", node_env.as_str())?;
    }
    options.set("environment", environment)?;
    let address = Object::new(ctx.clone())?;
    address.set("address", settings.address.ip().to_string())?;
    address.set(
        "family",
        if settings.address.is_ipv4() {
            "IPv4"
        } else {
            "IPv6"
        },
    )?;
    address.set("port", settings.address.port())?;
    options.set("address", address)?;
    let serve: Object<'_> = builtin::require(ctx, "internal/egg/serve")?.get()?;
    let start: Function<'_> = serve.get("start")?;
    let promise: Value<'_> = start.call((options,))?;
    // We look at it ourselves: a failed start is reported once, as such.
    call::mark_handled(&promise);
    Ok(Persistent::save(ctx, promise))
}

/// The result of a promise, once it has one.
fn settled(
    ctx: &Ctx<'_>,
    promise: &Persistent<Value<'static>>,
) -> Option<Result<Persistent<Value<'static>>, String>> {
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

/// Reads what the start resolved to.
fn read(
    ctx: &Ctx<'_>,
    world: &World,
    value: Persistent<Value<'static>>,
) -> JsResult<(Application, Started)> {
    let value: Object<'_> = value.restore(ctx)?.get()?;
    let dispatch: Object<'_> = value.get("dispatch")?;
    let close: Function<'_> = value.get("close")?;
    let client_error: Function<'_> = value.get("clientError")?;
    let steps: Vec<Value<'_>> = value.get("steps")?;
    let started = Started {
        name: value.get("name")?,
        env: value.get("env")?,
        units: value.get("units")?,
        steps: steps
            .into_iter()
            .filter_map(|step| {
                let pair = step.into_array()?;
                let milliseconds: f64 = pair.get(1).ok()?;
                Some((
                    pair.get(0).ok()?,
                    Duration::from_secs_f64(milliseconds.max(0.0) / 1e3),
                ))
            })
            .collect(),
    };
    let application = Application {
        dispatcher: Dispatcher::new(ctx, &dispatch)?,
        close: Persistent::save(ctx, close),
        client_error: Persistent::save(ctx, client_error),
        world: world.clone(),
    };
    Ok((application, started))
}

fn describe(ctx: &Ctx<'_>, error: coddle_engine::rquickjs::Error) -> String {
    let value = errors::caught(ctx, error);
    errors::describe(&value)
}
