//! `coddle run FILE [ARGS]`: a plain Node script, as `node FILE` runs it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use coddle_engine::rquickjs::{Function, Object};
use coddle_engine::{Limits, World, builtin, errors};

#[derive(Debug, Args)]
pub(super) struct Run {
    /// The script.
    file: PathBuf,
    /// What it finds in `process.argv` from index 2 on.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

impl Run {
    pub(super) fn run(self) -> ExitCode {
        // JavaScript may use 4 MiB of stack; the main thread's 8 MiB leave room for the natives below it.
        let limits = Limits {
            stack: 4 << 20,
            // A script may compute as long as it likes.
            turn: Duration::MAX,
            heap: 0,
        };
        let runtime = match tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build_local(Default::default())
        {
            Ok(runtime) => runtime,
            Err(error) => return fail(&format!("cannot start the event loop: {error}")),
        };
        let path = match std::fs::canonicalize(&self.file) {
            Ok(path) => path,
            Err(error) => return fail(&format!("cannot run {}: {error}", self.file.display())),
        };
        runtime.block_on(async {
            let world = match World::new(limits, coddle_node::modules()) {
                Ok(world) => world,
                Err(error) => return fail(&format!("cannot start the JavaScript engine: {error}")),
            };
            let failed = world.turn(|ctx| {
                let run = || {
                    let process: Object<'_> = builtin::require(ctx, "process")?.get()?;
                    let mut argv = vec![exe(), path.to_string_lossy().into_owned()];
                    argv.extend(self.args);
                    process.set("argv", argv)?;
                    let bootstrap: coddle_engine::rquickjs::Value<'_> = builtin::require(ctx, "internal/bootstrap")?;
                    if let Some(start) = bootstrap.as_object().and_then(|object| object.get::<_, Function<'_>>("start").ok()) {
                        start.call::<_, ()>(())?;
                    }
                    World::run_main(ctx, &path.to_string_lossy())
                };
                run().err().map(|error| errors::caught(ctx, error)).map(|error| {
                    coddle_engine::report_uncaught(ctx, error);
                })
            });
            drop(failed);
            if world.exit_code().is_none() {
                world.run_to_completion().await;
            }
            // `beforeExit` and `exit` belong to the process module.
            let code = world.exit_code().unwrap_or_else(|| {
                world.turn(|ctx| {
                    builtin::require(ctx, "process")
                        .and_then(|process| process.get::<Object<'_>>())
                        .and_then(|process| process.get::<_, Function<'_>>("reallyExit"))
                        .and_then(|finish| finish.call::<_, i32>(()))
                        .unwrap_or(0)
                })
            });
            ExitCode::from(code.rem_euclid(256) as u8)
        })
    }
}

fn exe() -> String {
    std::env::current_exe()
        .map(|path| path.to_string_lossy().into_owned())
        .unwrap_or_else(|_| "coddle".to_string())
}

fn fail(message: &str) -> ExitCode {
    eprintln!("coddle: {message}");
    ExitCode::FAILURE
}
