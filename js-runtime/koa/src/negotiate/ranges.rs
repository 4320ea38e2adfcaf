//! The elements of the Accept headers, read as negotiator 0.6.3 reads them.

use crate::text::{is_space, parse_float, same_ignoring_case, trim};

/// One element of a header.
pub(super) trait Range {
    fn quality(&self) -> f64;
    fn order(&self) -> usize;
}

/// `type/subtype;name=value;q=0.5`
pub(super) struct MediaRange<'h> {
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
    /// The type without its parameters.
    pub(super) fn essence(&self) -> String {
        format!("{}/{}", self.r#type, self.subtype)
    }

    pub(super) fn parse(text: &'h str, order: usize) -> Option<Self> {
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

    pub(super) fn specificity(&self, value: &Self) -> Option<u8> {
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

pub(super) fn media_ranges(accept: &str) -> Vec<MediaRange<'_>> {
    split_outside_quotes(accept, ',')
        .into_iter()
        .enumerate()
        .filter_map(|(order, text)| MediaRange::parse(trim(text), order))
        .collect()
}

/// A charset or a content coding.
pub(super) struct SimpleRange<'h> {
    pub(super) value: &'h str,
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
    pub(super) fn specificity(&self, value: &&str) -> Option<u8> {
        if same_ignoring_case(self.value, value) {
            Some(1)
        } else {
            (self.value == "*").then_some(0)
        }
    }
}

pub(super) fn simple_ranges(header: &str) -> Vec<SimpleRange<'_>> {
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
pub(super) fn coding_ranges(header: &str) -> Vec<SimpleRange<'_>> {
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
pub(super) struct LanguageRange<'h> {
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
    pub(super) fn parse(text: &'h str, order: usize) -> Option<Self> {
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

    pub(super) fn full(&self) -> String {
        match self.suffix {
            Some(suffix) => format!("{}-{suffix}", self.prefix),
            None => self.prefix.to_owned(),
        }
    }

    pub(super) fn specificity(&self, value: &Self) -> Option<u8> {
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

pub(super) fn language_ranges(header: &str) -> Vec<LanguageRange<'_>> {
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
