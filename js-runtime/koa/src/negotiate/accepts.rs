//! Content negotiation: npm accepts 1.3.8 over negotiator 0.6.3. (CTX-055)
//!
//! A header is `None` where the request has none. The functions with an offer answer accepts' best match: `None` for its
//! `false`; those without one list what the client takes, best first.

use std::cmp::Ordering;

use super::mime;
use super::ranges::{
    LanguageRange, MediaRange, Range, SimpleRange, coding_ranges, language_ranges, media_ranges,
    simple_ranges,
};

/// `accepts.types()`: the media types of an Accept header without their parameters.
pub fn types(accept: Option<&str>) -> Vec<String> {
    all(media_ranges(accept.unwrap_or("*/*")), |range| {
        range.essence()
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
