//! Runs every script of tests/surface in a world of its own, with the whole surface within reach: `surface(name)` is the
//! `require` of built-in modules, which sees `internal/...` too.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use coddle_engine::rquickjs::{Object, Result as JsResult, Value};
use coddle_engine::{Limits, World, builtin};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/surface");
    let mut scripts: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of scripts is readable")
        .map(|entry| entry.expect("the folder of scripts is readable").path())
        .collect();
    scripts.sort();
    let trials = scripts.into_iter().map(|path| {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Trial::test(name, move || run(&path))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

/// Runs the script to its end; it fails by an uncaught error or an exit code.
fn run(path: &Path) -> Result<(), Failed> {
    let limits = Limits {
        turn: Duration::from_secs(60),
        ..Limits::default()
    };
    let modules = [
        coddle_node::modules(),
        coddle_koa::modules(),
        coddle_egg::modules(),
    ]
    .concat();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())?;
    let code = runtime.block_on(async {
        let world = World::new(limits, modules).map_err(|error| error.to_string())?;
        world
            .turn(|ctx| -> JsResult<()> {
                let _: Value<'_> = builtin::require(ctx, "internal/bootstrap")?;
                let cjs: Object<'_> = builtin::require(ctx, "internal/cjs")?.get()?;
                ctx.globals()
                    .set("surface", cjs.get::<_, Value<'_>>("builtinExports")?)
            })
            .map_err(|error| error.to_string())?;
        Ok::<_, String>(coddle_node::script::run(&world, &path.to_string_lossy(), &[]).await)
    })?;
    match code {
        0 => Ok(()),
        code => Err(format!("exit code {code}; see stderr").into()),
    }
}
