//! Replays every fixture against `coddle` and compares with what real egg answered: one test a fixture.
//! tests/oracle/README.md tells how fixtures are written and recorded.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::env;
use std::process::ExitCode;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::{self, Answer, Expected, Failure, Fixture, StartError};
use coddle_tests::http::{self, Connection, Jar};
use coddle_tests::normalise::Normaliser;
use coddle_tests::{process, report};
use libtest_mimic::{Arguments, Failed, Trial};

/// How long an answer may take where the fixture does not wait for silence.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);
/// Fixtures that coddle is known to answer differently, each with its reason; docs/compat-gaps.md has the rows.
const GAPS: &str = include_str!("../oracle/gaps.json");
/// Where the egg inside coddle says that it is installed.
const FRAMEWORK: &str = "/$coddle/node_modules/egg";
/// How long a start that must fail may take.
const FAILURE_TIMEOUT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let names = match fixture::names() {
        Ok(names) => names,
        Err(error) => {
            eprintln!("cannot list the fixtures: {error}");
            return ExitCode::FAILURE;
        }
    };
    let gaps: BTreeMap<String, String> = match serde_json::from_str(GAPS) {
        Ok(gaps) => gaps,
        Err(error) => {
            eprintln!("tests/oracle/gaps.json is broken: {error}");
            return ExitCode::FAILURE;
        }
    };
    if let Some(unknown) = gaps.keys().find(|name| !names.contains(name)) {
        eprintln!("tests/oracle/gaps.json names {unknown:?}, which is no fixture");
        return ExitCode::FAILURE;
    }
    let trials = names
        .into_iter()
        .map(|name| match gaps.get(&name) {
            None => Trial::test(name.clone(), move || replay(&name).map_err(Failed::from)),
            // A known difference is run too: when it is gone, the list must say so.
            Some(reason) => {
                let reason = reason.clone();
                Trial::test(format!("{name} (known gap)"), move || match replay(&name) {
                    Err(_) => Ok(()),
                    Ok(()) => Err(Failed::from(format!(
                        "answers as egg now; take it off tests/oracle/gaps.json, where the reason was: {reason}"
                    ))),
                })
            }
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn replay(name: &str) -> Result<(), Failure> {
    let (fixture, expected) = fixture::load(name)?;
    let application = Application::copy_of(&fixture::folder().join(name))?;
    application.lay(&fixture::shared_folder(), &fixture.shared)?;
    match &expected.error {
        Some(error) => does_not_start(&fixture, error, &application),
        None => answers(&fixture, expected, &application),
    }
}

fn does_not_start(
    fixture: &Fixture,
    error: &StartError,
    application: &Application,
) -> Result<(), Failure> {
    let mut running = process::start(application, fixture.env.as_deref(), &fixture.vars)?;
    let status = running.ended(FAILURE_TIMEOUT)?;
    let normaliser = Normaliser::new(places(application, None))?;
    let stderr = normaliser.text(&running.stderr());
    if status.success() {
        return Err(format!(
            "the start must fail with {:?}, but coddle ended with success\n{}",
            error.message,
            running.printed()
        )
        .into());
    }
    if !stderr.contains(&error.message) {
        return Err(format!(
            "stderr must contain {:?}\n{}",
            error.message,
            running.printed()
        )
        .into());
    }
    Ok(())
}

fn answers(
    fixture: &Fixture,
    expected: Expected,
    application: &Application,
) -> Result<(), Failure> {
    let mut running = process::start(application, fixture.env.as_deref(), &fixture.vars)?;
    let port = running.listening()?;
    let normaliser = Normaliser::new(places(application, Some(port)))?;
    let mut jar = Jar::new();
    let mut connection = None;
    let mut wrong = Vec::new();
    for (request, expected) in fixture.requests.iter().zip(expected.answers) {
        let mut open = match connection.take() {
            Some(open) if request.reuse => open,
            _ => Connection::open(port)?,
        };
        open.send(&http::request_bytes(request, &jar)?)?;
        if request.abort {
            continue;
        }
        if request.end {
            open.end()?;
        }
        let method = match &request.raw {
            Some(raw) => raw.split(' ').next(),
            None => request.method.as_deref(),
        };
        let timeout = request
            .timeout_ms
            .map_or(ANSWER_TIMEOUT, Duration::from_millis);
        let came = open.read(method == Some("HEAD"), timeout)?;
        if let Ok(response) = &came {
            http::keep_cookies(response, &mut jar);
        }
        let actual: Answer = normaliser.answer(request, came)?.sorted();
        let expected = expected.sorted();
        if actual != expected {
            wrong.push(report::difference(request, &expected, &actual));
        }
        connection = Some(open);
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let count = format!(
        "{} of {} answers differ from egg's",
        wrong.len(),
        fixture.requests.len()
    );
    Err(format!(
        "{}\n\n{}\n{count}\n{}",
        fixture.describe,
        wrong.join("\n"),
        running.printed()
    )
    .into())
}

/// What is this run's own in answers. CODDLE_FRAMEWORK tells where the egg of another CODDLE_BIN is installed.
fn places(application: &Application, port: Option<u16>) -> Vec<(String, &'static str)> {
    let framework = env::var("CODDLE_FRAMEWORK").unwrap_or_else(|_| FRAMEWORK.to_owned());
    let mut places = vec![
        (framework, "<framework>"),
        (application.base_dir.display().to_string(), "<baseDir>"),
        (application.home.display().to_string(), "<home>"),
    ];
    if let Some(port) = port {
        places.push((format!("127.0.0.1:{port}"), "127.0.0.1:<port>"));
    }
    places
}
