//! Heads of messages, read as llhttp (Node's parser) reads them: what it refuses is refused here, with its code, its words
//! and the place.
//!
//! A crate's parser tells that a head is wrong but not how, so a second one would have to find that out; two parsers that
//! disagree are how requests are smuggled. So this is the only one. A head is scanned from its start whenever more of it
//! comes; `max` bounds the work.

/// Why a message cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `HPE_...`
    pub code: &'static str,
    /// llhttp's words for it.
    pub reason: &'static str,
    /// How many bytes of the head, or of the chunk, were good.
    pub at: usize,
}

/// A scan that found a fault.
pub(super) fn fault<T>(code: &'static str, reason: &'static str, at: usize) -> Scan<T> {
    Err(Fault { code, reason, at })
}

/// `Ok(None)`: not all of it is here yet.
pub type Scan<T> = Result<Option<T>, Fault>;

/// The bytes of an item in what was scanned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    /// After its last byte.
    pub end: usize,
}

impl Span {
    /// The item itself.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start..self.end]
    }
}

/// How a message ends, as its headers tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flags {
    /// What Content-Length says.
    pub content_length: Option<u64>,
    /// Transfer-Encoding is there; `chunked` is its last word.
    pub transfer_encoding: bool,
    pub chunked: bool,
    /// Words of Connection.
    pub connection_close: bool,
    pub connection_keep_alive: bool,
    pub connection_upgrade: bool,
    /// Upgrade is there.
    pub upgrade: bool,
}

/// The fields of a head or a trailer.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Name and value of each, in order.
    pub all: Vec<(Span, Span)>,
    /// What they say of the message's end and of the connection.
    pub flags: Flags,
}

/// The first line: of a request `method`, `url` and `version`, of a response `version`, `status` and `phrase`.
#[derive(Clone, Debug, Default)]
pub struct Start {
    pub method: Span,
    pub url: Span,
    pub version: (u8, u8),
    pub status: u16,
    pub phrase: Span,
}

/// A whole head.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its first line.
    pub start: Start,
    /// The other lines.
    pub fields: Fields,
    /// Its length, the empty line included.
    pub length: usize,
}

/// What may be in a head.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Bytes of target, names and values together.
    pub max: usize,
    /// `insecureHTTPParser`: what is only dangerous is let through.
    pub lenient: bool,
}

/// Methods of HTTP that Node knows.
const METHODS: &[&str] = &[
    "DELETE",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "SEARCH",
    "UNLOCK",
    "BIND",
    "REBIND",
    "UNBIND",
    "ACL",
    "REPORT",
    "MKACTIVITY",
    "CHECKOUT",
    "MERGE",
    "M-SEARCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "PATCH",
    "PURGE",
    "MKCALENDAR",
    "LINK",
    "UNLINK",
    "SOURCE",
    "QUERY",
];

/// Methods of RTSP, which its parser recognises and HTTP refuses.
const OTHER_METHODS: &[&str] = &[
    "PRI",
    "DESCRIBE",
    "ANNOUNCE",
    "SETUP",
    "PLAY",
    "PAUSE",
    "TEARDOWN",
    "GET_PARAMETER",
    "SET_PARAMETER",
    "REDIRECT",
    "RECORD",
    "FLUSH",
];

/// Reads on from a place; `None` at the end of what is there.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

/// Answers `Ok(None)` when the bytes are at their end.
macro_rules! peek {
    ($cursor:expr) => {
        match $cursor.peek() {
            Some(byte) => byte,
            None => return Ok(None),
        }
    };
}

/// A head's first line and fields.
///
/// # Errors
/// What llhttp finds wrong with it.
pub fn head(bytes: &[u8], is_request: bool, rules: Rules) -> Scan<Head> {
    let mut cursor = Cursor { bytes, at: 0 };
    while matches!(peek!(cursor), b'\r' | b'\n') {
        cursor.at += 1;
    }
    let line = if is_request {
        request_line(&mut cursor)?
    } else {
        status_line(&mut cursor)?
    };
    let Some(start) = line else {
        return overflowing(bytes.len(), rules);
    };
    let used = start.url.end - start.url.start + start.phrase.end - start.phrase.start;
    if used >= rules.max {
        return fault(
            "HPE_HEADER_OVERFLOW",
            "Header overflow",
            start.url.end.max(start.phrase.end),
        );
    }
    let Some(fields) = fields_from(&mut cursor, rules, used, true)? else {
        return Ok(None);
    };
    Ok(Some(Head {
        start,
        fields,
        length: cursor.at,
    }))
}

