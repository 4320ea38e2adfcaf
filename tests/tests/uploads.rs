//! Uploads that end early. egg leaves what arrived of such a file in its temporary folder; Coddle removes it.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use coddle_tests::application::Application;
use coddle_tests::fixture::{self, Failure};
use coddle_tests::http::Connection;
use coddle_tests::process;

const TIMEOUT: Duration = Duration::from_secs(15);

/// Asks the application of fixtures/multipart-file how many files its upload folder holds, until it is so many.
fn wait_for_files(port: u16, wanted: &str) -> Result<(), Failure> {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        let mut connection = Connection::open(port)?;
        connection.send(b"GET /left HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
        let left = connection
            .read(false, TIMEOUT)?
            .map_err(|why| format!("no answer: {why:?}"))?
            .text();
        if left == wanted {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(format!("{left} files are left, not {wanted}").into());
        }
        thread::sleep(Duration::from_millis(5));
    }
}

// MW-146, MW-150
#[test]
fn a_client_that_goes_away_within_a_file_leaves_nothing_behind() -> Result<(), Failure> {
    let folder: &Path = &fixture::folder().join("multipart-file");
    let application = Application::copy_of(folder)?;
    let mut running = process::start(&application, Some("unittest"), &BTreeMap::new())?;
    let port = running.listening()?;

    let head = "POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\
        Content-Type: multipart/form-data; boundary=xx\r\n\r\n";
    let part =
        "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.js\"\r\n\r\n".to_owned();
    let mut upload = Connection::open(port)?;
    upload.send(format!("{head}{part}{}", "x".repeat(400)).as_bytes())?;
    wait_for_files(port, "1")?;
    drop(upload);
    wait_for_files(port, "0")
}
