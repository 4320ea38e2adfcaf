//! What a stream handle and the tasks that work for it share: the connection, what is read from it and by whom.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::{Rc, Weak};
use std::time::Instant;

use coddle_engine::bytes;
use coddle_engine::rquickjs::{Ctx, IntoJs, Result, Value};
use tokio::sync::Notify;

use super::conn::{Closed, Conn};
use super::status;

/// What one read brings at most.
const READ_SIZE: usize = 64 * 1024;

/// Takes what a stream brings in the place of its JavaScript callback: a native reader of a protocol.
pub(crate) trait Consumer {
    /// # Errors
    /// What JavaScript threw that was called meanwhile.
    fn consume(&self, ctx: &Ctx<'_>, data: Vec<u8>) -> Result<()>;
}

/// The connection of a handle.
pub(crate) struct Shared {
    /// None before it is connected and after it was closed.
    pub(super) conn: RefCell<Option<Rc<Conn>>>,
    pub(super) closed: Closed,
    pub(super) reading: Cell<bool>,
    /// Said when `reading` changes.
    turned: Notify,
    pub(super) bytes_read: Cell<u64>,
    pub(super) bytes_written: Cell<u64>,
    /// When something was read or written last.
    pub(super) active: Cell<Instant>,
    consumer: RefCell<Option<Weak<dyn Consumer>>>,
}

impl Default for Shared {
    fn default() -> Shared {
        Shared {
            conn: RefCell::default(),
            closed: Closed::default(),
            reading: Cell::default(),
            turned: Notify::default(),
            bytes_read: Cell::default(),
            bytes_written: Cell::default(),
            active: Cell::new(Instant::now()),
            consumer: RefCell::default(),
        }
    }
}

impl Shared {
    pub(super) fn conn(&self) -> Option<Rc<Conn>> {
        self.conn.borrow().clone()
    }

    /// The connection is there.
    pub(super) fn open(&self, conn: Conn) {
        *self.conn.borrow_mut() = Some(Rc::new(conn));
    }

    pub(super) fn set_reading(&self, reading: bool) {
        self.reading.set(reading);
        self.turned.notify_waiters();
    }

    fn note_read(&self, length: usize) {
        self.bytes_read.set(self.bytes_read.get() + length as u64);
        self.active.set(Instant::now());
    }

    pub(super) fn note_written(&self, length: usize) {
        self.bytes_written
            .set(self.bytes_written.get() + length as u64);
        self.active.set(Instant::now());
    }

    /// From now on `consumer`, while it lives, gets what is read.
    pub(crate) fn set_consumer(&self, consumer: Option<Weak<dyn Consumer>>) {
        *self.consumer.borrow_mut() = consumer;
    }

    pub(super) fn consumer(&self) -> Option<Rc<dyn Consumer>> {
        self.consumer.borrow().as_ref().and_then(Weak::upgrade)
    }

    /// Sends what the kernel takes now, past whatever waits elsewhere.
    ///
    /// # Errors
    /// What the system says; `NotConnected` when there is no connection.
    pub(crate) fn send_now(&self, data: &[u8]) -> io::Result<usize> {
        let conn = self.conn().ok_or(io::ErrorKind::NotConnected)?;
        let written = conn.write_now(data)?;
        self.note_written(written);
        Ok(written)
    }
}

/// What a read brought.
pub(super) enum Read {
    Bytes(Vec<u8>),
    End,
    Failed(i32),
}

impl<'js> IntoJs<'js> for Read {
    /// A Uint8Array, null at the end, a negative errno.
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Read::Bytes(data) => bytes::uint8_array(ctx, data),
            Read::End => Ok(Value::new_null(ctx.clone())),
            Read::Failed(status) => Ok(Value::new_int(ctx.clone(), status)),
        }
    }
}

thread_local! {
    /// Reads go here first: most are small, and are kept in as many bytes as they have.
    static SCRATCH: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ_SIZE].into_boxed_slice());
}

/// Waits for the next thing that a socket brings while it is being read. After `End` and `Failed` nothing more comes.
pub(super) async fn next(conn: &Conn, shared: &Shared, over: &Cell<bool>) -> Option<Read> {
    loop {
        if over.get() {
            return None;
        }
        if !shared.reading.get() {
            shared.turned.notified().await;
            continue;
        }
        let ready = tokio::select! {
            biased;
            () = shared.turned.notified() => continue,
            ready = conn.readable() => ready,
        };
        let read = ready.and_then(|()| {
            SCRATCH.with_borrow_mut(|scratch| {
                let length = conn.try_read(scratch)?;
                Ok(scratch[..length].to_vec())
            })
        });
        match read {
            Ok(data) if data.is_empty() => {
                over.set(true);
                return Some(Read::End);
            }
            Ok(data) => {
                shared.note_read(data.len());
                return Some(Read::Bytes(data));
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => {
                over.set(true);
                return Some(Read::Failed(status(&error)));
            }
        }
    }
}
