//! Node's CommonJS resolution: files, directories, `node_modules`; packages by their `exports` and `imports`.
//!
//! Source: the algorithm in Node's documentation, "Modules: CommonJS modules".

use std::path::{Path, PathBuf};

use crate::packages::{Asker, Failure, Packages, exported, normalize, split_package};

type Found = Result<Option<PathBuf>, Failure>;

impl Packages {
    /// Looks for `request` in `lookup` (absolute requests have an empty list), trying `extensions` in order.
    pub(crate) fn find(
        &mut self,
        request: &str,
        lookup: &[String],
        extensions: &[String],
        asker: Asker<'_>,
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
                if let Some(found) = self.package_exports(folder, request, asker)? {
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

    fn package_exports(&mut self, node_modules: &Path, request: &str, asker: Asker<'_>) -> Found {
        let Some((name, subpath)) = split_package(request) else {
            return Ok(None);
        };
        let Some(package) = self.package(&node_modules.join(name))? else {
            return Ok(None);
        };
        let Some(exports) = &package.exports else {
            return Ok(None);
        };
        exported(&package, exports, &format!(".{subpath}"), asker).map(Some)
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
