//! npm compressible 2.0: whether compressing is worth it. (MW-060)

use super::mime_table::COMPRESSIBLE;

/// `compressible(type)` of a media type without parameters, in lower case.
pub fn is_compressible(media_type: &str) -> bool {
    let suffixes = ["+json", "+text", "+xml"];
    media_type.starts_with("text/")
        || suffixes.iter().any(|suffix| media_type.ends_with(suffix))
        || COMPRESSIBLE.binary_search(&media_type).is_ok()
}
