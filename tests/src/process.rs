//! A running `coddle`, and its end: no test leaves a process behind.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::application::Application;
use crate::fixture::Failure;

/// How long an application may take to start, in a debug build on a busy machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// What `coddle start` prints when it serves.
const LISTENING: &str = "coddle listening on ";

/// The `coddle` binary under test: CODDLE_BIN, or the one built beside this test.
///
/// # Errors
/// When there is none.
pub fn binary() -> Result<PathBuf, Failure> {
    if let Some(path) = env::var_os("CODDLE_BIN") {
        return Ok(path.into());
    }
    // target/<profile>/deps/<this test>
    let exe = env::current_exe()?;
    let beside = exe
        .parent()
        .and_then(Path::parent)
        .ok_or("this test has no target folder")?
        .join("coddle");
    if beside.is_file() {
        return Ok(beside);
    }
    Err(format!("no binary to test: {} does not exist; build it with `cargo build -p coddle` or set CODDLE_BIN", beside.display()).into())
}

/// A child process in a process group of its own; the whole group is killed, and the child reaped, when the value goes.
#[derive(Debug)]
pub struct Running {
    child: Child,
    output: Arc<Mutex<String>>,
    errors: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
    lines: mpsc::Receiver<String>,
}

impl Running {
    /// Starts `coddle` with these arguments in this folder, with these environment variables and no others but PATH.
    ///
    /// # Errors
    /// When there is no binary or it cannot be started.
    pub fn spawn(
        args: &[&str],
        cwd: &Path,
        vars: &BTreeMap<String, String>,
    ) -> Result<Self, Failure> {
        let mut command = Command::new(binary()?);
        command.args(args).current_dir(cwd).env_clear();
        if let Some(path) = env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.envs(vars);
        Self::of(command)
    }

    /// Starts another program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn of(mut command: Command) -> Result<Self, Failure> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.process_group(0).spawn()?;
        let (sender, lines) = mpsc::channel();
        let output = Arc::new(Mutex::new(String::new()));
        let errors = Arc::new(Mutex::new(String::new()));
        let mut readers = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            readers.push(collect(stdout, Arc::clone(&output), Some(sender)));
        }
        if let Some(stderr) = child.stderr.take() {
            readers.push(collect(stderr, Arc::clone(&errors), None));
        }
        Ok(Self {
            child,
            output,
            errors,
            readers,
            lines,
        })
    }

    /// Waits until the application listens. Returns its port.
    ///
    /// # Errors
    /// When the process ends or is silent for too long; the message holds what it printed.
    pub fn listening(&mut self) -> Result<u16, Failure> {
        let address = self.listening_on()?;
        let (_, port) = address.rsplit_once(':').ok_or("the address has no port")?;
        Ok(port.parse()?)
    }

    /// Waits until the application listens. Returns the address that it shows: `http://127.0.0.1:7001`, or a unix socket's path.
    ///
    /// # Errors
    /// As [`Running::listening`].
    pub fn listening_on(&mut self) -> Result<String, Failure> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            match self
                .lines
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            {
                Ok(line) => {
                    if let Some(rest) = line.trim_end().strip_prefix(LISTENING) {
                        return Ok(rest.to_owned());
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.ended(Duration::from_secs(5))?;
                    return Err(format!(
                        "coddle ended with {status} before it listened\n{}",
                        self.printed()
                    )
                    .into());
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(format!(
                        "coddle did not listen within {START_TIMEOUT:?}\n{}",
                        self.printed()
                    )
                    .into());
                }
            }
        }
    }

    /// Waits for the process to end by itself, and for the rest of its output.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn ended(&mut self, timeout: Duration) -> Result<ExitStatus, Failure> {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(status) = self.child.try_wait()? {
                // processes it left behind would keep the pipes open
                self.kill_group();
                for reader in self.readers.drain(..) {
                    reader
                        .join()
                        .map_err(|_| "the reader of the output panicked")?;
                }
                return Ok(status);
            }
            if Instant::now() >= deadline {
                return Err(
                    format!("coddle did not end within {timeout:?}\n{}", self.printed()).into(),
                );
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the process to end by itself. What it started may go on.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn exited(&mut self, timeout: Duration) -> Result<ExitStatus, Failure> {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() >= deadline {
                let printed = self.printed();
                return Err(format!("coddle did not end within {timeout:?}\n{printed}").into());
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Sends a signal to the process itself, not to its children.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn signal(&self, signal: Signal) -> Result<(), Failure> {
        let pid = Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal)?;
        Ok(())
    }

    /// Process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What stderr held so far.
    pub fn stderr(&self) -> String {
        self.errors
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What stdout held so far.
    pub fn stdout(&self) -> String {
        self.output
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The end of both outputs, for a failure's message.
    pub fn printed(&self) -> String {
        format!(
            "--- stdout\n{}\n--- stderr\n{}\n",
            last_lines(&self.stdout()),
            last_lines(&self.stderr())
        )
    }

    fn kill_group(&self) {
        let group = Pid::from_child(&self.child);
        // an error means that nobody is left in the group, which is what is wanted
        let _gone = kill_process_group(group, Signal::KILL);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill_group();
        // an error means that the child was reaped before
        let _reaped = self.child.wait();
    }
}

/// What of an output is worth showing: applications log every failed request with its stack.
fn last_lines(text: &str) -> String {
    const SHOWN: usize = 40;
    let lines: Vec<&str> = text.lines().collect();
    let hidden = lines.len().saturating_sub(SHOWN);
    let shown = lines[hidden..].join("\n");
    if hidden == 0 {
        shown
    } else {
        format!("({hidden} lines before)\n{shown}")
    }
}

/// Reads a stream to its end into `text`, passing on its lines.
fn collect(
    stream: impl Read + Send + 'static,
    text: Arc<Mutex<String>>,
    lines: Option<mpsc::Sender<String>>,
) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(1..)) {
            let line = String::from_utf8_lossy(&bytes).into_owned();
            text.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_str(&line);
            if let Some(lines) = &lines {
                // nobody listens any more once the port is known; the text above is still kept
                let _unheard = lines.send(line);
            }
            bytes.clear();
        }
    })
}

