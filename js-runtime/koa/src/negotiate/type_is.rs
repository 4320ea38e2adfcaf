//! npm type-is 1.6.18: what `ctx.is()` and `ctx.response.is()` answer. (CTX-054)

use std::borrow::Cow;

use super::{media_type, mime};
use crate::text::is_number;

/// What `ctx.is(...types)` answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeIs {
    /// `null`: the request has no body.
    NoBody,
    /// `false`: there is no valid type, or none that was asked for.
    No,
    /// The type as it was asked for, or the actual one for a wild card, a `+suffix` or an empty list.
    Type(String),
}

/// `typeis(req, types)`: as [`type_is`], once the headers say that there is a body.
pub fn request_is(
    transfer_encoding: Option<&str>,
    content_length: Option<&str>,
    content_type: Option<&str>,
    types: &[impl AsRef<str>],
) -> TypeIs {
    if has_body(transfer_encoding, content_length) {
        type_is(content_type.unwrap_or_default(), types)
    } else {
        TypeIs::NoBody
    }
}

/// `typeis.hasBody(req)`: there is a Transfer-Encoding, or a Content-Length that is a number.
pub fn has_body(transfer_encoding: Option<&str>, content_length: Option<&str>) -> bool {
    transfer_encoding.is_some() || content_length.is_some_and(is_number)
}

/// `typeis.is(value, types)`: which of `types` a Content-Type is. A type may be an extension (`json`), a shorthand
/// (`urlencoded`, `multipart`), a suffix (`+json`) or a media type with wild cards.
pub fn type_is(content_type: &str, types: &[impl AsRef<str>]) -> TypeIs {
    let actual =
        media_type::parse(content_type).and_then(|parsed| media_type::format_essence(&parsed));
    let Ok(actual) = actual else {
        return TypeIs::No;
    };
    if types.is_empty() {
        return TypeIs::Type(actual);
    }
    for wanted in types.iter().map(AsRef::as_ref) {
        if normalize(wanted).is_some_and(|expected| matches(&expected, &actual)) {
            let shown = if wanted.starts_with('+') || wanted.contains('*') {
                &actual
            } else {
                wanted
            };
            return TypeIs::Type(shown.to_owned());
        }
    }
    TypeIs::No
}

/// `typeis.normalize(type)`: the media type that a name stands for, `None` if there is none.
pub fn normalize(name: &str) -> Option<Cow<'_, str>> {
    match name {
        "urlencoded" => Some(Cow::Borrowed("application/x-www-form-urlencoded")),
        "multipart" => Some(Cow::Borrowed("multipart/*")),
        _ if name.starts_with('+') => Some(Cow::Owned(format!("*/*{name}"))),
        _ if name.contains('/') => Some(Cow::Borrowed(name)),
        _ => mime::lookup(name).map(Cow::Borrowed),
    }
}

/// `typeis.match(expected, actual)`, wild cards in `expected`.
pub fn matches(expected: &str, actual: &str) -> bool {
    let (Some((wanted_type, wanted)), Some((actual_type, actual))) =
        (parts(expected), parts(actual))
    else {
        return false;
    };
    if wanted_type != "*" && wanted_type != actual_type {
        return false;
    }
    match wanted.strip_prefix("*+") {
        Some(suffix) => actual
            .strip_suffix(suffix)
            .is_some_and(|before| before.ends_with('+')),
        None => wanted == "*" || wanted == actual,
    }
}

fn parts(media_type: &str) -> Option<(&str, &str)> {
    media_type
        .split_once('/')
        .filter(|(_, subtype)| !subtype.contains('/'))
}
