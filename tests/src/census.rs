//! What a cluster holds of the machine: to be the same after a fault as before.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::cluster::Cluster;
use crate::fixture::Failure;

/// How long what a fault has left may take to go.
const PATIENCE: Duration = Duration::from_secs(10);

/// Counted at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Open descriptors of the master and of all that it started, logs left out: they are opened with their first line.
    pub descriptors: usize,
    /// Processes that it started, and that those did.
    pub children: usize,
    /// Files in the folder for temporary files, logs left out.
    pub files: usize,
}

impl Census {
    /// Counts. A master that is gone has nothing.
    ///
    /// # Errors
    /// When /proc or the folder cannot be read.
    pub fn of(master: u32, folder: &Path) -> Result<Census, Failure> {
        let family = family(master)?;
        let mut census = Census {
            children: family.len().saturating_sub(1),
            files: files(folder)?,
            ..Census::default()
        };
        for pid in family {
            // Without a folder it has just ended.
            let open = fs::read_dir(format!("/proc/{pid}/fd"))
                .into_iter()
                .flatten();
            let files = open.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
            census.descriptors += files.filter(|file| !is_log(file)).count();
        }
        Ok(census)
    }

    /// Counts until it is as `expected`, or patience ends; gives what it is then.
    ///
    /// # Errors
    /// As [`Census::of`].
    pub fn settled(master: u32, folder: &Path, expected: Census) -> Result<Census, Failure> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let now = Census::of(master, folder)?;
            if now == expected || Instant::now() > deadline {
                return Ok(now);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A log file, also one that midnight's rotation has just given another name.
fn is_log(file: &Path) -> bool {
    file.file_name()
        .is_some_and(|name| name.to_string_lossy().contains(".log"))
}

/// The process, if it is there, and all that descend from it.
fn family(master: u32) -> Result<Vec<u32>, Failure> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        // A process that has just gone has no files; one that nobody has reaped yet is gone as well.
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else {
            continue;
        };
        let mut fields = stat
            .rsplit_once(')')
            .map_or("", |(_, fields)| fields)
            .split_whitespace();
        if fields.next() != Some("Z")
            && let Some(parent) = fields.next().and_then(|field| field.parse::<u32>().ok())
        {
            parents.insert(pid, parent);
        }
    }
    let mut family: Vec<u32> = parents
        .keys()
        .copied()
        .filter(|pid| *pid == master)
        .collect();
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        let children = parents.iter().filter(|(_, its)| **its == parent);
        family.extend(children.map(|(pid, _)| *pid));
        at += 1;
    }
    Ok(family)
}

fn files(folder: &Path) -> Result<usize, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    let mut count = 0;
    for entry in entries {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true if entry.file_name() == "logs" => {}
            true => count += files(&entry.path())?,
            false => count += 1,
        }
    }
    Ok(count)
}

/// The master that serves a cluster's application now: another process than the one that was started, after an upgrade.
///
/// # Errors
/// When there is none.
pub fn present_master(cluster: &Cluster) -> Result<u32, Failure> {
    let folder = cluster.application.base_dir.to_string_lossy().into_owned();
    for entry in fs::read_dir("/proc")? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        // A process that has just gone has no files.
        let command = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let mut words = command.split('\0').skip(1);
        if words.next() == Some("start") && words.next() == Some(&folder) {
            return Ok(pid);
        }
    }
    Err("there is no master".into())
}
