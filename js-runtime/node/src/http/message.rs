//! Messages one after the other on a connection, as a stream of events.

use super::framing::{Chunks, Found};
use super::scan::{self, Fields, Flags, Head, Rules};

pub(super) use super::scan::Fault;

/// What came next in the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// All bytes are used.
    More,
    /// A head is whole: [`Messages::head`]. What its body is may be told by [`Messages::set_body`] before going on.
    Head,
    /// Body bytes lie from the first to before the second place.
    Body(usize, usize),
    /// The message is whole: [`Messages::trailers`].
    Complete,
    Failed,
}

/// What follows a head.
#[derive(Clone, Debug)]
enum Body {
    Length(u64),
    Chunked(Chunks),
    /// Trailers of a chunked body.
    Trailers,
    UntilEnd,
}

#[derive(Clone, Debug)]
enum State {
    Head,
    Body(Body),
    /// The head said something that cannot be followed; told when its message is asked for.
    Refused(Fault),
    /// No message may follow.
    Closed,
    /// What follows is of another protocol.
    Upgraded,
    Failed,
}

/// What [`Messages::set_body`] may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// As the head says.
    Body,
    /// None, whatever the head says (the answer to HEAD).
    Nothing,
    /// Another protocol.
    Upgrade,
}

/// What of a head decides on its message's end and on the connection.
#[derive(Clone, Copy, Debug, Default)]
struct Framing {
    flags: Flags,
    version: (u8, u8),
    status: u16,
    is_connect: bool,
}

impl Framing {
    fn of(head: &Head, bytes: &[u8]) -> Framing {
        Framing {
            flags: head.fields.flags,
            version: head.start.version,
            status: head.start.status,
            is_connect: head.start.method.of(bytes) == b"CONNECT",
        }
    }
}

/// Reads messages of one direction.
#[derive(Debug)]
pub(super) struct Messages {
    is_request: bool,
    rules: Rules,
    state: State,
    /// The beginning of a head or trailer whose rest has not come; empty when it lies whole in one piece.
    partial: Vec<u8>,
    /// The bytes that `head` points into.
    kept: Vec<u8>,
    head: Head,
    /// What the head says of the message's end: the head itself may have been taken.
    framing: Framing,
    trailers: Fields,
    trailer_bytes: Vec<u8>,
    /// Where the next event is looked for.
    position: usize,
    fault: Option<Fault>,
}

impl Messages {
    pub(super) fn new(is_request: bool, rules: Rules) -> Messages {
        Messages {
            is_request,
            rules,
            state: State::Head,
            partial: Vec::new(),
            kept: Vec::new(),
            head: Head::default(),
            framing: Framing::default(),
            trailers: Fields::default(),
            trailer_bytes: Vec::new(),
            position: 0,
            fault: None,
        }
    }

    /// The next event in `bytes` from `at`. [`Messages::position`] tells from where to ask again.
    pub(super) fn next(&mut self, bytes: &[u8], at: usize) -> Event {
        self.position = at;
        match self.state.clone() {
            State::Head => self.next_head(bytes, at),
            State::Body(body) => self.next_of_body(body, bytes, at),
            State::Refused(fault) => self.fail(fault),
            State::Closed if at < bytes.len() && self.only_line_ends(bytes, at) => {
                self.position = bytes.len();
                Event::More
            }
            State::Closed if at < bytes.len() => self.fail(Fault {
                code: "HPE_CLOSED_CONNECTION",
                reason: "Data after `Connection: close`",
                at: at + 1,
            }),
            State::Closed | State::Upgraded => Event::More,
            State::Failed => Event::Failed,
        }
    }

    fn only_line_ends(&self, bytes: &[u8], at: usize) -> bool {
        bytes[at..].iter().all(|byte| matches!(byte, b'\r' | b'\n'))
    }

    fn next_head(&mut self, bytes: &[u8], at: usize) -> Event {
        if at >= bytes.len() {
            return Event::More;
        }
        let before = self.partial.len();
        // A head that lies whole in one piece, as most do, is scanned where it is.
        let scanned = if before == 0 {
            scan::head(&bytes[at..], self.is_request, self.rules)
        } else {
            self.partial.extend_from_slice(&bytes[at..]);
            scan::head(&self.partial, self.is_request, self.rules)
        };
        match scanned {
            Ok(Some(head)) => {
                self.position = at + head.length - before;
                self.kept = if before == 0 {
                    bytes[at..at + head.length].to_vec()
                } else {
                    self.partial.truncate(head.length);
                    std::mem::take(&mut self.partial)
                };
                self.framing = Framing::of(&head, &self.kept);
                self.head = head;
                self.trailers = Fields::default();
                self.set_body(Follows::Body);
                Event::Head
            }
            Ok(None) => {
                self.position = bytes.len();
                if before == 0 {
                    self.partial.extend_from_slice(&bytes[at..]);
                }
                // Line ends between messages are no beginning of one.
                if self
                    .partial
                    .iter()
                    .all(|byte| matches!(byte, b'\r' | b'\n'))
                {
                    self.partial.clear();
                }
                Event::More
            }
            Err(mut fault) => {
                fault.at = (at + fault.at).saturating_sub(before);
                self.fail(fault)
            }
        }
    }

