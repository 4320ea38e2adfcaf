//! Strings to bytes and back, as Node's encodings do it: lenient where Node is lenient.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Node's encodings, in the order of the numbers that the JavaScript side passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Latin1,
    Ascii,
    Base64,
    Base64Url,
    Hex,
}

impl Encoding {
    /// The encoding that Node gives a name, in any case; none for an unknown or an empty one.
    pub(crate) fn named(name: &[u8]) -> Option<Encoding> {
        const NAMES: [(&[u8], Encoding); 12] = [
            (b"utf8", Encoding::Utf8),
            (b"utf-8", Encoding::Utf8),
            (b"hex", Encoding::Hex),
            (b"base64", Encoding::Base64),
            (b"base64url", Encoding::Base64Url),
            (b"latin1", Encoding::Latin1),
            (b"binary", Encoding::Latin1),
            (b"ascii", Encoding::Ascii),
            (b"utf16le", Encoding::Utf16Le),
            (b"utf-16le", Encoding::Utf16Le),
            (b"ucs2", Encoding::Utf16Le),
            (b"ucs-2", Encoding::Utf16Le),
        ];
        NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|&(_, encoding)| encoding)
    }

    /// The encoding of a number from JavaScript (`internal/encodings`).
    pub(crate) fn from_id(id: u8) -> Option<Encoding> {
        Some(match id {
            0 => Encoding::Utf8,
            1 => Encoding::Utf16Le,
            2 => Encoding::Latin1,
            3 => Encoding::Ascii,
            4 => Encoding::Base64,
            5 => Encoding::Base64Url,
            6 => Encoding::Hex,
            _ => return None,
        })
    }
}

/// What a text of UTF-16 code units is in `encoding`. Not for [`Encoding::Utf8`], which is not made from units.
pub(crate) fn encode_units(units: &[u16], encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => String::from_utf16_lossy(units).into_bytes(),
        Encoding::Utf16Le => units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        // A code unit above 255 keeps its low byte.
        Encoding::Latin1 | Encoding::Ascii => units.iter().map(|&unit| unit as u8).collect(),
        Encoding::Base64 | Encoding::Base64Url => decode_base64(units.iter().copied()),
        Encoding::Hex => decode_hex(units),
    }
}

/// The text that `bytes` are in `encoding`. Not for [`Encoding::Utf16Le`], whose text may hold lone surrogates.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Le => String::from_utf16_lossy(&decode_utf16(bytes)),
        Encoding::Latin1 => match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => text.to_string(),
            _ => bytes.iter().map(|&byte| byte as char).collect(),
        },
        Encoding::Ascii => bytes.iter().map(|&byte| (byte & 0x7f) as char).collect(),
        Encoding::Base64 => STANDARD.encode(bytes),
        Encoding::Base64Url => URL_SAFE_NO_PAD.encode(bytes),
        Encoding::Hex => encode_hex(bytes),
    }
}

/// Little-endian code units; an odd last byte is left out.
pub(crate) fn decode_utf16(bytes: &[u8]) -> Vec<u16> {
    bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect()
}

/// How many bytes of `text` fit into `room` without splitting a character.
pub(crate) fn utf8_prefix(text: &[u8], room: usize) -> usize {
    if text.len() <= room {
        return text.len();
    }
    let mut end = room;
    // text[end] exists: a continuation byte there means that the cut would split a character.
    while end > 0 && text[end] & 0xc0 == 0x80 {
        end -= 1;
    }
    end
}

/// Decodes base64 in either alphabet: characters of neither are skipped, the first `=` ends the text.
fn decode_base64(text: impl ExactSizeIterator<Item = u16>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let mut bits = 0u32;
    let mut held = 0;
    for unit in text {
        let value = match unit {
            0x41..=0x5a => unit - 0x41,
            0x61..=0x7a => unit - 0x61 + 26,
            0x30..=0x39 => unit - 0x30 + 52,
            0x2b | 0x2d => 62,
            0x2f | 0x5f => 63,
            0x3d => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}

/// Base64 of one alphabet, padded or not, without anything else: the common case, at the crate's speed.
pub(crate) fn decode_base64_strict(text: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Base64 => STANDARD.decode(text).ok(),
        _ => URL_SAFE_NO_PAD.decode(text).ok(),
    }
}

/// Pairs of hexadecimal digits up to the first that is none; an odd last digit is left out.
fn decode_hex(units: &[u16]) -> Vec<u8> {
    let digit = |unit: u16| char::from_u32(u32::from(unit)).and_then(|digit| digit.to_digit(16));
    units
        .chunks_exact(2)
        .map_while(|pair| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8))
        .collect()
}

fn encode_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)] as char);
        out.push(DIGITS[usize::from(byte & 15)] as char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn base64_skips_what_is_no_digit_and_ends_at_padding() {
        for (text, expected) in [
            ("YWJj", "abc"),
            ("YW Jj\n", "abc"),
            ("YWI=", "ab"),
            ("YWI", "ab"),
            ("YQ==YWJj", "a"),
            ("Y", ""),
            ("-_-_", "\u{fffd}"),
        ] {
            let bytes = encode_units(&units(text), Encoding::Base64);
            if expected == "\u{fffd}" {
                assert_eq!(bytes, [0xfb, 0xff, 0xbf]);
            } else {
                assert_eq!(bytes, expected.as_bytes(), "{text}");
            }
        }
    }

    #[test]
    fn hex_ends_at_the_first_pair_that_is_none() {
        for (text, expected) in [
            ("00ff", vec![0, 255]),
            ("0", vec![]),
            ("abxx01", vec![0xab]),
            ("ABc", vec![0xab]),
        ] {
            assert_eq!(
                encode_units(&units(text), Encoding::Hex),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn every_byte_survives_the_encodings_that_can_hold_it() {
        let bytes: Vec<u8> = (0..=255).collect();
        for encoding in [
            Encoding::Latin1,
            Encoding::Base64,
            Encoding::Base64Url,
            Encoding::Hex,
        ] {
            let text = decode(&bytes, encoding);
            assert_eq!(encode_units(&units(&text), encoding), bytes, "{encoding:?}");
        }
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        let text = "aé€😀".as_bytes();
        let fits: Vec<usize> = (0..=text.len())
            .map(|room| utf8_prefix(text, room))
            .collect();
        assert_eq!(fits, [0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10]);
    }

    #[test]
    fn invalid_utf8_is_replaced_by_maximal_subparts() {
        assert_eq!(
            decode(b"a\xf0\x9f\x98b\xff", Encoding::Utf8),
            "a\u{fffd}b\u{fffd}"
        );
        assert_eq!(
            decode(b"\xe0\x80\x80", Encoding::Utf8),
            "\u{fffd}\u{fffd}\u{fffd}"
        );
    }
}
