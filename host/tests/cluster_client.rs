//! `app.cluster` between processes: the agent has the client, workers follow.
#![forbid(unsafe_code)]

use std::path::Path;

use coddle_tests::cluster::{self, Cluster, Heard, wait_for};
use coddle_tests::fixture::Failure;
use rustix::process::Signal;
use serde_json::json;

fn start(args: &[&str]) -> Result<Cluster, Failure> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/clients");
    Cluster::start(&source, args, &[])
}

fn named(action: &'static str) -> impl Fn(&Heard) -> bool {
    move |event| event.action == action
}

// CLU-053
#[test]
fn the_client_is_in_the_agent_and_workers_ask_it() -> Result<(), Failure> {
    let cluster = start(&[])?;
    let agent = cluster.agent()?.pid;
    let leads = cluster.heard(1, named("leads"))?;
    assert_eq!((leads[0].pid, &leads[0].data), (agent, &json!(true)));
    let page = cluster.json("/")?;
    assert_eq!(page["isLeader"], json!(false));
    assert_ne!(page["pid"], json!(agent));
    assert_eq!(page["store"]["pid"], json!(agent));
    Ok(())
}

// CLU-053
#[test]
fn threads_share_a_client_too() -> Result<(), Failure> {
    let cluster = start(&["--start-mode", "worker_threads"])?;
    assert_eq!(cluster.json("/")?["isLeader"], json!(false));
    cluster.get("/publish?store=store&id=early")?;
    assert_eq!(cluster.heard(2, named("early"))?.len(), 2);
    Ok(())
}

// CLU-056
#[test]
fn values_travel_as_what_they_are() -> Result<(), Failure> {
    let cluster = start(&[])?;
    assert_eq!(
        cluster.json("/same")?,
        json!({ "bytes": "bytes", "date": 1, "none": true })
    );
    Ok(())
}

// CLU-057, CLU-059
#[test]
fn failures_reach_the_worker_and_silence_has_an_end() -> Result<(), Failure> {
    let cluster = start(&[])?;
    let failures = cluster.json("/failures")?;
    assert_eq!(
        failures["fails"],
        json!({ "name": "TypeError", "message": "it fails", "code": "E_FAILS" })
    );
    assert_eq!(failures["never"]["name"], json!("ResponseTimeoutError"));
    assert_eq!(
        failures["never"]["message"],
        json!("Server no response in 500ms, cluster client store")
    );
    let none = json!({ "name": "Error", "message": "no store today", "code": "E_NONE" });
    assert_eq!((&failures["failing"], &failures["call"]), (&none, &none));
    assert_eq!(
        failures["late"]["message"],
        json!("[ClusterClient:nobody leads] leader does not be active in 100ms")
    );
    // The agent tells of it as well, as nobody listens there.
    cluster.complained("TypeError: it fails", 1)?;
    Ok(())
}

// CLU-058
#[test]
fn what_is_published_reaches_every_worker_once_subscribed() -> Result<(), Failure> {
    let cluster = start(&[])?;
    cluster.get("/publish?store=store&id=early")?;
    let mut workers: Vec<u32> = cluster.workers()?.iter().map(|worker| worker.pid).collect();
    let mut heard: Vec<u32> = cluster
        .heard(2, named("early"))?
        .iter()
        .map(|event| event.pid)
        .collect();
    workers.sort_unstable();
    heard.sort_unstable();
    assert_eq!(heard, workers);
    assert_eq!(cluster.json("/late")?["isDate"], json!(true));
    // The real client was asked once, whoever wants to know.
    assert_eq!(cluster.json("/")?["store"]["subscribed"], json!(["early"]));
    Ok(())
}

// CLU-058
#[test]
fn without_broadcast_one_worker_hears_it() -> Result<(), Failure> {
    let cluster = start(&[])?;
    for _ in 0..3 {
        cluster.get("/publish?store=random&id=one")?;
    }
    assert_eq!(cluster.heard(3, named("one"))?.len(), 3);
    Ok(())
}

// CLU-062
#[test]
fn followers_begin_anew_with_a_new_agent() -> Result<(), Failure> {
    let cluster = start(&[])?;
    let first = cluster.agent()?.pid;
    cluster.get("/publish?store=store&id=early")?;
    let before = cluster.heard(2, named("early"))?.len();
    cluster::signal(first, Signal::KILL)?;
    cluster.heard(2, named("leads"))?;
    // Who has published does so again, and who has subscribed hears it.
    let again = cluster.heard(before + 2, named("early"))?;
    assert!(again.iter().all(|event| event.data["from"].is_number()));
    let state = wait_for(
        || {
            cluster
                .json("/")
                .ok()
                .filter(|page| page["store"]["pid"] != json!(first))
        },
        || format!("the new agent's store\n{}", cluster.running.printed()),
    )?;
    assert_eq!(state["store"]["subscribed"], json!(["early"]));
    Ok(())
}

// CLU-054
#[test]
fn the_client_is_closed_with_the_agent() -> Result<(), Failure> {
    let mut cluster = start(&[])?;
    cluster.running.signal(Signal::TERM)?;
    assert_eq!(
        cluster
            .running
            .ended(std::time::Duration::from_secs(30))?
            .code(),
        Some(0)
    );
    // Three clients; the one that failed to get ready, too.
    assert_eq!(
        cluster
            .events()
            .iter()
            .filter(|event| event.action == "closed")
            .count(),
        3
    );
    Ok(())
}
