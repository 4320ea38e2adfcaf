//! How long a cluster takes for its start, its end and a change of its code, and what memory it has: Coddle's, and egg's own on
//! Node beside it.

use std::fs;
use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::application::Application;
use crate::cluster::{self, exists, wait_for};
use crate::fixture::Failure;
use crate::http::{Connection, get};
use crate::process::{self, Running};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a server rests before its memory is looked at.
const REST: Duration = Duration::from_millis(500);

/// Who serves.
#[derive(Clone, Debug)]
pub enum Server {
    /// The binary under test.
    Coddle,
    /// egg on Node, from this folder of packages.
    Egg(PathBuf),
}

/// A cluster's memory in bytes, over all its processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memory {
    /// Resident pages of each process.
    pub rss: u64,
    /// The same, where pages that several share count once.
    pub pss: u64,
}

/// What happens from an editor's save to the first answer of the new code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Save {
    /// Until that answer was there.
    pub fresh: Duration,
    /// Requests meanwhile that got no answer with status 200.
    pub failed: usize,
}

/// The example that everything but the load is measured with.
fn blog() -> Result<Application, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/blog");
    Ok(Application::copy_of(&folder)?)
}

/// A server that has been started, its application and its port.
pub(crate) struct Started {
    pub(crate) running: Running,
    application: Application,
    pub(crate) port: u16,
}