/// The fields after the last chunk; gives their length too.
///
/// # Errors
/// What llhttp finds wrong with them.
pub fn trailers(bytes: &[u8], rules: Rules) -> Scan<(Fields, usize)> {
    let mut cursor = Cursor { bytes, at: 0 };
    Ok(fields_from(&mut cursor, rules, 0, false)?.map(|fields| (fields, cursor.at)))
}

/// An unfinished line must not grow for ever.
fn overflowing<T>(length: usize, rules: Rules) -> Scan<T> {
    if length >= rules.max {
        return fault("HPE_HEADER_OVERFLOW", "Header overflow", length);
    }
    Ok(None)
}

// ---- First lines -------------------------------------------------------------------------------------------------------

fn request_line(cursor: &mut Cursor<'_>) -> Scan<Start> {
    let begin = cursor.at;
    let Some(method) = method(cursor)? else {
        return Ok(None);
    };
    let span = Span {
        start: begin,
        end: cursor.at,
    };
    while peek!(cursor) == b' ' {
        cursor.at += 1;
    }
    let start = cursor.at;
    let Some(()) = target(cursor, method == "CONNECT")? else {
        return Ok(None);
    };
    let url = Span {
        start,
        end: cursor.at,
    };
    let mut line = Start {
        method: span,
        url,
        version: (0, 9),
        ..Start::default()
    };
    if peek!(cursor) != b' ' {
        return Ok(line_end(cursor)?.map(|()| line));
    }
    while peek!(cursor) == b' ' {
        cursor.at += 1;
    }
    let Some(()) = protocol(cursor, method)? else {
        return Ok(None);
    };
    let Some(version) = version(cursor)? else {
        return Ok(None);
    };
    line.version = version;
    match peek!(cursor) {
        b'\r' => {}
        b'\n' => {
            return fault(
                "HPE_INVALID_VERSION",
                "Expected CRLF after version",
                cursor.at + 1,
            );
        }
        _ => {
            return fault(
                "HPE_INVALID_VERSION",
                "Expected CRLF after version",
                cursor.at,
            );
        }
    }
    cursor.at += 1;
    if peek!(cursor) != b'\n' {
        return fault(
            "HPE_INVALID_VERSION",
            "Expected CRLF after version",
            cursor.at,
        );
    }
    cursor.at += 1;
    if method == "PRI" {
        return fault(
            "HPE_PAUSED_H2_UPGRADE",
            "Pause on PRI/Upgrade",
            cursor.bytes.len(),
        );
    }
    Ok(Some(line))
}

/// The end of a line of HTTP/0.9.
fn line_end(cursor: &mut Cursor<'_>) -> Scan<()> {
    if peek!(cursor) == b'\r' {
        cursor.at += 1;
    }
    if peek!(cursor) != b'\n' {
        return fault("HPE_CR_EXPECTED", "Expected CRLF", cursor.at);
    }
    cursor.at += 1;
    Ok(Some(()))
}

