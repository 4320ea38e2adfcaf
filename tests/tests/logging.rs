//! Where log entries go: to files that are rotated meanwhile, or to standard output in JSON.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process::{self, Running};
use rustix::process::Signal;
use serde_json::{Value, json};

const TIMEOUT: Duration = Duration::from_secs(30);

/// Starts the application of tests/logging.
fn start(vars: &[(&str, &str)]) -> Result<(Application, Running, u16), Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/logging");
    let application = Application::copy_of(&folder)?;
    let vars: BTreeMap<String, String> = vars
        .iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut running = process::start(&application, Some("prod"), &vars)?;
    let port = running.listening()?;
    Ok((application, running, port))
}

fn get(port: u16, path: &str, headers: &str) -> Result<String, Failure> {
    let mut connection = Connection::open(port)?;
    connection.send(
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Connection: close\r\n\r\n")
            .as_bytes(),
    )?;
    Ok(connection
        .read(false, TIMEOUT)?
        .map_err(|why| format!("no answer to {path}: {why:?}"))?
        .text())
}

/// Ends the application as `kill` does, which writes what is buffered.
fn end(mut running: Running) -> Result<Running, Failure> {
    running.signal(Signal::TERM)?;
    running.ended(TIMEOUT)?;
    Ok(running)
}

/// The JSON entries of standard output from the first request on.
fn entries(running: &Running, marker: &str) -> Result<Vec<Value>, Failure> {
    running
        .stdout()
        .lines()
        .filter(|line| line.starts_with('{') || line.contains(marker))
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

// LCH-013, MW-177, MW-179
#[test]
fn no_line_is_lost_or_torn_by_rotation_under_load() -> Result<(), Failure> {
    const WRITERS: usize = 4;
    const REQUESTS: usize = 25;
    const LINES: usize = 200;
    let (application, running, port) = start(&[])?;

    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            thread::spawn(move || -> Result<(), String> {
                for request in 0..REQUESTS {
                    let from = (writer * REQUESTS + request) * LINES;
                    get(port, &format!("/count?from={from}&count={LINES}"), "")
                        .map_err(|error| error.to_string())?;
                }
                Ok(())
            })
        })
        .collect();
    let mut rotations = 0;
    while !writers.iter().all(thread::JoinHandle::is_finished) {
        assert_eq!(get(port, "/rotate", "")?, "rotated");
        rotations += 1;
    }
    for writer in writers {
        writer.join().map_err(|_| "a writer panicked")??;
    }
    end(running)?;

    let mut seen = BTreeSet::new();
    let mut files = 0;
    for entry in fs::read_dir(application.base_dir.join("logs"))? {
        let entry = entry?;
        if !entry
            .file_name()
            .to_string_lossy()
            .starts_with("counted.log")
        {
            continue;
        }
        files += 1;
        let text = fs::read_to_string(entry.path())?;
        assert!(
            text.is_empty() || text.ends_with('\n'),
            "a file ends within a line"
        );
        for line in text.lines() {
            let number: usize = line
                .strip_prefix("line ")
                .and_then(|rest| rest.strip_suffix(" end"))
                .and_then(|rest| rest.split(' ').next())
                .ok_or_else(|| format!("a torn line: {line:?}"))?
                .parse()?;
            assert_eq!(
                line,
                format!("line {number} {} end", "x".repeat(number % 200))
            );
            assert!(seen.insert(number), "line {number} is there twice");
        }
    }
    assert!(files > 3, "only {files} files after {rotations} rotations");
    assert_eq!(seen.len(), WRITERS * REQUESTS * LINES, "lines are missing");
    Ok(())
}

#[test]
fn standard_output_holds_every_entry_as_json_and_no_file_is_written() -> Result<(), Failure> {
    let (_application, running, port) = start(&[("STDOUT_JSON", "1")])?;
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let headers =
        format!("X-Request-Id: proxy-7\r\ntraceparent: 00-{trace}-00f067aa0ba902b7-01\r\n");
    get(port, "/lines?a=1", &headers)?;
    assert_eq!(get(port, "/files", "")?, "[]");
    let running = end(running)?;

    let entries = entries(&running, "later")?;
    let find = |message: &str| {
        entries
            .iter()
            .find(|entry| {
                entry["message"]
                    .as_str()
                    .is_some_and(|text| text.starts_with(message))
            })
            .ok_or_else(|| format!("{message:?} is not there: {entries:#?}"))
    };
    let line = find("two\nlines and \"quotes\"")?;
    for (name, value) in [
        ("level", json!("INFO")),
        ("logger", json!("logger")),
        ("requestId", json!("proxy-7")),
        ("traceId", json!(trace)),
        ("spanId", json!("00f067aa0ba902b7")),
        ("ip", json!("127.0.0.1")),
        ("method", json!("GET")),
        ("url", json!("/lines?a=1")),
        ("pid", json!(running.id())),
    ] {
        assert_eq!(line[name], value, "{name}");
    }
    assert_eq!(find("of the core")?["logger"], "coreLogger");
    assert_eq!(find("of the core")?["level"], "WARN");
    assert_eq!(find("ctx is known")?["requestId"], "proxy-7");
    assert_eq!(find("later")?["requestId"], "proxy-7");
    assert_eq!(find("{ an: 'object' }")?["logger"], "countedLogger");
    assert_eq!(find("as it is")?["level"], Value::Null);
    assert!(find("not heard").is_err());

    let failures: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["error"]["code"] == "E_TEST")
        .collect();
    assert_eq!(failures.len(), 1, "an error is one entry: {failures:#?}");
    let failure = failures[0];
    assert_eq!(
        (&failure["level"], &failure["message"]),
        (&json!("ERROR"), &json!("TypeError: that failed"))
    );
    let stack = failure["error"]["stack"].as_str().unwrap_or_default();
    assert!(
        stack.contains("detail: 5") && stack.contains("the reason"),
        "{stack}"
    );
    assert!(
        !running.stderr().contains("that failed"),
        "{}",
        running.stderr()
    );
    Ok(())
}

#[test]
fn a_request_without_a_usable_name_gets_one_of_its_own() -> Result<(), Failure> {
    let (_application, running, port) = start(&[("STDOUT_JSON", "1")])?;
    let long = "x".repeat(200);
    for name in ["a b\"c", "", &long] {
        get(
            port,
            "/lines",
            &format!("X-Request-Id: {name}\r\ntraceparent: 00-nonsense\r\n"),
        )?;
    }
    let running = end(running)?;
    let entries = entries(&running, "later")?;
    let names: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| entry["url"] == "/lines")
        .map(|entry| entry["requestId"].as_str().unwrap_or("none"))
        .collect();
    assert_eq!(names.len(), 3, "one a request: {names:?}");
    assert!(names.iter().all(|name| name.len() == 36), "{names:?}");
    assert!(entries.iter().all(|entry| entry["traceId"].is_null()));
    Ok(())
}
