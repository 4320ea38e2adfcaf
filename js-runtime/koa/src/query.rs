//! Query strings: Node's `querystring`, and what egg makes of it for `ctx.query` and `ctx.queries`.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::text::is_inherited;
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

/// The members of egg's `ctx.query`: the first value of each name, in the order of their first appearance. Pairs without a
/// name are left out. (CTX-035)
///
/// `__proto__` is left out too: assigned to an object it makes no member.
pub fn query(querystring: &str) -> Vec<Pair<'_>> {
    let mut members = Members::default();
    for (name, value) in named_pairs(querystring) {
        members.entry(name, || value);
    }
    members.list
}

/// The members of egg's `ctx.queries`: every value of each name. A name that ends in `[]` is there without its brackets as
/// well, unless that name is there already or every object has it (`toString`). (CTX-038)
pub fn queries(querystring: &str) -> Vec<(Cow<'_, str>, Vec<Cow<'_, str>>)> {
    let mut members = Members::default();
    for (name, value) in named_pairs(querystring) {
        members.entry(name, Vec::new).push(value);
    }
    if !members
        .list
        .iter()
        .any(|(name, _)| bare_name(name).is_some())
    {
        return members.list;
    }
    let mut with_bare_names = Members::default();
    for (name, values) in members.list {
        let bare = bare_name(&name).map(|bare| Cow::Owned(bare.to_owned()));
        // A name of its own takes the place of one that stood in for it.
        values.clone_into(with_bare_names.entry(name, Vec::new));
        if let Some(bare) = bare {
            with_bare_names.entry(bare, || values);
        }
    }
    with_bare_names.list
}

/// The pairs that can become members of an object.
fn named_pairs(querystring: &str) -> impl Iterator<Item = Pair<'_>> {
    parse(querystring, DEFAULT_MAX_KEYS)
        .into_iter()
        .filter(|(name, _)| !name.is_empty() && name != "__proto__")
}

/// The name before `[]`, if a character other than a bracket stands there and no object has such a member by birth.
fn bare_name(name: &str) -> Option<&str> {
    let bare = name.strip_suffix("[]")?;
    let ends_in_name = bare
        .chars()
        .next_back()
        .is_some_and(|last| last != '[' && last != ']');
    (ends_in_name && !is_inherited(bare)).then_some(bare)
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

/// Members in the order of their first appearance.
struct Members<'q, V> {
    list: Vec<(Cow<'q, str>, V)>,
    /// Where a name is, once there are so many that a search through the list would be a way to keep the server busy.
    index: HashMap<String, usize>,
}

impl<V> Default for Members<'_, V> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            index: HashMap::new(),
        }
    }
}

impl<'q, V> Members<'q, V> {
    const SEARCHED: usize = 16;

    /// The value of a name, `new` if it has none yet.
    fn entry(&mut self, name: Cow<'q, str>, new: impl FnOnce() -> V) -> &mut V {
        let known = if self.list.len() <= Self::SEARCHED {
            self.list.iter().position(|(known, _)| *known == name)
        } else {
            if self.index.is_empty() {
                self.index = self
                    .list
                    .iter()
                    .enumerate()
                    .map(|(at, (name, _))| (name.to_string(), at))
                    .collect();
            }
            self.index.get(&*name).copied()
        };
        let at = known.unwrap_or_else(|| {
            let at = self.list.len();
            if !self.index.is_empty() {
                self.index.insert(name.to_string(), at);
            }
            self.list.push((name, new()));
            at
        });
        &mut self.list[at].1
    }
}
