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
    /// Write a Rust program beside the application, too, which runs it with natives of its own. CRATE is the folder of Coddle's
    /// crate `coddle` (`host` in its repository).
    #[arg(long, value_name = "CRATE")]
    rust: Option<PathBuf>,
    /// Print the files written as JSON.
    #[arg(long)]
    json: bool,
}

/// Path and text of each file; `{{name}}` and `{{keys}}` are filled in.
const FILES: &[(&str, &str)] = &[
    ("package.json", include_str!("init/package.json")),
    (".gitignore", include_str!("init/gitignore")),
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

/// What there is without `--rust` alone.
const PLAIN_FILES: &[(&str, &str)] = &[("app/router.js", include_str!("init/app/router.js"))];

/// What there is with `--rust` alone; `{{crate}}` and `{{coddle}}` are filled in.
const RUST_FILES: &[(&str, &str)] = &[
    ("app/router.js", include_str!("init/rust/app/router.js")),
    (
        "app/controller/way.js",
        include_str!("init/rust/app/controller/way.js"),
    ),
    ("Cargo.toml", include_str!("init/rust/Cargo.toml")),
    ("src/main.rs", include_str!("init/rust/src/main.rs")),
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
        let coddle = self.rust.as_deref().map(crate_folder).transpose()?;
        fs::create_dir_all(&self.dir)?;
        let dir = fs::canonicalize(&self.dir)?;
        let name = self.name.clone().unwrap_or_else(|| package_name(&dir));
        let more = match &self.rust {
            Some(_) => RUST_FILES,
            None => PLAIN_FILES,
        };
        let files: Vec<_> = FILES.iter().chain(more).collect();
        // All or nothing: half an application would be hard to tell from a whole one.
        for (path, _) in &files {
            let path = dir.join(path);
            if path.exists() {
                let message = format!("{} is there already; choose another folder", path.display());
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
            }
        }
        let keys = random_keys()?;
        for (path, text) in &files {
            let path = dir.join(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let text = text
                .replace("{{name}}", &name)
                .replace("{{keys}}", &keys)
                .replace("{{crate}}", &crate_name(&name))
                .replace("{{coddle}}", coddle.as_deref().unwrap_or_default());
            fs::File::create_new(&path)?.write_all(text.as_bytes())?;
        }
        let files = files.iter().map(|(path, _)| *path).collect();
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
        let next = match self.rust {
            Some(_) => format!("cd {shown} && cargo run -- dev"),
            None => format!("coddle dev {shown}"),
        };
        writeln!(
            out,
            "\n{BOLD}{}{BOLD:#} is ready. Next: {next}",
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

/// The name as Cargo allows it.
fn crate_name(name: &str) -> String {
    let name = name.replace('.', "-");
    match name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        true => name,
        false => format!("app-{name}"),
    }
}

/// The folder of the crate `coddle`, as text for a Cargo.toml.
fn crate_folder(path: &Path) -> io::Result<String> {
    let folder = fs::canonicalize(path).map_err(|error| {
        let message = format!("--rust {}: {error}", path.display());
        io::Error::new(error.kind(), message)
    })?;
    if !folder.join("Cargo.toml").is_file() {
        let message = format!(
            "{} has no Cargo.toml: --rust wants the folder of Coddle's crate",
            folder.display()
        );
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    Ok(folder
        .to_string_lossy()
        .replace('\\', "\\\\")
        .replace('"', "\\\""))
}

/// 32 random bytes in hex.
fn random_keys() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
