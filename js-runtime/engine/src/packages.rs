//! package.json files: what module resolution looks at, and how `exports` and `imports` are read.
//!
//! Source: the algorithms in Node's documentation, "Modules: Packages" and "Modules: ECMAScript modules".

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use rquickjs::{Ctx, Error};
use serde_json::Value as Json;

use crate::errors;

thread_local! {
    /// package.json files that this thread's world has read. A world that is replaced after an edit calls
    /// [`forget`].
    static PACKAGES: RefCell<Packages> = RefCell::default();
}

/// Runs `f` with the packages of this thread's world.
pub(crate) fn with<R>(f: impl FnOnce(&mut Packages) -> R) -> R {
    PACKAGES.with_borrow_mut(f)
}

/// Drops what was read of package.json files.
pub(crate) fn forget() {
    with(|packages| *packages = Packages::default());
}

/// What of a package.json the resolution looks at.
pub(crate) struct Package {
    /// The folder.
    pub(crate) dir: PathBuf,
    pub(crate) name: Option<String>,
    pub(crate) main: Option<String>,
    pub(crate) exports: Option<Json>,
    pub(crate) imports: Option<Json>,
    /// `"type"`, where it is one of the two that Node knows.
    pub(crate) kind: Option<Kind>,
}

/// What the `.js` files of a package are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    CommonJs,
    Module,
}

/// Why nothing was found. `code` and wording are Node's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No such module: the caller words it, for it knows who asked.
    NotFound,
    /// A package.json `main` that names nothing.
    MainMissing { path: PathBuf, main: String },
    /// Anything else that Node has a code for: the package does not export that path, say.
    Coded {
        /// The error's class.
        class: &'static str,
        code: &'static str,
        message: String,
        /// The URL that names no file, where there is one.
        url: Option<String>,
    },
    /// A package.json that is no JSON.
    InvalidPackage { path: PathBuf, cause: String },
}

impl Failure {
    pub(crate) fn coded(class: &'static str, code: &'static str, message: String) -> Failure {
        Failure::Coded {
            class,
            code,
            message,
            url: None,
        }
    }

    /// Throws the error that Node throws.
    pub(crate) fn throw(self, ctx: &Ctx<'_>) -> Error {
        let (class, code, message) = match &self {
            Failure::NotFound => (
                "Error",
                "MODULE_NOT_FOUND",
                "Cannot find module".to_string(),
            ),
            Failure::MainMissing { main, .. } => (
                "Error",
                "MODULE_NOT_FOUND",
                format!(
                    "Cannot find module '{main}'. Please verify that the package.json has a valid \"main\" entry"
                ),
            ),
            Failure::Coded {
                class,
                code,
                message,
                ..
            } => (*class, *code, message.clone()),
            Failure::InvalidPackage { path, cause } => (
                "Error",
                "ERR_INVALID_PACKAGE_CONFIG",
                format!("Invalid package config {}. {cause}", path.display()),
            ),
        };
        let made = errors::new_error(ctx, class, &message).and_then(|error| {
            error.set("code", code)?;
            match &self {
                Failure::MainMissing { path, .. } => {
                    error.set("path", path.to_string_lossy().as_ref())?;
                }
                Failure::Coded { url: Some(url), .. } => error.set("url", url.as_str())?,
                _ => {}
            }
            Ok(error.into_value())
        });
        match made {
            Ok(error) => ctx.throw(error),
            Err(error) => error,
        }
    }
}

/// Who asks a package for a file, and how.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub(crate) conditions: &'a [&'a str],
    /// The importing file, which messages about ES modules name.
    pub(crate) importer: Option<&'a str>,
}

impl Asker<'_> {
    /// ` imported from FILE`, or nothing.
    pub(crate) fn imported_from(&self) -> String {
        self.importer
            .map(|file| format!(" imported from {file}"))
            .unwrap_or_default()
    }
}

/// Reads package.json files, and keeps what it read.
#[derive(Default)]
pub(crate) struct Packages {
    by_dir: HashMap<PathBuf, Option<Rc<Package>>>,
}

