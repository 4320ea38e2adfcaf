//! Natives of `fs`: each operation once as a plain function, reachable as `nameSync(...)`, which throws, and as
//! `name(callback, ...)`, which runs on the blocking pool. Arguments are checked on the JavaScript side.
//!
//! `types` (what goes in and out), `paths` (operations on paths), `handles` (on open files), `trees` (on folders), `watch` (what
//! happens to files).

mod handles;
mod paths;
mod trees;
mod types;
mod watch;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use coddle_engine::{OpError, errors, ops};

use crate::descriptors::Descriptors;
pub(crate) use types::{Bytes, Data};
use types::{Entries, Handle, Opened, PathText, Status};

/// Defines both forms of an operation.
macro_rules! operation {
    ($ctx:ident, $natives:ident, $name:literal, $run:path, ($($argument:ident: $kind:ty),*) -> $out:ty) => {{
        fn at_once<'js>(ctx: Ctx<'js>, $($argument: $kind),*) -> Result<$out> {
            $run($($argument),*).map_err(|error| errors::throw_op(&ctx, error))
        }
        fn spawn<'js>(ctx: Ctx<'js>, callback: Function<'js>, $($argument: $kind),*) -> Result<()> {
            ops::spawn_callback(&ctx, callback, ops::blocking(move || $run($($argument),*)))
        }
        $natives.set(concat!($name, "Sync"), Function::new($ctx.clone(), at_once)?)?;
        $natives.set($name, Function::new($ctx.clone(), spawn)?)?;
    }};
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("exists", Function::new(ctx.clone(), paths::exists)?)?;
    natives.set("closeSync", Function::new(ctx.clone(), close)?)?;
    natives.set("close", Function::new(ctx.clone(), close_later)?)?;
    natives.set("watch", Function::new(ctx.clone(), watch::watch)?)?;
    natives.set("unwatch", Function::new(ctx.clone(), watch::unwatch)?)?;

    operation!(ctx, natives, "access", paths::access, (path: PathText, mode: i32) -> ());
    operation!(ctx, natives, "open", paths::open, (path: PathText, flags: i32, mode: u32) -> Opened);
    operation!(ctx, natives, "readFile", paths::read_file, (path: PathText, flags: i32) -> Bytes);
    operation!(ctx, natives, "readText", paths::read_text, (path: PathText, flags: i32) -> String);
    operation!(ctx, natives, "writeFile", paths::write_file, (path: PathText, data: Data, flags: i32, mode: u32, sync: bool) -> ());
    operation!(ctx, natives, "stat", paths::stat, (path: PathText) -> Status);
    operation!(ctx, natives, "lstat", paths::lstat, (path: PathText) -> Status);
    operation!(ctx, natives, "statfs", paths::statfs, (path: PathText) -> Vec<f64>);
    operation!(ctx, natives, "rename", paths::rename, (path: PathText, dest: PathText) -> ());
    operation!(ctx, natives, "link", paths::link, (path: PathText, dest: PathText) -> ());
    operation!(ctx, natives, "symlink", paths::symlink, (target: PathText, path: PathText) -> ());
    operation!(ctx, natives, "readlink", paths::readlink, (path: PathText) -> String);
    operation!(ctx, natives, "realpath", paths::realpath, (path: PathText, syscall: String) -> String);
    operation!(ctx, natives, "unlink", paths::unlink, (path: PathText) -> ());
    operation!(ctx, natives, "rmdir", paths::rmdir, (path: PathText) -> ());
    operation!(ctx, natives, "mkdir", paths::mkdir, (path: PathText, mode: u32) -> ());
    operation!(ctx, natives, "mkdtemp", paths::mkdtemp, (prefix: PathText) -> String);
    operation!(ctx, natives, "chmod", paths::chmod, (path: PathText, mode: u32) -> ());
    operation!(ctx, natives, "chown", paths::chown, (path: PathText, uid: i64, gid: i64) -> ());
    operation!(ctx, natives, "lchown", paths::lchown, (path: PathText, uid: i64, gid: i64) -> ());
    operation!(ctx, natives, "utimes", paths::utimes, (path: PathText, atime: f64, mtime: f64) -> ());
    operation!(ctx, natives, "lutimes", paths::lutimes, (path: PathText, atime: f64, mtime: f64) -> ());
    operation!(ctx, natives, "copyFile", paths::copy_file, (path: PathText, dest: PathText, mode: i32) -> ());

    operation!(ctx, natives, "read", handles::read, (file: Handle, length: usize, position: f64) -> Bytes);
    operation!(ctx, natives, "write", handles::write, (file: Handle, data: Data, position: f64) -> usize);
    operation!(ctx, natives, "readAll", handles::read_all, (file: Handle) -> Bytes);
    operation!(ctx, natives, "writeAll", handles::write_all, (file: Handle, data: Data) -> ());
    operation!(ctx, natives, "fstat", handles::fstat, (file: Handle) -> Status);
    operation!(ctx, natives, "ftruncate", handles::ftruncate, (file: Handle, length: f64) -> ());
    operation!(ctx, natives, "fsync", handles::fsync, (file: Handle) -> ());
    operation!(ctx, natives, "fdatasync", handles::fdatasync, (file: Handle) -> ());
    operation!(ctx, natives, "fchmod", handles::fchmod, (file: Handle, mode: u32) -> ());
    operation!(ctx, natives, "fchown", paths::fchown, (file: Handle, uid: i64, gid: i64) -> ());
    operation!(ctx, natives, "futimes", handles::futimes, (file: Handle, atime: f64, mtime: f64) -> ());

    operation!(ctx, natives, "mkdirAll", trees::mkdir_all, (path: PathText, mode: u32) -> Option<String>);
    operation!(ctx, natives, "readDir", trees::read_dir, (path: PathText, syscall: String) -> Entries);
    operation!(ctx, natives, "removeAll", trees::remove_all, (path: PathText, retries: u32, delay: u64) -> ());
    Ok(natives)
}

fn close_number(ctx: &Ctx<'_>, number: i32) -> std::result::Result<(), OpError> {
    Descriptors::of(ctx)
        .close(number)
        .map_err(|error| OpError::io(&error, "close", None))
}

fn close(ctx: Ctx<'_>, number: i32) -> Result<()> {
    close_number(&ctx, number).map_err(|error| errors::throw_op(&ctx, error))
}

/// The number is free at once; whoever asked hears of it in a turn of its own.
fn close_later<'js>(ctx: Ctx<'js>, callback: Function<'js>, number: i32) -> Result<()> {
    let closed = close_number(&ctx, number);
    ops::spawn_callback(&ctx, callback, async move { closed })
}
