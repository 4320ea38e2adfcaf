//! Operations on paths.

use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use coddle_engine::OpError;
use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag};
use nix::sys::stat::{self, Mode, UtimensatFlags};
use nix::unistd::{self, AccessFlags, Gid, Uid};

use super::types::{Data, Opened, Outcome, PathText, Status};

/// Words a failed call on one path.
pub(super) fn failed(error: impl Into<io::Error>, syscall: &str, path: &str) -> OpError {
    OpError::io(&error.into(), syscall, Some(path))
}

fn failed_two(error: impl Into<io::Error>, syscall: &str, path: &str, dest: &str) -> OpError {
    OpError::io2(&error.into(), syscall, Some(path), Some(dest))
}

pub(super) fn access(path: PathText, mode: i32) -> Outcome<()> {
    unistd::access(path.0.as_str(), AccessFlags::from_bits_truncate(mode))
        .map_err(|errno| failed(errno, "access", &path.0))
}

/// Whether the path leads to something.
pub(super) fn exists(path: PathText) -> bool {
    Path::new(&path.0).exists()
}

pub(super) fn open_file(path: &str, flags: i32, mode: u32) -> Outcome<Opened> {
    loop {
        match nix::fcntl::open(
            path,
            OFlag::from_bits_retain(flags) | OFlag::O_CLOEXEC,
            Mode::from_bits_truncate(mode),
        ) {
            Ok(fd) => return Ok(Opened(fd)),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(failed(errno, "open", path)),
        }
    }
}

pub(super) fn open(path: PathText, flags: i32, mode: u32) -> Outcome<Opened> {
    open_file(&path.0, flags, mode)
}

/// A whole file. (What a folder answers is the error of the read, as in Node.)
pub(super) fn read_file(path: PathText, flags: i32) -> Outcome<super::types::Bytes> {
    let file = open_file(&path.0, flags, 0o666)?;
    super::handles::read_to_end(&file.0).map(super::types::Bytes)
}

