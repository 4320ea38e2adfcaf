//! `coddle run FILE [ARGS]`: a plain Node script, as `node FILE` runs it.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use coddle_engine::{Limits, World};
use coddle_node::invocation::Invocation;

/// What `node` ends with when it does not understand its command line.
const EXIT_BAD_OPTION: u8 = 9;

#[derive(Debug, Args)]
#[command(after_help = "\
OPTIONS of Node's that are followed: -e and --eval CODE, -p and --print CODE, -r and --require FILE, -v and --version,
--no-warnings, --no-deprecation, --throw-deprecation, --trace-deprecation, --trace-warnings, --unhandled-rejections MODE.
Others only stand in process.execArgv. Without a file, or with -, the script is read from stdin.")]
pub(super) struct Run {
    /// Node's options, the script, and what it finds in `process.argv` from index 2 on.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "[OPTIONS] FILE [ARGS]"
    )]
    arguments: Vec<String>,
}

impl Run {
    pub(super) fn run(self) -> ExitCode {
        let invocation = match Invocation::parse(&self.arguments) {
            Ok(invocation) => invocation,
            Err(message) => return fail(&message, EXIT_BAD_OPTION),
        };
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
            Err(error) => return fail(&format!("cannot start the event loop: {error}"), 1),
        };
        let modules = coddle_node::modules().into_iter();
        let modules = modules.chain(coddle_egg::script_modules());
        runtime.block_on(async {
            let world = match World::new(limits, modules) {
                Ok(world) => world,
                Err(error) => {
                    return fail(&format!("cannot start the JavaScript engine: {error}"), 1);
                }
            };
            let code = coddle_node::script::invoke(&world, &invocation).await;
            ExitCode::from(code.rem_euclid(256) as u8)
        })
    }
}

fn fail(message: &str, code: u8) -> ExitCode {
    eprintln!("coddle: {message}");
    ExitCode::from(code)
}
