//! Content negotiation: npm accepts 1.3.8 over negotiator 0.6.3. (CTX-055)
//!
//! A header is `None` where the request has none. The functions with an offer answer accepts' best match: `None` for its
//! `false`; those without one list what the client takes, best first.

use std::cmp::Ordering;

use super::mime;
use crate::text::{is_space, parse_float, same_ignoring_case, trim};

/// `accepts.types()`: the media types of an Accept header without their parameters.
pub fn types(accept: Option<&str>) -> Vec<String> {
    all(media_ranges(accept.unwrap_or("*/*")), |range| {
        format!("{}/{}", range.r#type, range.subtype)
    })
}

/// `accepts.types(...offered)`: the best of what is offered, media types or file extensions. Without a header it is the first
/// one. `None` also for an empty offer.
pub fn best_type<'o>(accept: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    let Some(accept) = accept.filter(|accept| !accept.is_empty()) else {
        return offered.first().copied();
    };
    let ranges = media_ranges(accept);
    let known: Vec<(usize, &str)> = offered
        .iter()
        .enumerate()
        .filter_map(|(at, &name)| {
            Some((
                at,
                if name.contains('/') {
                    name
                } else {
                    mime::lookup(name)?
                },
            ))
        })
        .collect();
    let media_types: Vec<&str> = known.iter().map(|(_, media_type)| *media_type).collect();
    let best = ranked(
        &media_types,
        &ranges,
        |name| MediaRange::parse(name, 0),
        MediaRange::specificity,
    )
    .first()
    .copied()?;
    // Two names may stand for one type: accepts answers with the first of them.
    known
        .iter()
        .find(|(_, media_type)| *media_type == known[best].1)
        .map(|&(at, _)| offered[at])
}

/// `accepts.encodings()`. `identity` is among them unless the client refuses it.
pub fn encodings(accept_encoding: Option<&str>) -> Vec<String> {
    all(
        coding_ranges(accept_encoding.unwrap_or_default()),
        |range| range.value.to_owned(),
    )
}

/// `accepts.encodings(...offered)`.
pub fn best_encoding<'o>(accept_encoding: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    best(
        offered,
        &coding_ranges(accept_encoding.unwrap_or_default()),
        Some,
        SimpleRange::specificity,
    )
}

/// `accepts.charsets()`.
pub fn charsets(accept_charset: Option<&str>) -> Vec<String> {
    all(simple_ranges(accept_charset.unwrap_or("*")), |range| {
        range.value.to_owned()
    })
}

/// `accepts.charsets(...offered)`.
pub fn best_charset<'o>(accept_charset: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    best(
        offered,
        &simple_ranges(accept_charset.unwrap_or("*")),
        Some,
        SimpleRange::specificity,
    )
}

/// `accepts.languages()`.
pub fn languages(accept_language: Option<&str>) -> Vec<String> {
    all(language_ranges(accept_language.unwrap_or("*")), |range| {
        range.full()
    })
}

/// `accepts.languages(...offered)`.
pub fn best_language<'o>(accept_language: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    best(
        offered,
        &language_ranges(accept_language.unwrap_or("*")),
        |name| LanguageRange::parse(name, 0),
        LanguageRange::specificity,
    )
}

/// What decides between two matches.
#[derive(Debug, Clone, Copy)]
struct Priority {
    /// Of the range: `q`.
    quality: f64,
    /// How exactly the range names the value.
    specificity: u8,
    /// The place of the range in the header.
    order: usize,
    /// The place of the value in the offer.
    index: usize,
}

impl Priority {
    /// The better one first. Qualities are greater than 0 here, so they compare.
    fn compare(&self, other: &Self) -> Ordering {
        let quality = other
            .quality
            .partial_cmp(&self.quality)
            .unwrap_or(Ordering::Equal);
        quality
            .then(other.specificity.cmp(&self.specificity))
            .then(self.order.cmp(&other.order))
            .then(self.index.cmp(&other.index))
    }

    /// Whether a further range that fits takes the place of this one: it is more specific, or of better quality, or later.
    /// A quality that is no number decides nothing.
    fn gives_way_to(&self, other: &Self) -> bool {
        let quality = self
            .quality
            .partial_cmp(&other.quality)
            .unwrap_or(Ordering::Equal);
        self.specificity
            .cmp(&other.specificity)
            .then(quality)
            .then(self.order.cmp(&other.order))
            == Ordering::Less
    }
}

/// One element of a header.
trait Range {
    fn quality(&self) -> f64;
    fn order(&self) -> usize;
}

