//! Applications that are written in TypeScript.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::package::Package;
use crate::cluster::TypeScript;

/// What egg loads.
const FOLDERS: &[&str] = &["app", "config"];
const FILES: &[&str] = &["app.ts", "agent.ts"];
/// Folders of `app` for what runs in browsers, which others compile; egg-development's.
const NOT_EGGS: &[&str] = &["view", "views", "public", "assets", "web", "node_modules"];

/// A script that is there as TypeScript alone.
#[derive(Debug)]
pub(super) struct NotCompiled {
    file: PathBuf,
}

impl fmt::Display for NotCompiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is not compiled, and Coddle runs JavaScript: compile the application first (`npx tsc`). During development \
             `coddle dev` has scripts compiled by the application's package typescript, if it is installed. An application that \
             is JavaScript all the same says so with --typescript=false or `\"egg\": {{ \"typescript\": false }}` in package.json.",
            self.file.display()
        )
    }
}

/// Whether the application in `dir` can be run.
///
/// # Errors
/// When it is written in TypeScript and has a script that was not compiled.
pub(super) fn check(
    dir: &Path,
    package: &Package,
    option: Option<bool>,
) -> Result<(), NotCompiled> {
    let environment = std::env::var("EGG_TYPESCRIPT").ok();
    if environment.as_deref() == Some("true") {
        // egg's loader takes .ts files then; a module of --require compiles them.
        return Ok(());
    }
    let compiler = std::env::var_os("TS_COMPILER").is_some();
    if !is_typescript(dir, package, option, environment.as_deref(), compiler) {
        return Ok(());
    }
    let mut own = FILES.iter().map(|file| dir.join(file));
    let found = own
        .find(|file| file.exists() && !is_compiled(file))
        .or_else(|| FOLDERS.iter().find_map(|folder| search(&dir.join(folder))));
    match found {
        Some(file) => Err(NotCompiled { file }),
        None => Ok(()),
    }
}

/// egg-bin's rules. (CLU-095)
fn is_typescript(
    dir: &Path,
    package: &Package,
    option: Option<bool>,
    environment: Option<&str>,
    names_compiler: bool,
) -> bool {
    let said = option
        .or(match environment {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        })
        .or_else(|| package.egg("typescript")?.as_bool());
    said.unwrap_or_else(|| {
        package.depends_on("typescript")
            || dir.join("tsconfig.json").exists()
            || package.egg("tscompiler").is_some()
            || names_compiler
    })
}

/// The first script in a folder that is not compiled.
fn search(folder: &Path) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    entries.into_iter().find_map(|path| match path.is_dir() {
        true if NOT_EGGS.iter().any(|name| path.ends_with(name)) => None,
        true => search(&path),
        false => (is_script(&path) && !is_compiled(&path)).then_some(path),
    })
}

/// Whether it is TypeScript that does something, and no declaration.
fn is_script(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".ts") && !name.ends_with(".d.ts")
}

fn is_compiled(file: &Path) -> bool {
    file.with_extension("js").exists()
}

/// Who compiles the application in `dir` while it runs: the module that is named, or the application's package typescript.
///
/// # Errors
/// `why` it has to be compiled, when neither is there.
pub(super) fn compiler(
    dir: &Path,
    package: &Package,
    named: Option<&str>,
    why: NotCompiled,
) -> Result<TypeScript, NotCompiled> {
    let environment = std::env::var("TS_COMPILER").ok();
    let named = named
        .or(environment.as_deref())
        .or_else(|| package.egg("tscompiler")?.as_str())
        // It is the package typescript in another coat, with parts of Node that are not there.
        .filter(|name| !name.starts_with("ts-node"));
    match named {
        Some(name) => Ok(TypeScript::Module(name.to_string())),
        None if is_installed(dir, "typescript/package.json") => Ok(TypeScript::Own),
        None => Err(why),
    }
}

/// Whether the application finds a file among its packages.
fn is_installed(dir: &Path, file: &str) -> bool {
    fs::canonicalize(dir).is_ok_and(|dir| {
        dir.ancestors()
            .any(|folder| folder.join("node_modules").join(file).exists())
    })
}

/// The module that maps stacks to sources, as far as the application has it. (CLU-083, CLU-090)
pub(super) fn source_maps(dir: &Path) -> Option<String> {
    const MODULE: &str = "source-map-support/register";
    if !is_installed(dir, &format!("{MODULE}.js")) {
        println!(
            "stacks are not mapped to TypeScript sources: the application has no package source-map-support"
        );
        return None;
    }
    Some(MODULE.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a folder with this package.json, and with a tsconfig.json or not, is TypeScript.
    fn detected(package: &str, has_config: bool, option: Option<bool>, env: Option<&str>) -> bool {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        fs::write(folder.path().join("package.json"), package).expect("it is ours");
        if has_config {
            fs::write(folder.path().join("tsconfig.json"), "{}").expect("it is ours");
        }
        is_typescript(
            folder.path(),
            &Package::of(folder.path()),
            option,
            env,
            false,
        )
    }

    // CLU-095
    #[test]
    fn an_option_wins_over_the_variable_over_package_json_over_what_else_tells() {
        let depends = r#"{ "devDependencies": { "typescript": "5" } }"#;
        let says_no =
            r#"{ "egg": { "typescript": false }, "devDependencies": { "typescript": "5" } }"#;
        assert!(!detected("{}", false, None, None));
        assert!(detected("{}", true, None, None));
        assert!(detected(depends, false, None, None));
        assert!(detected(
            r#"{ "dependencies": { "typescript": "5" } }"#,
            false,
            None,
            None
        ));
        assert!(detected(
            r#"{ "egg": { "tscompiler": "esbuild-register" } }"#,
            false,
            None,
            None
        ));
        assert!(!detected(says_no, true, None, None));
        assert!(detected(says_no, false, None, Some("true")));
        assert!(!detected(depends, false, None, Some("false")));
        assert!(detected(depends, false, None, Some("perhaps")));
        assert!(!detected(depends, false, Some(false), Some("true")));
    }
}
