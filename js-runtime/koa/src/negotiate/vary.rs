//! npm vary 1.1.2: adding names to a Vary header. (CTX-087)

use super::media_type::is_token;

/// `vary.append(header, field)`: the header with the names of `fields` that it does not have yet; `*` swallows all others.
///
/// `fields` is a list of names in one text, separated by commas; [`append_names`] takes them apart already.
///
/// # Errors
/// The message of vary's TypeError: no field, or one that is no header name.
pub fn append(header: &str, fields: &str) -> Result<String, &'static str> {
    if fields.is_empty() {
        return Err("field argument is required");
    }
    append_names(header, &names(fields).collect::<Vec<_>>())
}

/// `vary.append(header, [...names])`.
///
/// # Errors
/// The message of vary's TypeError for a text that is no header name.
pub fn append_names(header: &str, fields: &[impl AsRef<str>]) -> Result<String, &'static str> {
    let fields = fields.iter().map(AsRef::as_ref);
    if !fields.clone().all(is_token) {
        return Err("field argument contains an invalid header name");
    }
    if header == "*"
        || fields.clone().any(|field| field == "*")
        || names(header).any(|name| name == "*")
    {
        return Ok(String::from("*"));
    }
    let mut value = header.to_owned();
    for field in fields {
        let known = names(&value).any(|name| name.eq_ignore_ascii_case(field));
        if !known {
            if !value.is_empty() {
                value.push_str(", ");
            }
            value.push_str(field);
        }
    }
    Ok(value)
}

fn names(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(|name| name.trim_matches(' '))
}
