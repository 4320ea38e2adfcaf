//! The fields of a head or a trailer, and what they say of how the message ends.

use super::{Cursor, Fault, Fields, Flags, Rules, Scan, Span, fault, overflowing};

/// A byte of a field's name.
pub(in crate::http) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Fields up to the empty line. `used`: bytes of the head that count already; `decides`: they frame the message.
pub(super) fn fields_from(
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
