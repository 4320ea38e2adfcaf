//! What a worker takes upon itself at a time: requests in hand, and answers that wait for their clients.
#![forbid(unsafe_code)]

use std::path::Path;
use std::time::Duration;

use coddle_tests::cluster::{Cluster, wait_for};
use coddle_tests::fixture::Failure;
use coddle_tests::http::{Connection, Missing, Response};
use serde_json::Value;

const TIMEOUT: Duration = Duration::from_secs(30);
const MIB: u64 = 1 << 20;
/// Of the answer of `/large`.
const LARGE: u64 = 16 * MIB;

/// One worker with these limits, and the port of its admin listener.
fn start(limits: &str) -> Result<(Cluster, u16), Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/measured");
    let args = ["--start-mode", "single", "--workers", "1"];
    let vars = [("HTTP_LIMITS", limits), ("ADMIN", r#"{"port":0}"#)];
    let cluster = Cluster::start(&folder, &args, &vars)?;
    let line = cluster.printed("admin listening on http://127.0.0.1:", 1)?;
    let port = line.rsplit(':').next().unwrap_or_default().trim().parse()?;
    Ok((cluster, port))
}

fn request(port: u16, path: &str) -> Result<Connection, Failure> {
    let mut connection = Connection::open(port)?;
    connection.send(format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes())?;
    Ok(connection)
}

fn answer(connection: &mut Connection) -> Result<Response, Failure> {
    let answer = connection.read(false, TIMEOUT)?;
    answer.map_err(|why| format!("no answer: {why:?}").into())
}

/// What the worker tells of itself.
fn figures(admin: u16) -> Result<Value, Failure> {
    let answer = answer(&mut request(admin, "/status.json")?)?;
    let status: Value = serde_json::from_slice(&answer.body)?;
    Ok(status["members"][0].clone())
}

#[test]
fn slow_readers_of_large_answers_drive_out_each_other_alone() -> Result<(), Failure> {
    let most = 48 * MIB;
    let (cluster, admin) = start(&format!(r#"{{"maxWaitingBytes":{most}}}"#))?;
    let mut slow = Vec::new();
    for _ in 0..40 {
        // It never reads.
        slow.push(request(cluster.port, "/large")?);
        assert_eq!(cluster.get("/")?.status, 200);
    }
    // One that does read gets all of it, however many others wait.
    let large = cluster.get("/large")?;
    assert_eq!((large.status, large.body.len() as u64), (200, LARGE));
    let seen = wait_for(
        || {
            let seen = figures(admin).ok()?;
            let is_over = seen["requests"].as_u64()? >= 81 && seen["waiting"].as_u64()? <= most;
            is_over.then_some(seen)
        },
        || format!("all requests\n{}", cluster.running.printed()),
    )?;
    let waiting = seen["waiting"].as_u64().unwrap_or(u64::MAX);
    assert!(waiting > 0, "some still wait: {seen}");
    // All together would have been 640 MiB.
    let resident = seen["rss"].as_u64().unwrap_or(u64::MAX);
    assert!(resident < 300 * MIB, "{seen}");
    // The first one got what the kernel had taken by then.
    let first = answer(&mut slow[0])?;
    assert_eq!(first.incomplete, Some(Missing::Closed));
    // The last one has its place.
    let last = answer(slow.last_mut().ok_or("no connection")?)?;
    assert_eq!((last.incomplete, last.body.len() as u64), (None, LARGE));
    Ok(())
}

#[test]
fn an_answer_larger_than_all_that_may_wait_is_sent_nevertheless() -> Result<(), Failure> {
    let (cluster, _) = start(r#"{"maxWaitingBytes":1000}"#)?;
    assert_eq!(cluster.get("/large")?.body.len() as u64, LARGE);
    Ok(())
}

#[test]
fn a_client_that_pauses_while_it_takes_an_answer_does_not_rest() -> Result<(), Failure> {
    let (cluster, admin) = start(r#"{"keepAliveTimeout":100}"#)?;
    let mut pausing = request(cluster.port, "/large")?;
    wait_for(
        || (figures(admin).ok()?["waiting"].as_u64()? > 0).then_some(()),
        || "an answer that waits".to_owned(),
    )?;
    // One that does rest is closed meanwhile.
    let mut resting = request(cluster.port, "/")?;
    assert_eq!(answer(&mut resting)?.status, 200);
    assert!(matches!(
        resting.read(false, TIMEOUT)?,
        Err(Missing::Closed)
    ));
    let large = answer(&mut pausing)?;
    assert_eq!((large.incomplete, large.body.len() as u64), (None, LARGE));
    Ok(())
}

#[test]
fn requests_beyond_those_that_a_worker_takes_are_told_to_come_again() -> Result<(), Failure> {
    let (cluster, admin) = start(r#"{"maxRequestsInFlight":3}"#)?;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(request(cluster.port, "/held")?);
    }
    wait_for(
        || (figures(admin).ok()?["in_flight"] == 3).then_some(()),
        || "three requests".to_owned(),
    )?;
    let refused = cluster.get("/")?;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("retry-after"), Some("1"));
    drop(held.pop());
    wait_for(
        || (cluster.get("/").ok()?.status == 200).then_some(()),
        || "room for a request".to_owned(),
    )
}