impl Server {
    /// From starting the process to the first answer of a cluster of two workers, asked for every millisecond.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(&self) -> Result<Duration, Failure> {
        let began = Instant::now();
        let started = self.serve(blog()?, "prod", 2)?;
        let took = began.elapsed();
        drop(started);
        Ok(took)
    }

    /// Of a cluster of two workers that has answered a few requests and rests.
    ///
    /// # Errors
    /// When it does not start.
    pub fn memory(&self) -> Result<Memory, Failure> {
        let started = self.serve(blog()?, "prod", 2)?;
        for _ in 0..20 {
            started.get("/")?;
        }
        thread::sleep(REST);
        let mut memory = Memory { rss: 0, pss: 0 };
        for pid in cluster::tree_of(started.running.id())? {
            let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
            memory.rss += field(&rollup, "Rss:")?;
            memory.pss += field(&rollup, "Pss:")?;
        }
        Ok(memory)
    }

    /// From SIGTERM to the end of the last process of an idle cluster of two workers.
    ///
    /// # Errors
    /// When it does not end.
    pub fn stop(&self) -> Result<Duration, Failure> {
        let mut started = self.serve(blog()?, "prod", 2)?;
        thread::sleep(REST);
        let tree = cluster::tree_of(started.running.id())?;
        let began = Instant::now();
        started.running.signal(Signal::TERM)?;
        started.running.exited(PATIENCE)?;
        wait_for(
            || (!tree.iter().any(|pid| exists(*pid))).then_some(()),
            || "the end of every process".to_owned(),
        )?;
        Ok(began.elapsed())
    }

    /// From SIGHUP to two new workers in place of the old ones; None where there is no such thing.
    ///
    /// # Errors
    /// When they do not come.
    pub fn reload(&self) -> Result<Option<Duration>, Failure> {
        if let Server::Egg(_) = self {
            return Ok(None);
        }
        let started = self.serve(blog()?, "prod", 2)?;
        thread::sleep(REST);
        let began = Instant::now();
        started.running.signal(Signal::HUP)?;
        started.wait_for_line("app_worker#4", " started at ")?;
        Ok(Some(began.elapsed()))
    }

    /// From an editor's save of a controller to the first answer that it gives, during development with one worker, while a
    /// client asks all the time.
    ///
    /// # Errors
    /// When the change is not seen.
    pub fn save(&self) -> Result<Save, Failure> {
        let started = self.serve(blog()?, "local", 1)?;
        thread::sleep(REST);
        let file = started.application.base_dir.join("app/controller/pages.js");
        let text = fs::read_to_string(&file)?;
        let changed = text.replacen(
            "async home() {",
            "async home() { this.ctx.set('x-fresh', '1');",
            1,
        );
        if changed == text {
            return Err("the example's controller has changed: pages.js has no home()".into());
        }
        let mut connection = None;
        let mut failed = 0;
        let began = Instant::now();
        fs::write(&file, changed)?;
        loop {
            match ask(&mut connection, started.port) {
                Ok(true) => break,
                Ok(false) => {}
                Err(_) => failed += 1,
            }
            if began.elapsed() > PATIENCE {
                return Err(
                    format!("the change is not seen\n{}", started.running.printed()).into(),
                );
            }
        }
        Ok(Save {
            fresh: began.elapsed(),
            failed,
        })
    }

    /// Starts it and waits for its first answer.
    pub(crate) fn serve(
        &self,
        application: Application,
        env: &str,
        workers: usize,
    ) -> Result<Started, Failure> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = self.command(&application, env, workers, port)?;
        command
            .env("HOME", &application.home)
            .env("EGG_HOME", &application.home)
            .env("TMPDIR", &application.home)
            .current_dir(&application.base_dir);
        let running = Running::of(command)?;
        let mut started = Started {
            running,
            application,
            port,
        };
        started.first_answer()?;
        Ok(started)
    }

    fn command(
        &self,
        application: &Application,
        env: &str,
        workers: usize,
        port: u16,
    ) -> Result<Command, Failure> {
        let is_development = env == "local";
        match self {
            Server::Coddle => {
                let mut command = Command::new(process::binary()?);
                command
                    .arg(if is_development { "dev" } else { "start" })
                    .arg(&application.base_dir)
                    .args([format!("--workers={workers}"), format!("--port={port}")]);
                if !is_development {
                    command.arg("--start-mode=process");
                }
                Ok(command)
            }
            Server::Egg(packages) => {
                std::os::unix::fs::symlink(packages, application.base_dir.join("node_modules"))?;
                let options = serde_json::json!({
                    "baseDir": application.base_dir,
                    "framework": packages.join("egg"),
                    "workers": workers,
                    "port": port,
                });
                // As egg-scripts and egg-bin do; Node's cluster wants a file.
                let script = application.home.join("start-cluster.js");
                fs::write(
                    &script,
                    "const options = JSON.parse(process.argv[2]);\nrequire(options.framework).startCluster(options);\n",
                )?;
                let node_env = match is_development {
                    true => "development",
                    false => "production",
                };
                let mut command = Command::new("node");
                command
                    .arg(script)
                    .arg(options.to_string())
                    .env("NODE_ENV", node_env);
                Ok(command)
            }
        }
    }
}

