//! `coddle init [DIR]`: a small application to begin with.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::output::{self, BOLD, DIM};

/// Writes package.json, a router, a controller, a service and a configuration. Never overwrites a file.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder; it is made when it is not there. The application is named after it.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Name of the application, for package.json. Default: the folder's.
    #[arg(long)]
    name: Option<String>,
    /// Print the files written as JSON.
    #[arg(long)]
    json: bool,
}

/// Path and text of each file; `{{name}}` and `{{keys}}` are filled in.
const FILES: &[(&str, &str)] = &[
    ("package.json", include_str!("init/package.json")),
    (".gitignore", include_str!("init/gitignore")),
    ("app/router.js", include_str!("init/app/router.js")),
    (
        "app/controller/home.js",
        include_str!("init/app/controller/home.js"),
    ),
    (
        "app/service/greeting.js",
        include_str!("init/app/service/greeting.js"),
    ),
    (
        "config/config.default.js",
        include_str!("init/config/config.default.js"),
    ),
];

#[derive(Serialize)]
struct Written {
    dir: PathBuf,
    name: String,
    files: Vec<&'static str>,
}

impl Init {
    pub(super) fn run(self) -> ExitCode {
        match self.write() {
            Ok(files) => output::finish(self.report(&files).map(|()| ExitCode::SUCCESS)),
            Err(error) => {
                eprintln!("coddle: cannot write the application: {error}");
                ExitCode::FAILURE
            }
        }
    }

    fn write(&self) -> io::Result<Written> {
        fs::create_dir_all(&self.dir)?;
        let dir = fs::canonicalize(&self.dir)?;
        let name = self.name.clone().unwrap_or_else(|| package_name(&dir));
        // All or nothing: half an application would be hard to tell from a whole one.
        for (path, _) in FILES {
            let path = dir.join(path);
            if path.exists() {
                let message = format!("{} is there already; choose another folder", path.display());
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
            }
        }
        let keys = random_keys()?;
        for (path, text) in FILES {
            let path = dir.join(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let text = text.replace("{{name}}", &name).replace("{{keys}}", &keys);
            fs::File::create_new(&path)?.write_all(text.as_bytes())?;
        }
        let files = FILES.iter().map(|(path, _)| *path).collect();
        Ok(Written { dir, name, files })
    }

    fn report(&self, written: &Written) -> io::Result<()> {
        if self.json {
            return output::json(written);
        }
        let mut out = anstream::stdout().lock();
        for file in &written.files {
            writeln!(out, "  {DIM}wrote{DIM:#} {file}")?;
        }
        let shown = self.dir.display();
        writeln!(
            out,
            "\n{BOLD}{}{BOLD:#} is ready. Next: coddle dev {shown}",
            written.name
        )?;
        Ok(())
    }
}

/// The folder's name as npm allows it.
fn package_name(dir: &Path) -> String {
    let folder = dir.file_name().unwrap_or_default().to_string_lossy();
    let name: String = folder
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'a'..='z' | '0'..='9' | '-' | '_' | '.' => letter,
            _ => '-',
        })
        .collect();
    let name = name.trim_matches(['-', '_', '.']);
    if name.is_empty() { "application" } else { name }.to_string()
}

/// 32 random bytes in hex.
fn random_keys() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
