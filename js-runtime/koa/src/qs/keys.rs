//! Keys of a form to the segments of a path: `a[b][]` to `a`, `[b]`, `[]`.

use std::borrow::Cow;

use super::{DEPTH_MAXIMUM, Options, RangeError};
use crate::text::is_inherited;

/// The segments of a key, brackets kept. `None` if it must not be used: it names a member of `Object.prototype`.
pub(super) fn segments(key: &str, options: &Options) -> Result<Option<Vec<String>>, RangeError> {
    let key = if options.allow_dots {
        dots_to_brackets(key)
    } else {
        Cow::Borrowed(key)
    };
    let is_barred = |name: &str| !options.allow_prototypes && is_inherited(name);
    if options.depth == 0 {
        return Ok((!is_barred(without_brackets(&key))).then(|| vec![key.into_owned()]));
    }
    let mut segments = Vec::new();
    let mut open = key.find('[');
    let parent = &key[..open.unwrap_or(key.len())];
    if !parent.is_empty() {
        if is_barred(parent) {
            return Ok(None);
        }
        segments.push(parent.to_owned());
    }
    let depth = options.depth.min(DEPTH_MAXIMUM);
    let mut collected = 0;
    while let Some(start) = open.filter(|_| collected < depth) {
        let Some(close) = closing_bracket(&key, start) else {
            // An open group takes the rest of the key as it is.
            segments.push(format!("[{}]", &key[start..]));
            return Ok(Some(segments));
        };
        if is_barred(&key[start + 1..close]) {
            return Ok(None);
        }
        segments.push(key[start..=close].to_owned());
        collected += 1;
        open = key[close + 1..].find('[').map(|at| close + 1 + at);
    }
    if let Some(start) = open {
        if options.strict_depth {
            let depth = options.depth;
            let message =
                format!("Input depth exceeded depth option of {depth} and strictDepth is true");
            return Err(RangeError(message));
        }
        segments.push(format!("[{}]", &key[start..]));
    }
    Ok(Some(segments))
}

/// A segment without the pair of brackets around it.
pub(super) fn without_brackets(segment: &str) -> &str {
    segment
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(segment)
}

/// The place of the bracket that closes the one at `open`.
fn closing_bracket(key: &str, open: usize) -> Option<usize> {
    let mut level = 0;
    for (at, byte) in key.bytes().enumerate().skip(open) {
        match byte {
            b'[' => level += 1,
            b']' => level -= 1,
            _ => continue,
        }
        if level == 0 {
            return Some(at);
        }
    }
    None
}

/// `a.b` as `a[b]`, outside of brackets. A dot that nothing follows, or another dot or a bracket, stays.
fn dots_to_brackets(key: &str) -> Cow<'_, str> {
    if !key.contains('.') {
        return Cow::Borrowed(key);
    }
    let mut out = String::with_capacity(key.len() + 4);
    let mut level = 0_usize;
    let mut rest = key;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '[' => level += 1,
            ']' => level = level.saturating_sub(1),
            '.' if level == 0 && rest.starts_with(|c| c != '.' && c != '[') => {
                let (name, further) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
                out.extend(["[", name, "]"]);
                rest = further;
                continue;
            }
            _ => {}
        }
        out.push(character);
    }
    Cow::Owned(out)
}
