//! An HTTP/1.1 client over a bare stream: duplicates, framing, a connection that closes or stays silent are all seen.
//! It does what tests/oracle/http.js does, so that both sides of a comparison were read the same way.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;

use crate::fixture::{Cookies, Failure, Request};
use crate::stream::Stream;

/// Cookies that a client holds: name and value.
pub type Jar = BTreeMap<String, String>;

/// An answer as it came.
#[derive(Debug, Default)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The reason phrase.
    pub message: String,
    /// `HTTP/1.1` or `HTTP/1.0`.
    pub version: String,
    /// Lower-cased names and values in wire order.
    pub headers: Vec<(String, String)>,
    /// The body without its framing.
    pub body: Vec<u8>,
    /// 1xx statuses before the answer.
    pub interim: Vec<u16>,
    /// Why the body did not end.
    pub incomplete: Option<Missing>,
}

impl Response {
    /// The first header of this (lower-cased) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are not UTF-8 become replacement characters.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Why nothing more came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The peer closed or reset the connection.
    Closed,
    /// The peer was silent for the time given.
    Timeout,
}

/// Asks for a path on a connection of its own.
///
/// # Errors
/// When nothing comes back for this time.
pub fn get(port: u16, path: &str, patience: Duration) -> Result<Response, Failure> {
    let mut connection = Connection::open(port)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    connection.send(request.as_bytes())?;
    let answer = connection.read(false, patience)?;
    answer.map_err(|why| format!("no answer to {path}: {why:?}").into())
}

/// One connection; answers are read from it in order.
#[derive(Debug)]
pub struct Connection {
    stream: Stream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects to a port of this machine.
    ///
    /// # Errors
    /// When nothing listens there.
    pub fn open(port: u16) -> Result<Self, Failure> {
        Stream::tcp(port).map(Self::over)
    }