    /// What follows the head that was found last.
    pub(super) fn set_body(&mut self, follows: Follows) {
        let Framing { flags, status, .. } = self.framing;
        self.state = State::Body(match follows {
            Follows::Upgrade => {
                self.state = State::Upgraded;
                return;
            }
            Follows::Nothing => Body::Length(0),
            Follows::Body
                if !self.is_request && (status / 100 == 1 || status == 204 || status == 304) =>
            {
                Body::Length(0)
            }
            Follows::Body if flags.chunked => Body::Chunked(Chunks::new()),
            Follows::Body if flags.transfer_encoding => {
                if self.is_request && !self.rules.lenient {
                    self.state = State::Refused(Fault {
                        code: "HPE_INVALID_TRANSFER_ENCODING",
                        reason: "Request has invalid `Transfer-Encoding`",
                        at: self.position,
                    });
                    return;
                }
                Body::UntilEnd
            }
            Follows::Body => match flags.content_length {
                Some(length) => Body::Length(length),
                None if self.is_request => Body::Length(0),
                None => Body::UntilEnd,
            },
        });
    }

    /// Whether the message's end is the connection's.
    fn needs_end(&self) -> bool {
        matches!(self.state, State::Body(Body::UntilEnd))
    }

    /// Whether the connection may carry another message after this one.
    pub(super) fn keeps_alive(&self) -> bool {
        let Framing { flags, version, .. } = self.framing;
        let wished = if version >= (1, 1) {
            !flags.connection_close
        } else {
            flags.connection_keep_alive
        };
        wished && !self.needs_end()
    }

    /// Whether the head asks for another protocol.
    pub(super) fn wants_upgrade(&self) -> bool {
        let Framing { flags, .. } = self.framing;
        let both = flags.upgrade && flags.connection_upgrade;
        if self.is_request {
            both || self.framing.is_connect
        } else {
            both && self.framing.status == 101
        }
    }

    fn next_of_body(&mut self, body: Body, bytes: &[u8], at: usize) -> Event {
        match body {
            Body::Length(0) => self.complete(),
            Body::Length(left) => {
                let here = (bytes.len() - at).min(usize::try_from(left).unwrap_or(usize::MAX));
                if here == 0 {
                    return Event::More;
                }
                self.state = State::Body(Body::Length(left - here as u64));
                self.position = at + here;
                Event::Body(at, at + here)
            }
            Body::UntilEnd if at < bytes.len() => {
                self.position = bytes.len();
                Event::Body(at, bytes.len())
            }
            Body::UntilEnd => Event::More,
            Body::Chunked(mut chunks) => match chunks.next(bytes, at, self.rules) {
                Ok(None) => {
                    self.state = State::Body(Body::Chunked(chunks));
                    self.position = bytes.len();
                    Event::More
                }
                Ok(Some(Found::Data(start, end))) => {
                    self.state = State::Body(Body::Chunked(chunks));
                    self.position = end;
                    Event::Body(start, end)
                }
                Ok(Some(Found::Last(after))) => {
                    self.state = State::Body(Body::Trailers);
                    self.next_trailers(bytes, after)
                }
                Err(fault) => self.fail(fault),
            },
            Body::Trailers => self.next_trailers(bytes, at),
        }
    }

    fn next_trailers(&mut self, bytes: &[u8], at: usize) -> Event {
        let before = self.partial.len();
        self.partial.extend_from_slice(&bytes[at..]);
        match scan::trailers(&self.partial, self.rules) {
            Ok(Some((fields, length))) => {
                self.partial.truncate(length);
                self.trailer_bytes = std::mem::take(&mut self.partial);
                self.trailers = fields;
                self.position = at + length - before;
                self.complete()
            }
            Ok(None) => {
                self.position = bytes.len();
                Event::More
            }
            Err(mut fault) => {
                fault.at = (at + fault.at).saturating_sub(before);
                self.fail(fault)
            }
        }
    }

    fn complete(&mut self) -> Event {
        let Framing { status, .. } = self.framing;
        let informational = !self.is_request && status / 100 == 1 && status != 101;
        self.state = if self.keeps_alive() || informational || self.rules.lenient {
            State::Head
        } else {
            State::Closed
        };
        Event::Complete
    }

