//! npm fresh 0.5.2: whether the copy that a client has is still good. (CTX-050)

use crate::{text, time};

/// The request headers that take part; an empty one counts as missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conditions<'a> {
    /// `If-Modified-Since`
    pub if_modified_since: Option<&'a str>,
    /// `If-None-Match`
    pub if_none_match: Option<&'a str>,
    /// `Cache-Control`
    pub cache_control: Option<&'a str>,
}

/// `fresh(requestHeaders, responseHeaders)`: the answer's `etag` and `last_modified` against the request's conditions. Method
/// and status are the caller's to check, as they are koa's.
pub fn fresh(conditions: Conditions<'_>, etag: Option<&str>, last_modified: Option<&str>) -> bool {
    let given = |header: Option<&'_ str>| header.is_some_and(|value| !value.is_empty());
    if !given(conditions.if_modified_since) && !given(conditions.if_none_match) {
        return false;
    }
    if conditions.cache_control.is_some_and(asks_for_no_cache) {
        return false;
    }
    if let Some(tags) = conditions
        .if_none_match
        .filter(|tags| !tags.is_empty() && *tags != "*")
        && !etag.is_some_and(|etag| !etag.is_empty() && names_etag(tags, etag))
    {
        return false;
    }
    match conditions
        .if_modified_since
        .filter(|since| !since.is_empty())
    {
        None => true,
        Some(since) => {
            let modified = last_modified.and_then(time::parse_date);
            modified
                .zip(time::parse_date(since))
                .is_some_and(|(modified, since)| modified <= since)
        }
    }
}

/// Whether `no-cache` is among the directives.
fn asks_for_no_cache(cache_control: &str) -> bool {
    cache_control
        .split(',')
        .any(|directive| text::trim(directive) == "no-cache")
}

/// Whether a list of entity tags holds `etag`, weak or strong alike.
fn names_etag(tags: &str, etag: &str) -> bool {
    tags.split(',').map(|tag| tag.trim_matches(' ')).any(|tag| {
        tag == etag || tag.strip_prefix("W/") == Some(etag) || etag.strip_prefix("W/") == Some(tag)
    })
}
