//! `require('egg').startCluster()` in a script of the application's own. (APP-004)
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use coddle_tests::cluster::{exists, tree_of, wait_for};
use coddle_tests::fixture::Failure;
use coddle_tests::http::{self, Connection};
use coddle_tests::script::Script;
use rustix::process::Signal;
use serde_json::Value;

const TIMEOUT: Duration = Duration::from_secs(30);

fn observed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/observed")
}

/// Runs a script that starts a cluster with these options, and says so when it serves.
fn start(options: &str) -> Result<Script, Failure> {
    let text = format!(
        "require('egg').startCluster({{ baseDir: __dirname, {options} }}, (...given) => console.log('CALLED %j', given));"
    );
    Script::run(&observed(), &text)
}

fn options_of(port: u16) -> Result<Value, Failure> {
    let answer: Value = serde_json::from_slice(&http::get(port, "/", TIMEOUT)?.body)?;
    Ok(answer["options"].clone())
}

// APP-004, CLU-001
#[test]
fn it_starts_a_cluster_with_the_options_given_and_calls_back() -> Result<(), Failure> {
    let mut script =
        start("workers: '2', env: 'prod', title: 'shop', custom: { of: 'mine' }, port: null")?;
    assert_eq!(script.told("CALLED ")?, "[]");
    let port = script.port()?;
    let options = options_of(port)?;
    assert_eq!(options["workers"], 2);
    assert_eq!(options["custom"]["of"], "mine");
    assert_eq!(options["title"], "shop");
    assert_eq!(options["startMode"], "process");
    let base_dir = script.folder.base_dir.to_string_lossy().into_owned();
    assert_eq!(options["baseDir"], base_dir);

    // Script, master, agent and two workers.
    let tree = tree_of(script.running.id())?;
    assert_eq!(tree.len(), 5, "{}", script.running.printed());
    script.running.signal(Signal::TERM)?;
    assert_eq!(script.running.ended(TIMEOUT)?.code(), Some(0));
    assert!(!tree.iter().any(|pid| exists(*pid)));
    Ok(())
}

// CLU-015
#[test]
fn workers_may_be_threads() -> Result<(), Failure> {
    let script = start("workers: 2, startMode: 'worker_threads'")?;
    assert_eq!(options_of(script.port()?)?["startMode"], "worker_threads");
    assert_eq!(tree_of(script.running.id())?.len(), 2);
    Ok(())
}

#[test]
fn the_cluster_ends_with_the_script_whatever_ends_that() -> Result<(), Failure> {
    let script = start("workers: 1")?;
    let port = script.port()?;
    let tree = tree_of(script.running.id())?;
    assert_eq!(tree.len(), 4);
    script.running.signal(Signal::KILL)?;
    // The script itself is reaped with the value.
    wait_for(
        || (!tree[1..].iter().any(|pid| exists(*pid))).then_some(()),
        || "the end of the cluster".to_owned(),
    )?;
    assert!(Connection::open(port).is_err());
    Ok(())
}

// CLU-022
#[test]
fn a_start_that_fails_ends_the_script_with_the_master_s_code() -> Result<(), Failure> {
    let mut script = start("workers: 1, framework: 'no-such-framework'")?;
    assert_eq!(script.running.ended(TIMEOUT)?.code(), Some(1));
    Ok(())
}

// CLU-002
#[test]
fn wrong_options_are_thrown_at_the_caller() -> Result<(), Failure> {
    let script = Script::run(
        &observed(),
        "
        const { startCluster } = require('egg');
        for (const options of [ { baseDir: '/nowhere' }, { baseDir: __dirname, https: { key: 'no.pem', cert: 'no.pem' } } ]) {
          try { startCluster(options); } catch (error) { console.log('THROWN %s: %s', error.code, error.message); }
        }
        console.log('DONE ');
        ",
    )?;
    script.told("DONE ")?;
    let out = script.running.stdout();
    let thrown: Vec<&str> = out
        .lines()
        .filter_map(|line| line.strip_prefix("THROWN "))
        .collect();
    assert_eq!(
        thrown,
        [
            "ERR_ASSERTION: /nowhere/package.json should exist",
            "ERR_ASSERTION: options.https.key should exists",
        ]
    );
    Ok(())
}

#[test]
fn what_is_not_built_is_refused() -> Result<(), Failure> {
    let mut script = start("workers: 1, debugPort: 5999")?;
    assert_eq!(script.running.ended(TIMEOUT)?.code(), Some(1));
    let err = script.running.stderr();
    assert!(err.contains("debugPort is not built"), "{err}");
    Ok(())
}

// Messages of the master and of the script's own parent go by the script, as they do where it is the master. (CLU-010)
#[test]
fn the_script_s_parent_hears_the_master() -> Result<(), Failure> {
    let script = Script::run(
        &observed(),
        "
        const { fork } = require('child_process');
        const { writeFileSync } = require('fs');
        writeFileSync(__dirname + '/index.js', `require('egg').startCluster({ baseDir: __dirname, workers: 1 });`);
        const index = fork(__dirname + '/index.js');
        index.on('message', message => console.log('MESSAGE %j', message));
        process.on('exit', () => index.kill());
        ",
    )?;
    let ready = script.message("egg-ready")?;
    let port = script.port()?;
    assert_eq!(ready["data"]["port"], port);
    http::get(port, "/parent", TIMEOUT)?;
    assert_eq!(script.message("hello")?["data"], "parent");
    Ok(())
}

#[test]
fn other_members_of_egg_are_the_installed_package_s() -> Result<(), Failure> {
    let script = Script::run(
        &observed(),
        "
        const egg = require('egg');
        console.log('KEYS ' + Object.keys(egg));
        try { egg.Controller; } catch (error) { console.log('THROWN %s %s', error.code, error.message); }
        ",
    )?;
    assert_eq!(script.told("KEYS ")?, "startCluster");
    let thrown = script.told("THROWN ")?;
    assert!(
        thrown.starts_with("ERR_CODDLE_NOT_BUILT egg.Controller in a script"),
        "{thrown}"
    );

    let script = Script::run(
        &observed(),
        "
        const fs = require('fs');
        fs.mkdirSync('node_modules/egg', { recursive: true });
        fs.writeFileSync('node_modules/egg/package.json', '{}');
        fs.writeFileSync('node_modules/egg/index.js', 'exports.Controller = class Installed {}; exports.startCluster = null;');
        const egg = require('egg');
        console.log('NAME %s %s', egg.Controller.name, egg.startCluster.name);
        ",
    )?;
    assert_eq!(script.told("NAME ")?, "Installed startCluster");
    Ok(())
}
