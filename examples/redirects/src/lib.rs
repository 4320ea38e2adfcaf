//! A plugin in Rust: old addresses lead to new ones, by a table in the configuration. It has defaults, checks its configuration at
//! start, answers before any middleware of the application's, and counts for whoever asks `app.redirectsGiven()`.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use coddle::Extension;
use coddle::extension::{App, Config, Error, Reply, Request, Step};
use serde::{Deserialize, Serialize};

/// `config.redirects`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// From a path to a path or URL. A path that ends with `/*` stands for all below it, and `*` in its target for what follows.
    pub routes: BTreeMap<String, String>,
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
}

/// The table, made for looking up.
#[derive(Debug, Default)]
struct Table {
    exact: HashMap<String, String>,
    /// The longest first.
    below: Vec<(String, String)>,
    status: u16,
}

/// How often each target was given out, by all workers of the process.
type Given = Arc<Mutex<BTreeMap<String, u32>>>;

impl Table {
    fn new(settings: Settings) -> Result<Table, Error> {
        let wrong = |text: String| {
            Err(Error::new(format!("config.redirects.{text}")).with_code("ERR_INVALID_CONFIG"))
        };
        if !matches!(settings.status, 301 | 302 | 303 | 307 | 308) {
            return wrong(format!("status: {} is no redirect", settings.status));
        }
        let mut table = Table {
            status: settings.status,
            ..Table::default()
        };
        for (from, to) in settings.routes {
            if !from.starts_with('/') {
                return wrong(format!("routes: {from:?} does not begin with a slash"));
            }
            if http::HeaderValue::try_from(&to).is_err() {
                return wrong(format!(
                    "routes[{from:?}]: {to:?} cannot be sent as a location"
                ));
            }
            match from.strip_suffix('*') {
                Some(prefix) => table.below.push((prefix.to_owned(), to)),
                None => drop(table.exact.insert(from, to)),
            }
        }
        table
            .below
            .sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        Ok(table)
    }

    fn target(&self, path: &str) -> Option<String> {
        if let Some(to) = self.exact.get(path) {
            return Some(to.clone());
        }
        self.below.iter().find_map(|(prefix, to)| {
            let rest = path.strip_prefix(prefix.as_str())?;
            Some(to.replace('*', rest))
        })
    }
}

/// The plugin `redirects`.
pub fn extension() -> Extension {
    let given = Given::default();
    let counted = Arc::clone(&given);
    Extension::new("redirects")
        .config(Settings {
            routes: BTreeMap::new(),
            status: 301,
        })
        // While developing, browsers should not remember where they were sent.
        .config_in("local", "redirects", serde_json::json!({ "status": 302 }))
        .core_middleware("redirects", move |settings: Settings| -> Result<_, Error> {
            let table = Table::new(settings)?;
            let given = Arc::clone(&given);
            Ok(move |request: &Request| -> Result<Step, Error> {
                let Some(target) = request.with_path(|path| table.target(path)) else {
                    return Ok(Step::Next);
                };
                let text = format!("Redirecting to {target}.");
                let reply = Reply::text(table.status, text).with_header("location", &target);
                let mut given = given.lock().unwrap_or_else(PoisonError::into_inner);
                *given.entry(target).or_default() += 1;
                Ok(Step::Reply(reply))
            })
        })
        .application(move |app| {
            app.function("redirectsGiven", move || {
                counted
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone()
            })
        })
        .did_ready(|app: App, Config(settings): Config<Settings>| async move {
            app.log_info(&format!("{} redirects", settings.routes.len()))
        })
}
