//! `coddle start [DIR]`: serve an application in production, as egg-scripts does.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::daemon::Daemon;
use super::package::Package;
use super::server::{APPLICATION, LISTENING, PROCESSES, Server, exit_code};
use super::typescript;
use crate::{Error, StartMode};

/// Options that are not given are taken from `eggScriptsConfig` of the application's package.json.
#[derive(Debug, Args)]
#[command(args_override_self = true)]
pub(super) struct Start {
    /// The application's folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Port to listen on; 0 takes a free one. Default: config.cluster.listen.port, which is 7001 unless set.
    #[arg(short, long, env = "PORT", help_heading = LISTENING)]
    port: Option<u16>,
    /// Workers. Default: the CPUs that this process may use.
    #[arg(
        short,
        long,
        short_alias = 'c',
        visible_alias = "cluster",
        env = "EGG_WORKERS",
        value_name = "N",
        help_heading = PROCESSES
    )]
    workers: Option<usize>,
    #[command(flatten)]
    server: Server,
    /// Map stacks of compiled TypeScript to its sources, by the application's package source-map-support. Default:
    /// `egg.typescript` of package.json.
    #[arg(long, help_heading = APPLICATION)]
    sourcemap: bool,
    #[command(flatten)]
    daemon: Daemon,
    /// Takes egg-scripts' place for Node, which is not used.
    #[arg(long, value_name = "PATH", hide = true)]
    node: Option<PathBuf>,
}

impl Start {
    pub(super) fn run(mut self) -> ExitCode {
        let package = Package::of(&self.dir);
        if let Err(refusal) = typescript::check(&self.dir, &package, self.server.typescript) {
            eprintln!("coddle: {refusal}");
            return ExitCode::FAILURE;
        }
        let title = self
            .server
            .title
            .get_or_insert_with(|| default_title(&package))
            .clone();
        if self.daemon.is_asked_for() {
            return self.daemon.run(&self.dir, &title, &self.server, &package);
        }
        exit_code(self.serve(&package))
    }

    fn serve(mut self, package: &Package) -> Result<(), Error> {
        let workers = self
            .workers
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
            .max(1);
        let wants_source_maps =
            self.sourcemap || package.egg("typescript").is_some_and(|value| value == true);
        if wants_source_maps {
            self.server.require(typescript::source_maps(&self.dir));
        }
        // Nobody watches over a daemon: it has a master that does.
        let start_mode = match (self.daemon.is_background(), self.server.start_mode(workers)) {
            (true, StartMode::Single) => StartMode::Process,
            (_, mode) => mode,
        };
        let mut host = self
            .server
            .host(&self.dir)
            .workers(workers)
            .start_mode(start_mode)
            .environment(environment(&self.dir))
            .node_env("production");
        if let Some(port) = self.port {
            host = host.port(port);
        }
        host.run()
    }
}

/// egg-scripts' name for a server that got none. (CLU-083)
fn default_title(package: &Package) -> String {
    format!("egg-server-{}", package.name().unwrap_or("undefined"))
}

/// What egg-scripts changes of the environment: commands of the application's packages are found by name. (CLU-084)
fn environment(dir: &Path) -> BTreeMap<String, String> {
    let dir = std::fs::canonicalize(dir).unwrap_or_else(|_| dir.to_path_buf());
    let own = [dir.join("node_modules/.bin"), dir.join(".node/bin")];
    let given = env::var_os("PATH").unwrap_or_default();
    let mut set = BTreeMap::new();
    if let Ok(Ok(path)) = env::join_paths(own.into_iter().chain(env::split_paths(&given)))
        .map(std::ffi::OsString::into_string)
    {
        set.insert("PATH".to_string(), path);
    }
    if let (None, Some(home)) = (env::var_os("HOME"), env::home_dir()) {
        set.insert("HOME".to_string(), home.to_string_lossy().into_owned());
    }
    set
}
