//! A cluster from its start to its end: order, messages of the master, log lines, exit codes.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::{self, Cluster, exists, wait_for};
use coddle_tests::fixture::Failure;
use rustix::process::Signal;
use serde_json::json;

const TIMEOUT: Duration = Duration::from_secs(30);

fn observed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/observed")
}

fn start(args: &[&str], vars: &[(&str, &str)]) -> Result<Cluster, Failure> {
    let cluster = Cluster::start(&observed(), args, vars)?;
    cluster.heard(3, |event| event.action == "egg-ready")?;
    Ok(cluster)
}

/// Starts what does not come up; gives its exit code, stdout and stderr.
fn fails(args: &[&str], vars: &[(&str, &str)]) -> Result<(Option<i32>, String, String), Failure> {
    let application = Application::copy_of(&observed())?;
    let mut running = Cluster::spawn(&application, args, vars)?;
    let status = running.ended(TIMEOUT)?;
    Ok((status.code(), running.stdout(), running.stderr()))
}

// CLU-001, CLU-004, CLU-007, CLU-011
#[test]
fn every_member_gets_the_options_of_the_master_with_egg_ready() -> Result<(), Failure> {
    let cluster = start(&["--title", "a title"], &[])?;
    let ready = cluster.heard(3, |event| event.action == "egg-ready")?;
    let options = &ready[0].data;
    assert!(ready.iter().all(|event| event.data == *options));
    assert_eq!(options["workers"], json!(2));
    assert_eq!(options["startMode"], json!("process"));
    assert_eq!(options["https"], json!(false));
    assert_eq!(options["plugins"], json!(null));
    assert_eq!(options["ports"], json!([]));
    assert_eq!(options["reusePort"], json!(false));
    assert_eq!(options["env"], json!("prod"));
    assert_eq!(options["title"], json!("a title"));
    assert!(options["clusterPort"].as_u64().is_some_and(|port| port > 0));
    let page = cluster.json("/")?;
    assert_eq!(page["options"]["clusterPort"], options["clusterPort"]);
    assert_eq!(page["address"]["port"], json!(cluster.port));
    Ok(())
}

// CLU-002
#[test]
fn a_folder_without_package_json_is_no_application() -> Result<(), Failure> {
    let application = Application::copy_of(&observed())?;
    fs::remove_file(application.base_dir.join("package.json"))?;
    let mut running = Cluster::spawn(&application, &[], &[])?;
    assert_eq!(running.ended(TIMEOUT)?.code(), Some(1));
    assert!(running.stderr().contains("package.json should exist"));
    Ok(())
}

// CLU-003
#[test]
fn required_modules_are_loaded_before_agent_and_application() -> Result<(), Failure> {
    let cluster = start(&["--require", "./required.js"], &[])?;
    assert!(cluster.json("/")?["required"].is_number());
    Ok(())
}

// CLU-006, CLU-008, CLU-014, CLU-019, CLU-020
#[test]
fn the_start_is_told_in_egg_clusters_words_and_order() -> Result<(), Failure> {
    let cluster = start(&[], &[])?;
    let out = cluster.running.stdout();
    let port = cluster.port;
    let wanted = [
        "[master] =================== egg start =====================".to_owned(),
        "[master] node version v20.".to_owned(),
        "[master] egg version 3.34.0".to_owned(),
        "[master] agent_worker#1:".to_owned(),
        "started (".to_owned(),
        format!("started at {port}, remain 1 ("),
        format!("started at {port}, remain 0 ("),
        format!("[master] egg started on http://127.0.0.1:{port} ("),
    ];
    let mut rest = out.as_str();
    for words in wanted {
        let at = rest
            .find(&words)
            .ok_or_else(|| format!("{words:?} is missing or out of order\n{out}"))?;
        rest = &rest[at + words.len()..];
    }
    Ok(())
}

// CLU-009
#[test]
fn the_level_of_the_master_can_be_set() -> Result<(), Failure> {
    let cluster = Cluster::start(&observed(), &[], &[("EGG_MASTER_LOGGER_LEVEL", "ERROR")])?;
    assert_eq!(cluster.count("[master]"), 0);
    Ok(())
}

