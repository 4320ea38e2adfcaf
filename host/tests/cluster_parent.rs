//! What a master tells the process that started it with a channel.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use coddle_tests::cluster;
use coddle_tests::fixture::Failure;
use coddle_tests::http;
use coddle_tests::script::Script;
use rustix::process::Signal;
use serde_json::json;

const TIMEOUT: Duration = Duration::from_secs(30);

fn observed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/observed")
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
    let mut script = Script::run(&observed(), PARENT)?;
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
