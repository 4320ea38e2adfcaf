//! Node's CommonJS resolution: files, directories, `node_modules`, package `exports` and `imports`.
//!
//! Source: the algorithm in Node's documentation, "Modules: CommonJS modules" and "Modules: Packages".

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use serde_json::Value as Json;

/// What of a package.json the resolution looks at.
pub(crate) struct Package {
    /// The folder.
    pub(crate) dir: PathBuf,
    pub(crate) name: Option<String>,
    main: Option<String>,
    exports: Option<Json>,
    imports: Option<Json>,
    /// `"type": "module"`.
    pub(crate) is_module: bool,
}

/// Why nothing was found. `code` and wording are Node's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No such module: the caller words it, for it knows who asked.
    NotFound,
    /// A package.json `main` that names nothing.
    MainMissing { path: PathBuf, main: String },
    /// The package does not export that path, or an import is not defined.
    Coded { code: &'static str, message: String },
    /// A package.json that is no JSON.
    InvalidPackage { path: PathBuf, cause: String },
}

/// Finds modules; keeps what it read of package.json files.
#[derive(Default)]
pub(crate) struct Resolver {
    packages: HashMap<PathBuf, Option<Rc<Package>>>,
}

type Found = Result<Option<PathBuf>, Failure>;

impl Resolver {
    /// Looks for `request` in `lookup` (absolute requests have an empty list), trying `extensions` in order.
    pub(crate) fn find(
        &mut self,
        request: &str,
        lookup: &[String],
        extensions: &[String],
        conditions: &[&str],
    ) -> Result<PathBuf, Failure> {
        let as_directory = request.ends_with('/')
            || request == "."
            || request == ".."
            || request.ends_with("/.")
            || request.ends_with("/..");
        if Path::new(request).is_absolute() {
            return self
                .file_or_directory(&normalize(Path::new(request)), as_directory, extensions)?
                .ok_or(Failure::NotFound);
        }
        let relative = request == "."
            || request == ".."
            || request.starts_with("./")
            || request.starts_with("../");
        for folder in lookup {
            let folder = Path::new(folder);
            if !relative {
                if !folder.is_dir() {
                    continue;
                }
                if let Some(found) =
                    self.package_exports(folder, request, extensions, conditions)?
                {
                    return Ok(found);
                }
            }
            let path = normalize(&folder.join(request));
            if let Some(found) = self.file_or_directory(&path, as_directory, extensions)? {
                return Ok(found);
            }
        }
        Err(Failure::NotFound)
    }

    /// A package that requires itself by name, through its `exports`.
    pub(crate) fn find_self(&mut self, request: &str, from: &Path, conditions: &[&str]) -> Found {
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
        let subpath = format!(".{rest}");
        exported(&package, exports, &subpath, conditions, from).map(Some)
    }

    /// A `#name` from the `imports` of the package that `from` lies in.
    pub(crate) fn find_import(
        &mut self,
        request: &str,
        from: &Path,
        extensions: &[String],
        conditions: &[&str],
        lookup: &[String],
    ) -> Result<PathBuf, Failure> {
        let package = self.scope(from)?;
        if let Some(package) = &package
            && let Some(Json::Object(imports)) = &package.imports
            && let Some((target, star)) = matching_key(imports, request)
        {
            match resolve_target(package, target, star.as_deref(), conditions, true)? {
                Some(Target::File(path)) => return Ok(path),
                Some(Target::Bare(name)) => {
                    return self.find(&name, lookup, extensions, conditions);
                }
                None => {}
            }
        }
        let place = match &package {
            Some(package) => format!(" in package {}", package.dir.join("package.json").display()),
            None => String::new(),
        };
        Err(Failure::Coded {
            code: "ERR_PACKAGE_IMPORT_NOT_DEFINED",
            message: format!("Package import specifier \"{request}\" is not defined{place}"),
        })
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
        if let Some(known) = self.packages.get(dir) {
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
                    is_module: json.get("type").and_then(Json::as_str) == Some("module"),
                }))
            }
            Err(_) => None,
        };
        self.packages.insert(dir.to_path_buf(), package.clone());
        Ok(package)
    }

    fn package_exports(
        &mut self,
        node_modules: &Path,
        request: &str,
        _extensions: &[String],
        conditions: &[&str],
    ) -> Found {
        let Some((name, subpath)) = split_package(request) else {
            return Ok(None);
        };
        let Some(package) = self.package(&node_modules.join(name))? else {
            return Ok(None);
        };
        let Some(exports) = &package.exports else {
            return Ok(None);
        };
        exported(
            &package,
            exports,
            &format!(".{subpath}"),
            conditions,
            node_modules,
        )
        .map(Some)
    }

    fn file_or_directory(
        &mut self,
        path: &Path,
        as_directory: bool,
        extensions: &[String],
    ) -> Found {
        if !as_directory {
            if path.is_file() {
                return Ok(Some(path.to_path_buf()));
            }
            if let Some(found) = with_extension(path, extensions) {
                return Ok(Some(found));
            }
        }
        if !path.is_dir() {
            return Ok(None);
        }
        if let Some(package) = self.package(path)?
            && let Some(main) = package.main.clone()
            && !main.is_empty()
        {
            let target = normalize(&path.join(&main));
            if target.is_file() {
                return Ok(Some(target));
            }
            if let Some(found) = with_extension(&target, extensions) {
                return Ok(Some(found));
            }
            if let Some(found) = with_extension(&target.join("index"), extensions) {
                return Ok(Some(found));
            }
            return match with_extension(&path.join("index"), extensions) {
                Some(found) => Ok(Some(found)),
                None => Err(Failure::MainMissing {
                    path: path.join("package.json"),
                    main: target.display().to_string(),
                }),
            };
        }
        Ok(with_extension(&path.join("index"), extensions))
    }
}

