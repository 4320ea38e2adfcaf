//! A handler that goes wrong gets its client an answer, and the worker goes on for everybody else.

use std::thread;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process::Running;
use rustix::process::Signal;

use crate::{application, get};

const ROUTES: &str = "
'use strict';

module.exports = ({ router }) => {
  router.get('/', async ctx => { ctx.body = 'up'; });
  router.get('/slow', async ctx => {
    await new Promise(resolve => setTimeout(resolve, 300));
    ctx.body = 'slow';
  });
  router.get('/hangs', async ctx => { ctx.kept = new Promise(() => {}); await ctx.kept; });
  router.get('/throws', async () => { throw new Error('on purpose'); });
  router.get('/throws-nothing', async () => { throw undefined; });
  router.get('/rejects-later', async ctx => {
    setImmediate(() => Promise.reject(new Error('nobody waits for this')));
    ctx.body = 'answered';
  });
  router.get('/loops', async () => { for (;;); });
  router.get('/loops-later', async () => {
    await new Promise(resolve => setImmediate(resolve));
    for (;;);
  });
  router.get('/loops-in-catch', async () => {
    for (;;) {
      try { for (;;); } catch (error) { continue; }
    }
  });
  router.get('/loops-in-regexp', async ctx => {
    ctx.body = /^(a+)+$/.test('a'.repeat(40) + 'b');
  });
  router.get('/loops-in-jobs', async () => {
    for (;;) await null;
  });
  router.get('/recurses', async ctx => {
    const down = n => down(n + 1) + 1;
    ctx.body = down(0);
  });
  router.get('/recurses-in-getter', async ctx => {
    const body = { get again() { return JSON.stringify(body); } };
    ctx.body = body;
  });
  router.get('/allocates', async () => {
    const all = [];
    for (;;) all.push(new Array(1000).fill(all.length));
  });
  router.get('/allocates-text', async ctx => {
    let text = 'x';
    for (;;) text += text;
  });
};
";

/// Limits that a runaway reaches soon, and that nothing else comes near, on a busy machine either.
const LIMITS: &[&str] = &["--turn-limit", "3", "--heap", "64"];

fn running() -> Result<(Application, Running, u16), Failure> {
    let application = application(&[("app/router.js", ROUTES)])?;
    let folder = application.base_dir.to_str().ok_or("not UTF-8")?;
    let home = application.home.to_str().ok_or("not UTF-8")?;
    let vars = [
        ("HOME", home),
        ("EGG_HOME", home),
        ("EGG_SERVER_ENV", "prod"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let args = [&["start", folder, "--port", "0", "--workers", "1"], LIMITS].concat();
    let mut running = Running::spawn(&args, &application.base_dir, &vars)?;
    let port = running.listening()?;
    Ok((application, running, port))
}

/// Asks for `path` while another request is in flight. The first gets 500 or 503; the other one is answered (200, or 503 where
/// its JavaScript context went with the runaway), and so is who comes after.
fn is_answered_and_others_too(path: &'static str) -> Result<(), Failure> {
    let (_application, running, port) = running()?;
    let other = thread::spawn(move || get(port, "/slow").map_err(|error| error.to_string()));
    let answer = get(port, path)?;
    assert!(
        matches!(answer.status, 500 | 503),
        "{path} was answered {} {:?}\n{}",
        answer.status,
        answer.text(),
        running.printed()
    );
    let other = other.join().map_err(|_| "the other client panicked")??;
    assert!(
        matches!(other.status, 200 | 503),
        "beside {path} /slow was answered {}\n{}",
        other.status,
        running.printed()
    );
    let after = get(port, "/")?;
    assert_eq!((after.status, after.text().as_str()), (200, "up"));
    Ok(())
}

#[test]
fn a_handler_that_throws_is_answered_500() -> Result<(), Failure> {
    is_answered_and_others_too("/throws")
}

#[test]
fn a_handler_that_throws_undefined_is_answered_500() -> Result<(), Failure> {
    is_answered_and_others_too("/throws-nothing")
}

#[test]
fn a_rejection_that_nobody_waits_for_ends_nothing() -> Result<(), Failure> {
    let (_application, _running, port) = running()?;
    assert_eq!(get(port, "/rejects-later")?.status, 200);
    assert_eq!(get(port, "/")?.text(), "up");
    Ok(())
}

#[test]
fn an_endless_loop_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/loops")
}

#[test]
fn an_endless_loop_after_an_await_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/loops-later")
}

#[test]
fn an_endless_loop_that_catches_everything_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/loops-in-catch")
}

#[test]
fn a_regular_expression_that_never_comes_back_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/loops-in-regexp")
}

#[test]
fn an_endless_chain_of_promise_jobs_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/loops-in-jobs")
}

#[test]
fn endless_recursion_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/recurses")
}

#[test]
fn endless_recursion_while_the_body_is_serialised_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/recurses-in-getter")
}

#[test]
fn endless_allocation_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/allocates")
}

#[test]
fn a_text_that_grows_without_end_is_ended() -> Result<(), Failure> {
    is_answered_and_others_too("/allocates-text")
}

#[test]
fn one_runaway_after_the_other_is_answered() -> Result<(), Failure> {
    let (_application, running, port) = running()?;
    for path in ["/recurses", "/allocates", "/loops", "/throws", "/allocates"] {
        let answer = get(port, path)?;
        assert!(
            matches!(answer.status, 500 | 503),
            "{path} was answered {}\n{}",
            answer.status,
            running.printed()
        );
        assert_eq!(get(port, "/")?.status, 200);
    }
    Ok(())
}

#[test]
fn requests_that_never_end_do_not_keep_a_worker_from_ending() -> Result<(), Failure> {
    let (_application, mut running, port) = running()?;
    let mut hanging = Connection::open(port)?;
    hanging.send(b"GET /hangs HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
    let mut reading = Connection::open(port)?;
    reading.send(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")?;
    // Answered behind both: they are under way.
    assert_eq!(get(port, "/")?.status, 200);
    running.signal(Signal::TERM)?;
    let status = running.ended(Duration::from_secs(60))?;
    assert!(
        status.success(),
        "ended with {status}\n{}",
        running.printed()
    );
    Ok(())
}
