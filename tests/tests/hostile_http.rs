//! Requests that HTTP/1.1 forbids, or that servers read in different ways: the cases of tests/hostile-http. (The command beside them
//! asks those of others as well.)
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process;
use regex::{Captures, Regex};
use serde::Deserialize;

const TIMEOUT: Duration = Duration::from_secs(15);
const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    /// Answered 2xx.
    Valid,
    /// Not answered 2xx, but at once.
    Invalid,
    /// Not answered before there is more.
    Waits,
}

#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    /// Latin-1; `{{repeat TEXT COUNT}}` is filled in.
    raw: String,
    verdict: Verdict,
    /// Valid requests in front of an invalid one.
    #[serde(default)]
    before: usize,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile-http")
}

fn bytes_of(case: &Case) -> Result<Vec<u8>, Failure> {
    let repeat = Regex::new(r"\{\{repeat ((?s).+?) (\d+)\}\}")?;
    let text = repeat.replace_all(&case.raw, |found: &Captures<'_>| {
        found[1].repeat(found[2].parse().unwrap_or(0))
    });
    let bytes = text.chars().map(|c| u8::try_from(u32::from(c)));
    Ok(bytes.collect::<Result<_, _>>()?)
}

/// Sends a case; gives why what came for it is wrong.
fn ask(port: u16, case: &Case) -> Result<Option<String>, Failure> {
    let mut connection = Connection::open(port)?;
    connection.send(&bytes_of(case)?)?;
    if case.verdict == Verdict::Waits {
        // A round trip on another connection: what was sent has been read by then.
        let mut other = Connection::open(port)?;
        other.send(GET)?;
        other
            .read(false, TIMEOUT)?
            .map_err(|why| format!("{why:?}"))?;
        if let Ok(early) = connection.read(false, Duration::from_millis(1))? {
            return Ok(Some(format!(
                "answered {} before it was whole",
                early.status
            )));
        }
        connection.end()?;
    }
    for _ in 0..case.before {
        match connection.read(false, TIMEOUT)? {
            Ok(response) if response.status == 200 => {}
            other => return Ok(Some(format!("a request in front of it: {other:?}"))),
        }
    }
    let status = match connection.read(false, TIMEOUT)? {
        Ok(response) => Some(response.status),
        Err(coddle_tests::http::Missing::Closed) => None,
        Err(missing) => return Ok(Some(format!("{missing:?}"))),
    };
    let is_good = status.is_some_and(|status| (200..300).contains(&status));
    Ok((is_good != (case.verdict == Verdict::Valid)).then(|| format!("answered {status:?}")))
}

fn answered_as_the_table_says(file: &str) -> Result<(), Failure> {
    let application = Application::copy_of(&folder().join("app"))?;
    let mut running = process::start(&application, Some("unittest"), &BTreeMap::new())?;
    let port = running.listening()?;
    let cases: Vec<Case> =
        serde_json::from_str(&fs::read_to_string(folder().join("cases").join(file))?)?;
    let mut wrong = Vec::new();
    for case in &cases {
        if let Some(why) = ask(port, case)? {
            wrong.push(format!("{} is {:?}: {why}", case.name, case.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn requests_that_could_be_read_in_two_ways_are_not_answered() -> Result<(), Failure> {
    answered_as_the_table_says("own.json")
}

#[test]
fn the_cases_of_h1spec_are_answered_as_it_asks() -> Result<(), Failure> {
    answered_as_the_table_says("h1spec.json")
}
