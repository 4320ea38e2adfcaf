//! How many connections each worker of a cluster has, so that new ones come to who has the fewest.
//!
//! Workers take connections from one queue, and the system wakes all of them for each. The quickest to wake would have nearly all
//! that come one after the other and stay, and the other processors would rest. So every worker writes its number where all can read
//! it, and one that has more than another lets that one go first. Nobody waits for who is gone or busy: it is only a moment.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileExt;

use nix::sys::memfd::{MFdFlags, memfd_create};

/// Workers whose numbers are this far apart share a place: they give way to each other less well.
const PLACES: usize = 256;
/// Bytes of a place.
const WIDTH: usize = size_of::<u32>();
/// Nobody takes connections there.
const EMPTY: u32 = u32::MAX;

/// The numbers of connections of all workers, in a file without a name.
#[derive(Debug)]
pub(crate) struct Places {
    file: File,
}

impl Places {
    /// # Errors
    /// When the system has no room for it.
    pub(crate) fn new() -> io::Result<Places> {
        let file = File::from(memfd_create(c"coddle-places", MFdFlags::MFD_CLOEXEC)?);
        file.write_all_at(&[0xff; PLACES * WIDTH], 0)?;
        Ok(Places { file })
    }

    /// A handle of the same file.
    ///
    /// # Errors
    /// When the process is out of descriptors.
    pub(crate) fn descriptor(&self) -> io::Result<OwnedFd> {
        self.file.as_fd().try_clone_to_owned()
    }

    /// A worker takes no connections any more.
    pub(crate) fn forget(&self, worker: u32) {
        self.write(worker, EMPTY);
    }

    fn write(&self, worker: u32, connections: u32) {
        // The file is in memory and has its size. Would it fail all the same, connections were only shared out less evenly.
        let _ = self
            .file
            .write_all_at(&connections.to_ne_bytes(), offset(worker));
    }

    /// Whether some worker takes connections that has fewer than `connections`.
    fn has_fewer(&self, connections: u32) -> bool {
        let mut all = [0xff; PLACES * WIDTH];
        // As above.
        let _ = self.file.read_exact_at(&mut all, 0);
        let (places, _) = all.as_chunks::<WIDTH>();
        places
            .iter()
            .any(|place| u32::from_ne_bytes(*place) < connections)
    }
}

fn offset(worker: u32) -> u64 {
    (worker as usize % PLACES * WIDTH) as u64
}

/// A worker's own place. It is empty until the worker says how many connections it has.
#[derive(Debug)]
pub(crate) struct Place {
    places: Places,
    worker: u32,
    connections: Cell<u32>,
}

impl Place {
    /// That of the worker of this number, in the file that its master has sent.
    pub(crate) fn of(fd: OwnedFd, worker: u32) -> Place {
        Place {
            places: Places { file: fd.into() },
            worker,
            connections: Cell::new(EMPTY),
        }
    }

    /// The worker has so many connections, and takes more.
    pub(crate) fn tell(&self, connections: usize) {
        let connections = u32::try_from(connections).unwrap_or(EMPTY).min(EMPTY - 1);
        self.connections.set(connections);
        self.places.write(self.worker, connections);
    }

    /// The worker takes no more connections.
    pub(crate) fn leave(&self) {
        self.connections.set(EMPTY);
        self.places.forget(self.worker);
    }

    /// Whether another worker has fewer.
    pub(super) fn is_ahead(&self) -> bool {
        let own = self.connections.get();
        own != EMPTY && own > 0 && self.places.has_fewer(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_more_connections_than_another_is_ahead() -> io::Result<()> {
        let places = Places::new()?;
        let place = |worker| Ok::<_, io::Error>(Place::of(places.descriptor()?, worker));
        let (one, two) = (place(1)?, place(2)?);
        one.tell(3);
        assert!(!one.is_ahead(), "it is alone");
        two.tell(3);
        assert!(!one.is_ahead() && !two.is_ahead());
        two.tell(2);
        assert!(one.is_ahead() && !two.is_ahead());
        two.leave();
        assert!(!one.is_ahead());
        two.tell(0);
        assert!(one.is_ahead());
        // It was killed, and could not say so.
        places.forget(2);
        assert!(!one.is_ahead());
        Ok(())
    }
}
