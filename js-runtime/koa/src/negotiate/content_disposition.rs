//! npm content-disposition 0.5.4: the header that `ctx.attachment()` sets.

use std::fmt::Write as _;

use super::media_type::is_token;
use crate::text::basename;
use crate::uri::{encode_except, hex_pair};

/// What `filename` holds where the name itself does not fit into ISO-8859-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fallback<'a> {
    /// `true`: the name with question marks in it.
    #[default]
    Generated,
    /// `false`: nothing.
    None,
    /// A name of the caller's, in ISO-8859-1.
    Name(&'a str),
}

/// `contentDisposition(filename, { type, fallback })`. Without a type it is `attachment`; of a path the last part is the name.
///
/// # Errors
/// The message of content-disposition's TypeError: a fallback that is not ISO-8859-1, or a type that is no token.
pub fn content_disposition(
    filename: Option<&str>,
    disposition: Option<&str>,
    fallback: Fallback<'_>,
) -> Result<String, &'static str> {
    let parameters = filename
        .map(|filename| Parameters::new(filename, fallback))
        .transpose()?;
    let disposition = disposition
        .filter(|text| !text.is_empty())
        .unwrap_or("attachment");
    if !is_token(disposition) {
        return Err("invalid type");
    }
    let mut header = disposition.to_ascii_lowercase();
    let Some(Parameters { filename, extended }) = parameters else {
        return Ok(header);
    };
    // Writing to a String cannot fail.
    if let Some(name) = filename {
        let _ = write!(
            header,
            "; filename=\"{}\"",
            name.replace('\\', "\\\\").replace('"', "\\\"")
        );
    }
    if let Some(name) = extended {
        let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~".contains(&byte);
        let _ = write!(header, "; filename*=UTF-8''{}", encode_except(name, kept));
    }
    Ok(header)
}

struct Parameters<'a> {
    filename: Option<String>,
    extended: Option<&'a str>,
}

impl<'a> Parameters<'a> {
    fn new(filename: &'a str, fallback: Fallback<'_>) -> Result<Self, &'static str> {
        if let Fallback::Name(name) = fallback
            && !name.chars().all(is_printable_latin1)
        {
            return Err("fallback must be ISO-8859-1 string");
        }
        let name = basename(filename);
        let quotable = !name.is_empty()
            && name
                .chars()
                .all(|c| matches!(c, ' '..='~' | '\u{80}'..='\u{ff}'));
        let other = match fallback {
            Fallback::Generated => Some(latin1(name)),
            Fallback::None => None,
            Fallback::Name(other) => Some(basename(other).to_owned()),
        }
        .filter(|other| other != name);
        let extended = other.is_some() || !quotable || has_hex_escape(name);
        let filename = other.or_else(|| quotable.then(|| name.to_owned()));
        Ok(Self {
            filename,
            extended: extended.then_some(name),
        })
    }
}

fn is_printable_latin1(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{a0}'..='\u{ff}')
}

/// The text with a question mark for every UTF-16 code unit that is no printable character of ISO-8859-1.
fn latin1(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_printable_latin1(character) {
            out.push(character);
        } else {
            out.extend(std::iter::repeat_n('?', character.len_utf16()));
        }
    }
    out
}

fn has_hex_escape(text: &str) -> bool {
    text.match_indices('%')
        .any(|(at, _)| hex_pair(text.as_bytes(), at + 1).is_some())
}
