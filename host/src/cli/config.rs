//! `coddle config [DIR]`: the merged configuration, and where each value came from.

use std::io;
use std::process::ExitCode;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::application::Options;
use super::output::{self, BAD, BOLD, DIM, Table, plain};

/// What code changes while the application is loaded is there too, without a source.
#[derive(Debug, Args)]
pub(super) struct Config {
    #[command(flatten)]
    application: Options,
    /// Only what is below this key, as bodyParser or logger.level.
    #[arg(long, short)]
    key: Option<String>,
    /// Print the values of keys, passwords and the like (what config.dump.ignore names) instead of their length.
    #[arg(long)]
    show_secrets: bool,
}

/// `internal/egg/inspect/config`'s answer.
#[derive(Deserialize, Serialize)]
struct Merged {
    env: String,
    config: Value,
    /// Same shape; each leaf a file, or `<process.env.EGG_APP_CONFIG>`.
    sources: Value,
}

/// A value that a table of one line each can show.
const WIDEST_VALUE: usize = 60;

impl Config {
    pub(super) fn run(self) -> ExitCode {
        let json = self.application.json;
        let mut options = Map::new();
        options.insert("showSecrets".to_string(), Value::Bool(self.show_secrets));
        self.application.inspect(
            |inspection| inspection.ask("config", options),
            |mut merged: Merged| {
                if let Some(key) = &self.key {
                    let Some(config) = at(&merged.config, key) else {
                        anstream::eprintln!("coddle: {BAD}the configuration has no {key}{BAD:#}");
                        return Ok(ExitCode::FAILURE);
                    };
                    merged.config = config.clone();
                    merged.sources = source(&merged.sources, key);
                }
                if json {
                    output::json(&merged)?;
                } else {
                    print(&merged, self.key.as_deref().unwrap_or_default())?;
                }
                Ok(ExitCode::SUCCESS)
            },
        )
    }
}

/// The value at a path of keys.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

/// The sources at a path of keys; a file above stands for all below it.
fn source(sources: &Value, path: &str) -> Value {
    let mut found = sources;
    for key in path.split('.') {
        if found.is_string() {
            break;
        }
        found = found.get(key).unwrap_or(&Value::Null);
    }
    found.clone()
}

fn print(merged: &Merged, prefix: &str) -> io::Result<()> {
    let mut table = Table::new(&["KEY", "VALUE", "FROM"]);
    add(&mut table, prefix, &merged.config, &merged.sources);
    table.print()
}

fn add(table: &mut Table, key: &str, value: &Value, sources: &Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                let key = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                add(table, &key, member, &source(sources, name));
            }
        }
        value => {
            let from = sources.as_str().unwrap_or("(code)");
            table.row(vec![
                (key.to_string(), BOLD),
                plain(shorten(&value.to_string())),
                (from.to_string(), DIM),
            ]);
        }
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= WIDEST_VALUE {
        return text.to_string();
    }
    let kept: String = text.chars().take(WIDEST_VALUE - 1).collect();
    format!("{kept}…")
}