/// The ranges that a client takes at all, best first, as text.
fn all<R: Range>(ranges: Vec<R>, text: impl Fn(&R) -> String) -> Vec<String> {
    let mut ranges: Vec<R> = ranges
        .into_iter()
        .filter(|range| range.quality() > 0.0)
        .collect();
    let priority = |range: &R| Priority {
        quality: range.quality(),
        specificity: 0,
        order: range.order(),
        index: range.order(),
    };
    ranges.sort_by(|a, b| priority(a).compare(&priority(b)));
    ranges.iter().map(text).collect()
}

/// The places in `offered` of what the client takes, best first.
fn ranked<'o, R: Range, V>(
    offered: &[&'o str],
    ranges: &[R],
    parse: impl Fn(&'o str) -> Option<V>,
    specificity: impl Fn(&R, &V) -> Option<u8>,
) -> Vec<usize> {
    let mut accepted: Vec<Priority> = offered
        .iter()
        .enumerate()
        .filter_map(|(index, name)| {
            let value = parse(name)?;
            let mut best: Option<Priority> = None;
            for range in ranges {
                let Some(specificity) = specificity(range, &value) else {
                    continue;
                };
                let priority = Priority {
                    quality: range.quality(),
                    specificity,
                    order: range.order(),
                    index,
                };
                // Nothing found yet ranks as specificity 0, quality 0, and a place before the first.
                let better = match &best {
                    Some(best) => best.gives_way_to(&priority),
                    None => true,
                };
                if better {
                    best = Some(priority);
                }
            }
            best.filter(|best| best.quality > 0.0)
        })
        .collect();
    accepted.sort_by(Priority::compare);
    accepted
        .into_iter()
        .map(|priority| priority.index)
        .collect()
}

fn best<'o, R: Range, V>(
    offered: &[&'o str],
    ranges: &[R],
    parse: impl Fn(&'o str) -> Option<V>,
    specificity: impl Fn(&R, &V) -> Option<u8>,
) -> Option<&'o str> {
    ranked(offered, ranges, parse, specificity)
        .first()
        .map(|&at| offered[at])
}

/// `type/subtype;name=value;q=0.5`
struct MediaRange<'h> {
    r#type: &'h str,
    subtype: &'h str,
    /// Parameters before `q`; the later one of a name counts.
    parameters: Vec<(String, &'h str)>,
    quality: f64,
    order: usize,
}

impl Range for MediaRange<'_> {
    fn quality(&self) -> f64 {
        self.quality
    }
    fn order(&self) -> usize {
        self.order
    }
}

impl<'h> MediaRange<'h> {
    fn parse(text: &'h str, order: usize) -> Option<Self> {
        let (value, parameters) = value_and_parameters(text)?;
        let (r#type, subtype) = value
            .split_once('/')
            .filter(|(a, b)| !a.is_empty() && !b.is_empty())?;
        let mut range = Self {
            r#type,
            subtype,
            parameters: Vec::new(),
            quality: 1.0,
            order,
        };
        let parameters = parameters.filter(|text| !text.is_empty());
        for parameter in parameters
            .map(|text| split_outside_quotes(text, ';'))
            .unwrap_or_default()
        {
            let (name, value) = match trim(parameter).split_once('=') {
                Some((name, value)) => (name, value),
                None => (trim(parameter), ""),
            };
            let name = name.to_lowercase();
            let value = match value.strip_prefix('"') {
                Some("") => "",
                Some(inner) => inner.strip_suffix('"').unwrap_or(value),
                None => value,
            };
            if name == "q" {
                range.quality = parse_float(value);
                break;
            }
            match range
                .parameters
                .iter_mut()
                .find(|(known, _)| *known == name)
            {
                Some(known) => known.1 = value,
                None => range.parameters.push((name, value)),
            }
        }
        Some(range)
    }

    fn specificity(&self, value: &Self) -> Option<u8> {
        let part = |wanted: &str, actual: &str, weight| {
            if same_ignoring_case(wanted, actual) {
                Some(weight)
            } else {
                (wanted == "*").then_some(0)
            }
        };
        let mut specificity =
            part(self.r#type, value.r#type, 4)? | part(self.subtype, value.subtype, 2)?;
        if !self.parameters.is_empty() {
            let fits = self.parameters.iter().all(|(name, wanted)| {
                let actual = value
                    .parameters
                    .iter()
                    .find(|(known, _)| known == name)
                    .map_or("", |known| known.1);
                *wanted == "*" || same_ignoring_case(wanted, actual)
            });
            if !fits {
                return None;
            }
            specificity |= 1;
        }
        Some(specificity)
    }
}

fn media_ranges(accept: &str) -> Vec<MediaRange<'_>> {
    split_outside_quotes(accept, ',')
        .into_iter()
        .enumerate()
        .filter_map(|(order, text)| MediaRange::parse(trim(text), order))
        .collect()
}

/// A charset or a content coding.
struct SimpleRange<'h> {
    value: &'h str,
    quality: f64,
    order: usize,
}

