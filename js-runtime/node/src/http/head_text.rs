//! The head of a message that is sent: what was set, and what Node adds for the connection and the body's framing.

use std::time::{SystemTime, UNIX_EPOCH};

/// What the message and its connection want, where no header says otherwise.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    /// Add Date.
    pub date: bool,
    /// Answers 204 and 304 have no body, and their status.
    pub status: Option<i32>,
    pub keep_alive: bool,
    /// Chunks are allowed where no length is known.
    pub chunks: bool,
    pub has_body: bool,
    /// The connection is an agent's, which keeps it.
    pub has_agent: bool,
    /// The last request that the server takes on this connection.
    pub is_last_request: bool,
    /// Say how long the connection is kept: seconds, and requests if they are bounded.
    pub keep_alive_seconds: Option<u64>,
    pub most_requests: Option<u64>,
    /// Headers that were removed on purpose, and so are not added.
    pub removed_connection: bool,
    pub removed_length: bool,
    pub removed_encoding: bool,
    /// The body's length, when all of it is known.
    pub length: Option<usize>,
}

/// What became of the wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Outcome {
    pub chunked: bool,
    /// The connection ends with this message.
    pub last: bool,
    /// What a Connection header, or an answer without a body, made of the wish.
    pub keep_alive: Option<bool>,
    /// Expect is there.
    pub expects: bool,
    /// A trailer was announced to a body that cannot have one.
    pub bad_trailer: bool,
    /// What Content-Length promises.
    pub promised: Option<f64>,
    /// Connection, Content-Length and Transfer-Encoding are there: that they were removed once does not count.
    pub has_connection: bool,
    pub has_length: bool,
    pub has_encoding: bool,
    /// Keep-Alive is there.
    pub has_keep_alive: bool,
}

/// A head under construction.
pub(super) struct HeadText {
    pub text: Vec<u8>,
    outcome: Outcome,
    has_date: bool,
    has_trailer: bool,
}

impl HeadText {
    /// With its first line, which has no line end.
    pub(super) fn new(first_line: &[u8]) -> HeadText {
        let mut text = Vec::with_capacity(256);
        text.extend_from_slice(first_line);
        text.extend_from_slice(b"\r\n");
        HeadText {
            text,
            outcome: Outcome::default(),
            has_date: false,
            has_trailer: false,
        }
    }

    /// Adds a line.
    pub(super) fn line(&mut self, name: &[u8], value: &[u8]) {
        self.text.extend_from_slice(name);
        self.text.extend_from_slice(b": ");
        self.text.extend_from_slice(value);
        self.text.extend_from_slice(b"\r\n");
    }

    /// What a header means for the framing.
    pub(super) fn note(&mut self, name: &[u8], value: &[u8]) {
        let outcome = &mut self.outcome;
        let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
        // By length first: few names are of interest.
        match name.len() {
            4 if is(b"date") => self.has_date = true,
            6 if is(b"expect") => outcome.expects = true,
            7 if is(b"trailer") => self.has_trailer = true,
            10 if is(b"connection") => {
                outcome.has_connection = true;
                if has_word(value, b"close") {
                    outcome.last = true;
                } else {
                    outcome.keep_alive = Some(true);
                }
            }
            10 if is(b"keep-alive") => outcome.has_keep_alive = true,
            14 if is(b"content-length") => {
                outcome.has_length = true;
                let text = String::from_utf8_lossy(value);
                outcome.promised = Some(text.trim().parse().unwrap_or(f64::NAN));
            }
            17 if is(b"transfer-encoding") => {
                outcome.has_encoding = true;
                outcome.chunked |= has_word(value, b"chunked");
            }
            _ => {}
        }
    }

    /// A header of one value.
    pub(super) fn field(&mut self, name: &[u8], value: &[u8]) {
        self.line(name, value);
        self.note(name, value);
    }

    /// A header of several values: a line each, or one `joined` line.
    pub(super) fn fields(&mut self, name: &[u8], values: &[Vec<u8>], joined: bool) {
        // Cookies of one request are one list.
        if values.len() > 1 && (joined || name.eq_ignore_ascii_case(b"cookie")) {
            self.line(name, &values.join(&b"; "[..]));
        } else {
            for value in values {
                self.line(name, value);
            }
        }
        for value in values {
            self.note(name, value);
        }
    }

    /// Adds what is missing, and the empty line.
    pub(super) fn finish(mut self, wishes: &Wishes) -> (Vec<u8>, Outcome) {
        if wishes.date && !self.has_date {
            with_date(|date| self.line(b"Date", date));
        }
        // A message that may have no body must not look as if one came.
        if self.outcome.chunked && matches!(wishes.status, Some(204 | 304)) {
            self.outcome.chunked = false;
            self.outcome.keep_alive = Some(false);
        }
        self.connection(wishes);
        self.framing(wishes);
        self.outcome.bad_trailer = self.has_trailer && !self.outcome.chunked;
        self.text.extend_from_slice(b"\r\n");
        (self.text, self.outcome)
    }

