//! Applications that cannot start, handlers that go wrong in every way, clients that speak no HTTP or forge cookies: each ends
//! with a message or an answer, and costs nobody else anything.
#![forbid(unsafe_code)]

mod cookies;
mod handlers;
mod malformed;
mod start;

use std::fs;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::{Connection, Missing, Response};

/// How long an answer may take: above every limit that a worker puts on a handler.
const PATIENCE: Duration = Duration::from_secs(60);

/// An application of these files (path, text) and of what every application needs; the given files win.
fn application(files: &[(&str, &str)]) -> Result<Application, Failure> {
    let root = tempfile::tempdir()?;
    let folder = root.path().join("broken");
    let needed = [
        ("package.json", r#"{ "name": "broken" }"#),
        ("config/config.default.js", "exports.keys = 'test';"),
        (
            "app/router.js",
            "module.exports = app => app.router.get('/', async ctx => { ctx.body = 'up'; });",
        ),
    ];
    for (path, text) in needed.iter().chain(files) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().ok_or("a file needs a folder")?)?;
        fs::write(file, text)?;
    }
    Ok(Application::copy_of(&folder)?)
}

/// Sends bytes on a connection of their own; why there was no answer otherwise.
fn ask(port: u16, bytes: &str) -> Result<Result<Response, Missing>, Failure> {
    let mut connection = Connection::open(port)?;
    connection.send(bytes.as_bytes())?;
    connection.read(false, PATIENCE)
}

/// GET of a path on a connection of its own; an error when no answer comes.
fn get(port: u16, path: &str) -> Result<Response, Failure> {
    ask(
        port,
        &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
    )?
    .map_err(|why| format!("no answer to GET {path}: {why:?}").into())
}
