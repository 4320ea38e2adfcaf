//! A throw-away copy of an application: it may write logs, run files and uploads into its own folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// An application's folder and home, deleted with this value.
#[derive(Debug)]
pub struct Application {
    /// Keeps the folder alive.
    _root: TempDir,
    /// The application's folder; its last part is the original's.
    pub base_dir: PathBuf,
    /// An empty folder for HOME and EGG_HOME.
    pub home: PathBuf,
}

impl Application {
    /// Copies `source`; its `packages/` becomes `node_modules/` and `expected.json` stays behind.
    ///
    /// # Errors
    /// When the copy fails.
    pub fn copy_of(source: &Path) -> io::Result<Self> {
        let root = tempfile::Builder::new().prefix("coddle-test-").tempdir()?;
        // applications see resolved paths, so what is compared with them has to be one
        let real = root.path().canonicalize()?;
        let source = source.canonicalize()?;
        let name = source
            .file_name()
            .ok_or_else(|| io::Error::other("an application needs a folder with a name"))?;
        let base_dir = real.join(name);
        let home = real.join("home");
        fs::create_dir(&home)?;
        copy_folder(&source, &base_dir)?;
        let recorded = base_dir.join("expected.json");
        if recorded.exists() {
            fs::remove_file(recorded)?;
        }
        let packages = base_dir.join("packages");
        if packages.exists() {
            fs::rename(packages, base_dir.join("node_modules"))?;
        }
        Ok(Self {
            _root: root,
            base_dir,
            home,
        })
    }

    /// Of these files: their paths in the application and their texts.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn of(files: &[(&str, &str)]) -> io::Result<Self> {
        let root = tempfile::Builder::new().prefix("coddle-test-").tempdir()?;
        let real = root.path().canonicalize()?;
        let (base_dir, home) = (real.join("app"), real.join("home"));
        fs::create_dir(&home)?;
        for (path, text) in files {
            let path = base_dir.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&base_dir))?;
            fs::write(path, text)?;
        }
        Ok(Self {
            _root: root,
            base_dir,
            home,
        })
    }

    /// Lays `files` of `source` into the application, at the same place.
    ///
    /// # Errors
    /// When a file is there already, or the copy fails.
    pub fn lay(&self, source: &Path, files: &[PathBuf]) -> io::Result<()> {
        for file in files {
            let target = self.base_dir.join(file);
            if target.exists() {
                return Err(io::Error::other(format!(
                    "{} is the application's own already",
                    file.display()
                )));
            }
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::copy(source.join(file), target)?;
        }
        Ok(())
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
