//! `coddle run FILE [ARGS]`: a plain Node script, as `node FILE` runs it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use coddle_engine::{Limits, World};

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
            let code = coddle_node::script::run(&world, &path.to_string_lossy(), &self.args).await;
            ExitCode::from(code.rem_euclid(256) as u8)
        })
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("coddle: {message}");
    ExitCode::FAILURE
}
