//! `eggScriptsConfig` of package.json: options of `coddle start` for who types none. (CLU-090)

use std::ffi::OsString;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Map, Value};

use super::package::Package;

/// The command that takes them.
const COMMAND: &str = "start";
/// Options of Node's have keys that begin so.
const NODE: &str = "node-options--";

/// These arguments of the process, with the options that the application's package.json adds to them. Arguments that are wrong
/// come back as they are.
pub(super) fn complete(cli: &Command, mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_none_or(|command| command != COMMAND) {
        return arguments;
    }
    let (Some(command), Ok(matches)) = (
        cli.find_subcommand(COMMAND),
        cli.clone().try_get_matches_from(&arguments),
    ) else {
        return arguments;
    };
    let Some((_, matches)) = matches.subcommand() else {
        return arguments;
    };
    let dir = matches
        .get_one::<PathBuf>("dir")
        .cloned()
        .unwrap_or_default();
    let package = Package::of(&dir);
    let Some(config) = package.scripts() else {
        return arguments;
    };
    let added = Options { command, matches }.of(config, "");
    // Before the others: what is typed wins.
    arguments.splice(2..2, added.into_iter().map(OsString::from));
    arguments
}

struct Options<'a> {
    command: &'a Command,
    matches: &'a ArgMatches,
}

impl Options<'_> {
    /// Arguments for these keys; `prefix` is of the object that they are in: `https.`.
    fn of(&self, config: &Map<String, Value>, prefix: &str) -> Vec<String> {
        config
            .iter()
            .flat_map(|(key, value)| match value {
                Value::Object(members) => self.of(members, &format!("{prefix}{key}.")),
                value => self.one(&format!("{prefix}{key}"), value),
            })
            .collect()
    }

    fn one(&self, key: &str, value: &Value) -> Vec<String> {
        let name = key.strip_prefix(NODE).unwrap_or(key).replace('_', "-");
        let Some(argument) = self.find(&name).or_else(|| self.find(key)) else {
            match key.strip_prefix(NODE) {
                Some(option) => println!(
                    "eggScriptsConfig of package.json: Node's option {option} has no effect here"
                ),
                None => println!(
                    "eggScriptsConfig of package.json: {key} is no option of coddle start and has no effect"
                ),
            }
            return Vec::new();
        };
        let collects = matches!(argument.get_action(), ArgAction::Append);
        let is_given = matches!(
            self.matches.value_source(argument.get_id().as_str()),
            Some(ValueSource::CommandLine | ValueSource::EnvVariable)
        );
        if is_given && !collects {
            return Vec::new();
        }
        let Some(long) = argument.get_long() else {
            return Vec::new();
        };
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        let is_flag = !argument.get_action().takes_values();
        values
            .iter()
            .filter_map(|value| match value {
                Value::Null => None,
                Value::Bool(true) if is_flag => Some(format!("--{long}")),
                Value::Bool(false) if is_flag => None,
                Value::String(text) => Some(format!("--{long}={text}")),
                value => Some(format!("--{long}={value}")),
            })
            .collect()
    }

    /// The option with this name, or alias.
    fn find(&self, name: &str) -> Option<&Arg> {
        self.command.get_arguments().find(|argument| {
            let mut names = argument
                .get_long()
                .into_iter()
                .chain(argument.get_all_aliases().into_iter().flatten());
            names.any(|known| known == name)
        })
    }
}
