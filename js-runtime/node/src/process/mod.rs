//! Natives of `process`: what the operating system knows of this process.
//!
//! Functions that can fail return a negative errno, of which the JavaScript side makes Node's error.

mod credentials;
pub mod output;
mod signals;
mod standard_streams;
mod terminal;
mod usage;

use std::env;

use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result};
pub(crate) use signals::{kill, table as signal_table};
pub(crate) use terminal::restore as restore_terminal;
pub(crate) use usage::meminfo;

use nix::errno::Errno;
use nix::sys::stat::{Mode, umask};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("environment", Function::new(ctx.clone(), environment)?)?;
    natives.set("execPath", exec_path())?;
    natives.set("nodeVersion", crate::NODE_VERSION)?;
    natives.set("coddleVersion", env!("CARGO_PKG_VERSION"))?;
    natives.set("quickjsVersion", coddle_engine::engine_version())?;
    natives.set("pid", std::process::id())?;
    natives.set(
        "ppid",
        Function::new(ctx.clone(), std::os::unix::process::parent_id)?,
    )?;
    natives.set("arch", arch())?;
    natives.set("platform", platform())?;
    natives.set("cwd", Function::new(ctx.clone(), cwd)?)?;
    natives.set("chdir", Function::new(ctx.clone(), chdir)?)?;
    natives.set("setTitle", Function::new(ctx.clone(), set_title)?)?;
    natives.set("umask", Function::new(ctx.clone(), set_umask)?)?;
    natives.set("kill", Function::new(ctx.clone(), signals::kill)?)?;
    natives.set("listenSignal", Function::new(ctx.clone(), signals::listen)?)?;
    natives.set("ignoreSignal", Function::new(ctx.clone(), signals::ignore)?)?;
    natives.set("signals", signals::table(ctx)?)?;
    natives.set("ids", Function::new(ctx.clone(), credentials::ids)?)?;
    natives.set("groups", Function::new(ctx.clone(), credentials::groups)?)?;
    natives.set("user", Function::new(ctx.clone(), credentials::user)?)?;
    natives.set("group", Function::new(ctx.clone(), credentials::group)?)?;
    natives.set(
        "userName",
        Function::new(ctx.clone(), credentials::user_name)?,
    )?;
    natives.set("setId", Function::new(ctx.clone(), credentials::set)?)?;
    natives.set(
        "setGroups",
        Function::new(ctx.clone(), credentials::set_groups)?,
    )?;
    natives.set(
        "initGroups",
        Function::new(ctx.clone(), credentials::init_groups)?,
    )?;
    natives.set("setRaw", Function::new(ctx.clone(), terminal::set_raw)?)?;
    natives.set("monotonic", Function::new(ctx.clone(), usage::monotonic)?)?;
    natives.set("rss", Function::new(ctx.clone(), usage::rss)?)?;
    natives.set("resources", Function::new(ctx.clone(), usage::resources)?)?;
    natives.set(
        "memoryLimit",
        Function::new(ctx.clone(), usage::memory_limit)?,
    )?;
    natives.set(
        "memoryAvailable",
        Function::new(ctx.clone(), usage::memory_available)?,
    )?;
    natives.set(
        "kindOfStream",
        Function::new(ctx.clone(), standard_streams::kind)?,
    )?;
    natives.set(
        "writeAll",
        Function::new(ctx.clone(), standard_streams::write_all)?,
    )?;
    natives.set(
        "readSome",
        Function::new(ctx.clone(), standard_streams::read_some)?,
    )?;
    natives.set(
        "windowSize",
        Function::new(ctx.clone(), standard_streams::window_size)?,
    )?;
    Ok(natives)
}

/// An errno as Node counts it.
pub(crate) fn negative(error: &std::io::Error) -> i32 {
    -error.raw_os_error().unwrap_or(Errno::EIO as i32)
}

/// `[[name, value], ...]` as the process was started with; what is not UTF-8 is replaced.
fn environment(ctx: Ctx<'_>) -> Result<Array<'_>> {
    let pairs = Array::new(ctx.clone())?;
    for (index, (name, value)) in env::vars_os().enumerate() {
        let pair = Array::new(ctx.clone())?;
        pair.set(0, name.to_string_lossy().as_ref())?;
        pair.set(1, value.to_string_lossy().as_ref())?;
        pairs.set(index, pair)?;
    }
    Ok(pairs)
}

fn exec_path() -> String {
    env::current_exe()
        .map(|path| path.to_string_lossy().into_owned())
        .unwrap_or_else(|_| env::args().next().unwrap_or_default())
}

fn arch() -> &'static str {
    match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "ia32",
        "powerpc64" => "ppc64",
        other => other,
    }
}

fn platform() -> &'static str {
    match env::consts::OS {
        "macos" => "darwin",
        other => other,
    }
}

/// A path, or `[errno]`.
fn cwd(ctx: Ctx<'_>) -> Result<coddle_engine::rquickjs::Value<'_>> {
    use coddle_engine::rquickjs::IntoJs as _;
    match env::current_dir() {
        Ok(path) => path.to_string_lossy().as_ref().into_js(&ctx),
        Err(error) => negative(&error).into_js(&ctx),
    }
}

fn chdir(path: String) -> i32 {
    match env::set_current_dir(path) {
        Ok(()) => 0,
        Err(error) => negative(&error),
    }
}

/// What `ps` and `top` show as the command's name: its first 15 bytes, which is all that the kernel keeps.
fn set_title(title: String) {
    // Where there is no /proc the title is known to the process alone, as in Node.
    let _ = std::fs::write("/proc/self/comm", title);
}

/// Sets the mask and gives the old one; a negative mask only asks.
fn set_umask(mask: i32) -> u32 {
    if mask >= 0 {
        return umask(Mode::from_bits_truncate(mask as nix::libc::mode_t)).bits();
    }
    // There is no call that only asks.
    let old = umask(Mode::empty());
    umask(old);
    old.bits()
}
