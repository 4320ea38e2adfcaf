//! A plain script from start to end, as `node FILE` runs it.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_engine::{OpError, World, builtin, errors, image, report_uncaught};

use crate::invocation::{Invocation, Main};

/// Runs the file at `path` as the main module, then timers, immediates and operations until none is left, with `beforeExit`
/// and `exit`. Gives the exit code.
///
/// `argv`: what the script finds in `process.argv` after the path of its own file.
pub async fn run(world: &World, path: &str, argv: &[String]) -> i32 {
    let invocation = Invocation {
        options: Vec::new(),
        main: Main::File(path.to_string()),
        arguments: argv.to_vec(),
    };
    invoke(world, &invocation).await
}

/// As [`run`], with what stands on a command line like Node's.
pub async fn invoke(world: &World, invocation: &Invocation) -> i32 {
    world.turn(|ctx| {
        if let Err(error) = start(ctx, invocation) {
            let error = errors::caught(ctx, error);
            report_uncaught(ctx, error);
        }
    });
    if world.is_alive() {
        // It will wait for something: what only its start needed need not wait with it.
        image::release_constants();
    }
    finish(world).await
}

/// Variables of the environment that `internal/process/start_up` acts on.
const START_UP: &[&str] = &[
    "NODE_CHANNEL_FD",
    "NODE_NO_WARNINGS",
    "NODE_OPTIONS",
    "NODE_PRESERVE_SYMLINKS",
    "NODE_PRESERVE_SYMLINKS_MAIN",
    "NODE_REDIRECT_WARNINGS",
];

fn start(ctx: &Ctx<'_>, invocation: &Invocation) -> Result<()> {
    let process: Object<'_> = builtin::require(ctx, "process")?.get()?;
    let mut all: Vec<String> = vec![process.get("execPath")?];
    // As Node does: absolute, but with its links and without the extension that may be missing.
    let file = match &invocation.main {
        Main::File(path) => Some(
            std::path::absolute(path)
                .map_or_else(|_| path.clone(), |path| path.to_string_lossy().into_owned()),
        ),
        Main::Stdin => Some("-".to_string()),
        Main::Code { .. } => None,
    };
    all.extend(file.clone());
    all.extend_from_slice(&invocation.arguments);
    process.set("argv", all)?;
    let _: Value<'_> = builtin::require(ctx, "internal/bootstrap")?;
    // Most scripts are started with nothing that asks for it.
    let asks = |name: &&str| std::env::var_os(name).is_some();
    if !invocation.options.is_empty() || START_UP.iter().any(asks) {
        process.set("execArgv", invocation.options.clone())?;
        let steps: Object<'_> = builtin::require(ctx, "internal/process/start_up")?.get()?;
        steps.get::<_, Function<'_>>("startUp")?.call::<_, ()>(())?;
    }
    let evaluator = || -> Result<Function<'_>> {
        let exports: Object<'_> = builtin::require(ctx, "internal/process/evaluate")?.get()?;
        exports.get("evaluate")
    };
    match (&invocation.main, file) {
        (Main::Code { code, print }, _) => evaluator()?.call((code, "[eval]", *print)),
        (Main::File(_), Some(path)) => World::run_main(ctx, &path),
        _ => match std::io::read_to_string(std::io::stdin()) {
            Ok(code) => evaluator()?.call((code, "[stdin]", false)),
            Err(error) => Err(errors::throw_op(ctx, OpError::io(&error, "read", None))),
        },
    }
}

/// Runs a worker thread's script, which its world finds by itself, as [`run`] does.
pub(crate) async fn run_worker(world: &World) -> i32 {
    world.turn(|ctx| {
        if let Err(error) = lifecycle_of::<()>(ctx, "internal/worker/start", "start") {
            let error = errors::caught(ctx, error);
            report_uncaught(ctx, error);
        }
    });
    finish_code(world).await
}

/// Runs what is left to do until nothing is, with `beforeExit` (which may start something) and `exit`.
pub async fn finish(world: &World) -> i32 {
    let code = finish_code(world).await;
    crate::process::restore_terminal();
    code
}

async fn finish_code(world: &World) -> i32 {
    loop {
        if world.exit_code().is_none() {
            world.run_to_completion().await;
        }
        // What has come in meanwhile without keeping the script alive (a signal) is still told.
        for _ in 0..2 {
            if world.exit_code().is_none() {
                tokio::task::yield_now().await;
            }
        }
        if let Some(code) = world.exit_code() {
            return code;
        }
        world.turn(|ctx| report(ctx, lifecycle::<()>(ctx, "beforeExit")));
        if let Some(code) = world.exit_code() {
            return code;
        }
        if !world.is_alive() {
            break;
        }
    }
    let code = world.turn(|ctx| report(ctx, lifecycle::<i32>(ctx, "finish")));
    world.exit_code().or(code).unwrap_or(1)
}

fn lifecycle<'js, R: coddle_engine::rquickjs::FromJs<'js>>(
    ctx: &Ctx<'js>,
    step: &str,
) -> Result<R> {
    lifecycle_of(ctx, "internal/process/lifecycle", step)
}

/// Calls the function `step` of a module.
fn lifecycle_of<'js, R: coddle_engine::rquickjs::FromJs<'js>>(
    ctx: &Ctx<'js>,
    module: &str,
    step: &str,
) -> Result<R> {
    let steps: Object<'js> = builtin::require(ctx, module)?.get()?;
    steps.get::<_, Function<'js>>(step)?.call(())
}

fn report<R>(ctx: &Ctx<'_>, result: Result<R>) -> Option<R> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            let error = errors::caught(ctx, error);
            report_uncaught(ctx, error);
            None
        }
    }
}
