//! What a request leaves on the JavaScript heap. Cycles are found by the collector alone, which stops the worker while it looks at
//! everything that is open: a request that makes none costs no pause.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process;
use rustix::process::Signal;

const TIMEOUT: Duration = Duration::from_secs(15);
/// Too few for the collector to begin by itself: it waits for half of the heap of an application that has started.
const REQUESTS: usize = 300;
/// A ctx and an object that know each other are about 600 bytes; what is kept between requests (shapes, tables that grow) is
/// less than this a request.
const ALLOWED: usize = 100 * REQUESTS;

fn get(connection: &mut Connection, path: &str) -> Result<String, Failure> {
    connection.send(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").as_bytes())?;
    Ok(connection
        .read(false, TIMEOUT)?
        .map_err(|why| format!("no answer: {why:?}"))?
        .text())
}

fn heap(connection: &mut Connection) -> Result<usize, Failure> {
    Ok(get(connection, "/heap")?.parse()?)
}

/// What the framework itself extends ctx, request and response with does not count as the application's own: its requests take
/// the native way, and that the application may lose it is told.
#[test]
fn an_application_is_told_when_it_leaves_the_native_way() -> Result<(), Failure> {
    let slower = |extension: &str| -> Result<Vec<String>, Failure> {
        let application = Application::of(&[
            ("package.json", r#"{ "name": "told" }"#),
            ("config/config.default.js", "exports.keys = 'told';"),
            ("app/router.js", "module.exports = () => {};"),
            ("app/extend/request.js", extension),
        ])?;
        let mut running = process::start(&application, Some("prod"), &BTreeMap::new())?;
        running.listening()?;
        running.signal(Signal::TERM)?;
        running.exited(TIMEOUT)?;
        let log = application.home.join("logs/told/egg-web.log");
        let log = std::fs::read_to_string(log)?;
        let told = log.lines().filter(|line| line.contains("the slower way"));
        Ok(told.map(str::to_owned).collect())
    };
    assert_eq!(slower("exports.own = 1;")?, Vec::<String>::new());
    let told = slower("module.exports = { get path() { return '/same'; } };")?;
    assert!(
        told.len() == 1 && told[0].ends_with("its own request.path"),
        "{told:#?}"
    );
    Ok(())
}

#[test]
fn requests_leave_nothing_to_the_collector() -> Result<(), Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cycles");
    let application = Application::copy_of(&folder)?;
    let mut running = process::start(&application, Some("prod"), &BTreeMap::new())?;
    let mut connection = Connection::open(running.listening()?)?;

    let mut leaks = Vec::new();
    for touch in [
        "nothing", "request", "messages", "service", "helper", "cookies", "session", "logger",
        "timer", "failure",
    ] {
        let path = format!("/{touch}");
        // What is made once is made by the first ones.
        for _ in 0..20 {
            get(&mut connection, &path)?;
        }
        let before = heap(&mut connection)?;
        for _ in 0..REQUESTS {
            get(&mut connection, &path)?;
        }
        let grown = heap(&mut connection)?.saturating_sub(before);
        if grown > ALLOWED {
            leaks.push(format!("{touch}: {} bytes a request", grown / REQUESTS));
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    Ok(())
}
