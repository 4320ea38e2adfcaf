//! Media types by file extension: npm mime-types 2.1.35 over mime-db 1.52.0. (CTX-081)

use std::borrow::Cow;

use super::mime_table::{EXTENSIONS, TYPES};
use crate::text::{extname, is_space};

/// `mime.lookup(path)`: the media type of a file extension, with or without its dot, or of a path's extension.
pub fn lookup(path: &str) -> Option<&'static str> {
    known_content_type(path).map(without_parameters)
}

/// `mime.contentType(text)`, and so `cache-content-type`: what `ctx.type = text` makes of an extension or a media type. A
/// charset is added where the type has a default one; `None` for an extension that is not known.
pub fn content_type(text: &str) -> Option<Cow<'_, str>> {
    if text.is_empty() {
        return None;
    }
    if !text.contains('/') {
        return known_content_type(text).map(Cow::Borrowed);
    }
    if text.contains("charset") {
        return Some(Cow::Borrowed(text));
    }
    Some(match charset(text) {
        Some(charset) => Cow::Owned(format!("{text}; charset={}", charset.to_ascii_lowercase())),
        None => Cow::Borrowed(text),
    })
}

/// `mime.charset(type)`: the default charset of a media type, as mime-db spells it; `UTF-8` for any other text.
pub fn charset(media_type: &str) -> Option<&'static str> {
    let essence = essence(media_type).to_lowercase();
    match known_type(&essence) {
        Some(&(_, _, charset)) if !charset.is_empty() => Some(charset),
        _ if essence.starts_with("text/") => Some("UTF-8"),
        _ => None,
    }
}

/// `mime.extension(type)`: the preferred file extension of a media type.
pub fn extension(media_type: &str) -> Option<&'static str> {
    let (_, extension, _) = known_type(&essence(media_type).to_lowercase())?;
    (!extension.is_empty()).then_some(*extension)
}

/// The content type that belongs to the extension of `path`.
fn known_content_type(path: &str) -> Option<&'static str> {
    // Any name may stand before the extension, so that a bare extension and a dotted one are found too.
    let named;
    let path = if path.contains(['.', '/']) {
        named = format!("x.{path}");
        extname(&named).strip_prefix('.')?
    } else {
        path
    };
    let found = |extension: &str| {
        EXTENSIONS
            .binary_search_by_key(&extension, |entry| entry.0)
            .ok()
    };
    let at = if path
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    {
        found(&path.to_lowercase())?
    } else {
        found(path)?
    };
    Some(EXTENSIONS[at].1)
}

fn known_type(essence: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    TYPES
        .binary_search_by_key(&essence, |entry| entry.0)
        .ok()
        .map(|at| &TYPES[at])
}

/// The type without its parameters.
fn essence(media_type: &str) -> &str {
    let media_type = media_type.trim_start_matches(is_space);
    &media_type[..media_type
        .find(|c| c == ';' || is_space(c))
        .unwrap_or(media_type.len())]
}

fn without_parameters(content_type: &'static str) -> &'static str {
    content_type.split(';').next().unwrap_or(content_type)
}