// CLU-013
#[test]
fn the_pid_file_is_there_while_the_master_is() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("deep/master.pid");
    let mut cluster = start(&["--pid-file", &file.to_string_lossy()], &[])?;
    assert_eq!(fs::read_to_string(&file)?, cluster.running.id().to_string());
    cluster.running.signal(Signal::TERM)?;
    assert_eq!(cluster.running.ended(TIMEOUT)?.code(), Some(0));
    assert!(!file.exists());
    Ok(())
}

// CLU-022
#[test]
fn an_application_that_fails_ends_the_master_with_code_1() -> Result<(), Failure> {
    let (code, _, errors) = fails(&[], &[("FAIL", "app")])?;
    assert_eq!(code, Some(1));
    assert!(errors.contains("the application fails"), "{errors}");
    assert!(
        errors.contains("start fail, exiting with code:1"),
        "{errors}"
    );
    let (code, _, errors) = fails(&[], &[("FAIL", "app-exit")])?;
    assert_eq!(code, Some(1), "{errors}");
    Ok(())
}

// CLU-023
#[test]
fn a_taken_port_ends_the_master_with_code_1() -> Result<(), Failure> {
    let taken = std::net::TcpListener::bind(("0.0.0.0", 0))?;
    let port = taken.local_addr()?.port().to_string();
    let (code, _, errors) = fails(&["--port", &port], &[])?;
    assert_eq!(code, Some(1));
    assert!(errors.contains("EADDRINUSE"), "{errors}");
    Ok(())
}

// CLU-024
#[test]
fn an_application_that_takes_too_long_is_given_up() -> Result<(), Failure> {
    let (code, _, errors) = fails(&[], &[("FAIL", "app-hangs")])?;
    assert_eq!(code, Some(1));
    assert!(
        errors.contains("[app_worker] start timeout, exiting with code:1"),
        "{errors}"
    );
    Ok(())
}

// CLU-031
#[test]
fn an_agent_that_fails_ends_the_master_with_code_1() -> Result<(), Failure> {
    let (code, _, errors) = fails(&[], &[("FAIL", "agent")])?;
    assert_eq!(code, Some(1));
    assert!(errors.contains("the agent fails"), "{errors}");
    assert!(errors.contains("agent_worker#1:"), "{errors}");
    assert!(
        errors.contains("start fail, exiting with code:1"),
        "{errors}"
    );
    Ok(())
}

// CLU-026, CLU-028, CLU-029
#[test]
fn a_dead_worker_is_replaced_under_the_next_number() -> Result<(), Failure> {
    let cluster = start(&[], &[])?;
    let before = cluster.workers()?;
    cluster::signal(before[0].pid, Signal::KILL)?;
    let died = cluster.complained("AppWorkerDiedError", 1)?;
    let words = format!(
        "[master] {}:{} died (code: undefined, signal: SIGKILL, suicide: false, state: dead)",
        before[0].name, before[0].pid
    );
    assert!(died.contains(&words), "{died}");
    cluster.printed("app_worker#3:", 3)?;
    // The others hear of it again, but are not told twice that the server is up.
    cluster.heard(5, |event| event.action == "egg-ready")?;
    let told = cluster.heard(3, |event| event.action == "serverDidReady")?;
    assert_eq!(
        told.iter()
            .filter(|event| event.pid == before[1].pid)
            .count(),
        1
    );
    let pids = cluster.heard(4, |event| {
        event.who == "agent" && event.action == "egg-pids"
    })?;
    let new = cluster
        .workers()?
        .iter()
        .find(|worker| worker.name == "app_worker#3")
        .ok_or("the new one")?
        .pid;
    assert_eq!(pids[2].data, json!([before[1].pid]));
    assert_eq!(pids[3].data, json!([before[1].pid, new]));
    Ok(())
}

// CLU-027
#[test]
fn a_dead_worker_stays_dead_during_development() -> Result<(), Failure> {
    let cluster = Cluster::start(
        &observed(),
        &[],
        &[("EGG_SERVER_ENV", "local"), ("NODE_ENV", "development")],
    )?;
    let before = cluster.workers()?;
    cluster::signal(before[0].pid, Signal::KILL)?;
    cluster.complained("AppWorkerDiedError", 1)?;
    // The agent hears of who is left; nobody was forked before that.
    cluster.heard(3, |event| {
        event.who == "agent" && event.action == "egg-pids"
    })?;
    assert_eq!(cluster.workers()?, [before[1].clone()]);
    Ok(())
}

