//! The command line: one file a command.

mod run;
mod start;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Serve an application during development.
    Dev(start::Start),
    /// Run a plain Node script.
    Run(run::Run),
}

/// Parses the arguments of the process and runs what they ask for.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Start(command) => command.run(start::Mode::Production),
        Command::Dev(command) => command.run(start::Mode::Development),
        Command::Run(command) => command.run(),
    }
}
