//! The command line: one file a command.

mod run;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Runs egg.js applications in QuickJS, natively.
#[derive(Debug, Parser)]
#[command(name = "coddle", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a plain Node script.
    Run(run::Run),
}

/// Parses the arguments of the process and runs what they ask for.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Run(command) => command.run(),
    }
}
