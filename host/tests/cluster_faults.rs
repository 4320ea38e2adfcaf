//! What befalls a cluster under load: every request is counted.
#![forbid(unsafe_code)]

use std::time::Duration;

use coddle_tests::census::Census;
use coddle_tests::faults::{FAULTS, Outcome};
use coddle_tests::fixture::Failure;

/// How long the load lasts before and after.
const AROUND: Duration = Duration::from_millis(200);

fn befall(name: &str) -> Result<Outcome, Failure> {
    let fault = FAULTS
        .iter()
        .find(|fault| fault.name.starts_with(name))
        .ok_or_else(|| format!("there is no fault {name}"))?;
    let outcome = fault.run(AROUND)?;
    assert_eq!(
        outcome.count.sent,
        outcome.count.answered + outcome.count.lost.len()
    );
    assert!(
        outcome.count.answered > 0,
        "{name}: the load asked for nothing"
    );
    let expected = match name {
        "SIGTERM" => Census::default(),
        _ => outcome.before,
    };
    assert_eq!(outcome.after, expected, "{name}: what the cluster holds");
    Ok(outcome)
}

fn nothing_is_lost(name: &str) -> Result<Outcome, Failure> {
    let outcome = befall(name)?;
    assert_eq!(outcome.count.lost, [], "{name}");
    Ok(outcome)
}

/// Only what the dead worker had in its hands may be lost: at most a request a client.
fn only_its_own_is_lost(name: &str) -> Result<(), Failure> {
    let outcome = befall(name)?;
    let lost = &outcome.count.lost;
    assert!(lost.len() <= outcome.clients, "{name}: {lost:?}");
    assert_eq!(outcome.strangers(), 0, "{name}: {lost:?}");
    Ok(())
}

// CLU-025, CLU-026
#[test]
fn a_killed_worker_takes_no_request_of_another_along() -> Result<(), Failure> {
    only_its_own_is_lost("kill -9 of one of two workers")
}

// CLU-026
#[test]
fn connections_wait_for_the_replacement_of_the_only_worker() -> Result<(), Failure> {
    only_its_own_is_lost("kill -9 of the only worker")
}

// CLU-030
#[test]
fn requests_do_not_notice_the_death_of_the_agent() -> Result<(), Failure> {
    nothing_is_lost("kill -9 of the agent").map(drop)
}

// CLU-033
#[test]
fn a_worker_with_an_uncaught_exception_answers_what_it_has_and_is_replaced() -> Result<(), Failure>
{
    let outcome = nothing_is_lost("uncaught exception")?;
    assert_eq!(outcome.culprit.as_deref(), Some("200"));
    Ok(())
}

#[test]
fn an_unhandled_rejection_costs_nothing() -> Result<(), Failure> {
    nothing_is_lost("unhandled rejection").map(drop)
}

#[test]
fn a_handler_that_ends_the_process_takes_its_own_worker_along() -> Result<(), Failure> {
    only_its_own_is_lost("process.exit()")
}

#[test]
fn an_endless_loop_costs_its_own_request() -> Result<(), Failure> {
    let outcome = nothing_is_lost("endless loop")?;
    assert_eq!(outcome.culprit.as_deref(), Some("503"));
    Ok(())
}

#[test]
fn a_worker_that_no_limit_reaches_is_killed_and_replaced() -> Result<(), Failure> {
    only_its_own_is_lost("worker stuck")
}

#[test]
fn a_heap_bomb_costs_its_own_request() -> Result<(), Failure> {
    let outcome = nothing_is_lost("heap bomb")?;
    assert_eq!(outcome.culprit.as_deref(), Some("500"));
    Ok(())
}

#[test]
fn a_stack_bomb_costs_its_own_request() -> Result<(), Failure> {
    let outcome = nothing_is_lost("stack bomb")?;
    assert_eq!(outcome.culprit.as_deref(), Some("500"));
    Ok(())
}

// CLU-034
#[test]
fn a_reload_loses_nothing() -> Result<(), Failure> {
    nothing_is_lost("reload").map(drop)
}

#[test]
fn an_upgrade_of_the_binary_loses_nothing() -> Result<(), Failure> {
    nothing_is_lost("upgrade").map(drop)
}

// CLU-036
#[test]
fn sigterm_lets_every_request_finish_that_was_sent() -> Result<(), Failure> {
    nothing_is_lost("SIGTERM").map(drop)
}