/// A whole file as text, invalid UTF-8 replaced.
pub(super) fn read_text(path: PathText, flags: i32) -> Outcome<String> {
    let bytes = read_file(path, flags)?.0;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// Opens, writes all, and syncs if told to.
pub(super) fn write_file(
    path: PathText,
    data: Data,
    flags: i32,
    mode: u32,
    sync: bool,
) -> Outcome<()> {
    let file = open_file(&path.0, flags, mode)?;
    super::handles::write_to_end(&file.0, &data.0)?;
    if sync {
        unistd::fsync(&file.0).map_err(|errno| OpError::io(&errno.into(), "fsync", None))?;
    }
    Ok(())
}

pub(super) fn status_of(metadata: &std::fs::Metadata) -> Status {
    let born = metadata
        .created()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(
            (metadata.ctime() as i128, metadata.ctime_nsec() as i128),
            |since| (since.as_secs() as i128, since.subsec_nanos() as i128),
        );
    Status([
        metadata.dev() as i128,
        metadata.mode() as i128,
        metadata.nlink() as i128,
        metadata.uid() as i128,
        metadata.gid() as i128,
        metadata.rdev() as i128,
        metadata.blksize() as i128,
        metadata.ino() as i128,
        metadata.size() as i128,
        metadata.blocks() as i128,
        metadata.atime() as i128,
        metadata.atime_nsec() as i128,
        metadata.mtime() as i128,
        metadata.mtime_nsec() as i128,
        metadata.ctime() as i128,
        metadata.ctime_nsec() as i128,
        born.0,
        born.1,
    ])
}

pub(super) fn stat(path: PathText) -> Outcome<Status> {
    std::fs::metadata(&path.0)
        .map(|metadata| status_of(&metadata))
        .map_err(|error| failed(error, "stat", &path.0))
}

pub(super) fn lstat(path: PathText) -> Outcome<Status> {
    std::fs::symlink_metadata(&path.0)
        .map(|metadata| status_of(&metadata))
        .map_err(|error| failed(error, "lstat", &path.0))
}

/// type, bsize, blocks, bfree, bavail, files, ffree.
pub(super) fn statfs(path: PathText) -> Outcome<Vec<f64>> {
    let info = nix::sys::statfs::statfs(path.0.as_str())
        .map_err(|errno| failed(errno, "statfs", &path.0))?;
    Ok(vec![
        info.filesystem_type().0 as f64,
        info.block_size() as f64,
        info.blocks() as f64,
        info.blocks_free() as f64,
        info.blocks_available() as f64,
        info.files() as f64,
        info.files_free() as f64,
    ])
}

pub(super) fn rename(path: PathText, dest: PathText) -> Outcome<()> {
    std::fs::rename(&path.0, &dest.0).map_err(|error| failed_two(error, "rename", &path.0, &dest.0))
}

pub(super) fn link(path: PathText, dest: PathText) -> Outcome<()> {
    unistd::linkat(
        AT_FDCWD,
        path.0.as_str(),
        AT_FDCWD,
        dest.0.as_str(),
        AtFlags::empty(),
    )
    .map_err(|errno| failed_two(errno, "link", &path.0, &dest.0))
}

pub(super) fn symlink(target: PathText, path: PathText) -> Outcome<()> {
    std::os::unix::fs::symlink(&target.0, &path.0)
        .map_err(|error| failed_two(error, "symlink", &target.0, &path.0))
}

pub(super) fn readlink(path: PathText) -> Outcome<String> {
    std::fs::read_link(&path.0)
        .map(|target| target.to_string_lossy().into_owned())
        .map_err(|error| failed(error, "readlink", &path.0))
}

pub(super) fn realpath(path: PathText, syscall: String) -> Outcome<String> {
    let given = if path.0.is_empty() {
        "."
    } else {
        path.0.as_str()
    };
    std::fs::canonicalize(given)
        .map(|path| path.to_string_lossy().into_owned())
        .map_err(|error| failed(error, &syscall, &missing_part(&path.0, &syscall)))
}

/// Node's own `realpath` looks at one part of the path after the other, and its error names the part that is missing.
fn missing_part(path: &str, syscall: &str) -> String {
    if syscall != "lstat" {
        return path.to_string();
    }
    let Ok(absolute) = std::path::absolute(path) else {
        return path.to_string();
    };
    let mut ancestors: Vec<&Path> = absolute.ancestors().collect();
    ancestors.reverse();
    ancestors
        .into_iter()
        .find(|ancestor| !ancestor.exists())
        .unwrap_or(&absolute)
        .to_string_lossy()
        .into_owned()
}

pub(super) fn unlink(path: PathText) -> Outcome<()> {
    unistd::unlink(path.0.as_str()).map_err(|errno| failed(errno, "unlink", &path.0))
}

pub(super) fn rmdir(path: PathText) -> Outcome<()> {
    std::fs::remove_dir(&path.0).map_err(|error| failed(error, "rmdir", &path.0))
}

pub(super) fn mkdir(path: PathText, mode: u32) -> Outcome<()> {
    unistd::mkdir(path.0.as_str(), Mode::from_bits_truncate(mode))
        .map_err(|errno| failed(errno, "mkdir", &path.0))
}

pub(super) fn mkdtemp(prefix: PathText) -> Outcome<String> {
    let template = format!("{}XXXXXX", prefix.0);
    unistd::mkdtemp(template.as_str())
        .map(|path| path.to_string_lossy().into_owned())
        .map_err(|errno| failed(errno, "mkdtemp", &template))
}

pub(super) fn chmod(path: PathText, mode: u32) -> Outcome<()> {
    std::fs::set_permissions(&path.0, std::fs::Permissions::from_mode(mode))
        .map_err(|error| failed(error, "chmod", &path.0))
}

// Node's -1 leaves an owner as it is.
fn owner(uid: i64, gid: i64) -> (Option<Uid>, Option<Gid>) {
    (
        u32::try_from(uid).ok().map(Uid::from_raw),
        u32::try_from(gid).ok().map(Gid::from_raw),
    )
}

pub(super) fn chown(path: PathText, uid: i64, gid: i64) -> Outcome<()> {
    let (uid, gid) = owner(uid, gid);
    unistd::chown(path.0.as_str(), uid, gid).map_err(|errno| failed(errno, "chown", &path.0))
}

pub(super) fn lchown(path: PathText, uid: i64, gid: i64) -> Outcome<()> {
    let (uid, gid) = owner(uid, gid);
    unistd::fchownat(
        AT_FDCWD,
        path.0.as_str(),
        uid,
        gid,
        AtFlags::AT_SYMLINK_NOFOLLOW,
    )
    .map_err(|errno| failed(errno, "lchown", &path.0))
}

pub(super) fn fchown(file: super::types::Handle, uid: i64, gid: i64) -> Outcome<()> {
    let (uid, gid) = owner(uid, gid);
    unistd::fchown(file.fd("fchown")?, uid, gid)
        .map_err(|errno| OpError::io(&errno.into(), "fchown", None))
}

/// Seconds with fractions, as the system wants them.
pub(super) fn time_of(seconds: f64) -> nix::sys::time::TimeSpec {
    let whole = seconds.floor();
    // Rounded to microseconds: a double of today's seconds has no more.
    let nanoseconds = ((seconds - whole) * 1e6).round() * 1e3;
    nix::sys::time::TimeSpec::new(whole as i64, (nanoseconds as i64).clamp(0, 999_999_999))
}

pub(super) fn utimes(path: PathText, atime: f64, mtime: f64) -> Outcome<()> {
    stat::utimensat(
        AT_FDCWD,
        path.0.as_str(),
        &time_of(atime),
        &time_of(mtime),
        UtimensatFlags::FollowSymlink,
    )
    .map_err(|errno| failed(errno, "utime", &path.0))
}

pub(super) fn lutimes(path: PathText, atime: f64, mtime: f64) -> Outcome<()> {
    stat::utimensat(
        AT_FDCWD,
        path.0.as_str(),
        &time_of(atime),
        &time_of(mtime),
        UtimensatFlags::NoFollowSymlink,
    )
    .map_err(|errno| failed(errno, "lutime", &path.0))
}

/// `mode`: 1 refuses to overwrite (COPYFILE_EXCL). Asking for a clone only (4) is refused where std cannot promise it.
pub(super) fn copy_file(path: PathText, dest: PathText, mode: i32) -> Outcome<()> {
    let two = |error: io::Error| failed_two(error, "copyfile", &path.0, &dest.0);
    let source = nix::fcntl::open(
        path.0.as_str(),
        OFlag::O_RDONLY | OFlag::O_CLOEXEC,
        Mode::empty(),
    )
    .map_err(|errno| two(errno.into()))?;
    let mut source = std::fs::File::from(source);
    let metadata = source.metadata().map_err(two)?;
    if metadata.is_dir() {
        return Err(two(Errno::EISDIR.into()));
    }
    if mode & 4 != 0 {
        return Err(two(Errno::ENOSYS.into()));
    }
    // Before the target is emptied.
    if let Ok(other) = std::fs::metadata(&dest.0)
        && mode & 1 == 0
        && (other.dev(), other.ino()) == (metadata.dev(), metadata.ino())
    {
        return Ok(());
    }
    let mut flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_TRUNC | OFlag::O_CLOEXEC;
    if mode & 1 != 0 {
        flags |= OFlag::O_EXCL;
    }
    let target = nix::fcntl::open(
        dest.0.as_str(),
        flags,
        Mode::from_bits_truncate(metadata.mode() & 0o777),
    )
    .map_err(|errno| two(errno.into()))?;
    // A file that was there keeps its own mode otherwise.
    let _ = stat::fchmod(&target, Mode::from_bits_truncate(metadata.mode() & 0o7777));
    let mut target = std::fs::File::from(target);
    io::copy(&mut source, &mut target).map(drop).map_err(two)
}
