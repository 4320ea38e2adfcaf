//! Which files' changes make `coddle dev` load the application anew: what egg-development watches, and besides what is loaded
//! but not watched there because egg cannot load it again, `agent.js` and `package.json`, and what a TypeScript application has
//! in their places.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;

use crate::Error;

/// egg-development's own folders and file.
const WATCHED: &[&str] = &["app", "config", "mocks", "mocks_proxy", "app.js"];
/// Of the application's root, too: one context is agent and application.
const ALSO_WATCHED: &[&str] = &[
    "agent.js",
    "app.ts",
    "agent.ts",
    "tsconfig.json",
    "package.json",
];
/// What is read when it is asked for, or is a browser's.
const IGNORED: &[&str] = &[
    "app/views",
    "app/view",
    "app/assets",
    "app/public",
    "app/web",
];

/// `config.development`. Defaults are egg-development's, for environments in which that plugin is off.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Development {
    watch_dirs: Vec<String>,
    ignore_dirs: Vec<String>,
    reload_on_debug: bool,
    override_default: bool,
    override_ignore: bool,
    reload_pattern: Option<Patterns>,
}

impl Default for Development {
    fn default() -> Self {
        Development {
            watch_dirs: Vec::new(),
            ignore_dirs: Vec::new(),
            reload_on_debug: true,
            override_default: false,
            override_ignore: false,
            reload_pattern: None,
        }
    }
}

/// One glob or several; those that begin with `!` take back what others before them chose (npm's multimatch).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Patterns {
    One(String),
    Several(Vec<String>),
}

/// What is watched, and what of it counts.
#[derive(Debug)]
pub(crate) struct Watch {
    base: PathBuf,
    /// Files and folders, absolute; a folder counts with everything below it.
    watched: Vec<PathBuf>,
    /// Beginnings of paths, as egg-development compares them: `app/view` hides `app/views` too.
    ignored: Vec<String>,
    /// Whether it adds what it matches, or takes it back; none when everything counts.
    patterns: Option<Vec<(bool, GlobMatcher)>>,
    is_on: bool,
}

impl Watch {
    /// For the application in `base`, an absolute path. `development`: its `config.development` as JSON.
    ///
    /// # Errors
    /// When that is not what it should be.
    pub(crate) fn of(base: &Path, development: &str) -> Result<Watch, Error> {
        let wrong = |message: String| Error::Options { message };
        let config: Development = serde_json::from_str(development)
            .map_err(|error| wrong(format!("config.development: {error}")))?;
        Watch::new(base, &config).map_err(wrong)
    }

    /// For the application in `base`, an absolute path.
    ///
    /// # Errors
    /// The text of what is wrong with a glob of `reloadPattern`.
    fn new(base: &Path, config: &Development) -> Result<Watch, String> {
        let own = if config.override_default {
            &[][..]
        } else {
            WATCHED
        };
        let watched = own
            .iter()
            .chain(ALSO_WATCHED)
            .copied()
            .chain(config.watch_dirs.iter().map(String::as_str))
            .map(|path| base.join(path))
            .collect();
        let hidden = if config.override_ignore {
            &[][..]
        } else {
            IGNORED
        };
        let ignored = hidden
            .iter()
            .copied()
            .chain(config.ignore_dirs.iter().map(String::as_str))
            .map(|path| base.join(path).to_string_lossy().into_owned())
            .collect();
        let patterns = match &config.reload_pattern {
            None => None,
            Some(Patterns::One(pattern)) => Some(vec![matcher(pattern)?]),
            Some(Patterns::Several(patterns)) => Some(
                patterns
                    .iter()
                    .map(|pattern| matcher(pattern))
                    .collect::<Result<_, _>>()?,
            ),
        };
        Ok(Watch {
            base: base.to_path_buf(),
            watched,
            ignored,
            patterns,
            is_on: config.reload_on_debug,
        })
    }

    /// The folders that have to be listened to, each with everything below it or not. A file's changes are its folder's:
    /// editors put a new file in the place of the old one.
    pub(super) fn folders(&self) -> Vec<(PathBuf, Depth)> {
        let mut folders = vec![(self.base.clone(), Depth::Itself)];
        for path in &self.watched {
            if path.is_dir() {
                folders.push((path.clone(), Depth::Everything));
            } else if let Some(parent) = path.parent()
                && parent != self.base
                && parent.is_dir()
            {
                folders.push((parent.to_path_buf(), Depth::Itself));
            }
        }
        folders
    }

    /// Whether a change of this path, an absolute one, asks for the application to be loaded anew.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.is_on
            && self.watched.iter().any(|watched| path.starts_with(watched))
            && !self.is_hidden(path)
            && !self
                .ignored
                .iter()
                .any(|ignored| path.to_string_lossy().starts_with(ignored.as_str()))
            && self.matches(path)
    }

    /// Whether this is one of the watched folders itself: it has come or gone.
    pub(super) fn is_root(&self, path: &Path) -> bool {
        self.watched.iter().any(|watched| watched == path)
    }

    /// Hidden files, packages, and what editors write beside a file.
    fn is_hidden(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.base).unwrap_or(path);
        below.components().any(|part| {
            let part = part.as_os_str().to_string_lossy();
            part.starts_with('.') && part != ".." || part == "node_modules" || part.ends_with('~')
        })
    }

    fn matches(&self, path: &Path) -> bool {
        let Some(patterns) = &self.patterns else {
            return true;
        };
        patterns.iter().fold(
            false,
            |chosen, (adds, glob)| {
                if glob.is_match(path) { *adds } else { chosen }
            },
        )
    }
}

/// How much of a folder is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    Itself,
    Everything,
}

fn matcher(pattern: &str) -> Result<(bool, GlobMatcher), String> {
    let (adds, glob) = match pattern.strip_prefix('!') {
        Some(rest) => (false, rest),
        None => (true, pattern),
    };
    let glob = GlobBuilder::new(glob)
        .literal_separator(true)
        .build()
        .map_err(|error| format!("config.development.reloadPattern '{pattern}': {error}"))?;
    Ok((adds, glob.compile_matcher()))
}

#[cfg(test)]
mod tests;