impl Started {
    fn first_answer(&mut self) -> Result<(), Failure> {
        let began = Instant::now();
        loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(_) => return self.get("/"),
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => {}
                Err(error) => return Err(error.into()),
            }
            if began.elapsed() > PATIENCE {
                return Err(format!("it does not serve\n{}", self.running.printed()).into());
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn get(&self, path: &str) -> Result<(), Failure> {
        let answer = get(self.port, path, PATIENCE)?;
        match answer.status {
            // The load's application has a page at /, too.
            200 => Ok(()),
            status => Err(format!(
                "{path} is answered with {status}\n{}",
                self.running.printed()
            )
            .into()),
        }
    }

    fn wait_for_line(&self, one: &str, other: &str) -> Result<(), Failure> {
        wait_for(
            || {
                let out = self.running.stdout();
                let mut lines = out.lines();
                lines
                    .any(|line| line.contains(one) && line.contains(other))
                    .then_some(())
            },
            || format!("{one}{other}\n{}", self.running.printed()),
        )
    }
}

/// Asks for the page that changes, on this connection as long as it is kept; gives whether the answer is of the new code.
fn ask(connection: &mut Option<Connection>, port: u16) -> Result<bool, Failure> {
    let mut open = match connection.take() {
        Some(open) => open,
        None => Connection::open(port)?,
    };
    open.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
    let answer = open
        .read(false, PATIENCE)?
        .map_err(|why| format!("no answer: {why:?}"))?;
    if answer.status != 200 {
        return Err(format!("status {}", answer.status).into());
    }
    if answer.header("connection") != Some("close") {
        *connection = Some(open);
    }
    Ok(answer.header("x-fresh").is_some())
}

/// A figure of /proc in bytes.
fn field(text: &str, name: &str) -> Result<u64, Failure> {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    let kilobytes: u64 = kilobytes.ok_or_else(|| format!("no {name}"))?.parse()?;
    Ok(kilobytes * 1024)
}

/// The packages of egg that the oracle's recorder has installed, if it has.
pub fn egg() -> Option<Server> {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/oracle/node_modules");
    let packages = packages.canonicalize().ok()?;
    packages
        .join("egg")
        .exists()
        .then_some(Server::Egg(packages))
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What is measured.
    pub name: &'static str,
    /// What it should be.
    pub aim: &'static str,
    measure: fn(&Server, &Effort) -> Result<String, Failure>,
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How often; the median counts.
    pub rounds: usize,
    /// How many requests one worker and two get.
    pub requests: usize,
}

impl Row {
    /// The figure, as the table shows it.
    ///
    /// # Errors
    /// When it cannot be measured.
    pub fn measure(&self, server: &Server, effort: &Effort) -> Result<String, Failure> {
        (self.measure)(server, effort)
    }
}

/// All rows, in the order of the table.
pub const ROWS: &[Row] = &[
    Row {
        name: "start to first answer, two workers",
        aim: "< 100 ms",
        measure: |server, effort| Ok(milliseconds(effort.median(|| server.start())?)),
    },
    Row {
        name: "memory of master, agent and two workers at rest: RSS, and PSS",
        aim: "< 50 MB",
        measure: |server, effort| {
            let memory = effort.median(|| server.memory())?;
            Ok(format!(
                "{}, {}",
                megabytes(memory.rss),
                megabytes(memory.pss)
            ))
        },
    },
    Row {
        name: "stop of an idle cluster (SIGTERM to the end of the last process)",
        aim: "< 200 ms",
        measure: |server, effort| Ok(milliseconds(effort.median(|| server.stop())?)),
    },
    Row {
        name: "reload of two workers (SIGHUP)",
        aim: "< 300 ms",
        measure: |server, effort| {
            let took = effort.median(|| server.reload())?;
            Ok(took.map_or_else(|| "-".to_owned(), milliseconds))
        },
    },
    Row {
        name: "during development: save of a controller to its first answer; requests that failed meanwhile, in all rounds",
        aim: "< 100 ms; 0",
        measure: |server, effort| {
            let all = effort.all(|| server.save())?;
            let failed: usize = all.iter().map(|save| save.failed).sum();
            let fresh = all[all.len() / 2].fresh;
            Ok(format!("{}; {failed}", milliseconds(fresh)))
        },
    },
    Row {
        name: "scaling: requests of two workers while one answers one",
        aim: ">= 1.8",
        measure: |server, effort| {
            // Not a number cannot come of counts above none.
            let hundredths =
                effort.median(|| Ok((server.scaling(effort.requests)? * 100.0) as u64))?;
            Ok(format!("{:.2}", hundredths as f64 / 100.0))
        },
    },
];

impl Effort {
    fn all<T: Ord>(
        &self,
        mut measure: impl FnMut() -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        let mut all = (0..self.rounds)
            .map(|_| measure())
            .collect::<Result<Vec<T>, Failure>>()?;
        all.sort();
        Ok(all)
    }

    fn median<T: Ord>(&self, measure: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let mut all = self.all(measure)?;
        Ok(all.swap_remove(self.rounds / 2))
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1e3)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
