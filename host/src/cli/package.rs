//! What commands read of an application's package.json.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// An application's package.json; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Package(Map<String, Value>);

impl Package {
    /// The one in this folder. A file that is no JSON counts as empty, as for egg-bin: whoever loads the application tells of it.
    pub(super) fn of(dir: &Path) -> Package {
        let text = fs::read(dir.join("package.json")).unwrap_or_default();
        Package(serde_json::from_slice(&text).unwrap_or_default())
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.0.get("name")?.as_str()
    }

    /// A key of `egg`, where egg-bin and the loader look.
    pub(super) fn egg(&self, key: &str) -> Option<&Value> {
        self.0.get("egg")?.get(key)
    }

    /// egg-scripts' options, for who types none.
    pub(super) fn scripts(&self) -> Option<&Map<String, Value>> {
        self.0.get("eggScriptsConfig")?.as_object()
    }

    /// Whether it is in `dependencies` or `devDependencies`.
    pub(super) fn depends_on(&self, package: &str) -> bool {
        ["dependencies", "devDependencies"].iter().any(|kind| {
            self.0
                .get(*kind)
                .is_some_and(|all| all.get(package).is_some())
        })
    }
}
