//! ECMAScript's URI component functions over `&str`.
//!
//! Strings of this crate are valid Unicode, so encoding never fails (JavaScript's throws for a lone surrogate). Decoding
//! fails exactly where `decodeURIComponent` throws `URIError`.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `decodeURIComponent`: the decoded text, or `None` where JavaScript throws `URIError: URI malformed` (an incomplete
/// escape, or escapes that are not UTF-8).
pub fn decode_component(text: &str) -> Option<Cow<'_, str>> {
    let Some(first) = text.find('%') else {
        return Some(Cow::Borrowed(text));
    };
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    decoded.extend_from_slice(&bytes[..first]);
    let mut at = first;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            decoded.push(hex_pair(bytes, at + 1)?);
            at += 3;
        } else {
            decoded.push(byte);
            at += 1;
        }
    }
    // A character written as itself starts with a lead byte, so it can never complete an escaped sequence by accident:
    // checking the whole buffer refuses what JavaScript refuses.
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// `utility.decodeURIComponent`, egg's safe form: text that does not decode stays as it is. (ROUTER-031)
pub fn decode_component_or_raw(text: &str) -> Cow<'_, str> {
    decode_component(text).unwrap_or(Cow::Borrowed(text))
}

/// `encodeURIComponent`: everything but `A-Z a-z 0-9 - _ . ! ~ * ' ( )` becomes UTF-8 percent escapes.
pub fn encode_component(text: &str) -> Cow<'_, str> {
    encode_except(text, is_unreserved_mark)
}

/// `encodeURI`: as [`encode_component`], and `; / ? : @ & = + $ , #` stay too.
pub fn encode_uri(text: &str) -> Cow<'_, str> {
    encode_except(text, |byte| {
        is_unreserved_mark(byte) || b";/?:@&=+$,#".contains(&byte)
    })
}

/// Percent-encodes every byte of the UTF-8 form for which `keep` is false; hexadecimal digits are capitals.
pub fn encode_except(text: &str, keep: impl Fn(u8) -> bool) -> Cow<'_, str> {
    let Some(first) = text.bytes().position(|byte| !keep(byte)) else {
        return Cow::Borrowed(text);
    };
    let mut encoded = String::with_capacity(text.len() + 16);
    encoded.push_str(&text[..first]);
    for &byte in &text.as_bytes()[first..] {
        if byte.is_ascii() && keep(byte) {
            encoded.push(byte as char);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Cow::Owned(encoded)
}

/// The value of two hexadecimal digits at `at`, if both are there.
pub fn hex_pair(bytes: &[u8], at: usize) -> Option<u8> {
    let high = (*bytes.get(at)? as char).to_digit(16)?;
    let low = (*bytes.get(at + 1)? as char).to_digit(16)?;
    u8::try_from(high * 16 + low).ok()
}

fn is_unreserved_mark(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_escapes_do_not_decode_and_stay_raw_in_the_safe_form() {
        for bad in [
            "%",
            "%4",
            "%zz",
            "%C3",
            "%C3\u{a9}",
            "%ED%A0%80",
            "%C0%80",
            "a%2",
        ] {
            assert_eq!(decode_component(bad), None, "{bad}");
            assert_eq!(decode_component_or_raw(bad), bad);
        }
        assert_eq!(
            decode_component_or_raw("a%2Fb%C3%A9\u{e9}"),
            "a/b\u{e9}\u{e9}"
        );
    }

    #[test]
    fn encoding_keeps_the_marks_that_javascript_keeps() {
        assert_eq!(
            encode_component("a b&c/d-_.!~*'()\u{e9}"),
            "a%20b%26c%2Fd-_.!~*'()%C3%A9"
        );
        assert_eq!(
            encode_uri("/a b?x=1#\u{20ac}[]"),
            "/a%20b?x=1#%E2%82%AC%5B%5D"
        );
    }
}
