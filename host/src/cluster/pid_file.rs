//! The file that holds the master's process id. (CLU-013)

use std::path::Path;
use std::{fs, io};

use super::log::Log;

/// Writes it, with the folders on its way.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, std::process::id().to_string())
}

/// Removes it, unless it is another master's by now.
pub(super) fn remove(file: &Path, log: &Log) {
    let is_ours = fs::read_to_string(file).is_ok_and(|text| text == std::process::id().to_string());
    if !is_ours {
        return;
    }
    if let Err(error) = fs::remove_file(file) {
        log.error(format_args!(
            "[master] delete pidfile {} fail with {error}",
            file.display()
        ));
    }
}
