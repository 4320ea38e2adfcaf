//! The first line of a message: `METHOD target HTTP/1.1`, or `HTTP/1.1 200 phrase`.

use super::{Cursor, Scan, Span, Start, fault};

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
pub(super) fn request_line(cursor: &mut Cursor<'_>) -> Scan<Start> {
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

pub(super) fn status_line(cursor: &mut Cursor<'_>) -> Scan<Start> {
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
