//! Request targets and the headers that koa writes about them: npm parseurl 1.3.3, encodeurl 1.0.4, ETag quoting.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::text;
use crate::uri::{encode_except, hex_pair};

/// A request target in the parts that koa reads and writes: parseurl's result. (CTX-033, CTX-034)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target<'a> {
    /// What stands before the path in an absolute target: `http://example.com:8080`, the host in lower case. Empty otherwise.
    pub origin: Cow<'a, str>,
    /// The path, not decoded. `None` if there is none, as in `?a=1`.
    pub pathname: Option<Cow<'a, str>>,
    /// From the question mark on. `None` without one.
    pub search: Option<Cow<'a, str>>,
    /// From the hash on.
    pub hash: Option<Cow<'a, str>>,
}

impl<'a> Target<'a> {
    /// Parses `req.url`. Targets with a scheme other than http and https, with user information, or with a host beyond plain
    /// letters and digits give `None`: those are for Node's `url.parse` itself.
    pub fn parse(url: &'a str) -> Option<Self> {
        if let Some(question_mark) = scan(url) {
            let (pathname, search) = split(url, question_mark);
            return Some(Self {
                origin: Cow::Borrowed(""),
                pathname: Some(Cow::Borrowed(pathname)),
                search: search.map(Cow::Borrowed),
                hash: None,
            });
        }
        Self::parse_loosely(url)
    }

    /// `ctx.querystring`: the search without its question mark, `''` without a search.
    pub fn query(&self) -> &str {
        self.search.as_deref().map_or("", |search| &search[1..])
    }

    /// The target as `url.format` puts it together again.
    pub fn format(&self) -> String {
        let pathname = self.pathname.as_deref().unwrap_or_default();
        let mut url = String::from(&*self.origin);
        if !self.origin.is_empty() && !pathname.is_empty() && !pathname.starts_with('/') {
            url.push('/');
        }
        url.push_str(&pathname.replace('#', "%23").replace('?', "%3F"));
        if let Some(search) = self.search.as_deref().filter(|search| !search.is_empty()) {
            if !search.starts_with('?') {
                url.push('?');
            }
            url.push_str(&search.replace('#', "%23"));
        }
        url.push_str(self.hash.as_deref().unwrap_or_default());
        url
    }

    /// The legacy parser of Node's url module, as far as a request needs it.
    fn parse_loosely(url: &'a str) -> Option<Self> {
        let trimmed = url.trim_matches(is_trimmed);
        let rest = forward_slashes(trimmed);
        if rest.starts_with('/')
            && !rest.starts_with("///")
            && !rest.contains(['#', '@'])
            && !rest.contains(text::is_space)
        {
            let (pathname, search) = split(&rest, rest.find('?'));
            return Some(Self {
                origin: Cow::Borrowed(""),
                pathname: Some(Cow::Owned(pathname.to_owned())),
                search: search.map(|search| Cow::Owned(search.to_owned())),
                hash: None,
            });
        }
        let (origin, rest) = match scheme(&rest) {
            None if has_user_and_host(&rest) => return None,
            None => (String::new(), &*rest),
            Some(scheme) => {
                let after = rest[scheme.len()..].strip_prefix("://")?;
                let (host, path) =
                    after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
                if !is_plain_host(host)
                    || !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https")
                {
                    return None;
                }
                (format!("{scheme}://{host}").to_ascii_lowercase(), path)
            }
        };
        let escaped = escape_unwise(rest);
        let (rest, hash) = split(&escaped, escaped.find('#'));
        let (pathname, search) = split(rest, rest.find('?'));
        let pathname = if pathname.is_empty() && !origin.is_empty() {
            "/"
        } else {
            pathname
        };
        let owned = |text: &str| Cow::Owned(text.to_owned());
        Some(Self {
            origin: Cow::Owned(origin),
            pathname: (!pathname.is_empty()).then(|| owned(pathname)),
            search: search.map(owned),
            hash: hash.map(owned),
        })
    }
}

/// npm encodeurl: what a Location header may hold. Escapes stay as they are, and a lone percent sign is escaped. (CTX-090)
pub fn encode_url(url: &str) -> Cow<'_, str> {
    let bytes = url.as_bytes();
    let is_lone = |at: &usize| bytes[*at] == b'%' && hex_pair(bytes, at + 1).is_none();
    let mut encoded = Cow::Borrowed("");
    let mut done = 0;
    for at in (0..bytes.len()).filter(is_lone) {
        encoded += encode_around_escapes(&url[done..at]);
        encoded += "%25";
        done = at + 1;
    }
    if done == 0 {
        return encode_around_escapes(url);
    }
    encoded += encode_around_escapes(&url[done..]);
    encoded
}

/// `encodeURI`, but brackets, carets' kin and percent signs as encodeurl has them.
fn encode_around_escapes(url: &str) -> Cow<'_, str> {
    encode_except(
        url,
        |byte| matches!(byte, b'!' | b'#' | b'$' | b'%'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~'),
    )
}

/// `ctx.etag = value`: quotes around a value that has none yet. (CTX-088)
pub fn quote_etag(value: &str) -> Cow<'_, str> {
    if value.strip_prefix("W/").unwrap_or(value).starts_with('"') {
        Cow::Borrowed(value)
    } else {
        Cow::Owned(format!("\"{value}\""))
    }
}

/// Where the question mark of a target stands that parseurl takes itself; `None` for one that it hands over to `url.parse`. Each
/// request asks several times, so it is one walk over the bytes.
fn scan(url: &str) -> Option<Option<usize>> {
    let (mut question_mark, mut is_ascii) = (None, true);
    for (at, byte) in url.bytes().enumerate() {
        match byte {
            b'?' if question_mark.is_none() => question_mark = Some(at),
            b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'#' => return None,
            0x80.. => is_ascii = false,
            _ => {}
        }
    }
    let is_quick = url.starts_with('/') && (is_ascii || !url.contains(['\u{a0}', '\u{feff}']));
    is_quick.then_some(question_mark)
}

/// The characters that `url.parse` cuts off at both ends.
fn is_trimmed(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\u{c}' | '\r' | ' ' | '\u{a0}' | '\u{feff}'
    )
}

/// Back slashes before a query or hash turned round.
fn forward_slashes(url: &str) -> Cow<'_, str> {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    if url[..end].contains('\\') {
        Cow::Owned(format!("{}{}", url[..end].replace('\\', "/"), &url[end..]))
    } else {
        Cow::Borrowed(url)
    }
}

/// The scheme that a target starts with, without its colon.
fn scheme(url: &str) -> Option<&str> {
    let length = url.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '+' | '-'))?;
    (length > 0 && url[length..].starts_with(':')).then(|| &url[..length])
}

/// The characters of RFC 2396's "unwise" and "delims" sets, and white space, as escapes; the rest stays.
fn escape_unwise(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if "\t\n\r \"'<>\\^`{|}".contains(character) {
            // All of them are one byte. Writing to a String cannot fail.
            let _ = write!(escaped, "%{:02X}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Whether a target without a scheme is read as `//user@host/...`.
fn has_user_and_host(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("//") else {
        return false;
    };
    let Some((user, host)) = rest.split_once('@') else {
        return false;
    };
    !user.is_empty() && !user.contains('/') && host.starts_with(|c| c != '@' && c != '/')
}

fn is_plain_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text before `at`, and the rest from there on.
fn split(text: &str, at: Option<usize>) -> (&str, Option<&str>) {
    match at {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    }
}
