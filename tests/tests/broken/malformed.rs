//! What is no HTTP gets 400 and a closed connection, never reaches the application, and leaves other connections alone.

use std::collections::BTreeMap;

use coddle_tests::fixture::Failure;
use coddle_tests::http::{Connection, Missing};
use coddle_tests::process;

use crate::{PATIENCE, application, get};

/// Name and bytes. Each is refused by Node's own parser too.
const MALFORMED: &[(&str, &str)] = &[
    ("no HTTP at all", "hello there\r\n\r\n"),
    ("no path", "GET  HTTP/1.1\r\nHost: x\r\n\r\n"),
    (
        "a space in the path",
        "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
    ),
    ("another protocol", "GET / FTP/1.1\r\nHost: x\r\n\r\n"),
    (
        "a version that does not exist",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    ),
    (
        "a header without a colon",
        "GET / HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n",
    ),
    (
        "a space in a header's name",
        "GET / HTTP/1.1\r\nHost: x\r\nbro ken: 1\r\n\r\n",
    ),
    (
        "a space before the colon",
        "GET / HTTP/1.1\r\nHost: x\r\nbroken : 1\r\n\r\n",
    ),
    (
        "a header with a NUL",
        "GET / HTTP/1.1\r\nHost: x\r\na: b\0c\r\n\r\n",
    ),
    (
        "a length that is no number",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
    ),
    (
        "a negative length",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ),
    (
        "two lengths",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ),
    (
        "chunked, but not last",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    ),
    ("no host", "GET / HTTP/1.1\r\n\r\n"),
    ("a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n"),
];

#[test]
fn what_is_no_http_gets_400_and_a_closed_connection() -> Result<(), Failure> {
    let application = application(&[])?;
    let mut running = process::start(&application, Some("prod"), &BTreeMap::new())?;
    let port = running.listening()?;
    let mut wrong = Vec::new();
    for (name, bytes) in MALFORMED {
        let mut connection = Connection::open(port)?;
        connection.send(bytes.as_bytes())?;
        match connection.read(false, PATIENCE)? {
            Ok(answer) if answer.status == 400 => {}
            Ok(answer) => wrong.push(format!("{name}: answered {}", answer.status)),
            Err(why) => wrong.push(format!("{name}: no answer, {why:?}")),
        }
        match connection.read(false, PATIENCE)? {
            Err(Missing::Closed) => {}
            Err(Missing::Timeout) => wrong.push(format!("{name}: the connection stays open")),
            Ok(answer) => wrong.push(format!("{name}: answered once more, {}", answer.status)),
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{}",
        wrong.join("\n"),
        running.printed()
    );
    assert_eq!(get(port, "/")?.text(), "up");
    Ok(())
}

#[test]
fn a_malformed_request_leaves_other_connections_alone() -> Result<(), Failure> {
    let application = application(&[])?;
    let mut running = process::start(&application, Some("prod"), &BTreeMap::new())?;
    let port = running.listening()?;
    let mut kept = Connection::open(port)?;
    for (_, bytes) in MALFORMED {
        Connection::open(port)?.send(bytes.as_bytes())?;
        kept.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")?;
        let answer = kept
            .read(false, PATIENCE)?
            .map_err(|why| format!("the kept connection: {why:?}"))?;
        assert_eq!(answer.text(), "up");
    }
    Ok(())
}
