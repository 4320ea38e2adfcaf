//! A script that `coddle run` runs beside an application, and what it prints.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::application::Application;
use crate::cluster::wait_for;
use crate::fixture::Failure;
use crate::process::Running;

/// A running script in a copy of an application.
#[derive(Debug)]
pub struct Script {
    /// The script's process.
    pub running: Running,
    /// Goes with the value.
    pub folder: Application,
}

impl Script {
    /// Runs it in production, in the application's folder.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(application: &Path, text: &str) -> Result<Script, Failure> {
        let folder = Application::copy_of(application)?;
        fs::write(folder.base_dir.join("start.js"), text)?;
        let home = folder.home.to_string_lossy().into_owned();
        let environment: BTreeMap<String, String> = [
            ("HOME", home.as_str()),
            ("EGG_HOME", &home),
            ("TMPDIR", &home),
            ("NODE_ENV", "production"),
            ("EGG_APP_CONFIG", r#"{"cluster":{"listen":{"port":0}}}"#),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let running = Running::spawn(&["run", "start.js"], &folder.base_dir, &environment)?;
        Ok(Script { running, folder })
    }

    /// Waits for a line that begins so; gives the rest of it.
    ///
    /// # Errors
    /// When it does not come.
    pub fn told(&self, beginning: &str) -> Result<String, Failure> {
        wait_for(
            || {
                let out = self.running.stdout();
                let mut lines = out.lines().filter_map(|line| line.strip_prefix(beginning));
                lines.next().map(str::to_owned)
            },
            || format!("{beginning}\n{}", self.running.printed()),
        )
    }

    /// The message of this `action` that the script was sent, as JSON, once it has printed it behind `MESSAGE`.
    ///
    /// # Errors
    /// When it does not come.
    pub fn message(&self, action: &str) -> Result<Value, Failure> {
        wait_for(
            || {
                let out = self.running.stdout();
                let lines = out.lines().filter_map(|line| line.strip_prefix("MESSAGE "));
                let mut messages = lines.filter_map(|line| serde_json::from_str(line).ok());
                messages.find(|message: &Value| message["action"] == action)
            },
            || format!("the message {action}\n{}", self.running.printed()),
        )
    }

    /// Where the server is, by the master's log.
    ///
    /// # Errors
    /// When it does not start.
    pub fn port(&self) -> Result<u16, Failure> {
        let line = wait_for(
            || {
                let out = self.running.stdout();
                let line = out.lines().find(|line| line.contains("] egg started on "));
                line.map(str::to_owned)
            },
            || format!("the server's start\n{}", self.running.printed()),
        )?;
        let address = line.split(" (").next().unwrap_or_default();
        let (_, port) = address.rsplit_once(':').ok_or("a port")?;
        Ok(port.parse()?)
    }
}
