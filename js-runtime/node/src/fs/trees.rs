//! Operations on folders and all that is in them.

use std::fs;
use std::io;
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;
use std::thread;
use std::time::Duration;

use coddle_engine::OpError;
use nix::errno::Errno;
use nix::sys::stat::Mode;
use nix::unistd;

use super::paths::failed;
use super::types::{Entries, Outcome, PathText};

/// Makes a folder and its parents. Gives the first one that was made, or nothing when all were there.
pub(super) fn mkdir_all(path: PathText, mode: u32) -> Outcome<Option<String>> {
    let mode = Mode::from_bits_truncate(mode);
    let mut missing: Vec<&Path> = Vec::new();
    let mut cursor = Path::new(&path.0);
    loop {
        match unistd::mkdir(cursor, mode) {
            Ok(()) => break,
            Err(Errno::ENOENT) => {
                missing.push(cursor);
                match cursor.parent() {
                    Some(parent) if parent != Path::new("") => cursor = parent,
                    // A relative path whose working folder is gone.
                    _ => return Err(failed(Errno::ENOENT, "mkdir", &path.0)),
                }
            }
            Err(errno @ (Errno::EEXIST | Errno::EROFS | Errno::EACCES)) if cursor.is_dir() => {
                let _ = errno;
                if missing.is_empty() {
                    return Ok(None);
                }
                let first = missing
                    .last()
                    .map(|first| first.to_string_lossy().into_owned());
                make(missing, mode, &path.0)?;
                return Ok(first);
            }
            // A file where a folder should be.
            Err(Errno::EEXIST) if !missing.is_empty() => {
                return Err(failed(Errno::ENOTDIR, "mkdir", &path.0));
            }
            Err(errno) => return Err(failed(errno, "mkdir", &path.0)),
        }
    }
    let first = cursor.to_string_lossy().into_owned();
    make(missing, mode, &path.0)?;
    Ok(Some(first))
}

/// Makes the folders from the last, which is the outermost.
fn make(missing: Vec<&Path>, mode: Mode, whole: &str) -> Outcome<()> {
    for folder in missing.into_iter().rev() {
        match unistd::mkdir(folder, mode) {
            Ok(()) => {}
            // Somebody else makes the same folders.
            Err(Errno::EEXIST) if folder.is_dir() => {}
            Err(errno) => return Err(failed(errno, "mkdir", whole)),
        }
    }
    Ok(())
}

/// The kind of an entry as in `fs.constants.UV_DIRENT_*`.
fn kind_of(entry: &fs::DirEntry) -> u8 {
    match entry.file_type() {
        Ok(kind) if kind.is_file() => 1,
        Ok(kind) if kind.is_dir() => 2,
        Ok(kind) if kind.is_symlink() => 3,
        Ok(kind) if kind.is_fifo() => 4,
        Ok(kind) if kind.is_socket() => 5,
        Ok(kind) if kind.is_char_device() => 6,
        Ok(kind) if kind.is_block_device() => 7,
        _ => 0,
    }
}

/// The entries of a folder by name, in the order of their bytes. `syscall`: `scandir` or `opendir`.
pub(super) fn read_dir(path: PathText, syscall: String) -> Outcome<Entries> {
    let failed = |error: io::Error| failed(error, &syscall, &path.0);
    let mut entries = Vec::new();
    for entry in fs::read_dir(&path.0).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        entries.push((
            entry.file_name().to_string_lossy().into_owned(),
            kind_of(&entry),
        ));
    }
    entries.sort_unstable();
    Ok(Entries(entries))
}

/// Removes a file, or a folder with all that is in it. A failed removal is tried again up to `retries` times, each time
/// `delay` milliseconds later.
pub(super) fn remove_all(path: PathText, retries: u32, delay: u64) -> Outcome<()> {
    let mut tries = 0;
    loop {
        let removed = match fs::symlink_metadata(&path.0) {
            Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(&path.0),
            Ok(_) => fs::remove_file(&path.0),
            Err(error) => Err(error),
        };
        let error = match removed {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let again = matches!(
            error.raw_os_error().map(Errno::from_raw),
            Some(Errno::EBUSY | Errno::EMFILE | Errno::ENFILE | Errno::ENOTEMPTY | Errno::EPERM)
        );
        if !again || tries >= retries {
            return Err(OpError::io(&error, "rm", Some(&path.0)));
        }
        tries += 1;
        thread::sleep(Duration::from_millis(delay * u64::from(tries)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_from_the_outermost_and_the_first_is_named() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let at = |tail: &str| PathText(format!("{}/{tail}", root.path().display()));
        assert_eq!(mkdir_all(at("a/b/c"), 0o777).unwrap(), Some(at("a").0));
        assert_eq!(mkdir_all(at("a/b/c"), 0o777).unwrap(), None);
        assert_eq!(
            mkdir_all(at("a/b/d/e"), 0o777).unwrap(),
            Some(at("a/b/d").0)
        );
    }

    #[test]
    fn a_file_in_the_way_is_an_error_that_names_the_whole_path() {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::write(root.path().join("file"), "").expect("a file");
        let at = |tail: &str| PathText(format!("{}/{tail}", root.path().display()));
        let error = mkdir_all(at("file"), 0o777).unwrap_err();
        assert_eq!(error.code.as_deref(), Some("EEXIST"));
        let error = mkdir_all(at("file/x/y"), 0o777).unwrap_err();
        assert_eq!(error.code.as_deref(), Some("ENOTDIR"));
        assert_eq!(error.path, Some(at("file/x/y").0));
    }
}
