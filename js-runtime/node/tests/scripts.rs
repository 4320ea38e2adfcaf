//! Runs every script of tests/ in a world of its own. The same scripts pass under real Node: `node tests/buffer.js`.
//!
//! Each has a process of its own too (this binary again), since scripts change the working folder, the umask and the
//! environment; what one wrote to stderr is shown when it fails.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, fs};

use coddle_engine::{Limits, World};
use libtest_mimic::{Arguments, Failed, Trial};

/// Names the script that this process is to run.
const SCRIPT: &str = "CODDLE_TEST_SCRIPT";

fn main() -> ExitCode {
    if let Some(path) = env::var_os(SCRIPT) {
        return run(Path::new(&path));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut scripts: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the tests folder is readable")
        .map(|entry| entry.expect("the tests folder is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
        .collect();
    scripts.sort();
    let trials = scripts
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Trial::test(name, move || spawn(&path))
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Fails on any exit code but 0, which an uncaught error leads to as well.
fn spawn(path: &Path) -> Result<(), Failed> {
    let output = Command::new(env::current_exe()?).env(SCRIPT, path).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}

/// Runs `path` as `coddle run` does.
fn run(path: &Path) -> ExitCode {
    let limits = Limits {
        turn: Duration::from_secs(60),
        stack: 4 << 20,
        ..Limits::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
        .expect("an event loop");
    runtime.block_on(async {
        let world = World::new(limits, coddle_node::modules()).expect("a world");
        let code = coddle_node::script::run(&world, &path.to_string_lossy(), &[]).await;
        ExitCode::from(code.rem_euclid(256) as u8)
    })
}
