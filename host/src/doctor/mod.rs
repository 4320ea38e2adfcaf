//! What would keep an application from running: [`examine`].
//!
//! The application says what it loads ([`crate::inspect`]); `uses` finds the members of Node's modules that the scripts name, and the application's world tells which of those are missing.

mod uses;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use crate::Error;
use crate::inspect::Inspection;

pub(crate) use uses::Use;

/// What was found.
#[derive(Serialize)]
pub(crate) struct Report {
    pub(crate) application: Application,
    pub(crate) plugins: Vec<Plugin>,
    pub(crate) packages: Vec<Package>,
    pub(crate) missing: Vec<Missing>,
    /// What a person should know besides.
    pub(crate) advice: Vec<String>,
}

impl Report {
    /// Whether something does not load.
    pub(crate) fn fails(&self) -> bool {
        let fails = |package: &Package| matches!(package.state, State::Fails | State::Missing);
        self.application.error.is_some() || self.packages.iter().any(fails)
    }
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Application {
    pub(crate) error: Option<Problem>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Problem {
    pub(crate) message: String,
    /// `file:line`.
    pub(crate) place: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Plugin {
    pub(crate) name: String,
    pub(crate) enabled: bool,
    pub(crate) path: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) built_in: bool,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: Option<String>,
    pub(crate) state: State,
    pub(crate) error: Option<Problem>,
}

/// What became of a package of package.json's `dependencies`.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum State {
    Loads,
    Fails,
    Missing,
    BuiltIn,
    /// A tool whose place `coddle` takes.
    Replaced,
    /// It has nothing to load: types, or tools.
    Passive,
}

/// A part of Node that a script names and that is not there.
#[derive(Serialize)]
pub(crate) struct Missing {
    /// Relative to the application's folder.
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) module: String,
    pub(crate) member: Option<String>,
    /// It is there as a function that throws.
    pub(crate) refuses: bool,
}

impl Missing {
    /// As one writes it: `fs.watch`.
    pub(crate) fn name(&self) -> String {
        match &self.member {
            Some(member) => format!("{}.{member}", self.module),
            None => self.module.clone(),
        }
    }
}

/// `internal/egg/inspect/doctor`'s answer.
#[derive(Deserialize)]
struct Loaded {
    application: Application,
    plugins: Vec<Plugin>,
    packages: Vec<Package>,
    files: Vec<PathBuf>,
}

/// Examines an application.
///
/// # Errors
/// When it is not there at all, or a file of it cannot be read.
pub(crate) fn examine(inspection: &Inspection) -> Result<Report, Error> {
    let loaded: Loaded = inspection.ask("doctor", Map::new())?;
    let app = inspection.app();
    let mut files: BTreeSet<PathBuf> = loaded.files.into_iter().collect();
    own_scripts(app, &mut files).map_err(|source| Error::System {
        what: "read the application's folder",
        source,
    })?;

    let mut found: Vec<(String, Use)> = Vec::new();
    for file in files.iter().filter(|file| is_script(file)) {
        let text = fs::read(file).map_err(|source| Error::System {
            what: "read a script of the application",
            source,
        })?;
        let name = file.strip_prefix(app).unwrap_or(file).display().to_string();
        let uses = uses::of_node(&String::from_utf8_lossy(&text));
        found.extend(uses.into_iter().map(|one| (name.clone(), one)));
    }
    Ok(Report {
        application: loaded.application,
        plugins: loaded.plugins,
        packages: loaded.packages,
        missing: missing(inspection, found)?,
        advice: advice(app),
    })
}

/// Asks the application's world which of what is named is not there.
fn missing(inspection: &Inspection, found: Vec<(String, Use)>) -> Result<Vec<Missing>, Error> {
    let pairs: Vec<_> = found
        .iter()
        .map(|(_, one)| json!([one.module, one.member]))
        .collect();
    let mut options = Map::new();
    options.insert("uses".to_string(), pairs.into());
    let verdicts: Vec<Option<String>> = inspection.ask("node_apis", options)?;
    Ok(found
        .into_iter()
        .zip(verdicts)
        .filter_map(|((file, one), verdict)| {
            verdict.map(|verdict| Missing {
                file,
                line: one.line,
                module: one.module,
                member: one.member,
                refuses: verdict == "refuses",
            })
        })
        .collect())
}

/// Folders of an application that hold no code of its own, or none that runs on a server.
const SKIPPED: &[&str] = &[
    "node_modules",
    "logs",
    "run",
    "coverage",
    "test",
    "app/public",
    "app/web",
    "app/assets",
];

/// The application's own scripts: they count even when nothing has loaded them yet.
fn own_scripts(app: &Path, files: &mut BTreeSet<PathBuf>) -> std::io::Result<()> {
    let mut folders = vec![app.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let skipped = hidden
                || path
                    .strip_prefix(app)
                    .is_ok_and(|path| SKIPPED.iter().any(|skipped| path == Path::new(skipped)))
                || entry.file_name() == "node_modules";
            if skipped {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if is_script(&path) {
                files.insert(path);
            }
        }
    }
    Ok(())
}

fn is_script(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| ["js", "cjs", "mjs"].iter().any(|known| extension == *known))
}

/// What the folder shows without being loaded.
fn advice(app: &Path) -> Vec<String> {
    let mut advice = Vec::new();
    let has = |name: &str| app.join(name).is_file();
    if has("config/config.default.ts") && !has("config/config.default.js") {
        advice.push(
            "config/config.default.ts has no compiled config.default.js beside it: TypeScript is compiled (tsc, ets) before coddle runs it"
                .to_string(),
        );
    }
    advice
}