impl Packages {
    /// A package that asks for itself by name, through its `exports`.
    pub(crate) fn find_self(
        &mut self,
        request: &str,
        from: &Path,
        asker: Asker<'_>,
    ) -> Result<Option<PathBuf>, Failure> {
        let Some(package) = self.scope(from)? else {
            return Ok(None);
        };
        let (Some(name), Some(exports)) = (&package.name, &package.exports) else {
            return Ok(None);
        };
        let Some(rest) = request.strip_prefix(name.as_str()) else {
            return Ok(None);
        };
        if !(rest.is_empty() || rest.starts_with('/')) {
            return Ok(None);
        }
        exported(&package, exports, &format!(".{rest}"), asker).map(Some)
    }

    /// What a `#name` stands for in the `imports` of the package that `from` lies in.
    pub(crate) fn find_import(
        &mut self,
        request: &str,
        from: &Path,
        asker: Asker<'_>,
    ) -> Result<Target, Failure> {
        let package = self.scope(from)?;
        if let Some(package) = &package
            && let Some(Json::Object(imports)) = &package.imports
            && let Some((target, star)) = matching_key(imports, request)
            && let Some(found) =
                resolve_target(package, target, star.as_deref(), request, asker, true)?
        {
            return Ok(found);
        }
        let place = match &package {
            Some(package) => format!(" in package {}", package.dir.join("package.json").display()),
            None => String::new(),
        };
        Err(Failure::coded(
            "TypeError",
            "ERR_PACKAGE_IMPORT_NOT_DEFINED",
            format!(
                "Package import specifier \"{request}\" is not defined{place}{}",
                asker.imported_from()
            ),
        ))
    }

    /// The nearest package.json at or above `dir`, not crossing a `node_modules`.
    pub(crate) fn scope(&mut self, dir: &Path) -> Result<Option<Rc<Package>>, Failure> {
        for folder in dir.ancestors() {
            if folder
                .file_name()
                .is_some_and(|name| name == "node_modules")
            {
                return Ok(None);
            }
            if let Some(package) = self.package(folder)? {
                return Ok(Some(package));
            }
        }
        Ok(None)
    }

    /// The package.json of `dir`, if there is one.
    pub(crate) fn package(&mut self, dir: &Path) -> Result<Option<Rc<Package>>, Failure> {
        if let Some(known) = self.by_dir.get(dir) {
            return Ok(known.clone());
        }
        let path = dir.join("package.json");
        let package = match std::fs::read(&path) {
            Ok(bytes) => {
                let json: Json =
                    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes))
                        .map_err(|error| Failure::InvalidPackage {
                        path: path.clone(),
                        cause: error.to_string(),
                    })?;
                let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_string);
                Some(Rc::new(Package {
                    dir: dir.to_path_buf(),
                    name: text("name"),
                    main: text("main"),
                    exports: json
                        .get("exports")
                        .filter(|value| !value.is_null())
                        .cloned(),
                    imports: json.get("imports").cloned(),
                    kind: match json.get("type").and_then(Json::as_str) {
                        Some("module") => Some(Kind::Module),
                        Some("commonjs") => Some(Kind::CommonJs),
                        _ => None,
                    },
                }))
            }
            Err(_) => None,
        };
        self.by_dir.insert(dir.to_path_buf(), package.clone());
        Ok(package)
    }
}

/// `@scope/name/sub` is `(@scope/name, /sub)`.
pub(crate) fn split_package(request: &str) -> Option<(&str, &str)> {
    if request.is_empty() || request.starts_with('.') {
        return None;
    }
    let mut slashes = request.match_indices('/').map(|(at, _)| at);
    let end = if request.starts_with('@') {
        slashes.next()?;
        slashes.next()
    } else {
        slashes.next()
    }
    .unwrap_or(request.len());
    Some(request.split_at(end))
}

/// Removes `.` and `..` without asking the file system, as `path.resolve` does.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// What a package.json maps a request to.
pub(crate) enum Target {
    File(PathBuf),
    /// Another package, or a built-in module.
    Bare(String),
}

