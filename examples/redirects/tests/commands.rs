//! A binary of one's own is the command line `coddle`, with its natives: all commands, in every process.
#![forbid(unsafe_code)]

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::get;
use coddle_tests::process::Running;
use rustix::process::Signal;
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

fn application() -> Result<Application, Failure> {
    let app = concat!(env!("CARGO_MANIFEST_DIR"), "/app");
    Ok(Application::copy_of(Path::new(app))?)
}

fn command(application: &Application, arguments: &[&str]) -> Command {
    let home = application.home.as_path();
    let mut command = Command::new(env!("CARGO_BIN_EXE_redirects"));
    command
        .arg(arguments[0])
        .arg(&application.base_dir)
        .args(&arguments[1..])
        .envs([("HOME", home), ("EGG_HOME", home), ("TMPDIR", home)]);
    command
}

/// Runs a command to its end; gives what it printed.
fn printed(application: &Application, arguments: &[&str]) -> Result<String, Failure> {
    let Output {
        status,
        stdout,
        stderr,
    } = command(application, arguments).output()?;
    let errors = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{arguments:?}: {errors}");
    Ok(String::from_utf8(stdout)?)
}

/// What the table of the plugin says of an address: the status.
fn redirect(port: u16) -> Result<u16, Failure> {
    let answer = get(port, "/news/today", PATIENCE)?;
    assert_eq!(answer.header("location"), Some("/posts/today"));
    Ok(answer.status)
}

#[test]
fn start_has_them_in_worker_processes() -> Result<(), Failure> {
    let application = application()?;
    for mode in ["single", "process", "worker_threads"] {
        let start = command(
            &application,
            &[
                "start",
                "--port",
                "0",
                "--workers",
                "2",
                "--start-mode",
                mode,
            ],
        );
        let mut running = Running::of(start)?;
        assert_eq!(redirect(running.listening()?)?, 301, "{mode}");
        running.signal(Signal::TERM)?;
        assert!(running.ended(PATIENCE)?.success(), "{}", running.printed());
    }
    Ok(())
}

#[test]
fn a_daemon_has_them_and_stop_ends_it() -> Result<(), Failure> {
    let application = application()?;
    let started = printed(
        &application,
        &["start", "--daemon", "--port", "0", "--workers", "1"],
    )?;
    let port = started
        .split_once("egg started on http://127.0.0.1:")
        .and_then(|(_, rest)| rest.lines().next())
        .ok_or_else(|| format!("no port: {started}"))?
        .trim()
        .parse()?;
    let status = redirect(port);
    printed(&application, &["stop"])?;
    assert_eq!(status?, 301);
    assert!(get(port, "/", PATIENCE).is_err(), "it serves still");
    Ok(())
}

#[test]
fn dev_has_them() -> Result<(), Failure> {
    let application = application()?;
    let mut running = Running::of(command(&application, &["dev", "--port", "0"]))?;
    assert_eq!(redirect(running.listening()?)?, 302);
    Ok(())
}

#[test]
fn commands_that_load_the_application_show_them() -> Result<(), Failure> {
    let application = application()?;
    let config = printed(
        &application,
        &[
            "config",
            "--env",
            "prod",
            "--key",
            "redirects.status",
            "--json",
        ],
    )?;
    assert!(config.contains("301"), "{config}");
    let routes = printed(&application, &["routes", "--json"])?;
    let routes: Value = serde_json::from_str(&routes)?;
    assert!(routes.to_string().contains("\"redirects\""), "{routes}");
    let doctor = printed(&application, &["doctor"])?;
    assert!(doctor.contains("redirects"), "{doctor}");
    Ok(())
}
