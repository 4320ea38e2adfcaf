//! CommonJS: `resolve.rs` finds files as Node does, `cjs.js` is the `Module` that applications and packages see.

mod resolve;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use rquickjs::{Ctx, Error, Function, Object, Result, Value};

use crate::{OpError, errors, internal, raw};
use resolve::{Failure, Resolver};

thread_local! {
    /// package.json files that this thread's world has read. A world that is replaced after an edit calls
    /// `forgetPackages`.
    static RESOLVER: RefCell<Resolver> = RefCell::default();
}

// Without `module-sync`: its targets are ES modules, which `require` does not load.
const REQUIRE: &[&str] = &["node", "require", "node-addons"];

/// Starts the module loader.
pub(crate) fn install(ctx: &Ctx<'_>) -> Result<()> {
    let start: Function<'_> = raw::eval_script(
        ctx,
        include_str!("cjs.js").to_string(),
        "coddle:internal/cjs",
    )?
    .get()?;
    RESOLVER.with_borrow_mut(|resolver| *resolver = Resolver::default());
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
    natives.set("isEsm", Function::new(ctx.clone(), is_esm)?)?;
    natives.set(
        "forgetPackages",
        Function::new(ctx.clone(), forget_packages)?,
    )?;
    Ok(())
}

/// The file that `request` from folder `from` means, with symbolic links resolved; undefined when there is none (the
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
) -> Result<Value<'js>> {
    let found = RESOLVER.with_borrow_mut(|resolver| {
        if request.starts_with('#') {
            return resolver
                .find_import(&request, Path::new(&from), &extensions, REQUIRE, &lookup)
                .map(Some);
        }
        let bare = !request.starts_with('.') && !request.starts_with('/');
        if bare && let Some(found) = resolver.find_self(&request, Path::new(&from), REQUIRE)? {
            return Ok(Some(found));
        }
        match resolver.find(&request, &lookup, &extensions, REQUIRE) {
            Err(Failure::NotFound) => Ok(None),
            other => other.map(Some),
        }
    });
    match found {
        Ok(Some(path)) => {
            let path = std::fs::canonicalize(&path).unwrap_or(path);
            rquickjs::String::from_str(ctx, &path.to_string_lossy())
                .map(rquickjs::String::into_value)
        }
        Ok(None) => Ok(Value::new_undefined(ctx)),
        Err(failure) => Err(throw_failure(&ctx, failure)),
    }
}

fn throw_failure(ctx: &Ctx<'_>, failure: Failure) -> Error {
    match failure {
        Failure::NotFound => {
            errors::throw_kind(ctx, "Error", "Cannot find module", Some("MODULE_NOT_FOUND"))
        }
        Failure::MainMissing { path, main } => {
            let message = format!(
                "Cannot find module '{main}'. Please verify that the package.json has a valid \"main\" entry"
            );
            let made = errors::new_error(ctx, "Error", &message).and_then(|error| {
                error.set("code", "MODULE_NOT_FOUND")?;
                error.set("path", path.to_string_lossy().as_ref())?;
                Ok(error.into_value())
            });
            match made {
                Ok(error) => ctx.throw(error),
                Err(error) => error,
            }
        }
        Failure::Coded { code, message } => errors::throw_kind(ctx, "Error", &message, Some(code)),
        Failure::InvalidPackage { path, cause } => errors::throw_kind(
            ctx,
            "Error",
            &format!("Invalid package config {}. {cause}", path.display()),
            Some("ERR_INVALID_PACKAGE_CONFIG"),
        ),
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

/// Whether a `.js` file lies in a package of `"type": "module"`, or ends in `.mjs`.
fn is_esm(path: String) -> bool {
    if path.ends_with(".mjs") {
        return true;
    }
    if !path.ends_with(".js") {
        return false;
    }
    let Some(dir) = Path::new(&path).parent() else {
        return false;
    };
    RESOLVER.with_borrow_mut(|resolver| {
        resolver
            .scope(dir)
            .ok()
            .flatten()
            .is_some_and(|package| package.is_module)
    })
}

/// Drops what was read of package.json files.
fn forget_packages() {
    RESOLVER.with_borrow_mut(|resolver| *resolver = Resolver::default());
}
