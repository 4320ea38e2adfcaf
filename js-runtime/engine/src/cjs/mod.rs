//! CommonJS: `resolve.rs` finds files as Node does, `cjs.js` is the `Module` that applications and packages see.

mod resolve;

use std::path::{Path, PathBuf};

use rquickjs::{Ctx, Function, Object, Result, Value};

use crate::packages::{self, Asker, Failure, Target};
use crate::{OpError, bytecode, errors, internal};

const REQUIRE: Asker<'_> = Asker {
    conditions: &["node", "require", "module-sync", "node-addons"],
    importer: None,
};

/// Starts the module loader.
pub(crate) fn install(ctx: &Ctx<'_>) -> Result<()> {
    let start = bytecode::load(ctx, bytecode::own_script!("cjs"))?;
    packages::forget();
    start.call((internal::natives(ctx)?,))
}

/// Runs `path` as the main module.
pub(crate) fn run_main(ctx: &Ctx<'_>, path: &str) -> Result<()> {
    let module: Object<'_> = crate::builtin::require(ctx, "internal/cjs")?.get()?;
    let load: Function<'_> = module.get("runMain")?;
    load.call((path,))
}

/// What `cjs.js` needs of Rust.
pub(crate) fn natives<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("resolve", Function::new(ctx.clone(), resolve_request)?)?;
    natives.set("readSource", Function::new(ctx.clone(), read_source)?)?;
    natives.set("realpath", Function::new(ctx.clone(), realpath)?)?;
    natives.set(
        "forgetPackages",
        Function::new(ctx.clone(), packages::forget)?,
    )?;
    Ok(())
}

/// The file that `request` from folder `from` means, with symbolic links resolved unless `keep_links`; undefined when there is none (the
/// caller knows who asked and words the error).
///
/// # Errors
/// Throws for packages that forbid the path or whose package.json is broken.
fn resolve_request<'js>(
    ctx: Ctx<'js>,
    request: String,
    from: String,
    lookup: Vec<String>,
    extensions: Vec<String>,
    keep_links: bool,
) -> Result<Value<'js>> {
    let found = packages::with(|packages| {
        let mut request = request;
        if request.starts_with('#') {
            match packages.find_import(&request, Path::new(&from), REQUIRE)? {
                Target::File(path) => return Ok(Some(path)),
                Target::Bare(name) => request = name,
            }
        }
        let bare = !request.starts_with('.') && !request.starts_with('/');
        if bare && let Some(found) = packages.find_self(&request, Path::new(&from), REQUIRE)? {
            return Ok(Some(found));
        }
        match packages.find(&request, &lookup, &extensions, REQUIRE) {
            Err(Failure::NotFound) => Ok(None),
            other => other.map(Some),
        }
    });
    match found {
        Ok(Some(path)) => {
            let path = path.to_string_lossy().into_owned();
            let path = if keep_links { path } else { realpath(path) };
            rquickjs::String::from_str(ctx, &path).map(rquickjs::String::into_value)
        }
        Ok(None) => Ok(Value::new_undefined(ctx)),
        Err(failure) => Err(failure.throw(&ctx)),
    }
}

/// The text of a file, invalid UTF-8 replaced.
fn read_source(ctx: Ctx<'_>, path: String) -> Result<String> {
    match std::fs::read(&path) {
        Ok(bytes) => Ok(String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())),
        Err(error) => Err(errors::throw_op(
            &ctx,
            OpError::io(&error, "open", Some(&path)),
        )),
    }
}

/// `path` with symbolic links resolved, or as it is when it does not exist.
fn realpath(path: String) -> String {
    std::fs::canonicalize(&path)
        .unwrap_or_else(|_| PathBuf::from(&path))
        .to_string_lossy()
        .into_owned()
}
