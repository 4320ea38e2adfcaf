//! The elements of the Accept headers, read as negotiator 0.6.3 reads them.

use crate::text::{is_space, parse_float, same_ignoring_case, trim};

/// One element of a header: what it names, how much the client likes that, and where it stands.
pub(super) struct Range<V> {
    pub(super) value: V,
    /// `q`, 1 unless given; NaN if it is given and no number.
    pub(super) quality: f64,
    /// The element's place in the header.
    pub(super) order: usize,
}

/// What the elements of a header name.
pub(super) trait Value<'h>: Sized {
    /// An element with its quality. `None` for one that does not parse; it counts for nothing.
    fn parse(element: &'h str) -> Option<(Self, f64)>;

    /// What a server offers under a name.
    fn offered(name: &'h str) -> Option<Self> {
        Self::parse(name).map(|(value, _)| value)
    }

    /// How exactly this element of a header names a value; `None` if it does not.
    fn specificity(&self, value: &Self) -> Option<u8>;

    /// The value without its parameters.
    fn text(&self) -> String;

    /// A header's elements.
    fn elements(header: &'h str) -> Vec<&'h str> {
        header.split(',').collect()
    }
}

/// The elements of a header that parse.
pub(super) fn ranges<'h, V: Value<'h>>(header: &'h str) -> Vec<Range<V>> {
    let parse = |(order, element)| {
        let (value, quality) = V::parse(trim(element))?;
        Some(Range {
            value,
            quality,
            order,
        })
    };
    V::elements(header)
        .into_iter()
        .enumerate()
        .filter_map(parse)
        .collect()
}

/// The content codings of a header, and `identity` with the lowest quality among them unless it is named or `*` stands for it.
pub(super) fn coding_ranges(header: &str) -> Vec<Range<Token<'_>>> {
    let mut ranges = ranges::<Token<'_>>(header);
    let identity = Token("identity");
    if !ranges
        .iter()
        .any(|range| range.value.specificity(&identity).is_some())
    {
        let qualities = ranges
            .iter()
            .map(|range| range.quality)
            .filter(|q| !q.is_nan() && *q != 0.0);
        let quality = qualities.fold(1.0, f64::min);
        ranges.push(Range {
            value: identity,
            quality,
            order: header.split(',').count(),
        });
    }
    ranges
}

/// `type/subtype;name=value;q=0.5`
pub(super) struct MediaRange<'h> {
    r#type: &'h str,
    subtype: &'h str,
    /// Parameters before `q`; the later one of a name counts.
    parameters: Vec<(String, &'h str)>,
}

impl<'h> Value<'h> for MediaRange<'h> {
    fn parse(element: &'h str) -> Option<(Self, f64)> {
        let (value, parameters) = value_and_parameters(element)?;
        let (r#type, subtype) = value
            .split_once('/')
            .filter(|(a, b)| !a.is_empty() && !b.is_empty())?;
        let mut range = Self {
            r#type,
            subtype,
            parameters: Vec::new(),
        };
        let parameters = parameters.filter(|text| !text.is_empty());
        for parameter in parameters
            .map(|text| split_outside_quotes(text, ';'))
            .unwrap_or_default()
        {
            let parameter = trim(parameter);
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let (name, value) = (name.to_lowercase(), unquoted(value));
            if name == "q" {
                return Some((range, parse_float(value)));
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
        Some((range, 1.0))
    }

    fn specificity(&self, value: &Self) -> Option<u8> {
        let part = |wanted: &str, actual: &str, weight| match same_ignoring_case(wanted, actual) {
            true => Some(weight),
            false => (wanted == "*").then_some(0),
        };
        let specificity =
            part(self.r#type, value.r#type, 4)? | part(self.subtype, value.subtype, 2)?;
        if self.parameters.is_empty() {
            return Some(specificity);
        }
        let fits = self.parameters.iter().all(|(name, wanted)| {
            let actual = value
                .parameters
                .iter()
                .find(|(known, _)| known == name)
                .map_or("", |known| known.1);
            *wanted == "*" || same_ignoring_case(wanted, actual)
        });
        fits.then_some(specificity | 1)
    }

    fn text(&self) -> String {
        format!("{}/{}", self.r#type, self.subtype)
    }

    fn elements(header: &'h str) -> Vec<&'h str> {
        split_outside_quotes(header, ',')
    }
}

/// A charset or a content coding.
pub(super) struct Token<'h>(&'h str);

impl<'h> Value<'h> for Token<'h> {
    fn parse(element: &'h str) -> Option<(Self, f64)> {
        let (value, parameters) = value_and_parameters(element)?;
        let mut parameters = parameters
            .into_iter()
            .flat_map(|parameters| parameters.split(';'));
        let quality = parameters
            .find_map(|parameter| quality(trim(parameter)))
            .unwrap_or(1.0);
        Some((Self(value), quality))
    }

    fn offered(name: &'h str) -> Option<Self> {
        Some(Self(name))
    }

    fn specificity(&self, value: &Self) -> Option<u8> {
        if same_ignoring_case(self.0, value.0) {
            Some(1)
        } else {
            (self.0 == "*").then_some(0)
        }
    }

    fn text(&self) -> String {
        self.0.to_owned()
    }
}

/// `prefix-suffix`
pub(super) struct LanguageRange<'h> {
    prefix: &'h str,
    suffix: Option<&'h str>,
}

impl<'h> Value<'h> for LanguageRange<'h> {
    fn parse(element: &'h str) -> Option<(Self, f64)> {
        let (value, parameters) = value_and_parameters(element)?;
        let (prefix, suffix) = match value.split_once('-') {
            Some((prefix, suffix)) => (prefix, Some(suffix)),
            None => (value, None),
        };
        if prefix.is_empty() || suffix == Some("") {
            return None;
        }
        // Unlike the other headers': white space before `q` hides it, and the last one counts.
        let mut qualities = parameters
            .into_iter()
            .flat_map(|parameters| parameters.split(';'))
            .filter_map(quality);
        Some((
            Self { prefix, suffix },
            qualities.next_back().unwrap_or(1.0),
        ))
    }

    fn specificity(&self, value: &Self) -> Option<u8> {
        let (wanted, actual) = (self.text(), value.text());
        if same_ignoring_case(&wanted, &actual) {
            Some(4)
        } else if same_ignoring_case(self.prefix, &actual) {
            Some(2)
        } else if same_ignoring_case(&wanted, value.prefix) {
            Some(1)
        } else {
            (wanted == "*").then_some(0)
        }
    }

    fn text(&self) -> String {
        match self.suffix {
            Some(suffix) => format!("{}-{suffix}", self.prefix),
            None => self.prefix.to_owned(),
        }
    }
}

/// A parameter's value without the quotes around it.
fn unquoted(value: &str) -> &str {
    match value.strip_prefix('"') {
        Some("") => "",
        Some(inner) => inner.strip_suffix('"').unwrap_or(value),
        None => value,
    }
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
