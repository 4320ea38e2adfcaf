//! A running cluster and its members.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};
use serde::Deserialize;

use crate::application::Application;
use crate::fixture::Failure;
use crate::http::{self, Response};
use crate::process::Running;

/// How long something that is awaited may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A master with an agent and app workers, and the copy of the application that they run.
#[derive(Debug)]
pub struct Cluster {
    /// The application's folder.
    pub application: Application,
    /// The master.
    pub running: Running,
    /// Where it serves.
    pub port: u16,
}

/// Something that an application of host/tests/apps/observed has printed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Heard {
    /// `app` or `agent`.
    pub who: String,
    /// Its process.
    pub pid: u32,
    /// The message's action, or what the application calls it.
    pub action: String,
    /// The message's data.
    #[serde(default)]
    pub data: serde_json::Value,
}

/// A process of a cluster other than the master.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its process id.
    pub pid: u32,
    /// `agent_worker#1`, `app_worker#1`.
    pub name: String,
}

impl Cluster {
    /// Starts a cluster of two workers in production, with these further arguments and variables, and waits until it serves.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(source: &Path, args: &[&str], vars: &[(&str, &str)]) -> Result<Cluster, Failure> {
        Cluster::start_copy(Application::copy_of(source)?, args, vars)
    }

    /// As [`Cluster::start`], of an application that was copied before.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_copy(
        application: Application,
        args: &[&str],
        vars: &[(&str, &str)],
    ) -> Result<Cluster, Failure> {
        let mut running = Cluster::spawn(&application, args, vars)?;
        let port = running.listening()?;
        Ok(Cluster {
            application,
            running,
            port,
        })
    }

    /// As [`Cluster::start_copy`], without waiting.
    ///
    /// # Errors
    /// When there is no binary.
    pub fn spawn(
        application: &Application,
        args: &[&str],
        vars: &[(&str, &str)],
    ) -> Result<Running, Failure> {
        let folder = application.base_dir.to_string_lossy().into_owned();
        let mut all = vec!["start", &folder];
        for (flag, value) in [
            ("--workers", "2"),
            ("--port", "0"),
            ("--start-mode", "process"),
        ] {
            if !args.contains(&flag) {
                all.extend([flag, value]);
            }
        }
        all.extend(args);
        let home = application.home.to_string_lossy().into_owned();
        let mut environment: BTreeMap<String, String> = [
            ("HOME", home.as_str()),
            ("EGG_HOME", &home),
            // Control sockets go here.
            ("TMPDIR", &home),
            ("NODE_ENV", "production"),
            ("EGG_SERVER_ENV", "prod"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        for (name, value) in vars {
            environment.insert((*name).to_owned(), (*value).to_owned());
        }
        Running::spawn(&all, &application.base_dir, &environment)
    }

    /// The folder in which other commands find this cluster's control socket.
    pub fn temporary_folder(&self) -> &PathBuf {
        &self.application.home
    }

    /// Members, by what /proc says of the master's children.
    ///
    /// # Errors
    /// When /proc cannot be read.
    pub fn members(&self) -> Result<Vec<Member>, Failure> {
        members_of(self.running.id())
    }

    /// App workers.
    ///
    /// # Errors
    /// As [`Cluster::members`].
    pub fn workers(&self) -> Result<Vec<Member>, Failure> {
        let mut all = self.members()?;
        all.retain(|member| member.name.starts_with("app_worker#"));
        Ok(all)
    }

    /// The agent.
    ///
    /// # Errors
    /// When there is none.
    pub fn agent(&self) -> Result<Member, Failure> {
        let all = self.members()?;
        let agent = all
            .into_iter()
            .find(|member| member.name.starts_with("agent_worker#"));
        agent.ok_or_else(|| "there is no agent".into())
    }

    /// Asks for a path on a connection of its own.
    ///
    /// # Errors
    /// When nothing comes back.
    pub fn get(&self, path: &str) -> Result<Response, Failure> {
        http::get(self.port, path, PATIENCE)
    }

    /// What the applications of host/tests/apps/observed have heard so far, in the order of their lines.
    pub fn events(&self) -> Vec<Heard> {
        let out = self.running.stdout();
        let lines = out.lines().filter_map(|line| line.strip_prefix("EVENT "));
        lines
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    /// Waits until `count` events are as `wanted` says; gives them.
    ///
    /// # Errors
    /// When they do not come.
    pub fn heard(
        &self,
        count: usize,
        wanted: impl Fn(&Heard) -> bool,
    ) -> Result<Vec<Heard>, Failure> {
        wait_for(
            || {
                let mut events = self.events();
                events.retain(&wanted);
                (events.len() >= count).then_some(events)
            },
            || {
                format!(
                    "{count} events\n{:#?}\n{}",
                    self.events(),
                    self.running.printed()
                )
            },
        )
    }

    /// Asks for a path and reads the answer as JSON.
    ///
    /// # Errors
    /// When nothing comes back, or no JSON.
    pub fn json(&self, path: &str) -> Result<serde_json::Value, Failure> {
        Ok(serde_json::from_slice(&self.get(path)?.body)?)
    }

    /// Waits until stdout has `count` lines that contain `text`; gives the last one of them.
    ///
    /// # Errors
    /// When they do not come.
    pub fn printed(&self, text: &str, count: usize) -> Result<String, Failure> {
        wait_for(
            || {
                let out = self.running.stdout();
                let mut lines = out.lines().filter(|line| line.contains(text));
                lines.nth(count - 1).map(str::to_owned)
            },
            || format!("{count} lines with {text:?}\n{}", self.running.printed()),
        )
    }

    /// As [`Cluster::printed`], of stderr.
    ///
    /// # Errors
    /// When they do not come.
    pub fn complained(&self, text: &str, count: usize) -> Result<String, Failure> {
        wait_for(
            || {
                let out = self.running.stderr();
                let mut lines = out.lines().filter(|line| line.contains(text));
                lines.nth(count - 1).map(str::to_owned)
            },
            || {
                format!(
                    "{count} lines with {text:?} on stderr\n{}",
                    self.running.printed()
                )
            },
        )
    }

    /// How many lines of stdout contain `text`.
    pub fn count(&self, text: &str) -> usize {
        self.running
            .stdout()
            .lines()
            .filter(|line| line.contains(text))
            .count()
    }
}

/// The members that a process has started.
///
/// # Errors
/// When /proc cannot be read.
pub fn members_of(master: u32) -> Result<Vec<Member>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        // A process that has just gone has no files.
        let (Some(parent), Ok(command)) = (
            parent_of(pid),
            fs::read_to_string(format!("/proc/{pid}/cmdline")),
        ) else {
            continue;
        };
        let mut command = command.split('\0').skip(1);
        if parent == master && command.next() == Some("cluster-member") {
            let name = command.next().unwrap_or_default().to_owned();
            found.push(Member { pid, name });
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// The process, and all that it and those have started.
///
/// # Errors
/// When /proc cannot be read.
pub fn tree_of(root: u32) -> Result<Vec<u32>, Failure> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        if let Ok(pid) = entry?.file_name().to_string_lossy().parse::<u32>()
            && let Some(parent) = parent_of(pid)
        {
            parents.insert(pid, parent);
        }
    }
    let mut tree = vec![root];
    let mut index = 0;
    while let Some(parent) = tree.get(index).copied() {
        let children = parents.iter().filter(|(_, of)| **of == parent);
        tree.extend(children.map(|(pid, _)| *pid));
        index += 1;
    }
    Ok(tree)
}

/// A process's parent; None for one that has just gone.
fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(1)?.parse().ok()
}

/// Sends a signal to a process by its id.
///
/// # Errors
/// When it is gone.
pub fn signal(pid: u32, signal: Signal) -> Result<(), Failure> {
    let pid = i32::try_from(pid)
        .ok()
        .and_then(Pid::from_raw)
        .ok_or("no process id")?;
    Ok(rustix::process::kill_process(pid, signal)?)
}

/// Whether a process exists.
pub fn exists(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

/// Waits until `look` finds something.
///
/// # Errors
/// When it does not in time; `what` says what was looked for.
pub fn wait_for<T>(
    mut look: impl FnMut() -> Option<T>,
    what: impl FnOnce() -> String,
) -> Result<T, Failure> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        if Instant::now() > deadline {
            return Err(format!("waited {PATIENCE:?} in vain for {}", what()).into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
