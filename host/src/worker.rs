//! A worker: one thread, one local runtime, one JavaScript world with one application.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc;
use std::time::Duration;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Ctx, Function, Object, Persistent, Result as JsResult, Value};
use coddle_engine::{Limits, PromiseState, World, builtin, errors};
use coddle_koa::bridge::{self, Dispatcher};
use tokio::sync::watch;

use crate::{Error, http};

/// What a worker is to run.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) index: usize,
    /// Of the listener that all workers share.
    pub(crate) address: SocketAddr,
    pub(crate) app: PathBuf,
    pub(crate) env: Option<String>,
    pub(crate) node_env: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) framework: Option<String>,
    pub(crate) limits: Limits,
    /// How long an application may take to begin its answer.
    pub(crate) request_limit: Duration,
}

/// What a worker tells its host.
#[derive(Debug)]
pub(crate) enum Report {
    /// The application answers.
    Ready(Started),
    /// The worker is gone.
    Ended(Result<(), Error>),
}

/// What was started.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) name: String,
    pub(crate) env: String,
    /// Load units in their order: `plugin onerror`, `framework egg`, `app blog`.
    pub(crate) units: Vec<String>,
    pub(crate) steps: Vec<(String, Duration)>,
}

/// Runs a worker until it is told to stop.
pub(crate) fn run(
    settings: Settings,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
    report: mpsc::Sender<Report>,
) {
    let result = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
    {
        Ok(runtime) => runtime.block_on(serve(settings, listener, stop, &report)),
        Err(source) => Err(Error::System {
            what: "start a worker's event loop",
            source,
        }),
    };
    // A host that stopped listening to reports is gone itself.
    let _ = report.send(Report::Ended(result));
}

/// The application's handles on the JavaScript side.
struct Application {
    dispatcher: Dispatcher,
    close: Persistent<Function<'static>>,
    client_error: Persistent<Function<'static>>,
}

async fn serve(
    settings: Settings,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
    report: &mpsc::Sender<Report>,
) -> Result<(), Error> {
    let failed = |message: String| Error::Application {
        worker: settings.index,
        message,
    };
    let modules = coddle_node::modules()
        .into_iter()
        .chain(coddle_koa::modules())
        .chain(coddle_egg::modules());
    let world = World::new(settings.limits, modules)
        .map_err(|error| failed(format!("the JavaScript engine did not start: {error}")))?;
    world.on_interrupt(|cause| {
        eprintln!("coddle: code ran longer than --turn-limit allows and was stopped");
        bridge::interrupted(cause);
    });
    let starting = world
        .turn(|ctx| start(ctx, &settings).map_err(|error| describe(ctx, error)))
        .map_err(failed)?;

    let mut outcome = None;
    world
        .drive_until(|world| {
            outcome = world.enter(|ctx| settled(ctx, &starting));
            outcome.is_some()
        })
        .await;
    let (application, started) = match outcome {
        Some(Ok(value)) => {
            drop(starting);
            world
                .enter(|ctx| application(ctx, value).map_err(|error| describe(ctx, error)))
                .map_err(failed)?
        }
        Some(Err(message)) => return Err(failed(message)),
        None => {
            let code = world.exit_code().unwrap_or(1);
            return Err(failed(format!(
                "it ended the process with code {code} while starting"
            )));
        }
    };

    let system = |source| Error::System {
        what: "use the listener",
        source,
    };
    let listener = tokio::net::TcpListener::from_std(listener).map_err(system)?;
    // A host that stopped listening to reports is gone itself.
    let _ = report.send(Report::Ready(started));

    let Application {
        dispatcher,
        close,
        client_error,
    } = application;
    let server = Rc::new(http::Server::new(
        world.clone(),
        dispatcher,
        client_error,
        settings.request_limit,
    ));
    let ended = tokio::select! {
        () = Rc::clone(&server).accept(listener) => None,
        () = world.drive() => world.exit_code(),
        _ = stop.wait_for(|stop| *stop) => None,
    };
    if let Some(code) = ended {
        return match code {
            0 => Ok(()),
            code => Err(Error::WorkerDied {
                worker: settings.index,
                cause: format!("the application ended the process with code {code}"),
            }),
        };
    }

    // Requests in flight finish while timers go on.
    tokio::select! {
        () = server.drain() => {}
        () = world.drive() => {}
    }
    let closing = world.turn(|ctx| {
        close
            .restore(ctx)
            .and_then(|close| close.call::<_, Value<'_>>(()))
            .map(|promise| Persistent::save(ctx, promise))
            .map_err(|error| describe(ctx, error))
    });
    match closing {
        Ok(promise) => {
            let mut failure = None;
            world
                .drive_until(|world| match world.enter(|ctx| settled(ctx, &promise)) {
                    Some(Ok(_)) => true,
                    Some(Err(message)) => {
                        failure = Some(message);
                        true
                    }
                    None => false,
                })
                .await;
            drop(promise);
            if let Some(message) = failure {
                eprintln!("coddle: the application did not close cleanly\n{message}");
            }
        }
        Err(message) => eprintln!("coddle: the application did not close cleanly\n{message}"),
    }
    drop(server);
    Ok(())
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

fn application(
    ctx: &Ctx<'_>,
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
    };
    Ok((application, started))
}

fn describe(ctx: &Ctx<'_>, error: coddle_engine::rquickjs::Error) -> String {
    let value = errors::caught(ctx, error);
    errors::describe(&value)
}
