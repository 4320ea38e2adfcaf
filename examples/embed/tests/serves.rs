//! The program does what its README says, wherever it is told to listen.
#![forbid(unsafe_code)]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process::Running;
use coddle_tests::stream::Stream;
use rustix::process::Signal;

const TIMEOUT: Duration = Duration::from_secs(30);

/// Runs the program until it listens; gives what it says of where.
fn start(application: &Path, place: &str, workers: &str) -> Result<(Running, String), Failure> {
    let home = env!("CARGO_TARGET_TMPDIR");
    let mut command = Command::new(env!("CARGO_BIN_EXE_embed"));
    command
        .args([&*application.to_string_lossy(), place, workers])
        .envs([("HOME", home), ("EGG_HOME", home)]);
    let mut running = Running::of(command)?;
    let address = running.listening_on()?;
    Ok((running, address))
}

fn hello() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../hello"))
}

fn says_hello(stream: Stream) -> Result<(), Failure> {
    let answer = Connection::over(stream).get("/", TIMEOUT)?;
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "hello, world")
    );
    Ok(())
}

fn on_port(address: &str) -> Result<Stream, Failure> {
    let (_, port) = address.rsplit_once(':').ok_or("a port")?;
    Stream::tcp(port.parse()?)
}

/// Tells it to end, as an operator does.
fn end(mut running: Running) -> Result<(), Failure> {
    running.signal(Signal::TERM)?;
    assert!(running.ended(TIMEOUT)?.success(), "{}", running.printed());
    Ok(())
}

#[test]
fn on_a_port() -> Result<(), Failure> {
    let (running, address) = start(hello(), "0", "1")?;
    says_hello(on_port(&address)?)?;
    end(running)
}

#[test]
fn on_a_unix_socket_whose_file_goes_with_the_host() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("hello.sock");
    for workers in ["1", "2"] {
        let (running, address) = start(hello(), &path.to_string_lossy(), workers)?;
        assert_eq!(Path::new(&address), path);
        says_hello(Stream::unix(&path)?)?;
        end(running)?;
        assert!(!path.exists(), "with {workers} workers");
    }
    Ok(())
}

#[test]
fn on_a_port_that_the_program_opened() -> Result<(), Failure> {
    for workers in ["1", "2"] {
        let (running, address) = start(hello(), "open:0", workers)?;
        says_hello(on_port(&address)?)?;
        end(running)?;
        assert!(
            on_port(&address).is_err(),
            "somebody listens on {address} still"
        );
    }
    Ok(())
}

#[test]
fn on_a_unix_socket_that_the_program_opened_and_that_is_its_own() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    for workers in ["1", "2"] {
        let path = folder.path().join(format!("{workers}.sock"));
        let (running, _) = start(hello(), &format!("open:{}", path.display()), workers)?;
        says_hello(Stream::unix(&path)?)?;
        end(running)?;
        assert!(path.exists(), "with {workers} workers");
    }
    Ok(())
}

#[test]
fn a_listener_of_the_programs_counts_more_than_the_configuration() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let other = folder.path().join("other.sock");
    for (path, text) in [
        ("package.json", r#"{ "name": "moved" }"#.to_owned()),
        (
            "config/config.default.js",
            format!("exports.keys = 'k'; exports.cluster = {{ listen: {{ path: {other:?} }} }};"),
        ),
        (
            "app/router.js",
            "module.exports = app => app.get('/', ctx => { ctx.body = 'hello, world'; });"
                .to_owned(),
        ),
    ] {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().ok_or("no folder")?)?;
        std::fs::write(file, text)?;
    }
    for workers in ["1", "2"] {
        let (running, address) = start(folder.path(), "open:0", workers)?;
        says_hello(on_port(&address)?)?;
        assert!(!other.exists(), "it listens there, too");
        end(running)?;
    }
    Ok(())
}
