//! Media types with parameters: npm media-typer 0.3.0 and npm content-type 1.0.5.

/// A media type in its parts, as media-typer's `parse` returns it; everything but the parameters' values in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// `application` of `application/vnd.api+json`.
    pub r#type: String,
    /// `vnd.api`
    pub subtype: String,
    /// `json`
    pub suffix: Option<String>,
    /// Names and unquoted values in order. A name that comes twice stays twice; the later one counts.
    pub parameters: Vec<(String, String)>,
}

/// Parses a media type as media-typer does.
///
/// # Errors
/// The message of media-typer's TypeError.
pub fn parse(text: &str) -> Result<MediaType, &'static str> {
    if text.is_empty() {
        return Err("argument string is required");
    }
    let (essence, rest) = text.split_at(text.find(';').unwrap_or(text.len()));
    let essence = essence.to_lowercase();
    let (r#type, subtype) = split_type(&essence).ok_or("invalid media type")?;
    let (subtype, suffix) = match subtype.rsplit_once('+') {
        Some((subtype, suffix)) => (subtype, Some(suffix.to_owned())),
        None => (subtype, None),
    };
    let (r#type, subtype) = (r#type.to_owned(), subtype.to_owned());
    Ok(MediaType {
        r#type,
        subtype,
        suffix,
        parameters: parameters(rest, Grammar::MEDIA_TYPER)?,
    })
}

/// media-typer's `format` without parameters: `type/subtype+suffix`.
///
/// # Errors
/// The message of media-typer's TypeError for parts that RFC 6838 does not allow.
pub fn format_essence(media_type: &MediaType) -> Result<String, &'static str> {
    let MediaType {
        r#type,
        subtype,
        suffix,
        ..
    } = media_type;
    if !is_restricted_name(r#type, "") {
        return Err("invalid type");
    }
    if !is_restricted_name(subtype, ".") {
        return Err("invalid subtype");
    }
    match suffix.as_deref() {
        None | Some("") => Ok(format!("{type}/{subtype}")),
        Some(suffix) if is_restricted_name(suffix, "") => Ok(format!("{type}/{subtype}+{suffix}")),
        Some(_) => Err("invalid suffix"),
    }
}

/// A content type as npm content-type's `parse` returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentType {
    /// `type/subtype` in lower case.
    pub r#type: String,
    /// Lower-case names and unquoted values in order; of two of a name the later one counts.
    pub parameters: Vec<(String, String)>,
}

impl ContentType {
    /// Parses the value of a Content-Type header.
    ///
    /// # Errors
    /// The message of content-type's TypeError.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.is_empty() {
            return Err("argument string is required");
        }
        let (essence, rest) = text.split_at(text.find(';').unwrap_or(text.len()));
        let essence = crate::text::trim(essence);
        match essence.split_once('/') {
            Some((r#type, subtype)) if is_token(r#type) && is_token(subtype) => {}
            _ => return Err("invalid media type"),
        }
        Ok(Self {
            r#type: essence.to_lowercase(),
            parameters: parameters(rest, Grammar::CONTENT_TYPE)?,
        })
    }

    /// The value of a parameter by its lower-case name.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// `ctx.request.charset`: the charset of a Content-Type header, `''` if it has none or does not parse. (CTX-053)
pub fn charset(content_type: &str) -> String {
    ContentType::parse(content_type)
        .ok()
        .and_then(|parsed| parsed.parameter("charset").map(str::to_owned))
        .unwrap_or_default()
}

/// Whether a text is a token of RFC 7230: one or more `tchar`.
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// RFC 6838's restricted-name: up to 127 characters, the first of them a letter or digit.
fn is_restricted_name(name: &str, also: &str) -> bool {
    name.len() <= 127
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "!#$&^_-".contains(c) || also.contains(c))
}

fn split_type(text: &str) -> Option<(&str, &str)> {
    let (r#type, subtype) = text.trim_matches(' ').split_once('/')?;
    (is_restricted_name(r#type, "") && is_restricted_name(subtype, ".+"))
        .then_some((r#type, subtype))
}

/// What the two packages allow inside quotes.
#[derive(Clone, Copy)]
struct Grammar {
    /// Besides `\x20-\x7e` (without the quote and the backslash) and `\x80-\xff`.
    vertical_tab: bool,
    /// Whether a backslash escapes `\x80-\xff` too.
    escapes_latin1: bool,
}

impl Grammar {
    const MEDIA_TYPER: Self = Self {
        vertical_tab: false,
        escapes_latin1: false,
    };
    const CONTENT_TYPE: Self = Self {
        vertical_tab: true,
        escapes_latin1: true,
    };

    fn is_text(self, character: char) -> bool {
        matches!(character, ' '..='~' | '\u{80}'..='\u{ff}')
            || (self.vertical_tab && character == '\u{b}')
    }

    fn is_escapable(self, character: char) -> bool {
        match character {
            ' '..='~' => true,
            '\u{b}' | '\u{7f}'..='\u{ff}' => self.escapes_latin1,
            _ => false,
        }
    }
}

/// Parses `; name=value` again and again, to the end.
fn parameters(mut text: &str, grammar: Grammar) -> Result<Vec<(String, String)>, &'static str> {
    let mut parameters = Vec::new();
    while !text.is_empty() {
        let (name, value, rest) = parameter(text, grammar).ok_or("invalid parameter format")?;
        parameters.push((name.to_ascii_lowercase(), value));
        text = rest;
    }
    Ok(parameters)
}

fn parameter(text: &str, grammar: Grammar) -> Option<(&str, String, &str)> {
    let text = text.strip_prefix(';')?.trim_start_matches(' ');
    let (name, text) = token(text)?;
    let text = text
        .trim_start_matches(' ')
        .strip_prefix('=')?
        .trim_start_matches(' ');
    let (value, text) = match text.strip_prefix('"') {
        Some(quoted) => quoted_string(quoted, grammar)?,
        None => token(text).map(|(value, rest)| (value.to_owned(), rest))?,
    };
    Some((name, value, text.trim_start_matches(' ')))
}

fn token(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(|&byte| is_token_byte(byte)).count();
    (length > 0).then(|| text.split_at(length))
}

fn quoted_string(text: &str, grammar: Grammar) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(
                characters
                    .next()
                    .filter(|&escaped| grammar.is_escapable(escaped))?,
            ),
            character => value.push(Some(character).filter(|&c| grammar.is_text(c))?),
        }
    }
}