fn method(cursor: &mut Cursor<'_>) -> Scan<&'static str> {
    let rest = &cursor.bytes[cursor.at..];
    let end = rest
        .iter()
        .position(|byte| !matches!(byte, b'A'..=b'Z' | b'-' | b'_'))
        .unwrap_or(rest.len());
    let word = &rest[..end];
    let known = || METHODS.iter().chain(OTHER_METHODS);
    // How far it reads like one of them.
    let common = |name: &str| name.bytes().zip(word).take_while(|(a, b)| a == *b).count();
    let good = known().map(|name| common(name)).max().unwrap_or(0);
    if end == rest.len() && good == end {
        return Ok(None);
    }
    if let Some(name) = known().find(|name| name.as_bytes() == word) {
        cursor.at += end;
        if rest[end] != b' ' {
            return fault(
                "HPE_INVALID_METHOD",
                "Expected space after method",
                cursor.at,
            );
        }
        return Ok(Some(name));
    }
    // A method with more behind it.
    if known().any(|name| name.len() == good && common(name) == good) {
        return fault(
            "HPE_INVALID_METHOD",
            "Expected space after method",
            cursor.at + good,
        );
    }
    fault(
        "HPE_INVALID_METHOD",
        "Invalid method encountered",
        cursor.at + good,
    )
}

fn is_url_char(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~')
}

/// The request target: an absolute path, `*`, an absolute URL, or (CONNECT) an authority.
fn target(cursor: &mut Cursor<'_>, is_authority: bool) -> Scan<()> {
    let invalid = |reason, at| fault("HPE_INVALID_URL", reason, at);
    if is_authority {
        return authority(cursor);
    }
    match peek!(cursor) {
        b'/' | b'*' => {}
        b'a'..=b'z' | b'A'..=b'Z' => {
            while peek!(cursor).is_ascii_alphabetic() {
                cursor.at += 1;
            }
            match peek!(cursor) {
                b':' => {}
                b' ' | b'\r' | b'\n' => return invalid("Invalid characters in url", cursor.at + 1),
                _ => return invalid("Unexpected char in url schema", cursor.at),
            }
            cursor.at += 1;
            for _ in 0..2 {
                if peek!(cursor) != b'/' {
                    return invalid("Unexpected char in url schema", cursor.at);
                }
                cursor.at += 1;
            }
            let Some(()) = authority(cursor)? else {
                return Ok(None);
            };
        }
        _ => return invalid("Unexpected start char in url", cursor.at),
    }
    let mut part = "Invalid char in url path";
    loop {
        match peek!(cursor) {
            b' ' | b'\r' | b'\n' => return Ok(Some(())),
            b'?' if part == "Invalid char in url path" => part = "Invalid char in url query",
            b'#' => part = "Invalid char in url fragment",
            byte if is_url_char(byte) => {}
            _ => return invalid(part, cursor.at),
        }
        cursor.at += 1;
    }
}

/// Ends before a path, a query, or the end of the target.
fn authority(cursor: &mut Cursor<'_>) -> Scan<()> {
    loop {
        match peek!(cursor) {
            b'/' | b'?' | b' ' | b'\r' | b'\n' => return Ok(Some(())),
            byte if byte.is_ascii_alphanumeric() || b"-_.!~*'()%;:&=+$,@[]".contains(&byte) => {}
            _ => {
                return fault(
                    "HPE_INVALID_URL",
                    "Unexpected char in url server",
                    cursor.at,
                );
            }
        }
        cursor.at += 1;
    }
}

/// `HTTP/`, or what its relatives say.
fn protocol(cursor: &mut Cursor<'_>, method: &str) -> Scan<()> {
    let name: &[u8] = match peek!(cursor) {
        b'R' => b"RTSP/",
        b'I' => b"ICE/",
        _ => b"HTTP/",
    };
    for expected in name {
        if peek!(cursor) != *expected {
            return fault(
                "HPE_INVALID_CONSTANT",
                "Expected HTTP/, RTSP/ or ICE/",
                cursor.at,
            );
        }
        cursor.at += 1;
    }
    if name == b"ICE/" && method != "SOURCE" {
        return fault(
            "HPE_INVALID_CONSTANT",
            "Expected SOURCE method for ICE/x.x request",
            cursor.at - 1,
        );
    }
    if name == b"HTTP/" && method != "PRI" && OTHER_METHODS.contains(&method) {
        return fault(
            "HPE_INVALID_CONSTANT",
            "Invalid method for HTTP/x.x request",
            cursor.at - 1,
        );
    }
    Ok(Some(()))
}

fn version(cursor: &mut Cursor<'_>) -> Scan<(u8, u8)> {
    let invalid = |reason, at| fault("HPE_INVALID_VERSION", reason, at);
    let major = peek!(cursor);
    if !major.is_ascii_digit() {
        return invalid("Invalid major version", cursor.at);
    }
    cursor.at += 1;
    if peek!(cursor) != b'.' {
        return invalid("Expected dot", cursor.at);
    }
    cursor.at += 1;
    let minor = peek!(cursor);
    if !minor.is_ascii_digit() {
        return invalid("Invalid minor version", cursor.at);
    }
    cursor.at += 1;
    match (major - b'0', minor - b'0') {
        known @ ((0, 9) | (1, 0) | (1, 1) | (2, 0)) => Ok(Some(known)),
        _ => invalid("Invalid HTTP version", cursor.at),
    }
}

fn status_line(cursor: &mut Cursor<'_>) -> Scan<Start> {
    for expected in b"HTTP/" {
        if peek!(cursor) != *expected {
            return fault("HPE_INVALID_CONSTANT", "Expected HTTP/", cursor.at);
        }
        cursor.at += 1;
    }
    let Some(version) = version(cursor)? else {
        return Ok(None);
    };
    if peek!(cursor) != b' ' {
        return fault(
            "HPE_INVALID_VERSION",
            "Expected space after version",
            cursor.at,
        );
    }
    cursor.at += 1;
    let mut status = 0;
    for _ in 0..3 {
        let digit = peek!(cursor);
        if !digit.is_ascii_digit() {
            return fault("HPE_INVALID_STATUS", "Invalid status code", cursor.at);
        }
        status = status * 10 + u16::from(digit - b'0');
        cursor.at += 1;
    }
    match peek!(cursor) {
        b' ' => cursor.at += 1,
        b'\r' | b'\n' => {}
        _ => return fault("HPE_INVALID_STATUS", "Invalid response status", cursor.at),
    }
    let start = cursor.at;
    while !matches!(peek!(cursor), b'\r' | b'\n') {
        cursor.at += 1;
    }
    let phrase = Span {
        start,
        end: cursor.at,
    };
    if peek!(cursor) == b'\n' {
        return fault(
            "HPE_CR_EXPECTED",
            "Missing expected CR after response line",
            cursor.at,
        );
    }
    cursor.at += 1;
    if peek!(cursor) != b'\n' {
        return fault("HPE_STRICT", "Expected LF after CR", cursor.at);
    }
    cursor.at += 1;
    Ok(Some(Start {
        version,
        status,
        phrase,
        ..Start::default()
    }))
}

// ---- Fields ------------------------------------------------------------------------------------------------------------

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Fields up to the empty line. `used`: bytes of the head that count already; `decides`: they frame the message.
fn fields_from(
    cursor: &mut Cursor<'_>,
    rules: Rules,
    mut used: usize,
    decides: bool,
) -> Scan<Fields> {
    let mut fields = Fields::default();
    loop {
        match peek!(cursor) {
            b'\r' => {
                cursor.at += 1;
                if peek!(cursor) != b'\n' {
                    return fault("HPE_STRICT", "Expected LF after headers", cursor.at);
                }
                cursor.at += 1;
                return Ok(Some(fields));
            }
            b'\n' => {
                return fault(
                    "HPE_INVALID_HEADER_TOKEN",
                    "Invalid header field char",
                    cursor.at + 1,
                );
            }
            b' ' if fields.all.is_empty() && decides => {
                return fault(
                    "HPE_UNEXPECTED_SPACE",
                    "Unexpected space after start line",
                    cursor.at + 1,
                );
            }
            b' ' | b'\t' if !fields.all.is_empty() => {
                return fault(
                    "HPE_INVALID_HEADER_TOKEN",
                    "Unexpected whitespace after header value",
                    cursor.at,
                );
            }
            _ => {}
        }
        let Some((name, value)) = field(cursor, rules)? else {
            return overflowing(
                used + cursor.bytes.len() - cursor.at.min(cursor.bytes.len()),
                rules,
            );
        };
        used += name.end - name.start + value.end - value.start;
        if used >= rules.max {
            return fault("HPE_HEADER_OVERFLOW", "Header overflow", value.end + 1);
        }
        if decides {
            note(cursor.bytes, name, value, rules, &mut fields.flags)?;
        }
        fields.all.push((name, value));
    }
}

fn field(cursor: &mut Cursor<'_>, rules: Rules) -> Scan<(Span, Span)> {
    let start = cursor.at;
    let mut at = start;
    let byte = |at: usize| cursor.bytes.get(at).copied();
    loop {
        match byte(at) {
            None => return Ok(None),
            Some(b':') if at > start => break,
            Some(byte) if is_token(byte) => at += 1,
            Some(_) => return fault("HPE_INVALID_HEADER_TOKEN", "Invalid header token", at),
        }
    }
    let name = Span { start, end: at };
    at += 1;
    while matches!(byte(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    let start = at;
    loop {
        match byte(at) {
            None => return Ok(None),
            Some(b'\r') => break,
            Some(b'\n') => {
                return fault(
                    "HPE_CR_EXPECTED",
                    "Missing expected CR after header value",
                    at,
                );
            }
            Some(b'\t' | b' '..=b'~' | 0x80..) => at += 1,
            Some(byte) if rules.lenient && byte != 0 => at += 1,
            Some(_) => return fault("HPE_INVALID_HEADER_TOKEN", "Invalid header value char", at),
        }
    }
    let mut end = at;
    match byte(at + 1) {
        None => return Ok(None),
        Some(b'\n') => {}
        Some(_) => {
            return fault(
                "HPE_LF_EXPECTED",
                "Missing expected LF after header value",
                at + 1,
            );
        }
    }
    while end > start && matches!(cursor.bytes[end - 1], b' ' | b'\t') {
        end -= 1;
    }
    cursor.at = at + 2;
    Ok(Some((name, Span { start, end })))
}

/// What a field says of the message's framing and of the connection.
fn note(
    bytes: &[u8],
    name: Span,
    value: Span,
    rules: Rules,
    flags: &mut Flags,
) -> Result<(), Fault> {
    let text = value.of(bytes);
    let is = |known: &str| name.of(bytes).eq_ignore_ascii_case(known.as_bytes());
    let refuse = |code, reason, at| Err(Fault { code, reason, at });
    if is("content-length") {
        if flags.transfer_encoding && flags.chunked && !rules.lenient {
            return refuse(
                "HPE_INVALID_CONTENT_LENGTH",
                "Content-Length can't be present with Transfer-Encoding",
                name.end + 1,
            );
        }
        if flags.content_length.is_some() {
            return refuse(
                "HPE_UNEXPECTED_CONTENT_LENGTH",
                "Duplicate Content-Length",
                value.start,
            );
        }
        flags.content_length = Some(content_length(text, value)?);
    } else if is("transfer-encoding") {
        if flags.content_length.is_some() && !rules.lenient {
            return refuse(
                "HPE_INVALID_TRANSFER_ENCODING",
                "Transfer-Encoding can't be present with Content-Length",
                name.end + 1,
            );
        }
        let words: Vec<&[u8]> = words(text).collect();
        let last = words.len().saturating_sub(1);
        let early = flags.chunked
            || words
                .iter()
                .take(last)
                .any(|word| word.eq_ignore_ascii_case(b"chunked"));
        if early && !rules.lenient {
            return refuse(
                "HPE_INVALID_TRANSFER_ENCODING",
                "Invalid `Transfer-Encoding` header value",
                value.start,
            );
        }
        flags.transfer_encoding = true;
        flags.chunked = words
            .last()
            .is_some_and(|word| word.eq_ignore_ascii_case(b"chunked"));
    } else if is("connection") || is("proxy-connection") {
        for word in words(text) {
            flags.connection_close |= word.eq_ignore_ascii_case(b"close");
            flags.connection_keep_alive |= word.eq_ignore_ascii_case(b"keep-alive");
            flags.connection_upgrade |= word.eq_ignore_ascii_case(b"upgrade");
        }
    } else if is("upgrade") {
        flags.upgrade = true;
    }
    Ok(())
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b',')
        .map(|word| word.trim_ascii())
}

fn content_length(text: &[u8], value: Span) -> Result<u64, Fault> {
    let refuse = |reason, at| {
        Err(Fault {
            code: "HPE_INVALID_CONTENT_LENGTH",
            reason,
            at,
        })
    };
    if text.is_empty() {
        return refuse("Empty Content-Length", value.end + 2);
    }
    let mut length: u64 = 0;
    for (index, byte) in text.iter().enumerate() {
        if !byte.is_ascii_digit() {
            return refuse("Invalid character in Content-Length", value.start + index);
        }
        let next = length
            .checked_mul(10)
            .and_then(|length| length.checked_add(u64::from(byte - b'0')));
        match next {
            Some(next) => length = next,
            None => return refuse("Content-Length overflow", value.start + index + 1),
        }
    }
    Ok(length)
}
