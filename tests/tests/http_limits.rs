//! What a client may ask of the listener: each limit of `config.httpLimits`, and what becomes of who is over it.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::{Connection, Missing, Response};
use coddle_tests::process::{self, Running};

const TIMEOUT: Duration = Duration::from_secs(15);
const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const CHUNKED: &[u8] = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

/// The application of tests/hostile-http with one worker and these limits.
struct Site {
    _application: Application,
    running: Running,
    port: u16,
}

fn start(limits: &str) -> Result<(Application, Running), Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile-http/app");
    let application = Application::copy_of(&folder)?;
    let vars = BTreeMap::from([("HTTP_LIMITS".to_owned(), limits.to_owned())]);
    let running = process::start(&application, Some("unittest"), &vars)?;
    Ok((application, running))
}

impl Site {
    fn with(limits: &str) -> Result<Site, Failure> {
        let (application, mut running) = start(limits)?;
        let port = running.listening()?;
        Ok(Site {
            _application: application,
            running,
            port,
        })
    }

    fn open(&self) -> Result<Connection, Failure> {
        Connection::open(self.port)
    }

    /// What comes for `bytes` on a connection of their own.
    fn ask(&self, bytes: &[u8]) -> Result<Response, Failure> {
        let mut connection = self.open()?;
        connection.send(bytes)?;
        answer(&mut connection)
    }
}

fn answer(connection: &mut Connection) -> Result<Response, Failure> {
    Ok(connection
        .read(false, TIMEOUT)?
        .map_err(|why| format!("no answer: {why:?}"))?)
}

fn assert_closed(connection: &mut Connection) -> Result<(), Failure> {
    match connection.read(false, TIMEOUT)? {
        Err(Missing::Closed) => Ok(()),
        other => Err(format!("the connection is open: {other:?}").into()),
    }
}