impl Range for SimpleRange<'_> {
    fn quality(&self) -> f64 {
        self.quality
    }
    fn order(&self) -> usize {
        self.order
    }
}

impl SimpleRange<'_> {
    fn specificity(&self, value: &&str) -> Option<u8> {
        if same_ignoring_case(self.value, value) {
            Some(1)
        } else {
            (self.value == "*").then_some(0)
        }
    }
}

fn simple_ranges(header: &str) -> Vec<SimpleRange<'_>> {
    let parse = |(order, text)| {
        let (value, parameters) = value_and_parameters(trim(text))?;
        let quality = parameters
            .into_iter()
            .flat_map(|parameters| parameters.split(';'))
            .find_map(|parameter| quality(trim(parameter)))
            .unwrap_or(1.0);
        Some(SimpleRange {
            value,
            quality,
            order,
        })
    };
    header.split(',').enumerate().filter_map(parse).collect()
}

/// The content codings of a header, and `identity` with the lowest quality among them unless it is named or `*` stands for it.
fn coding_ranges(header: &str) -> Vec<SimpleRange<'_>> {
    let mut ranges = simple_ranges(header);
    if !ranges
        .iter()
        .any(|range| range.specificity(&"identity").is_some())
    {
        let lowest = ranges
            .iter()
            .map(|range| range.quality)
            .filter(|q| !q.is_nan() && *q != 0.0)
            .fold(1.0, f64::min);
        ranges.push(SimpleRange {
            value: "identity",
            quality: lowest,
            order: header.split(',').count(),
        });
    }
    ranges
}

/// `prefix-suffix`
struct LanguageRange<'h> {
    prefix: &'h str,
    suffix: Option<&'h str>,
    quality: f64,
    order: usize,
}

impl Range for LanguageRange<'_> {
    fn quality(&self) -> f64 {
        self.quality
    }
    fn order(&self) -> usize {
        self.order
    }
}

impl<'h> LanguageRange<'h> {
    fn parse(text: &'h str, order: usize) -> Option<Self> {
        let (value, parameters) = value_and_parameters(text)?;
        let (prefix, suffix) = match value.split_once('-') {
            Some((prefix, suffix)) => (prefix, Some(suffix)),
            None => (value, None),
        };
        if prefix.is_empty() || suffix == Some("") {
            return None;
        }
        // Unlike the other headers': white space before `q` hides it, and the last one counts.
        let quality = parameters
            .and_then(|parameters| parameters.split(';').filter_map(quality).next_back())
            .unwrap_or(1.0);
        Some(Self {
            prefix,
            suffix,
            quality,
            order,
        })
    }

    fn full(&self) -> String {
        match self.suffix {
            Some(suffix) => format!("{}-{suffix}", self.prefix),
            None => self.prefix.to_owned(),
        }
    }

    fn specificity(&self, value: &Self) -> Option<u8> {
        let (range, value_full) = (self.full(), value.full());
        if same_ignoring_case(&range, &value_full) {
            Some(4)
        } else if same_ignoring_case(self.prefix, &value_full) {
            Some(2)
        } else if same_ignoring_case(&range, value.prefix) {
            Some(1)
        } else {
            (range == "*").then_some(0)
        }
    }
}

fn language_ranges(header: &str) -> Vec<LanguageRange<'_>> {
    header
        .split(',')
        .enumerate()
        .filter_map(|(order, text)| LanguageRange::parse(trim(text), order))
        .collect()
}

/// The quality that a `q=...` parameter gives; NaN if it is no number.
fn quality(parameter: &str) -> Option<f64> {
    let mut parts = parameter.split('=');
    (parts.next() == Some("q")).then(|| parse_float(parts.next().unwrap_or_default()))
}

/// The value before the first semicolon, and what follows it. `None` if the value is empty or has white space inside.
fn value_and_parameters(text: &str) -> Option<(&str, Option<&str>)> {
    let (value, parameters) = match text.split_once(';') {
        Some((value, parameters)) => (value, Some(parameters)),
        None => (text, None),
    };
    let value = trim(value);
    let one_line =
        !parameters.is_some_and(|text| text.contains(['\n', '\r', '\u{2028}', '\u{2029}']));
    (one_line && !value.is_empty() && !value.contains(is_space)).then_some((value, parameters))
}

/// Splits at separators that stand outside of double quotes.
fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|character| {
        quoted ^= character == '"';
        character == separator && !quoted
    })
    .collect()
}
