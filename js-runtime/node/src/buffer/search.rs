//! `indexOf` and `lastIndexOf` over bytes, with Node's reading of the offset.

use memchr::memmem;

/// Where `needle` stands in `haystack`, searching from `offset` (negative: from the end) forwards or backwards; with
/// `step` 2 only even distances from the start count (UTF-16).
pub(crate) fn index_of(
    haystack: &[u8],
    needle: &[u8],
    offset: f64,
    forward: bool,
    step: usize,
) -> Option<usize> {
    let start = start_of(haystack.len(), needle.len(), offset, forward)?;
    if needle.is_empty() {
        return Some(start);
    }
    if haystack.len() < needle.len() || (step == 2 && (haystack.len() < 2 || needle.len() < 2)) {
        return None;
    }
    if forward {
        let mut from = start;
        while let Some(found) = memmem::find(haystack.get(from..)?, needle) {
            if step == 1 || (from + found) % 2 == 0 {
                return Some(from + found);
            }
            from += found + 1;
        }
        return None;
    }
    let mut end = start.min(haystack.len() - needle.len()) + needle.len();
    while let Some(found) = memmem::rfind(&haystack[..end], needle) {
        if step == 1 || found % 2 == 0 {
            return Some(found);
        }
        end = found + needle.len() - 1;
    }
    None
}

/// The first position to look at; `None` when nothing can be found from there.
fn start_of(length: usize, needle: usize, offset: f64, forward: bool) -> Option<usize> {
    let from = if offset < 0.0 {
        offset + length as f64
    } else {
        offset
    };
    if from < 0.0 {
        return (forward || needle == 0).then_some(0);
    }
    let from = from as usize;
    if offset < 0.0 || from.saturating_add(needle) <= length {
        return Some(from);
    }
    match (needle, forward) {
        (0, _) => Some(length),
        (_, true) => None,
        (_, false) => length.checked_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_from_either_end() {
        let text = b"abcabc";
        for (needle, offset, forward, expected) in [
            (&b"bc"[..], 0.0, true, Some(1)),
            (b"bc", 2.0, true, Some(4)),
            (b"bc", -3.0, true, Some(4)),
            (b"bc", -100.0, true, Some(1)),
            (b"bc", 5.0, true, None),
            (b"bc", 100.0, false, Some(4)),
            (b"bc", 3.0, false, Some(1)),
            (b"bc", -100.0, false, None),
            (b"", 3.0, true, Some(3)),
            (b"", 100.0, true, Some(6)),
            (b"abcabcd", 0.0, true, None),
        ] {
            assert_eq!(
                index_of(text, needle, offset, forward, 1),
                expected,
                "{needle:?} from {offset}"
            );
        }
    }

    #[test]
    fn utf16_is_found_at_even_positions_only() {
        assert_eq!(index_of(&[0, 1, 0, 1, 0], &[1, 0], 0.0, true, 2), None);
        assert_eq!(
            index_of(&[0, 1, 0, 0, 1, 0], &[1, 0], 0.0, true, 2),
            Some(4)
        );
        assert_eq!(
            index_of(&[1, 0, 0, 1, 0, 0], &[1, 0], 5.0, false, 2),
            Some(0)
        );
    }
}
