//! Which URL an import specifier means.
//!
//! Source: "Resolution Algorithm Specification" in Node's documentation of ES modules, and the messages of Node 20.

use std::path::{Path, PathBuf};

use url::Url;

use crate::packages::{Asker, Failure, Package, Packages, Target, exported, split_package};

/// The conditions of `import`, in `exports` and `imports` of a package.json.
const CONDITIONS: &[&str] = &["node", "import", "module-sync", "node-addons"];

/// What `require` would try behind a path; for the hint in messages.
const EXTENSIONS: [&str; 3] = [".js", ".json", ".node"];

/// One question: `specifier` as it stands in the module at `referrer`.
pub(super) struct Request<'a> {
    pub(super) specifier: &'a str,
    pub(super) referrer: &'a Url,
    /// Whether a name without `node:` is a built-in module's.
    pub(super) is_builtin: &'a dyn Fn(&str) -> bool,
}

/// The URL of the module, links resolved.
///
/// # Errors
/// Node's, with `code` and, where a file was missing, `url`.
pub(super) fn resolve(packages: &mut Packages, request: &Request<'_>) -> Result<String, Failure> {
    let target = request.target(packages).map_err(|failure| match failure {
        Failure::InvalidPackage { path, cause } => Failure::coded(
            "Error",
            "ERR_INVALID_PACKAGE_CONFIG",
            format!(
                "Invalid package config {} while importing {:?} from {}. {cause}",
                path.display(),
                request.specifier,
                request.importer()
            ),
        ),
        other => other,
    })?;
    if target.scheme() != "file" {
        return Ok(target.into());
    }
    request.existing(packages, target)
}

/// As [`resolve`] for `import.meta.resolve`: a file need not be there, and URLs of any scheme are what they are.
pub(super) fn locate(packages: &mut Packages, request: &Request<'_>) -> Result<String, Failure> {
    match resolve(packages, request) {
        Err(Failure::Coded {
            url: Some(url),
            code: "ERR_MODULE_NOT_FOUND" | "ERR_UNSUPPORTED_DIR_IMPORT",
            ..
        }) => Ok(url),
        Err(Failure::Coded {
            code: "ERR_UNSUPPORTED_ESM_URL_SCHEME" | "ERR_UNKNOWN_BUILTIN_MODULE",
            ..
        }) => Ok(request.specifier.to_string()),
        other => other,
    }
}

/// A path of this file system as a URL.
pub(super) fn file_url(path: &Path) -> Url {
    Url::from_file_path(path)
        .unwrap_or_else(|()| Url::parse("file:///").expect("the root is a URL"))
}

