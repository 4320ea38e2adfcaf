//! `coddle stop`, `reload` and `status`: what talks to the masters that run.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use rustix::process::{Pid, Signal};

use crate::cluster::control::{Answer, Remote, Request};
use crate::cluster::status::Status;

/// egg-scripts' words for a server that is not there.
const NOBODY: &str = "can't detect any running egg process";

/// Which servers are meant.
#[derive(Debug, Args)]
pub(super) struct Servers {
    /// The application's folder. Default: the current one, or any with --title.
    dir: Option<PathBuf>,
    /// The title that the server was started with.
    #[arg(long)]
    title: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Stop {
    #[command(flatten)]
    servers: Servers,
    /// Milliseconds that a server may take to end before it is killed.
    #[arg(long, default_value_t = 5000)]
    timeout: u64,
}

#[derive(Debug, Args)]
pub(super) struct Reload {
    #[command(flatten)]
    servers: Servers,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    servers: Servers,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Servers {
    /// As they were asked for.
    fn name(&self) -> String {
        match (&self.dir, &self.title) {
            (_, Some(title)) => format!("with --title={title}"),
            (Some(dir), None) => format!("at {}", dir.display()),
            (None, None) => "at the current folder".to_string(),
        }
    }

    /// The masters that are meant, with their state.
    fn find(&self) -> io::Result<Vec<(Remote, Status)>> {
        let folder = match (&self.dir, &self.title) {
            (Some(dir), _) => Some(dir.clone()),
            (None, None) => Some(PathBuf::from(".")),
            (None, Some(_)) => None,
        };
        let folder = folder
            .map(|folder| std::fs::canonicalize(&folder).unwrap_or(folder))
            .map(|folder| folder.to_string_lossy().into_owned());
        let mut found = Vec::new();
        for mut master in Remote::all()? {
            let status = match master.ask(Request::Status) {
                Ok(Answer::Status(status)) => *status,
                // It has ended just now, or is too busy ending.
                Ok(_) | Err(_) => continue,
            };
            let is_folder = folder
                .as_ref()
                .is_none_or(|folder| *folder == status.base_dir);
            let is_title = self.title.is_none() || self.title == status.title;
            if is_folder && is_title {
                found.push((master, status));
            }
        }
        Ok(found)
    }
}

impl Stop {
    pub(super) fn run(self) -> ExitCode {
        finish(self.stop())
    }

    fn stop(&self) -> io::Result<ExitCode> {
        println!("stopping egg application {}", self.servers.name());
        let found = self.servers.find()?;
        if found.is_empty() {
            eprintln!("{NOBODY}");
            return Ok(ExitCode::SUCCESS);
        }
        let pids: Vec<String> = found
            .iter()
            .map(|(_, status)| status.pid.to_string())
            .collect();
        println!("got master pid {}", serde_json::to_string(&pids)?);
        for (mut master, status) in found {
            master.ask(Request::Stop)?;
            if !master.wait_for_end(Duration::from_millis(self.timeout))? {
                eprintln!(
                    "master {} did not end within {}ms, killing it and its workers",
                    status.pid, self.timeout
                );
                kill(&status);
            }
        }
        println!("stopped");
        Ok(ExitCode::SUCCESS)
    }
}

/// Kills a master and its members.
fn kill(status: &Status) {
    let members = status.members.iter().map(|member| member.pid);
    for pid in std::iter::once(status.pid).chain(members) {
        if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
            // It has ended meanwhile.
            let _ = rustix::process::kill_process(pid, Signal::KILL);
        }
    }
}

impl Reload {
    pub(super) fn run(self) -> ExitCode {
        finish(self.reload())
    }

    fn reload(&self) -> io::Result<ExitCode> {
        let found = self.servers.find()?;
        if found.is_empty() {
            eprintln!("{NOBODY}");
            return Ok(ExitCode::FAILURE);
        }
        for (mut master, status) in found {
            match master.ask(Request::Reload)? {
                Answer::Failed(why) => {
                    eprintln!("reload of {} failed: {why}", status.base_dir);
                    return Ok(ExitCode::FAILURE);
                }
                Answer::Done | Answer::Status(_) => println!("reloaded {}", status.base_dir),
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Show {
    pub(super) fn run(self) -> ExitCode {
        finish(self.show())
    }

    fn show(&self) -> io::Result<ExitCode> {
        let found = self.servers.find()?;
        let mut out = io::stdout().lock();
        if self.json {
            let all: Vec<&Status> = found.iter().map(|(_, status)| status).collect();
            serde_json::to_writer_pretty(&mut out, &all)?;
            writeln!(out)?;
        } else {
            for (_, status) in &found {
                table(&mut out, status)?;
            }
        }
        if found.is_empty() {
            eprintln!("{NOBODY}");
            return Ok(ExitCode::FAILURE);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn table(out: &mut impl Write, status: &Status) -> io::Result<()> {
    let title = status.title.as_deref().unwrap_or("-");
    let address = status.address.as_deref().unwrap_or("(starting)");
    writeln!(out, "{}  {address}  title {title}", status.base_dir)?;
    writeln!(
        out,
        "master {}, up {}, restarts {}",
        status.pid,
        uptime(status.uptime),
        status.restarts
    )?;
    writeln!(
        out,
        "{:<18} {:>8} {:<13} {:>9} {:>10} {:>9} {:>11} {:>9} {:>9}",
        "member", "pid", "state", "up", "requests", "in flight", "connections", "heap", "memory"
    )?;
    for member in &status.members {
        writeln!(
            out,
            "{:<18} {:>8} {:<13} {:>9} {:>10} {:>9} {:>11} {:>9} {:>9}",
            member.name,
            member.pid,
            member.state,
            uptime(member.uptime),
            member.figures.requests,
            member.figures.in_flight,
            member.figures.connections,
            megabytes(member.figures.heap),
            megabytes(member.rss)
        )?;
    }
    Ok(())
}

fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or_else(
        || "-".to_string(),
        |bytes| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20)),
    )
}

fn uptime(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..60 => format!("{:.1}s", milliseconds as f64 / 1e3),
        60..3600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        3600..86400 => format!("{}h{:02}m", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{}d{:02}h", seconds / 86400, seconds % 86400 / 3600),
    }
}

fn finish(result: io::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("coddle: {error}");
        ExitCode::FAILURE
    })
}
