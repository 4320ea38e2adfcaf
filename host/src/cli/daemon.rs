//! `coddle start --daemon`: a server in the background, whose start is awaited.
//!
//! The server is this binary again, with `--in-background`, in a session of its own. It says `egg-ready` over the channel that Node's
//! parents have, and so does egg-scripts wait for it.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use coddle_engine::fds;
use jiff::Zoned;
use rustix::process::{Pid, Signal};
use serde_json::Value;

use super::package::Package;
use super::server::{self, Server};
use crate::cluster::parent::CHANNEL;

/// The number under which the server finds its channel to this process.
const CHANNEL_FD: i32 = 3;
/// How often is looked whether the server has complained, as in egg-scripts.
const LOOK: Duration = Duration::from_secs(1);
/// How long a server whose start failed may take to end.
const LAST: Duration = Duration::from_secs(5);
/// How much of its complaints is shown: so many lines of both ends.
const SHOWN: usize = 100;

#[derive(Debug, Args)]
#[command(next_help_heading = "In the background")]
pub(super) struct Daemon {
    /// Start the server in the background, wait until it serves, and end.
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    daemon: Option<bool>,
    /// Stay in the foreground, whatever package.json says.
    #[arg(long)]
    no_daemon: bool,
    /// Where a daemon's output goes. Default: logs/master-stdout.log in the home folder.
    #[arg(long, value_name = "FILE")]
    stdout: Option<PathBuf>,
    /// Where a daemon's complaints go. Default: logs/master-stderr.log in the home folder.
    #[arg(long, value_name = "FILE")]
    stderr: Option<PathBuf>,
    /// Milliseconds that a daemon may take to start.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 300_000)]
    timeout: u64,
    /// A daemon may complain on stderr while it starts: otherwise that counts as a failure.
    #[arg(long)]
    ignore_stderr: bool,
    /// This process is the server that a daemon's start has started.
    #[arg(long, hide = true)]
    in_background: bool,
}

/// How a start went.
enum Outcome {
    /// It serves at this address.
    Ready(String),
    /// It has complained.
    Complained,
    /// It has ended.
    Ended,
    TooLate,
}

impl Daemon {
    pub(super) fn is_asked_for(&self) -> bool {
        self.daemon == Some(true) && !self.no_daemon && !self.in_background
    }

    /// Whether this process is such a server.
    pub(super) fn is_background(&self) -> bool {
        self.in_background
    }

    /// Starts the server and waits for it. `title`: the server's.
    pub(super) fn run(
        &self,
        dir: &Path,
        title: &str,
        server: &Server,
        package: &Package,
    ) -> ExitCode {
        let framework = server::framework_name(dir, server.framework.as_deref(), package);
        self.start(dir, title, &framework).unwrap_or_else(|error| {
            eprintln!("coddle: cannot start a daemon: {error}");
            ExitCode::FAILURE
        })
    }

    fn start(&self, dir: &Path, title: &str, framework: &str) -> io::Result<ExitCode> {
        let stdout = log_file(self.stdout.as_deref(), "master-stdout.log")?;
        let stderr = log_file(self.stderr.as_deref(), "master-stderr.log")?;
        println!(
            "Starting {framework} application at {}",
            fs::canonicalize(dir)?.display()
        );
        println!("Save log file to {}", stdout.display());

        let (ours, theirs) = UnixStream::pair()?;
        let mut command = Command::new(env::current_exe()?);
        command
            .args(arguments(env::args_os().skip(1), title))
            .env(CHANNEL, CHANNEL_FD.to_string())
            .stdin(Stdio::null())
            .stdout(begin_log(&stdout)?)
            .stderr(begin_log(&stderr)?);
        let channel = Arc::new(theirs.into());
        let mut child = fds::spawn(command, vec![(channel, CHANNEL_FD)], true, |mut command| {
            command.spawn()
        })?;
        let mut channel = BufReader::new(ours);
        let outcome = match self.wait(&mut channel, &stderr)? {
            Outcome::Ready(_) | Outcome::Ended if self.has_complained(&stderr) => {
                Outcome::Complained
            }
            outcome => outcome,
        };
        match outcome {
            Outcome::Ready(address) => {
                println!("{framework} started on {address}");
                return Ok(ExitCode::SUCCESS);
            }
            Outcome::Complained => complain(&stderr)?,
            Outcome::Ended => {
                let status = child.wait()?;
                eprintln!(
                    "Start failed, the server ended with {status}, see {}",
                    stdout.display()
                );
            }
            Outcome::TooLate => {
                eprintln!("Start failed, {}s timeout", self.timeout as f64 / 1e3);
            }
        }
        end(&mut child, &mut channel)?;
        Ok(ExitCode::FAILURE)
    }

