//! Messages between agent and workers, as applications see them.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use coddle_tests::cluster::{Cluster, Heard};
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use serde_json::{Value, json};

const TIMEOUT: Duration = Duration::from_secs(30);

fn observed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/observed")
}

/// Starts a cluster whose members have all heard that the server is up.
fn start(args: &[&str]) -> Result<Cluster, Failure> {
    let cluster = Cluster::start(&observed(), args, &[])?;
    cluster.heard(3, |event| event.action == "egg-ready")?;
    Ok(cluster)
}

/// Asks for `path`, then for a message that goes the same way to everybody; gives who has heard `hello` by then.
fn who_hears(cluster: &Cluster, path: &str) -> Result<Vec<String>, Failure> {
    // Messages of one sender keep their order, so that what comes after tells that what was to come has come: a connection has one
    // worker.
    let mut connection = Connection::open(cluster.port)?;
    let mut ask = |path: &str| -> Result<Value, Failure> {
        Ok(serde_json::from_slice(
            &connection.get(path, TIMEOUT)?.body,
        )?)
    };
    let answer = ask(path)?;
    assert_eq!(
        answer["chained"],
        json!(true),
        "{path} returns the messenger"
    );
    let before = cluster
        .events()
        .iter()
        .filter(|event| is_mark(event))
        .count();
    ask("/broadcast")?;
    cluster.heard(before + 3, is_mark)?;
    let heard = cluster
        .events()
        .into_iter()
        .filter(|event| event.action == "hello" && !is_mark(event));
    let mut who: Vec<String> = heard.map(|event| event.who).collect();
    who.sort();
    Ok(who)
}

fn is_mark(event: &Heard) -> bool {
    event.action == "hello" && event.data == json!("all")
}

// CLU-041, CLU-047
#[test]
fn broadcast_reaches_every_worker_and_the_agent() -> Result<(), Failure> {
    let cluster = start(&[])?;
    assert_eq!(who_hears(&cluster, "/broadcast")?, [""; 0]);
    let heard = cluster.heard(6, is_mark)?;
    assert_eq!(heard.iter().filter(|event| event.who == "agent").count(), 2);
    Ok(())
}

// CLU-042
#[test]
fn messages_to_a_kind_reach_all_of_it() -> Result<(), Failure> {
    let cluster = start(&[])?;
    assert_eq!(who_hears(&cluster, "/sendToApp")?, ["app", "app"]);
    let cluster = start(&[])?;
    assert_eq!(who_hears(&cluster, "/sendToAgent")?, ["agent"]);
    Ok(())
}

// CLU-043
#[test]
fn a_message_to_a_process_reaches_it_alone() -> Result<(), Failure> {
    let cluster = start(&[])?;
    let pid = cluster.workers()?.first().ok_or("a worker")?.pid;
    cluster.json(&format!("/sendTo?pid={pid}"))?;
    let heard = cluster.heard(1, |event| event.data == json!("one"))?;
    assert_eq!(
        heard.iter().map(|event| event.pid).collect::<Vec<_>>(),
        [pid]
    );
    let agent = cluster.agent()?.pid;
    cluster.json(&format!("/sendTo?pid={agent}"))?;
    let heard = cluster.heard(2, |event| event.data == json!("one"))?;
    assert_eq!(heard[1].pid, agent);
    Ok(())
}

// CLU-044
#[test]
fn send_random_of_the_agent_reaches_one_worker_and_that_of_a_worker_nobody() -> Result<(), Failure>
{
    let cluster = start(&[])?;
    cluster.json("/ask")?;
    let heard = cluster.heard(1, |event| event.action == "reply")?;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].who, "app");
    assert_eq!(who_hears(&cluster, "/sendRandom")?, [""; 0]);
    Ok(())
}

// CLU-045
#[test]
fn without_an_address_a_worker_talks_to_the_agent() -> Result<(), Failure> {
    let cluster = start(&[])?;
    assert_eq!(who_hears(&cluster, "/send")?, ["agent"]);
    Ok(())
}

// CLU-046, CLU-050
#[test]
fn data_travels_as_json() -> Result<(), Failure> {
    let cluster = start(&[])?;
    cluster.json("/types")?;
    let heard = cluster.heard(1, |event| event.action == "typed")?;
    assert_eq!(
        heard[0].data,
        json!({ "date": "1970-01-01T00:00:00.000Z", "n": 1 })
    );
    Ok(())
}

// CLU-051
#[test]
fn raw_messages_and_strings_are_passed_on() -> Result<(), Failure> {
    let cluster = start(&[])?;
    cluster.get("/raw")?;
    let heard = cluster.heard(1, |event| event.action == "raw")?;
    assert_eq!(
        (heard[0].who.as_str(), &heard[0].data),
        ("agent", &json!({ "extra": true }))
    );
    let heard = cluster.heard(1, |event| event.action == "a string")?;
    assert_eq!(
        (heard[0].who.as_str(), &heard[0].data),
        ("agent", &json!("a string"))
    );
    Ok(())
}

// CLU-040, CLU-049: a worker learns of the agent's id only when the agent was replaced.
#[test]
fn the_agent_knows_the_workers_by_their_ids() -> Result<(), Failure> {
    let cluster = start(&[])?;
    let mut workers: Vec<u32> = cluster.workers()?.iter().map(|worker| worker.pid).collect();
    workers.sort_unstable();
    let pids = cluster.heard(2, |event| {
        event.who == "agent" && event.action == "egg-pids"
    })?;
    assert_eq!(pids[1].data, json!(workers));
    let page = cluster.json("/")?;
    assert_eq!(page["opids"], json!([]));
    assert_eq!(page["messengerPid"], json!(page["pid"].to_string()));
    Ok(())
}

// CLU-015
#[test]
fn threads_talk_as_processes_do() -> Result<(), Failure> {
    let cluster = start(&["--start-mode", "worker_threads"])?;
    assert_eq!(cluster.members()?, []);
    assert_eq!(who_hears(&cluster, "/sendToApp")?, ["app", "app"]);
    assert_eq!(
        cluster.json("/")?["options"]["startMode"],
        json!("worker_threads")
    );
    Ok(())
}