    /// A client over a connection that is there.
    pub fn over(stream: Stream) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    /// Asks for a path and reads the answer.
    ///
    /// # Errors
    /// When nothing comes back, or no HTTP.
    pub fn get(&mut self, path: &str, timeout: Duration) -> Result<Response, Failure> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.send(request.as_bytes())?;
        let answer = self.read(false, timeout)?;
        answer.map_err(|why| format!("no answer to {path}: {why:?}").into())
    }

    /// Sends these bytes. A peer that closed meanwhile is no error here: reading tells.
    ///
    /// # Errors
    /// When the socket fails in any other way.
    pub fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self.stream.write_all(bytes) {
            Err(error)
                if !matches!(
                    error.kind(),
                    ErrorKind::BrokenPipe | ErrorKind::ConnectionReset
                ) =>
            {
                Err(error.into())
            }
            _ => Ok(()),
        }
    }

    /// Says that nothing more is sent. A peer that closed meanwhile is no error here: reading tells.
    ///
    /// # Errors
    /// When the socket fails in any other way.
    pub fn end(&mut self) -> Result<(), Failure> {
        match self.stream.end() {
            Err(error) if error.kind() != ErrorKind::NotConnected => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Reads one answer; `head` says that the request was HEAD. `Ok(Err(why))` when none came within `timeout`.
    ///
    /// # Errors
    /// When what came is not HTTP.
    pub fn read(
        &mut self,
        head: bool,
        timeout: Duration,
    ) -> Result<Result<Response, Missing>, Failure> {
        let deadline = Instant::now() + timeout;
        let mut interim = Vec::new();
        loop {
            let mut response = match self.read_head(deadline)? {
                Ok(response) => response,
                Err(why) => return Ok(Err(why)),
            };
            if (100..200).contains(&response.status) && response.status != 101 {
                interim.push(response.status);
                continue;
            }
            response.interim = interim;
            if !head && !matches!(response.status, 101 | 204 | 304) {
                self.read_body(&mut response, deadline)?;
            }
            return Ok(Ok(response));
        }
    }

    fn read_head(&mut self, deadline: Instant) -> Result<Result<Response, Missing>, Failure> {
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            if let Err(why) = self.more(deadline)? {
                return Ok(Err(why));
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..end + 4);
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or_default();
        let mut parts = first.splitn(3, ' ');
        let version = parts.next().unwrap_or_default().to_owned();
        let status = parts.next().and_then(|code| code.parse().ok());
        let (true, Some(status)) = (version.starts_with("HTTP/1."), status) else {
            return Err(format!("not a status line: {first:?}").into());
        };
        let message = parts.next().unwrap_or_default().to_owned();
        let mut headers = Vec::new();
        for line in lines {
            let (name, value) = line
                .split_once(':')
                .ok_or_else(|| format!("not a header: {line:?}"))?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Ok(Response {
            status,
            message,
            version,
            headers,
            ..Response::default()
        }))
    }

    fn read_body(&mut self, response: &mut Response, deadline: Instant) -> Result<(), Failure> {
        if response
            .header("transfer-encoding")
            .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
        {
            return self.read_chunked(response, deadline);
        }
        let length: Option<usize> = response
            .header("content-length")
            .map(str::parse)
            .transpose()?;
        while length.is_none_or(|length| self.buffer.len() < length) {
            if let Err(why) = self.more(deadline)? {
                // without a length the end of the connection is the end of the body
                if length.is_some() || why == Missing::Timeout {
                    response.incomplete = Some(why);
                }
                break;
            }
        }
        let taken = length.unwrap_or(usize::MAX).min(self.buffer.len());
        response.body = self.buffer.drain(..taken).collect();
        Ok(())
    }

    fn read_chunked(&mut self, response: &mut Response, deadline: Instant) -> Result<(), Failure> {
        loop {
            let size = match self.line(deadline)? {
                Ok(line) => {
                    usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16)?
                }
                Err(why) => {
                    response.incomplete = Some(why);
                    return Ok(());
                }
            };
            if size == 0 {
                // trailers, then an empty line
                while self.line(deadline)?.is_ok_and(|line| !line.is_empty()) {}
                return Ok(());
            }
            while self.buffer.len() < size + 2 {
                if let Err(why) = self.more(deadline)? {
                    response.incomplete = Some(why);
                    let taken = size.min(self.buffer.len());
                    response.body.extend(self.buffer.drain(..taken));
                    return Ok(());
                }
            }
            response.body.extend(self.buffer.drain(..size));
            self.buffer.drain(..2);
        }
    }

    fn line(&mut self, deadline: Instant) -> Result<Result<String, Missing>, Failure> {
        loop {
            if let Some(end) = find(&self.buffer, b"\r\n") {
                let line = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                self.buffer.drain(..end + 2);
                return Ok(Ok(line));
            }
            if let Err(why) = self.more(deadline)? {
                return Ok(Err(why));
            }
        }
    }

    /// Waits for bytes until the deadline.
    fn more(&mut self, deadline: Instant) -> Result<Result<(), Missing>, Failure> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Err(Missing::Timeout));
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk) {
            Ok(0) => Ok(Err(Missing::Closed)),
            Ok(count) => {
                self.buffer.extend_from_slice(&chunk[..count]);
                Ok(Ok(()))
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut => Ok(Err(Missing::Timeout)),
                ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::UnexpectedEof => {
                    Ok(Err(Missing::Closed))
                }
                ErrorKind::Interrupted => Ok(Ok(())),
                _ => Err(error.into()),
            },
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The bytes of a fixture's request.
///
/// # Errors
/// When the request is not well described.
pub fn request_bytes(request: &Request, jar: &Jar) -> Result<Vec<u8>, Failure> {
    let repeat = Regex::new(r"\{\{repeat (.+?) (\d+)\}\}")?;
    let cookie = Regex::new(r"\{\{cookie (.+?)\}\}")?;
    let fill = |text: &str| {
        let text = repeat.replace_all(text, |found: &regex::Captures<'_>| {
            found[1].repeat(found[2].parse().unwrap_or(0))
        });
        cookie
            .replace_all(&text, |found: &regex::Captures<'_>| {
                jar.get(&found[1]).cloned().unwrap_or_default()
            })
            .into_owned()
    };
    if let Some(raw) = &request.raw {
        return Ok(fill(raw).into_bytes());
    }

    let mut headers: Vec<(String, Option<String>)> = request
        .headers
        .pairs()
        .into_iter()
        .map(|(name, value)| (name, value.map(|value| fill(&value))))
        .collect();
    let has = |headers: &[(String, Option<String>)], name: &str| {
        headers
            .iter()
            .any(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    if !has(&headers, "host") {
        headers.insert(0, ("Host".to_owned(), Some("127.0.0.1:7001".to_owned())));
    }
    if request.cookies == Some(Cookies::Keep) && !jar.is_empty() && !has(&headers, "cookie") {
        let pairs: Vec<String> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        headers.push(("Cookie".to_owned(), Some(pairs.join("; "))));
    }

    let mut body = match (&request.body_base64, &request.body) {
        (Some(encoded), _) => Some(STANDARD.decode(encoded)?),
        (None, Some(text)) => Some(fill(text).into_bytes()),
        (None, None) => None,
    };
    if let Some(chunks) = &request.body_chunks {
        let mut framed = Vec::new();
        for chunk in chunks {
            let chunk = fill(chunk);
            framed.extend(format!("{:x}\r\n{chunk}\r\n", chunk.len()).into_bytes());
        }
        framed.extend(b"0\r\n\r\n");
        body = Some(framed);
        if !has(&headers, "transfer-encoding") {
            headers.push(("Transfer-Encoding".to_owned(), Some("chunked".to_owned())));
        }
    } else if let Some(body) = &body
        && !has(&headers, "content-length")
        && !has(&headers, "transfer-encoding")
    {
        headers.push(("Content-Length".to_owned(), Some(body.len().to_string())));
    }

    let mut bytes = format!(
        "{} {} HTTP/1.1\r\n",
        request.method.as_deref().unwrap_or("GET"),
        fill(&request.path)
    )
    .into_bytes();
    for (name, value) in headers {
        if let Some(value) = value {
            bytes.extend(format!("{name}: {value}\r\n").into_bytes());
        }
    }
    bytes.extend(b"\r\n");
    bytes.extend(body.unwrap_or_default());
    Ok(bytes)
}

/// Takes an answer's Set-Cookie headers into the jar; an empty value removes the cookie.
pub fn keep_cookies(response: &Response, jar: &mut Jar) {
    for (_, value) in response
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
    {
        let pair = value.split(';').next().unwrap_or_default();
        let Some((name, content)) = pair.split_once('=') else {
            continue;
        };
        if content.is_empty() {
            jar.remove(name);
        } else {
            jar.insert(name.to_owned(), content.to_owned());
        }
    }
}
