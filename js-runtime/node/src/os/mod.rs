//! Natives of `os`.

use std::collections::BTreeMap;
use std::fs;

use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result};
use nix::ifaddrs::getifaddrs;
use nix::unistd::{Uid, User, gethostname};

use crate::process::{meminfo, negative, signal_table};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("hostname", Function::new(ctx.clone(), hostname)?)?;
    natives.set("uname", Function::new(ctx.clone(), uname)?)?;
    natives.set("memory", Function::new(ctx.clone(), memory)?)?;
    natives.set("uptime", Function::new(ctx.clone(), uptime)?)?;
    natives.set("loadavg", Function::new(ctx.clone(), loadavg)?)?;
    natives.set("cpus", Function::new(ctx.clone(), cpus)?)?;
    natives.set("parallelism", Function::new(ctx.clone(), parallelism)?)?;
    natives.set("interfaces", Function::new(ctx.clone(), interfaces)?)?;
    natives.set("user", Function::new(ctx.clone(), user)?)?;
    natives.set("priority", Function::new(ctx.clone(), priority)?)?;
    natives.set("setPriority", Function::new(ctx.clone(), set_priority)?)?;
    natives.set("signals", signal_table(ctx)?)?;
    Ok(natives)
}

fn hostname() -> String {
    gethostname()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// `[sysname, version, release, machine]`.
fn uname() -> Vec<String> {
    match nix::sys::utsname::uname() {
        Ok(name) => [
            name.sysname(),
            name.version(),
            name.release(),
            name.machine(),
        ]
        .into_iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect(),
        Err(_) => vec![String::new(); 4],
    }
}

/// `[total, free]` in bytes; free is what programs can still have.
fn memory() -> Vec<f64> {
    vec![meminfo("MemTotal"), meminfo("MemAvailable")]
}

/// Seconds since the machine started.
fn uptime() -> f64 {
    fs::read_to_string("/proc/uptime")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .unwrap_or(0.0)
}

fn loadavg() -> Vec<f64> {
    fs::read_to_string("/proc/loadavg")
        .map(|text| {
            text.split(' ')
                .take(3)
                .filter_map(|part| part.parse().ok())
                .collect()
        })
        .unwrap_or_else(|_| vec![0.0; 3])
}

/// `[model, MHz, user, nice, sys, idle, irq]` of each processor, the times in milliseconds.
fn cpus(ctx: Ctx<'_>) -> Result<Array<'_>> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| -> Vec<String> {
        info.lines()
            .filter_map(|line| {
                let (key, value) = line.split_once(':')?;
                (key.trim() == name).then(|| value.trim().to_string())
            })
            .collect()
    };
    let (models, speeds) = (field("model name"), field("cpu MHz"));
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let all = Array::new(ctx.clone())?;
    // A tick of /proc/stat is ten milliseconds on every Linux that we build for.
    let lines = stat.lines().filter(|line| {
        line.starts_with("cpu") && line.as_bytes().get(3).is_some_and(u8::is_ascii_digit)
    });
    for (index, line) in lines.enumerate() {
        let times: Vec<f64> = line
            .split_whitespace()
            .skip(1)
            .map(|ticks| ticks.parse::<f64>().unwrap_or(0.0) * 10.0)
            .collect();
        let time = |at: usize| times.get(at).copied().unwrap_or(0.0);
        let cpu = Array::new(ctx.clone())?;
        cpu.set(0, models.get(index).map_or("unknown", String::as_str))?;
        cpu.set(
            1,
            speeds
                .get(index)
                .and_then(|speed| speed.parse::<f64>().ok())
                .map_or(0.0, f64::floor),
        )?;
        // user, nice, system, idle, iowait, irq
        for (at, source) in [(2, 0), (3, 1), (4, 2), (5, 3), (6, 5)] {
            cpu.set(at, time(source))?;
        }
        all.set(index, cpu)?;
    }
    Ok(all)
}

fn parallelism() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// `[[name, address, netmask, family, mac, internal, scope], ...]` of interfaces that are up.
fn interfaces(ctx: Ctx<'_>) -> Result<Array<'_>> {
    use nix::net::if_::InterfaceFlags;
    let all = Array::new(ctx.clone())?;
    let Ok(addresses) = getifaddrs() else {
        return Ok(all);
    };
    let addresses: Vec<_> = addresses.collect();
    let macs: BTreeMap<&str, String> = addresses
        .iter()
        .filter_map(|address| {
            let mac = address.address.as_ref()?.as_link_addr()?.addr()?;
            let text: Vec<String> = mac.iter().map(|byte| format!("{byte:02x}")).collect();
            Some((address.interface_name.as_str(), text.join(":")))
        })
        .collect();
    let mut index = 0;
    for address in &addresses {
        if !address
            .flags
            .contains(InterfaceFlags::IFF_UP | InterfaceFlags::IFF_RUNNING)
        {
            continue;
        }
        let Some(storage) = &address.address else {
            continue;
        };
        let mask = address.netmask.as_ref();
        let (text, mask, family, scope) = if let Some(v4) = storage.as_sockaddr_in() {
            let mask = mask
                .and_then(|mask| mask.as_sockaddr_in())
                .map(|mask| mask.ip().to_string());
            (v4.ip().to_string(), mask, "IPv4", 0)
        } else if let Some(v6) = storage.as_sockaddr_in6() {
            let mask = mask
                .and_then(|mask| mask.as_sockaddr_in6())
                .map(|mask| mask.ip().to_string());
            (v6.ip().to_string(), mask, "IPv6", v6.scope_id())
        } else {
            continue;
        };
        let row = Array::new(ctx.clone())?;
        row.set(0, address.interface_name.as_str())?;
        row.set(1, text)?;
        row.set(2, mask.unwrap_or_default())?;
        row.set(3, family)?;
        row.set(
            4,
            macs.get(address.interface_name.as_str())
                .map_or("00:00:00:00:00:00", String::as_str),
        )?;
        row.set(5, address.flags.contains(InterfaceFlags::IFF_LOOPBACK))?;
        row.set(6, scope)?;
        all.set(index, row)?;
        index += 1;
    }
    Ok(all)
}

/// `[name, uid, gid, home, shell]` of the effective user, or nothing when the system does not know them.
fn user(ctx: Ctx<'_>) -> Result<Option<Array<'_>>> {
    let Ok(Some(user)) = User::from_uid(Uid::effective()) else {
        return Ok(None);
    };
    let row = Array::new(ctx)?;
    row.set(0, user.name)?;
    row.set(1, user.uid.as_raw())?;
    row.set(2, user.gid.as_raw())?;
    row.set(3, user.dir.to_string_lossy().as_ref())?;
    row.set(4, user.shell.to_string_lossy().as_ref())?;
    Ok(Some(row))
}

/// The process that a number means, 0 being this one. No process has a negative number.
fn process_id(pid: i32) -> std::result::Result<Option<rustix::process::Pid>, rustix::io::Errno> {
    match pid {
        0.. => Ok(rustix::process::Pid::from_raw(pid)),
        _ => Err(rustix::io::Errno::SRCH),
    }
}

/// The nice value, or 1000 and more for an errno.
fn priority(pid: i32) -> i32 {
    match process_id(pid).and_then(rustix::process::getpriority_process) {
        Ok(priority) => priority,
        Err(errno) => 1000 + errno.raw_os_error(),
    }
}

/// 0, or a negative errno.
fn set_priority(pid: i32, priority: i32) -> i32 {
    match process_id(pid).and_then(|pid| rustix::process::setpriority_process(pid, priority)) {
        Ok(()) => 0,
        Err(errno) => negative(&errno.into()),
    }
}
