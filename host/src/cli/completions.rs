//! `coddle completions SHELL`: completions for a shell.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::output;

/// Prints a script; where it goes is the shell's business, as in
/// `coddle completions bash > ~/.local/share/bash-completion/completions/coddle`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> ExitCode {
        // By way of memory: the generator panics when its reader has seen enough.
        let mut script = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut super::Cli::command(),
            "coddle",
            &mut script,
        );
        output::finish(io::stdout().write_all(&script).map(|()| ExitCode::SUCCESS))
    }
}
