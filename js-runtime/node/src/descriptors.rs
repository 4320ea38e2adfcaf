//! File descriptors as JavaScript sees them: numbers, each owned here until it is closed.
//!
//! A world's table closes what is left when the world goes. An operation on another thread holds its own handle, so that
//! a `close` meanwhile cannot hand the number to another file under it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::Arc;

use coddle_engine::rquickjs::Ctx;

/// The descriptors of one world.
#[derive(Default)]
pub(crate) struct Descriptors {
    open: RefCell<HashMap<RawFd, Arc<OwnedFd>>>,
    /// Our own handles of 0, 1 and 2, made when first asked for; closing one in JavaScript leaves the process's alone.
    standard: RefCell<[Option<Arc<OwnedFd>>; 3]>,
}

impl Descriptors {
    /// The table of the world of `ctx`.
    pub(crate) fn of(ctx: &Ctx<'_>) -> Rc<Descriptors> {
        coddle_engine::data::of(ctx)
    }

    /// Takes an open descriptor; gives its number.
    pub(crate) fn insert(&self, fd: OwnedFd) -> RawFd {
        let number = fd.as_raw_fd();
        self.open.borrow_mut().insert(number, Arc::new(fd));
        number
    }

    /// The descriptor of a number.
    ///
    /// # Errors
    /// EBADF for a number that this world has not open and that the process did not inherit.
    pub(crate) fn get(&self, number: RawFd) -> io::Result<Arc<OwnedFd>> {
        if let Some(fd) = self.open.borrow().get(&number) {
            return Ok(Arc::clone(fd));
        }
        if number > 2 {
            let inherited = Arc::new(coddle_engine::fds::adopt(number)?);
            self.open
                .borrow_mut()
                .insert(number, Arc::clone(&inherited));
            return Ok(inherited);
        }
        let mut standard = self.standard.borrow_mut();
        let slot = usize::try_from(number)
            .ok()
            .and_then(|index| standard.get_mut(index))
            .ok_or_else(bad)?;
        if let Some(fd) = slot {
            return Ok(Arc::clone(fd));
        }
        let fd = Arc::new(match number {
            0 => io::stdin().as_fd().try_clone_to_owned(),
            1 => io::stdout().as_fd().try_clone_to_owned(),
            _ => io::stderr().as_fd().try_clone_to_owned(),
        }?);
        *slot = Some(Arc::clone(&fd));
        Ok(fd)
    }

    /// Closes a number: at once, or when the last operation on it is done.
    ///
    /// # Errors
    /// EBADF for a number that this world has not open.
    pub(crate) fn close(&self, number: RawFd) -> io::Result<()> {
        if self.open.borrow_mut().remove(&number).is_some() {
            return Ok(());
        }
        match number {
            0..=2 => Ok(()),
            _ => Err(bad()),
        }
    }
}

fn bad() -> io::Error {
    nix::errno::Errno::EBADF.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_number_is_bad_and_its_file_closed_when_the_last_handle_goes() {
        let table = Descriptors::default();
        let file = tempfile::tempfile().expect("a temporary file");
        let number = table.insert(file.into());
        let held = table.get(number).expect("it is open");
        let gone = Arc::downgrade(&held);
        table.close(number).expect("it closes once");
        assert_eq!(table.close(number).unwrap_err().raw_os_error(), Some(9));
        assert!(gone.upgrade().is_some());
        drop(held);
        assert!(gone.upgrade().is_none());
    }

    #[test]
    fn numbers_that_nobody_opened_are_bad() {
        assert_eq!(
            Descriptors::default().get(77).unwrap_err().raw_os_error(),
            Some(9)
        );
        assert_eq!(
            Descriptors::default().get(-1).unwrap_err().raw_os_error(),
            Some(9)
        );
    }
}
