//! Schedules of a cluster: which workers run them, also after members have died.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use coddle_tests::cluster::{Cluster, Heard, signal, wait_for};
use coddle_tests::fixture::Failure;
use rustix::process::Signal;
use serde_json::json;

fn start(args: &[&str]) -> Result<Cluster, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/scheduled");
    Cluster::start(&folder, args, &[])
}

/// Who ran each job of a schedule among these events.
fn workers_by_job(events: &[Heard], schedule: &str) -> BTreeMap<String, Vec<String>> {
    let mut jobs = BTreeMap::<String, Vec<String>>::new();
    for event in events.iter().filter(|event| event.action == schedule) {
        let job = event.data["id"].to_string();
        jobs.entry(job)
            .or_default()
            .push(event.data["worker"].to_string());
    }
    jobs
}

fn distinct(jobs: &BTreeMap<String, Vec<String>>) -> BTreeSet<&String> {
    jobs.values().flatten().collect()
}

/// Waits until `count` jobs of `schedule` ran, beginning after the first `seen` events.
fn jobs_after(
    cluster: &Cluster,
    seen: usize,
    schedule: &str,
    enough: impl Fn(&BTreeMap<String, Vec<String>>) -> bool,
) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    wait_for(
        || {
            let jobs = workers_by_job(cluster.events().get(seen..)?, schedule);
            enough(&jobs).then_some(jobs)
        },
        || format!("jobs of {schedule}\n{}", cluster.running.printed()),
    )
}

fn is_of_one_worker(jobs: &BTreeMap<String, Vec<String>>) -> bool {
    jobs.values().all(|workers| workers.len() == 1)
}

/// Jobs that both of two workers ran.
fn shared(jobs: &BTreeMap<String, Vec<String>>) -> usize {
    let both = |workers: &&Vec<String>| workers.len() == 2 && workers[0] != workers[1];
    jobs.values().filter(both).count()
}

fn each_kind_runs_where_it_should(cluster: &Cluster) -> Result<(), Failure> {
    // A worker is chosen at random, so that both have been before long.
    let one = jobs_after(cluster, 0, "one", |jobs| {
        jobs.len() >= 10 && distinct(jobs).len() == 2
    })?;
    assert!(is_of_one_worker(&one), "{one:?}");
    let every = jobs_after(cluster, 0, "every", |jobs| shared(jobs) >= 10)?;
    assert!(
        every.values().all(|workers| workers.len() <= 2),
        "{every:?}"
    );
    Ok(())
}

// CLU-067, CLU-073
#[test]
fn a_job_of_type_worker_runs_in_one_process_and_of_type_all_in_each() -> Result<(), Failure> {
    let cluster = start(&[])?;
    each_kind_runs_where_it_should(&cluster)?;
    // The agent is told by whoever ran it.
    let pids: Vec<u32> = cluster.workers()?.iter().map(|worker| worker.pid).collect();
    let finished = cluster.heard(4, |event| event.action == "finished")?;
    for event in &finished {
        assert_eq!(event.data["success"], json!(true));
        assert!(pids.iter().any(|pid| event.data["workerId"] == json!(pid)));
    }
    Ok(())
}

// CLU-067
#[test]
fn workers_that_are_threads_share_jobs_alike() -> Result<(), Failure> {
    let cluster = start(&["--start-mode", "worker_threads"])?;
    each_kind_runs_where_it_should(&cluster)
}

// CLU-064
#[test]
fn a_schedule_is_made_in_the_agent_and_in_every_worker() -> Result<(), Failure> {
    let cluster = start(&[])?;
    let made = cluster.heard(3, |event| event.action == "made")?;
    let mut kinds: Vec<&str> = made.iter().map(|event| event.who.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["agent", "application", "application"]);
    Ok(())
}

// CLU-067
#[test]
fn the_worker_in_place_of_a_dead_one_takes_its_share() -> Result<(), Failure> {
    let cluster = start(&[])?;
    each_kind_runs_where_it_should(&cluster)?;
    let dead = cluster.workers()?.remove(0).pid;
    signal(dead, Signal::KILL)?;
    cluster.printed("[master] app_worker#3:", 1)?;
    cluster.printed("started at", 3)?;
    let seen = cluster.events().len();
    let every = jobs_after(&cluster, seen, "every", |jobs| shared(jobs) >= 5)?;
    assert!(!distinct(&every).contains(&dead.to_string()), "{every:?}");
    let one = jobs_after(&cluster, seen, "one", |jobs| {
        jobs.len() >= 5 && distinct(jobs).len() == 2
    })?;
    assert!(is_of_one_worker(&one), "{one:?}");
    assert!(!distinct(&one).contains(&dead.to_string()), "{one:?}");
    Ok(())
}

// CLU-073
#[test]
fn timers_go_on_in_the_agent_in_place_of_a_dead_one() -> Result<(), Failure> {
    let cluster = start(&[])?;
    each_kind_runs_where_it_should(&cluster)?;
    signal(cluster.agent()?.pid, Signal::KILL)?;
    cluster.printed("[master] agent_worker#2:", 1)?;
    let agent = cluster.agent()?.pid;
    // What the dead one had begun is over when the new one hears of a job.
    cluster.heard(1, |event| event.pid == agent && event.action == "finished")?;
    let seen = cluster.events().len();
    let one = jobs_after(&cluster, seen, "one", |jobs| {
        jobs.len() >= 5 && distinct(jobs).len() == 2
    })?;
    assert!(is_of_one_worker(&one), "{one:?}");
    jobs_after(&cluster, seen, "every", |jobs| shared(jobs) >= 5)?;
    Ok(())
}
