//! The command line: one file a command, [`application`] and [`output`] for what several of them share.

mod application;
mod completions;
mod config;
mod doctor;
mod init;
mod member;
mod output;
mod routes;
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
    /// What the master of a cluster starts: an agent or app worker.
    #[command(name = crate::cluster::MEMBER_COMMAND, hide = true)]
    Member(member::Member),
}

/// Parses the arguments of the process and runs what they ask for.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Start(command) => command.run(start::Purpose::Production),
        Command::Dev(command) => command.run(start::Purpose::Development),
        Command::Run(command) => command.run(),
        Command::Routes(command) => command.run(),
        Command::Config(command) => command.run(),
        Command::Doctor(command) => command.run(),
        Command::Init(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Member(command) => command.run(),
    }
}