// CLU-030
#[test]
fn a_dead_agent_is_replaced_and_the_workers_hear_of_it() -> Result<(), Failure> {
    let cluster = start(&[], &[])?;
    let before = cluster.agent()?.pid;
    cluster::signal(before, Signal::KILL)?;
    cluster.complained("AgentWorkerDiedError: [master] agent_worker#1:", 1)?;
    cluster.heard(2, |event| event.action == "agent-start")?;
    let new = cluster.agent()?.pid;
    let pids = cluster.heard(4, |event| event.who == "app" && event.action == "egg-pids")?;
    for worker in cluster.workers()? {
        let told: Vec<_> = pids
            .iter()
            .filter(|event| event.pid == worker.pid)
            .map(|event| &event.data)
            .collect();
        assert_eq!(told, [&json!([]), &json!([new])]);
    }
    cluster.heard(1, |event| event.pid == new && event.action == "egg-ready")?;
    cluster.heard(1, |event| event.pid == new && event.action == "egg-pids")?;
    Ok(())
}

// CLU-034
#[test]
fn reload_worker_replaces_every_worker_and_a_second_one_waits() -> Result<(), Failure> {
    let cluster = start(&[], &[])?;
    cluster.get("/reload")?;
    cluster.printed("app_worker#6:", 3)?;
    wait_for(
        || {
            cluster.workers().ok().filter(|left| {
                left.iter()
                    .map(|worker| worker.name.as_str())
                    .eq(["app_worker#5", "app_worker#6"])
            })
        },
        || format!("the last two workers\n{}", cluster.running.printed()),
    )?;
    Ok(())
}

// CLU-035, CLU-036, CLU-037
#[test]
fn sigterm_ends_workers_then_the_agent_then_the_master() -> Result<(), Failure> {
    let mut cluster = start(&[], &[])?;
    let members = cluster.members()?;
    cluster.running.signal(Signal::TERM)?;
    assert_eq!(cluster.running.ended(TIMEOUT)?.code(), Some(0));
    let out = cluster.running.stdout();
    let wanted = [
        "[master] master is killed by signal SIGTERM, closing",
        "[master] send kill SIGTERM to app workers, will exit with code:0 after 5000ms",
        "[app_worker] receive signal SIGTERM, exiting with code:0",
        "[app_worker] beforeExit success",
        "[master] send kill SIGTERM to agent worker, will exit with code:0 after 5000ms",
        "[agent_worker] receive signal SIGTERM, exiting with code:0",
        "[agent_worker] beforeExit success",
        "[master] close done, exiting with code:0",
        "[master] exit with code:0",
    ];
    let mut rest = out.as_str();
    for words in wanted {
        let at = rest
            .find(words)
            .ok_or_else(|| format!("{words:?} is missing or out of order\n{out}"))?;
        rest = &rest[at + words.len()..];
    }
    assert!(members.iter().all(|member| !exists(member.pid)));
    assert_eq!(
        cluster
            .events()
            .iter()
            .filter(|event| event.action == "beforeClose")
            .count(),
        3
    );
    Ok(())
}

// CLU-035
#[test]
fn sigint_and_sigquit_end_the_cluster_too() -> Result<(), Failure> {
    for (signal, name) in [(Signal::INT, "SIGINT"), (Signal::QUIT, "SIGQUIT")] {
        let mut cluster = start(&[], &[])?;
        cluster.running.signal(signal)?;
        assert_eq!(cluster.running.ended(TIMEOUT)?.code(), Some(0));
        let words = format!("[master] master is killed by signal {name}, closing");
        assert!(cluster.running.stdout().contains(&words));
    }
    Ok(())
}

// CLU-036
#[test]
fn processes_that_workers_started_end_with_the_cluster() -> Result<(), Failure> {
    let mut cluster = start(&[], &[])?;
    let child = cluster.json("/child")?["pid"].as_u64().ok_or("a child")?;
    let child = u32::try_from(child)?;
    assert!(exists(child));
    cluster.running.signal(Signal::TERM)?;
    cluster.running.exited(TIMEOUT)?;
    wait_for(
        || (!exists(child)).then_some(()),
        || "the child's end".to_owned(),
    )
}

