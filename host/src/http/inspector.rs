//! Finds the requests in what a client sends and judges them before hyper reads them.

use coddle_node::http::framing::{Chunks, Found};
use coddle_node::http::scan::{self, Fault, Head, Rules};

use super::plain_head::plain_head;

/// What stands at the beginning of the bytes that were shown.
#[derive(Debug)]
pub(super) enum Verdict {
    /// So many bytes may go on to hyper.
    Pass(usize),
    /// The beginning of a head or a trailer: it is judged whole.
    Incomplete,
    /// `length` bytes that hyper is given in other words: a head with a target that it takes for certain, and the real one
    /// beside it; nothing for blank lines between requests.
    Replace {
        length: usize,
        by: Vec<u8>,
        target: Option<Box<str>>,
    },
    /// A request for another protocol: the connection is the application's from here on.
    Upgrade,
    /// No request that may be served.
    Fault(Fault),
    /// A chunked body that has become longer than allowed.
    TooLong,
}

/// Where in its requests a connection is.
#[derive(Debug)]
enum Place {
    /// Before the first byte of a head.
    Head,
    /// So many bytes of a body are to come.
    Body(u64),
    Chunked(Chunks),
    Trailers,
}

/// Follows the requests of one connection.
#[derive(Debug)]
pub(super) struct Inspector {
    place: Place,
    /// Bytes of the chunked body so far.
    chunked: u64,
    heads: u64,
}

/// What applies to all requests at the moment.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) max_header_size: usize,
    /// 0: any.
    pub(super) max_body_size: u64,
    /// Whether the application waits for requests for another protocol.
    pub(super) takes_upgrades: &'a dyn Fn() -> bool,
}

impl Terms<'_> {
    fn rules(&self) -> Rules {
        Rules {
            max: self.max_header_size,
            lenient: false,
        }
    }
}

impl Inspector {
    pub(super) fn new() -> Inspector {
        Inspector {
            place: Place::Head,
            chunked: 0,
            heads: 0,
        }
    }

    /// How many heads were passed.
    pub(super) fn heads(&self) -> u64 {
        self.heads
    }

    /// Whether the last request's body has not come whole.
    pub(super) fn is_in_body(&self) -> bool {
        !matches!(self.place, Place::Head)
    }

    /// Judges the beginning of `bytes`, which follow what was passed before; there is at least one.
    pub(super) fn judge(&mut self, bytes: &[u8], terms: Terms<'_>) -> Verdict {
        match &mut self.place {
            Place::Head => self.judge_head(bytes, terms),
            Place::Body(left) => {
                let here = bytes
                    .len()
                    .min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= here as u64;
                if *left == 0 {
                    self.place = Place::Head;
                }
                Verdict::Pass(here)
            }
            Place::Chunked(chunks) => match chunks.next(bytes, 0, terms.rules()) {
                Ok(None) => Verdict::Pass(bytes.len()),
                Ok(Some(Found::Data(start, end))) => {
                    self.chunked += (end - start) as u64;
                    if terms.max_body_size != 0 && self.chunked > terms.max_body_size {
                        return Verdict::TooLong;
                    }
                    Verdict::Pass(end)
                }
                Ok(Some(Found::Last(after))) => {
                    self.place = Place::Trailers;
                    Verdict::Pass(after)
                }
                Err(fault) => Verdict::Fault(fault),
            },
            Place::Trailers => match scan::trailers(bytes, terms.rules()) {
                Ok(Some((_, length))) => {
                    self.place = Place::Head;
                    Verdict::Pass(length)
                }
                Ok(None) => Verdict::Incomplete,
                Err(fault) => Verdict::Fault(fault),
            },
        }
    }

