//! The file of a unix socket: it goes with the socket, and one that was left behind does not stand in the way.

use crate::logger::complain;
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// The name of a listening socket; removed with the value.
#[derive(Debug)]
pub(crate) struct SocketFile {
    path: PathBuf,
    /// Device and inode: another server may have put its own socket there meanwhile.
    identity: (u64, u64),
    stays: bool,
}

impl SocketFile {
    /// The file at `path`; `None` when it is gone already. An absolute path from then on: the process may change its folder.
    pub(crate) fn of(path: &Path) -> Option<SocketFile> {
        Some(SocketFile {
            path: std::path::absolute(path).ok()?,
            identity: identity(path)?,
            stays: false,
        })
    }

    /// The file stays where it is.
    pub(crate) fn leave(mut self) {
        self.stays = true;
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if self.stays || identity(&self.path) != Some(self.identity) {
            return;
        }
        if let Err(error) = std::fs::remove_file(&self.path) {
            complain!(
                "coddle: the unix socket {} could not be removed: {error}",
                self.path.display()
            );
        }
    }
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    let file = std::fs::symlink_metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}

/// Removes the socket of a server that is gone (killed, say): nobody listens on it. Whatever else is there stays, and binding fails.
///
/// # Errors
/// When it cannot be removed.
pub(crate) fn remove_stale(path: &Path) -> io::Result<()> {
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|file| file.file_type().is_socket());
    if !is_socket {
        return Ok(());
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            std::fs::remove_file(path)
        }
        // Somebody listens, or may.
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    // CLU-020
    #[test]
    fn a_socket_that_nobody_listens_on_is_removed_and_others_stay() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("server.sock");
        let listener = UnixListener::bind(&path)?;
        remove_stale(&path)?;
        assert!(path.exists(), "somebody listens");
        drop(listener);
        remove_stale(&path)?;
        assert!(!path.exists(), "nobody does");
        std::fs::write(&path, "no socket")?;
        remove_stale(&path)?;
        assert!(path.exists(), "a file of somebody's");
        Ok(())
    }

    #[test]
    fn the_file_of_another_server_is_not_removed() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("server.sock");
        let _first = UnixListener::bind(&path)?;
        let file = SocketFile::of(&path);
        std::fs::rename(&path, folder.path().join("moved"))?;
        let _second = UnixListener::bind(&path)?;
        drop(file);
        assert!(path.exists());
        Ok(())
    }
}
