//! What ECMAScript means by white space, letter case and numbers in text, where Rust means something else.

use std::borrow::Cow;
use std::convert::Infallible;

/// Whether `\s` matches the character and `String.prototype.trim` removes it.
pub fn is_space(character: char) -> bool {
    // Unlike Unicode's White_Space, ECMAScript's has U+FEFF and lacks U+0085.
    character == '\u{feff}' || (character != '\u{85}' && character.is_whitespace())
}

/// `String.prototype.trim`.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Whether two texts have the same `toLowerCase()`.
pub fn same_ignoring_case(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        a.eq_ignore_ascii_case(b)
    } else {
        a.to_lowercase() == b.to_lowercase()
    }
}

/// `parseFloat`: the number that the text starts with, or NaN.
pub fn parse_float(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = text.len() - unsigned.len();
    if unsigned.starts_with("Infinity") {
        return if text.starts_with('-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    let mut length = whole;
    if unsigned[whole..].starts_with('.') {
        let fraction = digits(&unsigned[whole + 1..]);
        if whole + fraction > 0 {
            length += 1 + fraction;
        }
    }
    if length == 0 {
        return f64::NAN;
    }
    if let Some(exponent) = unsigned[length..].strip_prefix(['e', 'E']) {
        let magnitude = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let figures = digits(magnitude);
        if figures > 0 {
            length += 1 + (exponent.len() - magnitude.len()) + figures;
        }
    }
    text[..sign + length].parse().unwrap_or(f64::NAN)
}

/// Whether `Number(text)` is a number: `!isNaN(text)`.
pub fn is_number(text: &str) -> bool {
    !number(text).is_nan()
}

/// `Number(text)`.
pub fn number(text: &str) -> f64 {
    let text = trim(text);
    let radix = match text.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        Some("0b" | "0B") => 2,
        _ => 0,
    };
    if radix != 0 {
        let digits = text[2..].chars().map(|digit| digit.to_digit(radix));
        return digits
            .map(|digit| digit.map_or(f64::NAN, f64::from))
            .reduce(|number, digit| number * f64::from(radix) + digit)
            .unwrap_or(f64::NAN);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if text.is_empty() {
        return 0.0;
    }
    // Rust reads every decimal literal of JavaScript; beyond these it knows names (inf, nan), which have letters.
    let is_decimal = unsigned.starts_with(|c: char| c != '+' && c != '-')
        && unsigned
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    match text {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if is_decimal => text.parse().unwrap_or(f64::NAN),
        _ => f64::NAN,
    }
}

/// npm escape-html 1.0.3: `" & ' < >` as character references.
pub fn escape_html(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| reference(byte).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let written = write_escaped_html(text, |piece| {
        escaped.push_str(piece);
        Ok::<(), Infallible>(())
    });
    match written {
        Ok(()) => Cow::Owned(escaped),
    }
}

/// Gives `write` the pieces of what [`escape_html`] makes of `text`.
///
/// # Errors
/// Those of `write`.
pub fn write_escaped_html<E>(
    text: &str,
    mut write: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = text;
    while let Some((at, reference)) = first_reference(rest) {
        if at > 0 {
            write(&rest[..at])?;
        }
        write(reference)?;
        rest = &rest[at + 1..];
    }
    match rest.is_empty() {
        true => Ok(()),
        false => write(rest),
    }
}

fn first_reference(text: &str) -> Option<(usize, &'static str)> {
    let mut bytes = text.bytes().enumerate();
    bytes.find_map(|(at, byte)| Some((at, reference(byte)?)))
}

/// What stands for a byte in HTML.
fn reference(byte: u8) -> Option<&'static str> {
    static REFERENCES: [Option<&str>; 256] = {
        let mut references = [None; 256];
        references[b'"' as usize] = Some("&quot;");
        references[b'&' as usize] = Some("&amp;");
        references[b'\'' as usize] = Some("&#39;");
        references[b'<' as usize] = Some("&lt;");
        references[b'>' as usize] = Some("&gt;");
        references
    };
    REFERENCES[usize::from(byte)]
}

/// `path.posix.basename(path)`: the last part of a path, slashes behind it ignored.
pub fn basename(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    &path[path.rfind('/').map_or(0, |slash| slash + 1)..]
}

/// `path.posix.extname(path)`: from the last dot of the last part on, or nothing if that dot starts the part.
pub fn extname(path: &str) -> &str {
    let name = basename(path);
    match name.rfind('.') {
        Some(dot) if dot > 0 && name != ".." => &name[dot..],
        _ => "",
    }
}

/// Whether every object has a member of this name by birth: `Object.prototype`'s own.
pub fn is_inherited(name: &str) -> bool {
    matches!(
        name,
        "__defineGetter__"
            | "__defineSetter__"
            | "__lookupGetter__"
            | "__lookupSetter__"
            | "__proto__"
            | "constructor"
            | "hasOwnProperty"
            | "isPrototypeOf"
            | "propertyIsEnumerable"
            | "toLocaleString"
            | "toString"
            | "valueOf"
    )
}

const NO_DIGIT: u8 = u8::MAX;

/// What a byte stands for in base64, in either alphabet.
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 64 {
        let byte = match value {
            0..26 => b'A' + value,
            26..52 => b'a' + value - 26,
            52..62 => b'0' + value - 52,
            62 => b'+',
            _ => b'/',
        };
        digits[byte as usize] = value;
        value += 1;
    }
    digits[b'-' as usize] = 62;
    digits[b'_' as usize] = 63;
    digits
};

/// `Buffer.from(text, 'base64')`: both alphabets, other characters skipped, the end at the first `=`.
pub fn lenient_base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let mut rest = text.as_bytes();
    // Four digits at a time up to the first that is none: mostly all there are.
    while let [a, b, c, d, after @ ..] = rest {
        let digits = [a, b, c, d].map(|&digit| DIGITS[usize::from(digit)]);
        if digits.contains(&NO_DIGIT) {
            break;
        }
        let bits = digits
            .iter()
            .fold(0, |bits, &digit| (bits << 6) | u32::from(digit));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
        rest = after;
    }
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in rest.iter().take_while(|&&byte| byte != b'=') {
        let value = DIGITS[usize::from(byte)];
        if value == NO_DIGIT {
            continue;
        }
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_buffer_from_reads_it() {
        // Recorded from Node 20's Buffer.from(text, 'base64').
        for (text, bytes) in [
            ("YQ==YQ==", b"a".as_slice()),
            ("Y Q = =", b"a"),
            ("YWJj*ZGVm", b"abcdef"),
            ("-_-_", b"\xfb\xff\xbf"),
            ("\u{e9}", b""),
            ("Y", b""),
            ("YW=", b"a"),
            ("YWJj====ZGVm", b"abc"),
        ] {
            assert_eq!(lenient_base64(text), bytes, "{text}");
        }
    }
}