/// Starts `coddle start` for an application with one worker on a free port.
///
/// NODE_ENV goes with the server environment as the recorder pairs them; `vars` win.
///
/// # Errors
/// As [`Running::spawn`].
pub fn start(
    application: &Application,
    env: Option<&str>,
    vars: &BTreeMap<String, String>,
) -> Result<Running, Failure> {
    let base_dir = application
        .base_dir
        .to_str()
        .ok_or("the application's folder is not UTF-8")?;
    let home = application
        .home
        .to_str()
        .ok_or("the home folder is not UTF-8")?;
    let mut all = BTreeMap::new();
    for (name, value) in [
        ("HOME", home),
        ("EGG_HOME", home),
        ("TZ", "UTC"),
        ("LANG", "C.UTF-8"),
    ] {
        all.insert(name.to_owned(), value.to_owned());
    }
    // The recorder listens on this address alone, which shows in answers.
    let hostname = ["--hostname", "127.0.0.1"];
    let mut args = vec!["start", base_dir, "--port", "0", "--workers", "1"];
    args.extend(hostname);
    if let Some(env) = env {
        if !vars.contains_key("EGG_SERVER_ENV") {
            args.extend(["--env", env]);
        }
        let node_env = match env {
            "unittest" => "test",
            "local" => "development",
            _ => "production",
        };
        all.insert("NODE_ENV".to_owned(), node_env.to_owned());
    }
    for (name, value) in vars {
        all.insert(name.clone(), value.replace("{baseDir}", base_dir));
    }
    Running::spawn(&args, &application.base_dir, &all)
}

/// A command's exit code and what it printed, once it has ended by itself.
#[derive(Debug)]
pub struct Printed {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `coddle` with these arguments to its end, with these environment variables and no others but PATH.
///
/// # Errors
/// When there is no binary, it cannot be started, or a signal ended it.
pub fn run(args: &[&str], vars: &[(&str, &str)]) -> Result<Printed, Failure> {
    let mut command = Command::new(binary()?);
    command.args(args).env_clear().stdin(Stdio::null());
    if let Some(path) = env::var_os("PATH") {
        command.env("PATH", path);
    }
    let output = command.envs(vars.iter().copied()).output()?;
    Ok(Printed {
        code: output.status.code().ok_or("a signal ended coddle")?,
        stdout: String::from_utf8(output.stdout)?,
        stderr: String::from_utf8(output.stderr)?,
    })
}
