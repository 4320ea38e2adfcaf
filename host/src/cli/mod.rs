//! The command line: one file a command, and what several of them share: `application` (options of those that look at an
//! application), `server` (of those that serve one), `package` (package.json), `output`. `daemon` and
//! `script_options` belong to `start`.

mod application;
mod completions;
mod config;
mod daemon;
mod dev;
mod doctor;
mod init;
mod master;
mod member;
mod output;
mod package;
mod refusal;
mod routes;
mod run;
mod running;
mod script_options;
mod server;
mod start;
mod typescript;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{CommandFactory, Parser, Subcommand};

use crate::Extension;
use crate::extension::Extensions;

/// Runs egg.js applications in QuickJS under a Rust HTTP core.
#[derive(Debug, Parser)]
#[command(name = "coddle", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve an application in production.
    Start(start::Start),
    /// Serve an application during development, and load it anew when its files change.
    #[command(alias = "d")]
    Dev(dev::Dev),
    /// Stop servers: those of a folder, or of a title.
    Stop(running::Stop),
    /// Replace the workers of servers one by one, on the application as it is now.
    Reload(running::Reload),
    /// Show the servers that run, and their workers.
    Status(running::Show),
    /// Run a plain Node script.
    Run(run::Run),
    /// Print the route table of an application.
    Routes(routes::Routes),
    /// Print the merged configuration of an application, and where each value came from.
    Config(config::Config),
    /// Tell what would keep an application from running.
    Doctor(doctor::Doctor),
    /// Write a small application to begin with.
    Init(init::Init),
    /// Print completions for a shell.
    Completions(completions::Completions),
    /// egg-bin's command: says what to use instead.
    #[command(hide = true)]
    Debug(refusal::Anything),
    /// egg-bin's command: says what to use instead.
    #[command(hide = true, alias = "t")]
    Test(refusal::Anything),
    /// egg-bin's command: says what to use instead.
    #[command(hide = true, alias = "c")]
    Cov(refusal::Anything),
    /// What a script starts that calls egg.startCluster().
    #[command(name = "cluster-master", hide = true)]
    Master(master::Master),
    /// What the master of a cluster starts: an agent or app worker.
    #[command(name = crate::cluster::MEMBER_COMMAND, hide = true)]
    Member(member::Member),
}

/// The extensions of this binary, for every command that loads an application.
static EXTENSIONS: OnceLock<Extensions> = OnceLock::new();

pub(crate) fn extensions() -> Extensions {
    EXTENSIONS.get().cloned().unwrap_or_default()
}

/// The `coddle` command with extensions: a binary of your own that understands the same commands and flags.
///
/// ```no_run
/// use coddle::Extension;
///
/// fn main() -> std::process::ExitCode {
///     let geo = Extension::new("geo").module("geo", |module| module.value("earthRadius", 6371));
///     coddle::cli::run([geo])
/// }
/// ```
///
/// # Panics
/// When it is called twice: it is the whole of a program's `main`.
pub fn run(extensions: impl IntoIterator<Item = Extension>) -> ExitCode {
    let mut all = Extensions::default();
    for extension in extensions {
        all.add(extension);
    }
    assert!(
        EXTENSIONS.set(all).is_ok(),
        "coddle::cli::run was called twice"
    );
    main()
}

/// Parses the arguments of the process and runs what they ask for.
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     coddle::cli::main()
/// }
/// ```
pub fn main() -> ExitCode {
    let arguments = with_command(std::env::args_os().collect());
    let arguments = script_options::complete(&Cli::command(), arguments);
    match Cli::parse_from(arguments).command {
        Command::Start(command) => command.run(),
        Command::Dev(command) => command.run(),
        Command::Stop(command) => command.run(),
        Command::Reload(command) => command.run(),
        Command::Status(command) => command.run(),
        Command::Run(command) => command.run(),
        Command::Routes(command) => command.run(),
        Command::Config(command) => command.run(),
        Command::Doctor(command) => command.run(),
        Command::Init(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Debug(_) => refusal::inspector(),
        Command::Test(_) => refusal::tests("test"),
        Command::Cov(_) => refusal::tests("cov"),
        Command::Master(command) => command.run(),
        Command::Member(command) => command.run(),
    }
}

/// `coddle FILE` and `coddle -e CODE` are `coddle run ...`: they are what somebody types who knows `node`, and what a shell gets
/// that a script has given `process.execPath`.
fn with_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let own = ["-h", "--help", "-V", "--version"];
    let is_script = arguments.get(1).is_some_and(|first| {
        let first = first.to_string_lossy();
        match first.starts_with('-') {
            true => !own.contains(&first.as_ref()),
            false => {
                first.contains('/')
                    || [".js", ".cjs", ".mjs", ".json"]
                        .iter()
                        .any(|extension| first.ends_with(extension))
            }
        }
    });
    if is_script {
        arguments.insert(1, "run".into());
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(line: &str) -> Vec<OsString> {
        with_command(line.split(' ').map(OsString::from).collect())
    }

    #[test]
    fn a_script_or_an_option_of_node_s_is_run() {
        for line in [
            "coddle x.js a",
            "coddle ./tool",
            "coddle -e 1",
            "coddle --no-warnings x",
        ] {
            assert_eq!(completed(line)[1], "run", "{line}");
        }
    }

    #[test]
    fn commands_and_the_program_s_own_options_stay() {
        for line in [
            "coddle start",
            "coddle --help",
            "coddle -V",
            "coddle strat",
            "coddle",
        ] {
            assert_eq!(
                completed(line),
                line.split(' ').map(OsString::from).collect::<Vec<_>>()
            );
        }
    }
}
