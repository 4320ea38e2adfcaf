//! Options of the commands that look at an application without serving it.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::output;
use crate::Error;
use crate::inspect::{self, Inspection, Subject};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The application's folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Server environment. Default: egg's rules (config/env, EGG_SERVER_ENV, NODE_ENV), which is local without any of these.
    #[arg(long)]
    env: Option<String>,
    /// Framework to use instead of egg: a path or the name of a package.
    #[arg(long)]
    framework: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

impl Options {
    /// Loads the application, asks it by `ask` and prints by `print`, which decides on the exit code.
    pub(super) fn inspect<T>(
        &self,
        ask: impl FnOnce(&Inspection) -> Result<T, Error>,
        print: impl FnOnce(T) -> io::Result<ExitCode>,
    ) -> ExitCode {
        let subject = Subject {
            app: self.dir.clone(),
            env: self.env.clone(),
            framework: self.framework.clone(),
            extensions: super::extensions(),
        };
        let answer = match inspect::run(&subject, ask) {
            Ok(answer) => answer,
            Err(error) => {
                eprintln!("coddle: {error}");
                return ExitCode::FAILURE;
            }
        };
        output::finish(print(answer))
    }
}