// CTX-132
#[test]
fn a_head_that_does_not_come_in_time_is_answered_with_eggs_page() -> Result<(), Failure> {
    let site = Site::with(r#"{"headersTimeout":150}"#)?;
    let mut slow = site.open()?;
    slow.send(b"GET / HTTP/1.1\r\nHost: a\r\n")?;
    let mut silent = site.open()?;
    let told = answer(&mut slow)?;
    assert_eq!(told.status, 400);
    assert!(told.text().contains("<h1>400 Bad Request</h1>"));
    assert_closed(&mut slow)?;
    assert_closed(&mut silent)
}

#[test]
fn a_body_that_does_not_come_in_time_is_given_up() -> Result<(), Failure> {
    let site = Site::with(r#"{"headersTimeout":0,"requestTimeout":150}"#)?;
    let mut slow = site.open()?;
    slow.send(CHUNKED)?;
    slow.send(b"1\r\nx\r\n")?;
    assert_eq!(answer(&mut slow)?.status, 400);
    assert_closed(&mut slow)
}

#[test]
fn a_body_that_drips_is_given_up_and_one_that_nobody_reads_is_not() -> Result<(), Failure> {
    let site = Site::with(r#"{"minDataRate":1000000,"minDataRateWindow":100}"#)?;
    let mut slow = site.open()?;
    slow.send(CHUNKED)?;
    slow.send(b"1\r\nx\r\n")?;
    assert_eq!(answer(&mut slow)?.status, 400);
    assert_closed(&mut slow)?;
    // The application answers without reading.
    assert_eq!(
        site.ask(b"POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")?
            .status,
        200
    );
    Ok(())
}

#[test]
fn an_answer_that_nobody_takes_is_given_up() -> Result<(), Failure> {
    let site = Site::with(r#"{"sendTimeout":100}"#)?;
    let mut lazy = TcpStream::connect(("127.0.0.1", site.port))?;
    lazy.set_write_timeout(Some(TIMEOUT))?;
    lazy.write_all(b"GET /flood?bytes=50000000 HTTP/1.1\r\nHost: a\r\n\r\n")?;
    // Nobody reads on either side, so this waits until the server gives the connection up, which resets it.
    let noise = [b'x'; 64 << 10];
    let end = loop {
        if let Err(error) = lazy.write(&noise) {
            break error.kind();
        }
    };
    assert!(
        matches!(end, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{end:?}"
    );
    assert_eq!(site.ask(GET)?.status, 200);
    Ok(())
}

// CTX-131, CTX-132
#[test]
fn a_resting_connection_is_closed() -> Result<(), Failure> {
    let site = Site::with(r#"{"keepAliveTimeout":1000}"#)?;
    let mut connection = site.open()?;
    for _ in 0..2 {
        connection.send(GET)?;
        let answered = answer(&mut connection)?;
        assert_eq!(answered.header("keep-alive"), Some("timeout=1"));
    }
    assert_closed(&mut connection)
}

#[test]
fn a_connection_has_so_many_requests() -> Result<(), Failure> {
    let site = Site::with(r#"{"maxRequestsPerSocket":2}"#)?;
    let mut connection = site.open()?;
    connection.send(&GET.repeat(3))?;
    let first = answer(&mut connection)?;
    assert_eq!(first.header("keep-alive"), Some("timeout=5, max=2"));
    let second = answer(&mut connection)?;
    assert_eq!(second.header("connection"), Some("close"));
    assert_closed(&mut connection)
}

#[test]
fn bodies_that_are_too_long_are_answered_413() -> Result<(), Failure> {
    let site = Site::with(r#"{"maxBodySize":8}"#)?;
    let told = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n12345678";
    assert_eq!(site.ask(told.as_bytes())?.status, 200);
    let told = told.replace(": 8", ": 9");
    assert_eq!(site.ask(told.as_bytes())?.status, 413);
    let mut connection = site.open()?;
    connection.send(CHUNKED)?;
    connection.send(b"8\r\n12345678\r\n1\r\n9\r\n0\r\n\r\n")?;
    assert_eq!(answer(&mut connection)?.status, 413);
    assert_closed(&mut connection)
}

// CTX-132
#[test]
fn heads_have_their_size() -> Result<(), Failure> {
    let site = Site::with(r#"{"maxHeaderSize":2000}"#)?;
    let head = |bytes: usize| {
        format!(
            "GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n",
            "x".repeat(bytes)
        )
    };
    assert_eq!(site.ask(head(1900).as_bytes())?.status, 200);
    assert_eq!(site.ask(head(2000).as_bytes())?.status, 400);
    let fields = |count: usize| {
        format!(
            "GET / HTTP/1.1\r\nHost: a\r\n{}\r\n",
            "X: y\r\n".repeat(count)
        )
    };
    assert_eq!(site.ask(fields(99).as_bytes())?.status, 200);
    let refused = site.ask(fields(100).as_bytes())?;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("<h1>400 Bad Request</h1>"));
    // Trailers too.
    let trailer = format!("0\r\nX: {}\r\n\r\n", "x".repeat(2000));
    let request = [CHUNKED, trailer.as_bytes()].concat();
    assert_eq!(site.ask(&request)?.status, 400);
    Ok(())
}

#[test]
fn new_clients_are_served_when_others_hold_every_connection() -> Result<(), Failure> {
    let site = Site::with(r#"{"maxConnections":3,"keepAliveTimeout":60000}"#)?;
    let mut resting = site.open()?;
    resting.send(GET)?;
    assert_eq!(answer(&mut resting)?.status, 200);
    let mut working = site.open()?;
    working.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")?;
    let mut asking = site.open()?;
    asking.send(b"GET / HT")?;
    // Who rests goes first, then who has not asked yet; a request that is being served stays.
    let mut first = site.open()?;
    first.send(GET)?;
    assert_eq!(answer(&mut first)?.status, 200);
    assert_closed(&mut resting)?;
    let mut others = Vec::new();
    for _ in 0..4 {
        let mut other = site.open()?;
        other.send(GET)?;
        assert_eq!(answer(&mut other)?.status, 200);
        others.push(other);
    }
    working.send(b"x")?;
    assert_eq!(answer(&mut working)?.status, 200);
    Ok(())
}

#[test]
fn slow_bodies_make_room_too() -> Result<(), Failure> {
    // Nothing but the need for room ends them.
    let site = Site::with(r#"{"maxConnections":2,"minDataRate":1000,"minDataRateWindow":600000}"#)?;
    let mut slow = Vec::new();
    for _ in 0..2 {
        let mut body = site.open()?;
        body.send(CHUNKED)?;
        body.send(b"1\r\nx\r\n")?;
        slow.push(body);
    }
    assert_eq!(site.ask(GET)?.status, 200);
    assert_closed(&mut slow[0])
}

#[test]
fn a_start_fails_at_a_limit_that_is_none() -> Result<(), Failure> {
    for (limits, why) in [
        (
            r#"{"headerTimeout":1}"#,
            "config.httpLimits.headerTimeout is no limit; there are maxHeaderSize,",
        ),
        (
            r#"{"maxConnections":0}"#,
            "config.httpLimits.maxConnections must be a whole number from 1 to 4294967295, but is 0",
        ),
        (
            r#"{"keepAliveTimeout":"5s"}"#,
            "config.httpLimits.keepAliveTimeout must be a number, but is '5s'",
        ),
    ] {
        let (_application, mut running) = start(limits)?;
        let status = running.ended(TIMEOUT)?;
        assert_eq!(status.code(), Some(1), "{limits}");
        assert!(
            running.stderr().contains(why),
            "{limits}\n{}",
            running.printed()
        );
    }
    Ok(())
}

// CTX-134
#[test]
fn http_1_0_is_answered_with_a_status_line_of_http_1_1() -> Result<(), Failure> {
    let site = Site::with("{}")?;
    let closing = site.ask(b"GET / HTTP/1.0\r\n\r\n")?;
    assert_eq!(
        (closing.version.as_str(), closing.header("connection")),
        ("HTTP/1.1", Some("close"))
    );
    let mut kept = site.open()?;
    for _ in 0..2 {
        kept.send(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")?;
        let answered = answer(&mut kept)?;
        assert_eq!(
            (answered.version.as_str(), answered.header("connection")),
            ("HTTP/1.1", Some("keep-alive"))
        );
    }
    Ok(())
}

#[test]
fn requests_before_a_broken_one_are_answered() -> Result<(), Failure> {
    let site = Site::with("{}")?;
    let mut connection = site.open()?;
    connection.send(&[GET, GET, b"GET / HTTP/1.1\nHost: a\n\n"].concat())?;
    for status in [200, 200, 400] {
        assert_eq!(answer(&mut connection)?.status, status);
    }
    assert_closed(&mut connection)
}

#[test]
fn any_split_of_a_request_is_the_same_request() -> Result<(), Failure> {
    let site = Site::with("{}")?;
    let request = [
        CHUNKED,
        b"3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n",
        b"GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
    .concat();
    let mut connection = site.open()?;
    for at in 1..request.len() {
        connection.send(&request[..at])?;
        // A round trip on another connection: the first part was read before the second comes.
        assert_eq!(site.ask(GET)?.status, 200);
        connection.send(&request[at..])?;
        let body = answer(&mut connection)?.text();
        assert!(body.contains(r#""body":"abcde""#), "split at {at}: {body}");
        let body = answer(&mut connection)?.text();
        assert!(body.contains(r#""url":"/a#b""#), "split at {at}: {body}");
    }
    Ok(())
}

#[test]
fn a_refused_client_that_sends_on_reads_its_answer() -> Result<(), Failure> {
    let site = Site::with("{}")?;
    let mut stream = TcpStream::connect(("127.0.0.1", site.port))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    // More than is read before the answer: without lingering a reset would take the answer along.
    stream.write_all(b"bad\r\n")?;
    stream.write_all(&[b'x'; 100_000])?;
    stream.shutdown(Shutdown::Write)?;
    let mut all = String::new();
    stream.read_to_string(&mut all)?;
    assert!(all.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{all}");
    Ok(())
}

#[test]
fn a_server_that_is_stopped_tells_the_clients_that_it_still_answers() -> Result<(), Failure> {
    let mut site = Site::with("{}")?;
    let mut working = site.open()?;
    working.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")?;
    let mut resting = site.open()?;
    resting.send(GET)?;
    assert_eq!(answer(&mut resting)?.status, 200);
    site.running.signal(rustix::process::Signal::TERM)?;
    assert_closed(&mut resting)?;
    working.send(b"x")?;
    let last = answer(&mut working)?;
    assert_eq!(last.header("connection"), Some("close"));
    assert!(site.running.ended(TIMEOUT)?.success());
    Ok(())
}
