//! `coddle dev [DIR]`: serve an application during development, as egg-bin does.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::package::Package;
use super::refusal;
use super::server::{APPLICATION, LISTENING, PROCESSES, Server, exit_code};
use super::typescript;
use crate::DEFAULT_PORT;

/// egg-bin lets a cluster take so long for its end. (CLU-091)
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

/// The application is loaded anew when its files change.
#[derive(Debug, Args)]
#[command(args_override_self = true)]
pub(super) struct Dev {
    /// The application's folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The application's folder, as egg-bin takes it.
    #[arg(long, visible_alias = "baseDir", value_name = "DIR", conflicts_with = "dir", help_heading = APPLICATION)]
    base: Option<PathBuf>,
    /// Port to listen on; 0 takes a free one. Default: config.cluster.listen.port, else the first free one from
    /// EGG_BIN_DEFAULT_PORT (7001) on.
    #[arg(short, long, help_heading = LISTENING)]
    port: Option<u16>,
    /// Workers.
    #[arg(
        short,
        long,
        short_alias = 'c',
        visible_alias = "cluster",
        value_name = "N",
        default_value_t = 1,
        help_heading = PROCESSES
    )]
    workers: usize,
    #[command(flatten)]
    server: Server,
    /// Module that compiles TypeScript when it is required, as sucrase/register. Default: the application's own package
    /// typescript.
    #[arg(long, visible_alias = "tsc", value_name = "MODULE", help_heading = APPLICATION)]
    tscompiler: Option<String>,
    /// egg-bin's writing of type declarations: egg-ts-helper does it.
    #[arg(long, alias = "dts", hide = true)]
    declarations: bool,
    /// Open an inspector: is refused, see `coddle debug`.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "")]
    inspect: Option<String>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "")]
    inspect_brk: Option<String>,
    /// Print the command, without running it.
    #[arg(long, short)]
    dry_run: bool,
}

impl Dev {
    pub(super) fn run(mut self) -> ExitCode {
        if self.inspect.is_some() || self.inspect_brk.is_some() {
            return refusal::inspector();
        }
        let dir = self.base.clone().unwrap_or_else(|| self.dir.clone());
        let package = Package::of(&dir);
        if self.declarations
            || package
                .egg("declarations")
                .is_some_and(|value| value == true)
        {
            eprintln!(
                "coddle: type declarations are not written: egg-ts-helper does so, `npx ets`"
            );
        }
        let option = self
            .server
            .typescript
            .or(self.tscompiler.as_ref().map(|_| true));
        let compiler = match typescript::check(&dir, &package, option) {
            Ok(()) => None,
            Err(why) => {
                match typescript::compiler(&dir, &package, self.tscompiler.as_deref(), why) {
                    Ok(compiler) => Some(compiler),
                    Err(refusal) => {
                        eprintln!("coddle: {refusal}");
                        return ExitCode::FAILURE;
                    }
                }
            }
        };
        if self.dry_run {
            let given: Vec<String> = std::env::args()
                .filter(|argument| !matches!(argument.as_str(), "-d" | "--dry-run"))
                .collect();
            println!("dry run: $ {}", given.join(" "));
            return ExitCode::SUCCESS;
        }
        self.server.require(required(&package));
        let start_mode = self.server.start_mode(self.workers);
        let mut host = self
            .server
            .host(&dir)
            .workers(self.workers)
            .start_mode(start_mode)
            .typescript(compiler)
            .close_limit(CLOSE_LIMIT)
            .watch(true)
            .node_env("development");
        host = match self.port {
            Some(port) => host.port(port),
            None => host.first_free_port(default_port()),
        };
        exit_code(host.run())
    }
}

/// `egg.require` of package.json: a module, or several. (CLU-094)
fn required(package: &Package) -> Vec<String> {
    let values = match package.egg("require") {
        Some(serde_json::Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    let names = values.iter().filter_map(|value| value.as_str());
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Where the search for a free port begins.
fn default_port() -> u16 {
    std::env::var("EGG_BIN_DEFAULT_PORT")
        .ok()
        .and_then(|port| port.parse().ok())
        .unwrap_or(DEFAULT_PORT)
}
