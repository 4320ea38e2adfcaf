//! npm qs 6's `parse`: nested objects and arrays from a form body, as koa-bodyparser reads it. (MW-032..034)
//!
//! - this file: options, splitting into pairs, the result
//! - `keys`: a key such as `a[b][]` or `a.b` to its segments
//! - `node`: values under construction, and how qs merges them

mod keys;
mod node;

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;

use crate::uri::decode_component;
use node::{Limits, Node};

/// The options of `qs.parse` that Coddle knows. The default is egg's `config.bodyParser.queryString` with co-body's
/// `allowDots`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What stands between pairs; not empty.
    pub delimiter: String,
    /// What a name is worth that stands there several times.
    pub duplicates: Duplicates,
    /// `a.b=1` means `a[b]=1`.
    pub allow_dots: bool,
    /// How many elements an array may have, and how great an index; beyond that it becomes an object.
    pub array_limit: usize,
    /// How many brackets of a key count; what follows is one more key. At most [`DEPTH_MAXIMUM`].
    pub depth: usize,
    /// How many pairs are read; `usize::MAX` for all of them.
    pub parameter_limit: usize,
    /// Names of `Object.prototype`'s members may be keys. qs allows it with `plainObjects` too.
    pub allow_prototypes: bool,
    /// A question mark in front is skipped.
    pub ignore_query_prefix: bool,
    /// A key that is too deep is an error.
    pub strict_depth: bool,
    /// More pairs or elements than the limits is an error.
    pub throw_on_limit_exceeded: bool,
}

/// What a name's second value does to its first; `name[]` is a list whatever this says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// They become an array.
    #[default]
    Combine,
    First,
    Last,
}

/// The greatest depth there is here; values are merged recursively, and their depth is the sender's choice.
pub const DEPTH_MAXIMUM: usize = 256;

impl Default for Options {
    fn default() -> Self {
        Self {
            delimiter: "&".to_owned(),
            duplicates: Duplicates::Combine,
            allow_dots: true,
            array_limit: 100,
            depth: 5,
            parameter_limit: 1000,
            allow_prototypes: false,
            ignore_query_prefix: false,
            strict_depth: false,
            throw_on_limit_exceeded: false,
        }
    }
}

/// A parsed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QsValue {
    /// A string.
    Text(String),
    /// An array without holes.
    Array(Vec<QsValue>),
    /// An object: its members in the order of `Object.keys`.
    Object(Vec<(String, QsValue)>),
}

/// The RangeError of `strictDepth` or `throwOnLimitExceeded`: its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeError(pub String);

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RangeError {}

/// `qs.parse(text, options)`: the members of the object it returns.
///
/// # Errors
/// qs's RangeError, with `strict_depth` or `throw_on_limit_exceeded`.
pub fn parse(text: &str, options: &Options) -> Result<Vec<(String, QsValue)>, RangeError> {
    let limits = Limits {
        array: options.array_limit,
        throw: options.throw_on_limit_exceeded,
    };
    let values = values(text, options, limits)?;
    let mut result = Node::object();
    for (key, value) in node::in_object_order(values) {
        if key.is_empty() {
            continue;
        }
        if let Some(segments) = keys::segments(&key, options)? {
            result = node::merge(result, node::nest(&segments, value, limits)?, limits)?;
        }
    }
    match result.finish() {
        QsValue::Object(members) => Ok(members),
        // The result starts as an object, and merging keeps an object one.
        QsValue::Text(_) | QsValue::Array(_) => Ok(Vec::new()),
    }
}

/// The pairs by their whole keys; values of one key are put together.
fn values(
    text: &str,
    options: &Options,
    limits: Limits,
) -> Result<IndexMap<String, Node>, RangeError> {
    let text = if options.ignore_query_prefix {
        text.strip_prefix('?').unwrap_or(text)
    } else {
        text
    };
    let mut values: IndexMap<String, Node> = IndexMap::new();
    if text.is_empty() {
        return Ok(values);
    }
    let text = plain_brackets(text);
    let limit = options.parameter_limit;
    if options.throw_on_limit_exceeded && text.split(&options.delimiter).nth(limit).is_some() {
        let plural = if limit == 1 { "" } else { "s" };
        return Err(RangeError(format!(
            "Parameter limit exceeded. Only {limit} parameter{plural} allowed."
        )));
    }
    for part in text.split(&options.delimiter).take(limit) {
        let split = part.find("]=").map(|at| at + 1).or_else(|| part.find('='));
        let (key, value) = match split {
            Some(at) => (decode(&part[..at]), decode(&part[at + 1..])),
            None => (decode(part), Cow::Borrowed("")),
        };
        let is_list = split.is_some_and(|at| part[..at].ends_with("[]"));
        let value = Node::Text(value.into_owned());
        match values.get_mut(&*key) {
            Some(_) if !is_list && options.duplicates == Duplicates::First => {}
            Some(known) if !is_list && options.duplicates == Duplicates::Last => *known = value,
            Some(known) => {
                let before = std::mem::take(known);
                *known = node::combine(before, value, limits)?;
            }
            None => {
                values.insert(key.into_owned(), value);
            }
        }
    }
    Ok(values)
}

/// Escaped brackets as brackets.
fn plain_brackets(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed("");
    let mut done = 0;
    for (at, _) in text.match_indices("%5") {
        let bracket = match text.as_bytes().get(at + 2) {
            Some(b'B' | b'b') => "[",
            Some(b'D' | b'd') => "]",
            _ => continue,
        };
        plain += &text[done..at];
        plain += bracket;
        done = at + 3;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    plain += &text[done..];
    plain
}

fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('+') {
        return decode_component(text).unwrap_or(Cow::Borrowed(text));
    }
    let spaced = text.replace('+', " ");
    match decode_component(&spaced) {
        Some(decoded) => Cow::Owned(decoded.into_owned()),
        None => Cow::Owned(spaced),
    }
}
