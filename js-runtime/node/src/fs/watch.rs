//! Watching files with inotify, as libuv does on Linux: one inotify of a world, made with its first watch and closed with the
//! last one.
//!
//! A watch is known by the kernel's number. Two watches of one file have the same number; who has which is kept in
//! JavaScript (internal/fs/watchers.js).

use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Result, Value};
use coddle_engine::sources::{self, Source};
use coddle_engine::{data, fds};
use nix::errno::Errno;
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use tokio::io::unix::AsyncFd;

use super::types::PathText;

/// What libuv asks of the kernel.
const ASKED: WatchFlags = WatchFlags::ATTRIB
    .union(WatchFlags::CREATE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::DELETE)
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::MOVED_FROM)
    .union(WatchFlags::MOVED_TO);

/// Room for some sixteen events with the longest names, or a few hundred with short ones.
const BUFFER: usize = 4096;

/// The watches of one world.
#[derive(Default)]
struct Watches(RefCell<Option<Open>>);

/// An inotify that is open, and what reads from it.
struct Open {
    inotify: Arc<OwnedFd>,
    numbers: HashSet<i32>,
    source: Source,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.stop();
    }
}

/// `[number, isRename, name | null]`. `name`: of the entry, when a folder is watched.
struct Event {
    number: i32,
    rename: bool,
    name: Option<String>,
}

impl<'js> IntoJs<'js> for Event {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let fields = Array::new(ctx.clone())?;
        fields.set(0, self.number)?;
        fields.set(1, self.rename)?;
        match self.name {
            Some(name) => fields.set(2, name)?,
            None => fields.set(2, Value::new_null(ctx.clone()))?,
        }
        Ok(fields.into_value())
    }
}

/// The events that wait to be told: all that one read gives.
fn read(inotify: &OwnedFd) -> io::Result<VecDeque<Event>> {
    let mut buffer = [MaybeUninit::uninit(); BUFFER];
    let mut reader = inotify::Reader::new(inotify, &mut buffer);
    let mut events = VecDeque::new();
    loop {
        let event = match reader.next() {
            Ok(event) => event,
            Err(rustix::io::Errno::WOULDBLOCK) if !events.is_empty() => return Ok(events),
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        let changed = ReadFlags::ATTRIB | ReadFlags::MODIFY;
        events.push_back(Event {
            number: event.wd(),
            rename: event.events().intersects(changed.complement()),
            name: event
                .file_name()
                .map(|name| name.to_string_lossy().into_owned()),
        });
        if reader.is_buffer_empty() {
            return Ok(events);
        }
    }
}

/// The next event. An inotify that cannot be read any more has none.
async fn next(inotify: &AsyncFd<Arc<OwnedFd>>, waiting: &mut VecDeque<Event>) -> Option<Event> {
    loop {
        if let Some(event) = waiting.pop_front() {
            return Some(event);
        }
        let mut ready = inotify.readable().await.ok()?;
        // An `Err` outside means that it was not ready after all.
        if let Ok(events) = ready.try_io(|inotify| read(inotify.get_ref())) {
            *waiting = events.ok()?;
        }
    }
}

fn open<'js>(ctx: &Ctx<'js>, callback: Function<'js>) -> io::Result<Result<Open>> {
    let fd = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
    let inotify = Arc::new(fd);
    let readable = fds::watch(Arc::clone(&inotify))?;
    let mut waiting = VecDeque::new();
    let source = sources::spawn(ctx, callback, async move || {
        next(&readable, &mut waiting).await
    });
    Ok(source.map(|source| Open {
        inotify,
        numbers: HashSet::new(),
        source,
    }))
}

/// `watch(path, callback)`: the watch's number, or a negative errno. `callback([number, isRename, name | null])` for every event
/// of every watch, each in a turn of its own, is the first watch's.
pub(super) fn watch<'js>(ctx: Ctx<'js>, path: PathText, callback: Function<'js>) -> Result<i32> {
    let watches = data::of::<Watches>(&ctx);
    let mut slot = watches.0.borrow_mut();
    if slot.is_none() {
        match open(&ctx, callback) {
            Ok(opened) => *slot = Some(opened?),
            Err(error) => return Ok(-error.raw_os_error().unwrap_or(Errno::EIO as i32)),
        }
    }
    let Some(open) = slot.as_mut() else {
        return Ok(-(Errno::EIO as i32));
    };
    match inotify::add_watch(&open.inotify, path.0.as_str(), ASKED) {
        Ok(number) => {
            open.numbers.insert(number);
            Ok(number)
        }
        Err(error) => {
            if open.numbers.is_empty() {
                *slot = None;
            }
            Ok(-error.raw_os_error())
        }
    }
}

/// `unwatch(number)`: no more events of this watch.
pub(super) fn unwatch(ctx: Ctx<'_>, number: i32) {
    let watches = data::of::<Watches>(&ctx);
    let mut slot = watches.0.borrow_mut();
    if let Some(open) = slot.as_mut()
        && open.numbers.remove(&number)
    {
        // The kernel has dropped it already when the file is gone.
        let _ = inotify::remove_watch(&open.inotify, number);
        if open.numbers.is_empty() {
            *slot = None;
        }
    }
}