    fn judge_head(&mut self, bytes: &[u8], terms: Terms<'_>) -> Verdict {
        if let Some(plain) = plain_head(bytes)
            && plain.length <= terms.max_header_size
        {
            self.heads += 1;
            if plain.body > 0 {
                self.place = Place::Body(plain.body);
            }
            return Verdict::Pass(plain.length);
        }
        let head = match scan::head(bytes, true, terms.rules()) {
            Ok(Some(head)) => head,
            Ok(None) if bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n')) => {
                // They are no beginning of one.
                return Verdict::Replace {
                    length: bytes.len(),
                    by: Vec::new(),
                    target: None,
                };
            }
            Ok(None) => return Verdict::Incomplete,
            Err(fault) => return Verdict::Fault(fault),
        };
        if let Some(fault) = beyond_llhttp(&head, bytes) {
            return Verdict::Fault(fault);
        }
        let flags = head.fields.flags;
        let method = head.start.method.of(bytes);
        let asks = flags.upgrade && flags.connection_upgrade;
        if method == b"CONNECT" || (asks && (terms.takes_upgrades)()) {
            return Verdict::Upgrade;
        }
        self.heads += 1;
        self.chunked = 0;
        self.place = match flags.content_length {
            _ if flags.chunked => Place::Chunked(Chunks::new()),
            Some(length) if length > 0 => Place::Body(length),
            _ => Place::Head,
        };
        reworded(&head, bytes)
    }
}

/// The head with `/` for its target: hyper cuts a target's fragment off and refuses characters that Node lets pass.
fn reworded(head: &Head, bytes: &[u8]) -> Verdict {
    let mut words = Vec::with_capacity(head.length);
    words.extend_from_slice(head.start.method.of(bytes));
    words.extend_from_slice(b" / HTTP/1.");
    words.push(b'0' + head.start.version.1);
    let rest = &bytes[head.start.url.end..head.length];
    let line_end = rest.iter().position(|byte| *byte == b'\r');
    words.extend_from_slice(&rest[line_end.unwrap_or(rest.len())..]);
    Verdict::Replace {
        length: head.length,
        by: words,
        // The scan has found printable ASCII.
        target: Some(String::from_utf8_lossy(head.start.url.of(bytes)).into()),
    }
}

