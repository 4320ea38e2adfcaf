//! Runs every script of tests/ in a world of its own. The same scripts pass under real Node: `node tests/buffer.js`.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use coddle_engine::{Limits, World};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
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
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            Trial::test(name, move || run(&path))
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Runs `path` as `coddle run` does; fails on an uncaught error and on any exit code but 0.
fn run(path: &Path) -> Result<(), Failed> {
    let limits = Limits {
        turn: Duration::from_secs(60),
        ..Limits::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())?;
    runtime.block_on(async {
        let world = World::new(limits, coddle_node::modules())?;
        match coddle_node::script::run(&world, &path.to_string_lossy(), &[]).await {
            0 => Ok(()),
            code => Err(format!("exit code {code}; see stderr").into()),
        }
    })
}