/// The file that `exports` gives for `subpath` (`.` or `./...`).
pub(crate) fn exported(
    package: &Package,
    exports: &Json,
    subpath: &str,
    asker: Asker<'_>,
) -> Result<PathBuf, Failure> {
    let sugar = match exports {
        Json::Object(map) => !map.keys().any(|key| key.starts_with('.')),
        _ => true,
    };
    let found = if sugar {
        (subpath == ".").then_some((exports, None))
    } else {
        match exports {
            Json::Object(map) => matching_key(map, subpath),
            _ => None,
        }
    };
    if let Some((target, star)) = found
        && let Some(Target::File(path)) =
            resolve_target(package, target, star.as_deref(), subpath, asker, false)?
    {
        return Ok(path);
    }
    let json = package.dir.join("package.json");
    let what = if subpath == "." {
        format!("No \"exports\" main defined in {}", json.display())
    } else {
        format!(
            "Package subpath '{subpath}' is not defined by \"exports\" in {}",
            json.display()
        )
    };
    Err(Failure::coded(
        "Error",
        "ERR_PACKAGE_PATH_NOT_EXPORTED",
        format!("{what}{}", asker.imported_from()),
    ))
}

/// The entry for `key`: exact, or the pattern with the longest part before its `*`.
fn matching_key<'a>(
    map: &'a serde_json::Map<String, Json>,
    key: &str,
) -> Option<(&'a Json, Option<String>)> {
    if !key.contains('*')
        && let Some(target) = map.get(key)
    {
        return Some((target, None));
    }
    let mut best: Option<(&str, &Json, String)> = None;
    for (pattern, target) in map {
        let Some((before, after)) = pattern.split_once('*') else {
            continue;
        };
        if key.starts_with(before)
            && key.len() >= before.len() + after.len()
            && key.ends_with(after)
            && key != before
            && best
                .as_ref()
                .is_none_or(|(longest, _, _)| before.len() > longest.len())
        {
            best = Some((
                before,
                target,
                key[before.len()..key.len() - after.len()].to_string(),
            ));
        }
    }
    best.map(|(_, target, star)| (target, Some(star)))
}

/// The file or name that `target`, found under `key`, comes to; none where no condition holds.
fn resolve_target(
    package: &Package,
    target: &Json,
    star: Option<&str>,
    key: &str,
    asker: Asker<'_>,
    internal: bool,
) -> Result<Option<Target>, Failure> {
    match target {
        Json::String(text) => {
            let invalid = || invalid_target(package, target, key, asker, internal);
            let Some(relative) = text.strip_prefix("./") else {
                let is_bare = internal
                    && !text.starts_with("../")
                    && !text.starts_with('/')
                    && url::Url::parse(text).is_err();
                return match is_bare {
                    true => Ok(Some(Target::Bare(filled(text, star)))),
                    false => Err(invalid()),
                };
            };
            let relative = filled(relative, star);
            if relative
                .split(['/', '\\'])
                .any(|part| part == ".." || part == "node_modules")
            {
                return Err(invalid());
            }
            Ok(Some(Target::File(normalize(&package.dir.join(relative)))))
        }
        Json::Object(map) => {
            for (condition, target) in map {
                if (condition == "default" || asker.conditions.contains(&condition.as_str()))
                    && let Some(found) =
                        resolve_target(package, target, star, key, asker, internal)?
                {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        }
        Json::Array(list) => {
            let mut last = Ok(None);
            for target in list {
                match resolve_target(package, target, star, key, asker, internal) {
                    Ok(Some(found)) => return Ok(Some(found)),
                    other => last = other,
                }
            }
            last
        }
        Json::Null => Ok(None),
        _ => Err(invalid_target(package, target, key, asker, internal)),
    }
}

fn filled(target: &str, star: Option<&str>) -> String {
    match star {
        Some(star) => target.replace('*', star),
        None => target.to_string(),
    }
}

fn invalid_target(
    package: &Package,
    target: &Json,
    key: &str,
    asker: Asker<'_>,
    internal: bool,
) -> Failure {
    let list = if internal { "imports" } else { "exports" };
    let (main, place) = match key {
        "." => (" main", String::new()),
        key => ("", format!("for '{key}' ")),
    };
    let advice = match target {
        Json::String(text) if !internal && !text.is_empty() && !text.starts_with("./") => {
            "; targets must start with \"./\""
        }
        _ => "",
    };
    Failure::coded(
        "Error",
        "ERR_INVALID_PACKAGE_TARGET",
        format!(
            "Invalid \"{list}\"{main} target {target} defined {place}in the package config {}{}{advice}",
            package.dir.join("package.json").display(),
            asker.imported_from()
        ),
    )
}
