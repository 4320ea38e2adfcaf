//! QuickJS bytecode of the embedded surface: made by build scripts, read when a module is first required.
//!
//! Reading bytecode is 7 to 20 times faster than parsing source. It is trusted input: it comes out of this binary's
//! own build and from nowhere else, since the engine does not verify it.

mod compile;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use rquickjs::{Ctx, Function, Result, qjs};

use crate::raw;

/// The parameters that every built-in's body sees.
pub const PARAMETERS: &str = "exports, require, module, native, process";

/// Compiles the body of a built-in module.
///
/// # Errors
/// The engine's message with file and line when `source` is not a valid function body.
pub fn compile(name: &str, source: &str) -> std::result::Result<Vec<u8>, String> {
    compile::script(name, &format!("(function ({PARAMETERS}) {{{source}\n}})"))
}

/// A script of the engine's own, by its file's name; its value is a function.
macro_rules! own_script {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".qbc"))
    };
}
pub(crate) use own_script;

/// The function that [`compile`] or the engine's build script made.
pub(crate) fn load<'js>(ctx: &Ctx<'js>, bytecode: &'static [u8]) -> Result<Function<'js>> {
    let raw_ctx = ctx.as_raw().as_ptr();
    // SAFETY: `bytecode` was written by this very engine version in `compile.rs` (module doc);
    // JS_EvalFunction consumes the object.
    let value = unsafe {
        let object = qjs::JS_ReadObject(
            raw_ctx,
            bytecode.as_ptr(),
            bytecode.len() as _,
            qjs::JS_READ_OBJ_BYTECODE as _,
        );
        if qjs::JS_IsException(object) {
            return Err(rquickjs::Error::Exception);
        }
        raw::own(ctx, qjs::JS_EvalFunction(raw_ctx, object))?
    };
    value.get()
}

/// For build scripts: compiles every `.js` file under `dir` (relative to the crate) into `OUT_DIR` and writes
/// `OUT_DIR/surface.rs`, an expression of type `&[(&str, &[u8])]` of module names and bytecode.
///
/// Names follow the path: `path/path.js` is `path`, `fs/promises.js` is `fs/promises`, `internal/errors.js` is
/// `internal/errors`. `*.test.js` is left out.
///
/// # Panics
/// When a file cannot be read or does not compile: a build script has no better way to stop the build.
pub fn build_surface(dir: &str) {
    let root =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("run from a build script")).join(dir);
    let out = PathBuf::from(env::var("OUT_DIR").expect("run from a build script"));
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", root.display()));
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        let name = module_name(file.strip_prefix(&root).expect("listed under root"));
        let source = fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display()));
        let bytecode = compile(&name, &source)
            .unwrap_or_else(|error| panic!("{} does not compile: {error}", file.display()));
        let target = out.join(format!("{}.qbc", name.replace('/', "+")));
        fs::write(&target, bytecode)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", target.display()));
        writeln!(
            table,
            "    ({name:?}, include_bytes!({:?}) as &[u8]),",
            target.display().to_string()
        )
        .expect("writing to a string");
    }
    table.push_str("]\n");
    fs::write(out.join("surface.rs"), table).expect("cannot write surface.rs");
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ext| ext == "js")
            && !path.to_string_lossy().ends_with(".test.js")
        {
            files.push(path);
        }
    }
    Ok(())
}

fn module_name(relative: &Path) -> String {
    let path = relative.with_extension("");
    let path = path.to_string_lossy().replace('\\', "/");
    match path.rsplit_once('/') {
        Some((dir, base)) if dir.rsplit('/').next() == Some(base) => dir.to_string(),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_names_follow_the_path() {
        assert_eq!(module_name(Path::new("path/path.js")), "path");
        assert_eq!(module_name(Path::new("fs/promises.js")), "fs/promises");
        assert_eq!(
            module_name(Path::new("internal/errors.js")),
            "internal/errors"
        );
        assert_eq!(module_name(Path::new("egg/lib/egg.js")), "egg/lib/egg");
    }

    #[test]
    fn a_syntax_error_names_its_line() {
        let error = compile("broken", "let a = 1;\nlet a = 2;").unwrap_err();
        assert!(error.contains("coddle:broken:2"), "{error}");
    }
}
