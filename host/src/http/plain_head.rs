//! Request heads of the everyday kind, recognised without reading every byte twice.
//!
//! hyper's parser refuses what no HTTP parser may take, but lets pass what only some do: a line that ends in a bare LF, a
//! length beside a coding, a length told twice. A head in which none of that can be is passed on as it is; every other one is
//! read by llhttp's rules first (`inspector`).

use memchr::memchr;

/// What a plain head says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlainHead {
    /// Its bytes, the empty line included.
    pub(super) length: usize,
    /// Bytes of the body behind it.
    pub(super) body: u64,
}

/// The plain head that `bytes` begin with. `None` when it is of another kind, or not whole.
pub(super) fn plain_head(bytes: &[u8]) -> Option<PlainHead> {
    let mut at = line(bytes)?;
    request_line(&bytes[..at - 2])?;
    let mut body = None;
    let mut has_host = false;
    loop {
        let rest = &bytes[at..];
        let end = line(rest)?;
        let field = &rest[..end - 2];
        at += end;
        let Some(first) = field.first() else {
            return Some(PlainHead {
                length: at,
                body: body.unwrap_or(0),
            });
        };
        // The fields that frame the message or hand its connection over; told apart from others by their first letter.
        match first | 0x20 {
            b'c' => {
                if let Some(value) = value_of(field, b"content-length:") {
                    if body.is_some() {
                        return None;
                    }
                    body = Some(number(value)?);
                }
            }
            b'h' if value_of(field, b"host:").is_some() => {
                if has_host {
                    return None;
                }
                has_host = true;
            }
            b't' if value_of(field, b"transfer-encoding:").is_some() => return None,
            b'u' if value_of(field, b"upgrade:").is_some() => return None,
            _ => {}
        }
    }
}

/// The length of the line that `bytes` begin with, CRLF included.
fn line(bytes: &[u8]) -> Option<usize> {
    let end = memchr(b'\n', bytes)?;
    (end > 0 && bytes[end - 1] == b'\r').then_some(end + 1)
}

/// `METHOD /target HTTP/1.x` with a target that hyper hands on as it came.
fn request_line(line: &[u8]) -> Option<()> {
    let rest = METHODS
        .iter()
        .find_map(|method| line.strip_prefix(*method))?;
    let (target, version) = rest.split_at_checked(rest.len().checked_sub(9)?)?;
    let is_known = version == b" HTTP/1.1" || version == b" HTTP/1.0";
    let is_path = target.first() == Some(&b'/');
    (is_known && is_path && target.iter().all(|byte| IS_PLAIN[usize::from(*byte)])).then_some(())
}

/// The usual first.
const METHODS: [&[u8]; 7] = [
    b"GET ",
    b"POST ",
    b"PUT ",
    b"HEAD ",
    b"DELETE ",
    b"PATCH ",
    b"OPTIONS ",
];

/// Characters of a target that the http crate's `Uri` keeps in a path as well as in a query; no `#`, which it cuts off.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = matches!(
            byte as u8,
            b'!' | b'$'..=b';' | b'=' | b'?' | b'@'..=b'_' | b'a'..=b'z' | b'|' | b'~'
        );
        byte += 1;
    }
    plain
};

/// What follows `name` (in lower case, with its colon) at the start of a line.
fn value_of<'a>(field: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (start, value) = field.split_at_checked(name.len())?;
    start.eq_ignore_ascii_case(name).then_some(value)
}

/// Digits and nothing else, few enough for a `u64`.
fn number(value: &[u8]) -> Option<u64> {
    let digits = value.trim_ascii();
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_of(head: &str) -> Option<u64> {
        let found = plain_head(head.as_bytes())?;
        assert_eq!(found.length, head.len());
        Some(found.body)
    }

    #[test]
    fn everyday_heads_are_plain() {
        assert_eq!(body_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), Some(0));
        assert_eq!(body_of("HEAD /a/b?c=%20&d HTTP/1.0\r\n\r\n"), Some(0));
        assert_eq!(
            body_of("POST /x HTTP/1.1\r\nhost: a\r\nCONTENT-LENGTH:\t12 \r\nCookie: a=b\r\n\r\n"),
            Some(12)
        );
    }

    #[test]
    fn only_its_own_bytes_count() {
        let two = b"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\nTransfer-Encoding: x\r\n\r\n";
        assert_eq!(
            plain_head(two),
            Some(PlainHead {
                length: 18,
                body: 0
            })
        );
    }

    #[test]
    fn what_parsers_read_in_different_ways_is_not_plain() {
        for head in [
            "GET / HTTP/1.1\n\n",
            "GET / HTTP/1.1\r\nA: b\n\r\n",
            "GET / HTTP/1.1\r\nA: b\r\n\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\ntRANSFER-eNCODING:chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 0x1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1111111111111111111\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nUpgrade: x\r\n\r\n",
            "GET /#x HTTP/1.1\r\n\r\n",
            "GET /< HTTP/1.1\r\n\r\n",
            "GET http://a/ HTTP/1.1\r\n\r\n",
            "GET * HTTP/1.1\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.2\r\n\r\n",
            "GET /\r\n\r\n",
            "get / HTTP/1.1\r\n\r\n",
            "PURGE / HTTP/1.1\r\n\r\n",
            "\r\nGET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n",
        ] {
            assert_eq!(plain_head(head.as_bytes()), None, "{head:?}");
        }
    }
}