// CLU-038
#[test]
fn a_failing_before_close_is_logged_and_the_worker_ends() -> Result<(), Failure> {
    let mut cluster = start(&[], &[("FAIL", "close")])?;
    cluster.running.signal(Signal::TERM)?;
    assert_eq!(cluster.running.ended(TIMEOUT)?.code(), Some(0));
    let errors = cluster.running.stderr();
    assert!(
        errors.contains("[app_worker] beforeExit fail, error: "),
        "{errors}"
    );
    Ok(())
}

// CLU-039
#[test]
fn members_end_when_the_master_is_gone() -> Result<(), Failure> {
    let cluster = start(&[], &[])?;
    let members = cluster.members()?;
    cluster.running.signal(Signal::KILL)?;
    wait_for(
        || {
            members
                .iter()
                .all(|member| !exists(member.pid))
                .then_some(())
        },
        || "the members' end".to_owned(),
    )?;
    cluster.complained(
        "[agent_worker] receive disconnect event on child_process fork mode, exiting with code:110",
        1,
    )?;
    Ok(())
}

// CLU-017
#[test]
fn sticky_mode_keeps_a_client_with_its_worker() -> Result<(), Failure> {
    let cluster = start(&["--sticky"], &[])?;
    cluster.printed(" with STICKY MODE!", 1)?;
    let first = cluster.json("/")?["pid"].clone();
    for _ in 0..10 {
        assert_eq!(cluster.json("/")?["pid"], first);
    }
    Ok(())
}

/// Runs another command of the binary that sees this cluster's control socket.
fn command(cluster: &Cluster, args: &[&str]) -> Result<(bool, String), Failure> {
    let output = Command::new(env!("CARGO_BIN_EXE_coddle"))
        .args(args)
        .arg(&cluster.application.base_dir)
        .env("TMPDIR", cluster.temporary_folder())
        .output()?;
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok((output.status.success(), text))
}

#[test]
fn status_shows_every_member() -> Result<(), Failure> {
    let cluster = start(&["--title", "shown"], &[])?;
    cluster.get("/")?;
    let (ok, text) = command(&cluster, &["status", "--json"])?;
    assert!(ok, "{text}");
    let all: serde_json::Value = serde_json::from_str(&text)?;
    let status = &all[0];
    assert_eq!(status["pid"], json!(cluster.running.id()));
    assert_eq!(status["title"], json!("shown"));
    let members = status["members"].as_array().ok_or("members")?;
    assert_eq!(members.len(), 3);
    let requests: u64 = members
        .iter()
        .filter_map(|member| member["requests"].as_u64())
        .sum();
    assert_eq!(requests, 1);
    assert!(
        members
            .iter()
            .all(|member| member["heap"].as_u64() > Some(1 << 20)),
        "{text}"
    );
    Ok(())
}

// CLU-089
#[test]
fn stop_ends_the_cluster_of_a_folder_and_warns_when_there_is_none() -> Result<(), Failure> {
    let mut cluster = start(&[], &[])?;
    let (ok, text) = command(&cluster, &["stop"])?;
    assert!(ok, "{text}");
    assert_eq!(cluster.running.ended(TIMEOUT)?.code(), Some(0));
    let (ok, text) = command(&cluster, &["stop"])?;
    assert!(ok);
    assert!(
        text.contains("can't detect any running egg process"),
        "{text}"
    );
    Ok(())
}

#[test]
fn reload_waits_for_workers_on_the_new_code_and_keeps_the_old_when_it_fails() -> Result<(), Failure>
{
    let cluster = Cluster::start(&coddle_tests::faults::application(), &[], &[])?;
    let file = cluster.application.base_dir.join("version");
    assert_eq!(cluster.get("/version")?.text(), "1");
    fs::write(&file, "2")?;
    let (ok, text) = command(&cluster, &["reload"])?;
    assert!(ok, "{text}");
    for _ in 0..8 {
        assert_eq!(cluster.get("/version")?.text(), "2");
    }
    fs::remove_file(&file)?;
    let (ok, text) = command(&cluster, &["reload"])?;
    assert!(!ok, "{text}");
    assert_eq!(cluster.get("/version")?.text(), "2");
    Ok(())
}
