//! Runs every script of tests/ in a world of its own. The same scripts pass under real Node: `node tests/buffer.js`.
//!
//! The scripts of tests/exits say in comments how they end: `// expect exit 1`, `// expect stderr TEXT`,
//! `// expect stdout TEXT`.
//!
//! Each has a process of its own too (this binary again), since scripts change the working folder, the umask and the
//! environment; what one wrote to stderr is shown when it fails.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::time::Duration;
use std::{env, fs};

use coddle_engine::{Limits, World};
use coddle_node::invocation::Invocation;
use libtest_mimic::{Arguments, Failed, Trial};

/// Names the script that this process is to run.
const SCRIPT: &str = "CODDLE_TEST_SCRIPT";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    if let [command, rest @ ..] = &args[..]
        && command == "run"
    {
        // A script of ours has started another one.
        return run(rest);
    }
    if let Some(path) = env::var_os(SCRIPT) {
        return run(&[path.to_string_lossy().into_owned()]);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut trials = Vec::new();
    for path in scripts(&folder) {
        trials.push(Trial::test(name(&path), move || succeeds(&path)));
    }
    for path in scripts(&folder.join("exits")) {
        trials.push(Trial::test(format!("exits/{}", name(&path)), move || {
            ends_as_it_says(&path)
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut scripts: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of scripts is readable")
        .map(|entry| entry.expect("the folder of scripts is readable").path())
        .filter(|path| {
            let extension = path.extension().unwrap_or_default();
            extension == "js" || extension == "mjs"
        })
        .collect();
    scripts.sort();
    scripts
}

fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn spawn(path: &Path) -> Result<Output, Failed> {
    Ok(Command::new(env::current_exe()?)
        .env(SCRIPT, path)
        .output()?)
}

fn failed(output: &Output, what: &str) -> Failed {
    format!(
        "{what}\n{}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
    .into()
}

/// Fails on any exit code but 0, which an uncaught error leads to as well.
fn succeeds(path: &Path) -> Result<(), Failed> {
    let output = spawn(path)?;
    match output.status.success() {
        true => Ok(()),
        false => Err(failed(&output, "the script failed")),
    }
}

fn ends_as_it_says(path: &Path) -> Result<(), Failed> {
    let source = fs::read_to_string(path)?;
    let expected = |what: &str| -> Vec<String> {
        source
            .lines()
            .filter_map(|line| line.strip_prefix(&format!("// expect {what} ")))
            .map(str::to_string)
            .collect()
    };
    let output = spawn(path)?;
    let codes = expected("exit");
    if codes.len() != 1
        || output.status.code().map(|code| code.to_string()).as_ref() != codes.first()
    {
        return Err(failed(&output, &format!("expected exit code {codes:?}")));
    }
    for (what, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        for line in expected(what) {
            if !text.contains(&line) {
                return Err(failed(
                    &output,
                    &format!("expected {what} to contain {line:?}"),
                ));
            }
        }
        if what == "stdout" && text.contains("never") {
            return Err(failed(
                &output,
                &format!("{what} shows code that must not run"),
            ));
        }
    }
    Ok(())
}

/// Runs what `coddle run` would run with these arguments.
fn run(arguments: &[String]) -> ExitCode {
    let invocation = Invocation::parse(arguments).expect("a command line that Node understands");
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
        let code = coddle_node::script::invoke(&world, &invocation).await;
        ExitCode::from(code.rem_euclid(256) as u8)
    })
}
