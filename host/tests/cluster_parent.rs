//! What a master tells the process that started it with a channel.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::{self, wait_for};
use coddle_tests::fixture::Failure;
use coddle_tests::http;
use coddle_tests::process::Running;
use rustix::process::Signal;
use serde_json::{Value, json};

const TIMEOUT: Duration = Duration::from_secs(30);

/// A script beside a copy of apps/observed, run by `coddle run`.
struct Script {
    running: Running,
    /// Goes with the value.
    _folder: Application,
}

impl Script {
    fn run(text: &str) -> Result<Script, Failure> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/observed");
        let folder = Application::copy_of(&source)?;
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
        Ok(Script {
            running,
            _folder: folder,
        })
    }

    /// Waits for a line that begins so; gives the rest of it.
    fn told(&self, beginning: &str) -> Result<String, Failure> {
        wait_for(
            || {
                let out = self.running.stdout();
                let mut lines = out.lines().filter_map(|line| line.strip_prefix(beginning));
                lines.next().map(str::to_owned)
            },
            || format!("{beginning}\n{}", self.running.printed()),
        )
    }

    /// The `action` that the script was sent, as JSON.
    fn message(&self, action: &str) -> Result<Value, Failure> {
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
    fn port(&self) -> Result<u16, Failure> {
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

/// A script that starts a master as egg-scripts does, with a channel to it.
const PARENT: &str = "
const { spawn } = require('child_process');
const options = [ '--workers', '1', '--start-mode', 'process', '--env', 'prod' ];
const master = spawn(process.execPath, [ 'start', __dirname, ...options ], { stdio: [ 'inherit', 'inherit', 'inherit', 'ipc' ] });
master.on('message', message => console.log('MESSAGE %j', message));
master.on('exit', code => process.exit(code));
process.on('SIGTERM', () => master.kill());
console.log('MASTER %d', master.pid);
";

// CLU-010, CLU-012
#[test]
fn the_master_tells_its_parent_of_the_start_and_of_deaths() -> Result<(), Failure> {
    let mut script = Script::run(PARENT)?;
    let ready = script.message("egg-ready")?;
    let port = script.port()?;
    assert_eq!(
        ready,
        json!({
            "action": "egg-ready", "to": "parent", "from": "master",
            "data": { "port": port, "address": format!("http://127.0.0.1:{port}"), "protocol": "http" },
        })
    );
    // What a worker sends to the parent comes, too. (CLU-051)
    http::get(port, "/parent", TIMEOUT)?;
    let hello = script.message("hello")?;
    assert_eq!(
        (&hello["data"], &hello["from"]),
        (&json!("parent"), &json!("app"))
    );

    let master: u32 = script.told("MASTER ")?.parse()?;
    let members = cluster::members_of(master)?;
    let of = |name: &str| members.iter().find(|member| member.name.starts_with(name));
    cluster::signal(of("app_worker#").ok_or("a worker")?.pid, Signal::KILL)?;
    assert_eq!(
        script.message("app-worker-died")?,
        json!({ "action": "app-worker-died", "to": "parent", "from": "master" })
    );
    cluster::signal(of("agent_worker#").ok_or("an agent")?.pid, Signal::KILL)?;
    assert_eq!(
        script.message("agent-worker-died")?,
        json!({ "action": "agent-worker-died", "to": "parent", "from": "master" })
    );
    script.running.signal(Signal::TERM)?;
    assert_eq!(script.running.ended(TIMEOUT)?.code(), Some(0));
    Ok(())
}