    fn fail(&mut self, fault: Fault) -> Event {
        self.position = fault.at;
        self.fault = Some(fault);
        self.state = State::Failed;
        Event::Failed
    }

    /// The connection ended: [`Event::Complete`] for a message whose end that is, [`Event::Failed`] for one that was cut off,
    /// [`Event::More`] when there was none.
    pub(super) fn finish(&mut self) -> Event {
        match self.state {
            State::Body(Body::UntilEnd) => {
                self.state = State::Closed;
                Event::Complete
            }
            State::Head if self.partial.is_empty() => Event::More,
            State::Head | State::Body(_) | State::Refused(_) => self.fail(Fault {
                code: "HPE_INVALID_EOF_STATE",
                reason: "Invalid EOF state",
                at: 0,
            }),
            // What was wrong has been told.
            State::Closed | State::Upgraded | State::Failed => Event::More,
        }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// The head that was found last, and the bytes that it points into.
    pub(super) fn head(&self) -> (&Head, &[u8]) {
        (&self.head, &self.kept)
    }

    /// As [`Messages::head`], to be kept by whoever asks; once a head.
    pub(super) fn take_head(&mut self) -> (Head, Vec<u8>) {
        (
            std::mem::take(&mut self.head),
            std::mem::take(&mut self.kept),
        )
    }

    /// After a head: a body follows, or what stands in its place cannot be read.
    pub(super) fn expects_body(&self) -> bool {
        !matches!(self.state, State::Body(Body::Length(0)))
    }

    /// Nothing of a message has come: neither is one under way, nor the beginning of a head.
    pub(super) fn is_between(&self) -> bool {
        matches!(self.state, State::Head) && self.partial.is_empty()
    }

    /// The trailers of the message that was found whole last.
    pub(super) fn trailers(&self) -> (&Fields, &[u8]) {
        (&self.trailers, &self.trailer_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules {
        max: 16 * 1024,
        lenient: false,
    };

    /// Everything that `pieces` bring, as text.
    fn read(is_request: bool, pieces: &[&[u8]]) -> Vec<String> {
        let mut messages = Messages::new(is_request, RULES);
        let mut seen = Vec::new();
        for piece in pieces {
            let mut at = 0;
            loop {
                let event = messages.next(piece, at);
                at = messages.position();
                match event {
                    Event::More => break,
                    Event::Head => {
                        let (head, bytes) = messages.head();
                        let text =
                            |span: scan::Span| String::from_utf8_lossy(span.of(bytes)).into_owned();
                        seen.push(format!(
                            "{}{} {} {}",
                            text(head.start.method),
                            head.start.status,
                            text(head.start.url),
                            head.fields.all.len()
                        ));
                    }
                    Event::Body(start, end) => {
                        seen.push(String::from_utf8_lossy(&piece[start..end]).into_owned());
                    }
                    Event::Complete => {
                        seen.push(format!("end {}", messages.trailers().0.all.len()))
                    }
                    Event::Failed => {
                        let fault = messages.fault().expect("it failed");
                        seen.push(format!("{} {} {}", fault.code, fault.reason, fault.at));
                        return seen;
                    }
                }
            }
        }
        seen
    }

    const CHUNKED: &[u8] =
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;e=1\r\nabc\r\n0\r\nT: 1\r\n\r\nGET / HTTP/1.1\r\n\r\n";

    #[test]
    fn messages_follow_each_other() {
        assert_eq!(
            read(true, &[CHUNKED]),
            ["POST0 /x 2", "abc", "end 1", "GET0 / 0", "end 0"]
        );
    }

    #[test]
    fn any_split_of_the_bytes_reads_the_same() {
        for at in 1..CHUNKED.len() {
            let seen = read(true, &[&CHUNKED[..at], &CHUNKED[at..]]).join("|");
            assert_eq!(
                seen.replace("a|bc", "abc").replace("ab|c", "abc"),
                "POST0 /x 2|abc|end 1|GET0 / 0|end 0",
                "split at {at}"
            );
        }
    }

    #[test]
    fn a_response_without_a_length_lasts_until_the_end() {
        assert_eq!(
            read(false, &[b"HTTP/1.1 200 OK\r\n\r\nab", b"c"]),
            ["200  0", "ab", "c"]
        );
    }

    #[test]
    fn places_of_faults_are_of_the_piece_that_has_them() {
        assert_eq!(
            read(true, &[b"GET / HTTP/1.1\r\nA", b"(: b\r\n\r\n"]),
            ["HPE_INVALID_HEADER_TOKEN Invalid header token 0"]
        );
    }

    #[test]
    fn an_endless_line_overflows() {
        let seen = read(true, &[b"GET /", &[b'a'; 20_000]]);
        assert!(
            seen[0].starts_with("HPE_HEADER_OVERFLOW Header overflow"),
            "{seen:?}"
        );
    }
}
