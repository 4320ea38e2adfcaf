//! What egg-bin does and Coddle does not: each says what to use instead. (CLU-092, CLU-096)

use std::process::ExitCode;

use clap::Args;

/// Takes whatever egg-bin takes there.
#[derive(Debug, Args)]
pub(super) struct Anything {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    arguments: Vec<String>,
}

/// Of `coddle debug`, and of `--inspect`.
pub(super) fn inspector() -> ExitCode {
    refuse(
        "there is no inspector: the application runs in QuickJS, which does not speak V8's protocol. To step through it, run it \
         under Node: `npx egg-bin debug`. `coddle dev` shows the stack of every error; `NODE_DEBUG=NAME` turns on \
         util.debuglog('NAME')",
    )
}

/// Of `coddle test` and `coddle cov`.
pub(super) fn tests(command: &str) -> ExitCode {
    refuse(&format!(
        "there is no test runner: mocha and egg-mock run under Node, and so do tests that need an application in their own \
         process: `npx egg-bin {command}`. Tests that speak HTTP can run against `coddle start --env=unittest`"
    ))
}

fn refuse(why: &str) -> ExitCode {
    eprintln!("coddle: {why}");
    ExitCode::FAILURE
}
