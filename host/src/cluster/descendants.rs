//! Processes that members have started: they end with the cluster. (CLU-036)

use std::collections::HashMap;
use std::fs;

use rustix::process::{Pid, Signal};

use super::spawn;

/// A process, and when it began: a number alone may be somebody else's by the time it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Descendant {
    pid: Pid,
    began: u64,
}

/// The children of a process, their children, and so on. None where /proc does not tell.
pub(crate) fn of(pid: Option<Pid>) -> Vec<Descendant> {
    let Some(pid) = pid else { return Vec::new() };
    let mut children: HashMap<Pid, Vec<Descendant>> = HashMap::new();
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    for entry in entries.flatten() {
        let number = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        if let Some(pid) = number.and_then(Pid::from_raw)
            && let Some((parent, began)) = parent_and_begin(pid)
        {
            children
                .entry(parent)
                .or_default()
                .push(Descendant { pid, began });
        }
    }
    let mut found = children.remove(&pid).unwrap_or_default();
    let mut next = 0;
    while let Some(one) = found.get(next) {
        found.extend(children.remove(&one.pid).unwrap_or_default());
        next += 1;
    }
    found
}

pub(crate) fn terminate(all: &[Descendant]) {
    signal(all, Signal::TERM);
}

pub(crate) fn kill(all: &[Descendant]) {
    signal(all, Signal::KILL);
}

fn signal(all: &[Descendant], signal: Signal) {
    for one in all {
        if parent_and_begin(one.pid).is_some_and(|(_, began)| began == one.began) {
            spawn::kill(one.pid, signal);
        }
    }
}

/// The fields `ppid` and `starttime` of /proc/PID/stat; None for a process that is gone.
fn parent_and_begin(pid: Pid) -> Option<(Pid, u64)> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // The second field is the program's name in parentheses and may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let parent = Pid::from_raw(fields.get(1)?.parse().ok()?)?;
    Some((parent, fields.get(19)?.parse().ok()?))
}