fn with_extension(path: &Path, extensions: &[String]) -> Option<PathBuf> {
    let base = path.as_os_str();
    extensions.iter().find_map(|extension| {
        let mut candidate = base.to_os_string();
        candidate.push(extension);
        let candidate = PathBuf::from(candidate);
        candidate.is_file().then_some(candidate)
    })
}

/// `@scope/name/sub` is `(@scope/name, /sub)`.
fn split_package(request: &str) -> Option<(&str, &str)> {
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

enum Target {
    File(PathBuf),
    Bare(String),
}

fn exported(
    package: &Package,
    exports: &Json,
    subpath: &str,
    conditions: &[&str],
    base: &Path,
) -> Result<PathBuf, Failure> {
    let not_exported = || {
        let json = package.dir.join("package.json");
        let message = if subpath == "." {
            format!("No \"exports\" main defined in {}", json.display())
        } else {
            format!(
                "Package subpath '{subpath}' is not defined by \"exports\" in {}",
                json.display()
            )
        };
        let _ = base;
        Failure::Coded {
            code: "ERR_PACKAGE_PATH_NOT_EXPORTED",
            message,
        }
    };
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
    let Some((target, star)) = found else {
        return Err(not_exported());
    };
    match resolve_target(package, target, star.as_deref(), conditions, false)? {
        Some(Target::File(path)) => Ok(path),
        _ => Err(not_exported()),
    }
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

fn resolve_target(
    package: &Package,
    target: &Json,
    star: Option<&str>,
    conditions: &[&str],
    internal: bool,
) -> Result<Option<Target>, Failure> {
    match target {
        Json::String(text) => {
            let text = match star {
                Some(star) => text.replace('*', star),
                None => text.clone(),
            };
            if let Some(relative) = text.strip_prefix("./") {
                if relative
                    .split('/')
                    .any(|part| part == ".." || part == "node_modules")
                {
                    return Err(invalid_target(package, &text, internal));
                }
                return Ok(Some(Target::File(normalize(&package.dir.join(relative)))));
            }
            if internal && !text.starts_with("../") && !text.starts_with('/') {
                return Ok(Some(Target::Bare(text)));
            }
            Err(invalid_target(package, &text, internal))
        }
        Json::Object(map) => {
            for (condition, target) in map {
                if (condition == "default" || conditions.contains(&condition.as_str()))
                    && let Some(found) =
                        resolve_target(package, target, star, conditions, internal)?
                {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        }
        Json::Array(list) => {
            let mut last = Ok(None);
            for target in list {
                match resolve_target(package, target, star, conditions, internal) {
                    Ok(Some(found)) => return Ok(Some(found)),
                    other => last = other,
                }
            }
            last
        }
        _ => Ok(None),
    }
}

fn invalid_target(package: &Package, target: &str, internal: bool) -> Failure {
    let kind = if internal { "imports" } else { "exports" };
    Failure::Coded {
        code: "ERR_INVALID_PACKAGE_TARGET",
        message: format!(
            "Invalid \"{kind}\" target \"{target}\" defined in the package config {}",
            package.dir.join("package.json").display()
        ),
    }
}
