//! Tables that commands write into docs/: each stands between two marks that name its command. (tests/lib/document.js does the same.)

use std::path::Path;
use std::{fs, io};

/// Puts `text` between the marks of `command` (`tests/bench/natives --markdown`) in a document.
///
/// # Errors
/// When the document has no such marks, or cannot be read or written.
pub fn write(document: &Path, command: &str, text: &str) -> io::Result<()> {
    let begin = format!("<!-- {command} writes from here -->");
    let end = format!("<!-- {command} writes to here -->");
    let whole = fs::read_to_string(document)?;
    let parts = whole
        .split_once(&begin)
        .and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let Some((before, after)) = parts else {
        let message = format!("{} has no {begin} ... {end}", document.display());
        return Err(io::Error::other(message));
    };
    let text = text.trim();
    fs::write(
        document,
        format!("{before}{begin}\n\n{text}\n\n{end}{after}"),
    )
}