impl Request<'_> {
    /// The importing module as messages name it: a path, where it has one.
    fn importer(&self) -> String {
        match self.referrer.to_file_path() {
            Ok(path) => path.to_string_lossy().into_owned(),
            Err(()) => self.referrer.to_string(),
        }
    }

    fn target(&self, packages: &mut Packages) -> Result<Url, Failure> {
        let specifier = self.specifier;
        let relative = specifier.starts_with('/')
            || specifier == "."
            || specifier == ".."
            || specifier.starts_with("./")
            || specifier.starts_with("../");
        if relative {
            return self
                .referrer
                .join(specifier)
                .map_err(|_| self.unsupported());
        }
        if specifier.starts_with('#') {
            return self.own_import(packages);
        }
        match Url::parse(specifier) {
            Ok(url) => self.of_scheme(url),
            Err(_) => self.package(packages, specifier),
        }
    }

    fn unsupported(&self) -> Failure {
        Failure::coded(
            "TypeError",
            "ERR_UNSUPPORTED_RESOLVE_REQUEST",
            format!(
                "Failed to resolve module specifier \"{}\" from \"{}\": Invalid relative URL or base scheme is not hierarchical.",
                self.specifier, self.referrer
            ),
        )
    }

    fn of_scheme(&self, url: Url) -> Result<Url, Failure> {
        match url.scheme() {
            "file" | "data" => Ok(url),
            "node" if (self.is_builtin)(url.path()) => Ok(url),
            "node" => Err(Failure::coded(
                "Error",
                "ERR_UNKNOWN_BUILTIN_MODULE",
                format!("No such built-in module: {url}"),
            )),
            scheme => Err(Failure::coded(
                "Error",
                "ERR_UNSUPPORTED_ESM_URL_SCHEME",
                format!(
                    "Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol '{scheme}:'"
                ),
            )),
        }
    }

    fn own_import(&self, packages: &mut Packages) -> Result<Url, Failure> {
        let importer = self.importer();
        let folder = self.folder().ok_or_else(|| self.unsupported())?;
        let found = if self.specifier == "#" || self.specifier.starts_with("#/") {
            return Err(self.invalid("is not a valid internal imports specifier name"));
        } else {
            packages.find_import(self.specifier, &folder, asker(&importer))?
        };
        match found {
            Target::File(path) => Ok(file_url(&path)),
            Target::Bare(name) => self.package(packages, &name),
        }
    }

    fn invalid(&self, what: &str) -> Failure {
        Failure::coded(
            "TypeError",
            "ERR_INVALID_MODULE_SPECIFIER",
            format!(
                "Invalid module \"{}\" {what} imported from {}",
                self.specifier,
                self.importer()
            ),
        )
    }

    /// The importing file's folder.
    fn folder(&self) -> Option<PathBuf> {
        let path = self.referrer.to_file_path().ok()?;
        path.parent().map(Path::to_path_buf)
    }

    /// `name/subpath` of a package, or a built-in module.
    fn package(&self, packages: &mut Packages, specifier: &str) -> Result<Url, Failure> {
        if (self.is_builtin)(specifier) {
            return Url::parse(&format!("node:{specifier}")).map_err(|_| self.unsupported());
        }
        let Some(folder) = self.folder() else {
            return Err(self.unsupported());
        };
        let (name, subpath) = split_package(specifier)
            .filter(|(name, _)| !name.contains(['%', '\\']))
            .ok_or_else(|| self.invalid("is not a valid package name"))?;
        let importer = self.importer();
        if let Some(path) = packages.find_self(specifier, &folder, asker(&importer))? {
            return Ok(file_url(&path));
        }
        for parent in folder.ancestors() {
            let dir = parent.join("node_modules").join(name);
            if !dir.is_dir() {
                continue;
            }
            let package = packages.package(&dir)?;
            if let Some(package) = &package
                && let Some(exports) = &package.exports
            {
                let path = exported(package, exports, &format!(".{subpath}"), asker(&importer))?;
                return Ok(file_url(&path));
            }
            if subpath.is_empty() {
                return self.main(&dir, package.as_deref());
            }
            return Url::from_directory_path(&dir)
                .ok()
                .and_then(|base| base.join(&format!(".{subpath}")).ok())
                .ok_or_else(|| self.unsupported());
        }
        Err(self.not_found("package", name, None))
    }

    /// The file that a package without `exports` is.
    fn main(&self, dir: &Path, package: Option<&Package>) -> Result<Url, Failure> {
        let named = package
            .and_then(|package| package.main.as_deref())
            .map(|main| dir.join(main));
        let mut candidates = Vec::new();
        if let Some(main) = &named {
            candidates.push(main.clone());
            candidates.extend(EXTENSIONS.map(|extension| with_suffix(main, extension)));
            candidates.extend(EXTENSIONS.map(|extension| main.join(format!("index{extension}"))));
        }
        candidates.extend(EXTENSIONS.map(|extension| dir.join(format!("index{extension}"))));
        match candidates.iter().find(|path| path.is_file()) {
            Some(path) => Ok(file_url(&crate::packages::normalize(path))),
            None => Err(self.not_found("package", &dir.join("index.js").to_string_lossy(), None)),
        }
    }

    fn not_found(&self, what: &str, name: &str, url: Option<&Url>) -> Failure {
        Failure::Coded {
            class: "Error",
            code: "ERR_MODULE_NOT_FOUND",
            message: format!(
                "Cannot find {what} '{name}' imported from {}",
                self.importer()
            ),
            url: url.map(Url::to_string),
        }
    }

    /// The URL of the file itself: it must be there, and links are resolved.
    fn existing(&self, packages: &mut Packages, url: Url) -> Result<String, Failure> {
        let encoded = url.path().to_ascii_lowercase();
        if encoded.contains("%2f") || encoded.contains("%5c") {
            return Err(Failure::coded(
                "TypeError",
                "ERR_INVALID_MODULE_SPECIFIER",
                format!(
                    "Invalid module \"{}\" must not include encoded \"/\" or \"\\\" characters imported from {}",
                    url.path(),
                    self.importer()
                ),
            ));
        }
        let path = url.to_file_path().map_err(|()| {
            Failure::coded(
                "TypeError",
                "ERR_INVALID_FILE_URL_HOST",
                "File URL host must be \"localhost\" or empty on linux".to_string(),
            )
        })?;
        let shown = path.to_string_lossy();
        if path.is_dir() || url.path().ends_with('/') {
            // The path's own form lost a slash that the URL has.
            let slash = match url.path().ends_with('/') && !shown.ends_with('/') {
                true => "/",
                false => "",
            };
            return Err(Failure::Coded {
                class: "Error",
                code: "ERR_UNSUPPORTED_DIR_IMPORT",
                message: format!(
                    "Directory import '{shown}{slash}' is not supported resolving ES modules imported from {}{}",
                    self.importer(),
                    self.hint(packages)
                ),
                url: Some(url.to_string()),
            });
        }
        let Ok(real) = std::fs::canonicalize(&path).and_then(|real| match real.is_file() {
            true => Ok(real),
            false => Err(std::io::ErrorKind::NotFound.into()),
        }) else {
            let mut failure = self.not_found("module", &shown, Some(&url));
            if let Failure::Coded { message, .. } = &mut failure {
                message.push_str(&self.hint(packages));
            }
            return Err(failure);
        };
        let mut found = file_url(&real);
        found.set_query(url.query());
        found.set_fragment(url.fragment());
        Ok(found.into())
    }

    /// What `require` would have found, as Node proposes it.
    fn hint(&self, packages: &mut Packages) -> String {
        let Some(folder) = self.folder() else {
            return String::new();
        };
        let relative = self.specifier.starts_with('.');
        let lookup: Vec<String> = if relative {
            vec![folder.to_string_lossy().into_owned()]
        } else {
            folder
                .ancestors()
                .map(|parent| parent.join("node_modules").to_string_lossy().into_owned())
                .collect()
        };
        let importer = self.importer();
        let extensions = EXTENSIONS.map(str::to_string);
        // A package may name a file that is not there.
        let found = packages
            .find(self.specifier, &lookup, &extensions, asker(&importer))
            .ok()
            .filter(|path| path.is_file());
        let Some(found) = found else {
            return String::new();
        };
        let found = found.to_string_lossy();
        let proposal = if relative {
            let name = found
                .strip_prefix(&*folder.to_string_lossy())
                .map(|rest| format!(".{rest}"));
            // A file above the importing one: Node counts the way up.
            name.unwrap_or_else(|| found.to_string())
        } else {
            match found.find(self.specifier) {
                Some(at) => found[at..].to_string(),
                None => found.to_string(),
            }
        };
        format!("\nDid you mean to import {proposal:?}?")
    }
}

fn asker(importer: &str) -> Asker<'_> {
    Asker {
        conditions: CONDITIONS,
        importer: Some(importer),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut text = path.as_os_str().to_os_string();
    text.push(suffix);
    text.into()
}
