//! Content negotiation: npm accepts 1.3.8 over negotiator 0.6.3. (CTX-055)
//!
//! A header is `None` where the request has none. The functions with an offer answer accepts' best match: `None` for its
//! `false`; those without one list what the client takes, best first.

use std::cmp::Ordering;

use super::mime;
use super::ranges::{LanguageRange, MediaRange, Range, Token, Value, coding_ranges, ranges};

/// `accepts.types()`: the media types of an Accept header without their parameters.
pub fn types(accept: Option<&str>) -> Vec<String> {
    all(ranges::<MediaRange<'_>>(accept.unwrap_or("*/*")))
}

/// `accepts.types(...offered)`: the best of what is offered, media types or file extensions. Without a header it is the first
/// one. `None` also for an empty offer.
pub fn best_type<'o>(accept: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    let Some(accept) = accept.filter(|accept| !accept.is_empty()) else {
        return offered.first().copied();
    };
    let media_type = |name: &'o str| {
        if name.contains('/') {
            Some(name)
        } else {
            mime::lookup(name)
        }
    };
    let media_types: Vec<&str> = offered.iter().filter_map(|name| media_type(name)).collect();
    let best = best(&media_types, &ranges::<MediaRange<'_>>(accept))?;
    // Two names may stand for one type: accepts answers with the first of them.
    offered
        .iter()
        .copied()
        .find(|name| media_type(name) == Some(best))
}

/// `accepts.encodings()`. `identity` is among them unless the client refuses it.
pub fn encodings(accept_encoding: Option<&str>) -> Vec<String> {
    all(coding_ranges(accept_encoding.unwrap_or_default()))
}

/// `accepts.encodings(...offered)`.
pub fn best_encoding<'o>(accept_encoding: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    best(offered, &coding_ranges(accept_encoding.unwrap_or_default()))
}

/// `accepts.charsets()`.
pub fn charsets(accept_charset: Option<&str>) -> Vec<String> {
    all(ranges::<Token<'_>>(accept_charset.unwrap_or("*")))
}

/// `accepts.charsets(...offered)`.
pub fn best_charset<'o>(accept_charset: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    best(offered, &ranges::<Token<'_>>(accept_charset.unwrap_or("*")))
}

/// `accepts.languages()`.
pub fn languages(accept_language: Option<&str>) -> Vec<String> {
    all(ranges::<LanguageRange<'_>>(accept_language.unwrap_or("*")))
}

/// `accepts.languages(...offered)`.
pub fn best_language<'o>(accept_language: Option<&str>, offered: &[&'o str]) -> Option<&'o str> {
    best(
        offered,
        &ranges::<LanguageRange<'_>>(accept_language.unwrap_or("*")),
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
fn all<'h, V: Value<'h>>(mut ranges: Vec<Range<V>>) -> Vec<String> {
    ranges.retain(|range| range.quality > 0.0);
    let priority = |range: &Range<V>| Priority {
        quality: range.quality,
        specificity: 0,
        order: range.order,
        index: range.order,
    };
    ranges.sort_by(|a, b| priority(a).compare(&priority(b)));
    ranges.iter().map(|range| range.value.text()).collect()
}

/// What of `offered` the client likes best.
fn best<'h, 'o: 'h, V: Value<'h>>(offered: &[&'o str], ranges: &[Range<V>]) -> Option<&'o str> {
    let accepted = offered.iter().enumerate().filter_map(|(index, name)| {
        let value = V::offered(name)?;
        let fitting = ranges.iter().filter_map(|range| {
            let specificity = range.value.specificity(&value)?;
            Some(Priority {
                quality: range.quality,
                specificity,
                order: range.order,
                index,
            })
        });
        fitting
            .reduce(|best, further| {
                if best.gives_way_to(&further) {
                    further
                } else {
                    best
                }
            })
            .filter(|best| best.quality > 0.0)
    });
    accepted
        .min_by(Priority::compare)
        .map(|best| offered[best.index])
}