    fn has_complained(&self, stderr: &Path) -> bool {
        !self.ignore_stderr && fs::metadata(stderr).is_ok_and(|file| file.len() > 0)
    }

    /// Waits until the server serves, or will not.
    fn wait(&self, channel: &mut BufReader<UnixStream>, stderr: &Path) -> io::Result<Outcome> {
        let deadline = Instant::now() + Duration::from_millis(self.timeout);
        let mut line = String::new();
        let mut looked = 0;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Outcome::TooLate);
            }
            channel.get_ref().set_read_timeout(Some(left.min(LOOK)))?;
            match channel.read_line(&mut line) {
                Ok(0) => return Ok(Outcome::Ended),
                Ok(_) => {
                    if let Some(address) = address_of(&line) {
                        return Ok(Outcome::Ready(address));
                    }
                    line.clear();
                }
                Err(error) if is_timeout(&error) => {
                    if self.has_complained(stderr) {
                        return Ok(Outcome::Complained);
                    }
                    looked += 1;
                    println!("Wait Start: {looked}...");
                }
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {
                    return Ok(Outcome::Ended);
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// The server's arguments: this process's, as a server whose title can be seen by who lists processes. (CLU-085)
fn arguments(own: impl Iterator<Item = OsString>, title: &str) -> Vec<OsString> {
    let mut own = own.filter(|argument| argument != "--daemon");
    let command = own.next();
    let ours = ["--in-background".to_string(), format!("--title={title}")];
    command
        .into_iter()
        .chain(ours.map(OsString::from))
        .chain(own)
        .collect()
}

/// Where a message says that the server serves, if it is that one.
fn address_of(line: &str) -> Option<String> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["action"] != "egg-ready" {
        return None;
    }
    Some(message["data"]["address"].as_str()?.to_string())
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// The file that was asked for, else this one of the home folder's logs.
fn log_file(given: Option<&Path>, name: &str) -> io::Result<PathBuf> {
    let home = || {
        env::home_dir().ok_or_else(|| {
            io::Error::other("there is no home folder for its logs: give --stdout and --stderr")
        })
    };
    match given {
        Some(file) => Ok(file.to_path_buf()),
        None => Ok(home()?.join("logs").join(name)),
    }
}

/// Opens a log file; what another server wrote there keeps the time of now in its name. (CLU-086)
fn begin_log(file: &Path) -> io::Result<File> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    if file.exists() {
        let mut kept = file.as_os_str().to_owned();
        kept.push(Zoned::now().strftime(".%Y%m%d.%H%M%S").to_string());
        fs::rename(file, kept)?;
    }
    File::options().create(true).append(true).open(file)
}

/// Shows what the server said, in egg-scripts' words.
fn complain(stderr: &Path) -> io::Result<()> {
    let text = fs::read(stderr)?;
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    eprintln!("tail -n {SHOWN} {}", stderr.display());
    eprintln!("Got error when startup: ");
    let tail = lines.len().saturating_sub(SHOWN);
    if tail > 0 {
        for line in lines.iter().take(SHOWN.min(tail)) {
            eprintln!("{line}");
        }
        eprintln!("...");
    }
    for line in &lines[tail..] {
        eprintln!("{line}");
    }
    eprintln!("Start got error, see {}", stderr.display());
    eprintln!("Or use `--ignore-stderr` to ignore stderr at startup.");
    Ok(())
}

/// Ends a server whose start failed, and whatever it has started. Its channel is closed when it ends.
fn end(child: &mut Child, channel: &mut BufReader<UnixStream>) -> io::Result<()> {
    let pid = Pid::from_child(child);
    if child.try_wait()?.is_some() {
        return Ok(());
    }
    // It has ended just now.
    let _ = rustix::process::kill_process(pid, Signal::TERM);
    channel.get_ref().set_read_timeout(Some(LAST))?;
    if io::copy(channel, &mut io::sink()).is_err() {
        let _ = rustix::process::kill_process_group(pid, Signal::KILL);
    }
    child.wait()?;
    Ok(())
}
