//! What the process has used: time, memory, and what is left of it.

use std::fs;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use nix::time::{ClockId, clock_gettime};

/// `[seconds, nanoseconds]` of a clock that never goes back.
pub(super) fn monotonic() -> Vec<f64> {
    match clock_gettime(ClockId::CLOCK_MONOTONIC) {
        Ok(now) => vec![now.tv_sec() as f64, now.tv_nsec() as f64],
        // The clock exists on every system that we build for.
        Err(_) => vec![0.0, 0.0],
    }
}

/// Bytes of this process in memory.
pub(super) fn rss() -> f64 {
    let pages = fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok())
        .unwrap_or(0);
    let page = nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE)
        .ok()
        .flatten()
        .unwrap_or(4096);
    pages as f64 * page as f64
}

/// The fields of `process.resourceUsage()` in Node's order, times in microseconds.
pub(super) fn resources() -> Vec<f64> {
    let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) else {
        return vec![0.0; 16];
    };
    vec![
        usage.user_time().num_microseconds() as f64,
        usage.system_time().num_microseconds() as f64,
        usage.max_rss() as f64,
        usage.shared_integral() as f64,
        usage.unshared_data_integral() as f64,
        usage.unshared_stack_integral() as f64,
        usage.minor_page_faults() as f64,
        usage.major_page_faults() as f64,
        usage.full_swaps() as f64,
        usage.block_reads() as f64,
        usage.block_writes() as f64,
        usage.ipc_sends() as f64,
        usage.ipc_receives() as f64,
        usage.signals() as f64,
        usage.voluntary_context_switches() as f64,
        usage.involuntary_context_switches() as f64,
    ]
}

/// The memory limit of the control group in bytes, 0 without one.
pub(super) fn memory_limit() -> f64 {
    [
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ]
    .iter()
    .find_map(|path| fs::read_to_string(path).ok()?.trim().parse::<f64>().ok())
    .unwrap_or(0.0)
}

/// What `field` of /proc/meminfo says, in bytes.
pub(crate) fn meminfo(field: &str) -> f64 {
    fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
            line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()
        })
        .map_or(0.0, |kibibytes| kibibytes * 1024.0)
}

/// Bytes that can still be had without swapping.
pub(super) fn memory_available() -> f64 {
    meminfo("MemAvailable")
}
