//! The control socket: how `coddle stop`, `reload` and `status` reach a master.
//!
//! Every master has a unix socket `<pid>.sock` in a folder of its user: `coddle-<uid>` in the folder for temporary files. A
//! request is a line of JSON, and so is its answer; the connection of a master that ends is closed by that.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader as AsyncBufReader};
use tokio::net::UnixListener;
use tokio::sync::{mpsc, oneshot};

use super::event::Event;
use super::status::Status;

/// How long a master may take to say how it is.
const ANSWER: Duration = Duration::from_secs(5);
/// How long it may take to replace its workers.
const RELOADED: Duration = Duration::from_secs(300);

/// What a master can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Request {
    Status,
    /// Answered when the workers have been replaced.
    Reload,
    /// As SIGTERM does.
    Stop,
}

/// What a master answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Status(Box<Status>),
    /// It is done, or under way.
    Done,
    /// It could not be done.
    Failed(String),
}

/// A request that waits for its answer.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) request: Request,
    pub(crate) answer: oneshot::Sender<Answer>,
}

/// A master's open socket; the file goes with it.
pub(super) struct Control {
    path: PathBuf,
}

impl Drop for Control {
    fn drop(&mut self) {
        // Somebody cleared the folder.
        let _ = fs::remove_file(&self.path);
    }
}

impl Control {
    /// Begins to pass requests on as events.
    ///
    /// # Errors
    /// When the folder is somebody else's, or the socket cannot be made.
    pub(super) fn open(events: &mpsc::UnboundedSender<Event>) -> io::Result<Control> {
        let folder = folder();
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        check(&folder)?;
        let path = folder.join(format!("{}.sock", std::process::id()));
        match fs::remove_file(&path) {
            // What a master of the same number left behind.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        let events = events.clone();
        tokio::task::spawn_local(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::task::spawn_local(serve(stream, events.clone()));
            }
        });
        Ok(Control { path })
    }
}

async fn serve(stream: tokio::net::UnixStream, events: mpsc::UnboundedSender<Event>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = AsyncBufReader::new(reading).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match serde_json::from_str(&line) {
            Ok(request) => {
                let (answer, answered) = oneshot::channel();
                if events
                    .send(Event::Asked(Asked { request, answer }))
                    .is_err()
                {
                    return;
                }
                answered
                    .await
                    .unwrap_or_else(|_| Answer::Failed("the master is ending".to_string()))
            }
            Err(error) => Answer::Failed(format!("this is no request: {error}")),
        };
        let Ok(mut line) = serde_json::to_vec(&answer) else {
            return;
        };
        line.push(b'\n');
        if writing.write_all(&line).await.is_err() {
            // Whoever asked has gone.
            return;
        }
    }
}

fn folder() -> PathBuf {
    let user = rustix::process::getuid().as_raw();
    env::temp_dir().join(format!("coddle-{user}"))
}

/// Only this user may write there: who else could would be obeyed.
fn check(folder: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(folder)?;
    let user = rustix::process::getuid().as_raw();
    if found.is_dir() && found.uid() == user && found.mode() & 0o022 == 0 {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "{} is not a folder of this user alone; remove it",
        folder.display()
    )))
}

/// A running master, as another process sees it.
#[derive(Debug)]
pub(crate) struct Remote {
    stream: BufReader<UnixStream>,
}

impl Remote {
    /// Every master of this user that answers. What is left of dead ones is removed.
    ///
    /// # Errors
    /// When the folder is somebody else's.
    pub(crate) fn all() -> io::Result<Vec<Remote>> {
        let folder = folder();
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        check(&folder)?;
        let mut found = Vec::new();
        for entry in entries {
            let path = entry?.path();
            match UnixStream::connect(&path) {
                Ok(stream) => found.push(Remote {
                    stream: BufReader::new(stream),
                }),
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    // Another process may have removed it just now.
                    let _ = fs::remove_file(&path);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Asks the master something.
    ///
    /// # Errors
    /// When it ends meanwhile, or takes longer than it may.
    pub(crate) fn ask(&mut self, request: Request) -> io::Result<Answer> {
        let limit = match request {
            Request::Status | Request::Stop => ANSWER,
            Request::Reload => RELOADED,
        };
        self.stream.get_mut().set_read_timeout(Some(limit))?;
        let mut line = serde_json::to_vec(&request)?;
        line.push(b'\n');
        self.stream.get_mut().write_all(&line)?;
        let mut answer = String::new();
        if self.stream.read_line(&mut answer)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(serde_json::from_str(&answer)?)
    }

    /// Waits until the master has ended; gives whether it did within `limit`.
    ///
    /// # Errors
    /// When the connection fails in another way.
    pub(crate) fn wait_for_end(&mut self, limit: Duration) -> io::Result<bool> {
        self.stream.get_mut().set_read_timeout(Some(limit))?;
        let mut line = String::new();
        match self.stream.read_line(&mut line) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => Ok(true),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}