/// What llhttp lets pass and HTTP/1.1 (RFC 9112) does not.
fn beyond_llhttp(head: &Head, bytes: &[u8]) -> Option<Fault> {
    let refuse = |code, reason, at| Some(Fault { code, reason, at });
    let start = &head.start;
    if !matches!(start.version, (1, 0 | 1)) {
        return refuse(
            "HPE_INVALID_VERSION",
            "Invalid HTTP version",
            start.url.end + 1,
        );
    }
    if start.url.of(bytes).first() == Some(&b'*')
        && (start.url.of(bytes).len() > 1 || start.method.of(bytes) != b"OPTIONS")
    {
        return refuse(
            "HPE_INVALID_URL",
            "Unexpected start char in url",
            start.url.start,
        );
    }
    let flags = head.fields.flags;
    if flags.transfer_encoding && (!flags.chunked || start.version == (1, 0)) {
        return refuse(
            "HPE_INVALID_TRANSFER_ENCODING",
            "Request has invalid `Transfer-Encoding`",
            head.length,
        );
    }
    let mut has_host = false;
    for (name, value) in &head.fields.all {
        let is = |known: &str| name.of(bytes).eq_ignore_ascii_case(known.as_bytes());
        // No coding but chunked is undone here; the application would take the coded bytes for the body.
        if is("transfer-encoding") && !value.of(bytes).eq_ignore_ascii_case(b"chunked") {
            return refuse(
                "HPE_INVALID_TRANSFER_ENCODING",
                "Invalid `Transfer-Encoding` header value",
                value.start,
            );
        }
        if is("host") && std::mem::replace(&mut has_host, true) {
            return refuse("HPE_INVALID_HEADER_TOKEN", "Duplicate Host", name.start);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(takes_upgrades: &dyn Fn() -> bool) -> Terms<'_> {
        Terms {
            max_header_size: 16 << 10,
            max_body_size: 8,
            takes_upgrades,
        }
    }

    /// What becomes of `bytes`: what goes on to hyper, the targets told apart from it, and how it ends.
    fn judged(bytes: &[u8]) -> (String, Vec<String>, String) {
        let mut inspector = Inspector::new();
        let (mut passed, mut targets) = (Vec::new(), Vec::new());
        let mut at = 0;
        let end = loop {
            if at == bytes.len() {
                break "all".to_owned();
            }
            match inspector.judge(&bytes[at..], terms(&|| true)) {
                Verdict::Pass(length) => {
                    passed.extend_from_slice(&bytes[at..at + length]);
                    at += length;
                }
                Verdict::Replace { length, by, target } => {
                    passed.extend_from_slice(&by);
                    targets.extend(target.map(String::from));
                    at += length;
                }
                Verdict::Fault(fault) => break fault.code.to_owned(),
                other => break format!("{other:?}"),
            }
        };
        (String::from_utf8(passed).unwrap(), targets, end)
    }

    fn end_of(bytes: &str) -> String {
        judged(bytes.as_bytes()).2
    }

    // CTX-033
    #[test]
    fn unusual_targets_go_past_hyper() {
        let (passed, targets, end) =
            judged(b"GET  /a?b<c>#d  HTTP/1.1\r\nHost: a\r\n\r\nGET http://b/c HTTP/1.0\r\n\r\n");
        assert_eq!(
            passed,
            "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\n\r\n"
        );
        assert_eq!(targets, ["/a?b<c>#d", "http://b/c"]);
        assert_eq!(end, "all");
    }

    #[test]
    fn requests_behind_bodies_are_found() {
        for body in [
            "Content-Length: 5\r\n\r\nGET /",
            "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nGET /\r\n0\r\nT: 1\r\n\r\n",
        ] {
            let bytes = format!("POST / HTTP/1.1\r\n{body}bad\r\n\r\n");
            let (passed, _, end) = judged(bytes.as_bytes());
            assert_eq!(passed, format!("POST / HTTP/1.1\r\n{body}"));
            assert_eq!(end, "HPE_INVALID_METHOD");
        }
    }

    #[test]
    fn blank_lines_between_requests_are_left_out() {
        assert_eq!(
            judged(b"\r\n\r\n\r\n"),
            (String::new(), vec![], "all".to_owned())
        );
    }

    #[test]
    fn requests_for_other_protocols_are_the_applications() {
        for head in [
            "GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: x\r\n\r\n",
            "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n",
        ] {
            assert_eq!(end_of(head), "Upgrade", "{head}");
        }
        let mut inspector = Inspector::new();
        let head = b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
        let unheard = inspector.judge(head, terms(&|| false));
        assert!(matches!(unheard, Verdict::Replace { .. }), "{unheard:?}");
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (head, code) in [
            ("GET / HTTP/1.1\n\n", "HPE_INVALID_VERSION"),
            ("GET / HTTP/2.0\r\n\r\n", "HPE_INVALID_VERSION"),
            ("GET /\r\n\r\n", "HPE_INVALID_VERSION"),
            ("GET * HTTP/1.1\r\n\r\n", "HPE_INVALID_URL"),
            ("OPTIONS *x HTTP/1.1\r\n\r\n", "HPE_INVALID_URL"),
            (
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HPE_INVALID_TRANSFER_ENCODING",
            ),
            (
                "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HPE_INVALID_TRANSFER_ENCODING",
            ),
            (
                "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n",
                "HPE_INVALID_TRANSFER_ENCODING",
            ),
            (
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HPE_INVALID_TRANSFER_ENCODING",
            ),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n",
                "HPE_INVALID_HEADER_TOKEN",
            ),
            (
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello",
                "HPE_CR_EXPECTED",
            ),
        ] {
            assert_eq!(end_of(head), code, "{head:?}");
        }
    }

    #[test]
    fn a_chunked_body_cannot_grow_past_its_limit() {
        let head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(end_of(&format!("{head}8\r\n12345678\r\n0\r\n\r\n")), "all");
        assert_eq!(
            end_of(&format!("{head}8\r\n12345678\r\n1\r\n9\r\n")),
            "TooLong"
        );
    }
}