    fn connection(&mut self, wishes: &Wishes) {
        let keep_alive = self.outcome.keep_alive.unwrap_or(wishes.keep_alive);
        if wishes.removed_connection && !self.outcome.has_connection {
            // Nothing is said, and HTTP/1.1 means to go on.
            self.outcome.last = !keep_alive;
            return;
        }
        if self.outcome.has_connection {
            return;
        }
        // An end that only the connection's shows cannot keep it.
        let framed = self.outcome.has_length || wishes.chunks || wishes.has_agent;
        if !keep_alive || !framed || wishes.is_last_request {
            self.outcome.last = true;
            self.text.extend_from_slice(b"Connection: close\r\n");
            return;
        }
        self.text.extend_from_slice(b"Connection: keep-alive\r\n");
        let Some(seconds) = wishes.keep_alive_seconds else {
            return;
        };
        if self.outcome.has_keep_alive {
            return;
        }
        let mut value = format!("timeout={seconds}");
        if let Some(most) = wishes.most_requests {
            value.push_str(&format!(", max={most}"));
        }
        self.line(b"Keep-Alive", value.as_bytes());
    }

    fn framing(&mut self, wishes: &Wishes) {
        if self.outcome.has_length || self.outcome.has_encoding {
            return;
        }
        if !wishes.has_body {
            self.outcome.chunked = false;
        } else if !wishes.chunks {
            self.outcome.last = true;
        } else if let Some(length) = wishes.length
            && !self.has_trailer
            && !wishes.removed_length
        {
            self.outcome.promised = Some(length as f64);
            self.line(b"Content-Length", length.to_string().as_bytes());
        } else if !wishes.removed_encoding {
            self.outcome.chunked = true;
            self.text
                .extend_from_slice(b"Transfer-Encoding: chunked\r\n");
        }
    }
}

/// Whether `word` stands in `text` by itself, its case apart.
fn has_word(text: &[u8], word: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.windows(word.len()).enumerate().any(|(at, window)| {
        window.eq_ignore_ascii_case(word)
            && !text[..at].last().is_some_and(is_part)
            && !text.get(at + word.len()).is_some_and(is_part)
    })
}

thread_local! {
    /// The second of the epoch and its text.
    static DATE: std::cell::RefCell<(u64, String)> = const { std::cell::RefCell::new((0, String::new())) };
}

/// The Date header's value, made once a second.
fn with_date(f: impl FnOnce(&[u8])) {
    let now = SystemTime::now();
    let second = now
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    DATE.with_borrow_mut(|(known, text)| {
        if *known != second || text.is_empty() {
            *known = second;
            *text = httpdate::fmt_http_date(now);
        }
        f(text.as_bytes());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes() -> Wishes {
        Wishes {
            date: false,
            status: Some(200),
            keep_alive: true,
            chunks: true,
            has_body: true,
            has_agent: false,
            is_last_request: false,
            keep_alive_seconds: Some(5),
            most_requests: None,
            removed_connection: false,
            removed_length: false,
            removed_encoding: false,
            length: None,
        }
    }

    fn composed(fields: &[(&str, &str)], wishes: &Wishes) -> (String, Outcome) {
        let mut head = HeadText::new(b"HTTP/1.1 200 OK");
        for (name, value) in fields {
            head.field(name.as_bytes(), value.as_bytes());
        }
        let (text, outcome) = head.finish(wishes);
        (String::from_utf8(text).unwrap(), outcome)
    }

    #[test]
    fn a_known_length_is_told() {
        let (text, outcome) = composed(
            &[],
            &Wishes {
                length: Some(5),
                ..wishes()
            },
        );
        assert_eq!(
            text,
            "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 5\r\n\r\n"
        );
        assert_eq!((outcome.chunked, outcome.last), (false, false));
    }

    #[test]
    fn an_unknown_length_is_sent_in_chunks() {
        let (text, outcome) = composed(&[("connection", "x-closed")], &wishes());
        assert_eq!(
            text,
            "HTTP/1.1 200 OK\r\nconnection: x-closed\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        assert_eq!((outcome.chunked, outcome.last), (true, false));
    }

    #[test]
    fn close_is_a_word_of_connection() {
        let (_, outcome) = composed(&[("Connection", "Upgrade, Close")], &wishes());
        assert!(outcome.last);
    }

    #[test]
    fn without_chunks_and_length_the_connection_is_the_end() {
        let (text, outcome) = composed(
            &[],
            &Wishes {
                chunks: false,
                ..wishes()
            },
        );
        assert_eq!(text, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        assert!(outcome.last);
    }

    #[test]
    fn a_status_without_a_body_has_no_chunks() {
        let (text, outcome) = composed(
            &[("Transfer-Encoding", "chunked")],
            &Wishes {
                status: Some(304),
                has_body: false,
                ..wishes()
            },
        );
        assert!(text.ends_with("Connection: close\r\n\r\n"), "{text}");
        assert_eq!((outcome.chunked, outcome.keep_alive), (false, Some(false)));
    }

    #[test]
    fn a_trailer_needs_chunks() {
        let (_, outcome) = composed(&[("Trailer", "a"), ("Content-Length", "1")], &wishes());
        assert!(outcome.bad_trailer);
    }

    #[test]
    fn the_date_has_the_form_of_http() {
        let (text, _) = composed(
            &[],
            &Wishes {
                date: true,
                ..wishes()
            },
        );
        let date = text.split("Date: ").nth(1).unwrap();
        assert!(
            httpdate::parse_http_date(date.split("\r\n").next().unwrap()).is_ok(),
            "{date}"
        );
    }
}
