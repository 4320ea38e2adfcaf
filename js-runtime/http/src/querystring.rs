//! Node's `querystring` over `&str`.

use std::borrow::Cow;

use crate::uri::{decode_component, encode_component, hex_pair};

/// A name and a value of a query string, decoded.
pub type Pair<'q> = (Cow<'q, str>, Cow<'q, str>);

/// The number of pairs that `querystring.parse` reads unless told otherwise.
pub const DEFAULT_MAX_KEYS: usize = 1000;

/// `querystring.parse(text)` as the pairs it finds, in order, names as often as they come. `+` is a space, escapes that do not
/// decode stay, and pairs beyond `max_keys` are dropped (0 means that there is no limit). (CTX-035)
pub fn parse(text: &str, max_keys: usize) -> Vec<Pair<'_>> {
    let limit = if max_keys == 0 { usize::MAX } else { max_keys };
    let mut pairs = Vec::new();
    // An empty part between separators is no pair, but it counts.
    for part in text.split('&').take(limit).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (decode_name, decode_value) = escapes_seen(name, value);
        pairs.push((decode(name, decode_name), decode(value, decode_value)));
    }
    pairs
}

/// `querystring.unescape(text)`: `decodeURIComponent`, and where that fails every escape that is one, read as UTF-8 bytes.
pub fn unescape(text: &str) -> Cow<'_, str> {
    decode_component(text).unwrap_or_else(|| Cow::Owned(unescape_bytes(text)))
}

/// `querystring.escape(text)`.
pub fn escape(text: &str) -> Cow<'_, str> {
    encode_component(text)
}

/// `querystring.stringify(object)`: one `name=value` a pair; the values of an array come as so many pairs. (CTX-037)
pub fn stringify<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&escape(name));
        text.push('=');
        text.push_str(&escape(value));
    }
    text
}

/// Which of a name and its value Node decodes: it looks for escapes as it reads, and this is how.
///
/// Seen from outside that is "what holds an escape", but for two slips of Node's reader, which show in text that is neither
/// ASCII nor well escaped: a name with two escapes makes its value decode too, and in a value a `+` may stand inside of an
/// escape.
fn escapes_seen(name: &str, value: &str) -> (bool, bool) {
    let mut in_name = EscapeReader::default();
    let mut in_value = EscapeReader::default();
    for byte in name.bytes() {
        if !in_name.seen {
            in_name.read(byte);
        } else if byte != b'+' {
            in_value.read(byte);
        }
    }
    in_value.digits = None;
    for byte in value.bytes().filter(|&byte| byte != b'+') {
        in_value.read(byte);
    }
    (in_name.seen, in_value.seen)
}

#[derive(Default)]
struct EscapeReader {
    /// How many hexadecimal digits followed the last percent sign.
    digits: Option<u8>,
    seen: bool,
}

impl EscapeReader {
    fn read(&mut self, byte: u8) {
        self.digits = match self.digits {
            _ if byte == b'%' => Some(0),
            Some(digits) if byte.is_ascii_hexdigit() => {
                self.seen |= digits == 1;
                Some(digits.saturating_add(1))
            }
            _ => None,
        };
    }
}

fn decode(text: &str, unescaped: bool) -> Cow<'_, str> {
    let text = if text.contains('+') {
        Cow::Owned(text.replace('+', " "))
    } else {
        Cow::Borrowed(text)
    };
    match text {
        text if !unescaped => text,
        Cow::Borrowed(text) => unescape(text),
        Cow::Owned(text) => Cow::Owned(unescape(&text).into_owned()),
    }
}

/// `querystring.unescapeBuffer(text).toString()`. Characters are bytes there: of any beyond U+00FF the low eight bits remain.
fn unescape_bytes(text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    // Escapes are ASCII, so the truncated units serve to find them, as long as the units themselves are ASCII.
    let ascii: Vec<u8> = units
        .iter()
        .map(|&unit| u8::try_from(unit).unwrap_or(0xff))
        .collect();
    let mut bytes = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        match (ascii[at], hex_pair(&ascii, at + 1)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                at += 3;
            }
            _ => {
                bytes.push(units[at].to_le_bytes()[0]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
